"""Compare every cell that our reader gives with two independent readers.

Run over any folder: ``python -m tests.workbook.referee FOLDER``.
"""

import argparse
import datetime as dt
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import python_calamine
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sakip_excel.errors import FileError
from sakip_excel.workbook import xmltext
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.refs import cell_name

MAX_AREA = 5_000_000  # calamine allocates the whole rectangle between the outermost cells
LOCALE_FORMATS = {*range(5, 9), 14, *range(37, 45)}  # codes that differ from reader to reader


@dataclass
class Result:
    """What the comparison of one file found."""

    cells: int = 0
    differences: list[str] = field(default_factory=list)
    refused: str = ""
    referee_failed: list[str] = field(default_factory=list)


def compare(path):
    """Compare all cells of a workbook with what openpyxl and calamine read."""
    result = Result()
    try:
        book = Book.open(path)
        rows = {sheet: book.rows(sheet) for sheet in book.sheets}
    except FileError as error:
        result.refused = f"{type(error).__name__}: {error}"
        return result
    result.cells = sum(len(cells) for sheet in rows.values() for cells in sheet.values())
    _openpyxl(path, book, rows, result)
    _calamine(path, book, rows, result)
    return result


def _load(path, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, **options)


def _openpyxl(path, book, rows, result):
    try:
        formulas, values = _load(path), _load(path, data_only=True)
    except Exception as error:  # noqa: BLE001 - a referee may fail in any way on strangers' files
        result.referee_failed.append(f"openpyxl: {type(error).__name__}")
        return
    epoch = CALENDAR_MAC_1904 if book.date1904 else CALENDAR_WINDOWS_1900
    for sheet in book.sheets:
        if sheet not in formulas.sheetnames:
            result.referee_failed.append(f"openpyxl: no sheet {sheet}")
            continue
        theirs = {}
        for (row, column), cell in formulas[sheet]._cells.items():
            value = values[sheet]._cells[row, column].value
            formula = cell.value if cell.data_type == "f" else None
            if value is not None or formula is not None:
                theirs[row, column] = (value, formula, cell)
        ours = {(r, c): cell for r, cells in rows[sheet].items() for c, cell in cells.items()}
        for place in ours.keys() | theirs.keys():
            fault = _fault(ours.get(place), theirs.get(place), epoch)
            if fault:
                result.differences.append(f"{sheet}!{cell_name(*place)} openpyxl: {fault}")


def _fault(our, their, epoch):
    if their is None:
        # openpyxl drops empty texts and data tables without a result
        return None if our.value in (None, "") and our.formula is None else f"only ours: {our}"
    value, formula, cell = their
    if our is None:
        return None if value in (None, "") and not formula else f"only theirs: {value!r}"
    if not _same_formula(our.formula, formula):
        return f"formula {our.formula!r} / {formula!r}"
    if not _same_value(our.value, value, epoch):
        return f"value {our.value!r} / {value!r}"
    number_format = cell.number_format
    if number_format != our.number_format and cell._style.numFmtId not in LOCALE_FORMATS:
        return f"format {our.number_format!r} / {number_format!r}"
    return None


def _same_formula(our, their):
    if isinstance(their, ArrayFormula):
        their = their.text or ""
    if isinstance(their, DataTableFormula):
        return our is None
    return (our or "") == xmltext.read_text((their or "").removeprefix("="))


def _same_value(our, their, epoch):
    if isinstance(their, dt.datetime | dt.date | dt.time | dt.timedelta):
        return isinstance(our, int | float) and abs(to_excel(their, epoch) - our) < 1e-5
    if isinstance(our, bool) or isinstance(their, bool):
        return our is their
    if isinstance(our, str) and isinstance(their, str):
        return our in (their, their.strip(" \t\r\n"), xmltext.read_text(their)) or (
            our.replace("\r", "") == xmltext.read_text(their).replace("\r", "")
        )
    return our == their or (our == "" and their is None)


def _calamine(path, book, rows, result):
    try:
        other = python_calamine.load_workbook(path)
    except Exception as error:  # noqa: BLE001 - as above
        result.referee_failed.append(f"calamine: {type(error).__name__}")
        return
    for sheet in book.sheets:
        places = [(r, c) for r, cells in rows[sheet].items() for c in cells]
        if not places or max(r for r, _ in places) * max(c for _, c in places) > MAX_AREA:
            continue
        try:
            table = other.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except Exception as error:  # noqa: BLE001 - as above
            result.referee_failed.append(f"calamine: {sheet}: {type(error).__name__}")
            continue
        for row, column in places:
            our = rows[sheet][row][column].value
            try:
                their = table[row - 1][column - 1]
            except IndexError:
                their = ""
            if not _same_calamine(our, their):
                name = cell_name(row, column)
                result.differences.append(f"{sheet}!{name} calamine: {our!r} / {their!r}")


def _same_calamine(our, their):
    if our is None or isinstance(our, ErrorValue):
        return True  # calamine gives errors and missing results as empty text
    if isinstance(their, dt.datetime | dt.date | dt.time | dt.timedelta):
        return isinstance(our, int | float) and not isinstance(our, bool)
    if isinstance(our, bool) or isinstance(their, bool):
        return our is their
    if isinstance(our, str):
        # calamine drops the outer spaces of every run of a rich text
        return "".join(our.split()) == "".join(str(their).split())
    return our == their


def main(arguments=None):
    """Compare all workbooks under a folder, print a table, return 1 when any cell differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    bad = 0
    print(f"{'sel':>8}  {'beda':>5}  berkas")
    for path in sorted(p for p in folder.rglob("*.xls[xm]") if not p.name.startswith("~$")):
        result = compare(path)
        note = result.refused or ", ".join(result.referee_failed)
        print(f"{result.cells:>8}  {len(result.differences):>5}  {path.name}  {note}")
        for line in result.differences[:5]:
            print(f"{'':17}{line}")
        bad += bool(result.differences)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
