"""What is asked of Windows is asked rightly; the answers here are made up."""

from __future__ import annotations

import ctypes
import importlib
import sys
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from sakip_excel.setup_pc import computer

DOCUMENTS = UUID("fdd39ad0-238f-46af-adb4-6c85480369c7")


class Handle:
    """An open key of the made-up registry."""

    def __init__(self, values):
        self.values = values

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return None


class Winreg(SimpleNamespace):
    """Stands in for the module of the standard library, with the same functions and numbers."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = 1, 2, 0
    REG_SZ, REG_BINARY, REG_DWORD = 1, 3, 4

    def __init__(self):
        self.keys = {(1, r"Software\Ada"): {"": ("isi", 1), "n": (7, 4), "biner": (b"x", 3)}}
        super().__init__()

    def OpenKey(self, root, path):  # noqa: N802 - the real name
        if (root, path) not in self.keys:
            raise FileNotFoundError(path)
        return Handle(self.keys[root, path])

    def CreateKey(self, root, path):  # noqa: N802
        return Handle(self.keys.setdefault((root, path), {}))

    def QueryInfoKey(self, handle):  # noqa: N802
        return (0, len(handle.values), 0)

    def EnumValue(self, handle, number):  # noqa: N802
        name, (value, kind) = list(handle.values.items())[number]
        return (name, value, kind)

    def SetValueEx(self, handle, name, reserved, kind, value):  # noqa: N802
        assert reserved == 0
        handle.values[name] = (value, kind)

    def DeleteKey(self, root, path):  # noqa: N802
        del self.keys[root, path]


class Library:
    """Stands in for shell32 and ole32: answers for Documents only, and counts what is freed."""

    def __init__(self, freed):
        self.freed = freed
        self.buffer = ctypes.create_unicode_buffer("D:\\OneDrive - KPU\\Dokumen")

        def ask(identifier, flags, user, answer):
            assert (flags, user) == (0x4000, None)
            if UUID(bytes_le=identifier) != DOCUMENTS:
                return -2147024894
            answer._obj.value = ctypes.addressof(self.buffer)
            return 0

        self.SHGetKnownFolderPath = ask
        self.CoTaskMemFree = lambda pointer: freed.append(pointer.value)


@pytest.fixture
def real(monkeypatch):
    """Return the module for Windows, loaded over a made-up system, and what it freed."""
    if sys.platform == "win32":
        pytest.skip("the real registry is not to be written by a test")
    freed, registry = [], Winreg()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: Library(freed), raising=False)
    monkeypatch.delitem(sys.modules, "sakip_excel.setup_pc.windows", raising=False)
    module = importlib.import_module("sakip_excel.setup_pc.windows")
    yield SimpleNamespace(module=module, registry=registry, freed=freed)
    sys.modules.pop("sakip_excel.setup_pc.windows", None)


def test_reading_gives_texts_and_numbers(real):
    """A key is read with its default value; binary values and missing keys give nothing."""
    registry = real.module.WindowsRegistry()
    assert registry.read(r"HKCU\Software\Ada") == {"": "isi", "n": 7}
    assert registry.read(r"HKCU\Software\Tidak") is None
    assert registry.read(r"HKLM\Software\Ada") is None


def test_writing_and_removing_a_key_of_the_user(real):
    """Texts and numbers are written with their kinds and can be removed again."""
    registry = real.module.WindowsRegistry()
    registry.write(r"HKCU\Software\Baru", {"Path": "C:\\SAKIP\\", "angka": 1})
    assert real.registry.keys[1, r"Software\Baru"] == {"Path": ("C:\\SAKIP\\", 1), "angka": (1, 4)}
    registry.delete(r"HKCU\Software\Baru")
    assert registry.read(r"HKCU\Software\Baru") is None


@pytest.mark.parametrize("key", [r"HKLM\Software\Ada", r"HKCR\.xlsm", "HKCU", "HKCU\\"])
def test_only_keys_of_the_user_are_written(real, key):
    """Nothing of the machine, and no whole hive, is ever written or removed."""
    registry = real.module.WindowsRegistry()
    before = repr(real.registry.keys)
    with pytest.raises(OSError, match=r".*"):
        registry.write(key, {"": "x"})
    with pytest.raises(OSError, match=r".*"):
        registry.delete(key)
    assert repr(real.registry.keys) == before


def test_folders_where_windows_says_they_are(real, monkeypatch, tmp_path):
    """Documents moved to OneDrive is found there; what Windows cannot tell has its usual place."""
    monkeypatch.setattr(Path, "home", classmethod(lambda _: tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Lokal"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Jelajah"))
    found = computer.this_computer()
    assert found.is_windows
    assert str(found.folders.documents) == "D:\\OneDrive - KPU\\Dokumen"
    assert found.folders.desktop == tmp_path / "Desktop"
    assert found.folders.data == tmp_path / "Lokal" / "sakip_excel"
    assert found.folders.send_to == tmp_path / "Jelajah" / "Microsoft" / "Windows" / "SendTo"
    assert found.encoding == "mbcs"
    assert len(real.freed) == 5
    assert sum(pointer is not None for pointer in real.freed) == 1


def test_folders_of_a_linux_desktop(tmp_path):
    """Names that the desktop noted are used; without notes the English ones."""
    notes = tmp_path / ".config" / "user-dirs.dirs"
    notes.parent.mkdir()
    notes.write_text(
        '# catatan\nXDG_DOCUMENTS_DIR="$HOME/Dokumen"\nXDG_DESKTOP_DIR="/luar/Meja"\n',
        encoding="utf-8",
    )
    folders = computer.unix_folders(tmp_path, {})
    assert folders.documents == tmp_path / "Dokumen"
    assert folders.desktop == Path("/luar/Meja")
    assert folders.downloads == tmp_path / "Downloads"
    assert folders.data == tmp_path / ".local/share/sakip_excel"
    elsewhere = {"XDG_CONFIG_HOME": str(tmp_path / "tidak ada"), "LOCALAPPDATA": "/lokal"}
    folders = computer.unix_folders(tmp_path, elsewhere)
    assert folders.documents == tmp_path / "Documents"
    assert folders.data == Path("/lokal/sakip_excel")


def test_a_system_without_a_registry(monkeypatch):
    """Elsewhere nothing is in the registry and nothing can be put there."""
    registry = computer.NoRegistry()
    assert registry.read(r"HKCU\Software") is None
    with pytest.raises(OSError, match="Software"):
        registry.write(r"HKCU\Software", {"": "x"})
    with pytest.raises(OSError, match="Software"):
        registry.delete(r"HKCU\Software")
    monkeypatch.setattr(sys, "platform", "linux")
    assert isinstance(computer.this_computer().registry, computer.NoRegistry)
