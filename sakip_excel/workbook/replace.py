"""Replace a workbook on disk in one step, checked first, with the old one kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from sakip_excel.errors import FileError, OpenElsewhereError, WriteError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import same_value
from sakip_excel.workbook.files import check_writable, explained, open_elsewhere, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sakip_excel.workbook.cell import Cell
    from sakip_excel.workbook.patch import Patch
    from sakip_excel.workbook.sheetedit import Edit

BACKUP_FOLDER = "cadangan"
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
    with _temporary(place, data) as temporary:
        _verify(temporary, patch)
        if target is None:
            _refuse_newer(place, patch.book.sha256)
        kept = keep(place, old, clock) if backup and old is not None else None
        try:
            _put_in_place(temporary, place)
        except BaseException:
            if kept is not None:
                kept.unlink(missing_ok=True)  # nothing was replaced, so nothing is to be kept
            raise
    return WriteResult(place, kept, patch.changed)


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
        path.unlink(missing_ok=True)


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


def _refuse_newer(path: Path, sha256: str) -> None:
    if hashlib.sha256(read_file(path)).hexdigest() != sha256:
        raise OpenElsewhereError(
            f"{path.name} berubah saat diproses; tidak ada yang ditulis.",
            "Tutup berkas itu di program lain, lalu ulangi.",
        )


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
        for number in range(1, 1000):
            again = f" {number}" if number > 1 else ""
            copy = folder / f"{path.stem} ({stamp}){again}{path.suffix}"
            try:
                with copy.open("xb") as file:
                    file.write(old)
                    file.flush()
                    os.fsync(file.fileno())
            except FileExistsError:
                continue
            return copy
    raise WriteError(f"Folder {BACKUP_FOLDER} penuh.", "Pindahkan cadangan lama ke tempat lain.")


def _put_in_place(temporary: Path, place: Path) -> None:
    with explained(place):
        for wait in _WAITS:
            try:
                temporary.replace(place)
            except PermissionError:
                time.sleep(wait)
            else:
                return
        try:
            temporary.replace(place)
        except PermissionError as error:
            raise open_elsewhere(place) from error
