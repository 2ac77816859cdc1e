"""Checks across satkers about their indikator: figures, targets and units."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from sakip_excel.consolidate.remark import at, cross_rule
from sakip_excel.finding import Severity
from sakip_excel.values.display import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.consolidate.joined import IndicatorGroup, Remark
    from sakip_excel.consolidate.remark import Scene
    from sakip_excel.rules.registry import Rule

_HIGHEST: Final = 2.0
_LEAST_SATKERS: Final = 5
_SPREAD: Final = 3 * 1.4826
"""Three standard deviations of a normal spread, counted in median distances from the median."""
_FACTOR: Final = 2.0
_FACTOR_OF_COUNTS: Final = 10.0
"""Counts follow the size of a region, so that only a tenfold distance is unusual."""


@cross_rule("GB211", Severity.PERINGATAN, "Capaian indikator tidak di atas 200%.")
def no_capaian_above(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield indikator with a capaian above 200%."""
    for report in scene.reports:
        for row in report.extract.indicators:
            if row.capaian is not None and row.capaian > _HIGHEST:
                yield at(
                    rule,
                    report.extract,
                    row,
                    "capaian",
                    f"capaian {percent(row.capaian)}: realisasi {row.realisasi}, target "
                    f"{row.target}.",
                    "Periksa satuan target dan realisasi; target yang terlalu rendah diperbaiki "
                    "pada PK berikutnya.",
                    typed=percent(row.capaian),
                )


@cross_rule(
    "GB212", Severity.PERINGATAN, "Target indikator tidak jauh dari target satker lain yang sama."
)
def target_near_the_group(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield targets far from the median of at least five satkers with the same indikator."""
    for group in scene.groups:
        rows = [scene.indicator(ref) for ref in group.refs]
        targets = [row.target_value for _, row in rows if row.target_value is not None]
        if group.satkers < _LEAST_SATKERS or len(targets) < _LEAST_SATKERS:
            continue
        middle = median(targets)
        spread = median(abs(target - middle) for target in targets)
        for extract, row in rows:
            if row.target_value is not None and _far(group, row.target_value, middle, spread):
                yield at(
                    rule,
                    extract,
                    row,
                    "target",
                    f"target {row.target}, sedangkan nilai tengah {group.satkers} satker "
                    f"{number(middle)}.",
                    "Periksa targetnya pada PK; bila benar, terangkan sebabnya.",
                    typed=row.target,
                    computed=f"sekitar {number(middle)}",
                )


def _far(group: IndicatorGroup, target: float, middle: float, spread: float) -> bool:
    if abs(target - middle) <= _SPREAD * spread:
        return False
    factor = _FACTOR_OF_COUNTS if group.jenis.casefold() == "jumlah" else _FACTOR
    return not middle / factor <= target <= middle * factor if middle > 0 else True


@cross_rule(
    "GB213",
    Severity.PERINGATAN,
    "Indikator yang sama memakai jenis, satuan dan arah yang sama di semua satker.",
)
def one_kind_per_indicator(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield indikator whose jenis, satuan or arah differ from those of most satkers."""
    by_number = {group.number: group for group in scene.groups}
    for group in scene.groups:
        larger = [by_number[n] for n in group.others if n < group.number]
        if not larger:
            continue
        usual = larger[0]
        for ref in group.refs:
            extract, row = scene.indicator(ref)
            yield at(
                rule,
                extract,
                row,
                "indikator",
                f"ditulis {_kind(group)}; {usual.satkers} satker lain memakai {_kind(usual)}.",
                "Samakan jenis, satuan dan arah pada PK.",
                typed=row.indikator,
            )


def _kind(group: IndicatorGroup) -> str:
    parts = (group.jenis, group.satuan, group.arah)
    return ", ".join(part or "kosong" for part in parts)
