"""The sheet Ringkasan: key figures, lists and the settings behind them, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from sakip_excel.report.layout import BLOCK_ROWS, BLOCKS, FIGURES, RINGKASAN_SHEET
from sakip_excel.template.form_sheet import write_computed_cell
from sakip_excel.template.page import add_marks, set_print, write_head
from sakip_excel.template.places import Place
from sakip_excel.template.styles import BAR, LINE, PANEL
from sakip_excel.template.validation import validation_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.forms import Field, Form
    from sakip_excel.template.kit import Kit

_TOP = 4
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
_QUARTERS = ("TW I", "TW II", "TW III", "TW IV")
_BAR_COLUMNS = {"Capaian (%)", "Serapan (%)"}
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
            row = _place_group(place, FIGURES[key], row + 1, column) + 1
    return place


def _place_group(place: Place, fields: Sequence[Field], row: int, column: int) -> int:
    """Place one group below its title; quarters side by side, other figures one a row."""
    for field in fields:
        quarter = _quarter(field.key)
        if quarter:
            line = 0 if "rencana" in field.key else 1
            place.cells[field.key] = (row + line, column + 1 + quarter)
        else:
            row = max(row, *(r + 1 for r, c in place.cells.values() if c >= column), row)
            place.cells[field.key] = (row, column + _SPAN - 1)
            row += 1
    return row


def _quarter(key: str) -> int:
    """Return the quarter of a figure such as ``rk_rencana_tw2``, 0 for other figures."""
    return int(key[-1]) if key[:-1].endswith("_tw") else 0
