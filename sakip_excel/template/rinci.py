"""The sheet Ringkasan Rinci: settings with their sources, and the complete lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.report.layout import BLOCK_ROWS, DETAIL_SHEET
from sakip_excel.report.live import SETTING_LINES, setting_rows
from sakip_excel.template.blok import (
    LISTS,
    SPAN,
    WIDTHS,
    halves,
    set_columns,
    start,
    width_of,
    write_list,
    write_section,
)
from sakip_excel.template.page import row_height, set_print, write_head
from sakip_excel.template.styles import INK, LINE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit

_TOP = 4


def has_detail(keys: tuple[str, ...]) -> bool:
    """Return whether a template has lists or settings to show.

    Args:
        keys: keys of its forms.
    """
    return any(form in keys for form, _ in LISTS.values())


def write_detail(kit: Kit) -> None:
    """Write the settings in force, then the headings of the lists; lists may go on for pages."""
    sheet, names = kit.sheets[DETAIL_SHEET], halves(kit.has)
    last = set_columns(sheet, names)
    purpose = "Pengaturan yang dipakai dengan sumbernya, dan daftar lengkap di balik Ringkasan."
    write_head(kit, sheet, f"Ringkasan rinci: {kit.template.title}", purpose)
    row = _write_settings(kit, sheet, names, last)
    # This line and the headings are printed again on every page.
    kit.write_live("konteks_rinci", sheet, (row, 0), kit.styles("context", font_color=INK))
    for half, name in enumerate(names):
        column = start(half)
        write_list(kit, sheet, name, (row + 1, column), BLOCK_ROWS, full=True)
        kit.name(name, sheet, (row + 2, column), row + 2, column + SPAN - 1)
    sheet.set_row(row + 2, 20)
    sheet.freeze_panes(row + 3, 0)
    sheet.set_selection(row + 3, 0, row + 3, 0)
    sheet.set_zoom(85)
    sheet.repeat_rows(row, row + 2)
    set_print(sheet)


def _write_settings(kit: Kit, sheet: Worksheet, names: list[str], last: int) -> int:
    """Write the settings in force with meaning, source and certainty; return the next free row."""
    row = _TOP
    write_section(kit, sheet, (row, 0), "Pengaturan yang dipakai", last + 1)
    room = width_of(names) - sum(WIDTHS[names[0]][:2]) - WIDTHS[names[-1]][-1] - 2
    for prefix, _, _, needs in SETTING_LINES:
        if kit.has(needs):
            row += 1
            _write_setting(kit, sheet, row, last, prefix)
            texts = [f"{r[1]}. Sumber: {r[2]}" for r in setting_rows()[prefix]]
            # Choices are made on Beranda later: there is room for the longest one.
            sheet.set_row(row, row_height(*((text, room) for text in texts)))
    return row + 2


def _write_setting(kit: Kit, sheet: Worksheet, row: int, last: int, prefix: str) -> None:
    """Write one setting: what was chosen, what it means with its source, how sure that is."""
    style = kit.styles("note", bottom=1, bottom_color=LINE, font_size=11)
    areas = (("pilihan", 0, 1), ("arti", 2, last - 1), ("kepastian", last, last))
    for part, first, end in areas:
        if first != end:
            sheet.merge_range(row, first, row, end, "", style)
        kit.write_live(f"setelan_{prefix}_{part}", sheet, (row, first), style)
