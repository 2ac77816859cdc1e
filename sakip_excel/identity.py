"""Who reports what: the satker, year and quarter that a workbook's content tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.forms.identitas import QUARTERS

if TYPE_CHECKING:
    from sakip_excel.report_data import Report


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """The key by which a report is filed, and the names that belong to it.

    Attributes:
        kode_satker: six digits as text; empty when Beranda does not say.
        tahun: budget year; 0 when Beranda does not say.
        triwulan: quarter reported, 1 to 4; 0 when Beranda does not say.
        nama_satker: name as typed.
        provinsi: province as typed.
        tingkat: level as typed.
    """

    kode_satker: str = ""
    tahun: int = 0
    triwulan: int = 0
    nama_satker: str = ""
    provinsi: str = ""
    tingkat: str = ""

    @property
    def complete(self) -> bool:
        """Return whether satker, year and quarter are all known."""
        return bool(self.kode_satker and self.tahun and self.triwulan)

    @property
    def quarter(self) -> str:
        """Return the quarter as printed, ``I`` to ``IV``; empty when unknown."""
        return QUARTERS[self.triwulan - 1] if self.triwulan else ""

    @property
    def period(self) -> str:
        """Return the period as printed, e.g. ``TW IV 2024``."""
        return f"TW {self.quarter} {self.tahun}"

    @property
    def key(self) -> str:
        """Return the key in subjects and file names, e.g. ``658021-2024-TW4``."""
        return f"{self.kode_satker}-{self.tahun}-TW{self.triwulan}"


def identity_of(report: Report) -> Identity:
    """Return what Beranda says of satker and period, as it was understood."""
    data = report.forms.get("identitas")
    if data is None:
        return Identity()
    text = data.cells.text
    return Identity(
        kode_satker=text("kode_satker"),
        tahun=report.year or 0,
        triwulan=report.quarter,
        nama_satker=text("nama_satker"),
        provinsi=text("provinsi"),
        tingkat=text("tingkat"),
    )
