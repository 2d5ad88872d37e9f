"""A photo of the list of medicines: looked at by its content, painted anew, kept sealed, gone with the answers."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageFile
from sqlalchemy import text

from screener.services import photos
from screener.services.permissions import Role
from screener.services.pictures import LONGEST_SIDE, SMALL_SIDE, BadPictureError, painted
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_intake import walked

STEP = "/intake/step/basics"


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#336655").save(written, kind, **more)
    return written.getvalue()


def with_place() -> bytes:
    """A photo that says where and by what it was taken, turned on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ann Lee"
    exif[0x0112] = 6
    return picture(exif=exif)


def send(browser: Browser, content: bytes, **typed: str) -> None:
    page = browser.go(STEP)
    data = {**{name: values[-1] for name, values in page.fields(page.form("step")).items()}, **typed}
    data["page-photo"] = (io.BytesIO(content), "list.jpg")  # type: ignore[assignment]
    browser.take(
        browser.client.post(f"{STEP}/photo", data=data, content_type="multipart/form-data", follow_redirects=True)
    )


def own(clinic: Clinic, browser: Browser) -> list[str]:
    with clinic.services.reading() as work:
        return [each.id for each in photos.of_intake(work, intake_id=clinic.view(browser).id)]


class TestPainting:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_makes_a_jpeg_in_two_sizes_of_each_format(self, kind: str) -> None:
        made = painted(picture(kind, (3000, 2000)))
        sizes = [Image.open(io.BytesIO(content)).size for content in (made.whole, made.small)]
        assert [max(size) for size in sizes] == [LONGEST_SIDE, SMALL_SIDE]

    def test_keeps_nothing_of_the_file_but_its_look(self) -> None:
        made = painted(with_place() + b"hidden behind the picture")
        assert b"Ann Lee" not in made.whole
        assert b"hidden" not in made.whole
        opened = Image.open(io.BytesIO(made.whole))
        assert (opened.size, len(opened.getexif())) == ((600, 900), 0)

    @pytest.mark.parametrize(
        ("content", "because"),
        [
            (b"", "unreadable"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable"),
            (b"%PDF-1.7", "unreadable"),
            (b"GIF89a" + bytes(50), "unreadable"),
            (picture()[:400], "unreadable"),
            (b"\0\0\0\x18ftypheic" + bytes(50), "heic"),
        ],
    )
    def test_refuses_what_is_no_photo(self, content: bytes, because: str) -> None:
        with pytest.raises(BadPictureError) as refused:
            painted(content)
        assert refused.value.because == because

    def test_refuses_half_a_photo_where_the_rest_of_the_process_would_not(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as it is once WeasyPrint is imported
        for form in ("JPEG", "PNG", "WEBP"):
            whole = picture(form)
            assert painted(whole).whole
            with pytest.raises(BadPictureError):
                painted(whole[: len(whole) * 2 // 3])

    def test_refuses_what_would_unpack_to_too_much(self) -> None:
        with pytest.raises(BadPictureError) as refused:
            painted(picture("PNG", (12_000, 6_000)))
        assert refused.value.because == "pixels"


class TestAPhoto:
    def test_is_kept_with_what_was_typed_and_shown_again(self, clinic: Clinic, patient: Browser) -> None:
        send(patient, picture(), dem_name="Ann L")
        assert patient.page.path == STEP
        assert patient.page.typed("dem_name") == ["Ann L"]
        (photo,) = own(clinic, patient)
        shown = patient.client.get(f"/intake/photo/{photo}")
        assert (shown.status_code, shown.mimetype, shown.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")

    def test_is_kept_sealed(self, clinic: Clinic, patient: Browser) -> None:
        send(patient, picture())
        with clinic.services.reading() as work:
            kept = work.store.session.execute(text("SELECT picture FROM photo")).scalar_one()
        assert b"JFIF" not in kept

    def test_can_be_taken_away(self, clinic: Clinic, patient: Browser) -> None:
        send(patient, picture())
        (photo,) = own(clinic, patient)
        data = patient.page.fields(patient.page.form("step"))
        patient.client.post(f"{STEP}/photo/{photo}/remove", data=data)
        assert own(clinic, patient) == []

    def test_is_of_its_patient_alone(self, clinic: Clinic, patient: Browser) -> None:
        send(patient, picture())
        (photo,) = own(clinic, patient)
        assert clinic.patient().client.get(f"/intake/photo/{photo}").status_code == 404

    @pytest.mark.parametrize(
        ("content", "words"), [(b"no photo", "not a photo that can be read"), (b"", "Choose a photo first.")]
    )
    def test_that_cannot_be_used_is_answered_in_words(self, patient: Browser, content: bytes, words: str) -> None:
        send(patient, content, dem_name="Ann L")
        assert patient.page.status == 422
        assert words in patient.page.text
        assert patient.page.typed("dem_name") == ["Ann L"]

    def test_may_be_larger_than_a_page_and_no_larger_than_allowed(self, clinic: Clinic, patient: Browser) -> None:
        send(patient, picture() + bytes(300_000))
        assert len(own(clinic, patient)) == 1
        clinic.app.config["PHOTO_CONTENT_LENGTH"] = 350_000
        send(patient, picture() + bytes(400_000))
        assert patient.page.status == 413

    def test_is_one_of_four_at_most(self, clinic: Clinic, patient: Browser) -> None:
        for _ in range(5):
            send(patient, picture())
        assert "as many photos" in patient.page.text
        assert len(own(clinic, patient)) == 4

    def test_has_no_place_on_a_page_that_takes_none(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient)
        page = patient.go("/intake/step/allergies")
        data = {**page.fields(page.form("step")), "page-photo": (io.BytesIO(picture()), "x.jpg")}
        answer = patient.client.post("/intake/step/allergies/photo", data=data, content_type="multipart/form-data")
        assert answer.status_code == 404
        assert own(clinic, patient) == []


class TestTheClinic:
    @pytest.fixture
    def clinician(self, clinic: Clinic) -> FlaskClient:
        client = clinic.app.test_client()
        sign_in(client, Role.CLINICIAN)
        return client

    def test_sees_it_with_what_was_sent_on_record(
        self, clinic: Clinic, patient: Browser, clinician: FlaskClient
    ) -> None:
        send(patient, picture())
        (photo,) = own(clinic, patient)
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        answer = clinician.get(f"/staff/submissions/{patient.invitation.reference}/photos/{photo}")
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        with clinic.services.reading() as work:
            last = work.store.session.execute(text("SELECT kind FROM audit_event ORDER BY seq DESC")).scalars().first()
        assert last == "photo.read"
        other = clinician.get(f"/staff/submissions/{patient.invitation.reference}/photos/nothing")
        assert other.status_code == 404
