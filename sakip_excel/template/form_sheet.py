"""A sheet with one form: title, totals above, one Excel Table with spare rows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range

from sakip_excel.forms import Field, Kind
from sakip_excel.template.kit import shown_empty
from sakip_excel.template.page import (
    CONTEXT_ROW,
    add_marks,
    lines,
    set_print,
    set_print_across,
    write_context,
    write_head,
)
from sakip_excel.template.places import LABEL_ROW, REACH, VALUE_ROW
from sakip_excel.template.styles import kind_properties
from sakip_excel.template.validation import validation_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit
    from sakip_excel.template.places import Place

_TEXT_CELLS = frozenset({Kind.TEXT, Kind.CODE, Kind.CHOICE})


def write_form(kit: Kit, place: Place, lists: dict[str, str]) -> None:
    """Write the sheet of a form that has a Table.

    Args:
        kit: the workbook under construction.
        place: where the form stands.
        lists: names of the drop-down lists, by field key.
    """
    sheet = kit.sheets[place.form.sheet]
    write_head(kit, sheet, place.form.title, place.form.purpose)
    first, _ = _repeated(place)
    write_context(kit, sheet, place.form.key, max(first, 1))
    _set_columns(sheet, place)
    _write_totals(kit, sheet, place)
    _write_table(kit, sheet, place)
    for column, field in enumerate(place.form.columns):
        sheet.data_validation(place.first, column, REACH, column, validation_of(field, lists))
    add_marks(kit, sheet, len(place.form.columns) - 1, place.form.sheet)
    _ignore_hints(sheet, place)
    _set_view(sheet, place)


def _set_columns(sheet: Worksheet, place: Place) -> None:
    columns = place.form.columns
    for column, field in enumerate(columns):
        options = {"level": 1, "hidden": True} if field.hidden else {}
        sheet.set_column(column, column, field.width, None, options)
    if any(field.hidden for field in columns):
        sheet.set_column(len(columns), len(columns), 3, None, {"collapsed": True})


def _write_totals(kit: Kit, sheet: Worksheet, place: Place) -> None:
    """Write the named cells with their labels above the Table, so that it can grow."""
    if not place.cells:
        return
    sheet.set_row(LABEL_ROW, 38)
    sheet.set_row(VALUE_ROW, 34 if "terbilang_anggaran" in place.cells else 20)
    for key, (row, column) in place.cells.items():
        field = place.form[key]
        align = "left" if field.kind is Kind.TEXT else "right"
        sheet.write_string(LABEL_ROW, column, field.heading, kit.styles("caption", align=align))
        write_computed_cell(kit, sheet, place, key, "total")
        sheet.data_validation(row, column, row, column, validation_of(field, {}))


def write_computed_cell(
    kit: Kit, sheet: Worksheet, place: Place, key: str, role: str, **extra: object
) -> None:
    """Write a named cell that the program owns: its formula, its value when nothing is filled."""
    field, position = place.form[key], place.cells[key]
    formula = kit.formula(field.computed.formula, place.form.key) if field.computed else None
    if formula is not None:
        style = kit.styles.field(field, role, **extra)
        sheet.write_formula(*position, f"={formula}", style, shown_empty(kit.empty.get(key)))
        kit.name(key, sheet, position)


def _write_table(kit: Kit, sheet: Worksheet, place: Place) -> None:
    form = place.form
    before = [None, *form.columns[:-1]]
    columns = [_table_column(kit, place, *pair) for pair in zip(form.columns, before, strict=True)]
    # Room at the right for the filter button, and a little air.
    tallest = max(lines(f.heading, f.width - 3) for f in form.columns if not f.hidden)
    sheet.set_row(place.header, 15 * max(tallest, 2) + 4)
    sheet.add_table(
        place.header,
        0,
        place.last,
        len(columns) - 1,
        {"name": form.table, "style": None, "columns": columns, "banded_rows": False},
    )
    for number, column in enumerate(columns):
        for row in range(place.first, place.last + 1):
            if "formula" in column:
                # Once more, because add_table leaves 0 as the value of every formula.
                sheet.write_formula(row, number, column["formula"], column["format"], "")
            else:
                sheet.write_blank(row, number, None, column["format"])


def _table_column(kit: Kit, place: Place, field: Field, before: Field | None) -> dict[str, Any]:
    # A text beside a figure that ends where the text begins.
    close = before is not None and not before.hidden and _align(before) == "right"
    indented = close and _align(field) == "left"
    column: dict[str, Any] = {
        "header": field.heading,
        "header_format": kit.styles.header(field),
        "format": kit.styles.field(field, indent=1) if indented else kit.styles.field(field),
    }
    formula = kit.formula(field.computed.formula, place.form.key) if field.computed else None
    return column if formula is None else {**column, "formula": f"={formula}"}


def _align(field: Field) -> str:
    return str(kind_properties(field)["align"])


def _ignore_hints(sheet: Worksheet, place: Place) -> None:
    """Keep Excel's green corners away from codes that are text on purpose."""
    fields = enumerate(place.form.columns)
    runs = groupby(fields, key=lambda item: item[1].is_input and item[1].kind in _TEXT_CELLS)
    areas = []
    for is_text, run in runs:
        numbers = [number for number, _ in run]
        if is_text:
            areas.append(xl_range(place.first, numbers[0], REACH, numbers[-1]))
    sheet.ignore_errors({"number_stored_as_text": " ".join(areas)})


def _set_view(sheet: Worksheet, place: Place) -> None:
    """Freeze the headings, put the cursor on the first input and set up printing."""
    form = place.form
    frozen = place.index(form.frozen) + 1 if form.frozen else 0
    sheet.freeze_panes(place.first, frozen)
    sheet.set_selection(place.first, 0, place.first, 0)
    sheet.set_zoom(90 if len(form.columns) > 12 else 100)
    first, last = _repeated(place)
    if form.new_page:
        widths = [0 if field.hidden else field.width for field in form.columns]
        starts = [place.index(key) for key in form.new_page]
        set_print_across(sheet, widths, starts, (first, last))
    else:
        set_print(sheet)
    sheet.repeat_rows(CONTEXT_ROW, place.header)


def _repeated(place: Place) -> tuple[int, int]:
    """Return the first and last column printed on every page; -1 as the last for none."""
    form = place.form
    keys = form.repeated or (form.columns[0].key, form.frozen)
    first, last = (place.index(key) if key in form else -1 for key in keys)
    return first, last
