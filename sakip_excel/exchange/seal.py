"""The seal: whether the inputs of a workbook are still those that were checked and sealed.

The digest covers the canonical inputs of all forms, the template and the version of the rules; so
formats, sheets of the user's own and a recalculation leave it intact, and two workbooks with the
same inputs have the same code. A seal proves integrity, not identity: anybody with this program
can seal.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.errors import FileError, NotReadyError
from sakip_excel.exchange.align import differences, print_of, row_text
from sakip_excel.exchange.inputs import input_rows
from sakip_excel.exchange.record import (
    SEAL_SHEET,
    Seal,
    can_hold_seal,
    read_record,
    short_code,
    write_record,
)
from sakip_excel.exchange.seal_state import ChangedCell, SealState, SealStatus
from sakip_excel.exchange.seal_words import INPUT_CHANGED, NOT_OURS
from sakip_excel.finding import Severity
from sakip_excel.forms import BY_KEY
from sakip_excel.forms.data import Record as Row
from sakip_excel.rules.registry import RULES_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sakip_excel.changes import ChangeList
    from sakip_excel.check import Checked
    from sakip_excel.exchange.align import Difference
    from sakip_excel.exchange.inputs import InputRow
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.replace import Clock, WriteResult

__all__ = [
    "SEAL_NOTE",
    "ChangedCell",
    "Seal",
    "SealState",
    "SealStatus",
    "Sealed",
    "seal_status",
    "seal_workbook",
]

SEAL_NOTE = "Segel menunjukkan isian tidak berubah; segel tidak membuktikan siapa pengirimnya."
"""Stands wherever a seal is shown."""


@dataclass
class Sealed:
    """What sealing a workbook gave.

    Attributes:
        checked: the checked workbook, findings included.
        status: its seal now.
        written: where the result stands; None when a Galat is left and nothing was written.
    """

    checked: Checked
    status: SealStatus
    written: WriteResult | None


def seal_status(checked: Checked) -> SealStatus:
    """Return what became of the seal of a checked workbook."""
    return checked.seal


def read_status(book: Book, report: Report) -> SealStatus:
    """Compare the inputs of a workbook with those that were sealed.

    Args:
        book: the workbook.
        report: its forms as found; nothing of it needs to be computed.
    """
    record = read_record(book)
    if record is None:
        return SealStatus()
    rows, seal = tuple(input_rows(report)), record.seal
    same = seal is not None and _digest(rows, seal.template, seal.rules) == seal.digest
    if same and record.sound:
        return SealStatus(SealState.INTACT, seal)
    found = differences(record.rows, [print_of(row) for row in rows])
    changed = tuple(_located(d, report) for d in found)
    damaged = not record.sound or not changed
    return SealStatus(SealState.CHANGED, seal, changed, damaged)


def _digest(rows: Sequence[InputRow], template: str, rules: str) -> str:
    head = json.dumps(["segel 1", template, rules])
    text = "\n".join([head, *map(row_text, rows)])
    return hashlib.sha256(text.encode()).hexdigest()


def _located(difference: Difference, report: Report) -> ChangedCell:
    """Return a difference with the place that people know."""
    data, key, what = report.forms.get(difference.form), difference.key, difference.what.value
    form = BY_KEY[difference.form]
    sheet = form.sheet if data is None else data.sheet
    if not key:
        return ChangedCell(form.key, sheet, f"{difference.row}:{difference.row}", "", what)
    if data is None:
        return ChangedCell(form.key, sheet, "", form[key].heading, what)
    address = data.address(Row(difference.row, {}), key)
    return ChangedCell(form.key, sheet, address, data.heading(key), what)


def seal_into(made: ChangeList, checked: Checked, now: datetime) -> None:
    """Add a new seal over the inputs of a checked workbook to the changes.

    A seal that holds and would say the same is kept with its time. Findings about an earlier seal
    go: they are settled by this one.

    Args:
        made: the list of changes to add to.
        checked: the workbook; its findings and its seal become those after sealing.
        now: local time of sealing.

    Raises:
        FileError: the workbook has no place for a seal.
        NotReadyError: none of its forms has a row.
    """
    from sakip_excel.check import template_label

    refuse_unsealable(checked.book)
    _refuse_empty(checked)
    checked.findings = [f for f in checked.findings if f.code not in {INPUT_CHANGED, NOT_OURS}]
    rows = tuple(input_rows(checked.report))
    template = template_label(checked.book)
    digest = _digest(rows, template, RULES_VERSION)
    counts = {s.value: sum(f.severity is s for f in checked.findings) for s in Severity}
    old = checked.seal.seal if checked.seal.state is SealState.INTACT else None
    if old is not None and (old.digest, old.counts) == (digest, counts):
        return
    time = f"{now:%Y-%m-%d %H.%M}"
    seal = Seal(digest, short_code(digest), time, template, RULES_VERSION, counts)
    checked.seal = SealStatus(SealState.INTACT, seal)
    write_record(made, checked.book, seal, [print_of(row) for row in rows])


def refuse_unsealable(book: Book) -> None:
    """Make sure that a workbook has a place for a seal.

    Raises:
        FileError: it has none.
    """
    if not can_hold_seal(book):
        raise FileError(
            f"{book.path.name} dibuat dari templat lama tanpa lembar {SEAL_SHEET}, sehingga tidak "
            "dapat disegel.",
            "Salin isian ke buku kerja baru dari templat, lalu segel buku kerja itu.",
        )


def _refuse_empty(checked: Checked) -> None:
    """Make sure that there is something to vouch for: an untouched template has no Galat, too."""
    forms = checked.report.forms.values()
    if not any(data.rows for data in forms):
        raise NotReadyError(
            "Belum dapat disegel: belum ada isian selain Beranda.",
            "Isi lembar yang dilaporkan, lalu segel lagi.",
        )


def has_galat(checked: Checked) -> bool:
    """Return whether something must be fixed before sealing."""
    return any(f.severity is Severity.GALAT for f in checked.findings)


def seal_workbook(path: Path, target: Path | None = None, clock: Clock | None = None) -> Sealed:
    """Process and seal a workbook in one write; with a Galat left nothing is written.

    Args:
        path: the filled workbook.
        target: where the result goes; None replaces the workbook and keeps a backup.
        clock: tells the time of sealing.

    Raises:
        FileError: the file cannot be read or written, or has no place for a seal; it was left as
            it was.
    """
    from sakip_excel.pipeline import check_workbook, make_changes, settle
    from sakip_excel.workbook.files import check_writable
    from sakip_excel.workbook.replace import local_now, write_book

    check_writable(target or path)
    checked = check_workbook(path)
    refuse_unsealable(checked.book)
    if has_galat(checked):
        return Sealed(checked, checked.seal, None)
    now = (clock or local_now)()
    patch = settle(checked, make_changes(checked, seal_at=now), lambda: now)
    written = write_book(patch, target, clock=lambda: now)
    return Sealed(checked, checked.seal, written)
