"""One field for each kind of question that is answered in one place: choices, numbers, words.

A field reads either what a page posted or what was saved. `raw` is the answer
in the shape of an answers file; `clashes` says that two answers were given
where one is meant, which only the person can settle.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.fields import Field
from wtforms.utils import unset_value

from screener.definition.model import (
    Agreement,
    Choices,
    DecimalNumber,
    OneChoice,
    Text,
    WholeNumber,
    YesNo,
)
from screener.engine.answer_problems import AnswerProblem
from screener.engine.typed import keepable, taken_apart, words_in
from screener.web.forms.asking import Asked, Offer, are_short, offers_of
from screener.web.forms.numbers import typed_from
from screener.web.forms.remarks import Remark

Posted = MultiDict[str, str]


class QuestionField(Field):
    """What all kinds share. `component` names the macro of `templates/components/kinds.html` that shows it."""

    component: ClassVar[str]
    is_group: ClassVar[bool] = True
    """Whether it is several inputs under one legend, rather than one input with a label."""

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(label=asked.text, **kwargs)
        self.asked = asked
        self.remarks: tuple[Remark, ...] = ()
        """What the page points out about it."""
        self.has_focus = False
        """Whether the page opens with the cursor in it."""
        self.is_known = False
        """Whether it shows what the clinic or the door knows, for confirming."""
        self.is_birth_date = False
        """Whether the date asked for is the patient's own birth date."""

    @property
    def is_wrong(self) -> bool:
        """Whether what was given cannot be kept."""
        return any(remark.is_fault for remark in self.remarks)

    def process(self, formdata: Posted | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Reads the page that was posted, or else what was saved."""
        if formdata is None:
            self.read_saved(None if data is unset_value else data)
        else:
            self.read_posted(formdata)
        self.data = self.raw

    def read_posted(self, posted: Posted) -> None:
        """Takes what the page says."""
        raise NotImplementedError

    def read_saved(self, raw: object) -> None:
        """Takes an answer as it was saved."""
        raise NotImplementedError

    @property
    def raw(self) -> object:
        """The answer in the shape of an answers file; None is a blank."""
        raise NotImplementedError

    @property
    def written(self) -> str:
        """What was typed and ticked, as one text that can be kept; empty where nothing was, or nothing can be."""
        return ""

    def unread(self, _problems: Sequence[AnswerProblem]) -> object:
        """The raw answer to keep where `raw` cannot be read: what can be, and the rest as it was typed."""
        return {"typed": self.written} if self.written else None

    @property
    def first_input(self) -> str:
        """The id of the input that a link in the error summary leads to."""
        return str(self.name)

    @property
    def clashes(self) -> bool:
        """Whether two answers were given where one is meant."""
        return False

    def typed_in(self, posted: Posted, part: str = "") -> str:
        """What was typed in one box, without the blanks around it and with plain line ends."""
        name = f"{self.name}-{part}" if part else self.name
        return posted.get(name, "").replace("\r\n", "\n").strip()


class ChoiceField(QuestionField):
    """Yes or no, or one of several: radio buttons."""

    component = "choice"

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, YesNo | OneChoice)
        self.offers: tuple[Offer, ...] = offers_of(asked.kind.choices) + asked.unknowns
        self.picked = ""

    def read_posted(self, posted: Posted) -> None:
        self.picked = self.typed_in(posted)

    def read_saved(self, raw: object) -> None:
        self.picked = raw if isinstance(raw, str) else ""

    @property
    def raw(self) -> object:
        return self.picked or None

    @property
    def is_short(self) -> bool:
        """Whether the choices stand side by side."""
        return are_short(self.offers)


class ChoicesField(QuestionField):
    """Any of several: checkboxes. An exclusive one, ticked beside others, is a clash."""

    component = "choices"

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, Choices)
        self.offers = offers_of(asked.kind.choices) + asked.unknowns
        self.picked: tuple[str, ...] = ()

    def read_posted(self, posted: Posted) -> None:
        self.picked = tuple(dict.fromkeys(filter(None, posted.getlist(self.name))))

    def read_saved(self, raw: object) -> None:
        match raw:
            case str():
                self.picked = (raw,)
            case list() | tuple():
                self.picked = tuple(each for item in raw for each in _picks(item))
            case _:
                self.picked = ()

    @property
    def raw(self) -> object:
        return list(self.picked) or None

    def unread(self, _problems: Sequence[AnswerProblem]) -> object:
        beside = [offer.value for offer in self.offers if offer.exclusive or offer.is_unknown]
        ticked = [each for each in self.picked if each in beside]
        left = [each for each in self.picked if each not in beside]
        return [*left, {"typed": keepable((), ticked)}] if ticked else left or None

    @property
    def clashes(self) -> bool:
        exclusive = {offer.value for offer in self.offers if offer.exclusive}
        return len(self.picked) > 1 and not exclusive.isdisjoint(self.picked)


def _picks(item: object) -> tuple[str, ...]:
    """What one member of a saved set ticks."""
    typed = words_in(item)
    return taken_apart(typed)[1] if typed is not None else (str(item),)


class TypedField(QuestionField):
    """Something typed, with unknown answers as checkboxes beside it."""

    is_group = False

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        self.typed = ""
        self.ticked: tuple[str, ...] = ()

    def read_posted(self, posted: Posted) -> None:
        self.typed = self.typed_in(posted)
        self.ticked = tuple(dict.fromkeys(filter(None, posted.getlist(f"{self.name}-unknown"))))

    def read_saved(self, raw: object) -> None:
        words = words_in(raw)
        if words is not None:
            self.typed, self.ticked = taken_apart(words)
            return
        self.ticked = self.unknown_in(raw)
        self.typed = "" if self.ticked else self.typed_from(raw)

    @property
    def written(self) -> str:
        return keepable([self.typed], self.ticked)

    def unknown_in(self, raw: object) -> tuple[str, ...]:
        """The unknown answer that was saved, if it was one of those offered."""
        return (raw,) if isinstance(raw, str) and raw in {offer.value for offer in self.asked.unknowns} else ()

    def typed_from(self, raw: object) -> str:
        """What stands in the box for a saved answer."""
        return raw if isinstance(raw, str) else ""

    @property
    def given(self) -> object:
        """The answer typed, whatever is ticked; None where the box is empty."""
        return self.typed or None

    @property
    def raw(self) -> object:
        return self.given if self.given is not None else next(iter(self.ticked), None)

    @property
    def clashes(self) -> bool:
        return len(self.ticked) > 1 or (self.given is not None and bool(self.ticked))


class TextField(TypedField):
    """Words: one line or several."""

    component = "text"

    @property
    def is_long(self) -> bool:
        """Whether several lines are meant."""
        return isinstance(self.asked.kind, Text) and self.asked.kind.long

    @property
    def autocomplete(self) -> str | None:
        """What the browser may fill in."""
        return self.asked.kind.autocomplete if isinstance(self.asked.kind, Text) else None

    @property
    def input_type(self) -> str:
        """Which keyboard a phone shows, by what the browser may fill in."""
        return {"tel": "tel", "tel-national": "tel", "email": "email"}.get(self.autocomplete or "", "text")


class MedicineField(TextField):
    """A medicine's name: plain text, with suggestions where scripts run."""

    component = "medicine"


class NumberField(TypedField):
    """A whole number or a decimal, with its unit beside the box."""

    component = "number"

    def typed_from(self, raw: object) -> str:
        return typed_from(raw["value"] if isinstance(raw, Mapping) else raw)

    @property
    def unit(self) -> str | None:
        """What is counted, or measured in."""
        return self.asked.kind.unit if isinstance(self.asked.kind, WholeNumber | DecimalNumber) else None

    @property
    def is_whole(self) -> bool:
        """Whether a phone may show digits alone."""
        return isinstance(self.asked.kind, WholeNumber)


class AgreementField(QuestionField):
    """A statement, agreed to or not, with the name typed under it."""

    component = "agreement"

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, Agreement)
        self.statement = asked.kind.statement
        self.agreed = ""
        self.signature = ""

    def read_posted(self, posted: Posted) -> None:
        self.agreed = self.typed_in(posted)
        self.signature = self.typed_in(posted, "signature")

    def read_saved(self, raw: object) -> None:
        words = words_in(raw)
        if words is not None:
            self.signature, ticks = taken_apart(words)
            self.agreed = "".join(ticks[:1])
            return
        saved = raw if isinstance(raw, Mapping) else {}
        self.agreed, self.signature = str(saved.get("agreed") or ""), str(saved.get("signature") or "")

    @property
    def raw(self) -> object:
        if not self.agreed and not self.signature:
            return None
        return {"agreed": self.agreed, "signature": self.signature}

    @property
    def written(self) -> str:
        return keepable([self.signature], filter(None, [self.agreed]))


class InformationField(QuestionField):
    """Text without a question: nothing to read, nothing to answer."""

    component = "information"

    def read_posted(self, posted: Posted) -> None:
        """Nothing is typed."""

    def read_saved(self, raw: object) -> None:
        """Nothing is saved."""

    @property
    def raw(self) -> object:
        return None
