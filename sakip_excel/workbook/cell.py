"""What one cell holds."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class ErrorValue(str):
    """An Excel error such as ``#DIV/0!``; a text of the same letters is plain ``str``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"ErrorValue({str(self)!r})"


ERRORS = frozenset(
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"]
)
"""The errors that a cell can hold without further parts (ECMA-376-1, 18.17.3)."""

Value: TypeAlias = bool | int | float | str | ErrorValue | None


class Cell(NamedTuple):
    """One cell that holds something.

    Attributes:
        value: what stands there; the cached result where there is a formula; None for a formula
            without a cached result. Whole numbers up to 2**53 are int.
        formula: the formula without ``=``, shared formulas written out; None = no formula.
        number_format: the code of the number format, e.g. ``General`` or ``0.00%``.
    """

    value: Value
    formula: str | None
    number_format: str


def same_value(one: Value, other: Value) -> bool:
    """Return whether two values are the same for Excel: ``1`` is ``1.0`` but never ``TRUE``."""
    return _kind(one) is _kind(other) and one == other


def _kind(value: Value) -> type:
    if isinstance(value, bool):
        return bool
    if isinstance(value, int | float):
        return float
    return type(value)
