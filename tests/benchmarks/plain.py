"""The same check written the plain way: pandas.read_excel, openpyxl and pandera, form by form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pandera.pandas as pa

from sakip_excel.forms import FORMS, Field, Form, Kind

_NUMERIC = {Kind.MONEY, Kind.NUMBER, Kind.INTEGER}


def table_area(path: Path, table: str) -> tuple[str, str] | None:
    """Return sheet and area of an Excel Table, as openpyxl finds them."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if table in sheet.tables:
            return sheet.title, sheet.tables[table].ref
    return None


def schema(form: Form) -> pa.DataFrameSchema:
    """Return a schema with the checks of our own: types, lists, patterns, bounds, uniqueness."""
    return pa.DataFrameSchema({f.heading: _column(f) for f in form.inputs}, strict=False)


def _column(field: Field) -> pa.Column:
    checks = []
    if field.choices and field.strict_choices:
        checks.append(pa.Check.isin(field.choices))
    if field.pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{field.pattern})$"))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum))
    kind: Any = float if field.kind in _NUMERIC else object
    return pa.Column(kind, checks, nullable=not field.required, unique=field.unique, required=False)


def check(path: Path) -> int:
    """Read every form with pandas, validate it with pandera, return the number of failures."""
    failures = 0
    for form in FORMS:
        area = table_area(path, form.table) if form.table else None
        if area is None:
            continue
        sheet, ref = area
        header = int("".join(c for c in ref.partition(":")[0] if c.isdigit()))
        frame = pd.read_excel(path, sheet_name=sheet, header=header - 1, dtype=object)
        inputs = [f.heading for f in form.inputs if f.heading in frame]
        frame = frame[inputs].dropna(how="all")
        for field in form.inputs:
            if field.kind in _NUMERIC and field.heading in frame:
                frame[field.heading] = pd.to_numeric(frame[field.heading], errors="coerce")
        try:
            schema(form).validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            failures += len(errors.failure_cases)
    return failures


def write_back(path: Path, target: Path) -> None:
    """Load the workbook with openpyxl, fill one computed column per form, save it."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            for row in sheet[table.ref][1:]:
                row[-1].value = 0
    book.save(target)


if __name__ == "__main__":
    print(check(Path(sys.argv[1])))
