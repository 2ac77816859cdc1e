"""What the set-up and the diagnosis need to know of a computer; tests give a made-up one."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    Values = Mapping[str, str | int]

WINDOWS = "win32"
USER, MACHINE, CLASSES = "HKCU", "HKLM", "HKCR"
"""First word of a registry key: this user's, the whole machine's, both merged for classes."""


class Registry(Protocol):
    r"""The Windows registry; a key is written as ``HKCU\Software\...``."""

    def read(self, key: str) -> Values | None:
        """Return the text and number values of a key ("" is the default), None without a key.

        What this user may not read counts as not there.
        """
        ...

    def write(self, key: str, values: Values) -> None:
        """Make a key of this user, with the keys above it, and set its values.

        Raises:
            OSError: it may not be written.
        """

    def delete(self, key: str) -> None:
        """Remove a key of this user that has no keys below it.

        Raises:
            OSError: it may not be removed.
        """


class NoRegistry:
    """The registry of a system that has none."""

    def read(self, key: str) -> None:
        """Return None: there is no such key."""
        del key

    def write(self, key: str, values: Values) -> None:
        """Refuse."""
        raise OSError(key, values)

    def delete(self, key: str) -> None:
        """Refuse."""
        raise OSError(key)


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders of this user as the system knows them, also when they were moved to OneDrive.

    Attributes:
        home: the user's own folder.
        documents: Documents.
        desktop: Desktop.
        downloads: Downloads.
        temporary: for files that live a moment.
        data: where the program keeps what it made; the buttons look there.
        start_menu: the user's own programs in the Start menu; None outside Windows.
        send_to: what "Send to" offers; None outside Windows.
    """

    home: Path
    documents: Path
    desktop: Path
    downloads: Path
    temporary: Path
    data: Path
    start_menu: Path | None = None
    send_to: Path | None = None


@dataclass(frozen=True, slots=True)
class Computer:
    """One user's account on one computer.

    Attributes:
        system: ``win32``, ``linux`` or ``darwin``.
        folders: where things are.
        registry: the Windows registry, `NoRegistry` elsewhere.
        python: full path of the Python that runs this program.
        python_home: where that Python was installed; differs from it in a virtual environment.
        environment: environment variables.
        encoding: encoding in which Excel's VBA reads a text file.
    """

    system: str
    folders: Folders
    registry: Registry
    python: Path
    python_home: Path
    environment: Mapping[str, str]
    encoding: str

    @property
    def is_windows(self) -> bool:
        """Return whether this is Windows."""
        return self.system == WINDOWS

    @property
    def is_store_python(self) -> bool:
        """Return whether Python came from the Microsoft Store.

        Windows then keeps what it writes under LOCALAPPDATA in a place that Excel cannot see.
        """
        return self.is_windows and "windowsapps" in str(self.python_home).casefold()


def this_computer() -> Computer:
    """Return the computer that this program runs on."""
    registry: Registry
    if sys.platform == "win32":
        from sakip_excel.setup_pc.windows import WindowsRegistry, windows_folders

        folders, registry, encoding = windows_folders(), WindowsRegistry(), "mbcs"
    else:
        folders, registry, encoding = unix_folders(Path.home(), os.environ), NoRegistry(), "utf-8"
    python, home = Path(sys.executable), Path(sys.base_prefix)
    return Computer(sys.platform, folders, registry, python, home, os.environ, encoding)


def unix_folders(home: Path, environment: Mapping[str, str]) -> Folders:
    """Return the folders on Linux, after the names that the desktop noted, or macOS."""
    settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    named = _xdg_names(settings / "user-dirs.dirs", home)
    # The macros look here as well and know no other variable.
    data = Path(environment.get("LOCALAPPDATA") or home / ".local" / "share")
    return Folders(
        home=home,
        documents=named.get("DOCUMENTS", home / "Documents"),
        desktop=named.get("DESKTOP", home / "Desktop"),
        downloads=named.get("DOWNLOAD", home / "Downloads"),
        temporary=Path(tempfile.gettempdir()),
        data=data / "sakip_excel",
    )


def _xdg_names(settings: Path, home: Path) -> dict[str, Path]:
    try:
        text = settings.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found = re.findall(r'^XDG_([A-Z]+)_DIR="([^"]+)"', text, re.MULTILINE)
    return {name: Path(path.replace("$HOME", str(home))) for name, path in found}
