"""The tables that a satker pastes into its LKj: sheets, headings and widths.

One table a sheet, so that each has its own column widths, grows without limit, repeats its own
heading on every page and is one clean rectangle to copy. Column order: tables of KPU's reports
(appendix of 15 columns, table per sasaran, efficiency table of 11 columns).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sakip_excel.forms.identitas import QUARTERS

THIS_YEAR, LAST_YEAR = "{tahun}", "{tahun lalu}"
"""Where a group heading names the year of the report and the year before."""


class LineKind(StrEnum):
    """What a line of a table is; the template's conditional formats look at it."""

    TITLE = "judul"
    HEADER = "kepala"
    UPPER = "induk"
    GROUP = "kelompok"
    ROW = "isi"
    TOTAL = "jumlah"
    GAP = "jeda"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key, heading, width in characters, alignment and the heading above it."""

    key: str
    heading: str
    width: float
    align: str = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table on a sheet of its own.

    Attributes:
        name: defined name of its last heading row; the lines stand below.
        form: key of the form that it needs.
        sheet: sheet name in the template.
        title: what it is called.
        note: what a reader must know about its figures.
        columns: its columns; two more to the right hold the kind of line and the row of the form.
        repeated: whether each block below has a heading of its own.
    """

    name: str
    form: str
    sheet: str
    title: str
    note: str
    columns: tuple[Column, ...]
    repeated: bool = False

    @property
    def span(self) -> int:
        """Return the number of cells of a line, kind and row included."""
        return len(self.columns) + 3

    @property
    def header_rows(self) -> int:
        """Return the number of heading rows that the template writes."""
        if self.repeated:
            return 0
        if not self.form:
            return 1
        return 3 if any(c.group for c in self.columns) else 2


def _money(key: str, heading: str, group: str = "") -> Column:
    return Column(key, heading, 16, "right", group)


def _figure(key: str, heading: str, group: str = "", width: float = 10.5) -> Column:
    return Column(key, heading, width, "right", group)


_NO = Column("no", "No", 5.5)
_NOW, _BEFORE = f"Kinerja tahun {THIS_YEAR}", f"Kinerja tahun {LAST_YEAR}"
_SPENT, _SPENT_BEFORE = f"Anggaran tahun {THIS_YEAR}", f"Anggaran tahun {LAST_YEAR}"

CAPAIAN = Table(
    "lkj_capaian",
    "kinerja",
    "LKj Capaian",
    "Capaian kinerja dan anggaran, tahun ini dan tahun sebelumnya",
    "Rata-rata sederhana indikator yang dapat dihitung; persentase anggaran dari jumlahnya.",
    (
        _NO,
        Column("indikator", "Indikator kinerja", 40),
        _figure("target", "Target", _NOW),
        _figure("realisasi", "Realisasi", _NOW),
        _figure("capaian", "%", _NOW),
        _figure("target_lalu", "Target", _BEFORE),
        _figure("realisasi_lalu", "Realisasi", _BEFORE),
        _figure("capaian_lalu", "%", _BEFORE),
        _figure("target_renstra", "Target", "Renstra"),
        _money("pagu", "Pagu (Rp)", _SPENT),
        _money("realisasi_anggaran", "Realisasi (Rp)", _SPENT),
        _figure("serapan", "%", _SPENT),
        _money("pagu_lalu", "Pagu (Rp)", _SPENT_BEFORE),
        _money("realisasi_anggaran_lalu", "Realisasi (Rp)", _SPENT_BEFORE),
        _figure("serapan_lalu", "%", _SPENT_BEFORE),
    ),
)
SASARAN = Table(
    "lkj_sasaran",
    "kinerja",
    "LKj Sasaran",
    "Capaian kinerja dan anggaran per sasaran",
    "Satu tabel satu sasaran, untuk Bab III.",
    (
        _NO,
        Column("indikator", "Indikator kinerja", 62),
        _figure("target", "Target", width=14),
        _figure("realisasi", "Realisasi", width=14),
        _figure("capaian", "%", width=14),
        Column("pagu", "Pagu (Rp)", 20, "right"),
        Column("realisasi_anggaran", "Realisasi (Rp)", 20, "right"),
        _figure("serapan", "%", width=14),
    ),
    repeated=True,
)
EFISIENSI = Table(
    "lkj_efisiensi",
    "anggaran",
    "LKj Efisiensi",
    "Analisis efisiensi penggunaan sumber daya dalam pencapaian output",
    "Efisiensi = (pagu x capaian RO - realisasi) : (pagu x capaian RO); bukan NKA dan bukan "
    "100% - realisasi (%).",
    (
        _NO,
        Column("program", "Program", 24),
        Column("kegiatan", "Kegiatan", 30),
        Column("kro", "KRO", 28),
        Column("ro", "RO", 36),
        Column("pagu", "Pagu (Rp)", 18, "right"),
        Column("realisasi", "Realisasi (Rp)", 18, "right"),
        _figure("tvro", "TVRO", width=9),
        _figure("rvro", "RVRO", width=9),
        _figure("serapan", "Realisasi (%)", width=13),
        _figure("efisiensi", "Efisiensi (%)", width=13),
    ),
)
HAMBATAN = Table(
    "lkj_hambatan",
    "kinerja",
    "LKj Hambatan",
    "Hambatan dan tindak lanjut",
    "Indikator di bawah target, dan indikator lain yang hambatannya ditulis.",
    (
        _NO,
        Column("indikator", "Indikator kinerja", 46),
        _figure("target", "Target"),
        _figure("realisasi", "Realisasi"),
        Column("capaian", "Capaian (%)", 13, "right"),
        Column("hambatan", "Hambatan", 46),
        Column("tindak_lanjut", "Tindak lanjut", 46),
    ),
)
RAK_TABLE = Table(
    "lkj_rak",
    "rak",
    "LKj RAK",
    "Rencana aksi dan pelaksanaannya menurut triwulan",
    "R = direncanakan, T = terlaksana; capaian sampai triwulan yang dilaporkan.",
    (
        _NO,
        Column("kegiatan", "Kegiatan", 32),
        Column("indikator", "Indikator kinerja", 40),
        *(
            Column(f"{key}_tw{i}", letter, 6, "center", f"TW {roman}")
            for i, roman in enumerate(QUARTERS, 1)
            for key, letter in (("rencana", "R"), ("realisasi", "T"))
        ),
        Column("capaian_rak", "Capaian (%)", 12, "right"),
        Column("status", "Status", 18, "center"),
        Column("penanggung_jawab", "Penanggung jawab", 28),
    ),
)
KALIMAT = Table(
    "lkj_kalimat",
    "",
    "LKj Kalimat",
    "Kalimat tentang setiap tabel",
    "Ditulis dari angka dalam tabel; bila angkanya berubah, kalimatnya tidak tampil sampai Proses "
    "berikutnya.",
    (
        _NO,
        Column("tabel", "Tabel", 34),
        Column("kalimat", "Kalimat", 130),
    ),
)
TABLES: tuple[Table, ...] = (CAPAIAN, SASARAN, EFISIENSI, HAMBATAN, RAK_TABLE)
"""The tables in sheet order; `KALIMAT` follows them."""
