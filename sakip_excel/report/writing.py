"""Figures as Indonesian text on every PC: fragments of formulas and their twins in Python.

No number format does this: Excel takes the separators from the PC whatever language a format
names (``[$-421]#,##0`` shows 1,000 on an English PC). FIXED writes with the PC's separators too,
but what it makes of 1000 and 0.5 tells which ones these are, so that they can be replaced. The
result is the same text everywhere, and the cell stays a live formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT, is_error, trim
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, is_number, same_text
from sakip_excel.values.display import number, round_half_away

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sakip_excel.forms.base import Value

_LITERAL = 250
"""Characters in one text of a formula; Excel allows 255."""
_POINT = "MID(FIXED(1000,0),2,LEN(FIXED(1000,0))-4)"
_COMMA = "MID(FIXED(0.5,1,TRUE),LEN(FIXED(0.5,1,TRUE))-1,1)"
STALE = "(isian berubah: jalankan Proses)"
"""What a sentence says when a figure that it speaks about is no longer the one in the table."""


def text(ref: str) -> str:
    """Return a formula that shows a cell as text; an error gives the reason. Twin: `as_text`."""
    plain = f'IF(ISNUMBER({ref}),SUBSTITUTE({ref}&"",{_COMMA},","),TRIM({ref}))'
    return f"IFERROR({plain},{NOT_COMPUTABLE_TEXT})"


def money(ref: str) -> str:
    """Return a formula that writes whole rupiah with points. Twin: `as_money`."""
    return _number_or_text(ref, f'SUBSTITUTE(FIXED(ROUND({ref},0),0),{_POINT},".")')


def ratio(ref: str) -> str:
    """Return a formula that writes a ratio as percent points, 97,50. Twin: `as_ratio`."""
    # The points of an Indonesian PC must not be taken for decimal points on the way.
    parts = f'SUBSTITUTE(FIXED(ROUND({ref}*100,2),2),{_POINT},"#")'
    return _number_or_text(ref, f'SUBSTITUTE(SUBSTITUTE({parts},{_COMMA},","),"#",".")')


def count(ref: str) -> str:
    """Return a formula that writes a count or volume: 2.498 or 1,5. Twin: `as_count`."""
    whole = f'SUBSTITUTE(FIXED({ref},0),{_POINT},".")'
    part = f'SUBSTITUTE(ROUND({ref},4)&"",{_COMMA},",")'
    return _number_or_text(ref, f"IF({ref}=INT({ref}),{whole},{part})")


def measure(ref: str, kind: str) -> str:
    """Return a formula that writes a target or realisasi, with % where the kind is a percentage.

    Args:
        ref: the figure in percent points, or a grade.
        kind: the cell that says Persentase, Jumlah, ... Twin: `as_measure`.
    """
    sign = f'IF(ISNUMBER({ref}),IF(TRIM({kind})="Persentase","%",""),"")'
    return f"{count(ref)}&IFERROR({sign},{NOT_COMPUTABLE_TEXT})"


def _number_or_text(ref: str, written: str) -> str:
    return f"IFERROR(IF(ISNUMBER({ref}),{written},TRIM({ref})),{NOT_COMPUTABLE_TEXT})"


def as_text(value: Value) -> str:
    """Return what `text` shows."""
    if is_number(value):
        return _general(value)
    return _other(value)


def as_money(value: Value) -> str:
    """Return what `money` shows."""
    return number(round_half_away(value, 0), 0) if is_number(value) else _other(value)


def as_ratio(value: Value) -> str:
    """Return what `ratio` shows."""
    return number(round_half_away(value * 100), 2) if is_number(value) else _other(value)


def as_count(value: Value) -> str:
    """Return what `count` shows."""
    if not is_number(value):
        return _other(value)
    return number(value, 0) if value == int(value) else _general(round_half_away(value, 4))


def as_measure(value: Value, kind: Value) -> str:
    """Return what `measure` shows."""
    if not is_number(value):
        return _other(value)
    if is_error(kind):
        return as_count(value) + NOT_COMPUTABLE
    return as_count(value) + ("%" if same_text(kind, "Persentase") else "")


def _other(value: Value) -> str:
    if value is None:
        return ""
    return NOT_COMPUTABLE if is_error(value) else trim(str(value))


def _general(value: float) -> str:
    return f"{value:.15g}".upper().replace(".", ",")


def literal(value: str) -> str:
    """Return a text as it stands in a formula, in parts that are short enough for Excel."""
    parts = [value[at : at + _LITERAL] for at in range(0, len(value), _LITERAL)] or [""]
    return "&".join('"{}"'.format(part.replace('"', '""')) for part in parts)


def guarded_text(sentence: str, cells: Sequence[str], shown: Sequence[str]) -> str:
    """Return a formula that says a sentence only while the cells still show these texts.

    Args:
        sentence: what it says.
        cells: references of the figures that the sentence speaks about.
        shown: what stands in them now.
    """
    now = '&"|"&'.join(cells) if len(cells) > 1 else f'{cells[0]}&""'
    return f'IF({now}={literal("|".join(shown))},{literal(sentence)},"{STALE}")'
