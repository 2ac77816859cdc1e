"""Locks between programs of ours; the system lets them go when a program dies."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sakip_excel.errors import OpenElsewhereError
from sakip_excel.workbook.files import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK_FILE = "kunci"
_WAIT = "Tunggu sampai selesai, lalu ulangi."


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for this program alone; it is made when it is not there.

    Raises:
        OpenElsewhereError: another program holds it.
        ReadOnlyError, WriteError: the folder may not be written.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK_FILE).open("a+b")
    with file:
        try:
            _take(file)
        except OSError as error:
            raise OpenElsewhereError(
                f"Folder {folder.name} sedang dipakai oleh sakip yang lain.", _WAIT
            ) from error
        yield


@contextmanager
def sole_writer(place: Path) -> Iterator[None]:
    """Hold one file against other programs of ours on this computer while it is replaced.

    The lock stands in the folder for temporary files, so that nothing is left beside the file.
    Where none can be made, as on a full disk, the file is not held.

    Args:
        place: the file; it need not exist.

    Raises:
        OpenElsewhereError: another program is replacing it right now.
    """
    file = _lock_of(place)
    if file is None:
        yield
        return
    with file:
        try:
            _take(file)
        except OSError as error:
            raise OpenElsewhereError(
                f"{place.name} sedang ditulis oleh sakip yang lain.", _WAIT
            ) from error
        yield


def _lock_of(place: Path) -> BinaryIO | None:
    """Return the open lock of a file, the same for every way of writing its name."""
    name = hashlib.sha256(os.path.normcase(place.resolve()).encode("utf-8", "replace"))
    try:
        folder = Path(tempfile.gettempdir()) / "sakip_excel"
        folder.mkdir(exist_ok=True)
        return (folder / f"{name.hexdigest()[:16]}.{LOCK_FILE}").open("a+b")
    except OSError:
        return None


def _take(file: BinaryIO) -> None:
    """Take the lock or raise at once; closing the file gives it back."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
