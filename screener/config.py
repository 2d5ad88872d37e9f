"""Settings: read once from `SCREENER_…`, frozen, refused when it would be unsafe to serve with them.

No secret has a default. What a page may weigh, how long a session lasts and how
often a birth date may be guessed are settings too, so that a clinic can tighten
them and a load test can raise them. `docs/operating.md` lists them all.
"""

import base64
import binascii
import contextlib
import difflib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import parse_qs, urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from screener.errors import Refusal

PREFIX = "SCREENER_"
SECRETS_DIR = "SCREENER_SECRETS_DIR"
"""Names a folder of files such as `screener_secret_key`, for what should not stand in the environment."""
KEY_BYTES = 32
LOOPBACK = frozenset({"", "localhost", "127.0.0.1", "::1"})


class UnsafeSettingsError(Refusal):
    """Settings are missing, misspelt or unsafe; `problems` has one line for each and no value."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("Not started, because of these settings:\n" + "\n".join(f"  {line}" for line in problems))
        self.problems = problems


Words = Annotated[tuple[str, ...], NoDecode]
"""Separated by commas or spaces."""
Keys = Annotated[tuple[SecretStr, ...], NoDecode]
Chosen = TypeVar("Chosen", bound="RenderSettings")


class RenderSettings(BaseSettings):
    """What one PDF may take; all that a command needs which has no database."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True
    )

    render_seconds: int = Field(default=30, ge=1, le=600)
    """Of a processor: what a machine does besides does not count."""
    render_wait_seconds: int = Field(default=300, ge=1, le=3600)
    """By the clock, from when its turn has come; what takes longer is tried again later, and is there as plain text."""


class Settings(RenderSettings):
    """What the operator decides. Make one with `read_settings()` or `Settings.for_demo()`."""

    demo: bool = False
    """Made-up keys, plain http, this machine only. First, since the checks below depend on it."""

    # Where things are
    database_url: SecretStr
    """`sqlite:////var/lib/screener/screener.db`, or `postgresql://user:password@host/name?sslmode=verify-full`."""
    public_url: str
    """Where patients reach it, and what links are made from: `https://screening.clinic.example`."""
    allowed_hosts: Words = ()
    """Host names that requests may carry."""
    proxies: int = Field(default=0, ge=0, le=5)
    """How many reverse proxies stand in front and set X-Forwarded-…; 0 believes none of them."""

    # Keys: at least 32 random bytes each, as base64 or hex
    secret_key: SecretStr
    """Signs cookies and form tokens."""
    secret_key_fallbacks: Keys = ()
    """Earlier secret keys that are still accepted."""
    sealing_keys: Keys
    """Seal what is kept about a person. The first seals, the others still open what they sealed. Whoever loses them
    loses the data."""

    # The clinic
    clinic_name: str = "The clinic"
    clinic_phone: str = ""
    clinic_reach_sentence: str = ""
    """When and how the clinic answers; stands in patients' messages."""
    time_zone: str | None = None
    """The clinic's, for ages and dates (`America/New_York`); left out, the questionnaire's own."""

    # Limits on what is sent
    body_bytes: int = Field(default=256 * 1024, ge=16 * 1024)
    questionnaire_bytes: int = Field(default=1024 * 1024, ge=16 * 1024)
    photo_bytes: int = Field(default=10 * 1024 * 1024, ge=16 * 1024)
    form_parts: int = Field(default=1000, ge=100)
    requests_per_minute: int = Field(default=240, ge=1)
    """From one address."""

    # Limits on time
    session_idle_minutes: int = Field(default=30, ge=1, le=30)
    session_hours: int = Field(default=12, ge=1, le=12)
    invitation_days: int = Field(default=14, ge=1, le=365)
    intake_days: int = Field(default=30, ge=1, le=365)
    """To finish, from the first opening."""

    self_start: str = ""
    """The slug of a questionnaire that anybody may begin without an invitation; empty: nobody may."""

    # Guessing
    link_tries: int = Field(default=5, ge=1, le=10)
    """Wrong birth dates for one link before it is closed for `try_minutes`."""
    link_tries_in_all: int = Field(default=50, ge=1, le=100)
    """Wrong birth dates in a row before the clinic must open the link again."""
    address_tries: int = Field(default=30, ge=1)
    """Wrong tries from one address in `try_minutes`; a clinic's waiting room may share one."""
    try_minutes: int = Field(default=15, ge=1, le=24 * 60)

    # Staff
    sign_in_tries: int = Field(default=10, ge=3, le=20)
    """Wrong passwords and codes at one account before it is closed for `try_minutes`."""
    sign_in_tries_in_all: int = Field(default=100, ge=20, le=100)
    """In a row, before somebody who manages accounts must open it again."""
    fresh_minutes: int = Field(default=15, ge=1, le=60)
    """How long after a sign-in one may decide, publish and manage accounts without signing in again."""
    set_up_hours: int = Field(default=72, ge=1, le=14 * 24)
    """How long a link for choosing a password is good."""
    publishing_needs_two: bool = True
    """Whether a questionnaire's change is published only after somebody who wrote none of it approved it."""

    # Telling by e-mail: by a server, or into a folder; with neither, nothing is sent
    mail_from: str = ""
    """The sender: `screening@clinic.example`."""
    mail_folder: Path | None = None
    """Writes each mail into a file here and sends none, for trying things out."""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` only to a server on this machine."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_seconds: int = Field(default=20, ge=1, le=120)
    """How long a mail server may take to answer."""
    escalation_minutes: int = Field(default=15, ge=1, le=24 * 60)
    """How long an urgent alert waits for who is on duty before everybody who may answer it is told."""
    reminder_days: int = Field(default=3, ge=0, le=30)
    """So long before an unfinished form closes its patient is reminded, where an e-mail address is known; 0: never."""

    # What happens in the background
    job_days: int = Field(default=60, ge=31, le=3650)
    """How long it is remembered that a job was done. A form is reminded of once as long as that is: hence the least."""
    failed_job_days: int = Field(default=365, ge=31, le=3650)
    """The same of one that failed for good, which somebody should look at."""

    # Signing and the database
    signing_file: Path | None = None
    """The clinic's key and certificate (PKCS #12), for signing PDFs that leave the house; left out, none can be."""
    signing_passphrase: SecretStr = SecretStr("")
    database_connections: int = Field(default=16, ge=1, le=200)
    database_wait_seconds: int = Field(default=5, ge=1, le=60)
    """How long a request waits for its turn to write before it says so."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("allowed_hosts", "secret_key_fallbacks", "sealing_keys", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        return tuple(re.split(r"[,\s]+", given.strip(", \t\n"))) if isinstance(given, str) and given.strip() else given

    @field_validator("database_url")
    @classmethod
    def _database_is_safe(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        check_database(given.get_secret_value(), demo=is_demo(info))
        return given

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, given: str, info: ValidationInfo) -> str:
        check_public_url(given, demo=is_demo(info))
        return given

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts_are_named(cls, given: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not given and not is_demo(info):
            raise ValueError("must name at least one host")
        if any(host in {"*", "."} or "/" in host for host in given):
            raise ValueError("must be host names, no patterns and no addresses")
        return given

    @field_validator("secret_key")
    @classmethod
    def _secret_is_long(cls, given: SecretStr) -> SecretStr:
        check_key(given)
        return given

    @field_validator("secret_key_fallbacks", "sealing_keys")
    @classmethod
    def _keys_are_long(cls, given: tuple[SecretStr, ...], info: ValidationInfo) -> tuple[SecretStr, ...]:
        if info.field_name == "sealing_keys" and not given:
            raise ValueError("must have at least one key")
        for key in given:
            check_key(key)
        return given

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, given: str | None) -> str | None:
        if given is not None and given not in available_timezones():
            raise ValueError("must be the name of a time zone, such as America/New_York")
        return given

    @field_validator("smtp_security")
    @classmethod
    def _is_private(cls, given: str, info: ValidationInfo) -> str:
        if given == "none" and info.data.get("smtp_host", "") not in LOOPBACK:
            raise ValueError("may be none only where SCREENER_SMTP_HOST is this machine")
        return given

    @field_validator("failed_job_days")
    @classmethod
    def _failures_are_kept(cls, given: int, info: ValidationInfo) -> int:
        if given < info.data.get("job_days", 0):
            raise ValueError("must be no less than SCREENER_JOB_DAYS")
        return given

    @model_validator(mode="after")
    def _has_a_sender(self) -> Self:
        if self.sends_mail and "@" not in self.mail_from:
            raise ValueError("SCREENER_MAIL_FROM must be an address where mail is sent")
        return self

    @property
    def sends_mail(self) -> bool:
        """Whether there is any way to send mail."""
        return bool(self.smtp_host) or self.mail_folder is not None

    @classmethod
    def for_demo(cls, data_dir: Path, *, host: str = "127.0.0.1", port: int = 8000) -> "Settings":
        """Settings for a demonstration in `data_dir`, with keys made up there once (mode 0600).

        Other `SCREENER_…` settings hold as usual; without a database URL it is an
        SQLite file in `data_dir`. Raises `UnsafeSettingsError`.
        """
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys = demo_keys(data_dir / "keys.json")
        given: dict[str, Any] = {
            "demo": True,
            "public_url": f"http://{f'[{host}]' if ':' in host else host}:{port}",
            "allowed_hosts": tuple(dict.fromkeys((host, "127.0.0.1", "localhost"))),
            "secret_key": keys["secret_key"],
            "sealing_keys": keys["sealing_key"],
        }
        if not {f"{PREFIX}SMTP_HOST", f"{PREFIX}MAIL_FOLDER"} & os.environ.keys():
            given |= {"mail_folder": data_dir.resolve() / "mail", "mail_from": "screening@demo.example"}
        if f"{PREFIX}DATABASE_URL" not in os.environ:
            given["database_url"] = f"sqlite:///{data_dir.resolve() / 'screener.db'}"
        return make_settings(given)


def read_settings() -> Settings:
    """The settings of the environment. Raises `UnsafeSettingsError` with every problem at once."""
    return make_settings({})


def read_render_settings() -> RenderSettings:
    """What one PDF may take, by the environment; the other settings may be missing. Raises `UnsafeSettingsError`."""
    return complete(RenderSettings, {})


def make_settings(given: dict[str, Any]) -> Settings:
    """The settings given, completed from the environment; or every problem, naming variables, echoing no value."""
    return complete(Settings, given)


def complete(sort: type[Chosen], given: dict[str, Any]) -> Chosen:
    """Settings of that sort, where nothing is wrong with them. Raises `UnsafeSettingsError`."""
    problems = list(misspelt(os.environ))
    folder = os.environ.get(SECRETS_DIR)
    if folder is not None and not Path(folder).is_dir():
        problems.append(f"{SECRETS_DIR}: is not a folder")
        folder = None
    try:
        settings = sort(**{"_secrets_dir": folder, **given})
    except ValidationError as refused:
        problems += [problem_words(error["loc"], error["type"], error["msg"]) for error in refused.errors()]
    if problems:
        # Outside the handler: the first error's text and locals may hold values.
        raise UnsafeSettingsError(tuple(sorted(problems)))
    return settings


def problem_words(loc: tuple[int | str, ...], sort: str, words: str) -> str:
    """One line for the operator: `SCREENER_SECRET_KEY: is missing`."""
    name = PREFIX + str(loc[0]).upper() if loc else "settings"
    return f"{name}: {'is missing' if sort == 'missing' else words.removeprefix('Value error, ')}"


def misspelt(names: Iterable[str]) -> Iterator[str]:
    """Variables with our prefix that are no setting: pydantic-settings would pass over them in silence."""
    known = [PREFIX + field.upper() for field in Settings.model_fields] + [SECRETS_DIR]
    for name in names:
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield f"{name}: no such setting{f' (did you mean {near[0]}?)' if near else ''}"


def is_demo(info: ValidationInfo) -> bool:
    """Whether the settings under validation are a demonstration's."""
    return bool(info.data.get("demo"))


def key_bytes(text: str) -> bytes:
    """A key written as hex or base64 (the URL-safe alphabet too); raises `ValueError`."""
    if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", text):
        return bytes.fromhex(text)
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise ValueError("is neither base64 nor hex") from None


def check_key(key: SecretStr) -> None:
    """Raises `ValueError` for a key that is short, unreadable, or of one repeated byte."""
    found = key_bytes(key.get_secret_value())
    if len(found) < KEY_BYTES:
        raise ValueError(f"is too short: {KEY_BYTES} random bytes as base64 or hex are needed")
    if len(set(found)) < KEY_BYTES // 4:
        raise ValueError("is not random")


def check_database(url: str, *, demo: bool) -> None:
    """Raises `ValueError` for a database of another make, or a connection that could be read on the way."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise ValueError("is not a URL") from None
    match parts.scheme:
        case "sqlite":
            if len(parts.path) < 2 or ":memory:" in parts.path:
                raise ValueError("must name a file on this machine")
        case "postgresql" | "postgresql+psycopg" | "postgres":
            options = parse_qs(parts.query)
            hosts = {host, *options.get("host", [])}
            is_near = all(name in LOOPBACK or name.startswith("/") for name in hosts)
            if not (demo or is_near) and options.get("sslmode", [""])[-1] not in {
                "require",
                "verify-ca",
                "verify-full",
            }:
                raise ValueError("leaves this machine without encryption: add ?sslmode=verify-full")
        case _:
            raise ValueError("must begin with sqlite:// or postgresql://")


def check_public_url(url: str, *, demo: bool) -> None:
    """Raises `ValueError` where links made from it would not be https, or would not be plain."""
    try:
        parts = urlsplit(url)
        is_plain = bool(parts.hostname) and not (parts.path or parts.query or parts.fragment or parts.username)
    except ValueError:
        is_plain = False
    if not is_plain or parts.scheme not in {"http", "https"}:
        raise ValueError("must be like https://screening.clinic.example, without a path")
    if parts.scheme == "http" and not demo:
        raise ValueError("must be https outside the demonstration")


def demo_keys(file: Path) -> dict[str, str]:
    """The demonstration's keys, made up at the first start and kept in a file that only its owner reads."""
    if not file.exists():
        made = {name: secrets.token_urlsafe(KEY_BYTES) for name in ("secret_key", "sealing_key")}
        with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as whole:  # mode 0600
            json.dump(made, whole)
            whole.flush()
            with contextlib.suppress(FileExistsError):  # a process that started at the same time was first
                os.link(whole.name, file)
    kept: dict[str, str] = json.loads(file.read_text("ascii"))
    return kept
