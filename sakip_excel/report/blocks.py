"""Lists that the program fills below a named header row: write the lines, empty what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.changes import FORMULA_NAMES, Change
from sakip_excel.forms.references import MissingReferenceError, render
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from sakip_excel.changes import ChangeList, SheetLayout
    from sakip_excel.forms.base import Value
    from sakip_excel.workbook.book import Book

    Figure = tuple[Value, str | None]
    """What a cell shows and its declared formula."""
    Line = list[Figure]
    """The cells of one line, left to right."""

_OFFSET = re.compile(r"\[(\d{1,2})\]")
_NAME = re.compile(rf"\b(?:{'|'.join(sorted(FORMULA_NAMES))})\b")


def reference(sheet: str, cell: str) -> str:
    """Return the reference of a cell from another sheet: ``'Ringkasan Rinci'!C8``."""
    return "'{}'!{}".format(sheet.replace("'", "''"), cell)


class Block:
    """A list below a named header row.

    In a declared formula ``[0]`` is the first cell of the same line, ``[1]`` the second ...

    Args:
        place: sheet, header row, first and last column.
        names: defined names of the workbook, lower case; None for all that formulas may use.
    """

    def __init__(
        self, place: tuple[str, int, int, int], names: Container[str] | None = None
    ) -> None:
        self.sheet, self.header_row, self.left, self.right = place
        self._names = FORMULA_NAMES if names is None else names

    def write(
        self,
        made: ChangeList,
        lines: Sequence[Line],
        where: Mapping[str, SheetLayout] | None,
        filled: Iterable[int],
        kept: Mapping[int, Container[int]] | None = None,
    ) -> None:
        """Add the changes that make the list hold exactly these lines.

        Args:
            made: the list of changes to add to.
            lines: cells of each line, left to right.
            where: layouts that turn declared formulas into the workbook's; None when they are
                the workbook's already.
            filled: rows that hold something now.
            kept: columns, by row below the lines, that people wrote into and that stay as they are.
        """
        kept = kept or {}
        for number, line in enumerate(lines, 1):
            row = self.header_row + number
            for column, (value, formula) in enumerate(line, self.left):
                made.cells.append(self._cell(row, column, value, formula, where))
        for row in filled:
            if row > self.header_row + len(lines):
                stays = kept.get(row, ())
                for column in range(self.left, self.right + 1):
                    if column in stays:
                        continue
                    made.cells.append(Change(self.sheet, cell_name(row, column), None))

    def reference(self, line: int, column: int) -> str:
        """Return the reference of a cell from another sheet; line and column count from 0."""
        return reference(self.sheet, cell_name(self.header_row + 1 + line, self.left + column))

    def filled(self, book: Book) -> list[int]:
        """Return the rows below the header in which the list holds something now."""
        rows, columns = book.rows(self.sheet), range(self.left, self.right + 1)
        return [r for r in rows if r > self.header_row and any(c in columns for c in rows[r])]

    def _cell(
        self,
        row: int,
        column: int,
        value: Value,
        formula: str | None,
        where: Mapping[str, SheetLayout] | None,
    ) -> Change:
        written = None if formula is None else self._rendered(row, formula, where)
        if written is None:
            value = None if value == "" else value
        elif value is None:
            value = ""
        return Change(self.sheet, cell_name(row, column), value, written)

    def _rendered(
        self, row: int, formula: str, where: Mapping[str, SheetLayout] | None
    ) -> str | None:
        """Return a formula for a line; None when the workbook lacks what it needs."""
        if where is None:
            return formula
        formula = _OFFSET.sub(lambda mark: cell_name(row, self.left + int(mark[1])), formula)
        if any(name not in self._names for name in _NAME.findall(formula)):
            return None
        try:
            return render(formula, "", where)
        except MissingReferenceError:
            return None


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it stands in a table for the report.

    Attributes:
        sheet: sheet name as the user sees it.
        cell: its address.
        shown: its text.
    """

    sheet: str
    cell: str
    shown: str

    @property
    def reference(self) -> str:
        """Return the reference of the cell from another sheet."""
        return reference(self.sheet, self.cell)


@dataclass
class PrintedTable:
    """Where the figures of one table stand, by line and column.

    Attributes:
        title: what the table is called.
        figures: the cells by key of line and of column.
    """

    title: str
    figures: dict[tuple[str, str], Printed] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, str]) -> Printed:
        return self.figures[key]
