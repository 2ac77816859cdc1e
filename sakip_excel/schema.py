"""Validate each form with pandera, one workbook or many at a time.

The schemas come from the forms' declarations and are built once per process.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from sakip_excel.forms import BY_KEY
from sakip_excel.forms.base import NUMERIC, Field, Kind
from sakip_excel.normalise import suggest
from sakip_excel.rules import common
from sakip_excel.rules.common import shared

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_LISTED = 8
"""Choices that a sentence names; a longer list is better opened in the cell."""

_ONCE = " sekali"
"""Ends the name of a column whose texts start with the number of the form they stand in."""

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

    What must not stand twice in one workbook has a second column, see `_ONCE`.

    Args:
        key: key of the form.
        named_cells: the schema of the named cells (one row) instead of the Table.
    """
    form = BY_KEY[key]
    fields = [f for f in form.cells if f.is_input] if named_cells else form.inputs
    columns = {
        f.key: pa.Column(
            float if _is_numeric(f) else None,  # any object may stand in other columns
            checks=_checks(f),
            nullable=not f.required,
            required=False,
        )
        for f in fields
    }
    once = {
        f.key + _ONCE: pa.Column(nullable=True, unique=True, required=False)
        for f in fields
        if f.unique
    }
    return pa.DataFrameSchema(columns | once)


def validate(data: FormData) -> list[Finding]:
    """Return what the schemas find in a form; cells that already have a finding are left out."""
    return _validate([data])[0]


def validate_many(reports: Iterable[Report]) -> list[list[Finding]]:
    """Return what the schemas find in each report, as `validate` does form by form.

    The same form of all reports is validated in one go, because calling pandera costs more than
    checking the rows.
    """
    forms = [list(report.forms.values()) for report in reports]
    found = iter(_validate([data for each in forms for data in each]))
    return [[f for _ in each for f in next(found)] for each in forms]


class _Cell(NamedTuple):
    """Which row of the frame is which row of which form."""

    number: int
    data: FormData
    record: Record


def _validate(forms: Sequence[FormData]) -> list[list[Finding]]:
    """Return the findings of each form; forms with the same columns share a frame."""
    shared_frames: dict[tuple[str, bool, tuple[str, ...]], list[_Cell]] = {}
    for number, data in enumerate(forms):
        for named_cells in (False, True):
            records = [data.cells] if named_cells else data.rows
            schema = schema_of(data.form.key, named_cells=named_cells)
            keys = _keys(schema, data.places if named_cells else data.columns)
            if records and keys:
                frame = shared_frames.setdefault((data.form.key, named_cells, keys), [])
                frame += [_Cell(number, data, record) for record in records]
    found: list[list[Finding]] = [[] for _ in forms]
    for (key, named_cells, keys), rows in shared_frames.items():
        schema = schema_of(key, named_cells=named_cells)
        try:
            schema.validate(_frame(rows, keys), lazy=True, inplace=True)
        except pa.errors.SchemaErrors as errors:
            for number, finding in _findings(rows, errors.failure_cases):
                found[number].append(finding)
    return found


def _keys(schema: pa.DataFrameSchema, present: Container[str]) -> tuple[str, ...]:
    """Return the columns that are there and of which the schema asks anything."""
    return tuple(
        key
        for key, column in schema.columns.items()
        if key.removesuffix(_ONCE) in present
        and (column.checks or column.unique or not column.nullable)
    )


def _frame(rows: Sequence[_Cell], keys: Sequence[str]) -> pd.DataFrame:
    form, parsed = rows[0].data.form, [row.record.parsed for row in rows]
    columns: dict[str, pd.Series[Any]] = {}
    for name in keys:
        key = name.removesuffix(_ONCE)
        values = [row.get(key) for row in parsed]
        if name != key:
            columns[name] = pd.Series(_told_apart(rows, values), dtype="object")
        else:
            dtype = "float64" if _is_numeric(form[key]) else "object"
            columns[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns)


def _told_apart(rows: Sequence[_Cell], values: Sequence[object]) -> list[str | None]:
    """Return texts that are only the same when they stand in the same form."""
    return [
        None if value is None else f"{row.number} {value}"
        for row, value in zip(rows, values, strict=True)
    ]


def _findings(rows: Sequence[_Cell], failures: pd.DataFrame) -> Iterator[tuple[int, Finding]]:
    """Yield pandera's failure cases as findings, row by row, with the number of the form."""
    for index, key, suffix in _failed(rows[0].data.form.key, failures):
        number, data, record = rows[index]
        if key not in record.doubts:
            message, fix = _sentence(data, record, data.form[key], suffix)
            yield number, shared(data.form.area, suffix).at(data, record, key, message, fix)


def _failed(form: str, failures: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Return index, column and code suffix of each failure, once, in order.

    Raises:
        RuntimeError: a check crashed or the schema itself does not fit: a fault of ours.
    """
    found: set[tuple[int, str, str]] = set()
    cases = failures[["check", "column", "index"]].itertuples(index=False, name=None)
    for check, column, index in cases:
        suffix = _BUILT_IN.get(str(check), str(check))
        if not suffix.isdigit() or index is None or index != index:  # noqa: PLR0124 - NaN
            raise RuntimeError(f"schema of {form}: {column}: {check}")
        found.add((int(index), str(column).removesuffix(_ONCE), suffix))
    return sorted(found)


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
        meant = f" Mungkin maksudnya {near}." if near else ""
        if len(field.choices) > _LISTED:
            fix = f"Pilih dari daftar pada sel itu, misalnya {field.choices[0]}."
        else:
            fix = f"Pilih salah satu: {', '.join(field.choices)}."
        return f"tertulis '{typed}', tidak ada dalam daftar.{meant}", fix
    if suffix == common.PATTERN:
        raw = record.typed(field.key)
        seen = raw.strip() if isinstance(raw, str) else typed
        return f"tertulis '{seen}', tidak sesuai pola.", f"Ketik {field.pattern_hint}."
    if suffix == common.OUT_OF_RANGE:
        return f"lebih kecil dari {field.minimum:g}.", "Periksa tanda dan angkanya."
    return "bukan bilangan bulat.", "Ketik angka bulat tanpa desimal."
