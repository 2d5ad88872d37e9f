"""Revisions of a questionnaire, going back to an earlier one, and recalling what a faulty rule judged."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.names import RuleId
from screener.services import last_days, publications, publishing, reassessing, revisions
from screener.services.last_days import UnsuitableDayError
from screener.services.permissions import Permission
from screener.services.publishing import NotPublishableError
from screener.web.access import actor, permit
from screener.web.authoring.kept import keep, kept_at, let_go
from screener.web.authoring.rooms import Page, blueprint
from screener.web.house import now, services
from screener.web.staff_words import day, find_day


@blueprint.get("/revisions/<slug>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def revisions_page(slug: str) -> str:
    """Every revision, who published it and why."""
    kept = kept_at(place_of(slug))
    with services().reading() as work:
        current = revisions.current(work, slug)
        questionnaire = revisions.questionnaire_of(work, current)
        listed = publications.revisions_of(work, slug=slug)
        filling = publications.mid_form(work, slug=slug)
        recalls = reassessing.recalls(work, slug=slug)
    return render_template(
        "authoring/revisions.html",
        slug=slug,
        title=questionnaire.title,
        rules=tuple(questionnaire.rules),
        listed=listed,
        filling=filling,
        recalls=recalls,
        typed={name: texts[0] for name, texts in kept.fields.items()} if kept else {},
        place=place_of(slug),
    )


def place_of(slug: str) -> str:
    """Where what was typed on the page is kept."""
    return f"revisions/{slug}"


def refuse(slug: str, field: str, words: str) -> Response:
    """What was typed is kept, and the page says why nothing was done."""
    keep(place_of(slug), [(field, words)])
    return redirect(url_for(".revisions_page", slug=slug), code=303)


@blueprint.post("/revisions/<slug>/again/<revision_id>")
@permit(Permission.PUBLISH, fresh=True)
def publish_again(slug: str, revision_id: str) -> Page:
    """An earlier revision becomes the next one."""
    with services().reading() as work:
        revisions.read_ahead(work, revision_id)
    try:
        with services().unit_of_work() as work:
            revision = publishing.publish_again(
                work, revision_id=revision_id, reason=request.form.get("reason", ""), now=now(), actor=actor()
            )
    except NotPublishableError as refused:
        return refuse(slug, "", str(refused))
    let_go(place_of(slug))
    flash(f"Published again, as revision {revision.number}. Patients who had begun stay on theirs.", "good")
    return redirect(url_for(".revisions_page", slug=slug), code=303)


@blueprint.post("/revisions/<slug>/last-day")
@permit(Permission.PUBLISH, fresh=True)
def set_last_day(slug: str) -> Page:
    """A last day for what was begun on the revisions before the current one."""
    chosen = find_day(request.form.get("last-day", ""))
    if chosen is None:
        return refuse(slug, "last-day", "Choose the last day.")
    try:
        with services().unit_of_work() as work:
            last_days.put(work, slug=slug, day=chosen, now=now(), actor=actor())
    except UnsuitableDayError as refused:
        return refuse(slug, "last-day", str(refused))
    let_go(place_of(slug))
    flash(f"Forms that were begun on earlier revisions can be sent until {day(chosen)}.", "good")
    return redirect(url_for(".revisions_page", slug=slug), code=303)


@blueprint.post("/revisions/<slug>/last-day/remove")
@permit(Permission.PUBLISH, fresh=True)
def remove_last_day(slug: str) -> Page:
    """No last day any more."""
    with services().unit_of_work() as work:
        last_days.remove(work, slug=slug, now=now(), actor=actor())
    flash("There is no last day for earlier revisions any more.", "good")
    return redirect(url_for(".revisions_page", slug=slug), code=303)


@blueprint.post("/revisions/<slug>/recall")
@permit(Permission.PUBLISH, fresh=True)
def recall(slug: str) -> Page:
    """Judges past submissions by the current revision, since a rule was faulty."""
    rule, reason = request.form.get("rule", ""), request.form.get("fault", "").strip()
    with services().reading() as work:
        current = revisions.current(work, slug)
        questionnaire = revisions.questionnaire_of(work, current)
    if RuleId(rule) not in questionnaire.rules or not reason:
        return refuse(slug, "rule", "Choose the rule that was faulty, and say what was wrong with it.")
    with services().unit_of_work() as work:
        started = reassessing.start_recall(work, slug=slug, rule=rule, reason=reason, now=now(), actor=actor())
    let_go(place_of(slug))
    return redirect(url_for(".show_recall", reassessment_id=started.id), code=303)


@blueprint.get("/recalls/<reassessment_id>")
@permit(Permission.READ_SUBMISSIONS)
def show_recall(reassessment_id: str) -> str:
    """Whom the faulty rule misjudged, gravest change first."""
    with services().reading() as work:
        found = reassessing.by_id(work, reassessment_id=reassessment_id)
        cases = reassessing.judged_otherwise(work, reassessment_id=reassessment_id)
    if found.purpose != "recall":
        abort(404)
    return render_template("authoring/recall.html", recall=found, cases=cases)


@blueprint.post("/recalls/<reassessment_id>/seen/<submission_id>")
@permit(Permission.READ_SUBMISSIONS)
def mark_seen(reassessment_id: str, submission_id: str) -> Page:
    """The member has looked at it."""
    with services().unit_of_work() as work:
        reassessing.mark_seen(
            work, reassessment_id=reassessment_id, submission_id=submission_id, now=now(), actor=actor()
        )
    return redirect(url_for(".show_recall", reassessment_id=reassessment_id), code=303)
