"""How large the columns and rows of a worksheet are in print."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from openpyxl.utils.cell import range_boundaries

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PAPERS = {"A4": (11.69, 8.27), "F4": (12.99, 8.46)}
"""Width and height in inches when laid across; F4 is 215 x 330 mm."""


def last_column(sheet: Worksheet) -> int:
    """Return the last column that is printed."""
    area = sheet.print_area or sheet.dimensions
    return range_boundaries(area.rpartition("!")[2])[2]


def last_row(sheet: Worksheet) -> int:
    """Return the last row that is printed."""
    area = sheet.print_area or sheet.dimensions
    return range_boundaries(area.rpartition("!")[2])[3]


def width(sheet: Worksheet) -> float:
    """Return the width in points of all columns that are printed."""
    last = last_column(sheet)
    total = 0
    for dimension in sheet.column_dimensions.values():
        columns = range(dimension.min, min(dimension.max, last) + 1)
        # The file holds the width with 5 pixels of padding, as a number of digits of 7 pixels.
        total += len(columns) * round(dimension.width * 7)
    return total * 0.75


def heights(sheet: Worksheet) -> list[float]:
    """Return the height in points of each row that is printed."""
    rows = range(1, last_row(sheet) + 1)
    return [sheet.row_dimensions[row].height or 15 for row in rows]


def room(sheet: Worksheet, paper: str) -> tuple[float, float]:
    """Return width and height in points between the margins."""
    across, down = PAPERS[paper]
    margins = sheet.page_margins
    return (across - margins.left - margins.right) * 72, (down - margins.top - margins.bottom) * 72


def scale_of_one_page(sheet: Worksheet, paper: str) -> float:
    """Return the scale at which a sheet is fitted to one page, in whole percent as Excel does."""
    across, down = room(sheet, paper)
    fitted = min(1, across / width(sheet), down / sum(heights(sheet)))
    return math.floor(100 * fitted) / 100
