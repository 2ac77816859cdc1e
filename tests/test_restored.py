"""Figures typed over formulas: what is wrong, what is rounding, what is the same."""

from __future__ import annotations

import pytest

from sakip_excel.changes import FORMULA_NAMES, Formulas, layouts
from sakip_excel.compute import compute
from sakip_excel.forms import Field, Kind
from sakip_excel.restored import check_restored, compare, is_typed_over
from sakip_excel.rules.common import ROUNDED, SAME_FIGURE, TYPED_OVER
from sakip_excel.workbook.cell import Cell, ErrorValue
from tests.tools.tiny import form, report

FORMATS = {Kind.RATIO: "0.00%", Kind.MONEY: "#,##0"}


def suffix(kind: Kind, typed: object, expected: object, number_format: str | None = None) -> str:
    """Return what the comparison says about a figure typed into a cell of a kind."""
    code = FORMATS.get(kind, "General") if number_format is None else number_format
    return compare(Cell(typed, None, code), expected, Field("x", "X", kind, ""))


@pytest.mark.parametrize(
    ("typed", "expected", "wanted"),
    [
        (0.9925, 372_684_240 / 426_483_000, TYPED_OVER),
        (0.9843, 750_713_376 / 762_757_000, ROUNDED),
        (0.9842, 750_713_376 / 762_757_000, SAME_FIGURE),
        (0.9736, 9_237_000 / 9_487_000, SAME_FIGURE),
        (0.974, 9_237_000 / 9_487_000, SAME_FIGURE),
        (0.97, 9_237_000 / 9_487_000, TYPED_OVER),
        (1.05, 100 / 95, TYPED_OVER),
        (1.053, 100 / 95, SAME_FIGURE),
        (0.944, 85 / 90, SAME_FIGURE),
        (0.94, 85 / 90, TYPED_OVER),
        (1, 1.0, SAME_FIGURE),
        (1, 0.9999, ROUNDED),
        (1, 0.99989, TYPED_OVER),
        (0.8698, 10_214_600 / 12_460_000, TYPED_OVER),
        (0, 0.0, SAME_FIGURE),
        (0.9998, 45_515_650 / 45_525_000, SAME_FIGURE),
        (0.9981, 45_515_650 / 45_525_000, TYPED_OVER),
    ],
)
def test_percentages(typed, expected, wanted):
    """Percentages of the efficiency table of Kota Prabumulih, tolerance 0,01 percent point."""
    assert suffix(Kind.RATIO, typed, expected) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("98,42%", SAME_FIGURE),
        ("98,43%", ROUNDED),
        ("99,25%", TYPED_OVER),
        ("98,42", SAME_FIGURE),
        ("seratus", TYPED_OVER),
        (98.42, SAME_FIGURE),
        (0.9842, SAME_FIGURE),
        (99.25, TYPED_OVER),
    ],
)
def test_percentages_in_another_format(typed, wanted):
    """Pasted as text or as a plain number, 98,42 is 98,42% and compared as such."""
    expected = 750_713_376 / 762_757_000
    assert suffix(Kind.RATIO, typed, expected, "General") == wanted


@pytest.mark.parametrize(
    ("kind", "typed", "expected", "wanted"),
    [
        (Kind.MONEY, 53_798_760, 53_798_760, SAME_FIGURE),
        (Kind.MONEY, 53_798_761, 53_798_760, TYPED_OVER),
        (Kind.MONEY, 142_161_000, 142_161_000.3333, SAME_FIGURE),
        (Kind.MONEY, 142_161_001, 142_161_000.3333, TYPED_OVER),
        (Kind.MONEY, "53.798.760", 53_798_760, SAME_FIGURE),
        (Kind.MONEY, "Rp 53.798.761", 53_798_760, TYPED_OVER),
        (Kind.INTEGER, 12, 12, SAME_FIGURE),
        (Kind.INTEGER, 13, 12, TYPED_OVER),
        (Kind.TEXT, "Sangat Berhasil", "Sangat Berhasil", SAME_FIGURE),
        (Kind.TEXT, " sangat berhasil ", "Sangat Berhasil", SAME_FIGURE),
        (Kind.TEXT, "Berhasil", "Sangat Berhasil", TYPED_OVER),
        (Kind.MEASURE, 90, 90, SAME_FIGURE),
        (Kind.MEASURE, 85, 90, TYPED_OVER),
        (Kind.MEASURE, "90", 90, SAME_FIGURE),
        (Kind.MEASURE, "BB", "BB", SAME_FIGURE),
    ],
)
def test_money_counts_and_texts(kind, typed, expected, wanted):
    """Money is equal to the rupiah, counts exactly, words without regard to case."""
    assert suffix(kind, typed, expected) == wanted


@pytest.mark.parametrize(("typed", "wanted"), [(0.9, SAME_FIGURE), (0.85, TYPED_OVER)])
def test_targets_in_percent_cells(typed, wanted):
    """A target typed as 90% is 90."""
    assert suffix(Kind.MEASURE, typed, 90, "0%") == wanted


@pytest.mark.parametrize("kind", [Kind.RATIO, Kind.MONEY, Kind.MEASURE, Kind.INTEGER])
def test_zero_is_not_blank(kind):
    """0 typed where nothing can be said yet is another figure, not the same."""
    assert suffix(kind, 0, None) == TYPED_OVER
    assert suffix(kind, "", None) == SAME_FIGURE


ROWS = "kode_program | tvro | rvro | pagu | realisasi_tw4 | serapan\nCQ | 1 | 1 | 200 | 100 | {}"


def checked(serapan: Cell | None):
    """Return the findings about one cell under Serapan, whose right value is 50%."""
    data = form("anggaran", ROWS.format(""))
    if serapan is not None:
        data.rows[0].cells["serapan"] = serapan
    made = report(form("identitas", triwulan="IV"), data)
    compute(made)
    return [f for f in check_restored(made, FORMULA_NAMES) if f.sheet == "Anggaran"]


def own_formula() -> str:
    """Return the formula that belongs into the cell."""
    made = report(form("anggaran", ROWS.format("")))
    return Formulas(made.forms["anggaran"], layouts(made), FORMULA_NAMES).of("serapan", 5)


@pytest.mark.parametrize(
    ("serapan", "codes"),
    [
        (None, []),
        (Cell("", None, "0.00%"), []),
        (Cell(0.5, None, "0.00%"), ["AG113"]),
        (Cell(0.5001, None, "0.00%"), ["AG112"]),
        (Cell(0.9925, None, "0.00%"), ["AG111"]),
        (Cell(0.5, "O5/M5", "0.00%"), []),
        (Cell(0.500001, "O5/M5", "0.00%"), []),
        (Cell(0.75, "O5/M5*1.5", "0.00%"), ["AG111"]),
        (Cell(None, "O5/M5*1.5", "0.00%"), []),
        (Cell(ErrorValue("#REF!"), "O5/#REF!", "0.00%"), ["AG111"]),
    ],
)
def test_one_computed_cell(serapan, codes):
    """A figure without a formula is reported; another formula only when its result differs."""
    assert [f.code for f in checked(serapan)] == codes


@pytest.mark.parametrize("change", [str, str.lower, lambda f: f.replace(",", " , ")])
def test_formulas_are_compared_without_spaces_and_case(change):
    """Our formula as another program spells it is ours, whatever its stale result says."""
    assert checked(Cell(0.99, change(own_formula()), "0.00%")) == []


def test_the_finding_shows_both_figures():
    """What was typed and what the inputs give stand side by side, as people read them."""
    (finding,) = checked(Cell(0.9925, None, "0.00%"))
    assert (finding.typed, finding.computed) == ("99,25%", "50,00%")
    assert finding.typed in finding.message
    assert finding.computed in finding.message
    assert "Sudah diperiksa" in finding.fix


def test_targets_typed_over_are_a_difference_from_the_pk():
    """A target on Kinerja that differs from the PK has the cross-form code."""
    kinerja = form("kinerja", 'kode | target\n"1.1" | 85')
    made = report(form("pk", 'kode | target\n"1.1" | 90'), kinerja)
    compute(made)
    assert [f.code for f in check_restored(made, FORMULA_NAMES)] == ["CR101"]


def test_stale_words_are_found():
    """Words of last year's amount over the formula have the code for terbilang."""
    words = "Dua belas miliar lima ratus sepuluh juta seratus empat puluh delapan ribu rupiah"
    data = form("identitas", pagu_dipa=40_377_837_000, terbilang_pagu=words)
    made = report(data)
    compute(made)
    assert [f.code for f in check_restored(made, FORMULA_NAMES)] == ["TX101"]


def test_typed_over_or_not():
    """Only a value without a formula counts as typed over."""
    data = form("anggaran", "serapan | sisa | selisih\n0.5 | =1+1 -> 2 |")
    assert [is_typed_over(data.rows[0], k) for k in ("serapan", "sisa", "selisih")] == [
        True,
        False,
        False,
    ]


def test_truth_values_of_libreoffice_are_no_other_formula():
    """LibreOffice writes FALSE as FALSE(): the formula is ours, and its old result is no figure."""
    data = form("rak", "kegiatan | indikator | rencana_tw1\nA | B | ✓")
    made = report(form("identitas", tahun="2024", triwulan="I"), data)
    compute(made)
    formula = Formulas(data, layouts(made), FORMULA_NAMES).of("direncanakan", data.rows[0].row)
    assert "FALSE" in formula
    data.rows[0].cells["direncanakan"] = Cell(7, formula.replace("FALSE", "FALSE()"), "General")
    assert check_restored(made, FORMULA_NAMES) == []
    data.rows[0].cells["direncanakan"] = Cell("", formula.replace("FALSE", "TRUE"), "General")
    (finding,) = check_restored(made, FORMULA_NAMES)
    assert "tertulis kosong, perhitungan" in finding.message
