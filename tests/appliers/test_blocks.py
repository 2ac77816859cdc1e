"""Cells are grouped into rectangles: each cell once, few rectangles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.appliers.blocks import rectangles

PLACES = st.tuples(st.integers(1, 8), st.integers(1, 8))


def cells_of(text: str) -> dict[tuple[int, int], str]:
    """Return the cells of a drawing: one letter a cell, a point for none."""
    lines = text.split()
    return {
        (row, column): sign
        for row, line in enumerate(lines, 1)
        for column, sign in enumerate(line, 1)
        if sign != "."
    }


@given(st.dictionaries(PLACES, st.sampled_from("ab")))
def test_every_cell_is_covered_once_by_its_own_kind(labels):
    """Whatever the cells, each one is in exactly one rectangle, with its label."""
    covered: dict[tuple[int, int], str] = {}
    for (top, left, bottom, right), label in rectangles(labels):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                assert (row, column) not in covered
                covered[row, column] = label
    assert covered == labels


def test_columns_of_a_table_become_one_rectangle_each():
    """Columns of one kind go down as one rectangle, whatever stands beside them."""
    assert sorted(rectangles(cells_of("aab aab aab"))) == [
        ((1, 1, 3, 2), "a"),
        ((1, 3, 3, 3), "b"),
    ]


def test_the_shorter_way_is_taken():
    """Rows that are alike are not cut into columns, nor columns into rows."""
    assert len(rectangles(cells_of("aaa bbb aaa"))) == 3
    assert len(rectangles(cells_of("aba aba aba"))) == 3


def test_a_gap_parts_what_would_be_one():
    """A cell that must stay as it is never lies inside a rectangle."""
    found = [area for area, _ in rectangles(cells_of("aaa a.a aaa"))]
    assert all(not (t <= 2 <= b and lft <= 2 <= r) for t, lft, b, r in found)
    assert len(found) == 4


def test_nothing_gives_nothing():
    """No cells, no rectangles."""
    assert rectangles({}) == []
