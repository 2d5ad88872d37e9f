"""The form of one thing: a question, a rule, a threshold; adding, moving, renaming, copying and deleting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition import editing
from screener.definition.conditions_words import explain
from screener.definition.editing import Opened, add, open_main, set_key
from screener.definition.model import Questionnaire
from screener.definition.naming import must_be_free
from screener.definition.placing import NotEditableError
from screener.definition.plain_values import same
from screener.definition.problems import Problem
from screener.definition.refactoring import delete, duplicate, referrers, rename
from screener.definition.spans import UnreadableYamlError
from screener.definition.things import Sort, Thing
from screener.definition.yaml_text import Plain
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.kept import Fault, keep, kept_at, let_go
from screener.web.authoring.reading_drafts import Contents, Part, contents, lines_of, siblings
from screener.web.authoring.rooms import (
    REFUSED,
    Bench,
    Files,
    Page,
    Saving,
    began_with,
    bench,
    bench_of,
    blueprint,
    edit,
    lost,
    near,
    save,
)
from screener.web.authoring.thing_fields import (
    ADDABLE,
    CONFIDENCES,
    LEVELS,
    STATES,
    Asked,
    asked_of,
    fault_of,
    shown,
    typed,
)

SORTS = frozenset(get_args(Sort)) - {"vignette", "translation", "column"}
HOME: Mapping[str, str] = {
    "setting": "thresholds",
    "rule": "rules",
    "value": "rules",
    "message": "rules",
    "source": "rules",
}
"""The page on which a thing is listed; the outline for all others."""


@dataclass(frozen=True, slots=True)
class Look:
    """A thing on its page."""

    bench: Bench
    contents: Contents
    part: Part
    asked: tuple[Asked, ...]
    lines: tuple[int, int]
    before: Thing | None
    after: Thing | None
    referrers: tuple[str, ...]
    in_words: Mapping[str, str]
    """Its conditions in words, by their keys, where the draft can be read."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it."""
        return near(self.bench.checked.problems, *self.lines)


def thing_named(sort: str, name: str) -> Thing:
    """The thing that an address names."""
    if sort not in SORTS or len(name) > 200:
        abort(404)
    return Thing(cast(Sort, sort), name)


def home_of(draft_id: str, thing: Thing) -> str:
    """The address of the page on which it is listed."""
    if thing.sort in ("choice", "row"):
        question = thing.name.split(".")[0]
        return url_for(".show_thing", draft_id=draft_id, sort="question", name=question, _anchor=f"{thing.sort}s")
    anchor = f"{thing.sort}-{thing.name}"
    return url_for(f".{HOME.get(thing.sort, 'outline')}", draft_id=draft_id, _anchor=anchor)


def look(found: Bench, thing: Thing) -> Look:
    """The thing, looked at. Raises `UnreadableYamlError`; 404 where it is not there."""
    opened = open_main(found.draft.files)
    if thing not in opened.things:
        abort(404)
    everything = contents(opened)
    part = everything.by_thing[thing]
    before, after = siblings(opened, thing)
    return Look(
        bench=found,
        contents=everything,
        part=part,
        asked=asked_of(thing.sort, part.said),
        lines=lines_of(opened, part.path),
        before=before,
        after=after,
        referrers=_referrers(found, thing),
        in_words=_in_words(found.checked.questionnaire, thing),
    )


def _referrers(found: Bench, thing: Thing) -> tuple[str, ...]:
    try:
        return referrers(found.draft.files, thing)
    except REFUSED:
        return ()


def _in_words(questionnaire: Questionnaire | None, thing: Thing) -> dict[str, str]:
    if questionnaire is None:
        return {}
    kept: Mapping[str, object] = {
        "rule": questionnaire.rules,
        "question": questionnaire.questions,
        "step": questionnaire.steps,
        "section": {each.id: each for each in questionnaire.sections},
    }.get(thing.sort, {})  # type: ignore[assignment]
    when = getattr(kept.get(thing.name), "when", None)
    return {} if when is None else {"when": explain(when, questionnaire, language=questionnaire.language)}


@blueprint.get("/drafts/<draft_id>/<sort>/<name>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def show_thing(draft_id: str, sort: str, name: str) -> Page:
    """Its form, as the draft says it, and over that what the member typed and could not save."""
    found, thing = bench(draft_id), thing_named(sort, name)
    try:
        seen = look(found, thing)
    except UnreadableYamlError as refused:
        flash(str(refused), "danger")
        return redirect(url_for(".text", draft_id=draft_id), code=303)
    values = {each.key: shown(each, seen.part.said) for each in seen.asked}
    kept = kept_at(place_of(draft_id, thing))
    typed_over = {
        each.key: kept.fields[each.name] if each.way == "states" else kept.text(each.name)
        for each in seen.asked
        if kept is not None and each.name in kept.fields
    }
    return render_template(
        "authoring/thing.html",
        bench=seen.bench,
        draft=seen.bench.draft,
        look=seen,
        thing=thing,
        values={**values, **typed_over},
        now_says={key: "; ".join((value,) if isinstance(value := values[key], str) else value) for key in typed_over},
        place=place_of(draft_id, thing),
        levels=LEVELS,
        confidences=CONFIDENCES,
        states=STATES,
        addable=tuple(ADDABLE),
        home=home_of(seen.bench.draft.id, thing),
        here=HOME.get(thing.sort, "outline"),
    )


def place_of(draft_id: str, thing: Thing) -> str:
    """Where what was typed into its form is kept."""
    return f"{draft_id}/{thing.sort}/{thing.name}"


@blueprint.post("/drafts/<draft_id>/<sort>/<name>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def change_thing(draft_id: str, sort: str, name: str) -> Page:
    """Saves what was changed in its form. Where that cannot be, it stands there again, with the reason."""
    thing, found = thing_named(sort, name), bench(draft_id)
    then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=name)
    try:
        before, current = said_of(began_with(found.draft), thing), said_of(found.draft.files, thing)
    except UnreadableYamlError as refused:
        return lost(draft_id, str(refused))
    if current is None:
        if before is None:
            abort(404)
        return lost(draft_id, f"{str(thing).capitalize()} is not there any more: somebody deleted or renamed it.")
    mine, faults = _weighed(thing, before or current, current)
    if not faults:
        try:
            saved = save(draft_id, lambda files: changed(files, thing, mine), f"changed {thing}")
        except REFUSED as refused:
            faults = [("", str(refused))]
    place = place_of(draft_id, thing)
    if faults:
        asked = {each.key: each for each in asked_of(thing.sort, current)}
        keep(place, faults, {asked[key].name: request.form.getlist(asked[key].name) for key in mine})
        return redirect(then, code=303)
    let_go(place)
    return _went_on(saved, thing, then)


def _went_on(saved: Saving, thing: Thing, then: str) -> Response:
    """Back to the form where the check has something to say of the thing, else to where the button leads."""
    to_mend = [each for each in look(bench_of(saved.draft), thing).problems if each.severity == "problem"]
    words = f"Saved: changed {thing}." if saved.has_changed else "Nothing changed."
    flash(f"{words} Something in it is still to mend." if to_mend else words, "warm" if to_mend else "good")
    leaves = request.form.get("then") and not to_mend
    return redirect(home_of(saved.draft.id, thing) if leaves else then, code=303)


def said_of(files: Files, thing: Thing) -> Mapping[str, Plain] | None:
    """What the files say of a thing; None where it is not in them. Raises `UnreadableYamlError`."""
    opened = open_main(files)
    if thing not in opened.things:
        return None
    said = opened.plain(opened.path(thing))
    return said if isinstance(said, Mapping) else {"": said}


def _weighed(
    thing: Thing, before: Mapping[str, Plain], current: Mapping[str, Plain]
) -> tuple[dict[str, Plain], list[Fault]]:
    """What the form changes of what it began with, and what keeps that from being saved."""
    mine: dict[str, Plain] = {}
    faults: list[Fault] = []
    for each in asked_of(thing.sort, before):
        value, was, is_now = typed(each, request.form.getlist(each.name), before), before.get(each.key), None
        if same(value, was) or (value is None and not was):
            continue
        mine[each.key], is_now = value, current.get(each.key)
        if value is None and each.is_needed:
            faults.append((each.name, f"“{each.label}” is needed."))
        elif words := fault_of(thing.sort, each.key, value):
            faults.append((each.name, f"“{each.label}” {words}"))
        elif not same(is_now, was) and not same(is_now, value):
            words = "was changed by somebody else meanwhile. Save again to put yours in its place."
            faults.append((each.name, f"“{each.label}” {words}"))
    return mine, faults


def changed(files: Files, thing: Thing, given: Mapping[str, Plain]) -> Files:
    """The files with each key as the form says. Raises `NothingThereError`."""
    for key, value in given.items():
        files = set_key(files, thing, key, value)
    return files


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/move")
@permit(Permission.EDIT_QUESTIONNAIRES)
def move_thing(draft_id: str, sort: str, name: str) -> Response:
    """One place earlier or later, or behind the last question of another page."""
    thing = thing_named(sort, name)
    where = request.form.get("where", "")

    def moved(files: Files) -> Files:
        opened = open_main(files)
        before, after = siblings(opened, thing)
        if where.startswith("step:"):
            last = _last_question(opened, where.removeprefix("step:"))
            return editing.move(files, thing, beside=last, is_after=True)
        beside = before if where == "earlier" else after
        return editing.move(files, thing, beside=beside, is_after=where != "earlier") if beside else files

    return edit(draft_id, moved, f"moved {thing}", then=home_of(draft_id, thing))


def _last_question(opened: Opened, step: str) -> Thing:
    path = opened.path(Thing("step", step))
    inside = [
        each for each, named in opened.things.items() if each.sort == "question" and named.path[: len(path)] == path
    ]
    return inside[-1]


def name_form(thing: Thing) -> str:
    """The small form that renames or copies it."""
    return f"{thing.sort}/{thing.name}/name"


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/rename")
@permit(Permission.EDIT_QUESTIONNAIRES)
def rename_thing(draft_id: str, sort: str, name: str) -> Response:
    """Everything that refers to it follows."""
    thing, called = thing_named(sort, name), request.form.get("called", "").strip()
    new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], called)))
    then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=new.name or "-")
    return edit(
        draft_id,
        lambda files: rename(files, thing, called),
        f"renamed {thing} to {called}",
        then=then,
        form=name_form(thing),
    )


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/copy")
@permit(Permission.EDIT_QUESTIONNAIRES)
def copy_thing(draft_id: str, sort: str, name: str) -> Response:
    """A copy right behind it, under another name."""
    thing, called = thing_named(sort, name), request.form.get("called", "").strip()
    new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], called)))
    then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=new.name or "-")
    return edit(
        draft_id,
        lambda files: duplicate(files, thing, called),
        f"copied {thing} as {called}",
        then=then,
        form=name_form(thing),
    )


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/delete")
@permit(Permission.EDIT_QUESTIONNAIRES)
def delete_thing(draft_id: str, sort: str, name: str) -> Response:
    """Refused while others refer to it."""
    thing = thing_named(sort, name)
    before = said_of(began_with(bench(draft_id).draft), thing)

    def deleted(files: Files) -> Files:
        if before is not None and said_of(files, thing) not in (before, None):
            raise NotEditableError(f"{thing} was changed by somebody else meanwhile: look at it, and delete it then.")
        return delete(files, thing)

    return edit(draft_id, deleted, f"deleted {thing}", then=home_of(draft_id, thing))


@blueprint.post("/drafts/<draft_id>/add/<sort>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def add_thing(draft_id: str, sort: str) -> Response:
    """A new thing, with the least that it needs; its own form asks for the rest."""
    inside, called = request.form.get("inside", ""), request.form.get("called", "").strip()
    thing, holder = thing_named(sort, called or "-"), None
    if sort in ("choice", "row"):
        thing, holder = Thing(thing.sort, f"{inside}.{called}"), Thing("question", inside)
    elif sort in ("step", "question"):
        holder = Thing("section" if sort == "step" else "step", inside)
    words = request.form.get("words", "").strip()
    value = _beginning(sort, request.form.get("kind", ""), words, called)
    then = home_of(draft_id, thing)
    if sort not in ("choice", "row", "setting"):
        then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=thing.name)

    def added(files: Files) -> Files:
        must_be_free(thing, open_main(files).things)  # first, so that a bad or a taken name writes nothing
        if fault := words_missing(sort, words):
            raise NotEditableError(fault)
        return add(files, thing, value, inside=holder)

    return edit(draft_id, added, f"added {thing}", then=then, form=f"add/{sort}/{inside}")


def words_missing(sort: str, words: str) -> str:
    """Why nothing can be added without words, or with these; empty where it can."""
    if sort == "setting":
        fault = fault_of("setting", "value", words)
        return f"The value {fault}" if fault else ""
    return "" if words else "Say it in words, too: nothing is made up in your place."


def _beginning(sort: str, kind: str, words: str, called: str) -> Plain:
    """The least that it needs. What nobody has said stands empty, and the check names it until somebody does."""
    match sort:
        case "choice" | "row":
            return words
        case "question":
            return {**ADDABLE.get(kind, ADDABLE["yes-no"]), "text": words}
        case "step" | "section":
            question: Plain = {"id": f"{called}_first", "kind": "yes-no", "text": ""}
            step: Plain = {"title": words, "questions": [question]}
            page: Plain = {"id": f"{called}_page", "title": words, "questions": [question]}
            return step if sort == "step" else {"title": words, "steps": [page]}
        case "rule":
            texts = {"group": "New", "level": "review", "when": "", "message": words}
            return {**texts, "why": "", "sources": [], "confidence": "C"}
        case "setting":
            return {"value": words}
        case "message":
            return {"text": words, "order": "100"}
        case "value":
            return {"is": "", "text": words}
        case _:
            return {"title": words, "addresses": []}
