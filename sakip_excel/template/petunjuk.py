"""The sheet Petunjuk: how to fill in every column, made from the declarations of the forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms import Field, Form, Kind
from sakip_excel.report.layout import PETUNJUK
from sakip_excel.template.page import row_height, set_print, write_head

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit

_WIDTHS = (36, 82, 40, 10, 11)
_HEADINGS = ("Kolom", "Isi", "Contoh", "Wajib", "Dihitung")
GENERAL = (
    (
        "Warna sel",
        "Kuning: diisi. Abu-abu miring: dihitung, jangan diketik. Bila rumusnya tertimpa, Proses "
        "mengembalikannya dan mencatat angka yang tertimpa.",
    ),
    (
        "Kosong, 0 dan tidak ada kasus",
        "Tiga hal yang berbeda. Kosong berarti belum ada data; 0 berarti hasilnya nol; 'Ya' pada "
        "Tidak ada kasus berarti tidak ada yang dapat diukur.",
    ),
    (
        "Angka",
        "Ketik angka saja. Rupiah penuh tanpa Rp dan tanpa titik; desimal mengikuti pengaturan "
        "Excel di komputer ini.",
    ),
    (
        "Persen",
        "90% dan 90 dibaca sama pada indikator persentase. Satuan ditulis di kolom Satuan.",
    ),
    (
        "Menambah baris",
        "Ketik tepat di bawah baris terakhir tabel; tabel memanjang sendiri. Kolom dan lembar "
        "tambahan milik Anda dibiarkan.",
    ),
    (
        "Membaca temuan",
        "Sel merah = galat, harus diperbaiki. Kuning tua = peringatan, perbaiki atau jelaskan. "
        "Biru = info. Penjelasan dan langkahnya ada di lembar Validasi; klik Buka.",
    ),
    (
        "Tidak dapat dihitung",
        "Penyebutnya 0 atau isiannya bukan angka. Tidak pernah diganti dengan 0% atau 100%.",
    ),
    (
        "Rumus dan sumber",
        "Tidak semua rumus berasal dari peraturan. Sumber dan kepastiannya tercetak di bawah dan "
        "di lembar Referensi; 'konvensi' berarti kesepakatan alat ini.",
    ),
)


def write_petunjuk(kit: Kit) -> None:
    """Write general advice, then one list of columns for each form."""
    sheet = kit.sheets[PETUNJUK]
    write_head(kit, sheet, "Petunjuk", "Cara mengisi, kolom demi kolom.")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _section(kit, sheet, 4, "Umum")
    for title, text in GENERAL:
        sheet.write_string(row, 0, title, kit.styles("key"))
        sheet.write_string(row, 1, text, kit.styles("row"))
        sheet.set_row(row, row_height((title, _WIDTHS[0]), (text, _WIDTHS[1])))
        row += 1
    for form in kit.template.forms:
        row = _write_form(kit, sheet, row + 1, form)
    sheet.freeze_panes(3, 0)
    sheet.set_selection(3, 0, 3, 0)
    sheet.repeat_rows(0)
    set_print(sheet)


def _section(kit: Kit, sheet: Worksheet, row: int, title: str) -> int:
    for column in range(len(_WIDTHS)):
        sheet.write_blank(row, column, None, kit.styles("section"))
    sheet.write_string(row, 0, title, kit.styles("section"))
    return row + 1


def _write_form(kit: Kit, sheet: Worksheet, row: int, form: Form) -> int:
    """Write purpose, source and the columns of a form; return the next free row."""
    row = _section(kit, sheet, row, f"{form.sheet}: {form.title}")
    sheet.write_string(row, 0, form.purpose, kit.styles("purpose"))
    source = f"Sumber: {form.source}. Kepastian: {form.certainty}."
    sheet.write_string(row + 1, 0, source, kit.styles("soft"))
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(row + 2, column, heading, kit.styles("list_header"))
    row += 3
    for field in (*form.cells, *form.columns):
        if not field.hidden:
            _write_field(kit, sheet, row, field)
            row += 1
    return row


def _write_field(kit: Kit, sheet: Worksheet, row: int, field: Field) -> None:
    example = field.example if field.is_input else ""
    if field.kind is Kind.CHOICE and field.choices:
        listed = ", ".join(field.choices)
        example = listed if len(listed) <= 60 else example
    center = kit.styles("row", align="center")
    sheet.write_string(row, 0, field.heading, kit.styles("key"))
    sheet.write_string(row, 1, field.help, kit.styles("row"))
    sheet.write_string(row, 2, example, kit.styles("row", num_format="@"))
    sheet.write_string(row, 3, "Ya" if field.required else "", center)
    sheet.write_string(row, 4, "Ya" if not field.is_input else "", center)
    texts = (field.heading, field.help, example)
    sheet.set_row(row, row_height(*zip(texts, _WIDTHS, strict=False)))
