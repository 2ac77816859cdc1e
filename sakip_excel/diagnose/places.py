"""Where files go: the working folder, the temporary folder, the disk, and one workbook."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING

from sakip_excel.diagnose.condition import Condition, State
from sakip_excel.errors import SakipError
from sakip_excel.setup_pc.origin import is_from_internet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sakip_excel.setup_pc.computer import Computer

_LITTLE, _TOO_LITTLE = 500 << 20, 50 << 20  # bytes; a workbook, its copy and its backup need few MB


def _folders(computer: Computer) -> Iterator[Condition]:
    from sakip_excel.setup_pc.record import working_folder

    folder = working_folder(computer)
    yield _writable("folder_kerja", "Folder kerja", folder)
    yield _writable("folder_sementara", "Folder sementara", computer.folders.temporary)
    if is_in_onedrive(computer, folder):
        yield Condition(
            "onedrive",
            State.NOTICE,
            f"Folder kerja {folder} disinkronkan oleh OneDrive.",
            "Tunggu sinkronisasi selesai sebelum memproses, dan jangan buka buku kerja yang sama "
            "di dua komputer.",
        )


def is_in_onedrive(computer: Computer, folder: Path) -> bool:
    """Return whether OneDrive keeps a folder in step with the internet."""
    names = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    roots = [computer.environment.get(name) for name in names]
    return any(folder.is_relative_to(root) for root in roots if root)


def _writable(name: str, label: str, folder: Path) -> Condition:
    """Try a folder by writing a file into it; a missing one is tried one step up."""
    place = next((p for p in (folder, *folder.parents) if p.is_dir()), folder)
    try:
        with tempfile.NamedTemporaryFile(prefix=".sakip-", dir=place) as file:
            file.write(b"sakip")
    except OSError:
        return Condition(
            name,
            State.BROKEN,
            f"{label} {place} tidak dapat ditulis.",
            "Bila Windows melindungi folder itu, izinkan program ini atau pakai folder lain "
            "('sakip siapkan --folder').",
        )
    return Condition(name, State.FINE, f"{label} {place} dapat ditulis.")


def _disk(computer: Computer) -> Iterator[Condition]:
    free = shutil.disk_usage(computer.folders.home).free
    sentence = f"Disk masih kosong {free >> 20:,} MB.".replace(",", ".")
    if free >= _LITTLE:
        yield Condition("disk", State.FINE, sentence)
    else:
        state = State.NOTICE if free >= _TOO_LITTLE else State.BROKEN
        yield Condition("disk", state, sentence, "Kosongkan tempat di disk.")


def book_conditions(path: Path) -> Iterator[Condition]:
    """Look at a workbook: whether it can be read, its template, and where it came from."""
    from sakip_excel.check import template_version
    from sakip_excel.workbook.book import Book

    try:
        version = template_version(Book.open(path))
    except SakipError as error:
        yield Condition("buku", State.BROKEN, error.message, error.fix)
        return
    known = f"templat versi {version}" if version is not None else "bukan dari templat SAKIP"
    yield Condition("buku", State.FINE, f"{path.name} dapat dibaca, {known}.")
    if is_from_internet(path):
        yield Condition(
            "asal_buku",
            State.NOTICE,
            f"{path.name} bertanda berasal dari internet; Excel memblokir makronya.",
            "Bila pengirimnya dikenal: klik kanan berkas, Properties, centang Unblock. Lebih baik "
            "pakai buku kerja dari 'sakip siapkan'.",
        )
    else:
        yield Condition("asal_buku", State.FINE, f"{path.name} tidak bertanda dari internet.")


PLACE_CHECKS = (_folders, _disk)
