"""The roster: which satkers must report, where to write to them, and until when."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.consolidate.states import Expected
from sakip_excel.errors import FileError
from sakip_excel.scoring.outcome import same_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from sakip_excel.forms.data import FormData, Record

ROSTER_FILE = "daftar_satker.xlsx"
"""Name under which a roster in the joined folder is found by itself."""

_CODE = re.compile(r"\d{6}")
_SHOWN = 5


class RosterError(FileError):
    """The roster cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The expected satkers of a period.

    Attributes:
        rows: one per satker, by province and code.
        sha256: fingerprint of the file, empty when there is none.
    """

    rows: tuple[Expected, ...]
    sha256: str = ""

    @property
    def known(self) -> bool:
        """Return whether there is a roster at all."""
        return bool(self.rows)

    def find(self, kode: str) -> Expected | None:
        """Return the row of a satker, None when it is not expected."""
        return next((row for row in self.rows if row.kode_satker == kode), None)


NO_ROSTER = Roster(())


def roster_of(rows: Iterable[Expected], sha256: str = "") -> Roster:
    """Return a roster with its rows in order, whatever their order was."""
    return Roster(tuple(sorted(rows, key=lambda r: (r.provinsi, r.kode_satker))), sha256)


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Raises:
        RosterError: it holds no rows, a code is wrong or stands twice, or a date is none.
        FileError: the file cannot be read.
    """
    from sakip_excel.locate import locate
    from sakip_excel.template.daftar_satker import DAFTAR_SATKER
    from sakip_excel.workbook.book import Book

    book = Book.open(path)
    data = locate(book, (DAFTAR_SATKER,)).report.forms.get(DAFTAR_SATKER.key)
    if data is None or not data.rows:
        raise RosterError(
            f"{path.name} tidak berisi daftar satker.",
            "Isi templat daftar_satker.xlsx: satu baris satu satker.",
        )
    found = [(record, _expected(record)) for record in data.rows]
    problems = list(_problems(data, found))
    if problems:
        more = len(problems) - _SHOWN
        rest = f" dan {more} lagi" if more > 0 else ""
        raise RosterError(
            f"{path.name} belum dapat dipakai: {'; '.join(problems[:_SHOWN])}{rest}.",
            "Perbaiki baris itu, simpan, lalu ulangi.",
        )
    return roster_of((row for _, row in found), book.sha256)


def _expected(record: Record) -> Expected:
    from sakip_excel.values.code import parse_code

    cell = record.cells.get("kode_satker")
    code = "" if cell is None else parse_code(cell.value, cell.number_format).value
    return Expected(
        kode_satker=code,
        nama_satker=_text(record, "nama_satker"),
        provinsi=_text(record, "provinsi"),
        email=_text(record, "email"),
        deadline=_deadline(record),
        nil=same_text(record.typed("nihil"), "Ya"),
    )


def _text(record: Record, key: str) -> str:
    return "" if record.is_blank(key) else str(record.typed(key)).strip()


def _deadline(record: Record) -> date | None:
    from sakip_excel.normalise import read_date

    cell = record.cells.get("batas_waktu")
    return None if cell is None else read_date(cell)


def _problems(data: FormData, found: list[tuple[Record, Expected]]) -> Iterator[str]:
    """Yield what is wrong with the rows, with the place as Excel names it."""
    times = Counter(row.kode_satker for _, row in found)
    for record, row in found:
        code, day = (data.address(record, key) for key in ("kode_satker", "batas_waktu"))
        if not _CODE.fullmatch(row.kode_satker):
            yield f"{code} '{row.kode_satker}' bukan kode satker enam angka"
        elif times[row.kode_satker] > 1:
            yield f"{code} {row.kode_satker} tercantum {times[row.kode_satker]} kali"
        if row.deadline is None and not record.is_blank("batas_waktu"):
            yield f"{day} '{record.typed('batas_waktu')}' bukan tanggal"
