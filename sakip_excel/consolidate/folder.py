"""What lies in the joined folders: which files are read, and what is known of them beforehand."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.consolidate.joined import Excluded
from sakip_excel.consolidate.mailing import LETTERS_FOLDER
from sakip_excel.consolidate.read import relative
from sakip_excel.consolidate.roster import ROSTER_FILE
from sakip_excel.consolidate.states import Arrival
from sakip_excel.errors import NotFoundError
from sakip_excel.exchange.archive import INCOMING, QUARANTINE
from sakip_excel.exchange.journal import JOURNAL_NAME, Kind, Verdict, read_journal, versions
from sakip_excel.exchange.receipts import FOLDER as ANSWERS_FOLDER
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.workbook.files import system_error
from sakip_excel.workbook.replace import BACKUP_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sakip_excel.consolidate.choose import Period
    from sakip_excel.exchange.journal import Entry

_READ = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}
"""What may be meant as a workbook; those that are none of ours get their sentence by reading."""
_MAIL = {".eml", ".msg"}
_PASSED_OVER = {BACKUP_FOLDER, QUARANTINE, ANSWERS_FOLDER, LETTERS_FOLDER}
_SILENT = {".jsonl", ".toml", ".tmp", ".json", ".log", ".lock"}


@dataclass(slots=True)
class Found:
    """What lies in the joined folders.

    Attributes:
        root: folder to which all shown paths are relative.
        paths: files to read, in order.
        entries: the journal's line about a file to read, by path.
        history: every version that came for the period, by kode_satker, oldest first.
        accepted: fingerprint of the last version before the present one that was not returned,
            by kode_satker.
        stored: where the archive keeps a version, by fingerprint.
        excluded: files that need not be read to be left out.
        roster: a roster that lies in one of the folders, None when none does.
        journal: whether an archive with a journal is among the folders.
        period: the period of which an archive's versions are listed, None without an archive.
    """

    root: Path
    paths: list[Path] = field(default_factory=list)
    entries: dict[Path, Entry] = field(default_factory=dict)
    history: dict[str, list[Arrival]] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    stored: dict[str, Path] = field(default_factory=dict)
    excluded: list[Excluded] = field(default_factory=list)
    roster: Path | None = None
    journal: bool = False
    period: Period | None = None


def look_into(folders: Sequence[Path], period: Period | None, skip: Iterable[Path]) -> Found:
    """Return what lies in the folders.

    Of an archive with a journal only the present version of each satker is read, for the period
    asked for or else the one with the most satkers. Any other folder is read whole, with the
    folders in it.

    Args:
        folders: folders, or single files.
        period: year and quarter; None to take the usual one.
        skip: files that are no input: the rekap itself, the roster.

    Raises:
        NotFoundError: a folder is not there.
        FileError: a journal cannot be read.
    """
    places = [folder.resolve() for folder in folders]
    for place, named in zip(places, folders, strict=True):
        if not place.exists():
            raise NotFoundError(f"{named} tidak ditemukan.", "Periksa nama dan foldernya.")
    found = Found(_common_root(places))
    ignored = {path.resolve() for path in skip}
    journals = {p: read_journal(p / JOURNAL_NAME) for p in places if (p / JOURNAL_NAME).is_file()}
    wanted = period or _usual(e for entries in journals.values() for e in entries)
    for place in sorted(set(places)):
        _note_roster(found, place)
        if place in journals and wanted is not None:
            _take_archive(found, place, journals[place], wanted)
        else:
            _take_files(found, place, ignored)
    return found


def _common_root(places: Sequence[Path]) -> Path:
    folders = [place if place.is_dir() else place.parent for place in places]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on two drives of Windows
        return folders[0]


def _usual(entries: Iterable[Entry]) -> Period | None:
    times = Counter(key[1:] for key in versions(entries))
    return max(times, key=lambda period: (times[period], period)) if times else None


def _note_roster(found: Found, place: Path) -> None:
    roster = place / ROSTER_FILE
    if found.roster is None and roster.is_file():
        found.roster = roster


def _take_archive(found: Found, place: Path, entries: list[Entry], period: Period) -> None:
    """Take the present version of every satker; the journal tells of the others."""
    found.journal, found.period = True, period
    others: Counter[Period] = Counter()
    for (kode, *when), members in versions(entries).items():
        for entry in members:
            found.stored[entry.sha256] = place / Path(entry.jalur)
        if tuple(when) != period:
            others[when[0], when[1]] += len(members)
            continue
        found.history[kode] = [arrival_of(entry) for entry in members]
        last = members[-1]
        good = [e for e in members[:-1] if e.putusan != Verdict.RETURNED]
        if good:
            found.accepted[kode] = good[-1].sha256
        path = found.stored[last.sha256]
        found.paths.append(path)
        found.entries[path] = last
        found.excluded += [_older(found.root, place, entry, last) for entry in members[:-1]]
    kept = [e for e in entries if (e.tahun, e.triwulan) in {period, (0, 0)}]
    found.excluded += _quarantined(found.root, place, kept)
    found.excluded += _unknown(found, place)
    found.excluded += _other_periods(found.root, place, others)


def arrival_of(entry: Entry) -> Arrival:
    """Return how a version came in, by its line in the journal."""
    try:
        received = datetime.fromisoformat(entry.waktu) if entry.waktu else None
    except ValueError:
        received = None
    return Arrival(entry.sha256, entry.versi, received, entry.putusan, entry.pengirim)


def _older(root: Path, place: Path, entry: Entry, last: Entry) -> Excluded:
    return Excluded(
        path=relative(place / Path(entry.jalur), root),
        kind="versi lama",
        reason=f"Versi {entry.versi} ({entry.putusan}); dipakai versi {last.versi}.",
        kode_satker=entry.kode_satker,
        nama_satker=entry.nama_satker,
        period=entry.identity.period,
        sha256=entry.sha256,
    )


def _quarantined(root: Path, place: Path, entries: Iterable[Entry]) -> Iterator[Excluded]:
    for entry in entries:
        if entry.jenis == Kind.QUARANTINE:
            kept = relative(place / Path(entry.jalur), root) if entry.jalur else ""
            sent = f" Nama lampirannya {entry.nama_lampiran}." if entry.nama_lampiran else ""
            yield Excluded(
                path=kept or entry.nama_lampiran or entry.sumber,
                kind="karantina",
                reason=(" ".join(entry.alasan) or "Dikarantina saat diterima.") + sent,
                kode_satker=entry.kode_satker,
                nama_satker=entry.nama_satker,
                sha256=entry.sha256,
            )


def _unknown(found: Found, place: Path) -> Iterator[Excluded]:
    """Yield stored files of which the journal knows nothing: a reception was cut off."""
    known = set(found.stored.values())
    for path in sorted(_files(place / INCOMING)):
        if path not in known and path.suffix.lower() in _READ:
            reason = "Belum tercatat dalam arsip; jalankan sakip terima lagi."
            yield Excluded(relative(path, found.root), "tidak tercatat", reason)


def _other_periods(root: Path, place: Path, times: Counter[Period]) -> Iterator[Excluded]:
    for (year, quarter), number in sorted(times.items()):
        text = _period_text(year, quarter)
        yield Excluded(
            path=relative(place / INCOMING, root),
            kind="periode lain",
            reason=f"{number} berkas {text} dalam arsip tidak dibaca.",
            period=text,
        )


def _period_text(year: int, quarter: int) -> str:
    return f"TW {QUARTERS[quarter - 1]} {year}" if 1 <= quarter <= 4 else ""


def _take_files(found: Found, place: Path, ignored: set[Path]) -> None:
    for path in sorted(_files(place)):
        suffix = path.suffix.lower()
        if path in ignored or path.name.casefold() in {ROSTER_FILE, JOURNAL_NAME}:
            continue
        if suffix in _READ:
            found.paths.append(path)
        elif suffix not in _SILENT:
            reason = "Bukan buku kerja Excel."
            if suffix in _MAIL:
                reason = "Surel; jalankan sakip terima agar lampirannya masuk arsip."
            shown = relative(path, found.root)
            found.excluded.append(Excluded(shown, "bukan buku kerja", reason))


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for folder, below, names in os.walk(place, onerror=_refuse):
        below[:] = [n for n in below if n not in _PASSED_OVER and not n.startswith(".")]
        yield from (Path(folder, n) for n in names if not n.startswith(("~$", ".")))


def _refuse(error: OSError) -> None:
    """Stop at a folder that cannot be listed: what lies in it would be missing silently."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise system_error(error) from error


def by_content(found: Found, hashes: Iterable[tuple[str, Path]]) -> dict[str, Path]:
    """Return where each content is: the files read, and all that the archive keeps."""
    places = found.stored | {sha256: path for sha256, path in hashes if sha256}
    return {sha256: path for sha256, path in places.items() if path.is_file()}
