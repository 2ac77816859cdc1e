"""Small workbooks on disk for the joining, with figures that are known by hand.

The report of `tests.tools.filled` has pagu 1.000 and realisasi 780; each satker multiplies its
pagu and realisasi by a factor of its own.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sakip_excel.exchange.archive import open_archive
from sakip_excel.exchange.delivery import Attachment, Delivery
from sakip_excel.exchange.receipts import NONE, Sending
from sakip_excel.exchange.reception import receive
from sakip_excel.exchange.seal import seal_workbook
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name
from sakip_excel.workbook.replace import write_book
from tests.tools import filled

PAGU, REALISASI = 1000, 780
ROSTER_COLUMNS = ("kode_satker", "nama_satker", "provinsi", "email", "batas_waktu", "nihil")


def satker(path: Path, kode: str, name: str, times: int = 1, **more: object) -> Path:
    """Write the report of one satker, not sealed.

    Args:
        path: where it goes.
        kode: who reports, six digits.
        name: who reports, by name.
        times: by how much its money is multiplied.
        more: other cells of Beranda, e.g. ``triwulan="III"``.
    """
    rows = [
        {**row, "pagu": row["pagu"] * times, "realisasi_tw4": row["realisasi_tw4"] * times}
        for row in filled.ANGGARAN
    ]
    plan = [{**row, "anggaran": row["anggaran"] * times} for row in filled.PK_ANGGARAN]
    identity = {
        "kode_satker": kode,
        "nama_satker": name,
        "tingkat": "Kabupaten/Kota",
        "provinsi": "Sumatera Selatan",
        "tahun": 2024,
        "triwulan": "IV",
        "nomor_dipa": f"SP DIPA-076.01.2.{kode}/2024",
        "revisi_dipa": 1,
        "pagu_dipa": PAGU * times,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = {"identitas": identity | more}
    return filled.fill(path, {"anggaran": rows, "pk_anggaran": plan}, cells)


def seal(path: Path, day: int = 10) -> Path:
    """Seal a report on a day of January 2025; nothing stays in ``cadangan``."""
    target = path.with_name(f"s_{path.name}")
    done = seal_workbook(path, target, clock=lambda: datetime(2025, 1, day, 10))  # noqa: DTZ001
    assert done.written is not None
    target.replace(path)
    return path


def edit(path: Path, form: str, row: int, key: str, value: object) -> Path:
    """Type a value into one field of a row, counted from 0, and keep the rest as it is."""
    from sakip_excel.pipeline import check_workbook

    data = check_workbook(path).report.forms[form]
    patch = Patch(Book.open(path))
    patch.set(data.sheet, data.address(data.rows[row], key), value)
    path.write_bytes(patch.to_bytes())
    return path


def listing(path: Path, *rows: dict[str, object]) -> Path:
    """Write a roster with rows by key."""
    book = Book.open(template_path("daftar_satker"))
    table = book.table("tblDaftarSatker")
    patch = Patch(book)
    for number, row in enumerate(rows, 1):
        for key, value in row.items():
            column = table.ref[1] + ROSTER_COLUMNS.index(key)
            patch.set(table.sheet, cell_name(table.ref[0] + number, column), value)
    write_book(patch, path)
    return path


def take_in(archive: Path, *files: Path, day: int = 12) -> None:
    """Take files into an archive on a day of January 2025, as ``sakip terima`` does."""
    moment = datetime(2025, 1, day, 8).astimezone()
    with open_archive(archive, None, lambda: moment) as opened:
        deliveries = [Delivery(f.name, (Attachment(f.name, f.read_bytes()),)) for f in files]
        receive(opened, deliveries, Sending(NONE))
