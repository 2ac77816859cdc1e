"""What a score can be: a number, a text that says why there is none, or nothing at all.

Blank, 0 and not-applicable stay three different things all the way through: a blank input gives
``None`` (the cell shows ``""``), an input that cannot be used gives one of the texts below, and 0
is a number like any other.
"""

from __future__ import annotations

import math
from typing import TypeAlias, TypeGuard

Outcome: TypeAlias = float | str | None
"""A ratio (0.9818 is 98,18%) or an amount in rupiah; a text; ``None`` for a blank input."""

Measure: TypeAlias = int | float | str | None
"""What a cell gives: a number, a text, or ``None`` for a blank cell."""

NOT_COMPUTABLE = "Tidak dapat dihitung"
"""The inputs are there but give no figure: target 0, pagu 0, a text where a number is needed."""

NO_CASE = "Tidak ada kasus"
"""Nothing occurred that could be measured, e.g. no dispute at all; never 0% and never 100%."""

NOT_REACHED = "Tidak tercapai"
"""A predikat or opini below its target, for which no official percentage exists."""


_SPACE = ("", " ")


def is_blank(value: object) -> bool:
    """Return whether nothing stands in the cell: ``None``, NaN of a data frame, or only spaces.

    Excel twin: ``TRIM(x)=""``.
    """
    if value is None:
        return True
    if isinstance(value, str):
        return value[:1] in _SPACE and not value.strip(" ")
    return isinstance(value, float) and math.isnan(value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether the value counts as a number: finite, no boolean, no text.

    Excel twin: ``ISNUMBER(x)``, which is false for TRUE and for "90" typed as text.
    """
    if type(value) is int:  # by far the most, and never infinite
        return True
    return isinstance(value, _NUMBERS) and not isinstance(value, bool) and math.isfinite(value)


_NUMBERS = (int, float)


def same_text(value: object, wanted: str) -> bool:
    """Return whether a cell says a word, in any case and with any outer spaces.

    Excel twin: ``TRIM(x)="word"``.
    """
    return isinstance(value, str) and value.strip(" ").casefold() == wanted.casefold()


def ratio(numerator: Measure, denominator: Measure) -> Outcome:
    """Return ``numerator / denominator``, or the reason why there is none.

    Excel twin: ``IF(OR(n="",d=""),"",IF(AND(ISNUMBER(n),ISNUMBER(d)),IF(d=0,"Tidak dapat
    dihitung",n/d),"Tidak dapat dihitung"))``.

    Returns:
        The ratio; ``None`` when either input is blank; `NOT_COMPUTABLE` when either is a text or
        the denominator is 0.

    Example:
        >>> ratio(85, 90)
        0.9444444444444444
        >>> ratio(5, 0)
        'Tidak dapat dihitung'
    """
    if is_blank(numerator) or is_blank(denominator):
        return None
    if not is_number(numerator) or not is_number(denominator) or denominator == 0:
        return NOT_COMPUTABLE
    return numerator / denominator


def difference(minuend: float, subtrahend: float) -> float:
    """Return ``minuend - subtrahend``, exactly 0 where only binary rounding is left.

    Excel and LibreOffice do the same when a subtraction is the last operation of a formula: what
    remains beyond the 15th digit is no figure of the user's. Without it a satker that spends
    exactly what its output should cost would show ``-0,00%``. Whole rupiah are subtracted exactly.

    Example:
        >>> difference(0.1 * 3, 0.3)
        0.0
        >>> difference(100, 98)
        2
    """
    if isinstance(minuend, int) and isinstance(subtrahend, int):
        return minuend - subtrahend
    if math.isclose(minuend, subtrahend, rel_tol=_RESIDUE, abs_tol=0.0):
        return 0.0
    return minuend - subtrahend


# 16 units in the last place of a double: the 15 significant digits that a spreadsheet keeps.
_RESIDUE = 2.0**-48
