"""Figures as people read them: comma for decimals, point for thousands, halves away from zero.

The only place where a figure is rounded. Excel shows 15 significant digits at most and rounds
those, so we do the same: a sentence and the cell that it speaks about agree in the last digit.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

# Wide enough for the largest float; ROUND_HALF_UP is Python's name for half away from zero.
_CONTEXT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_FIFTEEN_DIGITS: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_INDONESIAN: Final = str.maketrans(",.", ".,")


def rupiah(amount: float) -> str:
    """Return an amount of rupiah, rounded to whole rupiah.

    Args:
        amount: rupiah; may be negative.

    Raises:
        ValueError: the amount is infinite or not a number.

    Example:
        >>> rupiah(1_000_000)
        'Rp 1.000.000'
    """
    text = number(amount, 0)
    return f"-Rp {text[1:]}" if text.startswith("-") else f"Rp {text}"


def number(value: float, decimals: int | None = None) -> str:
    """Return a number the Indonesian way.

    Args:
        value: any finite number.
        decimals: digits after the comma; ``None`` for as many as the number has, 15 significant
            digits at most, as Excel shows it in a cell without a format.

    Raises:
        ValueError: the value is infinite or not a number.

    Example:
        >>> number(1234.5), number(1234.5, 2)
        ('1.234,5', '1.234,50')
    """
    exact = _decimal(value)
    return _write(exact if decimals is None else _quantize(exact, decimals))


def percent(ratio: float, decimals: int = 2) -> str:
    """Return a ratio as a percentage.

    Args:
        ratio: share of one, e.g. 0.975 for 97,5%.
        decimals: digits after the comma.

    Raises:
        ValueError: the ratio is infinite or not a number.

    Example:
        >>> percent(0.975)
        '97,50%'
    """
    return f"{_write(_quantize(_decimal(ratio).scaleb(2, _CONTEXT), decimals))}%"


def points(value: float) -> str:
    """Return percent points with as many decimals as they have.

    Args:
        value: percent points, e.g. 97.5 for 97,5%.

    Raises:
        ValueError: the value is infinite or not a number.

    Example:
        >>> points(97.5)
        '97,5%'
    """
    return f"{number(value)}%"


def round_half_away(value: float, digits: int = 2) -> float:
    """Return the value rounded as Excel's ROUND does: halves away from zero.

    The first 15 significant digits are rounded, not the binary fraction below them, so 1.005
    becomes 1.01 and the mean of 97.48 and 97.49 becomes 97.49, as on paper. An infinite value or
    not-a-number is returned as it is.

    Args:
        value: any number.
        digits: digits after the decimal point; negative for tens, hundreds ...

    Example:
        >>> round_half_away(0.5, 0), round_half_away(-2.675, 2)
        (1.0, -2.68)
    """
    if not math.isfinite(value):
        return value
    if digits >= 0 and type(value) is int:
        return float(value)
    return float(_quantize(_decimal(value), digits)) + 0.0  # no spreadsheet shows minus zero


def _decimal(value: float) -> Decimal:
    """Return the value as Excel has it: whole numbers exactly, others in 15 digits."""
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    if isinstance(value, int) or value.is_integer():
        return Decimal(int(value))
    # A Decimal without the zeros that fill up 15 digits, so that ``,f`` prints none of them.
    return _FIFTEEN_DIGITS.create_decimal_from_float(value).normalize(_CONTEXT)


def _quantize(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)


def _write(exact: Decimal) -> str:
    # A zero that was rounded from below is a plain zero to a reader.
    return f"{exact or abs(exact):,f}".translate(_INDONESIAN)
