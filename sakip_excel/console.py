"""What the command line prints for people: short, Indonesian, must-fix first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sakip_excel.exchange.record import can_hold_seal
from sakip_excel.exchange.seal import SEAL_NOTE, seal_status
from sakip_excel.exchange.seal_words import status_text
from sakip_excel.finding import Severity
from sakip_excel.forms.base import Kind
from sakip_excel.forms.shown import shown
from sakip_excel.report.status import count
from sakip_excel.report.validasi import grouped
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sakip_excel.check import Checked
    from sakip_excel.report.validasi import Group


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""Signs that would steer a terminal; cells can hold them."""


def report_lines(checked: Checked, name: str, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines about one checked workbook.

    Args:
        checked: the checked workbook.
        name: how the user called the file.
        everything: information too, not only what must be fixed or explained.
    """
    for line in _all_lines(checked, name, everything=everything):
        yield _CONTROL.sub(" ", line)


def _all_lines(checked: Checked, name: str, *, everything: bool) -> Iterator[str]:
    yield f"{name}: {_who(checked)}"
    yield from _figures(checked)
    seal = status_text(seal_status(checked))
    if seal is not None:
        yield f"  Segel {seal}. {SEAL_NOTE}"
    shown_severities = list(Severity) if everything else [Severity.GALAT, Severity.PERINGATAN]
    groups = grouped(checked.findings, together=True)
    for severity in shown_severities:
        members = [g for g in groups if g.first.severity is severity]
        if members:
            yield ""
            yield f"{severity.label.upper()}"
            yield from _lines(members)
    counts = count(checked.findings)
    yield ""
    hidden = "" if everything or not counts["info"] else " (tampilkan dengan --semua)"
    yield (
        f"{counts['galat']} galat, {counts['peringatan']} peringatan, "
        f"{counts['info']} info{hidden}."
    )


def next_step(checked: Checked, path: Path) -> str:
    """Return what the user does after processing.

    Args:
        checked: the processed workbook.
        path: where the result stands.
    """
    if count(checked.findings)["galat"]:
        where = "yang disebut di atas" if checked.validasi is None else "yang merah"
        opened = path.name if checked.validasi is None else f"lembar Validasi di {path.name}"
        return f"Berikutnya: buka {opened}, perbaiki {where}, proses lagi."
    if can_hold_seal(checked.book):
        named = _from_here(path)
        return f'Berikutnya: sakip segel "{named}", lalu sakip kirim "{named}".'
    return "Tidak ada galat."


def _from_here(path: Path) -> Path:
    """Return a path as it can be typed in the folder in which the program runs."""
    from pathlib import Path

    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _who(checked: Checked) -> str:
    report = checked.report
    quarter = ("", "I", "II", "III", "IV")[report.quarter]
    parts = [
        report.satker or "satker belum diisi",
        str(report.year or "tahun belum diisi"),
        f"TW {quarter}" if quarter else "triwulan belum diisi",
    ]
    return ", ".join(parts)


def _figures(checked: Checked) -> Iterator[str]:
    forms = checked.report.forms
    if "anggaran" in forms and not forms["anggaran"].rows:
        yield "  Pagu dan realisasi belum diisi"
    elif "anggaran" in forms and "pagu" not in forms["anggaran"].columns:
        yield "  Pagu tidak dapat dijumlah: kolomnya tidak ditemukan"
    elif "anggaran" in forms:
        cells = forms["anggaran"].cells.computed
        yield (
            f"  Pagu {shown(cells['total_pagu'], Kind.MONEY)}, realisasi "
            f"{shown(cells['total_realisasi'], Kind.MONEY)}, serapan "
            f"{_percent(cells['total_serapan'])}, efisiensi {_percent(cells['total_efisiensi'])}"
        )
    if "kinerja" in forms and not forms["kinerja"].rows:
        yield "  Kinerja belum diisi"
    elif "kinerja" in forms:
        cells = forms["kinerja"].cells.computed
        yield (
            f"  Rata-rata capaian {_percent(cells['rata_capaian'])} dari "
            f"{cells['indikator_dihitung']} indikator; {cells['indikator_tidak_dihitung']} "
            "tidak dapat dihitung"
        )


def _percent(value: object) -> str:
    return percent(value) if is_number(value) else str(value or "kosong")


def _lines(groups: list[Group]) -> Iterator[str]:
    """Yield one line per group; advice that several in a row share is given once, at the end."""
    for number, group in enumerate(groups):
        yield f"  {group.first.code} {_place(group)}: {group.first.message}"
        following = groups[number + 1].first.fix if number + 1 < len(groups) else ""
        if group.first.fix and group.first.fix != following:
            yield f"      -> {group.first.fix}"


def _place(group: Group) -> str:
    f = group.first
    cells = f"{f.sheet}!{group.cell_text}" if group.cells else f.sheet or "Buku kerja"
    return f"{cells} ({f.column})" if f.column else cells
