"""What the builders of the sheets share: workbook, styles, places and the values of formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from sakip_excel.forms.data import FormData
from sakip_excel.forms.references import MissingReferenceError, render
from sakip_excel.report.live import Live, live_cells
from sakip_excel.report_data import Report

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.forms import Form
    from sakip_excel.forms.base import Value
    from sakip_excel.report.blocks import Figure
    from sakip_excel.template.catalogue import Template
    from sakip_excel.template.places import Place, Position
    from sakip_excel.template.styles import Styles


def empty_report(forms: tuple[Form, ...]) -> Report:
    """Return the report of a template in which nothing is filled in."""
    return Report({form.key: FormData(form, form.sheet) for form in forms})


def empty_values(report: Report) -> dict[str, Value]:
    """Return what every computed named cell shows while nothing is filled in.

    The Python twins of the formulas give it, so an untouched template already agrees with what the
    program would compute.
    """
    forms = tuple(data.form for data in report.forms.values())
    values: dict[str, Value] = {}
    for form in forms:
        for cell in form.cells:
            if cell.computed and cell.computed.cell:
                values[cell.key] = cell.computed.cell(report)
                report.forms[form.key].cells.computed[cell.key] = values[cell.key]
    return values


@dataclass(slots=True)
class Kit:
    """The workbook under construction.

    Attributes:
        template: which one it is.
        book: the XlsxWriter workbook.
        styles: its formats.
        places: where the forms stand, by key; filled before any sheet is written.
        empty: values of the computed named cells in the empty template.
        live: formulas that belong to no form, with their values in the empty template.
        page: value and declared formula of the named texts on Ringkasan's first page.
        sheets: the sheets, by name.
    """

    template: Template
    book: Workbook
    styles: Styles
    places: dict[str, Place] = field(default_factory=dict)
    empty: dict[str, Value] = field(default_factory=dict)
    live: dict[str, tuple[Live, ...]] = field(default_factory=lambda: live_cells(Report()))
    page: dict[str, Figure] = field(default_factory=dict)
    sheets: dict[str, Worksheet] = field(default_factory=dict)

    def formula(self, formula: str, form: str) -> str | None:
        """Return a declared formula with real references; None when the template lacks one."""
        try:
            return render(formula, form, self.places)
        except MissingReferenceError:
            return None

    def has(self, key: object) -> bool:
        """Return whether the template has a form."""
        return key in self.places

    def name(self, name: str, sheet: Worksheet, position: Position, *to: int) -> None:
        """Give a cell, or a range up to row and column ``to``, a name in the whole workbook."""
        area = xl_range_abs(*position, *(to or position))
        self.book.define_name(name, f"={quote_sheetname(sheet.name)}!{area}")

    def write_live(self, name: str, sheet: Worksheet, position: Position, style: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        """Write the formulas of a name, one below the other, and define the name."""
        row, column = position
        for offset, cell in enumerate(self.live[name]):
            value = shown_empty(cell.value)
            sheet.write_formula(row + offset, column, f"={cell.formula}", style, value)
        self.name(name, sheet, position, row + len(self.live[name]) - 1, column)

    def write_figure(self, name: str, sheet: Worksheet, position: Position, style: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        """Write a named cell of Ringkasan's page with its value in the empty template."""
        value, declared = self.page[name]
        formula = None if declared is None else self.formula(declared, "ringkasan")
        if formula is not None:
            sheet.write_formula(*position, f"={formula}", style, shown_empty(value))
        self.name(name, sheet, position)

    def write(self, sheet: Worksheet, position: Position, value: Any, style: Any) -> None:  # noqa: ANN401 - XlsxWriter takes any value and has no types
        """Write a constant; text is never taken for a formula, link or number."""
        if value is None or value == "":
            sheet.write_blank(*position, None, style)
        elif isinstance(value, str):
            sheet.write_string(*position, value, style)
        else:
            sheet.write_number(*position, value, style)


def shown_empty(value: Value) -> Value:
    """Return the cached value of a formula: ``""`` for nothing."""
    return "" if value is None else value
