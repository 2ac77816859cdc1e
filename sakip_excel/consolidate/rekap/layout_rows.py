"""The sheets of a rekap that hold the rows of the reports, and the list of all sheets."""

from __future__ import annotations

from sakip_excel.consolidate.rekap.columns import (
    BARIS,
    BERKAS,
    KODE,
    LEMBAR,
    NAMA,
    PROVINSI,
    Sheet,
    code,
    count,
    money,
    plain,
    ratio,
    text,
    tick,
)
from sakip_excel.consolidate.rekap.layout import (
    BUDGET,
    CHANGES,
    EXCLUDED,
    FINDINGS,
    GROUPS,
    LETTERS,
    MATRIX,
    PLACES,
    PLANS,
    PROVINCES,
    SATKERS,
    STATUS,
    SUMMARY,
    VARIANTS,
)
from sakip_excel.forms.identitas import QUARTERS

_INDICATORS = (
    count("nomor", "No kelompok", 10, "0"),
    KODE,
    NAMA,
    code("kode", "Kode", 9),
    text("tujuan", "Tujuan", 32),
    text("sasaran", "Sasaran", 36),
    text("indikator", "Indikator", 50),
    code("jenis", "Jenis", 12),
    code("satuan", "Satuan", 12),
    code("arah", "Arah", 8),
    code("target", "Target", 12),
    code("realisasi", "Realisasi", 12),
    ratio("capaian", "Capaian (%)"),
    code("predikat", "Predikat", 20),
    money("pagu", "Pagu (Rp)", 17),
    money("realisasi_anggaran", "Realisasi anggaran (Rp)", 17),
    plain("target_angka", "Target (angka)", 11),
    BERKAS,
    LEMBAR,
    BARIS,
    code("sel", "Sel capaian", 9),
)
_OUTPUTS = (
    count("nomor", "No", 6, "0"),
    KODE,
    NAMA,
    code("kode_program", "Kode program", 10),
    text("program", "Program", 26),
    code("kode_kegiatan", "Kode kegiatan", 10),
    text("kegiatan", "Kegiatan", 30),
    code("kode_kro", "Kode KRO", 9),
    text("kro", "KRO", 26),
    code("kode_ro", "Kode RO", 9),
    text("ro", "RO", 40),
    code("sumber_dana", "Sumber dana", 10),
    code("satuan", "Satuan", 12),
    plain("tvro", "TVRO"),
    plain("rvro", "RVRO"),
    money("pagu", "Pagu (Rp)", 17),
    *(money(f"tw{i}", f"Realisasi TW {roman} (Rp)", 17) for i, roman in enumerate(QUARTERS, 1)),
    money("realisasi", "Realisasi (Rp)", 17),
    ratio("serapan", "Serapan (%)"),
    money("seharusnya", "Seharusnya (Rp)", 17),
    money("efisiensi_rp", "Efisiensi (Rp)", 17),
    BERKAS,
    LEMBAR,
    BARIS,
    code("sel", "Sel pagu", 9),
)
_ACTIONS = (
    KODE,
    NAMA,
    text("kegiatan", "Kegiatan", 34),
    text("indikator", "Indikator", 44),
    text("rencana_aksi", "Rencana aksi", 44),
    *(
        tick(f"{key}_tw{i}", f"{letter} TW {roman}")
        for i, roman in enumerate(QUARTERS, 1)
        for key, letter in (("rencana", "R"), ("realisasi", "T"))
    ),
    code("status", "Status", 18),
    BERKAS,
    LEMBAR,
    BARIS,
)
INDICATORS = Sheet(
    "Rincian Capaian",
    "tblRincianCapaian",
    "Rincian Capaian",
    "Setiap baris indikator yang dihitung, dengan berkas, lembar dan selnya.",
    _INDICATORS,
    frozen=3,
)
OUTPUTS = Sheet(
    "Rincian RO",
    "tblRincianRO",
    "Rincian RO",
    "Setiap baris RO yang dijumlahkan, dengan berkas, lembar dan selnya. Saring No atau Kode "
    "satker untuk melihat isi satu jumlah.",
    _OUTPUTS,
    frozen=3,
)
ACTIONS = Sheet(
    "Rincian RAK",
    "tblRincianRAK",
    "Rincian RAK",
    "Setiap baris rencana aksi yang dihitung.",
    _ACTIONS,
)
_HELD = "Baris laporan yang terbaca tetapi tidak dihitung; tidak masuk jumlah mana pun."
HELD_INDICATORS = Sheet(
    "Tertunda Capaian",
    "tblTertundaCapaian",
    "Capaian yang Tidak Dihitung",
    _HELD,
    _INDICATORS,
    frozen=3,
    hidden=True,
)
HELD_OUTPUTS = Sheet(
    "Tertunda RO",
    "tblTertundaRO",
    "RO yang Tidak Dihitung",
    _HELD,
    _OUTPUTS,
    frozen=3,
    hidden=True,
)
HELD_ACTIONS = Sheet(
    "Tertunda RAK",
    "tblTertundaRAK",
    "RAK yang Tidak Dihitung",
    _HELD,
    _ACTIONS,
    hidden=True,
)
FILES = Sheet(
    "Berkas",
    "tblBerkas",
    "Berkas Laporan",
    "Berkas yang dipakai untuk setiap satker, dengan segel dan pengaturannya.",
    (
        KODE,
        NAMA,
        text("berkas", "Berkas", 46),
        text("melalui", "Melalui rekap", 24),
        code("keadaan", "Keadaan", 22),
        count("ukuran", "Ukuran (byte)", 12),
        code("templat", "Templat", 18),
        code("segel", "Segel", 18),
        code("keadaan_segel", "Keadaan segel", 13),
        code("disegel", "Disegel", 18),
        code("pengaturan", "Pengaturan (no)", 18),
        ratio("capaian", "Rata-rata capaian (%)", 13),
        count("dihitung", "Indikator dihitung", 11),
        count("tidak_dihitung", "Tidak dapat dihitung", 11),
        code("sidik", "Sidik berkas (SHA-256)", 30),
        PROVINSI,
        code("tingkat", "Tingkat", 16, hidden=True),
        count("tahun", "Tahun", 8, "0"),
        count("triwulan", "Triwulan", 9, "0"),
        count("versi", "Versi", 8, "0"),
        code("diterima", "Waktu terima (ISO)", 26, hidden=True),
        text("letak", "Letak kolom", 30, hidden=True),
        text("tidak_terbaca", "Tidak terbaca", 30, hidden=True),
    ),
)
SETTINGS = Sheet(
    "Pengaturan",
    "tblPengaturan",
    "Pengaturan yang Dipakai Satker",
    "Setiap pengaturan perhitungan dengan sumber dan kepastiannya; kepastian 'konvensi' bukan "
    "peraturan.",
    (
        count("nomor", "No", 6, "0"),
        text("nama", "Pengaturan", 34),
        text("nilai", "Nilai", 44),
        text("sumber", "Sumber", 60),
        code("kepastian", "Kepastian", 27),
        count("satker", "Satker", 9),
    ),
    frozen=0,
)
METADATA = Sheet(
    "Metadata",
    "tblMetadata",
    "Metadata",
    "Pengaturan, versi, dan cara rekap ini dibuat.",
    (
        code("kelompok", "Kelompok", 20),
        text("nama", "Nama", 40),
        text("nilai", "Nilai", 70),
        text("sumber", "Sumber", 44),
        code("kepastian", "Kepastian", 27),
    ),
    frozen=0,
)

SHEETS: tuple[Sheet, ...] = (
    STATUS,
    PLACES,
    GROUPS,
    VARIANTS,
    SATKERS,
    PROVINCES,
    BUDGET,
    PLANS,
    FINDINGS,
    CHANGES,
    EXCLUDED,
    LETTERS,
    INDICATORS,
    OUTPUTS,
    ACTIONS,
    FILES,
    SETTINGS,
    METADATA,
    HELD_INDICATORS,
    HELD_OUTPUTS,
    HELD_ACTIONS,
)
NAMES = frozenset({SUMMARY, MATRIX, *(sheet.name for sheet in SHEETS)})
"""Names of all sheets that a rekap can have; others were added by somebody."""
