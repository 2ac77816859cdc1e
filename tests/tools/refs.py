"""Cell addresses for the test tools, written apart from the package on purpose."""

from __future__ import annotations

import re

Box = tuple[int, int, int, int]
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def position(ref: str) -> tuple[int, int]:
    """Return ``(row, column)`` of an address such as ``F12``; ValueError when it is none."""
    match = _CELL.match(ref)
    if match is None:
        raise ValueError(f"no cell address: {ref!r}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def address(row: int, column: int) -> str:
    """Return the address of a cell: ``address(12, 6)`` is ``F12``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def box(ref: str) -> Box:
    """Return ``(row1, column1, row2, column2)`` of ``B5:F12`` or of a single cell."""
    first, _, last = ref.partition(":")
    return (*position(first), *position(last or first))


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share a cell."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def inside(row: int, column: int, area: Box) -> bool:
    """Tell whether a cell lies in a box."""
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]


def whole(text: str | None, otherwise: int = 0) -> int:
    """Return a count or index as written in an attribute; ``otherwise`` when it is none."""
    try:
        return int(text) if text else otherwise
    except ValueError:
        return otherwise
