"""Excel's Trusted Locations: one folder whose macros run without a question, if the user agrees.

Keys and values as Excel's own Trust Center writes them for one user; policies as in Microsoft's
administrative templates for Office.
"""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from sakip_excel.setup_pc.pieces import KeyPiece

if TYPE_CHECKING:
    from sakip_excel.setup_pc.computer import Computer, Registry

_OFFICE = r"HKCU\Software\Microsoft\Office"
_POLICIES = r"HKCU\Software\Policies\Microsoft\Office"


def excel_version(registry: Registry) -> str:
    """Return the version of Excel that is registered, e.g. ``16.0``, empty when none is."""
    named = value(registry, r"HKCR\Excel.Application\CurVer", "")
    found = re.fullmatch(r"Excel\.Application\.(\d+)", str(named or ""))
    return f"{found[1]}.0" if found else ""


def value(registry: Registry, key: str, name: str) -> str | int | None:
    """Return one value of a key; names do not tell capitals from small letters."""
    for found, content in (registry.read(key) or {}).items():
        if found.casefold() == name.casefold():
            return content
    return None


def trust_piece(computer: Computer, folder: Path) -> KeyPiece:
    """Return the Trusted Location for a folder, without the folders below it."""
    version = excel_version(computer.registry)
    key = rf"{_OFFICE}\{version}\Excel\Security\Trusted Locations\SAKIP"
    values = {"Path": f"{str(folder).rstrip(chr(92))}\\", "Description": "Buku kerja SAKIP"}
    return KeyPiece(computer.registry, key, values, "Lokasi tepercaya")


def trust_obstacle(computer: Computer, folder: Path) -> str:
    """Return why a folder cannot or must not become a Trusted Location, empty when it may."""
    version = excel_version(computer.registry)
    if not version:
        return "Excel tidak ditemukan di komputer ini."
    if _is_forbidden(computer.registry, version):
        return "Kantor Anda melarang lokasi tepercaya buatan pengguna."
    if _is_on_network(computer.registry, folder):
        return f"{folder} berada di jaringan."
    if _is_too_wide(computer, folder):
        return f"{folder} juga menampung berkas kiriman atau unduhan."
    return ""


def _is_forbidden(registry: Registry, version: str) -> bool:
    policy = rf"{_POLICIES}\{version}"
    none = value(registry, rf"{policy}\Excel\Security\Trusted Locations", "AllLocationsDisabled")
    own = value(registry, rf"{policy}\Common\Security\Trusted Locations", "Allow User Locations")
    return none == 1 or own == 0


def _is_on_network(registry: Registry, folder: Path) -> bool:
    drive = PureWindowsPath(folder).drive
    if len(drive) > 2:  # a server and its share instead of a letter
        return True
    return bool(drive) and registry.read(rf"HKCU\Network\{drive[0]}") is not None


def _is_too_wide(computer: Computer, folder: Path) -> bool:
    """Return whether files of others may land in a folder, or whether it is a whole drive."""
    folders, place = computer.folders, folder.resolve()
    arriving = [folders.downloads, folders.desktop, computer.folders.temporary]
    below_arriving = any(place.is_relative_to(other.resolve()) for other in arriving)
    holders = [*arriving, folders.documents, folders.home, folders.data]
    above = any(other.resolve().is_relative_to(place) for other in holders)
    return below_arriving or above or place == Path(place.anchor)
