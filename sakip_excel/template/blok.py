"""The lists per sasaran and per kegiatan: columns, headings and looks on both sheets of Ringkasan.

Both sheets have the same columns: one half per list, with a gap in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from sakip_excel.report.layout import BLOCKS
from sakip_excel.template.places import REACH
from sakip_excel.template.styles import LINE, PANEL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit
    from sakip_excel.template.places import Position

SPAN = 6
"""Columns of one half."""
GAP = 1.5
WIDTHS = {
    "blok_sasaran": (9, 42, 9, 8.5, 10.5, 15.5),
    "blok_anggaran": (9, 43.5, 14.5, 14.5, 10, 10),
}
LISTS = {
    "blok_sasaran": ("kinerja", "Capaian menurut tujuan dan sasaran"),
    "blok_anggaran": ("anggaran", "Anggaran menurut program dan kegiatan"),
}
"""Form that a list needs and its title."""
_NUMBERS = {
    "Indikator": "0",
    "Dihitung": "0",
    "Capaian (%)": "0.00%",
    "Pagu (Rp)": "#,##0",
    "Realisasi (Rp)": "#,##0",
    "Serapan (%)": "0.00%",
    "Efisiensi (%)": "0.00%",
}


def halves(has: Callable[[str], bool]) -> list[str]:
    """Return the lists that stand side by side; one half is there even without any."""
    names = [name for name, (form, _) in LISTS.items() if has(form)]
    return names or ["blok_sasaran"]


def start(half: int) -> int:
    """Return the first column of a half."""
    return half * (SPAN + 1)


def set_columns(sheet: Worksheet, names: Sequence[str]) -> int:
    """Set the widths of the columns; return the last one."""
    for half, name in enumerate(names):
        if half:
            sheet.set_column(start(half) - 1, start(half) - 1, GAP)
        for offset, width in enumerate(WIDTHS[name]):
            sheet.set_column(start(half) + offset, start(half) + offset, width)
    return start(len(names) - 1) + SPAN - 1


def width_of(names: Sequence[str]) -> float:
    """Return the width of all halves in characters, a gap between each two of them."""
    return sum(sum(WIDTHS[name]) for name in names) + GAP * (len(names) - 1)


def write_section(kit: Kit, sheet: Worksheet, position: Position, title: str, width: int) -> None:
    """Write a title with a line below it over some columns."""
    row, column = position
    style = kit.styles("section", font_size=11)
    for number in range(column + 1, column + width):
        sheet.write_blank(row, number, None, style)
    sheet.write_string(row, column, title, style)


def write_list(
    kit: Kit, sheet: Worksheet, name: str, position: Position, rows: int, *, full: bool
) -> None:
    """Write title and headings of a list and prepare the rows that the program fills.

    Args:
        kit: the workbook under construction.
        sheet: where the list stands.
        name: key of `LISTS`.
        position: the cell of its title.
        rows: rows to prepare.
        full: whether titles stand in full, wrapped; else each row is one line.
    """
    row, column = position
    headings = BLOCKS[name]
    write_section(kit, sheet, position, LISTS[name][1], SPAN)
    for offset, heading in enumerate(headings):
        align = "right" if heading in _NUMBERS else "left"
        style = kit.styles(
            "list_header", align=align, indent=_indent(heading), font_size=11 if full else 10
        )
        sheet.write_string(row + 1, column + offset, heading, style)
    for line in range(row + 2, row + 2 + rows):
        for offset, heading in enumerate(headings):
            sheet.write_blank(line, column + offset, None, _cell(kit, heading, full=full))
    if full:
        # A list may be longer than the prepared rows: a new cell takes over its column's style.
        for offset, heading in enumerate(headings):
            at, width = column + offset, WIDTHS[name][offset]
            sheet.set_column(at, at, width, _cell(kit, heading, full=True))
    _shade(kit, sheet, name, (row + 2, column), REACH - row - 1 if full else rows)


def _cell(kit: Kit, heading: str, *, full: bool) -> object:
    # A formula that is typed again in a text cell would stay text.
    form = "General" if heading == "Predikat" else _NUMBERS.get(heading, "@")
    align = "right" if heading in _NUMBERS else "left"
    properties = {"num_format": form, "align": align, "indent": _indent(heading)}
    if full:
        return kit.styles("wrap", **properties)
    # A reason such as "Tidak dapat dihitung" may stand where a number is expected.
    shrink = heading in _NUMBERS or heading == "Predikat"
    return kit.styles("plain", font_size=10, valign="vcenter", shrink=shrink, **properties)


def _indent(heading: str) -> int:
    """Return 1 for a text that stands beside a figure."""
    return int(heading == "Predikat")


def _shade(kit: Kit, sheet: Worksheet, name: str, first: Position, rows: int) -> None:
    """Draw lines under filled rows and set off the upper level."""
    row, column = first
    code = xl_rowcol_to_cell(row, column, col_abs=True)
    text = xl_rowcol_to_cell(row, column + 1, col_abs=True)
    upper = f'ISERROR(FIND(".",{code}))' if name == "blok_sasaran" else _ends_in_letter(code)
    rules = (
        (f'=AND({code}<>"",{upper})', {"bold": True, "bg_color": PANEL}),
        (f'=OR({code}<>"",{text}<>"")', {"bottom": 1, "bottom_color": LINE}),
    )
    for criteria, properties in rules:
        rule = {"type": "formula", "criteria": criteria, "format": kit.styles.rule(**properties)}
        area = (row, column, row + rows - 1, column + SPAN - 1)
        sheet.conditional_format(*area, rule)


def _ends_in_letter(cell: str) -> str:
    """Return a formula: the code is one of letters such as ``CQ``."""
    return f"ISERROR(VALUE(RIGHT({cell},1)))"
