"""The whole way: read, check, compute, list the changes, write them back losslessly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.appliers.closed_file import apply
from sakip_excel.changes import ChangeList, layouts, plan
from sakip_excel.check import Checked, check_book
from sakip_excel.compute import add_ringkasan
from sakip_excel.exchange.seal import seal_into
from sakip_excel.exchange.seal_words import STATUS_NAME, status_text
from sakip_excel.locate import header_cells, single_cell
from sakip_excel.report.blocks import Block
from sakip_excel.report.halaman import write_graphs, write_page
from sakip_excel.report.layout import FIGURES
from sakip_excel.report.lkj import write_lkj
from sakip_excel.report.notes import fill, theirs_in_list
from sakip_excel.report.ringkasan import anggaran_lines, sasaran_lines
from sakip_excel.report.status import (
    count,
    put,
    time_change,
    write_live,
    write_spelled,
    write_status,
)
from sakip_excel.report.validasi import in_order, write_marks, write_validasi
from sakip_excel.rules.registry import RULES
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sakip_excel.finding import Finding
    from sakip_excel.report.blocks import Line
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.replace import Clock, WriteResult


@dataclass
class Processed:
    """What processing a workbook gave.

    Attributes:
        checked: the checked workbook, findings included.
        written: where the result stands and whether anything changed.
    """

    checked: Checked
    written: WriteResult


def check_workbook(path: Path) -> Checked:
    """Read and check one workbook; nothing is written.

    Raises:
        FileError: the file cannot be read or is no workbook of ours.
    """
    return check_book(Book.open(path))


def process_workbook(
    path: Path, target: Path | None = None, clock: Clock | None = None
) -> Processed:
    """Check a workbook, compute it and write the result back without losing anything.

    Args:
        path: the filled workbook.
        target: where the result goes; None replaces the workbook and keeps a backup.
        clock: tells the time written on Beranda and in the backup's name.

    Raises:
        FileError: the file cannot be read or written; it was left as it was.
    """
    from sakip_excel.workbook.files import check_writable
    from sakip_excel.workbook.replace import local_now, write_book

    check_writable(target or path)
    checked = check_workbook(path)
    clock = clock or local_now
    patch = settle(checked, make_changes(checked), clock)
    return Processed(checked, write_book(patch, target, clock=clock))


def settle(checked: Checked, made: ChangeList, clock: Clock) -> Patch:
    """Return what a list of changes really changes, with the time when it changes anything.

    Args:
        checked: the checked workbook.
        made: what shall stand in its cells.
        clock: tells the time written on Beranda.

    Raises:
        CellError: a cell cannot take its value, or a Table cannot grow; nothing is written then.
    """
    patch = Patch(checked.book)
    apply(patch, made)
    if checked.validasi is not None:
        patch.fit_rows(checked.validasi.sheet)
    stamp = time_change(checked.book, clock())
    if patch.changed and stamp is not None:
        patch.set(stamp.sheet, stamp.cell, stamp.value)
    return patch


def make_changes(checked: Checked, *, seal_at: datetime | None = None) -> ChangeList:
    """Return everything that processing wants to change in a checked workbook.

    Args:
        checked: the checked workbook.
        seal_at: time of the seal that is written too; None writes none.

    Raises:
        FileError: the workbook shall be sealed and has no place for a seal.
    """
    book, report = checked.book, checked.report
    _add_ringkasan(book, report)
    made = plan(report, book.names)
    _write_lists(made, book, report)
    write_lkj(made, book, report)
    write_spelled(made, book, report)
    _note_incomplete(made, checked)
    if seal_at is not None:
        seal_into(made, checked, seal_at)
    _write_findings(made, checked)
    write_page(made, book, report, count(checked.findings), checked.seal.state)
    write_live(made, book, report, checked.findings)
    return made


def make_marks(checked: Checked) -> ChangeList:
    """Return only what shows the findings: Validasi, the marks in the cells and the status."""
    made = ChangeList()
    _write_findings(made, checked)
    return made


def _note_incomplete(made: ChangeList, checked: Checked) -> None:
    if made.missing:
        found = [*checked.findings, _incomplete(made)]
        checked.findings = in_order(found, checked.book.sheets)


def _write_findings(made: ChangeList, checked: Checked) -> None:
    book = checked.book
    if checked.validasi is not None:
        write_validasi(made, book, checked.validasi, checked.findings, checked.listed)
        write_marks(made, book, checked.findings, checked.report)
    write_status(made, book, checked.findings)
    put(made, book, STATUS_NAME, status_text(checked.seal))


def _incomplete(made: ChangeList) -> Finding:
    return RULES["WB102"].about_book(
        "lembar rujukan atau nama sel dari templat tidak lengkap; sebagian nilai ditulis tanpa "
        "rumus.",
        "Salin isian ke buku kerja baru dari templat.",
        typed=", ".join(sorted(made.missing))[:200],
    )


def _add_ringkasan(book: Book, report: Report) -> None:
    names = [f.key for fields in FIGURES.values() for f in fields]
    found = {name: single_cell(book, name) for name in names}
    places = {name: place for name, place in found.items() if place is not None}
    if places:
        sheet = Counter(sheet for sheet, _ in places.values()).most_common(1)[0][0]
        on_it = {key: cell for key, (where, cell) in places.items() if where == sheet}
        data = add_ringkasan(report, sheet, on_it)
        for key, cell in data.places.items():
            present = book.cell(sheet, cell)
            if present is not None:
                data.cells.cells[key] = present


def _write_lists(made: ChangeList, book: Book, report: Report) -> None:
    where = layouts(report)
    written: dict[str, tuple[Block, list[Line]]] = {}
    for name, form in (("blok_sasaran", "kinerja"), ("blok_anggaran", "anggaran")):
        place = header_cells(book, name)
        if place is None or form not in report.forms:
            continue
        block = Block(place, book.names)
        lines = list(
            sasaran_lines(report, block)
            if form == "kinerja"
            else anggaran_lines(report.forms[form])
        )
        fill(made, book, block, lines, where, theirs_in_list(block, lines))
        written[name] = block, lines
    write_graphs(made, book, report, written)
