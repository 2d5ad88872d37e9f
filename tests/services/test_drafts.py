from sqlalchemy import text

from screener.services import drafts
from screener.services.drafts import Draft
from screener.store.names import IntakeId
from tests.services.conftest import NOON, TYPICAL, Clinic

TYPED = {"dem_name": ("Ann Le",), "adm_contact": ("phone", "voicemail"), "odd": ("\ud800",)}


def keep(clinic: Clinic, intake_id: IntakeId, typed: dict[str, tuple[str, ...]]) -> None:
    with clinic.services.unit_of_work() as work:
        drafts.keep(work, intake_id=intake_id, step_id="basics", typed=typed, now=clinic.now)  # type: ignore[arg-type]


def find(clinic: Clinic, intake_id: IntakeId) -> Draft | None:
    with clinic.services.reading() as work:
        return drafts.find(work, intake_id=intake_id, step_id="basics")  # type: ignore[arg-type]


class TestADraft:
    def test_comes_back_as_typed(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        keep(clinic, intake_id, TYPED)
        assert find(clinic, intake_id) == Draft("basics", TYPED, NOON)  # type: ignore[arg-type]

    def test_takes_the_place_of_an_earlier_one(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        keep(clinic, intake_id, TYPED)
        keep(clinic, intake_id, {"dem_name": ("Ann Lee",)})
        found = find(clinic, intake_id)
        assert found is not None
        assert found.typed == {"dem_name": ("Ann Lee",)}

    def test_is_of_one_intake(self, clinic: Clinic) -> None:
        keep(clinic, clinic.begin(), TYPED)
        assert find(clinic, clinic.begin()) is None
        assert find(clinic, IntakeId("0" * 32)) is None

    def test_goes_when_its_step_is_saved(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        keep(clinic, intake_id, TYPED)
        clinic.answer(intake_id, "basics", TYPICAL["basics"])
        assert find(clinic, intake_id) is None

    def test_can_be_dropped(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        keep(clinic, intake_id, TYPED)
        with clinic.services.unit_of_work() as work:
            drafts.drop(work, intake_id=intake_id, step_id="basics")  # type: ignore[arg-type]
        assert find(clinic, intake_id) is None

    def test_is_no_answer(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        keep(clinic, intake_id, TYPED)
        view = clinic.open(intake_id)
        assert (view.raw_answers, view.sent_steps, view.version) == ({}, frozenset(), 0)

    def test_is_not_kept_once_the_answers_are_sent(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id)
        keep(clinic, intake_id, TYPED)
        clinic.send(intake_id)
        assert find(clinic, intake_id) is None
        keep(clinic, intake_id, TYPED)
        assert find(clinic, intake_id) is None

    def test_is_sealed(self, clinic: Clinic) -> None:
        keep(clinic, clinic.begin(), TYPED)
        with clinic.services.reading() as work:
            (typed,) = work.store.session.execute(text("SELECT typed FROM page_draft")).one()
        assert b"Ann" not in bytes(typed)
