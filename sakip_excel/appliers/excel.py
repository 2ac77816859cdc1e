"""Apply a settled patch to the workbook that is open in Excel, through xlwings.

The only module that knows xlwings; it is imported when Excel has called and not before. Nothing is
selected or scrolled, so the user's place on the sheet stays. Formulas are written without a value:
Excel calculates them.
"""

from __future__ import annotations

import atexit
import sys
from contextlib import ExitStack, contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

from sakip_excel.appliers.blocks import rectangles
from sakip_excel.errors import CellError
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.refs import parse_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlwings import App, Book, Range, Sheet

    from sakip_excel.workbook.catalog import Table
    from sakip_excel.workbook.patch import Patch
    from sakip_excel.workbook.refs import Area
    from sakip_excel.workbook.sheetedit import Edit

TEXT_FORMAT = "@"
"""Number format under which Excel keeps everything that is written as text, formulas too."""

_QUIET = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}
_WORDS = frozenset({"true", "false", "benar", "salah"})


class _Kind(Enum):
    """How a cell is written; cells of different kinds never go in one call."""

    FORMULA = auto()
    NUMBER = auto()
    TEXT = auto()


def attach(name: str) -> Book | None:
    """Return the open workbook whose button was pressed, None when Excel cannot be reached.

    Which Excel it is stands in the program's arguments (``--wb``, ``--from_xl``, ``--hwnd``).

    Args:
        name: file name of the workbook; another one is never written to.
    """
    try:
        import xlwings

        _leave_other_excels_alone()
        book = xlwings.Book.caller()
        return book if book.name.casefold() == name.casefold() else None
    except Exception:  # noqa: BLE001 - whatever is in the way, the answer then goes through VBA
        return None


def _leave_other_excels_alone() -> None:
    """Take back what xlwings wants to do when we end: kill every Excel without a window."""
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None and hasattr(windows, "cleanup"):
        atexit.unregister(windows.cleanup)


def apply(book: Book, patch: Patch) -> None:
    """Write every change of a patch into the open workbook: Tables grow first.

    Screen, events, warnings and calculation are set aside meanwhile and come back as they were,
    after an error too. A write that was cut off is completed by the macro, which writes every cell
    again.

    Args:
        book: the open workbook.
        patch: what changes, settled against a copy of this workbook.

    Raises:
        CellError: rows or columns came or went since the copy was saved; nothing was written.
    """
    _refuse_moved(book, patch)
    with _set_aside(book.app) as calculation:
        for table in patch.grown.values():
            _grow(book.sheets[table.sheet], patch, table)
        for name, edits in patch.edits.items():
            sheet = book.sheets[name]
            kinds = {place: _kind(edit) for place, edit in edits.items()}
            for area, kind in rectangles(kinds):
                _write(sheet, area, kind, edits)
    if calculation != "automatic":
        book.app.calculate()


def _refuse_moved(book: Book, patch: Patch) -> None:
    """Make sure that the cells still stand where the copy had them.

    Looks at each Table, and on each sheet at the name that stands furthest down.
    """
    source = patch.book
    sheets = {*patch.edits, *(table.sheet for table in patch.grown.values())}
    looked_at = [
        (book.sheets[table.sheet].tables[table.name].range, table.ref)
        for table in source.tables.values()
        if table.sheet in sheets
    ]
    furthest: dict[str, tuple[int, str]] = {}
    for name, (sheet, ref) in source.names.items():
        if sheet in sheets:
            furthest[sheet] = max(furthest.get(sheet, (0, "")), (parse_range(ref)[2], name))
    for _, name in furthest.values():
        looked_at.append((book.names[name].refers_to_range, parse_range(source.names[name][1])))
    if any(parse_range(cells.address) != area for cells, area in looked_at):
        raise CellError(
            "Isi buku kerja berubah sewaktu diperiksa; hasilnya tidak ditulis.",
            "Tekan tombol lagi.",
        )


@contextmanager
def _set_aside(app: App) -> Iterator[str]:
    """Keep Excel quiet; give the way of calculating that the user has chosen."""
    chosen = str(app.calculation)
    with ExitStack() as stack:
        for name, value in _QUIET.items():
            stack.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, value)
        # Otherwise one formula in a Table may fill the user's own cells of that column.
        correct = app.api.AutoCorrect
        filling = correct.AutoFillFormulasInLists
        stack.callback(setattr, correct, "AutoFillFormulasInLists", filling)
        correct.AutoFillFormulasInLists = False
        yield chosen


def _grow(sheet: Sheet, patch: Patch, table: Table) -> None:
    """Let a Table reach further down; new cells look like the ones above."""
    sheet.tables[table.name].resize(_range(sheet, table.ref))
    for (top, left, bottom, right), _ in rectangles(_bare(patch, table)):
        above = _range(sheet, (top - 1, left, top - 1, right))
        above.autofill(_range(sheet, (top - 1, left, bottom, right)), "fill_formats")


def _bare(patch: Patch, table: Table) -> dict[tuple[int, int], None]:
    """Return the places of the new rows that have no cell, and so no look of their own."""
    xml = patch.book.sheet_xml(table.sheet)
    _, left, bottom, right = table.ref
    bare: dict[tuple[int, int], None] = {}
    for number in range(patch.book.tables[table.name].ref[2] + 1, bottom + 1):
        row = xml.row(number)
        there = {cell.column for cell in xml.cells(row)} if row else set()
        bare.update(((number, c), None) for c in range(left, right + 1) if c not in there)
    return bare


def _range(sheet: Sheet, area: Area) -> Range:
    top, left, bottom, right = area
    return sheet.range((top, left), (bottom, right))


def _kind(edit: Edit) -> _Kind:
    if edit.formula is not None or isinstance(edit.value, ErrorValue):
        return _Kind.FORMULA
    return _Kind.TEXT if edit.value is None or isinstance(edit.value, str) else _Kind.NUMBER


def _write(sheet: Sheet, area: Area, kind: _Kind, edits: Mapping[tuple[int, int], Edit]) -> None:
    for (top, left, bottom, right), cells, style in _uniform(sheet, area):
        block = [
            [edits[row, column] for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        if style != TEXT_FORMAT:
            _put(cells, kind, block)
        elif kind is _Kind.TEXT and not any(_marked(edit) for row in block for edit in row):
            cells.raw_value = [[edit.value or "" for edit in row] for row in block]
        else:
            cells.number_format = "General"
            try:
                _put(cells, kind, block)
            finally:
                cells.number_format = TEXT_FORMAT


def _marked(edit: Edit) -> bool:
    """Return whether a text starts with the sign by which people tell Excel that it is text."""
    return isinstance(edit.value, str) and edit.value.startswith("'")


def _put(cells: Range, kind: _Kind, block: list[list[Edit]]) -> None:
    """Write a rectangle in one call, past the conversions that xlwings offers."""
    rows = [[_content(edit) for edit in row] for row in block]
    if kind is _Kind.FORMULA:
        cells.options("raw").formula = rows
    else:
        cells.raw_value = rows


def _uniform(sheet: Sheet, area: Area) -> Iterator[tuple[Area, Range, str]]:
    """Yield the parts of a rectangle that have one number format each."""
    cells = _range(sheet, area)
    style = _number_format(cells)
    if style is not None:
        yield area, cells, style
        return
    top, left, bottom, right = area
    if left < right:
        middle = (left + right) // 2
        halves = [(top, left, bottom, middle), (top, middle + 1, bottom, right)]
    else:
        middle = (top + bottom) // 2
        halves = [(top, left, middle, right), (middle + 1, left, bottom, right)]
    for half in halves:
        yield from _uniform(sheet, half)


def _number_format(cells: Range) -> str | None:
    """Return the number format of a range, None when its cells have several."""
    return cells.number_format


def _content(edit: Edit) -> str | float:
    """Return what Excel must be given so that the cell holds just this."""
    value = edit.value
    if edit.formula is not None:
        return f"={edit.formula}"
    if value is None or isinstance(value, bool | ErrorValue):
        return "" if value is None else value
    if isinstance(value, str):
        return f"'{value}" if reads_as_more(value) else value
    return float(value)  # COM knows no whole numbers beyond 32 bits


def reads_as_more(text: str) -> bool:
    """Return whether Excel might take a text for a number, date, truth value or formula.

    Only what surely stays text says no: Excel's own reading depends on the computer's language
    (``Mei 2024``, ``Rp 5.000`` and ``1.1`` are a date, an amount and another date somewhere).
    """
    if not text:
        return False
    if not text[0].isalpha() or text.casefold() in _WORDS:
        return True
    return any(sign.isdigit() for sign in text) and "!" not in text
