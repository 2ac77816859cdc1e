"""Blank, number and text are told apart as a spreadsheet tells them apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.scoring.outcome import (
    NO_CASE,
    NOT_COMPUTABLE,
    NOT_REACHED,
    difference,
    is_blank,
    is_number,
    ratio,
    same_text,
)

money = st.integers(min_value=0, max_value=10**14)


@pytest.mark.parametrize("value", [None, "", "   ", math.nan])
def test_nothing_typed_is_blank(value):
    """An empty cell, spaces and the NaN of a data frame are blank."""
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "-", "tidak ada", " x", " X ", " \t"])
def test_zero_and_words_are_not_blank(value):
    """Zero and a word are something, not nothing; so is a tab, which TRIM leaves there."""
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, True), (-1.5, True), (True, False), ("90", False), (None, False), (math.inf, False)],
)
def test_number_means_what_isnumber_means(value, expected):
    """Booleans and digits typed as text are no numbers, as for ISNUMBER."""
    assert is_number(value) is expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (1, 4, 0.25),
        (0, 4, 0.0),
        (-1, 4, -0.25),
        (4, 0, NOT_COMPUTABLE),
        (0, 0, NOT_COMPUTABLE),
        (0.0, 0.0, NOT_COMPUTABLE),
        (None, 0, None),
        (1, None, None),
        ("", 5, None),
        ("lima", 5, NOT_COMPUTABLE),
        (5, "lima", NOT_COMPUTABLE),
        (True, 5, NOT_COMPUTABLE),
    ],
)
def test_ratio_names_the_reason_why_there_is_none(numerator, denominator, expected):
    """A ratio is a number, nothing for a blank, or the words for a zero or a text."""
    assert ratio(numerator, denominator) == expected
    assert type(ratio(numerator, denominator)) is type(expected)


@given(money, money)
def test_whole_rupiah_are_subtracted_exactly(a, b):
    """No rupiah is lost, however large the amounts."""
    assert difference(a, b) == a - b
    assert isinstance(difference(a, b), int)


@pytest.mark.parametrize(
    ("a", "b"), [(0.1 * 3, 0.3), (0.3, 0.1 * 3), (1.1 * 1.1, 1.21), (100 * 1.1, 110)]
)
def test_binary_residue_is_no_difference(a, b):
    """Amounts that agree to 15 digits differ by exactly 0."""
    assert a != b
    assert difference(a, b) == 0


def test_small_but_real_differences_stay():
    """A hundredth of a rupiah in a trillion is a figure of the user's."""
    assert difference(1e12 + 0.01, 1e12) == pytest.approx(0.01, rel=0.01)


def test_the_residue_is_fifteen_digits_wide():
    """Ten units in the last of the bits a number has are residue, forty are a difference."""
    last = 2.0**-52
    assert difference(1.0, 1.0 - 10 * last) == 0
    assert difference(1.0, 1.0 - 40 * last) == 40 * last


def test_words_for_no_figure_stay():
    """The words stand in the formulas of workbooks that people already have."""
    assert (NOT_COMPUTABLE, NO_CASE, NOT_REACHED) == (
        "Tidak dapat dihitung",
        "Tidak ada kasus",
        "Tidak tercapai",
    )


@pytest.mark.parametrize(
    ("value", "expected"), [(" turun ", True), ("TURUN", True), ("Naik", False), (None, False)]
)
def test_words_are_compared_as_excel_compares_them(value, expected):
    """Case and outer spaces do not matter."""
    assert same_text(value, "Turun") is expected
