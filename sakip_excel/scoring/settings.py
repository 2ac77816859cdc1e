"""Every setting of the scores with its source, and those in force for a year and a choice.

Nothing here is presented as a regulation that was not seen: each choice carries its certainty, and
both are printed on the report.
"""

from __future__ import annotations

from dataclasses import dataclass

from sakip_excel.scoring.absorption import ABSORPTION, AbsorptionTargets, absorption_targets
from sakip_excel.scoring.capaian import Metode
from sakip_excel.scoring.catalogue import ALL_SETTINGS, CAPS, KEY_CAP, KEY_METHOD, KEY_SCALE
from sakip_excel.scoring.efficiency import EFFICIENCY, EfficiencyRule, efficiency_rule
from sakip_excel.scoring.scales import SCALES, Scale, scale_named
from sakip_excel.scoring.source import Certainty, Setting, Source, Years, covers

__all__ = [
    "ABSORPTION",
    "ALL_SETTINGS",
    "CAPS",
    "EFFICIENCY",
    "METHODS",
    "SCALES",
    "Certainty",
    "Setting",
    "Settings",
    "Source",
    "Years",
    "cap_of",
    "settings_for",
]

METHODS = tuple(Metode)
"""The methods for predikat and opini that Beranda offers; the first one is the default."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one budget year and one office.

    Attributes:
        year: budget year (TA).
        skala_predikat: scale that names a capaian.
        batas_capaian: cap of a capaian as a ratio, ``None`` for no cap.
        metode_predikat: how a predikat or opini becomes a capaian.
        efisiensi: efficiency formula of the year.
        serapan: absorption targets of the year, ``None`` where none is known.
    """

    year: int
    skala_predikat: Scale
    batas_capaian: float | None
    metode_predikat: Metode
    efisiensi: EfficiencyRule
    serapan: AbsorptionTargets | None

    @property
    def rows(self) -> tuple[Setting, ...]:
        """Return the settings in force with their sources, as printed on the report."""
        chosen = {
            KEY_SCALE: self.skala_predikat.name,
            KEY_CAP: next(name for name, cap in CAPS.items() if cap == self.batas_capaian),
            KEY_METHOD: self.metode_predikat.value,
        }
        return tuple(
            setting
            for setting in ALL_SETTINGS
            if covers(setting.years, self.year)
            and chosen.get(setting.key, setting.choice) == setting.choice
        )


def settings_for(
    year: int,
    *,
    skala_predikat: object = "",
    batas_capaian: object = "",
    metode_predikat: object = "",
) -> Settings:
    """Return the settings of a budget year with the choices of Beranda.

    A blank or unknown choice counts as the default, as in the workbook's formulas; a rule of
    Beranda reports an unknown one.

    Args:
        year: budget year (TA); every year has settings.
        skala_predikat: name of a scale.
        batas_capaian: ``"Tanpa batas"``, ``"110%"`` or the number that Excel makes of it (1.1).
        metode_predikat: one of `METHODS`.

    Example:
        >>> settings = settings_for(2025, batas_capaian="120%")
        >>> settings.skala_predikat.name, settings.batas_capaian, settings.metode_predikat.value
        ('LAN', 1.2, 'Skor, selain itu tercapai/tidak')
    """
    return Settings(
        year=year,
        skala_predikat=scale_named(skala_predikat),
        batas_capaian=cap_of(batas_capaian),
        metode_predikat=_method_named(metode_predikat),
        efisiensi=efficiency_rule(year),
        serapan=absorption_targets(year),
    )


def cap_of(choice: object) -> float | None:
    """Return the cap as a ratio, ``None`` for no cap and for anything that is not offered.

    Example:
        >>> cap_of("110%"), cap_of(1.1), cap_of("Tanpa batas")
        (1.1, 1.1, None)
    """
    if isinstance(choice, int | float) and not isinstance(choice, bool):
        return next((cap for cap in CAPS.values() if cap == choice), None)
    return CAPS.get(str(choice).replace(" ", ""))


def _method_named(name: object) -> Metode:
    wanted = str(name).strip(" ").casefold()
    return next((method for method in METHODS if method.casefold() == wanted), METHODS[0])
