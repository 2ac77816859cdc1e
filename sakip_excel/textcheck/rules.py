"""All rules about written reports; importing this registers them."""

from __future__ import annotations

from sakip_excel.textcheck import (
    rules_indikator,
    rules_klaim,
    rules_serapan,
    rules_tahun,
    rules_tempat,
    rules_terbilang,
    rules_uang,
)

__all__ = [
    "rules_indikator",
    "rules_klaim",
    "rules_serapan",
    "rules_tahun",
    "rules_tempat",
    "rules_terbilang",
    "rules_uang",
]
