"""Whether a printed summary is the current one. Anybody may ask; nothing about anybody is answered."""

from flask import Blueprint, render_template, request

from screener.services import currency
from screener.web.access import Access, sign
from screener.web.house import services

blueprint = Blueprint("checking", __name__, url_prefix="/check")

TYPED_LETTERS = 40


@blueprint.get("")
@sign(Access.PUBLIC)
def form() -> str:
    """Asks for reference and code; with both, answers."""
    reference, code = (request.args.get(name, "")[:TYPED_LETTERS].strip() for name in ("reference", "code"))
    return answered(reference, code) if reference and code else page(reference, code)


@blueprint.get("/<reference>/<code>")
@sign(Access.PUBLIC)
def scanned(reference: str, code: str) -> str:
    """What the square on the paper leads to."""
    return answered(reference[:TYPED_LETTERS], code[:TYPED_LETTERS])


def answered(reference: str, code: str) -> str:
    """The answer."""
    with services().reading() as work:
        found = currency.check(work, reference=reference, code=code)
    return page(reference, code, found.value)


def page(reference: str, code: str, found: str | None = None) -> str:
    """The page, with an answer if there is one."""
    return render_template("summaries/check.html", reference=reference, code=code, found=found)
