"""Sections of constants and named parameters, written from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sakip_excel.template.page import Pages, row_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit

WIDTHS = (34, 28, 54, 58, 18, 14)


@dataclass(slots=True)
class Writer:
    """Writes one sheet section by section and names what formulas need.

    Attributes:
        kit: the workbook under construction.
        sheet: the sheet.
        row: next free row, counted from 0.
        pages: where its printed pages end.
    """

    kit: Kit
    sheet: Worksheet
    row: int = 3
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        self.pages = Pages(self.sheet)

    def section(self, title: str, note: str, headings: Sequence[str]) -> None:
        """Start a section: title, what it is, headings."""
        self.row += 1
        self.pages.heads.append(self.row)
        styles = self.kit.styles
        for column in range(len(WIDTHS)):
            self.sheet.write_blank(self.row, column, None, styles("section"))
        self.sheet.write_string(self.row, 0, title, styles("section"))
        self.sheet.write_string(self.row + 1, 0, note, styles("purpose"))
        for column, heading in enumerate(headings):
            self.sheet.write_string(self.row + 2, column, heading, styles("list_header"))
        self.row += 3

    def rows(self, rows: Sequence[Sequence[Any]], formats: Sequence[str] = ()) -> int:
        """Write rows of constants; return the first of them, counted from 0.

        Args:
            rows: values from the first column on.
            formats: number formats of the columns, General where there is none.
        """
        first = self.row
        for values in rows:
            for column, value in enumerate(values):
                form = formats[column] if column < len(formats) else "General"
                style = self.kit.styles("row", num_format=form, align="left")
                self.kit.write(self.sheet, (self.row, column), value, style)
            sizes = zip((str(value) for value in values), WIDTHS, strict=False)
            self.pages.set_height(self.row, row_height(*sizes))
            self.row += 1
        return first

    def live(self, column: int, name: str, form: str = "General") -> None:
        """Write the formulas of a name from the current row down, without moving on."""
        style = self.kit.styles("computed", num_format=form, align="left", text_wrap=True)
        self.kit.write_live(name, self.sheet, (self.row, column), style)

    def parameter(self, name: str, label: str) -> None:
        """Write one computed parameter: label, value, name."""
        self.sheet.write_string(self.row, 0, label, self.kit.styles("row"))
        self.live(1, name)
        self.sheet.write_string(self.row, 2, name, self.kit.styles("purpose"))
        self.row += 1

    def name(self, name: str, first: int, column: int) -> None:
        """Name a column of cells from ``first`` to the last row written."""
        self.kit.name(name, self.sheet, (first, column), self.row - 1, column)
