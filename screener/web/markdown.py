"""The small safe subset of Markdown that questionnaires' texts may use: paragraphs, bold, emphasis, lists, headings."""

import functools

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

RULES = ["paragraph", "list", "heading", "emphasis", "balance_pairs", "newline", "escape"]
TAGS = {"p", "strong", "em", "ul", "ol", "li", "h2", "br"}


@functools.cache
def reader() -> MarkdownIt:
    """A reader that knows no HTML, links, images or code."""
    return MarkdownIt("zero", {"html": False}).enable(RULES)


@functools.lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """The text as HTML: only `TAGS`, no attributes. Anything else in it is shown as it is written.

    A page has its own first heading, so every heading in a text is a second one.
    """
    tokens = reader().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2"
    html = reader().renderer.render(tokens, reader().options, {})
    return Markup(nh3.clean(html, tags=TAGS, attributes={}))  # noqa: S704 - cleaned here
