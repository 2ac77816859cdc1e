"""The buttons of the macro workbook, run in LibreOffice against a program that plays its part.

The script bound to each button is found through the form controls and run without a screen.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.macros.bench import TEMPLATE, Place, answer, cell, press, with_other_source
from tests.tools.uno_office import UnoOffice, UnoOfficeError, requires_uno

pytestmark = pytest.mark.libreoffice

BUTTONS = {
    "Periksa": "periksa",
    "Proses": "proses",
    "Segel": "segel",
    "Kirim": "kirim",
    "Periksa pemasangan": "diagnosa",
}
DONE = "V\tBeranda\tF7\ts\tdari program"
STATUS, UNTOUCHED = "F7", "Belum diperiksa"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place(tmp_path_factory.mktemp("tombol"))


@pytest.fixture(scope="module")
def running(place):
    with place.office(SAKIP_SENYAP="1") as office:
        yield office


@pytest.fixture
def office(running, place, tmp_path) -> UnoOffice:
    """LibreOffice with a fresh copy of the macro workbook open."""
    for leftover in place.temp.glob("sakip_*/*"):
        leftover.unlink()
    path = tmp_path / "laporan satker.xlsm"
    path.write_bytes(TEMPLATE.read_bytes())
    running.open(path)
    return running


@requires_uno
@pytest.mark.parametrize(("caption", "action"), BUTTONS.items())
def test_each_button_starts_its_action(caption, action, office, place, tmp_path):
    """A button starts the program before the copy is complete, names the workbook, applies."""
    place.use_stub(answer=answer(DONE, sentence="Sudah \\u2713."))
    assert press(office, caption) == "Sudah ✓."
    assert cell(office, STATUS) == "dari program"
    (call,) = place.calls()
    assert call["words"][:2] == ["tombol", action]
    assert call["before copy"] is True
    assert call["copy"] == b"PK\x03\x04".hex()
    assert call["details"].keys() == {"folder", "buku", "asal"}
    assert call["details"]["buku"] == "laporan satker.xlsm"
    assert call["details"]["asal"] == str(tmp_path / "laporan satker.xlsm")
    assert Path(call["details"]["folder"]).parent == place.temp
    assert list(place.temp.glob("sakip_*/*")) == []


VALUES = [
    ("n\t0.98183634155692597", 0.981836341556926),
    ("n\t-1e-05", -0.00001),
    ("n\t123456789012345", 123456789012345),
    ("b\t1", 1),
    ("b\t0", 0),
    ("k\t", ""),
    ("s\tBELUM SIAP: 3 galat", "BELUM SIAP: 3 galat"),
    ("s\t=1+1", "=1+1"),
    ("s\t+62 812", "+62 812"),
    ("s\t-", "-"),
    ("s\t@nama", "@nama"),
    ("s\t'kutip", "'kutip"),
    ("s\t0012", "0012"),
    ("s\t97,5%", "97,5%"),
    ("s\t1/2", "1/2"),
    ("s\t12/03/2024 10.15", "12/03/2024 10.15"),
    ("s\tMaret 2024", "Maret 2024"),
    ("s\t2024-03-12", "2024-03-12"),
    ("s\tTRUE", "TRUE"),
    ("s\t1E5", "1E5"),
    ("s\tbaris\\u000Adua", "baris\ndua"),
    ("s\tdua\\u0009kolom", "dua\tkolom"),
    ("s\tC:\\u005Cu0041", "C:\\u0041"),
    ("s\t\\u2713 \\u0667 caf\\u00E9 \\uD83D\\uDE00", "✓ ٧ café 😀"),
]


@requires_uno
@pytest.mark.parametrize(
    ("sheet", "column", "first"),
    [("Beranda", "H", 1), ("Anggaran", "B", 7)],
    ids=["general", "text"],
)
def test_values_arrive_as_they_are(sheet, column, first, office, place):
    """Numbers keep every digit and text stays text, whatever it looks like, in any format."""
    lines = [f"V\t{sheet}\t{column}{row}\t{typed}" for row, (typed, _) in enumerate(VALUES, first)]
    place.use_stub(answer=answer(*lines))
    press(office, "Proses")
    area = office.cells(sheet, f"{column}{first}:{column}{first + len(VALUES) - 1}")
    found = [(typed, value) for (typed, _), (value,) in zip(VALUES, area, strict=True)]
    assert found == VALUES
    assert [type(value) is str for _, value in found] == [type(v) is str for _, v in VALUES]


@requires_uno
def test_formulas_arrive_and_compute(office, place):
    """A formula is written as a formula, its own text escaped like any other, and computes."""
    place.use_stub(
        answer=answer(
            "V\tBeranda\tC12\tn\t2024",
            'F\tBeranda\tF8\ts\t2024\\u2713\ttahun&"\\u2713"',
            "F\tPK Anggaran\tC5\tn\t0\tSUM(tblPKAnggaran[Anggaran (Rp)])",
            "V\tPK Anggaran\tC7\tn\t5",
            "V\tPK Anggaran\tC8\tn\t6",
        )
    )
    press(office, "Proses")
    assert cell(office, "F8") == "2024✓"
    assert office.formulas("PK Anggaran", "C5")[0][0].startswith("=SUM(")
    assert cell(office, "C5", "PK Anggaran") == 11


@requires_uno
@pytest.mark.parametrize(
    "text",
    [
        "",
        "SAKIP\t1\tok\tvba\r\n",
        answer(DONE).rpartition("AKHIR")[0],
        answer(DONE).replace("AKHIR\t3", "AKHIR\t4"),
        answer(DONE).replace("SAKIP\t1", "SAKIP\t2"),
        answer(DONE).replace("SAKIP", "HTML"),
        answer(DONE).replace("K\tSelesai.", "X\tSelesai."),
        answer(DONE).removeprefix("SAKIP\t1\tok\tvba\r\n"),
    ],
    ids=["empty", "header", "cut", "count", "protocol", "stranger", "no sentence", "no header"],
)
def test_damaged_answer_changes_nothing(text, office, place):
    """An answer that is not whole is not applied, not even in part."""
    place.use_stub(answer=text)
    assert press(office, "Proses").startswith("Jawaban program tidak utuh")
    assert cell(office, STATUS) == UNTOUCHED


@requires_uno
@pytest.mark.parametrize(("route", "state"), [("xlwings", "ok"), ("tanpa", "ok"), ("vba", "galat")])
def test_only_the_sentence_when_there_is_nothing_to_apply(route, state, office, place):
    """What the program applied itself, or could not do, is only said."""
    place.use_stub(answer=answer(route=route, state=state, sentence="Baris satu.\\u000ADua."))
    assert press(office, "Proses") == "Baris satu.\nDua."
    assert cell(office, STATUS) == UNTOUCHED


@requires_uno
def test_progress_does_not_disturb(office, place):
    """While the program works, its progress is read; an answer that takes seconds is applied."""
    place.use_stub(answer=answer(DONE), progress="Membaca...\r\n", seconds=1.5)
    began = time.monotonic()
    press(office, "Proses")
    assert time.monotonic() - began > 1.5
    assert cell(office, STATUS) == "dari program"


@requires_uno
def test_unknown_lines_are_passed_over(office, place):
    """A line for Excel alone, or of a kind to come, is no obstacle."""
    place.use_stub(answer=answer("T\ttblPK\t60", "Z\tapa saja", DONE))
    assert press(office, "Proses") == "Selesai."
    assert cell(office, STATUS) == "dari program"


@requires_uno
def test_locked_sheet_changes_nothing(office, place):
    """When one sheet is protected nothing is written anywhere, and the sentence names it."""
    office.protect("PK Anggaran")
    place.use_stub(answer=answer(DONE, "V\tPK Anggaran\tC7\tn\t5"))
    said = press(office, "Proses")
    assert "PK Anggaran terkunci" in said
    assert "Buka kuncinya" in said
    assert cell(office, STATUS) == UNTOUCHED


@requires_uno
def test_workbook_changed_meanwhile(office, place):
    """An answer to cells that were edited while the program worked is not written over them."""
    place.use_stub(answer=answer(DONE), seconds=2.5)
    # LibreOffice does not raise SheetChange here, so what the event calls is called in its place.
    said = press(office, "Proses", meanwhile=(1.2, "modSakip.SakipDiubah"))
    assert said.startswith("Isi buku kerja berubah")
    assert cell(office, STATUS) == UNTOUCHED
    place.use_stub(answer=answer(DONE))
    assert press(office, "Proses") == "Selesai."


@requires_uno
def test_a_cell_that_refuses(office, place):
    """A cell that refuses ends in a sentence; settings come back and the next click works."""
    place.use_stub(answer=answer("V\tBeranda\tF8\tn\t1", "V\tTidak ada\tA1\tn\t1"))
    assert press(office, "Proses").startswith("Tombol terhenti: ")
    assert office.state()["automatic"] is True
    place.use_stub(answer=answer("V\tBeranda\tF8\tn\t1", "V\tBeranda\tF0\tn\t1", DONE))
    assert press(office, "Proses").startswith("Tombol terhenti: ")
    assert office.state()["automatic"] is True
    place.use_stub(answer=answer(DONE))
    assert press(office, "Proses") == "Selesai."
    assert cell(office, STATUS) == "dari program"


@requires_uno
def test_selection_and_place_in_view_stay(office, place):
    """The user stays where they were, on their sheet, in their cells, at their row."""
    office.select("Kinerja", "D20:E25", 14)
    before = office.state()
    assert before["row"] == 14
    place.use_stub(answer=answer(DONE, "V\tPK\tD8\ts\tx", "V\tTanda\tA2\ts\tPK!D8"))
    press(office, "Proses")
    assert office.state() == before
    assert cell(office, "A2", "Tanda") == "PK!D8"


@requires_uno
@pytest.mark.parametrize(
    "command", ["/tidak/ada/sakip", None], ids=["program gone", "never set up"]
)
def test_program_not_installed(command, office, place):
    """Without a program the sentence says what to install; nothing is changed, no copy is left."""
    place.settings.unlink(missing_ok=True)
    if command:
        place.settings.write_text(f"{command}\n", encoding="ascii")
    said = press(office, "Periksa")
    assert said.startswith("Program SAKIP tidak ditemukan")
    assert "sakip siapkan" in said
    assert cell(office, STATUS) == UNTOUCHED
    assert place.left() == ["batal"]


@requires_uno
def test_program_that_may_not_run(office, tmp_path):
    """A program that the computer does not let run is told apart from one that is missing."""
    # LibreOffice reports both alike, so the numbers of Windows are put in their place.
    path = tmp_path / "dilarang.xlsm"
    office.open(with_other_source(path, ("Launch = Err.Number", "Launch = -2147024891")))
    said = press(office, "Periksa")
    assert said.startswith("Komputer ini melarang tombol")
    assert "Kirim ke > SAKIP" in said


@requires_uno
def test_program_that_never_answers(office, place, tmp_path):
    """After the time limit the sentence says what to do and the program finds that nobody waits."""
    path = tmp_path / "lambat.xlsm"
    limit = "ANSWER_SECONDS As Long = "
    office.open(with_other_source(path, (f"{limit}120", f"{limit}1")))
    place.use_stub()
    began = time.monotonic()
    said = press(office, "Proses")
    assert said.startswith("Program SAKIP tidak menjawab dalam 1 detik")
    assert "sakip diagnosa" in said
    assert time.monotonic() - began >= 1
    assert place.left() == ["batal"]


@requires_uno
def test_workbook_never_saved(office, place):
    """A workbook without a file says so before anything is started."""
    place.use_stub(answer=answer(DONE))
    office.open(TEMPLATE, AsTemplate=True)
    assert press(office, "Proses").startswith("Buku kerja ini belum pernah disimpan")
    assert place.calls() == []
    assert list(place.temp.glob("sakip_*/*")) == []


@requires_uno
def test_copy_that_cannot_be_made(office, place, tmp_path):
    """When no copy can be made the program is called off and the sentence says what to check."""
    path = tmp_path / "salin.xlsm"
    office.open(with_other_source(path, ("ThisWorkbook.Save\n", "Err.Raise 70\n")))
    place.use_stub(answer=answer(DONE))
    said = press(office, "Proses")
    assert said.startswith("Salinan buku kerja tidak dapat dibuat")
    assert "tekan tombol lagi" in said
    assert cell(office, STATUS) == UNTOUCHED
    assert _waited(place.calls)[0]["copy"] == ""


def _waited(what):
    """Return what a program that runs on by itself shows within five seconds."""
    end = time.monotonic() + 5
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()


@requires_uno
def test_branches_of_excel(office, place, tmp_path):
    """What only Excel runs starts, waits and writes as well, as far as LibreOffice can follow.

    The copy and the Tables are left out: LibreOffice has no SaveCopyAs for .xlsm, no ListObjects.
    """
    path = tmp_path / "seperti excel.xlsm"
    changes = (
        ("IsExcel = Val(Application.Version) >= 12", "IsExcel = True"),
        ("ThisWorkbook.SaveCopyAs ", "FileCopy WorkbookPath(), "),
    )
    office.open(with_other_source(path, *changes))
    place.use_stub(answer=answer(DONE), progress="Membaca...\r\n", seconds=1)
    assert press(office, "Proses") == "Selesai."
    assert cell(office, STATUS) == "dari program"


@requires_uno
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Private Sub Pause(", "Private Sub Pause(("),
        ("mBusy = True\n", "mBusy = True: tidakAda = 1\n"),
        ('RunAction "proses"', 'RunAction2 "proses"'),
    ],
    ids=["syntax", "undeclared", "missing procedure"],
)
def test_a_broken_module_is_noticed(old, new, office, place, tmp_path):
    """These tests fail when the module does not run: LibreOffice itself would stay silent."""
    place.use_stub(answer=answer(DONE))
    office.open(with_other_source(tmp_path / "rusak.xlsm", (old, new)))
    with pytest.raises((AssertionError, UnoOfficeError)):
        press(office, "Proses")
    assert cell(office, STATUS) == UNTOUCHED
    assert place.calls() == []
