"""The four ways of writing nothing, which are not the same thing and none of which is zero."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sakip_excel.values import _text


class Empty(StrEnum):
    """How a cell says that it holds no value."""

    BLANK = "kosong"
    NOT_APPLICABLE = "tidak berlaku"
    DASH = "strip"
    NIL = "nihil"


_MEANINGS: Final = {
    **dict.fromkeys(
        ("n/a", "na", "n.a", "n.a.", "n/a.", "n / a", "tidak ada", "tidak berlaku"),
        Empty.NOT_APPLICABLE,
    ),
    "nihil": Empty.NIL,
}
# Excel's accounting formats show zero as "Rp -", and that is what arrives when it is pasted.
_DASH_CHARACTERS: Final = frozenset("- ")
_CURRENCY: Final = ("rp.", "rp", "idr")
# Nearly all text is told apart by its first character, and there is much text in a workbook.
_FIRST_CHARACTERS: Final = frozenset("NnTtRrIi" + _text.DASHES)
_LONGEST: Final = 24
_BLANKS: Final = _text.APOSTROPHES + _text.INVISIBLE + _text.TYPOGRAPHIC_SPACES + " \t\r\n\u3000"


def emptiness(value: object) -> Empty | None:
    """Return how the value says "nothing", or None when it says something.

    Args:
        value: what the cell holds; numbers (0 too), booleans and Excel errors say something.

    Example:
        >>> emptiness(" – "), emptiness("N/A"), emptiness(0)
        (<Empty.DASH: 'strip'>, <Empty.NOT_APPLICABLE: 'tidak berlaku'>, None)
    """
    if value is None:
        return Empty.BLANK
    if not isinstance(value, str):
        return None
    stripped = value.strip(_BLANKS)
    if not stripped:
        return Empty.BLANK
    if len(stripped) > _LONGEST or stripped[0] not in _FIRST_CHARACTERS:
        return None
    return _meaning(_text.clean(stripped).casefold())


def _meaning(text: str) -> Empty | None:
    if text in _MEANINGS:
        return _MEANINGS[text]
    for currency in _CURRENCY:
        if text.startswith(currency):
            text = text.removeprefix(currency)
            break
    return Empty.DASH if text and _DASH_CHARACTERS.issuperset(text) else None
