"""One submission, from what was judged to what is read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from screener.definition.model import Disposition, Questionnaire
from screener.definition.names import RuleId
from screener.engine.answers import Answers
from screener.engine.findings import Assessment
from screener.summary.agenda import agenda, superseded
from screener.summary.carried import Carried
from screener.summary.case import Case
from screener.summary.charts import charts
from screener.summary.checking import Check
from screener.summary.contact import contact_lines
from screener.summary.decision import OUTCOME_WORDS, Decided, State, Undecided
from screener.summary.doubts import doubts
from screener.summary.findings import findings_in_words, tally
from screener.summary.medicines import medicines_in_words
from screener.summary.model import (
    AttachedFile,
    DecisionInWords,
    DispositionInWords,
    FindingInWords,
    Person,
    PersonInWords,
    Provenance,
    SourceInWords,
    Summary,
)
from screener.summary.phrases import ENGLISH, Phrases
from screener.summary.sections import sections_in_words
from screener.summary.spoken import Spoken
from screener.summary.trends import SentCase, over_time
from screener.summary.values import values_in_words

HASH_DIGITS = 12
"""So much of a hash is printed; enough to tell revisions apart by eye."""

_HEADLINES: Mapping[Disposition, tuple[str, str, str]] = MappingProxyType(
    {
        Disposition.URGENT: ("Urgent", "Contact the patient today", "Something here cannot wait for the consult."),
        Disposition.EXCLUDE: (
            "Exclude",
            "Do not proceed unless a clinician overrides",
            "An override needs a reason for each finding of this level.",
        ),
        Disposition.REVIEW: (
            "Review",
            "A clinician must assess",
            "These findings need judgment before anything is planned.",
        ),
        Disposition.CAUTION: (
            "Caution",
            "Note: dose, monitoring or planning",
            "Nothing here asks for more than care in planning.",
        ),
        Disposition.CLEAR: (
            "Clear",
            "No barrier found by this screening",
            "The screening looks only for what its rules know. A clinician decides.",
        ),
    }
)


def summarize(
    questionnaire: Questionnaire,
    answers: Answers,
    assessment: Assessment,
    *,
    person: Person,
    state: State,
    spoken: Spoken | None = None,
    language: str = "en",
    phrases: Phrases = ENGLISH,
    program: str = "",
    audit_head: str | None = None,
    attachments: tuple[AttachedFile, ...] = (),
    beforehand: tuple[str, ...] = (),
    check: Check | None = None,
    before: tuple[SentCase, ...] = (),
    left_out: int = 0,
    carried: Carried | None = None,
    confirmed: Mapping[RuleId, datetime] | None = None,
) -> Summary:
    """A submission in words. The same arguments give the same summary: nothing speaks of now.

    `spoken` are the languages that the patient read in, `language` the one that questions are told in, as a BCP 47
    tag; `program` is the version that renders it; `audit_head` is the one recorded when it was sent or decided;
    `beforehand` are lines that stand before the questionnaire's own notice; `check` is how to check it later;
    `before` is what the same patient sent before this, the oldest first, and `left_out` how many are older still;
    `carried` is what was not asked again; `confirmed` is what the patient was asked once more and said to be right.
    """
    case = Case(questionnaire, answers, assessment, phrases, carried, confirmed)
    reasons = dict(state.reasons) if isinstance(state, Decided) else {}
    findings, sections = findings_in_words(case, reasons), sections_in_words(case)
    return Summary(
        title=questionnaire.title,
        language=language,
        person=_person(case, person),
        notice=(*beforehand, *questionnaire.notice),
        carried=carried.words(sum(len(section.answers) for section in sections), phrases) if carried else None,
        disposition=_disposition(assessment.disposition, findings),
        findings=findings,
        agenda=agenda(case),
        superseded=superseded(case),
        medicines=medicines_in_words(case),
        doubts=doubts(case),
        values=values_in_words(case),
        charts=charts(case),
        sections=sections,
        decision=_decision(case, state),
        sources=_sources(findings),
        provenance=_provenance(
            assessment, program, audit_head, spoken.words(phrases.locale) if spoken else None, check
        ),
        dated=_dated(person, state, assessment.as_of),
        attachments=attachments,
        contact=contact_lines(questionnaire, answers, asked=frozenset(assessment.asked), invited_by=person.contact),
        over_time=over_time((*before, SentCase(person.reference, case)), left_out),
    )


def whole_years(born: date, on: date) -> int:
    """Age in whole years, reached on the birthday; one born on 29 February turns on 1 March where there is none."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _person(case: Case, person: Person) -> PersonInWords:
    born, as_of = person.date_of_birth, case.assessment.as_of
    return PersonInWords(
        name=person.name,
        born=case.phrases.date(born) if born else None,
        age=str(whole_years(born, as_of)) if born else None,
        reference=person.reference,
        sent=_moment(case, person.sent_at) if person.sent_at else None,
        assessed=case.phrases.date(as_of),
    )


def _moment(case: Case, moment: datetime) -> str:
    """A moment by the clinic's own clock: `Nov 22, 2026, 9:41 AM EST`."""
    zone = ZoneInfo(case.questionnaire.time_zone)
    return format_datetime(moment.astimezone(zone), "MMM d, y, h:mm a z", tzinfo=zone, locale=case.phrases.locale)


def _disposition(disposition: Disposition, findings: tuple[FindingInWords, ...]) -> DispositionInWords:
    name, headline, detail = _HEADLINES[disposition]
    return DispositionInWords(disposition, name, headline, detail, tally(finding.level for finding in findings))


def _decision(case: Case, state: State) -> DecisionInWords | None:
    match state:
        case Undecided():
            return None
        case Decided():
            return DecisionInWords(
                state.outcome,
                OUTCOME_WORDS[state.outcome],
                state.by,
                _moment(case, state.at),
                state.note,
                state.reasons,
                tuple(words for each in state.earlier if (words := _decision(case, each))),
            )


def _sources(findings: tuple[FindingInWords, ...]) -> tuple[SourceInWords, ...]:
    """Every source that a finding leans on, once, by its key."""
    named = {source.key: source for finding in findings for source in finding.sources}
    return tuple(named[key] for key in sorted(named))


def _provenance(
    assessment: Assessment, program: str, audit_head: str | None, spoken: str | None, check: Check | None
) -> Provenance:
    number = f"revision {assessment.number}" if assessment.number is not None else "unpublished"
    return Provenance(
        f"{assessment.slug}, {number}", assessment.sha256[:HASH_DIGITS], program, audit_head, spoken, check
    )


def _dated(person: Person, state: State, as_of: date) -> datetime:
    if isinstance(state, Decided):
        return state.at.astimezone(UTC)
    return person.sent_at.astimezone(UTC) if person.sent_at else datetime.combine(as_of, time(), UTC)
