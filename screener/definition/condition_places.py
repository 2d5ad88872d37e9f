"""Where conditions stand in the file, for whoever has to point at one."""

from collections.abc import Iterator, Mapping

from screener.definition.model import Place
from screener.definition.sites import Site
from screener.definition.source_files import MAIN
from screener.definition.source_text import decode
from screener.definition.strict_yaml import read_tree


def condition_places(files: Mapping[str, bytes]) -> dict[str, Place]:
    """The place of each condition, by what it belongs to: `question ha_days`, `column med_list.dose`, `rule R-BP-01`.

    `files` are those of a questionnaire that can be read.
    """
    source, _ = decode(MAIN, files[MAIN])
    tree, _ = read_tree(source) if source else (None, ())
    return dict(_places(Site(source, tree))) if source and tree else {}


def _places(site: Site) -> Iterator[tuple[str, Place]]:
    for section in site.at("sections").each():
        yield from _condition("section", section)
        for step in section.at("steps").each():
            yield from _condition("step", step)
            for question in step.at("questions").each():
                yield from _condition("question", question)
                for column in question.at("columns").each() if _has(question, "columns") else ():
                    yield from _condition(f"column {question.at('id').text}", column, joint=".")
    for key in ("rules", "checks"):
        for rule in site.at(key).each() if _has(site, key) else ():
            yield from _condition("rule", rule)
    for name, (_, value) in getattr(site.at("values").node, "entries", {}).items():
        below = Site(site.source, value)
        yield f"value {name}", below.at("when" if _has(below, "when") else "is").place


def _condition(what: str, site: Site, *, joint: str = " ") -> Iterator[tuple[str, Place]]:
    if _has(site, "when"):
        yield f"{what}{joint}{site.at('id').text}", site.at("when").place


def _has(site: Site, key: str) -> bool:
    return key in getattr(site.node, "entries", {})
