"""What the province answers: accepted, accepted with notes, returned, or nothing could be taken."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.errors import SakipError
from sakip_excel.exchange.journal import Entry, Kind, Verdict
from sakip_excel.exchange.mail import XLSX, build_message, message_id, one_line
from sakip_excel.exchange.mailread import RECEIPT_HEADER
from sakip_excel.exchange.outbox import spoken_time
from sakip_excel.exchange.seal import SEAL_NOTE, SealState
from sakip_excel.finding import Severity
from sakip_excel.report.validasi import grouped
from sakip_excel.values.display import rupiah
from sakip_excel.workbook.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import EmailMessage

    from sakip_excel.finding import Finding

_SHOWN = 15
_HEADINGS = {
    Verdict.ACCEPTED: "Laporan diterima",
    Verdict.NOTED: "Laporan diterima dengan catatan",
    Verdict.RETURNED: "Laporan dikembalikan untuk diperbaiki",
}
_NEXT = {
    Verdict.ACCEPTED: "Tidak ada yang perlu dilakukan.",
    Verdict.NOTED: "Bila ada yang diperbaiki, segel lagi dan kirim versi baru dengan sakip kirim.",
    Verdict.RETURNED: (
        "Perbaiki isian yang disebut, segel, lalu kirim versi baru dengan sakip kirim. Versi ini "
        "tetap tersimpan."
    ),
}
_CLOSING = (
    "Sampaikan pertanyaan dengan membalas surel ini.\n"
    "Surel ini disusun oleh program sakip_excel dari hasil pemeriksaan."
)


def answer_name(entry: Entry) -> str:
    """Return the name of an answer, made of what we know and never of what the mail says."""
    if entry.jenis == Kind.TAKEN:
        verdict = entry.putusan.replace(" ", "-")
        return f"SAKIP-{entry.identity.key}-v{entry.versi}-{entry.sha256[:8]}-{verdict}"
    return f"SAKIP-karantina-{entry.sha256[:16]}-{message_id('', entry.sumber)[7:15]}"


def compose(
    folder: Path, entries: Sequence[Entry], entry: Entry, to: str, sender: str
) -> EmailMessage:
    """Return the answer to one line of the journal; the same each time.

    Args:
        folder: the archive in which the version is stored.
        entries: its journal.
        entry: a stored version, or something in quarantine.
        to: address, empty for a draft that the officer completes.
        sender: address of the province, empty for a draft.

    Raises:
        FileError: the stored version cannot be read.
    """
    headers = {
        "Message-ID": message_id(sender, answer_name(entry), entry.sumber),
        "Auto-Submitted": "auto-replied",
        RECEIPT_HEADER: answer_name(entry),
    }
    if entry.sumber.startswith("<") and "@tanpa-id" not in entry.sumber:
        headers |= {"In-Reply-To": entry.sumber, "References": entry.sumber}
    receivers = [to] if to else []
    if entry.jenis != Kind.TAKEN:
        subject = "[SAKIP] Lampiran tidak dapat diambil"
        return build_message(sender, receivers, subject, _notice(entries, entry), (), headers)
    verdict, identity = Verdict(entry.putusan), entry.identity
    subject = f"[SAKIP-{identity.key}] {_HEADINGS[verdict]} (versi {entry.versi})"
    findings, files = _returned(folder, entry) if verdict is Verdict.RETURNED else ([], [])
    body = "\n".join(_receipt(entries, entry, verdict, findings, attached=bool(files)))
    return build_message(sender, receivers, subject, body, files, headers)


def _receipt(
    entries: Sequence[Entry], entry: Entry, verdict: Verdict, findings: list[str], *, attached: bool
) -> Iterator[str]:
    yield f"Yth. {one_line(entry.nama_satker) or 'Bapak/Ibu'},"
    yield ""
    yield f"{_HEADINGS[verdict]}: {entry.identity.period}, versi {entry.versi}."
    yield ""
    yield f"Satker        : {entry.kode_satker} {one_line(entry.nama_satker)}"
    yield f"Diterima pada : {spoken_time(entry.waktu)}"
    yield f"Lampiran      : {entry.nama_lampiran}"
    yield f"SHA-256       : {entry.sha256}"
    yield f"Segel         : {_seal(entry)}"
    if entry.pagu is not None and entry.realisasi is not None:
        yield f"Pagu          : {rupiah(entry.pagu)}"
        yield f"Realisasi     : {rupiah(entry.realisasi)}"
    yield f"Temuan        : {entry.galat} galat, {entry.peringatan} peringatan"
    if entry.alasan:
        yield from ("", "Catatan:", *(f"- {reason}" for reason in entry.alasan))
    if findings:
        yield from ("", "Yang harus diperbaiki:", *findings)
    if attached:
        yield from ("", "Berkas Anda terlampir; lembar Validasi menyebut setiap temuannya.")
    others = sorted({e.nama_lampiran for e in _with(entries, entry)})
    if others:
        yield from ("", f"Lampiran lain yang tidak diambil: {', '.join(others)}.")
    yield from ("", _NEXT[verdict], "", _CLOSING, SEAL_NOTE, "")


def _with(entries: Sequence[Entry], entry: Entry) -> Iterator[Entry]:
    """Yield what came in the same mail and went into quarantine."""
    for other in entries:
        if other.jenis == Kind.QUARANTINE and other.sumber == entry.sumber:
            yield other


def _seal(entry: Entry) -> str:
    if entry.keadaan_segel == SealState.NONE:
        return "belum disegel"
    state = "utuh" if entry.keadaan_segel == SealState.INTACT else "berubah setelah disegel"
    return f"{entry.segel or '-'}, {state}"


def _notice(entries: Sequence[Entry], entry: Entry) -> str:
    lines = ["Yth. Bapak/Ibu,", "", "Dari surel Anda tidak ada laporan yang dapat diambil:", ""]
    lines += [f"- {e.nama_lampiran}: {' '.join(e.alasan)}" for e in _with(entries, entry)]
    lines += ["", "Kirim lagi buku kerja .xlsx yang asli, sebaiknya dengan sakip kirim.", ""]
    return "\n".join([*lines, _CLOSING, ""])


def _returned(folder: Path, entry: Entry) -> tuple[list[str], list[tuple[str, bytes, str]]]:
    """Return what must be fixed and the sender's file in which the findings stand.

    A file into which they cannot be written goes back as it came.
    """
    from sakip_excel.check import check_book
    from sakip_excel.pipeline import process_workbook
    from sakip_excel.workbook.book import Book

    original = read_file(folder / entry.jalur)
    name = f"SAKIP-{entry.identity.key}-v{entry.versi}-dikembalikan.xlsx"
    when = datetime.fromisoformat(entry.waktu)
    with tempfile.TemporaryDirectory(prefix="sakip-") as place:
        copy, result = Path(place) / "asli.xlsx", Path(place) / name
        copy.write_bytes(original)
        try:
            found = process_workbook(copy, result, lambda: when).checked.findings
            data = result.read_bytes()
        except SakipError:
            found, data = check_book(Book(copy, original)).findings, original
    return list(_listed(found)), [(name, data, XLSX)]


def _listed(findings: list[Finding]) -> Iterator[str]:
    groups = [g for g in grouped(findings) if g.first.severity is Severity.GALAT]
    for group in groups[:_SHOWN]:
        more = f" ({len(group.cells)} sel: {group.cell_text})" if len(group.cells) > 1 else ""
        yield f"- {group.first}{more}"
    if len(groups) > _SHOWN:
        yield f"- dan {len(groups) - _SHOWN} macam lagi, lihat lembar Validasi."
