import threading
from datetime import date

import pytest
from sqlalchemy import text

from screener.definition.model import Disposition
from screener.services import invitations, triage
from screener.services.triage import AlreadyClaimedError, NoCaseError, NotYoursError
from tests.services.conftest import NOON, OPERATOR, Clinic
from tests.services.desk import (
    ANN,
    BEN,
    URGENT,
    as_,
    claim,
    expect,
    line_of,
    new_patient,
    queue_page,
    references,
    release,
    sent,
)

ALLERGIC = {"al_any": "yes", "al_which": "latex"}


class TestTheQueue:
    def test_has_the_gravest_first(self, clinic: Clinic) -> None:
        clear = sent(clinic)
        review = sent(clinic, allergies=ALLERGIC)
        urgent = sent(clinic, thunderclap=URGENT)
        assert references(clinic) == [urgent, review, clear]

    def test_then_who_is_expected_first_and_last_who_is_not(self, clinic: Clinic) -> None:
        without = sent(clinic)
        later = sent(clinic, appointment=date(2026, 3, 1))
        sooner = sent(clinic, appointment=date(2026, 2, 1))
        assert references(clinic) == [sooner, later, without]

    def test_then_who_sent_first(self, clinic: Clinic) -> None:
        assert [sent(clinic), sent(clinic), sent(clinic)] == references(clinic)

    def test_moves_a_line_with_its_appointment(self, clinic: Clinic) -> None:
        first, second = sent(clinic), sent(clinic)
        expect(clinic, second, date(2026, 2, 1))
        assert references(clinic) == [second, first]

    def test_has_an_unfinished_intake_with_an_urgent_finding_above_all(self, clinic: Clinic) -> None:
        urgent = sent(clinic, thunderclap=URGENT, appointment=date(2026, 1, 16))
        unfinished = clinic.begin()
        clinic.answer(unfinished, "thunderclap", URGENT)
        lines = queue_page(clinic).lines
        assert [line.entry.reference for line in lines] == [clinic.open(unfinished).reference, urgent]
        assert lines[0].entry.submission_id is None
        assert lines[0].entry.disposition is None
        assert references(clinic, view="unfinished") == [clinic.open(unfinished).reference]

    def test_has_none_that_is_unfinished_without_one(self, clinic: Clinic) -> None:
        clinic.walk(clinic.begin())
        assert references(clinic) == []

    def test_has_one_line_for_what_was_urgent_before_it_was_sent(self, clinic: Clinic) -> None:
        reference = sent(clinic, thunderclap=URGENT)
        line = line_of(clinic, reference)
        assert references(clinic) == [reference]
        assert line.entry.disposition is Disposition.URGENT
        assert line.entry.submission_id is not None

    def test_shows_the_person(self, clinic: Clinic) -> None:
        sent(clinic, "Ada King")
        (line,) = queue_page(clinic).lines
        assert line.patient.person.patient.name == "Ada King"

    def test_is_read_on_the_record(self, clinic: Clinic) -> None:
        sent(clinic)
        queue_page(clinic)
        with clinic.services.reading() as work:
            last = work.store.session.execute(
                text("SELECT kind, actor, subjects FROM audit_event ORDER BY seq DESC LIMIT 1")
            ).one()
        assert tuple(last) == ("queue.read", f"clinician:{ANN}", '{"count":1}')


class TestWhatIsFiltered:
    def test_by_level(self, clinic: Clinic) -> None:
        review = sent(clinic, allergies=ALLERGIC)
        clear = sent(clinic)
        assert references(clinic, level=Disposition.REVIEW) == [review]
        assert references(clinic, level=Disposition.CLEAR) == [clear]
        assert references(clinic, level=Disposition.EXCLUDE) == []

    def test_by_level_urgent_with_what_is_unfinished(self, clinic: Clinic) -> None:
        urgent = sent(clinic, thunderclap=URGENT)
        sent(clinic)
        unfinished = clinic.begin()
        clinic.answer(unfinished, "thunderclap", URGENT)
        assert references(clinic, level=Disposition.URGENT) == [clinic.open(unfinished).reference, urgent]

    def test_by_questionnaire(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        assert references(clinic, slug="headache-visit") == [reference]
        assert references(clinic, slug="another") == []

    def test_by_the_day_of_the_appointment(self, clinic: Clinic) -> None:
        monday, _ = sent(clinic, appointment=date(2026, 2, 2)), sent(clinic, appointment=date(2026, 2, 3))
        assert references(clinic, day=date(2026, 2, 2)) == [monday]

    def test_by_who_is_at_it(self, clinic: Clinic) -> None:
        mine, theirs, free = sent(clinic), sent(clinic), sent(clinic)
        claim(clinic, mine, ANN)
        claim(clinic, theirs, BEN)
        assert references(clinic, view="mine") == [mine]
        assert references(clinic, view="free") == [free]

    @pytest.mark.parametrize("words", ["ada", "KING", "Áda  King", "ada king"])
    def test_by_first_last_or_whole_name_in_any_case(self, clinic: Clinic, words: str) -> None:
        ada = sent(clinic, "Ada King")
        sent(clinic, "Grace Hopper")
        assert references(clinic, words=words) == [ada]

    @pytest.mark.parametrize("words", ["ad", "kin", "hopper king", "%", "'; --", "\x00", "é" * 500])
    def test_by_other_words_to_nothing(self, clinic: Clinic, words: str) -> None:
        sent(clinic, "Ada King")
        assert references(clinic, words=words) == []

    def test_by_reference_as_people_say_it(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        sent(clinic)
        assert references(clinic, words=reference.lower().replace("-", " ")) == [reference]

    def test_by_record_number(self, clinic: Clinic) -> None:
        patient_id = new_patient(clinic, "Ada King", record_number="MRN-17")
        with clinic.services.unit_of_work() as work:
            issued = invitations.issue_to(work, patient_id=patient_id, slug="headache-visit", now=NOON, actor=OPERATOR)
        intake_id = clinic.redeem(issued.url_token)
        clinic.walk(intake_id)
        reference = clinic.send(intake_id).reference
        assert references(clinic, words="mrn-17") == [reference]


class TestPages:
    @pytest.fixture(autouse=True)
    def _short_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(triage, "PAGE", 2)

    @pytest.mark.parametrize("wanted", [{}, {"words": "lee"}, {"view": "free"}, {"slug": "headache-visit"}])
    def test_go_on_where_the_last_one_ended(self, clinic: Clinic, wanted: dict[str, object]) -> None:
        everything = [sent(clinic) for _ in range(5)]
        seen, after, pages = [], None, 0
        while True:
            page = queue_page(clinic, after=after, **wanted)
            seen += [line.entry.reference for line in page.lines]
            pages += 1
            if page.next is None:
                break
            after = page.next
        assert seen == everything
        assert pages == 3

    def test_neither_repeat_nor_skip_when_lines_arrive_between(self, clinic: Clinic) -> None:
        first, second, third = (sent(clinic) for _ in range(3))
        page = queue_page(clinic)
        sent(clinic, thunderclap=URGENT)
        after = queue_page(clinic, after=page.next)
        assert [line.entry.reference for line in (*page.lines, *after.lines)] == [first, second, third]


class TestClaiming:
    def test_names_who_is_at_it(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        claim(clinic, reference)
        entry = line_of(clinic, reference).entry
        assert (entry.claimed_by, entry.claimed_at) == (ANN, NOON)

    def test_again_changes_nothing(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        claim(clinic, reference)
        claim(clinic, reference)
        assert line_of(clinic, reference).entry.claimed_by == ANN

    def test_is_refused_when_somebody_else_has_it(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        claim(clinic, reference, ANN)
        with pytest.raises(AlreadyClaimedError) as refused:
            claim(clinic, reference, BEN)
        assert refused.value.entry.claimed_by == ANN

    def test_takes_over_from_the_colleague_named(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        claim(clinic, reference, ANN)
        claim(clinic, reference, BEN, instead_of=ANN)
        assert line_of(clinic, reference).entry.claimed_by == BEN
        with pytest.raises(AlreadyClaimedError):
            claim(clinic, reference, "member-cas", instead_of=ANN)

    def test_is_given_back_by_who_has_it(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        claim(clinic, reference, ANN)
        with pytest.raises(NotYoursError):
            release(clinic, reference, BEN)
        release(clinic, reference, ANN)
        assert line_of(clinic, reference).entry.claimed_by == ""

    def test_stays_when_an_unfinished_intake_is_sent(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "thunderclap", URGENT)
        reference = clinic.open(intake_id).reference
        claim(clinic, reference)
        clinic.walk(intake_id, thunderclap=URGENT)
        clinic.send(intake_id)
        assert line_of(clinic, reference).entry.claimed_by == ANN

    def test_of_what_is_not_there_is_refused(self, clinic: Clinic) -> None:
        with pytest.raises(NoCaseError):
            claim(clinic, "HV-2222-2222")

    @pytest.mark.parametrize("attempt", range(4))
    def test_at_once_gives_it_to_exactly_one(self, clinic: Clinic, attempt: int) -> None:
        reference = sent(clinic)
        won: list[str] = []
        lost: list[str] = []
        ready = threading.Barrier(6)

        def race(member: str) -> None:
            ready.wait()
            try:
                claim(clinic, reference, member)
                won.append(member)
            except AlreadyClaimedError:
                lost.append(member)

        racers = [threading.Thread(target=race, args=(f"member-{number}",)) for number in range(6)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        assert (len(won), len(lost)) == (1, 5)
        assert line_of(clinic, reference).entry.claimed_by == won[0]


class TestWhatSomebodyHasSeenTo:
    def test_leaves_the_queue(self, clinic: Clinic) -> None:
        reference = self.unfinished(clinic)
        assert references(clinic) == []
        assert references(clinic, view="handled") == [reference]

    def test_comes_back_when_it_is_sent(self, clinic: Clinic) -> None:
        reference = self.unfinished(clinic)
        clinic.walk(self.intake_id, thunderclap=URGENT)
        clinic.send(self.intake_id)
        assert references(clinic) == [reference]

    def test_comes_back_with_another_urgent_finding(self, clinic: Clinic) -> None:
        reference = self.unfinished(clinic)
        clinic.answer(self.intake_id, "mood", {"mood_thoughts": "yes"})
        clinic.answer(self.intake_id, "plan", {"mood_plan": "yes"})
        assert references(clinic) == [reference]

    def test_is_never_what_was_sent(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        with pytest.raises(NoCaseError):
            self.set_aside(clinic, reference)

    def unfinished(self, clinic: Clinic) -> str:
        self.intake_id = clinic.begin()
        clinic.answer(self.intake_id, "thunderclap", URGENT)
        reference = clinic.open(self.intake_id).reference
        self.set_aside(clinic, reference)
        return reference

    def set_aside(self, clinic: Clinic, reference: str) -> None:
        with clinic.services.unit_of_work() as work:
            triage.set_aside(work, reference=reference, now=NOON, actor=as_(ANN))
