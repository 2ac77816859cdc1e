"""An engine for xlwings without Excel: its open base classes over openpyxl, for tests.

What the program does not need is not there and raises NotImplementedError. Where Excel treats
what it is given in a way that surprises, this engine does the same or refuses loudly: text that
reads as more is not kept as text, a cell formatted as text keeps formulas and numbers as text, a
locked sheet takes nothing, one formula in a Table fills the column unless that is switched off.
It does not calculate.
"""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

import openpyxl
import xlwings
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "@"
_MONTHS = (
    "jan|feb|peb|mar|apr|mei|may|jun|jul|agu|aug|sep|okt|oct|nop|nov|des|dec"  # Indonesian, English
)
_READS_AS_MORE = re.compile(
    rf"[=+\-@].*|[\s\d.,:/%()\-+]*\d[\s\d.,:/%()\-+]*|\d[\d.,]*e[+-]?\d+|"
    rf"(rp|idr|\$|€)\.?\s*[\d.,\-]+|true|false|benar|salah|"
    rf"(\d+[\s/\-.])?({_MONTHS})[a-z]*[\s/\-.,]*\d[\d\s:.,]*|.*\d\s?(am|pm)",
    re.IGNORECASE | re.DOTALL,
)


class ExcelError(Exception):
    """What Excel answers through COM when it refuses."""


class Engine:
    """The engine; `open_book` makes the only Excel that there is."""

    name, type = "openpyxl", "desktop"


class AutoCorrect:
    """Excel's own automatic corrections, shared by all workbooks."""

    AutoFillFormulasInLists = True


class Native:
    """The native application object, as far as the program looks at it."""

    def __init__(self) -> None:
        self.AutoCorrect = AutoCorrect()


class App(base_classes.App):
    """One Excel; ``log`` tells what was asked of it, in order."""

    def __init__(self) -> None:
        self.log: list[tuple[str, object]] = []
        self.state = {
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
            "calculation": "automatic",
        }
        self._native = Native()
        self.refuse_after: int | None = None

    engine = Engine
    pid = 4242
    api = property(lambda self: self._native)

    def calculate(self) -> None:
        self.log.append(("calculate", None))

    def called(self, what: str, where: str) -> None:
        """Note a call; refuse it when the test wants Excel to break down."""
        if self.refuse_after is not None and len(self.writes) >= self.refuse_after:
            raise ExcelError("call was rejected")
        self.log.append((what, where))

    @property
    def writes(self) -> list[tuple[str, object]]:
        """Return the calls that wrote cells."""
        return [entry for entry in self.log if entry[0] in {"value", "formula"}]


def _setting(name: str) -> property:
    def change(self: App, value: object) -> None:
        self.log.append((name, value))
        self.state[name] = value

    return property(lambda self: self.state[name], change)


for _name in ("screen_updating", "enable_events", "display_alerts", "calculation"):
    setattr(App, _name, _setting(_name))


class Book(base_classes.Book):
    """An open workbook."""

    def __init__(self, workbook: openpyxl.Workbook, name: str) -> None:
        self.workbook, self._name, self._app = workbook, name, App()

    api = property(lambda self: self.workbook)
    app = property(lambda self: self._app)
    name = property(lambda self: self._name)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)


class Names(base_classes.Names):
    """The defined names of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name: str) -> Name:
        found = {key.lower(): value for key, value in self.book.workbook.defined_names.items()}
        return Name(self.book, found[name.lower()])


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, name) -> None:
        self.book, self.defined = book, name

    @property
    def refers_to_range(self) -> Range:
        ((sheet, address),) = self.defined.destinations
        left, top, right, bottom = range_boundaries(address)
        return Range(self.book.sheets(sheet), (top, left, bottom, right))


class Sheets(base_classes.Sheets):
    """The worksheets of a workbook, by name."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name: str) -> Sheet:
        return Sheet(self.book, self.book.workbook[name])


class Sheet(base_classes.Sheet):
    """One worksheet."""

    def __init__(self, book: Book, sheet) -> None:
        self._book, self.sheet = book, sheet

    api = property(lambda self: self.sheet)
    book = property(lambda self: self._book)
    name = property(lambda self: self.sheet.title)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> Range:
        return Range(self, (*first, *last))


class Range(base_classes.Range):
    """A rectangle of cells."""

    def __init__(self, sheet: Sheet, area: tuple[int, int, int, int]) -> None:
        self.sheet, self.area, self.options = sheet, area, {}

    api = property(lambda self: self)
    row = property(lambda self: self.area[0])
    column = property(lambda self: self.area[1])

    @property
    def address(self) -> str:
        top, left, bottom, right = self.area
        corners = [f"${get_column_letter(left)}${top}", f"${get_column_letter(right)}${bottom}"]
        return ":".join(dict.fromkeys(corners))

    def _note(self, what: str) -> None:
        self.sheet.book.app.called(what, f"{self.sheet.name}!{self.address.replace('$', '')}")

    def _rows(self) -> Iterator[list]:
        top, left, bottom, right = self.area
        for row in range(top, bottom + 1):
            yield [self.sheet.sheet.cell(row, column) for column in range(left, right + 1)]

    def _matched(self, rows) -> Iterator[tuple]:
        if self.sheet.sheet.protection.sheet:
            raise ExcelError("the cell is on a protected sheet")
        for cells, values in zip(self._rows(), rows, strict=True):
            yield from zip(cells, values, strict=True)

    def _set_values(self, rows) -> None:
        self._note("value")
        for cell, value in self._matched(rows):
            if isinstance(value, bool | float):
                _put(cell, str(value) if cell.number_format == TEXT else value)
            else:
                _put(cell, _entered(value, cell.number_format))

    raw_value = property(None, _set_values)

    def _set_formulas(self, rows) -> None:
        app = self.sheet.book.app
        self._note("formula")
        for cell, text in self._matched(rows):
            if cell.number_format == TEXT:
                _put(cell, text)
            elif text in ERROR_CODES:
                cell.value, cell.data_type = text, "e"
            elif text.startswith("="):
                cell.value = text
                if app.api.AutoCorrect.AutoFillFormulasInLists and self._in_table(cell):
                    raise ExcelError(f"{cell.coordinate} would fill its whole column")
            else:
                raise NotImplementedError(text)

    formula = property(None, _set_formulas)

    def _in_table(self, cell) -> bool:
        for table in self.sheet.sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            if left <= cell.column <= right and top < cell.row <= bottom:
                return True
        return False

    @property
    def number_format(self) -> str | None:
        found = {cell.number_format for cells in self._rows() for cell in cells}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        for cells in self._rows():
            for cell in cells:
                cell.number_format = code

    def autofill(self, destination: xlwings.Range, type_: str) -> None:
        if type_ != "fill_formats" or self.area[0] != self.area[2]:
            raise NotImplementedError(type_)
        (source,) = self._rows()
        for cells in destination.impl._rows():
            for above, cell in zip(source, cells, strict=True):
                cell._style = copy(above._style)


def _put(cell, value) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _entered(text: str, number_format: str) -> str | None:
    """Return the text that stands in a cell after this was entered.

    Raises:
        ExcelError: Excel would make a number, a date, a truth value or a formula of it.
        NotImplementedError: it is not known for sure what Excel does.
    """
    if text == "":
        return None
    if number_format == TEXT:
        if text.startswith("'"):
            raise NotImplementedError(f"{text!r} into a cell formatted as text")
        return text
    if text.startswith("'"):
        return text[1:]
    if _READS_AS_MORE.fullmatch(text.strip()) or text in ERROR_CODES:
        raise ExcelError(f"{text!r} would not stay text")
    return text


class Tables(base_classes.Tables):
    """The Tables of a worksheet, by name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __call__(self, name: str) -> Table:
        return Table(self.sheet, self.sheet.sheet.tables[name])


class Table(base_classes.Table):
    """One Table."""

    def __init__(self, sheet: Sheet, table) -> None:
        self.sheet, self.table = sheet, table

    @property
    def range(self) -> Range:
        left, top, right, bottom = range_boundaries(self.table.ref)
        return Range(self.sheet, (top, left, bottom, right))

    def resize(self, target: xlwings.Range) -> None:
        self.sheet.book.app.log.append(("resize", self.table.name))
        if self.sheet.sheet.protection.sheet:
            raise ExcelError("the Table is on a protected sheet")
        self.table.ref = target.impl.address.replace("$", "")


def open_book(path: Path, name: str = "laporan.xlsm") -> xlwings.Book:
    """Open a workbook in an Excel of its own."""
    return xlwings.Book(impl=Book(openpyxl.load_workbook(path), name))
