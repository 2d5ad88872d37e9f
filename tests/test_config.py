import stat
from pathlib import Path

import pytest

from screener.config import Settings, UnsafeSettingsError, read_settings

KEY = "q83vEjRWeJC6mHZUMhD+3LqYdlQyEP7cq83vEjRWeJA="
OTHER_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f1"

SAFE = {
    "DATABASE_URL": "sqlite:////var/lib/screener/screener.db",
    "PUBLIC_URL": "https://screening.clinic.example",
    "ALLOWED_HOSTS": "screening.clinic.example",
    "SECRET_KEY": KEY,
    "SEALING_KEYS": OTHER_KEY,
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("SCREENER_"):
            monkeypatch.delenv(name)


class Environment:
    """Sets variables on top of safe ones, and reads them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def read(self, **changed: str | None) -> Settings:
        for name, value in {**SAFE, **changed}.items():
            if value is None:
                self._monkeypatch.delenv(f"SCREENER_{name}", raising=False)
            else:
                self._monkeypatch.setenv(f"SCREENER_{name}", value)
        return read_settings()

    def problems(self, **changed: str | None) -> tuple[str, ...]:
        with pytest.raises(UnsafeSettingsError) as refused:
            self.read(**changed)
        return refused.value.problems


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Environment:
    return Environment(monkeypatch)


class TestSettings:
    def test_that_are_safe_are_read(self, environment: Environment) -> None:
        settings = environment.read(ALLOWED_HOSTS="a.example, b.example", BODY_BYTES="500000")
        assert settings.allowed_hosts == ("a.example", "b.example")
        assert settings.body_bytes == 500_000
        assert not settings.demo

    def test_cannot_be_changed(self, environment: Environment) -> None:
        with pytest.raises(ValueError, match="frozen"):
            environment.read().demo = True  # type: ignore[misc]

    def test_hide_their_secrets_when_printed(self, environment: Environment) -> None:
        settings = environment.read(DATABASE_URL="postgresql://u:hunter2@localhost/n")
        for secret in (KEY, OTHER_KEY, "hunter2"):
            assert secret not in repr(settings)
            assert secret not in str(settings)

    def test_take_several_keys(self, environment: Environment) -> None:
        settings = environment.read(SEALING_KEYS=f"{KEY},{OTHER_KEY}", SECRET_KEY_FALLBACKS=OTHER_KEY)
        assert [key.get_secret_value() for key in settings.sealing_keys] == [KEY, OTHER_KEY]
        assert [key.get_secret_value() for key in settings.secret_key_fallbacks] == [OTHER_KEY]

    def test_may_keep_secrets_in_files(
        self, environment: Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "screener_secret_key").write_text(KEY)
        monkeypatch.setenv("SCREENER_SECRETS_DIR", str(tmp_path))
        assert environment.read(SECRET_KEY=None).secret_key.get_secret_value() == KEY


class TestUnsafeSettings:
    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("SECRET_KEY", None, "is missing"),
            ("SECRET_KEY", "", "is too short"),
            ("SECRET_KEY", "changeme", "is too short"),
            ("SECRET_KEY", "not a key at all!", "is neither base64 nor hex"),
            ("SECRET_KEY", "00" * 32, "is not random"),
            ("SEALING_KEYS", None, "is missing"),
            ("SEALING_KEYS", "abcd", "is too short"),
            ("SEALING_KEYS", f"{KEY},abcd", "is too short"),
            ("SECRET_KEY_FALLBACKS", "abc", "is too short"),
            ("ALLOWED_HOSTS", None, "must name at least one host"),
            ("ALLOWED_HOSTS", "*", "must be host names"),
            ("ALLOWED_HOSTS", "https://a.example", "must be host names"),
            ("PUBLIC_URL", None, "is missing"),
            ("PUBLIC_URL", "http://a.example", "must be https"),
            ("PUBLIC_URL", "https://a.example/path", "without a path"),
            ("PUBLIC_URL", "a.example", "must be like"),
            ("DATABASE_URL", None, "is missing"),
            ("DATABASE_URL", "mysql://localhost/x", "must begin with"),
            ("DATABASE_URL", "sqlite://", "must name a file on this machine"),
            ("DATABASE_URL", "postgresql://u:p@db.example/x", "without encryption"),
            ("DATABASE_URL", "postgresql://u:p@db.example/x?sslmode=prefer", "without encryption"),
            ("DATABASE_URL", "postgresql://u:p@/x?host=db.example", "without encryption"),
            ("TIME_ZONE", "Mars/Olympus", "must be the name of a time zone"),
            ("BODY_BYTES", "many", "valid integer"),
            ("SESSION_IDLE_MINUTES", "600", "less than or equal to 30"),
            ("LINK_TRIES", "1000", "less than or equal to 10"),
            ("FAILED_JOB_DAYS", "45", "must be no less than SCREENER_JOB_DAYS"),
        ],
    )
    def test_are_refused(self, environment: Environment, name: str, value: str | None, words: str) -> None:
        (problem,) = environment.problems(**{name: value})
        assert problem.startswith(f"SCREENER_{name}: ")
        assert words in problem
        if value:
            assert value not in problem

    def test_are_named_all_at_once(self, environment: Environment) -> None:
        problems = environment.problems(SECRET_KEY=None, PUBLIC_URL="http://x", ALLOWED_HOSTS=None, BODY_BYTES="1")
        assert [problem.split(":")[0] for problem in problems] == [
            "SCREENER_ALLOWED_HOSTS",
            "SCREENER_BODY_BYTES",
            "SCREENER_PUBLIC_URL",
            "SCREENER_SECRET_KEY",
        ]

    def test_misspelt_get_a_suggestion(self, environment: Environment) -> None:
        assert environment.problems(SECRET_KYE=KEY) == (
            "SCREENER_SECRET_KYE: no such setting (did you mean SCREENER_SECRET_KEY?)",
        )

    def test_never_show_in_the_chain_of_causes(self, environment: Environment) -> None:
        with pytest.raises(UnsafeSettingsError) as refused:
            environment.read(SECRET_KEY="hunter2hunter2")
        assert refused.value.__cause__ is None
        assert refused.value.__context__ is None

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://u:p@localhost/x",
            "postgresql://u@/x?host=/run/postgresql",
            "postgresql://u:p@db.example/x?sslmode=verify-full",
        ],
    )
    def test_are_not_a_database_on_this_machine_or_behind_tls(self, environment: Environment, url: str) -> None:
        assert environment.read(DATABASE_URL=url).database_url.get_secret_value() == url


class TestTheDemonstration:
    def test_makes_its_keys_once_and_for_its_owner_alone(self, tmp_path: Path) -> None:
        first = Settings.for_demo(tmp_path / "demo")
        again = Settings.for_demo(tmp_path / "demo")
        assert first == again
        assert first.demo
        assert stat.S_IMODE((tmp_path / "demo" / "keys.json").stat().st_mode) == 0o600

    def test_makes_other_keys_elsewhere(self, tmp_path: Path) -> None:
        assert Settings.for_demo(tmp_path / "a").secret_key != Settings.for_demo(tmp_path / "b").secret_key

    def test_keeps_its_database_in_its_folder(self, tmp_path: Path) -> None:
        settings = Settings.for_demo(tmp_path)
        assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/screener.db"

    def test_takes_the_database_that_the_environment_names(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SCREENER_DATABASE_URL", "postgresql://u@/x?host=/run/postgresql")
        assert Settings.for_demo(tmp_path).database_url.get_secret_value().startswith("postgresql")

    def test_answers_where_it_listens(self, tmp_path: Path) -> None:
        settings = Settings.for_demo(tmp_path, host="::1", port=9000)
        assert settings.public_url == "http://[::1]:9000"
        assert "::1" in settings.allowed_hosts


class TestTheOperatorsGuide:
    @pytest.mark.parametrize("field", Settings.model_fields)
    def test_names_every_setting(self, field: str) -> None:
        guide = (Path(__file__).parent.parent / "docs" / "operating.md").read_text()
        assert f"`SCREENER_{field.upper()}`" in guide
