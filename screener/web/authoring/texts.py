"""The files themselves: the YAML and CSV as text, with their problems beside them."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for

from screener.definition.merging import Merged, merge
from screener.definition.source_files import ALIASES, MAIN, MEDICINES, VIGNETTES, is_ours
from screener.errors import Refusal
from screener.services import authoring, draft_checks
from screener.services.authoring import DraftView
from screener.services.draft_files import UnusableFilesError
from screener.services.kept_forms import KeptForm
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.kept import keep, kept_at, let_go
from screener.web.authoring.rooms import (
    Bench,
    Files,
    Page,
    began_with,
    bench,
    bench_of,
    blueprint,
    save,
    today,
    version,
)
from screener.web.authoring.telling import told
from screener.web.house import services
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
    """One file as text: as it was typed where it could not be saved, else as the draft says it."""
    found = bench(draft_id)
    name = file_asked(request.args.get("file", MAIN))
    kept = kept_at(place_of(draft_id, name))
    merged, base = merge_of(found.draft, name, kept) if kept else (None, found.draft.version)
    content = as_text(found.draft.files.get(name, b""))
    return text_page(found, name, kept.text("text", content) if kept else content, base, merged)


def place_of(draft_id: str, name: str) -> str:
    """Where a file as typed is kept."""
    return f"{draft_id}/text/{name}"


def as_text(content: bytes) -> str:
    """A file as its field shows it."""
    return content.decode("utf-8", "replace")


def merge_of(draft: DraftView, name: str, kept: KeptForm) -> tuple[Merged | None, int]:
    """What was typed beside what the draft says now, if both changed the same lines; and the save it began with."""
    base = int(kept.text("base", "0"))
    with services().reading() as work:
        before = authoring.find_files(work, draft_id=draft.id, version=base)
    if before is None:
        return None, draft.version
    merged = merge(_plain(before, name), _plain(draft.files, name), kept.text("text"))
    return (merged if merged.clashes else None), base


def _plain(files: Mapping[str, bytes], name: str) -> str:
    """A file with the line ends that browsers' texts are given here."""
    return with_plain_ends(as_text(files.get(name, b"")).removeprefix("\ufeff"))


def with_plain_ends(typed: str) -> str:
    """A text with the line ends of files."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")


@blueprint.post("/drafts/<draft_id>/text")
@permit(Permission.EDIT_QUESTIONNAIRES)
def save_text(draft_id: str) -> Page:
    """Saves the file as it was typed, whatever is wrong with it, merged with what others saved meanwhile."""
    name = file_asked(request.form.get("file", MAIN))
    found = bench(draft_id)
    before = began_with(found.draft)
    return _saved(found.draft, name, before, request.form.get("text", ""), ())


@blueprint.post("/drafts/<draft_id>/text/choose")
@permit(Permission.EDIT_QUESTIONNAIRES)
def choose_lines(draft_id: str) -> Page:
    """Saves what was typed, with what was chosen wherever somebody else had changed the same lines."""
    name = file_asked(request.form.get("file", MAIN))
    draft, here = bench(draft_id).draft, url_for(".text", draft_id=draft_id, file=name)
    kept = kept_at(place_of(draft_id, name))
    if kept is None:
        return redirect(here, code=303)
    merged, base = merge_of(draft, name, kept)
    choices = tuple(request.form.get(f"keep-{at}", "") for at in range(len(merged.clashes))) if merged else ()
    if request.form.get("against") != draft.sha256:
        flash("The draft was saved again meanwhile: look at what differs now.", "danger")
        return redirect(here, code=303)
    if not all(choices):
        flash("Choose for each of them what the text is to say.", "danger")
        return redirect(here, code=303)
    with services().reading() as work:
        before = authoring.find_files(work, draft_id=draft_id, version=base) or draft.files
    return _saved(draft, name, before, kept.text("text"), choices)


def _saved(draft: DraftView, name: str, before: Mapping[str, bytes], typed: str, choices: tuple[str, ...]) -> Page:
    """The file saved; or kept as typed, where somebody must choose first or it cannot be."""
    draft_id, mine = draft.id, with_plain_ends(typed).removeprefix("\ufeff")
    here, place = url_for(".text", draft_id=draft_id, file=name), place_of(draft.id, name)

    def written(files: Files) -> Files:
        merged = merge(_plain(before, name), _plain(files, name), mine)
        if len(merged.clashes) > len(choices):
            raise ClashError(len(merged.clashes))
        return with_file(files, name, as_kept(merged.text(choices), files.get(name, b"")))

    try:
        saved = save(draft_id, written, f"wrote {name}")
    except (ClashError, UnusableFilesError) as refused:
        keep(place, [("", str(refused))], {"text": [mine], "base": [str(version())]})
        return redirect(here, code=303)
    let_go(place)
    faults = [each for each in bench_of(saved.draft).checked.faults if each.place.file == name]
    words = f"Saved {name}." if saved.has_changed else "Nothing changed."
    if saved.has_changed and _plain(saved.draft.files, name) != mine:
        words += " What was saved meanwhile is in it, too."
    flash(words if not faults else f"{words} {len(faults)} to mend in this file.", "warm" if faults else "good")
    return redirect(here, code=303)


class ClashError(Refusal):
    """Somebody else changed the same lines meanwhile; `count` says in how many places."""

    def __init__(self, count: int) -> None:
        places = "one place" if count == 1 else f"{count} places"
        super().__init__(f"Somebody else changed the same lines meanwhile, in {places}. Choose what they are to say.")
        self.count = count


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
    lines = with_plain_ends(typed)
    kept = lines.replace("\n", "\r\n") if b"\r\n" in before else lines
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + kept.removeprefix("\ufeff").encode("utf-8", "surrogatepass")


def text_page(found: Bench, name: str, content: str, base: int, merged: Merged | None) -> str:
    """The page; `base` is the save that the text began with, `merged` what others changed in the same lines."""
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
        base=base,
        merged=merged,
        place=place_of(found.draft.id, name),
        problems=[each for each in found.checked.problems if each.place.file == name],
        line=asked,
        around=around if 0 < asked <= len(lines) else [],
        here="text",
        editor=EDITOR,
        has_editor=(STATIC / EDITOR).exists(),
    )
