"""What an earlier program stored is still said by this one, and goes on."""

import hashlib
from datetime import timedelta

from screener.cli.demo_patients import identity_of, moved
from screener.definition.names import QuestionId
from screener.services import auditing, drafts, intake, summaries
from screener.services.intake_views import is_asked
from screener.store.names import IntakeId
from tests.upgrades.conftest import Upgraded
from tests.upgrades.making import MADE, OPERATOR, every_reference, said


def differences(before: object, after: object, place: str = "") -> list[str]:
    """Where what was said before is not said now; what is said in addition is no difference."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line
            for key, value in before.items()
            for line in (
                differences(value, after[key], f"{place}.{key}") if key in after else [f"{place}.{key} is gone"]
            )
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            line
            for number, (one, other) in enumerate(zip(before, after, strict=True))
            for line in differences(one, other, f"{place}[{number}]")
        ]
    return [] if before == after else [f"{place}: {before!r} is now {after!r}"]


class TestAnUpgradedDatabase:
    def test_opens_every_submission_with_the_same_assessment(self, upgraded: Upgraded) -> None:
        expected = upgraded.expected["submissions"]
        assert every_reference(upgraded.services) == sorted(expected)
        now = {reference: said(upgraded.services, reference) for reference in expected}
        assert differences(expected, now) == []

    def test_hands_out_the_kept_pdf_byte_for_byte(self, upgraded: Upgraded) -> None:
        for reference, sha256 in upgraded.expected["pdfs"].items():
            with upgraded.services.unit_of_work() as work:
                kept = summaries.download(work, reference=reference, actor=OPERATOR, now=MADE)
            assert isinstance(kept, bytes)
            assert hashlib.sha256(kept).hexdigest() == sha256

    def test_goes_on_with_an_unfinished_intake_and_sends_it(self, upgraded: Upgraded) -> None:
        left = upgraded.expected["unfinished"]
        intake_id = IntakeId(left["intake_id"])
        now = MADE + timedelta(hours=3)
        with upgraded.services.reading() as work:
            view = intake.open_intake(work, intake_id=intake_id, now=now)
            typed = drafts.find(work, intake_id=intake_id, step_id=left["typed"])
        questionnaire = view.questionnaire
        vignette = next(one for one in questionnaire.vignettes if one.id == upgraded.expected["vignette"])
        answers = {**moved(questionnaire, vignette, MADE.date()), identity_of(questionnaire).name: "Morgan Example"}
        assert differences(left["answered"], dict(view.raw_answers)) == []
        assert typed is not None
        assert typed.typed == {"typed-before-the-upgrade": ("about 80,5 kg",)}
        while True:
            with upgraded.services.unit_of_work() as work:
                view = intake.open_intake(work, intake_id=intake_id, now=now)
                step = next((step for step in view.path.steps if step.id not in view.sent_steps), None)
                if step is None:
                    break
                entered = {question.id: answers.get(question.id) for question in view.path.questions_of(step)}
                intake.answer(
                    work, intake_id=intake_id, step_id=step.id, entered=entered, version=view.version, now=now
                )
        with upgraded.services.unit_of_work() as work:
            sent = intake.send(work, intake_id=intake_id, signature="Morgan Example", version=view.version, now=now)
        asked = {name: answer for name, answer in left["answered"].items() if is_asked(view, QuestionId(name))}
        assert differences(asked, said(upgraded.services, sent.reference)["answers"]) == []

    def test_has_an_audit_chain_without_faults(self, upgraded: Upgraded) -> None:
        with upgraded.services.unit_of_work() as work:
            assert auditing.verify(work) == ()
