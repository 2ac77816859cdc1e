"""The inputs of a report in one canonical order: what is sealed and what is compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sakip_excel.scoring.outcome import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.forms.base import Field
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report


@dataclass(frozen=True, slots=True)
class Input:
    """One cell that somebody filled in.

    Attributes:
        key: field name.
        value: canonical text of what was typed.
        sheet: sheet name as the user sees it.
        cell: its address now.
        column: heading as printed.
    """

    key: str
    value: str
    sheet: str
    cell: str
    column: str


@dataclass(frozen=True, slots=True)
class InputRow:
    """The inputs of one row of a Table, or of the named cells of a form.

    Attributes:
        form: key of the form.
        cells: its inputs in the order of the form's declaration, blank ones left out.
    """

    form: str
    cells: tuple[Input, ...]


def canonical(value: object) -> str:
    """Return the text that stands for a typed value, the same for what Excel treats as the same.

    A whole number is written without a decimal point, other numbers with all the digits that tell
    them apart; text keeps its type, so that ``"7"`` and ``7`` differ.
    """
    if isinstance(value, bool):
        return f"b:{value}"
    if isinstance(value, int):
        return f"n:{value}"
    if isinstance(value, float):
        return f"n:{int(value)}" if value.is_integer() else f"n:{value!r}"
    if isinstance(value, datetime | date):
        return f"d:{value.isoformat()}"
    return f"t:{value}"


def input_rows(report: Report) -> Iterator[InputRow]:
    """Yield the inputs of every form: named cells first, then the rows of its Table in order.

    Order and content do not depend on where columns and rows stand, on formats or on computed
    cells. Forms come in the order of their keys.
    """
    for form in sorted(report.forms):
        data = report.forms[form]
        for record, fields in _records(data):
            cells = tuple(_inputs(data, record, fields))
            if cells:
                yield InputRow(form, cells)


def _records(data: FormData) -> Iterator[tuple[Record, tuple[Field, ...]]]:
    yield data.cells, data.form.cells
    for record in data.rows:
        yield record, data.form.columns


def _inputs(data: FormData, record: Record, fields: tuple[Field, ...]) -> Iterator[Input]:
    for field in fields:
        value = record.typed(field.key)
        if field.is_input and not is_blank(value):
            yield Input(
                field.key,
                canonical(value),
                data.sheet,
                data.address(record, field.key),
                data.heading(field.key),
            )
