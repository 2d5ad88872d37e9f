"""A summary as plain text: for the terminal, and for when no PDF could be made."""

import textwrap
from collections.abc import Iterable, Iterator

from screener.summary.gauges import OverTime
from screener.summary.model import Ask, ContactLine, FindingInWords, Said, Summary

WIDTH = 96
_INDENT = "    "


def as_text(summary: Summary) -> str:
    """Everything that the PDF says, but for the charts, in the same order."""
    parts = (
        _head(summary),
        _titled("Findings", (line for finding in summary.findings for line in _finding(finding))),
        _titled("To ask: what could not be ruled out", (line for ask in summary.agenda for line in _ask(ask))),
        _titled("Over earlier submissions", _over_time(summary.over_time)),
        _titled("Medicines", _medicines(summary)),
        _titled("Answers to check", _doubts(summary)),
        _titled("Worked out from the answers", (f"{value.text}: {value.words}" for value in summary.values)),
        _titled("Decision", _decision(summary)),
        _titled("All answers", _answers(summary)),
        _titled("About this summary", _provenance(summary)),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(summary: Summary) -> Iterator[str]:
    person, disposition = summary.person, summary.disposition
    yield f"Screening summary: {summary.title}"
    yield f"{person.name}, born {person.born or 'not given'}, reference {person.reference}"
    yield (
        f"Sent {person.sent}; assessed as of {person.assessed}" if person.sent else f"Assessed as of {person.assessed}"
    )
    yield from _wrapped(summary.notice)
    if summary.carried:
        yield from _wrapped((summary.carried,))
    yield from _wrapped(_contact(line) for line in summary.contact)
    yield ""
    yield f"{disposition.name.upper()}: {disposition.headline}"
    yield ", ".join(f"{one.count} {one.level.word}" for one in disposition.tallies)


def _contact(line: ContactLine) -> str:
    notes = (line.doubt, "from the clinic" if line.from_clinic else "")
    return " ".join((f"{line.label}: {line.words}", *(f"({note})" for note in notes if note)))


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and its lines, wrapped; nothing at all where there are none."""
    wrapped = tuple(_wrapped(lines))
    if wrapped:
        yield from ("", title, "-" * len(title), *wrapped)


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        body = line.lstrip()
        indent = line[: len(line) - len(body)]
        yield from textwrap.wrap(body, WIDTH, initial_indent=indent, subsequent_indent=indent + _INDENT) or [""]


def _finding(finding: FindingInWords) -> Iterator[str]:
    open_ = "" if finding.settled else "could not be ruled out: "
    yield f"[{finding.level.word.upper()}] {finding.rule} {open_}{finding.message}"
    if finding.said:
        yield _INDENT + "; ".join(_said(one) for one in finding.said)
    if finding.reason:
        yield f"{_INDENT}Overridden: {finding.reason}"
    sources = "; ".join(f"{source.title} ({source.key})" for source in finding.sources)
    checked = f", checked {finding.checked}" if finding.checked else ""
    yield f"{_INDENT}Why: {finding.why} {sources}; confidence {finding.confidence}{checked}"


def _said(said: Said) -> str:
    more = f" and {said.more} more" if said.more else ""
    since = f" ({said.since})" if said.since else ""
    return f"{said.question} {', '.join(said.answer)}{more}{since}"


def _ask(ask: Ask) -> Iterator[str]:
    yield f"[ ] What is “{ask.text}”? Not a medicine we know." if ask.medicine else f"[ ] {ask.text}"
    if ask.said:
        yield f"{_INDENT}They said: {', '.join(ask.said)}"
    for word, rules in (("Open", ask.open), ("Not run", ask.unrun)):
        if rules:
            yield f"{_INDENT}{word}: " + ", ".join(f"{rule.rule} ({rule.level.word})" for rule in rules)


def _over_time(told: OverTime | None) -> Iterator[str]:
    if told is None:
        return
    older = f"; {told.left_out} older left out" if told.left_out else ""
    yield "Oldest first: " + "; ".join(f"{one.reference} {one.when}" for one in told.covered) + f" (this one){older}."
    for one in (*told.drawn, *told.told):
        colon = "" if one.label.endswith("?") else ":"
        yield f"{one.label}{colon} {one.in_words} {one.unit}".rstrip()
    if told.nothing:
        yield f"0 in all of them: {'; '.join(told.nothing)}"


def _medicines(summary: Summary) -> Iterator[str]:
    for medicine in summary.medicines:
        typed = f"{medicine.typed}, {medicine.details}" if medicine.details else medicine.typed
        found = (medicine.generic, medicine.match_words, ", ".join(medicine.classes), medicine.note)
        yield f"{typed}: {'; '.join(word for word in found if word)}"


def _doubts(summary: Summary) -> Iterator[str]:
    for doubt in summary.doubts:
        yield f"{doubt.text} {'; '.join(_said(one) for one in doubt.said)}"


def _decision(summary: Summary) -> Iterator[str]:
    decision = summary.decision
    if decision is None:
        yield "Not decided yet."
        return
    yield f"{decision.headline}. {decision.by}, {decision.at}"
    if decision.note:
        yield decision.note


def _answers(summary: Summary) -> Iterator[str]:
    for section in summary.sections:
        yield f"{section.title}" + (f" ({section.not_asked} did not apply)" if section.not_asked else "")
        for one in section.answers:
            yield _INDENT + _said(one)


def _provenance(summary: Summary) -> Iterator[str]:
    made_from = summary.provenance
    yield f"Questions and rules: {made_from.revision}, sha256 {made_from.sha256}. Program: {made_from.program}."
    if made_from.audit_head:
        yield f"Audit head: {made_from.audit_head}"
    if made_from.check:
        yield f"Is this the current one? Code {made_from.check.code} at {made_from.check.page}"
