"""Which efficiency formula belongs to which budget year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sakip_excel.scoring.source import Certainty, Source, Years, covers


class Pooling(StrEnum):
    """How the efficiency of many rincian output (RO) becomes one figure."""

    SUM = "jumlah"
    MEAN = "rata-rata"


@dataclass(frozen=True, slots=True)
class EfficiencyRule:
    """The efficiency formula of one period.

    Attributes:
        name: how the report labels the figure.
        formula: the formula in words.
        pooling: how the rincian output are put together.
        scored: whether the rule turns E into a nilai efisiensi (NE).
        years: budget years for which it holds.
        source: where it comes from.
    """

    name: str
    formula: str
    pooling: Pooling
    scored: bool
    years: Years
    source: Source


_POOLED = "E = jumlah (pagu × capaian RO − realisasi) ÷ jumlah (pagu × capaian RO)"


def _analysis(years: Years, text: str, note: str) -> EfficiencyRule:
    """Return the analysis that a report prints where no formula of a regulation applies."""
    source = Source(text, Certainty.CONVENTION, note)
    return EfficiencyRule(
        "Analisis efisiensi LKj", _POOLED, Pooling.SUM, scored=False, years=years, source=source
    )


EFFICIENCY = (
    _analysis(
        (None, 2017),
        "Rumus untuk TA sebelum 2018 (PMK 249/PMK.02/2011) tidak dilihat; dipakai analisis LKj.",
        "",
    ),
    EfficiencyRule(
        "Efisiensi (PMK 214/2017)",
        "E = rata-rata per RO dari 1 − (realisasi ÷ RVRO) ÷ (pagu ÷ TVRO)",
        Pooling.MEAN,
        scored=True,
        years=(2018, 2020),
        source=Source(
            "PMK 214/PMK.02/2017; rumus terlihat (tercetak tidak utuh) pada LAKIP Itjen 2019 "
            "hlm. 42.",
            Certainty.SEEN,
        ),
    ),
    EfficiencyRule(
        "Efisiensi (PMK 22/2021)",
        _POOLED,
        Pooling.SUM,
        scored=True,
        years=(2021, 2023),
        source=Source(
            "PMK 22/PMK.02/2021; perbandingan pengeluaran seharusnya dan realisasi terlihat pada "
            "ringkasan JDIH.",
            Certainty.GENERAL,
            "Rumus lengkapnya belum dilihat.",
        ),
    ),
    _analysis(
        (2024, None),
        "Analisis efisiensi dalam LKj dengan bentuk rumus PMK 22/PMK.02/2021.",
        "Sejak TA 2024 (PMK 62/2023, KMK 466/2023) efisiensi satker dinilai dengan SBK; angka ini "
        "bukan NKA.",
    ),
)
"""One rule for every budget year, in order."""


def efficiency_rule(year: int) -> EfficiencyRule:
    """Return the efficiency rule of a budget year."""
    return next(rule for rule in EFFICIENCY if covers(rule.years, year))
