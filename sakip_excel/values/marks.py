"""Check marks as they arrive from keyboards, symbol fonts, phones and scanned documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sakip_excel.values._memory import remembered
from sakip_excel.values.empty import Empty, emptiness


class Tick(StrEnum):
    """What a cell of a check-mark column says."""

    YES = "ya"
    NO = "tidak"
    UNKNOWN = "tidak dikenal"


ACCEPTED_MARKS: Final[tuple[str, ...]] = (
    "✓",
    "√",
    "✔",
    "☑",
    "✅",
    "✓\ufe0f",  # phones add this invisible "as a picture"
    "✔\ufe0f",
    "☑\ufe0f",
    "V",
    "X",
    "٧",  # ARABIC-INDIC DIGIT SEVEN: how OCR and some fonts hand over a check mark
    "∀",  # the same for a check mark that touches a line
    "Ü",  # the letter below the check mark of Wingdings
    "\uf0fc",  # the same, stored as a symbol
    "1",
    "TRUE",
)
"""Texts that count as a tick once blanks around them are off and letters are capitals.

The workbook's formulas decide with the same list: a mark counts exactly when
``UPPER(TRIM(text))`` is in it, numbers and booleans taken as the text that Excel makes of them.
"""

_ACCEPTED: Final = frozenset(ACCEPTED_MARKS)
_REFUSED: Final = frozenset({"0", "FALSE", "TIDAK"})


def parse_tick(value: object) -> Tick:
    """Return whether a cell is ticked.

    Args:
        value: what the cell holds. Nothing, a dash, 0, FALSE and "tidak" are no tick; crosses,
            empty boxes, words and other marks are UNKNOWN and must be asked about.

    Example:
        >>> parse_tick("v"), parse_tick(None), parse_tick("✗")
        (<Tick.YES: 'ya'>, <Tick.NO: 'tidak'>, <Tick.UNKNOWN: 'tidak dikenal'>)
    """
    if value is None:
        return Tick.NO
    if isinstance(value, str):
        return _from_text(value)
    # True and 1.0 equal 1 here as TRUE and "1" are both in the list.
    if value == 1:
        return Tick.YES
    return Tick.NO if value == 0 else Tick.UNKNOWN


@remembered
def _from_text(text: str) -> Tick:
    # Only the blank that Excel's TRIM takes off: a mark that the formulas do not see is asked.
    mark = text.strip(" ").upper()
    if mark in _ACCEPTED:
        return Tick.YES
    if mark in _REFUSED or emptiness(text) in {Empty.BLANK, Empty.DASH}:
        return Tick.NO
    return Tick.UNKNOWN
