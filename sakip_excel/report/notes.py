"""What people wrote into the rows of a list that the program fills: moved below it, never lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sakip_excel.changes import Change
from sakip_excel.report.ringkasan import PLAIN_CODE
from sakip_excel.report.tables import LineKind
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.cellformat import is_date_format
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sakip_excel.changes import ChangeList, SheetLayout
    from sakip_excel.forms.base import Value
    from sakip_excel.report.blocks import Block, Line
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.cell import Cell

    Cells = Mapping[int, Cell]
    """Cells of one row by column."""
    Notes = dict[int, dict[int, Cell]]
    """Cells that people wrote, by row and column."""

MOVED = "Catatan Anda, dipindahkan dari baris yang diperlukan daftar di atas:"
_FEW = 4
"""Cells that a line of a complete list has at least."""
_CONDITIONAL_SUM = ("COUNTIFS(", "SUMIFS(", "AVERAGEIFS(")


def notes_among(
    book: Book,
    sheet: str,
    columns: Collection[int],
    rows: Iterable[int],
    theirs: Callable[[Cells], Cells],
) -> Notes:
    """Return what people wrote into some rows and columns of a list.

    Args:
        book: the workbook.
        sheet: where the list stands.
        columns: its columns.
        rows: the rows to look at.
        theirs: returns those of a row's cells that the program did not write.
    """
    there = book.rows(sheet)
    found: Notes = {}
    for row in rows:
        cells = {c: cell for c, cell in there.get(row, {}).items() if c in columns and _full(cell)}
        kept = dict(theirs(cells)) if cells else {}
        if kept:
            found[row] = kept
    return found


def _full(cell: Cell) -> bool:
    return cell.formula is not None or cell.value not in {None, ""}


def move_notes(
    made: ChangeList, book: Book, sheet: str, notes: Notes, last: int, end: int = 0
) -> None:
    """Add the changes that put notes which the list would cover below everything on the sheet.

    Formulas keep what they look at, as when cells are cut and pasted.

    Args:
        made: the list of changes to add to.
        book: the workbook.
        sheet: where the list stands.
        notes: what people wrote, by row.
        last: last row that the list covers now; notes below it stay where they are.
        end: last row that belongs to the list, where it has spare rows.
    """
    covered = [row for row in sorted(notes) if row <= last]
    if not covered:
        return
    left = min(column for row in covered for column in notes[row])
    filled = (r for r, cells in book.rows(sheet).items() if any(map(_full, cells.values())))
    row = max(last, end, *filled) + 2
    if not any(cell.value == MOVED for r in covered for cell in notes[r].values()):
        made.cells.append(Change(sheet, cell_name(row, left), MOVED))
        row += 1
    for target, source in enumerate(covered, row):
        for column, cell in notes[source].items():
            value, formula = _content(cell)
            made.cells.append(Change(sheet, cell_name(target, column), value, formula))


def _content(cell: Cell) -> tuple[Value, str | None]:
    """Return what a note holds; a date as text, because formats do not move along."""
    value = cell.value
    plain = cell.formula is None and is_number(value) and is_date_format(cell.number_format)
    if plain and is_number(value) and 60 < value < 2_958_466:
        return f"{date(1899, 12, 30) + timedelta(days=int(value)):%d/%m/%Y}", None
    return value, cell.formula


def fill(
    made: ChangeList,
    book: Book,
    block: Block,
    lines: Sequence[Line],
    where: Mapping[str, SheetLayout] | None,
    theirs: Callable[[Cells], Cells],
) -> None:
    """Add the changes that make a list hold exactly these lines and keep what people wrote there.

    Args:
        made: the list of changes to add to.
        book: the workbook.
        block: the list.
        lines: its lines.
        where: layouts for declared formulas; None when they are the workbook's already.
        theirs: returns those of a row's cells that the program did not write.
    """
    columns, filled = range(block.left, block.right + 1), block.filled(book)
    notes = notes_among(book, block.sheet, columns, filled, theirs)
    block.write(made, lines, where, filled, notes)
    move_notes(made, book, block.sheet, notes, block.header_row + len(lines))


def theirs_in_table(block: Block) -> Callable[[Cells], Cells]:
    """Return what tells people's cells in a table for the LKj, whose lines name their kind."""
    kinds = {str(kind) for kind in LineKind}
    marker = block.right - 1

    def theirs(cells: Cells) -> Cells:
        kind = cells[marker].value if marker in cells else None
        if kind == LineKind.GAP:
            return {c: cell for c, cell in cells.items() if c < marker - 1}
        return {} if kind in kinds else cells

    return theirs


def theirs_in_list(block: Block, lines: Sequence[Line]) -> Callable[[Cells], Cells]:
    """Return what tells people's cells in a complete list: a line has a code and its figures."""
    codes = {line[0][0] for line in lines}

    def theirs(cells: Cells) -> Cells:
        code = cells[block.left].value if block.left in cells else None
        if code is None or len(cells) < _FEW:
            return cells
        formulas = "".join(cell.formula or "" for cell in cells.values())
        known = code in codes or not PLAIN_CODE.fullmatch(str(code))
        return {} if known or any(part in formulas for part in _CONDITIONAL_SUM) else cells

    return theirs


def theirs_in_short_list(cells: Cells) -> Cells:
    """Return people's cells in a list of the page Ringkasan: its lines look at the complete list.

    The line that says how many are left out has no figure.
    """
    if any(cell.formula is not None for cell in cells.values()):
        return {}
    return {} if any(" baris lain: lembar " in str(c.value) for c in cells.values()) else cells
