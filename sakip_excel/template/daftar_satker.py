"""The roster of a province: which satkers must report, where to reach them, and until when."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook

from sakip_excel.forms.base import Field, Form, Kind
from sakip_excel.forms.identitas import IDENTITAS, PROVINCES
from sakip_excel.report.layout import TEMPLATE_VERSION
from sakip_excel.template import ROSTER
from sakip_excel.template.page import lines, set_print
from sakip_excel.template.places import REACH
from sakip_excel.template.styles import INPUT_TAB, Styles
from sakip_excel.template.validation import validation_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_KODE, _NAMA = IDENTITAS["kode_satker"], IDENTITAS["nama_satker"]

DAFTAR_SATKER = Form(
    key=ROSTER,
    area="GB",
    sheet="Daftar Satker",
    title="Daftar Satker",
    purpose="Satker yang wajib melapor pada satu triwulan, alamat emailnya, dan batas waktunya.",
    table="tblDaftarSatker",
    spare_rows=40,
    columns=(
        Field(
            "kode_satker",
            _KODE.heading,
            Kind.CODE,
            _KODE.help,
            required=True,
            unique=True,
            pattern=_KODE.pattern,
            pattern_hint=_KODE.pattern_hint,
            example=_KODE.example,
            width=14,
        ),
        Field(
            "nama_satker",
            _NAMA.heading,
            Kind.TEXT,
            _NAMA.help,
            required=True,
            example=_NAMA.example,
            width=44,
        ),
        Field(
            "provinsi",
            "Provinsi",
            Kind.CHOICE,
            "Pilih dari daftar.",
            choices=PROVINCES,
            example="Sumatera Selatan",
            width=28,
        ),
        Field(
            "email",
            "Email",
            Kind.EMAIL,
            "Alamat untuk balasan dan pengingat. Tanpa alamat, surat disiapkan sebagai konsep.",
            example="subbag.perencanaan@contoh.go.id",
            width=38,
            aliases=("alamat email", "surel", "e-mail"),
        ),
        Field(
            "batas_waktu",
            "Batas waktu",
            Kind.DATE,
            "Tanggal terakhir laporan diterima. Laporan yang datang sesudahnya tercatat terlambat.",
            example="15/01/2025",
            width=16,
            aliases=("tenggat", "batas"),
        ),
        Field(
            "nihil",
            "Nihil",
            Kind.CHOICE,
            "Ya bila satker ini tidak mempunyai apa pun untuk dilaporkan pada triwulan ini. Tidak "
            "pernah disimpulkan program dari laporan yang tidak datang.",
            choices=("Ya",),
            example="Ya",
            width=10,
        ),
    ),
    source="rancangan sakip_excel",
    certainty="konvensi",
)
"""Columns of the roster; further columns belong to whoever keeps it."""

_HELP = (
    "Petunjuk: satu baris untuk satu satker, juga yang belum pernah melapor. Salin atau tempel "
    "sampai di bawah tabel; kolom tambahan milik sendiri dibiarkan.",
    "Simpan sebagai daftar_satker.xlsx di folder laporan. Tanpa daftar ini, satker yang belum "
    "mengirim tidak dapat diketahui.",
)
_HEADER = len(_HELP) + 3
_LISTS = "Pilihan"
_PROVINCE_NAME = "daftar_provinsi"
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date of the file, no moment in time


def build_roster() -> bytes:
    """Return the empty roster as the bytes of an .xlsx file, not yet normalised."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        styles = Styles(book)
        book.set_properties(
            {"title": DAFTAR_SATKER.title, "author": "sakip_excel", "created": _CREATED}
        )
        book.set_custom_property("sakip_templat", ROSTER)
        book.set_custom_property("sakip_templat_versi", TEMPLATE_VERSION)
        sheet = book.add_worksheet(DAFTAR_SATKER.sheet)
        sheet.set_tab_color(INPUT_TAB)
        _write_choices(book, styles)
        _write_head(sheet, styles)
        _write_table(sheet, styles)
        _set_view(sheet)
    return target.getvalue()


def _write_choices(book: Workbook, styles: Styles) -> None:
    """Write the provinces on a sheet of their own: together they are too long for a cell's list."""
    sheet = book.add_worksheet(_LISTS)
    sheet.write_string(0, 0, "Provinsi", styles("list_header"))
    sheet.write_column(1, 0, PROVINCES, styles("plain"))
    sheet.set_column(0, 0, 30)
    set_print(sheet, landscape=False)
    sheet.hide()
    book.define_name(_PROVINCE_NAME, f"={_LISTS}!$A$2:$A${len(PROVINCES) + 1}")


def _write_head(sheet: Worksheet, styles: Styles) -> None:
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, DAFTAR_SATKER.title, styles("title"))
    sheet.write_string(1, 0, DAFTAR_SATKER.purpose, styles("purpose"))
    for row, text in enumerate(_HELP, 2):
        sheet.write_string(row, 0, text, styles("soft", valign="vcenter"))


def _write_table(sheet: Worksheet, styles: Styles) -> None:
    fields = DAFTAR_SATKER.columns
    last = _HEADER + DAFTAR_SATKER.spare_rows
    columns = [
        {"header": f.heading, "header_format": styles.header(f), "format": styles.field(f)}
        for f in fields
    ]
    options = {"name": DAFTAR_SATKER.table, "style": None, "columns": columns}
    sheet.add_table(_HEADER, 0, last, len(fields) - 1, {**options, "banded_rows": False})
    sheet.set_row(_HEADER, 15 * max(2, *(lines(f.heading, f.width - 3) for f in fields)) + 4)
    for number, field in enumerate(fields):
        sheet.set_column(number, number, field.width)
        for row in range(_HEADER + 1, last + 1):
            sheet.write_blank(row, number, None, styles.field(field))
        rule = validation_of(field, {"provinsi": _PROVINCE_NAME})
        sheet.data_validation(_HEADER + 1, number, REACH, number, rule)
    area = xl_range(_HEADER + 1, 0, REACH, 1)
    sheet.ignore_errors({"number_stored_as_text": area})


def _set_view(sheet: Worksheet) -> None:
    first = _HEADER + 1
    sheet.freeze_panes(first, 2)
    sheet.set_selection(first, 0, first, 0)
    sheet.repeat_rows(_HEADER)
    set_print(sheet)
