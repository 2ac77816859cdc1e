"""``sakip siapkan`` on the command line: what it prints, asks and returns."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sakip_excel.cli import main
from sakip_excel.setup_pc import command, computer
from sakip_excel.setup_pc.origin import is_from_internet, zone
from tests.setup_pc.pc import TRUSTED, contents, windows


@pytest.fixture
def pc(tmp_path, monkeypatch):
    """Make the command see a made-up PC and nobody at the keyboard."""
    made = windows(tmp_path)
    monkeypatch.setattr(computer, "this_computer", lambda: made)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return made


def test_set_up_and_removal(pc, capsys):
    """The two runs print one line per thing and end with 0; afterwards nothing is left."""
    assert main(["siapkan", "--lokasi-tepercaya", "ya"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("dibuat ") == 7
    assert TRUSTED in pc.registry.keys
    assert main(["siapkan", "--hapus"]) == 0
    assert contents(pc.folders.home) == {}
    assert TRUSTED not in pc.registry.keys


def test_dry_run_says_that_it_is_one(pc, capsys):
    """--coba says first that nothing is changed."""
    assert main(["siapkan", "--coba"]) == 0
    assert capsys.readouterr().out.startswith("Percobaan")
    assert contents(pc.folders.home) == {}


def test_failure_is_three(pc, capsys):
    """Something that could not be made gives exit code 3, with advice and no traceback."""
    (pc.folders.documents / "SAKIP").write_bytes(b"")
    assert main(["siapkan"]) == 3
    assert "->" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "answer"), [("y", True), (" YA ", True), ("t", False), ("", False), ("yes?", False)]
)
def test_only_a_clear_yes_is_a_yes(monkeypatch, typed, answer):
    """Enter alone, and anything but y or ya, is a no."""
    monkeypatch.setattr("builtins.input", lambda _: typed)
    assert command.ask_on_terminal("Boleh?") is answer


def test_a_person_at_the_keyboard_is_asked(pc, monkeypatch):
    """With a terminal the question is put, and the answer obeyed."""
    terminal = io.StringIO("y\n")
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", terminal)
    assert main(["siapkan"]) == 0
    assert TRUSTED in pc.registry.keys


def test_a_closed_terminal_is_a_no(monkeypatch):
    """A terminal that ends instead of answering has not agreed."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert command.ask_on_terminal("Boleh?") is False


def test_nobody_at_the_keyboard_is_no(pc):
    """Without a terminal nothing is asked and nothing trusted."""
    assert main(["siapkan"]) == 0
    assert TRUSTED not in pc.registry.keys


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not take its folders from HOME")
def test_a_real_process_in_an_empty_home(tmp_path):
    """The installed program sets up and cleans an account with its own folders."""
    (tmp_path / ".config").mkdir()
    names = 'XDG_DOCUMENTS_DIR="$HOME/Dokumen"\n'
    (tmp_path / ".config" / "user-dirs.dirs").write_text(names, encoding="utf-8")
    hidden = {"LOCALAPPDATA", "XDG_CONFIG_HOME"}
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    environment["HOME"] = str(tmp_path)
    run = [sys.executable, "-m", "sakip_excel", "siapkan"]
    for more in ([], ["--hapus"]):
        done = subprocess.run([*run, *more], env=environment, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr
        if not more:
            assert list((tmp_path / "Dokumen" / "SAKIP").iterdir())
            assert (tmp_path / ".local/share/sakip_excel/sakip-tombol.txt").is_file()
    assert not list((tmp_path / "Dokumen").rglob("*"))


@pytest.mark.parametrize(
    ("text", "mark", "foreign"),
    [
        ("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://surel/\r\n", 3, True),
        ("[ZoneTransfer]\nZoneId=4", 4, True),
        ("[ZoneTransfer]\r\nZoneId=1\r\n", 1, False),
        ("tanpa zona", 3, True),
        (None, None, False),
    ],
)
def test_mark_of_the_web(tmp_path, text, mark, foreign):
    """Internet and restricted zones block macros; an unreadable mark is taken for the internet."""
    path = tmp_path / "buku.xlsm"
    path.touch()
    if text is not None:
        Path(f"{path}:Zone.Identifier").write_bytes(text.encode("ascii"))
    assert zone(path) == mark
    assert is_from_internet(path) is foreign
