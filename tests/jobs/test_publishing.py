"""Drafts that are published at a set time: once, as they were approved, or not at all."""

import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest

from screener.clock import FixedClock
from screener.definition.editing import set_key
from screener.definition.reading import folder_files
from screener.definition.things import Thing
from screener.jobs.publishing import Examined, examine
from screener.jobs.running import work_off
from screener.services import accounts, authoring, jobs, publishing, revisions, scheduling
from screener.services.accounts import StaffMember
from screener.services.auditing import verify
from screener.services.authoring import DraftView
from screener.services.jobs import JobKind
from screener.services.permissions import Role
from screener.services.publishing import NotPublishableError
from screener.services.revisions import Revision
from screener.services.scheduling import Due, Scheduled, State, UnsuitableMomentError
from screener.services.unit_of_work import Services
from tests.services.conftest import NOON, OPERATOR
from tests.web.clinics import SAMPLES

SMALL = SAMPLES / "small-visit"
MORNING = NOON + timedelta(hours=20)


@dataclass
class Workshop:
    """A draft that lets younger people in, approved, and its director."""

    services: Services
    director: StaffMember
    author: StaffMember
    draft: DraftView

    def examined(self) -> Examined:
        with self.services.reading() as work:
            draft = authoring.open_draft(work, draft_id=self.draft.id)
            base = revisions.current(work, SMALL.name)
            due = Due(draft, (base, revisions.questionnaire_of(work, base)), is_outdated=False)
        found = None
        while found is None:
            found = examine(due, NOON.date())
        return found

    def approve(self) -> None:
        examination, compared = self.examined()
        assert compared is not None
        with self.services.unit_of_work() as work:
            publishing.approve(
                work,
                draft_id=self.draft.id,
                version=self.draft.version,
                examination=examination,
                compared=compared,
                seen=compared.content_sha256,
                now=NOON,
                actor=self.director.actor,
            )

    def set_time(self, *, reason: str = "The guideline changed", hours: float = 20) -> None:
        examination, compared = self.examined()
        assert compared is not None
        with self.services.unit_of_work() as work:
            scheduling.set_time(
                work,
                draft_id=self.draft.id,
                version=self.draft.version,
                examination=examination,
                compared=compared,
                reason=reason,
                due_at=NOON + timedelta(hours=hours),
                now=NOON,
                member=self.director,
            )

    def save(self, age: str) -> None:
        files = set_key(self.draft.files, Thing("setting", "age_min"), "value", age)
        with self.services.unit_of_work() as work:
            self.draft = authoring.save(
                work,
                draft_id=self.draft.id,
                version=self.draft.version,
                files=files,
                what="Younger",
                now=NOON,
                actor=self.author.actor,
            )

    def work_off(self, hours: float = 20) -> None:
        work_off(self.services, FixedClock(NOON + timedelta(hours=hours)))

    @property
    def scheduled(self) -> Scheduled:
        with self.services.reading() as work:
            found = scheduling.newest(work, draft_id=self.draft.id)
        assert found is not None
        return found

    @property
    def current(self) -> Revision:
        with self.services.reading() as work:
            return revisions.current(work, SMALL.name)

    def job_is_done(self) -> bool:
        with self.services.reading() as work:
            return not jobs.in_trouble(work).waiting and not jobs.in_trouble(work).trouble


@pytest.fixture
def shop(services: Services) -> Workshop:
    with services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(SMALL), slug=SMALL.name, now=NOON, actor=OPERATOR)
        director = accounts.add(
            work, email="ruth@clinic.example", name="Ruth Okafor", roles=(Role.DIRECTOR,), now=NOON, actor=OPERATOR
        )
        author = accounts.add(
            work, email="dana@clinic.example", name="Dana Whitfield", roles=(Role.AUTHOR,), now=NOON, actor=OPERATOR
        )
        draft = authoring.start_from_published(work, slug=SMALL.name, now=NOON, actor=author.actor)
    made = Workshop(services, director, author, draft)
    made.save("17")
    return made


@pytest.fixture
def approved(shop: Workshop) -> Workshop:
    shop.approve()
    return shop


class TestSettingATime:
    def test_asks_for_what_publishing_now_would(self, shop: Workshop) -> None:
        with pytest.raises(NotPublishableError, match="must approve it first"):
            shop.set_time()
        shop.approve()
        with pytest.raises(NotPublishableError, match="say why"):
            shop.set_time(reason=" ")
        shop.set_time()
        assert (shop.scheduled.state, shop.scheduled.due_at) == (State.WAITING, MORNING)

    @pytest.mark.parametrize("hours", [-1, 0, 24 * 400])
    def test_takes_a_time_to_come_within_a_year(self, approved: Workshop, hours: float) -> None:
        with pytest.raises(UnsuitableMomentError, match="still to come"):
            approved.set_time(hours=hours)

    def test_takes_one_time_for_a_draft(self, approved: Workshop) -> None:
        approved.set_time()
        with pytest.raises(UnsuitableMomentError, match="cancel that first"):
            approved.set_time()


class TestTheSetTime:
    def test_publishes_the_draft_and_not_before(self, approved: Workshop) -> None:
        approved.set_time()
        approved.work_off(hours=19)
        assert approved.current.number == 1
        approved.work_off()
        assert (approved.current.number, approved.current.sha256) == (2, approved.draft.sha256)
        assert (approved.scheduled.state, approved.scheduled.revision) == (State.PUBLISHED, 2)
        assert approved.job_is_done()
        with approved.services.reading() as work:
            assert authoring.open_draft(work, draft_id=approved.draft.id).state == "published"
            assert verify(work) == ()

    def test_publishes_once_however_often_the_job_is_done(self, approved: Workshop) -> None:
        approved.set_time()
        examined = approved.examined()
        for _ in range(2):
            carry_out(approved, examined)
        approved.work_off()
        assert approved.current.number == 2

    def test_publishes_once_on_two_nodes(self, approved: Workshop) -> None:
        approved.set_time()
        examined, faults = approved.examined(), list[BaseException]()

        def node() -> None:
            try:
                carry_out(approved, examined)
            except BaseException as fault:  # noqa: BLE001 - whatever it is, it is a fault here
                faults.append(fault)

        nodes = [threading.Thread(target=node) for _ in range(4)]
        for each in nodes:
            each.start()
        for each in nodes:
            each.join()
        assert faults == []
        assert approved.current.number == 2
        assert approved.scheduled.state is State.PUBLISHED

    def test_is_asked_for_once_by_every_worker(self, approved: Workshop) -> None:
        approved.set_time()
        for _ in range(3):
            with approved.services.unit_of_work() as work:
                scheduling.ask_for_due(work, MORNING)
        with approved.services.reading() as work:
            assert jobs.in_trouble(work).waiting == {JobKind.PUBLISH: 1}

    def test_does_nothing_once_canceled(self, approved: Workshop) -> None:
        approved.set_time()
        with approved.services.unit_of_work() as work:
            assert scheduling.cancel(work, draft_id=approved.draft.id, now=NOON, member=approved.director)
            assert not scheduling.cancel(work, draft_id=approved.draft.id, now=NOON, member=approved.director)
        approved.work_off()
        assert approved.current.number == 1
        assert (approved.scheduled.state, approved.scheduled.canceled_by) == (State.CANCELED, "Ruth Okafor")
        approved.set_time()

    def test_is_needless_where_somebody_published_the_draft_before(self, approved: Workshop) -> None:
        approved.set_time()
        examination, compared = approved.examined()
        assert compared is not None
        with approved.services.unit_of_work() as work:
            publishing.publish(
                work,
                draft_id=approved.draft.id,
                version=approved.draft.version,
                examination=examination,
                compared=compared,
                reason="At once after all",
                now=NOON,
                actor=approved.director.actor,
            )
        approved.work_off()
        assert approved.current.number == 2
        assert approved.scheduled.state is State.OVERTAKEN


class TestWhatChangedMeanwhile:
    def test_keeps_a_draft_that_was_saved_from_being_published(self, approved: Workshop) -> None:
        approved.set_time()
        approved.save("16")
        told = "Dana Whitfield has saved the draft since the time was set."
        assert approved.scheduled.outdated == (told,)
        approved.work_off()
        assert approved.current.number == 1
        assert (approved.scheduled.state, approved.scheduled.refusal) == (State.REFUSED, (told,))
        assert approved.job_is_done()

    def test_keeps_it_from_being_published_over_another_revision(self, approved: Workshop) -> None:
        approved.set_time()
        files = set_key(folder_files(SMALL), Thing("setting", "age_min"), "value", "19")
        with approved.services.unit_of_work() as work:
            revisions.publish(work, files={**files, "vignettes.yaml": b"[]"}, slug=SMALL.name, now=NOON, actor=OPERATOR)
        approved.work_off()
        assert approved.current.number == 2
        assert approved.current.sha256 != approved.draft.sha256
        assert approved.scheduled.refusal == ("Revision 2 was published since the time was set.",)

    def test_keeps_a_draft_that_was_given_up_from_being_published(self, approved: Workshop) -> None:
        approved.set_time()
        with approved.services.unit_of_work() as work:
            authoring.drop(
                work,
                draft_id=approved.draft.id,
                version=approved.draft.version,
                now=NOON,
                actor=approved.author.actor,
            )
        approved.work_off()
        assert approved.current.number == 1
        assert approved.scheduled.refusal == ("The draft was given up.",)

    def test_keeps_somebody_who_may_not_publish_any_more_from_it(self, approved: Workshop) -> None:
        approved.set_time()
        with approved.services.unit_of_work() as work:
            accounts.change_roles(
                work, member_id=approved.director.id, roles=(Role.CLINICIAN,), now=NOON, actor=OPERATOR
            )
        approved.work_off()
        assert approved.current.number == 1
        assert "may not publish any more" in approved.scheduled.refusal[0]

    def test_shows_even_between_looking_and_publishing(self, approved: Workshop) -> None:
        approved.set_time()
        examined = approved.examined()
        approved.save("16")
        carry_out(approved, examined)
        assert approved.current.number == 1
        assert approved.scheduled.state is State.REFUSED


def carry_out(shop: Workshop, examined: Examined) -> None:
    with shop.services.unit_of_work() as work:
        scheduling.carry_out(work, scheduled_id=shop.scheduled.id, examined=examined, now=MORNING)
