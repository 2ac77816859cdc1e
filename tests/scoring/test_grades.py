"""AKIP grades by score and the order of grades and opinions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.scoring.grades import (
    AKIP,
    grade_lower,
    grade_of,
    grade_rank,
    grade_upper,
    opinion_rank,
)


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        (0, "D"),
        (30, "D"),
        (30.01, "C"),
        (50, "C"),
        (50.01, "CC"),
        (60, "CC"),
        (60.01, "B"),
        (70, "B"),
        (70.004, "B"),
        (70.01, "BB"),
        (71.2, "BB"),
        (72.65, "BB"),
        (75.8, "BB"),
        (80, "BB"),
        (80.15, "A"),
        (90, "A"),
        (90.01, "AA"),
        (100, "AA"),
        ("b", "B"),
        (" CC ", "CC"),
        (-0.01, ""),
        (100.01, ""),
        ("E", ""),
        ("70", ""),
        (None, ""),
        (True, ""),
    ],
)
def test_a_score_has_the_grade_of_its_range(value, grade):
    """Ranges are open below and closed above; what is no score and no grade has none."""
    assert grade_of(value) == grade


def test_ranks_follow_the_ranges():
    """D is 1 and AA is 7."""
    assert [grade_rank(grade) for grade in ("D", "C", "CC", "B", "BB", "A", "AA")] == [
        1, 2, 3, 4, 5, 6, 7,
    ]  # fmt: skip


def test_ranges_join_without_gap():
    """Each range ends where the next one begins, from 0 to 100."""
    ranks = range(1, 8)
    assert [grade_lower(rank) for rank in ranks] == [0, 30, 50, 60, 70, 80, 90]
    assert [grade_upper(rank) for rank in ranks] == [30, 50, 60, 70, 80, 90, 100]


@given(st.integers(min_value=0, max_value=10_000))
def test_a_score_lies_within_the_range_of_its_grade(hundredths):
    """Every score with two decimals lies above the lower and at or below the upper bound."""
    score = hundredths / 100
    rank = grade_rank(score)
    assert grade_lower(rank) < score <= grade_upper(rank) or (score == 0 and rank == 1)


def test_grades_are_named_once():
    """The seven grades of the scale are in ascending order."""
    assert AKIP.names == ("D", "C", "CC", "B", "BB", "A", "AA")


@pytest.mark.parametrize(
    ("value", "rank"),
    [("WTP", 4), ("wdp", 3), (" TMP ", 2), ("TW", 1), ("Baik", 0), (4, 0), (None, 0)],
)
def test_opinions_have_the_agreed_order(value, rank):
    """WTP 4, WDP 3, TMP 2, TW 1; a score is no opinion."""
    assert opinion_rank(value) == rank
