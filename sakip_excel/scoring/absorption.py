"""Targets for cumulative absorption, by budget year, quarter and jenis belanja."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sakip_excel.scoring.source import Certainty, Source, Years, covers

if TYPE_CHECKING:
    from collections.abc import Mapping

Quarters: TypeAlias = tuple[float, float, float, float]
"""Cumulative targets as ratios, quarter I first."""

JENIS = {"51": "Pegawai", "52": "Barang", "53": "Modal", "57": "Bantuan sosial"}
"""Jenis belanja by the first two digits of the akun."""


@dataclass(frozen=True, slots=True)
class AbsorptionTargets:
    """Targets of one period.

    Attributes:
        rule: short name of the regulation.
        years: budget years for which they hold.
        per_jenis: targets by jenis belanja (``"51"``); empty where the rule has one track for all.
        overall: track for all kinds together.
        source: where the targets per jenis come from, or the track where there are none.
        overall_source: where the overall track comes from.
    """

    rule: str
    years: Years
    per_jenis: Mapping[str, Quarters]
    overall: Quarters
    source: Source
    overall_source: Source

    def target(self, quarter: int, jenis: str | None = None) -> float | None:
        """Return the cumulative target as a ratio.

        Args:
            quarter: 1 to 4; anything else (0: not stated) has no target.
            jenis: jenis belanja or akun (``"52"``, ``"521211"``); unknown ones and ``None`` take
                the overall track.
        """
        if quarter not in {1, 2, 3, 4}:
            return None
        return self.per_jenis.get((jenis or "")[:2], self.overall)[quarter - 1]


_TRACK: Quarters = (0.15, 0.40, 0.60, 0.90)

_PER_JENIS: dict[str, Quarters] = {
    "51": (0.20, 0.50, 0.75, 0.95),
    "52": (0.15, 0.50, 0.70, 0.90),
    "53": (0.10, 0.40, 0.70, 0.90),
    "57": (0.25, 0.50, 0.75, 0.95),
}

_TRACK_AS_RULE = Source(
    "PER-4/PB/2021: satu lintasan untuk semua belanja, terlihat pada Bahan SMART 2022.",
    Certainty.SEEN,
)

_TRACK_AS_INFORMATION = Source(
    "Lintasan PER-4/PB/2021 (TA 2021–2022) dipakai sebagai informasi bila jenis belanja tidak "
    "diketahui.",
    Certainty.CONVENTION,
    "Bukan target menurut aturan tahun ini.",
)

ABSORPTION = (
    AbsorptionTargets("PER-4/PB/2021", (2021, 2022), {}, _TRACK, _TRACK_AS_RULE, _TRACK_AS_RULE),
    AbsorptionTargets(
        "PER-5/PB/2022",
        (2023, 2023),
        _PER_JENIS,
        _TRACK,
        Source(
            "PER-5/PB/2022; dianggap sama dengan PER-5/PB/2024.",
            Certainty.GENERAL,
            "Peraturannya terbit 2022; untuk TA 2022 masih dipakai lintasan PER-4/PB/2021.",
        ),
        _TRACK_AS_INFORMATION,
    ),
    AbsorptionTargets(
        "PER-5/PB/2024",
        (2024, None),
        _PER_JENIS,
        _TRACK,
        Source(
            "PER-5/PB/2024, terlihat dalam dua perangkat lunak publik, salah satunya mencocokkan "
            "dengan paparan DJPb.",
            Certainty.SECONDARY,
            "Tabel dalam peraturannya sendiri belum dilihat.",
        ),
        _TRACK_AS_INFORMATION,
    ),
)
"""Periods with known targets; none is known before TA 2021."""


def absorption_targets(year: int) -> AbsorptionTargets | None:
    """Return the absorption targets of a budget year, ``None`` where none is known."""
    return next((period for period in ABSORPTION if covers(period.years, year)), None)
