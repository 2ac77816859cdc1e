"""Texts that are ready to send: a reminder where nothing came, a return where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.consolidate.joined import Letter
from sakip_excel.consolidate.states import State
from sakip_excel.finding import Finding, Severity
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.report.validasi import grouped
from sakip_excel.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sakip_excel.consolidate.extract import Note
    from sakip_excel.consolidate.joined import Joined, Remark, Report
    from sakip_excel.consolidate.states import StatusRow

REMINDER, RETURN = "pengingat", "pengembalian"

_SHOWN = 20
_RETURNED = {State.REJECTED, State.UNREADABLE, State.UNDECIDED}


def letters_of(joined: Joined) -> tuple[Letter, ...]:
    """Return the letter of every satker from which something is still needed, in Status order."""
    reports = {r.extract.identity.kode_satker: r for r in joined.reports}
    period = f"TW {QUARTERS[joined.triwulan - 1]} {joined.tahun}"
    key = f"{joined.tahun}-TW{joined.triwulan}"
    letters = []
    for row in joined.status:
        subject = f"[SAKIP-{row.kode_satker}-{key}]"
        if row.state is State.MISSING:
            title = f"{subject} Pengingat laporan kinerja {period}"
            body = _reminder(row, period)
            kind = REMINDER
        elif row.state in _RETURNED:
            title = f"{subject} Laporan kinerja {period} perlu diperbaiki"
            remarks = [r for r in joined.remarks if r.kode_satker == row.kode_satker]
            body = _return(row, period, reports.get(row.kode_satker), remarks)
            kind = RETURN
        else:
            continue
        letters.append(Letter(row.kode_satker, row.nama_satker, row.email, kind, title, body))
    return tuple(letters)


def _reminder(row: StatusRow, period: str) -> str:
    lines = [f"Yth. {_name(row)},", ""]
    lines.append(f"Laporan kinerja dan anggaran {period} belum kami terima.")
    if row.deadline is not None:
        late = f", sudah lewat {row.late_days} hari" if row.late_days else ""
        lines.append(f"Batas waktunya {row.deadline:%d/%m/%Y}{late}.")
    lines += [
        "",
        "Isi buku kerja SAKIP, jalankan Periksa, lalu Segel dan Kirim. Bila memang tidak ada yang",
        "dilaporkan, sampaikan secara tertulis agar dicatat nihil.",
    ]
    return _signed(lines)


def _return(row: StatusRow, period: str, report: Report | None, remarks: Sequence[Remark]) -> str:
    lines = [f"Yth. {_name(row)},", ""]
    version = f" versi {row.version}" if row.version else ""
    lines.append(f"Laporan kinerja dan anggaran {period}{version} belum dapat diterima.")
    if row.reason:
        lines.append(row.reason)
    galat = [n for n in report.extract.notes if n.severity == "galat"] if report else []
    lines += _listed("Yang harus diperbaiki:", galat)
    lines += _listed("Yang perlu diperiksa atau dijelaskan:", [r.note for r in remarks])
    lines += ["", "Perbaiki pada buku kerja, jalankan Periksa, lalu Segel dan Kirim lagi."]
    return _signed(lines)


def _name(row: StatusRow) -> str:
    return row.nama_satker or f"satker {row.kode_satker}"


def _listed(title: str, notes: Sequence[Note]) -> Iterator[str]:
    groups = grouped([_finding(note) for note in notes if note.code in RULES])
    if not groups:
        return
    yield ""
    yield title
    for number, group in enumerate(groups[:_SHOWN], 1):
        more = f" ({len(group.cells)} sel: {group.cell_text})" if len(group.cells) > 1 else ""
        yield f"{number}. {group.first}{more}"
    if len(groups) > _SHOWN:
        yield f"... dan {len(groups) - _SHOWN} macam lagi; semuanya ada di lembar Validasi."


def _finding(note: Note) -> Finding:
    return Finding(
        note.code,
        Severity(note.severity),
        "",
        note.sheet,
        note.cell,
        note.column,
        note.typed,
        note.computed,
        note.message,
        note.fix,
    )


def _signed(lines: Sequence[str]) -> str:
    return "\n".join([*lines, "", "Terima kasih."])
