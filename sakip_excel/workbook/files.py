"""The file on disk: read it, see whether it may be replaced, and say why when not."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sakip_excel.errors import (
    FileError,
    NotFoundError,
    OpenElsewhereError,
    ReadOnlyError,
    UnsafeError,
    WriteError,
)
from sakip_excel.workbook.package import MAX_TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WINDOWS = os.name == "nt"
_SHARING_VIOLATIONS = (32, 33)  # Windows: another program holds the file, or a part of it


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that may be a workbook.

    Raises:
        NotFoundError: there is no such file.
        OpenElsewhereError: another program holds the file.
        UnsafeError: the file is larger than any workbook that we read.
        FileError: it may not or cannot be read.
    """
    try:
        if path.is_dir():
            raise NotFoundError(f"{path.name} adalah folder, bukan berkas.", "Pilih berkasnya.")
        if path.stat().st_size > MAX_TOTAL:
            raise UnsafeError(
                f"Berkas ini lebih besar dari {MAX_TOTAL >> 20} MB.",
                "Periksa apakah berkasnya benar.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(
            f"Berkas {path.name} tidak ditemukan.", "Periksa nama dan foldernya."
        ) from error
    except PermissionError as error:
        if _held(error):
            raise open_elsewhere(path) from error
        raise FileError(
            f"Berkas {path.name} tidak boleh dibaca oleh pengguna ini.",
            "Minta hak baca kepada pemilik foldernya.",
        ) from error
    except OSError as error:
        raise FileError(
            f"Berkas {path.name} tidak dapat dibaca.", "Periksa disk atau jaringannya."
        ) from error


def check_writable(path: Path) -> None:
    """Make sure that a workbook can be replaced, before any work is done; it is not changed.

    Args:
        path: the workbook; it need not exist yet, its folder must.

    Raises:
        OpenElsewhereError: Excel, LibreOffice or another program has it open.
        ReadOnlyError: it may not be written.
        WriteError: there is no such folder.
    """
    owner = path.with_name(f"~${path.name}")  # holds a user's name: never read or shown
    for lock in (owner, path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise OpenElsewhereError(
                f"{path.name} sedang terbuka di Excel atau LibreOffice.",
                "Simpan dan tutup dahulu, lalu ulangi. Bila sudah tertutup, hapus berkas "
                f"{lock.name} yang tertinggal di folder yang sama.",
            )
    if not path.exists():
        if not path.parent.is_dir():
            raise WriteError(f"Folder untuk {path.name} tidak ada.", "Buat foldernya dahulu.")
        return
    with explained(path):
        if not path.stat().st_mode & 0o222:
            raise _read_only(path)
        try:
            with path.open("r+b"):
                pass
        except PermissionError as error:
            if _held(error):
                raise open_elsewhere(path) from error
            raise


def _held(error: PermissionError) -> bool:
    """Return whether a file could not be opened because another program holds it.

    On Windows Python's `open` passes on the C library's error 13 without the number of the
    system; a file that carries no read-only mark is then held far more often than forbidden.
    """
    number = getattr(error, "winerror", None)
    return number in _SHARING_VIOLATIONS or (_WINDOWS and number is None)


def open_elsewhere(path: Path) -> OpenElsewhereError:
    """Return the error for a workbook that another program holds."""
    return OpenElsewhereError(
        f"{path.name} sedang terbuka di Excel atau program lain.",
        "Simpan dan tutup dahulu, lalu ulangi.",
    )


def _read_only(path: Path) -> ReadOnlyError:
    return ReadOnlyError(
        f"{path.name} atau foldernya hanya boleh dibaca.",
        "Hapus tanda hanya-baca, atau salin ke folder Dokumen lalu ulangi.",
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the errors of the operating system while writing into sentences.

    Raises:
        OpenElsewhereError: another program holds the file.
        ReadOnlyError: the file or its folder may not be written.
        WriteError: anything else, such as a full disk.
    """
    try:
        yield
    except OSError as error:
        if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
            raise open_elsewhere(path) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise _read_only(path) from error
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise WriteError(
            f"{path.name} tidak dapat ditulis" + (": disk penuh." if full else "."),
            "Kosongkan tempat di disk, lalu ulangi." if full else "Periksa disk atau jaringannya.",
        ) from error
