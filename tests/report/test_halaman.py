"""The first page of Ringkasan: ready or not and why, words, dates, places in the charts."""

from __future__ import annotations

import pytest

from sakip_excel.compute import add_ringkasan, compute
from sakip_excel.exchange.seal import SealState
from sakip_excel.report.halaman import NOT_READY, READY, page_figures, spread
from tests.tools.tiny import form, report

PK = "kode | jenis | arah | target\n" + "\n".join(
    f'"1.1.{i}" | Persentase | Naik | 100' for i in range(1, 5)
)
KINERJA = """
    kode    | realisasi_tw4 | tidak_ada_kasus
    "1.1.1" | 90            |
    "1.1.2" | 60            |
    "1.1.3" |               | Ya
    "1.1.4" |               |
"""


NONE, INTACT, CHANGED = SealState.NONE, SealState.INTACT, SealState.CHANGED


def page(counts=None, *, seal=NONE, forms=(), **identity):
    made = report(form("identitas", triwulan="IV", **identity), *forms)
    compute(made)
    add_ringkasan(made, "Ringkasan", {})
    return {k: v for k, (v, _) in page_figures(made, counts, seal).items()}


def filled():
    return form("pk", PK), form("kinerja", KINERJA)


@pytest.mark.parametrize(
    ("counts", "seal", "reasons"),
    [
        (None, INTACT, "belum diperiksa"),
        ({"galat": 3}, INTACT, "3 galat harus diperbaiki"),
        ({"galat": 0, "peringatan": 9}, NONE, "belum disegel"),
        ({"galat": 1}, NONE, "1 galat harus diperbaiki; belum disegel"),
        ({"galat": 0}, CHANGED, "berubah setelah disegel"),
        ({"galat": 0, "peringatan": 9}, INTACT, ""),
    ],
)
def test_ready_or_not(counts, seal, reasons):
    """Only a checked and sealed workbook without Galat is ready; each reason against it is said."""
    found = page(counts, seal=seal, forms=filled())
    assert found["kesiapan_alasan"] == reasons
    assert found["kesiapan"] == (NOT_READY if reasons else READY)


def test_empty_forms_are_a_reason():
    """A form without a single code is named; forms that the workbook lacks are not."""
    found = page({"galat": 0}, seal=INTACT, forms=(form("pk", PK), form("rak")))
    assert found["kesiapan_alasan"] == "RAK belum diisi"


def test_indikator_per_class():
    """Every class is counted from the best down; what has no class is counted apart."""
    assert page(forms=filled())["rk_per_predikat"] == (
        "Sangat Berhasil 1 · Berhasil 0 · Cukup Berhasil 1 · Tidak/Kurang Berhasil 0 · "
        "Tidak ada kasus 1 · Belum ada capaian 1"
    )


def test_amounts_in_words():
    """Pagu and realisasi stand in words beside the figures."""
    rows = "kode_program | pagu | realisasi_tw4\nCQ | 1001000 | 11"
    found = page(forms=(form("anggaran", rows),))
    assert found["rk_terbilang_pagu"] == "satu juta seribu rupiah"
    assert found["rk_terbilang_realisasi"] == "sebelas rupiah"


@pytest.mark.parametrize(
    ("typed", "shown"), [(45673, "16 Januari 2025"), ("16/1/2025", ""), ("", ""), (-5, "")]
)
def test_date_of_the_report(typed, shown):
    """A date is written in Indonesian; anything else leaves room to write by hand."""
    assert page(tanggal_laporan=typed)["ttd_tanggal"] == shown


@pytest.mark.parametrize(
    ("items", "places"),
    [(0, ""), (1, "A....."), (2, "A..B.."), (3, "A.B.C."), (4, "ABCD.."), (6, "ABCDEF")],
)
def test_items_are_spread_over_a_chart(items, places):
    """Few items stand at even distances, so that a chart is not empty on one side."""
    lines = [[(letter, None)] for letter in "ABCDEF"[:items]]
    shown = "".join(line[0][0] or "." for line in spread(lines, 6, 1))
    assert shown == places.ljust(6, ".")
