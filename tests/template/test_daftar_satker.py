"""The roster template: what a province fills in to say who must report."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from sakip_excel.consolidate.roster import RosterError, read_roster
from sakip_excel.create import create_workbook
from sakip_excel.forms.identitas import PROVINCES
from sakip_excel.template import ROSTER, template_path
from sakip_excel.template.build import build
from sakip_excel.template.daftar_satker import DAFTAR_SATKER
from tests.tools.package import problems

KEYS = ["kode_satker", "nama_satker", "provinsi", "email", "batas_waktu", "nihil"]


@pytest.fixture(scope="module")
def package() -> bytes:
    return build(ROSTER)


@pytest.fixture(scope="module")
def sheet(package):
    return openpyxl.load_workbook(io.BytesIO(package))[DAFTAR_SATKER.sheet]


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_committed_file_is_a_fresh_build(package):
    """The file in workbook_templates/ is what the declaration gives today, part by part."""
    assert parts(template_path(ROSTER).read_bytes()) == parts(package)


def test_package_is_sound(package):
    """Nothing in the package would make Excel offer a repair."""
    assert problems(package) == set()


def test_columns(sheet):
    """The Table has the columns that a roster needs, under its stable name."""
    table = sheet.tables["tblDaftarSatker"]
    assert [c.key for c in DAFTAR_SATKER.columns] == KEYS
    assert [c.value for c in sheet[table.ref][0]] == [c.heading for c in DAFTAR_SATKER.columns]
    assert len(sheet[table.ref]) == 41


def test_every_column_explains_itself(sheet):
    """Each column has a prompt; province and nihil a drop-down, the deadline accepts dates only."""
    rules = {str(v.sqref)[0]: v for v in sheet.data_validations.dataValidation}
    assert sorted(rules) == ["A", "B", "C", "D", "E", "F"]
    assert all(rule.prompt for rule in rules.values())
    assert (rules["C"].type, rules["C"].formula1) == ("list", "daftar_provinsi")
    assert (rules["E"].type, rules["F"].formula1) == ("date", '"Ya"')


def test_provinces_are_those_of_the_reports(package):
    """The drop-down offers the names that Beranda offers, so that satkers are told apart alike."""
    book = openpyxl.load_workbook(io.BytesIO(package))
    hidden = next(s for s in book.worksheets if s.sheet_state == "hidden")
    assert tuple(row[0].value for row in hidden.iter_rows(min_row=2)) == PROVINCES


def test_codes_are_text_cells(sheet):
    """A code that starts with 0 keeps it: the cells are text."""
    assert {sheet.cell(row, 1).number_format for row in range(7, 47)} == {"@"}


def test_it_is_a_workbook_of_its_own(tmp_path):
    """The roster can be created like the other templates; empty, it is no roster yet."""
    create_workbook(tmp_path / "daftar_satker.xlsx", ROSTER, {})
    with pytest.raises(RosterError):
        read_roster(tmp_path / "daftar_satker.xlsx")


def test_what_is_filled_in_is_read(tmp_path, package):
    """Rows that are typed into it come back as expected satkers, with deadline and nihil."""
    book = openpyxl.load_workbook(io.BytesIO(package))
    sheet = book[DAFTAR_SATKER.sheet]
    first = int(sheet.tables["tblDaftarSatker"].ref[1:].split(":")[0]) + 1
    rows = [
        ("658021", "KPU Kota Prabumulih", "Sumatera Selatan", "a@contoh.go.id", "15/01/2025", None),
        ("058022", "KPU Kota Pagar Alam", "Sumatera Selatan", None, None, "Ya"),
    ]
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    book.save(tmp_path / "daftar_satker.xlsx")
    second, found = read_roster(tmp_path / "daftar_satker.xlsx").rows
    assert (found.kode_satker, found.email) == ("658021", "a@contoh.go.id")
    assert str(found.deadline) == "2025-01-15"
    assert (second.kode_satker, second.nil, second.deadline) == ("058022", True, None)
