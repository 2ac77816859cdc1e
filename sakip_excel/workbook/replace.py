"""Replace a workbook on disk in one step, checked first, with the old one kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from secrets import token_hex
from typing import TYPE_CHECKING

from sakip_excel.errors import FileError, OpenElsewhereError, WriteError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import same_value
from sakip_excel.workbook.files import check_writable, explained, open_elsewhere, read_file
from sakip_excel.workbook.lock import sole_writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sakip_excel.workbook.cell import Cell
    from sakip_excel.workbook.patch import Patch
    from sakip_excel.workbook.sheetedit import Edit

BACKUP_FOLDER = "cadangan"
_ABANDONED = 600  # seconds after which a temporary file is nobody's any more
_WAITS = (0.1, 0.2, 0.5, 1.0)  # seconds; scanners hold a fresh file for a moment on Windows

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a write did.

    Attributes:
        path: the workbook that now holds the result.
        backup: copy of the file that was replaced; None when nothing was replaced.
        changed: whether the result differs from the workbook that was read.
    """

    path: Path
    backup: Path | None
    changed: bool


def local_now() -> datetime:
    """Return the time on this computer's clock and in its zone."""
    return datetime.now(tz=UTC).astimezone()


def write_book(
    patch: Patch, target: Path | None = None, *, backup: bool = True, clock: Clock = local_now
) -> WriteResult:
    """Write a patched workbook in one step, or leave everything as it was.

    The new file is written beside the target, read back and compared with what was meant; only
    then it takes the target's place. The file that stood there is kept in the folder
    ``cadangan``. Without changes the source stays untouched, and another target becomes a plain
    copy of it.

    Args:
        patch: what changes.
        target: where the result goes; None replaces the workbook that was read.
        backup: whether to keep the file that is replaced.
        clock: gives the time in the name of the backup.

    Raises:
        OpenElsewhereError: the file is open, or changed since it was read.
        ReadOnlyError: file or folder may not be written.
        WriteError: the result could not be written, or does not read back as meant.
        SignedError: the workbook carries a digital signature.
    """
    source = patch.book.path
    place = source if target is None else target
    if target is not None:
        _refuse_target(source, target)
    if not patch.changed and target is None:
        return WriteResult(source, None, changed=False)
    place = _real(place)
    check_writable(place)
    data = patch.to_bytes()
    old = read_file(place) if place.exists() else None
    if old == data:
        return WriteResult(place, None, patch.changed)
    known = _print(old) if target is not None else patch.book.sha256
    with _temporary(place, data) as temporary:
        _verify(temporary, patch)
        kept = _swap(temporary, place, known, clock if backup else None)
    return WriteResult(place, kept, patch.changed)


def write_whole(place: Path, data: bytes) -> None:
    """Write a file in one step: whoever sees it sees all of it, also after a power cut.

    Raises:
        OpenElsewhereError, ReadOnlyError, WriteError: it cannot be written; what stood there is
            as it was.
    """
    with _temporary(place, data) as temporary:
        _put_in_place(temporary, place)


def write_kept(place: Path, data: bytes, known: bytes | None, clock: Clock) -> Path | None:
    """Write a file in one step and keep the one that stood there; return where it is kept.

    Args:
        place: the file.
        data: what it shall hold.
        known: what it held when it was read, None when it was not there; a file that holds
            something else by now is not replaced.
        clock: gives the time in the name of the backup.

    Raises:
        OpenElsewhereError: the file is open, or changed since it was read.
        ReadOnlyError, WriteError: it cannot be written; what stood there is as it was.
    """
    check_writable(place)
    with _temporary(place, data) as temporary:
        return _swap(temporary, place, _print(known), clock)


def _swap(temporary: Path, place: Path, known: str, clock: Clock | None) -> Path | None:
    """Put a written file in the place of the one that was read; keep that with a clock."""
    with sole_writer(place):
        old = read_file(place) if place.exists() else None
        if _print(old) != known:
            raise OpenElsewhereError(
                f"{place.name} berubah saat diproses; tidak ada yang ditulis.",
                "Tutup berkas itu di program lain, lalu ulangi.",
            )
        kept = keep(place, old, clock) if clock is not None and old is not None else None
        try:
            _put_in_place(temporary, place)
        except BaseException:
            if kept is not None:
                _discard(kept)  # nothing was replaced, so nothing is to be kept
            raise
    return kept


def _print(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _real(path: Path) -> Path:
    return path.resolve()  # a link stays a link; what it leads to is replaced


def _refuse_target(source: Path, target: Path) -> None:
    if _real(source) == _real(target):
        raise WriteError(
            "Berkas hasil sama dengan berkas asal.", "Beri nama lain, atau tulis di tempat."
        )
    if source.suffix.lower() != target.suffix.lower():
        raise WriteError(
            f"Hasil dari {source.suffix} tidak dapat dinamai {target.suffix or 'tanpa akhiran'}.",
            f"Beri nama yang berakhir dengan {source.suffix}.",
        )


@contextmanager
def _temporary(place: Path, data: bytes) -> Iterator[Path]:
    """Give a file beside the target that holds the data, and clean it up."""
    _sweep(place.parent)
    path = place.with_name(f".sakip-{token_hex(4)}.tmp")
    try:
        with explained(place):
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if place.exists():
                shutil.copymode(place, path)
        yield path
    finally:
        _discard(path)


@cache
def _sweep(folder: Path) -> None:
    """Remove what a program left in a folder that was ended while it wrote there.

    Only files of our making that nobody has touched for so long that nobody is writing them.
    """
    with suppress(OSError):
        for left in folder.glob(".sakip-*.tmp"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _ABANDONED:
                    left.unlink()


def _discard(path: Path) -> None:
    """Remove a file of ours; one that a scanner holds must not hide what really went wrong."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            path.chmod(0o600)  # Windows removes nothing that carries the read-only mark
            path.unlink()


def _verify(path: Path, patch: Patch) -> None:
    """Read the new file back: every part, every cell of the sheets that changed."""
    try:
        written = Book.open(path)
        faults = _changed_parts(written, patch) or _wrong_cells(written, patch)
    except FileError as error:
        raise _not_as_meant(str(error)) from error
    if faults:
        raise _not_as_meant(faults)


def _not_as_meant(detail: str) -> WriteError:
    return WriteError(
        f"Hasil tulisan tidak terbaca seperti yang dimaksud ({detail}). Berkas asal tetap utuh.",
        "Ulangi; bila terjadi lagi, kirim berkasnya kepada pembuat program.",
    )


def _changed_parts(written: Book, patch: Patch) -> str:
    """Return which part was lost or changed without being meant to, empty when none."""
    before, after, meant = patch.book.package, written.package, patch.parts()
    expected = [entry.name for entry in before.entries if meant.get(entry.name, b"") is not None]
    if expected != [entry.name for entry in after.entries]:
        return "daftar bagian"
    for entry in before.entries:
        wanted = meant.get(entry.name, b"")
        if entry.name in meant:
            if wanted is not None and after.read(entry.name) != wanted:
                return entry.name
        elif before.raw(entry.name) != after.raw(entry.name):
            return entry.name
    return ""


def _wrong_cells(written: Book, patch: Patch) -> str:
    """Return a cell that does not read back as meant, empty when all do."""
    for name, table in patch.grown.items():
        found = written.table(name)
        if found is None or found.ref != table.ref:
            return name
    for sheet, edits in patch.edits.items():
        old, new = patch.book.rows(sheet), written.rows(sheet)
        by_row: dict[int, dict[int, Edit]] = defaultdict(dict)
        for (row, column), edit in edits.items():
            by_row[row][column] = edit
        for row in old.keys() | new.keys() | by_row.keys():
            before, after = old.get(row, {}), new.get(row, {})
            if not (_as_meant(before, after, by_row[row]) if row in by_row else before == after):
                return f"{sheet}, baris {row}"
    return ""


def _as_meant(
    before: Mapping[int, Cell], after: Mapping[int, Cell], edits: Mapping[int, Edit]
) -> bool:
    """Return whether a row holds what was set and what stood there, and nothing else."""
    for column in before.keys() | after.keys() | edits.keys():
        edit, found = edits.get(column), after.get(column)
        if edit is None:
            right = found == before.get(column)
        elif found is None:
            right = edit == (None, None)
        else:
            right = found.formula == edit.formula and same_value(found.value, edit.value)
        if not right:
            return False
    return True


def keep(path: Path, old: bytes, clock: Clock) -> Path:
    """Write a backup of a workbook and return where it is; no backup is ever overwritten.

    Args:
        path: the workbook; the backup stands in the folder ``cadangan`` beside it.
        old: its bytes before anything changes.
        clock: gives the time in the name of the backup.

    Raises:
        ReadOnlyError, WriteError: the backup cannot be written.
    """
    folder = path.parent / BACKUP_FOLDER
    stamp = f"{clock():%Y-%m-%d %H.%M.%S}"
    with explained(folder):
        folder.mkdir(exist_ok=True)
        with _temporary(folder / path.name, old) as temporary:
            for number in range(1, 1000):
                again = f" {number}" if number > 1 else ""
                copy = folder / f"{path.stem} ({stamp}){again}{path.suffix}"
                if _named(temporary, copy):
                    return copy
    raise WriteError(f"Folder {BACKUP_FOLDER} penuh.", "Pindahkan cadangan lama ke tempat lain.")


def _named(temporary: Path, copy: Path) -> bool:
    """Give a written file its name unless there is one of that name; return whether it has it."""
    try:
        if os.name != "nt":  # there a file that exists is never replaced by renaming
            with suppress(OSError):  # a disk without links, such as a USB stick
                copy.hardlink_to(temporary)
                return True
            if copy.exists():
                return False
        _patiently(lambda: temporary.rename(copy))
    except FileExistsError:
        return False
    return True


def _put_in_place(temporary: Path, place: Path) -> None:
    with explained(place):
        try:
            _patiently(lambda: temporary.replace(place))
        except PermissionError as error:
            if place.exists() and not place.stat().st_mode & 0o222:
                raise  # explained as what it is
            raise open_elsewhere(place) from error


def _patiently(step: Callable[[], object]) -> None:
    """Do a step with a fresh file; a scanner of Windows may hold it for a moment."""
    for wait in _WAITS:
        try:
            step()
        except PermissionError:
            time.sleep(wait)
        else:
            return
    step()
