"""Read the cells of a worksheet: value, formula and number format together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.workbook import xmltext
from sakip_excel.workbook.cell import Cell, ErrorValue, Value
from sakip_excel.workbook.refs import MAX_ROW, Area, column_letters, column_number
from sakip_excel.workbook.shared import MAX_SHARED, Formulas, Shared, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sakip_excel.workbook.sheetxml import SheetXml

MAX_CELLS = 1_000_000  # valued cells and rows of a workbook; a province's year is below 200,000
MAX_LETTERS = 32_000_000  # characters of all texts that stand in the cells themselves
MAX_TEXT = 1_000_000  # characters of one cell; Excel itself stops at 32,767

_ADDRESS = re.compile("([A-Za-z]{1,3})[0-9]{1,7}")
_SMALL = 1 << 16  # bytes of a sheet
_LEAST = 15  # bytes of the shortest cell that holds something
_EXACT = 2**53  # above, neighbouring whole numbers share one double

_Raw = tuple[str, str, str, str, str, str, str]
"""Column letters, style, type, attributes and text of f, text of v, inline text."""


@dataclass(slots=True)
class Scan:
    """What the cells of one sheet hold.

    Attributes:
        rows: cells by row and column number, in order; only cells that hold something.
        masters: shared formulas by the cell in which their text stands.
        locked: ranges of array formulas, spills and data tables, of which Excel changes no part.
    """

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    masters: dict[tuple[int, int], Shared] = field(default_factory=dict)
    locked: list[Area] = field(default_factory=list)


class _Patterns(NamedTuple):
    usual: re.Pattern[str]
    cell: re.Pattern[str]
    formula: re.Pattern[str]
    value: re.Pattern[str]
    inline: re.Pattern[str]
    close: str


@lru_cache(maxsize=16)
def _patterns(prefix: str) -> _Patterns:
    p = re.escape(prefix)
    formula = rf"<{p}f(\s[^>]*?)?(?:/>|>([^<]*)</{p}f>)"
    return _Patterns(
        usual=re.compile(
            rf'<{p}c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="(\w+)")?>(?:{formula})?'
            rf"(?:<{p}v>([^<]*)</{p}v>"
            rf"|<{p}is>{text_pattern(prefix)}</{p}is>)?</{p}c>"
        ),
        cell=re.compile(rf"<{p}c(?=[\s/>])([^>]*?)(/?)>"),
        formula=re.compile(formula),
        value=re.compile(rf"<{p}v(?:\s[^>]*)?>([^<]*)</{p}v>"),
        inline=re.compile(rf"<{p}is(?:\s[^>]*)?>(.*?)</{p}is>", re.DOTALL),
        close=f"</{p}c>",
    )


def text_pattern(prefix: str) -> str:
    """Return the pattern of a plain ``t`` element whose text is to be taken as it stands.

    Excel drops outer spaces that are not marked to be preserved; such text does not match.
    """
    p = re.escape(prefix)
    trimmed = rf"(?=>(?!\s)[^<]*(?<!\s)</{p}t>)"
    return rf'<{p}t(?: xml:space="preserve"|{trimmed})>([^<]*)</{p}t>'


@lru_cache(maxsize=16)
def _run_patterns(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    p = re.escape(prefix)
    phonetic = re.compile(rf"<{p}rPh(?=[\s/>])(?:[^>]*/>|.*?</{p}rPh>)", re.DOTALL)
    return phonetic, re.compile(rf"<{p}t(\s[^>]*)?(?<!/)>([^<]*)</{p}t>")


def joined_runs(xml: str, prefix: str) -> str:
    """Return the raw text of a string item: its runs joined, phonetic guides left out."""
    phonetic, text = _run_patterns(prefix)
    runs: list[tuple[str, str]] = text.findall(phonetic.sub("", xml))
    if len(runs) == 1 and "preserve" not in runs[0][0]:
        return runs[0][1].strip(" \t\r\n")
    return "".join(run for _, run in runs)


class _Columns(dict[str, int]):
    def __missing__(self, letters: str) -> int:
        number = self[letters] = column_number(letters)
        return number


_COLUMNS = _Columns()


class Scanner:
    """Reads one sheet after another of the same workbook.

    Args:
        strings: the shared strings.
        formats: number format codes by style index as text; ``""`` for cells without a style.
        date1904: whether serial dates count from 1904.
    """

    def __init__(
        self, strings: Sequence[str], formats: Mapping[str, str], *, date1904: bool
    ) -> None:
        self._strings = strings
        self._formats = formats
        self._date1904 = date1904
        self._left, self._shared, self._letters = MAX_CELLS, MAX_SHARED, MAX_LETTERS
        # Computed columns say the same in every row, word for word.
        self._texts: dict[str, str] = {}
        self._formulas: dict[str, str] = {}

    def scan(self, sheet: SheetXml) -> Scan:
        """Return what the cells of a sheet hold.

        Raises:
            DamagedError: a cell holds what its type does not allow.
            UnsafeError: more cells or longer texts than any honest workbook has.
        """
        self._left -= _weight(sheet)
        if self._left < 0:
            raise UnsafeError(
                "Buku kerja ini berisi lebih dari satu juta sel.",
                "Hapus data yang tidak perlu, lalu simpan ulang.",
            )
        scan = Scan()
        read = Formulas(scan, self._shared)
        for number, xml in _valued_rows(sheet):
            try:
                raw = _raw_cells(xml, sheet.prefix.decode())
                cells = self._cells(raw, read, number)
                if len(cells) < len(raw):
                    _refuse_twins(raw)
            except (ValueError, IndexError, KeyError) as error:
                raise _bad_row(sheet.part, number) from error
            if cells:
                scan.rows.setdefault(number, {}).update(cells)
        read.resolve()
        self._shared = read.left
        if any(one > two for one, two in pairwise(scan.rows)):
            scan.rows = dict(sorted(scan.rows.items()))
        return scan

    def _cells(self, raw: list[_Raw], read: Formulas, row: int) -> dict[int, Cell]:
        """Return the cells of a row; written flat because it runs for every cell."""
        strings, formats, columns, new = self._strings, self._formats, _COLUMNS, tuple.__new__
        texts, known = self._texts, self._formulas
        cells: dict[int, Cell] = {}
        for letters, style, kind, attributes, text, v, inline in raw:
            value: Value
            if kind == "s" and v.isdigit():
                value = strings[int(v)]
            elif not kind and v:
                value = int(v) if v.isdigit() and len(v) < 16 and v.isascii() else read_number(v)
            elif kind in ("inlineStr", "str"):
                written = v if kind == "str" else inline or v
                value = texts.get(written)
                if value is None:
                    value = texts[written] = self._text(written)
            else:
                value = self._rare(kind, v)
            formula: str | None = None
            if attributes:
                formula = read.read(attributes, text, row, columns[letters])
            elif text:
                formula = known.get(text)
                if formula is None:
                    formula = known[text] = xmltext.unescape(text)
            if value is not None or formula is not None or attributes:
                cells[columns[letters]] = new(Cell, (value, formula, formats[style]))
        return cells

    def _text(self, written: str) -> str:
        self._letters -= len(written)
        if self._letters < 0:
            raise too_long()
        return _bounded(written)

    def _rare(self, kind: str, v: str) -> Value:
        read = _RARE[kind]
        if not v:
            return None
        if kind == "s":
            return self._strings[read_index(v)]
        if kind == "d":
            return serial_date(v.strip(), date1904=self._date1904)
        return read(v)


def read_number(text: str) -> int | float:
    """Return a number as Excel stores it: whole ones up to 2**53 as int, others as float.

    Raises:
        ValueError: the text is no decimal number.
    """
    number = float(text)
    # Python also reads digits of other scripts, 1_000, inf and nan, which Excel does not
    if not text.isascii() or "_" in text or not isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() and -_EXACT <= number <= _EXACT else number


def _read_boolean(text: str) -> bool:
    return text.strip() in ("1", "true")


def _read_error(text: str) -> ErrorValue:
    return ErrorValue(xmltext.unescape(text))


_RARE: Mapping[str, Callable[[str], Value]] = {
    "": str,
    "n": read_number,
    "s": str,
    "b": _read_boolean,
    "e": _read_error,
    "d": str,
}
"""Types of cells that are not read on the spot; s and d also need what the workbook says."""


def read_index(text: str) -> int:
    """Return an index into the shared strings.

    Raises:
        ValueError: the text is no index.
    """
    text = text.strip()
    if not (text.isdigit() and text.isascii()):
        raise ValueError(text)
    return int(text)


def serial_date(text: str, *, date1904: bool) -> int | float:
    """Return the serial number of an ISO 8601 date, time or both (ECMA-376-1, 18.17.4).

    Raises:
        ValueError: the text is no such date.
    """
    if "T" not in text and ":" in text:
        moment = datetime.combine(date(1899, 12, 31), time.fromisoformat(text))
        origin = datetime(1899, 12, 31)  # noqa: DTZ001 - sheets know no time zones
    else:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
        # Excel counts a 29 February 1900 that never was
        early = moment < datetime(1900, 3, 1)  # noqa: DTZ001
        origin = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31 if early else 30)  # noqa: DTZ001
    gap = moment - origin
    fraction = (gap.seconds + gap.microseconds / 1e6) / 86400
    return gap.days + fraction if fraction else gap.days


def _bounded(raw: str) -> str:
    if len(raw) > MAX_TEXT:
        raise too_long()
    return xmltext.read_text(raw)


def _weight(sheet: SheetXml) -> int:
    """Return how many cells and rows hold something; of small sheets more than they can hold."""
    plain, g = sheet.plain, sheet.grammar
    if len(plain) < _SMALL:
        return len(plain) // _LEAST  # counting takes time
    return plain.count(g.cell_close) + plain.count(g.row_close)


def _valued_rows(sheet: SheetXml) -> Iterator[tuple[int, str]]:
    """Yield number and XML of each row that has a cell with content.

    Cells without content close themselves, so that ghost rows and cells are jumped over.
    """
    plain, g = sheet.plain, sheet.grammar
    masked = plain is not sheet.text
    at, end, previous = sheet.data_tag[1], sheet.data_end, 0
    while (hit := plain.find(g.cell_close, at, end)) >= 0:
        start = plain.rfind(g.row_open, at, hit)
        match = g.row.match(plain, start, end) if start >= 0 else None
        close = plain.find(g.row_close, hit, end)
        if match is None or close < 0:
            raise _bad_row(sheet.part, previous + 1)
        number = int(match[1] or _implied_number(sheet, at, start, previous))
        xml = sheet.text[match.end() : close]
        if not 1 <= number <= MAX_ROW:
            raise _bad_row(sheet.part, number)
        yield number, (xmltext.normalise(xml) if masked else xml).decode()
        at, previous = close + len(g.row_close), number


def _implied_number(sheet: SheetXml, at: int, start: int, previous: int) -> int:
    return next(number for number, offset, _ in sheet.rows(at, previous) if offset == start)


def _refuse_twins(raw: Sequence[_Raw]) -> None:
    """Refuse two cells of one address; nobody could tell which of them is changed."""
    if len({letters for letters, *_ in raw}) < len(raw):
        raise ValueError("two cells of one address")


def _raw_cells(xml: str, prefix: str) -> list[_Raw]:
    patterns = _patterns(prefix)
    found: list[_Raw] = patterns.usual.findall(xml)
    return found if len(found) == xml.count(patterns.close) else _unusual_cells(xml, prefix)


def _unusual_cells(xml: str, prefix: str) -> list[_Raw]:
    """Read cells that other programs wrote: any quotes and order, addresses left out."""
    patterns = _patterns(prefix)
    cells: list[_Raw] = []
    column = 0
    for match in patterns.cell.finditer(xml):
        attributes = xmltext.attributes(match[1])
        address = attributes.get("r", "").strip()
        found = _ADDRESS.fullmatch(address)
        if address and found is None:
            raise ValueError(address)
        column = _COLUMNS[found[1].upper()] if found else column + 1
        if match[2]:
            continue
        body = xml[match.end() : xml.index(patterns.close, match.end())]
        formula = patterns.formula.search(body)
        value = patterns.value.search(body)
        inline = patterns.inline.search(body)
        cells.append(
            (
                column_letters(column),
                attributes.get("s", ""),
                attributes.get("t", ""),
                (formula[1] or "") if formula else "",
                (formula[2] or "") if formula else "",
                value[1] if value else "",
                joined_runs(inline[1], prefix) if inline else "",
            )
        )
    return cells


def _bad_row(part: str, row: int) -> DamagedError:
    return DamagedError(
        f"Berkas rusak: isi baris {row} di bagian {part} tidak terbaca.",
        "Buka di Excel, biarkan Excel memperbaiki, lalu simpan ulang.",
    )
