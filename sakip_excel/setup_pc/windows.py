"""The real registry and the real folders of Windows; imported on Windows only.

Nothing here decides anything: what is read and written, and when, stands in the modules beside.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sakip_excel.setup_pc.computer import CLASSES, MACHINE, USER, Folders

if TYPE_CHECKING:
    from sakip_excel.setup_pc.computer import Values

if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    # KNOWNFOLDERID constants of the Windows SDK.
    _DOCUMENTS = UUID("fdd39ad0-238f-46af-adb4-6c85480369c7")
    _DESKTOP = UUID("b4bfcc3a-db2c-424c-b029-7fe99a87c641")
    _DOWNLOADS = UUID("374de290-123f-4565-9164-39c4925e467b")
    _PROGRAMS = UUID("a77f5d77-2e2b-44c3-a6a2-aba601054a51")
    _SEND_TO = UUID("8983036c-27c0-404b-8f08-102d10dcfd74")
    _EVEN_IF_NOT_THERE = 0x4000  # KF_FLAG_DONT_VERIFY: a network drive may be away for the moment
    _ROOTS = {
        USER: winreg.HKEY_CURRENT_USER,
        MACHINE: winreg.HKEY_LOCAL_MACHINE,
        CLASSES: winreg.HKEY_CLASSES_ROOT,
    }

    class WindowsRegistry:
        """The registry of this PC; see `sakip_excel.setup_pc.computer.Registry`."""

        def read(self, key: str) -> Values | None:
            """Return the text and number values of a key, None without a key."""
            root, _, path = key.partition("\\")
            values: dict[str, str | int] = {}
            try:
                with winreg.OpenKey(_ROOTS[root], path) as handle:
                    for number in range(winreg.QueryInfoKey(handle)[1]):
                        name, value, _ = winreg.EnumValue(handle, number)
                        if isinstance(value, str | int):
                            values[name] = value
            except OSError:
                return None
            return values

        def write(self, key: str, values: Values) -> None:
            """Make a key of this user and set its values."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _of_user(key)) as handle:
                for name, value in values.items():
                    kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                    winreg.SetValueEx(handle, name, 0, kind, value)

        def delete(self, key: str) -> None:
            """Remove a key of this user."""
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _of_user(key))

    def _of_user(key: str) -> str:
        root, _, path = key.partition("\\")
        if root != USER or not path:
            raise PermissionError(key)
        return path

    def windows_folders() -> Folders:
        """Return this user's folders as Windows knows them."""
        home = Path.home()
        roaming = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
        local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        menu = roaming / "Microsoft" / "Windows"
        return Folders(
            home=home,
            documents=_known_folder(_DOCUMENTS, home / "Documents"),
            desktop=_known_folder(_DESKTOP, home / "Desktop"),
            downloads=_known_folder(_DOWNLOADS, home / "Downloads"),
            temporary=Path(tempfile.gettempdir()),
            data=local / "sakip_excel",
            start_menu=_known_folder(_PROGRAMS, menu / "Start Menu" / "Programs"),
            send_to=_known_folder(_SEND_TO, menu / "SendTo"),
        )

    def _known_folder(identifier: UUID, otherwise: Path) -> Path:
        """Return a folder wherever the user, OneDrive or a policy moved it."""
        shell32, ole32 = ctypes.WinDLL("shell32"), ctypes.WinDLL("ole32")
        ask = shell32.SHGetKnownFolderPath
        ask.argtypes = (
            ctypes.c_char_p,
            wintypes.DWORD,
            wintypes.HANDLE,
            ctypes.POINTER(ctypes.c_void_p),
        )
        ask.restype = ctypes.c_long
        free = ole32.CoTaskMemFree
        free.argtypes = (ctypes.c_void_p,)
        free.restype = None
        answer = ctypes.c_void_p()
        try:
            failed = ask(identifier.bytes_le, _EVEN_IF_NOT_THERE, None, ctypes.byref(answer))
            if failed or not answer.value:
                return otherwise
            return Path(ctypes.wstring_at(answer.value))
        finally:
            free(answer)
