"""The codes that every form shares: the same suffix means the same mistake on every sheet."""

from __future__ import annotations

from dataclasses import dataclass

from sakip_excel.finding import Severity
from sakip_excel.forms import FORMS
from sakip_excel.rules.registry import RULES, Rule, declare

_OWN = "rancangan sakip_excel"
_CONVENTION = "konvensi"
_SEEN = "terlihat pada dokumen contoh"


@dataclass(frozen=True, slots=True)
class _Shared:
    suffix: str
    severity: Severity
    title: str
    source: str = _OWN
    certainty: str = _CONVENTION
    restored: bool = False


REQUIRED = "101"
NOT_A_NUMBER = "102"
TEXT_NUMBER = "103"
AMBIGUOUS = "104"
NOT_IN_LIST = "105"
PATTERN = "106"
DUPLICATE = "107"
OUT_OF_RANGE = "108"
NOT_WHOLE = "109"
UNKNOWN_MARK = "110"
TYPED_OVER = "111"
ROUNDED = "112"
SAME_FIGURE = "113"
NO_CACHED_VALUE = "114"
EXCEL_ERROR = "115"
MISSING_COLUMN = "116"
TOTAL_ROW = "117"
EMPTY_FORM = "118"
STRAY_ROW = "119"

_TABLE = "tabel efisiensi LK Prabumulih 2024 (20 dari 35 persentase tidak cocok)"
_SHARED = (
    _Shared(REQUIRED, Severity.GALAT, "Sel wajib diisi tidak boleh kosong."),
    _Shared(NOT_A_NUMBER, Severity.GALAT, "Isi harus berupa angka (atau tanggal) yang dikenal."),
    _Shared(
        TEXT_NUMBER,
        Severity.GALAT,
        "Angka tidak boleh tersimpan sebagai teks: Excel tidak ikut menghitungnya.",
        "RKT Kubu Raya 2024 (2.498 Orang)",
        _SEEN,
    ),
    _Shared(AMBIGUOUS, Severity.GALAT, "Isi yang dapat dibaca dua cara ditanyakan, tidak ditebak."),
    _Shared(NOT_IN_LIST, Severity.GALAT, "Isi harus salah satu pilihan dalam daftar."),
    _Shared(PATTERN, Severity.GALAT, "Kode atau nomor harus mengikuti pola yang berlaku."),
    _Shared(DUPLICATE, Severity.GALAT, "Kode tidak boleh dipakai dua kali."),
    _Shared(OUT_OF_RANGE, Severity.GALAT, "Angka tidak boleh di bawah batas terendah."),
    _Shared(NOT_WHOLE, Severity.GALAT, "Uang ditulis dalam rupiah penuh tanpa pecahan."),
    _Shared(
        UNKNOWN_MARK,
        Severity.GALAT,
        "Tanda pada kolom triwulan harus tanda centang yang dikenal.",
        "RAK Kota Probolinggo 2024",
        _SEEN,
    ),
    _Shared(
        TYPED_OVER,
        Severity.GALAT,
        "Angka yang diketik di atas rumus berbeda dari perhitungan (toleransi 0,01 poin persen).",
        _TABLE,
        _SEEN,
        restored=True,
    ),
    _Shared(
        ROUNDED,
        Severity.INFO,
        "Angka yang diketik di atas rumus berbeda hanya karena pembulatan.",
        _TABLE,
        _SEEN,
        restored=True,
    ),
    _Shared(
        SAME_FIGURE,
        Severity.INFO,
        "Rumus ditimpa angka yang sama dengan perhitungan; rumus dikembalikan.",
        restored=True,
    ),
    _Shared(NO_CACHED_VALUE, Severity.GALAT, "Rumus buatan sendiri harus sudah bernilai."),
    _Shared(EXCEL_ERROR, Severity.GALAT, "Isian tidak boleh berupa galat Excel."),
    _Shared(MISSING_COLUMN, Severity.GALAT, "Kolom atau sel yang dibutuhkan harus ada."),
    _Shared(
        TOTAL_ROW,
        Severity.PERINGATAN,
        "Baris jumlah tidak ditulis di dalam atau di bawah tabel; jumlah ada di atas tabel.",
    ),
    _Shared(EMPTY_FORM, Severity.PERINGATAN, "Lembar isian tidak boleh seluruhnya kosong."),
    _Shared(STRAY_ROW, Severity.PERINGATAN, "Isian harus bersambung dengan tabel."),
)

SUFFIXES = tuple(each.suffix for each in _SHARED)
"""Numbers of the codes that every form has under its own letters."""

for _form in FORMS:
    for _rule in _SHARED:
        declare(
            _form.area + _rule.suffix,
            _rule.severity,
            _rule.title,
            needs=(_form.key,),
            source=_rule.source,
            certainty=_rule.certainty,
            restored=_rule.restored,
        )

declare(
    "CR101",
    Severity.GALAT,
    "Target pada Kinerja harus sama dengan target pada PK.",
    needs=("pk", "kinerja"),
    source="LK Prabumulih 2024 (90/85, 90/80, 95/80)",
    certainty=_SEEN,
    restored=True,
)
declare(
    "TX101",
    Severity.GALAT,
    "Terbilang harus menyebut angka yang sama.",
    source="LKj Kota Probolinggo 2024 (terbilang angka tahun 2023)",
    certainty=_SEEN,
    restored=True,
)
declare(
    "WB101",
    Severity.GALAT,
    "Lembar Beranda harus ada agar satker, tahun dan triwulan diketahui.",
    source=_OWN,
    certainty=_CONVENTION,
)
declare(
    "WB102",
    Severity.PERINGATAN,
    "Nama atau lembar rujukan templat harus lengkap agar rumus dapat ditulis.",
    source=_OWN,
    certainty=_CONVENTION,
)
declare(
    "WB103",
    Severity.PERINGATAN,
    "Isian tidak boleh berubah setelah buku kerja disegel.",
    source=_OWN,
    certainty=_CONVENTION,
)
declare(
    "WB104",
    Severity.PERINGATAN,
    "Segel hanya ditulis oleh program; segel yang diketik atau diubah tidak diakui.",
    source=_OWN,
    certainty=_CONVENTION,
)
declare(
    "WB105",
    Severity.GALAT,
    "Setiap lembar isian dari templat harus ada; yang belum waktunya diisi dibiarkan kosong.",
    source=_OWN,
    certainty=_CONVENTION,
)
declare(
    "WB106",
    Severity.PERINGATAN,
    "Sel di dalam tabel isian tidak digabung: satu baris satu isian.",
    source=_OWN,
    certainty=_CONVENTION,
)
declare(
    "WB107",
    Severity.PERINGATAN,
    "Isian tidak diambil dengan rumus dari luar buku kerja.",
    source=_OWN,
    certainty=_CONVENTION,
)


def shared(area: str, suffix: str) -> Rule:
    """Return the rule of a shared code for one form, e.g. ``PK`` and ``101``."""
    return RULES[area + suffix]
