"""What takes long at the workshop is done while others can write: a patient must not wait for an author."""

import fcntl
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from werkzeug.test import TestResponse

from screener.services import revisions
from screener.services.auditing import Actor
from screener.services.library import Library
from screener.services.permissions import Role
from tests.web.authors import BASE, Author
from tests.web.clinics import NOON, Clinic
from tests.web.conftest import EVERYTHING

MAIN = "questionnaire.yaml"


@pytest.fixture
def author(everything: Clinic) -> Author:
    found = Author(everything, Role.DIRECTOR)
    found.start()
    return found


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much YAML was read, each time; fails where somebody is writing meanwhile."""
    lengths = list[int]()
    whole = yaml.CBaseLoader

    def reading(text: Any) -> Any:
        with (tmp_path / "screener.db.gate").open("rb") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises where somebody is writing
        lengths.append(len(text))
        return whole(text)

    monkeypatch.setattr(yaml, "CBaseLoader", reading)
    return lengths


def sent(author: Author, path: str, **fields: Any) -> TestResponse:
    data = {**author.token(), **fields}
    answer = author.client.post(f"{BASE}/{path}", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer


class TestOthersCanWrite:
    def test_while_an_uploaded_folder_is_read(self, author: Author, read: list[int]) -> None:
        content = author.draft.files[MAIN]
        answer = sent(author, "upload", folder=(io.BytesIO(content), MAIN))
        assert "/drafts/" in answer.location
        assert len(content.decode()) in read

    def test_while_a_text_is_saved_and_checked(self, author: Author, read: list[int]) -> None:
        typed = author.draft.text + "# A note.\n"
        author.post("text", file=MAIN, text=typed)
        assert author.draft.text == typed
        assert len(typed) in read

    def test_while_translations_are_taken_in(self, author: Author, read: list[int]) -> None:
        packed = author.client.get(author.address("translations/es.po")).data
        first = packed.decode().replace('msgstr ""', 'msgstr "Nuevo"', 2).replace('msgstr "Nuevo"', 'msgstr ""', 1)
        before = author.draft.version
        sent(author, f"drafts/{author.draft_id}/translations/es/po", po=(io.BytesIO(first.encode()), "es.po"))
        assert author.draft.version == before + 1, author.get("translations/es")
        assert read

    def test_while_an_earlier_revision_is_read_to_be_published_again(
        self, author: Author, read: list[int], everything: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with everything.services.reading() as work:
            first = revisions.current(work, EVERYTHING)
            content = revisions.questionnaire_of(work, first)
        files = {**author.draft.files, MAIN: author.draft.files[MAIN] + b"# A note.\n"}
        later = revisions.sound(files, EVERYTHING)
        with everything.services.unit_of_work() as work:
            revisions.keep(work, content=later, files=files, now=NOON, actor=Actor("operator", "test"))
        monkeypatch.setattr(everything.services, "_library", Library())
        read.clear()
        sent(author, f"revisions/{EVERYTHING}/again/{first.id}", reason="It was right.")
        with everything.services.reading() as work:
            assert revisions.current(work, EVERYTHING).sha256 == content.sha256
        assert read
