"""The clinic's page of settings: what it says of itself, where each word comes from, and how it looks to a patient."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from screener.services import clinic_logos, clinic_settings
from screener.services.clinic_logos import BadLogoError
from screener.services.clinic_settings import NAMES, RULES, SPANS, ClinicProblemsError, StaleClinicError
from screener.services.permissions import Permission
from screener.web.access import Access, actor, permit, sign
from screener.web.clinic import forget
from screener.web.house import now, services, settings

blueprint = Blueprint("clinic_page", __name__, url_prefix="/staff/clinic")
logos = Blueprint("clinic_logo", __name__, url_prefix="/clinic")

LABELS = {**{name: rule.words for name, rule in RULES.items()}, **{name: span.words for name, span in SPANS.items()}}
Problems = tuple[tuple[str, str], ...]


@blueprint.get("/")
@permit(Permission.MANAGE_CLINIC)
def show() -> str:
    """What holds now."""
    return page()


def page(*, problems: Problems = (), typed: Mapping[str, str] | None = None) -> str:
    """The page, with what was typed where it could not be kept."""
    with services().reading() as work:
        chosen, holds = clinic_settings.chosen(work), clinic_settings.of(work)
    return render_template(
        "clinic/show.html",
        rules=RULES,
        spans=SPANS,
        labels=LABELS,
        typed=chosen.words if typed is None else typed,
        chosen=chosen,
        holds=holds,
        defaults=clinic_settings.defaults(settings()),
        problems=problems,
    )


@blueprint.post("/")
@permit(Permission.MANAGE_CLINIC, fresh=True)
def save() -> AnyResponse | tuple[str, int]:
    """Keeps what was changed. What somebody else changed meanwhile stays; where both changed the same, it asks."""
    typed, version = (
        {name: request.form.get(name, "") for name in NAMES},
        typed_version(request.form.get("version", "")),
    )
    try:
        try:
            _keep(typed, version)
        except StaleClinicError as stale:
            with services().reading() as work:
                chosen = clinic_settings.chosen(work)
            typed, clashes = merged(typed, {name: str(words) for name, words in chosen.words.items()})
            if clashes or version < 0:
                words = f"{stale} What you both changed stands below as you typed it, with what holds now under it."
                return page(problems=(("", f"{words} Save again to keep yours."), *clashes), typed=typed), 409
            _keep(typed, chosen.version)
    except ClinicProblemsError as refused:
        return page(problems=refused.problems, typed=typed), 422
    except StaleClinicError as refused:  # somebody saved in the same moment
        return page(problems=(("", f"{refused} Save again."),), typed=typed), 409
    forget()
    flash("The clinic's settings are saved. Every page shows them within a few seconds.")
    return redirect(url_for(".show"), code=303)


def _keep(typed: Mapping[str, str], version: int) -> None:
    with services().unit_of_work() as work:
        clinic_settings.save(work, typed=typed, version=version, now=now(), actor=actor())


def merged(typed: Mapping[str, str], holding: Mapping[str, str]) -> tuple[dict[str, str], Problems]:
    """What was typed, over what somebody else saved meanwhile; and where both changed the same.

    The form says what it began with; one that does not is taken to have changed all that differs.
    """
    whole, clashes = {}, []
    for name, mine in typed.items():
        is_now = holding.get(name, "")
        began_with = request.form.get(f"was-{name}")
        whole[name] = is_now if mine == began_with else mine
        if is_now not in (began_with, whole[name]):
            clashes.append((name, f"{LABELS[name]}: somebody else changed it meanwhile."))
    return whole, tuple(clashes)


@blueprint.post("/logo")
@permit(Permission.MANAGE_CLINIC, fresh=True)
def choose_logo() -> AnyResponse | tuple[str, int]:
    """Puts a picture at the head of patients' pages."""
    sent = request.files.get("picture")
    content = sent.read() if sent else b""
    if not content:
        return page(problems=(("picture", "Choose a picture first."),)), 422
    try:
        logo = clinic_logos.read(content)
        with services().unit_of_work() as work:
            clinic_logos.choose(work, logo=logo, now=now(), actor=actor())
    except BadLogoError as bad:
        return page(problems=(("picture", str(bad)),)), 422
    except StaleClinicError as refused:
        return page(problems=(("picture", str(refused)),)), 409
    forget()
    flash("The logo stands at the head of patients' pages.")
    return redirect(url_for(".show"), code=303)


@blueprint.post("/logo/remove")
@permit(Permission.MANAGE_CLINIC, fresh=True)
def remove_logo() -> AnyResponse | tuple[str, int]:
    """Takes it away."""
    try:
        with services().unit_of_work() as work:
            clinic_logos.remove(work, now=now(), actor=actor())
    except StaleClinicError as refused:
        return page(problems=(("picture", str(refused)),)), 409
    forget()
    return redirect(url_for(".show"), code=303)


@logos.get("/logo/<mark>.png")
@sign(Access.PUBLIC)
def picture(mark: str) -> Response:
    """A logo, for ever the same at this address."""
    with services().reading() as work:
        content = clinic_logos.find(work, mark=mark)
    if content is None:
        abort(404)
    return Response(content, mimetype="image/png")


def typed_version(text: str) -> int:
    """The form's version; -1, which none has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
