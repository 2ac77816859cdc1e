"""Single steps that Windows does otherwise: read-only marks, no console, many processors."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import pytest

from sakip_excel.cli import main
from sakip_excel.consolidate import run
from sakip_excel.consolidate.folder import look_into
from sakip_excel.errors import FileError, OpenElsewhereError, ReadOnlyError
from sakip_excel.workbook import files, replace
from sakip_excel.workbook.replace import keep, write_whole
from tests.exchange.parcels import report


@pytest.mark.parametrize(
    ("mode", "error"), [(0o444, ReadOnlyError), (0o644, OpenElsewhereError)], ids=["marked", "held"]
)
def test_replacing_is_refused(tmp_path, monkeypatch, mode, error):
    """Windows replaces neither a file with the read-only mark nor a held one; each is named."""
    path = tmp_path / "a.eml"
    path.write_bytes(b"old")
    path.chmod(mode)

    def refuse(*_):
        failure = PermissionError(13, "denied", str(path))
        failure.winerror = 5
        raise failure

    monkeypatch.setattr(replace, "_WAITS", (0,))
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(error):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.eml"]


def test_a_marked_temporary_file_is_removed(tmp_path, monkeypatch):
    """Windows removes nothing that carries the read-only mark, so the mark goes first."""
    path, true = tmp_path / "a.eml", os.unlink
    path.write_bytes(b"old")
    path.chmod(0o444)

    def careful(name, **options):
        if not Path(name).stat().st_mode & 0o200:
            raise PermissionError(13, "denied", str(name))
        true(name, **options)

    def refuse(*_):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(replace, "_WAITS", (0,))
    monkeypatch.setattr(os, "unlink", careful)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ReadOnlyError):
        write_whole(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.eml"]


@pytest.mark.parametrize(
    ("named", "error"), [("catatan.jsonl", OpenElsewhereError), (".sakip-1.tmp", ReadOnlyError)]
)
def test_a_held_file_is_told_from_a_closed_folder(tmp_path, monkeypatch, named, error):
    """Without a number, a refusal of the file itself means held, of a new one beside it closed."""
    monkeypatch.setattr(files, "_WINDOWS", True)
    path = tmp_path / "catatan.jsonl"
    path.write_bytes(b"")
    with pytest.raises(error), files.explained(path):
        raise PermissionError(13, "denied", str(tmp_path / named))


def test_more_processors_than_windows_waits_for(tmp_path, monkeypatch):
    """Windows waits for at most 63 things at once; a PC with more processors joins all the same."""
    asked = []
    monkeypatch.setattr(run.os, "cpu_count", lambda: 256)
    monkeypatch.setattr(run, "_spread", lambda _p, _r, n, *_: asked.append(n) or iter(()))
    paths = [tmp_path / f"{n}.xlsx" for n in range(2000)]
    for processes in (None, 500):
        assert list(run.extract_all(paths, tmp_path, processes=processes)) == []
    assert len(asked) == 2
    assert all(1 < number <= 61 for number in asked)


def test_a_folder_that_may_not_be_listed(tmp_path, monkeypatch):
    """Joining stops at a folder that cannot be read, for its satkers would silently be missing."""
    closed, true = tmp_path / "b", os.scandir
    closed.mkdir()
    (tmp_path / "a.xlsx").write_bytes(report(sealed=None))

    def scandir(path):
        if Path(path) == closed:
            raise PermissionError(13, "denied", str(path))
        return true(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(FileError, match="tidak boleh dibuka"):
        look_into([tmp_path], None, [])


def test_a_roster_in_capitals_is_no_report(tmp_path):
    """Windows finds a roster whatever its capitals, so it is not taken for a report either."""
    (tmp_path / "Daftar_Satker.xlsx").write_bytes(b"x")
    (tmp_path / "a.xlsx").write_bytes(b"x")
    assert [p.name for p in look_into([tmp_path], None, []).paths] == ["a.xlsx"]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["kamus"], ["periksa", "a.xlsx"], ["proses", "a.xlsx"], ["periksa", "b.xlsx"]],
    ids=" ".join,
)
def test_no_console_at_all(tmp_path, monkeypatch, arguments):
    """Started without a console, as by a button, the program runs and prints nowhere."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(report(sealed=None))
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    assert main(arguments) == (3 if "b.xlsx" in arguments else 0)


def test_a_scanner_holds_a_fresh_backup(tmp_path, monkeypatch):
    """A backup gets its name although a scanner holds the fresh file for a moment."""
    true, tries = os.rename, []

    def busy(source, target):
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(13, "denied", str(source))
        true(source, target)

    def no_links(*_):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(replace, "_WAITS", (0, 0, 0))
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "rename", busy)
    kept = keep(tmp_path / "a.xlsx", b"old", lambda: datetime(2024, 12, 31, 16, 5))  # noqa: DTZ001 - local time
    assert kept.read_bytes() == b"old"
    assert len(tries) == 3
