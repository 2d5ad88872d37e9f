"""One step's page as somebody filled it in: which questions it shows, and what was given.

A page shows what is certainly asked. A question that hangs on one still blank on
the same page waits until that one is answered, or until the page is sent with
the blank in it: then it is asked, as MEANING says, and is seen once before the
page is saved.
"""

from collections.abc import Mapping
from datetime import date

from screener.definition.deciding import questions_behind
from screener.definition.model import Information, Question, Questionnaire, Step
from screener.definition.names import QuestionId
from screener.engine.answer_problems import AnswerProblem
from screener.engine.answers import BLANK, PENDING, Answer, Answers
from screener.engine.coercion import find_problems, read_answer
from screener.engine.path import path
from screener.engine.truth import FALSE, TRUE, Truth
from screener.engine.typed import is_unreadable
from screener.services.intake import IntakeView
from screener.web.forms.fields import Posted, QuestionField
from screener.web.forms.step_form import StepForm
from screener.web.page_fields import PageFields


class Sheet:
    """The page of one step, between what was typed and what is saved. Made anew for each look at it."""

    def __init__(self, view: IntakeView, step: Step, today: date, posted: Posted | None = None) -> None:
        self.view = view
        self.step = step
        self.today = today
        self.page = PageFields.posted(posted) if posted is not None else PageFields()
        self.was_shown = frozenset(self.page.shown) & {question.id for question in step.questions}
        self.form = StepForm(step.questions)
        known = {str(question): value for question, value in view.known.items()}
        self.form.fill(known | dict(view.raw_answers), posted, self.was_shown)
        self._mark_known()
        self.page.act_on(self.form)
        self.read = self._read()
        self.answers = self._answers()
        self.shown = self._shown()

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked from."""
        return self.view.questionnaire

    def _mark_known(self) -> None:
        """Says beside a field that what stands in it was not typed here."""
        identity = self.questionnaire.identity
        for question in self.step.questions:
            field, known = self.field(question.id), self.view.known.get(question.id)
            field.is_birth_date = identity is not None and question.id == identity.birth_date
            field.is_known = known is not None and field.raw == known and question.id not in self.view.raw_answers

    def field(self, question: QuestionId) -> QuestionField:
        """The field that asks a question of this step."""
        return self.form.field(question)

    @property
    def fields(self) -> tuple[QuestionField, ...]:
        """The fields that stand on the page."""
        return tuple(self.field(question.id) for question in self.shown)

    @property
    def unseen(self) -> tuple[Question, ...]:
        """Questions that sending this page as it is would ask, and that have not stood on it."""
        asked = self._asked(frozenset())
        return tuple(
            question
            for question in self.step.questions
            if asked[question.id] is not FALSE and question.id not in self.was_shown
        )

    def show_all(self) -> None:
        """Shows what the page asks with its blanks taken as they are."""
        asked = self._asked(frozenset())
        self.shown = tuple(question for question in self.step.questions if asked[question.id] is not FALSE)

    @property
    def entered(self) -> dict[str, object]:
        """What to save: raw answers of the questions that stood on the page; what cannot be read, as it was typed."""
        return {name: self._kept(name, given) for name, given in self.read.items() if name in self.was_shown}

    def _kept(self, question: QuestionId, given: Answer | AnswerProblem) -> object:
        field, asked = self.field(question), self.questionnaire.questions[question]
        if not isinstance(given, AnswerProblem) and not field.clashes:
            return field.raw
        kept = field.unread(find_problems(asked, field.raw))
        return None if isinstance(read_answer(asked, kept), AnswerProblem) else kept

    def _read(self) -> Mapping[QuestionId, Answer | AnswerProblem]:
        asked = (question for question in self.step.questions if not isinstance(question.kind, Information))
        return {question.id: read_answer(question, self.field(question.id).raw) for question in asked}

    def _answers(self) -> Answers:
        """All answers as they would be if this page were saved; what cannot be read is unknown."""
        here = {name: self._answer(name, given) for name, given in self.read.items()}
        return Answers({**self.view.answers.by_question, **here})

    def _answer(self, question: QuestionId, given: Answer | AnswerProblem) -> Answer:
        kept = read_answer(self.questionnaire.questions[question], self._kept(question, given))
        return BLANK if isinstance(kept, AnswerProblem) else kept

    def _shown(self) -> tuple[Question, ...]:
        is_sent = self.step.id in self.view.sent_steps
        blank = frozenset(name for name in self.read if is_open(self.answers.to(name)))
        waiting = frozenset[QuestionId]() if is_sent else blank
        asked = self._asked(waiting)
        return tuple(each for each in self.step.questions if self._is_shown(each, asked[each.id], waiting))

    def _asked(self, waiting: frozenset[QuestionId]) -> Mapping[QuestionId, Truth]:
        """Whether each question is asked, while those waiting are still to be answered."""
        answers = Answers({**self.answers.by_question, **dict.fromkeys(waiting, PENDING)})
        others = self.view.pending - {self.step.id}
        return path(self.questionnaire, answers, self.today, pending=others).asked

    def _is_shown(self, question: Question, asked: Truth, waiting: frozenset[QuestionId]) -> bool:
        """Certainly asked; or perhaps, and not merely because the page is not filled in yet."""
        if asked in {TRUE, FALSE}:
            return asked is TRUE
        return question.id in self.was_shown or waiting.isdisjoint(questions_behind(self.questionnaire, question))


def is_open(answer: Answer) -> bool:
    """Whether nothing was said that can be read, and it may yet be mended on the page."""
    return answer == BLANK or is_unreadable(answer)
