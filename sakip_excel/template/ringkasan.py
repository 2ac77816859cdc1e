"""The page Ringkasan: figures, charts, short lists and signatures on one sheet of A4 or F4.

It is fitted to one page; at its size nothing on A4 is printed smaller than 7 points, and F4 is
larger both ways. Every row has a fixed height, so that no text can push the signatures away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.report.halaman import NOT_READY, READY
from sakip_excel.report.layout import (
    DETAIL_SHEET,
    FIGURES,
    KEY_BLOCKS,
    KEY_ROWS,
    RINGKASAN_SHEET,
)
from sakip_excel.report.live import SETTING_LINES
from sakip_excel.template.blok import (
    LISTS,
    SPAN,
    halves,
    set_columns,
    start,
    width_of,
    write_list,
    write_section,
)
from sakip_excel.template.form_sheet import write_computed_cell
from sakip_excel.template.grafik import ROWS, write_charts
from sakip_excel.template.page import add_marks, set_print, write_context, write_head
from sakip_excel.template.places import Place
from sakip_excel.template.styles import GOOD, INK_COMPUTED, INK_SOFT, MARKS, PANEL, SLATE
from sakip_excel.template.validation import validation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.forms import Field, Form
    from sakip_excel.template.kit import Kit
    from sakip_excel.template.places import Position

_BAND, _TOP = 4, 6
_HEIGHT, _TITLE_HEIGHT, _GAP_HEIGHT, _BAND_HEIGHT, _SIGN_HEIGHT = 13, 16.5, 5, 20, 12
_HEAD_HEIGHTS = (24, 13.5, 15.75)
_SIGN_ROWS = 2
_QUARTER_COLUMNS = {"rencana": 4, "realisasi": 5}
"""Columns of the left half in which the quarters stand below one another."""
_DONE = {"rk_direncanakan": (5, 4), "rk_terlaksana": (5, 5), "rk_capaian_rak": (6, 5)}
"""Row below the title and column of the other figures of RAK."""
_DONE_LABELS = {5: "s.d. TW ini", 6: "Capaian (%)"}
_WORDS = {"rk_terbilang_pagu": "Pagu", "rk_terbilang_realisasi": "Realisasi"}
_VALUE_COLUMN = {"kinerja": 2, "anggaran": 4}
"""Columns from the start of its half at which the figures of a form stand."""


def ringkasan_place(form: Form, has: Callable[[str], bool]) -> Place:
    """Return where the key figures stand.

    Args:
        form: Ringkasan as a form of named cells.
        has: tells whether the template has a form.
    """
    place = Place(form)
    for key, column in _VALUE_COLUMN.items():
        if has(key):
            for row, field in enumerate(FIGURES[key], _TOP + 1):
                place.cells[field.key] = (row, _column(key, has) + column)
    if has("rak"):
        for field in FIGURES["rak"]:
            place.cells[field.key] = _rak_position(field.key)
    return place


def _rak_position(key: str) -> Position:
    if key in _DONE:
        below, column = _DONE[key]
        return _TOP + below, column
    _, kind, quarter = key.split("_")
    return _TOP + int(quarter[-1]), _QUARTER_COLUMNS[kind]


def _column(key: str, has: Callable[[str], bool]) -> int:
    """Return the first column of a form's figures."""
    if key == "rak":
        return 3 if has("kinerja") else 0
    return start(halves(has).index("blok_anggaran")) if key == "anggaran" else 0


def write_ringkasan(kit: Kit) -> None:
    """Write the summary."""
    sheet, place = kit.sheets[RINGKASAN_SHEET], kit.places["ringkasan"]
    names = halves(kit.has)
    last = set_columns(sheet, names)
    write_head(kit, sheet, f"Ringkasan: {kit.template.title}", place.form.purpose)
    for row, height in enumerate(_HEAD_HEIGHTS):
        sheet.set_row(row, height)
    write_context(kit, sheet, "ringkasan")
    _write_band(kit, sheet, last)
    row = _write_figures(kit, sheet)
    pixels = int(width_of(names) * 7) + 5 * (last + 1)
    write_charts(kit, sheet, (_gap(sheet, row), 0), pixels, (_BAND, last + 3))
    row = _write_lists(kit, sheet, _gap(sheet, row) + ROWS)
    row = _write_settings(kit, sheet, row)
    row = _write_signatures(kit, sheet, _gap(sheet, row), last)
    add_marks(kit, sheet, last, RINGKASAN_SHEET)
    _set_view(sheet, row, last)


def _set_view(sheet: Worksheet, row: int, last: int) -> None:
    sheet.set_selection(_TOP, 0, _TOP, 0)
    sheet.set_zoom(100)
    set_print(sheet)
    sheet.set_margins(left=0.3, right=0.3, top=0.3, bottom=0.45)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    # What people write beside or below must not make the page smaller.
    sheet.print_area(0, 0, row, last)


def _gap(sheet: Worksheet, row: int) -> int:
    """Leave a little air; return the next row."""
    sheet.set_row(row, _GAP_HEIGHT)
    return row + 1


def _write_band(kit: Kit, sheet: Worksheet, last: int) -> None:
    """Write whether the report can be sent, and why not."""
    for row in (_BAND - 1, _BAND + 1):
        sheet.set_row(row, _GAP_HEIGHT)
    sheet.set_row(_BAND, _BAND_HEIGHT)
    band = {"valign": "vcenter", "bg_color": PANEL, "top": 1, "bottom": 1}
    band |= {"top_color": SLATE, "bottom_color": SLATE}
    loud = kit.styles("plain", bold=True, font_size=12, indent=1, **band)
    calm = kit.styles("plain", font_size=10, shrink=True, **band)
    sheet.merge_range(_BAND, 0, _BAND, 1, "", loud)
    sheet.merge_range(_BAND, 2, _BAND, last, "", calm)
    kit.write_figure("kesiapan", sheet, (_BAND, 0), loud)
    kit.write_figure("kesiapan_alasan", sheet, (_BAND, 2), calm)
    for text, colours in ((READY, GOOD), (NOT_READY, MARKS["galat"])):
        rule = {"type": "formula", "criteria": f'=$A${_BAND + 1}="{text}"'}
        sheet.conditional_format(
            _BAND, 0, _BAND, last, {**rule, "format": kit.styles.rule(**colours)}
        )


def _write_figures(kit: Kit, sheet: Worksheet) -> int:
    """Write the figures with their texts; return the first free row below them."""
    if kit.has("kinerja"):
        _write_group(kit, sheet, "kinerja", "Kinerja", 3)
        _write_classes(kit, sheet)
    if kit.has("rak"):
        _write_rak(kit, sheet)
    if kit.has("anggaran"):
        _write_group(kit, sheet, "anggaran", "Anggaran", SPAN)
        _write_words(kit, sheet)
    figures = kit.places["ringkasan"].cells.values()
    end = max(row for row, _ in figures) + 1 + (len(_WORDS) if kit.has("anggaran") else 0)
    sheet.set_row(_TOP, _TITLE_HEIGHT)
    for row in range(_TOP + 1, end):
        sheet.set_row(row, _HEIGHT)
    return end


def _write_group(kit: Kit, sheet: Worksheet, key: str, title: str, width: int) -> None:
    """Write the figures of one form: title, labels on the left, values on the right."""
    column = _column(key, kit.has)
    write_section(kit, sheet, (_TOP, column), title, width)
    for field in FIGURES[key]:
        row, value = kit.places["ringkasan"].cells[field.key]
        _write_label(kit, sheet, field, (row, column), value)
        if column + width > value + 1:
            style = kit.styles.field(field, "figure")
            sheet.merge_range(row, value, row, column + width - 1, "", style)
        _write_value(kit, sheet, field)


def _write_label(kit: Kit, sheet: Worksheet, field: Field, position: Position, end: int) -> None:
    """Write what a figure is, with a word of caution where one belongs there."""
    row, column = position
    style = kit.styles("figure_label")
    for number in range(column, end):
        sheet.write_blank(row, number, None, style)
    if field.help:
        note = kit.styles("soft", font_size=10)
        sheet.write_rich_string(row, column, f"{field.heading}  ", note, field.help, style)
    else:
        sheet.write_string(row, column, field.heading, style)


def _write_value(kit: Kit, sheet: Worksheet, field: Field) -> None:
    place = kit.places["ringkasan"]
    row, column = place.cells[field.key]
    # A reason in words may run over the empty cell on its left; the merged ones have room.
    narrow = field in FIGURES["kinerja"]
    write_computed_cell(kit, sheet, place, field.key, "figure", shrink=not narrow)
    sheet.data_validation(row, column, row, column, validation_of(field, {}))


def _write_classes(kit: Kit, sheet: Worksheet) -> None:
    """Write how many indikator are in each class, below the figures of Kinerja."""
    row = _TOP + 1 + len(FIGURES["kinerja"])
    words = kit.styles("plain", text_wrap=True, valign="top", font_size=10)
    sheet.write_string(row, 0, "Indikator menurut predikat:", kit.styles("plain", font_size=10))
    sheet.merge_range(row + 1, 0, row + 3, 2, "", words)
    kit.write_figure("rk_per_predikat", sheet, (row + 1, 0), words)


def _write_rak(kit: Kit, sheet: Worksheet) -> None:
    """Write planned and done actions, a quarter a row."""
    column = _column("rak", kit.has)
    heading = kit.styles("section", font_size=10, align="right", font_color=INK_COMPUTED)
    write_section(kit, sheet, (_TOP, column), "  RAK", SPAN - column)
    for kind, label in (("rencana", "Direncanakan"), ("realisasi", "Terlaksana")):
        sheet.write_string(_TOP, _QUARTER_COLUMNS[kind], label, heading)
    style = kit.styles("figure_label")
    quarters = {number: f"TW {roman}" for number, roman in enumerate(("I", "II", "III", "IV"), 1)}
    for below, label in (quarters | _DONE_LABELS).items():
        for number in range(column, SPAN):
            sheet.write_blank(_TOP + below, number, None, style)
        sheet.write_string(_TOP + below, column, label, kit.styles("figure_label", indent=1))
    for field in FIGURES["rak"]:
        _write_value(kit, sheet, field)


def _write_words(kit: Kit, sheet: Worksheet) -> None:
    """Write the amounts in words, one line each, below the figures of Anggaran."""
    column = _column("anggaran", kit.has)
    row = _TOP + 1 + len(FIGURES["anggaran"])
    style = kit.styles("figure_label")
    for name, label in _WORDS.items():
        words = kit.styles("figure_label", italic=True, shrink=True)
        sheet.write_string(row, column, label, style)
        sheet.merge_range(row, column + 1, row, column + SPAN - 1, "", words)
        kit.write_figure(name, sheet, (row, column + 1), words)
        row += 1


def _write_lists(kit: Kit, sheet: Worksheet, row: int) -> int:
    """Write the short lists; return the first free row below them."""
    if not any(kit.has(form) for form, _ in LISTS.values()):
        return row
    row = _gap(sheet, row)
    for half, name in enumerate(halves(kit.has)):
        column = start(half)
        write_list(kit, sheet, name, (row, column), KEY_ROWS, full=False)
        key = next(key for key, source in KEY_BLOCKS.items() if source == name)
        kit.name(key, sheet, (row + 1, column), row + 1, column + SPAN - 1)
    sheet.set_row(row, _TITLE_HEIGHT)
    for line in range(row + 1, row + 2 + KEY_ROWS):
        sheet.set_row(line, _HEIGHT)
    return row + 2 + KEY_ROWS


def _write_settings(kit: Kit, sheet: Worksheet, row: int) -> int:
    """Write the settings in force, each in its half; return the first free row below them."""
    forms = [form for form, _ in LISTS.values() if kit.has(form)]
    if not forms:
        return row
    row = _gap(sheet, row)
    style = kit.styles("plain", font_size=10, valign="vcenter", shrink=True)
    write_section(kit, sheet, (row, 0), "Pengaturan yang dipakai", _width(forms))
    sheet.set_row(row, _TITLE_HEIGHT)
    end = row
    for half, form in enumerate(forms):
        prefixes = [prefix for prefix, _, _, needs in SETTING_LINES if needs == form]
        for line, prefix in enumerate(prefixes, row + 1):
            sheet.merge_range(line, start(half), line, start(half) + SPAN - 1, "", style)
            kit.write_live(f"setelan_{prefix}_ringkas", sheet, (line, start(half)), style)
        end = max(end, row + len(prefixes))
    for line in range(row + 1, end + 1):
        sheet.set_row(line, _HEIGHT)
    hint = kit.styles("section", font_size=10, bold=False, font_color=INK_SOFT)
    text = f"Arti dan sumbernya: lembar {DETAIL_SHEET}"
    sheet.write_string(row, start(len(forms) - 1) or 2, text, hint)
    return end + 1


def _width(forms: Sequence[str]) -> int:
    return start(len(forms) - 1) + SPAN


def _write_signatures(kit: Kit, sheet: Worksheet, row: int, last: int) -> int:
    """Write who signs, by job title and without names; return the last row."""
    plain = kit.styles("plain", font_size=10)
    right = max(last - 3, 2)
    sheet.write_string(row + 1, 1, "Mengetahui,", plain)
    kit.write_figure("ttd_tanggal", sheet, (row, right), plain)
    sheet.write_string(row + 1, right, "Penyusun,", plain)
    kit.write_figure("ttd_jabatan", sheet, (row + 2, 1), plain)
    kit.write_figure("ttd_penyusun", sheet, (row + 2, right), plain)
    line = row + 3 + _SIGN_ROWS
    for column in (1, right):
        sheet.write_string(
            line, column, "(....................................................)", plain
        )
        sheet.write_string(line + 1, column, "NIP", plain)
    for number in range(row, line + 2):
        sheet.set_row(number, _SIGN_HEIGHT if row + 2 < number < line else _HEIGHT)
    return line + 1
