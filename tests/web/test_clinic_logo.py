"""The clinic's logo: what is taken, what is refused, and where it stands."""

import io
import struct
import zlib

import pytest
from PIL import Image

from screener.services.permissions import Role
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in


def picture(sort: str = "PNG", size: tuple[int, int] = (600, 200)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, sort)
    return file.getvalue()


def bomb() -> bytes:
    """A small PNG that says it is 20,000 pixels wide and high."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    browser = clinic.visitor()
    sign_in(browser.client, Role.MANAGER)
    browser.go("/staff/clinic/")
    return browser


def choose(desk: Browser, content: bytes) -> None:
    token = desk.page.fields(desk.page.form())["csrf_token"][0]
    data = {"csrf_token": token, "picture": (io.BytesIO(content), "logo.png")}
    desk.take(desk.client.post("/staff/clinic/logo", data=data, follow_redirects=True))


def shown(clinic: Clinic) -> str | None:
    found = clinic.visitor().go("/code").tree.find(".//header//img[@class='logo']")
    return None if found is None else found.get("src")


class TestALogo:
    @pytest.mark.parametrize("sort", ["PNG", "JPEG", "WEBP"])
    def test_is_painted_anew_and_shown_to_patients(self, clinic: Clinic, desk: Browser, sort: str) -> None:
        choose(desk, picture(sort) + b"<script>alert(1)</script>")
        address = shown(clinic)
        assert address is not None
        answer = clinic.visitor().client.get(address)
        assert answer.mimetype == "image/png"
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"script" not in answer.data
        assert Image.open(io.BytesIO(answer.data)).size == (432, 144)

    def test_stays_when_words_change_and_can_be_removed(self, clinic: Clinic, desk: Browser) -> None:
        choose(desk, picture())
        desk.send({"name": "Haven"})
        assert shown(clinic) is not None
        token = desk.page.fields(desk.page.form())["csrf_token"]
        desk.client.post("/staff/clinic/logo/remove", data={"csrf_token": token})
        assert shown(clinic) is None

    def test_that_nobody_chose_is_not_there_and_not_kept(self, clinic: Clinic) -> None:
        answer = clinic.visitor().client.get("/clinic/logo/abc-1x1.png")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "Choose a picture first"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be used"),
            (b"GIF89a" + b"\x00" * 40, "no picture that can be used"),
            (picture()[:60], "no picture that can be used"),
            (picture(size=(2_100, 2_000)), "at most 4 million"),
            (bomb(), "picture"),
            (picture() + b"x" * 210_000, "too large a file"),
        ],
    )
    def test_is_told_why(self, clinic: Clinic, desk: Browser, content: bytes, words: str) -> None:
        choose(desk, content)
        assert desk.page.status == 422
        assert words in desk.page.text
        assert shown(clinic) is None
