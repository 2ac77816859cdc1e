"""What the shortcut and "Send to" do with the files that they are given."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sakip_excel.setup_pc import dropped
from sakip_excel.setup_pc.pieces import SHORTCUT_ARGUMENTS
from tests.tools import filled


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return a filled workbook."""
    return filled.fill(tmp_path_factory.mktemp("isi") / "laporan.xlsx")


class Window:
    """Stands in for the person: notes what was opened and answers prompts."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.shown = []
        self.prompts = []

    def read_line(self, prompt):
        self.prompts.append(prompt)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def run(self, *paths):
        return dropped.main(
            [str(path) for path in paths], show=self.shown.append, read_line=self.read_line
        )


def test_the_file_is_processed_and_opened(report, tmp_path, capsys):
    """The saved workbook is processed in place, a backup is kept, and the result is opened."""
    book = tmp_path / "TW IV & 100% selesai.xlsx"
    shutil.copy(report, book)
    window = Window("")
    assert window.run(book) == 0
    assert window.shown == [book]
    assert book.read_bytes() != report.read_bytes()
    assert [p.read_bytes() for p in (tmp_path / "cadangan").iterdir()] == [report.read_bytes()]
    assert "KPU Kota Prabumulih" in capsys.readouterr().out


def test_the_window_waits(report, tmp_path):
    """The window stays until Enter, after success and after failure."""
    for path in (report, tmp_path / "tidak ada.xlsx"):
        window = Window("")
        window.run(path)
        assert "Enter" in window.prompts[-1]


def test_a_failure_is_a_sentence_and_nothing_opens(tmp_path, capsys):
    """A file that cannot be read is explained; the next one is processed all the same."""
    wrong = tmp_path / "-o"
    wrong.write_bytes(b"bukan Excel")
    window = Window("")
    assert window.run(wrong, tmp_path / "hilang.xlsx") == 3
    assert window.shown == []
    printed = capsys.readouterr().err
    assert "hilang.xlsx" in printed
    assert "Traceback" not in printed


def test_a_name_is_never_an_option(report, tmp_path, monkeypatch):
    """A file whose name looks like an option of the program is a file."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(report, tmp_path / "--json.xlsx")
    window = Window("")
    assert window.run("--json.xlsx") == 0
    assert window.shown == [Path("--json.xlsx")]


def test_without_a_file_the_way_is_told(report, tmp_path, capsys):
    """A double click tells what to do, and takes a path dragged into the window."""
    book = tmp_path / "laporan saya.xlsx"
    shutil.copy(report, book)
    window = Window(f' "{book}" ', "")
    assert window.run() == 0
    assert window.shown == [book]
    assert "Kirim ke" in capsys.readouterr().out
    assert Window().run() == 0


def test_a_file_from_the_internet_is_not_opened(report, tmp_path, capsys):
    """What came by mail is processed, but opening it is left to the person."""
    book = tmp_path / "kiriman.xlsx"
    shutil.copy(report, book)
    Path(f"{book}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii")
    window = Window("")
    assert window.run(book) == 0
    assert window.shown == []
    assert "internet" in capsys.readouterr().out


def test_a_file_that_does_not_open_is_said(report, tmp_path, capsys):
    """When Windows knows no program for the file, the work is done all the same."""
    book = tmp_path / "laporan.xlsx"
    shutil.copy(report, book)

    def fails(path):
        raise OSError(path)

    assert dropped.main([str(book)], show=fails, read_line=lambda _: "") == 0
    assert "tidak dapat dibuka" in capsys.readouterr().out


def test_the_shortcut_names_this_module():
    """The arguments in the shortcuts start this very module, safely."""
    safe, flag, module = SHORTCUT_ARGUMENTS.split()
    assert (safe, flag, module) == ("-P", "-m", dropped.__name__)
