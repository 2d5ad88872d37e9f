"""Changing thresholds from the list of all: one form, each row weighed against what was saved meanwhile."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from screener.definition.editing import open_main, set_key
from screener.definition.plain_values import same
from screener.definition.things import Thing
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.kept import Fault, keep, let_go
from screener.web.authoring.rooms import REFUSED, Files, began_with, bench, blueprint, save
from screener.web.authoring.thing_fields import fault_of

INPUT = "value-"
"""Before a threshold's name: its input."""


@blueprint.post("/drafts/<draft_id>/thresholds")
@permit(Permission.EDIT_QUESTIONNAIRES)
def change_values(draft_id: str) -> Response:
    """Saves every value that was typed anew. All of them or none: one that cannot be is told beside its row."""
    draft, place = bench(draft_id).draft, f"{draft_id}/thresholds"
    before, current = values_of(began_with(draft)), values_of(draft.files)
    typed = {name: request.form.get(f"{INPUT}{name}", before[name]).strip() for name in before}
    mine = {name: value for name, value in typed.items() if not same(value, before[name])}
    faults = [fault for name, value in mine.items() if (fault := _fault(name, value, before, current))]
    changes = {name: value for name, value in mine.items() if not same(value, current.get(name))}
    what = ", ".join(f"changed {name} to {value}" for name, value in changes.items())
    if not faults:
        try:
            saved = save(draft_id, lambda files: _changed(files, changes), what[:MOST_WORDS] or "changed thresholds")
        except REFUSED as refused:
            faults = [("", str(refused))]
    if faults:
        keep(place, faults, {f"{INPUT}{name}": [value] for name, value in mine.items()})
        return redirect(url_for(".thresholds", draft_id=draft_id), code=303)
    let_go(place)
    flash(f"Saved: {what}." if saved.has_changed else "Nothing changed.", "good")
    anchor = f"setting-{next(iter(changes))}" if changes else None
    return redirect(url_for(".thresholds", draft_id=draft_id, _anchor=anchor), code=303)


MOST_WORDS = 500
"""Of what a save says about itself."""


def values_of(files: Files) -> dict[str, str]:
    """The value of each threshold, as it is written."""
    opened = open_main(files)
    names = [thing.name for thing in opened.things if thing.sort == "setting"]
    said = {name: opened.plain((*opened.path(Thing("setting", name)), "value")) for name in names}
    return {name: value if isinstance(value, str) else "" for name, value in said.items()}


def _fault(name: str, value: str, before: Mapping[str, str], current: Mapping[str, str]) -> Fault | None:
    field = f"{INPUT}{name}"
    if words := fault_of("setting", "value", value):
        return field, f"{name} {words}"
    if name not in current:
        return field, f"{name} is not there any more: somebody deleted or renamed it meanwhile."
    if not same(current[name], before[name]) and not same(current[name], value):
        return field, f"{name} was changed to {current[name]} meanwhile. Save again to put {value} in its place."
    return None


def _changed(files: Files, changes: Mapping[str, str]) -> Files:
    for name, value in changes.items():
        files = set_key(files, Thing("setting", name), "value", value)
    return files
