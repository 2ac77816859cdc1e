"""The sheet Petunjuk: how to fill in every column, made from the declarations of the forms."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sakip_excel.forms import Field, Form, Kind
from sakip_excel.report.layout import PETUNJUK, RINGKASAN_SHEET
from sakip_excel.report.lkj import heading as group_heading
from sakip_excel.report.tables import KALIMAT
from sakip_excel.template.lampiran import lkj_tables
from sakip_excel.template.page import Pages, row_height, write_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sakip_excel.report.tables import Table
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
        "Triwulan berikutnya",
        "Simpan salinan berkas dengan nama baru (Simpan Sebagai), ganti Triwulan di Beranda, lalu "
        "isi kolom triwulan itu; isian triwulan lalu dibiarkan. Segel lama tidak berlaku lagi: "
        "Proses, Segel, lalu Kirim. Tahun baru dimulai dari buku kerja baru.",
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
RESULTS = (
    (
        "Mencetak",
        f"Lembar {RINGKASAN_SHEET} tercetak pada satu halaman mendatar, A4 atau F4. Untuk F4 pilih "
        "ukuran 215 x 330 mm pada Page Layout, Size; halamannya menyesuaikan sendiri.",
    ),
    (
        "Menyalin tabel ke Word",
        "Pada lembar LKj klik 'Pilih tabel untuk disalin', tekan Ctrl+C, lalu Ctrl+V di Word. "
        "Angkanya sudah berupa teks Indonesia (1.000.000 dan 97,50), sama di setiap komputer. Bila "
        "tabelnya lebih lebar dari halaman: di Word klik tabel, Layout, AutoFit, AutoFit Window.",
    ),
    (
        "Menyalin kalimat ke Word",
        f"Salin sel pada lembar {KALIMAT.sheet}, tempel di Word dengan Keep Text Only. Kalimat "
        "hanya tampil selama angkanya masih sama dengan tabelnya.",
    ),
    (
        "Angka tahun lalu",
        "Target, realisasi, pagu dan realisasi anggaran tahun lalu diisi di lembar Kinerja. Yang "
        "dikosongkan juga kosong pada tabel LKj; 0 tetap 0.",
    ),
    (
        "Setelah isian berubah",
        "Angka dalam tabel mengikuti isian. Baris baru baru tampil setelah Proses; sampai saat itu "
        "lembarnya memberi peringatan merah.",
    ),
)
"""Advice about what the program makes, for templates with tables for the LKj."""


def write_petunjuk(kit: Kit) -> None:
    """Write general advice, one list of columns for each form, then what comes out of it."""
    sheet = kit.sheets[PETUNJUK]
    write_head(kit, sheet, "Petunjuk", "Cara mengisi, kolom demi kolom.")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    pages = Pages(sheet)
    row = _write_advice(kit, pages, 4, "Umum", GENERAL)
    for form in kit.template.forms:
        row = _write_form(kit, pages, row + 1, form)
    if lkj_tables(kit.template):
        row = _write_results(kit, pages, row + 1)
    sheet.freeze_panes(3, 0)
    sheet.set_selection(3, 0, 3, 0)
    sheet.repeat_rows(0)
    pages.set_print(row, _WIDTHS)


def _section(kit: Kit, pages: Pages, row: int, title: str) -> int:
    pages.heads.append(row)
    for column in range(len(_WIDTHS)):
        pages.sheet.write_blank(row, column, None, kit.styles("section"))
    pages.sheet.write_string(row, 0, title, kit.styles("section"))
    return row + 1


def _write_advice(
    kit: Kit, pages: Pages, row: int, title: str, advice: Iterable[tuple[str, str]]
) -> int:
    """Write a section of headings with a text beside each; return the next free row."""
    row = _section(kit, pages, row, title)
    for heading, text in advice:
        pages.sheet.write_string(row, 0, heading, kit.styles("key"))
        pages.sheet.write_string(row, 1, text, kit.styles("row"))
        pages.set_height(row, row_height((heading, _WIDTHS[0]), (text, _WIDTHS[1])))
        row += 1
    return row


def _write_results(kit: Kit, pages: Pages, row: int) -> int:
    """Write how to print and copy, then the sheets for the LKj; return the next free row."""
    row = _write_advice(kit, pages, row, "Ringkasan dan tabel untuk LKj", RESULTS)
    for column, heading in enumerate(("Lembar", "Isi", "Kolom")):
        pages.sheet.write_string(row, column, heading, kit.styles("list_header"))
    for table in lkj_tables(kit.template):
        row += 1
        texts = (table.sheet, f"{table.title}. {table.note}", _columns(table))
        for column, text in enumerate(texts):
            style = kit.styles("row" if column else "key", num_format="@")
            pages.sheet.write_string(row, column, text, style)
        pages.set_height(row, row_height(*zip(texts, _WIDTHS, strict=False)))
    return row + 1


def _columns(table: Table) -> str:
    """Return the headings of a table, those below a common heading together."""
    parts = []
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        listed = ", ".join(column.heading for column in columns)
        above = str(group_heading(group, None).value) if "{" in group else group
        parts.append(f"{above}: {listed}" if above else listed)
    return "; ".join(parts)


def _write_form(kit: Kit, pages: Pages, row: int, form: Form) -> int:
    """Write purpose, source and the columns of a form; return the next free row."""
    row = _section(kit, pages, row, f"{form.sheet}: {form.title}")
    pages.sheet.write_string(row, 0, form.purpose, kit.styles("purpose"))
    source = f"Sumber: {form.source}. Kepastian: {form.certainty}."
    pages.sheet.write_string(row + 1, 0, source, kit.styles("soft"))
    for column, heading in enumerate(_HEADINGS):
        pages.sheet.write_string(row + 2, column, heading, kit.styles("list_header"))
    row += 3
    for field in (*form.cells, *form.columns):
        if not field.hidden:
            _write_field(kit, pages, row, field)
            row += 1
    return row


def _write_field(kit: Kit, pages: Pages, row: int, field: Field) -> None:
    example = field.example if field.is_input else ""
    if field.kind is Kind.CHOICE and field.choices:
        listed = ", ".join(field.choices)
        example = listed if len(listed) <= 60 else example
    center = kit.styles("row", align="center")
    pages.sheet.write_string(row, 0, field.heading, kit.styles("key"))
    pages.sheet.write_string(row, 1, field.help, kit.styles("row"))
    pages.sheet.write_string(row, 2, example, kit.styles("row", num_format="@"))
    pages.sheet.write_string(row, 3, "Ya" if field.required else "", center)
    pages.sheet.write_string(row, 4, "Ya" if not field.is_input else "", center)
    texts = (field.heading, field.help, example)
    pages.set_height(row, row_height(*zip(texts, _WIDTHS, strict=False)))
