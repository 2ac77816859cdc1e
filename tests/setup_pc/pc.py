"""A made-up PC: real folders under a temporary one, a registry in a dictionary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sakip_excel.setup_pc import Computer, Folders
from sakip_excel.setup_pc.computer import NoRegistry

EXCEL = {r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.16"}}
TRUSTED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\SAKIP"
PYTHON = Path(r"C:\Alat\sakip\python.exe")
"""A path of Windows; on the system of the tests it leads nowhere."""


class FakeRegistry:
    """Keys and their values; writing outside the user's own keys fails, as it does for users."""

    def __init__(self, keys):
        self.keys = {key: dict(values) for key, values in keys.items()}
        self.writes = 0

    def read(self, key):
        return self.keys.get(key)

    def write(self, key, values):
        if not key.startswith("HKCU\\"):
            raise PermissionError(key)
        self.writes += 1
        self.keys[key] = dict(values)

    def delete(self, key):
        if not key.startswith("HKCU\\"):
            raise PermissionError(key)
        del self.keys[key]


def windows(root: Path, keys=EXCEL, **changes) -> Computer:
    """Return a Windows PC whose folders are there and empty."""
    folders = Folders(
        home=root / "ani",
        documents=root / "ani" / "OneDrive" / "Dokumen",
        desktop=root / "ani" / "Desktop",
        downloads=root / "ani" / "Downloads",
        temporary=root / "ani" / "Temp",
        data=root / "ani" / "Local" / "sakip_excel",
        start_menu=root / "ani" / "Programs",
        send_to=root / "ani" / "SendTo",
    )
    for name in ("documents", "desktop", "downloads", "temporary", "start_menu", "send_to"):
        getattr(folders, name).mkdir(parents=True, exist_ok=True)
    computer = Computer(
        system="win32",
        folders=folders,
        registry=FakeRegistry(keys),
        python=PYTHON,
        python_home=PYTHON.parent,
        environment={},
        encoding="cp1252",
    )
    return replace(computer, **changes)


def linux(root: Path) -> Computer:
    """Return a Linux computer with the same folders and nothing of Windows."""
    computer = windows(root)
    folders = replace(computer.folders, start_menu=None, send_to=None)
    return replace(
        computer, system="linux", folders=folders, registry=NoRegistry(), encoding="utf-8"
    )


def contents(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return time of change and bytes of every file below a folder."""
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }
