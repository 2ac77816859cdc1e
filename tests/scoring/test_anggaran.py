"""Budget figures on worked examples and on real totals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.scoring.anggaran import (
    absorption_gap,
    capaian_ro,
    efisiensi,
    efisiensi_gabungan,
    efisiensi_rp,
    nilai_efisiensi,
    pooled,
    seharusnya,
    selisih,
    serapan,
    sisa,
    total,
)
from sakip_excel.scoring.efficiency import Pooling
from sakip_excel.scoring.outcome import NOT_COMPUTABLE
from sakip_excel.values.display import round_half_away

rupiah = st.integers(min_value=0, max_value=10**13)
pagu_rupiah = st.integers(min_value=1, max_value=10**13)
volumes = st.integers(min_value=1, max_value=10_000)


@pytest.mark.parametrize(
    ("pagu", "realisasi", "percent"),
    [
        (426_483_000, 372_684_240, 87.39),
        (20_000, 0, 0.00),
        (762_757_000, 750_713_376, 98.42),
        (12_460_000, 10_214_600, 81.98),
        (2_638_483_000, 2_680_536_126, 101.59),
        (41_661_103_000, 41_552_911_818, 99.74),
        (13_056_986_000, 12_819_823_366, 98.18),
        (10_354_569_000, 10_079_863_097, 97.35),
        (2_702_417_000, 2_739_960_269, 101.39),
        (40_377_837_000, 33_195_683_152, 82.21),
        (1_606_783_000, 1_543_807_520, 96.08),
        (33_801_000, 33_775_000, 99.92),
    ],
)
def test_serapan_of_real_rows(pagu, realisasi, percent):
    """Rows and totals of published reports give the rate that a calculator gives."""
    assert round_half_away(serapan(pagu, realisasi) * 100) == percent


@pytest.mark.parametrize(
    ("pagu", "realisasi", "expected"),
    [
        (0, 0, NOT_COMPUTABLE),
        (0, 5, NOT_COMPUTABLE),
        (None, 5, None),
        (5, None, None),
        ("lima", 5, NOT_COMPUTABLE),
    ],
)
def test_serapan_without_pagu_has_no_figure(pagu, realisasi, expected):
    """Pagu 0 cannot be computed, a blank is nothing, neither is 0% or 100%."""
    assert serapan(pagu, realisasi) == expected


@pytest.mark.parametrize(
    ("pagu", "realisasi", "expected"),
    [
        (100, 60, 40),
        (2_638_483_000, 2_680_536_126, -42_053_126),
        (100, 0, 100),
        (None, 5, None),
        (100, None, None),
        (100, "lima", None),
    ],
)
def test_sisa_is_what_is_left(pagu, realisasi, expected):
    """Sisa is negative for pagu minus and nothing where a figure is missing."""
    assert sisa(pagu, realisasi) == expected


def test_the_efficiency_of_a_whole_report():
    """Pagu 13.056.986.000 and realisasi 12.819.823.366 at 100% output: E 1,82%, NE 54,54%."""
    should = seharusnya(13_056_986_000, capaian_ro(1, 1))
    e = efisiensi(should, 12_819_823_366)
    assert round_half_away(e * 100) == 1.82
    assert round_half_away(nilai_efisiensi(e) * 100) == 54.54


def test_poor_absorption_at_full_output_looks_efficient():
    """Pagu 40.377.837.000 and realisasi 33.195.683.152: E 17,79%, NE 94,47%."""
    e = efisiensi(seharusnya(40_377_837_000, 1.0), 33_195_683_152)
    assert round_half_away(e * 100) == 17.79
    assert round_half_away(nilai_efisiensi(e) * 100) == 94.47


@pytest.mark.parametrize(
    ("pagu", "tvro", "rvro", "realisasi", "should", "gain", "e"),
    [
        (1_000, 10, 10, 900, 1_000, 100, 0.1),
        (1_000, 10, 5, 900, 500, -400, -0.8),
        (1_000, 10, 12, 900, 1_200, 300, 0.25),
        (1_000, 10, 0, 0, 0, 0, NOT_COMPUTABLE),
        (1_000, 0, 5, 900, NOT_COMPUTABLE, NOT_COMPUTABLE, NOT_COMPUTABLE),
        (1_000, None, 5, 900, None, None, None),
        (1_000, 10, None, 900, None, None, None),
        (None, 10, 5, 900, None, None, None),
        (1_000, 10, 10, None, 1_000, None, None),
        (1_000, "satu", 5, 900, NOT_COMPUTABLE, NOT_COMPUTABLE, NOT_COMPUTABLE),
    ],
)
def test_efficiency_compares_with_what_the_output_should_cost(
    *, pagu, tvro, rvro, realisasi, should, gain, e
):
    """Half the output for nine tenths of the money is 80% over, not 10% saved."""
    expected = seharusnya(pagu, capaian_ro(tvro, rvro))
    assert expected == should
    assert efisiensi_rp(expected, realisasi) == gain
    assert efisiensi(expected, realisasi) == e


@given(pagu_rupiah, rupiah)
def test_efficiency_equals_selisih_at_full_output(pagu, realisasi):
    """Where RVRO = TVRO, E is 1 - serapan up to the last digits."""
    e = efisiensi(seharusnya(pagu, capaian_ro(7, 7)), realisasi)
    assert e == pytest.approx(selisih(serapan(pagu, realisasi)), rel=1e-9, abs=1e-9)


@given(volumes, volumes, st.integers(min_value=1, max_value=10**9))
def test_spending_exactly_what_it_should_cost_is_exactly_zero(tvro, rvro, unit_cost):
    """No residue of binary fractions shows as -0,00%."""
    should = seharusnya(tvro * unit_cost, capaian_ro(tvro, rvro))
    assert efisiensi_rp(should, rvro * unit_cost) == 0
    assert efisiensi(should, rvro * unit_cost) == 0


@given(pagu_rupiah, rupiah, rupiah)
def test_efficiency_falls_with_spending(pagu, a, b):
    """Spending more for the same output is never more efficient."""
    low, high = sorted((a, b))
    assert efisiensi(float(pagu), low) >= efisiensi(float(pagu), high)


@pytest.mark.parametrize(
    ("pooling", "expected"),
    [(Pooling.SUM, 10 / 400), (Pooling.MEAN, 0.05)],
)
def test_many_outputs_are_pooled_or_averaged_as_the_rule_says(pooling, expected):
    """S 100 and 300 with R 90 and 300: 10/400 pooled, (10% + 0%)/2 by the older rule."""
    assert efisiensi_gabungan([(100, 90), (300, 300)], pooling) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(100, 90), (NOT_COMPUTABLE, 500), (None, 70), (200, None)], 0.1),
        ([(NOT_COMPUTABLE, 500), (None, 1)], NOT_COMPUTABLE),
        ([(None, None), (None, 5)], None),
        ([(0, 5)], NOT_COMPUTABLE),
        ([], None),
    ],
)
def test_outputs_without_a_figure_leave_both_sums(pairs, expected):
    """Money spent on an output without a volume does not make the others look wasteful."""
    assert efisiensi_gabungan(pairs) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.75, 0.25), (1.0, 0.0), (1.25, -0.25), (None, None), (NOT_COMPUTABLE, NOT_COMPUTABLE)],
)
def test_selisih_is_what_was_not_absorbed(value, expected):
    """Selisih is 100% less serapan; a text and a blank pass."""
    assert selisih(value) == expected


@pytest.mark.parametrize(
    ("rows", "percent"),
    [
        ([(100, 100), (900, 450)], 55.0),
        ([(10_354_569_000, 10_079_863_097), (2_702_417_000, 2_739_960_269)], 98.18),
        ([(100, 50), (100, None)], 25.0),
        ([(0, 0), (100, 50)], 50.0),
    ],
)
def test_absorption_of_many_rows_is_pooled(rows, percent):
    """Sum over sum: a small row that spent everything does not outweigh a large one."""
    assert round_half_away(pooled(rows) * 100) == percent


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([(None, None)], None),
        ([(100, None)], None),
        ([(None, 5)], None),
        ([(0, 0)], NOT_COMPUTABLE),
    ],
)
def test_pooling_nothing_has_no_figure(rows, expected):
    """Without a pagu or a realisasi there is no rate."""
    assert pooled(rows) == expected


@given(st.lists(st.tuples(pagu_rupiah, rupiah), min_size=1))
def test_pooled_absorption_lies_between_the_rows(rows):
    """The rate of the whole lies between the lowest and the highest rate of its rows."""
    rates = [spent / pagu for pagu, spent in rows]
    assert min(rates) * (1 - 1e-12) <= pooled(iter(rows)) <= max(rates) * (1 + 1e-12)


def test_totals_of_rupiah_are_exact():
    """Whole rupiah add up to whole rupiah; texts and blanks add nothing."""
    assert total([9_007_199_254_740_993, None, NOT_COMPUTABLE, 1]) == 9_007_199_254_740_994
    assert total([None, "lima"]) is None
    assert total([0]) == 0


@pytest.mark.parametrize(
    ("e", "ne"),
    [(0.0, 0.5), (0.2, 1.0), (-0.2, 0.0), (0.1, 0.75), (-0.1, 0.25), (0.74, 1.0), (-3.0, 0.0)],
)
def test_nilai_efisiensi_of_plain_figures(e, ne):
    """NE is 50% at E = 0, 100% from 20% on and 0% from -20% down, never 235%."""
    assert nilai_efisiensi(e) == pytest.approx(ne, abs=1e-15)


@given(st.floats(min_value=-1e6, max_value=1), st.floats(min_value=-1e6, max_value=1))
def test_nilai_efisiensi_is_bounded_and_rises(a, b):
    """NE stays between 0 and 100% and never falls when E rises."""
    low, high = sorted((a, b))
    assert 0 <= nilai_efisiensi(low) <= nilai_efisiensi(high) <= 1


@pytest.mark.parametrize(
    ("rate", "quarter", "year", "jenis", "target", "gap"),
    [
        (0.45, 2, 2025, "52", 0.50, -0.05),
        (0.45, 2, 2025, "53", 0.40, 0.05),
        (0.50, 2, 2024, "521211", 0.50, 0.0),
        (0.95, 4, 2024, "51", 0.95, 0.0),
        (0.10, 1, 2026, "57", 0.25, -0.15),
        (0.45, 2, 2025, None, 0.40, 0.05),
        (0.45, 2, 2025, "99", 0.40, 0.05),
        (0.45, 2, 2021, "51", 0.40, 0.05),
        (0.60, 3, 2022, "52", 0.60, 0.0),
        (0.60, 3, 2023, "52", 0.70, -0.10),
    ],
)
def test_the_gap_is_measured_against_the_target_of_the_year(
    *, rate, quarter, year, jenis, target, gap
):
    """Each year and jenis belanja has its own target; an unknown jenis takes the overall track."""
    found = absorption_gap(rate, quarter, year, jenis)
    assert found.target == target
    assert found.gap == pytest.approx(gap, abs=1e-12)


def test_reaching_the_target_is_exactly_no_gap():
    """15 of 100 is the 15% of the first quarter, without a residue."""
    assert absorption_gap(serapan(100, 15), 1, 2025).gap == 0


@pytest.mark.parametrize(
    ("rate", "quarter", "year", "expected"),
    [
        (0.5, 2, 2020, (None, None)),
        (0.5, 0, 2025, (None, None)),
        (None, 2, 2025, (0.40, None)),
        (NOT_COMPUTABLE, 2, 2025, (0.40, NOT_COMPUTABLE)),
    ],
)
def test_no_target_or_no_rate_gives_no_gap(rate, quarter, year, expected):
    """Before TA 2021, without a quarter or without a rate nothing is claimed."""
    assert absorption_gap(rate, quarter, year) == expected
