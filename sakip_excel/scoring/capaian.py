"""Capaian of an indikator, its predikat, and the mean for a sasaran, tujuan or satker."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.scoring.grades import grade_lower, grade_rank, grade_upper, opinion_rank
from sakip_excel.scoring.outcome import (
    NO_CASE,
    NOT_COMPUTABLE,
    NOT_REACHED,
    Measure,
    Outcome,
    is_blank,
    is_number,
    ratio,
    same_text,
)
from sakip_excel.values.display import points, round_half_away

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sakip_excel.scoring.scales import Scale


class Jenis(StrEnum):
    """Kinds of indikator that are not plain numbers."""

    PREDIKAT = "Predikat"
    OPINI = "Opini"


class Metode(StrEnum):
    """How a predikat or opini becomes a capaian; none of them is official."""

    SKOR = "Skor, selain itu tercapai/tidak"
    PERINGKAT = "Peringkat"
    BATAS_ATAS = "Batas atas"
    BATAS_BAWAH = "Batas bawah"


TURUN = "Turun"

_BY_RANK = (Metode.PERINGKAT, Metode.BATAS_ATAS, Metode.BATAS_BAWAH)


class Mean(NamedTuple):
    """An unweighted mean and what it is made of.

    Attributes:
        value: mean ratio; `NOT_COMPUTABLE` when there are texts but no number, ``None`` when
            everything is blank.
        counted: how many numbers are in it.
        not_computable: how many gave a text instead (not computable, no case, not reached).
        blank: how many are blank.
    """

    value: Outcome
    counted: int
    not_computable: int
    blank: int


def capaian_up(target: Measure, realisasi: Measure) -> Outcome:
    """Return capaian where more is better: ``R/T``.

    Source: LKjIP Kab. Maluku Tengah 2021 p. 94 (seen); target 0 has no figure (secondary).

    Args:
        target: T in the unit of the indikator (percent points for %).
        realisasi: R in the same unit.

    Returns:
        Ratio; ``None`` for a blank, `NOT_COMPUTABLE` for target 0 or a text.

    Example:
        >>> capaian_up(95, 100)
        1.0526315789473684
        >>> capaian_up(0, 3)
        'Tidak dapat dihitung'
    """
    return ratio(realisasi, target)


def capaian_down(target: Measure, realisasi: Measure) -> Outcome:
    """Return capaian where less is better: ``(2T-R)/T``, at least 0.

    Source: LKjIP Kab. Maluku Tengah 2021 p. 94 (seen); the floor at 0 is secondary; target 0 (R = 0
    is 100%, R > 0 is 0%) is a convention of this tool. Excel twin:
    ``IF(T=0,IF(R=0,1,0),MAX(0,(2*T-R)/T))``.

    Example:
        >>> capaian_down(10, 8), capaian_down(10, 25), capaian_down(0, 0), capaian_down(0, 1)
        (1.2, 0.0, 1.0, 0.0)
    """
    if is_blank(target) or is_blank(realisasi):
        return None
    if not is_number(target) or not is_number(realisasi):
        return NOT_COMPUTABLE
    if target == 0:
        return 1.0 if realisasi == 0 else 0.0
    return max(0.0, (2 * target - realisasi) / target)


def capaian(
    kind: str,
    arah: str,
    target: Measure,
    realisasi: Measure,
    *,
    no_case: bool = False,
    method: str = Metode.SKOR,
) -> Outcome:
    """Return the capaian of one indikator.

    Args:
        kind: jenis; Predikat and Opini are compared, everything else is a number.
        arah: Turun where less is better; anything else counts as Naik.
        target: number (percent points for %), grade or opinion.
        realisasi: the same.
        no_case: nothing occurred that could be measured; comes before everything else.
        method: one of `Metode`; anything else counts as the default.

    Returns:
        Ratio without a cap; `NO_CASE`; ``None`` when target or realisasi is blank;
        `NOT_COMPUTABLE`; `NOT_REACHED` for a grade or opinion below target under the default.

    Example:
        >>> capaian("Predikat", "Naik", "B", "CC")
        'Tidak tercapai'
        >>> capaian("Predikat", "Naik", "B", "CC", method="Peringkat")
        0.75
        >>> capaian("Persentase", "Naik", 90, 85)
        0.9444444444444444
    """
    if no_case:
        return NO_CASE
    if is_blank(target) or is_blank(realisasi):
        return None
    if same_text(kind, Jenis.PREDIKAT):
        return _capaian_grade(target, realisasi, method)
    if same_text(kind, Jenis.OPINI):
        return _compare(opinion_rank(target), opinion_rank(realisasi), method)
    return (capaian_down if same_text(arah, TURUN) else capaian_up)(target, realisasi)


def _capaian_grade(target: Measure, realisasi: Measure, method: str) -> Outcome:
    """Return the capaian of an AKIP grade: by score where both sides have one."""
    if is_number(target) and is_number(realisasi):
        return capaian_up(target, realisasi)
    wanted, got = grade_rank(target), grade_rank(realisasi)
    if wanted and got and same_text(method, Metode.BATAS_ATAS):
        return ratio(grade_upper(got), grade_upper(wanted))
    if wanted and got and same_text(method, Metode.BATAS_BAWAH):
        return ratio(grade_lower(got), grade_lower(wanted))
    return _compare(wanted, got, method)


def _compare(wanted: int, got: int, method: str) -> Outcome:
    """Return the capaian of two ranks, 0 standing for an unknown grade or opinion.

    Opinions have no score ranges, so the two methods by range compare their ranks.
    """
    if not wanted or not got:
        return NOT_COMPUTABLE
    if any(same_text(method, name) for name in _BY_RANK):
        return got / wanted
    return 1.0 if got >= wanted else NOT_REACHED


def ordinal_note(kind: str, target: Measure, realisasi: Measure) -> str:
    """Return how far a missed grade or opinion is by rank, as information; empty otherwise.

    Example:
        >>> ordinal_note("Predikat", "B", "CC")
        'Peringkat 3 dari 4 (3/4 = 75%)'
    """
    if same_text(kind, Jenis.OPINI):
        wanted, got = opinion_rank(target), opinion_rank(realisasi)
    elif same_text(kind, Jenis.PREDIKAT) and not (is_number(target) and is_number(realisasi)):
        wanted, got = grade_rank(target), grade_rank(realisasi)
    else:
        return ""
    if not got or got >= wanted:
        return ""
    share = points(round_half_away(got / wanted * 100))
    return f"Peringkat {got} dari {wanted} ({got}/{wanted} = {share})"


def capped(value: Outcome, cap: float | None) -> Outcome:
    """Return a capaian not above the cap (ratio; ``None`` for no cap); texts and blanks pass.

    Example:
        >>> capped(1.3, 1.2), capped(1.3, None), capped("Tidak tercapai", 1.0)
        (1.2, 1.3, 'Tidak tercapai')
    """
    return value if cap is None or not is_number(value) else min(float(value), cap)


def predikat(value: Outcome, scale: Scale) -> str:
    """Return the word for a capaian (ratio); a text outcome is its own word, a blank has none.

    Excel twin: ``LOOKUP(ROUND(x*100,2),bounds,names)`` with `Scale.bounds` and `Scale.names`.

    Example:
        >>> from sakip_excel.scoring.scales import LAN
        >>> predikat(0.9942, LAN), predikat("Tidak tercapai", LAN), predikat(None, LAN)
        ('Sangat Berhasil', 'Tidak tercapai', '')
    """
    if is_blank(value):
        return ""
    return scale.name_of(value * 100) if is_number(value) else str(value)


def mean(outcomes: Iterable[Outcome]) -> Mean:
    """Return the unweighted mean of the numbers, and what was left out.

    Source: usual practice (general); no regulation seen weights indikator. Never for percentages
    of money: see `sakip_excel.scoring.anggaran.pooled`. Excel twin of the value: ``AVERAGE``.

    Example:
        >>> mean([1.0, 0.5, "Tidak ada kasus", None])
        Mean(value=0.75, counted=2, not_computable=1, blank=1)
    """
    total, counted, texts, blanks = 0.0, 0, 0, 0
    # One after the other: sum() adds in a compensated way from Python 3.12 on, Excel does not.
    for outcome in outcomes:
        if is_blank(outcome):
            blanks += 1
        elif is_number(outcome):
            total += outcome
            counted += 1
        else:
            texts += 1
    if counted:
        return Mean(total / counted, counted, texts, blanks)
    return Mean(NOT_COMPUTABLE if texts else None, 0, texts, blanks)
