"""Rounding as a spreadsheet does it: half away from zero, on 15 significant digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_NO_DECIMALS = 1e15
"""From here on 15 significant digits hold no decimals."""


def round_half_away(value: float, digits: int = 2) -> float:
    """Round half away from zero to a number of decimals.

    Works on the 15 significant digits that Excel keeps, so that 1,005 becomes 1,01 although its
    double lies just below. Excel twin: ``ROUND(value,digits)``. Used for comparing with the bounds
    of a scale and for display only; figures are stored unrounded.

    Example:
        >>> round_half_away(84.995)
        85.0
        >>> round_half_away(-2.5, 0)
        -3.0
    """
    if abs(value) >= _NO_DECIMALS:
        return float(value)
    shown = Decimal(f"{value:.15g}")
    rounded = shown.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return float(rounded) + 0.0  # no spreadsheet shows minus zero


def format_id(value: float, digits: int = 2) -> str:
    """Return a number as Indonesians write it, without superfluous zeros after the comma.

    Example:
        >>> format_id(66.6666), format_id(75.0), format_id(12819.5, 1)
        ('66,67', '75', '12.819,5')
    """
    text = f"{round_half_away(value, digits):,.{digits}f}"
    swapped = text.translate(str.maketrans(",.", ".,"))
    return swapped.rstrip("0").rstrip(",") if digits else swapped
