"""Patients' records: found, opened, changed, merged and split."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from screener.errors import Refusal
from screener.services import invitations, patient_invitations, patients, revisions
from screener.services.patients import (
    BadPatientError,
    CannotMergeError,
    PatientId,
    Person,
    RecordNumberTakenError,
)
from screener.services.permissions import Permission
from screener.web.access import actor, permit
from screener.web.house import now, services, settings
from screener.web.staff_door import member
from screener.web.staff_words import find_day

blueprint = Blueprint("patients", __name__, url_prefix="/staff/patients")


@blueprint.get("/")
@permit(Permission.MANAGE_PATIENTS)
def listing() -> str:
    """Patients by appointment, or whom the words find."""
    words = request.args.get("words", "").strip()
    after = (request.args.get("day", ""), request.args.get("after", ""))
    with services().unit_of_work() as work:
        found = patients.listing(work, words=words, after=after if after[1] else None, now=now(), actor=actor())
    return render_template(
        "patients/list.html", found=found[: patients.PAGE], words=words, is_more=len(found) > patients.PAGE
    )


@blueprint.get("/new")
@permit(Permission.MANAGE_PATIENTS)
def new() -> str:
    """An empty record."""
    return render_template("patients/form.html", patient_id=None, typed={}, problem=None)


@blueprint.post("/new")
@permit(Permission.MANAGE_PATIENTS)
def add() -> Response | tuple[str, int]:
    """Opens a record."""
    typed = typed_of(request.form)
    try:
        born = birth_date(typed["born"])
        with services().unit_of_work() as work:
            patient_id = patients.add(
                work,
                name=typed["name"],
                date_of_birth=born,
                record_number=typed["number"],
                appointment=find_day(typed["appointment"]),
                now=now(),
                actor=actor(),
            )
    except (BadPatientError, RecordNumberTakenError) as refusal:
        return again(None, typed, refusal)
    return redirect(url_for("patients.show", patient_id=patient_id), code=303)


@blueprint.get("/<patient_id>")
@permit(Permission.MANAGE_PATIENTS)
def show(patient_id: str) -> str:
    """The record, its invitations and what was sent."""
    with services().unit_of_work() as work:
        found = patients.page(work, patient_id=patient_id, now=now(), actor=actor())
        may_read = member().may(Permission.READ_SUBMISSIONS)
        invited = patient_invitations.of_patient(work, patient_id=found.record.id, may_read=may_read, now=now())
        slugs = tuple(revision.slug for revision in revisions.all_current(work))
    return render_template(
        "patients/show.html",
        found=found,
        record=found.record,
        invited=invited,
        slugs=slugs,
        may_read=may_read,
    )


@blueprint.post("/<patient_id>/invite")
@permit(Permission.INVITE)
def invite(patient_id: str) -> str:
    """A new link for the patient, shown this once."""
    with services().unit_of_work() as work:
        issued = invitations.issue_to(
            work,
            patient_id=PatientId(patient_id),
            slug=request.form.get("questionnaire", ""),
            now=now(),
            actor=actor(),
        )
    link = f"{settings().public_url}/i/{issued.url_token}"
    return render_template("patients/link.html", issued=issued, link=link, patient_id=patient_id)


@blueprint.get("/<patient_id>/change")
@permit(Permission.MANAGE_PATIENTS)
def edit(patient_id: str) -> str:
    """The record, to write anew."""
    with services().unit_of_work() as work:
        found = patients.page(work, patient_id=patient_id, now=now(), actor=actor())
    return render_template(
        "patients/form.html", patient_id=patient_id, typed=written(found.record.person), problem=None
    )


@blueprint.post("/<patient_id>/change")
@permit(Permission.MANAGE_PATIENTS)
def change(patient_id: str) -> Response | tuple[str, int]:
    """Writes the record anew."""
    typed = typed_of(request.form)
    try:
        born = birth_date(typed["born"])
        with services().unit_of_work() as work:
            patients.change(
                work,
                patient_id=PatientId(patient_id),
                name=typed["name"],
                date_of_birth=born,
                record_number=typed["number"],
                appointment=find_day(typed["appointment"]),
                now=now(),
                actor=actor(),
            )
    except (BadPatientError, RecordNumberTakenError) as refusal:
        return again(patient_id, typed, refusal)
    return redirect(url_for("patients.show", patient_id=patient_id), code=303)


@blueprint.post("/<patient_id>/merge")
@permit(Permission.MANAGE_PATIENTS)
def merge(patient_id: str) -> Response | tuple[str, int]:
    """Takes another record into this one."""
    try:
        with services().unit_of_work() as work:
            patients.merge(
                work,
                patient_id=PatientId(request.form.get("other", "")),
                into=PatientId(patient_id),
                now=now(),
                actor=actor(),
            )
    except CannotMergeError as refusal:
        return render_template("patients/refused.html", patient_id=patient_id, words=str(refusal)), 409
    return redirect(url_for("patients.show", patient_id=patient_id), code=303)


@blueprint.post("/<patient_id>/split")
@permit(Permission.MANAGE_PATIENTS)
def split(patient_id: str) -> Response | tuple[str, int]:
    """Takes what was chosen to a record of its own."""
    try:
        with services().unit_of_work() as work:
            other = patients.split(
                work,
                patient_id=PatientId(patient_id),
                invitation_ids=request.form.getlist("invitation"),
                now=now(),
                actor=actor(),
            )
    except CannotMergeError as refusal:
        return render_template("patients/refused.html", patient_id=patient_id, words=str(refusal)), 409
    return redirect(url_for("patients.show", patient_id=other), code=303)


def typed_of(form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed, field by field."""
    return {name: form.get(name, "") for name in ("name", "born", "number", "appointment")}


def written(person: Person) -> dict[str, str]:
    """The record as its fields show it."""
    return {
        "name": person.patient.name,
        "born": person.patient.date_of_birth.isoformat(),
        "number": person.record_number,
        "appointment": person.appointment.isoformat() if person.appointment else "",
    }


def birth_date(typed: str) -> date:
    """The birth date. Raises `BadPatientError`."""
    found = find_day(typed)
    if found is None:
        raise BadPatientError("Please give the birth date.")
    return found


def again(patient_id: str | None, typed: dict[str, str], refusal: Refusal) -> tuple[str, int]:
    """The form once more, with what was typed."""
    return render_template("patients/form.html", patient_id=patient_id, typed=typed, problem=str(refusal)), 422
