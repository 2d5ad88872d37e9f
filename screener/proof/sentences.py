"""What is said of each kind of claim that does not hold: a sentence, what comes of it, a mend where one is obvious."""

from collections.abc import Mapping

from screener.proof.claims import ClaimKind

K = ClaimKind

SENTENCES: Mapping[ClaimKind, str] = {
    K.ASKED: "Question *{0}* is never asked",
    K.CHOSEN: "Choice *{1}* of *{0}* can never be chosen",
    K.REACHED: "Step *{0}* is never reached",
    K.HOLDS: "The condition of *{0}* never holds",
    K.FAILS: "The condition of *{0}* never fails",
    K.WORKED_OUT: "Value *{0}* can never be worked out",
    K.FIRES: "Rule {0} never fires",
    K.RULED_OUT: "Rule {0} is never ruled out",
    K.UNSETTLED: "Rule {0} is never left unsettled",
    K.SPEAKS: "Rule {0} is never heard: whenever it fires, a rule above it on its ladder speaks for it",
    K.DIFFER: "Rules {0} and {1} fire for exactly the same people",
    K.NET: "Rule {0} can be ruled out although its question was not asked",
    K.SILENCE: "Silence can clear: somebody is clear whom rule {0} would speak of once they had answered",
    K.APART: "Rules {0} and {1} are declared exclusive and can fire together",
}

MENDS: Mapping[ClaimKind, str] = {
    K.FAILS: "Leave the condition out: it says nothing.",
    K.RULED_OUT: "Narrow the condition: a rule that speaks of everyone says nothing of anyone.",
    K.UNSETTLED: "Let the answer's silence leave it open, or accept the statement with a reason.",
    K.SPEAKS: "Let it stand higher on the ladder, or take it off.",
    K.DIFFER: "Keep one of them, or change what one of them asks.",
    K.NET: "Ask the question, or name under `implied out by` the answers that rule it out, "
    "or under `covered by` the rules that speak when it is not asked.",
    K.SILENCE: "Give the rule a level under `if unknown`, or let another rule speak of this silence.",
    K.APART: "Narrow one of the two, or take them out of `exclusive rules`.",
}

SO: Mapping[tuple[ClaimKind, str], str] = {
    (K.HOLDS, "question"): ", so it is never asked",
    (K.HOLDS, "column"): ", so it is never asked",
    (K.HOLDS, "step"): ", so the step is never reached",
    (K.HOLDS, "section"): ", so the section is never reached",
    (K.FAILS, "question"): ", so it is always asked there",
    (K.FAILS, "column"): ", so it is always asked",
    (K.FAILS, "step"): ", so it keeps nobody from the step",
    (K.FAILS, "section"): ", so it keeps nobody from the section",
}
"""What comes of it."""

ALL_AT_ONCE = frozenset((K.ASKED, K.CHOSEN, K.REACHED, K.HOLDS, K.WORKED_OUT, K.FIRES, K.SPEAKS))
"""What would need several things at once that clash; else it follows from them."""

FOLLOWS: Mapping[ClaimKind, tuple[ClaimKind, ...]] = {
    K.ASKED: (K.CHOSEN,),
    K.FIRES: (K.UNSETTLED, K.SPEAKS, K.DIFFER),
}
"""What needs no telling where another claim about the same thing is broken."""
