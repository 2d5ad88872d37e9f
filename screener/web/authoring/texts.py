"""The files themselves: the YAML and CSV as text, with their problems beside them."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for

from screener.definition.source_files import ALIASES, MAIN, MEDICINES, VIGNETTES, is_ours
from screener.services import draft_checks
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.rooms import Bench, Page, bench, bench_of, blueprint, save, today
from screener.web.authoring.telling import told
from screener.web.pages import STATIC

EDITOR = "made/editor.js"
"""Bundled when the package is built; where it could not be, the page has its plain field."""
AROUND = 4
"""Lines shown before and behind one that a problem points at."""
WORDS = {
    MAIN: "The questionnaire",
    VIGNETTES: "Example patients",
    MEDICINES: "Medicines",
    ALIASES: "Other names of medicines",
}


@blueprint.get("/drafts/<draft_id>/text")
@permit(Permission.EDIT_QUESTIONNAIRES)
def text(draft_id: str) -> str:
    """One file as text."""
    found = bench(draft_id)
    name = file_asked(request.args.get("file", MAIN))
    content = found.draft.files.get(name, b"").decode("utf-8", "replace")
    return text_page(found, name, content)


@blueprint.post("/drafts/<draft_id>/text")
@permit(Permission.EDIT_QUESTIONNAIRES)
def save_text(draft_id: str) -> Page:
    """Saves the file as it was typed, whatever is wrong with it; its problems are shown."""
    name = file_asked(request.form.get("file", MAIN))
    before = bench(draft_id).draft
    content = as_kept(request.form.get("text", ""), before.files.get(name, b""))
    saved = save(draft_id, lambda files: with_file(files, name, content), f"wrote {name}")
    found = bench_of(saved)
    faults = [each for each in found.checked.faults if each.place.file == name]
    words = "Nothing changed." if saved.version == before.version else f"Saved {name}."
    flash(words if not faults else f"{words} {len(faults)} to mend in this file.", "warm" if faults else "good")
    return redirect(url_for(".text", draft_id=draft_id, file=name), code=303)


@blueprint.post("/drafts/<draft_id>/text/check")
@permit(Permission.EDIT_QUESTIONNAIRES)
def check_text(draft_id: str) -> dict[str, object]:
    """The problems of a file as it is being typed. Saves nothing."""
    name = file_asked(request.form.get("file", MAIN))
    draft = bench(draft_id).draft
    content = as_kept(request.form.get("text", ""), draft.files.get(name, b""))
    files = with_file(draft.files, name, content)
    checked = draft_checks.check(files, draft.slug, as_of=today())
    return {
        **told(files, name, checked.questionnaire),
        "problems": [each.to_json() for each in checked.problems if each.place.file == name],
        "elsewhere": sum(each.place.file != name for each in checked.faults),
        "failed": list(checked.failed),
    }


def file_asked(name: str) -> str:
    """The file's name, if a questionnaire may have one of that name."""
    if not is_ours(name):
        abort(404)
    return name


def with_file(files: Mapping[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    """The files with one changed; an empty companion goes."""
    if not content and name != MAIN:
        return {each: kept for each, kept in files.items() if each != name}
    return {**files, name: content}


def as_kept(typed: str, before: bytes) -> bytes:
    """What was typed, with the line ends and the mark at the front that the file had: browsers send CR LF."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = lines.replace("\n", "\r\n") if b"\r\n" in before else lines
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + kept.removeprefix("\ufeff").encode("utf-8", "surrogatepass")


def text_page(found: Bench, name: str, content: str) -> str:
    """The page."""
    lines = content.splitlines()
    asked = request.args.get("line", 0, type=int)
    first = max(1, asked - AROUND)
    around = [(number, lines[number - 1]) for number in range(first, min(len(lines), asked + AROUND) + 1)]
    files = (*WORDS, *sorted(found.draft.files.keys() - WORDS.keys()))
    return render_template(
        "authoring/text.html",
        bench=found,
        draft=found.draft,
        file=name,
        files=[(each, WORDS.get(each, f"Translation {each.removesuffix('.yaml')}")) for each in files],
        text=content,
        problems=[each for each in found.checked.problems if each.place.file == name],
        line=asked,
        around=around if 0 < asked <= len(lines) else [],
        here="text",
        editor=EDITOR,
        has_editor=(STATIC / EDITOR).exists(),
    )
