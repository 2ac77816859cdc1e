"""KPU Kota Prabumulih 2024: the figures as its LK prints them, and the same repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.sample import Expected, Filled, Sample, each
from tests.samples.tables import Row, measure, number, ratio, serial_date, table

if TYPE_CHECKING:
    from collections.abc import Iterator

QUARTERS = ("I", "II", "III", "IV")
SERAPAN: dict[int, tuple[str, str]] = {
    1: ("99,25", "87,39"),
    2: ("78,33", "0,00"),
    3: ("100,00", "99,62"),
    4: ("100,00", "96,14"),
    6: ("100,00", "96,19"),
    7: ("99,33", "0,00"),
    8: ("99,88", "99,55"),
    9: ("99,80", "98,91"),
    10: ("90,33", "0,00"),
    11: ("99,97", "92,10"),
    13: ("99,96", "99,15"),
    17: ("98,43", "98,42"),
    20: ("99,81", "99,98"),
    26: ("86,98", "81,98"),
    27: ("99,80", "99,67"),
    29: ("100,00", "99,78"),
    31: ("99,46", "96,87"),
    32: ("98,75", "97,12"),
    33: ("100,00", "101,59"),
    34: ("93,00", "88,89"),
}
"""Percentages of the efficiency table that differ from realisasi / pagu: printed and by hand."""
ROUNDED_SERAPAN = (17,)
"""Rows that differ by less than 0,01 percent point."""
WRONG_SERAPAN = tuple(no for no in SERAPAN if no not in ROUNDED_SERAPAN)
NEVER_SPENT = (2, 7, 10)
"""Rows with realisasi 0 although RVRO equals TVRO."""
MISSING = ("2.4.1", "2.4.2", "2.4.3")
"""The three partisipasi indicators of the PK that the LK does not measure."""

_AKIP = "Nilai Akuntabilitas Kinerja"
_NOT_LISTED = "tidak masuk dalam"


def codes() -> list[str]:
    """Return the code of each PK row: number of tujuan, of sasaran and of the indicator in it."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for row in table("prabumulih_2024_pk"):
        prefix = f"{row['tujuan_no']}.{row['sasaran_no']}"
        seen[prefix] = seen.get(prefix, 0) + 1
        found.append(f"{prefix}.{seen[prefix]}")
    return found


def _jenis(indikator: str) -> str:
    return "Predikat" if indikator == _AKIP else indikator.partition(" ")[0]


def _pk(*, repaired: bool) -> Iterator[Filled]:
    for kode, row in zip(codes(), table("prabumulih_2024_pk"), strict=True):
        jenis = _jenis(row["indikator"])
        percent = row["target"].endswith("%") and not (repaired and jenis == "Nilai")
        down = repaired and _NOT_LISTED in row["indikator"].casefold()
        yield {
            "kode": kode,
            "tujuan": row["tujuan"],
            "sasaran": row["sasaran"],
            "indikator": row["indikator"],
            "jenis": jenis,
            "satuan": "%" if percent else jenis,
            "arah": "Turun" if down else "Naik",
            "target": measure(row["target"]),
        }


def _pk_anggaran(*, total_row: bool) -> Iterator[Filled]:
    kode = {"Program Dukungan Manajemen": "WA"}
    for row in table("prabumulih_2024_pk_anggaran"):
        is_total = row["program"].startswith("Total")
        if is_total and not total_row:
            continue
        yield {
            "kode_program": None if is_total else kode.get(row["program"], "CQ"),
            "program": row["program"],
            "anggaran": int(row["anggaran"]),
        }


def _anggaran_row(row: Row) -> Filled:
    return {
        "kode_program": row["program_kode"],
        "program": row["program"],
        "kode_kegiatan": row["kegiatan_kode"],
        "kegiatan": row["kegiatan"],
        "kode_kro": row["kro_kode"],
        "kro": row["kro"],
        "kode_ro": row["ro_kode"],
        "ro": row["ro"],
        "satuan": row["satuan"],
        "tvro": number(row["tvro"]),
        "rvro": number(row["rvro"]),
        "pagu": int(row["pagu"]),
        "realisasi_tw4": int(row["realisasi"]),
    }


def _anggaran_printed() -> Iterator[Filled]:
    for row in table("prabumulih_2024_efisiensi"):
        yield _anggaran_row(row) | {
            "serapan": ratio(row["realisasi_persen_tertulis"].replace(".", ",")),
            "selisih": ratio(row["efisiensi_tertulis"].replace(".", ",")),
        }


_REPAIRS: dict[int, Filled] = {
    **{
        no: {"rvro": 0, "keterangan": "Tidak dilaksanakan; volume disesuaikan (contoh)"}
        for no in NEVER_SPENT
    },
    18: {"keterangan": "Harga pengadaan di bawah perkiraan (contoh)"},
    26: {"keterangan": "Jumlah perkara di bawah perkiraan (contoh)"},
    33: {"keterangan": "Pagu minus belanja pegawai; revisi DIPA diajukan (contoh)"},
}


def _anggaran_repaired() -> Iterator[Filled]:
    for row in table("prabumulih_2024_efisiensi"):
        yield _anggaran_row(row) | _REPAIRS.get(int(row["no"]), {})


_MONEY_OF = ("1.1.1", "1.3.1", "1.3.2", "1.3.3", "2.4.4", "2.4.5")
"""Indicators of the rows of prabumulih_2024_kinerja_anggaran, in their order."""


def _kinerja_printed() -> Iterator[Filled]:
    money = dict(zip(_MONEY_OF, table("prabumulih_2024_kinerja_anggaran"), strict=True))
    words = {row["kode"]: row for row in table("prabumulih_2024_keterangan")}
    targets = {str(row["kode"]): row["target"] for row in _pk(repaired=False)}
    measured = [kode for kode in codes() if kode not in MISSING]
    for kode, row in zip(measured, table("prabumulih_2024_capaian"), strict=True):
        target = measure(row["target_tertulis"])
        filled: Filled = {
            "kode": kode,
            "target": None if target == targets[kode] else target,
            "realisasi_tw4": measure(row["realisasi_tertulis"]),
            "capaian": ratio(row["capaian_tertulis"]),
        }
        if kode in money:
            filled |= {
                "pagu": int(money[kode]["pagu"]),
                "realisasi_anggaran": int(money[kode]["realisasi_anggaran"]),
                "serapan": ratio(money[kode]["serapan_tertulis"]),
            }
        yield filled | _words(words.get(kode, {}))


def _words(row: Row) -> Filled:
    filled: Filled = {k: row.get(k) or None for k in ("hambatan", "tindak_lanjut", "bukti")}
    return filled | {"realisasi_lalu": measure(row.get("realisasi_lalu", ""))}


def _kinerja_repaired() -> Iterator[Filled]:
    for row in table("prabumulih_2024_kinerja_benar"):
        yield {
            "kode": row["kode"],
            "realisasi_tw4": measure(row["realisasi"]),
            "tidak_ada_kasus": row["tidak_ada_kasus"] or None,
            "pagu": measure(row["pagu"]),
            "realisasi_anggaran": measure(row["realisasi_anggaran"]),
        } | _words(row)


def _rak() -> Iterator[Filled]:
    pk = {str(row["kode"]): row for row in _pk(repaired=True)}
    for row in table("prabumulih_2024_rak_contoh"):
        ticks: Filled = {
            f"{kind}_tw{i}": "✓" if quarter in row[kind].split() else None
            for kind in ("rencana", "realisasi")
            for i, quarter in enumerate(QUARTERS, 1)
        }
        promised = pk[row["kode"]]
        yield {
            "kegiatan": row["kegiatan"],
            "indikator": promised["indikator"],
            "kode": row["kode"],
            "target": promised["target"],
            "satuan": promised["satuan"],
            "rencana_aksi": row["rencana_aksi"],
            "penanggung_jawab": row["penanggung_jawab"],
            "bukti": row["bukti"],
        } | ticks


_IDENTITY: Filled = {
    "kode_satker": "999901",  # fictitious: the documents do not give the code of this satker
    "nama_satker": "KPU Kota Prabumulih",
    "tingkat": "Kabupaten/Kota",
    "provinsi": "Sumatera Selatan",
    "tahun": 2024,
    "triwulan": "IV",
    "tanggal_laporan": serial_date(2025, 1, 16),
    "penyusun": "Ketua KPU Kota Prabumulih",
}

_TABLE = "tabel efisiensi LK Prabumulih 2024"
_LK = "LK Prabumulih 2024"


def _percentages() -> Iterator[Expected]:
    for no, (printed, right) in SERAPAN.items():
        why = f"{_TABLE} no. {no}: tercetak {printed}, realisasi dibagi pagu {right}"
        code = "AG112" if no in ROUNDED_SERAPAN else "AG111"
        yield Expected(code, "anggaran", "serapan", no, why)


_EXPECTED = (
    # Beranda and PK
    Expected("PA117", "pk_anggaran", "program", 3, "baris Total Anggaran 2024 tercetak pada PK"),
    Expected(
        "PA201",
        "pk_anggaran",
        "total_anggaran",
        0,
        "PK 20.518.557.000, laporan 41.661.103.000, tanpa nomor revisi",
    ),
    Expected(
        "PA202",
        "pk_anggaran",
        "total_anggaran",
        0,
        "PK 20.518.557.000, jumlah 35 baris 13.056.986.000, tanpa nomor revisi",
    ),
    Expected("CR107", "pk_anggaran", "anggaran", 1, "WA: PK 2.885.908.000, RO 2.702.417.000"),
    Expected("CR107", "pk_anggaran", "anggaran", 2, "CQ: PK 17.632.649.000, RO 10.354.569.000"),
    Expected("PK203", "pk", "target", 6, "Nilai Keterbukaan Informasi Publik bertarget 95%"),
    Expected("PK210", "pk", "arah", 12, "tidak masuk DPT: makin sedikit makin baik"),
    # Kinerja
    *each("CR101", "kinerja", "target", (2, 3, 6), "PK 90, 90, 95; tabel capaian 85, 80, 80"),
    Expected("KN111", "kinerja", "capaian", 4, "B ke CC tertulis 60; 60 adalah skor, bukan persen"),
    Expected("KN111", "kinerja", "capaian", 10, "95 ke 100 tertulis 105; 105,26"),
    *each(
        "KN111",
        "kinerja",
        "capaian",
        (2, 3, 6),
        "tertulis 100; terhadap PK 85/90 = 94,44, 80/90 = 88,89, 80/95 = 84,21",
    ),
    *each("KN113", "kinerja", "capaian", (7, 8), "85/90 tercetak 94,4: sama setelah dibulatkan"),
    *each("CR102", "pk", "kode", (7, 8, 9), "PK 15 indikator, tabel capaian 12"),
    Expected("KN208", "kinerja", "realisasi_tw4", 12, "sengketa 100/100/100 tanpa satu sengketa"),
    Expected("KN214", "kinerja", "pagu", 7, "33.801.000 dan 33.775.000 dipakai pada S1 dan S4"),
    Expected("KN215", "kinerja", "realisasi_anggaran", 5, "2.715.809.026 dari 2.678.165.000"),
    Expected("KN216", "kinerja", "pagu", 5, "seluruh belanja pegawai pada Opini BPK"),
    Expected("KN219", "kinerja", "realisasi_tw4", 5, "opini 2024 dikutip pada 16 Januari 2025"),
    Expected("TX109", "kinerja", "tindak_lanjut", 4, f"{_LK}: di atas 70 adalah BB, bukan B"),
    Expected("TX109", "kinerja", "bukti", 4, f"{_LK}: 71,2 adalah BB, bukan B"),
    # Anggaran
    *_percentages(),
    *(
        Expected("AG222", "anggaran", "selisih", no, f"{_TABLE} no. {no}: 100 - persentase salah")
        for no in WRONG_SERAPAN
    ),
    *each("AG202", "anggaran", "realisasi_tw4", NEVER_SPENT, f"{_TABLE}: realisasi 0, RVRO = TVRO"),
    Expected("AG201", "anggaran", "realisasi_tw4", 33, f"{_TABLE}: pagu minus 42.053.126"),
    Expected("AG203", "anggaran", "serapan", 18, f"{_TABLE}: serapan 68,94 dengan RVRO 100%"),
    Expected("AG203", "anggaran", "serapan", 26, f"{_TABLE}: serapan 81,98 dengan RVRO 100%"),
    Expected(
        "AG220",
        "anggaran",
        "total_pagu",
        0,
        f"{_TABLE}: jumlah 41.661.103.000, dari baris 13.056.986.000",
    ),
    Expected("AG216", "anggaran", "total_pagu", 0, "laporan 41.661.103.000, 35 RO 13.056.986.000"),
    Expected(
        "AG220",
        "anggaran",
        "total_realisasi",
        0,
        f"{_TABLE}: jumlah 41.552.911.818, dari baris 12.819.823.366",
    ),
    Expected("AG221", "anggaran", "total_serapan", 0, f"{_TABLE}: 99,42, dari jumlahnya 99,74"),
    Expected("AG222", "anggaran", "total_selisih", 0, f"{_TABLE}: 0,58, dari baris 1,82"),
)

PRINTED = Sample(
    name="kota_prabumulih_2024",
    cells={
        "identitas": _IDENTITY | {"pagu_dipa": 41_661_103_000},
        "anggaran": {
            "total_pagu": 41_661_103_000,
            "total_realisasi": 41_552_911_818,
            "total_serapan": 0.9942,
            "total_selisih": 0.0058,
        },
    },
    rows={
        "pk": list(_pk(repaired=False)),
        "pk_anggaran": list(_pk_anggaran(total_row=True)),
        "kinerja": list(_kinerja_printed()),
        "anggaran": list(_anggaran_printed()),
    },
    expected=_EXPECTED,
)

REPAIRED = Sample(
    name="kota_prabumulih_2024_benar",
    cells={
        "identitas": _IDENTITY
        | {
            "nomor_dipa": "SP DIPA-076.01.2.999901/2024",
            "revisi_dipa": 1,
            "pagu_dipa": 13_056_986_000,
            "email_tujuan": "laporan@provinsi.example",
        },
    },
    rows={
        "pk": list(_pk(repaired=True)),
        "pk_anggaran": list(_pk_anggaran(total_row=False)),
        "rak": list(_rak()),
        "kinerja": list(_kinerja_repaired()),
        "anggaran": list(_anggaran_repaired()),
    },
    expected=(
        Expected("AG201", "anggaran", "realisasi_tw4", 33, f"{_TABLE}: pagu minus tetap ada"),
        *each(
            "AG203", "anggaran", "serapan", (18, 26), f"{_TABLE}: serapan rendah, volume tercapai"
        ),
        Expected("PA202", "pk_anggaran", "total_anggaran", 0, "PK dan pagu setelah revisi berbeda"),
        Expected("KN219", "kinerja", "realisasi_tw4", 5, "opini 2024 belum terbit pada Januari"),
        Expected("RK211", "rak", "realisasi_tw2", 4, "contoh: TW II belum terlaksana"),
        Expected("KN220", "kinerja", "capaian", 4, "CC di bawah target B: tidak tercapai"),
    ),
)
