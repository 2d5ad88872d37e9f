"""Identifiers have types: a question's id is not a step's id."""

from typing import NewType

SectionId = NewType("SectionId", str)
StepId = NewType("StepId", str)
QuestionId = NewType("QuestionId", str)
ChoiceId = NewType("ChoiceId", str)
RowId = NewType("RowId", str)
"""One row of a grid (`am_days.triptan`), one half of a pair (`bp.sys`), or one column of repeated rows."""
SettingName = NewType("SettingName", str)
ValueName = NewType("ValueName", str)
RuleId = NewType("RuleId", str)
SourceKey = NewType("SourceKey", str)
MessageCode = NewType("MessageCode", str)
MedicineClass = NewType("MedicineClass", str)
GenericName = NewType("GenericName", str)
"""The generic name of a medicine as it stands in `medications.csv`."""
