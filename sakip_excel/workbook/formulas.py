"""Move a formula to another cell, as Excel does with the followers of a shared formula."""

from __future__ import annotations

import re
from functools import lru_cache

from sakip_excel.workbook.refs import MAX_COLUMN, MAX_ROW, column_letters, column_number

_SKIP = (
    r'"(?:[^"]|"")*"'  # text
    r"|'(?:[^']|'')*'!?"  # quoted sheet name
    r"|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"  # table columns, number of another workbook
    r"|#[A-Z0-9/?!]+!?"  # error values
    r"|[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+"  # 1E3 is no address
)
_TOKEN = re.compile(
    _SKIP + r"|(?<![\w.\\$])(?:"
    r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})"  # one cell
    r"|(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})"  # whole columns
    r"|(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})"  # whole rows
    r")(?![\w.\\$(!\[])"
)
_Piece = str | re.Match[str]


def translate(formula: str, rows: int, columns: int) -> str:
    """Return the formula as it reads after a move by so many rows and columns.

    Relative references move, ``$`` parts, text, sheet names, table columns and function names
    stay; a reference that leaves the sheet wraps round to the other side, as in shared formulas
    of Excel.

    Args:
        formula: text without ``=``.
        rows: number of rows down.
        columns: number of columns to the right.

    Example:
        >>> translate("A1+$B1*LOG10(C$2)", 2, 1)
        'B3+$B3*LOG10(D$2)'
    """
    return "".join(
        piece if isinstance(piece, str) else _moved(piece, rows, columns)
        for piece in _pieces(formula)
    )


@lru_cache(maxsize=512)
def _pieces(formula: str) -> tuple[_Piece, ...]:
    """Cut a formula at its references; one master serves many followers."""
    pieces: list[_Piece] = []
    done = 0
    for match in _TOKEN.finditer(formula):
        if match.lastindex is None or not _inside(match):
            continue
        pieces += [formula[done : match.start()], match]
        done = match.end()
    return (*pieces, formula[done:])


def _inside(match: re.Match[str]) -> bool:
    """Return whether what looks like a reference lies inside the sheet; ``XYZ2024`` does not."""
    letters = [text for text in (match[2], match[6], match[8]) if text]
    numbers = [int(text) for text in (match[4], match[10], match[12]) if text]
    try:
        return all(column_number(text) for text in letters) and all(
            number <= MAX_ROW for number in numbers
        )
    except ValueError:
        return False


def _moved(match: re.Match[str], rows: int, columns: int) -> str:
    if match[2]:
        return _column(match[1], match[2], columns) + _row(match[3], match[4], rows)
    if match[6]:
        return f"{_column(match[5], match[6], columns)}:{_column(match[7], match[8], columns)}"
    return f"{_row(match[9], match[10], rows)}:{_row(match[11], match[12], rows)}"


def _column(fixed: str, letters: str, columns: int) -> str:
    if fixed:
        return f"${letters}"
    return column_letters((column_number(letters) - 1 + columns) % MAX_COLUMN + 1)


def _row(fixed: str, number: str, rows: int) -> str:
    if fixed:
        return f"${number}"
    return str((int(number) - 1 + rows) % MAX_ROW + 1)
