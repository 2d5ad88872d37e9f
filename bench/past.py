"""A clinic's past: submissions of made-up people by the thousand, sealed as the program seals them.

The example patients of the questionnaire, each varied many times over in numbers, dates, choices and words, are judged
in full; every submission is somebody of those, under another name, and sealed under a key of its own. Rows go in
some hundreds at a time, into as many databases as are given: what is sealed fits each, since they share their keys.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import insert

from screener.definition import model
from screener.definition.model import Question, Questionnaire
from screener.engine.assessment import assess
from screener.engine.coercion import BadAnswersError, read_answers, write_answers
from screener.engine.findings import Assessment
from screener.services import revisions
from screener.services.unit_of_work import Services
from screener.store import patient_records
from screener.store.codes import new_code, new_reference, new_token
from screener.store.database import Store
from screener.store.desk_tables import NameIndex, PatientRecord, QueueEntry
from screener.store.intakes import key_home
from screener.store.invitations import home
from screener.store.names import SubmissionId, new_id
from screener.store.patients import Patient
from screener.store.queue import rank_of
from screener.store.sealing import name_words, secret_hash
from screener.store.submissions import SubmissionContent, frozen
from screener.store.tables import Base, Intake, Invitation, Submission

PEOPLE = 5_000
"""Different answers; more submissions than that are of the same under other names."""
PIECE = 500
BY = "operator:bench"
FIRST = ("Ada", "Ben", "Chloe", "Dev", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Keira", "Luis", "Mina")
LAST = ("Abbott", "Berg", "Castillo", "Duarte", "Ellis", "Fujita", "Garner", "Haddad", "Iyer", "Jensen", "Kowal")
WORDS = ("since spring", "mostly left", "before storms", "after work", "worse with light", "better when lying down")

Tell = Callable[[int, int], None]
Chance = random.Random


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's answers, and what they came to."""

    raw: dict[str, object]
    assessment: Assessment
    born: date
    as_of: date


def fill(places: Sequence[Services], questionnaire: Questionnaire, count: int, tell: Tell | None = None) -> None:
    """Puts `count` submissions to the questionnaire's current revision into each place; the places share their keys."""
    chance = random.Random(1)  # noqa: S311 - the same people each time
    crowd = list(people(questionnaire, min(PEOPLE, count), chance))
    for start in range(0, count, PIECE):
        numbers = range(start, min(start + PIECE, count))
        rows: Rows | None = None
        for place in places:
            with place.unit_of_work() as work:
                revision_id = revisions.current(work, questionnaire.slug).id
                if rows is None:
                    rows = Rows()
                    for _ in numbers:
                        add(rows, work.store, questionnaire, chance.choice(crowd), chance)
                for table, those in rows.of_tables(revision_id):
                    work.store.session.execute(insert(table), those)
        if tell is not None:
            tell(numbers.stop, count)


Row = dict[str, object]


@dataclass(slots=True)
class Rows:
    """What is kept of some submissions."""

    patients: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    invitations: list[Row] = field(default_factory=list)
    intakes: list[Row] = field(default_factory=list)
    submissions: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)

    def of_tables(self, revision_id: str) -> Iterator[tuple[type[Base], list[Row]]]:
        """Table by table, what is referred to first; the revision is the place's own."""
        own = {"revision_id": revision_id}
        yield PatientRecord, self.patients
        yield NameIndex, self.words
        yield Invitation, self.invitations
        yield Intake, [{**row, **own} for row in self.intakes]
        yield Submission, [{**row, **own} for row in self.submissions]
        yield QueueEntry, self.lines


def add(rows: Rows, store: Store, questionnaire: Questionnaire, person: Person, chance: Chance) -> None:
    """One submission of this person, under a new name and a new key, and whatever stands around it."""
    patient_id, invitation_id, intake_id, submission_id = new_id(), new_id(), new_id(), SubmissionId(new_id())
    patient = Patient(f"{chance.choice(FIRST)} {chance.choice(LAST)}", person.born)
    reference, sent_at = new_reference(questionnaire.slug), moment(person.as_of, chance)
    key, wrapped = store.keys.new_data_key(key_home(intake_id))
    raw = named(questionnaire, person.raw, patient.name)
    content = SubmissionContent(patient, raw, person.assessment, patient.name)
    disposition = person.assessment.disposition
    record = patient_records.sealed(store, patient_id, patient_records.Person(patient, "", None))
    closes = {"expires_at": sent_at + timedelta(days=30)}
    rows.patients.append({"id": patient_id, "merged_into": "", "added_at": sent_at, "added_by": BY, **record})
    rows.words += [
        {"word_mac": store.keys.index("name", word), "patient_id": patient_id} for word in name_words(patient.name)
    ]
    rows.invitations.append(
        {
            "id": invitation_id,
            "reference": reference,
            "slug": questionnaire.slug,
            "token_hash": secret_hash(new_token()),
            "code_mac": store.keys.index("code", new_code()),
            "patient_name": store.keys.seal(patient.name.encode(), home("patient_name", invitation_id)),
            "date_of_birth": store.keys.seal(person.born.isoformat().encode(), home("date_of_birth", invitation_id)),
            "contact": store.keys.seal(b"", home("contact", invitation_id)),
            "patient_id": patient_id,
            "state": "open",
            "issued_at": sent_at,
            "issued_by": BY,
            **closes,
        }
    )
    rows.intakes.append(
        {
            "id": intake_id,
            "invitation_id": invitation_id,
            "state": "sent",
            "version": 40,
            "wrapped_key": wrapped,
            "started_at": sent_at,
            "last_at": sent_at,
            **closes,
        }
    )
    rows.submissions.append(
        {
            "id": submission_id,
            "reference": reference,
            "intake_id": intake_id,
            "sent_at": sent_at,
            "audit_head": "0:",
            **frozen(content, submission_id, key),
        }
    )
    rows.lines.append(
        {
            "intake_id": intake_id,
            "submission_id": submission_id,
            "patient_id": patient_id,
            "reference": reference,
            "slug": questionnaire.slug,
            "state": "decided" if chance.random() < 0.99 else "open",
            "rank": rank_of(disposition),
            "appointment": patient_records.NO_APPOINTMENT,
            "arrived_at": sent_at,
            "claimed_by": "",
            "claimed_at": None,
        }
    )


def moment(day: date, chance: Chance) -> datetime:
    """Some time that day, by the clinic's calendar too."""
    return datetime.combine(day, time(17, tzinfo=UTC)) + timedelta(seconds=chance.randrange(10_000))


def named(questionnaire: Questionnaire, raw: dict[str, object], name: str) -> dict[str, object]:
    """The answers under another name."""
    return {**raw, questionnaire.identity.name: name} if questionnaire.identity else raw


def people(questionnaire: Questionnaire, count: int, chance: Chance) -> Iterator[Person]:
    """Made-up people, no two alike."""
    assert questionnaire.identity is not None
    birth_date = questionnaire.identity.birth_date
    for number in range(count):
        vignette = questionnaire.vignettes[number % len(questionnaire.vignettes)]
        answers = read_answers(questionnaire, vignette.answers)
        if number >= len(questionnaire.vignettes):
            said = write_answers(answers)
            other = {
                name: varied(question, said.get(name), vignette.as_of, chance)
                for name, question in questionnaire.questions.items()
            }
            try:
                answers = read_answers(questionnaire, other)
            except BadAnswersError:
                continue
        born = answers.to(birth_date)
        born = born if isinstance(born, date) else date(1983, 6, 2)
        assessment = assess(questionnaire, answers, vignette.as_of, born=born)
        yield Person(write_answers(answers), assessment, born, vignette.as_of)


def varied(question: Question, raw: object, day: date, chance: Chance) -> object:
    """The answer as somebody else like them might give it; what stays unsaid stays so."""
    match question.kind, raw:
        case model.WholeNumber(), int():
            return max(0, raw + chance.randint(-1 - raw // 12, 1 + raw // 12))
        case model.Pair(), {"sys": int(sys), "dia": int(dia)}:
            return {"sys": sys + chance.randint(-9, 9), "dia": dia + chance.randint(-5, 5)}
        case model.DecimalNumber(), int():
            return raw + chance.randint(-raw // 20, raw // 20)
        case model.Date(), str() if raw[:1].isdigit():
            return earlier(raw, day, chance)
        case model.Text(), str() if raw not in {reason.value for reason in question.also}:
            return f"{raw}, {', '.join(chance.choices(WORDS, k=2))}" if question.kind.long else raw
        case model.OneChoice(choices=choices), str() if chance.random() < 0.02:
            return str(chance.choice(choices).id)
        case _:
            return raw


def earlier(written: str, day: date, chance: Chance) -> str:
    """A date as far from the day as that one, give or take a tenth."""
    ago = (day - date.fromisoformat(written)).days
    return (day - timedelta(days=ago + chance.randint(0, max(1, ago // 10)))).isoformat()
