"""Filled workbooks made at random: good values, odd values and nonsense in every input."""

from __future__ import annotations

import random
from pathlib import Path

from sakip_excel.forms import BY_KEY, FORMS, Field, Form, Kind
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.catalog import Table
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name
from sakip_excel.workbook.replace import write_book

_MEASURES = [90, 85.5, 100, 0, 1, 12, 2498, 3.5, 71.2, 70, 70.01, 95.123456, -5, 0.9]
_MEASURES += ["B", "bb", "CC", "AA", "WTP", "wdp", "TMP", "2.498 Orang", "97,5%", "-", "N/A", "?"]
_MEASURES += ["nihil", " B ", "B (Baik)"]
# No TRUE or FALSE where a number belongs: Excel's ISNUMBER says no to them, LibreOffice's says yes.
_MONEY = [0, 1, 20000, 426_483_000, 372_684_240, 5_617_450_000, 33_195_683_152, 1234.5, -7]
_MONEY += ["1.000.000", "Rp 5.000.000,-", "-", "abc", " "]
_NUMBERS = [0, 1, 1, 1, 2, 12, 0.5, -1, "1", "tidak ada"]
_TICKS = ["✓", "v", "√", "٧", "x", "∀", "ü", 1, True, "-", 0, False, "ya", " ✓ ", "?", "✗", "*"]
_TEXTS = [
    "Persentase sengketa yang dimenangkan",
    "Jumlah laporan",
    "teks 'petik' & <tanda>",
    " ",
    5,
]
_TEXTS += ['kutip "ganda"', "=1+1", "baris\nbaru", "Nilai Akuntabilitas Kinerja", "ke-2 (dua)"]


def make(path: Path, seed: int, *, rows: int = 18) -> Path:
    """Write a workbook whose every input is drawn at random from the seed."""
    rng = random.Random(seed)  # noqa: S311 - figures for a test, not a secret
    book = Book.open(template_path("sakip_satker"))
    patch = Patch(book)
    _fill_identity(book, patch, rng)
    codes = [f"{rng.randint(1, 3)}.{rng.randint(1, 4)}.{n}" for n in range(1, rows + 1)]
    for form in (each for each in FORMS if each.table):
        table = book.table(form.table)
        top, left, _, right = table.ref
        headings = {
            book.cell(table.sheet, cell_name(top, c)).value: c for c in range(left, right + 1)
        }
        for number in range(rows):
            for field in form.inputs:
                value = _draw(field, rng, codes[number])
                if value is not None:
                    cell = cell_name(top + 1 + number, headings[field.heading])
                    patch.set(table.sheet, cell, value)
    write_book(patch, path)
    return path


def _table(book: Book, form: Form) -> tuple[Table, dict[str, int]]:
    """Return the Table of a form and the column of each heading."""
    table = book.table(form.table)
    top, left, _, right = table.ref
    cells = {c: book.cell(table.sheet, cell_name(top, c)) for c in range(left, right + 1)}
    return table, {cell.value: column for column, cell in cells.items()}


def _fill_identity(book: Book, patch: Patch, rng: random.Random) -> None:
    values = {
        "triwulan": rng.choice(["I", "II", "III", "IV", "iv", None, "V"]),
        "tahun": rng.choice([2021, 2024, 2026, None]),
        "pagu_dipa": rng.choice([13_056_986_000, 0, None, 1500.5, "abc"]),
        "skala_predikat": rng.choice(["LAN", "Permendagri 86/2017", "SKP", "IKPA", "NKA", "lain"]),
        "batas_capaian": rng.choice(["Tanpa batas", "100%", "110%", "120%", 1.1, None]),
        "metode_predikat": rng.choice(
            ["Skor, selain itu tercapai/tidak", "Peringkat", "Batas atas", "Batas bawah", None]
        ),
    }
    for name, value in values.items():
        sheet, ref = book.names[name]
        patch.set(sheet, ref.partition(":")[0], value)


def _draw(field: Field, rng: random.Random, code: str) -> object:
    if field.key == "kode":
        return rng.choice([code, code, code, code, "9.9.9", None])
    if rng.random() < 0.12:
        return None
    if field.choices and field.kind is Kind.CHOICE:
        return rng.choice([*field.choices, *field.choices, "lainnya"])
    if field.key == "kode_program":
        return rng.choice(["CQ", "WA", "wa"])
    if field.key == "kode_kegiatan":
        return rng.choice(["6709", "6710", 3355])
    pools = {
        Kind.MEASURE: _MEASURES,
        Kind.MONEY: _MONEY,
        Kind.NUMBER: _NUMBERS,
        Kind.TICK: _TICKS,
    }
    return rng.choice(pools.get(field.kind, _TEXTS))


def make_good(path: Path, *, rows: int = 300) -> Path:
    """Write a workbook with many rows of good values, as a large satker would hand it in."""
    book = Book.open(template_path("sakip_satker"))
    patch = Patch(book)
    identity = {
        "kode_satker": "999901",
        "nama_satker": "KPU Kota Contoh",
        "tingkat": "Kabupaten/Kota",
        "provinsi": "Sumatera Selatan",
        "tahun": 2024,
        "triwulan": "IV",
    }
    for name, value in identity.items():
        sheet, ref = book.names[name]
        patch.set(sheet, ref.partition(":")[0], value)
    for key in ("pk", "pk_anggaran", "rak", "kinerja", "anggaran"):
        form = BY_KEY[key]
        table, headings = _table(book, form)
        top = table.ref[0]
        for number in range(2 if key == "pk_anggaran" else rows):
            for field in form.inputs:
                cell = cell_name(top + 1 + number, headings[field.heading])
                value = _good(field, number)
                if value is not None:
                    patch.set(table.sheet, cell, value)
    write_book(patch, path)
    return path


def _good(field: Field, number: int) -> object:
    by_key = {
        "kode": f"{number // 60 + 1}.{number // 6 % 10 + 1}.{number % 6 + 1}",
        "kode_program": "CQ" if number % 3 else "WA",
        "program": f"Program {'CQ' if number % 3 else 'WA'}",
        "kode_kegiatan": "6709" if number % 3 else "3355",
        "kegiatan": f"Kegiatan {6709 if number % 3 else 3355}",
        "kode_kro": "QGE" if number % 3 else "EBA",
        "kro": f"Keluaran {'QGE' if number % 3 else 'EBA'}",
        "kode_ro": f"{number + 1:03}",
        "jenis": "Persentase",
        "satuan": "%",
        "arah": "Naik",
        "target": 80 + number % 7,
        "target_tw4": 80 + number % 7,
        "tidak_ada_kasus": None,
        "indikator": f"Persentase laporan bagian {number} yang selesai tepat waktu",
        "sasaran": f"Sasaran {number // 6}",
        "tujuan": f"Tujuan {number // 60}",
    }
    if field.key in by_key:
        return by_key[field.key]
    by_kind = {
        Kind.MEASURE: 80 + number % 7,
        Kind.MONEY: 1_000_000 * (number + 10) - (1000 if "realisasi" in field.key else 0),
        Kind.NUMBER: 1,
        Kind.TICK: "✓" if number % 4 else None,
        Kind.CHOICE: field.choices[0] if field.choices else None,
    }
    return by_kind.get(field.kind, f"{field.heading} ke-{number}")
