"""``sakip diagnosa`` sees what is wrong on a computer and says what to do about it."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sakip_excel import __version__
from sakip_excel.cli import main
from sakip_excel.diagnose import (
    Condition,
    State,
    button,
    diagnose,
    places,
    program,
    sentences,
    short_report,
    worst,
)
from sakip_excel.report.layout import TEMPLATE_VERSION
from sakip_excel.setup_pc import computer as computers
from sakip_excel.setup_pc.steps import set_up
from sakip_excel.template import template_path
from tests.setup_pc.pc import EXCEL, contents, linux, windows

OFFICE = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
REGION = r"HKCU\Control Panel\International"
APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
GOOD = EXCEL | {
    rf"HKLM\{APP_PATH}": {"": r"C:\Office\EXCEL.EXE"},
    r"HKCR\Outlook.Application\CLSID": {"": "{0006F03A-0000-0000-C000-000000000046}"},
    REGION: {"sDecimal": ",", "sThousand": "."},
}


def one(computer, name, book=None):
    """Return the only condition of a name."""
    (found,) = [c for c in diagnose(computer, book) if c.name == name]
    return found


def names(computer, book=None):
    """Return the names of all conditions."""
    return {c.name for c in diagnose(computer, book)}


@pytest.fixture
def ready(tmp_path, monkeypatch):
    """Return a PC on which everything works and which was set up."""
    monkeypatch.setattr(button, "has_module", lambda _: True)
    installed = tmp_path / "alat"
    installed.mkdir()
    for name in ("python.exe", "sakipw.exe"):
        (installed / name).touch()
    computer = windows(tmp_path, keys=GOOD, python=installed / "python.exe")
    set_up(computer, trust=True)
    return computer


def test_all_is_well(ready):
    """On a PC that was set up nothing needs attention, and every promised thing is looked at."""
    found = diagnose(ready)
    assert {c.name: c.sentence for c in found if c.state is not State.FINE} == {}
    assert worst(found) is State.FINE
    assert {c.name for c in found} == {
        "program",
        "python",
        "pustaka",
        "templat",
        "tombol",
        "xlwings",
        "excel",
        "makro",
        "lokasi_tepercaya",
        "surel",
        "desimal",
        "folder_kerja",
        "folder_sementara",
        "disk",
    }
    assert __version__ in one(ready, "program").sentence
    assert f"versi {TEMPLATE_VERSION}," in one(ready, "templat").sentence


def test_looking_changes_nothing(ready):
    """A diagnosis leaves every file and every registry value as it was."""
    before, keys = contents(ready.folders.home), dict(ready.registry.keys)
    diagnose(ready)
    assert contents(ready.folders.home) == before
    assert ready.registry.keys == keys


def test_everything_bad_has_advice(tmp_path):
    """On a bare PC each condition that is not fine says what to do, and none is a fault of ours."""
    found = diagnose(windows(tmp_path, keys={}))
    bad = [c for c in found if c.state is not State.FINE]
    assert {"tombol", "excel", "surel"} <= {c.name for c in bad}
    assert all(c.advice.endswith(".") and c.sentence.endswith(".") for c in bad)


@pytest.mark.parametrize(
    ("keys", "name", "state"),
    [
        (GOOD, "excel", State.FINE),
        (EXCEL, "excel", State.NOTICE),
        ({rf"HKCU\{APP_PATH}": {"": r"C:\Office\EXCEL.EXE"}}, "excel", State.NOTICE),
        ({}, "excel", State.NOTICE),
        (GOOD, "makro", State.FINE),
        (GOOD | {OFFICE: {"VBAWarnings": 2}}, "makro", State.FINE),
        (GOOD | {OFFICE: {"VBAWarnings": 4}}, "makro", State.NOTICE),
        (GOOD | {POLICY: {"vbawarnings": 3}}, "makro", State.NOTICE),
        (GOOD | {POLICY: {"vbawarnings": 2}, OFFICE: {"VBAWarnings": 4}}, "makro", State.FINE),
        (GOOD | {ASR: {CHILDREN: "1"}}, "program_dari_excel", State.NOTICE),
        (GOOD, "surel", State.FINE),
        ({r"HKCR\.eml": {"": "ThunderbirdEML"}}, "surel", State.FINE),
        ({r"HKCR\.eml": {}}, "surel", State.NOTICE),
        (GOOD, "desimal", State.FINE),
        ({REGION: {"sDecimal": ".", "sThousand": ","}}, "desimal", State.NOTICE),
        ({REGION: {"sDecimal": ",", "sThousand": ","}}, "desimal", State.BROKEN),
    ],
)
def test_what_the_registry_tells(tmp_path, keys, name, state):
    """Excel, macros, mail and region are read from the registry; policies win over choices."""
    assert one(windows(tmp_path, keys=keys), name).state is state


@pytest.mark.parametrize("rule", [{}, {CHILDREN: "0"}, {CHILDREN: "2"}])
def test_defender_that_only_listens_is_no_obstacle(tmp_path, rule):
    """A rule that is off or in audit mode is not reported."""
    assert "program_dari_excel" not in names(windows(tmp_path, keys=GOOD | {ASR: rule}))


def test_where_macros_are_forbidden_send_to_is_offered(tmp_path):
    """Each obstacle to the button names the way that needs no macro."""
    keys = GOOD | {POLICY: {"VBAWarnings": 4}, ASR: {CHILDREN: "1"}}
    computer = windows(tmp_path, keys=keys)
    for name in ("makro", "program_dari_excel"):
        assert "Kirim ke > SAKIP" in one(computer, name).advice


def test_the_untrusted_folder_is_not_called_trusted(tmp_path):
    """Only a location with exactly the working folder counts."""
    computer = windows(tmp_path, keys=GOOD)
    assert "lokasi_tepercaya" not in names(computer)
    set_up(computer, trust=True)
    (key,) = [k for k in computer.registry.keys if k.endswith(r"Trusted Locations\SAKIP")]
    computer.registry.keys[key]["Path"] = r"C:\Lain" + "\\"
    assert "lokasi_tepercaya" not in names(computer)


@pytest.mark.parametrize(
    ("text", "state", "says"),
    [
        (b'"{program}"\r\n', State.FINE, "{program}"),
        (b"{program} -P -m sakip_excel\r\n", State.NOTICE, "pemasangan lain"),
        (b'"{program}.lama"\r\n', State.BROKEN, ".lama"),
        (b"", State.BROKEN, "kosong"),
        (b"\r\n", State.BROKEN, "kosong"),
        (b'"\x8f\x81"', State.BROKEN, "rusak"),
    ],
)
def test_the_command_of_the_buttons(ready, text, state, says):
    """The file is followed to the program it names; another installation and a gap are told."""
    wanted = str(ready.python.with_name("sakipw.exe"))
    data = text.replace(b"{program}", wanted.encode("ascii"))
    (ready.folders.data / "sakip-tombol.txt").write_bytes(data)
    found = one(ready, "tombol")
    assert found.state is state
    assert says.format(program=wanted) in found.sentence


def test_the_variable_comes_before_the_file(ready, tmp_path):
    """SAKIP_PROGRAM is what the buttons obey first, so it is what is looked at."""
    away = replace(ready, environment={"SAKIP_PROGRAM": f'"{tmp_path / "tidak ada.exe"}" -x'})
    assert one(away, "tombol").state is State.BROKEN
    assert "SAKIP_PROGRAM" in one(away, "tombol").advice
    here = replace(ready, environment={"SAKIP_PROGRAM": f'"{ready.python}" -x'})
    assert one(here, "tombol").state is State.FINE


@pytest.mark.skipif(sys.platform == "win32", reason="the made-up program is no .exe")
def test_a_program_on_the_search_path_is_found(tmp_path):
    """Before the set-up the buttons search the path; what they find there is named."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "sakip").write_text("#!/bin/sh\n", encoding="ascii")
    (folder / "sakip").chmod(0o755)
    with_path = windows(tmp_path, environment={"PATH": str(folder)})
    assert str(folder) in one(with_path, "tombol").sentence
    assert str(folder) not in one(windows(tmp_path), "tombol").sentence


@pytest.mark.parametrize(
    ("command", "started"),
    [
        (r'"C:\Program Files\sakipw.exe"', r"C:\Program Files\sakipw.exe"),
        (r'"C:\py thon.exe" -P -m sakip_excel', r"C:\py thon.exe"),
        (r"C:\python.exe -P -m sakip_excel", r"C:\python.exe"),
        ("", ""),
        ('"', ""),
    ],
)
def test_program_of_a_command(command, started):
    """The program is told from its arguments, in quotation marks or not."""
    assert button.program_of(command) == started


def test_without_xlwings_the_macro_writes(tmp_path, monkeypatch):
    """A missing xlwings is a notice: there is a second way."""
    monkeypatch.setattr(button, "has_module", lambda name: name != "pythoncom")
    assert one(windows(tmp_path), "xlwings").state is State.NOTICE


def test_modules_are_found_without_loading():
    """A module that is there is found and not loaded; one that is not there is not found."""
    assert button.has_module("antigravity")
    assert "antigravity" not in sys.modules
    assert not button.has_module("modul_yang_tidak_ada")
    assert not button.has_module("modul_yang_tidak_ada.bagian")


def test_a_library_that_does_not_load_is_broken(tmp_path, monkeypatch):
    """A needed library that cannot be imported is named."""
    monkeypatch.setitem(sys.modules, "pandera", None)
    found = one(linux(tmp_path), "pustaka")
    assert found.state is State.BROKEN
    assert "pandera" in found.sentence
    assert "pandas" not in found.sentence.replace("pandera", "")


@pytest.mark.parametrize(
    ("version", "greatest", "state"),
    [
        ((3, 11, 0), 2**63 - 1, State.FINE),
        ((3, 13, 9), 2**63 - 1, State.FINE),
        ((3, 14, 0), 2**63 - 1, State.BROKEN),
        ((3, 10, 9), 2**63 - 1, State.BROKEN),
        ((3, 12, 1), 2**31 - 1, State.BROKEN),
    ],
)
def test_python_must_fit(tmp_path, monkeypatch, version, greatest, state):
    """Python 3.11 to 3.13 with 64 bits is fine, anything else is broken."""
    made_up = type("sys", (), {"version_info": version, "maxsize": greatest})
    monkeypatch.setattr(program, "sys", made_up)
    found = one(linux(tmp_path), "python")
    assert found.state is state
    assert ("32 bit" in found.sentence) is (greatest < 2**32)


def test_python_of_the_store_is_broken(ready):
    """A Python whose files Excel cannot see is told."""
    store = replace(ready, python_home=Path(r"C:\Program Files\WindowsApps\Python.3.12"))
    assert one(store, "python_store").state is State.BROKEN


def test_a_folder_that_may_not_be_written(tmp_path, monkeypatch):
    """A protected folder is broken and named; the other one is not blamed."""
    computer = linux(tmp_path)
    real = places.tempfile.NamedTemporaryFile

    def guarded(*, prefix, dir):  # noqa: A002 - the name of the real argument
        if Path(dir) == computer.folders.documents:
            raise PermissionError(dir)
        return real(prefix=prefix, dir=dir)

    monkeypatch.setattr(places.tempfile, "NamedTemporaryFile", guarded)
    assert one(computer, "folder_kerja").state is State.BROKEN
    assert str(computer.folders.documents) in one(computer, "folder_kerja").sentence
    assert one(computer, "folder_sementara").state is State.FINE


@pytest.mark.parametrize(
    ("free", "state", "shown"),
    [
        (1234 << 20, State.FINE, "1.234 MB"),
        (500 << 20, State.FINE, "500 MB"),
        ((500 << 20) - 1, State.NOTICE, "499 MB"),
        ((50 << 20) - 1, State.BROKEN, "49 MB"),
    ],
)
def test_room_on_the_disk(tmp_path, monkeypatch, free, state, shown):
    """Little room is a notice, next to none is broken."""
    usage = type("usage", (), {"free": free})
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: usage)
    found = one(linux(tmp_path), "disk")
    assert found.state is state
    assert shown in found.sentence


def test_onedrive_is_told(ready):
    """A working folder that OneDrive keeps in step is a notice."""
    home = ready.folders.home
    for variable, root, told in (
        ("OneDriveCommercial", home / "OneDrive", True),
        ("OneDrive", home / "OneDrive - Lain", False),
        ("OneDrive", "", False),
    ):
        computer = replace(ready, environment={variable: str(root)})
        assert ("onedrive" in names(computer)) is told


def test_a_workbook_of_ours(tmp_path):
    """A given workbook is read; its template and its origin are told."""
    book = tmp_path / "TW IV.xlsx"
    shutil.copyfile(template_path(), book)
    computer = linux(tmp_path)
    assert f"templat versi {TEMPLATE_VERSION}" in one(computer, "buku", book).sentence
    assert one(computer, "asal_buku", book).state is State.FINE
    Path(f"{book}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    assert one(computer, "asal_buku", book).state is State.NOTICE


def test_a_workbook_that_cannot_be_read(tmp_path):
    """A given workbook that is none is broken, with the reader's own sentence."""
    book = tmp_path / "lama.xls"
    book.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    found = one(linux(tmp_path), "buku", book)
    assert found.state is State.BROKEN
    assert found.advice


def test_a_damaged_record_is_told_once(ready):
    """A record of the set-up that cannot be read is one broken thing, not a fault of ours."""
    (ready.folders.data / "siapkan.json").write_text("?", encoding="ascii")
    found = one(ready, "pemasangan")
    assert found.state is State.BROKEN
    assert "siapkan.json" in found.sentence


def test_elsewhere_nothing_of_windows_is_asked(tmp_path):
    """On Linux what exists on Windows only is a notice or not mentioned."""
    computer = linux(tmp_path)
    assert not names(computer) & {"makro", "surel", "desimal", "xlwings", "program_dari_excel"}
    assert one(computer, "excel").state is State.NOTICE


@pytest.fixture
def seen(monkeypatch):
    """Return a function that makes the command see a computer."""
    return lambda computer: monkeypatch.setattr(computers, "this_computer", lambda: computer)


def test_exit_code_and_lines(ready, seen, capsys):
    """0 when all is fine or only to be noted, 3 when something is broken; advice on a new line."""
    seen(ready)
    assert main(["diagnosa"]) == 0
    assert "->" not in capsys.readouterr().out
    (ready.folders.data / "sakip-tombol.txt").unlink()
    assert main(["diagnosa"]) == 0
    (ready.folders.data / "sakip-tombol.txt").write_bytes(b"")
    assert main(["diagnosa"]) == 3
    printed = capsys.readouterr().out
    assert "rusak      Tombol" in printed
    assert "-> Jalankan 'sakip siapkan'." in printed


def test_json_is_one_object(ready, seen, capsys, tmp_path):
    """--json prints every condition with its keys and the worst state, and the same exit code."""
    seen(ready)
    assert main(["diagnosa", "--json", "--buku", str(tmp_path / "tidak ada.xlsx")]) == 3
    content = json.loads(capsys.readouterr().out)
    assert list(content) == ["skema", "versi", "keadaan", "pemeriksaan"]
    assert (content["skema"], content["keadaan"]) == (1, "rusak")
    assert {tuple(entry) for entry in content["pemeriksaan"]} == {
        ("nama", "keadaan", "pesan", "saran")
    }
    assert content["pemeriksaan"][-1]["nama"] == "buku"


def conditions(*states):
    """Return conditions of given states with long sentences."""
    return [Condition(f"n{i}", s, f"{i} {'x' * 90}.", "Lakukan.") for i, s in enumerate(states)]


def test_the_message_box_gets_the_worst_first():
    """The short report leaves out what is fine and puts broken things first."""
    text = short_report(conditions(State.FINE, State.NOTICE, State.BROKEN))
    first, second = text.split("\n")
    assert first.startswith("RUSAK: 2")
    assert second.startswith("PERHATIAN: 1")


def test_the_message_box_is_never_overfilled():
    """What does not fit is left out whole, with the way to see it."""
    many = conditions(*[State.NOTICE] * 30, State.BROKEN)
    text = short_report(many)
    assert len(text) <= 1000
    assert text.startswith("RUSAK: 30")
    assert text.endswith("'sakip diagnosa'.")
    assert len(text.split("\n")) > 5
    assert short_report(many, limit=10**6).count("\n") == 30


def test_nothing_to_say_is_said():
    """When all is fine the short report says so, with the number of things looked at."""
    assert short_report(conditions(State.FINE, State.FINE)).startswith("Semua baik (2 ")
    assert len(list(sentences(conditions(State.FINE)))) == 2
