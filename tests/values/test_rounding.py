"""Rounding half away from zero, as Excel and paper do it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.values.display import round_half_away


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (1.005, 2, 1.01),
        (2.675, 2, 2.68),
        (84.995, 2, 85.0),
        (84.9949, 2, 84.99),
        (0.57 * 100, 0, 57.0),
        (1.15 * 100, 2, 115.0),
        (98.42104, 2, 98.42),
        (1e99, 2, 1e99),
    ],
)
def test_halves_go_away_from_zero(value, digits, expected):
    """A tie as printed rounds up in size, whatever its double looks like."""
    assert round_half_away(value, digits) == expected


def test_nothing_rounds_to_minus_zero():
    """A tiny negative becomes plain zero."""
    assert str(round_half_away(-0.001)) == "0.0"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_decimal_figures_round_as_on_paper(thousandths):
    """Every figure with three decimals rounds as pen and paper round it."""
    exact = Decimal(thousandths) / 1000
    on_paper = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert round_half_away(thousandths / 1000) == float(on_paper)
