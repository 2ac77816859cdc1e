"""The sheet Referensi: every list, scale and parameter that a formula uses, with its source."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from sakip_excel.forms.excel import QUARTER
from sakip_excel.report.layout import OVERALL_TARGETS, REFERENSI
from sakip_excel.scoring.absorption import ABSORPTION
from sakip_excel.scoring.catalogue import ALL_SETTINGS, CAPS, KEY_CAP, KEY_METHOD, KEY_SCALE
from sakip_excel.scoring.efficiency import EFFICIENCY
from sakip_excel.scoring.grades import AKIP, OPINIONS, grade_upper
from sakip_excel.scoring.rounding import format_id
from sakip_excel.scoring.scales import SCALES, Scale
from sakip_excel.template.lists import PK_CODES, list_sources
from sakip_excel.template.page import set_print, write_head
from sakip_excel.template.referensi_writer import COLUMNS, Writer
from sakip_excel.values.marks import ACCEPTED_MARKS

if TYPE_CHECKING:
    from sakip_excel.scoring.source import Setting
    from sakip_excel.template.kit import Kit

_WIDTHS = (36, 30, 58, 62, 22, 16)
_MARKS_ROW, _MARKS_COLUMN = 6, COLUMNS + 1
SCALE_ROWS = max(len(scale.bands) for scale in SCALES)
_SPELLED = re.compile(r"(\w+)_untuk\b")
_BOUND = '[<-1E+98]"terendah";General'
PREFIXES = {KEY_SCALE: "skala", KEY_CAP: "batas", KEY_METHOD: "metode"}
"""Prefix of the names of a setting's choices: ``skala_pilihan``, ``skala_arti`` and so on."""
PARTS = ("pilihan", "arti", "sumber", "kepastian")
"""The named columns of a setting's choices, from the second column on."""


def write_referensi(kit: Kit) -> None:
    """Write the sheet; everything below its head comes from the scoring modules and the forms."""
    sheet = kit.sheets[REFERENSI]
    purpose = "Aturan, skala, parameter dan daftar yang dipakai rumus. Tidak perlu diubah."
    write_head(kit, sheet, "Referensi", purpose)
    for column, width in enumerate(_WIDTHS):
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
    sheet.print_area(0, 0, writer.row, COLUMNS - 1)
    _write_marks(writer)
    sheet.freeze_panes(3, 0)
    sheet.set_selection(3, 0, 3, 0)
    sheet.repeat_rows(0)
    set_print(sheet)


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
            for column, part in enumerate(PARTS, start=1):
                writer.name(f"{PREFIXES[key]}_{part}", first, column)


def _setting_row(setting: Setting) -> tuple[str, str, str, str, str, str]:
    _, label, _, source, certainty, years = setting.row
    label += " (bawaan)" if setting.choice and setting.default else ""
    return (label, setting.choice, setting.value, source, certainty, years)


def _write_years(writer: Writer) -> None:
    """Write what depends on the budget year, each with the first year for which it holds."""
    headings = ("Aturan", "Sejak tahun anggaran", "Yang berlaku", "Sumber", "Kepastian")
    writer.section("Rumus efisiensi menurut tahun", "Dipilih menurut tahun di Beranda.", headings)
    first = writer.rows(
        [
            (r.name, r.years[0] or 0, r.formula, r.source.full_text, str(r.source.certainty))
            for r in EFFICIENCY
        ]
    )
    for column, part in enumerate(("nama", "sejak", *PARTS[1:])):
        writer.name(f"efisiensi_{part}", first, column)
    writer.section("Patokan serapan menurut tahun", "Semua jenis belanja, kumulatif.", headings)
    first = writer.rows(
        [
            (
                a.rule,
                a.years[0] or 0,
                " / ".join(f"{format_id(t * 100)}%" for t in a.overall),
                a.overall_source.full_text,
                str(a.overall_source.certainty),
            )
            for a in ABSORPTION
        ]
    )
    for column, part in enumerate(("nama", "sejak", *PARTS[1:])):
        writer.name(f"patokan_{part}", first, column)


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
    for name, label, formula, value in _PARAMETERS:
        writer.parameter(name, label, formula, value)


_PARAMETERS: tuple[tuple[str, str, str, float | str], ...] = (
    (
        QUARTER,
        "Triwulan (0 = belum dipilih)",
        "IFERROR(MATCH(TRIM(triwulan),daftar_triwulan,0),0)",
        0,
    ),
    (
        "skala_ke",
        "Skala predikat, nomor urut",
        "IFERROR(MATCH(TRIM(skala_predikat),skala_pilihan,0),1)",
        1,
    ),
    (
        "batas_ke",
        "Batas capaian, nomor urut",
        # Excel may have turned the choice "110%" into the number 1.1.
        '1+IFERROR(MATCH(SUBSTITUTE(batas_capaian," ",""),batas_teks,0),'
        "IFERROR(MATCH(batas_capaian,batas_angka,0),0))",
        1,
    ),
    (
        "batas_capaian_nilai",
        "Batas capaian (kosong = tanpa batas)",
        'IF(batas_ke=1,"",INDEX(batas_angka,batas_ke-1))',
        "",
    ),
    (
        "metode_ke",
        "Metode predikat/opini, nomor urut",
        "IFERROR(MATCH(TRIM(metode_predikat),metode_pilihan,0),1)",
        1,
    ),
    (
        "efisiensi_ke",
        "Rumus efisiensi, nomor urut (0 = tahun belum diisi)",
        "IF(ISNUMBER(tahun),IFERROR(MATCH(tahun,efisiensi_sejak,1),0),0)",
        0,
    ),
    (
        "patokan_ke",
        "Patokan serapan, nomor urut (0 = tidak diketahui)",
        "IF(ISNUMBER(tahun),IFERROR(MATCH(tahun,patokan_sejak,1),0),0)",
        0,
    ),
)


def padded(scale: Scale) -> list[tuple[float, str]]:
    """Return bounds and names of a scale, the lowest class repeated to the common length."""
    rows = list(zip(scale.bounds, scale.names, strict=True))
    return [rows[0]] * (SCALE_ROWS - len(rows)) + rows


def _write_scales(writer: Writer) -> None:
    """Write the scale in force for LOOKUP, then all scales from which it is taken."""
    note = (
        "Batas bawah dalam persen; nilai dibulatkan 2 desimal lebih dahulu. Kelas terendah diulang "
        "supaya semua skala sama panjang."
    )
    headings = ("Skala", "Batas bawah (%)", "Predikat")
    writer.section("Skala predikat yang berlaku", note, headings)
    first = writer.row
    for position, (bound, name) in enumerate(padded(SCALES[0]), start=1):
        index = f"(skala_ke-1)*{SCALE_ROWS}+{position}"
        writer.formula(0, "INDEX(skala_pilihan,skala_ke)", SCALES[0].name)
        writer.formula(1, f"INDEX(skala_semua_batas,{index})", bound, _BOUND)
        writer.formula(2, f"INDEX(skala_semua_nama,{index})", name)
        writer.row += 1
    writer.name("skala_batas", first, 1)
    writer.name("skala_nama", first, 2)
    writer.section("Semua skala predikat", note, headings)
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
        [(band.name, rank, band.lower, grade_upper(rank)) for band, rank in zip(AKIP.bands, ranks)]
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
