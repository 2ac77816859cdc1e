"""Capaian by polarity and kind, its word and its mean, on examples worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.scoring.capaian import (
    Mean,
    Metode,
    capaian,
    capaian_down,
    capaian_up,
    capped,
    mean,
    ordinal_note,
    predikat,
)
from sakip_excel.scoring.outcome import NO_CASE, NOT_COMPUTABLE, NOT_REACHED
from sakip_excel.scoring.scales import LAN, SCALES

positive = st.floats(min_value=0.01, max_value=1e9)
measures = st.floats(min_value=0, max_value=1e9)
outcomes = st.one_of(
    st.floats(min_value=0, max_value=10),
    st.sampled_from([None, NOT_COMPUTABLE, NO_CASE, NOT_REACHED]),
)


@pytest.mark.parametrize(
    ("target", "realisasi", "percent"),
    [(95, 100, 105.26), (90, 85, 94.44), (80, 70, 87.5), (1, 1, 100), (5, 0, 0), (3.5, 3.5, 100)],
)
def test_more_is_better_divides_by_the_target(target, realisasi, percent):
    """Capaian Naik is R/T."""
    assert capaian_up(target, realisasi) * 100 == pytest.approx(percent, abs=0.005)


@pytest.mark.parametrize(
    ("target", "realisasi", "percent"),
    [
        (10, 10, 100),
        (10, 8, 120),
        (10, 0, 200),
        (10, 15, 50),
        (10, 20, 0),
        (10, 25, 0),
        (8, 9, 87.5),
        (7, 6.5, 107.14),
        (0, 0, 100),
        (0, 1, 0),
    ],
)
def test_less_is_better_mirrors_around_the_target(target, realisasi, percent):
    """Capaian Turun is (2T-R)/T, never below 0; a target of 0 is met by 0 only."""
    assert capaian_down(target, realisasi) * 100 == pytest.approx(percent, abs=0.005)


@pytest.mark.parametrize("formula", [capaian_up, capaian_down])
@pytest.mark.parametrize(
    ("target", "realisasi", "expected"),
    [
        (None, 5, None),
        (5, None, None),
        (0, None, None),
        (" ", "lima", None),
        ("lima", 5, NOT_COMPUTABLE),
        (5, "lima", NOT_COMPUTABLE),
        (5, True, NOT_COMPUTABLE),
    ],
)
def test_blanks_and_texts_give_no_figure(formula, target, realisasi, expected):
    """A blank is nothing and a text cannot be computed, in both directions."""
    assert formula(target, realisasi) == expected


@given(positive, measures)
def test_less_is_better_stays_between_nothing_and_double(target, realisasi):
    """Capaian Turun lies between 0 and 200%."""
    assert 0 <= capaian_down(target, realisasi) <= 2


@given(positive, measures, measures)
def test_capaian_follows_the_direction(target, a, b):
    """More realisasi never lowers capaian Naik and never raises capaian Turun."""
    low, high = sorted((a, b))
    assert capaian_up(target, low) <= capaian_up(target, high)
    assert capaian_down(target, low) >= capaian_down(target, high)


@given(positive)
def test_meeting_the_target_is_one_hundred_either_way(target):
    """Realisasi equal to target is 100% for both directions."""
    assert capaian_up(target, target) == capaian_down(target, target) == 1


@pytest.mark.parametrize(
    ("kind", "arah", "target", "realisasi", "expected"),
    [
        ("Persentase", "Naik", 90, 85, 85 / 90),
        ("Jumlah", "Turun", 10, 8, 1.2),
        ("Jumlah", " turun", 10, 8, 1.2),
        ("Nilai", "Naik", 70, 71.2, 71.2 / 70),
        ("Level", "Naik", 3, 3.5, 3.5 / 3),
        ("", "Naik", 4, 1, 0.25),
        ("Jumlah", "", 4, 1, 0.25),
        ("Jumlah", "Naik", 0, 1, NOT_COMPUTABLE),
        ("Jumlah", "Turun", 0, 0, 1.0),
        ("Persentase", "Naik", "B", 85, NOT_COMPUTABLE),
        ("Persentase", "Turun", 10, "rendah", NOT_COMPUTABLE),
        ("Persentase", "Naik", 90, None, None),
        ("Persentase", "Naik", None, 85, None),
        ("Predikat", "Naik", "B", None, None),
        ("Opini", "Naik", " ", "WTP", None),
        ("Persentase", "Naik", 90, 0, 0.0),
    ],
)
def test_kind_and_direction_choose_the_formula(kind, arah, target, realisasi, expected):
    """Numbers take the formula of their direction; a blank is nothing, a zero is zero."""
    assert capaian(kind, arah, target, realisasi) == expected


@pytest.mark.parametrize("kind", ["Persentase", "Predikat", "Opini", ""])
@pytest.mark.parametrize(("target", "realisasi"), [(100, 100), (None, None), (100, None), (0, 0)])
def test_no_case_comes_before_everything(kind, target, realisasi):
    """With no dispute at all, 100 of 100 is not an achievement and a blank is no omission."""
    assert capaian(kind, "Naik", target, realisasi, no_case=True) == NO_CASE


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Metode.SKOR, NOT_REACHED),
        ("", NOT_REACHED),
        ("lain", NOT_REACHED),
        ("Peringkat", 3 / 4),
        ("peringkat", 3 / 4),
        ("Batas atas", 60 / 70),
        ("Batas bawah", 50 / 60),
    ],
)
def test_target_b_with_result_cc_under_each_method(method, expected):
    """B against CC is missed, 75%, 85,71% or 83,33%, and under no method 60%."""
    assert capaian("Predikat", "Naik", "B", "CC", method=method) == expected


@pytest.mark.parametrize(
    ("target", "realisasi", "method", "expected"),
    [
        (70, 71.2, Metode.SKOR, 71.2 / 70),
        (70, 71.2, Metode.PERINGKAT, 71.2 / 70),
        ("B", 71.2, Metode.SKOR, 1.0),
        ("BB", 71.2, Metode.SKOR, 1.0),
        ("BB", 70, Metode.SKOR, NOT_REACHED),
        ("B", 71.2, Metode.PERINGKAT, 5 / 4),
        (65, "BB", Metode.SKOR, 1.0),
        ("b", "bb", Metode.SKOR, 1.0),
        ("B", "B", Metode.SKOR, 1.0),
        ("D", "B", Metode.BATAS_BAWAH, NOT_COMPUTABLE),
        ("D", "B", Metode.BATAS_ATAS, 70 / 30),
        ("B", "D", Metode.BATAS_BAWAH, 0.0),
        ("B", "E", Metode.SKOR, NOT_COMPUTABLE),
        ("B+", "B", Metode.BATAS_ATAS, NOT_COMPUTABLE),
        ("B", 120, Metode.PERINGKAT, NOT_COMPUTABLE),
        (0, 70, Metode.SKOR, NOT_COMPUTABLE),
    ],
)
def test_grades_and_scores_meet(target, realisasi, method, expected):
    """Two scores divide; a score beside a grade counts as its grade; strangers count as nothing."""
    assert capaian("Predikat", "Naik", target, realisasi, method=method) == expected


@pytest.mark.parametrize(
    ("target", "realisasi", "method", "expected"),
    [
        ("WTP", "WTP", Metode.SKOR, 1.0),
        ("WDP", "WTP", Metode.SKOR, 1.0),
        ("WTP", "WDP", Metode.SKOR, NOT_REACHED),
        ("WTP", "WDP", Metode.PERINGKAT, 0.75),
        ("WTP", "TW", Metode.PERINGKAT, 0.25),
        ("WTP", "TMP", Metode.BATAS_ATAS, 0.5),
        ("WTP", "TMP", Metode.BATAS_BAWAH, 0.5),
        (4, 4, Metode.SKOR, NOT_COMPUTABLE),
        ("WTP", "Baik", Metode.SKOR, NOT_COMPUTABLE),
    ],
)
def test_opinions_are_compared_by_order(target, realisasi, method, expected):
    """The same or a better opinion is 100%; opinions have no score ranges."""
    assert capaian("Opini", "Naik", target, realisasi, method=method) == expected


@pytest.mark.parametrize(
    ("kind", "target", "realisasi", "note"),
    [
        ("Predikat", "B", "CC", "Peringkat 3 dari 4 (3/4 = 75%)"),
        ("Predikat", "A", 71.2, "Peringkat 5 dari 6 (5/6 = 83,33%)"),
        ("Opini", "WTP", "WDP", "Peringkat 3 dari 4 (3/4 = 75%)"),
        ("Predikat", "B", "BB", ""),
        ("Predikat", "B", "B", ""),
        ("Predikat", 70, 60, ""),
        ("Predikat", "B", "E", ""),
        ("Persentase", "B", "CC", ""),
    ],
)
def test_a_missed_grade_says_how_far_it_is(kind, target, realisasi, note):
    """The ratio of ranks is information beside "Tidak tercapai", never the capaian itself."""
    assert ordinal_note(kind, target, realisasi) == note


@pytest.mark.parametrize(
    ("value", "cap", "expected"),
    [
        (1.3, 1.2, 1.2),
        (1.1, 1.2, 1.1),
        (1.3, None, 1.3),
        (None, 1.2, None),
        (NOT_REACHED, 1.0, NOT_REACHED),
    ],
)
def test_a_cap_touches_numbers_above_it_only(value, cap, expected):
    """Texts, blanks and lower figures pass a cap unchanged."""
    assert capped(value, cap) == expected


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.9942, "Sangat Berhasil"),
        (100 / 95, "Sangat Berhasil"),
        (0.84995, "Sangat Berhasil"),
        (0.84994, "Berhasil"),
        (0.0, "Tidak/Kurang Berhasil"),
        (-0.5, "Tidak/Kurang Berhasil"),
        (None, ""),
        (NOT_REACHED, NOT_REACHED),
        (NO_CASE, NO_CASE),
        (NOT_COMPUTABLE, NOT_COMPUTABLE),
    ],
)
def test_a_capaian_has_one_word(value, word):
    """The word follows the figure as printed with two decimals; a text is its own word."""
    assert predikat(value, LAN) == word


@given(outcomes, st.sampled_from(SCALES))
def test_only_a_blank_has_no_word(value, scale):
    """Every figure and every text has a word."""
    assert (predikat(value, scale) == "") is (value is None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Mean(None, 0, 0, 0)),
        ([None, None], Mean(None, 0, 0, 2)),
        ([1.0, 0.5], Mean(0.75, 2, 0, 0)),
        ([1.0, 0.0, None], Mean(0.5, 2, 0, 1)),
        ([1.0, NO_CASE, NOT_REACHED, None], Mean(1.0, 1, 2, 1)),
        ([NOT_COMPUTABLE, None], Mean(NOT_COMPUTABLE, 0, 1, 1)),
    ],
)
def test_the_mean_counts_what_it_leaves_out(values, expected):
    """Texts and blanks stand beside the mean, never in it; a zero is in it."""
    assert mean(values) == expected


@given(st.lists(outcomes))
def test_the_mean_lies_between_its_numbers_and_counts_everything(values):
    """No value is lost from the counts and no mean leaves the range of its numbers."""
    result = mean(iter(values))
    numbers = [v for v in values if isinstance(v, float)]
    assert result.counted + result.not_computable + result.blank == len(values)
    if numbers:
        assert min(numbers) - 1e-12 <= result.value <= max(numbers) + 1e-12


def test_the_mean_adds_from_left_to_right():
    """The sum runs as a spreadsheet's does, the same on every Python."""
    values = [0.1] * 10
    assert mean(values).value == 0.9999999999999999 / 10
