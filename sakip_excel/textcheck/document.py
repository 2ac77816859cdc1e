"""A written report as one stream of text that still knows its lines, paragraphs and table rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_QUOTE: Final = 90
# A point ends a sentence before a capital or a quotation mark, but not in "Rp. 5" or "3. Sasaran".
_SENTENCE_END: Final = re.compile(
    r"(?<!\bRp)(?<!\bNo)(?<!\bdr)(?<!\b[A-Za-z\d])(?<!\b\d\d)[.;!?][\"”’)]*\s+(?=[A-Z“\"(])|\n"
)


class Kind(Enum):
    """What a piece of the report is."""

    PROSE = "paragraf"
    TITLE = "judul"
    ROW = "baris tabel"


class Place(NamedTuple):
    """Where something stands, as a person can find it.

    Attributes:
        unit: ``baris`` of a text file, ``paragraf`` or ``tabel`` of a Word file.
        number: counted from 1.
        row: row of a table, 0 elsewhere.
    """

    unit: str
    number: int
    row: int = 0

    def __str__(self) -> str:
        row = f" baris {self.row}" if self.row else ""
        return f"{self.unit} {self.number}{row}"


class Span(NamedTuple):
    """A stretch of the stream with its text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        text: what stands there.
        kind: what the piece is to which it belongs.
    """

    start: int
    end: int
    text: str
    kind: Kind = Kind.PROSE


@dataclass
class Document:
    """A written report.

    Attributes:
        name: name of the file.
        text: everything in reading order; a line break parts paragraphs, titles and table rows.
    """

    name: str
    text: str = ""
    _starts: list[int] = field(default_factory=list, repr=False)
    _places: list[Place] = field(default_factory=list, repr=False)
    _pieces: list[tuple[int, Kind]] = field(default_factory=list, repr=False)

    def place(self, offset: int) -> Place:
        """Return the line, paragraph or table row of an offset."""
        return self._places[max(bisect_right(self._starts, offset) - 1, 0)]

    def kind(self, offset: int) -> Kind:
        """Return what the piece at an offset is."""
        index = bisect_right(self._pieces, offset, key=lambda piece: piece[0]) - 1
        return self._pieces[max(index, 0)][1]

    def quote(self, start: int, end: int) -> str:
        """Return a stretch as a short quotation, its middle left out when it is long."""
        text = " ".join(self.text[start:end].replace("|", " ").split())
        half = _LONGEST_QUOTE // 2
        return text if len(text) <= _LONGEST_QUOTE else f"{text[:half]} … {text[-half:]}"

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Return the sentences, titles and table rows in reading order."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Span]:
        start = 0
        for match in (*_SENTENCE_END.finditer(self.text), None):
            end = match.end() if match else len(self.text)
            if self.text[start:end].strip():
                yield Span(start, end, self.text[start:end], self.kind(start))
            start = end

    @cached_property
    def titles(self) -> tuple[Span, ...]:
        """Return headings and captions."""
        return tuple(s for s in self.sentences if s.kind is Kind.TITLE)

    def chapter(self, number: int) -> tuple[int, int] | None:
        """Return where a BAB begins and ends, None when its heading is not found.

        The last heading of that number counts: the first stands in the table of contents.
        """
        heads = [(s.start, _chapter(s.text)) for s in self.titles if _chapter(s.text)]
        starts = [start for start, found in heads if found == number]
        if not starts:
            return None
        later = [start for start, found in heads if start > starts[-1] and found != number]
        return starts[-1], min(later, default=len(self.text))

    def sentence(self, offset: int) -> Span:
        """Return the sentence at an offset."""
        index = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return self.sentences[max(index, 0)]


_ROMAN: Final = {"i": 1, "1": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NAMES: Final = {
    "pendahuluan": 1,
    "perencanaan kinerja": 2,
    "akuntabilitas kinerja": 3,
    "penutup": 4,
}
_CHAPTER: Final = re.compile(r"\s*BAB\s*([IVl1|]{1,4})\b", re.IGNORECASE)


def _chapter(title: str) -> int:
    match = _CHAPTER.match(title)
    if match is None:
        return _NAMES.get(" ".join(title.casefold().split()), 0)  # Word numbers headings itself
    roman = re.sub(r"[l1|]", "I", match[1]).casefold()  # as scanners read it
    return _ROMAN.get(roman, 0)


class Builder:
    """Collects the pieces of a report in reading order."""

    def __init__(self, name: str) -> None:
        self._made = Document(name)
        self._parts: list[str] = []
        self._length = 0

    def add(self, parts: list[tuple[str, Place]], kind: Kind) -> None:
        """Add one paragraph, title or table row.

        Args:
            parts: its lines (or cells) with the place of each.
            kind: what it is.
        """
        self._made._pieces.append((self._length, kind))  # noqa: SLF001 - its own builder
        for number, (text, place) in enumerate(parts):
            glue = "" if not number or self._parts[-1].endswith("-") else " "
            self._made._starts.append(self._length + len(glue))  # noqa: SLF001
            self._made._places.append(place)  # noqa: SLF001
            self._put(glue + text)
        self._put("\n")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def document(self) -> Document:
        """Return the finished document."""
        self._made.text = "".join(self._parts)
        return self._made
