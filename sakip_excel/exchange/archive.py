"""The archive of the province: every version kept by its fingerprint, nothing ever overwritten.

A file is stored first and entered in the journal afterwards. A program that dies in between
leaves a file without a line; the next run finds the same bytes again, judges them again and goes
on, so that nothing is lost and nothing is doubled.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sakip_excel import __version__
from sakip_excel.exchange.delivery import Attachment, Delivery
from sakip_excel.exchange.intake import Judgement, judge
from sakip_excel.exchange.journal import (
    JOURNAL_NAME,
    Entry,
    Journal,
    Kind,
    Verdict,
    moment_of,
)
from sakip_excel.exchange.seal import SealState
from sakip_excel.workbook.files import explained, read_file
from sakip_excel.workbook.lock import locked
from sakip_excel.workbook.replace import local_now, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sakip_excel.consolidate.states import Expected
    from sakip_excel.workbook.replace import Clock

INCOMING, QUARANTINE, REASON = "masuk", "karantina", "alasan.txt"
_SHORT = 16  # digits of a fingerprint in a file name


@dataclass(frozen=True, slots=True)
class _Staged:
    """One attachment that stands on the disk and waits for its line in the journal."""

    delivery: Delivery
    judgement: Judgement
    sha256: str
    path: str


@contextmanager
def open_archive(
    folder: Path, roster: Mapping[str, Expected] | None = None, clock: Clock = local_now
) -> Iterator[Archive]:
    """Give an archive to one program at a time; it is made when it does not exist.

    Args:
        folder: the archive.
        roster: the satkers that are expected, by kode; None when no roster was given.
        clock: tells the time of every line.

    Raises:
        OpenElsewhereError: another program works in it.
        DamagedError: its journal cannot be read.
        ReadOnlyError, WriteError: it may not be written.
    """
    with locked(folder):
        for left in folder.rglob(".sakip-*.tmp"):  # from a program that was ended while writing
            with suppress(OSError):
                left.unlink()
        yield Archive(folder, roster, clock)


class Archive:
    """The archive while one program works in it; opened by `open_archive`.

    Attributes:
        folder: where it is.
        journal: its journal.
        clock: tells the time.
        roster: the satkers that are expected, by kode.
    """

    def __init__(
        self, folder: Path, roster: Mapping[str, Expected] | None, clock: Clock = local_now
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.roster = roster
        self.journal = Journal(folder / JOURNAL_NAME)
        self._known: set[tuple[str, str]] = set()
        self._taken: dict[str, Entry] = {}
        self._staged: dict[str, _Staged] = {}
        self._again: list[tuple[Delivery, Attachment, str]] = []
        for entry in self.journal.entries:
            self._learn(entry)

    def now(self) -> str:
        """Return the time for the journal, ISO 8601 in local time with seconds."""
        return self.clock().replace(tzinfo=None).isoformat(timespec="seconds")

    def stage(self, delivery: Delivery) -> None:
        """Judge what came and put it on the disk; `commit` enters it in the journal.

        What this source already brought is passed over. What went into quarantine is judged
        again by a newer version of the program.

        Raises:
            OpenElsewhereError, ReadOnlyError, WriteError: it cannot be stored.
        """
        prints = [attachment.sha256 for attachment in delivery.attachments]
        for sha256, attachment in zip(prints, delivery.attachments, strict=True):
            if (sha256, delivery.source) in self._known:
                self._heal(sha256, attachment.data)
                continue
            self._known.add((sha256, delivery.source))
            if sha256 in self._taken or sha256 in self._staged:
                self._again.append((delivery, replace(attachment, data=b""), sha256))
                continue
            judgement = judge(attachment, prints)
            path = self._store(judgement, sha256, delivery)
            light = replace(judgement, attachment=replace(attachment, data=b""), kept=None)
            self._staged[sha256] = _Staged(delivery, light, sha256, path)

    def stage_orphans(self) -> None:
        """Judge again what an interrupted run stored without entering it in the journal.

        To be called after the sources, which know more about where a file came from.
        """
        lines = {entry.jalur for entry in self.journal.entries}
        lines |= {staged.path for staged in self._staged.values()}
        for path in sorted((self.folder / INCOMING).glob("*/*/*.xlsx")):
            relative = path.relative_to(self.folder).as_posix()
            if relative not in lines:
                self.stage(Delivery(relative, (Attachment(path.name, read_file(path)),)))

    def commit(self) -> list[Entry]:
        """Enter everything that was staged in the journal and return the new lines.

        Versions of one satker and period get their numbers in the order of `Entry.order`.

        Raises:
            OpenElsewhereError, ReadOnlyError, WriteError: the journal cannot be written.
        """
        now = self.now()
        latest = self._latest(now)
        made = [self._line(staged, now, latest) for staged in self._staged.values()]
        numbers = Counter(entry.key for entry in self._taken.values())
        taken = sorted((e for e in made if e.jenis == Kind.TAKEN), key=lambda e: (e.key, e.order))
        lines = []
        for entry in taken:
            numbers[entry.key] += 1
            lines.append(self._enter(self._compared(replace(entry, versi=numbers[entry.key]))))
        lines += [self._enter(entry) for entry in made if entry.jenis == Kind.QUARANTINE]
        first = {entry.sha256: entry for entry in lines} | self._taken
        for delivery, attachment, sha256 in self._again:
            lines.append(self._enter(_repeat(first[sha256], delivery, attachment, now)))
        self._staged.clear()
        self._again.clear()
        return lines

    def note(self, entry: Entry) -> Entry:
        """Enter another line in the journal, such as a receipt, and return it.

        Raises:
            OpenElsewhereError, ReadOnlyError, WriteError: the journal cannot be written.
        """
        return self._enter(replace(entry, waktu=self.now(), program=__version__))

    def _enter(self, entry: Entry) -> Entry:
        self.journal.append(entry)
        self._learn(entry)
        return entry

    def _learn(self, entry: Entry) -> None:
        if entry.jenis == Kind.TAKEN:
            self._taken[entry.sha256] = entry
        if entry.jenis in (Kind.TAKEN, Kind.AGAIN) or (
            entry.jenis == Kind.QUARANTINE and entry.program == __version__
        ):
            self._known.add((entry.sha256, entry.sumber))

    def _store(self, judgement: Judgement, sha256: str, delivery: Delivery) -> str:
        """Put what may be kept on the disk and return its path below the archive."""
        short = sha256[:_SHORT]
        if judgement.verdict is not None:
            who = judgement.identity
            folder = f"{INCOMING}/{who.kode_satker}/{who.tahun}-TW{who.triwulan}"
            return self._write(f"{folder}/{short}.xlsx", judgement.kept or b"", sha256)
        folder, path = f"{QUARANTINE}/{short}", ""
        if judgement.kept is not None:
            kept = hashlib.sha256(judgement.kept).hexdigest()
            name = short if kept == sha256 else "tanpa-makro"
            path = self._write(f"{folder}/{name}{judgement.suffix}", judgement.kept, kept)
        reason = self.folder / folder / REASON
        if not reason.exists():
            _make(reason.parent)
            write_whole(reason, _reason_text(judgement, delivery).encode())
        return path

    def _write(self, relative: str, data: bytes, sha256: str) -> str:
        """Write a file once; one that stands there already with the same content is kept."""
        place = self.folder / relative
        if place.exists():
            if hashlib.sha256(read_file(place)).hexdigest() == sha256:
                return relative
            # somebody changed what was stored: it stays as it is, and so does what came
            relative = f"{relative.rpartition('/')[0]}/{sha256}{place.suffix}"
            place = self.folder / relative
        _make(place.parent)
        write_whole(place, data)
        with suppress(OSError):
            place.chmod(0o444)  # Excel opens it read-only, so nobody changes it by saving
        return relative

    def _heal(self, sha256: str, data: bytes) -> None:
        """Store again a version that the journal knows and the disk has lost."""
        entry = self._taken.get(sha256)
        if entry is not None and not (self.folder / entry.jalur).exists():
            self._write(entry.jalur, data, sha256)

    def _latest(self, now: str) -> str:
        """Return the time of taking in by which versions are put in order.

        It is never before what the journal holds, so that a clock that went back cannot make what
        comes now an older version.
        """
        newest = max((max(e.waktu, e.saat) for e in self.journal.entries), default="")
        if now >= newest:
            return now
        later = datetime.fromisoformat(newest).replace(tzinfo=None) + timedelta(seconds=1)
        return later.isoformat(timespec="seconds")

    def _line(self, staged: _Staged, now: str, latest: str) -> Entry:
        judgement, delivery, facts = staged.judgement, staged.delivery, staged.judgement.facts
        entry = Entry(
            jenis=Kind.QUARANTINE,
            waktu=now,
            sha256=staged.sha256,
            jalur=staged.path,
            sumber=delivery.source,
            pengirim=delivery.sender,
            tanggal_surat=delivery.date,
            nama_lampiran=judgement.attachment.name,
            alasan=judgement.reasons,
            program=__version__,
        )
        if judgement.verdict is None or facts is None:
            return entry
        intact = facts.keadaan_segel == SealState.INTACT
        return replace(
            entry,
            jenis=Kind.TAKEN,
            kode_satker=facts.kode_satker,
            tahun=facts.tahun,
            triwulan=facts.triwulan,
            nama_satker=facts.nama_satker,
            saat=moment_of(facts.disegel if intact else "", delivery.date, latest),
            putusan=judgement.verdict,
            segel=facts.segel,
            keadaan_segel=facts.keadaan_segel,
            disegel=facts.disegel,
            galat=facts.galat,
            peringatan=facts.peringatan,
            pagu=facts.pagu,
            realisasi=facts.realisasi,
        )

    def _compared(self, entry: Entry) -> Entry:
        """Add what only the archive and the roster know: no clear order, other names."""
        notes = tuple(self._notes(entry))
        if not notes:
            return entry
        verdict = entry.putusan
        if verdict == Verdict.ACCEPTED:
            verdict = Verdict.NOTED
        return replace(entry, putusan=verdict, alasan=(*entry.alasan, *notes))

    def _notes(self, entry: Entry) -> Iterator[str]:
        for other in self._taken.values():
            if (other.key, other.saat) == (entry.key, entry.saat):
                yield (
                    f"Waktunya sama dengan versi {other.versi}, sehingga urutannya tidak pasti; "
                    "segel atau kirim lewat surel."
                )
        kode, name = entry.kode_satker, _plain(entry.nama_satker)
        if self.roster is not None:
            expected = self.roster.get(kode)
            if expected is None:
                yield f"Kode satker {kode} tidak ada pada daftar satker."
            elif _plain(expected.nama_satker) != name:
                yield f"Daftar satker menyebut {expected.nama_satker} untuk kode {kode}."
        others = {
            _plain(e.nama_satker): e.nama_satker
            for e in self._taken.values()
            if e.kode_satker == kode
        }
        others.pop(name, None)
        if others:
            said = ", ".join(sorted(others.values()))
            yield f"Kode satker {kode} sebelumnya dipakai dengan nama lain: {said}."


def _repeat(first: Entry, delivery: Delivery, attachment: Attachment, now: str) -> Entry:
    """Return the line for bytes that came before, from another source."""
    taken = first.jenis == Kind.TAKEN
    return replace(
        first,
        jenis=Kind.AGAIN if taken else first.jenis,
        waktu=now,
        sumber=delivery.source,
        pengirim=delivery.sender,
        tanggal_surat=delivery.date,
        nama_lampiran=attachment.name,
        alasan=() if taken else first.alasan,
        program=__version__,
    )


def _make(folder: Path) -> None:
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _reason_text(judgement: Judgement, delivery: Delivery) -> str:
    lines = (
        " ".join(judgement.reasons),
        "",
        f"Nama lampiran: {judgement.attachment.name}",
        f"Sumber: {delivery.source}",
        f"Pengirim: {delivery.sender or '-'}",
    )
    return "\n".join((*lines, ""))
