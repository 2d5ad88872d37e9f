"""How far an intake has come, and what stands where: for the task list, the bar, and the links back and on."""

from dataclasses import dataclass
from enum import StrEnum

from screener.definition.model import Section, Step
from screener.definition.names import StepId
from screener.engine.effort import Effort, effort_of_page
from screener.services.intake import IntakeView


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Task:
    """One step in the list."""

    step: Step
    state: State

    @property
    def is_open(self) -> bool:
        """Whether its page may be opened."""
        return self.state is not State.LATER


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section in the list, with the steps of it that are asked."""

    section: Section
    tasks: tuple[Task, ...]

    @property
    def state(self) -> State:
        """Done when all are; next when the next step is among them."""
        states = {task.state for task in self.tasks}
        if State.NEXT in states:
            return State.NEXT
        return State.LATER if State.LATER in states else State.DONE


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps on the path, in order, with where each stands."""

    tasks: tuple[Task, ...]
    chapters: tuple[Chapter, ...]
    minutes_left: int

    @property
    def next(self) -> Step | None:
        """The step to go on with; None when every one has been sent."""
        return next((task.step for task in self.tasks if task.state is State.NEXT), None)

    @property
    def done(self) -> int:
        """How many steps have been sent."""
        return sum(task.state is State.DONE for task in self.tasks)

    def number(self, step_id: StepId) -> int:
        """A step's place on the path, from 1."""
        return 1 + next(index for index, task in enumerate(self.tasks) if task.step.id == step_id)

    def before(self, step_id: StepId) -> Step | None:
        """The step before, if there is one."""
        place = self.number(step_id) - 1
        return self.tasks[place - 1].step if place else None

    def after(self, step_id: StepId) -> Step | None:
        """The step to open after this one: the next in order that may be opened."""
        if not any(task.step.id == step_id for task in self.tasks):
            return self.next
        following = self.tasks[self.number(step_id) :]
        return next((task.step for task in following if task.is_open), self.next)

    def is_open(self, step_id: StepId) -> bool:
        """Whether the step is on the path and its turn has come."""
        return any(task.step.id == step_id and task.is_open for task in self.tasks)


def progress_of(view: IntakeView) -> Progress:
    """Steps open in order; those sent stay open."""
    waiting = [step.id for step in view.steps if step.id not in view.sent_steps]
    tasks = tuple(Task(step, state_of(step, view, waiting)) for step in view.steps)
    by_section = {
        section: tuple(task for task in tasks if task.step.section == section.id)
        for section in view.questionnaire.sections
    }
    chapters = tuple(Chapter(section, tasks) for section, tasks in by_section.items() if tasks)
    pages = (effort_of_page(step, view.questions_of(step)) for step in view.steps if step.id in waiting)
    return Progress(tasks, chapters, sum(pages, Effort()).slow_minutes)


def state_of(step: Step, view: IntakeView, waiting: list[StepId]) -> State:
    """Where one step stands."""
    if step.id in view.sent_steps:
        return State.DONE
    return State.NEXT if step.id == waiting[0] else State.LATER
