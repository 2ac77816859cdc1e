"""Typed text without the characters that nobody sees."""

from __future__ import annotations

from typing import Final

# Spaces that typesetting, web pages and PDF leave between digits in place of a thousands point.
TYPOGRAPHIC_SPACES: Final = "\u00a0\u2007\u2008\u2009\u200a\u202f"
# Word, Outlook and WhatsApp put these beside a value; Excel's TRIM leaves them there.
INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
APOSTROPHES: Final = "'\u2018\u2019`\u00b4"

# Only full-width forms: other scripts' digits are not how an Indonesian office writes a number,
# and ARABIC-INDIC SEVEN is how its check mark arrives.
_FULL_WIDTH: Final = {ord("０") + digit: str(digit) for digit in range(10)} | {
    ord("％"): "%",
    ord("，"): ",",
    ord("．"): ".",
    ord("（"): "(",
    ord("）"): ")",
}
_TABLE: Final = (
    dict.fromkeys(map(ord, INVISIBLE)) | dict.fromkeys(map(ord, DASHES), "-") | _FULL_WIDTH
)


def clean(text: str) -> str:
    """Return the text with plain spaces, plain dashes and ASCII digits, and nothing invisible.

    Runs of white space become one space, and the apostrophe that makes a cell text is dropped.

    Example:
        >>> clean("'2.498\u00a0Orang ")
        '2.498 Orang'
    """
    if not text.isascii():
        text = text.translate(_TABLE)
    return " ".join(text.split()).lstrip(APOSTROPHES).lstrip()
