"""The clinic's settings: chosen on a page, and else the server's; kept line by line, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from screener.services import auditing, clinic_settings, invitations, sessions
from screener.services.clinic_settings import RULES, ClinicProblemsError, ClinicSettings, StaleClinicError
from screener.services.unit_of_work import Services
from screener.store import clinic as kept
from tests.services.conftest import NOON, OPERATOR, Clinic


def save(services: Services, version: int, **typed: str) -> ClinicSettings:
    with services.unit_of_work() as work:
        return clinic_settings.save(work, typed=typed, version=version, now=NOON, actor=OPERATOR)


def holds(services: Services) -> ClinicSettings:
    with services.reading() as work:
        return clinic_settings.of(work)


def problems(services: Services, **typed: str) -> dict[str, str]:
    with pytest.raises(ClinicProblemsError) as refused:
        save(services, 0, **typed)
    assert holds(services) == clinic_settings.defaults(services.settings)
    return dict(refused.value.problems)


class TestAChange:
    def test_wins_over_the_servers_settings(self, services: Services) -> None:
        assert holds(services).name == "The clinic"
        save(services, 0, name="  Harbor ", phone="(555) 010-0123")
        assert (holds(services).name, holds(services).phone, holds(services).reach) == ("Harbor", "(555) 010-0123", "")

    def test_is_put_back_by_a_blank(self, services: Services) -> None:
        save(services, 0, name="Harbor")
        save(services, 1, name=" \u200b")
        assert holds(services) == clinic_settings.defaults(services.settings)

    def test_is_audited_and_kept_with_who_and_when(self, services: Services) -> None:
        save(services, 0, name="Harbor")
        save(services, 1, name="Haven")
        with services.reading() as work:
            lines = [(row.number, row.by, row.chosen) for row in kept.newest(work.store, 9)]
            assert auditing.verify(work) == ()
            assert auditing.head(work).startswith("2:")
        assert lines == [(2, "operator:test", '{"name": "Haven"}'), (1, "operator:test", '{"name": "Harbor"}')]

    def test_that_changes_nothing_leaves_no_line(self, services: Services) -> None:
        save(services, 0, name="Harbor")
        save(services, 1, name="Harbor ")
        with services.reading() as work:
            assert clinic_settings.chosen(work).version == 1

    def test_after_somebody_elses_is_refused(self, services: Services) -> None:
        save(services, 0, name="Harbor")
        with pytest.raises(StaleClinicError):
            save(services, 0, name="Haven")
        assert holds(services).name == "Harbor"

    def test_at_the_same_moment_as_another_has_no_number(self, services: Services) -> None:
        save(services, 0, name="Harbor")
        with services.unit_of_work() as work:
            assert not kept.append(work.store, number=1, at=NOON, by="staff:x", chosen="{}")

    @pytest.mark.parametrize("statement", ["DELETE FROM clinic_change", "UPDATE clinic_change SET chosen = '{}'"])
    def test_stays_for_ever(self, services: Services, statement: str) -> None:
        save(services, 0, name="Harbor")
        with pytest.raises(DatabaseError), services.unit_of_work() as work:
            work.store.session.execute(text(statement))

    def test_by_a_later_program_with_more_to_choose_is_read(self, services: Services) -> None:
        with services.unit_of_work() as work:
            kept.append(work.store, number=1, at=NOON, by="staff:x", chosen='{"name": "Harbor", "fax": "1"}')
        assert holds(services).name == "Harbor"


class TestWhatIsRefused:
    def test_is_told_all_at_once(self, services: Services) -> None:
        found = problems(
            services, name="x" * 81, phone="call us", reach="a\nb", emergency="a\u202eb", emergency_es="\x00"
        )
        assert set(found) == set(RULES)
        assert "at most 80" in found["name"]
        assert "dialed" in found["phone"]
        assert "one line" in found["reach"]
        assert "cannot be shown" in found["emergency"]

    @pytest.mark.parametrize("huge", ["x" * 1_000_000, "\U0001f600" * 2_000])
    def test_is_huge(self, services: Services, huge: str) -> None:
        assert "at most 80" in problems(services, name=huge)["name"]

    @pytest.mark.parametrize("phone", ["911 or else", "(555)", "0" * 40, "5;rm", "+", "٥٥٥٠١٠٠"])
    def test_is_no_telephone(self, services: Services, phone: str) -> None:
        assert set(problems(services, phone=phone)) == {"phone"}


class TestATelephone:
    @pytest.mark.parametrize("phone", ["(555) 010-0199", "+1 555.010.0199", "555-010-0199 ext. 12", "5550100199"])
    def test_is_kept_as_it_was_written(self, services: Services, phone: str) -> None:
        assert save(services, 0, phone=phone).phone == phone


class TestTheMark:
    def test_is_new_with_every_word_that_a_copy_prints(self, services: Services) -> None:
        plain = clinic_settings.defaults(services.settings)
        printed = [plain, replace(plain, name="x"), replace(plain, phone="x"), replace(plain, reach="x")]
        assert len({each.mark for each in printed}) == 4
        assert replace(plain, idle_minutes=5, emergency="x").mark == plain.mark


class TestASpan:
    def test_holds_for_what_is_made_from_then_on(self, clinic: Clinic) -> None:
        save(clinic.services, 0, invitation_days="3", intake_days="5")
        issued = clinic.issue()
        assert issued.expires_at == NOON + timedelta(days=3)
        with clinic.services.unit_of_work() as work:
            clinic_settings.save(work, typed={"invitation_days": "9"}, version=1, now=NOON, actor=OPERATOR)
        assert clinic.issue().expires_at == NOON + timedelta(days=9)
        with clinic.services.reading() as work:
            assert invitations.by_reference(work, issued.reference).expires_at == NOON + timedelta(days=3)

    def test_ends_a_patients_session(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        with clinic.services.unit_of_work() as work:
            session_id = sessions.start(work, intake_id=intake_id, now=NOON)
        save(clinic.services, 0, idle_minutes="10")
        with clinic.services.reading() as work:
            later = [sessions.find(work, session_id=session_id, now=NOON + timedelta(minutes=m)) for m in (9, 10)]
        assert later == [intake_id, None]

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("idle_minutes", "4"),
            ("idle_minutes", "31"),
            ("invitation_days", "0"),
            ("intake_days", "-1"),
            ("intake_days", "1.5"),
            ("unfinished_days", "9" * 5_000),
            ("finished_days", "\u0661\u0662\u0663\u0664"),
            ("finished_days", "forever"),
        ],
    )
    def test_stays_within_limits(self, services: Services, name: str, typed: str) -> None:
        assert "a whole number from" in problems(services, **{name: typed})[name]
