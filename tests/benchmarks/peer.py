"""frictionless validating the same sheets, with the same types and constraints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from frictionless import Detector, Dialect, Resource, Schema
from frictionless.formats import ExcelControl

from sakip_excel.forms import FORMS, Field, Kind
from tests.benchmarks.plain import table_area

_NUMERIC = {Kind.MONEY, Kind.NUMBER, Kind.INTEGER}


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": field.required, "unique": field.unique}
    if field.choices and field.strict_choices:
        constraints["enum"] = list(field.choices)
    if field.pattern and field.kind not in _NUMERIC:
        constraints["pattern"] = f"^(?:{field.pattern})$"
    if field.minimum is not None:
        constraints["minimum"] = field.minimum
    kind = "number" if field.kind in _NUMERIC else "any"
    if kind == "any" and {"pattern", "enum"} & constraints.keys():
        kind = "string"
    return {"name": field.heading, "type": kind, "constraints": constraints}


def validate(path: str) -> int:
    """Validate every form of a workbook; return the number of errors."""
    errors = 0
    for form in FORMS:
        area = table_area(Path(path), form.table) if form.table else None
        if area is None:
            continue
        sheet, ref = area
        header = int("".join(c for c in ref.partition(":")[0] if c.isdigit()))
        dialect = Dialect(header_rows=[header], controls=[ExcelControl(sheet=sheet)])
        schema = Schema.from_descriptor({"fields": [_field(f) for f in form.inputs]})
        resource = Resource(
            path=path,
            dialect=dialect,
            schema=schema,
            detector=Detector(schema_sync=True),
            basepath="",
        )
        errors += sum(task.stats["errors"] for task in resource.validate().tasks)
    return errors


if __name__ == "__main__":
    print(validate(sys.argv[1]))
