"""Figures as people read them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.values.display import number, percent, points, round_half_away, rupiah


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "Rp 0"),
        (999, "Rp 999"),
        (1_000_000, "Rp 1.000.000"),
        (40_377_837_000, "Rp 40.377.837.000"),
        (-42_053_126, "-Rp 42.053.126"),
        (1234.5, "Rp 1.235"),
        (-0.4, "Rp 0"),
    ],
)
def test_rupiah(amount, text):
    """Amounts have points between thousands and no decimals."""
    assert rupiah(amount) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (1234.5, 2, "1.234,50"),
        (2498, None, "2.498"),
        (100.0, None, "100"),
        (3.5, None, "3,5"),
        (0.1 + 0.2, None, "0,3"),
        (1e-7, None, "0,0000001"),
        (1e20, None, "100.000.000.000.000.000.000"),
        (-1.59, 1, "-1,6"),
        (-0.001, 2, "0,00"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (1_234_567, -3, "1.235.000"),
    ],
)
def test_number(value, decimals, text):
    """Numbers have a decimal comma, and halves are rounded away from zero."""
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("ratio", "decimals", "text"),
    [
        (0.975, 2, "97,50%"),
        (12_819_823_366 / 13_056_986_000, 2, "98,18%"),
        (33_195_683_152 / 40_377_837_000, 2, "82,21%"),
        (750_713_376 / 762_757_000, 2, "98,42%"),
        (100 / 95, 2, "105,26%"),
        (2_680_536_126 / 2_638_483_000, 2, "101,59%"),
        (0.285, 0, "29%"),
        (0.00125, 2, "0,13%"),
        (10.0, 2, "1.000,00%"),
        (0, 1, "0,0%"),
    ],
)
def test_percent(ratio, decimals, text):
    """Ratios are printed as percentages, checked against the figures of real reports."""
    assert percent(ratio, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(97.5, "97,5%"), (100, "100%"), (100.0, "100%"), (2498.25, "2.498,25%")]
)
def test_points(value, text):
    """Percent points keep the decimals that they have."""
    assert points(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (0.5, 0, 1.0),
        (-0.5, 0, -1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (1.005, 2, 1.01),
        (2.675, 2, 2.68),
        (-2.675, 2, -2.68),
        (28.499999999999996, 0, 29.0),  # 0.285 * 100; LibreOffice's ROUND gives 29 too
        ((97.48 + 97.49) / 2, 2, 97.49),
        (15, -1, 20.0),
        (14.9, -1, 10.0),
        (1e22, 2, 1e22),
    ],
)
def test_round_half_away(value, digits, rounded):
    """Rounding is that of Excel's ROUND: halves go away from zero, float noise is no matter."""
    assert round_half_away(value, digits) == rounded


def test_rounding_keeps_what_is_not_finite():
    """An infinite value or not-a-number is passed on."""
    assert round_half_away(math.inf, 2) == math.inf
    assert math.isnan(round_half_away(math.nan, 2))


@pytest.mark.parametrize("show", [rupiah, number, percent, points])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_not_finite_is_not_shown(show, value):
    """There is no figure to print for a value that does not exist."""
    with pytest.raises(ValueError, match="not a finite number"):
        show(value)


@given(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.integers(min_value=0, max_value=8),
    st.integers(min_value=-3, max_value=6),
)
def test_rounding_agrees_with_exact_arithmetic(mantissa, places, digits):
    """Rounding a typed decimal gives what exact fractions give, for positive and negative alike."""
    exact = Fraction(mantissa, 10**places)
    scaled = abs(exact) * Fraction(10) ** digits
    away = math.floor(scaled + Fraction(1, 2)) / Fraction(10) ** digits
    expected = float(away if exact >= 0 else -away)
    assert round_half_away(mantissa / 10**places, digits) == expected


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_every_thousand_gets_a_point(value):
    """Without its points a whole number is itself, and each point has three digits behind it."""
    text = number(value)
    assert int(text.replace(".", "")) == value
    assert all(len(group) == 3 for group in text.lstrip("-").split(".")[1:])
