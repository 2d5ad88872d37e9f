"""Who speaks for the answers that leave a rule open, where the rule itself says nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from screener.definition.model import Level
from screener.definition.names import QuestionId, RuleId
from screener.engine.answers import Unknown
from screener.engine.findings import Finding, Reference


class Voices:
    """Findings by the answers that they speak of; those that only inform are no voice."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._rules = tuple(finding.rule for finding in findings)
        self._on_answer: defaultdict[Reference, list[int]] = defaultdict(list)
        self._on_silence: defaultdict[QuestionId, list[int]] = defaultdict(list)
        for index, finding in enumerate(findings):
            if finding.level is not Level.INFO:
                self._hear(index, finding)

    def _hear(self, index: int, finding: Finding) -> None:
        for need in finding.needs:
            self._on_answer[need].append(index)
        for evidence in finding.because:
            self._on_answer[evidence.reference].append(index)
            # Where nothing at all was said to a grid or list, whoever says so speaks of each of its rows.
            if evidence.reference.part is None and isinstance(evidence.answer, Unknown):
                self._on_silence[evidence.reference.question].append(index)

    def on(self, needs: Iterable[Reference]) -> tuple[RuleId, ...]:
        """The findings that speak of one of these answers, in their order."""
        heard: set[int] = set()
        for need in needs:
            heard.update(self._on_answer.get(need, ()), self._on_silence.get(need.question, ()))
        return tuple(self._rules[index] for index in sorted(heard))
