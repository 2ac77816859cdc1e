"""The tables under samples/data and the ways in which their texts become cells."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_EPOCH = dt.date(1899, 12, 30)

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of a table under samples/data."""
    with (SAMPLES / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def ratio(printed: str) -> float:
    """Return printed percent as the ratio that a percent cell holds: ``99,25`` is 0.9925."""
    return float(_decimal(printed) / 100)


def number(printed: str) -> int | float:
    """Return a printed number as Excel holds it: ``94,4`` is 94.4, ``90`` is 90."""
    value = _decimal(printed)
    return int(value) if value == value.to_integral_value() else float(value)


def measure(printed: str) -> int | float | str | None:
    """Return a target or realisasi as a person types it: a figure as a number, a grade as text."""
    text = printed.strip().removesuffix("%")
    return number(text) if text.replace(",", "").isdigit() else text or None


def serial_date(year: int, month: int, day: int) -> int:
    """Return the number that Excel holds for a date."""
    return (dt.date(year, month, day) - _EPOCH).days


def _decimal(printed: str) -> Decimal:
    return Decimal(printed.strip().removesuffix("%").replace(",", "."))
