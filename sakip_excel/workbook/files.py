"""The file on disk: read it, see whether it may be replaced, and say why when not."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from sakip_excel.errors import (
    FileError,
    NotFoundError,
    OpenElsewhereError,
    ReadOnlyError,
    UnsafeError,
    WriteError,
)
from sakip_excel.workbook.package import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WINDOWS = os.name == "nt"
_SHARING_VIOLATIONS = (32, 33)  # Windows: another program holds the file, or a part of it
_NO_SUCH_NAME = (123, 161)  # Windows: signs in the name that no file can have
_NAME_TOO_LONG = 206  # Windows
_LOOKED_AT = 2_000  # files of a folder among which a misspelt name is looked for
_LIKE = 0.8  # how much alike the two names must be
_LONGEST = 260  # signs of a path from which on Windows needs a setting of its own


def read_file(path: Path, largest: int | None = None) -> bytes:
    """Return the bytes of a file that may be a workbook.

    Args:
        path: the file.
        largest: how many bytes it may have; None for what a workbook may have.

    Raises:
        NotFoundError: there is no such file, or it is an address of the web.
        OpenElsewhereError: another program holds the file.
        UnsafeError: it is larger than that.
        FileError: it may not or cannot be read.
    """
    _refuse_address(path)
    limit = MAX_FILE if largest is None else largest
    try:
        if path.is_dir():
            raise NotFoundError(f"{path.name} adalah folder, bukan berkas.", "Pilih berkasnya.")
        if path.stat().st_size > limit:
            raise UnsafeError(
                f"Berkas ini lebih besar dari {limit >> 20} MB.",
                "Periksa apakah berkasnya benar.",
            )
        return path.read_bytes()
    except PermissionError as error:
        if _held(error):
            raise open_elsewhere(path) from error
        raise FileError(
            f"Berkas {path.name} tidak boleh dibaca oleh pengguna ini.",
            "Minta hak baca kepada pemilik foldernya.",
        ) from error
    except ValueError as error:  # a name with the sign NUL
        raise _not_found(path) from error
    except OSError as error:
        if _too_long(path, error):
            raise NotFoundError(*_long_path(path, "tidak ditemukan")) from error
        if isinstance(error, FileNotFoundError) or _number(error) in _NO_SUCH_NAME:
            raise _not_found(path) from error
        raise FileError(
            f"Berkas {path.name} tidak dapat dibaca.", "Periksa disk atau jaringannya."
        ) from error


def _not_found(path: Path) -> NotFoundError:
    near = _near_name(path)
    fix = f"Mungkin maksudnya {near}." if near else "Periksa nama dan foldernya."
    return NotFoundError(f"Berkas {path.name} tidak ditemukan.", fix)


def _near_name(path: Path) -> str:
    """Return the file of that folder that was probably meant; Windows hides the endings."""
    from difflib import get_close_matches

    try:
        names = [each.name for each in islice(path.parent.iterdir(), _LOOKED_AT) if each.is_file()]
    except (OSError, ValueError):
        return ""
    there = {name.casefold(): name for name in names if not name.startswith("~$")}
    wanted = path.name.casefold()
    for ending in (".xlsx", ".xlsm"):
        if wanted + ending in there:
            return there[wanted + ending]
    near = get_close_matches(wanted, there, 1, _LIKE)
    return there[near[0]] if near else ""


def check_writable(path: Path) -> None:
    """Make sure that a workbook can be replaced, before any work is done; it is not changed.

    Args:
        path: the workbook; it need not exist yet, its folder must.

    Raises:
        OpenElsewhereError: Excel, LibreOffice or another program has it open.
        ReadOnlyError: it may not be written.
        WriteError: it is a folder, there is no such folder, or no file can have that name.
        NotFoundError: it is an address of the web.
    """
    _refuse_address(path)
    with explained(path):
        if path.is_dir():
            raise WriteError(
                f"{path.name} adalah folder, bukan berkas.", "Sebutkan juga nama berkasnya."
            )
        _refuse_open(path)
        if not path.exists():
            if not path.parent.is_dir():
                raise WriteError(f"Folder untuk {path.name} tidak ada.", "Buat foldernya dahulu.")
            return
        if not path.stat().st_mode & 0o222:
            raise _read_only(path)
        try:
            with path.open("r+b"):
                pass
        except PermissionError as error:
            if _held(error):
                raise open_elsewhere(path) from error
            raise


def _refuse_address(path: Path) -> None:
    if path.parts and path.parts[0].lower() in ("http:", "https:"):
        raise NotFoundError(
            "Ini alamat web, bukan berkas di PC ini.",
            "Pilih berkasnya lewat folder OneDrive di Explorer, atau unduh dahulu.",
        )


def _refuse_open(path: Path) -> None:
    """Raise when Excel or LibreOffice has put its mark beside a workbook."""
    owner = path.with_name(f"~${path.name}")  # holds a user's name: never read or shown
    for lock in (owner, path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise OpenElsewhereError(
                f"{path.name} sedang terbuka di Excel atau LibreOffice.",
                "Simpan dan tutup dahulu, lalu ulangi. Bila sudah tertutup, hapus berkas "
                f"{lock.name} yang tertinggal di folder yang sama.",
            )


def _number(error: OSError) -> int | None:
    """Return the number that Windows itself gave an error."""
    number: int | None = getattr(error, "winerror", None)
    return number


def _too_long(path: Path, error: OSError) -> bool:
    """Return whether a path failed for its length; Windows says that it does not exist."""
    if error.errno == errno.ENAMETOOLONG or _number(error) == _NAME_TOO_LONG:
        return True
    missing = isinstance(error, FileNotFoundError)
    return _WINDOWS and missing and len(str(path.absolute())) >= _LONGEST


def _long_path(path: Path, failed: str) -> tuple[str, str]:
    name = path.name if len(path.name) <= 60 else f"{path.name[:59]}…"
    return (
        f"{name} {failed}: jalurnya terlalu panjang ({len(str(path.absolute()))} tanda).",
        "Pendekkan nama berkas, atau pindahkan ke folder yang lebih dekat ke pangkal disk.",
    )


def _held(error: PermissionError) -> bool:
    """Return whether a file could not be opened because another program holds it.

    On Windows Python's `open` passes on the C library's error 13 without the number of the
    system; a file that carries no read-only mark is then held far more often than forbidden.
    """
    number = _number(error)
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
        if _number(error) in _SHARING_VIOLATIONS or _held_itself(path, error):
            raise open_elsewhere(path) from error
        if _too_long(path, error):
            raise WriteError(*_long_path(path, "tidak dapat ditulis")) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise _read_only(path) from error
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise WriteError(
            f"{path.name} tidak dapat ditulis" + (": disk penuh." if full else "."),
            "Kosongkan tempat di disk, lalu ulangi." if full else "Periksa disk atau jaringannya.",
        ) from error


def _held_itself(path: Path, error: OSError) -> bool:
    """Return whether a file that is there was refused for opening by another program's hold."""
    own = isinstance(error, PermissionError) and str(error.filename) == str(path)
    return own and _number(error) is None and _WINDOWS and path.is_file()


def system_error(error: OSError) -> FileError:
    """Return the error for whatever else the operating system refuses, with the place if known."""
    if _number(error) in _SHARING_VIOLATIONS:
        said = "sedang dipakai program lain."
        return FileError(f"{_place(error)} {said}", "Tutup dahulu, lalu ulangi.")
    if isinstance(error, PermissionError):
        return FileError(
            f"{_place(error)} tidak boleh dibuka atau diubah oleh pengguna ini.",
            "Minta hak kepada pemilik foldernya, atau pakai folder lain.",
        )
    return FileError(
        f"{_place(error)} tidak dapat dibaca atau ditulis.", "Periksa disk atau jaringannya."
    )


def _place(error: OSError) -> str:
    return str(error.filename or "Berkas atau folder")
