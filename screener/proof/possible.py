"""Claims that one person shows, put into facts: what they look at, and what must hold of that person."""

from screener.definition.condition_reads import Node
from screener.definition.model import Checklist, Questionnaire
from screener.definition.names import QuestionId, RuleId, StepId, ValueName
from screener.engine.situation import ITSELF
from screener.proof.claims import Claim, ClaimKind
from screener.proof.facts import Fact, Pair, every, no, some
from screener.proof.observing import column_condition
from screener.proof.silences import is_milder
from screener.proof.views import Views
from screener.proof.world import World


def roots(questionnaire: Questionnaire, claim: Claim) -> tuple[str, ...]:
    """The names that a claim is about."""
    match claim.kind:
        case ClaimKind.ASKED:
            return (f"question {claim.subject}",)
        case ClaimKind.CHOSEN:
            return (f"question {claim.subject.partition('.')[0]}",)
        case ClaimKind.REACHED:
            return tuple(f"question {question.id}" for question in questionnaire.steps[StepId(claim.subject)].questions)
        case ClaimKind.HOLDS | ClaimKind.FAILS:
            return (owner_of(claim.subject),)
        case ClaimKind.WORKED_OUT:
            return (f"value {claim.subject}",)
        case ClaimKind.SPEAKS:
            return tuple(f"rule {rule}" for rule in (claim.subject, *graver(questionnaire, claim.subject)))
        case ClaimKind.DIFFER | ClaimKind.APART:
            return f"rule {claim.subject}", f"rule {claim.other}"
        case _:
            return (f"rule {claim.subject}",)


def owner_of(subject: str) -> str:
    """The name that has a condition: of a column's, its question's."""
    if subject.startswith("column "):
        return f"question {subject.removeprefix('column ').partition('.')[0]}"
    return subject


def further(questionnaire: Questionnaire, claim: Claim) -> tuple[Node, ...]:
    """Conditions without a name that a claim looks at."""
    if _is_of_column(claim):
        return (column_condition(questionnaire, claim),)
    if claim.kind is ClaimKind.SPEAKS:
        above = graver(questionnaire, claim.subject)
        return tuple(when for rule in above for when, _ in questionnaire.rules[rule].if_unknown.cases)
    return ()


def in_view(views: Views, claim: Claim) -> frozenset[str]:
    """Every name that a claim looks at."""
    questionnaire = views.questionnaire
    names = views.of(roots(questionnaire, claim)) | views.of_condition(*further(questionnaire, claim))
    return views.whole(names)


def shown(world: World, claim: Claim) -> Fact:
    """What holds of a person who shows the claim."""
    questionnaire = world.questionnaire
    if _is_of_column(claim):
        return world.truth(column_condition(questionnaire, claim)).true
    match claim.kind:
        case ClaimKind.ASKED:
            return no(world.asked(QuestionId(claim.subject)).false)
        case ClaimKind.CHOSEN:
            return every((no(world.asked(QuestionId(claim.subject)).false), _chosen(world, claim)))
        case ClaimKind.REACHED:
            questions = questionnaire.steps[StepId(claim.subject)].questions
            return some(no(world.asked(question.id).false) for question in questions)
        case ClaimKind.HOLDS | ClaimKind.FAILS:
            around, own = _condition(world, claim.subject)
            return every((no(around.false), own.true if claim.kind is ClaimKind.HOLDS else own.false))
        case ClaimKind.WORKED_OUT:
            number = world.value_number(ValueName(claim.subject))
            return every((no(number.asked.false), number.is_exact))
        case ClaimKind.FIRES:
            return world.rule(RuleId(claim.subject)).true
        case ClaimKind.RULED_OUT:
            return world.rule(RuleId(claim.subject)).false
        case ClaimKind.UNSETTLED:
            return world.rule(RuleId(claim.subject)).unknown
        case ClaimKind.SPEAKS:
            return _speaks(world, RuleId(claim.subject))
        case ClaimKind.DIFFER:
            one, other = world.rule(RuleId(claim.subject)).true, world.rule(RuleId(claim.other)).true
            return some((every((one, no(other))), every((other, no(one)))))
        case _:
            raise ValueError(f"{claim} is shown by nobody")


def _is_of_column(claim: Claim) -> bool:
    return claim.subject.startswith("column ") or (claim.kind is ClaimKind.CHOSEN and "." in claim.subject)


def _chosen(world: World, claim: Claim) -> Fact:
    question = world.questionnaire.questions[QuestionId(claim.subject)]
    if isinstance(question.kind, Checklist):
        return some(row.states[ITSELF].choices[claim.other] for row in world.rows(question.id).rows)
    return world.state(question.id).choices[claim.other]


def _condition(world: World, owner: str) -> tuple[Pair, Pair]:
    """Whether what a condition stands in is open, and the condition itself."""
    what, _, name = owner.partition(" ")
    open_to_all = Pair(True, False)
    match what:
        case "section":
            return open_to_all, world.chapter(next(each.id for each in world.questionnaire.sections if each.id == name))
        case "step":
            step = world.questionnaire.steps[StepId(name)]
            return world.chapter(step.section), world.gate("step", name, step.when)
        case "question":
            question = world.questionnaire.questions[QuestionId(name)]
            return world.page(question.step), world.gate("question", name, question.when)
        case _:
            return open_to_all, world.value_condition(ValueName(name))


def graver(questionnaire: Questionnaire, rule: str) -> tuple[RuleId, ...]:
    """The rules above one on its ladder."""
    ladder = next((ladder for ladder in questionnaire.ladders if rule in ladder), ())
    return ladder[: ladder.index(RuleId(rule))] if ladder else ()


def _speaks(world: World, rule: RuleId) -> Fact:
    """It fires, and no rule above it on its ladder stands at its level or graver."""
    rules = world.questionnaire.rules
    silent = [is_milder(world, rules[above], rules[rule].level) for above in graver(world.questionnaire, rule)]
    return every((world.rule(rule).true, *silent))
