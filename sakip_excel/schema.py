"""Validate each form with pandera; the frame's index is the Excel row.

The schemas come from the forms' declarations and are built once per process.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pa

from sakip_excel.forms import BY_KEY
from sakip_excel.forms.base import NUMERIC, Field, Kind
from sakip_excel.normalise import suggest
from sakip_excel.rules import common
from sakip_excel.rules.common import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record

_BUILT_IN = {"not_nullable": common.REQUIRED, "field_uniqueness": common.DUPLICATE}


def _checks(field: Field) -> list[pa.Check]:
    checks = []
    if field.choices and field.strict_choices:
        checks.append(pa.Check.isin(field.choices, error=common.NOT_IN_LIST))
    if field.pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{field.pattern})$", error=common.PATTERN))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, error=common.OUT_OF_RANGE))
    if field.kind in {Kind.MONEY, Kind.INTEGER}:
        checks.append(pa.Check(_is_whole, error=common.NOT_WHOLE, name="whole"))
    return checks


def _is_whole(series: pd.Series[float]) -> pd.Series[bool]:
    return series.mod(1).eq(0)


def _is_numeric(field: Field) -> bool:
    return field.kind in NUMERIC - {Kind.MEASURE}


@cache
def schema_of(key: str, *, named_cells: bool) -> pa.DataFrameSchema:
    """Return the schema of a form's Table or of its named cells.

    Args:
        key: key of the form.
        named_cells: the schema of the named cells (one row) instead of the Table.
    """
    form = BY_KEY[key]
    fields = [f for f in form.cells if f.is_input] if named_cells else form.inputs
    return pa.DataFrameSchema(
        {
            f.key: pa.Column(
                float if _is_numeric(f) else object,
                checks=_checks(f),
                nullable=not f.required,
                unique=f.unique,
                required=False,
            )
            for f in fields
        }
    )


def validate(data: FormData) -> list[Finding]:
    """Return what the schemas find in a form; cells that already have a finding are left out."""
    findings = _validate(data, data.rows, named_cells=False) if data.form.table else []
    if any(f.is_input for f in data.form.cells):
        findings += _validate(data, [data.cells], named_cells=True)
    return findings


def _validate(data: FormData, records: Sequence[Record], *, named_cells: bool) -> list[Finding]:
    schema = schema_of(data.form.key, named_cells=named_cells)
    present = data.places if named_cells else data.columns
    keys = [key for key in schema.columns if key in present]
    if not records or not keys:
        return []
    try:
        schema.validate(_frame(data, records, keys), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return _findings(data, {r.row: r for r in records}, errors.failure_cases)
    return []


def _frame(data: FormData, records: Sequence[Record], keys: Sequence[str]) -> pd.DataFrame:
    index = [r.row for r in records]
    columns: dict[str, pd.Series[Any]] = {}
    for key in keys:
        values = [r.parsed.get(key) for r in records]
        dtype = "float64" if _is_numeric(data.form[key]) else "object"
        columns[key] = pd.Series(values, index=index, dtype=dtype)
    return pd.DataFrame(columns, index=index)


def _findings(data: FormData, records: dict[int, Record], failures: pd.DataFrame) -> list[Finding]:
    """Turn pandera's failure cases into findings.

    Raises:
        RuntimeError: a check crashed or the schema itself does not fit: a fault of ours.
    """
    found: dict[tuple[int, str, str], Finding] = {}
    cases = failures[["check", "column", "index"]].itertuples(index=False, name=None)
    for check, column, row in cases:
        suffix = _BUILT_IN.get(str(check), str(check))
        if not suffix.isdigit() or row is None or row != row:  # noqa: PLR0124 - NaN
            raise RuntimeError(f"schema of {data.form.key}: {column}: {check}")
        record, key = records[int(row)], str(column)
        if key in record.doubts or (record.row, key, suffix) in found:
            continue
        message, fix = _sentence(data, record, data.form[key], suffix)
        rule = shared(data.form.area, suffix)
        found[record.row, key, suffix] = rule.at(data, record, key, message, fix)
    return list(found.values())


def _sentence(data: FormData, record: Record, field: Field, suffix: str) -> tuple[str, str]:
    typed = record.parsed.get(field.key)
    if suffix == common.REQUIRED:
        example = f", misalnya {field.example}" if field.example else ""
        return "belum diisi.", f"Isi {data.heading(field.key)}{example}."
    if suffix == common.DUPLICATE:
        same = [r.row for r in data.rows if r.parsed.get(field.key) == typed]
        rows = ", ".join(map(str, same))
        return f"'{typed}' dipakai pada baris {rows}.", "Beri kode yang berbeda pada tiap baris."
    if suffix == common.NOT_IN_LIST:
        near = suggest(str(typed), field.choices)
        listed = ", ".join(field.choices[:8]) + (" ..." if len(field.choices) > 8 else "")
        meant = f" Mungkin maksudnya {near}." if near else ""
        return f"tertulis '{typed}', tidak ada dalam daftar.{meant}", f"Pilih salah satu: {listed}."
    if suffix == common.PATTERN:
        return f"tertulis '{typed}', tidak sesuai pola.", f"Ketik {field.pattern_hint}."
    if suffix == common.OUT_OF_RANGE:
        return f"lebih kecil dari {field.minimum:g}.", "Periksa tanda dan angkanya."
    return "bukan bilangan bulat.", "Ketik angka bulat tanpa desimal."
