"""One click on a button: what the macro asks for, and the folder through which both sides talk.

The macro starts the program first and saves the copy then, so that everything slow to load is
there when the copy is complete.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.errors import FileError, NotFoundError, OpenElsewhereError, UsageError
from sakip_excel.workbook.files import read_file
from sakip_excel.workbook.replace import local_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sakip_excel.workbook.replace import Clock

ACTIONS = ("periksa", "proses", "segel", "kirim", "diagnosa")
COPY, COMPLETE, CANCELLED, PROGRESS = "salinan.xlsm", "salinan.siap", "batal", "kemajuan.txt"
WAIT_SECONDS = 60.0
"""How long Excel may take to save the copy."""

_NAMELESS = "buku kerja.xlsm"
_POLL = 0.02  # seconds
_WAITS = (0.1, 0.3, 1.0)  # seconds; scanners hold a fresh file for a moment on Windows


@dataclass(frozen=True, slots=True)
class Request:
    """One click.

    Attributes:
        action: one of `ACTIONS`.
        folder: folder of this click alone, made by the macro.
        name: file name of the workbook, for sentences and backups.
        origin: full path or web address of the workbook; empty when unknown.
        from_excel: whether Excel on Windows asks, so that xlwings can reach it.
    """

    action: str
    folder: Path
    name: str = _NAMELESS
    origin: str = ""
    from_excel: bool = False

    @property
    def cancelled(self) -> bool:
        """Return whether nobody waits any longer."""
        return (self.folder / CANCELLED).exists() or not self.folder.is_dir()

    @property
    def complete(self) -> bool:
        """Return whether the copy of the workbook is complete."""
        return (self.folder / COMPLETE).exists()


@dataclass(frozen=True, slots=True)
class Clocks:
    """How time passes: seconds for waiting, the wall clock for what is written."""

    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    wall: Clock = local_now


def read_request(action: str, words: Sequence[str]) -> Request:
    """Return what the macro asks for; words that are not known are passed over.

    Args:
        action: one of `ACTIONS`.
        words: ``--folder``, ``--buku``, ``--asal`` and xlwings' own ``--wb``, ``--from_xl``,
            ``--hwnd``, each followed by its value or joined to it by ``=``.

    Raises:
        UsageError: there is no such folder, so that no answer can be given.
    """
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        key, joined, value = word.partition("=")
        found[key] = value if joined else next(rest, "")
    folder = Path(found.get("--folder", ""))
    if not found.get("--folder") or not folder.is_dir():
        raise UsageError("Folder pertukaran tombol tidak ada.", "Tekan tombolnya di buku kerja.")
    return Request(
        action,
        folder,
        Path(found.get("--buku", "")).name or _NAMELESS,
        found.get("--asal", ""),
        found.get("--from_xl") == "1",
    )


def wait_for_copy(request: Request, clocks: Clocks) -> bool:
    """Return True once the copy is complete, False when the macro has given up.

    Raises:
        FileError: the copy is not there in time.
    """
    progress(request, "Membaca...")
    end = clocks.seconds() + WAIT_SECONDS
    while not request.cancelled:
        if request.complete:
            return True
        if clocks.seconds() >= end:
            raise FileError(
                f"Excel tidak selesai menyimpan salinan buku kerja dalam {WAIT_SECONDS:.0f} detik.",
                "Simpan buku kerja, lalu tekan tombol lagi.",
            )
        clocks.sleep(_POLL)
    return False


def read_copy(request: Request, clocks: Clocks) -> bytes:
    """Return the bytes of the copy.

    Raises:
        FileError: it is not there or cannot be read.
    """
    copy = request.folder / COPY
    if not copy.is_file():
        raise NotFoundError(
            "Salinan buku kerja tidak ada.", "Simpan buku kerja, lalu tekan tombol lagi."
        )
    for wait in _WAITS:
        try:
            return read_file(copy)
        except OpenElsewhereError:
            clocks.sleep(wait)
    return read_file(copy)


def progress(request: Request, text: str) -> None:
    """Tell the macro what is being done; only a courtesy, so it may fail."""
    with suppress(OSError):
        unfinished = request.folder / "kemajuan.tmp"
        unfinished.write_text(f"{text}\r\n", encoding="ascii", newline="")
        unfinished.replace(request.folder / PROGRESS)
