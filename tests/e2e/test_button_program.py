"""The buttons with the real program: macro, program and cells together, in LibreOffice."""

from __future__ import annotations

import math
import sys

import pytest

from sakip_excel.exchange.seal import SealState, seal_workbook
from sakip_excel.pipeline import check_workbook, make_changes, make_marks, process_workbook
from sakip_excel.report.layout import VALIDASI_COLUMNS
from tests.macros.bench import ROOT, Place, cell, filled, press
from tests.tools.uno_office import UnoOffice, requires_uno

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def real_place(tmp_path_factory) -> Place:
    return Place(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def real(real_place):
    """LibreOffice whose buttons start the program of this source tree, named by the environment."""
    program = f'"{sys.executable}" -m sakip_excel'
    with real_place.office(SAKIP_SENYAP="1", SAKIP_PROGRAM=program, PYTHONPATH=str(ROOT)) as office:
        yield office


def differences(office: UnoOffice, changes) -> list[str]:
    """Return the cells that hold something else than the list of changes wants."""
    shown = {name: office.sheet(name) for name in {change.sheet for change in changes}}
    found = []
    for change in changes:
        value = shown[change.sheet].get(change.cell, "")
        wanted = "" if change.value is None else change.value
        if isinstance(value, float) and isinstance(wanted, (int, float)):
            same = math.isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9)
        else:
            same = value == wanted
        if not same:
            found.append(f"{change.sheet}!{change.cell}: {value!r} / {wanted!r}")
    return found


@requires_uno
def test_periksa_shows_the_findings(real, tmp_path):
    """After Periksa the status, Validasi and the marks say what the check found; figures stay."""
    path = filled(tmp_path / "laporan.xlsm")
    checked = check_workbook(path)
    changes = make_marks(checked).cells
    errors = sum(f.severity.value == "galat" for f in checked.findings)
    real.open(path)
    figures = real.cells("Kinerja", "A1:AZ40"), real.cells("Anggaran", "A1:AZ60")
    said = press(real, "Periksa")
    assert said.startswith("Selesai diperiksa.")
    assert cell(real, "F7").startswith(f"BELUM SIAP: {errors} galat")
    assert cell(real, "F8") == errors > 10
    assert len(cell(real, "F12")) == len("21/11/2026 10.15")
    assert differences(real, changes) == []
    assert (real.cells("Kinerja", "A1:AZ40"), real.cells("Anggaran", "A1:AZ60")) == figures


@requires_uno
def test_every_mark_points_to_a_listed_cell(real, tmp_path):
    """What lights up is what Validasi lists: the marks name the same cells."""
    real.open(filled(tmp_path / "laporan.xlsm"))
    press(real, "Periksa")
    marks = {value for row in real.cells("Tanda", "A2:C400") for value in row if value}
    rows = real.cells("Validasi", "A1:J400")
    headings = [heading for _, heading, _ in VALIDASI_COLUMNS]
    top = next(n for n, row in enumerate(rows) if headings[0] in row)
    sheet, address = rows[top].index("Lembar"), rows[top].index("Sel")
    cells = {(row[sheet], row[address].split(",")[0]) for row in rows[top + 1 :] if row[address]}
    assert len(cells) > 30
    assert {f"{name}!{first}" for name, first in cells} <= marks


@requires_uno
@pytest.mark.parametrize("sample", [0, 1], ids=["printed", "repaired"])
def test_proses_gives_what_the_command_gives(sample, real, tmp_path):
    """The button writes what ``sakip proses`` writes into the closed file, and keeps a backup."""
    path = filled(tmp_path / "laporan.xlsm", sample)
    changes = make_changes(check_workbook(path)).cells
    closed = process_workbook(path, tmp_path / "tertutup.xlsm").checked
    real.open(path)
    said = press(real, "Proses")
    assert said.startswith("Selesai diproses.")
    assert len(changes) > 1000
    assert differences(real, changes) == []
    errors = sum(f.severity.value == "galat" for f in closed.findings)
    assert cell(real, "F8") == errors
    (backup,) = (tmp_path / "cadangan").iterdir()
    assert backup.name.startswith("laporan (")
    assert len(check_workbook(backup).findings) == len(closed.findings)


@requires_uno
def test_proses_puts_a_formula_back(real, tmp_path):
    """A computed cell that was typed over holds its formula again."""
    real.open(filled(tmp_path / "laporan.xlsm", 1))
    formula = real.formulas("Anggaran", "S7")
    real.write("Anggaran", "S7", 1)
    press(real, "Proses")
    assert real.formulas("Anggaran", "S7") == formula
    assert cell(real, "S7", "Anggaran") != 1


@requires_uno
def test_proses_twice_gives_the_same(real, tmp_path):
    """A second click on a workbook that was just processed leaves every figure as it was."""
    real.open(filled(tmp_path / "laporan.xlsm", 1))
    seen = []
    for _ in range(2):
        press(real, "Proses")
        areas = ("Kinerja", "A1:AZ40"), ("Anggaran", "A1:AZ60"), ("Ringkasan", "A1:Z80")
        seen.append([*(real.cells(*area) for area in areas), real.cells("Beranda", "F7:F10")])
    assert seen[0] == seen[1]


@requires_uno
def test_segel_seals_what_the_command_seals(real, tmp_path):
    """The button writes the seal that ``sakip segel`` writes; the saved workbook is intact."""
    path = filled(tmp_path / "laporan.xlsm", 1)
    seal = seal_workbook(path, tmp_path / "tertutup.xlsm").status.seal
    real.open(path)
    assert press(real, "Segel").startswith(f"Selesai disegel. {seal.code}, ")
    assert cell(real, "F13").startswith(f"{seal.code}, ")
    assert [row[0] for row in real.cells("Segel", "B5:B6")] == [seal.code, seal.digest]
    press(real, "Periksa")  # saves the workbook first
    status = check_workbook(path).seal
    assert (status.state, status.seal.digest) == (SealState.INTACT, seal.digest)
    real.write("Anggaran", "K7", 99)
    press(real, "Periksa")
    assert cell(real, "F13").startswith("BERUBAH setelah disegel ")
    assert [c.cell for c in check_workbook(path).seal.changed] == ["K7"]


@requires_uno
def test_segel_is_refused_while_a_galat_is_left(real, tmp_path):
    """With errors left the button says so and leaves every cell as it was."""
    real.open(filled(tmp_path / "laporan.xlsm"))
    assert press(real, "Segel").startswith("Belum dapat disegel. BELUM SIAP: ")
    assert cell(real, "F7") == "Belum diperiksa"


@requires_uno
@pytest.mark.parametrize("caption", ["Kirim", "Periksa pemasangan"])
def test_the_other_buttons_say_something_useful(caption, real, tmp_path):
    """The other buttons answer with sentences and leave every cell as it was."""
    real.open(filled(tmp_path / "laporan.xlsm", 1))
    said = press(real, caption)
    assert len(said) > 40
    assert "kesalahan" not in said
    assert "Traceback" not in said
    assert cell(real, "F7") == "Belum diperiksa"
