"""What keeps a visit private, and what keeps the house standing."""

import io

import pytest

from screener.app import create_app
from tests.web.clinics import Browser, Clinic, make_settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


def served(sqlite_url: str, **changed: object) -> Clinic:
    """A clinic in earnest, behind a proxy that speaks https."""
    settings = make_settings(
        sqlite_url, demo=False, public_url="https://localhost", allowed_hosts=("localhost",), proxies=1, **changed
    )
    return Clinic.opened(settings, "headache-visit")


class TestTheHeaders:
    @pytest.mark.parametrize("path", ["/", "/code", "/i/abc", "/intake", "/nothing", "/healthz", "/break"])
    def test_are_on_every_page(self, patient: Browser, path: str) -> None:
        headers = patient.client.get(path).headers
        assert headers["Content-Security-Policy"] == CSP
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == ("strict-origin" if path.startswith("/i/") else "same-origin")
        assert "Permissions-Policy" in headers

    @pytest.mark.parametrize("path", ["/static/calm.css", "/fonts/regular.woff2"])
    def test_let_only_what_is_nobodys_be_kept(self, patient: Browser, path: str) -> None:
        answer = patient.client.get(path)
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers

    def test_promise_https_where_there_is_https(self, sqlite_url: str) -> None:
        client = served(sqlite_url).app.test_client()
        headers = client.get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}).headers
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "Strict-Transport-Security" not in client.get("/").headers


class TestTheCookie:
    def test_outside_the_demo_it_is_for_this_host_and_https_alone(self, sqlite_url: str) -> None:
        client = served(sqlite_url).app.test_client()
        cookie = client.get("/", headers={"X-Forwarded-Proto": "https"}).headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie

    def test_holds_a_session_and_a_form_token_and_nothing_else(self, patient: Browser) -> None:
        patient.answer("basics", {"dem_name": "Ann Lee"})
        with patient.client.session_transaction() as session:
            assert set(session) == {"id", "csrf_token"}


class TestAWalkOverHttps:
    def test_passes_the_form_tokens_check_of_the_referrer(self, sqlite_url: str) -> None:
        clinic = served(sqlite_url)
        browser, invitation = clinic.visitor(), clinic.invite()
        secure = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        browser.client.environ_base.update({f"HTTP_{name.upper().replace('-', '_')}": v for name, v in secure.items()})
        # What a browser sends from the link under `strict-origin`, and later under `same-origin`.
        browser.client.environ_base["HTTP_REFERER"] = "https://localhost/"
        assert browser.come_in(invitation).path == "/intake/about"
        browser.client.environ_base["HTTP_REFERER"] = "https://localhost/intake/step/basics"
        browser.answer("basics", {"dem_name": "Ann", "dem_dob-month": "6", "dem_dob-day": "2", "dem_dob-year": "1983"})
        assert browser.page.status == 422


class TestTheFormToken:
    def test_without_it_nothing_is_done(self, clinic: Clinic, patient: Browser) -> None:
        before = clinic.view(patient).version
        answer = patient.client.post("/intake/step/basics", data={"page-shown": "dem_name", "dem_name": "X"})
        assert answer.status_code == 400
        assert clinic.view(patient).version == before

    def test_outlives_a_long_pause(self, clinic: Clinic, patient: Browser) -> None:
        assert clinic.app.config["WTF_CSRF_TIME_LIMIT"] is None


class TestForeignHosts:
    def test_are_refused(self, visitor: Browser) -> None:
        assert visitor.client.get("/", headers={"Host": "evil.example"}).status_code == 400

    def test_do_not_come_in_through_forwarded_headers_that_nobody_set(self, visitor: Browser) -> None:
        answer = visitor.client.get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
        assert answer.status_code == 200
        assert "evil.example" not in answer.text


class TestWhatIsSent:
    def test_is_bounded_in_size(self, visitor: Browser) -> None:
        visitor.go("/code")
        assert visitor.client.post("/confirm", data={"code": "x" * 300_000}).status_code == 413

    @pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
    def test_is_bounded_in_fields(self, visitor: Browser, content_type: str) -> None:
        visitor.go("/code")
        data = {f"f{number}": "" for number in range(1100)}
        assert visitor.client.post("/confirm", data=data, content_type=content_type).status_code == 413

    def test_that_breaks_off_is_the_senders_fault(self, visitor: Browser) -> None:
        visitor.go("/code")
        answer = visitor.client.post(
            "/confirm",
            environ_overrides={"wsgi.input": CutOff(), "CONTENT_LENGTH": "100"},
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 400

    def test_with_hostile_characters_gets_an_answer(self, visitor: Browser) -> None:
        for code in ("\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "é", "🙂" * 40, "'; drop --"):
            visitor.go("/code")
            page = visitor.send({"code": code, "born-month": "é", "born-day": "٢", "born-year": "1_83"})
            assert page.status == 422


class CutOff(io.RawIOBase):
    """A body whose sender hung up."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError


class TestAFlood:
    def test_is_slowed_down(self, sqlite_url: str) -> None:
        app = create_app(make_settings(sqlite_url, requests_per_minute=3))
        client = app.test_client()
        assert [client.get("/code").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert client.get("/static/calm.css", buffered=True).status_code == 200
