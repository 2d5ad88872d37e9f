"""Proof of a questionnaire: everything that must be possible is, and what must never happen cannot."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from datetime import date

from screener.definition.model import Questionnaire
from screener.proof.claims import named
from screener.proof.examples import examples_of
from screener.proof.verdicts import Proof, Standing, Statement

SECONDS = 5.0
"""How long one question to the solver may take before its claim is left undecided."""


def prove(
    questionnaire: Questionnaire,
    as_of: date,
    *,
    limit: float = SECONDS,
    progress: Callable[[int, int], None] | None = None,
    remembered: MutableMapping[str, str] | None = None,
) -> Proof:
    """Every claim about the questionnaire on that day, proved, broken or not decided. Pure.

    `limit` is in seconds for each question to the solver. `progress` is told
    after each claim how many of how many are done. `remembered` keeps what was
    proved, by fingerprints: given again, only what an edit touches is proved
    anew.
    """
    # The solver is loaded here, so that whoever only holds a proof does without it.
    from screener.proof.prover import Prover

    prover = Prover(questionnaire, as_of, limit, examples_of(questionnaire), {} if remembered is None else remembered)
    prover.meet_examples()
    claims = prover.claims()
    reasons = {accepted.statement: accepted.why for accepted in questionnaire.accepted}
    statements = []
    for number, claim in enumerate(claims, 1):
        statement = prover.prove(claim)
        statements.append(_accepted(statement, reasons))
        if progress is not None:
            progress(number, len(claims))
    return Proof(
        questionnaire,
        as_of,
        tuple(statements),
        about_silence=tuple(r.id for r in questionnaire.rules.values() if prover.refuter.is_about_silence(r)),
        unused=_unused(statements, reasons),
    )


def _accepted(statement: Statement, reasons: Mapping[str, str]) -> Statement:
    if statement.standing is Standing.PROVED:
        return statement
    return replace(statement, accepted=reasons.get(str(statement.claim)))


def _unused(statements: list[Statement], reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Accepted statements that nobody has to accept (any more)."""
    claimed = named(statement.claim for statement in statements)
    proved = {str(each.claim) for each in statements if each.standing is Standing.PROVED}
    return tuple(said for said in reasons if said not in claimed or said in proved)
