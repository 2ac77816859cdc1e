"""Names of files that the program makes, and of those that it is given, by the rules of Windows."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PureWindowsPath

import pytest

from sakip_excel import fault
from sakip_excel.cli import main
from sakip_excel.consolidate.joined import Letter
from sakip_excel.consolidate.mailing import draft_letters, letter_name
from sakip_excel.errors import FileError, NotFoundError, SakipError, WriteError
from sakip_excel.exchange.journal import JOURNAL_NAME, Kind, read_journal
from sakip_excel.exchange.manifest import file_name
from sakip_excel.exchange.settings import load_settings
from sakip_excel.workbook import files
from sakip_excel.workbook.files import check_writable, read_file
from sakip_excel.workbook.replace import keep
from tests.exchange.parcels import mail, report, sent

ROOT = Path(__file__).resolve().parents[2]
RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"}
RESERVED |= {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
LONGEST_NAME = 255  # UTF-16 units
NASTY = ["CON", "nul.xlsx", "com1.laporan", "a:b", "..\\..\\x", "titik.", "spasi ", "a" * 300]
NASTY += ["\u202excod.exe", "tanya?*", "pipa|<>", "kutip\"'", "baris\nbaru", "LPT¹"]


def windows_faults(name: str) -> list[str]:
    """Return why Windows takes no file of this name; from Microsoft's rules for naming files."""
    found = [f"sign {sign!r}" for sign in name if sign in '<>:"/\\|?*' or ord(sign) < 32]
    if name.partition(".")[0].rstrip(" ").lower() in RESERVED:
        found.append("reserved")
    if name.endswith((" ", ".")):
        found.append("end")
    if len(name.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_NAME:
        found.append("long")
    if re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", name):
        found.append("turned writing")
    return found


def tree_faults(folder: Path) -> list[str]:
    """Return what Windows would not take of everything below a folder."""
    paths = [p.relative_to(folder).as_posix() for p in folder.rglob("*")]
    faults = [f"{p}: {f}" for p in paths for f in windows_faults(p.rpartition("/")[2])]
    same = [p for p, times in Counter(p.casefold() for p in paths).items() if times > 1]
    return faults + [f"{p}: differs in case only" for p in same]


@pytest.mark.parametrize("name", NASTY)
def test_the_rules_find_bad_names(name):
    """Each of the bad names is seen as bad, or the tests below would prove nothing."""
    assert windows_faults(name)


def test_good_names_pass():
    """Usual names are taken, also those that only begin like a device."""
    for name in ("laporan TW IV.xlsx", "CONtoh.xlsx", "a (2024-12-31 16.05.00) 2.xlsx", "КПУ.xlsx"):
        assert windows_faults(name) == []


@pytest.mark.parametrize("stem", ["laporan ", "CONtoh", "a..b", "titik.", "[Salinan]", "%20 #1"])
def test_backups(tmp_path, stem):
    """A backup of any workbook that Windows can hold has a name that Windows can hold."""
    kept = keep(tmp_path / f"{stem}.xlsx", b"x", lambda: datetime(2024, 12, 31, 16, 5, 9))  # noqa: DTZ001 - local time
    assert windows_faults(kept.name) == []
    again = keep(tmp_path / f"{stem}.xlsx", b"y", lambda: datetime(2024, 12, 31, 16, 5, 9))  # noqa: DTZ001
    assert windows_faults(again.name) == []
    assert tree_faults(tmp_path) == []


def test_logs(tmp_path, monkeypatch):
    """The log of a fault has a plain name in the folder for such things."""
    monkeypatch.setattr(fault, "log_folder", lambda: tmp_path)
    fault.log_fault(ValueError("a:b?"))
    (made,) = tmp_path.iterdir()
    assert windows_faults(made.name) == []


def test_files_that_travel():
    """The file that is sent is named by code and period only, below half of what Windows takes."""
    name = file_name("658021-2024-TW4", 12)
    assert windows_faults(name) == []
    assert len(name) < 40


@pytest.mark.parametrize("kode", [*NASTY, "658021"])
def test_letters(tmp_path, kode):
    """Drafts of letters keep to plain names whatever a rekap says about the satker."""
    letter = Letter(kode, "KPU", "a@b.example.go.id", "peng:ingat?", f"[SAKIP-{kode}-x] y", "teks")
    assert windows_faults(letter_name(letter)) == []
    named = replace(letter, subject="[SAKIP-658021-2024-TW4] y")
    for each in (letter, named):
        (posted,) = draft_letters([each], tmp_path)
        assert posted.path is not None
    assert tree_faults(tmp_path) == []


def test_what_arrives_names_nothing(tmp_path, capsys):
    """Names of attachments, satkers and senders never become names in the archive."""
    came = tmp_path / "lampiran"
    came.mkdir()
    for number, name in enumerate(NASTY):
        data = (
            report(sealed=None, spent=300_000 + number) if number < 4 else b"PK\3\4" + b"x" * number
        )
        (came / f"{number}.eml").write_bytes(mail((name, data), number=number))
    (came / "kode.xlsx").write_bytes(report("CON", "NUL:", sealed=None))
    archive = tmp_path / "ARSIP"
    assert main(["terima", str(came), "--arsip", str(archive)]) == 1
    lines = read_journal(archive / JOURNAL_NAME)
    kinds = Counter(e.jenis for e in lines)
    assert kinds[Kind.TAKEN] == 4
    assert kinds[Kind.QUARANTINE] >= 10
    assert tree_faults(archive) == []
    longest = max(len(str(p.relative_to(archive))) for p in archive.rglob("*"))
    assert longest <= 120, "little is left of the 260 signs for the folder of the archive"
    assert "Traceback" not in capsys.readouterr().err


def test_the_project_itself_can_be_checked_out():
    """No file of the project has a name that Windows refuses or takes for another one."""
    for folder in ("sakip_excel", "tests", "macros", "samples", "workbook_templates"):
        paths = [p for p in (ROOT / folder).rglob("*") if "__pycache__" not in p.parts]
        names = [p.relative_to(ROOT).as_posix() for p in paths]
        assert [n for n in names if windows_faults(n.rpartition("/")[2])] == []
        assert len({n.casefold() for n in names}) == len(names)
        assert max(map(len, names)) < 120


# --- names that are given -------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://kpu-my.sharepoint.com/personal/ani/Documents/TW%20IV.xlsx",
        "HTTP://contoh/x.xlsx",
        "https://d.docs.live.net/1/x.xlsx?web=1",
    ],
)
@pytest.mark.parametrize(
    "before", [["periksa"], ["proses"], ["segel"], ["kirim"], ["periksa-teks", "a.txt", "--buku"]]
)
def test_web_addresses(address, before, capsys, tmp_path, monkeypatch):
    """An address of OneDrive gets a sentence that says how to reach the file instead."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "a.txt").write_text("Laporan", encoding="utf-8")
    assert main([*before, address]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "alamat web" in said
    assert "OneDrive" in said


def test_addresses_as_windows_splits_them():
    """What Windows makes of an address is still seen as one."""
    assert PureWindowsPath("https://contoh/x.xlsx").parts[0] == "https:"


LONG = "a" * 256


@pytest.mark.skipif(sys.platform == "win32", reason="needs a longer name than Windows takes")
@pytest.mark.parametrize(
    "arguments",
    [
        ["periksa", f"{LONG}.xlsx"],
        ["proses", f"{LONG}.xlsx"],
        ["baru", "-o", f"{LONG}.xlsx"],
        ["terima", f"{LONG}", "--arsip", "A"],
        ["terima", ".", "--arsip", f"{LONG}"],
        ["gabung", f"{LONG}", "-o", "r.xlsx"],
        ["gabung", ".", "-o", f"{LONG}.xlsx"],
        ["kirim", "ada.xlsx", "--keluar", f"{LONG}", "--paksa", "x", "--ke", "a@b.example.id"],
        ["kirim", "ada.xlsx", "--pengaturan", f"{LONG}.toml"],
        ["segel", "ada.xlsx", "-o", f"{LONG}.xlsx"],
    ],
    ids=lambda a: a[0],
)
def test_names_that_are_too_long(arguments, tmp_path, monkeypatch, capsys):
    """A name beyond what the disk takes is a sentence, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    data = report(sealed=None)
    (tmp_path / "ada.xlsx").write_bytes(data)
    assert main(arguments) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "nomor" not in said
    assert (tmp_path / "ada.xlsx").read_bytes() == data
    assert list(tmp_path.rglob(".sakip-*.tmp")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a name that Windows may not take")
def test_no_room_for_the_name_of_a_backup(tmp_path, capsys):
    """A workbook whose backup would have too long a name stays as it is."""
    path = tmp_path / f"{'a' * 240}.xlsx"
    before = report(sealed=None)
    path.write_bytes(before)
    assert main(["proses", str(path)]) == 3
    assert "terlalu panjang" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("winerror", "folder", "word"),
    [
        (206, "x", "terlalu panjang"),
        (3, "x" * 250, "terlalu panjang"),
        (123, "x", "tidak ditemukan"),
    ],
)
def test_what_windows_says_of_odd_paths(monkeypatch, tmp_path, winerror, folder, word):
    """Too long a path is called so, although Windows only says that it does not exist."""
    monkeypatch.setattr(files, "_WINDOWS", True)
    path = tmp_path / folder / "laporan.xlsx"

    def refuse(*_args, **_options):
        error = OSError(22, "no") if winerror == 123 else FileNotFoundError(2, "no")
        error.winerror = winerror
        raise error

    monkeypatch.setattr(os, "stat", refuse)
    monkeypatch.setattr(type(path), "is_dir", lambda _: False)
    with pytest.raises(NotFoundError, match=word):
        read_file(path)
    monkeypatch.undo()
    monkeypatch.setattr(files, "_WINDOWS", True)
    if winerror != 123:
        with pytest.raises(WriteError, match=word), files.explained(path):
            refuse()


def test_a_pattern_without_matches(tmp_path, capsys):
    """A pattern that matches nothing is a name that is not found."""
    assert main(["periksa", str(tmp_path / "*.xlsx")]) == 3
    assert "tidak ditemukan" in capsys.readouterr().err


@pytest.mark.parametrize("name", [r"\\server\x\a.xlsx", r"C:\Users\Ani\a.xlsx", "Z:a.xlsx", "a\0b"])
def test_paths_that_are_not_there(name):
    """A server, a drive or a name that is not there is one sentence."""
    with pytest.raises(FileError) as caught:
        read_file(Path(name))
    assert caught.value.exit_code == 3
    with pytest.raises(SakipError):
        check_writable(Path(name) / "b.xlsx")


# --- line breaks ----------------------------------------------------------------------------


def test_settings_from_notepad(tmp_path):
    """Settings with Windows line breaks and a mark in front are read; paths in single quotes."""
    path = tmp_path / "pengaturan.toml"
    text = "[arsip]\r\nfolder = 'D:\\SAKIP\\arsip'\r\n\r\n[imap]\r\nserver = \"s.example.id\"\r\n"
    path.write_bytes(text.encode("utf-8-sig"))
    settings = load_settings(path)
    assert settings.arsip.folder == r"D:\SAKIP\arsip"
    assert settings.imap.server == "s.example.id"


@pytest.mark.parametrize("folder", [r'"D:\SAKIP"', r'"D:\new\table"', r'"\\server\bersama"'])
def test_backslashes_in_settings(tmp_path, capsys, folder):
    """The usual mistake with paths in TOML gets a sentence that says how to write them."""
    path = tmp_path / "pengaturan.toml"
    path.write_text(f"[arsip]\nfolder = {folder}\n", encoding="utf-8")
    assert main(["kirim", "--riwayat", "--pengaturan", str(path)]) == 2
    assert "petik tunggal" in capsys.readouterr().err


def test_settings_in_another_code_page(tmp_path, capsys):
    """Settings that are no UTF-8, as old Notepad saves them, get a sentence."""
    path = tmp_path / "pengaturan.toml"
    for data in ("[arsip]\nfolder = 'é'".encode("cp1252"), "[arsip]".encode("utf-16")):
        path.write_bytes(data)
        assert main(["kirim", "--riwayat", "--pengaturan", str(path)]) == 2
        assert "UTF-8" in capsys.readouterr().err


def test_a_journal_with_windows_line_breaks(tmp_path, capsys):
    """A journal that an editor gave other line breaks says the same and is continued."""
    came, archive = tmp_path / "a", tmp_path / "ARSIP"
    came.mkdir()
    (came / "1.eml").write_bytes(sent(report()))
    assert main(["terima", str(came), "--arsip", str(archive)]) == 0
    journal = archive / JOURNAL_NAME
    before = read_journal(journal)
    journal.write_bytes(journal.read_bytes().replace(b"\n", b"\r\n"))
    assert read_journal(journal) == before
    (came / "2.xlsx").write_bytes(report("658022", "KPU Kota Lain"))
    assert main(["terima", str(came), "--arsip", str(archive)]) == 0
    assert next(e for e in read_journal(journal) if e.jenis == Kind.TAKEN) == before[0]
    assert len([e for e in read_journal(journal) if e.jenis == Kind.TAKEN]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_breaks_of_saved_mails(tmp_path, capsys, end):
    """A saved mail is the same report whichever line breaks it was saved with."""
    came, archive = tmp_path / "a", tmp_path / "ARSIP"
    came.mkdir()
    (came / "1.eml").write_bytes(sent(report()).replace(b"\r\n", b"\n").replace(b"\n", end))
    assert main(["terima", str(came), "--arsip", str(archive), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["lampiran"]
    assert line["putusan"] == "diterima"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_breaks_of_reports(tmp_path, capsys, end):
    """A written report has the same findings at the same lines with either line break."""
    book, text = tmp_path / "a.xlsx", tmp_path / "LKj.txt"
    book.write_bytes(report(sealed=None))
    source = (ROOT / "tests" / "data" / "lkj_petikan.txt").read_bytes().replace(b"\r\n", b"\n")
    found = []
    for data in (source, source.replace(b"\n", end)):
        text.write_bytes(data)
        main(["periksa-teks", str(text), "--buku", str(book), "--json"])
        found.append(json.loads(capsys.readouterr().out)["temuan"])
    assert found[0]
    assert found[0] == found[1]
