"""A proof for programs: every statement, with who shows it or what stands against it."""

from collections.abc import Callable, Mapping

from screener.definition.model import Place
from screener.proof.told import place_to_json
from screener.proof.verdicts import Proof, Standing, Statement, Witness
from screener.proof.words import Teller


def to_json(proof: Proof, places: Mapping[str, Place]) -> dict[str, object]:
    """The proof for programs: every statement, with its witness or what clashes."""
    # It makes people, and so loads the solver.
    from screener.proof.shrinking import Shrinker

    teller, shrinker = Teller(proof, places), Shrinker.of(proof)
    return {
        "slug": proof.questionnaire.slug,
        "sha256": proof.questionnaire.sha256,
        "counts": dict(proof.counts),
        "complete": proof.is_complete,
        "statements": [_statement(teller, statement, shrinker.believable) for statement in proof.statements],
        "about_silence": list(proof.about_silence),
        "accepted_without_need": list(proof.unused),
    }


def _statement(
    teller: Teller, statement: Statement, believable: Callable[[Statement], Witness | None]
) -> dict[str, object]:
    told: dict[str, object] = {
        "statement": str(statement.claim),
        "standing": statement.standing.value,
        "place": place_to_json(teller.place(statement.claim)),
    }
    if statement.accepted is not None:
        told["accepted"] = statement.accepted
    if statement.standing is Standing.BROKEN:
        told["told"] = list(teller.of(statement).lines())
    witness = believable(statement)
    if witness is not None:
        told["witness"] = witness.to_json()
    if statement.clash:
        told["clash"] = [f"{each.what} of {each.owner}" for each in statement.clash]
    return told
