"""What all sheets share: title, context line, way back, print set-up and marks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from sakip_excel.report.layout import MARK_CAPACITY, MARK_NAMES, MARKS, TEMPLATE_VERSION
from sakip_excel.template.places import REACH
from sakip_excel.template.styles import MARKS as MARK_STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit

A4 = 9
FOOTER = f"&L&F: &A&Csakip_excel templat v{TEMPLATE_VERSION}&RHal &P dari &N"
"""File and sheet, template version, page; a footer cannot look at a cell, so the satker stands in
`CONTEXT_ROW`, which is printed again on every page."""
CONTEXT_ROW = 2
"""Row that says whose report for which quarter this is."""
_LETTERS_PER_DIGIT = 1.12
_PAGE_WIDTH, _PAGE_HEIGHT = 784.0, 516.0
"""Points between the margins of A4 landscape."""
_ROOMY = 0.94
"""Part of the width to count on: other programs make columns a little wider."""
_READABLE = 215
"""Characters of column width on one A4 landscape page when 11 points are printed as 7."""


def write_head(kit: Kit, sheet: Worksheet, title: str, purpose: str) -> None:
    """Write title, purpose and the way back to Beranda (rows 1 to 3)."""
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.set_row(2, 20)
    sheet.write_string(0, 0, title, kit.styles("title"))
    sheet.write_string(1, 0, purpose, kit.styles("purpose"))
    sheet.write_url(2, 0, "internal:'Beranda'!A1", kit.styles("link"), "← Beranda")


def write_context(kit: Kit, sheet: Worksheet, key: str, column: int = 1) -> None:
    """Write whose report for which quarter this is (row 3)."""
    kit.write_live(f"konteks_{key}", sheet, (CONTEXT_ROW, column), kit.styles("context", indent=1))


def row_height(*cells: tuple[str, float]) -> float:
    """Return the height in points of a row of wrapped texts, each with its column width.

    Excel fits the height of such rows itself when it opens a file; other programs do not.
    """
    return 15.0 * max(lines(text, width) for text, width in cells)


def lines(text: str, width: float) -> int:
    """Return on how many lines a text stands in a column of that width in characters.

    The width counts digits; letters of running text are narrower on average.
    """
    width *= _LETTERS_PER_DIGIT
    count = 0
    for paragraph in text.split("\n"):
        room = 0.0
        count += 1
        for word in paragraph.split(" "):
            needed = len(word) + (1 if room else 0)
            if room and room + needed > width:
                count, room, needed = count + 1, 0, len(word)
            room += needed
    return count


def set_print(sheet: Worksheet, *, wide: int = 1, landscape: bool = True) -> None:
    """Set A4, margins, footer and the number of pages side by side."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(FOOTER, {"margin": 0.3})
    sheet.fit_to_pages(wide, 0)


def pages_wide(width: float, repeated: float) -> int:
    """Return how many pages side by side keep a wide sheet readable.

    Args:
        width: width of all columns that are seen, in characters.
        repeated: width of the columns that are repeated on every page.
    """
    return max(1, math.ceil((width - repeated) / (_READABLE - repeated)))


def points(width: float) -> float:
    """Return the width in points of a column of that many characters."""
    return int(width * 7 + 5) * 0.75


def set_print_across(
    sheet: Worksheet, widths: Sequence[float], starts: Sequence[int], repeated: tuple[int, int]
) -> None:
    """Set up printing on several pages side by side that begin with the columns they belong to.

    The scale is fixed: with "fit to pages" Excel takes no notice of page breaks, and columns that
    people add get pages of their own rather than make everything smaller.

    Args:
        sheet: the sheet.
        widths: width of each column in characters; 0 for one that is hidden.
        starts: columns with which the second page and those after it begin.
        repeated: first and last column printed again on every page.
    """
    set_print(sheet)
    sizes = [points(width) if width else 0 for width in widths]
    again = sum(sizes[repeated[0] : repeated[1] + 1])
    bounds = [0, *starts, len(sizes)]
    pages = [sum(sizes[a:b]) + (again if a else 0) for a, b in pairwise(bounds)]
    sheet.set_print_scale(int(min(1, _ROOMY * _PAGE_WIDTH / max(pages)) * 100))
    sheet.set_v_pagebreaks(list(starts))
    sheet.repeat_columns(*repeated)


@dataclass(slots=True)
class Pages:
    """A sheet of several sections, none of them cut by the end of a page that it could fit on.

    Attributes:
        sheet: the sheet.
        heights: heights of its rows in points where they are not the usual one.
        heads: rows in which a section begins.
    """

    sheet: Worksheet
    heights: dict[int, float] = field(default_factory=lambda: {0: 30.0, 2: 20.0})
    heads: list[int] = field(default_factory=list)

    def set_height(self, row: int, height: float) -> None:
        """Set the height of a row in points."""
        self.sheet.set_row(row, height)
        self.heights[row] = height

    def set_print(self, last: int, widths: Sequence[float]) -> None:
        """Set up printing, with a new page before a section that would be cut.

        A section longer than a page begins in the upper half of one.

        A fixed scale stands in for "fit to one page wide", with which Excel takes no notice of
        page breaks.
        """
        set_print(self.sheet)
        scale = min(1, _ROOMY * _PAGE_WIDTH / sum(map(points, widths)))
        self.sheet.set_print_scale(int(scale * 100))
        self.sheet.set_h_pagebreaks(self._breaks(last, _PAGE_HEIGHT * 100 / int(scale * 100)))

    def _breaks(self, last: int, room: float) -> list[int]:
        """Return the rows before which a new page begins; a page has so many points of room."""
        used, breaks = 0.0, []
        for row in range(last):
            height = self.heights.get(row, 15.0)
            if row in self.heads:
                end = min((head for head in self.heads if head > row), default=last)
                needed = sum(self.heights.get(r, 15.0) for r in range(row, end))
                fits_one = needed <= room - self.heights[0]
                if used + needed > room and used > (self.heights[0] if fits_one else room / 2):
                    breaks.append(row)
            if row in breaks or used + height > room:
                used = self.heights[0]
            used += height
        return breaks


def add_marks(kit: Kit, sheet: Worksheet, last_column: int, sheet_name: str) -> None:
    """Light up every cell whose address stands on the sheet Tanda.

    The sheet name is a constant: the marks of a sheet that the user renames keep working, because
    the program writes the template's name.
    """
    for severity, name in MARK_NAMES.items():
        sheet.conditional_format(
            0,
            0,
            REACH,
            last_column,
            {
                "type": "formula",
                "criteria": f'=ISNUMBER(MATCH("{sheet_name}!"&ADDRESS(ROW(),COLUMN(),4),{name},0))',
                "format": kit.styles.rule(**MARK_STYLES[severity]),
                "stop_if_true": True,
            },
        )


def write_marks_sheet(kit: Kit) -> None:
    """Write the hidden sheet on which the program lists the cells to light up."""
    sheet = kit.sheets[MARKS]
    sheet.set_column(0, len(MARK_NAMES) - 1, 22)
    for column, (severity, name) in enumerate(MARK_NAMES.items()):
        sheet.write_string(0, column, severity.capitalize(), kit.styles("list_header"))
        kit.name(name, sheet, (1, column), MARK_CAPACITY, column)
    set_print(sheet)
    sheet.hide()
