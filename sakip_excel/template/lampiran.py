"""The sheets with the tables for the LKj and the sentences about them: headings and looks.

The program fills the lines. Their looks need no rows prepared in advance: every column has its
style, which a new cell takes over, and conditional formats look at the kind of each line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from sakip_excel.report.lkj import LINK, NOTE, groups, heading
from sakip_excel.report.tables import KALIMAT, TABLES, LineKind, Table
from sakip_excel.template.page import set_print, write_head
from sakip_excel.template.places import REACH
from sakip_excel.template.styles import INK, INK_SOFT, LINE, PANEL, PRIMARY

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.catalogue import Template
    from sakip_excel.template.kit import Kit

_LINK_ROW, _CONTEXT_ROW, _NOTE_ROW, _TOP = 2, 3, 4, 5
_EDGE = "#8A969E"
_LOOKS: dict[LineKind, dict[str, object]] = {
    LineKind.TITLE: {"bold": True, "font_color": PRIMARY},
    LineKind.HEADER: {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": PRIMARY,
        "border": 1,
        "border_color": _EDGE,
    },
    LineKind.UPPER: {"bold": True, "bg_color": "#DCE6EA", "border": 1, "border_color": _EDGE},
    LineKind.GROUP: {"bold": True, "bg_color": PANEL, "border": 1, "border_color": _EDGE},
    LineKind.ROW: {"border": 1, "border_color": _EDGE},
    LineKind.TOTAL: {"bold": True, "bg_color": "#DCE6EA", "border": 1, "border_color": _EDGE},
}


def lkj_tables(template: Template) -> tuple[Table, ...]:
    """Return the tables that the forms of a template can fill, the sentences last."""
    tables = tuple(table for table in TABLES if table.form in template.keys)
    return (*tables, KALIMAT) if tables else ()


def write_lkj(kit: Kit) -> None:
    """Write the sheets for the LKj."""
    for table in lkj_tables(kit.template):
        _write_sheet(kit, table)


def _write_sheet(kit: Kit, table: Table) -> None:
    sheet = kit.sheets[table.sheet]
    write_head(kit, sheet, table.title, table.note)
    context = kit.styles("context", font_color=INK)
    kit.write_live(f"konteks_{table.name}", sheet, (_CONTEXT_ROW, 0), context)
    _set_columns(kit, sheet, table)
    header = _TOP + max(table.header_rows, 1) - 1
    last = len(table.columns) - 1
    if table.header_rows:
        _write_header(kit, sheet, table)
    else:
        _write_running_head(kit, sheet, table, header)
    kit.name(table.name, sheet, (header, 0), header, last)
    _name_whole(kit, sheet, table, header)
    if table.form:
        sheet.write_blank(_LINK_ROW, 2, None, kit.styles("link"))
        kit.name(table.name + LINK, sheet, (_LINK_ROW, 2))
        sheet.write_blank(_NOTE_ROW, 0, None, kit.styles("required"))
        kit.name(table.name + NOTE, sheet, (_NOTE_ROW, 0))
    _shade(kit, sheet, header + 1, last)
    _set_view(sheet, header)


def _set_columns(kit: Kit, sheet: Worksheet, table: Table) -> None:
    """Give every column its width and the style that the program's lines take over."""
    before = ""
    for number, column in enumerate(table.columns):
        # A text beside a figure that ends where the text begins.
        indent = int(column.align == "left" and before == "right")
        before = column.align
        style = kit.styles("wrap", align=column.align, indent=indent)
        sheet.set_column(number, number, column.width, style)
    first, last = len(table.columns), table.span - 1
    sheet.set_column(first, first, 3)
    sheet.set_column(first + 1, last, 9, kit.styles("soft"), {"hidden": True, "level": 1})
    sheet.set_column(last + 1, last + 1, 3, None, {"collapsed": True})


def _write_header(kit: Kit, sheet: Worksheet, table: Table) -> None:
    """Write the headings and, below them, the numbers of the columns as on the printed form."""
    grouped = table.header_rows == 3
    row = _TOP + table.header_rows - (2 if table.form else 1)
    centred = {"align": "center", "border_color": _EDGE}
    style, numbers = kit.styles("list_header", **centred), kit.styles("column_number")
    for number, column in enumerate(table.columns):
        if grouped and not column.group:
            sheet.merge_range(row - 1, number, row, number, column.heading, style)
        else:
            sheet.write_string(row, number, column.heading, style)
        if table.form:
            sheet.write_number(row + 1, number, number + 1, numbers)
    sheet.set_row(row, 20)
    if grouped:
        _write_groups(kit, sheet, table, row - 1)


def _write_running_head(kit: Kit, sheet: Worksheet, table: Table, row: int) -> None:
    """Write quiet headings above several blocks: a block cut by a page still has its headings."""
    look = {"italic": True, "font_color": INK_SOFT, "bottom": 1, "bottom_color": LINE}
    for number, column in enumerate(table.columns):
        style = kit.styles("plain", align=column.align, **look)
        sheet.write_string(row, number, column.heading, style)


def _write_groups(kit: Kit, sheet: Worksheet, table: Table, row: int) -> None:
    style = kit.styles("list_header", align="center", border_color=_EDGE)
    sheet.set_row(row, 20)
    for first, group in groups(table):
        columns = [n for n, c in enumerate(table.columns) if c.group == group and group]
        if not columns:
            continue
        if len(columns) > 1:
            sheet.merge_range(row, first, row, columns[-1], "", style)
        if "{" in group:
            live = heading(group, None)
            sheet.write_formula(row, first, f"={live.formula}", style, live.value)
        else:
            sheet.write_string(row, first, group, style)


def _name_whole(kit: Kit, sheet: Worksheet, table: Table, header: int) -> None:
    """Define the name of the whole table; it reaches as far as there are lines."""
    last, kind = xl_col_to_name(len(table.columns) - 1), xl_col_to_name(table.span - 2)
    at = quote_sheetname(sheet.name)
    top = header + 2 - table.header_rows if table.header_rows else header + 2
    kinds = f"{at}!${kind}${header + 2}:${kind}${REACH + 1}"
    column = f"{at}!${last}${header + 1}:${last}${REACH + 1}"
    area = f"{at}!$A${top}:INDEX({column},COUNTA({kinds})+1)"
    kit.book.define_name(table.name.replace("lkj_", "tabel_"), f"={area}")


def _shade(kit: Kit, sheet: Worksheet, first: int, last: int) -> None:
    """Give every kind of line its look."""
    kind = xl_rowcol_to_cell(first, last + 2, col_abs=True)
    for line, look in _LOOKS.items():
        style = kit.styles.rule(**look)
        rule = {"type": "formula", "criteria": f'={kind}="{line}"', "format": style}
        sheet.conditional_format(first, 0, REACH, last, rule)


def _set_view(sheet: Worksheet, header: int) -> None:
    first = header + 1
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(_CONTEXT_ROW, header)
    sheet.set_selection(first, 0, first, 0)
    sheet.set_zoom(85)
    sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:Z{REACH + 1}"})
    set_print(sheet)
