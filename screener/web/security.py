"""What keeps a browser's visit private: headers, cookies, and bounds on what may be sent."""

from datetime import timedelta

from flask import Flask, Request, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from screener.config import Settings
from screener.web.sent_photos import BoundedRequest

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'",
    # Not `no-referrer`: over https Flask-WTF wants to see where a form came from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
HSTS = "max-age=31536000; includeSubDomains"

KEPT = frozenset({"static", "appearance.font", "clinic_logo.picture"})
"""Endpoints whose answers hold nothing of anybody; all others are never stored."""
ROOMY = frozenset({"photos.add", "photos.remove", "steps.answer"})
"""Endpoints to which a photo may be sent."""
READ_THROUGH = 4
"""So many times a photo's size is read of a request, so that a photo that is too large costs no answers."""
YEAR = "public, max-age=31536000, immutable"


def init_security(app: Flask, settings: Settings) -> None:
    """Sets the bounds first, then everything that reads a request."""
    app.request_class = BoundedRequest
    configure(app, settings)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.before_request(read_body)
    init_limiter(app, settings)
    CSRFProtect(app)
    app.after_request(put_headers)


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings. The cookie holds a session's id and the form token, nothing else."""
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SECRET_KEY_FALLBACKS=[key.get_secret_value() for key in settings.secret_key_fallbacks],
        SESSION_COOKIE_NAME="session" if settings.demo else "__Host-session",
        SESSION_COOKIE_SECURE=not settings.demo,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        # An hour's pause must not cost a page: the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=list(settings.allowed_hosts) or None,
        MAX_CONTENT_LENGTH=settings.body_bytes,
        PHOTO_BYTES=settings.photo_bytes,
        PHOTO_CONTENT_LENGTH=READ_THROUGH * settings.photo_bytes + settings.body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.body_bytes,
        MAX_FORM_PARTS=settings.form_parts,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )


def init_limiter(app: Flask, settings: Settings) -> None:
    """A flood from one address is slowed down. Guesses are counted in the database, not here."""
    limiter = Limiter(
        get_remote_address,
        app=app,
        default_limits=[f"{settings.requests_per_minute} per minute"],
        storage_uri="memory://",
        headers_enabled=False,
    )
    limiter.request_filter(lambda: request.endpoint in KEPT)


def read_body() -> None:
    """Reads what was sent before anything relies on it, so that a broken body is the sender's fault, not ours."""
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return
    if request.endpoint in ROOMY and request.mimetype == "multipart/form-data":
        request.max_content_length = current_app.config["PHOTO_CONTENT_LENGTH"]
    try:
        bound_parts(request)
        bound_text(request)
    except (ParseException, OSError) as broken:
        raise BadRequest from broken


def bound_parts(asked: Request) -> None:
    """Counts the fields of a plain form; Werkzeug bounds those of a multipart one alone."""
    limit = asked.max_form_parts
    is_plain = asked.mimetype == "application/x-www-form-urlencoded"
    if is_plain and limit is not None and asked.get_data(cache=True).count(b"&") >= limit:
        raise RequestEntityTooLarge


def bound_text(asked: Request) -> None:
    """Counts what was typed: beside a photo as much as without one, where a text may be large as much as that."""
    typed = sum(len(name) + len(text) for name, text in asked.form.items(multi=True))
    if typed > (asked.max_form_memory_size or current_app.config["MAX_CONTENT_LENGTH"]):
        raise RequestEntityTooLarge


def put_headers(answer: Response) -> Response:
    """The same for every page; what is nobody's may be stored, and nothing else."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = HSTS
    is_kept = request.endpoint in KEPT and answer.status_code == 200
    answer.headers["Cache-Control"] = YEAR if is_kept else "no-store"
    return answer
