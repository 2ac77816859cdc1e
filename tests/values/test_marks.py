"""Check marks."""

import sys

import pytest

from sakip_excel.values.marks import ACCEPTED_MARKS, Tick, parse_tick


@pytest.mark.parametrize(
    "value",
    [
        *("✓", "√", "✔", "☑", "✅", "✔\ufe0f", "V", "v", "X", "x", "٧", "∀", "ü", "Ü", "\uf0fc"),
        *("1", "TRUE", "true", " v ", "  ✓"),
        *(True, 1, 1.0),
    ],
)
def test_ticks(value):
    """Every mark that was met in documents counts as a tick."""
    assert parse_tick(value) is Tick.YES


@pytest.mark.parametrize(
    "value",
    [None, "", " ", "\u00a0", "'", "-", "–", "—", "--", 0, 0.0, False, "0", "FALSE", "Tidak"],
)
def test_no_ticks(value):
    """Nothing, a dash, zero, FALSE and "tidak" are no tick."""
    assert parse_tick(value) is Tick.NO


@pytest.mark.parametrize(
    "value",
    [
        *("✗", "✘", "☒", "☐", "ya", "y", "P", "7", "VV", "✓✓", "v?", "n/a", "nihil", "selesai"),
        *("✓\u00a0", "✓\n", "\u200b✓", "х", "Ⅴ", "ⅴ"),
        *(2, -1, 0.5, float("nan")),
    ],
)
def test_marks_to_ask_about(value):
    """Crosses, words, look-alikes and marks with hidden characters are asked, never guessed."""
    assert parse_tick(value) is Tick.UNKNOWN


def test_accepted_marks_are_capitals_without_blanks():
    """The list holds what UPPER and TRIM leave, each mark once, so that formulas can use it."""
    assert [mark.strip(" ").upper() for mark in ACCEPTED_MARKS] == list(ACCEPTED_MARKS)
    assert len(set(ACCEPTED_MARKS)) == len(ACCEPTED_MARKS)


def test_no_other_character_is_a_tick():
    """Of all characters only the listed ones and their small Latin letters count.

    Python's capitals and Excel's differ for some characters; none of those may become a tick.
    """
    ticks = {chr(code) for code in range(sys.maxunicode + 1) if parse_tick(chr(code)) is Tick.YES}
    assert ticks == {mark for mark in ACCEPTED_MARKS if len(mark) == 1} | set("vxü")
