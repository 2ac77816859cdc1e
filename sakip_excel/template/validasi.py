"""The sheet Validasi: the findings, one row each, for the program to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from sakip_excel.report.layout import (
    CONFIRMED,
    VALIDASI,
    VALIDASI_COLUMNS,
    VALIDASI_PRINTED,
    VALIDASI_TABLE,
)
from sakip_excel.template.page import CONTEXT_ROW, set_print, write_context, write_head
from sakip_excel.template.places import REACH
from sakip_excel.template.styles import INPUT_FILL, LINE, MARKS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit

_HEADER = 5
_ROWS = 8


def write_validasi(kit: Kit) -> None:
    """Write the empty list of findings with its colours."""
    sheet = kit.sheets[VALIDASI]
    purpose = "Temuan pemeriksaan terakhir; yang harus diperbaiki lebih dahulu. Diisi program."
    write_head(kit, sheet, "Validasi", purpose)
    write_context(kit, sheet, "validasi", 2)
    kit.write_live("kalimat_temuan", sheet, (3, 0), kit.styles("context"))
    help_text = (
        "Klik Buka untuk menuju selnya. Pilih 'Sudah diperiksa' bila temuan sudah dijelaskan."
    )
    sheet.write_string(4, 0, help_text, kit.styles("soft", valign="vcenter"))
    _write_table(kit, sheet)
    _colour_rows(kit, sheet)
    column = _index("konfirmasi")
    sheet.data_validation(
        _HEADER + 1,
        column,
        REACH,
        column,
        {
            "validate": "list",
            "source": [CONFIRMED],
            "error_type": "warning",
            "input_title": "Konfirmasi",
            "input_message": f"Pilih '{CONFIRMED}' bila temuan ini sudah diperiksa.",
            "error_title": "Konfirmasi",
            "error_message": f"Pilih '{CONFIRMED}' dari daftar atau kosongkan.",
        },
    )
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.set_selection(_HEADER + 1, 0, _HEADER + 1, 0)
    sheet.set_zoom(85)
    sheet.repeat_rows(CONTEXT_ROW, _HEADER)
    set_print(sheet)
    # Whole columns, of which Excel prints the rows that are filled; spelled with their rows,
    # because other readers do not know the short form that XlsxWriter would write.
    last = xl_col_to_name(_index(VALIDASI_PRINTED), col_abs=True)
    sheet.print_area_range = f"{VALIDASI}!$A$1:{last}${sheet.xls_rowmax}"


def _index(wanted: str) -> int:
    return [key for key, _, _ in VALIDASI_COLUMNS].index(wanted)


def _write_table(kit: Kit, sheet: Worksheet) -> None:
    columns = []
    for number, (key, heading, width) in enumerate(VALIDASI_COLUMNS):
        sheet.set_column(number, number, width)
        columns.append(
            {
                "header": heading,
                "header_format": kit.styles("list_header"),
                "format": _cell_format(kit, key),
            }
        )
    sheet.set_row(_HEADER, 24)
    area = (_HEADER, 0, _HEADER + _ROWS, len(columns) - 1)
    sheet.add_table(
        *area,
        {"name": VALIDASI_TABLE, "style": None, "columns": columns, "banded_rows": False},
    )
    for row in range(_HEADER + 1, _HEADER + _ROWS + 1):
        for number, column in enumerate(columns):
            sheet.write_blank(row, number, None, column["format"])


def _cell_format(kit: Kit, key: str) -> object:
    if key == "tautan":
        return kit.styles("link", valign="top", align="center")
    if key == "konfirmasi":
        return kit.styles("wrap", num_format="@")
    align = "center" if key in {"nomor", "kode", "sel"} else "left"
    form = "0" if key == "nomor" else "@"
    return kit.styles("wrap", align=align, num_format=form)


def _colour_rows(kit: Kit, sheet: Worksheet) -> None:
    """Colour the severity and draw lines, both only where a row is filled."""
    level = _index("tingkat")
    first = _HEADER + 1
    reference = f"${xl_col_to_name(level)}{first + 1}"
    for severity, style in MARKS.items():
        rule = {
            "type": "formula",
            "criteria": f'={reference}="{severity.capitalize()}"',
            "format": kit.styles.rule(**style),
        }
        sheet.conditional_format(first, level, REACH, level, rule)
    confirm = _index("konfirmasi")
    fill = kit.styles.rule(bg_color=INPUT_FILL, bottom=1, bottom_color=LINE)
    rule = {"type": "formula", "criteria": f'={reference}<>""', "format": fill}
    sheet.conditional_format(first, confirm, REACH, confirm, rule)
    line = kit.styles.rule(bottom=1, bottom_color=LINE)
    rule = {"type": "formula", "criteria": f'={reference}<>""', "format": line}
    sheet.conditional_format(first, 0, REACH, len(VALIDASI_COLUMNS) - 1, rule)
