"""Every sentence that states a fact stands in docs/sentences.md, with what makes it true; and nothing else does.

Whoever writes a new one has to say there what the program knows at that moment.
A sentence states a fact where it has one of the words of `CLAIM`. Placeholders
are written as "…", and text is taken without its markup.
"""

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = ROOT / "docs" / "sentences.md"
ELSEWHERE = ("definition", "store/migrations")
"""What `definition` says is of the text that it has just read, and its own tests hold each problem."""
LEAST = 20
"""Fewer characters than this are a label and no sentence."""
CLAIM = re.compile(
    r"\b(kept|keeps|saved|safe|lost|sent|closed|erased|shown|replaced|"
    r"knows?|known|told|sees|still here|nobody|nothing|everybody|no one|already|"
    r"was|were|has been|have been|cannot|could not|not yet)\b",
    re.IGNORECASE,
)
STRING = r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'"
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
INLINE = re.compile(r"</?(?:b|i|em|strong|a|span|code|small|time)\b[^>]*>")


def plain(text: str) -> str:
    """One line without markup; what is filled in is three dots."""
    return re.sub(r"(?:… ?)+", "… ", " ".join(text.replace("%%", "%").split())).strip()


def states_a_fact(text: str) -> bool:
    """Whether it claims something, and is no label, address or condition."""
    return len(text) >= LEAST and " " in text and not text.startswith("aria-") and CLAIM.search(text) is not None


def of_template(source: str) -> Iterator[str]:
    """The strings in its code, and its own text between tags that break a line."""
    source = re.sub(r"\{#.*?#\}|<(script|style)\b.*?</\1>", "", source, flags=re.DOTALL)
    for code in CODE.findall(source):
        for double, single in re.findall(STRING, code):
            yield (double or single).encode("latin-1", "backslashreplace").decode("unicode-escape")
    text = CODE.sub(lambda found: "…" if found[0].startswith("{{") else " ", source)
    yield from html.unescape(re.sub(r"<[^>]*>", "\n", INLINE.sub("", text))).split("\n")


def of_module(source: str) -> Iterator[str]:
    """Its strings but for docstrings; what an f-string fills in is three dots."""
    tree = ast.parse(source)
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inside.update(id(each) for each in node.values)
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


@cache
def found() -> dict[str, str]:
    """Each sentence, with the first file that says it."""
    sentences: dict[str, str] = {}
    templates = sorted(file for file in (ROOT / "templates").rglob("*") if file.suffix in {".html", ".txt"})
    left_out = tuple(ROOT / "screener" / room for room in ELSEWHERE)
    modules = sorted(file for file in (ROOT / "screener").rglob("*.py") if not any(map(file.is_relative_to, left_out)))
    for file in (*templates, *modules):
        read = of_module if file.suffix == ".py" else of_template
        for text in map(plain, read(file.read_text(encoding="utf-8"))):
            if states_a_fact(text):
                sentences.setdefault(text, str(file.relative_to(ROOT)))
    return sentences


@cache
def listed() -> dict[str, str]:
    """Each sentence of the list, with what makes it true."""
    rows = re.findall(r"^\| (.*?[^\\]) \| (.*) \|$", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    return {sentence.replace("\\|", "|"): why for sentence, why in rows if sentence not in {"sentence", "---"}}


class TestTheList:
    def test_has_every_sentence_that_states_a_fact(self) -> None:
        missing = {sentence: file for sentence, file in found().items() if sentence not in listed()}
        assert not missing, "add them to docs/sentences.md, with what makes them true"

    def test_has_none_that_nothing_says_any_more(self) -> None:
        gone = set(listed()) - set(found())
        assert not gone, "take them out of docs/sentences.md"

    def test_says_of_each_what_is_known_then(self) -> None:
        assert not [sentence for sentence, why in listed().items() if len(why.split()) < 2]


class TestFindingThem:
    @pytest.mark.parametrize(
        ("source", "sentence"),
        [
            ("<p>What you <b>typed</b> is kept.</p>", "What you typed is kept."),
            ('<p>{{ _("Nobody has seen it until %(day)s.") }}</p>', "Nobody has seen it until %(day)s."),
            ("<li>Taken by {{ name }}; nothing was sent.</li>", "Taken by … ; nothing was sent."),
        ],
    )
    def test_reads_templates(self, source: str, sentence: str) -> None:
        assert sentence in map(plain, of_template(source))

    def test_reads_modules(self) -> None:
        source = '"""Nothing was said here."""\nsay(f"{name} was sent.")\nsay("Nothing " "was lost.")'
        assert list(of_module(source)) == ["… was sent.", "Nothing was lost."]
