"""The shape of a question: all that its answers can be, without its words."""

from dataclasses import fields, is_dataclass

from screener.definition.model import Choice, GridRow, Medicine, Question, Rows


def shape(question: Question) -> str:
    """What can be answered, as one line; two questions with one shape have the same answers."""
    also = sorted(question.also)
    return f"{_shape(question.kind)} {also} {'required' if question.required else 'optional'}"


def _shape(part: object) -> str:
    match part:
        case Choice(id=name, exclusive=exclusive):
            return f"{name}{'!' if exclusive else ''}"
        case GridRow(id=name):
            return str(name)
        case Medicine():
            return "medicine"
        case Rows(columns=columns):
            return " | ".join(f"{each.id} {_shape(each.kind)} {sorted(each.also)} {each.required}" for each in columns)
        case tuple():
            return f"({' '.join(_shape(each) for each in part)})"
        case _ if is_dataclass(part):
            inside = " ".join(_shape(getattr(part, each.name)) for each in fields(part))
            return f"{type(part).__name__}({inside})"
        case _:
            return repr(part)
