"""Formulas that were typed over: compare the figure that stands there with what it should be.

Processing puts the formula back; the typed figure lives on in the finding.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from sakip_excel.changes import Formulas, layouts
from sakip_excel.forms.base import Field, Kind, Value
from sakip_excel.forms.shown import shown, shown_input
from sakip_excel.rules import common
from sakip_excel.rules.registry import RULES
from sakip_excel.scoring.outcome import is_blank, is_number
from sakip_excel.values.cellformat import is_percent_format
from sakip_excel.values.display import round_half_away
from sakip_excel.values.number import NumberKind, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.cell import Cell

TOLERANCE = 1e-4
"""0,01 percent point as a ratio: the tolerance of the rule."""

_EXACT = 1e-9
_SPACES = re.compile(r"\s+")
_TRUTH = re.compile(r"\b(true|false)\(\)")
"""LibreOffice writes the truth values as functions."""


def check_restored(report: Report, names: Iterable[str]) -> list[Finding]:
    """Return a finding for every computed cell that holds something else than its formula."""
    where = layouts(report)
    known = frozenset(names)
    found: list[Finding] = []
    for data in report.forms.values():
        formulas = Formulas(data, where, known)
        ours: dict[str, str] = {}
        for record in (*data.rows, data.cells):
            found.extend(_check_record(data, record, formulas, ours))
            if not data.table:  # only in a Table a formula is the same in every row
                ours.clear()
    return found


def is_typed_over(record: Record, key: str) -> bool:
    """Return whether a computed cell holds a figure without a formula."""
    cell = record.cells.get(key)
    return cell is not None and cell.formula is None and not is_blank(cell.value)


def _check_record(
    data: FormData, record: Record, formulas: Formulas, ours: dict[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong in a row; `ours` are the formulas seen in other rows to be right."""
    cells = record.cells
    for key, expected in record.computed.items():
        cell = cells.get(key)
        if cell is None or cell.value is None:
            continue
        formula = cell.formula
        if formula is not None:
            if formula is ours.get(key):
                continue
            if _same_formula(formula, formulas.of(key, record.row)):
                ours[key] = formula
                continue
        if cell.formula is None and is_blank(cell.value):
            continue
        suffix = compare(cell, expected, data.form[key])
        replaceable = cell.formula is not None or formulas.of(key, record.row) is None
        if replaceable and suffix != common.TYPED_OVER:
            continue
        yield _finding(data, record, data.form[key], suffix, expected)


def _same_formula(found: str, expected: str | None) -> bool:
    return expected is None or found == expected or _bare(found) == _bare(expected)


@lru_cache(maxsize=2048)
def _bare(formula: str) -> str:
    """Return a formula without spaces, in small letters; in a Table it is the same in each row."""
    return _TRUTH.sub(r"\1", _SPACES.sub("", formula).casefold())


def compare(cell: Cell, expected: Value, field: Field) -> str:
    """Return the code suffix: same figure, only rounding, or a real difference.

    A ratio typed with decimals is the same when it equals the computed one rounded to those
    decimals; within 0,01 percent point it is rounding. Money must be equal to the rupiah and
    counts exactly. Typed text counts as the number that it says.
    """
    readings = _readings(cell, field) if is_number(expected) else []
    if is_number(expected) and readings:
        return min(_compare_number(typed, expected, field) for typed in readings)[1]
    same = _plain(cell.value) == _plain(expected)
    return common.SAME_FIGURE if same else common.TYPED_OVER


def _plain(value: object) -> str:
    return "" if value is None else str(value).strip().casefold()


def _readings(cell: Cell, field: Field) -> list[float]:
    """Return the numbers that a typed figure may mean; 98,18 without a percent sign is 98,18%."""
    percent = is_percent_format(cell.number_format)
    value: float | None = cell.value if is_number(cell.value) else None
    if isinstance(cell.value, str):
        read = parse_number(cell.value)
        value, percent = read.value, read.kind is NumberKind.PERCENT
        value = value / 100 if value is not None and percent else value
    if value is None:
        return []
    if field.kind is Kind.MEASURE:
        return [value * 100 if percent else value]
    return [value, value / 100] if field.kind is Kind.RATIO and not percent else [value]


def _compare_number(typed: float, expected: float, field: Field) -> tuple[int, str]:
    """Return how bad a difference is, with its code suffix."""
    suffix = _number_suffix(typed, expected, field)
    return (common.SAME_FIGURE, common.ROUNDED, common.TYPED_OVER).index(suffix), suffix


def _number_suffix(typed: float, expected: float, field: Field) -> str:
    difference = abs(typed - expected)
    if difference <= _EXACT * max(1.0, abs(expected)):
        return common.SAME_FIGURE
    if field.kind is Kind.MONEY and typed == round_half_away(expected, 0):
        return common.SAME_FIGURE
    if field.kind is not Kind.RATIO:
        return common.TYPED_OVER
    points = Decimal(repr(float(typed))) * 100
    decimals = max(0, -int(points.normalize().as_tuple().exponent))
    if decimals and round_half_away(expected * 100, decimals) == float(points):
        return common.SAME_FIGURE
    return common.ROUNDED if difference <= TOLERANCE + _EXACT else common.TYPED_OVER


def _finding(data: FormData, record: Record, field: Field, suffix: str, expected: Value) -> Finding:
    computed = shown(expected, field.kind) or "kosong"
    typed = shown_input(record, field)
    code = data.form.area + suffix
    if suffix == common.TYPED_OVER and field.computed is not None and field.computed.typed_over:
        code = field.computed.typed_over
    if suffix == common.TYPED_OVER:
        message, fix = _difference(field, record, typed, computed)
    elif suffix == common.ROUNDED:
        message = f"tertulis {typed}, perhitungan {computed}: beda pembulatan."
        fix = "Rumus dikembalikan; tidak perlu tindakan."
    else:
        message = "rumus ditimpa angka yang sama dengan perhitungan."
        fix = "Rumus dikembalikan; tidak perlu tindakan."
    return RULES[code].at(data, record, field.key, message, fix, typed=typed, computed=computed)


def _difference(field: Field, record: Record, typed: str, computed: str) -> tuple[str, str]:
    if field.computed is not None and field.computed.typed_over == "TX101":
        from sakip_excel.rules.text import spelled_message

        return spelled_message(typed, computed), "Hapus teks itu; program menulis terbilang."
    if field.key == "target":
        return (
            f"target tertulis {typed}, pada PK {computed}.",
            "PK yang berlaku. Bila target berubah, ubah di lembar PK (PK revisi).",
        )
    del record
    return (
        f"tertulis {typed or 'kosong'}, perhitungan dari isiannya {computed}.",
        "Rumus dikembalikan. Periksa isiannya; bila sudah benar, pilih Sudah diperiksa pada "
        "Validasi.",
    )
