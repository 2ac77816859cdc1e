"""Take the repeated texts of formulas out of a worksheet before it is checked and scanned.

A computed column says the same in every row; in a filled workbook nine tenths of the XML are such
texts. Each of them is checked and read once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sakip_excel.workbook import xmltext

_USUAL = b"<f>"
_ANY = re.compile(rb"<f(?:\s[^>]*(?<!/))?>")
_CLOSE = b"</f>"


class Thinned(NamedTuple):
    """A worksheet in which the text of every formula is a number.

    Attributes:
        text: the part; plain, without a byte order mark.
        formulas: text of each formula by its number as it stands in the part, still escaped.
    """

    text: bytes
    formulas: dict[str, str]


def thin(text: bytes, part: str) -> Thinned | None:
    """Check a worksheet as `xmltext.check` does and return it without the texts of its formulas.

    Returns None for rare texts in which formulas cannot be told from the rest by their tags alone:
    comments, CDATA, bare ``>``, namespace prefixes. They are checked, too.

    Args:
        text: the part as UTF-8, not checked yet.
        part: its name, for messages.

    Raises:
        DamagedError: the part is not well-formed.
        UnsafeError: the part brings a document type.
    """
    found = _numbered(text)
    if found is None:
        xmltext.check(text, part)
        return None
    short, numbers = found
    # Between tags, what is well-formed stays so wherever it stands.
    xmltext.check(short, part)
    xmltext.check(b"<f>%s</f>" % b"\n".join(numbers), part)
    return Thinned(short, {number.decode(): raw.decode() for raw, number in numbers.items()})


def _numbered(text: bytes, *, usual: bool = True) -> tuple[bytes, dict[bytes, bytes]] | None:
    """Return the text with numbers for formulas, and the number of each formula.

    The usual tag of a formula says nothing; looking for any other takes longer.
    """
    numbers: dict[bytes, bytes] = {b"": b""}
    # The formula before tells which comes next, which is quicker to compare than to look for.
    followers: dict[bytes, tuple[bytes, bytes]] = {}
    pieces: list[bytes] = []
    find, stands = text.find, text.startswith
    number, done = b"", 0
    while at := find(_USUAL, done) + 1 if usual else _behind_tag(text, done):
        at += 2
        expected, following = followers.get(number, (b"", b""))
        if expected and stands(expected, at):
            number, end = following, at + len(expected) - len(_CLOSE)
        else:
            end = find(_CLOSE, at)
            formula = text[at:end]
            if end < 0 or b"<" in formula or b">" in formula:
                return None
            previous, number = number, numbers.setdefault(formula, b"%d" % len(numbers))
            followers[previous] = formula + _CLOSE, number
        pieces += text[done:at], number
        done = end
    del numbers[b""]
    short = b"".join([*pieces, text[done:]])
    if usual and short.count(_CLOSE) * 2 != len(pieces):
        return _numbered(text, usual=False)
    return (short, numbers) if numbers and xmltext.is_plain(short) else None


def _behind_tag(text: bytes, at: int) -> int:
    """Return where the next tag of a formula with a text ends, less 2; 0 when there is none."""
    found = _ANY.search(text, at)
    return found.end() - 2 if found else 0
