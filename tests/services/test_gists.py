from screener.services.gists import Gist, gists
from tests.services.conftest import Clinic
from tests.services.desk import URGENT, line_of, sent


def gist_of(clinic: Clinic, reference: str) -> Gist | None:
    submission_id = line_of(clinic, reference).entry.submission_id
    assert submission_id is not None
    with clinic.services.reading() as work:
        return gists(work, [submission_id]).get(submission_id)


class TestTheGist:
    def test_is_the_gravest_finding_and_how_many_more_there_are(self, clinic: Clinic) -> None:
        reference = sent(clinic, thunderclap=URGENT, allergies={"al_any": "yes", "al_which": "latex"})
        assert gist_of(clinic, reference) == Gist("Thunderclap headache.", is_settled=True, more=1)

    def test_says_what_could_not_be_ruled_out(self, clinic: Clinic) -> None:
        found = gist_of(clinic, sent(clinic, thunderclap={"rf_thunderclap": "not_sure"}))
        assert found is not None
        assert not found.is_settled

    def test_is_none_where_nothing_was_found(self, clinic: Clinic) -> None:
        assert gist_of(clinic, sent(clinic)) is None

    def test_is_asked_for_many_at_once(self, clinic: Clinic) -> None:
        urgent, clear = sent(clinic, thunderclap=URGENT), sent(clinic)
        ids = [line_of(clinic, each).entry.submission_id for each in (urgent, clear)]
        with clinic.services.reading() as work:
            assert set(gists(work, filter(None, ids))) == {ids[0]}
