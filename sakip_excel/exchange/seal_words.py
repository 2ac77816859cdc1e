"""What people read about a seal: on Beranda and among the findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sakip_excel.exchange.seal_state import SealState, SealStatus
from sakip_excel.finding import Finding
from sakip_excel.locate import single_cell
from sakip_excel.rules.registry import RULES
from sakip_excel.scoring.outcome import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.exchange.record import Seal
    from sakip_excel.exchange.seal_state import ChangedCell
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

CHANGED_MARK = "BERUBAH"
"""The first word on Beranda when a seal no longer holds; Ringkasan's formula looks for it."""

STATUS_NAME = "segel"
"""Defined name of the cell on Beranda that tells of the seal."""

INPUT_CHANGED, NOT_OURS = "WB103", "WB104"
_SHOWN = 8
"""Changed places that one sentence names; the others are counted."""


def seal_findings(book: Book, report: Report, status: SealStatus) -> Iterator[Finding]:
    """Yield what is to be said about the seal: inputs that changed, a seal that is not ours."""
    if status.changed:
        yield _changed_finding(report, status)
    if status.damaged:
        yield _finding(
            NOT_OURS,
            "",
            "catatan pada lembar Segel bukan lagi yang ditulis program; segel tidak diakui.",
            "Segel lagi bila isian sudah benar; jangan mengubah lembar Segel.",
        )
    place = single_cell(book, STATUS_NAME)
    cell = None if place is None else book.cell(*place)
    typed = "" if cell is None or is_blank(cell.value) else str(cell.value)
    if place is not None and not _is_ours(typed, status):
        yield _finding(
            NOT_OURS,
            place[0],
            "tulisan pada sel Segel bukan yang ditulis program; tidak diakui sebagai segel.",
            "Jalankan proses: sel ini diisi lagi oleh program.",
            cell=place[1],
            column="Segel",
            typed=typed,
        )


def _is_ours(typed: str, status: SealStatus) -> bool:
    """Return whether Beranda says what the program would have written at some time."""
    if status.state is SealState.NONE:
        return not typed
    if status.seal is not None and typed == intact_text(status.seal):
        return True
    return typed.startswith(CHANGED_MARK)


def _changed_finding(report: Report, status: SealStatus) -> Finding:
    period = next((change for change in status.changed if _is_period(change, report)), None)
    if period is not None:
        return _next_period(status, period)
    first, listed = status.changed[0], changed_text(status)
    when = f" {status.seal.shown_time}" if status.seal else ""
    there, at_cell = first.form in report.forms, bool(first.cell) and not first.is_row
    return _finding(
        INPUT_CHANGED,
        first.sheet if there else "",
        f"berubah setelah disegel{when}: {listed}.",
        "Bila perubahan ini benar, segel lagi; bila tidak, kembalikan isinya.",
        form=first.form if there else "",
        cell=first.cell if at_cell else "",
        column=first.column if at_cell else "",
    )


def _is_period(change: ChangedCell, report: Report) -> bool:
    """Return whether a change is the year or the quarter on Beranda."""
    data = report.forms.get(change.form)
    keys = ("tahun", "triwulan") if change.form == "identitas" else ()
    return data is not None and change.cell in {data.places.get(key) for key in keys}


def _next_period(status: SealStatus, change: ChangedCell) -> Finding:
    """Return what is said when a workbook is carried on into another quarter."""
    when = f" {status.seal.shown_time}" if status.seal else ""
    return _finding(
        INPUT_CHANGED,
        change.sheet,
        f"segel{when} dibuat untuk periode lain ({change.place} {change.what}); isian sekarang "
        "belum disegel.",
        "Lengkapi isian periode ini, jalankan proses, lalu segel lagi.",
        form=change.form,
        cell=change.cell,
        column=change.column,
    )


def changed_text(status: SealStatus) -> str:
    """Return what changed since sealing, e.g. ``PK!H9 (Target) diubah``; empty without changes."""
    shown = [f"{c.place} {c.what}" for c in status.changed[:_SHOWN]]
    more = len(status.changed) - len(shown)
    return ", ".join(shown) + (f", dan {more} lagi" if more else "")


def _finding(
    code: str,
    sheet: str,
    message: str,
    fix: str,
    *,
    form: str = "",
    cell: str = "",
    column: str = "",
    typed: str = "",
) -> Finding:
    severity = RULES[code].severity
    return Finding(code, severity, form, sheet, cell, column, typed, "", message, fix)


def intact_text(seal: Seal) -> str:
    """Return what Beranda says of a seal that holds."""
    counts = seal.counts
    found = f"{counts.get('galat', 0)} galat {counts.get('peringatan', 0)} peringatan"
    return f"{seal.code}, {seal.shown_time}, {found}"


def status_text(status: SealStatus) -> str | None:
    """Return what Beranda says of the seal, None without one."""
    if status.state is SealState.NONE:
        return None
    if status.state is SealState.INTACT and status.seal is not None:
        return intact_text(status.seal)
    rows = Counter(c.is_row for c in status.changed)
    parts = [f"{rows[False]} sel"] * bool(rows[False]) + [f"{rows[True]} baris"] * bool(rows[True])
    said = ", ".join(parts) or "catatan segel tidak utuh"
    if status.seal is None:
        return f"{CHANGED_MARK}: {said}"
    return f"{CHANGED_MARK} setelah disegel {status.seal.shown_time} ({status.seal.code}): {said}"
