"""One person's case: the questionnaire, what was said and what it was judged to mean, held together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from screener.definition.model import Checklist, DayCounts, Pair, Question, Questionnaire, Rows, Rule
from screener.definition.names import QuestionId, RuleId, SourceKey
from screener.engine.answers import Answer, Answers, Cells, Pending, Picked, Unknown
from screener.engine.findings import Assessment, Reference
from screener.engine.identity import rule_of
from screener.summary.answer_words import cell_words, row_words, words
from screener.summary.carried import Carried
from screener.summary.model import RuleInShort, Said, SourceInWords
from screener.summary.phrases import Phrases

CONFIRMED = "The patient was asked once more, and said that it is right."
NOT_CONFIRMED = "The patient has not said that it is right."


@dataclass(frozen=True, slots=True)
class Case:
    """What everything in the summary is told from."""

    questionnaire: Questionnaire
    answers: Answers
    assessment: Assessment
    phrases: Phrases
    carried: Carried | None = None
    confirmed: Mapping[RuleId, datetime] | None = None
    """When the patient said that what a check asked about is right; None where nobody was there to be asked."""

    def since(self, question: QuestionId) -> str | None:
        """The day on which an answer was given that was not asked again; None for what was said with the rest."""
        day = self.carried.since.get(question) if self.carried else None
        return self.phrases.date(day) if day else None

    def question(self, reference: Reference) -> Question:
        """The question that a reference points into."""
        return self.questionnaire.questions[reference.question]

    def said(self, reference: Reference) -> Said:
        """What the person said to it: a whole question, one cell of its grid or one row of its list."""
        question = self.question(reference)
        answer = self.answers.to(reference.question)
        match question.kind, answer:
            case Checklist() | DayCounts() | Pair() as grid, Cells() if reference.part is not None:
                row = next(row for row in grid.rows if row.id == reference.part)
                state = answer.states.get(row.id)
                known = state is not None and not isinstance(state, Unknown)
                words_of_cell = cell_words(grid, row, answer, self.phrases)
                return Said(row.text, (words_of_cell,), known, since=self.since(question.id))
            case Rows() as rows, tuple() if reference.row is not None:
                words_of_row = row_words(rows, answer[reference.row], self.phrases)
                return Said(question.text, (words_of_row,), since=self.since(question.id))
            case _:
                return self.said_to(question)

    def said_to(self, question: Question) -> Said:
        """What the person said to a whole question."""
        answer = self.answers.to(question.id)
        said = words(question, answer, self.phrases)
        return Said(question.text, said, is_known(answer), since=self.since(question.id))

    def not_asked(self, question: QuestionId) -> Said:
        """A question that did not apply."""
        return Said(self.questionnaire.questions[question].text, (self.phrases.not_asked,), known=False)

    def said_each(self, references: Iterable[Reference]) -> tuple[Said, ...]:
        """What was said to each, once; several rows of one list stand together under their question."""
        merged: dict[str, Said] = {}
        for one in dict.fromkeys(self.said(reference) for reference in references):
            before = merged.get(one.question)
            merged[one.question] = replace(before, answer=before.answer + one.answer) if before else one
        return tuple(merged.values())

    def message(self, rule: Rule) -> str:
        """What a clinician reads of a rule; of a check, with what the patient said when they were asked."""
        if self.confirmed is None or rule.id not in self.questionnaire.checks:
            return rule.message
        is_right = rule.id in self.confirmed
        return f"{rule.message} {CONFIRMED if is_right else NOT_CONFIRMED}"

    def short(self, rule_id: RuleId) -> RuleInShort:
        """A rule by its name and its own level."""
        return RuleInShort(rule_id, rule_of(self.questionnaire, rule_id).level)

    def source(self, key: SourceKey) -> SourceInWords:
        """A source by its key; a key that nobody explained stands for itself."""
        source = self.questionnaire.sources.get(key)
        return SourceInWords(key, key) if source is None else SourceInWords(source.key, source.title, source.read)


def is_known(answer: Answer) -> bool:
    """Whether an answer is settled as a whole; a set that holds *not sure* besides is not."""
    match answer:
        case Unknown() | Pending():
            return False
        case Picked(unknown=reason):
            return reason is None
        case _:
            return True
