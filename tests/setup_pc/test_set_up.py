"""Setting up a PC: what is made, what is never touched, and that it can all be undone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sakip_excel.errors import DamagedError, FileError, ReadOnlyError
from sakip_excel.setup_pc import steps, wanted
from sakip_excel.setup_pc.pieces import SHORTCUT_ARGUMENTS
from sakip_excel.setup_pc.shortcut import is_shortcut_with
from sakip_excel.setup_pc.steps import Action, set_up, tear_down
from sakip_excel.template import template_path
from tests.setup_pc.pc import PYTHON, TRUSTED, contents, linux, windows

ROOT = Path(__file__).resolve().parents[2]


def book_of(computer):
    """Return the path of the working workbook."""
    (path,) = (computer.folders.documents / "SAKIP").glob("sakip_satker.*")
    return path


def actions(outcomes):
    """Return what happened, notes left out."""
    return [o.action for o in outcomes if o.action is not Action.NOTE]


@pytest.fixture
def pc(tmp_path):
    """Return a PC with Excel."""
    return windows(tmp_path)


def test_the_workbook_is_the_template(pc):
    """The working workbook holds the bytes of the template with buttons, in the real Documents."""
    set_up(pc)
    book = book_of(pc)
    template = wanted.button_template() or template_path()
    assert book.suffix == template.suffix
    assert book.read_bytes() == template.read_bytes()


def test_without_buttons_a_plain_sentence(pc, monkeypatch):
    """An installation without the .xlsm gives the .xlsx and says so."""
    monkeypatch.setattr(wanted, "button_template", lambda: None)
    monkeypatch.setattr(steps, "button_template", lambda: None)
    outcomes = set_up(pc)
    assert book_of(pc).read_bytes() == template_path().read_bytes()
    assert any("tanpa tombol" in o.text for o in outcomes)


def test_the_buttons_find_the_program(pc):
    """The command file is one line with the full command, quoted, in the encoding of VBA."""
    set_up(pc)
    data = (pc.folders.data / "sakip-tombol.txt").read_bytes()
    assert data == f'"{PYTHON}" -P -m sakip_excel\r\n'.encode("cp1252")


def test_the_macros_look_where_the_set_up_writes(pc):
    """File, folder and the name under Send to are the ones that the macros use and tell."""
    macros = (ROOT / "macros" / "modSakip.bas").read_text(encoding="ascii")
    assert f'"{wanted.COMMAND_FILE}"' in macros
    assert f'"{pc.folders.data.name}"' in macros
    set_up(pc)
    (entry,) = pc.folders.send_to.iterdir()
    assert f"Kirim ke > {entry.stem}." in macros


@pytest.mark.parametrize(
    ("there", "command"),
    [
        (["python.exe", "pythonw.exe", "sakipw.exe"], '"{}sakipw.exe"'),
        (["python.exe", "Scripts/sakipw.exe"], '"{}Scripts/sakipw.exe"'),
        (["python.exe", "pythonw.exe"], '"{}pythonw.exe" -P -m sakip_excel'),
        (["python.exe"], '"{}python.exe" -P -m sakip_excel'),
    ],
)
def test_the_program_without_a_window_comes_first(pc, tmp_path, there, command):
    """On Windows the buttons start what opens no console, as far as it is installed."""
    base = tmp_path / "program kita"
    for name in there:
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).touch()
    computer = replace(pc, python=base / "python.exe")
    assert wanted.button_command(computer) == command.format(f"{base}/")


def test_letters_unknown_to_vba_are_refused(pc):
    """A path that VBA could not read back gives a sentence before anything is made."""
    with pytest.raises(FileError, match="huruf"):
        set_up(replace(pc, python=Path(r"C:\工具\python.exe")))
    assert contents(pc.folders.home) == {}


def test_shortcuts_stand_where_people_look(pc):
    """Desktop, Start menu and Send to get the same shortcut to this program."""
    set_up(pc)
    places = (pc.folders.desktop, pc.folders.start_menu, pc.folders.send_to)
    data = {(place / "SAKIP.lnk").read_bytes() for place in places}
    assert len(data) == 1
    assert is_shortcut_with(data.pop(), SHORTCUT_ARGUMENTS)


def test_twice_is_once(pc):
    """A second run writes no file and no registry value."""
    set_up(pc, trust=True)
    before, writes = contents(pc.folders.home), pc.registry.writes
    outcomes = set_up(pc)
    assert set(actions(outcomes)) == {Action.KEPT}
    assert contents(pc.folders.home) == before
    assert pc.registry.writes == writes


def test_a_dry_run_changes_nothing(pc):
    """--coba tells the same as the real run and leaves no trace, also for the removal."""
    planned = set_up(pc, trust=True, dry=True)
    assert contents(pc.folders.home) == {}
    assert not (pc.folders.documents / "SAKIP").exists()
    assert TRUSTED not in pc.registry.keys
    assert planned == set_up(pc, trust=True)
    before = contents(pc.folders.home)
    assert Action.REMOVED in actions(tear_down(pc, dry=True))
    assert contents(pc.folders.home) == before
    assert TRUSTED in pc.registry.keys


def test_a_dry_run_asks_nothing(pc):
    """Nobody is asked about what will not be done."""
    set_up(pc, ask=pytest.fail, dry=True)


def test_a_filled_workbook_is_never_overwritten(pc):
    """Whatever stands under the workbook's name stays, made by us and filled, or there before."""
    set_up(pc)
    book_of(pc).write_bytes(b"pekerjaan sebulan")
    outcomes = set_up(pc)
    assert book_of(pc).read_bytes() == b"pekerjaan sebulan"
    assert Action.LEFT in actions(outcomes)


def test_a_workbook_that_was_there_is_left(pc):
    """A workbook that we did not make is not touched, by the set-up or by its removal."""
    name = (wanted.button_template() or template_path()).name
    book = pc.folders.documents / "SAKIP" / name
    book.parent.mkdir()
    book.write_bytes(b"milik pengguna")
    set_up(pc)
    tear_down(pc)
    assert book.read_bytes() == b"milik pengguna"


def test_an_untouched_workbook_follows_a_new_template(pc, monkeypatch, tmp_path):
    """A workbook that nobody has filled in is replaced when a new version brings another."""
    set_up(pc)
    new = tmp_path / "baru" / book_of(pc).name
    new.parent.mkdir()
    new.write_bytes(b"templat berikutnya")
    monkeypatch.setattr(wanted, "button_template", lambda: new)
    assert Action.RENEWED in actions(set_up(pc))
    assert book_of(pc).read_bytes() == b"templat berikutnya"


def test_the_command_follows_the_program(pc):
    """After a move of the program the command file and the shortcuts lead to the new place."""
    set_up(pc)
    moved = replace(pc, python=Path(r"D:\Baru\python.exe"))
    set_up(moved)
    assert b"D:\\Baru" in (pc.folders.data / "sakip-tombol.txt").read_bytes()
    link = (pc.folders.send_to / "SAKIP.lnk").read_bytes()
    assert r"D:\Baru\python.exe".encode("utf-16-le") in link


def test_a_strange_command_file_is_replaced(pc):
    """What stands in the program's own folder under our name is ours to set right."""
    pc.folders.data.mkdir(parents=True)
    file = pc.folders.data / "sakip-tombol.txt"
    file.write_bytes(b"program lama")
    assert Action.RENEWED in actions(set_up(pc))
    assert str(PYTHON).encode("ascii") in file.read_bytes()


def test_a_program_off_the_drives_gets_no_shortcut(pc):
    """A program on a share has no shortcut; everything else is made."""
    outcomes = set_up(replace(pc, python=Path(r"\\server\bagi\python.exe")))
    assert actions(outcomes) == [Action.MADE] * 3


def test_an_old_shortcut_nobody_owns_is_gone_already(pc):
    """What the user removed himself is not missed by the removal."""
    set_up(pc)
    (pc.folders.desktop / "SAKIP.lnk").unlink()
    assert set(actions(tear_down(pc))) == {Action.REMOVED}


def test_a_strange_shortcut_of_that_name_is_left(pc):
    """A shortcut SAKIP of someone else stays, and stays after the removal."""
    strange = pc.folders.desktop / "SAKIP.lnk"
    strange.write_bytes(b"pintasan lain")
    assert Action.LEFT in actions(set_up(pc))
    tear_down(pc)
    assert strange.read_bytes() == b"pintasan lain"


def test_removal_leaves_the_pc_as_it_was(pc):
    """What was made goes, folders included; what was there stays, byte for byte."""
    other = pc.folders.documents / "surat.docx"
    other.write_bytes(b"surat")
    before, keys = contents(pc.folders.home), {k: dict(v) for k, v in pc.registry.keys.items()}
    set_up(pc, trust=True)
    assert set(actions(tear_down(pc))) == {Action.REMOVED}
    assert contents(pc.folders.home) == before
    assert pc.registry.keys == keys
    assert not (pc.folders.documents / "SAKIP").exists()
    assert not pc.folders.data.exists()


def test_removal_keeps_the_work_of_people(pc):
    """A filled workbook and everything else in the working folder survive the removal."""
    set_up(pc)
    book = book_of(pc)
    book.write_bytes(b"terisi")
    (book.parent / "cadangan").mkdir()
    (book.parent / "cadangan" / "lama.xlsm").write_bytes(b"lama")
    outcomes = tear_down(pc)
    assert [o.action for o in outcomes].count(Action.LEFT) == 2
    assert book.read_bytes() == b"terisi"
    assert (book.parent / "cadangan" / "lama.xlsm").read_bytes() == b"lama"
    assert actions(tear_down(pc)) == []


def test_a_shortcut_that_windows_rewrote_is_removed(pc):
    """Windows adds to shortcuts on its own; they are still ours."""
    set_up(pc)
    link = pc.folders.desktop / "SAKIP.lnk"
    link.write_bytes(link.read_bytes() + b"\0pelacak")
    tear_down(pc)
    assert not link.exists()


def test_what_cannot_be_removed_is_remembered(pc, monkeypatch):
    """A file held by another program is reported, and the next removal takes it."""
    set_up(pc)
    real = Path.unlink

    def held(path, **options):
        if path.name == "SAKIP.lnk" and path.parent == pc.folders.desktop:
            raise PermissionError(path)
        real(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        assert actions(tear_down(pc)).count(Action.FAILED) == 1
    assert actions(tear_down(pc)) == [Action.REMOVED]
    assert not (pc.folders.desktop / "SAKIP.lnk").exists()


def test_one_failure_does_not_stop_the_rest(pc):
    """A working folder that cannot be made is reported with advice; the rest is made."""
    (pc.folders.documents / "SAKIP").write_bytes(b"sebuah berkas")
    outcomes = set_up(pc)
    failed = [o for o in outcomes if o.action is Action.FAILED]
    assert len(failed) == 2
    assert all(o.advice for o in failed)
    assert (pc.folders.send_to / "SAKIP.lnk").exists()


def test_the_chosen_folder_is_remembered(pc, tmp_path):
    """A folder chosen once is used again; choosing another takes the blank workbook along."""
    first, second = tmp_path / "D" / "Kerja", tmp_path / "D" / "Lain"
    set_up(pc, first)
    assert set(actions(set_up(pc))) == {Action.KEPT}
    set_up(pc, second)
    assert not first.exists()
    assert list(second.iterdir())
    assert not (pc.folders.documents / "SAKIP").exists()


def test_a_chosen_folder_that_is_gone_is_forgotten(pc, tmp_path):
    """When the chosen folder has been removed, the set-up goes back to Documents."""
    chosen = tmp_path / "USB"
    set_up(pc, chosen)
    shutil.rmtree(chosen)
    set_up(pc)
    assert book_of(pc).exists()
    assert not chosen.exists()


@pytest.mark.parametrize(
    "text",
    [
        "bukan JSON",
        "[]",
        '{"skema": 2, "folder": "", "dibuat": []}',
        '{"skema": 1, "folder": "", "dibuat": [{"jenis": "berkas", "tempat": 3, "tanda": ""}]}',
        '{"skema": 1, "dibuat": []}',
    ],
)
def test_a_damaged_record_is_a_sentence(pc, text):
    """A record that is not ours stops both ways with a sentence and changes nothing."""
    pc.folders.data.mkdir(parents=True)
    (pc.folders.data / "siapkan.json").write_text(text, encoding="utf-8")
    before = contents(pc.folders.home)
    for work in (set_up, tear_down):
        with pytest.raises(DamagedError, match="rusak"):
            work(pc)
    assert contents(pc.folders.home) == before


def test_a_record_names_no_file_that_we_did_not_make(pc):
    """A record that points at a user's file with another mark removes nothing."""
    mine = pc.folders.documents / "penting.xlsx"
    mine.write_bytes(b"penting")
    set_up(pc)
    path = pc.folders.data / "siapkan.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for kind in ("berkas", "pintasan", "folder", "lain"):
        record["dibuat"].append({"jenis": kind, "tempat": str(mine), "tanda": "0" * 64})
    path.write_text(json.dumps(record), encoding="utf-8")
    tear_down(pc)
    assert mine.read_bytes() == b"penting"


def test_python_of_the_store_is_refused(pc):
    """Windows hides from Excel what such a Python writes: nothing is made, the reason is said."""
    home = Path(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12")
    with pytest.raises(ReadOnlyError, match="Microsoft Store"):
        set_up(replace(pc, python_home=home))
    assert contents(pc.folders.home) == {}


def test_elsewhere_what_makes_sense(tmp_path):
    """Linux gets folder, workbook and command file, and hears that the rest is for Windows."""
    computer = linux(tmp_path)
    outcomes = set_up(computer, trust=True)
    assert actions(outcomes) == [Action.MADE] * 3
    assert any("Windows" in o.text for o in outcomes)
    assert not list(computer.folders.desktop.iterdir())
    assert set(actions(tear_down(computer))) == {Action.REMOVED}


def test_excel_is_not_needed(tmp_path):
    """Without Excel everything but the Trusted Location is made, whatever was answered."""
    computer = windows(tmp_path, keys={})
    outcomes = set_up(computer, trust=True)
    assert Action.FAILED not in actions(outcomes)
    assert computer.registry.keys == {}
    assert any("Excel tidak ditemukan" in o.text for o in outcomes)
