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
from screener.definition.problems import Problem
from screener.definition.refactoring import delete, duplicate, referrers, rename
from screener.definition.spans import UnreadableYamlError
from screener.definition.things import Sort, Thing
from screener.definition.yaml_text import Plain
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.reading_drafts import Contents, Part, contents, lines_of, siblings
from screener.web.authoring.rooms import REFUSED, Bench, Files, Page, bench, bench_of, blueprint, edit, near, save
from screener.web.authoring.thing_fields import (
    ADDABLE,
    CONFIDENCES,
    LEVELS,
    STATES,
    Asked,
    asked_of,
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
    """Its form, as the draft says it."""
    found, thing = bench(draft_id), thing_named(sort, name)
    try:
        seen = look(found, thing)
    except UnreadableYamlError as refused:
        flash(str(refused), "danger")
        return redirect(url_for(".text", draft_id=draft_id), code=303)
    return thing_page(seen, {each.key: shown(each, seen.part.said) for each in seen.asked})


def thing_page(seen: Look, values: Mapping[str, object], refused: str = "") -> str:
    """The page, with what stands in its inputs."""
    return render_template(
        "authoring/thing.html",
        bench=seen.bench,
        draft=seen.bench.draft,
        look=seen,
        thing=seen.part.thing,
        values=values,
        refused=refused,
        levels=LEVELS,
        confidences=CONFIDENCES,
        states=STATES,
        addable=tuple(ADDABLE),
        home=home_of(seen.bench.draft.id, seen.part.thing),
        here=HOME.get(seen.part.thing.sort, "outline"),
    )


@blueprint.post("/drafts/<draft_id>/<sort>/<name>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def change_thing(draft_id: str, sort: str, name: str) -> Page:
    """Saves its form; shows it again, as typed, where that cannot be."""
    thing = thing_named(sort, name)
    seen = look(bench(draft_id), thing)
    given = {each.key: typed(each, request.form.getlist(each.name), seen.part.said) for each in seen.asked}
    try:
        saved = save(draft_id, lambda files: changed(files, thing, given), f"changed {thing}")
    except REFUSED as refused:
        return thing_page(seen, _as_typed(seen), str(refused)), 422
    words = "Nothing changed." if saved.version == seen.bench.draft.version else f"Saved: changed {thing}."
    flash(words, "good")
    after = look(bench_of(saved), thing)
    place = url_for(".show_thing", draft_id=draft_id, sort=sort, name=name)
    return redirect(
        place if after.problems else (request.form.get("then") and home_of(draft_id, thing)) or place, code=303
    )


def changed(files: Files, thing: Thing, given: Mapping[str, Plain]) -> Files:
    """The files with each key as the form says."""
    for key, value in given.items():
        if value is not None or not _is_needed(thing, key):
            files = _with_key(files, thing, key, value)
    return files


def _with_key(files: Files, thing: Thing, key: str, value: Plain) -> Files:
    opened = open_main(files)
    there = opened.plain((*opened.path(thing), key) if key else opened.path(thing))
    return files if value is None and there is None else set_key(files, thing, key, value)


def _is_needed(thing: Thing, key: str) -> bool:
    return any(each.key == key and each.is_needed for each in asked_of(thing.sort, {}))


def _as_typed(seen: Look) -> dict[str, object]:
    return {
        each.key: tuple(request.form.getlist(each.name)) if each.way == "states" else request.form.get(each.name, "")
        for each in seen.asked
    }


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


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/rename")
@permit(Permission.EDIT_QUESTIONNAIRES)
def rename_thing(draft_id: str, sort: str, name: str) -> Response:
    """Everything that refers to it follows."""
    thing, called = thing_named(sort, name), request.form.get("called", "").strip()
    new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], called)))
    then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=new.name or "-")
    return edit(draft_id, lambda files: rename(files, thing, called), f"renamed {thing} to {called}", then=then)


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/copy")
@permit(Permission.EDIT_QUESTIONNAIRES)
def copy_thing(draft_id: str, sort: str, name: str) -> Response:
    """A copy right behind it, under another name."""
    thing, called = thing_named(sort, name), request.form.get("called", "").strip()
    new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], called)))
    then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=new.name or "-")
    return edit(draft_id, lambda files: duplicate(files, thing, called), f"copied {thing} as {called}", then=then)


@blueprint.post("/drafts/<draft_id>/<sort>/<name>/delete")
@permit(Permission.EDIT_QUESTIONNAIRES)
def delete_thing(draft_id: str, sort: str, name: str) -> Response:
    """Refused while others refer to it."""
    thing = thing_named(sort, name)
    return edit(draft_id, lambda files: delete(files, thing), f"deleted {thing}", then=home_of(draft_id, thing))


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
    value = _beginning(sort, request.form.get("kind", ""), request.form.get("words", "").strip(), called)
    then = home_of(draft_id, thing)
    if sort not in ("choice", "row", "setting"):
        then = url_for(".show_thing", draft_id=draft_id, sort=sort, name=thing.name)
    return edit(draft_id, lambda files: _added(files, thing, value, holder), f"added {thing}", then=then)


def _added(files: Files, thing: Thing, value: Plain, holder: Thing | None) -> Files:
    """Named first as it will be called, so that a bad or a taken name is refused before anything is written."""
    must_be_free(thing, open_main(files).things)
    return add(files, thing, value, inside=holder)


def _beginning(sort: str, kind: str, words: str, called: str) -> Plain:
    first: Mapping[str, Plain] = {**ADDABLE.get(kind, ADDABLE["yes-no"]), **({"text": words} if words else {})}
    match sort:
        case "choice" | "row":
            return words or called
        case "question":
            return first
        case "step" | "section":
            question: Plain = {"id": f"{called}_first", "kind": "yes-no", "text": "Yes or no?"}
            step: Plain = {"title": words or called, "questions": [question]}
            page: Plain = {"id": f"{called}_page", "title": words or called, "questions": [question]}
            return step if sort == "step" else {"title": words or called, "steps": [page]}
        case "rule":
            texts = {"group": "New", "level": "review", "when": "required_blank > 1000", "message": words or "…"}
            return {**texts, "why": "…", "sources": ["…"], "confidence": "C"}
        case "setting":
            return {"value": words or "0"}
        case "message":
            return {"text": words or called, "order": "100"}
        case "value":
            return {"is": "required_blank", "text": words or called}
        case _:
            return {"title": words or called, "addresses": []}
