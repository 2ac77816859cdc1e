"""The output sheets: what stands where, by defined name, shared by template, writer and reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.base import Computed, Field, Form, Kind, Value
from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT, QUARTER, ticks
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.forms.rak import DONE, PLAN, is_ticked
from sakip_excel.scoring.absorption import ABSORPTION
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, is_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from sakip_excel.forms.base import Context

OVERALL_TARGETS = ABSORPTION[0].overall
"""One absorption track for all kinds of spending, as ratios; information, see its source."""

TEMPLATE_VERSION = 1
"""Raised when a column or named cell comes, or anything that an older program could not read.

What came later than version 1 says so by `Field.since`.
"""

VALIDASI, RINGKASAN_SHEET, DETAIL_SHEET, PETUNJUK, REFERENSI, MARKS = (
    "Validasi",
    "Ringkasan",
    "Ringkasan Rinci",
    "Petunjuk",
    "Referensi",
    "Tanda",
)
VALIDASI_TABLE = "tblValidasi"
VALIDASI_COLUMNS: tuple[tuple[str, str, float], ...] = (
    ("nomor", "No", 5),
    ("tingkat", "Tingkat", 11),
    ("kode", "Kode", 8),
    ("lembar", "Lembar", 12),
    ("sel", "Sel", 10),
    ("kolom", "Kolom", 17),
    ("tertulis", "Tertulis", 17),
    ("dihitung", "Seharusnya", 17),
    ("pesan", "Penjelasan", 44),
    ("saran", "Yang harus dilakukan", 38),
    ("konfirmasi", "Konfirmasi", 15),
    ("tautan", "Buka", 7),
    ("sumber", "Sumber aturan (kepastian)", 44),
)
VALIDASI_PRINTED = "konfirmasi"
"""Last column of Validasi on paper; what stands to its right is for the screen."""
CONFIRMED = "Sudah diperiksa"
"""Choice under Konfirmasi: the restored formula is right, the figure typed over it was not."""

MARK_NAMES = {"galat": "tanda_galat", "peringatan": "tanda_peringatan", "info": "tanda_info"}
MARK_CAPACITY = 5000
"""Rows of the hidden sheet that the conditional formats look at, per severity."""

STATUS_NAMES = (
    "status_periksa",
    "jumlah_galat",
    "jumlah_peringatan",
    "jumlah_info",
    "waktu_periksa",
    "segel",
    "versi_program",
)
TEMPLATE_NAMES = ("templat_id", "templat_versi")

BLOCKS: dict[str, tuple[str, ...]] = {
    "blok_sasaran": (
        "Kode",
        "Tujuan / sasaran",
        "Indikator",
        "Dihitung",
        "Capaian (%)",
        "Predikat",
    ),
    "blok_anggaran": (
        "Kode",
        "Program / kegiatan",
        "Pagu (Rp)",
        "Realisasi (Rp)",
        "Serapan (%)",
        "Efisiensi (%)",
    ),
}
"""Complete lists on Ringkasan Rinci: defined name of the header row, headings; rows follow."""

BLOCK_ROWS = 60
"""Rows that the template formats below each block's header."""

KEY_BLOCKS = {"pokok_sasaran": "blok_sasaran", "pokok_anggaran": "blok_anggaran"}
"""Lists on the page Ringkasan by name of their header row, with the complete list each shows."""

KEY_ROWS, KEY_TITLE = 14, 48
"""Rows of a list on the page, and letters of a title there: what one page at 7 points has room for.

A longer list shows its upper level only and says where the rest stands.
"""


def _copy_of(key: str, form: str) -> Computed:
    return Computed(
        formula="{" + form + ":@" + key + "}",
        cell=lambda context: context.forms[form].cells.excel(key),
    )


def _ticks(key: str) -> Computed:
    """Return how many rows of RAK are ticked in one quarter."""
    return Computed(
        formula=ticks("{rak:" + key + "}"),
        cell=lambda context: sum(is_ticked(r, key) for r in context.forms["rak"].rows),
    )


def _ratio(top: str, bottom: str) -> Computed:
    def cell(context: Context) -> Value:
        cells = context.forms["ringkasan"].cells
        above, below = cells.excel(top), cells.excel(bottom)
        if not (is_number(above) and is_number(below)) or below == 0:
            return NOT_COMPUTABLE
        return above / below

    return Computed(formula=f"IFERROR({{{top}}}/{{{bottom}}},{NOT_COMPUTABLE_TEXT})", cell=cell)


def _to_date(keys: tuple[str, ...]) -> Computed:
    """Return the sum of the quarters' ticks up to the reported quarter."""
    names = [f"rk_{key}" for key in keys]
    formula = "+".join(f"({QUARTER}>={i})*{{{name}}}" for i, name in enumerate(names, 1))

    def cell(context: Context) -> Value:
        values = [context.forms["ringkasan"].cells.excel(n) for n in names]
        return sum(v for v in values[: context.quarter] if is_number(v))

    return Computed(formula=formula, cell=cell)


def _gap() -> Computed:
    def cell(context: Context) -> Value:
        cells = context.forms["ringkasan"].cells
        done, goal = cells.excel("rk_serapan"), cells.excel("rk_target_serapan")
        if is_number(done) and is_number(goal):
            return done - goal
        return NOT_COMPUTABLE

    formula = f"IFERROR({{rk_serapan}}-{{rk_target_serapan}},{NOT_COMPUTABLE_TEXT})"
    return Computed(formula=formula, cell=cell)


def _goal() -> Computed:
    def cell(context: Context) -> Value:
        return OVERALL_TARGETS[context.quarter - 1] if context.quarter else None

    return Computed(formula=f'IF({QUARTER}=0,"",INDEX(target_serapan,{QUARTER}))', cell=cell)


def _figure(key: str, heading: str, kind: Kind, computed: Computed, help_text: str = "") -> Field:
    integer = "0" if kind is Kind.INTEGER else ""
    return Field(key, heading, kind, help_text, computed=computed, number_format=integer)


_ANGGARAN = (
    _figure("rk_pagu", "Pagu (Rp)", Kind.MONEY, _copy_of("total_pagu", "anggaran")),
    _figure("rk_realisasi", "Realisasi (Rp)", Kind.MONEY, _copy_of("total_realisasi", "anggaran")),
    _figure("rk_sisa", "Sisa (Rp)", Kind.MONEY, _copy_of("total_sisa", "anggaran")),
    _figure("rk_serapan", "Serapan (%)", Kind.RATIO, _copy_of("total_serapan", "anggaran")),
    _figure(
        "rk_target_serapan",
        "Patokan serapan s.d. triwulan ini (%)",
        Kind.RATIO,
        _goal(),
        "Informasi; sumbernya di bawah.",
    ),
    _figure("rk_beda_serapan", "Serapan dikurangi patokan (poin %)", Kind.RATIO, _gap()),
    _figure(
        "rk_efisiensi",
        "Efisiensi (%)",
        Kind.RATIO,
        _copy_of("total_efisiensi", "anggaran"),
        "Analisis efisiensi LKj, bukan NKA.",
    ),
    _figure(
        "rk_selisih",
        "Selisih 100% - serapan (%)",
        Kind.RATIO,
        _copy_of("total_selisih", "anggaran"),
        "Sisa anggaran, bukan efisiensi.",
    ),
)
_KINERJA = (
    _figure(
        "rk_capaian",
        "Rata-rata capaian indikator (%)",
        Kind.RATIO,
        _copy_of("rata_capaian", "kinerja"),
        "Konvensi, bukan peraturan.",
    ),
    _figure(
        "rk_dihitung",
        "Indikator dihitung",
        Kind.INTEGER,
        _copy_of("indikator_dihitung", "kinerja"),
    ),
    _figure(
        "rk_tidak_dihitung",
        "Indikator tidak dapat dihitung",
        Kind.INTEGER,
        _copy_of("indikator_tidak_dihitung", "kinerja"),
    ),
)
_RAK = (
    *(
        _figure(f"rk_{key}", f"Direncanakan TW {roman}", Kind.INTEGER, _ticks(key))
        for key, roman in zip(PLAN, QUARTERS, strict=True)
    ),
    *(
        _figure(f"rk_{key}", f"Terlaksana TW {roman}", Kind.INTEGER, _ticks(key))
        for key, roman in zip(DONE, QUARTERS, strict=True)
    ),
    _figure("rk_direncanakan", "Direncanakan s.d. triwulan ini", Kind.INTEGER, _to_date(PLAN)),
    _figure("rk_terlaksana", "Terlaksana s.d. triwulan ini", Kind.INTEGER, _to_date(DONE)),
    _figure(
        "rk_capaian_rak",
        "Capaian RAK s.d. triwulan ini (%)",
        Kind.RATIO,
        _ratio("rk_terlaksana", "rk_direncanakan"),
    ),
)

FIGURES: dict[str, tuple[Field, ...]] = {"anggaran": _ANGGARAN, "kinerja": _KINERJA, "rak": _RAK}
"""Named figures of Ringkasan by the form they need."""


def ringkasan_form(has: Callable[[object], bool]) -> Form:
    """Return Ringkasan as a form of named cells, for a workbook that has some of the forms.

    Args:
        has: tells whether a form, by key, is in the workbook.
    """
    cells = tuple(f for form, fields in FIGURES.items() if has(form) for f in fields)
    return Form(
        key="ringkasan",
        area="RG",
        sheet=RINGKASAN_SHEET,
        title="Ringkasan",
        purpose="Angka pokok laporan; semuanya dihitung.",
        cells=cells,
    )
