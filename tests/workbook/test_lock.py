"""Two programs of ours never write the same file or use the same folder at once."""

import errno
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from sakip_excel.errors import OpenElsewhereError, WriteError
from sakip_excel.workbook import lock

from .test_files import failing


def test_a_folder_is_held_by_one(tmp_path):
    """Who holds a folder keeps others out until he is done; the folder is made when it is not."""
    folder = tmp_path / "arsip" / "dalam"
    with lock.locked(folder):
        assert folder.is_dir()
        with (
            pytest.raises(OpenElsewhereError, match="Folder dalam sedang dipakai"),
            lock.locked(folder),
        ):
            pass
    with lock.locked(folder):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """Where a file stands in the way of the folder one sentence says so."""
    (tmp_path / "arsip").write_text("", encoding="utf-8")
    with pytest.raises(WriteError), lock.locked(tmp_path / "arsip"):
        pass


def test_a_file_is_written_by_one(tmp_path, monkeypatch):
    """A file is held under every way of writing its name; others are free, nothing is left."""
    place = tmp_path / "buku.xlsx"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "sementara"))
    (tmp_path / "sementara").mkdir()
    with lock.sole_writer(place):
        again = tmp_path / "sementara" / ".." / "buku.xlsx"
        with pytest.raises(OpenElsewhereError, match="sedang ditulis"), lock.sole_writer(again):
            pass
        with lock.sole_writer(tmp_path / "lain.xlsx"):
            pass
    with lock.sole_writer(place):
        pass
    assert [item.name for item in tmp_path.iterdir()] == ["sementara"]


def test_a_file_without_a_lock_is_written_all_the_same(tmp_path, monkeypatch):
    """On a full disk, where no lock can be made, a write is tried and fails or not by itself."""
    monkeypatch.setattr(Path, "mkdir", failing(OSError(errno.ENOSPC, "no")))
    place = tmp_path / "buku.xlsx"
    with lock.sole_writer(place), lock.sole_writer(place):
        place.write_bytes(b"x")
    assert place.read_bytes() == b"x"


def test_on_windows_the_first_byte_is_locked(tmp_path, monkeypatch):
    """Windows locks bytes, and at once: whoever comes second is told and does not wait."""
    asked = []
    fake = SimpleNamespace(
        LK_NBLCK=2, locking=lambda number, mode, size: asked.append((number, mode, size))
    )
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(lock, "sys", SimpleNamespace(platform="win32"))
    path = tmp_path / "kunci"
    path.write_bytes(b"isi")
    with path.open("a+b") as file:
        lock._take(file)
        assert asked == [(file.fileno(), 2, 1)]
        assert file.tell() == 0
