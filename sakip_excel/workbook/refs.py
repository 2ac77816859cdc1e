"""Cell addresses as Excel writes them: letters for the column, a number for the row."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 1 and are included."""

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(number: int) -> str:
    """Return the letters of a column, e.g. 1 is ``A`` and 28 is ``AB``.

    Raises:
        ValueError: the number is outside 1-16,384.
    """
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"no column {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """Return the number of a column, e.g. ``A`` is 1 and ``AB`` is 28.

    Raises:
        ValueError: the letters name no column of Excel (``A`` to ``XFD``).
    """
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"no column {letters!r}")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"no column {letters!r}")
    return number


def cell_name(row: int, col: int) -> str:
    """Return the address of a cell, e.g. row 12 and column 6 are ``F12``."""
    return f"{column_letters(col)}{row}"


def parse_cell(ref: str) -> tuple[int, int]:
    """Return row and column of an address, e.g. ``F12`` or ``$F$12`` is (12, 6).

    Raises:
        ValueError: the text is no address of one cell inside the sheet.
    """
    match = _CELL.fullmatch(ref)
    if match is None or (row := int(match[2])) > MAX_ROW:
        raise ValueError(f"no cell {ref!r}")
    return row, column_number(match[1])


def parse_range(ref: str) -> Area:
    """Return the corners of a range, e.g. ``B5:F12`` is (5, 2, 12, 6).

    One cell counts as a range, and so do whole rows (``3:5``) and columns (``B:D``).

    Raises:
        ValueError: the text is no rectangle inside the sheet.
    """
    first, _, last = ref.replace("$", "").partition(":")
    last = last or first
    if first.isdigit() and last.isdigit():
        first, last = f"A{first}", f"XFD{last}"
    elif first.isalpha() and last.isalpha() and ":" in ref:
        first, last = f"{first}1", f"{last}{MAX_ROW}"
    (row1, col1), (row2, col2) = parse_cell(first), parse_cell(last)
    return min(row1, row2), min(col1, col2), max(row1, row2), max(col1, col2)


def range_name(area: Area) -> str:
    """Return the address of a rectangle, e.g. (5, 2, 12, 6) is ``B5:F12``."""
    row1, col1, row2, col2 = area
    return f"{cell_name(row1, col1)}:{cell_name(row2, col2)}"


def overlap(one: Area, other: Area) -> bool:
    """Return whether two rectangles share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
