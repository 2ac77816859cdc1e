"""Take the repeated texts of formulas out of a worksheet before it is checked and scanned.

A computed column says the same in every row; in a filled workbook nine tenths of the XML are such
texts. Each of them is checked and read once.
"""

from __future__ import annotations

from typing import NamedTuple

from sakip_excel.workbook import xmltext

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


def _numbered(text: bytes) -> tuple[bytes, dict[bytes, bytes]] | None:
    """Return the text with numbers for formulas, and the number of each formula."""
    pieces = text.split(_CLOSE)
    numbers: dict[bytes, bytes] = {b"": b""}
    # The row before tells which formula comes next, which is quicker to compare than to look up.
    followers: dict[bytes, tuple[bytes, bytes]] = {}
    tail = number = b""
    for at in range(len(pieces) - 1):
        piece, previous = pieces[at], number
        tail, number = followers.get(previous, (b"", b""))
        if not tail or not piece.endswith(tail):
            formula = piece[piece.rfind(b">") + 1 :]
            if b"<" in formula:
                return None
            number = numbers.setdefault(formula, b"%d" % len(numbers))
            tail = b">" + formula
            followers[previous] = tail, number
        pieces[at] = piece[: len(piece) - len(tail) + 1] + number
    del numbers[b""]
    short = _CLOSE.join(pieces)
    return (short, numbers) if numbers and xmltext.is_plain(short) else None
