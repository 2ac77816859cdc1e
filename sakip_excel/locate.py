"""Find the forms in a workbook: by Table name, else by header row, never by position."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.errors import UnsafeError
from sakip_excel.forms import FORMS
from sakip_excel.forms.base import NUMERIC, Kind
from sakip_excel.forms.data import FormData, Record
from sakip_excel.forms.excel import TOTAL_WORDS
from sakip_excel.report_data import Report
from sakip_excel.scoring.outcome import is_blank
from sakip_excel.workbook.headings import match_headings
from sakip_excel.workbook.refs import parse_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sakip_excel.forms.base import Form
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.cell import Cell

    Rows = Mapping[int, Mapping[int, Cell]]

_HEADER_SEARCH_ROWS = 60
_MAX_ROWS = 3_000  # filled rows of a form; the largest satker has some hundred
_MAX_LETTERS = 5_000_000  # of all texts of a form
_HEADER_SHARE = 3
"""A header row without a Table shows at least one in so many of the form's input columns."""


@dataclass
class Located:
    """What was found, and what deserves a finding.

    Attributes:
        report: the forms with their rows and named cells.
        missing: declared fields that are not there: (form, key, near-miss heading or ``""``).
        total_rows: rows with a total typed by hand: (form, row, column); not read as data.
        notes: rows of a Table that hold nothing but a remark: (form, row, column); not read.
        stray: first filled row below a gap under the Table: (form, row, column); not read.
        cut_off: the same of a row with figures, most of whose required cells are filled.
        version: template version of the workbook, None when it says none.
    """

    report: Report
    missing: list[tuple[FormData, str, str]] = field(default_factory=list)
    total_rows: list[tuple[FormData, int, int]] = field(default_factory=list)
    notes: list[tuple[FormData, int, int]] = field(default_factory=list)
    stray: list[tuple[FormData, int, int]] = field(default_factory=list)
    cut_off: list[tuple[FormData, int, int]] = field(default_factory=list)
    version: int | None = None


def locate(book: Book, forms: Sequence[Form] = FORMS, version: int | None = None) -> Located:
    """Return every form that the workbook holds.

    Args:
        book: the workbook as read.
        forms: the forms to look for.
        version: template version of the workbook, None when unknown; columns that came later are
            not asked for.

    Raises:
        CellError, DamagedError, UnsafeError: a sheet cannot be read.
    """
    located = Located(Report(sheets=tuple(book.sheets)), version=version)
    tables = {f.key: d for f in forms if f.table and (d := _by_table(book, f)) is not None}
    tables |= _by_header(book, [f for f in forms if f.table and f.key not in tables], version)
    for form in forms:
        data = _with_cells(book, form, tables.get(form.key), located)
        if data is not None:
            located.report.forms[form.key] = data
    return located


def _with_cells(book: Book, form: Form, data: FormData | None, located: Located) -> FormData | None:
    """Add rows and named cells to a form; a form without a Table stands where its cells are."""
    if form.table and data is None:
        return None
    found = _named_cells(book, form)
    if data is None:
        if not found:
            return None
        sheets = Counter(sheet for sheet, _ in found.values())
        data = FormData(form, sheet=sheets.most_common(1)[0][0])
    _take_cells(book, data, found)
    located.missing += [
        (data, f.key, "") for f in form.cells if f.is_input and f.key not in data.places
    ]
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


def _headings_of(book: Book, data: FormData) -> dict[int, str]:
    """Return the headings of the Table, or of the whole row where there is no Table."""
    table = book.table(data.table) if data.table else None
    columns = None if table is None else range(table.ref[1], table.ref[3] + 1)
    return _headings(book.rows(data.sheet), data.header_row, columns)


def _headings(rows: Rows, row: int, columns: Iterable[int] | None = None) -> dict[int, str]:
    cells = rows.get(row, {})
    wanted = cells if columns is None else columns
    return {c: str(cells[c].value) for c in wanted if c in cells and not is_blank(cells[c].value)}


def _by_header(book: Book, forms: Sequence[Form], version: int | None) -> dict[str, FormData]:
    """Return forms found by their header row alone, on sheets that hold no Table.

    Each sheet is one form: the one that most of its headings belong to.
    """
    taken = {t.sheet for t in book.tables.values()}
    free = [sheet for sheet in book.sheets if sheet not in taken]
    found = [d for sheet in free for form in forms if (d := _header_on(book, sheet, form, version))]
    chosen: dict[str, FormData] = {}
    for data in sorted(found, key=lambda d: len(d.columns), reverse=True):
        if data.form.key not in chosen and data.sheet not in taken:
            chosen[data.form.key] = data
            taken.add(data.sheet)
    return chosen


def _header_on(book: Book, sheet: str, form: Form, version: int | None) -> FormData | None:
    """Return the form in the row of a sheet whose headings fit best.

    Every required input must be there, at least under a heading that is nearly the same.
    """
    rows = book.rows(sheet)
    needed = {c.key for c in form.inputs if c.required and not c.is_newer(version)}
    least = max(2, len(form.inputs) // _HEADER_SHARE)
    best: FormData | None = None
    for row in (r for r in rows if r <= _HEADER_SEARCH_ROWS and len(rows[r]) >= least):
        headings = _headings(rows, row)
        columns, near = match_headings(form.columns, headings)
        there = columns.keys() | {key for key in near if near[key]}
        if not needed <= there or sum(c.key in columns for c in form.inputs) < least:
            continue
        if best is None or len(columns) > len(best.columns):
            printed = {k: headings[c] for k, c in columns.items()}
            best = FormData(form, sheet, "", row, row + 1, row, row, columns, printed)
    return best


def _take_rows(book: Book, data: FormData, located: Located) -> None:
    rows = book.rows(data.sheet)
    _, near = match_headings(data.form.columns, _headings_of(book, data))
    located.missing += [(data, key, heading) for key, heading in near.items()]
    data.last_row = _last_row(book, data, rows)
    inputs = {c.key: data.columns[c.key] for c in data.form.inputs if c.key in data.columns}
    typed = tuple(inputs.values())
    for row in range(data.first_row, data.last_row + 1):
        cells = rows.get(row)
        if not cells or not _any_filled(cells, typed):
            continue
        total = _total_column(cells, data)
        if total:
            located.total_rows.append((data, row, total))
            continue
        remark = _remark_column(cells, data, inputs)
        if remark:
            located.notes.append((data, row, remark))
            continue
        keyed = {k: cells[c] for k, c in data.columns.items() if c in cells}
        data.rows.append(Record(row, keyed))
    _refuse_large(data)
    _note_stray(book, data, inputs, located)


def _refuse_large(data: FormData) -> None:
    cells = [cell for record in data.rows for cell in record.cells.values()]
    letters = sum([len(value) for value, _, _ in cells if isinstance(value, str)])
    if len(data.rows) > _MAX_ROWS or letters > _MAX_LETTERS:
        raise UnsafeError(
            f"Lembar {data.sheet} berisi lebih banyak baris atau teks dari yang wajar.",
            "Hapus isian yang tidak perlu di bawah tabel, lalu simpan ulang.",
        )


def _filled(cells: Mapping[int, Cell], column: int) -> bool:
    cell = cells.get(column)
    return cell is not None and (not is_blank(cell.value) or cell.formula is not None)


def _any_filled(cells: Mapping[int, Cell], columns: Iterable[int]) -> bool:
    for column in columns:  # noqa: SIM110 - twice as quick as any(), and it runs for every row
        if _filled(cells, column):
            return True
    return False


def _last_row(book: Book, data: FormData, rows: Rows) -> int:
    """Return the last row that belongs to the Table: rows typed directly below are its rows.

    Totals typed below them stay outside, or Excel would add them to the column they sum up.
    """
    columns = [data.columns[c.key] for c in data.form.inputs if c.key in data.columns]
    end = min((first for first, _ in _tables_below(book, data)), default=1_048_577)
    row = data.table_last_row + 1
    while row < end and row in rows and any(_filled(rows[row], c) for c in columns):
        row += 1
    while row - 1 > data.table_last_row and _total_column(rows[row - 1], data):
        row -= 1
    return row - 1


def _tables_below(book: Book, data: FormData) -> list[tuple[int, int]]:
    """Return first and last row of every other Table below this one."""
    return [
        (t.ref[0], t.ref[2])
        for t in book.tables.values()
        if t.sheet == data.sheet and t.name != data.table and t.ref[0] > data.table_last_row
    ]


def _total_column(cells: Mapping[int, Cell], data: FormData) -> int:
    """Return the column in which a hand-made total row says "Jumlah" or "Total", else 0."""
    if not data.form.total_label or not data.columns.keys() >= set(data.form.total_label):
        return 0
    label, code = (data.columns[key] for key in data.form.total_label)
    text = str(cells[label].value).casefold() if label in cells else ""
    said = text.startswith(tuple(word.casefold() for word in TOTAL_WORDS))
    return label if said and not _filled(cells, code) else 0


def _remark_column(cells: Mapping[int, Cell], data: FormData, inputs: Mapping[str, int]) -> int:
    """Return the column of a code in which several words stand and nothing beside them, else 0."""
    filled: list[str] = []
    for key, column in inputs.items():
        if _filled(cells, column):
            filled.append(key)
            if len(filled) > 1:  # as nearly every row
                return 0
    if len(filled) != 1 or data.form[filled[0]].kind is not Kind.CODE:
        return 0
    cell = cells[inputs[filled[0]]]
    words = cell.value.split() if isinstance(cell.value, str) and cell.formula is None else ()
    return inputs[filled[0]] if sum(word.isalpha() for word in words) > 1 else 0


def _note_stray(book: Book, data: FormData, inputs: Mapping[str, int], located: Located) -> None:
    """Note input that stands below a gap under the Table, so that nothing is left out silently.

    One text alone is a note or a signature, not a row.
    """
    rows = book.rows(data.sheet)
    required = [inputs[c.key] for c in data.form.inputs if c.key in inputs and c.required]
    others = _tables_below(book, data)
    for row, cells in rows.items():
        if row <= data.last_row or any(first <= row <= last for first, last in others):
            continue
        if _total_column(cells, data):
            located.total_rows.append((data, row, _total_column(cells, data)))
            continue
        filled = [c for c in required if _filled(cells, c)]
        if filled and sum(_filled(cells, c) for c in inputs.values()) > 1:
            whole = 2 * len(filled) > len(required) and _has_figure(cells, data, inputs)
            (located.cut_off if whole else located.stray).append((data, row, filled[0]))
            return


def _has_figure(cells: Mapping[int, Cell], data: FormData, inputs: Mapping[str, int]) -> bool:
    """Return whether a number stands where the form asks for one."""
    return any(
        _filled(cells, column) and not isinstance(cells[column].value, str)
        for key, column in inputs.items()
        if data.form[key].kind in NUMERIC
    )


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
