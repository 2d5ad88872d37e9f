"""Changing one threshold from the list of all."""

from flask import request, url_for
from werkzeug.wrappers import Response

from screener.definition.editing import set_key
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.rooms import blueprint, edit
from screener.web.authoring.things import thing_named


@blueprint.post("/drafts/<draft_id>/value/<name>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def change_value(draft_id: str, name: str) -> Response:
    """Its value alone."""
    thing, value = thing_named("setting", name), request.form.get("value", "").strip()
    then = url_for(".thresholds", draft_id=draft_id, _anchor=f"setting-{name}")
    return edit(draft_id, lambda files: set_key(files, thing, "value", value), f"changed {thing} to {value}", then=then)
