"""Grades of the AKIP evaluation and opinions of the auditor.

Scales and their order are those of PermenPANRB 88/2021 (AKIP) and UU 15/2004 (opinions).
"""

from __future__ import annotations

import re
from typing import Final

from sakip_excel.values import _text
from sakip_excel.values._memory import remembered

GRADES: Final[tuple[str, ...]] = ("D", "C", "CC", "B", "BB", "A", "AA")
"""Grades of the AKIP evaluation, lowest first."""

GRADE_NAMES: Final[dict[str, str]] = {
    "D": "Sangat Kurang",
    "C": "Kurang",
    "CC": "Cukup",
    "B": "Baik",
    "BB": "Sangat Baik",
    "A": "Memuaskan",
    "AA": "Sangat Memuaskan",
}
"""What each grade is called in an evaluation report."""

OPINIONS: Final[tuple[str, ...]] = ("TW", "TMP", "WDP", "WTP")
"""Opinions of BPK, lowest first, in the order of the house rule (TW 1, TMP 2, WDP 3, WTP 4)."""

_GRADE_OF_NAME: Final = {name.casefold(): grade for grade, name in GRADE_NAMES.items()} | {
    "cukup (memadai)": "CC",
    "cukup memadai": "CC",
    "memadai": "CC",
}
_PREFIX: Final = re.compile(r"\A(?:(?:nilai|predikat|kategori|opini)\b(?: bpk)?[ :]*)+")
_GRADE_AND_NAME: Final = re.compile(r"(aa|a|bb|b|cc|c|d)(?: ?[-–:/(] ?| )(.+?)\)?")

_OPINION_OF_NAME: Final = {
    "wtp": "WTP",
    "wajar tanpa pengecualian": "WTP",
    "wtp dpp": "WTP",
    "wtp dengan paragraf penjelas": "WTP",
    "wajar tanpa pengecualian dengan paragraf penjelas": "WTP",
    "wajar tanpa pengecualian dengan paragraf penjelasan": "WTP",
    "wdp": "WDP",
    "wajar dengan pengecualian": "WDP",
    "tw": "TW",
    "tidak wajar": "TW",
    "tmp": "TMP",
    "tidak memberikan pendapat": "TMP",
    "tidak menyatakan pendapat": "TMP",
    "menolak memberikan pendapat": "TMP",
    "pernyataan menolak memberikan opini": "TMP",
    "disclaimer": "TMP",
}
_OPINION_IN_BRACKETS: Final = re.compile(r"(.+?) ?\((.+)\)")


def parse_grade(value: object) -> str | None:
    """Return the AKIP grade that is written, or None when it is none of GRADES.

    The letters, the name, or both together are understood; letters and a name that belong to
    different grades are not, nor is a score.

    Args:
        value: what the cell holds.

    Example:
        >>> parse_grade("b (Baik)"), parse_grade("Sangat Baik"), parse_grade("B+")
        ('B', 'BB', None)
    """
    return _grade(value) if isinstance(value, str) else None


@remembered
def _grade(value: str) -> str | None:
    text = _normal(value)
    if text.upper() in GRADES:
        return text.upper()
    if text in _GRADE_OF_NAME:
        return _GRADE_OF_NAME[text]
    both = _GRADE_AND_NAME.fullmatch(text)
    if both and _GRADE_OF_NAME.get(both[2]) == both[1].upper():
        return both[1].upper()
    return None


def parse_opinion(value: object) -> str | None:
    """Return the auditor's opinion that is written, or None when it is none of OPINIONS.

    WTP with an explanatory paragraph (WTP-DPP) is WTP.

    Args:
        value: what the cell holds.

    Example:
        >>> parse_opinion("Wajar Tanpa Pengecualian (WTP)"), parse_opinion("WTP-DPP")
        ('WTP', 'WTP')
    """
    return _whole_opinion(value) if isinstance(value, str) else None


@remembered
def _whole_opinion(value: str) -> str | None:
    text = _normal(value)
    both = _OPINION_IN_BRACKETS.fullmatch(text)
    if both is None:
        return _opinion(text)
    opinion = _opinion(both[1])
    return opinion if opinion == _opinion(both[2]) else None


def _normal(value: str) -> str:
    return _PREFIX.sub("", _text.clean(value).casefold()).strip()


def _opinion(text: str) -> str | None:
    return _OPINION_OF_NAME.get(" ".join(text.replace("-", " ").split()))
