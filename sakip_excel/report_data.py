"""The whole report in memory: the forms that were found, the settings and the quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sakip_excel.forms.excel import trim
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.scoring.outcome import is_number
from sakip_excel.scoring.settings import Settings, settings_for

if TYPE_CHECKING:
    from sakip_excel.forms.data import FormData, Record


def _match_key(value: object) -> tuple[bool, str]:
    return isinstance(value, str), str(value).casefold()


@dataclass
class Report:
    """What the checks and computations look at; knows no file, no path and no Excel.

    Attributes:
        forms: the forms that were found, by key.
        sheets: names of all worksheets, as the user sees them.
        memo: what several rules need of this report and one of them worked out, by name.
    """

    forms: dict[str, FormData] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    memo: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    _indexes: dict[tuple[str, str], dict[tuple[bool, str], Record]] = field(
        default_factory=dict, repr=False
    )

    def find(self, form: str, key: str, value: object) -> Record | None:
        """Return the first row whose cell holds the value, as Excel's exact MATCH sees it.

        Text never matches a number; capitals do not matter.
        """
        if form not in self.forms:
            return None
        if (form, key) not in self._indexes:
            rows = reversed(self.forms[form].rows)
            self._indexes[form, key] = {_match_key(r.excel(key)): r for r in rows}
        return self._indexes[form, key].get(_match_key(value))

    def _typed(self, key: str) -> object:
        identitas = self.forms.get("identitas")
        return None if identitas is None else identitas.cells.typed(key)

    @cached_property
    def quarter(self) -> int:
        """Return the quarter reported, 1 to 4, or 0 when Beranda does not say."""
        typed = trim(str(self._typed("triwulan") or "")).upper()
        return QUARTERS.index(typed) + 1 if typed in QUARTERS else 0

    @cached_property
    def year(self) -> int | None:
        """Return the budget year, None when Beranda does not say."""
        typed = self._typed("tahun")
        return int(typed) if is_number(typed) else None

    @cached_property
    def satker(self) -> str:
        """Return the name of the satker, empty when Beranda does not say."""
        return str(self._typed("nama_satker") or "").strip()

    @cached_property
    def settings(self) -> Settings:
        """Return the settings of the year with what was chosen on Beranda."""
        return settings_for(
            self.year or 0,
            skala_predikat=self._typed("skala_predikat") or "",
            batas_capaian=self._typed("batas_capaian") or "",
            metode_predikat=self._typed("metode_predikat") or "",
        )
