"""Which of the points and commas between digits group thousands, and which start decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

_GROUPED: Final = {
    ".": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"),
    ",": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"),
}
_LEADING_ZERO: Final = re.compile(r"0[0-9]+[.,]")


class Digits(NamedTuple):
    """The values that a run of digits, points and commas may have.

    Attributes:
        values: none when it is no number, two when nothing tells which one is meant.
        english: decimals stand behind a point or thousands behind commas.
    """

    values: tuple[Decimal, ...] = ()
    english: bool = False


def read_digits(body: str, *, percent: bool = False, money: bool = False) -> Digits:
    """Return what a run of ASCII digits, points and commas means.

    A single point before exactly three digits groups thousands, as it does in every Indonesian
    document; a single comma there may be either. Percentages have no thousands and rupiah no
    thousandths, which settles some of the doubt.

    Args:
        body: digits, with points and commas before or between them.
        percent: a percent sign follows.
        money: the amount is rupiah.
    """
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return Digits((Decimal(body),))
    if _LEADING_ZERO.match(body):
        return Digits()
    if points and commas:
        return _mixed(body)
    separator = "." if points else ","
    if points + commas > 1:
        return _grouped(body, separator)
    return _single(body, separator, percent=percent, money=money)


def _grouped(body: str, separator: str) -> Digits:
    if not _GROUPED[separator].fullmatch(body):
        return Digits()
    return Digits((Decimal(body.replace(separator, "")),), english=separator == ",")


def _mixed(body: str) -> Digits:
    """Read a number with both signs: the one that comes last starts the decimals."""
    decimal_sign = max(".,", key=body.rfind)
    whole, _, decimals = body.rpartition(decimal_sign)
    grouping = "," if decimal_sign == "." else "."
    if not _GROUPED[grouping].fullmatch(whole):
        return Digits()
    exact = Decimal(f"{whole.replace(grouping, '')}.{decimals}")
    return Digits((exact,), english=decimal_sign == ".")


def _single(body: str, separator: str, *, percent: bool, money: bool) -> Digits:
    head, _, tail = body.partition(separator)
    english = separator == "."
    decimal = Digits((Decimal(f"{head or 0}.{tail}"),), english=english)
    if len(tail) != 3 or not 1 <= len(head) <= 3:
        return decimal
    thousands = Digits((Decimal(head + tail),), english=not english)
    either = Digits(decimal.values + thousands.values)
    if head == "0":
        return either if english else decimal
    if percent:
        return either if english else decimal
    if english or money:
        return thousands
    return either
