"""Where each row and cell of a worksheet stands in its bytes, and the rest without them.

The positions come from expat's own byte index, so nothing here guesses at XML. The scan is the
basis for the promise "inside a worksheet only the cells that were set change".
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from tests.tools.refs import position, whole
from tests.tools.sheets import unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>")
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_SPANS = re.compile(rb"\s+spans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_REF = re.compile(rb"(\sref\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_CELL_TEXT = {"v", "t"}
_ENCODING = re.compile(rb"\A<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def encoding(data: bytes) -> str:
    """Return the encoding of an XML part; ``utf-8`` also for what is a subset of it."""
    for mark, name in _MARKS:
        # Without a mark UTF-16 still shows by the zero byte beside the first "<".
        if data.startswith(mark) or data[:4] in {"<?".encode(name), "<w".encode(name)}:
            return name
    stated = _ENCODING.match(data)
    name = stated[1].decode().lower() if stated else "utf-8"
    return "utf-8" if name in {"utf-8", "utf8", "us-ascii", "ascii"} else name


def utf8_pair(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Return both states of a part in UTF-8, ready to compare byte by byte.

    A part that is UTF-8 already stays as it is, its BOM included. One that had to be transcoded
    loses its declaration on both sides, because the declaration has to change.
    """
    if encoding(old) == "utf-8":
        return old, new
    return _transcoded(old), _transcoded(new)


def _transcoded(data: bytes) -> bytes:
    text = data.decode(encoding(data)).removeprefix("\ufeff")
    return _DECLARATION.sub("", text, count=1).lstrip().encode()


@dataclass
class ScannedCell:
    """One ``c`` element.

    Attributes:
        start, end: its bytes.
        attributes: as written.
        formula: text of ``f`` with its attributes, or None.
        value: text of ``v``, of the inline string, or None.
        others: bytes of the children that are neither ``f``, ``v`` nor ``is``.
    """

    row: int
    column: int
    start: int
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    formula: str | None = None
    formula_attributes: dict[str, str] = field(default_factory=dict)
    value: str | None = None
    others: bytes = b""

    def meaning(self) -> tuple[str, str]:
        """Return type and text: ``("text", "Kab.")``, ``("n", "12")``, ``("", "")`` for blank."""
        kind = self.attributes.get("t", "n")
        if self.value is None:
            return ("", "")
        if kind in {"inlineStr", "str"}:
            return ("text", unescape(self.value))
        return (kind, self.value)


@dataclass
class ScannedRow:
    """One ``row`` element: its bytes, those of its start tag, and its cells."""

    number: int
    start: int
    tag_end: int
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    cells: list[ScannedCell] = field(default_factory=list)


class Scan:
    """Rows and cells of one worksheet part with their place in its bytes.

    Args:
        data: the part in UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.rows: list[ScannedRow] = []
        self.dimension: tuple[int, int] | None = None
        self.sheet_data: tuple[int, int] | None = None
        self.sheet_data_tag_end = 0
        self._path: list[str] = []
        self._open: list[int] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.Parse(data, True)
        self.by_place = {(c.row, c.column): c for r in self.rows for c in r.cells}
        self.by_row = {row.number: row for row in self.rows}

    def _tag_end(self, start: int) -> int:
        match = _TAG_END.match(self.data, start)
        if match is None:
            raise ValueError(f"no end of the tag at byte {start}")
        return match.end()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        word = name.rpartition(" ")[2]
        start = self._parser.CurrentByteIndex
        depth = len(self._path)
        self._path.append(word)
        self._open.append(start)
        if depth == 1 and word == "sheetData":
            self.sheet_data_tag_end = self._tag_end(start)
        elif depth == 2 and word == "row" and self._path[1] == "sheetData":
            last = self.rows[-1].number if self.rows else 0
            number = whole(attributes.get("r"), last + 1)
            row = ScannedRow(number, start, self._tag_end(start), attributes=attributes)
            self.rows.append(row)
        elif depth == 3 and word == "c" and self._path[1:3] == ["sheetData", "row"]:
            self._start_cell(start, attributes)
        elif depth == 4 and word == "f" and self._path[3] == "c":
            cell = self.rows[-1].cells[-1]
            cell.formula, cell.formula_attributes = "", attributes

    def _start_cell(self, start: int, attributes: dict[str, str]) -> None:
        row = self.rows[-1]
        last = row.cells[-1].column if row.cells else 0
        try:
            column = position(attributes["r"])[1] if "r" in attributes else last + 1
        except ValueError:
            # Hostile files name cells such as A0; their bytes have to stay all the same.
            column = last + 1
        row.cells.append(ScannedCell(row.number, column, start, attributes=attributes))

    def _text(self, text: str) -> None:
        path = self._path
        if len(path) < 5 or path[1:4] != ["sheetData", "row", "c"] or "rPh" in path:
            return
        cell = self.rows[-1].cells[-1]
        if path[4] == "f":
            cell.formula = (cell.formula or "") + text
        elif path[4] in {"v", "is"} and path[-1] in _CELL_TEXT:
            cell.value = (cell.value or "") + text

    def _end(self, _name: str) -> None:
        word = self._path.pop()
        start = self._open.pop()
        depth = len(self._path)
        if depth > 4:
            return
        # Asked for the end of <a/>, expat names the byte after it, where a </b> may follow.
        end = self._tag_end(start)
        if self.data[end - 2 : end] != b"/>":
            end = self._tag_end(self._parser.CurrentByteIndex)
        if depth == 1 and word == "dimension":
            self.dimension = (start, end)
        elif depth == 1 and word == "sheetData":
            self.sheet_data = (start, end)
        elif self._path[1:2] != ["sheetData"]:
            return
        elif depth == 2 and word == "row":
            self.rows[-1].end = end
        elif depth == 3 and word == "c":
            self.rows[-1].cells[-1].end = end
        elif depth == 4 and self._path[3] == "c" and word not in {"f", "v", "is"}:
            self.rows[-1].cells[-1].others += self.data[start:end]
        elif depth == 4 and word in {"v", "is"} and self._path[3] == "c":
            cell = self.rows[-1].cells[-1]
            cell.value = cell.value or ""

    def without(self, hidden: Collection[tuple[int, int]], new_rows: Collection[int]) -> bytes:
        """Return the part without some cells, without ``spans`` and the reference of dimension.

        Args:
            hidden: ``(row, column)`` of the cells to leave out.
            new_rows: rows to leave out when no cell remains in them.

        Elements that became empty or stopped being empty are written the same way, as a start
        and an end tag, so that ``<row r="5"/>`` and ``<row r="5"></row>`` are equal.
        """
        if self.sheet_data is None:
            return self.data
        start, end = self.sheet_data
        head, tail = self.data[:start], self.data[end:]
        if self.dimension and self.dimension[0] < start:
            first, last = self.dimension
            head = head[:first] + _REF.sub(rb'\1""', head[first:last]) + head[last:]
        body = self._element(start, self.sheet_data_tag_end, end, self._rows(hidden, new_rows))
        return head + body + tail

    def _rows(self, hidden: Collection[tuple[int, int]], new_rows: Collection[int]) -> Callable:
        pieces = []
        for row in self.rows:
            cells = [
                (c.start, c.end, b"" if (c.row, c.column) in hidden else None) for c in row.cells
            ]
            if row.number in new_rows and all(piece == b"" for *_, piece in cells):
                between = self._fill(row.tag_end, row.end, cells)
                bare = re.sub(rb"</[^>]*>", b"", between) if row.tag_end < row.end else b""
                pieces.append((row.start, row.end, bare))
                continue
            whole = self._element(
                row.start, row.tag_end, row.end, lambda a, b, c=cells: self._fill(a, b, c)
            )
            pieces.append((row.start, row.end, whole))
        return lambda a, b: self._fill(a, b, pieces)

    def _fill(self, start: int, end: int, pieces: list[tuple[int, int, bytes | None]]) -> bytes:
        """Return the bytes from start to end with some stretches replaced; None keeps one."""
        out, at = [], start
        for first, last, piece in pieces:
            out += [self.data[at:first], self.data[first:last] if piece is None else piece]
            at = last
        return b"".join([*out, self.data[at:end]])

    def _element(self, start: int, tag_end: int, end: int, inner: Callable) -> bytes:
        tag = _SPANS.sub(b"", self.data[start:tag_end])
        if tag.endswith(b"/>"):
            name = re.match(rb"<([^\s/>]+)", tag)[1]
            return tag[:-2].rstrip() + b"></" + name + b">"
        return tag + inner(tag_end, end)
