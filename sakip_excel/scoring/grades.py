"""AKIP grades and audit opinions: their ranges, their order and which of two is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.scoring.outcome import is_number
from sakip_excel.scoring.scales import Band, Scale
from sakip_excel.scoring.source import Certainty, Source
from sakip_excel.values.display import round_half_away

if TYPE_CHECKING:
    from sakip_excel.scoring.outcome import Measure

AKIP = Scale(
    "AKIP",
    (
        Band(0, inclusive=True, name="D"),
        Band(30, inclusive=False, name="C"),
        Band(50, inclusive=False, name="CC"),
        Band(60, inclusive=False, name="B"),
        Band(70, inclusive=False, name="BB"),
        Band(80, inclusive=False, name="A"),
        Band(90, inclusive=False, name="AA"),
    ),
    Source(
        "PermenPANRB 88/2021 lampiran; rentang terlihat dalam dokumentasi perangkat lunak publik, "
        "cocok dengan hasil evaluasi yang diumumkan (72,50 = BB; 80,15 = A).",
        Certainty.SECONDARY,
        "Ujung rentang (lebih dari batas bawah sampai dengan batas atas: 70 = B, 70,01 = BB) "
        "adalah pengetahuan umum. Nilai dibulatkan 2 desimal lebih dahulu.",
    ),
)
"""AKIP grades by score 0 to 100: ``> lower`` and ``<= upper``."""

OPINIONS = ("TW", "TMP", "WDP", "WTP")
"""Audit opinions from the worst to the best; the rank is the position counted from 1."""

OPINION_SOURCE = Source(
    "Jenis opini menurut UU 15/2004 penjelasan Pasal 16; urutan WTP 4, WDP 3, TMP 2, TW 1 adalah "
    "kesepakatan alat ini.",
    Certainty.CONVENTION,
    "Tidak ada persentase resmi untuk opini.",
)

_UPPER = (*(band.lower for band in AKIP.bands[1:]), 100.0)


def grade_of(value: Measure) -> str:
    """Return the AKIP grade of a score 0 to 100 or of a grade, empty when it is neither.

    Source: PermenPANRB 88/2021 (secondary), see `AKIP`.

    Example:
        >>> grade_of(71.2), grade_of(70), grade_of(70.01), grade_of(" bb "), grade_of(101)
        ('BB', 'B', 'BB', 'BB', '')
    """
    if is_number(value):
        return AKIP.name_of(value) if 0 <= round_half_away(value) <= 100 else ""
    text = str(value).strip(" ").upper()
    return text if text in AKIP.names else ""


def grade_rank(value: Measure) -> int:
    """Return the rank of a score or grade, D = 1 to AA = 7; 0 when it is neither."""
    grade = grade_of(value)
    return AKIP.names.index(grade) + 1 if grade else 0


def grade_lower(rank: int) -> float:
    """Return the lower bound of the range of a grade in score points: 60 for B (rank 4)."""
    return float(AKIP.bands[rank - 1].lower)


def grade_upper(rank: int) -> float:
    """Return the upper bound of the range of a grade in score points: 70 for B (rank 4)."""
    return float(_UPPER[rank - 1])


def opinion_rank(value: Measure) -> int:
    """Return the rank of an opinion, TW = 1, TMP = 2, WDP = 3, WTP = 4; 0 for anything else.

    Example:
        >>> opinion_rank("WTP"), opinion_rank("wdp"), opinion_rank(4)
        (4, 3, 0)
    """
    text = str(value).strip(" ").upper()
    return OPINIONS.index(text) + 1 if text in OPINIONS else 0
