from functools import partial

import pytest

from screener.services import revisions
from screener.services.revisions import NoRevisionError, Revision, VignettesFailError
from screener.services.unit_of_work import Services
from tests.services.conftest import NOON, OPERATOR, SLUG, Clinic, sample_files
from tests.together import run_together


def publish(services: Services, files: dict[str, bytes]) -> Revision:
    with services.unit_of_work() as work:
        return revisions.publish(work, files=files, slug=SLUG, now=NOON, actor=OPERATOR)


def changed_files(number: int = 1) -> dict[str, bytes]:
    files = sample_files()
    files["questionnaire.yaml"] += f"# {number}\n".encode()
    return files


class TestARevision:
    def test_is_numbered_from_one(self, services: Services) -> None:
        first, second = publish(services, sample_files()), publish(services, changed_files())
        assert (first.number, second.number) == (1, 2)
        assert first.sha256 != second.sha256

    def test_is_not_published_twice(self, services: Services) -> None:
        assert publish(services, sample_files()) == publish(services, sample_files())

    def test_is_current_once_published(self, services: Services) -> None:
        published = publish(services, sample_files())
        with services.reading() as work:
            assert revisions.current(work, SLUG) == published

    def test_reads_back_as_it_was_published(self, services: Services) -> None:
        published = publish(services, sample_files())
        with Services(services.settings) as elsewhere, elsewhere.reading() as work:
            questionnaire = revisions.questionnaire(work, published.id)
        assert questionnaire.sha256 == published.sha256
        assert questionnaire.slug == SLUG

    def test_is_read_once_a_process(self, services: Services) -> None:
        published = publish(services, sample_files())
        with services.reading() as work:
            assert revisions.questionnaire(work, published.id) is revisions.questionnaire(work, published.id)

    def test_stays_as_it_was_when_the_next_is_published(self, services: Services) -> None:
        first = publish(services, sample_files())
        publish(services, changed_files())
        with services.reading() as work:
            assert revisions.questionnaire(work, first.id).sha256 == first.sha256

    def test_is_missing_before_the_first(self, services: Services) -> None:
        with pytest.raises(NoRevisionError), services.reading() as work:
            revisions.current(work, SLUG)

    def test_is_refused_where_a_vignette_fails(self, services: Services) -> None:
        files = sample_files()
        files["vignettes.yaml"] = files["vignettes.yaml"].replace(b"rf_thunderclap: no", b"rf_thunderclap: yes")
        with pytest.raises(VignettesFailError) as refused:
            publish(services, files)
        assert "V1" in refused.value.failed

    def test_gets_a_number_of_its_own_when_many_publish_at_once(self, services: Services) -> None:
        published = run_together([partial(publish, services, changed_files(number)) for number in range(4)])
        assert sorted(revision.number for revision in published) == [1, 2, 3, 4]


class TestAnIntake:
    def test_keeps_the_revision_it_began_with(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        publish(clinic.services, changed_files())
        assert clinic.open(intake_id).revision.number == 1
        assert clinic.open(clinic.begin()).revision.number == 2
