"""A click: the copy goes in, one answer comes out, whatever happens in between."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwings

from sakip_excel import addin, cli, click
from sakip_excel.addin import press
from sakip_excel.click import ACTIONS, Clocks, Request, read_request
from sakip_excel.errors import UsageError
from sakip_excel.exchange.seal import SEAL_NOTE, seal_workbook
from sakip_excel.pipeline import check_workbook, process_workbook
from sakip_excel.report.status import sentence
from tests.appliers import twin
from tests.tools import filled, xl_engine
from tests.tools.tiny import Sheet, write

AT = datetime(2025, 1, 16, 9, 30)  # noqa: DTZ001 - the clock on the wall


class Time:
    """A clock that passes only while somebody sleeps; something may happen at a moment."""

    def __init__(self) -> None:
        self.now, self.events = 0.0, []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for event in [e for e in self.events if e[0] <= self.now]:
            self.events.remove(event)
            event[1]()

    @property
    def clocks(self) -> Clocks:
        return Clocks(lambda: self.now, self.sleep, lambda: AT)


@pytest.fixture(scope="session")
def report(tmp_path_factory) -> Path:
    """Return a small report, typed and never processed."""
    return filled.fill(tmp_path_factory.mktemp("laporan") / "laporan.xlsx")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch) -> Path:
    """Keep logs and backups of the program in a folder of the test; no rehearsal, no caller."""
    own = tmp_path / "punya program"
    monkeypatch.setattr(addin, "log_folder", lambda: own / "log")
    monkeypatch.setattr("sakip_excel.fault.log_folder", lambda: own / "log")
    yield own
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return the folder of one click."""
    made = tmp_path / "sakip_20250116093000_0001"
    made.mkdir()
    return made


def put(folder: Path, source: Path) -> None:
    """Do what the macro does: save the copy, then say that it is complete."""
    shutil.copyfile(source, folder / "salinan.xlsm")
    (folder / "salinan.siap").touch()


def press_button(folder: Path, action: str = "proses", **options: object) -> twin.Parsed:
    """Press a button and return the answer."""
    press(Request(action, folder, **options), Time().clocks)
    return answer_in(folder)


def answer_in(folder: Path) -> twin.Parsed:
    """Return the answer in the folder."""
    return twin.parse((folder / "jawaban.txt").read_bytes())


def status_of(workbook) -> str:
    """Return the status sentence on Beranda."""
    (place,) = workbook.defined_names["status_periksa"].destinations
    return workbook[place[0]][place[1].replace("$", "")].value


def test_proses_answers_with_everything(folder, report, tmp_path):
    """The answer of Proses brings the open workbook where the command line brings the file."""
    put(folder, report)
    parsed = press_button(folder)
    assert (parsed.status, parsed.route) == ("ok", "vba")
    opened = openpyxl.load_workbook(report)
    twin.apply(opened, parsed)
    process_workbook(report, tmp_path / "hasil.xlsx", lambda: AT)
    closed = openpyxl.load_workbook(tmp_path / "hasil.xlsx")
    for sheet in closed.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert (opened[sheet.title][cell.coordinate].value or None) == (cell.value or None)
    assert status_of(closed) in parsed.sentence


def test_periksa_leaves_every_figure_alone(folder, report):
    """Periksa touches Validasi, the marks and the status, no form and no formula of one."""
    put(folder, report)
    parsed = press_button(folder, "periksa")
    assert {sheet for sheet, _ in parsed.cells} <= {"Validasi", "Tanda", "Beranda"}
    assert ("Validasi", "A7") in parsed.cells
    assert parsed.status == "ok"


def test_both_say_what_is_left_to_do(folder, report):
    """The sentence at the end holds the status that Beranda shows."""
    put(folder, report)
    said = press_button(folder, "periksa").sentence
    opened = openpyxl.load_workbook(report)
    twin.apply(opened, answer_in(folder))
    assert status_of(opened) in said
    assert sentence({"galat": 0, "peringatan": 0, "info": 0}) not in said


def test_a_second_click_has_nothing_to_write(folder, report, tmp_path):
    """A workbook that is up to date gets no cells, no backup, and is told so."""
    process_workbook(report, tmp_path / "hasil.xlsx", lambda: AT)
    put(folder, tmp_path / "hasil.xlsx")
    parsed = press_button(folder)
    assert (parsed.status, parsed.route, parsed.cells) == ("ok", "tanpa", {})
    assert "Tidak ada yang berubah" in parsed.sentence
    assert not list(tmp_path.rglob("cadangan"))


def test_segel_answers_with_everything_and_the_seal(folder, report, tmp_path):
    """Segel writes what the command writes; the open workbook is then sealed and intact."""
    put(folder, report)
    parsed = press_button(folder, "segel")
    assert (parsed.status, parsed.route) == ("ok", "vba")
    opened = openpyxl.load_workbook(report)
    twin.apply(opened, parsed)
    opened.save(tmp_path / "dibuka.xlsx")
    closed = seal_workbook(report, tmp_path / "hasil.xlsx", lambda: AT).status
    assert check_workbook(tmp_path / "dibuka.xlsx").seal == closed
    for part in ("Selesai disegel", closed.seal.code, SEAL_NOTE, "Simpan buku kerja", "Cadangan"):
        assert part in parsed.sentence


def test_segel_twice_has_nothing_to_write(folder, report, tmp_path):
    """A workbook that is sealed and intact keeps its seal, and is told so with its code."""
    seal = seal_workbook(report, tmp_path / "hasil.xlsx").status.seal
    put(folder, tmp_path / "hasil.xlsx")
    parsed = press_button(folder, "segel")
    assert (parsed.status, parsed.route, parsed.cells) == ("ok", "tanpa", {})
    assert parsed.sentence.startswith(f"Tidak ada yang berubah. {seal.code}")


def test_segel_is_refused_while_a_galat_is_left(folder, tmp_path):
    """With a Galat left nothing is written, and the sentence says how many and what to do."""
    cells = {"identitas": {"tahun": 2024}}
    put(folder, filled.fill(tmp_path / "laporan.xlsx", cells=cells))
    parsed = press_button(folder, "segel")
    assert (parsed.status, parsed.route, parsed.cells) == ("galat", "tanpa", {})
    assert parsed.sentence.startswith("Belum dapat disegel. BELUM SIAP: ")
    assert "Tekan Proses" in parsed.sentence


# The copy


def test_the_program_waits_for_the_copy(folder, report):
    """The program may start long before the copy is complete."""
    time = Time()
    time.events.append((42.0, lambda: put(folder, report)))
    assert press(Request("periksa", folder), time.clocks) == 0
    assert answer_in(folder).status == "ok"
    assert 42 <= time.now < 43


def test_a_copy_that_is_not_complete_is_not_read(folder, report):
    """The file alone is not enough; the macro must have said that it is complete."""
    shutil.copyfile(report, folder / "salinan.xlsm")
    parsed = press_button(folder)
    assert parsed.status == "galat"
    assert "60 detik" in parsed.sentence


def test_waiting_ends_after_a_minute(folder):
    """A copy that never comes gives an answer, not a program that stays for ever."""
    time = Time()
    assert press(Request("proses", folder), time.clocks) == 3
    assert 60 <= time.now < 61
    assert answer_in(folder).status == "galat"


def test_a_cancelled_click_gets_no_answer(folder):
    """When the macro has given up, the program ends and writes nothing."""
    time = Time()
    time.events.append((5.0, (folder / "batal").touch))
    assert press(Request("proses", folder), time.clocks) == 0
    assert time.now < 6
    assert not (folder / "jawaban.txt").exists()


def test_a_folder_that_is_gone_ends_the_program(folder):
    """When the macro has cleaned up, nobody waits: no answer, no error."""
    time = Time()
    time.events.append((5.0, lambda: shutil.rmtree(folder)))
    assert press(Request("proses", folder), time.clocks) == 0
    assert not folder.exists()


def test_a_click_cancelled_late_changes_nothing(folder, report, monkeypatch):
    """Giving up while the program computes leaves Excel and the backups alone."""
    put(folder, report)
    book = xl_engine.open_book(report)
    book.set_mock_caller()
    settle = addin.settle

    def slow(*given):
        (folder / "batal").touch()
        return settle(*given)

    monkeypatch.setattr(addin, "settle", slow)
    press(Request("proses", folder, "laporan.xlsm", from_excel=True), Time().clocks)
    assert book.app.impl.log == []
    assert not list(folder.parent.rglob("cadangan"))
    assert not (folder / "jawaban.txt").exists()


BROKEN = {
    "empty": b"",
    "text": b"bukan buku kerja",
    "cut": b"PK\x03\x04" + bytes(300),
    "old": bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600),
}


@pytest.mark.parametrize("kind", [*BROKEN, "missing", "half", "stranger"])
def test_a_copy_that_cannot_be_read_gives_a_sentence(folder, report, tmp_path, kind):
    """Damaged, foreign or missing: an answer that says what to do, and no cells."""
    if kind == "stranger":
        put(folder, write(tmp_path / "lain.xlsx", Sheet("Data", "A | B\n1 | 2")))
    else:
        data = report.read_bytes()
        put(folder, report)
        (folder / "salinan.xlsm").write_bytes(BROKEN.get(kind, data[: len(data) // 2]))
    if kind == "missing":
        (folder / "salinan.xlsm").unlink()
    assert press(Request("proses", folder, "laporan.xlsm"), Time().clocks) == 3
    parsed = answer_in(folder)
    assert (parsed.status, parsed.route, parsed.cells, parsed.tables) == ("galat", "tanpa", {}, {})
    assert parsed.sentence.endswith(".")
    assert "Traceback" not in parsed.sentence


def test_sentences_name_the_workbook_not_the_copy(folder, tmp_path):
    """The user knows the workbook by its own name."""
    put(folder, write(tmp_path / "lain.xlsx", Sheet("Data", "A | B\n1 | 2")))
    said = press_button(folder, name="Laporan TW IV.xlsm").sentence
    assert "Laporan TW IV.xlsm" in said
    assert "salinan" not in said


def test_a_copy_held_by_a_scanner_is_read_a_moment_later(folder, report, monkeypatch):
    """A virus scanner that holds the fresh copy does not fail the click."""
    put(folder, report)
    read, held = click.read_file, [1, 1]

    def busy(path):
        if held and held.pop():
            raise click.OpenElsewhereError("dipegang", "")
        return read(path)

    monkeypatch.setattr(click, "read_file", busy)
    assert press_button(folder, "periksa").status == "ok"


# What the program may not do


def test_a_locked_sheet_stops_everything_before_the_first_cell(folder, report, tmp_path):
    """One locked sheet: its name, what to do, and no cell anywhere, neither way."""
    workbook = openpyxl.load_workbook(report)
    workbook["Ringkasan"].protection.sheet = True
    workbook.save(tmp_path / "terkunci.xlsx")
    put(folder, tmp_path / "terkunci.xlsx")
    book = xl_engine.open_book(tmp_path / "terkunci.xlsx")
    book.set_mock_caller()
    parsed = press_button(folder, name="laporan.xlsm", from_excel=True)
    assert (parsed.status, parsed.cells) == ("galat", {})
    assert "Lembar Ringkasan terkunci" in parsed.sentence
    assert book.app.impl.log == []
    assert not list(tmp_path.rglob("cadangan"))


def test_a_locked_sheet_that_is_not_written_does_not_matter(folder, report, tmp_path):
    """Periksa does not touch Ringkasan, so a lock there does not stop it."""
    workbook = openpyxl.load_workbook(report)
    workbook["Ringkasan"].protection.sheet = True
    workbook.save(tmp_path / "terkunci.xlsx")
    put(folder, tmp_path / "terkunci.xlsx")
    assert press_button(folder, "periksa").status == "ok"


def test_our_own_fault_has_a_number_and_no_traceback(folder, report, own_folder, monkeypatch):
    """A fault becomes a sentence with a number; the details go to a log."""
    put(folder, report)
    monkeypatch.setattr(addin, "check_book", lambda _: 1 / 0)
    assert press(Request("proses", folder), Time().clocks) == 5
    parsed = answer_in(folder)
    assert parsed.status == "galat"
    (log,) = (own_folder / "log").iterdir()
    assert log.stem in parsed.sentence
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" not in parsed.sentence


def test_hostile_text_comes_through_whole(folder, report):
    """What people typed, quoted in Validasi, cannot break the answer."""
    typed = "=1+1\tdan\r\nbaris \\u0041 😀 ✓"
    workbook = openpyxl.load_workbook(report)
    cell = workbook["PK"]["D7"]
    cell.value, cell.data_type = typed, "s"
    workbook.save(folder / "salinan.xlsm")
    (folder / "salinan.siap").touch()
    parsed = press_button(folder)
    assert parsed.status == "ok"
    assert all(isinstance(ref, str) and ref.isalnum() for _, ref in parsed.cells)


# Ways into the open workbook


def test_excel_gets_the_cells_from_the_program_itself(folder, report, tmp_path):
    """Attached, the program writes through xlwings and the answer carries no cells."""
    put(folder, report)
    book = xl_engine.open_book(report, "Laporan ✓.xlsm")
    book.set_mock_caller()
    parsed = press_button(folder, name="Laporan ✓.xlsm", from_excel=True)
    assert (parsed.status, parsed.route, parsed.cells) == ("ok", "xlwings", {})
    process_workbook(report, tmp_path / "hasil.xlsx", lambda: AT)
    assert status_of(book.impl.workbook) == status_of(
        openpyxl.load_workbook(tmp_path / "hasil.xlsx")
    )


@pytest.mark.parametrize("name", ["lain.xlsm", "laporan.xlsm"])
def test_the_macro_writes_when_excel_cannot_be_reached(folder, report, name):
    """Another workbook, or no Excel: the answer carries the cells."""
    put(folder, report)
    if name == "lain.xlsm":
        xl_engine.open_book(report).set_mock_caller()
    parsed = press_button(folder, name=name, from_excel=True)
    assert (parsed.status, parsed.route) == ("ok", "vba")
    assert parsed.cells


def test_the_macro_completes_a_write_that_excel_cut_off(folder, report, own_folder):
    """When Excel refuses in the middle, the answer carries every cell and a log is kept."""
    put(folder, report)
    book = xl_engine.open_book(report)
    book.app.impl.refuse_after = 5
    book.set_mock_caller()
    parsed = press_button(folder, name="laporan.xlsm", from_excel=True)
    assert (parsed.status, parsed.route) == ("ok", "vba")
    assert len(list((own_folder / "log").iterdir())) == 1
    twin.apply(book.impl.workbook, _without_tables(parsed))
    assert status_of(book.impl.workbook) in parsed.sentence


def test_a_workbook_that_changed_meanwhile_is_left_alone(folder, report):
    """Rows that came in while the program computed: one sentence, no cell by either way."""
    put(folder, report)
    book = xl_engine.open_book(report)
    book.impl.workbook["PK"].tables["tblPK"].ref = "A6:I18"
    book.set_mock_caller()
    parsed = press_button(folder, name="laporan.xlsm", from_excel=True)
    assert (parsed.status, parsed.cells) == ("galat", {})
    assert "berubah sewaktu diperiksa" in parsed.sentence
    assert book.app.impl.log == []


def _without_tables(parsed: twin.Parsed) -> twin.Parsed:
    """Return an answer whose Tables have grown already."""
    parsed.tables.clear()
    return parsed


# Backups


def test_proses_keeps_the_workbook_as_it_was(folder, report, tmp_path):
    """Before the first change the copy goes to the folder cadangan beside the workbook."""
    put(folder, report)
    home = tmp_path / "Dokumen"
    home.mkdir()
    said = press_button(folder, origin=str(home / "laporan.xlsm")).sentence
    (kept,) = (home / "cadangan").iterdir()
    assert kept.name == "laporan (2025-01-16 09.30.00).xlsm"
    assert kept.read_bytes() == report.read_bytes()
    assert str(kept) in said


@pytest.mark.parametrize(
    "origin",
    ["", "https://kpu.sharepoint.com/sites/a/laporan.xlsm", "Z:\\tidak\\ada\\laporan.xlsm", "file"],
)
def test_without_a_folder_of_its_own_the_program_keeps_it(
    folder, report, tmp_path, own_folder, origin
):
    """In the cloud, unknown or not writable: the backup goes to the program's own folder."""
    put(folder, report)
    if origin == "file":  # a folder in which no folder can be made
        (tmp_path / "cadangan").write_bytes(b"")
        origin = str(tmp_path / "laporan.xlsm")
    press_button(folder, name="laporan.xlsm", origin=origin)
    (kept,) = (own_folder / "cadangan").iterdir()
    assert kept.read_bytes() == report.read_bytes()


def test_no_backup_no_change(folder, report, own_folder):
    """When nothing can be kept, nothing is changed."""
    put(folder, report)
    own_folder.write_bytes(b"")
    parsed = press_button(folder)
    assert (parsed.status, parsed.cells) == ("galat", {})


def test_periksa_needs_no_backup(folder, report, tmp_path):
    """Marks are no figures: Periksa fills no folder with copies."""
    put(folder, report)
    press_button(folder, "periksa", origin=str(tmp_path / "laporan.xlsm"))
    assert not list(tmp_path.rglob("cadangan"))


def test_nothing_is_left_beside_the_answer(folder, report):
    """The macro finds its own files, the answer and the last progress line; no others."""
    put(folder, report)
    press_button(folder, "periksa")
    names = {p.name for p in folder.iterdir()}
    assert names == {"salinan.xlsm", "salinan.siap", "kemajuan.txt", "jawaban.txt"}
    progress = (folder / "kemajuan.txt").read_bytes()
    assert progress.isascii()
    assert progress.endswith(b"...\r\n")
    assert progress.count(b"\n") == 1


# The command


@pytest.mark.parametrize("joined", [True, False])
def test_the_words_of_the_macro_are_understood(folder, joined):
    """Names with spaces, equals signs and leading dashes arrive whole, joined or apart."""
    given = {"--folder": str(folder), "--buku": "-a = b ✓.xlsm", "--asal": "C:/x=1/-a = b ✓.xlsm"}
    given |= {"--wb": "x.xlsm", "--from_xl": "1", "--hwnd": "77", "--baru": "tak dikenal"}
    words = [w for k, v in given.items() for w in ([f"{k}={v}"] if joined else [k, v])]
    request = read_request("proses", words)
    assert request == Request("proses", folder, "-a = b ✓.xlsm", "C:/x=1/-a = b ✓.xlsm", True)


@pytest.mark.parametrize("words", [[], ["--folder"], ["--folder="], ["--folder=/tidak/ada"]])
def test_without_a_folder_nothing_can_be_answered(words):
    """No folder, no answer: wrong usage."""
    with pytest.raises(UsageError):
        read_request("proses", words)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_button_has_its_command(folder, report, action):
    """Each button's command ends with an answer that says something."""
    if action == "diagnosa":
        pytest.importorskip("sakip_excel.diagnose")
    put(folder, report)
    code = cli.main(["tombol", action, f"--folder={folder}", "--buku=-laporan.xlsm"])
    parsed = answer_in(folder)
    assert parsed.sentence
    refused = {"kirim": 1, "segel": 0}  # the report of this test is not sealed
    assert code == (refused.get(action, 3) if parsed.status == "galat" else 0)


def test_without_a_console_the_command_is_silent(folder, report, monkeypatch):
    """Started without a console there is no standard output, and nothing fails for it."""
    put(folder, report)
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    assert cli.main(["tombol", "periksa", f"--folder={folder}"]) == 0
    assert cli.main(["tombol", "periksa", "--folder=/tidak/ada"]) == 2
    assert cli.main(["--help"]) == 0
    assert cli.main([]) == 2


def test_the_command_is_not_offered_to_people(monkeypatch):
    """The list of commands shows what people type, not what the buttons use."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    cli.main(["--help"])
    listed = re.findall(r"^    (\w+) ", said.getvalue(), re.MULTILINE)
    assert "proses" in listed
    assert "tombol" not in listed


def test_a_click_in_a_process_of_its_own(folder, report):
    """The program as the macro starts it: before the copy, in its own process, silent."""
    words = [f"--folder={folder}", "--buku=laporan.xlsm", "--asal="]
    with subprocess.Popen(
        [sys.executable, "-m", "sakip_excel", "tombol", "periksa", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(cli.__file__).parents[1],
    ) as process:
        put(folder, report)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, b"", b"")
    assert answer_in(folder).status == "ok"
