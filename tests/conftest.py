"""What every test may ask for."""

import os

from hypothesis import HealthCheck, settings

# `make test` checks the laws on a sample, the longer tier of `.ci/run` on more; HYPOTHESIS_PROFILE=laws takes an hour.
_EASY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("quick", max_examples=60, **_EASY)
settings.register_profile("longer", max_examples=1_000, **_EASY)
settings.register_profile("laws", max_examples=10_000, **_EASY)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
