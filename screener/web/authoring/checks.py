"""What is wrong with a draft: problems at once, the example patients, and the proof when it is done."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.editing import Files, open_main, set_key
from screener.definition.keeping_vignettes import next_name, with_vignette
from screener.definition.source_files import VIGNETTES
from screener.definition.yaml_text import Plain
from screener.services.permissions import Permission
from screener.services.workroom import Proved, Task
from screener.web.access import permit
from screener.web.authoring.rooms import Bench, Page, bench, blueprint, edit
from screener.web.authoring.witnesses import Shown, kept_as, shown, vignette_of
from screener.web.authoring.workrooms import workroom
from screener.web.staff_door import member

NAME_LETTERS = 60


def proof_of(found: Bench) -> Task | None:
    """The proof of the draft, begun if it was not; None while there is nothing to prove."""
    questionnaire = found.checked.questionnaire
    return workroom().proof(questionnaire, found.draft.files, found.day) if questionnaire else None


def proved(found: Bench) -> Proved | None:
    """The proof, if it is finished."""
    task = proof_of(found)
    return task.result if task else None


@blueprint.get("/drafts/<draft_id>/checks")
@permit(Permission.EDIT_QUESTIONNAIRES)
def checks(draft_id: str) -> str:
    """Problems, example patients, proof."""
    found = bench(draft_id)
    return render_template(
        "authoring/checks.html",
        bench=found,
        draft=found.draft,
        task=proof_of(found),
        witnesses=_witnesses(found),
        here="checks",
    )


@blueprint.get("/drafts/<draft_id>/checks/proof")
@permit(Permission.EDIT_QUESTIONNAIRES)
def proof(draft_id: str) -> str:
    """The proof alone, as far as it has come: for the script."""
    found = bench(draft_id)
    return render_template(
        "authoring/proof.html", bench=found, draft=found.draft, task=proof_of(found), witnesses=_witnesses(found)
    )


def _witnesses(found: Bench) -> dict[str, Shown]:
    """Who refutes each statement that does not hold, by the statement."""
    result, questionnaire = proved(found), found.checked.questionnaire
    if result is None or questionnaire is None:
        return {}
    statements = (each.statement for each in result.told if each.statement is not None)
    return {
        str(each.claim): shown(questionnaire, each.witness.answers, each.witness.as_of)
        for each in statements
        if each.witness is not None
    }


@blueprint.post("/drafts/<draft_id>/accept")
@permit(Permission.EDIT_QUESTIONNAIRES)
def accept(draft_id: str) -> Response:
    """Accepts a statement that does not hold, with a reason and one's name."""
    statement = request.form.get("statement", "")
    why = " ".join(request.form.get("why", "").split())
    if not why or not statement:
        abort(400)
    signed = f"{why} ({member().name}, {bench(draft_id).day.isoformat()})"

    def accepted(files: Files) -> Files:
        listed = open_main(files).plain(("accepted",))
        before: list[Plain] = list(listed) if isinstance(listed, list) else []
        return set_key(files, None, "accepted", [*before, {"statement": statement, "why": signed}])

    then = url_for(".checks", draft_id=draft_id)
    return edit(draft_id, accepted, f"accepted: {statement}", then=then)


@blueprint.post("/drafts/<draft_id>/keep-witness")
@permit(Permission.EDIT_QUESTIONNAIRES)
def keep_witness(draft_id: str) -> Page:
    """A person whom the proof, the comparison or somebody trying it out found becomes an example patient."""
    found = bench(draft_id)
    questionnaire = found.checked.questionnaire
    if questionnaire is None:
        return redirect(url_for(".checks", draft_id=draft_id), code=303)
    made = vignette_of(questionnaire, request.form.get("answers", ""), request.form.get("as_of", ""))
    name = request.form.get("called", "").strip()[:NAME_LETTERS] or next_name(questionnaire.vignettes)
    vignette = kept_as(made, name, request.form.get("title", "").strip() or "A case that was found")
    then = url_for(".text", draft_id=draft_id, file=VIGNETTES)
    return edit(draft_id, lambda files: with_vignette(files, vignette), f"kept {name} as an example patient", then=then)
