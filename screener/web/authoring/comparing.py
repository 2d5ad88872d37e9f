"""The draft beside what is published: what changed, who is judged otherwise, what stands in the way, and publishing."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.difference import Change
from screener.definition.model import Questionnaire
from screener.proof.comparison import Comparison, Judgment, Patient, Standing
from screener.services import publications, publishing, reassessing, revisions, scheduling
from screener.services.clinic_day import clinic_zone
from screener.services.permissions import Permission
from screener.services.publications import MidForm
from screener.services.publishing import (
    Approval,
    Compared,
    Examination,
    NotApprovableError,
    NotPublishableError,
)
from screener.services.reassessing import Reassessed, Reassessment
from screener.services.revisions import NoRevisionError, Revision
from screener.services.scheduling import Scheduled
from screener.services.workroom import Task
from screener.web.access import actor, permit
from screener.web.authoring.checks import proof_of, proved
from screener.web.authoring.kept import Fault, keep, kept_at
from screener.web.authoring.rooms import Bench, Page, bench, blueprint, version
from screener.web.authoring.witnesses import Shown, shown
from screener.web.authoring.workrooms import workroom
from screener.web.house import now, services, settings
from screener.web.staff_door import member
from screener.web.staff_words import today_there


@dataclass(frozen=True, slots=True)
class Look:
    """A draft beside what is published."""

    bench: Bench
    base: tuple[Revision, Questionnaire] | None
    proof: Task | None
    comparison: Task | None
    compared: Compared | None
    """None while the draft cannot be read."""
    impact: Reassessment | None
    sent_since: int
    """Submissions that have come since the impact was asked for."""
    approval: Approval | None
    has_written: bool
    mid_form: tuple[MidForm, ...]
    scheduled: Scheduled | None
    """The newest time that was set for it."""

    @property
    def examination(self) -> Examination:
        """How sound the draft is."""
        return Examination(self.bench.checked, proved(self.bench))

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What the draft itself still lacks."""
        return tuple(self.examination.obstacles())

    @property
    def is_waited_for(self) -> bool:
        """Whether something is still being worked out."""
        tasks = [task for task in (self.proof, self.comparison) if task is not None]
        return any(not task.is_finished for task in tasks) or (self.impact is not None and self.impact.is_running)

    @property
    def changes(self) -> list[tuple[str, list[Change]]]:
        """What changed, by what it belongs to."""
        changes = self.compared.changes if self.compared else ()
        return [(subject, list(those)) for subject, those in groupby(changes, key=lambda change: change.subject)]

    def judgments(self, standing: str) -> list[tuple[Judgment, list[tuple[str, Patient, Shown]]]]:
        """The judgments that compare so, each with the people who show it."""
        found = self.compared.comparison if self.compared else None
        questionnaire = self.bench.checked.questionnaire
        if found is None or questionnaire is None:
            return []
        return [(each, list(_people(each, questionnaire))) for each in found.standing(Standing(standing))]


def _people(judgment: Judgment, questionnaire: Questionnaire) -> list[tuple[str, Patient, Shown]]:
    found = []
    for word, search in (("looser", judgment.looser), ("stricter", judgment.stricter)):
        if search.patient is not None:
            only = frozenset[str](search.patient.said) or None  # whoever is ordinary throughout is told in full
            person = shown(questionnaire, search.patient.after, search.patient.as_of, only=only)
            found.append((word, search.patient, person))
    return found


def look(draft_id: str) -> Look:
    """The draft, looked at; what takes longer is begun."""
    found = bench(draft_id)
    new = found.checked.questionnaire
    with services().reading() as work:
        base = _base(found.draft.slug)
        approval = publishing.find_approval(work, draft=found.draft, base=base[0] if base else None)
        impact = reassessing.find_impact(work, sha256=new.sha256, base=base[0]) if base and new else None
        sent_since = reassessing.sent_since(work, impact, now=now()) if impact and impact.is_done else 0
        has_written = publishing.wrote(work, draft_id=draft_id, actor=actor())
        filling = publications.mid_form(work, slug=found.draft.slug)
        scheduled = scheduling.newest(work, draft_id=draft_id)
    comparison = workroom().comparison(base[1], new, found.day) if base and new else None
    result: Comparison | None = comparison.result if comparison else None
    return Look(
        bench=found,
        base=base,
        proof=proof_of(found),
        comparison=comparison,
        compared=publishing.compare(new, base, result) if new else None,
        impact=impact,
        sent_since=sent_since,
        approval=approval,
        has_written=has_written,
        mid_form=filling,
        scheduled=scheduled,
    )


def _base(slug: str) -> tuple[Revision, Questionnaire] | None:
    with services().reading() as work:
        try:
            revision = revisions.current(work, slug)
        except NoRevisionError:
            return None
        return revision, revisions.questionnaire_of(work, revision)


@blueprint.get("/drafts/<draft_id>/compare")
@permit(Permission.EDIT_QUESTIONNAIRES)
def compare(draft_id: str) -> str:
    """The page."""
    return compare_page(look(draft_id))


def compare_page(seen: Look) -> str:
    """The page, with what was typed into its form and could not be done."""
    kept = kept_at(place_of(seen.bench.draft.id))
    return render_template(
        "authoring/compare.html",
        bench=seen.bench,
        draft=seen.bench.draft,
        look=seen,
        place=place_of(seen.bench.draft.id),
        cases=cases(seen),
        needs_two=settings().publishing_needs_two,
        may_publish=member().may(Permission.PUBLISH),
        may_approve=member().may(Permission.APPROVE),
        may_read=member().may(Permission.READ_SUBMISSIONS),
        typed={name: texts[0] for name, texts in kept.fields.items()} if kept else {},
        zone=clinic_zone(settings()).key,
        today=today_there().isoformat(),
        here="compare",
    )


def place_of(draft_id: str) -> str:
    """Where what was typed for publishing is kept."""
    return f"{draft_id}/publish"


def refuse(seen: Look, *faults: Fault) -> Response:
    """What was typed is kept, and the page says why nothing was done."""
    keep(place_of(seen.bench.draft.id), faults)
    # No anchor: what is wrong takes the focus, and a browser follows one of the two.
    return redirect(url_for(".compare", draft_id=seen.bench.draft.id), code=303)


def plain(words: Iterable[str]) -> tuple[Fault, ...]:
    """What is wrong with the whole, and with no input."""
    return tuple(("", each) for each in words)


def cases(seen: Look) -> tuple[Reassessed, ...]:
    """The submissions that would be judged otherwise, for who may read them."""
    if seen.impact is None or not member().may(Permission.READ_SUBMISSIONS):
        return ()
    with services().reading() as work:
        return reassessing.judged_otherwise(work, reassessment_id=seen.impact.id)


@blueprint.get("/drafts/<draft_id>/compare/state")
@permit(Permission.EDIT_QUESTIONNAIRES)
def compare_state(draft_id: str) -> dict[str, object]:
    """Whether there is something new to see: for the script."""
    seen = look(draft_id)
    tasks = [("The proof", seen.proof), ("The comparison", seen.comparison)]
    parts = [f"{name}: {task.done} of {task.of_all}" for name, task in tasks if task and not task.is_finished]
    if seen.impact is not None and seen.impact.is_running:
        parts.append(f"Past submissions: {seen.impact.done:,} of {seen.impact.total:,}")
    return {"is_waited_for": seen.is_waited_for, "words": ". ".join(parts)}


@blueprint.post("/drafts/<draft_id>/impact")
@permit(Permission.EDIT_QUESTIONNAIRES)
def start_impact(draft_id: str) -> Page:
    """Begins to judge past submissions by the draft; anew where they were judged by it before."""
    found = bench(draft_id)
    base, new = _base(found.draft.slug), found.checked.questionnaire
    if base is not None and new is not None:
        with services().unit_of_work() as work:
            reassessing.start_impact(
                work,
                draft_id=draft_id,
                slug=found.draft.slug,
                sha256=new.sha256,
                base=base[0],
                now=now(),
                actor=actor(),
                again=request.form.get("again") == "yes",
            )
    return redirect(url_for(".compare", draft_id=draft_id, _anchor="impact"), code=303)


@blueprint.post("/drafts/<draft_id>/impact/stop")
@permit(Permission.EDIT_QUESTIONNAIRES)
def stop_impact(draft_id: str) -> Page:
    """Nobody needs to know any more; what was found so far stays."""
    found = bench(draft_id)
    base, new = _base(found.draft.slug), found.checked.questionnaire
    if base is not None and new is not None:
        with services().unit_of_work() as work:
            impact = reassessing.find_impact(work, sha256=new.sha256, base=base[0])
            if impact is not None:
                reassessing.stop(work, reassessment_id=impact.id, now=now())
    return redirect(url_for(".compare", draft_id=draft_id, _anchor="impact"), code=303)


@blueprint.post("/drafts/<draft_id>/approve")
@permit(Permission.APPROVE, fresh=True)
def approve(draft_id: str) -> Page:
    """Signs the comparison that the page showed."""
    seen = look(draft_id)
    try:
        with services().unit_of_work() as work:
            publishing.approve(
                work,
                draft_id=draft_id,
                version=version(),
                examination=seen.examination,
                compared=must_compare(seen),
                seen=request.form.get("seen", ""),
                now=now(),
                actor=actor(),
            )
    except NotPublishableError as refused:
        return _not_approved(seen, refused.obstacles)
    except NotApprovableError as refused:
        return _not_approved(seen, (str(refused),))
    flash("Approved. It can be published now.", "good")
    return redirect(url_for(".compare", draft_id=draft_id, _anchor="publish"), code=303)


def _not_approved(seen: Look, words: Iterable[str]) -> Response:
    """Nothing was typed to approve it, so nothing is kept."""
    for each in words:
        flash(each, "danger")
    return redirect(url_for(".compare", draft_id=seen.bench.draft.id, _anchor="publish"), code=303)


def must_compare(seen: Look) -> Compared:
    """The comparison; raises `NotPublishableError` while the draft cannot be read."""
    if seen.compared is None:
        raise NotPublishableError(seen.obstacles)
    return seen.compared
