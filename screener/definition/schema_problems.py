"""What a schema refused, as problems: each at its place, in the words of an author."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from screener.definition.document import TAGS
from screener.definition.problems import Problem, did_you_mean, quoted
from screener.definition.question_document import QuestionDocument
from screener.definition.scalars import PATTERNS_IN_WORDS
from screener.definition.sites import Site
from screener.definition.strict_yaml import Mapping, Scalar

Location = tuple[str | int, ...]

_LISTS = {"rules": "rule", "checks": "check", "questions": "question", "steps": "step", "sections": "section"}
_MAPPINGS = {"settings": "setting", "sources": "source", "messages": "message", "values": "value", "texts": "text"}


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that a schema refused, with the path to it in the tree."""

    problem: Problem
    path: Location
    is_surplus: bool
    """Whether it is a key too many, without which the rest stands."""


def refusals(model: type[BaseModel], site: Site, error: ValidationError) -> Iterator[Refused]:
    """Each thing that the schema refused in the tree at `site`."""
    for details in error.errors(include_url=False):
        if not _follows_from_others(details):
            path = in_tree(site, details["loc"])
            yield Refused(_problem(model, site, details, path), path, details["type"] == "extra_forbidden")


def _follows_from_others(details: ErrorDetails) -> bool:
    """Whether a list is called too short only because its items were refused."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def in_tree(site: Site, location: Location) -> Location:
    """The location without what the schema added to it: the tags of alternatives.

    The tag of a question or column is its kind, and comes right after its place
    in the list; it may be spelled like a key (`text`). Other tags hold a space.
    """
    path: Location = ()
    may_be_kind = False
    for part in location:
        node = site.at(*path).node
        is_kind = may_be_kind and part == _kind(node)
        is_tag = part in TAGS and not (isinstance(node, Mapping) and part in node.entries)
        may_be_kind = path[-1:] in (("questions",), ("columns",)) and isinstance(part, int)
        if not is_kind and not is_tag:
            path += (part,)
    return path


def _kind(node: object) -> str | None:
    if isinstance(node, Mapping) and "kind" in node.entries:
        kind = node.entries["kind"][1]
        return kind.text if isinstance(kind, Scalar) else None
    return None


def _problem(model: type[BaseModel], site: Site, details: ErrorDetails, path: Location) -> Problem:
    subject = subject_of(site, path)
    place = site.at(*path).place
    match details["type"], path[-1:]:
        case "missing", (key,):
            return Problem(site.at(*path[:-1]).place, f"the key `{key}` is missing", subject=subject)
        case "union_tag_not_found", _:
            return Problem(place, "the key `kind` is missing", subject=subject)
        case "union_tag_invalid", _:
            kind = site.at(*path, "kind")
            return Problem(
                kind.place, _no_such(details["ctx"]["tag"], details["ctx"]["expected_tags"]), subject=subject
            )
        case "extra_forbidden", (key,):
            place = site.at(*path[:-1]).key(str(key))
            return Problem(place, _unknown_key(model, details["loc"], str(key)), subject=subject)
        case _, ("[key]",):
            place = site.at(*path[:-2]).key(str(path[-2]))
            return Problem(place, _in_words(details), subject=subject)
        case _:
            return Problem(place, _in_words(details), subject=subject)


def subject_of(site: Site, path: Location) -> str | None:
    """What people call the thing at a path: `rule R-BP-03`, `question dem_dob`."""
    for length in range(len(path), 0, -1):
        name, before = path[length - 1], path[length - 2] if length > 1 else None
        if isinstance(name, int) and (before in _LISTS or length == 1):
            node = site.at(*path[:length], "id").node
            if isinstance(node, Scalar):
                return f"{_LISTS[str(before)] if before else 'vignette'} {node.text[:60]}"
        if length == 2 and before in _MAPPINGS and isinstance(name, str):
            return f"{_MAPPINGS[str(before)]} {name[:60]}"
    return None


# Messages: what a schema says, in the words of an author.


def _in_words(details: ErrorDetails) -> str:
    said = _SAYINGS.get(details["type"])
    return said(details) if said else str(details["msg"])


def _pattern(details: ErrorDetails) -> str:
    wanted = PATTERNS_IN_WORDS.get(details["ctx"]["pattern"], "is not written as it must be")
    return f"{quoted(str(details['input']))} {wanted}"


def _literal(details: ErrorDetails) -> str:
    if not isinstance(details["input"], str):
        return f"must be one of {details['ctx']['expected']}, not {_shape(details['input'])}"
    return _no_such(details["input"], details["ctx"]["expected"])


def _no_such(word: str, expected: str) -> str:
    known = expected.replace("' or '", "', '").strip("'").split("', '")
    return f"{quoted(word)} is not one of {', '.join(known)}{did_you_mean(word, known)}"


def _shape(value: object) -> str:
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"


def _must_be(wanted: str) -> Callable[[ErrorDetails], str]:
    return lambda details: f"must be {wanted}, not {_shape(details['input'])}"


_SAYINGS: dict[str, Callable[[ErrorDetails], str]] = {
    "string_type": _must_be("text"),
    "string_too_short": lambda _: "must not be empty",
    "string_too_long": lambda details: f"may have at most {details['ctx']['max_length']:,} characters",
    "string_pattern_mismatch": _pattern,
    "literal_error": _literal,
    "tuple_type": _must_be("a list"),
    "dict_type": _must_be("a mapping of keys and values"),
    "model_type": _must_be("a mapping of keys and values"),
    "model_attributes_type": _must_be("a mapping of keys and values"),
    "too_short": lambda details: f"needs at least {details['ctx']['min_length']}",
    "greater_than_equal": lambda details: f"must be at least {details['ctx']['ge']}",
    "less_than_equal": lambda details: f"must be at most {details['ctx']['le']}",
}


def _unknown_key(model: type[BaseModel], location: Location, key: str) -> str:
    here = _keys_at(model, location[:-1])
    if near := did_you_mean(key, here):
        return f"there is no key {quoted(key)}{near}"
    elsewhere = [kind for kind, keys in _KEYS_BY_KIND.items() if key in keys]
    if elsewhere and "kind" in here:
        kinds = "" if len(elsewhere) > _FEW else f", as {' and '.join(elsewhere)} have"
        return f"this kind has no key {quoted(key)}{kinds}"
    return f"there is no key {quoted(key)}; the keys here are {', '.join(here)}"


def _keys_at(model: type[BaseModel], location: Location) -> tuple[str, ...]:
    """The keys that the schema knows at a location, tags included."""
    at: Any = model
    for part in location:
        at = _below(at, part)
    at = _bare(at)
    return _keys(at) if isinstance(at, type) and issubclass(at, BaseModel) else ()


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _below(annotation: Any, part: str | int) -> Any:
    """The annotation of one part of a model, mapping, list or tagged alternative."""
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields
        if "root" in fields:
            return _below(fields["root"].annotation, part)
        found = [field for name, field in fields.items() if part in (name, field.alias)]
        return found[0].annotation if found else None
    if get_origin(annotation) in (tuple, dict):
        return get_args(annotation)[-1 if get_origin(annotation) is dict else 0]
    return next((one for one in get_args(annotation) if part in _tags(one)), None)


def _bare(annotation: Any) -> Any:
    """Without `Annotated` and without `| None`."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    others = [one for one in get_args(annotation) if one is not type(None)]
    if len(others) == 1 and type(None) in get_args(annotation):
        return _bare(others[0])
    return annotation


def _tags(alternative: Any) -> tuple[str, ...]:
    tags = [extra.tag for extra in get_args(alternative)[1:] if isinstance(extra, Tag)]
    if tags:
        return tuple(tags)
    kind = getattr(_bare(alternative), "model_fields", {}).get("kind")
    return get_args(kind.annotation) if kind is not None and get_origin(kind.annotation) is Literal else ()


_FEW = 4
_KEYS_BY_KIND = {kind: _keys(_bare(model)) for model in get_args(_bare(QuestionDocument)) for kind in _tags(model)}
