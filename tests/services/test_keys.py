import pytest
from sqlalchemy import text

from screener.services import auditing, invitations, keys, submissions
from screener.services.unit_of_work import Services
from screener.store.sealing import BrokenSealError
from tests.services.conftest import KEY, NOON, OLDER_KEY, OPERATOR, Clinic, make_settings


def rotate(services: Services) -> int:
    total = 0
    while True:
        with services.unit_of_work() as work:
            count = keys.reseal(work, now=NOON, actor=OPERATOR)
        total += count
        if not count:
            return total


class TestRotatingTheKeys:
    def test_seals_everything_again_and_loses_nothing(self, database_url: str, clinic: Clinic) -> None:
        sent, issued = clinic.sent(), clinic.issue()
        with Services(make_settings(database_url, sealing_keys=f"{OLDER_KEY} {KEY}")) as both:
            assert rotate(both) == 5  # two patients, two invitations, one intake
            assert rotate(both) == 0
            assert auditing_faults(both) == ()
            with both.reading() as work:
                assert invitations.find(work, token_or_code=issued.code, now=NOON) is not None
        with Services(make_settings(database_url, sealing_keys=OLDER_KEY)) as newest, newest.unit_of_work() as work:
            read = submissions.by_reference(work, reference=sent.reference, actor=OPERATOR, now=NOON)
        assert read == sent

    def test_leaves_what_the_newest_key_sealed(self, clinic: Clinic) -> None:
        clinic.sent()
        assert rotate(clinic.services) == 0

    def test_is_what_the_old_key_is_kept_for(self, database_url: str, clinic: Clinic) -> None:
        sent = clinic.sent()
        with (
            Services(make_settings(database_url, sealing_keys=OLDER_KEY)) as stranger,
            pytest.raises(BrokenSealError),
            stranger.unit_of_work() as work,
        ):
            submissions.by_reference(work, reference=sent.reference, actor=OPERATOR, now=NOON)

    def test_indexes_names_anew(self, database_url: str, clinic: Clinic) -> None:
        clinic.issue()
        with clinic.services.reading() as work:
            before = set(work.store.session.execute(text("SELECT word_mac FROM name_index")).scalars())
        with Services(make_settings(database_url, sealing_keys=f"{OLDER_KEY} {KEY}")) as both:
            rotate(both)
            with both.reading() as work:
                after = set(work.store.session.execute(text("SELECT word_mac FROM name_index")).scalars())
        assert len(after) == len(before) == 3
        assert not after & before


def auditing_faults(services: Services) -> tuple[str, ...]:
    with services.reading() as work:
        return auditing.verify(work)
