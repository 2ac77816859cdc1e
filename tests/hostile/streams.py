"""Write huge parts piece by piece, and sheets of a million rows."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterable

from tests.hostile.archives import Member, archive
from tests.hostile.cases import (
    BOOK,
    STRINGS,
    STYLES,
    parts,
    sheet_part,
    table_area,
)

MILLION = 1_000_000
ROWS = 1_048_576
OWN, FORM = sheet_part("Petunjuk"), sheet_part("PK")
TOP, LAST_COLUMN, LAST = table_area("tblPK")
BELOW = LAST + 1
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


class Stream:
    """Packs a part piece by piece, so that a gigabyte never stands in memory."""

    def __init__(self) -> None:
        self._engine = zlib.compressobj(1, zlib.DEFLATED, -15)
        self._packed: list[bytes] = []
        self._crc = self._size = 0

    def add(self, content: bytes, times: int = 1) -> None:
        """Add the same content so many times; it is packed only once."""
        for _ in range(times):
            self._crc = zlib.crc32(content, self._crc)
        self._size += len(content) * times
        if times == 1:
            self._packed.append(self._engine.compress(content))
            return
        self._packed.append(self._engine.flush(zlib.Z_FULL_FLUSH))
        once = self._engine.compress(content) + self._engine.flush(zlib.Z_FULL_FLUSH)
        self._packed += [once] * times

    def member(self, name: str) -> Member:
        """Return the entry."""
        data = b"".join([*self._packed, self._engine.flush()])
        return Member(name.encode(), b"", crc=self._crc, size=self._size, data=data)


Pieces = Iterable[bytes | tuple[bytes, int]]


def _streamed(name: str, pieces: Pieces) -> Member:
    stream = Stream()
    for piece in pieces:
        if isinstance(piece, tuple):
            stream.add(*piece)
        else:
            stream.add(piece)
    return stream.member(name)


def book(**pieces: Pieces) -> bytes:
    """Return the template with parts written piece by piece, by the names above."""
    named = {"own": OWN, "form": FORM, "strings": STRINGS, "book": BOOK, "styles": STYLES}
    made = {named[key]: _streamed(named[key], value) for key, value in pieces.items()}
    rest = {name: Member(name.encode(), content) for name, content in parts().items()}
    return archive((rest | made).values())


def split(part: str, before: bytes) -> tuple[bytes, bytes]:
    """Return a part of the template in two, cut before the last place of some bytes."""
    content = parts()[part]
    at = content.rindex(before)
    return content[:at], content[at:]


def sheet(rows: Pieces, after: bytes = b"") -> Pieces:
    yield b'<?xml version="1.0"?><worksheet ' + MAIN + b"><sheetData>"
    yield from rows
    yield b"</sheetData>" + after + b"</worksheet>"


def below(rows: Pieces) -> Pieces:
    """Return the sheet PK with more rows below its own."""
    head, tail = split(FORM, b"</sheetData>")
    yield head
    yield from rows
    yield tail


def numbered(first: int, last: int, row: Callable[[int], bytes]) -> Pieces:
    for start in range(first, last + 1, 4096):
        yield b"".join(row(number) for number in range(start, min(start + 4096, last + 1)))


def format_only(number: int) -> bytes:
    return b'<row r="%d" spans="1:9" s="1" customFormat="1" ht="15" customHeight="1"/>' % number


def valued(number: int) -> bytes:
    return b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (number, number, number)


def cells(columns: str, content: bytes) -> Callable[[int], bytes]:
    letters = [column.encode() for column in columns]

    def row(number: int) -> bytes:
        cells = (b'<c r="%b%d"%b' % (column, number, content) for column in letters)
        return b'<row r="%d">' % number + b"".join(cells) + b"</row>"

    return row


def words(letters: int) -> str:
    """Return words that do not repeat, so that they pack like those of people."""
    chance = random.Random(letters)  # noqa: S311 - no secret
    return "".join(chance.choice("abcdeghiklmnoprstu     .,0123") for _ in range(letters))


def inline(text: str) -> bytes:
    return b' t="inlineStr"><is><t>' + text.encode() + b"</t></is></c>"


def letters(number: int) -> bytes:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text.encode()


def wide(number: int, content: bytes, columns: int = 16_384) -> bytes:
    cells = (b'<c r="%b%d"%b' % (letters(c), number, content) for c in range(1, columns + 1))
    return b'<row r="%d">' % number + b"".join(cells) + b"</row>"


def strings(items: Pieces) -> Pieces:
    head, tail = split(STRINGS, b"</sst>")
    yield head
    yield from items
    yield tail


def in_part(part: str, before: bytes, more: Pieces) -> Pieces:
    head, tail = split(part, before)
    yield head
    yield from more
    yield tail


def last_string() -> int:
    """Return the index that the next shared string of the template gets."""
    return len(re.findall(rb"<si>", parts()[STRINGS]))
