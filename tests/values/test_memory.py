"""Texts are worked out once, and long ones are not kept."""

from __future__ import annotations

from sakip_excel.values._memory import remembered


def test_short_texts_are_worked_out_once():
    """The same short text is worked out once, another one anew."""
    asked: list[str] = []

    @remembered
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [size("satu"), size("satu"), size("tiga puluh")] == [4, 4, 10]
    assert asked == ["satu", "tiga puluh"]


def test_long_texts_are_not_kept():
    """A long text is worked out each time, so that no memory is held for it."""
    asked: list[int] = []

    @remembered
    def size(text: str) -> int:
        asked.append(len(text))
        return len(text)

    long = "x" * 100_000
    assert size(long) == size(long) == 100_000
    assert asked == [100_000, 100_000]
