"""Which templates there are and which forms and output sheets each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.forms import BY_KEY, FORMS
from sakip_excel.report.layout import FIGURES

if TYPE_CHECKING:
    from sakip_excel.forms import Form


@dataclass(frozen=True, slots=True)
class Template:
    """One workbook that people fill in.

    Attributes:
        name: file name without its ending; also the value of ``templat_id``.
        title: what the workbook is called on Beranda and in its properties.
        keys: keys of the forms on sheets of their own, in sheet order; Beranda is always there.
    """

    name: str
    title: str
    keys: tuple[str, ...]

    @property
    def forms(self) -> tuple[Form, ...]:
        """Return the forms in sheet order, Beranda first."""
        return (BY_KEY["identitas"], *(BY_KEY[key] for key in self.keys))

    @property
    def has_summary(self) -> bool:
        """Return whether there are figures for a Ringkasan."""
        return any(key in FIGURES for key in self.keys)


TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        Template(
            "sakip_satker",
            "Laporan Kinerja dan Anggaran Satker",
            tuple(form.key for form in FORMS if form.table),
        ),
        Template("pk", "Perjanjian Kinerja Satker", ("pk", "pk_anggaran")),
        Template("rak", "Rencana Aksi Kinerja Satker", ("rak",)),
        Template("realisasi_anggaran", "Realisasi Anggaran Satker", ("anggaran",)),
    )
}
