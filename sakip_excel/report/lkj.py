"""Write the tables for the LKj: lines, year in the headings, link that selects a table, warning."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sakip_excel.changes import Change, layouts
from sakip_excel.forms.excel import is_error
from sakip_excel.forms.references import MissingReferenceError, render
from sakip_excel.locate import header_cells, single_cell
from sakip_excel.report.blocks import Block, Printed, PrintedTable
from sakip_excel.report.kalimat import sentence_lines
from sakip_excel.report.lampiran import lines_of
from sakip_excel.report.live import Live
from sakip_excel.report.notes import fill, theirs_in_table
from sakip_excel.report.tables import KALIMAT, LAST_YEAR, TABLES, THIS_YEAR, Table
from sakip_excel.scoring.outcome import is_blank, is_number
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sakip_excel.changes import ChangeList, SheetLayout
    from sakip_excel.forms.data import FormData
    from sakip_excel.report.lampiran import TableLine
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

LINK, NOTE = "_pilih", "_catatan"
"""What follows a table's name in the names of its link and of its warning."""
LINK_TEXT = "Pilih tabel untuk disalin"
OUTDATED = "Baris isian bertambah atau berkurang: jalankan Proses lagi."
_ANCHORS = {"kinerja": "kode", "anggaran": "kode_program", "rak": "kegiatan"}
"""The column by which the rows of a form are counted."""


def write_lkj(made: ChangeList, book: Book, report: Report) -> None:
    """Add the tables for the LKj and the sentences about them to the changes.

    A sheet that the workbook lacks is left out: its name is gone when a user deleted it.
    """
    where = layouts(report)
    printed: dict[str, PrintedTable] = {}
    for table in TABLES:
        place = header_cells(book, table.name)
        if place is None or table.form not in report.forms:
            continue
        block = _block(book, table, place)
        lines = lines_of(table, report)
        cells = [line.cells_of(table) for line in lines]
        fill(made, book, block, cells, where, theirs_in_table(block))
        made.cells.extend(_headings(table, block, report))
        data = report.forms[table.form]
        _put(made, book, table.name + NOTE, warning(data, where))
        _put(made, book, table.name + LINK, _link(table, block, len(lines)))
        printed[table.name] = _printed(table, block, lines)
    _write_sentences(made, book, report, printed, where)


def _block(book: Book, table: Table, place: tuple[str, int, int, int]) -> Block:
    sheet, row, left, _ = place
    return Block((sheet, row, left, left + table.span - 1), book.names)


def _put(made: ChangeList, book: Book, name: str, live: Live | None) -> None:
    place = single_cell(book, name)
    if place is not None:
        value, formula = (None, None) if live is None else (live.value, live.formula)
        made.cells.append(Change(*place, value, formula))


def _headings(table: Table, block: Block, report: Report) -> Iterator[Change]:
    """Yield the headings that name a year."""
    for offset, group in groups(table):
        if "{" in group:
            cell = cell_name(block.header_row - 2, block.left + offset)
            live = heading(group, report.year)
            yield Change(block.sheet, cell, live.value, live.formula)


def groups(table: Table) -> Iterator[tuple[int, str]]:
    """Yield position of the first column and text of each heading above several columns."""
    for group, columns in groupby(enumerate(table.columns), key=lambda item: item[1].group):
        yield next(columns)[0], group


def heading(group: str, year: int | None) -> Live:
    """Return a group heading with its year, such as ``Kinerja tahun 2024``."""
    before = LAST_YEAR in group
    text = group.replace(LAST_YEAR if before else THIS_YEAR, "")
    named, unnamed = ("tahun-1", "sebelumnya") if before else ("tahun", "ini")
    shown = unnamed if year is None else str(year - before)
    return Live(f'"{text}"&IF(ISNUMBER(tahun),{named},"{unnamed}")', text + shown)


def warning(data: FormData, where: Mapping[str, SheetLayout]) -> Live | None:
    """Return the warning that shows when a form has other rows than when the table was written."""
    form = data.form.key
    key = _ANCHORS[form]
    values = [r.excel(key) for r in data.rows]
    there = sum(not is_error(v) and not is_blank(v) for v in values)
    counted = f'SUMPRODUCT(--ISNUMBER(1/(TRIM({{{form}:{key}}})<>"")))'
    try:
        return Live(render(f'IF({counted}={there},"","{OUTDATED}")', form, where), "")
    except MissingReferenceError:
        return None


def _link(table: Table, block: Block, lines: int) -> Live | None:
    """Return the link that selects the whole table, ready to be copied."""
    if not lines:
        return None
    top = block.header_row + 1 - table.header_rows
    last = block.header_row + lines
    right = block.left + len(table.columns) - 1
    area = f"{cell_name(top, block.left)}:{cell_name(last, right)}"
    sheet = block.sheet.replace("'", "''").replace('"', '""')
    return Live(f'HYPERLINK("#\'{sheet}\'!{area}","{LINK_TEXT}")', LINK_TEXT)


def _printed(table: Table, block: Block, lines: list[TableLine]) -> PrintedTable:
    found = PrintedTable(table.title)
    for row, line in enumerate(lines, block.header_row + 1):
        for column, declared in enumerate(table.columns, block.left):
            value, _ = line.cells.get(declared.key, (None, None))
            if line.key and value is not None:
                shown = f"{value}" if is_number(value) else str(value)
                cell = Printed(block.sheet, cell_name(row, column), shown)
                found.figures.setdefault((f"{line.kind}:{line.key}", declared.key), cell)
    return found


def _write_sentences(
    made: ChangeList,
    book: Book,
    report: Report,
    printed: Mapping[str, PrintedTable],
    where: Mapping[str, SheetLayout],
) -> None:
    place = header_cells(book, KALIMAT.name)
    if place is None:
        return
    block = _block(book, KALIMAT, place)
    lines = [line.cells_of(KALIMAT) for line in sentence_lines(report, printed, where, book.names)]
    fill(made, book, block, lines, None, theirs_in_table(block))
