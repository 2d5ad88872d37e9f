"""A photo of the list of medicines: looked at by its content, painted anew, kept sealed, gone with the answers."""

import io
import subprocess
import threading
from typing import Any

import pillow_heif
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import text

from screener.services import photos, pictures
from screener.services.permissions import Role
from screener.services.pictures import LONGEST_SIDE, SMALL_SIDE, BadPictureError, Limits, Picture, painted
from screener.web import sent_photos
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_intake import walked

STEP = "/intake/step/basics"


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more: object) -> bytes:
    written = io.BytesIO()
    pillow_heif.register_heif_opener()
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
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
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
            (b"\0\0\0\x18ftypheic" + bytes(50), "unreadable"),
            (picture("HEIF")[:-300], "unreadable"),
        ],
    )
    def test_refuses_what_is_no_photo(self, content: bytes, because: str) -> None:
        with pytest.raises(BadPictureError) as refused:
            painted(content)
        assert refused.value.because == because

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_refuses_half_a_photo(self, kind: str) -> None:
        whole = picture(kind)
        with pytest.raises(BadPictureError) as refused:
            painted(whole[: len(whole) * 2 // 3])
        assert refused.value.because == "unreadable"

    def test_keeps_the_look_of_a_picture_with_few_colors_or_one_that_is_see_through(self) -> None:
        drawn = Image.new("RGBA", (900, 600), (51, 102, 85, 255))
        for image in (drawn, drawn.convert("P"), drawn.convert("L")):
            written = io.BytesIO()
            image.save(written, "PNG")
            assert Image.open(io.BytesIO(painted(written.getvalue()).whole)).size == (900, 600)

    @pytest.mark.parametrize(("kind", "size"), [("PNG", (7_740, 7_740)), ("JPEG", (10_000, 6_001))])
    def test_reads_the_size_in_the_head_and_unpacks_nothing_that_is_too_large(
        self, kind: str, size: tuple[int, int]
    ) -> None:
        with pytest.raises(BadPictureError) as refused:
            painted(picture(kind, size), limits=Limits(memory=300 * 1024**2))
        assert refused.value.because == "pixels"

    def test_paints_the_largest_that_is_allowed_within_its_limits(self) -> None:
        for kind, size in (("PNG", (5_000, 5_000)), ("HEIF", (8_000, 6_000))):
            assert painted(picture(kind, size)).whole

    @pytest.mark.parametrize("limits", [Limits(memory=150 * 1024**2), Limits(seconds=0)])
    def test_ends_with_its_limits_and_says_so(self, limits: Limits) -> None:
        with pytest.raises(BadPictureError) as refused:
            painted(picture("PNG", (4_900, 4_900)), limits=limits)
        assert refused.value.because == "limits"

    def test_is_told_no_secret(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = []
        run = subprocess.run

        def noting(*args: Any, **more: Any) -> Any:
            asked.append(more["env"])
            return run(*args, **more)

        monkeypatch.setenv("SCREENER_SEALING_KEYS", "secret")
        monkeypatch.setattr(subprocess, "run", noting)
        painted(picture())
        assert not any(name.startswith("SCREENER") for name in asked[0])


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
        ("content", "words"),
        [
            (b"no photo", "not a photo that can be read"),
            (b"", "not a photo that can be read"),
            (picture("PNG", (7_740, 7_740)), "a PNG or WebP 25 million"),
        ],
    )
    def test_that_cannot_be_used_is_answered_in_words_that_show(
        self, patient: Browser, content: bytes, words: str
    ) -> None:
        send(patient, content, dem_name="Ann L")
        assert words in patient.page.text
        assert patient.page.has(".//div[@id='photos'][@class='question wrong']")
        assert patient.page.typed("dem_name") == ["Ann L"]

    def test_that_nobody_chose_is_asked_for(self, patient: Browser) -> None:
        page = patient.go(STEP)
        data = {name: values[-1] for name, values in page.fields(page.form("step")).items()}
        answer = patient.client.post(f"{STEP}/photo", data=data, content_type="multipart/form-data")
        assert patient.take(patient.client.get(answer.location)).text.count("Choose a photo first.") == 1

    def test_may_be_larger_than_a_page_and_no_larger_than_allowed(self, clinic: Clinic, patient: Browser) -> None:
        send(patient, picture() + bytes(300_000))
        assert len(own(clinic, patient)) == 1
        clinic.app.config["PHOTO_BYTES"] = 350_000
        send(patient, picture() + bytes(400_000), dem_name="Ann L")
        assert "larger than 10 MB" in patient.page.text
        assert patient.page.typed("dem_name") == ["Ann L"]
        assert len(own(clinic, patient)) == 1

    def test_is_read_to_its_end_so_far_and_no_further(self, clinic: Clinic, patient: Browser) -> None:
        clinic.app.config["PHOTO_CONTENT_LENGTH"] = 300_000
        send(patient, bytes(400_000))
        assert patient.page.status == 413

    def test_leaves_what_is_typed_beside_it_the_bound_it_has_without(self, patient: Browser) -> None:
        send(patient, picture(), dem_name="A" * 200_000, dem_notes="B" * 200_000)
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


class TestAPageWithAPhoto:
    """Saved with a photo that was chosen and not added yet: the answers come first."""

    def save(self, patient: Browser, content: bytes, then: str = "continue") -> None:
        page = patient.go(STEP)
        data: dict[str, Any] = dict(page.fields(page.form("step")))
        data |= {"dem_name": "Ann L", "then": then, "page-photo": (io.BytesIO(content), "list.heic")}
        kind = "multipart/form-data"
        patient.take(patient.client.post(STEP, data=data, content_type=kind, follow_redirects=True))

    def test_keeps_both(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient)
        self.save(patient, picture("HEIF"))
        assert patient.page.path != STEP
        assert len(own(clinic, patient)) == 1
        assert clinic.view(patient).raw_answers["dem_name"] == "Ann L"

    @pytest.mark.parametrize("content", [b"no photo", bytes(300_000)])
    def test_keeps_its_answers_where_the_photo_is_refused(
        self, clinic: Clinic, patient: Browser, content: bytes
    ) -> None:
        clinic.app.config["PHOTO_BYTES"] = 200_000
        walked(patient)
        self.save(patient, content)
        assert patient.page.path == STEP
        assert "was not added" in patient.page.text
        assert clinic.view(patient).raw_answers["dem_name"] == "Ann L"
        assert own(clinic, patient) == []

    def test_keeps_the_photo_where_something_is_pointed_out(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.go(STEP)
        data: dict[str, Any] = dict(page.fields(page.form("step")))
        data |= {"then": "continue", "page-photo": (io.BytesIO(picture()), "list.jpg")}
        patient.take(patient.client.post(STEP, data=data, content_type="multipart/form-data", follow_redirects=True))
        assert patient.page.path == STEP
        assert len(own(clinic, patient)) == 1

    def test_keeps_the_photo_of_who_comes_back_later(self, clinic: Clinic, patient: Browser) -> None:
        self.save(patient, picture(), then="later")
        assert len(own(clinic, patient)) == 1

    def test_lets_others_write_while_the_photo_is_unpacked(
        self, clinic: Clinic, patient: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other, unpacking, written = clinic.patient(), threading.Event(), threading.Event()

        def waiting(content: bytes) -> Picture:
            unpacking.set()
            assert written.wait(20), "nobody else could write"
            return pictures.painted(content)

        monkeypatch.setattr(sent_photos, "painted", waiting)
        sending = threading.Thread(target=send, args=(patient, picture()))
        sending.start()
        assert unpacking.wait(20)
        page = other.go(STEP)
        data = {**page.fields(page.form("step")), "dem_name": "Bo"}
        assert other.client.post(f"{STEP}/draft", data=data).status_code == 204
        written.set()
        sending.join()
        assert len(own(clinic, patient)) == 1


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
