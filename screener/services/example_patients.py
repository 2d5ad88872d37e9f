"""A real submission as an example patient of a draft: what identifies the person is taken out, all else stays.

It is kept only where the draft's rules say the same of what is left as of the
person, and only in a draft of the revision that the person answered: under
the same ids another one may ask something else.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from screener.definition.keeping_vignettes import with_vignette
from screener.definition.model import Questionnaire
from screener.definition.scalars import VIGNETTE_PATTERN
from screener.engine.answer_problems import BadAnswersError
from screener.engine.answers import Answers
from screener.engine.carrying import Carrier
from screener.engine.coercion import read_answers, write_answers
from screener.engine.example import Example, codes, dates_in, example_of, keeps_years
from screener.engine.rarity import Rarity, rarity
from screener.errors import Refusal
from screener.services import authoring, draft_checks, photos, revisions, submissions
from screener.services.auditing import Actor, record
from screener.services.authoring import DraftView
from screener.services.authoring_events import ExamplePatientMade
from screener.services.revisions import Revision
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store import revisions as kept_revisions
from screener.store import submissions as kept_submissions

SHIFTS: Final = range(-330, -29)
"""By how many days dates may move: back, and never by a year, or birthdays would stay."""
TRIES: Final = 40
COMPARED: Final = 500
"""Among how many of the newest submissions one is counted."""
LONGEST: Final = 2000
NEW: Final = "new"
"""Stands for the draft that is yet to be started."""


class NotAnExampleError(Refusal):
    """It cannot become an example patient; the words say why, `field` which input is to blame."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft that it may go into: an open one, or one started for it from what is published."""

    draft_id: str
    """`new` for one that is yet to be started."""
    version: int
    base: Revision | None
    files: Mapping[str, bytes]
    saved_by: str
    saved_at: datetime | None

    def suits(self, view: SubmissionView) -> bool:
        """Whether the draft was started from the revision that the person answered."""
        return self.base is not None and self.base.id == view.revision.id


@dataclass(frozen=True, slots=True)
class Source:
    """A submission, and where it may go."""

    view: SubmissionView
    photos: int
    offers: tuple[Offer, ...]

    def offer(self, draft_id: str | None) -> Offer:
        """The one chosen, or (None) the first that suits. Raises `NoDraftError`."""
        if draft_id is None:
            return next((each for each in self.offers if each.suits(self.view)), self.offers[0])
        found = next((each for each in self.offers if each.draft_id == draft_id), None)
        if found is None:
            raise authoring.NoDraftError("This draft is not being written any more.")
        return found


def look(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> Source:
    """The submission, recorded as read, and the drafts of its questionnaire. Raises `NoSubmissionError`."""
    view = submissions.by_reference(work, reference=reference, actor=actor, now=now)
    count = len(photos.of_intake(work, intake_id=view.intake_id))
    return Source(view, count, tuple(_offers(work, view.revision.slug)))


def _offers(work: UnitOfWork, slug: str) -> Iterator[Offer]:
    for draft in authoring.listing(work):
        if draft.slug == slug:
            yield Offer(draft.id, draft.version, draft.base, draft.files, draft.last.saved_by, draft.last.saved_at)
    current = revisions.current(work, slug)
    yield Offer(NEW, 0, current, kept_revisions.files_of(work.store, current.id), "", None)


def made(source: Source, offer: Offer, *, today: date, days: int | None = None) -> Example:
    """What is left of the person; without `days` the dates move by chance, so that the rules say the same.

    Raises `NotAnExampleError` where the draft cannot take it.
    """
    view = source.view
    if not offer.suits(view):
        began = f"from revision {offer.base.number}" if offer.base else "before anything was published"
        raise NotAnExampleError(
            f"These answers were given to revision {view.revision.number}, and the draft was started {began}: "
            "there the same ids may ask something else."
        )
    questionnaire = draft_checks.check(offer.files, view.revision.slug, as_of=today).questionnaire
    if questionnaire is None:
        raise NotAnExampleError("The draft cannot be read as it is: mend its problems first.")
    person, as_of = _carried(questionnaire, view), view.assessment.as_of
    try:
        for shift in (days,) if days is not None else _shifts(dates_in(person), as_of):
            found = example_of(questionnaire, person, as_of, days=shift)
            if not found.differences:
                break
    except OverflowError:
        raise NotAnExampleError("A date among the answers cannot be moved.") from None
    return found


def _carried(questionnaire: Questionnaire, view: SubmissionView) -> Answers:
    """The answers as the draft reads them. Raises `NotAnExampleError`, by questions' words, never by what was said."""
    raw = {name: said for name, said in write_answers(view.answers).items() if said is not None}
    try:
        return read_answers(questionnaire, raw)
    except BadAnswersError as refused:
        names, asked = dict.fromkeys(each.question for each in refused.problems), view.questionnaire.questions
        words = "; ".join(f"{asked[name].text} ({name})" if name in asked else str(name) for name in names)
        raise NotAnExampleError(f"The draft does not ask this any more, or not so: {words}") from None


def _shifts(dates: tuple[date, ...], as_of: date) -> list[int]:
    """Numbers of days to try, by chance; first those by which no anniversary is passed."""
    shuffled = secrets.SystemRandom().sample(SHIFTS, len(SHIFTS))
    return sorted(shuffled, key=lambda days: not keeps_years(dates, as_of, days=days))[:TRIES]


def counted(work: UnitOfWork, view: SubmissionView, example: Example) -> Rarity:
    """How the person stands among the newest submissions of the questionnaire, counted without anybody reading them."""
    carrier = Carrier(example.questionnaire)
    others = (
        (carrier.answers(raw), codes(assessment))
        for own_id, raw, assessment in kept_submissions.newest_judged(work.store, view.revision.slug, COMPARED)
        if own_id != view.id
    )
    return rarity(example.questionnaire, (example.answers, codes(example.after)), others)


def written(
    view: SubmissionView, offer: Offer, example: Example, *, name: str, title: str, narrative: str, today: date
) -> dict[str, bytes]:
    """The draft's files with the example patient behind the others.

    Raises `NotAnExampleError`, and what `with_vignette` does.
    """
    _check_words(view, example, {"called": name, "title": title, "narrative": narrative})
    if example.differences:
        raise NotAnExampleError("The rules say something else of what is left: see below.")
    files = with_vignette(offer.files, example.vignette(name, title, narrative))
    rehearsal = draft_checks.check(files, view.revision.slug, as_of=today).rehearsal
    rehearsed = next((each for each in rehearsal.vignettes if each.vignette.id == name), None) if rehearsal else None
    if rehearsed is None or not rehearsed.is_passed:
        raise NotAnExampleError("Once written down it would not get the same findings: add it in the text yourself.")
    return files


def _check_words(view: SubmissionView, example: Example, words: Mapping[str, str]) -> None:
    """Raises `NotAnExampleError` for a name that cannot be or is taken, no title, and words that say who it is."""
    name = words["called"]
    if not re.fullmatch(VIGNETTE_PATTERN.strip("^$"), name, re.ASCII):
        raise NotAnExampleError("An id is made of letters, digits, - and _, at most 60.", field="called")
    if any(each.id == name for each in example.questionnaire.vignettes):
        raise NotAnExampleError(f"There is an example patient {name} already.", field="called")
    if not words["title"]:
        raise NotAnExampleError("Say in a few words what it is an example of.", field="title")
    for field, text in words.items():
        if len(text) > LONGEST:
            raise NotAnExampleError(f"At most {LONGEST:,} characters, please.", field=field)
        if _words_in(text) & _words_in(f"{view.patient_name} {view.signature}") or view.reference in text.upper():
            raise NotAnExampleError("This says the person's name, or the submission's reference.", field=field)


def _words_in(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 1)


def keep(
    work: UnitOfWork,
    view: SubmissionView,
    draft_id: str,
    *,
    version: int,
    files: Mapping[str, bytes],
    name: str,
    now: datetime,
    actor: Actor,
) -> DraftView:
    """Saves the files in the draft, or in one started for it; recorded with ids alone.

    Raises `NotAnExampleError`, `NoDraftError`, `StaleDraftError`.
    """
    work.must_write()
    if draft_id == NEW:
        started = authoring.start_from_published(work, slug=view.revision.slug, now=now, actor=actor)
        if started.base is None or started.base.id != view.revision.id:
            raise NotAnExampleError("Another revision has been published meanwhile.")
        draft_id, version = started.id, started.version
    what = f"Kept {name} as an example patient"
    saved = authoring.save(work, draft_id=draft_id, version=version, files=files, what=what, now=now, actor=actor)
    record(work, ExamplePatientMade(view.id, saved.id), now=now, actor=actor)
    return saved
