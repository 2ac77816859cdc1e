"""Rules about texts that belong to another place or another level of KPU."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import GIANYAR, PROBOLINGGO, PROBOLINGGO_RAK, SEEN
from sakip_excel.rules.regions import Region, own_region, regions_in, same_province, same_region
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.rules.text import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report

_KPU_ABOVE: Final = re.compile(
    r"(?<!dengan )(?<!ke )(?<!kepada )(?<!dari )(?<!oleh )(?<!melalui )(?<!bersama )(?<!pada )"
    r"(?<!surat )(?<!arahan )(?<!kebijakan )\b(?:anggota )?(?:sekretariat )?KPU Provinsi\b",
    re.IGNORECASE,
)
_ABOVE: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bmedia massa nasional\b",
        r"\b(?:rancangan|penyusunan|penetapan|menyusun|harmonisasi|pembentukan) "
        r"(?:\w+ ){0,2}Peraturan (?:KPU|Komisi Pemilihan Umum)\b",
        r"\b(?:di )?lingkungan (?:Setjen|Sekretariat Jenderal) KPU\b",
        r"\bseluruh Indonesia\b",
    )
)
_ABOVE_SAYS: Final = (
    "kpu provinsi",
    "media massa nasional",
    "peraturan",
    "lingkungan",
    "seluruh indonesia",
)
"""One of these stands in every text that one of the patterns above finds."""
_MISSPELLED: Final = re.compile(r"\bpr[eo]sentase\b", re.IGNORECASE)


@rule(
    "TX102",
    Severity.PERINGATAN,
    "Teks tidak menyebut daerah lain.",
    needs=("identitas",),
    source=PROBOLINGGO + " (Pacitan, Purwakarta, Bojonegoro, NTB)",
    certainty=SEEN,
)
def no_other_region(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts that call another kabupaten, kota or provinsi by name.

    A provincial satker speaks of its own kabupaten and kota, the centre of all regions.
    """
    cells = report.forms["identitas"].cells
    own, province, level = (
        own_region(report.satker),
        cells.text("provinsi"),
        cells.text("tingkat"),
    )
    if level == "Pusat":
        return

    def look(text: str) -> str:
        other = next((r for r in regions_in(text) if _is_other(r, own, province, level)), None)
        return f"menyebut {other.printed}, bukan daerah satker ini." if other else ""

    fix = "Periksa apakah teks ini disalin dari satker lain."
    yield from scan(report, rule, look, fix, mentions=("kab", "kota", "prov"))


def _is_other(region: Region, own: Region | None, province: str, level: str) -> bool:
    if region.kind == "provinsi":
        return bool(province) and not same_province(region.words, province)
    if level == "Provinsi" or own is None or own.kind == "provinsi":
        return False
    return not same_region(region, own)


@rule(
    "TX110",
    Severity.PERINGATAN,
    "Satker kabupaten/kota tidak memakai rumusan untuk tingkat di atasnya.",
    needs=("identitas",),
    source=f"{PROBOLINGGO_RAK} (10 media massa Nasional, Peraturan KPU); {GIANYAR}",
    certainty=SEEN,
)
def wording_of_own_level(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts of PK and RAK that were written for the province or the centre."""
    if report.forms["identitas"].cells.text("tingkat") != "Kabupaten/Kota":
        return

    def look(text: str) -> str:
        patterns = (_KPU_ABOVE, *_ABOVE)
        found = next((m for p in patterns if (m := p.search(text))), None)
        return f"rumusan untuk tingkat di atas satker ini: '{found[0]}'." if found else ""

    fix = "Rumuskan untuk satker sendiri, atau hapus bila bukan tugasnya."
    yield from scan(report, rule, look, fix, mentions=_ABOVE_SAYS, forms=("pk", "rak"))


@rule(
    "TX111",
    Severity.INFO,
    "Ejaan yang baku adalah persentase.",
    needs=(),
    source=PROBOLINGGO,
    certainty=SEEN,
)
def standard_spelling(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts with presentase or prosentase."""

    def look(text: str) -> str:
        return "ejaan baku: persentase." if _MISSPELLED.search(text) else ""

    words = ("presentase", "prosentase")
    yield from scan(report, rule, look, "Ganti ejaannya.", mentions=words)
