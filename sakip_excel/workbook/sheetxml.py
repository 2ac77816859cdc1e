"""Where things stand in the XML of a worksheet, as offsets into its bytes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.workbook import xmltext
from sakip_excel.workbook.refs import MAX_ROW, Area, column_number, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^>]*>")
_MAIN = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)


class Grammar(NamedTuple):
    """The patterns of a worksheet for one namespace prefix, over bytes that are plain."""

    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    reference: re.Pattern[bytes]
    content: re.Pattern[bytes]
    row_open: bytes
    row_close: bytes
    cell_close: bytes


@lru_cache(maxsize=16)
def grammar(prefix: bytes) -> Grammar:
    """Return the patterns for elements that carry this prefix (``b""`` or ``b"x:"``)."""
    p = re.escape(prefix)
    inner = rb"|".join(
        rb"<%s%s(?=[\s/>])[^>]*?(?:/>|>.*?</%s%s>\x02*)" % (p, name, p, name)
        for name in (b"f", b"v", b"is")
    )
    return Grammar(
        row=re.compile(
            rb"<%srow(?=[\s/>])(?:[^>]*?\sr\s*=\s*[\"']\s*([0-9]{1,7})\s*[\"'])?[^>]*>" % p
        ),
        cell=re.compile(rb"<%sc(?=[\s/>])[^>]*>" % p),
        reference=re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{1,3})([0-9]{1,7})\s*[\"']"),
        content=re.compile(inner, re.DOTALL),
        row_open=b"<" + prefix + b"row",
        row_close=b"</" + prefix + b"row>",
        cell_close=b"</" + prefix + b"c>",
    )


class CellSpan(NamedTuple):
    """Where a cell stands: start and end of its tag, its own end, its column."""

    start: int
    tag_end: int
    end: int
    column: int


class RowSpan(NamedTuple):
    """Where a row stands: start and end of its tag, end of its cells.

    ``implied`` tells that the text gives no number, so that it follows from what is around.
    """

    number: int
    start: int
    tag_end: int
    body_end: int
    implied: bool

    @property
    def closed(self) -> bool:
        """Return whether the row is one self-closing tag."""
        return self.tag_end > self.body_end


class SheetXml:
    """The text of one worksheet part and where its rows and cells stand.

    Args:
        mark: byte order mark that belongs in front, or nothing.
        text: the part as UTF-8, well-formed.
        part: its name, for messages.
        plain: whether the text is known to be plain as `xmltext.is_plain` tells.

    Raises:
        DamagedError: there is no ``sheetData``.
        UnsafeError: rows and cells hide behind several namespace prefixes.
    """

    def __init__(self, mark: bytes, text: bytes, part: str, *, plain: bool = False) -> None:
        self.mark = mark
        self.text = text
        self.part = part
        self.plain = text if plain else xmltext.mask(text)
        found = _DATA.search(self.plain)
        if found is None:
            raise DamagedError(
                f"Berkas rusak: bagian {part} tidak berisi lembar kerja.",
                "Buka di Excel, biarkan Excel memperbaiki, lalu simpan ulang.",
            )
        self.prefix = found[1]
        self.grammar = grammar(self.prefix)
        self.data_tag = found.span()
        self.empty = found[0].endswith(b"/>")
        close = b"</" + self.prefix + b"sheetData>"
        self.data_end = found.end() if self.empty else self.plain.index(close, found.end())
        self._refuse_mixed_prefixes()

    def _refuse_mixed_prefixes(self) -> None:
        """Refuse the rare text in which a pattern for one prefix would miss rows or cells."""
        declared = sum(self.text.count(uri) for uri in _MAIN)
        if declared <= 1:
            return
        begin, end = self.data_tag[1], self.data_end
        seen = self.plain.count(self.grammar.row_open, begin, end) + sum(
            1 for _ in self.grammar.cell.finditer(self.plain, begin, end)
        )
        if seen != _count_rows_and_cells(self.text):
            raise UnsafeError(
                f"Bagian {self.part} ditulis dengan cara yang tidak dikenal.",
                "Buka di Excel lalu simpan ulang.",
            )

    def tags(self, name: str, begin: int = 0, end: int | None = None) -> Iterator[re.Match[bytes]]:
        """Yield the opening tags of an element between two offsets, in order."""
        pattern = re.compile(rb"<%s%s(?=[\s/>])[^>]*>" % (re.escape(self.prefix), name.encode()))
        return pattern.finditer(self.plain, begin, len(self.plain) if end is None else end)

    def attributes(self, match: re.Match[bytes]) -> dict[str, str]:
        """Return the attributes of a tag that `tags` found, read from the true text."""
        return xmltext.attributes(self.text[match.start() : match.end()].decode())

    @cached_property
    def protected(self) -> bool:
        """Return whether sheet protection is switched on."""
        return any(
            self.attributes(tag).get("sheet") in ("1", "true")
            for tag in self.tags("sheetProtection", self.data_end)
        )

    @cached_property
    def merged(self) -> list[Area]:
        """Return the merged ranges."""
        return self._areas("mergeCell")

    @cached_property
    def filtered(self) -> list[Area]:
        """Return the range of the sheet's own filter, if any."""
        return self._areas("autoFilter")

    def _areas(self, name: str) -> list[Area]:
        tags = self.tags(name, self.data_end)
        try:
            return [parse_range(ref) for tag in tags if (ref := self.attributes(tag).get("ref"))]
        except ValueError as error:
            raise self.unreadable(name) from error

    def column_style(self, column: int) -> str | None:
        """Return the style index that a column gives to its empty cells."""
        for first, last, style in self._columns:
            if first <= column <= last:
                return style
        return None

    @cached_property
    def _columns(self) -> list[tuple[int, int, str | None]]:
        found = map(self.attributes, self.tags("col", 0, self.data_tag[0]))
        try:
            return [(int(col["min"]), int(col["max"]), col.get("style")) for col in found]
        except (KeyError, ValueError) as error:
            raise self.unreadable("col") from error

    def rows(self, begin: int, number: int = 0) -> Iterator[tuple[int, int, bool]]:
        """Yield number, offset and whether the number is implied, for every row in the text.

        Args:
            begin: offset to start from.
            number: number of the row before.
        """
        for match in self.grammar.row.finditer(self.plain, begin, self.data_end):
            if match[1]:
                number = int(match[1])
                yield number, match.start(), False
            else:
                number = self._row_of_first_cell(match.end(), match[0]) or number + 1
                yield number, match.start(), True

    def _row_of_first_cell(self, at: int, tag: bytes) -> int | None:
        if tag.endswith(b"/>"):
            return None
        end = self.plain.index(self.grammar.row_close, at)
        cell = self.grammar.cell.search(self.plain, at, end)
        found = self.grammar.reference.search(cell[0]) if cell else None
        return int(found[2]) if found else None

    @cached_property
    def _index(self) -> tuple[array[int], array[int], frozenset[int]]:
        """Return numbers, offsets and implied numbers of all rows; ghosts cost 12 bytes each.

        Raises:
            DamagedError: rows are out of order, so that no row could be put in safely.
        """
        numbers, starts, implied = array("l"), array("q"), []
        last = 0
        for number, start, unnumbered in self.rows(self.data_tag[1]):
            if not last < number <= MAX_ROW:
                raise self.disorder(f"baris {number}")
            last = number
            numbers.append(number)
            starts.append(start)
            if unnumbered:
                implied.append(number)
        return numbers, starts, frozenset(implied)

    def disorder(self, place: str) -> DamagedError:
        """Return the error for rows or cells between which nothing can be put safely."""
        return self._damaged(f"{place} tidak urut")

    def unreadable(self, name: str) -> DamagedError:
        """Return the error for an element whose attributes say nothing that Excel could read."""
        return self._damaged(f"unsur {name} tidak terbaca")

    def _damaged(self, detail: str) -> DamagedError:
        return DamagedError(
            f"Berkas rusak: di bagian {self.part}, {detail}.",
            "Buka di Excel, biarkan Excel memperbaiki, lalu simpan ulang.",
        )

    def row(self, number: int) -> RowSpan | None:
        """Return where a row stands, None when the text has no such row."""
        numbers, _, _ = self._index
        at = bisect_left(numbers, number)
        return self._span(at) if at < len(numbers) and numbers[at] == number else None

    def row_after(self, number: int) -> RowSpan | None:
        """Return the first row below a number, None when there is none."""
        at = bisect_left(self._index[0], number + 1)
        return self._span(at) if at < len(self._index[0]) else None

    def _span(self, at: int) -> RowSpan:
        numbers, starts, implied = self._index
        start = starts[at]
        tag_end = self.plain.index(b">", start) + 1
        closed = self.plain[tag_end - 2] == ord("/")
        body_end = tag_end - 1 if closed else self.plain.index(self.grammar.row_close, tag_end)
        return RowSpan(numbers[at], start, tag_end, body_end, numbers[at] in implied)

    def cells(self, row: RowSpan) -> list[CellSpan]:
        """Return where the cells of a row stand, from left to right.

        Raises:
            DamagedError: cells are out of order, have an address that Excel does not write, or
                belong to another row.
        """
        spans: list[CellSpan] = []
        column = 0
        for match in self.grammar.cell.finditer(self.plain, row.tag_end, row.body_end):
            found = self.grammar.reference.search(match[0])
            number = self._column_of(found, column + 1)
            elsewhere = found and (int(found[2]) != row.number or not found[1].isupper())
            if number <= column or elsewhere:
                raise self.disorder(f"sel di baris {row.number}")
            column = number
            closed = match[0].endswith(b"/>")
            end = match.end() if closed else self._cell_end(match.end())
            spans.append(CellSpan(match.start(), match.end(), end, column))
        return spans

    def _column_of(self, found: re.Match[bytes] | None, following: int) -> int:
        try:
            return column_number(found[1].decode()) if found else following
        except ValueError as error:
            raise self.unreadable("c") from error

    def _cell_end(self, at: int) -> int:
        end = self.plain.index(self.grammar.cell_close, at) + len(self.grammar.cell_close)
        while self.plain.startswith(xmltext.FILLER, end):
            end += 1
        return end

    def cell_style(self, cell: CellSpan) -> str | None:
        """Return the style index that a cell carries, None when it has none."""
        tag = self.plain[cell.start : cell.tag_end]
        span = xmltext.attribute_span(tag, "s")
        return tag[span[0] : span[1]].decode() if span else None


def _count_rows_and_cells(text: bytes) -> int:
    """Count rows and cells by name and namespace, as a true parser sees them."""
    wanted = {f"{uri.decode()} {name}" for uri in _MAIN for name in ("row", "c")}
    count = 0

    def start(name: str, _: object) -> None:
        nonlocal count
        count += name in wanted

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = start
    parser.Parse(text, True)
    return count
