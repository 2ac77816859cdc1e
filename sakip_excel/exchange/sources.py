"""What lies in a folder: saved attachments and saved mails (.eml)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sakip_excel.errors import FileError, NotFoundError
from sakip_excel.exchange.delivery import Attachment, Delivery, examined, shown_name
from sakip_excel.exchange.journal import JOURNAL_NAME
from sakip_excel.exchange.mailread import read_mail
from sakip_excel.workbook.files import read_file
from sakip_excel.workbook.lock import LOCK_FILE
from sakip_excel.workbook.replace import BACKUP_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_JUNK = {"desktop.ini", "thumbs.db", JOURNAL_NAME, LOCK_FILE}
_OWN_FOLDERS = {"masuk", "karantina", "balasan"}


def folder_deliveries(
    folders: Sequence[Path], leave_out: Sequence[Path] = ()
) -> Iterator[Delivery]:
    """Yield what lies in folders (or is named as a file), in the order of the names.

    Sub-folders are looked into; an archive of this program, lock files and hidden files are not.

    Args:
        folders: folders or single files.
        leave_out: files and folders that are not to be read.

    Raises:
        NotFoundError: a folder does not exist.
    """
    left_out = {path.resolve() for path in leave_out}
    for folder in folders:
        if not folder.exists():
            raise NotFoundError(f"{folder} tidak ditemukan.", "Periksa nama dan foldernya.")
        base = folder if folder.is_dir() else folder.parent
        for path in _files(folder, left_out):
            yield _from_file(path, _source(path, base))


def _files(place: Path, left_out: set[Path]) -> Iterator[Path]:
    if place.resolve() in left_out:
        return
    if not place.is_dir():
        if place.name.casefold() not in _JUNK and not place.name.startswith("~$"):
            yield place
        return
    try:
        children = sorted(place.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise FileError(
            f"Folder {place.name} tidak boleh dibaca.", "Minta hak baca kepada pemiliknya."
        ) from error
    own = _OWN_FOLDERS if any(c.name == JOURNAL_NAME for c in children) else set()
    for child in children:
        hidden = child.name.startswith(".") or child.is_symlink()
        if not hidden and child.name not in own | {BACKUP_FOLDER}:
            yield from _files(child, left_out)


def _source(path: Path, base: Path) -> str:
    """Return the path below a folder as text; a name can hold halves of signs that are none."""
    return path.relative_to(base).as_posix().encode("utf-8", "backslashreplace").decode()


def _from_file(path: Path, source: str) -> Delivery:
    try:
        data = read_file(path)
    except FileError as error:
        return Delivery(source, (Attachment(shown_name(path.name), b"", problem=str(error)),))
    if path.suffix.lower() == ".eml":
        return replace(read_mail(data), relevant=True)  # somebody put it there
    return Delivery(source, (examined(shown_name(path.name), data, ""),))
