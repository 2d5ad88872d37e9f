"""All answers, section by section, with those left blank and how many questions did not apply."""

from screener.definition.model import Information, Question, Section
from screener.summary.case import Case
from screener.summary.model import SectionInWords


def sections_in_words(case: Case) -> tuple[SectionInWords, ...]:
    """Every section of the questionnaire in order, also one of which nothing was asked."""
    return tuple(_section(case, section) for section in case.questionnaire.sections)


def _section(case: Case, section: Section) -> SectionInWords:
    asked = frozenset(case.assessment.asked)
    questions = tuple(question for step in section.steps for question in step.questions if _is_answered(question))
    return SectionInWords(
        title=section.title,
        answers=tuple(case.said_to(question) for question in questions if question.id in asked),
        not_asked=sum(question.id not in asked for question in questions),
    )


def _is_answered(question: Question) -> bool:
    return not isinstance(question.kind, Information)
