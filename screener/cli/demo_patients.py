"""Made-up patients for the demonstration: vignettes, walked through the intake as a person would."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from screener.definition.model import Date, Identity, Questionnaire, Vignette
from screener.definition.names import QuestionId
from screener.services import intake, invitations, patients, triage
from screener.services.auditing import Actor
from screener.services.unit_of_work import Services

PEOPLE = (
    ("V01", "Rowan Sample"),
    ("V04", "Jamie Specimen"),
    ("V18", "Alex Placeholder"),
    ("V23", "Morgan Example"),
    ("V39", "Casey Trial"),
)
"""Which vignette each made-up person lives through."""


def send_all(services: Services, questionnaire: Questionnaire, *, now: datetime, actor: Actor) -> Iterator[str]:
    """Send an intake for each made-up person; gives each reference as it is sent."""
    vignettes = {vignette.id: vignette for vignette in questionnaire.vignettes}
    for number, (code, name) in enumerate(PEOPLE):
        if code in vignettes:
            reference = send_one(services, questionnaire, vignettes[code], name=name, now=now, actor=actor)
            with services.unit_of_work() as work:
                expected = now.date() + timedelta(days=1 + 2 * (len(PEOPLE) - number) % 7)
                patient_id = triage.line(work, reference=reference).entry.patient_id
                patients.set_appointment(work, patient_id=patient_id, appointment=expected, now=now, actor=actor)
            yield reference


def send_one(
    services: Services, questionnaire: Questionnaire, vignette: Vignette, *, name: str, now: datetime, actor: Actor
) -> str:
    """Issue a link, redeem it, answer each page on the path, sign and send."""
    who = identity_of(questionnaire)
    answers = dict(moved(questionnaire, vignette, now.date())) | {who.name: name}
    born = str(answers.get(who.birth_date))
    with services.unit_of_work() as work:
        issued = invitations.issue(
            work,
            slug=questionnaire.slug,
            patient_name=name,
            date_of_birth=date.fromisoformat(born),
            now=now,
            actor=actor,
        )
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
