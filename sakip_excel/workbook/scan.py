"""Read the cells of a worksheet: value, formula and number format together."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.workbook import xmltext
from sakip_excel.workbook.cell import Cell, ErrorValue, Value
from sakip_excel.workbook.refs import MAX_ROW, Area
from sakip_excel.workbook.rowxml import COLUMNS, patterns_of, raw_cells, refuse_twins
from sakip_excel.workbook.shared import MAX_SHARED, Formulas, Shared, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sakip_excel.workbook.sheetxml import SheetXml

MAX_CELLS = 1_000_000  # valued cells and rows of a workbook; a province's year is below 200,000
MAX_LETTERS = 32_000_000  # characters of all texts that stand in the cells themselves
MAX_TEXT = 1_000_000  # characters of one cell; Excel itself stops at 32,767

_SMALL = 1 << 16  # bytes of a sheet
_LEAST = 15  # bytes of the shortest cell that holds something
_REMEMBERED = 50_000  # cells that are kept in mind; the rows of a satker have a few thousand
_ODD = 8  # rows that are tried the quick way before a sheet is taken for one of another program
_EXACT = 2**53  # above, neighbouring whole numbers share one double


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


_BLANK = Cell(None, None, "")
"""Stands for a cell without content."""


class Scanner:
    """Reads one sheet after another of the same workbook.

    Args:
        strings: the shared strings.
        formats: number format codes by style index as text; ``""`` for cells without a style.
        date1904: whether serial dates count from 1904.
        most_cells: how many cells and rows may hold something; None for `MAX_CELLS`.
    """

    def __init__(
        self,
        strings: Sequence[str],
        formats: Mapping[str, str],
        *,
        date1904: bool,
        most_cells: int | None = None,
    ) -> None:
        self._strings = strings
        self.formats = formats
        self._date1904 = date1904
        self._most = MAX_CELLS if most_cells is None else most_cells
        self._left, self._shared, self._letters = self._most, MAX_SHARED, MAX_LETTERS
        # Computed columns say the same in every row, word for word.
        self._texts: dict[str, str] = {}

    def scan(self, sheet: SheetXml, formulas: Mapping[str, str] | None = None) -> Scan:
        """Return what the cells of a sheet hold.

        Args:
            sheet: the sheet.
            formulas: the texts, by the number that stands for each in this sheet; None when the
                texts themselves stand there.

        Raises:
            DamagedError: a cell holds what its type does not allow.
            UnsafeError: more cells or longer texts than any honest workbook has.
        """
        self._left -= _weight(sheet)
        if self._left < 0:
            raise UnsafeError(
                f"Buku kerja ini berisi lebih dari {self._most:,} sel.".replace(",", "."),
                "Hapus data yang tidak perlu, lalu simpan ulang.",
            )
        scan = Scan()
        read = Formulas(scan, self._shared)
        rows = _Rows(self, sheet.prefix.decode(), read, formulas)
        for number, xml in _valued_rows(sheet):
            try:
                cells = rows.cells(number, xml)
            except (ValueError, IndexError, KeyError) as error:
                raise _bad_row(sheet.part, number) from error
            if cells:
                scan.rows.setdefault(number, {}).update(cells)
        read.resolve()
        self._shared = read.left
        if any(one > two for one, two in pairwise(scan.rows)):
            scan.rows = dict(sorted(scan.rows.items()))
        return scan

    def value(self, kind: str, v: str, inline: str) -> Value:
        """Return the value of a cell.

        Args:
            kind: its type as written.
            v: raw text of ``v``.
            inline: raw text of ``is``.

        Raises:
            ValueError, IndexError, KeyError: it holds what its type does not allow.
        """
        if kind == "s" and v.isdigit():
            return self._strings[int(v)]
        if not kind and v:
            return int(v) if v.isdigit() and len(v) < 16 and v.isascii() else read_number(v)
        if kind in ("inlineStr", "str"):
            written = v if kind == "str" else inline or v
            known = self._texts.get(written)
            return self._new_text(written) if known is None else known
        return self._rare(kind, v)

    def _new_text(self, written: str) -> str:
        self._letters -= len(written)
        if self._letters < 0:
            raise too_long()
        text = self._texts[written] = _bounded(written)
        return text

    def _rare(self, kind: str, v: str) -> Value:
        read = _RARE[kind]
        if not v:
            return None
        if kind == "s":
            return self._strings[read_index(v)]
        if kind == "d":
            return serial_date(v.strip(), date1904=self._date1904)
        return read(v)


class _Rows:
    """Reads one row after another of a sheet.

    What stands behind the address of a cell is often the same as in other rows: it is read once.
    """

    def __init__(
        self, scanner: Scanner, prefix: str, read: Formulas, formulas: Mapping[str, str] | None
    ) -> None:
        self._scanner = scanner
        self._prefix = prefix
        self._patterns = patterns_of(prefix)
        self._read = read
        self._formulas = formulas
        self._unescaped: dict[str, str] = {}
        self._known: dict[str, Cell] = {}
        self._value, self._end = f"<{prefix}v>", f"</{prefix}v></{prefix}c>"
        self._heads: dict[str, tuple[str, str | None, str]] = {}
        self._odd = 0

    def cells(self, number: int, xml: str) -> dict[int, Cell]:
        """Return the cells of a row that hold something, by column.

        Raises:
            ValueError, IndexError, KeyError: a cell holds what its type does not allow.
        """
        if self._odd < _ODD:
            with suppress(ValueError, IndexError, KeyError):  # the other way finds what is wrong
                cells = self._usual(number, xml)
                if cells is not None:
                    return cells
            self._odd += 1
        return self._any(number, xml)

    def _usual(self, number: int, xml: str) -> dict[int, Cell] | None:
        """Return the cells of a row as Excel writes it, None of any other.

        Written flat because it runs for every cell.
        """
        known, columns, mark = self._known, COLUMNS, f'{number}"'
        first, *pieces = xml.split(self._patterns.start)
        if first.strip():
            return None
        if len(known) > _REMEMBERED:
            known.clear()
        blanks = 0
        cells: dict[int, Cell] = {}
        for piece in pieces:
            letters, _, rest = piece.partition(mark)
            cell = known.get(rest)
            if cell is None:
                cell = self._new(rest)
                if cell is None:
                    return None
                known[rest] = cell
            if cell is _BLANK:
                blanks += 1
            else:
                cells[columns[letters]] = cell
        return cells if len(cells) + blanks == len(pieces) else None

    def _new(self, rest: str) -> Cell | None:
        """Return what stands behind an address, None of what is not the same in every row."""
        head, _, tail = rest.partition(self._value)
        known = self._heads.get(head)
        if known is not None and tail.endswith(self._end):
            kind, formula, number_format = known
            v = tail[: -len(self._end)]
            if v and "<" not in v:
                return Cell(self._scanner.value(kind, v, ""), formula, number_format)
        return self._first(head, rest)

    def _first(self, head: str, rest: str) -> Cell | None:
        """Return what `_new` does; what stands before a value comes again with other values."""
        match = self._patterns.rest.fullmatch(rest)
        if match is None:
            return _BLANK if rest.endswith("/>") and rest.count("<") == 0 else None
        style, kind, attributes, text, v, inline = match.groups("")
        formula: str | None = None
        if attributes:
            if "t" in xmltext.attributes(attributes):
                return None
            formula = self._read.read(attributes, self._raw(text), 0, 0)
        elif text:
            formula = self._formula(text)
        value = self._scanner.value(kind, v, inline)
        if value is None and formula is None:
            return None
        number_format = self._scanner.formats[style]
        if v and not attributes:
            self._heads[head] = kind, formula, number_format
        return Cell(value, formula, number_format)

    def _any(self, number: int, xml: str) -> dict[int, Cell]:
        scanner = self._scanner
        raw = raw_cells(xml, self._prefix)
        cells: dict[int, Cell] = {}
        for letters, style, kind, attributes, text, v, inline in raw:
            value = scanner.value(kind, v, inline)
            formula: str | None = None
            if attributes:
                formula = self._read.read(attributes, self._raw(text), number, COLUMNS[letters])
            elif text:
                formula = self._formula(text)
            if value is not None or formula is not None or attributes:
                cells[COLUMNS[letters]] = Cell(value, formula, scanner.formats[style])
        if len(cells) < len(raw):
            refuse_twins(raw)
        return cells

    def _raw(self, text: str) -> str:
        return self._formulas[text] if self._formulas is not None and text else text

    def _formula(self, text: str) -> str:
        formula = self._unescaped.get(text)
        if formula is None:
            formula = self._unescaped[text] = xmltext.unescape(self._raw(text))
        return formula


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


def _bad_row(part: str, row: int) -> DamagedError:
    return DamagedError(
        f"Berkas rusak: isi baris {row} di bagian {part} tidak terbaca.",
        "Buka di Excel, biarkan Excel memperbaiki, lalu simpan ulang.",
    )
