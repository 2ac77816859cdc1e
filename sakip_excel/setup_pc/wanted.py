"""What a set-up should leave on a computer, as a list of pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.errors import FileError
from sakip_excel.setup_pc.pieces import (
    SHORTCUT_ARGUMENTS,
    FilePiece,
    FolderPiece,
    Piece,
    ShortcutPiece,
)
from sakip_excel.setup_pc.shortcut import shortcut_bytes
from sakip_excel.template import template_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sakip_excel.setup_pc.computer import Computer

COMMAND_FILE = "sakip-tombol.txt"
_SHORTCUT = "SAKIP.lnk"
_SHORTCUT_NAME = "Periksa dan hitung buku kerja SAKIP yang dijatuhkan ke sini"


def wanted_pieces(computer: Computer, folder: Path) -> list[Piece]:
    """Return what belongs on a computer, in the order in which it is made.

    The Trusted Location is not among them: it needs the user's word.

    Args:
        computer: where it goes.
        folder: the working folder.

    Raises:
        NotFoundError: the installation has no template.
        FileError: the path of the program cannot be written for the buttons.
    """
    return [
        FolderPiece(folder, "Folder kerja"),
        _workbook(folder),
        _command_file(computer),
        *_shortcuts(computer, folder),
    ]


def button_template() -> Path | None:
    """Return the template with buttons, None when this installation has none."""
    path = template_path().with_suffix(".xlsm")
    return path if path.is_file() else None


def _workbook(folder: Path) -> FilePiece:
    template = button_template() or template_path()
    return FilePiece(folder / template.name, template.read_bytes(), "Buku kerja")


def _command_file(computer: Computer) -> FilePiece:
    command = button_command(computer)
    try:
        data = f"{command}\r\n".encode(computer.encoding)
    except UnicodeEncodeError as error:
        raise FileError(
            f"Jalur program {command} memuat huruf yang tidak dikenal tombol di Excel.",
            "Pasang program di folder yang namanya berhuruf Latin, lalu ulangi.",
        ) from error
    return FilePiece(computer.folders.data / COMMAND_FILE, data, "Perintah tombol", always=True)


def button_command(computer: Computer) -> str:
    """Return the command that the buttons start, without their arguments.

    On Windows the program without a console window comes first.
    """
    beside = computer.python.parent
    names = ["sakipw.exe", "Scripts/sakipw.exe"] if computer.is_windows else ["sakip"]
    for program in (beside / name for name in names):
        if program.is_file():
            return f'"{program}"'
    silent = beside / "pythonw.exe"
    python = silent if computer.is_windows and silent.is_file() else computer.python
    return f'"{python}" -P -m sakip_excel'


def _shortcuts(computer: Computer, folder: Path) -> Iterator[ShortcutPiece]:
    """Yield the shortcuts; there is none to a program that is not on a drive of this PC."""
    folders = computer.folders
    places = {
        "Menu Kirim ke": folders.send_to,
        "Pintasan di desktop": folders.desktop,
        "Pintasan di menu Start": folders.start_menu,
    }
    if not computer.is_windows:
        return
    with_window = computer.python.with_name("python.exe")
    python = with_window if with_window.is_file() else computer.python
    try:
        data = shortcut_bytes(str(python), SHORTCUT_ARGUMENTS, _SHORTCUT_NAME, str(folder))
    except ValueError:
        return
    for label, place in places.items():
        if place is not None and place.is_dir():
            yield ShortcutPiece(place / _SHORTCUT, data, label)
