"""Judge one attachment: accepted, accepted with notes, returned, or not to be taken at all.

Only the content decides; what the name of the file or the mail around it says is compared with it
and noted. Macros are never run and never kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.errors import FileError, ManifestError, SakipError
from sakip_excel.exchange.journal import Verdict
from sakip_excel.exchange.manifest import Manifest, manifest_of, parse
from sakip_excel.exchange.seal import SealState, seal_status
from sakip_excel.exchange.seal_words import changed_text
from sakip_excel.identity import Identity, identity_of
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sakip_excel.exchange.delivery import Attachment
    from sakip_excel.exchange.seal import SealStatus

MAX_BYTES = 25 << 20
"""Largest attachment that is looked into; government mail servers seldom pass on more."""

_KODE = re.compile(r"[0-9]{6}")
_YEARS = range(2000, 2100)
_NOT_KEPT = "Isinya tidak disimpan karena dapat memuat makro."
_OPAQUE = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_CONTAINERS = (b"PK", b"\xd0\xcf\x11\xe0", b"\x78\x9f\x3e\x22")
_MACRO_MARKS = (
    b"vbaproject",
    *(f".{kind}".encode() for kind in ("xlsm", "xltm", "xlam", "docm", "dotm", "pptm")),
    "_vba_project".encode("utf-16-le"),
)
_MACROS = (
    "Berkas membawa makro; makro tidak dijalankan dan tidak disimpan. Minta dikirim dengan tombol "
    "Kirim atau perintah sakip kirim, yang membuat salinan tanpa makro."
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about one attachment.

    Attributes:
        attachment: what was judged.
        verdict: None when it is to go into quarantine.
        reasons: sentences: why it is noted, returned or put into quarantine.
        kept: the bytes that may be kept; None when nothing may be.
        suffix: how the name of the kept file ends.
        identity: satker and period by the content; empty in quarantine.
        facts: seal, counts and sums of the workbook; None in quarantine.
    """

    attachment: Attachment
    verdict: Verdict | None
    reasons: tuple[str, ...]
    kept: bytes | None
    suffix: str
    identity: Identity = field(default_factory=Identity)
    facts: Manifest | None = None


def judge(
    attachment: Attachment, others: Collection[str] = (), limit: int = MAX_BYTES
) -> Judgement:
    """Return the decision about one attachment; nothing is raised, nothing is written.

    Args:
        attachment: as it arrived.
        others: fingerprints of what came in the same mail; a manifest of theirs is not ours.
        limit: greatest size in bytes.
    """
    problem = attachment.problem or _too_large(len(attachment.data), limit)
    if problem:
        return _refused(attachment, problem)
    try:
        return _judged(attachment, others)
    except SakipError as error:
        return _refused(attachment, str(error))
    except Exception as error:  # noqa: BLE001 - one file must never stop the others
        from sakip_excel.fault import log_fault

        return _refused(attachment, log_fault(error))


def _too_large(size: int, limit: int) -> str:
    if size <= limit:
        return ""
    return (
        f"Lampiran ini {number(size / (1 << 20), 1)} MB; paling besar {number(limit >> 20)} MB. "
        "Kecilkan gambar di buku kerja, lalu kirim lagi."
    )


def _refused(attachment: Attachment, reason: str) -> Judgement:
    if _may_hold_macros(attachment):
        return Judgement(attachment, None, (reason, _NOT_KEPT), None, "")
    return Judgement(attachment, None, (reason,), attachment.data, ".karantina")


def _may_hold_macros(attachment: Attachment) -> bool:
    """Return whether a file that is no workbook of ours may bring macros along.

    Whole mails and packed archives cannot be looked through. Names inside a zip archive, an OLE
    file and winmail.dat are not compressed, also in damaged ones.
    """
    data = attachment.data
    if attachment.name.lower().endswith(".eml") or data.startswith(_OPAQUE):
        return True
    lower = data.lower() if data.startswith(_CONTAINERS) else b""
    return any(mark in lower for mark in _MACRO_MARKS)


def _judged(attachment: Attachment, others: Collection[str]) -> Judgement:
    from sakip_excel.check import check_book
    from sakip_excel.exchange.macrofree import carries_macros
    from sakip_excel.workbook.book import Book

    book = Book(Path(attachment.name or "lampiran"), attachment.data)
    if book.macro_enabled or carries_macros(book.package):
        return _without_macros(attachment)
    checked = check_book(book)
    identity = identity_of(checked.report)
    problem = _incomplete(identity)
    if problem:
        return Judgement(attachment, None, (problem,), attachment.data, ".xlsx")
    status = seal_status(checked)
    facts = manifest_of(checked, status, 0, attachment.name, attachment.sha256)
    sent = _unlike_manifest(facts, attachment.text, others)
    reasons = tuple(_reasons(status, facts, sent))
    return Judgement(
        attachment, _verdict(facts, reasons), reasons, attachment.data, ".xlsx", identity, facts
    )


def _without_macros(attachment: Attachment) -> Judgement:
    from sakip_excel.exchange.macrofree import macro_free

    try:
        kept = macro_free(attachment.data)
    except FileError:
        return Judgement(attachment, None, (_MACROS, _NOT_KEPT), None, "")
    return Judgement(attachment, None, (_MACROS,), kept, ".xlsx")


def _incomplete(identity: Identity) -> str:
    """Return the sentence about what Beranda does not say, empty when the report can be filed."""
    missing = [
        name
        for name, known in (
            ("kode satker enam angka", _KODE.fullmatch(identity.kode_satker)),
            ("tahun", identity.tahun in _YEARS),
            ("triwulan", identity.triwulan),
        )
        if not known
    ]
    if not missing:
        return ""
    return f"Identitas tidak lengkap: {', '.join(missing)} tidak terbaca pada lembar Beranda."


def _verdict(facts: Manifest, reasons: tuple[str, ...]) -> Verdict:
    if facts.galat:
        return Verdict.RETURNED
    return Verdict.NOTED if reasons else Verdict.ACCEPTED


def _reasons(status: SealStatus, facts: Manifest, sent: Iterable[str]) -> Iterator[str]:
    """Yield what keeps a report from being accepted without a word."""
    if facts.galat:
        sealed = ", walaupun sudah disegel" if status.seal else ""
        yield f"{facts.galat} galat harus diperbaiki{sealed}."
    if facts.peringatan:
        yield f"{facts.peringatan} peringatan perlu dibaca."
    if status.state is SealState.NONE:
        yield "Buku kerja belum disegel."
    elif status.state is SealState.CHANGED:
        yield _changed(status)
    yield from sent


def _changed(status: SealStatus) -> str:
    if not status.changed:
        return "Catatan segelnya tidak utuh."
    return f"Isian berubah setelah disegel: {changed_text(status)}."


def _unlike_manifest(facts: Manifest, text: str, others: Collection[str]) -> Iterator[str]:
    """Yield where the manifest in the mail says something else than the content."""
    try:
        sent = parse(text)
    except ManifestError as error:
        yield error.message
        return
    if sent is None or (sent.sha256 != facts.sha256 and sent.sha256 in others):
        return
    if sent.paksa:
        yield f"Dikirim dengan paksa, alasan pengirim: {sent.paksa.rstrip('.')}."
    if (sent.kode_satker, sent.tahun, sent.triwulan) != (
        facts.kode_satker,
        facts.tahun,
        facts.triwulan,
    ):
        yield f"Manifes pada surel menyebut {sent.key}, isi buku kerja {facts.key}."
    elif sent.sha256 != facts.sha256:
        yield "Sidik berkas berbeda dari manifes pada surel; yang dipakai isi berkas ini."
    if sent.segel_lengkap != facts.segel_lengkap:
        yield "Segel berbeda dari yang disebut manifes pada surel."
