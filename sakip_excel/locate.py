"""Find the forms in a workbook: by Table name, else by header row, never by position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.forms import FORMS
from sakip_excel.forms.base import Form, Kind
from sakip_excel.forms.data import FormData, Record
from sakip_excel.report_data import Report
from sakip_excel.scoring.outcome import is_blank
from sakip_excel.workbook.headings import match_headings
from sakip_excel.workbook.refs import parse_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.cell import Cell

    Rows = Mapping[int, Mapping[int, Cell]]

_HEADER_SEARCH_ROWS = 60
_TOTAL_ROW = re.compile(r"\s*(jumlah|total|sub\s*total)\b", re.IGNORECASE)


@dataclass
class Located:
    """What was found, and what deserves a finding.

    Attributes:
        report: the forms with their rows and named cells.
        missing: declared fields that are not there: (form, key, near-miss heading or ``""``).
        total_rows: rows with a total typed by hand: (form, row, column); not read as data.
        stray: first filled row below a gap under the Table: (form, row, column); not read.
    """

    report: Report
    missing: list[tuple[FormData, str, str]] = field(default_factory=list)
    total_rows: list[tuple[FormData, int, int]] = field(default_factory=list)
    stray: list[tuple[FormData, int, int]] = field(default_factory=list)


def locate(book: Book) -> Located:
    """Return every form that the workbook holds.

    Raises:
        CellError, DamagedError, UnsafeError: a sheet cannot be read.
    """
    located = Located(Report(sheets=tuple(book.sheets)))
    for form in FORMS:
        data = _find(book, form, located)
        if data is not None:
            located.report.forms[form.key] = data
    return located


def _find(book: Book, form: Form, located: Located) -> FormData | None:
    data = _by_table(book, form) or _by_header(book, form) if form.table else None
    if form.table and data is None:
        return None
    found = _named_cells(book, form)
    if data is None:
        if not found:
            return None
        data = FormData(form, sheet=next(iter(found.values()))[0])
    _take_cells(book, data, found)
    located.missing += [(data, f.key, "") for f in form.cells if f.key not in found and f.is_input]
    if form.table:
        _take_rows(book, data, located)
    return data


def _named_cells(book: Book, form: Form) -> dict[str, tuple[str, str]]:
    names = ((f.key, book.names.get(f.key.casefold())) for f in form.cells)
    return {key: place for key, place in names if place is not None and place[0] in book.sheets}


def _take_cells(book: Book, data: FormData, found: dict[str, tuple[str, str]]) -> None:
    """Read the named cells that stand on the form's own sheet."""
    for key, (sheet, ref) in found.items():
        if sheet != data.sheet:
            continue
        data.places[key] = ref.partition(":")[0]
        data.headings[key] = data.form[key].heading
        cell = book.cell(sheet, data.places[key])
        if cell is not None:
            data.cells.cells[key] = cell


def _by_table(book: Book, form: Form) -> FormData | None:
    table = book.table(form.table)
    if table is None or not table.header_row:
        return None
    top, left, bottom, right = table.ref
    headings = _headings(book.rows(table.sheet), top, range(left, right + 1))
    columns, _ = match_headings(form.columns, headings)
    last = bottom - 1 if table.totals_row else bottom
    data = FormData(form, table.sheet, table.name, top, top + 1, last, last)
    data.columns, data.headings = columns, {k: headings[c] for k, c in columns.items()}
    return data


def _headings(rows: Rows, row: int, columns: Iterable[int] | None = None) -> dict[int, str]:
    cells = rows.get(row, {})
    wanted = cells if columns is None else columns
    return {c: str(cells[c].value) for c in wanted if c in cells and not is_blank(cells[c].value)}


def _by_header(book: Book, form: Form) -> FormData | None:
    """Return the form in the sheet and row whose headings fit best; most inputs must be there."""
    taken = {t.sheet for t in book.tables.values()}
    needed = {c.key for c in form.inputs if c.required}
    best: tuple[int, FormData] | None = None
    for sheet in book.sheets:
        if sheet in taken:
            continue
        rows = book.rows(sheet)
        for row in (r for r in rows if r <= _HEADER_SEARCH_ROWS):
            headings = _headings(rows, row)
            if len(headings) < len(needed):
                continue
            columns, _ = match_headings(form.columns, headings)
            if not needed <= columns.keys() or (best and len(columns) <= best[0]):
                continue
            printed = {k: headings[c] for k, c in columns.items()}
            data = FormData(form, sheet, "", row, row + 1, row, row, columns, printed)
            best = (len(columns), data)
    return best[1] if best else None


def _take_rows(book: Book, data: FormData, located: Located) -> None:
    rows = book.rows(data.sheet)
    headings = _headings(rows, data.header_row)
    _, near = match_headings(data.form.columns, headings)
    located.missing += [(data, key, near.get(key, "")) for key in near if key not in data.columns]
    data.last_row = _last_row(book, data, rows)
    inputs = {c.key: data.columns[c.key] for c in data.form.inputs if c.key in data.columns}
    for row in range(data.first_row, data.last_row + 1):
        cells = rows.get(row)
        if not cells or not any(_filled(cells, c) for c in inputs.values()):
            continue
        total = _total_column(cells, data)
        if total:
            located.total_rows.append((data, row, total))
            continue
        keyed = {k: cells[c] for k, c in data.columns.items() if c in cells}
        data.rows.append(Record(row, keyed))
    _note_stray(data, rows, inputs, located)


def _filled(cells: Mapping[int, Cell], column: int) -> bool:
    cell = cells.get(column)
    return cell is not None and (not is_blank(cell.value) or cell.formula is not None)


def _last_row(book: Book, data: FormData, rows: Rows) -> int:
    """Return the last row that belongs to the Table: rows typed directly below are its rows."""
    columns = [data.columns[c.key] for c in data.form.inputs if c.key in data.columns]
    others = [
        t.ref[0]
        for t in book.tables.values()
        if t.sheet == data.sheet and t.name != data.table and t.ref[0] > data.table_last_row
    ]
    end = min(others, default=1_048_577)
    row = data.table_last_row + 1
    while row < end and row in rows and any(_filled(rows[row], c) for c in columns):
        row += 1
    return row - 1


def _total_column(cells: Mapping[int, Cell], data: FormData) -> int:
    """Return the column in which a hand-made total row says "Jumlah" or "Total", else 0."""
    codes = [c.key for c in data.form.inputs if c.kind is Kind.CODE and c.required]
    if any(k in data.columns and _filled(cells, data.columns[k]) for k in codes):
        return 0
    for c in data.form.inputs:
        if c.kind is not Kind.TEXT or c.key not in data.columns:
            continue
        cell = cells.get(data.columns[c.key])
        if cell is not None and isinstance(cell.value, str):
            return data.columns[c.key] if _TOTAL_ROW.match(cell.value) else 0
    return 0


def _note_stray(data: FormData, rows: Rows, inputs: Mapping[str, int], located: Located) -> None:
    """Note input that stands below a gap under the Table, so that nothing is left out silently."""
    numeric = [data.columns[c.key] for c in data.form.inputs if c.key in inputs and c.required]
    for row in rows:
        if row > data.last_row + 1:
            filled = [c for c in numeric if _filled(rows[row], c)]
            if len(filled) >= min(2, len(numeric)):
                located.stray.append((data, row, filled[0]))
                return


def single_cell(book: Book, name: str) -> tuple[str, str] | None:
    """Return sheet and address of the first cell of a defined name, None when it is not there."""
    place = book.names.get(name.casefold())
    if place is None or place[0] not in book.sheets:
        return None
    return place[0], place[1].partition(":")[0]


def header_cells(book: Book, name: str) -> tuple[str, int, int, int] | None:
    """Return sheet, row, first and last column of a defined name, None when it is not there."""
    place = book.names.get(name.casefold())
    if place is None or place[0] not in book.sheets:
        return None
    top, left, _, right = parse_range(place[1])
    return place[0], top, left, right
