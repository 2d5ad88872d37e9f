"""What was typed on the pages of questions and is not saved, and whether it says anything that is not saved."""

from collections.abc import Iterator
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from screener.definition.model import Step
from screener.services import drafts
from screener.services.drafts import Draft
from screener.services.intake import IntakeView
from screener.services.unit_of_work import UnitOfWork
from screener.web.forms.fields import Posted
from screener.web.house import today
from screener.web.sheet import Sheet


def asked_of(view: IntakeView, step: Step) -> Step:
    """The step without what is taken over."""
    return replace(step, questions=tuple(each for each in step.questions if each.id not in view.carried))


def as_posted(draft: Draft) -> Posted:
    """A draft as the form that it was."""
    return MultiDict((name, text) for name, texts in draft.typed.items() for text in texts)


def unsaved_steps(work: UnitOfWork, view: IntakeView) -> Iterator[Step]:
    """The steps on whose pages something was typed that is not saved, in order."""
    drafted = drafts.steps_with(work, intake_id=view.id)
    for step in view.steps:
        if step.id in drafted:
            kept = drafts.of_step(work, intake_id=view.id, step_id=step.id)
            if any(says_more(view, step, draft) for draft in kept):
                yield step


def says_more(view: IntakeView, step: Step, draft: Draft) -> bool:
    """Whether something was typed there that reads otherwise than what is saved, or cannot be read."""
    sheet = Sheet(view, asked_of(view, step), today(view.questionnaire), as_posted(draft))
    return any(
        sheet.field(name).clashes or given != view.answers.to(name)
        for name, given in sheet.read.items()
        if name in sheet.was_shown
    )
