"""Budget figures: serapan, sisa, efisiensi and the distance to the absorption targets.

Money is whole rupiah, rates are ratios. Percentages of money are pooled (sum over sum), never
averaged. Every rate has no figure where its denominator is 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.scoring.absorption import absorption_targets
from sakip_excel.scoring.capaian import mean
from sakip_excel.scoring.efficiency import Pooling
from sakip_excel.scoring.outcome import (
    NOT_COMPUTABLE,
    Measure,
    Outcome,
    difference,
    is_blank,
    is_number,
    ratio,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class AbsorptionGap(NamedTuple):
    """How far serapan is from its target.

    Attributes:
        target: cumulative target as a ratio; ``None`` where no target is known.
        gap: ``serapan - target`` as a ratio, negative when behind; a text or ``None`` of the
            serapan passes.
    """

    target: float | None
    gap: Outcome


def serapan(pagu: Measure, realisasi: Measure) -> Outcome:
    """Return the absorption ``realisasi / pagu``; above 1 when more than the pagu was spent.

    Source: usual practice, also PMK 22/2021 (general).

    Returns:
        Ratio; ``None`` for a blank, `NOT_COMPUTABLE` for pagu 0 or a text.

    Example:
        >>> serapan(200_000_000, 150_000_000), serapan(0, 150_000_000), serapan(None, 0)
        (0.75, 'Tidak dapat dihitung', None)
    """
    return ratio(realisasi, pagu)


def sisa(pagu: Measure, realisasi: Measure) -> int | float | None:
    """Return what is left of the pagu in rupiah, negative for pagu minus.

    Returns:
        ``pagu - realisasi``; ``None`` where either is blank or a text.

    Example:
        >>> sisa(2_638_483_000, 2_680_536_126)
        -42053126
    """
    if not is_number(pagu) or not is_number(realisasi):
        return None
    return difference(pagu, realisasi)


def capaian_ro(tvro: Measure, rvro: Measure) -> Outcome:
    """Return the achieved volume of a rincian output, ``RVRO / TVRO``, without a cap.

    Source: volume part of capaian keluaran, PMK 214/2017 and 22/2021 (general; a cap of 100% per
    RO is doubtful and not applied).

    Example:
        >>> capaian_ro(2, 1), capaian_ro(0, 1)
        (0.5, 'Tidak dapat dihitung')
    """
    return ratio(rvro, tvro)


def seharusnya(pagu: Measure, capaian_ro: Measure) -> Outcome:
    """Return what the achieved output should have cost, ``pagu * capaian_ro``, in rupiah.

    Source: PMK 22/2021, "pengeluaran seharusnya" (partly seen).

    Returns:
        Rupiah; ``None`` when pagu or capaian is blank, `NOT_COMPUTABLE` when either is a text.

    Example:
        >>> seharusnya(1_000_000, 0.5), seharusnya(1_000_000, "Tidak dapat dihitung")
        (500000.0, 'Tidak dapat dihitung')
    """
    if is_blank(pagu) or is_blank(capaian_ro):
        return None
    if not is_number(pagu) or not is_number(capaian_ro):
        return NOT_COMPUTABLE
    return pagu * capaian_ro


def efisiensi_rp(seharusnya: Measure, realisasi: Measure) -> Outcome:
    """Return the efficiency in rupiah, ``seharusnya - realisasi``, negative when overspent.

    Example:
        >>> efisiensi_rp(500_000, 450_000)
        50000
    """
    if is_blank(seharusnya) or is_blank(realisasi):
        return None
    if not is_number(seharusnya) or not is_number(realisasi):
        return NOT_COMPUTABLE
    return difference(seharusnya, realisasi)


def efisiensi(seharusnya: Measure, realisasi: Measure) -> Outcome:
    """Return the efficiency E, ``(S - R) / S``; never the absorption and never its complement.

    Source: PMK 22/PMK.02/2021 (partly seen); for one RO the form of PMK 214/PMK.02/2017 is the
    same algebra. Excel twin: the cell of `efisiensi_rp` over the cell of `seharusnya`.

    Returns:
        Ratio; ``None`` for a blank, `NOT_COMPUTABLE` when S is 0 or a text.

    Example:
        >>> efisiensi(1000, 900), efisiensi(500, 900), efisiensi(0, 10)
        (0.1, -0.8, 'Tidak dapat dihitung')
    """
    return ratio(efisiensi_rp(seharusnya, realisasi), seharusnya)


def efisiensi_gabungan(
    pairs: Iterable[tuple[Measure, Measure]], pooling: Pooling = Pooling.SUM
) -> Outcome:
    """Return the efficiency of many rincian output together.

    Excel twin of the pooled form: ``SUM(efisiensi_rp)/SUMIF(efisiensi_rp,"<1E+300",seharusnya)``,
    which leaves out what has no figure on both sides.

    Args:
        pairs: seharusnya and realisasi of each RO; those without a figure are left out.
        pooling: sum over sum (PMK 22/2021 and the LKj analysis) or the mean per RO (PMK 214/2017).

    Example:
        >>> pairs = [(100, 90), (300, 300)]
        >>> efisiensi_gabungan(pairs), efisiensi_gabungan(pairs, Pooling.MEAN)
        (0.025, 0.05)
    """
    rows = list(pairs)
    if pooling == Pooling.MEAN:
        return mean(efisiensi(should, spent) for should, spent in rows).value
    gains = [efisiensi_rp(should, spent) for should, spent in rows]
    if not any(is_number(gain) for gain in gains):
        return NOT_COMPUTABLE if NOT_COMPUTABLE in gains else None
    pool = [should for (should, _), gain in zip(rows, gains, strict=True) if is_number(gain)]
    return ratio(total(gains), total(pool))


def selisih(serapan: Outcome) -> Outcome:
    """Return ``1 - serapan``: the column that an LKj prints as efisiensi, which it is not.

    Equals the efficiency only where RVRO = TVRO. Source: LKj tables (example document).

    Example:
        >>> selisih(0.75), selisih("Tidak dapat dihitung"), selisih(None)
        (0.25, 'Tidak dapat dihitung', None)
    """
    if is_blank(serapan):
        return None
    return difference(1.0, serapan) if is_number(serapan) else serapan


def total(values: Iterable[Measure]) -> int | float | None:
    """Return the sum of the numbers, exact for whole rupiah; ``None`` when there is no number.

    Excel twin: ``SUM``, which also passes over texts and blanks.

    Example:
        >>> total([10, None, "Tidak dapat dihitung", 5]), total([None])
        (15, None)
    """
    numbers = [value for value in values if is_number(value)]
    if not numbers:
        return None
    amount: int | float = 0
    # One after the other: sum() adds floats in a compensated way from Python 3.12 on.
    for number in numbers:
        amount += number
    return amount


def pooled(pairs: Iterable[tuple[Measure, Measure]]) -> Outcome:
    """Return the absorption of many rows together: sum of realisasi over sum of pagu.

    Never the mean of the rows' percentages. Excel twin: ``SUM(realisasi)/SUM(pagu)``.

    Args:
        pairs: pagu and realisasi of each row in rupiah; blanks and texts add nothing.

    Returns:
        Ratio; ``None`` when no row has a pagu or no row a realisasi, `NOT_COMPUTABLE` when the
        pagu add up to 0.

    Example:
        >>> pooled([(100, 100), (900, 450)])
        0.55
    """
    rows = list(pairs)
    return serapan(total(pagu for pagu, _ in rows), total(spent for _, spent in rows))


def nilai_efisiensi(e: float) -> float:
    """Return the nilai efisiensi ``0.5 + e / 0.2 * 0.5``, at least 0 and at most 1.

    Belongs to TA 2018-2023 only (PMK 214/2017 and 22/2021): the formula was seen, the bounds
    (E above 20% is 100%, below -20% is 0%) are general knowledge.

    Args:
        e: efficiency as a ratio.

    Example:
        >>> nilai_efisiensi(0.0), nilai_efisiensi(0.2), nilai_efisiensi(-0.5)
        (0.5, 1.0, 0.0)
    """
    return min(1.0, max(0.0, 0.5 + e / 0.2 * 0.5))


def absorption_gap(
    serapan: Outcome, quarter: int, year: int, jenis: str | None = None
) -> AbsorptionGap:
    """Return the target of the quarter and how far serapan is from it.

    Args:
        serapan: cumulative absorption as a ratio.
        quarter: 1 to 4.
        year: budget year; decides which targets hold.
        jenis: jenis belanja or akun; unknown takes the overall track, which is information only
            from TA 2023 on.

    Returns:
        Target and gap, both ``None`` where no target is known (before TA 2021).

    Example:
        >>> absorption_gap(0.45, 2, 2025, "52")
        AbsorptionGap(target=0.5, gap=-0.04999999999999999)
    """
    targets = absorption_targets(year)
    target = None if targets is None else targets.target(quarter, jenis)
    if target is None:
        return AbsorptionGap(None, None)
    if is_blank(serapan):
        return AbsorptionGap(target, None)
    return AbsorptionGap(target, difference(serapan, target) if is_number(serapan) else serapan)
