"""The clinic of the services' tests."""

from tests.services.conftest import *  # noqa: F403
