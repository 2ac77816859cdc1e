"""The status block on Beranda and the amounts in words on Referensi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel import __version__
from sakip_excel.changes import Change
from sakip_excel.finding import Finding, Severity
from sakip_excel.forms.excel import spelled
from sakip_excel.locate import single_cell
from sakip_excel.report.live import live_cells
from sakip_excel.scoring.outcome import is_number
from sakip_excel.workbook.refs import cell_name, parse_range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sakip_excel.changes import ChangeList
    from sakip_excel.forms.base import Value
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

_SPELLED = (
    ("terbilang_pagu", "identitas", "pagu_dipa"),
    ("terbilang_anggaran", "pk_anggaran", "total_anggaran"),
)


def count(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, by its lower-case name."""
    return {s.value: sum(f.severity is s for f in findings) for s in Severity}


def sentence(counts: dict[str, int]) -> str:
    """Return the status in one sentence."""
    if counts["galat"]:
        return f"BELUM SIAP: {counts['galat']} galat harus diperbaiki (lihat Validasi)"
    if counts["peringatan"]:
        return f"TANPA GALAT: {counts['peringatan']} peringatan perlu dibaca"
    return "SIAP: tidak ada galat dan peringatan"


def write_status(made: ChangeList, book: Book, findings: Sequence[Finding]) -> None:
    """Add status, counts and program version to the changes."""
    counts = count(findings)
    values: dict[str, Value] = {
        "status_periksa": sentence(counts),
        "jumlah_galat": counts["galat"],
        "jumlah_peringatan": counts["peringatan"],
        "jumlah_info": counts["info"],
        "versi_program": __version__,
    }
    for name, value in values.items():
        put(made, book, name, value)


def write_live(made: ChangeList, book: Book, report: Report, findings: Sequence[Finding]) -> None:
    """Add the template's own formulas, with the values they give now, to the changes.

    Headings, parameters and settings in force: without this a preview that does not calculate
    would show those of the empty template. A name that the workbook lacks is left out.
    """
    for name, cells in live_cells(report, count(findings)).items():
        place = book.names.get(name.casefold())
        if place is None or place[0] not in book.sheets:
            continue
        top, column, _, _ = parse_range(place[1])
        for row, live in enumerate(cells, top):
            value = "" if live.value is None else live.value
            made.cells.append(Change(place[0], cell_name(row, column), value, live.formula))


def time_change(book: Book, now: datetime) -> Change | None:
    """Return the change that writes when the workbook was processed; None without its cell."""
    place = single_cell(book, "waktu_periksa")
    return None if place is None else Change(*place, f"{now:%d/%m/%Y %H.%M}")


def write_spelled(made: ChangeList, book: Book, report: Report) -> None:
    """Add each amount in words, with the amount it belongs to, to the changes."""
    for name, form, key in _SPELLED:
        data = report.forms.get(form)
        if data is None:
            continue
        amount = data.cells.excel(key)
        words = spelled(amount)
        put(made, book, f"{name}_untuk", amount if is_number(amount) else None)
        put(made, book, f"{name}_teks", words)


def put(made: ChangeList, book: Book, name: str, value: Value) -> None:
    """Add a change of a named cell; a name that the workbook lacks is noted."""
    place = single_cell(book, name)
    if place is None:
        made.missing.add(name)
    else:
        made.cells.append(Change(*place, value))
