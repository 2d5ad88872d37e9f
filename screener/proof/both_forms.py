"""People who fill in both questionnaires, judged by the engine with each: those at hand, and whoever is described."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId
from screener.engine.answers import BLANK, Answer, Answers, Cells
from screener.engine.findings import Assessment
from screener.proof.comparison import Direction, Patient, Told, Weight
from screener.proof.examples import examples_of
from screener.proof.pairing import Pairing
from screener.proof.people import People, Said, shrunk
from screener.proof.plausibility import is_plausible
from screener.proof.side import Side
from screener.proof.states import Calendar

Weigh = Callable[[Assessment], Weight]
"""How grave one part of an assessment is."""


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody says to both on a day, and what comes of it."""

    day: date
    before: Answers
    after: Answers
    old: Assessment
    new: Assessment

    def shows(self, weigh: Weigh, direction: Direction) -> bool:
        """Whether they are judged otherwise in that direction."""
        return direction.is_shown(weigh(self.old), weigh(self.new))


@dataclass
class BothForms:
    """Judges people by both questionnaires."""

    old: Side
    new: Side
    as_of: date
    met: list[Person] = field(default_factory=list)
    """The vignettes of both, and a few who are made up."""

    def __post_init__(self) -> None:
        before, after = self.old.questionnaire, self.new.questionnaire
        self.forth, self.back = Pairing(before, after), Pairing(after, before)
        self.people_before, self.people_after = self._people(before), self._people(after)
        self.usual_after = Answers(self.people_after.ordinary)
        ways = self.back.ways(self.usual_after, Answers(self.people_before.ordinary))
        self.usual_before = ways[0] if ways else Answers(self.people_before.ordinary)
        for answers, day in examples_of(after).values():
            self.meet_after(day, answers)
        for answers, day in examples_of(before).values():
            self.meet_before(day, answers)
        for said in sorted(self.people_after.many(), key=_is_silent):
            self.meet_after(self.as_of, self.people_after.answers(said))

    def _people(self, questionnaire: Questionnaire) -> People:
        """People like the first vignette."""
        like = next((answers.by_question for answers, _ in examples_of(questionnaire).values()), {})
        return People(questionnaire, Calendar(self.as_of), like)

    # People at hand

    def meet_before(self, day: date, before: Answers) -> None:
        """Note somebody by what they say to the old questionnaire."""
        self._note(day, ((before, after) for after in self.forth.ways(before, self.usual_after)))

    def meet_after(self, day: date, after: Answers) -> None:
        """Note somebody by what they say to the new questionnaire."""
        self._note(day, ((before, after) for before in self.back.ways(after, self.usual_before)))

    def _note(self, day: date, pairs: Iterable[tuple[Answers, Answers]]) -> None:
        """Only those who can say to the other what they said to the one."""
        known = list(pairs)
        if len(known) == 1:
            before, after = known[0]
            self.met.append(Person(day, before, after, self.old.assess(before, day), self.new.assess(after, day)))

    def at_hand(self, weigh: Weigh, direction: Direction) -> Patient | None:
        """Somebody of those met who is judged otherwise."""
        shown = (person for person in self.met if person.shows(weigh, direction))
        patients = (self.patient(weigh, direction, person.day, person.before, person.after) for person in shown)
        return next(filter(None, patients), None)

    # Anybody

    def described(self, weigh: Weigh, direction: Direction, before: Said, after: Said) -> Patient | None:
        """Somebody by what they say beside the usual, if they are judged otherwise."""
        return self.patient(weigh, direction, self.as_of, *self.with_usual(before, after))

    def proposed(self, before: Said, after: Said) -> tuple[Assessment, Assessment]:
        """What comes of that somebody, old and new."""
        said = self.with_usual(before, after)
        return self.old.assess(said[0], self.as_of), self.new.assess(said[1], self.as_of)

    def with_usual(self, before: Said, after: Said) -> tuple[Answers, Answers]:
        """All that somebody says who says this beside the usual.

        What was looked at in one questionnaire alone is said to the other as
        well, where that asks it.
        """
        usual_before, usual_after = self.usual_before, self.usual_after
        only_before = _carried(self.forth, before, after, usual_before, usual_after)
        only_after = _carried(self.back, after, before, usual_after, usual_before)
        return (
            Answers({**usual_before.by_question, **only_after, **before}),
            Answers({**usual_after.by_question, **only_before, **after}),
        )

    def patient(self, weigh: Weigh, direction: Direction, day: date, before: Answers, after: Answers) -> Patient | None:
        """The person, saying no more beside the usual than it takes; None where they are not judged otherwise."""

        def shown(said: Said) -> Person | None:
            return self._shown(weigh, direction, day, *self._told(said, before, after))

        said = self._unusual(before, after)
        if shown(said) is None:
            return None
        small = self._with_usual_cells(shrunk(said, lambda fewer: shown(fewer) is not None), shown)
        found = shown(small)
        assert found is not None
        told = {name: self._told_of(name, found) for name in small}
        likely = is_plausible(self.old.questionnaire, found.before, day) and is_plausible(
            self.new.questionnaire, found.after, day
        )
        return Patient(day, found.before, found.after, told, weigh(found.old), weigh(found.new), likely)

    def _with_usual_cells(self, said: Said, shown: Callable[[Said], Person | None]) -> Said:
        """The same, with as many cells of grids as can be as they usually are."""
        for name, answer in said.items():
            usual = self.usual_after.to(name)
            if isinstance(answer, Cells) and isinstance(usual, Cells):
                for row in usual.states:
                    fewer = Cells({**answer.states, row: usual.states[row]})
                    if shown({**said, name: fewer}) is not None:
                        answer, said = fewer, {**said, name: fewer}
        return said

    def _told_of(self, name: QuestionId, person: Person) -> Told:
        usual = self.usual_after.by_question.get(name) or self.usual_before.by_question.get(name)
        return person.before.by_question.get(name), person.after.by_question.get(name), usual

    def _unusual(self, before: Answers, after: Answers) -> dict[QuestionId, Answer]:
        """What they say beside the usual: to the old questionnaire, or to the new one where only that asks."""
        usual_before, usual_after = self.usual_before.by_question, self.usual_after.by_question
        said: dict[QuestionId, Answer] = {}
        for name in dict.fromkeys((*usual_after, *usual_before)):
            if name in usual_before and before.to(name) != usual_before[name]:
                said[name] = before.to(name)
            elif name in usual_after and after.to(name) != usual_after[name]:
                said[name] = after.to(name)
        return said

    def _told(self, said: Said, before: Answers, after: Answers) -> tuple[Answers, Answers]:
        """What both hear where only that is said; a list may have become shorter, and cells usual."""

        def hear(usual: Mapping[QuestionId, Answer], all_said: Answers) -> Answers:
            heard = {name: _reduced(all_said.to(name), answer) for name, answer in said.items() if name in usual}
            return Answers({**usual, **heard})

        return hear(self.usual_before.by_question, before), hear(self.usual_after.by_question, after)

    def _shown(self, weigh: Weigh, direction: Direction, day: date, before: Answers, after: Answers) -> Person | None:
        """The person, if they are judged so whichever way they say to one what only the other has words for."""
        old = self.old.assess(before, day)
        forth = self.forth.ways(before, after)
        people = [Person(day, before, way, old, self.new.assess(way, day)) for way in forth]
        if people and all(person.shows(weigh, direction) for person in people):
            return people[0]
        back = self.back.ways(after, before)
        if back == (before,) and forth == (after,):
            return None
        new = self.new.assess(after, day)
        people = [Person(day, way, after, self.old.assess(way, day), new) for way in back]
        return people[0] if people and all(person.shows(weigh, direction) for person in people) else None


def _carried(pairing: Pairing, said: Said, other: Said, usual: Answers, usual_other: Answers) -> Said:
    """What is said to one questionnaire and left open for the other, as the other takes it, where it asks that too."""
    ways = pairing.ways(Answers({**usual.by_question, **said}), usual_other) if said.keys() - other.keys() else ()
    return {name: ways[0].to(name) for name in said.keys() - other.keys() if name in usual_other.by_question and ways}


def _is_silent(said: Said) -> bool:
    """Whether all is blank: what somebody says shows more than what nobody says."""
    return bool(said) and all(answer == BLANK for answer in said.values())


def _reduced(whole: Answer, said: Answer) -> Answer:
    """The rows or cells that are said, where both are of that sort; else the whole answer."""
    alike = isinstance(whole, tuple | Cells) and type(whole) is type(said)
    return said if alike else whole
