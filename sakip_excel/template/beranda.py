"""The sheet Beranda: identity, settings, status, next steps and the way to the other sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range

from sakip_excel.exchange.seal import SEAL_NOTE
from sakip_excel.exchange.seal_words import CHANGED_MARK
from sakip_excel.report.layout import (
    DETAIL_SHEET,
    PETUNJUK,
    REFERENSI,
    RINGKASAN_SHEET,
    TEMPLATE_NAMES,
    TEMPLATE_VERSION,
    VALIDASI,
)
from sakip_excel.report.tables import KALIMAT, TABLES
from sakip_excel.template.form_sheet import write_computed_cell
from sakip_excel.template.lists import list_names
from sakip_excel.template.page import add_marks, set_print
from sakip_excel.template.places import Place
from sakip_excel.template.styles import MARKS
from sakip_excel.template.validation import validation_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.forms import Form
    from sakip_excel.template.kit import Kit

_LABEL, _VALUE, _PANEL, _TEXT = 1, 2, 4, 5
_WIDTHS = (1, 26, 34, 2, 21, 56)
_TOP = 5
_HEIGHT, _SECTION_HEIGHT = 19, 27
BUTTONS = (3, _PANEL)
"""Position of the band in which the buttons of a macro workbook stand, counted from 0."""
BUTTON_BAND_HEIGHT = 40
BUTTON_MACROS = (
    ("Periksa", "SakipPeriksa", 92),
    ("Proses", "SakipProses", 92),
    ("Segel", "SakipSegel", 92),
    ("Kirim", "SakipKirim", 92),
    ("Periksa pemasangan", "SakipDiagnosa", 146),
)
"""Caption, macro and width in pixels of each button, from left to right."""
_BUTTON_HEIGHT, _BUTTON_GAP = 38, 8

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Satker", ("kode_satker", "nama_satker", "tingkat", "provinsi")),
    ("Periode", ("tahun", "triwulan")),
    ("DIPA", ("nomor_dipa", "revisi_dipa", "pagu_dipa", "terbilang_pagu")),
    ("Laporan", ("tanggal_laporan", "penyusun", "email_tujuan")),
    ("Pengaturan", ("skala_predikat", "batas_capaian", "metode_predikat")),
)
DEFAULTS = {
    "tingkat": "Kabupaten/Kota",
    "skala_predikat": "LAN",
    "batas_capaian": "Tanpa batas",
    "metode_predikat": "Skor, selain itu tercapai/tidak",
}
STATUS = (
    ("status_periksa", "Status", "Belum diperiksa"),
    ("jumlah_galat", "Galat (harus diperbaiki)", None),
    ("jumlah_peringatan", "Peringatan", None),
    ("jumlah_info", "Info", None),
    ("", "", None),
    ("waktu_periksa", "Diperiksa pada", None),
    ("segel", "Segel", None),
)
"""Names and labels from top to bottom; the gap stands beside a title on the left."""
_OUTPUTS = {
    RINGKASAN_SHEET: "Angka pokok pada satu halaman; semuanya dihitung.",
    DETAIL_SHEET: "Daftar lengkap dan pengaturan dengan sumbernya.",
    **{table.sheet: table.title for table in (*TABLES, KALIMAT)},
    VALIDASI: "Temuan pemeriksaan, dengan tautan ke setiap sel.",
    PETUNJUK: "Arti setiap kolom dan cara mengisinya.",
    REFERENSI: "Daftar pilihan, skala dan sumber aturan.",
}


def beranda_place(form: Form) -> Place:
    """Return where the identity and the settings stand: one field a row, in titled groups."""
    place, row = Place(form), _TOP
    for _, keys in GROUPS:
        row += 1
        for key in keys:
            place.cells[key] = (row, _VALUE)
            row += 1
    return place


def write_beranda(kit: Kit) -> None:
    """Write the sheet on which people start."""
    place = kit.places["identitas"]
    sheet = kit.sheets[place.form.sheet]
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _write_title(kit, sheet, place.form)
    for row in range(_TOP, _TOP + 36):
        sheet.set_row(row, _HEIGHT)
    _write_fields(kit, sheet, place)
    row = _write_status(kit, sheet, _TOP)
    row = _write_steps(kit, sheet, row)
    _write_contents(kit, sheet, row)
    _write_legend(kit, sheet, max(r for r, _ in place.cells.values()) + 1)
    add_marks(kit, sheet, _TEXT, place.form.sheet)
    sheet.set_selection(*place.cells["kode_satker"], *place.cells["kode_satker"])
    sheet.activate()
    sheet.set_first_sheet()
    set_print(sheet, landscape=False)
    sheet.fit_to_pages(1, 1)


def _write_title(kit: Kit, sheet: Worksheet, form: Form) -> None:
    sheet.set_row(0, 34)
    sheet.set_row(3, BUTTON_BAND_HEIGHT)
    sheet.write_string(0, _LABEL, kit.template.title, kit.styles("title"))
    sheet.write_string(1, _LABEL, form.purpose, kit.styles("purpose"))
    hint = kit.styles("purpose", text_wrap=True)
    sheet.write_rich_string(
        3,
        _LABEL,
        kit.styles("required"),
        "*",
        kit.styles("purpose"),
        " wajib diisi.",
        hint,
    )
    style = kit.styles("purpose")
    if kit.book.vba_project:
        _write_buttons(sheet)
        text = "Tombol tidak bereaksi? Pilih Enable Content di bilah kuning di atas."
        sheet.write_string(BUTTONS[0] + 1, BUTTONS[1], text, style)
    else:
        text = "Tanpa tombol: simpan, tutup, lalu klik kanan berkasnya, Kirim ke > SAKIP."
        sheet.write_string(*BUTTONS, text, style)


def _write_buttons(sheet: Worksheet) -> None:
    offset = 0
    for caption, macro, width in BUTTON_MACROS:
        button = {"caption": caption, "macro": macro, "width": width, "height": _BUTTON_HEIGHT}
        sheet.insert_button(*BUTTONS, {**button, "x_offset": offset, "y_offset": 7})
        offset += width + _BUTTON_GAP


def _section(kit: Kit, sheet: Worksheet, row: int, column: int, title: str) -> None:
    style = kit.styles("section", valign="bottom")
    sheet.write_string(row, column, title, style)
    sheet.write_blank(row, column + 1, None, style)


def _write_fields(kit: Kit, sheet: Worksheet, place: Place) -> None:
    names = list_names(kit.template, place.form.key)
    for title, keys in GROUPS:
        top = place.cells[keys[0]][0] - 1
        sheet.set_row(top, _SECTION_HEIGHT)
        _section(kit, sheet, top, _LABEL, title)
        for key in keys:
            field, (row, column) = place.form[key], place.cells[key]
            _write_label(kit, sheet, row, field.heading, required=field.required)
            if field.is_input:
                style = kit.styles.field(field, align="left", indent=1, valign="vcenter")
                kit.write(sheet, (row, column), DEFAULTS.get(key), style)
                kit.name(key, sheet, (row, column))
            else:
                write_computed_cell(kit, sheet, place, key, "words")
            sheet.data_validation(row, column, row, column, validation_of(field, names))
    sheet.set_row(place.cells["terbilang_pagu"][0], 48)
    rows = [row for row, _ in place.cells.values()]
    sheet.ignore_errors({"number_stored_as_text": xl_range(min(rows), _VALUE, max(rows), _VALUE)})


def _write_label(kit: Kit, sheet: Worksheet, row: int, text: str, *, required: bool) -> None:
    label = kit.styles("label")
    if required:
        parts = (kit.styles("plain"), f"{text} ", kit.styles("required"), "*")
        sheet.write_rich_string(row, _LABEL, *parts, label)
    else:
        sheet.write_string(row, _LABEL, text, label)


def _write_status(kit: Kit, sheet: Worksheet, row: int) -> int:
    """Write the status block that the program fills; return the next free row."""
    _section(kit, sheet, row, _PANEL, "Hasil pemeriksaan terakhir")
    for name, label, value in STATUS:
        row += 1
        if not name:
            continue
        sheet.write_string(row, _PANEL, label, kit.styles("label"))
        bold = name == "status_periksa"
        style = kit.styles("status", align="left", indent=1, bold=bold)
        kit.write(sheet, (row, _TEXT), value, style)
        kit.name(name, sheet, (row, _TEXT))
        _colour_count(kit, sheet, name, row)
    broken = {"type": "text", "criteria": "begins with", "value": CHANGED_MARK}
    style = kit.styles.rule(**MARKS["peringatan"])
    sheet.conditional_format(row, _TEXT, row, _TEXT, {**broken, "format": style})
    sheet.write_string(row + 1, _PANEL, SEAL_NOTE, kit.styles("purpose"))
    return row + 2


def _colour_count(kit: Kit, sheet: Worksheet, name: str, row: int) -> None:
    severity = name.removeprefix("jumlah_")
    if severity in MARKS:
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({name}),{name}>0)"}
        style = kit.styles.rule(**MARKS[severity])
        sheet.conditional_format(row, _TEXT, row, _TEXT, {**rule, "format": style})


def _write_steps(kit: Kit, sheet: Worksheet, row: int) -> int:
    _section(kit, sheet, row, _PANEL, "Langkah")
    sheets = [form.sheet for form in kit.template.forms[1:]]
    listed = " dan ".join(filter(None, (", ".join(sheets[:-1]), sheets[-1])))
    steps = (
        f"Isi sel kuning di Beranda, lalu lembar {listed}.",
        "Simpan berkas (Ctrl+S). Tanpa tombol: tutup juga berkasnya sebelum langkah 3.",
        "Tekan tombol Proses, atau jalankan: sakip proses NAMA-BERKAS.xlsx",
        "Perbaiki sel yang menyala; penjelasannya ada di lembar Validasi.",
        "Bila Galat sudah 0, tekan tombol Segel, atau jalankan: sakip segel NAMA-BERKAS.xlsx",
        "Kirim ke KPU provinsi: tekan tombol Kirim, atau jalankan: sakip kirim NAMA-BERKAS.xlsx",
    )
    for number, step in enumerate(steps, start=1):
        text = f"{number}.  {step}"
        sheet.write_string(row + number, _PANEL, text, kit.styles("label"))
    return row + len(steps) + 1


def _write_contents(kit: Kit, sheet: Worksheet, row: int) -> None:
    """Write links to the sheets, each with what it is for."""
    _section(kit, sheet, row, _PANEL, "Lembar")
    purposes = {form.sheet: form.title for form in kit.template.forms[1:]}
    purposes |= {name: text for name, text in _OUTPUTS.items() if name in kit.sheets}
    for name, purpose in purposes.items():
        row += 1
        sheet.write_url(row, _PANEL, f"internal:'{name}'!A1", kit.styles("link"), name)
        sheet.write_string(row, _TEXT, purpose, kit.styles("purpose"))


def _write_legend(kit: Kit, sheet: Worksheet, row: int) -> None:
    """Write what the colours mean, then the template's name and version."""
    row += 1
    sheet.set_row(row, _SECTION_HEIGHT)
    _section(kit, sheet, row, _LABEL, "Arti warna")
    cell = {"valign": "vcenter", "indent": 1}
    meanings = (
        ("Isian", "Diketik atau dipilih dari daftar.", kit.styles("input", **cell)),
        ("Dihitung", "Terisi sendiri; jangan diketik.", kit.styles("computed", **cell)),
        ("Galat", "Harus diperbaiki.", kit.styles("label", **cell, **MARKS["galat"])),
        (
            "Peringatan",
            "Perbaiki atau jelaskan.",
            kit.styles("label", **cell, **MARKS["peringatan"]),
        ),
        ("Info", "Untuk diketahui.", kit.styles("label", **cell, **MARKS["info"])),
    )
    for name, text, style in meanings:
        row += 1
        sheet.write_string(row, _LABEL, name, style)
        sheet.write_string(row, _VALUE, text, kit.styles("purpose", indent=1))
    values = (kit.template.name, TEMPLATE_VERSION, None)
    labels = ("Templat", "Versi templat", "Versi program")
    names = (*TEMPLATE_NAMES, "versi_program")
    for name, label, value in zip(names, labels, values, strict=True):
        row += 1
        sheet.write_string(row + 1, _LABEL, label, kit.styles("purpose"))
        kit.write(sheet, (row + 1, _VALUE), value, kit.styles("purpose", align="left"))
        kit.name(name, sheet, (row + 1, _VALUE))
