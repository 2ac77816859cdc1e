"""Compute every value that the program owns, in the order in which the formulas depend."""

from __future__ import annotations

from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from sakip_excel.forms.data import FormData
from sakip_excel.forms.references import other_forms, own_references
from sakip_excel.report.layout import ringkasan_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from sakip_excel.forms.base import Context, Field, Value
    from sakip_excel.forms.data import Record
    from sakip_excel.report_data import Report


def compute(report: Report) -> None:
    """Fill ``computed`` of every row and named cell of the report.

    Looks at what stands in the cells as Excel sees it, not at what was understood of text, so that
    each value is what the formula beside it gives.
    """
    for data in report.forms.values():
        _compute_rows(data, report)
        _compute_cells(data, report)


def _compute_rows(data: FormData, report: Report) -> None:
    order = in_order(data.form.columns)
    functions = [(f.key, _row_function(f, report)) for f in order]
    for record in data.rows:
        computed = record.computed
        for key, function in functions:
            computed[key] = function(record, report)


def _row_function(field: Field, report: Report) -> Callable[[Record, Context], Value]:
    """Return the twin of a column's formula.

    Without a form that the formula needs, what people typed in its place counts and stays.
    """
    computed = field.computed
    if computed is None or computed.row is None:
        raise ValueError(field.key)
    if other_forms(computed.formula) <= report.forms.keys():
        return computed.row
    return lambda record, _: record.excel(field.key)


def _compute_cells(data: FormData, report: Report) -> None:
    for field in in_order(data.form.cells):
        if field.computed is not None and field.computed.cell is not None:
            data.cells.computed[field.key] = field.computed.cell(report)


@cache
def in_order(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the computed fields so that each comes after those its formula refers to.

    Raises:
        graphlib.CycleError: the formulas refer to each other in a circle.
    """
    computed = {f.key: f for f in fields if f.computed is not None}
    needs = {
        key: [k for k in own_references(f.computed.formula) if k in computed]
        for key, f in computed.items()
        if f.computed is not None
    }
    return tuple(computed[key] for key in TopologicalSorter(needs).static_order())


def add_ringkasan(report: Report, sheet: str, places: dict[str, str]) -> FormData:
    """Add the figures of Ringkasan to the report as a form of named cells.

    Args:
        report: the report with its forms computed.
        sheet: name of the sheet as the user sees it.
        places: address of each figure, by defined name.
    """
    form = ringkasan_form(report.forms.__contains__)
    data = FormData(form, sheet, places=places)
    report.forms["ringkasan"] = data
    _compute_cells(data, report)
    return data
