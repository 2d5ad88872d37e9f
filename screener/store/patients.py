"""Who an invitation is for, as the clinic wrote it: sealed with the clinic's key."""

import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient's name and birth date."""

    name: str
    date_of_birth: date


def keep_patient(patient: Patient) -> bytes:
    """As JSON, for sealing whole."""
    return json.dumps([patient.name, patient.date_of_birth.isoformat()], ensure_ascii=False).encode()


def restore_patient(kept: bytes) -> Patient:
    """From JSON."""
    name, date_of_birth = json.loads(kept)
    return Patient(name, date.fromisoformat(date_of_birth))
