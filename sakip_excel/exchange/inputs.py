"""The inputs of a report in one canonical order: what is sealed and what is compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.scoring.outcome import is_blank
from sakip_excel.workbook.cell import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report


@dataclass(frozen=True, slots=True)
class InputRow:
    """The inputs of one row of a Table, or of the named cells of a form.

    Attributes:
        form: key of the form.
        cells: field name and canonical text of each input in the order of the form's declaration,
            blank ones left out.
        row: Excel row now; 0 for the named cells.
    """

    form: str
    cells: tuple[tuple[str, str], ...]
    row: int = 0


def canonical(value: object) -> str:
    """Return the text that stands for a typed value, the same for what Excel treats as the same.

    A number is written in 15 significant digits, as many as Excel shows and as LibreOffice stores:
    whoever saves the workbook again changes nothing by that. Line ends count as one sign, for the
    same reason. Text keeps its type, so that ``"7"`` and ``7`` differ, and so do ``#N/A`` as an
    error and as a word.

    Example:
        >>> canonical(7), canonical(0.1 + 0.2), canonical("7")
        ('n:7', 'n:0.3', 't:7')
    """
    if isinstance(value, bool):
        return f"b:{value}"
    if isinstance(value, int | float):
        return f"n:{value + 0.0:.15g}"  # a zero has no sign in a cell
    if isinstance(value, ErrorValue):
        return f"e:{value}"
    return "t:" + str(value).replace("\r\n", "\n").replace("\r", "\n")


def input_rows(report: Report) -> Iterator[InputRow]:
    """Yield the inputs of every form: named cells first, then the rows of its Table in order.

    Order and content do not depend on where columns and rows stand, on formats or on computed
    cells, not even on figures typed over a formula: processing puts the formula back. A user's own
    formula counts as the value that it gives. Forms come in the order of their keys.
    """
    for form in sorted(report.forms):
        data = report.forms[form]
        for record, fields in _records(data):
            cells = tuple(_inputs(record, fields))
            if cells:
                yield InputRow(form, cells, record.row)


def _records(data: FormData) -> Iterator[tuple[Record, tuple[str, ...]]]:
    yield data.cells, tuple(f.key for f in data.form.cells if f.is_input)
    keys = tuple(f.key for f in data.form.inputs)
    for record in data.rows:
        yield record, keys


def _inputs(record: Record, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    cells = record.cells
    for key in keys:
        if key in cells and not is_blank(value := cells[key].value):
            yield key, canonical(value)
