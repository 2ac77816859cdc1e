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

_RAK = "RAK Probolinggo 2024"
_LKJ = "LKj Probolinggo 2024"


def _blank(column: str, *, among: range) -> list[int]:
    rows = enumerate(table("probolinggo_2024_rak"), 1)
    return [no for no, row in rows if no in among and not row[column]]


def _several() -> list[int]:
    rows = enumerate(table("probolinggo_2024_rak"), 1)
    return [no for no, row in rows if ";" in row["indikator"]]


_EXPECTED = (
    # Beranda
    Expected(
        "TX101",
        "identitas",
        "terbilang_pagu",
        0,
        f"{_LKJ}: terbilang 12.510.148.000 untuk 40.377.837.000",
    ),
    Expected("ID204", "identitas", "tanggal_laporan", 0, "RAK bertanggal 18 Januari 2024"),
    # PK
    Expected("PK101", "pk", "kode", 5, f"{_LKJ}: sasaran kelima tercetak tanpa nomor"),
    Expected("PK202", "pk", "target", 3, f"{_LKJ}: Jumlah Badan Adhoc bertarget 100%"),
    Expected("PK204", "pk", "target", 9, f"{_LKJ}: Hasil Nilai Evaluasi Mandiri bertarget 100%"),
    Expected(
        "PA201",
        "pk_anggaran",
        "total_anggaran",
        0,
        f"{_RAK}: 16.416.186.000 + 2.411.733.000 = 18.827.919.000, pagu 40.377.837.000",
    ),
    Expected("TX110", "pk", "indikator", 6, f"{_LKJ}: anggota KPU Provinsi yang diseleksi"),
    # RAK
    *each("RK201", "rak", "indikator", _several(), f"{_RAK}: beberapa indikator satu target"),
    *each("RK101", "rak", "target", _blank("target", among=range(1, 46)), f"{_RAK}: tanpa target"),
    *each(
        "RK101",
        "rak",
        "penanggung_jawab",
        _blank("penanggung_jawab", among=range(1, 16)),
        f"{_RAK}: bagian A tanpa penanggung jawab",
    ),
    *each(
        "RK202",
        "rak",
        "target",
        (15, 17, 18, 21, 22, 44),
        f"{_RAK}: jumlah dokumen, laporan, draft, PNS lulus S2 bertarget 100%",
    ),
    *each("RK203", "rak", "target", (37, 38), f"{_RAK}: SPIP dan APIP bertarget 100%"),
    Expected("RK206", "rak", "target", 10, f"{_RAK}: penurunan jumlah sengketa bertarget 100%"),
    *each("RK207", "rak", "indikator", (28, 29), f"{_RAK}: kolom kepegawaian tertukar"),
    Expected("RK208", "rak", "rencana_tw1", 5, f"{_RAK}: baris tanpa satu pun tanda"),
    Expected("TX110", "rak", "indikator", 8, f"{_RAK}: 10 media massa Nasional"),
    *each("TX110", "rak", "indikator", (4, 32), f"{_RAK}: rancangan Peraturan KPU"),
    # Anggaran
    Expected("AG111", "anggaran", "serapan", 3, f"{_LKJ}: 1.543.807.520/1.606.783.000 = 96,08"),
    Expected("AG212", "anggaran", "kode_program", 4, f"{_LKJ}: CO.6867 untuk CQ.6867"),
    Expected("AG216", "anggaran", "total_pagu", 0, f"{_LKJ}: tabel kegiatan bukan seluruh pagu"),
    *each(
        "AG101",
        "anggaran",
        "kode_ro",
        range(1, 6),
        f"{_LKJ}: realisasi tidak dirinci sampai RO",
    ),
    Expected(
        "AG220", "anggaran", "total_pagu", 0, f"{_LKJ}: 40.377.837.000, jumlah baris 9.970.675.000"
    ),
    Expected(
        "AG220",
        "anggaran",
        "total_realisasi",
        0,
        f"{_LKJ}: 33.195.683.152, jumlah baris 9.641.766.625",
    ),
)

SAMPLE = Sample(
    name="kota_probolinggo_2024",
    cells={"identitas": _IDENTITY, "anggaran": _totals()},
    rows={
        "pk": list(_pk()),
        "pk_anggaran": list(_pk_anggaran()),
        "rak": list(_rak()),
        "anggaran": list(_anggaran()),
    },
    expected=_EXPECTED,
)
