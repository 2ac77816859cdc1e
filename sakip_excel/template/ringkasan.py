"""The sheet Ringkasan: key figures, lists and the settings behind them, ready to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from sakip_excel.report.halaman import NOT_READY, READY
from sakip_excel.report.layout import BLOCK_ROWS, BLOCKS, FIGURES, RINGKASAN_SHEET
from sakip_excel.report.live import SETTING_LINES, SETTING_PARTS
from sakip_excel.template.form_sheet import write_computed_cell
from sakip_excel.template.grafik import ROWS, write_charts
from sakip_excel.template.page import add_marks, set_print, write_context, write_head
from sakip_excel.template.places import Place
from sakip_excel.template.styles import GOOD, INK_SOFT, LINE, MARKS, PANEL, SLATE
from sakip_excel.template.validation import validation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.forms import Field, Form
    from sakip_excel.template.kit import Kit
    from sakip_excel.template.places import Position

_BAND, _TOP = 4, 6
_SPAN = 6
_GAP = 2.5
_WIDTHS = {
    "blok_sasaran": (9, 40, 11, 10, 13, 21),
    "blok_anggaran": (13, 40, 19, 19, 12, 21),
}
_TITLES = {"anggaran": "Anggaran", "kinerja": "Kinerja", "rak": "Rencana aksi (RAK)"}
_LISTS = {
    "blok_sasaran": ("kinerja", "Capaian menurut tujuan dan sasaran"),
    "blok_anggaran": ("anggaran", "Anggaran menurut program dan kegiatan"),
}
_WORDS = {
    "kinerja": {"rk_per_predikat": "Indikator menurut predikat"},
    "anggaran": {
        "rk_terbilang_pagu": "Pagu",
        "rk_terbilang_realisasi": "Realisasi",
    },
}
"""Texts below the figures of a group, by defined name."""
_SCALE = 56
"""Print scale in percent: page one in full on A4, and so on F4, which is longer and wider.

"Fit to one page wide" would do the same, but with it Excel takes no notice of the page break
before the lists.
"""
_SIGN_ROWS = 3
_FIGURE_HEIGHT, _WORDS_HEIGHT, _SETTING_HEIGHT = 17.25, 26.25, 27
_QUARTERS = ("TW I", "TW II", "TW III", "TW IV")
_NUMBERS = {
    "Indikator": "0",
    "Dihitung": "0",
    "Capaian (%)": "0.00%",
    "Pagu (Rp)": "#,##0",
    "Realisasi (Rp)": "#,##0",
    "Serapan (%)": "0.00%",
    "Efisiensi (%)": "0.00%",
}


def _spans(has: Callable[[str], bool]) -> list[list[str]]:
    """Return the figures that stand under one another, for each half of the page."""
    halves = [[key for key in ("kinerja", "rak") if has(key)], ["anggaran"]]
    return [keys for keys in halves if any(has(key) for key in keys)]


def _start(span: int) -> int:
    """Return the first column of a half of the page."""
    return span * (_SPAN + 1)


def ringkasan_place(form: Form, has: Callable[[str], bool]) -> Place:
    """Return where the key figures stand.

    Args:
        form: Ringkasan as a form of named cells.
        has: tells whether the template has a form.
    """
    place = Place(form)
    for span, keys in enumerate(_spans(has)):
        row, column = _TOP, _start(span)
        for key in keys:
            row = _place_group(place, FIGURES[key], row + 1, column) + len(_WORDS.get(key, ())) + 1
    return place


def _place_group(place: Place, fields: Sequence[Field], row: int, column: int) -> int:
    """Place one group below its title: quarters side by side, other figures one a row."""
    by_quarter = [field for field in fields if _quarter(field.key)]
    for field in by_quarter:
        line = row if "rencana" in field.key else row + 1
        place.cells[field.key] = (line, column + 1 + _quarter(field.key))
    row += 2 if by_quarter else 0
    for field in fields:
        if field not in by_quarter:
            place.cells[field.key] = (row, column + _SPAN - 1)
            row += 1
    return row


def _quarter(key: str) -> int:
    """Return the quarter of a figure such as ``rk_rencana_tw2``, 0 for other figures."""
    return int(key[-1]) if key[:-1].endswith("_tw") else 0


def write_ringkasan(kit: Kit) -> None:
    """Write the summary: one page of figures, charts and signatures, then the lists."""
    sheet, place = kit.sheets[RINGKASAN_SHEET], kit.places["ringkasan"]
    lists = [name for name, (form, _) in _LISTS.items() if kit.has(form)]
    names = lists or ["blok_sasaran"]
    last = _start(len(names) - 1) + _SPAN - 1
    _set_columns(sheet, names)
    write_head(kit, sheet, f"Ringkasan: {kit.template.title}", place.form.purpose)
    write_context(kit, sheet, "ringkasan")
    _write_band(kit, sheet, last)
    row = _write_figures(kit, sheet) + 1
    write_charts(kit, sheet, (row, 0), _pixels(names), (_TOP, last + 3))
    row += ROWS
    if any(kit.has(needs) for _, _, _, needs in SETTING_LINES):
        row = _write_settings(kit, sheet, row, last)
    row = _write_signatures(kit, sheet, row, last)
    if lists:
        sheet.set_h_pagebreaks([row])
    for span, name in enumerate(lists):
        _write_list(kit, sheet, name, row, _start(span))
    add_marks(kit, sheet, last, RINGKASAN_SHEET)
    sheet.set_selection(_TOP, 0, _TOP, 0)
    sheet.set_zoom(85)
    sheet.repeat_rows(0, 2)
    set_print(sheet)
    sheet.center_horizontally()
    if len(names) > 1:
        sheet.set_print_scale(_SCALE)


def _set_columns(sheet: Worksheet, names: Sequence[str]) -> None:
    for span, name in enumerate(names):
        for offset, width in enumerate(_WIDTHS[name]):
            sheet.set_column(_start(span) + offset, _start(span) + offset, width)
    for span in range(1, len(names)):
        sheet.set_column(_start(span) - 1, _start(span) - 1, _GAP)


def _write_figures(kit: Kit, sheet: Worksheet) -> int:
    """Write the figures with their texts; return the first free row below them."""
    end = _after_figures(kit.places["ringkasan"])
    for row in range(_TOP, end):
        sheet.set_row(row, _FIGURE_HEIGHT)
    for span, keys in enumerate(_spans(kit.has)):
        for key in keys:
            if kit.has(key):
                _write_group(kit, sheet, key, _start(span))
    return end


def _after_figures(place: Place) -> int:
    """Return the first free row below the figures and their texts."""
    ends = [
        max(place.cells[f.key][0] for f in fields) + len(_WORDS.get(key, ()))
        for key, fields in FIGURES.items()
        if fields[0].key in place.cells
    ]
    return max(ends) + 1


def _pixels(names: Sequence[str]) -> int:
    """Return the width of the halves of the page on the screen."""
    widths = [width for name in names for width in _WIDTHS[name]] + [_GAP] * (len(names) - 1)
    return sum(int(width * 7 + 5) for width in widths)


def _write_band(kit: Kit, sheet: Worksheet, last: int) -> None:
    """Write whether the report can be sent, and why not."""
    for row, height in ((_BAND - 1, 8.25), (_BAND, 26.25), (_BAND + 1, 8.25)):
        sheet.set_row(row, height)
    band = {"valign": "vcenter", "bg_color": PANEL, "top": 1, "bottom": 1}
    band |= {"top_color": SLATE, "bottom_color": SLATE}
    loud = kit.styles("plain", bold=True, font_size=13, indent=1, **band)
    calm = kit.styles("plain", text_wrap=True, **band)
    sheet.merge_range(_BAND, 0, _BAND, 1, "", loud)
    sheet.merge_range(_BAND, 2, _BAND, last, "", calm)
    kit.write_figure("kesiapan", sheet, (_BAND, 0), loud)
    kit.write_figure("kesiapan_alasan", sheet, (_BAND, 2), calm)
    for text, colours in ((READY, GOOD), (NOT_READY, MARKS["galat"])):
        rule = {"type": "formula", "criteria": f'=$A${_BAND + 1}="{text}"'}
        sheet.conditional_format(
            _BAND, 0, _BAND, last, {**rule, "format": kit.styles.rule(**colours)}
        )


def _write_signatures(kit: Kit, sheet: Worksheet, row: int, last: int) -> int:
    """Write who signs, by job title and without names; return the next free row."""
    plain = kit.styles("plain")
    right = max(last - 3, 2)
    sheet.write_string(row + 1, 1, "Mengetahui,", plain)
    kit.write_figure("ttd_tanggal", sheet, (row, right), plain)
    sheet.write_string(row + 1, right, "Penyusun,", plain)
    kit.write_figure("ttd_jabatan", sheet, (row + 2, 1), plain)
    kit.write_figure("ttd_penyusun", sheet, (row + 2, right), plain)
    line = row + 2 + _SIGN_ROWS
    for column in (1, right):
        sheet.write_string(
            line, column, "(....................................................)", plain
        )
        sheet.write_string(line + 1, column, "NIP", plain)
    return line + 3


def _section(kit: Kit, sheet: Worksheet, row: int, column: int, title: str, width: int) -> None:
    for number in range(column, column + width):
        sheet.write_blank(row, number, None, kit.styles("section"))
    sheet.write_string(row, column, title, kit.styles("section"))


def _write_group(kit: Kit, sheet: Worksheet, key: str, column: int) -> None:
    """Write the figures of one form: title, labels on the left, values on the right."""
    place = kit.places["ringkasan"]
    first = min(place.cells[field.key][0] for field in FIGURES[key])
    _section(kit, sheet, first - 1, column, _TITLES[key], _SPAN)
    if any(_quarter(field.key) for field in FIGURES[key]):
        for offset, heading in enumerate(_QUARTERS, start=2):
            style = kit.styles("section", align="right", font_size=10)
            sheet.write_string(first - 1, column + offset, heading, style)
    for field in FIGURES[key]:
        _write_figure(kit, sheet, field, column)
    row = max(place.cells[field.key][0] for field in FIGURES[key])
    for name, label in _WORDS.get(key, {}).items():
        row += 1
        _write_words(kit, sheet, (row, column), name, label)


def _write_words(kit: Kit, sheet: Worksheet, position: Position, name: str, label: str) -> None:
    """Write a text that needs more room than a figure."""
    row, column = position
    sheet.set_row(row, _WORDS_HEIGHT)
    words = kit.styles("figure_label", text_wrap=True, font_size=9, font_color=INK_SOFT)
    first = column + (1 if name.startswith("rk_terbilang") else 2)
    sheet.write_string(row, column, label, kit.styles("figure_label"))
    for number in range(column + 1, first):
        sheet.write_blank(row, number, None, kit.styles("figure_label"))
    sheet.merge_range(row, first, row, column + _SPAN - 1, "", words)
    kit.write_figure(name, sheet, (row, first), words)


def _write_figure(kit: Kit, sheet: Worksheet, field: Field, column: int) -> None:
    place = kit.places["ringkasan"]
    row, value_column = place.cells[field.key]
    style = kit.styles("figure_label")
    if _quarter(field.key) < 2:
        for number in range(column, value_column):
            sheet.write_blank(row, number, None, style)
        label = field.heading.removesuffix(" TW I") if _quarter(field.key) else field.heading
        if field.help:
            note = kit.styles("soft")
            sheet.write_rich_string(row, column, f"{label}  ", note, field.help, style)
        else:
            sheet.write_string(row, column, label, style)
    write_computed_cell(kit, sheet, place, field.key, "figure")
    sheet.data_validation(row, value_column, row, value_column, validation_of(field, {}))


def _write_settings(kit: Kit, sheet: Worksheet, row: int, last: int) -> int:
    """Write the settings in force with meaning, source and certainty; return the next free row."""
    _section(kit, sheet, row, 0, "Pengaturan yang dipakai", last + 1)
    for prefix, _, _, needs in SETTING_LINES:
        if kit.has(needs):
            row += 1
            _write_setting(kit, sheet, row, last, prefix)
    return row + 2


def _write_setting(kit: Kit, sheet: Worksheet, row: int, last: int, prefix: str) -> None:
    """Write one setting: what was chosen, what it means with its source, how sure that is."""
    style = kit.styles("note", bottom=1, bottom_color=LINE, font_size=10)
    areas = ((0, 1), (2, last - 1), (last, last))
    for part, (first, end) in zip(SETTING_PARTS, areas, strict=True):
        if first != end:
            sheet.merge_range(row, first, row, end, "", style)
        kit.write_live(f"setelan_{prefix}_{part}", sheet, (row, first), style)
    sheet.set_row(row, _SETTING_HEIGHT if last > _SPAN else 56)


def _write_list(kit: Kit, sheet: Worksheet, name: str, row: int, column: int) -> None:
    """Write title and headings of a list and prepare the rows that the program fills."""
    headings = BLOCKS[name]
    _section(kit, sheet, row, column, _LISTS[name][1], _SPAN)
    header = row + 1
    sheet.set_row(header, 20)
    for offset, heading in enumerate(headings):
        align = "right" if heading in _NUMBERS else "left"
        style = kit.styles("list_header", align=align, indent=_indent(heading))
        sheet.write_string(header, column + offset, heading, style)
    kit.name(name, sheet, (header, column), header, column + _SPAN - 1)
    for line in range(header + 1, header + 1 + BLOCK_ROWS):
        for offset, heading in enumerate(headings):
            # A formula that is typed again in a text cell would stay text.
            form = "General" if heading == "Predikat" else _NUMBERS.get(heading, "@")
            align = "right" if heading in _NUMBERS else "left"
            style = kit.styles("wrap", num_format=form, align=align, indent=_indent(heading))
            sheet.write_blank(line, column + offset, None, style)
    _shade_list(kit, sheet, name, header + 1, column)


def _indent(heading: str) -> int:
    """Return 1 for a text that stands beside a figure."""
    return int(heading == "Predikat")


def _shade_list(kit: Kit, sheet: Worksheet, name: str, first: int, column: int) -> None:
    """Draw lines under filled rows and set off the upper level."""
    last, end = first + BLOCK_ROWS - 1, column + _SPAN - 1
    code = xl_rowcol_to_cell(first, column, col_abs=True)
    text = xl_rowcol_to_cell(first, column + 1, col_abs=True)
    upper = f'ISERROR(FIND(".",{code}))' if name == "blok_sasaran" else _ends_in_letter(code)
    rules = (
        (f'=AND({text}<>"",{upper})', {"bold": True, "bg_color": PANEL}),
        (f'={text}<>""', {"bottom": 1, "bottom_color": LINE}),
    )
    for criteria, properties in rules:
        rule = {"type": "formula", "criteria": criteria, "format": kit.styles.rule(**properties)}
        sheet.conditional_format(first, column, last, end, rule)


def _ends_in_letter(cell: str) -> str:
    """Return a formula: no code at all (a total), or one of letters such as ``CQ``."""
    return f"ISERROR(VALUE(RIGHT({cell},1)))"
