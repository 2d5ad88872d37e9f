"""Which field asks which kind: one table."""

from collections.abc import Mapping

from screener.definition import model
from screener.web.forms import fields, parts, rows

FIELDS: Mapping[type, type[fields.QuestionField]] = {
    model.YesNo: fields.ChoiceField,
    model.OneChoice: fields.ChoiceField,
    model.Choices: fields.ChoicesField,
    model.Checklist: parts.ChecklistField,
    model.WholeNumber: fields.NumberField,
    model.DecimalNumber: fields.NumberField,
    model.Date: parts.DateField,
    model.Text: fields.TextField,
    model.DayCounts: parts.DayCountsField,
    model.Pair: parts.PairField,
    model.Rows: rows.RowsField,
    model.Agreement: fields.AgreementField,
    model.Information: fields.InformationField,
}


def field_class(kind: model.Kind) -> type[fields.QuestionField]:
    """The field that asks a question of this kind."""
    if isinstance(kind, model.DecimalNumber) and kind.entry is not None:
        return parts.MeasureField
    return FIELDS[type(kind)]
