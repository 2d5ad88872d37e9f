"""What may go wrong while an intake is filled in, each with what a page needs to explain it."""

from collections.abc import Mapping

from screener.definition.names import StepId
from screener.errors import Refusal


class NoIntakeError(Refusal):
    """There is no such intake."""


class IntakeExpiredError(Refusal):
    """The time to finish has passed; the clinic can send another link."""


class AlreadySentError(Refusal):
    """The answers have been sent; they cannot be changed."""


class DeclinedError(Refusal):
    """The patient did not agree to the screening; nothing more is asked."""


class StepNotOnPathError(Refusal):
    """The step does not exist, or its questions do not apply to this person."""


class RevisionOverError(Refusal):
    """The last day of the intake's revision is over: it goes on with the current one before anything is sent."""


class QuestionsChangedError(Refusal):
    """The page was made from an earlier revision than the intake is on now. Nothing was saved."""


class StaleAnswersError(Refusal):
    """Another tab or device saved this step with other answers meanwhile. Nothing was overwritten.

    `saved` and `entered` are raw answers by question id, for the step's
    questions; saving again with `version` overwrites knowingly.
    """

    def __init__(
        self, step_id: StepId, *, saved: Mapping[str, object], entered: Mapping[str, object], version: int
    ) -> None:
        super().__init__("This page was saved again in the meantime.")
        self.step_id = step_id
        self.saved = saved
        self.entered = entered
        self.version = version


class ChangedSinceCheckedError(Refusal):
    """Answers changed after they were read through; they must be read again before they are signed."""


class StepsMissingError(Refusal):
    """Steps on the path were never sent; `missing` names them in order. Blanks are fine, pages unseen are not."""

    def __init__(self, missing: tuple[StepId, ...]) -> None:
        super().__init__(f"{len(missing)} page(s) have not been opened yet.")
        self.missing = missing


class SignatureMissingError(Refusal):
    """A typed name is needed to send."""
