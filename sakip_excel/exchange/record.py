"""The record of a seal on the hidden sheet Segel: what stands where, written and read back."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.changes import Change
from sakip_excel.exchange.align import RowPrint
from sakip_excel.forms import BY_KEY
from sakip_excel.locate import single_cell
from sakip_excel.workbook.refs import cell_name, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sakip_excel.changes import ChangeList
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.cell import Cell

SEAL_SHEET = "Segel"
SEAL_PLACE = "segel_catatan"
"""Defined name of the first value of the record; labels stand on its left, the rows below."""

LABELS = (
    "Kode segel",
    "Sidik isian (SHA-256)",
    "Disegel pada",
    "Templat",
    "Versi aturan",
    "Temuan saat disegel",
    "Sidik catatan ini",
)
"""Labels of the values, from top to bottom."""

HEADINGS = ("Formulir", "Baris Excel", "Sidik baris", "Sidik tiap isian")
"""Headings of the list of rows, on the line after the last value."""

_LIST = len(LABELS) + 1
_COUNTS = re.compile(r"(\d+) galat, (\d+) peringatan, (\d+) info")
_CHECK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it is written in a workbook.

    Attributes:
        digest: SHA-256 over the canonical inputs, template and rule version; 64 hexadecimal digits.
        code: its short form for people, e.g. ``7F3A-09BC-D21E``.
        sealed_at: local time of sealing, e.g. ``2024-12-31 16.05``.
        template: name and version of the template, e.g. ``sakip_satker 1``.
        rules: version of the rules.
        counts: findings at that time, by severity.
    """

    digest: str
    code: str
    sealed_at: str
    template: str
    rules: str
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def shown_time(self) -> str:
        """Return the time as people read it: ``31/12/2024 16.05``."""
        return re.sub(r"(\d{4})-(\d\d)-(\d\d) ", r"\3/\2/\1 ", self.sealed_at)


@dataclass(frozen=True, slots=True)
class Record:
    """What stands on the sheet Segel.

    Attributes:
        seal: the seal; None when its digest is not readable.
        rows: digests of the rows that were sealed.
        sound: whether everything stands there as the program wrote it.
    """

    seal: Seal | None
    rows: tuple[RowPrint, ...]
    sound: bool


def short_code(digest: str) -> str:
    """Return the short form of a digest: ``7F3A-09BC-D21E``."""
    start = digest[:12].upper()
    return "-".join(start[i : i + 4] for i in (0, 4, 8))


def can_hold_seal(book: Book) -> bool:
    """Return whether the workbook has the sheet on which a seal is written."""
    return single_cell(book, SEAL_PLACE) is not None


def write_record(made: ChangeList, book: Book, seal: Seal, rows: Sequence[RowPrint]) -> None:
    """Add the record of a seal to the changes; a longer list of before is emptied.

    Raises:
        KeyError: the workbook has no place for it; ask `can_hold_seal` first.
    """
    place = single_cell(book, SEAL_PLACE)
    if place is None:
        raise KeyError(SEAL_PLACE)
    sheet, (top, column) = place[0], parse_cell(place[1])
    for offset, text in enumerate(_values(seal, rows)):
        made.cells.append(Change(sheet, cell_name(top + offset, column), text))
    start, left = top + _LIST, column - 1
    for row, line in enumerate(map(_line, rows), start):
        for number, value in enumerate(line, left):
            made.cells.append(Change(sheet, cell_name(row, number), value))
    columns = range(left, left + len(HEADINGS))
    for row, cells in book.rows(sheet).items():
        if row >= start + len(rows):
            made.cells += [
                Change(sheet, cell_name(row, number), None) for number in columns if number in cells
            ]


def read_record(book: Book) -> Record | None:
    """Return the record of a seal, None when nothing was ever sealed."""
    place = single_cell(book, SEAL_PLACE)
    if place is None:
        return None
    stored = book.rows(place[0])
    top, column = parse_cell(place[1])
    texts = [_text(stored, top + offset, column) for offset in range(len(LABELS))]
    lines = list(_lines(stored, top + _LIST, column - 1))
    if not any(texts) and not lines:
        return None
    rows = tuple(filter(None, map(_print, lines)))
    seal = _seal(texts)
    sound = (
        seal is not None
        and seal.code == short_code(seal.digest)
        and len(rows) == len(lines)
        and texts == list(_values(seal, rows))
    )
    return Record(seal, rows, sound)


def _values(seal: Seal, rows: Sequence[RowPrint]) -> Iterator[str]:
    """Yield the values from top to bottom; the last one covers all the others and the rows."""
    said = [f"{number} {severity}" for severity, number in seal.counts.items()]
    texts = [
        seal.code,
        seal.digest,
        seal.sealed_at,
        seal.template,
        seal.rules,
        ", ".join(said),
    ]
    yield from texts
    everything = json.dumps([texts, [_line(row) for row in rows]])
    yield hashlib.sha256(everything.encode()).hexdigest()[:_CHECK_DIGITS]


def _line(row: RowPrint) -> tuple[str, ...]:
    cells = " ".join(f"{key}={digest}" for key, digest in row.cells.items())
    return row.form, str(row.row), row.digest, cells


def _text(stored: Mapping[int, Mapping[int, Cell]], row: int, column: int) -> str:
    cell = stored.get(row, {}).get(column)
    return "" if cell is None or cell.value is None else str(cell.value)


def _lines(stored: Mapping[int, Mapping[int, Cell]], top: int, left: int) -> Iterator[list[str]]:
    for row in stored:
        if row >= top:
            line = [_text(stored, row, left + number) for number in range(len(HEADINGS))]
            if any(line):
                yield line


def _print(line: list[str]) -> RowPrint | None:
    """Return the row that a line of the list tells of, None when it was not written by us."""
    form, row, digest, cells = line
    if form not in BY_KEY or not row.isdecimal():
        return None
    pairs = [pair.partition("=") for pair in cells.split()]
    known = {key: value for key, _, value in pairs if key in BY_KEY[form]}
    return RowPrint(form, int(row), digest, known) if len(known) == len(pairs) else None


def _seal(texts: Sequence[str]) -> Seal | None:
    code, digest, time, template, rules, counts, _ = texts
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    found = _COUNTS.fullmatch(counts)
    numbers = map(int, found.groups()) if found else ()
    named = dict(zip(("galat", "peringatan", "info"), numbers, strict=False))
    return Seal(digest, code, time, template, rules, named)
