"""Blank, not applicable, dash, nil and zero are five different things."""

import pytest

from sakip_excel.values.number import Empty, emptiness

WAYS = {
    Empty.BLANK: (None, "", "  ", "\u00a0", "'", "\n\t", "\u200b"),
    Empty.NOT_APPLICABLE: (
        *("N/A", "n/a", "NA", "n.a.", "n / a", "n.a", "N/A."),
        *("Tidak ada", "TIDAK  BERLAKU", "tidak\u00a0ada"),
    ),
    Empty.DASH: ("-", "–", "—", "--", " - ", "−", "Rp -", " Rp.  -   ", "IDR -"),
    Empty.NIL: ("nihil", "NIHIL", " Nihil "),
}


@pytest.mark.parametrize(
    ("value", "expected"), [(value, way) for way, values in WAYS.items() for value in values]
)
def test_ways_of_writing_nothing(value, expected):
    """Each way of writing nothing is told from the others."""
    assert emptiness(value) is expected


@pytest.mark.parametrize(
    "value",
    [
        *(0, 0.0, False, True, "0", "#N/A", "-5", "- 5", "tidak", "Tidak ada kendala berarti"),
        *("Nasional", "Rp", "Rp 0", "I", "naik", "None", "x" * 40_000, "٧", "✓", ".", "~", "-~"),
    ],
)
def test_something_is_not_nothing(value):
    """Zero, FALSE, errors, marks and words say something."""
    assert emptiness(value) is None
