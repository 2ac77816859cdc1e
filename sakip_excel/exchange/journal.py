"""The journal of the province's archive: what came, when, and what was decided about it.

One JSON object per line, only ever appended. A line counts when its line break is on the disk: a
line that a power cut left half written is as if it had never been begun.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import DamagedError
from sakip_excel.identity import Identity
from sakip_excel.workbook.files import explained, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

JOURNAL_NAME = "catatan.jsonl"
"""Name of the journal in the folder of the archive."""

Key = tuple[str, int, int]
"""Satker and period: kode_satker, tahun, triwulan."""


class Kind(StrEnum):
    """What a line of the journal tells; the value stands in ``jenis``."""

    TAKEN = "terima"
    AGAIN = "ulang"
    QUARANTINE = "karantina"
    RECEIPT = "balasan"
    MAIL = "surat"


class Verdict(StrEnum):
    """What the province answers to a version; the value stands in ``putusan``."""

    ACCEPTED = "diterima"
    NOTED = "diterima dengan catatan"
    RETURNED = "dikembalikan"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; the names are the keys of its JSON object.

    Attributes:
        jenis: what the line tells, see `Kind`.
        waktu: when it was written, ISO 8601 with seconds, on the clock of the province.
        sha256: fingerprint of the attachment (of the mail for ``surat``).
        jalur: where the file is kept, relative to the archive with ``/``; empty when it is not.
        kode_satker, tahun, triwulan, nama_satker: what the content says.
        versi: 1, 2 ... in the order of arrival of that satker and period.
        saat: the moment the version stands for, ISO 8601: see `moment_of`.
        putusan: what was decided, see `Verdict`.
        segel: short code of the seal, empty when unsealed.
        keadaan_segel: ``utuh``, ``berubah`` or ``tanpa``.
        disegel: time of sealing as written in the seal.
        galat, peringatan: numbers of findings.
        pagu, realisasi: sums in rupiah, None when unknown.
        sumber: Message-ID of the mail, or path of the file below the folder that was read.
        pengirim: address on the mail; empty for files and for mailing lists.
        tanggal_surat: date of the mail, ISO 8601 on the clock of the province; empty for files.
        nama_lampiran: name of the attachment, made safe to show; never used as a path.
        alasan: sentences: why something was noted, returned or put into quarantine.
        cara: how a receipt was given: ``draf``, ``smtp`` or ``tidak``.
        kotak: place of a mail in its mailbox, so that it is not fetched again.
        program: version of the program that decided.
    """

    jenis: str
    waktu: str = ""
    sha256: str = ""
    jalur: str = ""
    kode_satker: str = ""
    tahun: int = 0
    triwulan: int = 0
    nama_satker: str = ""
    versi: int = 0
    saat: str = ""
    putusan: str = ""
    segel: str = ""
    keadaan_segel: str = ""
    disegel: str = ""
    galat: int = 0
    peringatan: int = 0
    pagu: int | None = None
    realisasi: int | None = None
    sumber: str = ""
    pengirim: str = ""
    tanggal_surat: str = ""
    nama_lampiran: str = ""
    alasan: tuple[str, ...] = ()
    cara: str = ""
    kotak: str = ""
    program: str = ""

    @property
    def key(self) -> Key:
        """Return satker and period."""
        return self.kode_satker, self.tahun, self.triwulan

    @property
    def identity(self) -> Identity:
        """Return satker and period with the name as typed."""
        return Identity(*self.key, self.nama_satker)

    @property
    def order(self) -> tuple[str, str, str]:
        """Return the key by which versions of one satker and period follow each other.

        The moment first, then the date of the mail, then the fingerprint; independent of the
        order in which the versions arrived.
        """
        return self.saat, self.tanggal_surat, self.sha256


def moment_of(sealed_at: str, mail_date: str, now: str) -> str:
    """Return the moment that a version stands for, ISO 8601.

    The time of an unbroken seal; without one the date of the mail; without a mail the time of
    taking it in. Never later than the time of taking it in, so that a wrong clock at the satker
    cannot make a version the newest for ever.

    Args:
        sealed_at: time of an unbroken seal as written in it (``2024-12-31 16.05``), else empty.
        mail_date: date of the mail, ISO 8601 in local time, empty when unknown.
        now: time of taking it in, ISO 8601 in local time.
    """
    sealed = sealed_at.replace(" ", "T").replace(".", ":")
    return min(sealed or mail_date or now, now)


def versions(entries: Iterable[Entry]) -> dict[Key, list[Entry]]:
    """Return the stored versions of every satker and period, the one that counts last.

    A version that was made earlier and arrives late comes earlier here, whatever its number.
    """
    found: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.jenis == Kind.TAKEN:
            found[entry.key].append(entry)
    return {key: sorted(found[key], key=lambda e: e.order) for key in sorted(found)}


def current(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """Return the version that counts of every satker and period: the last of `versions`."""
    return {key: members[-1] for key, members in versions(entries).items()}


def read_journal(path: Path) -> list[Entry]:
    """Return the lines of a journal in the order in which they were written.

    Args:
        path: the file ``catatan.jsonl``; a missing file is an empty journal.

    Raises:
        DamagedError: a line other than a cut last one cannot be read.
        FileError: the file cannot be read.
    """
    if not path.exists():
        return []
    whole = read_file(path).split(b"\n")[:-1]
    return [_parsed(line, number, path) for number, line in enumerate(whole, 1) if line.strip()]


class Journal:
    """The journal of one archive, open for appending; one program at a time.

    Args:
        path: the file ``catatan.jsonl``; its folder must be there.

    Attributes:
        entries: all lines, those appended included.

    Raises:
        DamagedError, FileError: as in `read_journal`.
        WriteError: a cut last line cannot be removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries = read_journal(path)
        _drop_cut_line(path)

    def append(self, entry: Entry) -> None:
        """Write one line; it is on the disk when this returns.

        Raises:
            OpenElsewhereError, ReadOnlyError, WriteError: the line cannot be written.
        """
        line = json.dumps(_plain(entry), ensure_ascii=False) + "\n"
        rest = line.encode("utf-8", "replace")
        with explained(self.path), self.path.open("ab", buffering=0) as file:
            before = file.seek(0, os.SEEK_END)
            try:
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(before)  # half a line must not be in the way of the next one
                raise
        self.entries.append(entry)


def _plain(entry: Entry) -> dict[str, Any]:
    """Return what is known as a JSON object; what says nothing is left out."""
    silent = ("", None, ()) if entry.jenis == Kind.TAKEN else ("", None, (), 0)
    return {key: value for key, value in asdict(entry).items() if value not in silent}


def _parsed(line: bytes, number: int, path: Path) -> Entry:
    try:
        found = json.loads(line.decode("utf-8"))
        known = {field.name for field in fields(Entry)}
        kept = {key: value for key, value in found.items() if key in known}
        return Entry(**{**kept, "alasan": tuple(kept.get("alasan", ()))})
    except (ValueError, TypeError, AttributeError) as error:
        raise DamagedError(
            f"Baris {number} dari {path.name} tidak terbaca.",
            "Kembalikan catatan.jsonl dari cadangan, atau hapus baris itu lalu jalankan lagi; "
            "berkas yang baris catatannya hilang akan diperiksa ulang.",
        ) from error


def _drop_cut_line(path: Path) -> None:
    if not path.exists():
        return
    data = read_file(path)
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        with explained(path), path.open("r+b") as file:
            file.truncate(whole)
            os.fsync(file.fileno())
