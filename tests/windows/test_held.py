"""A file that another program holds: one sentence, and everything stays as it was."""

from __future__ import annotations

import sys
from itertools import cycle
from pathlib import Path

import pytest

from sakip_excel import cli
from sakip_excel.cli import main
from sakip_excel.exchange.journal import JOURNAL_NAME, Kind, read_journal
from sakip_excel.workbook.book import Book
from tests.exchange.parcels import report, sent
from tests.windows.held import holding
from tests.windows.story import LKJ

ERRORS = (32, 33, 5, None)
FAULT = "Program mengalami kesalahan"


@pytest.fixture(autouse=True)
def own_things(monkeypatch, tmp_path_factory):
    """Keep the program's own folder out of the way of the counting."""
    state = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("LOCALAPPDATA", str(state))


def one_book(folder):
    """Write the workbook that most commands take."""
    path = folder / "laporan.xlsx"
    path.write_bytes(report(sealed=None))
    (folder / "LKj.txt").write_text(LKJ, encoding="utf-8")
    return path


def sealed_book(folder):
    """Write a workbook that may travel, and the folder for it."""
    path = folder / "laporan.xlsx"
    path.write_bytes(report())
    (folder / "keluar").mkdir()
    return path


def letters(folder):
    """Write what came in at the province."""
    (folder / "masuk sini").mkdir()
    (folder / "masuk sini" / "a.eml").write_bytes(sent(report()))


def satkers(folder):
    """Write the folder that is joined."""
    (folder / "satker").mkdir()
    (folder / "satker" / "a.xlsx").write_bytes(report(sealed=None))
    (folder / "satker" / "b.xlsx").write_bytes(report("658022", "KPU Kota Lain", sealed=None))


COMMANDS = {
    "periksa": (one_book, ["periksa", "laporan.xlsx"]),
    "proses": (one_book, ["proses", "laporan.xlsx"]),
    "proses-o": (one_book, ["proses", "laporan.xlsx", "-o", "hasil.xlsx"]),
    "baru": (one_book, ["baru", "-o", "baru.xlsx"]),
    "periksa-teks": (one_book, ["periksa-teks", "LKj.txt", "--buku", "laporan.xlsx"]),
    "segel": (one_book, ["segel", "laporan.xlsx"]),
    "kirim": (
        sealed_book,
        [
            *("kirim", "laporan.xlsx", "--ke", "a@kpu.example.go.id"),
            *("--rute", "folder", "--keluar", "keluar"),
        ],
    ),
    "terima": (letters, ["terima", "masuk sini", "--arsip", "ARSIP"]),
    "gabung": (satkers, ["gabung", "satker", "-o", "rekap.xlsx", "--proses", "1"]),
}


def calls_of(name, folder, monkeypatch, capsys):
    """Run a command undisturbed and return how many calls it makes on files."""
    prepare, arguments = COMMANDS[name]
    prepare(folder)
    monkeypatch.chdir(folder)
    with holding(folder, at=10**9) as holder:
        assert main(here(folder, arguments)) == 0, capsys.readouterr().err
    capsys.readouterr()
    return len(holder.seen)


def here(folder, arguments):
    """Return a command line with full paths."""
    names = {"keluar", "masuk sini", "ARSIP", "satker"}
    return [
        str(folder / a) if a in names or a.endswith((".xlsx", ".txt")) else a for a in arguments
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="the refusals are made up")
@pytest.mark.parametrize("name", COMMANDS)
def test_every_file_may_be_held(name, tmp_path, monkeypatch, capsys):
    """Whichever file is held, the answer is one sentence, the original stands, a retry works."""
    number = calls_of(name, tmp_path / made(tmp_path, "utuh"), monkeypatch, capsys)
    prepare, arguments = COMMANDS[name]
    assert number >= 1
    for at, winerror in zip(range(number), cycle(ERRORS)):
        folder = made(tmp_path, f"{at}")
        book = prepare(folder)
        before = book.read_bytes() if book else b""
        with holding(folder, at, winerror) as holder:
            code = main(here(folder, arguments))
        said = capsys.readouterr()
        where = (holder.seen[at], winerror, code, said)
        assert code in {0, 1, 3, 4}, where
        assert FAULT not in said.err + said.out, where
        if code in {3, 4}:
            assert said.err.count("\n") == 1, where
            assert said.err.endswith(".\n"), where
            assert "denied" not in said.err, where
            if book:
                assert book.read_bytes() == before, where
        elif book:
            Book.open(book)
        if code or name != "baru":
            assert main(here(folder, arguments)) == 0, (where, capsys.readouterr())
        capsys.readouterr()
        if name == "terima":
            lines = read_journal(folder / "ARSIP" / JOURNAL_NAME)
            assert [e.jenis for e in lines].count(Kind.TAKEN) == 1, where


def made(folder: Path, name: str) -> Path:
    """Make a folder and return it."""
    place = folder / name
    place.mkdir()
    return place


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (PermissionError(13, "denied", r"\\server\x"), "tidak boleh dibuka"),
        (OSError(5, "I/O error", "x.xlsx"), "tidak dapat dibaca atau ditulis"),
        (OSError(5, "I/O error"), "Berkas atau folder"),
    ],
)
def test_whatever_the_system_refuses_is_a_sentence(monkeypatch, capsys, error, word):
    """An error of the operating system that nobody expected is no fault of the program."""

    def refuse(_):
        raise error

    monkeypatch.setattr(cli, "_kamus", refuse)
    assert main(["kamus"]) == 3
    said = capsys.readouterr().err
    assert word in said
    assert said.count("\n") == 1


def test_a_pipe_that_windows_closed(monkeypatch):
    """The number that Windows gives for a reader who left is no fault either."""

    def refuse(_):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(cli, "_kamus", refuse)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    assert main(["kamus"]) == 0
    sys.stdout.close()
