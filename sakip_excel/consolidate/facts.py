"""What Metadata says of a rekap: versions, input, and the conventions of the joining itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel import __version__
from sakip_excel.consolidate.joined import Fact
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.report.layout import TEMPLATE_VERSION
from sakip_excel.rules.registry import RULES_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sakip_excel.consolidate.choose import Period

_HOUSE, _CONVENTION = "rancangan sakip_excel", "konvensi"
_CONVENTIONS = (
    (
        "Yang dijumlahkan",
        "Laporan yang diterima, diterima dengan catatan, atau disahkan; yang lain hanya didaftar.",
    ),
    (
        "Diterima dengan catatan",
        "Tanpa galat, tetapi belum disegel atau berubah setelah disegel.",
    ),
    ("Serapan gabungan", "Jumlah realisasi dibagi jumlah pagu; persentase tidak dirata-ratakan."),
    (
        "Efisiensi gabungan",
        "Jumlah efisiensi (Rp) dibagi jumlah pengeluaran seharusnya, pada RO yang keduanya ada; "
        "bukan NKA.",
    ),
    (
        "Rata-rata capaian kelompok",
        "Rata-rata sederhana capaian yang dapat dihitung, tanpa batas.",
    ),
    (
        "Kelompok indikator",
        "Kata yang sama tanpa kata tugas dan nama satker, salah ketik satu kata, atau satu kata "
        "tambahan pada rumusan panjang; tidak pernah jenis, satuan atau arah yang berbeda.",
    ),
    (
        "Terlambat",
        "Hari setelah batas waktu sampai versi pertama yang tidak dikembalikan diterima.",
    ),
    (
        "Versi yang berlaku",
        "Yang terakhir menurut catatan arsip; tanpa catatan, segel utuh yang terbaru.",
    ),
)


ROSTER_FACT, NO_ROSTER_TEXT = "Daftar satker", "tidak ada; cakupan tidak diketahui"
"""Name of the line of Metadata about the roster, and what it says without one."""


def has_roster(metadata: Mapping[str, str]) -> bool:
    """Return whether a rekap was made with a roster, by name and value of its Metadata."""
    return metadata.get(ROSTER_FACT, NO_ROSTER_TEXT) != NO_ROSTER_TEXT


def period_text(period: Period) -> str:
    """Return a period as printed, e.g. ``TW IV 2024``."""
    return f"TW {QUARTERS[period[1] - 1]} {period[0]}"


def facts_of(period: Period, now: datetime, inputs: Iterable[tuple[str, str]]) -> tuple[Fact, ...]:
    """Return the lines of Metadata that hold for the whole rekap.

    Args:
        period: year and quarter.
        now: time of joining.
        inputs: name and value of what is known about the input.
    """
    from sakip_excel.exchange.seal import SEAL_NOTE

    made = (
        ("Periode", period_text(period)),
        ("Dibuat", f"{now:%d/%m/%Y %H.%M}"),
        ("Program", f"sakip_excel {__version__}"),
        ("Versi aturan", RULES_VERSION),
        ("Versi templat", str(TEMPLATE_VERSION)),
        ("Segel", SEAL_NOTE),
    )
    return (
        *(Fact("Rekap", name, value) for name, value in made),
        *(Fact("Masukan", name, value) for name, value in inputs),
        *(Fact("Kesepakatan", name, value, _HOUSE, _CONVENTION) for name, value in _CONVENTIONS),
    )
