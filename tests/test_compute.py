"""Computed values, by hand: what the formula beside each value must give."""

from __future__ import annotations

import pytest

from sakip_excel.compute import add_ringkasan, compute
from sakip_excel.scoring.outcome import NO_CASE, NOT_COMPUTABLE, NOT_REACHED
from tests.tools.tiny import form, report

PK = """
kode    | sasaran | indikator | jenis      | satuan | arah  | target
"1.1.1" | S1      | Naik 90   | Persentase | %      | Naik  | 90
"1.1.2" | S1      | Naik 95   | Persentase | %      | Naik  | 95%
"1.1.3" | S1      | Turun 1   | Persentase | %      | Turun | 1
"1.2.1" | S2      | Sengketa  | Persentase | %      | Naik  | 100
"1.2.2" | S2      | AKIP      | Predikat   | Nilai  | Naik  | B
"1.2.3" | S2      | Nol       | Jumlah     | Perkara| Turun | 0
"""


def kinerja(text: str, **identity: object):
    """Return the rows of Kinerja, computed together with the PK above."""
    made = report(
        form("identitas", **({"triwulan": "IV", "tahun": 2024} | identity)),
        form("pk", PK),
        form("kinerja", text),
    )
    compute(made)
    return made.forms["kinerja"]


@pytest.mark.parametrize(
    ("row", "capaian"),
    [
        ('"1.1.1" | 85', 85 / 90),
        ('"1.1.1" | 85%', 85 / 90),
        ('"1.1.1" | 0', 0),
        ('"1.1.1" |', None),
        ('"1.1.1" | "85"', NOT_COMPUTABLE),
        ('"1.1.1" | #REF!', NOT_COMPUTABLE),
        ('"1.1.2" | 100', 100 / 95),
        ('"1.1.3" | 1', 1),
        ('"1.1.3" | 0.5', 1.5),
        ('"1.1.3" | 3', 0),
        ('"1.2.2" | CC', NOT_REACHED),
        ('"1.2.2" | BB', 1),
        ('"1.2.3" | 0', 1),
        ('"1.2.3" | 2', 0),
        ('"9.9.9" | 85', None),
    ],
)
def test_capaian(row, capaian):
    """Capaian by direction and kind; blank, 0 and what cannot be computed stay apart."""
    data = kinerja(f"kode | realisasi_tw4\n{row}")
    expected = pytest.approx(capaian) if isinstance(capaian, float) else capaian
    assert data.rows[0].computed["capaian"] == expected


def test_no_case_is_neither_0_nor_100():
    """Without any dispute there is no capaian, whatever was typed beside it."""
    data = kinerja('kode | realisasi_tw4 | tidak_ada_kasus\n"1.2.1" | 100 | ya')
    assert data.rows[0].computed["capaian"] == NO_CASE
    assert data.cells.computed["rata_capaian"] == NOT_COMPUTABLE
    assert data.cells.computed["indikator_tidak_dihitung"] == 1


def test_lookups_come_from_the_pk():
    """Sasaran, jenis, arah and target are those of the PK's row with the same code."""
    record = kinerja('kode | realisasi_tw4\n"1.1.3" | 1').rows[0]
    looked_up = {k: record.computed[k] for k in ("sasaran", "indikator", "arah", "target")}
    assert looked_up == {"sasaran": "S1", "indikator": "Turun 1", "arah": "Turun", "target": 1}


def test_a_number_code_is_not_found_by_a_text_code():
    """Excel's MATCH tells 1.1 from "1.1", and so do we."""
    made = report(form("pk", "kode | target\n1.1 | 9"), form("kinerja", 'kode\n"1.1"\n1.1'))
    compute(made)
    assert [r.computed["target"] for r in made.forms["kinerja"]] == [None, 9]


@pytest.mark.parametrize(
    ("quarter", "realisasi"),
    [("I", 10), ("II", 20), ("iii", 30), (" IV ", 40), ("V", None), ("", None)],
)
def test_the_reported_quarter_decides(quarter, realisasi):
    """Realisasi is that of the quarter on Beranda; without a quarter there is none."""
    text = (
        'kode | realisasi_tw1 | realisasi_tw2 | realisasi_tw3 | realisasi_tw4\n"1.1.1"|10|20|30|40'
    )
    assert kinerja(text, triwulan=f'"{quarter}"').rows[0].computed["realisasi"] == realisasi


def test_mean_and_cap():
    """The mean takes capaian with the cap chosen on Beranda and counts what has none."""
    rows = 'kode | realisasi_tw4\n"1.1.1" | 45\n"1.1.3" | 0\n"1.2.2" | C\n"1.1.2" |'
    free = kinerja(rows).cells.computed
    capped = kinerja(rows, batas_capaian="120%").cells.computed
    assert free["rata_capaian"] == pytest.approx((0.5 + 2) / 2)
    assert capped["rata_capaian"] == pytest.approx((0.5 + 1.2) / 2)
    assert (free["indikator_dihitung"], free["indikator_tidak_dihitung"]) == (2, 2)


def test_change_from_last_year():
    """The change is in ratio points between this year's and last year's capaian."""
    text = 'kode | realisasi_tw4 | target_lalu | realisasi_lalu\n"1.1.1" | 85 | 80 | 80'
    record = kinerja(text).rows[0]
    assert record.computed["capaian_lalu"] == 1
    assert record.computed["perubahan"] == pytest.approx(85 / 90 - 1)


ANGGARAN = """
kode_program | kode_kegiatan | program | tvro | rvro | pagu      | realisasi_tw4
CQ           | "6709"        | P       | 1    | 1    | 426483000 | 372684240
CQ           | "6709"        | P       | 2    | 1    | 20000     | 0
WA           | "3355"        | D       | 1    | 1    | 0         | 5
WA           | "3360"        | D       | 0    | 1    | 100       | 50
WA           | "3360"        | D       |      |      | 100       |
"""


def anggaran(text: str = ANGGARAN, **identity: object):
    """Return the form Anggaran, computed."""
    made = report(form("identitas", **({"triwulan": "IV"} | identity)), form("anggaran", text))
    compute(made)
    return made.forms["anggaran"]


def test_budget_rows():
    """Serapan, sisa and efisiensi of five RO by hand; empty denominators have no figure."""
    keys = ("realisasi", "sisa", "serapan", "capaian_ro", "seharusnya", "efisiensi_rp", "efisiensi")
    found = [tuple(r.computed[k] for k in keys) for r in anggaran()]
    no = NOT_COMPUTABLE
    first = 372_684_240 / 426_483_000
    assert found == [
        (372_684_240, 53_798_760, first, 1, 426_483_000, 53_798_760, 53_798_760 / 426_483_000),
        (0, 20_000, 0, 0.5, 10_000, 10_000, 1),
        (5, -5, no, 1, 0, -5, no),
        (50, 50, 0.5, no, no, no, no),
        (None, None, None, None, None, None, None),
    ]


def test_budget_totals_are_pooled():
    """Percentages of money are sums over sums, never means of percentages."""
    cells = anggaran().cells.computed
    pagu, spent = 426_483_000 + 20_000 + 0 + 100 + 100, 372_684_240 + 0 + 5 + 50
    assert (cells["total_pagu"], cells["total_realisasi"]) == (pagu, spent)
    assert cells["total_serapan"] == spent / pagu
    should, saved = 426_483_000 + 10_000 + 0, 53_798_760 + 10_000 - 5
    assert cells["total_efisiensi_rp"] == saved
    assert cells["total_efisiensi"] == pytest.approx(saved / should, abs=1e-15)
    assert cells["total_selisih"] == pytest.approx(1 - spent / pagu, abs=1e-15)


def test_money_stays_whole_rupiah():
    """Sums of whole rupiah are integers, beyond what a single float sum could keep."""
    text = "pagu | realisasi_tw4\n" + "999999999999999 | 1\n" * 3
    total = anggaran(text).cells.computed["total_pagu"]
    assert total == 2_999_999_999_999_997
    assert isinstance(total, int)


def test_amount_in_words():
    """The pagu in words is the example of the LKj of Kota Probolinggo."""
    data = form("identitas", pagu_dipa=40_377_837_000)
    compute(report(data))
    assert str(data.cells.computed["terbilang_pagu"]).casefold() == (
        "empat puluh miliar tiga ratus tujuh puluh tujuh juta delapan ratus tiga puluh tujuh ribu "
        "rupiah"
    )


RAK = """
kegiatan|indikator|rencana_aksi|rencana_tw1|rencana_tw2|rencana_tw4|realisasi_tw1|realisasi_tw2
A       | a       | x          | ✓         | ✓         | ✓         | V           |
B       | b       | x          |           | ✓         |           | 1           | √
C       | c       | x          |           |           | ✓         |             |
D       | d       | x          |           |           |           |             |
E       | e       | x          | ✗         | ✓         |           |             | ٧
"""


def rak(quarter: str):
    """Return the form RAK, computed for a quarter."""
    made = report(form("identitas", triwulan=quarter), form("rak", RAK))
    compute(made)
    return made


def test_progress_of_the_rak():
    """Ticks count up to the reported quarter; an unknown mark counts as none."""
    rows = rak("II").forms["rak"].rows
    keys = ("direncanakan", "terlaksana", "capaian_rak", "status")
    assert [tuple(r.computed[k] for k in keys) for r in rows] == [
        (2, 1, 0.5, "Terlambat"),
        (1, 2, 2, "Lebih awal"),
        (0, 0, None, "Belum waktunya"),
        (0, 0, None, "Tidak dijadwalkan"),
        (1, 1, 1, "Sesuai"),
    ]


def test_key_figures_of_the_rak():
    """Ringkasan counts ticks per quarter and up to the reported one."""
    cells = add_ringkasan(rak("II"), "Ringkasan", {}).cells.computed
    assert [cells[f"rk_rencana_tw{i}"] for i in range(1, 5)] == [1, 3, 0, 2]
    assert [cells[f"rk_realisasi_tw{i}"] for i in range(1, 5)] == [2, 2, 0, 0]
    assert (cells["rk_direncanakan"], cells["rk_terlaksana"]) == (4, 4)
    assert cells["rk_capaian_rak"] == 1


def test_key_figures_without_a_quarter():
    """Without a quarter nothing was due, so the progress cannot be computed."""
    cells = add_ringkasan(rak('""'), "Ringkasan", {}).cells.computed
    assert cells["rk_direncanakan"] == 0
    assert cells["rk_capaian_rak"] == NOT_COMPUTABLE


def test_find_looks_into_the_column_asked_for():
    """A second look-up by another column does not use the first one's index."""
    made = report(form("pk", PK))
    assert made.find("pk", "kode", "1.1.1") is made.forms["pk"].rows[0]
    assert made.find("pk", "indikator", "akip") is made.forms["pk"].rows[4]
    assert made.find("pk", "kode", "AKIP") is None
    assert made.find("rak", "kode", "1.1.1") is None


def test_without_the_pk_what_was_typed_counts():
    """Kinerja handed in alone is computed from the target and arah that were typed into it."""
    made = report(
        form("identitas", triwulan="IV"),
        form(
            "kinerja",
            'kode | arah | jenis | target | realisasi_tw4\n"1.1" | Turun | Jumlah | 4 | 1',
        ),
    )
    compute(made)
    (row,) = made.forms["kinerja"].rows
    assert (row.computed["target"], row.computed["arah"]) == (4, "Turun")
    assert row.computed["capaian"] == (2 * 4 - 1) / 4


def test_errors_in_the_pk_are_not_looked_up_as_text():
    """An Excel error in the PK gives no sasaran and no target that can be computed with."""
    made = report(
        form("identitas", triwulan="IV"),
        form("pk", 'kode | sasaran | jenis | arah | target\n"1.1" | #N/A | Nilai | Naik | #REF!'),
        form("kinerja", 'kode | realisasi_tw4\n"1.1" | 5'),
    )
    compute(made)
    (row,) = made.forms["kinerja"].rows
    assert row.computed["sasaran"] is None
    assert row.computed["capaian"] == NOT_COMPUTABLE


def test_an_error_among_the_marks_counts_as_none():
    """An Excel error in a quarter is no tick and does not spread to the others."""
    text = "kegiatan | rencana_tw1 | rencana_tw2 | realisasi_tw1\nA | ✓ | #REF! | ✓"
    made = report(form("identitas", triwulan="II"), form("rak", text))
    compute(made)
    (row,) = made.forms["rak"].rows
    assert (row.computed["direncanakan"], row.computed["status"]) == (1, "Sesuai")


def test_text_of_an_error_is_text():
    """The letters #REF! pasted as text are passed over by a sum; a real error is not."""
    whole = anggaran('pagu | realisasi_tw4\n10 | 5\n"#REF!" | 5').cells.computed
    broken = anggaran("pagu | realisasi_tw4\n10 | 5\n#REF! | 5").cells.computed
    assert (whole["total_pagu"], broken["total_pagu"]) == (10, NOT_COMPUTABLE)
