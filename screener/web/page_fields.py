"""What a step's page says of itself, beside the answers on it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from screener.definition.names import QuestionId
from screener.web.forms.fields import Posted
from screener.web.forms.parts import ChecklistField, DayCountsField
from screener.web.forms.rows import RowsField
from screener.web.forms.step_form import StepForm

ACTION = re.compile(r"(?P<verb>add|remove|fill):(?P<question>[A-Za-z0-9_]+)(?::(?P<row>[0-9]{1,3}))?\Z", re.ASCII)


class Notice(StrEnum):
    """What a page says of itself before its questions."""

    NEWS = "news"
    """Because of the answers there is more to ask."""
    UNSAVED = "unsaved"
    """It was typed before and not saved."""
    LATE = "late"
    """It was sent after its session had ended: perhaps by somebody else."""
    MOVED = "moved"
    """It was typed before the form went on with another revision."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does to the questions of a page."""

    verb: str
    """`add`, `remove`, `fill`."""
    question: QuestionId
    row: int
    """Which row, from 0; -1 where the button names none."""


@dataclass(frozen=True, slots=True)
class PageFields:
    """The hidden fields of a step's page, and the button that sent it."""

    version: int = 0
    shown: tuple[QuestionId, ...] = ()
    """The questions that stood on the page."""
    reminded: frozenset[str] = frozenset()
    """What the page pointed out already: each thing is pointed out once."""
    came_from: str = ""
    """`check` where the page was opened by a change link."""
    mark: str = ""
    """A random mark of this very page, new each time that it is shown: it tells two tabs apart."""
    after: str = ""
    """The stamp of the draft that this page went on from: that draft goes once this page is kept or saved."""
    reference: str = ""
    """Whose page it is."""
    then: str = ""
    """`continue`, `anyway`, `later`, `break`, or an action on rows."""

    @classmethod
    def posted(cls, posted: Posted) -> Self:
        """What the page says."""
        version = posted.get("page-version", "")
        return cls(
            version=int(version) if re.fullmatch(r"[0-9]{1,9}", version, re.ASCII) else 0,
            shown=tuple(map(QuestionId, posted.get("page-shown", "").split())),
            reminded=frozenset(posted.getlist("page-reminded")),
            came_from="check" if posted.get("page-from") == "check" else "",
            mark=mark_in(posted.get("page-mark", "")),
            after=stamp_in(posted.get("page-after", "")),
            reference=posted.get("page-of", ""),
            then=posted.get("then", "continue"),
        )

    @property
    def action(self) -> Action | None:
        """What the button does to the page, where it saves nothing."""
        found = ACTION.match(self.then)
        return Action(found["verb"], QuestionId(found["question"]), int(found["row"] or -1)) if found else None

    @property
    def is_action(self) -> bool:
        """Whether the button changes the page and saves nothing."""
        return self.action is not None

    def act_on(self, form: StepForm) -> None:
        """Adds or removes a row, or fills a grid, as the button says."""
        action = self.action
        if action is None:
            return
        match action.verb, form.find(action.question):
            case "add", RowsField() as field:
                field.add()
            case "remove", RowsField() as field if action.row >= 0:
                field.remove(action.row)
            case "fill", ChecklistField() | DayCountsField() as field:
                field.fill()


def stamp_in(text: str) -> str:
    """The stamp that was sent; empty for what is none."""
    return text if re.fullmatch("[0-9a-f]{16}-[0-9a-f]{16}", text, re.ASCII) else ""


def mark_in(text: str) -> str:
    """The mark that was sent; empty for what is none."""
    return text if re.fullmatch("[0-9a-f]{16}", text, re.ASCII) else ""
