"""Progress of the rencana aksi (RAK): what was to be done and what was done up to a quarter.

Counting and status words are a convention of this tool; the KPU form holds check marks only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sakip_excel.scoring.outcome import Outcome

QUARTERS = 4


class RakStatus(StrEnum):
    """Where an aksi stands at the end of the reported quarter."""

    SESUAI = "Sesuai"
    TERLAMBAT = "Terlambat"
    LEBIH_AWAL = "Lebih awal"
    BELUM_WAKTUNYA = "Belum waktunya"
    TIDAK_DIJADWALKAN = "Tidak dijadwalkan"


@dataclass(frozen=True, slots=True)
class RakProgress:
    """Progress of one row of the RAK up to a quarter.

    Attributes:
        direncanakan: quarters ticked in the plan so far.
        terlaksana: quarters ticked as done so far.
        capaian: ``terlaksana / direncanakan`` as a ratio; ``None`` when nothing was due yet.
        status: the word for it.
    """

    direncanakan: int
    terlaksana: int
    capaian: Outcome
    status: RakStatus


class RakTotals(NamedTuple):
    """Ticks per quarter over many rows, quarter I first."""

    planned: tuple[int, int, int, int]
    done: tuple[int, int, int, int]


def rak_progress(plan: Sequence[bool], done: Sequence[bool], quarter: int) -> RakProgress:
    """Return how far one row of the RAK is at the end of a quarter.

    Args:
        plan: four ticks of the plan, quarter I first.
        done: four ticks of what was done.
        quarter: reported quarter, 1 to 4; 0 (not stated) counts nothing.

    Raises:
        ValueError: not four ticks, or no such quarter.

    Example:
        >>> progress = rak_progress([True, True, False, True], [True, False, False, False], 2)
        >>> progress.direncanakan, progress.terlaksana, progress.capaian, progress.status.value
        (2, 1, 0.5, 'Terlambat')
    """
    _require_four(plan, done)
    if not 0 <= quarter <= QUARTERS:
        raise ValueError(f"Triwulan {quarter} tidak ada.")
    planned, finished = sum(map(bool, plan[:quarter])), sum(map(bool, done[:quarter]))
    scheduled = any(plan)
    capaian = finished / planned if planned else None
    return RakProgress(planned, finished, capaian, _status(planned, finished, scheduled=scheduled))


def _status(planned: int, finished: int, *, scheduled: bool) -> RakStatus:
    if not scheduled:
        return RakStatus.TIDAK_DIJADWALKAN
    if finished > planned:
        return RakStatus.LEBIH_AWAL
    if planned == 0:
        return RakStatus.BELUM_WAKTUNYA
    return RakStatus.TERLAMBAT if finished < planned else RakStatus.SESUAI


def rak_per_quarter(rows: Iterable[tuple[Sequence[bool], Sequence[bool]]]) -> RakTotals:
    """Return how many ticks of plan and of work done stand in each quarter.

    Args:
        rows: plan and done of each row, four ticks each.

    Raises:
        ValueError: a row has not four ticks.

    Example:
        >>> rak_per_quarter([([True, True, False, False], [True, False, False, False])])
        RakTotals(planned=(1, 1, 0, 0), done=(1, 0, 0, 0))
    """
    planned, finished = [0] * QUARTERS, [0] * QUARTERS
    # The rows of a nation show a few dozen patterns.
    patterns = Counter((tuple(plan), tuple(done)) for plan, done in rows)
    for (plan, done), times in patterns.items():
        _require_four(plan, done)
        for quarter in range(QUARTERS):
            planned[quarter] += times * bool(plan[quarter])
            finished[quarter] += times * bool(done[quarter])
    return RakTotals(_four(planned), _four(finished))


def _four(counts: Sequence[int]) -> tuple[int, int, int, int]:
    first, second, third, fourth = counts
    return first, second, third, fourth


def _require_four(*ticks: Sequence[bool]) -> None:
    if any(len(four) != QUARTERS for four in ticks):
        raise ValueError("RAK mempunyai empat triwulan.")
