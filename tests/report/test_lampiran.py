"""The tables for the LKj: which lines, in which order, and what they come to."""

from __future__ import annotations

import pytest

from sakip_excel.compute import add_ringkasan, compute
from sakip_excel.report.lampiran import lines_of
from sakip_excel.report.lkj import heading
from sakip_excel.report.tables import (
    CAPAIAN,
    EFISIENSI,
    HAMBATAN,
    LAST_YEAR,
    RAK_TABLE,
    SASARAN,
    THIS_YEAR,
)
from sakip_excel.scoring.outcome import NOT_COMPUTABLE
from tests.tools.tiny import form, report

PK = """
    kode    | sasaran | indikator | jenis      | arah | target
    "1.1.1" | S satu  | I satu    | Persentase | Naik | 90
    "1.1.2" | S satu  | I dua     | Persentase | Naik | 80
    "1.2.1" | S dua   | I tiga    | Predikat   | Naik | B
"""
KINERJA = """
    kode | realisasi_tw4 | target_lalu | realisasi_lalu | pagu | realisasi_anggaran | hambatan
    "1.1.1" | 45 | 90 | 90 | 1000 | 900 |
    "1.1.2" | 80 |    |    | 3000 | 700 |
    "1.2.1" | CC |    |    |      |     | Bukti belum lengkap
"""
ANGGARAN = """
    kode_program|program|kode_kegiatan|kode_kro|kode_ro|ro|tvro|rvro|pagu|realisasi_tw4
    CQ | Pemilu | "6709" | QGE | "001" | Rapat | 1 | 1 | 400 | 300
    CQ | Pemilu | "6709" | QGE | "002" | Cetak | 2 | 1 | 200 | 50
    WA | Dukung | "3355" | EBA | "994" | Gaji  | 1 | 1 | 300 | 330
"""


@pytest.fixture
def lines():
    made = report(
        form("identitas", triwulan="IV", tahun=2024),
        form("pk", PK),
        form("kinerja", KINERJA),
        form("anggaran", ANGGARAN),
        form(
            "rak",
            "kegiatan | indikator | rencana_tw1 | rencana_tw4 | realisasi_tw1\n"
            "Logistik | Kotak | ✓ | v | √\nRapat | Pleno | | ✓ |",
        ),
    )
    compute(made)
    add_ringkasan(made, "Ringkasan", {})
    return lambda table: lines_of(table, made)


def shown(lines, *keys: str) -> list[str]:
    """Return kind and some cells of each line as text."""
    return [
        " | ".join([line.kind, *(str(line.cells.get(k, ("",))[0] or "") for k in keys)])
        for line in lines
    ]


def test_appendix(lines):
    """Each sasaran is followed by its indikator; means and pooled sums end the table."""
    keys = ("no", "indikator", "target", "realisasi", "capaian", "capaian_lalu", "pagu", "serapan")
    assert shown(lines(CAPAIAN), *keys) == [
        "kelompok | 1.1 | S satu |  |  |  |  |  | ",
        "isi | 1 | I satu | 90% | 45% | 50,00 | 100,00 | 1.000 | 90,00",
        "isi | 2 | I dua | 80% | 80% | 100,00 |  | 3.000 | 23,33",
        "kelompok | 1.2 | S dua |  |  |  |  |  | ",
        "isi | 3 | I tiga | B | CC | Tidak tercapai |  |  | ",
        "jumlah |  | Rata-rata capaian dan jumlah anggaran |  |  | 75,00 | 100,00 | 4.000 | 40,00",
    ]


def test_table_per_sasaran(lines):
    """Each sasaran has title, headings, its indikator and its own mean and pooled serapan."""
    found = shown(lines(SASARAN), "no", "capaian", "realisasi_anggaran", "serapan")
    assert found[:6] == [
        "judul | 1.1 |  |  | ",
        "kepala | No | % | Realisasi (Rp) | %",
        "isi | 1 | 50,00 | 900 | 90,00",
        "isi | 2 | 100,00 | 700 | 23,33",
        "jumlah |  | 75,00 | 1.600 | 40,00",
        "jeda |  |  |  | ",
    ]
    assert found[9] == f"jumlah |  | {NOT_COMPUTABLE} |  | "


def test_efficiency_table(lines):
    """Program, kegiatan and RO in one table, sums pooled and standing above their parts."""
    keys = ("no", "ro", "pagu", "realisasi", "serapan", "efisiensi")
    assert shown(lines(EFISIENSI), *keys) == [
        "induk |  |  | 600 | 350 | 58,33 | 30,00",
        "kelompok |  |  | 600 | 350 | 58,33 | 30,00",
        "isi | 1 | 001 Rapat | 400 | 300 | 75,00 | 25,00",
        "isi | 2 | 002 Cetak | 200 | 50 | 25,00 | 50,00",
        "induk |  |  | 300 | 330 | 110,00 | -10,00",
        "kelompok |  |  | 300 | 330 | 110,00 | -10,00",
        "isi | 3 | 994 Gaji | 300 | 330 | 110,00 | -10,00",
        "jumlah |  |  | 900 | 680 | 75,56 | 15,00",
    ]


def test_obstacles(lines):
    """Listed is what is below target, explained or not, and nothing that reached it."""
    assert shown(lines(HAMBATAN), "indikator", "hambatan") == [
        "isi | I satu | ",
        "isi | I tiga | Bukti belum lengkap",
    ]


def test_actions(lines):
    """Every accepted check mark is printed as the same one; the last line counts them."""
    keys = ("rencana_tw1", "realisasi_tw1", "rencana_tw4", "realisasi_tw4", "capaian_rak")
    assert shown(lines(RAK_TABLE), *keys) == [
        "isi | ✓ | ✓ | ✓ |  | 50,00",
        "isi |  |  | ✓ |  | 0,00",
        "jumlah | 1 | 1 | 2 | 0 | 33,33",
    ]


def test_rows_are_found_by_their_codes(lines):
    """A line follows its row when people sort the form; the row's place is no constant."""
    formulas = {
        line.row[1] for t in (CAPAIAN, EFISIENSI) for line in lines(t) if line.kind == "isi"
    }
    assert len(formulas) == 6
    assert None not in formulas


def test_double_codes_keep_their_places():
    """Of two rows with one code each is shown, found by its place."""
    made = report(form("identitas", triwulan="IV"), form("kinerja", 'kode\n"1.1.1"\n"1.1.1"'))
    compute(made)
    rows = [line.row for line in lines_of(CAPAIAN, made) if line.kind == "isi"]
    assert rows == [(1, None), (2, None)]


def test_codes_without_a_sasaran_are_not_lost():
    """An indikator whose code is a number is listed under a heading of its own."""
    made = report(form("identitas", triwulan="IV"), form("kinerja", 'kode\n1.1\n"1.1.1"'))
    compute(made)
    assert shown(lines_of(CAPAIAN, made), "no", "indikator")[-3:] == [
        "kelompok |  | Tanpa kode sasaran",
        "isi | 2 | ",
        "jumlah |  | Rata-rata capaian dan jumlah anggaran",
    ]


@pytest.mark.parametrize(
    ("group", "year", "shown"),
    [
        (f"Kinerja tahun {THIS_YEAR}", 2024, "Kinerja tahun 2024"),
        (f"Kinerja tahun {LAST_YEAR}", 2024, "Kinerja tahun 2023"),
        (f"Anggaran tahun {LAST_YEAR}", None, "Anggaran tahun sebelumnya"),
    ],
)
def test_headings_name_the_year(group, year, shown):
    """The headings say which year, or that it is this one and the one before."""
    assert heading(group, year).value == shown
