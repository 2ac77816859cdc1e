"""The sheet Referensi: every list, scale and parameter that a formula uses, with its source."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from sakip_excel.forms.excel import QUARTER
from sakip_excel.report.layout import OVERALL_TARGETS, REFERENSI
from sakip_excel.report.live import PREFIXES, SCALE_ROWS, first_years, padded, setting_rows
from sakip_excel.scoring.catalogue import ALL_SETTINGS, CAPS
from sakip_excel.scoring.grades import AKIP, OPINIONS, grade_upper
from sakip_excel.scoring.scales import SCALES
from sakip_excel.template.lists import PK_CODES, list_sources
from sakip_excel.template.page import write_head
from sakip_excel.template.referensi_writer import WIDTHS, Writer
from sakip_excel.values.marks import ACCEPTED_MARKS

if TYPE_CHECKING:
    from sakip_excel.scoring.source import Setting
    from sakip_excel.template.kit import Kit

_MARKS_ROW, _MARKS_COLUMN = 6, len(WIDTHS) + 1
_SPELLED = re.compile(r"(\w+)_untuk\b")
_BOUND = '[<-1E+98]"terendah";General'
_PARTS = ("pilihan", "arti", "sumber", "kepastian")
_BY_YEAR = {
    "efisiensi": "Rumus efisiensi menurut tahun",
    "patokan": "Patokan serapan menurut tahun (semua belanja, kumulatif)",
}
_PARAMETERS = {
    QUARTER: "Triwulan (0 = belum dipilih)",
    "skala_ke": "Skala predikat, nomor urut",
    "batas_ke": "Batas capaian, nomor urut",
    "batas_capaian_nilai": "Batas capaian (kosong = tanpa batas)",
    "metode_ke": "Metode predikat/opini, nomor urut",
    "efisiensi_ke": "Rumus efisiensi, nomor urut (0 = belum ada)",
    "patokan_ke": "Patokan serapan, nomor urut (0 = belum ada)",
}


def write_referensi(kit: Kit) -> None:
    """Write the sheet; everything below its head comes from the scoring modules and the forms."""
    sheet = kit.sheets[REFERENSI]
    purpose = "Aturan, skala, parameter dan daftar yang dipakai rumus. Tidak perlu diubah."
    write_head(kit, sheet, "Referensi", purpose)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    writer = Writer(kit, sheet)
    _write_settings(writer)
    _write_years(writer)
    _write_parameters(writer)
    _write_scales(writer)
    _write_grades(writer)
    _write_absorption(writer)
    _write_lists(writer)
    _write_spelled(writer)
    sheet.print_area(0, 0, writer.row, len(WIDTHS) - 1)
    _write_marks(writer)
    sheet.freeze_panes(3, 0)
    sheet.set_selection(3, 0, 3, 0)
    sheet.repeat_rows(0)
    writer.pages.set_print(writer.row, WIDTHS)


def _write_settings(writer: Writer) -> None:
    """Write the catalogue of settings; the choices of one setting stand together."""
    writer.section(
        "Aturan dan pengaturan",
        "Kepastian: 'terlihat' = sumbernya dibaca; 'konvensi' = kesepakatan alat ini, bukan "
        "peraturan; lainnya = sumbernya belum dilihat langsung.",
        ("Pengaturan", "Pilihan di Beranda", "Yang berlaku", "Sumber", "Kepastian", "Tahun"),
    )
    for key, group in groupby(ALL_SETTINGS, key=lambda setting: setting.key):
        first = writer.rows([_setting_row(setting) for setting in group])
        if key in PREFIXES:
            for column, part in enumerate(_PARTS, start=1):
                writer.name(f"{PREFIXES[key]}_{part}", first, column)


def _setting_row(setting: Setting) -> tuple[str, str, str, str, str, str]:
    _, label, _, source, certainty, years = setting.row
    label += " (bawaan)" if setting.choice and setting.default else ""
    return (label, setting.choice, setting.value, source, certainty, years)


def _write_years(writer: Writer) -> None:
    """Write what depends on the budget year, each with the first year for which it holds."""
    rows, years = setting_rows(), first_years()
    headings = ("Aturan", "Sejak tahun anggaran", "Yang berlaku", "Sumber", "Kepastian")
    for prefix, title in _BY_YEAR.items():
        writer.section(title, "Dipilih menurut tahun anggaran di Beranda.", headings)
        first = writer.rows(
            [
                (row[0], year, *row[1:])
                for row, year in zip(rows[prefix], years[prefix], strict=True)
            ]
        )
        for column, part in enumerate(("nama", "sejak", *_PARTS[1:])):
            writer.name(f"{prefix}_{part}", first, column)


def _write_parameters(writer: Writer) -> None:
    """Write what the choices on Beranda come to; formulas elsewhere use these names."""
    writer.section("Batas capaian", "Pilihan sebagai teks dan sebagai angka.", ("Teks", "Angka"))
    caps = [(name, cap) for name, cap in CAPS.items() if cap is not None]
    first = writer.rows(caps, ("@", "0%"))
    writer.name("batas_teks", first, 0)
    writer.name("batas_angka", first, 1)
    writer.section(
        "Pilihan yang sedang berlaku",
        "Dihitung dari Beranda. Pilihan yang kosong atau tidak dikenal dihitung sebagai bawaan.",
        ("Parameter", "Nilai", "Nama dalam rumus"),
    )
    for name, label in _PARAMETERS.items():
        writer.parameter(name, label)


def _write_scales(writer: Writer) -> None:
    """Write the scale in force for LOOKUP, then all scales from which it is taken."""
    note = (
        "Batas bawah dalam persen; nilai dibulatkan 2 desimal lebih dahulu. Kelas terendah diulang "
        "supaya semua skala sama panjang."
    )
    writer.section("Skala predikat yang berlaku", note, ("", "Batas bawah (%)", "Predikat"))
    writer.live(1, "skala_batas", _BOUND)
    writer.live(2, "skala_nama")
    writer.row += SCALE_ROWS
    writer.section("Semua skala predikat", note, ("Skala", "Batas bawah (%)", "Predikat"))
    rows = [(scale.name, *row) for scale in SCALES for row in padded(scale)]
    first = writer.rows(rows, ("@", _BOUND))
    writer.name("skala_semua_batas", first, 1)
    writer.name("skala_semua_nama", first, 2)


def _write_grades(writer: Writer) -> None:
    """Write the order of AKIP grades and audit opinions."""
    writer.section(
        "Predikat AKIP",
        "Lebih dari batas bawah sampai dengan batas atas.",
        ("Predikat", "Peringkat", "Batas bawah", "Batas atas"),
    )
    ranks = range(1, len(AKIP.bands) + 1)
    first = writer.rows(
        [
            (band.name, rank, band.lower, grade_upper(rank))
            for band, rank in zip(AKIP.bands, ranks, strict=True)
        ]
    )
    for column, part in enumerate(("daftar", "peringkat", "batas", "atas")):
        writer.name(f"akip_{part}", first, column)
    writer.section("Opini BPK", "Dari yang terendah.", ("Opini", "Peringkat"))
    first = writer.rows([(opinion, rank) for rank, opinion in enumerate(OPINIONS, start=1)])
    writer.name("opini_daftar", first, 0)
    writer.name("opini_peringkat", first, 1)


def _write_absorption(writer: Writer) -> None:
    writer.section(
        "Patokan serapan kumulatif",
        "Satu lintasan untuk semua belanja, sebagai informasi; sumbernya tercantum di atas.",
        ("Triwulan", "Patokan"),
    )
    quarters = ("I", "II", "III", "IV")
    rows = list(zip(quarters, OVERALL_TARGETS, strict=True))
    first = writer.rows(rows, ("@", "0%"))
    writer.name("target_serapan", first, 1)


def _write_lists(writer: Writer) -> None:
    """Write the choices of every drop-down."""
    for name, (heading, choices) in list_sources(writer.kit.template).items():
        writer.section(f"Daftar: {heading}", f"Nama dalam rumus: {name}", ("Pilihan",))
        first = writer.rows([(choice,) for choice in choices], ("@",))
        writer.name(name, first, 0)
    if writer.kit.has("pk"):
        codes = writer.kit.places["pk"].column("kode")
        writer.kit.book.define_name(PK_CODES, f"={codes}")


def _write_spelled(writer: Writer) -> None:
    """Write the cells in which the program keeps amounts in words."""
    writer.section(
        "Terbilang",
        "Ditulis program saat Proses: angka dan terbilangnya.",
        ("Untuk", "Angka (Rp)", "Terbilang"),
    )
    forms = writer.kit.template.forms
    for field in (field for form in forms for field in form.cells):
        found = _SPELLED.search(field.computed.formula) if field.computed else None
        if found:
            # 0 counts as equal to a blank cell: its words stand here from the start.
            first = writer.rows([(field.heading, 0, "nol rupiah")], ("@", "#,##0", "@"))
            writer.pages.set_height(first, 3 * 15.0)
            writer.name(f"{found[1]}_untuk", first, 1)
            writer.name(f"{found[1]}_teks", first, 2)


def _write_marks(writer: Writer) -> None:
    """Write the accepted check marks in one row, as the formulas of RAK need them."""
    sheet, styles = writer.kit.sheets[REFERENSI], writer.kit.styles
    last = _MARKS_COLUMN + len(ACCEPTED_MARKS) - 1
    sheet.set_column(_MARKS_COLUMN - 1, _MARKS_COLUMN - 1, 3)
    sheet.set_column(_MARKS_COLUMN, last, 6)
    for column in range(_MARKS_COLUMN, last + 1):
        sheet.write_blank(_MARKS_ROW - 2, column, None, styles("section"))
    title = "Tanda yang diterima sebagai centang"
    sheet.write_string(_MARKS_ROW - 2, _MARKS_COLUMN, title, styles("section"))
    note = "Huruf besar dan kecil sama; nama dalam rumus: tanda_centang"
    sheet.write_string(_MARKS_ROW - 1, _MARKS_COLUMN, note, styles("soft"))
    for column, mark in enumerate(ACCEPTED_MARKS, start=_MARKS_COLUMN):
        style = styles("row", num_format="@", align="center")
        sheet.write_string(_MARKS_ROW, column, mark, style)
    writer.kit.name("tanda_centang", sheet, (_MARKS_ROW, _MARKS_COLUMN), _MARKS_ROW, last)
