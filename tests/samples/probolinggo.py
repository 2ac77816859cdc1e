"""KPU Kota Probolinggo 2024: the RAK with its marks as printed, and the tables of the LKj."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.sample import Expected, Filled, Sample, each
from tests.samples.tables import measure, ratio, serial_date, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_JENIS = {
    "Presentase": "Persentase",
    "Persentase": "Persentase",
    "Jumlah": "Jumlah",
    "Hasil": "Nilai",
}


def _pk() -> Iterator[Filled]:
    """Return the PK of 2023; the number of a sasaran covers the rows printed below it."""
    number = sasaran = ""
    seen = 0
    for row in table("probolinggo_2023_pk"):
        if row["sasaran"]:
            number, sasaran, seen = row["no"], row["sasaran"], 0
        seen += 1
        yield {
            "kode": f"{number}.{seen}" if number else None,
            "sasaran": sasaran,
            "indikator": row["indikator"],
            "jenis": _JENIS[row["indikator"].split()[0]],
            "satuan": "%",
            "arah": "Naik",
            "target": measure(row["target"]),
        }


def _pk_anggaran() -> Iterator[Filled]:
    for row in table("probolinggo_2024_program"):
        if row["kode"]:
            yield {
                "kode_program": row["kode"],
                "program": row["program"],
                "anggaran": int(row["pagu"]),
            }


def _rak() -> Iterator[Filled]:
    for row in table("probolinggo_2024_rak"):
        marks: Filled = {f"rencana_tw{i}": row[f"tw{i}"] or None for i in range(1, 5)}
        yield {
            "kegiatan": row["kegiatan"],
            "indikator": row["indikator"],
            "target": measure(row["target"]),
            "satuan": "%" if row["target"] else None,
            "rencana_aksi": row["rencana_aksi"],
            "penanggung_jawab": row["penanggung_jawab"] or None,
        } | marks


def _anggaran() -> Iterator[Filled]:
    """Return the table per kegiatan: the LKj does not break it down to KRO and RO."""
    for row in table("probolinggo_2023_realisasi_kegiatan"):
        program, kegiatan = row["kode"].split(".")
        yield {
            "kode_program": program,
            "kode_kegiatan": kegiatan,
            "kegiatan": row["kegiatan"],
            "satuan": "%",
            "tvro": measure(row["target"]),
            "rvro": measure(row["realisasi"]),
            "pagu": int(row["pagu"]),
            "realisasi_tw4": int(row["realisasi_anggaran"]),
            "serapan": ratio(row["penyerapan_tertulis"]),
        }


def _totals() -> Filled:
    (row,) = table("probolinggo_2024_anggaran_total")
    return {
        "total_pagu": int(row["alokasi"]),
        "total_realisasi": int(row["realisasi_sd_31_desember_2024"]),
        "total_serapan": ratio(row["presentase_tertulis"].replace(".", ",")),
    }


_IDENTITY: Filled = {
    "kode_satker": "658021",
    "nama_satker": "KPU Kota Probolinggo",
    "tingkat": "Kabupaten/Kota",
    "provinsi": "Jawa Timur",
    "tahun": 2024,
    "triwulan": "IV",
    "nomor_dipa": "SP DIPA 076.01.2.658021/2024",
    "pagu_dipa": 40_377_837_000,
    "terbilang_pagu": "Dua belas miliar lima ratus sepuluh juta seratus empat puluh delapan ribu "
    "rupiah",
    "tanggal_laporan": serial_date(2024, 1, 18),
    "penyusun": "Sekretaris/Kuasa Pengguna Anggaran",
}

SAMPLE = Sample(
    name="kota_probolinggo_2024",
    cells={"identitas": _IDENTITY, "anggaran": _totals()},
    rows={
        "pk": list(_pk()),
        "pk_anggaran": list(_pk_anggaran()),
        "rak": list(_rak()),
        "anggaran": list(_anggaran()),
    },
)
