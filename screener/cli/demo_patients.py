"""Made-up patients for the demonstration: vignettes, walked through the intake as a person would."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from screener.cli.demo_staff import STAFF
from screener.definition.identity import Identity
from screener.definition.model import Date, Questionnaire, Vignette
from screener.definition.names import QuestionId
from screener.services import accounts, decisions, intake, invitations, patients, triage
from screener.services.auditing import Actor
from screener.services.decisions import Drafted, Outcome
from screener.services.patients import PatientId
from screener.services.unit_of_work import Services


@dataclass(frozen=True, slots=True)
class Earlier:
    """What somebody sent so many days before, and what was decided about it."""

    days: int
    changed: Mapping[str, object]
    decided: str


PEOPLE = (
    ("V01", "Rowan Sample"),
    ("V04", "Jamie Specimen"),
    ("V18", "Alex Placeholder"),
    ("V23", "Morgan Example"),
    ("V39", "Casey Trial"),
)
"""Which vignette each made-up person lives through."""
_DAYS = {"triptan": 0, "ergot": 0, "simple": 5, "combination": 0, "opioid": 0, "ditan": 0, "gepant": 7}
EARLIER = {
    "V04": (
        Earlier(
            91,
            {"bp_sys": 178, "bp_dia": 108, "ha_days": 26, "am_days": {**_DAYS, "simple": 17}, "am_any_days": 17},
            "Blood pressure first, with the family doctor.",
        ),
        Earlier(
            63,
            {"bp_sys": 171, "bp_dia": 104, "ha_days": 24, "am_days": {**_DAYS, "simple": 12}, "am_any_days": 12},
            "Better; not there yet. Medicine was doubled.",
        ),
        Earlier(
            28,
            {"bp_sys": 166, "bp_dia": 97, "ha_days": None, "am_days": {**_DAYS, "simple": 6}, "am_any_days": 6},
            "Nearly there. Please count headache days, too.",
        ),
    ),
}
"""What somebody sent before, so that there is something to see over time."""


def send_all(services: Services, questionnaire: Questionnaire, *, now: datetime, actor: Actor) -> Iterator[str]:
    """Send what each made-up person sends; gives the newest reference of each."""
    vignettes = {vignette.id: vignette for vignette in questionnaire.vignettes}
    for number, (code, name) in enumerate(PEOPLE):
        if code in vignettes:
            reference = send_series(services, questionnaire, vignettes[code], name=name, now=now, actor=actor)
            with services.unit_of_work() as work:
                expected = now.date() + timedelta(days=1 + 2 * (len(PEOPLE) - number) % 7)
                patient_id = triage.line(work, reference=reference).entry.patient_id
                patients.set_appointment(work, patient_id=patient_id, appointment=expected, now=now, actor=actor)
            yield reference


def send_series(
    services: Services, questionnaire: Questionnaire, vignette: Vignette, *, name: str, now: datetime, actor: Actor
) -> str:
    """Send an intake for somebody new to the clinic, after those that they sent earlier, each of which is decided."""
    patient_id = _add(services, questionnaire, vignette, name=name, now=now, actor=actor)
    for earlier in EARLIER.get(vignette.id, ()):
        then = now - timedelta(days=earlier.days)
        before = replace(vignette, answers={**vignette.answers, **earlier.changed})
        reference = send_as(services, questionnaire, before, patient_id, name=name, now=then, actor=actor)
        _decide(services, reference, earlier.decided, now=then)
    return send_as(services, questionnaire, vignette, patient_id, name=name, now=now, actor=actor)


def send_one(
    services: Services, questionnaire: Questionnaire, vignette: Vignette, *, name: str, now: datetime, actor: Actor
) -> str:
    """Send an intake for somebody new to the clinic."""
    patient_id = _add(services, questionnaire, vignette, name=name, now=now, actor=actor)
    return send_as(services, questionnaire, vignette, patient_id, name=name, now=now, actor=actor)


def send_as(
    services: Services,
    questionnaire: Questionnaire,
    vignette: Vignette,
    patient_id: PatientId,
    *,
    name: str,
    now: datetime,
    actor: Actor,
) -> str:
    """Issue a link to a patient on record, redeem it, answer each page on the path, sign and send."""
    who = identity_of(questionnaire)
    answers = dict(moved(questionnaire, vignette, now.date())) | {who.name: name}
    with services.unit_of_work() as work:
        issued = invitations.issue_to(work, patient_id=patient_id, slug=questionnaire.slug, now=now, actor=actor)
        born = str(answers.get(who.birth_date))
        intake_id = invitations.redeem(
            work, token_or_code=issued.url_token, date_of_birth_text=born, address="127.0.0.1", now=now
        )
    while True:
        with services.unit_of_work() as work:
            view = intake.open_intake(work, intake_id=intake_id, now=now)
            step = next((step for step in view.path.steps if step.id not in view.sent_steps), None)
            if step is None:
                return intake.send(work, intake_id=intake_id, signature=name, version=view.version, now=now).reference
            entered: dict[str, object] = {
                question.id: answers.get(question.id) for question in view.path.questions_of(step)
            }
            intake.answer(work, intake_id=intake_id, step_id=step.id, entered=entered, version=view.version, now=now)


def _add(
    services: Services, questionnaire: Questionnaire, vignette: Vignette, *, name: str, now: datetime, actor: Actor
) -> PatientId:
    """A record with the birth date that the vignette answers."""
    born = date.fromisoformat(str(vignette.answers.get(identity_of(questionnaire).birth_date)))
    with services.unit_of_work() as work:
        return patients.add(work, name=name, date_of_birth=born, now=now, actor=actor)


def _decide(services: Services, reference: str, note: str, *, now: datetime) -> None:
    """The demonstration's clinician decides *not now*; undecided where there is none."""
    with services.unit_of_work() as work:
        found = accounts.find_by_email(work, email=STAFF[0].email, now=now)
        if found is not None:
            clinician = found.member
            decisions.sign(
                work,
                reference=reference,
                drafted=Drafted(Outcome.NOT_NOW, note),
                signed_so_far=0,
                member=clinician.id,
                name=clinician.name,
                now=now + timedelta(hours=2),
                actor=Actor("staff", clinician.id),
            )


def identity_of(questionnaire: Questionnaire) -> Identity:
    """By which questions a person is known; the demonstration's questionnaire says so."""
    if questionnaire.identity is None:
        raise ValueError(f"{questionnaire.slug} does not say by which questions a person is known")
    return questionnaire.identity


def moved(questionnaire: Questionnaire, vignette: Vignette, today: date) -> Mapping[QuestionId, object]:
    """The vignette's answers as if its day were today: all dates but the birth date move along."""
    by, born = today - vignette.as_of, identity_of(questionnaire).birth_date
    return {
        question.id: _later(vignette.answers.get(question.id), by)
        if isinstance(question.kind, Date) and question.id != born
        else vignette.answers.get(question.id)
        for question in questionnaire.questions.values()
    }


def _later(answer: object, by: timedelta) -> object:
    return (date.fromisoformat(answer) + by).isoformat() if isinstance(answer, str) and answer[:1].isdigit() else answer
