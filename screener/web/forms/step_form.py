"""One step as a form: a field for each of its questions, named by the question's id."""

from collections.abc import Iterable, Mapping
from typing import cast

from wtforms.form import BaseForm

from screener.definition.model import Question
from screener.definition.names import QuestionId
from screener.web.forms.asking import asked_by
from screener.web.forms.fields import Posted, QuestionField
from screener.web.forms.kinds import field_class


class StepForm(BaseForm):
    """The fields of a step. What the page did not show is read from what was saved."""

    def __init__(self, questions: Iterable[Question]) -> None:
        unbound = {question.id: field_class(question.kind)(asked_by(question)) for question in questions}
        super().__init__(unbound)

    def fill(self, saved: Mapping[str, object], posted: Posted | None, shown: frozenset[QuestionId]) -> None:
        """Reads what was posted for the questions shown, and what was saved for the others."""
        for question, field in self._fields.items():
            field.process(posted if question in shown else None, saved.get(question))

    def field(self, question: QuestionId) -> QuestionField:
        """The field that asks a question."""
        return cast(QuestionField, self._fields[question])

    def find(self, question: QuestionId) -> QuestionField | None:
        """The field that asks a question, if it is one of this step."""
        return self._fields.get(question)
