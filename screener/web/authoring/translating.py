"""Translations beside what they translate: what is missing or stale first; out as PO files, and in again."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request, url_for

from screener.catalogs import LANGUAGES
from screener.definition.po import BadPoFileError, from_po, to_po
from screener.definition.problems import QuestionnaireProblems
from screener.definition.source_files import language_of
from screener.definition.translations import NewText, Translated, file_of, translated_texts, with_texts
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.kept import keep, let_go
from screener.web.authoring.listing import content_of
from screener.web.authoring.rooms import REFUSED, Bench, Files, Page, began_with, bench, blueprint, lost, save

AT_ONCE = 25
"""Texts on one page."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    language: str
    all: tuple[Translated, ...]

    @property
    def to_do(self) -> tuple[Translated, ...]:
        """What is missing or stale, what nobody may be left without first."""
        found = (each for each in self.all if each.translation is None or each.is_stale)
        return tuple(sorted(found, key=lambda each: not each.grave))

    @property
    def missing(self) -> int:
        """How many have no translation."""
        return sum(each.translation is None for each in self.all)

    @property
    def stale(self) -> int:
        """How many have changed since they were translated."""
        return sum(each.is_stale for each in self.all)


def languages(files: Files) -> tuple[str, ...]:
    """Those that there are translations to, and those that the interface speaks."""
    there = {language for name in files if (language := language_of(name))}
    return tuple(sorted(there | set(LANGUAGES[1:])))


def texts_of(found: Bench, language: str) -> Texts:
    """The texts beside their translations. Raises `QuestionnaireProblems`; 404 for what is no language."""
    try:
        file_of(language)
    except ValueError:
        abort(404)
    return Texts(language, translated_texts(found.draft.files, language))


@blueprint.get("/drafts/<draft_id>/translations/<language>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def translations(draft_id: str, language: str) -> Page:
    """Side by side, a page at a time."""
    found = bench(draft_id)
    try:
        texts = texts_of(found, language)
    except QuestionnaireProblems:
        return render_template("authoring/unreadable.html", bench=found, draft=found.draft, here="translations")
    shows_all = request.args.get("show") == "all" or not texts.to_do
    chosen = texts.all if shows_all else texts.to_do
    first = max(0, request.args.get("from", 0, type=int))
    return render_template(
        "authoring/translations.html",
        bench=found,
        draft=found.draft,
        texts=texts,
        languages=languages(found.draft.files),
        shows_all=shows_all,
        shown=chosen[first : first + AT_ONCE],
        first=first,
        of_all=len(chosen),
        at_once=AT_ONCE,
        place=place_of(draft_id, language),
        here="translations",
    )


@blueprint.post("/drafts/<draft_id>/translations/<language>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def translate(draft_id: str, language: str) -> Page:
    """Saves the translations of one page; what is left empty stays as it was."""
    found, place = bench(draft_id), place_of(draft_id, language)
    try:
        texts = texts_of(found, language)
        before = {
            each.path: (each.translation or "").strip() for each in translated_texts(began_with(found.draft), language)
        }
    except QuestionnaireProblems:
        return lost(draft_id, "The draft cannot be read any more. Mend its text first; what you typed stands below.")
    mine = [
        each
        for each in texts.all
        if (typed := typed_for(each.path)) and (typed != before.get(each.path, "") or each.is_stale)
    ]
    kept = {f"text-{each.path}": [typed_for(each.path)] for each in mine}
    clashes = [
        each
        for each in mine
        if (each.translation or "").strip() not in (before.get(each.path, ""), typed_for(each.path))
    ]
    if clashes:
        words = "was translated by somebody else meanwhile. Save again to put yours in its place."
        keep(place, [("", f"{each.path} {words}") for each in clashes], kept)
        return redirect(_here(draft_id, language), code=303)
    new = {each.path: NewText(each.source, typed_for(each.path)) for each in mine}
    if new:
        try:
            save(draft_id, lambda files: with_texts(files, language, new), f"translated {len(new)} texts to {language}")
        except REFUSED as refused:
            keep(place, [("", str(refused))], kept)
            return redirect(_here(draft_id, language), code=303)
    let_go(place)
    flash(f"Saved {len(new)} translations.", "good")
    return redirect(_here(draft_id, language), code=303)


def place_of(draft_id: str, language: str) -> str:
    """Where translations as typed are kept."""
    return f"{draft_id}/translations/{language}"


def _here(draft_id: str, language: str) -> str:
    """The page of texts that was being written on."""
    asked = {name: request.form[name] for name in ("show", "from") if request.form.get(name)}
    address = url_for(".translations", draft_id=draft_id, language=language)
    return f"{address}?{urlencode(asked)}" if asked else address


def typed_for(path: str) -> str:
    """What was typed for a text, with the line ends that files have."""
    return request.form.get(f"text-{path}", "").replace("\r\n", "\n").strip()


@blueprint.get("/drafts/<draft_id>/translations/<language>.po")
@permit(Permission.EDIT_QUESTIONNAIRES)
def export_po(draft_id: str, language: str) -> FileResponse:
    """Every text as a PO file, for a translator."""
    found = bench(draft_id)
    content = to_po(texts_of(found, language).all, slug=found.draft.slug, language=language)
    answer = FileResponse(content, mimetype="text/x-gettext-translation")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.draft.slug}.{language}.po"'
    return answer


@blueprint.post("/drafts/<draft_id>/translations/<language>/po")
@permit(Permission.EDIT_QUESTIONNAIRES)
def import_po(draft_id: str, language: str) -> Page:
    """Takes a translator's PO file in."""
    texts, uploaded = texts_of(bench(draft_id), language), request.files.get("po")
    here = url_for(".translations", draft_id=draft_id, language=language)
    try:
        taken = from_po(content_of(uploaded) if uploaded else b"", texts.all, language=language)
    except BadPoFileError as refused:
        flash(f"The PO file was not taken in: {' '.join(refused.problems[:3])}", "danger")
        return redirect(here, code=303)
    if taken.texts:
        what = f"took in {len(taken.texts)} translations to {language}"
        try:
            save(draft_id, lambda files: with_texts(files, language, taken.texts), what)
        except REFUSED as refused:
            flash(f"The PO file was not taken in: {refused}", "danger")
            return redirect(here, code=303)
    stale = f" {len(taken.stale)} were made from texts that have changed since." if taken.stale else ""
    flash(f"Took in {len(taken.texts)} translations; {len(taken.left)} stay as they were.{stale}", "good")
    return redirect(here, code=303)
