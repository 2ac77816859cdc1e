"""The key figures of a workbook for other programs: numbers, or null where there is none."""

from __future__ import annotations

import json

import pytest

from sakip_excel.check import check_book
from sakip_excel.console import report_lines
from sakip_excel.summary import SCHEMA, as_json, failed_json, file_json
from sakip_excel.workbook.book import Book
from tests.tools.tiny import beranda, form_sheet, write

ROW = "kode_program | kode_kegiatan | tvro | rvro | pagu | realisasi_tw4\nCQ | 1 | {} | 1 | {} | {}"


@pytest.fixture
def checked(tmp_path):
    """Return a function that checks a workbook with one row of Anggaran."""

    def run(tvro: str, pagu: str, spent: str, **identity: object):
        sheet, names = beranda(**identity)
        rows = ROW.format(tvro, pagu, spent)
        path = write(tmp_path / "a.xlsx", sheet, form_sheet("anggaran", rows), names=names)
        return check_book(Book.open(path))

    return run


@pytest.mark.parametrize(
    ("tvro", "pagu", "spent", "figures"),
    [
        ("1", "200", "50", (200, 50, 0.25, 0.75)),
        ("2", "200", "50", (200, 50, 0.25, 0.5)),
        ("1", "0", "50", (0, 50, None, None)),
        ("0", "200", "50", (200, 50, 0.25, None)),
        ("1", "#REF!", "50", (None, 50, None, None)),
    ],
)
def test_figures_or_null(checked, tvro, pagu, spent, figures):
    """What cannot be computed is null in the object, never a text, 0 or an error value."""
    found = file_json(checked(tvro, pagu, spent), "a.xlsx")["ringkasan"]
    keys = ("pagu", "realisasi", "serapan", "efisiensi")
    assert tuple(found[k] for k in keys) == pytest.approx(figures)
    assert found["capaian_rata_rata"] is None


def test_everything_can_be_printed_as_json(checked):
    """The object holds nothing that JSON does not know."""
    text = json.dumps(as_json([file_json(checked("1", "200", "50"), "a"), failed_json("b", "x")]))
    assert json.loads(text)["skema"] == SCHEMA
    assert "NaN" not in text


def test_unreadable_files_have_the_same_keys(checked):
    """A reader of the object finds every key in every entry."""
    good, bad = file_json(checked("1", "2", "1"), "a"), failed_json("b", "tidak terbaca")
    assert set(good) <= set(bad)
    assert (bad["tidak_terbaca"], bad["temuan"], bad["jumlah"]) == ("tidak terbaca", [], None)


def test_lines_for_people(checked):
    """The first lines name satker, quarter and figures in Indonesian writing."""
    lines = list(report_lines(checked("1", "1000000", "975000"), "laporan.xlsx"))
    assert lines[0] == "laporan.xlsx: KPU Kota Prabumulih, 2024, TW IV"
    assert "Rp 1.000.000" in lines[1]
    assert "97,50%" in lines[1]
    assert lines[-1].startswith(tuple("0123456789"))


def test_lines_about_what_is_not_known(checked):
    """A report without satker, year, quarter and pagu says so instead of showing Python's words."""
    lines = list(report_lines(checked("1", "0", "", nama_satker="", tahun="", triwulan=""), "x"))
    assert lines[0] == "x: satker belum diisi, tahun belum diisi, triwulan belum diisi"
    assert "Tidak dapat dihitung" in lines[1]
    assert not {"None", "nan"} & set(" ".join(lines).split())
