"""A small report typed into the template, with every figure that it must give known by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from tests.samples.sample import Desk, Sample

if TYPE_CHECKING:
    from pathlib import Path

_IDENTITY = {
    "kode_satker": "658021",
    "nama_satker": "KPU Kota Prabumulih",
    "tingkat": "Kabupaten/Kota",
    "provinsi": "Sumatera Selatan",
    "tahun": 2024,
    "triwulan": "IV",
    "nomor_dipa": "SP DIPA-076.01.2.658021/2024",
    "revisi_dipa": 1,
    "pagu_dipa": 1000,
}


def _pk(kode: str, tujuan: str, sasaran: str, indikator: str, target: int) -> dict[str, object]:
    return {
        "kode": kode,
        "tujuan": tujuan,
        "sasaran": sasaran,
        "indikator": indikator,
        "jenis": "Persentase",
        "satuan": "%",
        "arah": "Naik",
        "target": target,
    }


def _ro(program: str, kegiatan: str, ro: str, pagu: int, spent: int, done: float):
    return {
        "kode_program": program,
        "program": f"Program {program}",
        "kode_kegiatan": kegiatan,
        "kegiatan": f"Kegiatan {kegiatan}",
        "kode_kro": "QGE",
        "kode_ro": ro,
        "ro": f"Layanan {ro}",
        "satuan": "Layanan",
        "tvro": 2,
        "rvro": done,
        "pagu": pagu,
        "realisasi_tw4": spent,
    }


PK = [
    _pk("1.1.1", "Tujuan satu", "Sasaran 1.1", "Persentase pemilih terdaftar", 90),
    _pk("1.1.2", "Tujuan satu", "Sasaran 1.1", "Persentase logistik tepat waktu", 80),
    _pk("1.2.1", "Tujuan satu", "Sasaran 1.2", "Persentase keputusan tepat waktu", 50),
    _pk("2.1.1", "Tujuan dua", "Sasaran 2.1", "Persentase sengketa dimenangkan", 100),
]
KINERJA = [
    {"kode": "1.1.1", "realisasi_tw4": 45},
    {"kode": "1.1.2", "realisasi_tw4": 80},
    {"kode": "1.2.1", "realisasi_tw4": 50},
    {"kode": "2.1.1", "tidak_ada_kasus": "Ya"},
]
ANGGARAN = [
    _ro("CQ", "6709", "001", 400, 300, 2),
    _ro("CQ", "6709", "002", 200, 50, 1),
    _ro("CQ", "6710", "001", 100, 100, 2),
    _ro("WA", "3355", "994", 300, 330, 2),
]
PK_ANGGARAN = [
    {"kode_program": "CQ", "program": "Program CQ", "anggaran": 700},
    {"kode_program": "WA", "program": "Program WA", "anggaran": 300},
]
RAK = [
    {
        "kegiatan": "Pengelolaan Logistik",
        "indikator": "Persentase penyediaan logistik",
        "target": 100,
        "satuan": "%",
        "rencana_aksi": "Menyediakan logistik",
        "rencana_tw1": "✓",
        "rencana_tw4": "✓",
        "realisasi_tw1": "✓",
        "penanggung_jawab": "Divisi Logistik",
    }
]
ROWS = {
    "pk": PK,
    "pk_anggaran": PK_ANGGARAN,
    "rak": RAK,
    "kinerja": KINERJA,
    "anggaran": ANGGARAN,
}


def fill(
    path: Path,
    rows: dict[str, list[dict[str, object]]] | None = None,
    cells: dict[str, dict[str, object]] | None = None,
    below: dict[str, int] | None = None,
) -> Path:
    """Type the small report into the full template.

    Args:
        path: where the workbook goes.
        rows: rows of some forms in place of those above.
        cells: named cells by form, besides the identity.
        below: rows left under the end of the Table, by form.
    """
    sample = Sample(
        name=path.stem,
        cells={"identitas": _IDENTITY} | (cells or {}),
        rows=ROWS | (rows or {}),
        below=below or {},
    )
    path.write_bytes(Desk(Book.open(template_path("sakip_satker"))).type_in(sample))
    return path
