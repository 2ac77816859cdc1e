"""Numbers the way Indonesian offices type them, and what cannot be understood without asking.

The point groups thousands and the comma starts decimals: ``2.498`` is 2498 and ``97,5`` is
ninety-seven and a half. English writing is understood where it can mean nothing else and is
flagged; what has two meanings is never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from sakip_excel.values import _text, display
from sakip_excel.values._digits import Digits, read_digits
from sakip_excel.values.cellformat import is_date_format, is_percent_format, is_rupiah_format
from sakip_excel.values.empty import Empty, emptiness
from sakip_excel.values.terbilang import read_words

__all__ = [
    "Empty",
    "Number",
    "NumberKind",
    "Problem",
    "emptiness",
    "is_percent_format",
    "parse_number",
    "percent_points",
]


class NumberKind(StrEnum):
    """How a number was written."""

    NUMBER = "angka"
    PERCENT = "persen"
    MONEY = "rupiah"


class Problem(StrEnum):
    """Why a cell gives no number."""

    EMPTY = "kosong"
    NOT_A_NUMBER = "bukan angka"
    AMBIGUOUS = "dapat dibaca dua cara"
    ABBREVIATED = "disingkat"
    TOO_LONG = "lebih dari 15 digit"
    ERROR_VALUE = "nilai galat Excel"
    BOOLEAN = "TRUE/FALSE"
    DATE = "tanggal"


class Number(NamedTuple):
    """What a cell says when it is asked for a number.

    ``value`` is None exactly when ``problem`` is not.

    Attributes:
        value: int when whole; rupiah for MONEY, percent points for PERCENT (``97,5%`` is 97.5,
            and so is 0.975 in a cell with a percent format).
        kind: how it was written.
        unit: the words behind the number, e.g. ``Orang``; empty where there are none.
        from_text: the cell holds text, with which Excel itself does not compute.
        problem: why there is no value.
        readings: what AMBIGUOUS or ABBREVIATED writing may mean, in Indonesian writing.
        english: decimals stand behind a point or thousands behind commas.
    """

    value: int | float | None
    kind: NumberKind = NumberKind.NUMBER
    unit: str = ""
    from_text: bool = False
    problem: Problem | None = None
    readings: tuple[str, ...] = ()
    english: bool = False


# Excel keeps 15 digits; what was longer when typed is no longer what was typed.
_TOO_LARGE: Final = 10**15
# A cell may hold 32767 characters; the longest amount with its words in brackets has fewer.
_LONGEST_TEXT: Final = 256

_SHAPE: Final = re.compile(
    r"""(?P<sign>[-+])?(?P<gap>\ ?)
        (?P<currency>(?:rp|idr)\.?\ ?:?)?\ ?
        (?P<minus>-\ ?)?
        (?P<body>[0-9](?:[0-9.,]*[0-9])?|[.,][0-9]+)
        (?P<dash>\ ?[.,]?-{1,2}(?![0-9]))?
        (?:\ ?(?P<percent>%|persen\b))?
        (?P<rupiah>\ ?rupiah\b)?
        (?P<unit>.*)""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS: Final = re.compile(r" ?\(([a-z -]+?)(?: persen| rupiah)?\)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"(?P<currency>(?:rp|idr)\.?)? ?\((?P<inner>[^()]+)\)", re.IGNORECASE)
# A single letter that touches the number makes a code ("12A"), not a unit.
_UNIT: Final = re.compile(r" [^\W\d_][^\d%<>=#]*|[^\W\d_]{2}[^\d%<>=#]*| ?k?m[23]", re.IGNORECASE)
_THOUSANDS_SPACE: Final = re.compile(
    rf"(?<![0-9])[0-9]{{1,3}}(?:[{_text.TYPOGRAPHIC_SPACES}][0-9]{{3}})+(?![0-9])"
)
_ERROR_VALUE: Final = re.compile(r"#(?:N/A|[A-Z0-9/_]+[!?]|GETTING_DATA)", re.IGNORECASE)

_POWERS: Final = {
    **dict.fromkeys(("ribu", "rb"), 3),
    **dict.fromkeys(("juta", "jt"), 6),
    **dict.fromkeys(("miliar", "milyar", "mlyr", "mld"), 9),
    **dict.fromkeys(("triliun", "trilyun"), 12),
}
# With "Rp" in front these letters can only be an amount; without it they may be metres or tons.
_MONEY_POWERS: Final = {**_POWERS, "m": 9, "t": 12}


def parse_number(value: float | str | None, number_format: str = "General") -> Number:
    """Return the number in a cell, or why there is none.

    Args:
        value: what the cell holds: nothing, a boolean, a number or text (Excel errors too).
        number_format: the cell's format code; it decides only about numbers, never about text.

    Example:
        >>> parse_number("2.498 Orang").value, parse_number(0.975, "0.0%").value
        (2498, 97.5)
        >>> parse_number("2,498").readings
        ('2,498', '2.498')
    """
    if isinstance(value, str):
        return _from_text(value)
    if value is None:
        return _EMPTY
    if isinstance(value, bool):
        return _BOOLEAN
    return _from_cell(value, number_format)


def percent_points(value: float | str | None, number_format: str = "General") -> Number:
    """Return the percent points in a cell of an indicator that is measured in percent.

    A bare number between 0 and 1 may be a ratio (0,9 for 90%) or points (0,9%): it is AMBIGUOUS.
    0 and 1 are points.

    Args:
        value: what the cell holds.
        number_format: the cell's format code.

    Example:
        >>> percent_points("90%").value, percent_points(0.9, "0%").value, percent_points(90).value
        (90, 90, 90)
        >>> percent_points(0.9).readings
        ('0,9%', '90%')
    """
    found = parse_number(value, number_format)
    plain = found.kind is NumberKind.NUMBER and not found.unit
    if found.value is None or not plain or not 0 < found.value < 1:
        return found
    readings = (display.points(found.value), display.points(_scale(found.value)))
    return found._replace(value=None, problem=Problem.AMBIGUOUS, readings=readings)


_EMPTY: Final = Number(None, problem=Problem.EMPTY)
_BOOLEAN: Final = Number(None, problem=Problem.BOOLEAN)


def _from_cell(value: float, number_format: str) -> Number:
    if not abs(value) < _TOO_LARGE:
        finite = abs(value) < float("inf")
        return Number(None, problem=Problem.TOO_LONG if finite else Problem.NOT_A_NUMBER)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if number_format == "General":
        return Number(value)
    if is_percent_format(number_format):
        return Number(_scale(value), NumberKind.PERCENT)
    if is_date_format(number_format):
        return Number(None, problem=Problem.DATE)
    return Number(value, NumberKind.MONEY if is_rupiah_format(number_format) else NumberKind.NUMBER)


@lru_cache(maxsize=1024)
def _scale(ratio: float) -> int | float:
    # In decimal, because 0.07 * 100 is 7.000000000000001.
    return _plain(Decimal(repr(float(ratio))).scaleb(2))


def _plain(exact: Decimal) -> int | float:
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _from_text(text: str) -> Number:
    if len(text) > _LONGEST_TEXT:
        problem = Problem.NOT_A_NUMBER if text.strip() else Problem.EMPTY
        return Number(None, from_text=True, problem=problem)
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(raw: str) -> Number:
    if emptiness(raw) is not None:
        return Number(None, from_text=True, problem=Problem.EMPTY)
    text = _text.clean(raw if raw.isascii() else _THOUSANDS_SPACE.sub(_with_points, raw))
    if _ERROR_VALUE.fullmatch(text):
        return Number(None, from_text=True, problem=Problem.ERROR_VALUE)
    text, spelled = _cut_words(text)
    negative = _BRACKETS.fullmatch(text)
    if negative:
        text = f"{negative['currency'] or ''}-{negative['inner']}"
    shape = _SHAPE.fullmatch(text)
    return _read(shape, spelled) if shape else _FAILED


def _cut_words(text: str) -> tuple[str, int | None]:
    """Take "(tiga)" out of "3 (tiga) laporan"; return the rest and the number in words."""
    words = _WORDS.search(text) if "(" in text else None
    spelled = read_words(words[1]) if words else None
    if words is None or spelled is None:
        return text, None
    return text[: words.start()] + text[words.end() :], spelled


_FAILED: Final = Number(None, from_text=True, problem=Problem.NOT_A_NUMBER)


def _with_points(grouped: re.Match[str]) -> str:
    return re.sub(f"[{_text.TYPOGRAPHIC_SPACES}]", ".", grouped[0])


def _read(shape: re.Match[str], spelled: int | None) -> Number:
    kind, unit = _kind(shape), shape["unit"].strip()
    if kind is None or not _is_unit(shape["unit"], kind):
        return _FAILED
    power = _power(unit, kind)
    money = kind is NumberKind.MONEY and not power
    digits = read_digits(shape["body"], percent=kind is NumberKind.PERCENT, money=money)
    readings = tuple(value.scaleb(power) for value in _signed(shape, kind, digits))
    if not readings:
        return _FAILED
    if spelled is not None:
        words = (Decimal(spelled),)
        readings = words if spelled in readings else readings + words
    number = Number(None, kind, unit, from_text=True, english=digits.english)
    return _conclude(number, readings, abbreviated=power > 0)


def _kind(shape: re.Match[str]) -> NumberKind | None:
    """Return how the number was written, None where the signs contradict one another."""
    dash = shape["dash"] or ""
    money = shape["currency"] or shape["rupiah"] or dash.lstrip().startswith((",", "."))
    if shape["percent"]:
        return None if money or dash else NumberKind.PERCENT
    return NumberKind.MONEY if money else NumberKind.NUMBER


def _is_unit(unit: str, kind: NumberKind) -> bool:
    if not unit or _UNIT.fullmatch(unit):
        return True
    return kind is NumberKind.MONEY and unit.casefold() in _MONEY_POWERS


def _signed(shape: re.Match[str], kind: NumberKind, digits: Digits) -> tuple[Decimal, ...]:
    """Return every value that the digits with their signs may have; none where they clash."""
    signs = [mark for mark in (shape["sign"], shape["minus"]) if mark]
    if len(signs) > 1:
        return ()
    negatives = tuple(-value for value in digits.values)
    if kind is NumberKind.NUMBER and shape["dash"]:
        # "5.000-" is money without its "Rp", or a negative number as accounting programs print it.
        return () if signs or shape["unit"] else digits.values + negatives
    if "+" in signs or not signs:
        return digits.values
    # "- 5" is a list item or a negative number.
    listed = bool(shape["gap"]) and bool(shape["sign"])
    return digits.values + negatives if listed else negatives


def _conclude(number: Number, readings: tuple[Decimal, ...], *, abbreviated: bool) -> Number:
    if any(abs(reading) >= _TOO_LARGE for reading in readings):
        return number._replace(problem=Problem.TOO_LONG)
    if len(readings) == 1 and not abbreviated:
        return number._replace(value=_plain(readings[0]))
    return number._replace(
        problem=Problem.ABBREVIATED if len(readings) == 1 else Problem.AMBIGUOUS,
        readings=tuple(_written(reading, number.kind) for reading in readings),
    )


def _power(unit: str, kind: NumberKind) -> int:
    powers = _MONEY_POWERS if kind is NumberKind.MONEY else _POWERS
    return powers.get(unit.casefold().partition(" ")[0].rstrip("."), 0)


def _written(reading: Decimal, kind: NumberKind) -> str:
    value = _plain(reading)
    if kind is NumberKind.PERCENT:
        return display.points(value)
    return f"Rp {display.number(value)}" if kind is NumberKind.MONEY else display.number(value)
