"""The macro workbook: sound, the same on every build, and with exactly the macros of macros/."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from pyopenvba import ExcelFile, check_file

from sakip_excel.pipeline import process_workbook
from sakip_excel.template import template_path
from sakip_excel.template.beranda import BUTTON_BAND_HEIGHT, BUTTON_MACROS, BUTTONS
from sakip_excel.template.build import build
from sakip_excel.template.xlsm import (
    MACROS,
    build_macro_workbook,
    code_name,
    read_sources,
    vba_project,
    write_macro_workbook,
)
from sakip_excel.workbook.book import Book
from tests.macros.ovba import Storage, modules
from tests.samples.make import SAMPLES
from tests.samples.sample import Desk
from tests.tools.package import problems

COMMITTED = template_path().with_suffix(".xlsm")
PROJECT = "xl/vbaProject.bin"
BUTTON_PARTS = {PROJECT, "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}
VML = {
    "v": "urn:schemas-microsoft-com:vml",
    "x": "urn:schemas-microsoft-com:office:excel",
}


@pytest.fixture(scope="module")
def package() -> bytes:
    return build_macro_workbook()


@pytest.fixture(scope="module")
def book(package) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(package))


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def source(name: str) -> str:
    """Return a file of macros/ as it stands inside a module: Windows line ends, no export head."""
    text = (MACROS / name).read_text(encoding="ascii")
    return text[text.index("Attribute VB_Name") :].replace("\n", "\r\n")


def test_building_twice_gives_the_same_bytes(package):
    """The macro workbook depends on declarations and macros only."""
    assert build_macro_workbook() == package


def test_committed_file_is_a_fresh_build(package):
    """The file in workbook_templates/ is what declarations and macros give today, part by part."""
    committed, fresh = parts(COMMITTED.read_bytes()), parts(package)
    assert list(committed) == list(fresh)
    assert [part for part in fresh if fresh[part] != committed[part]] == []


def test_package_is_sound(package, tmp_path):
    """Nothing in the package would make Excel offer a repair, as two checkers see it."""
    path = tmp_path / "makro.xlsm"
    path.write_bytes(package)
    report = check_file(path)
    assert problems(package) == set()
    assert (report.ok, report.issues) == (True, ())


def test_package_says_that_it_has_macros(package):
    """Workbook and project carry the content types by which Excel accepts the .xlsm."""
    types = parts(package)["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert 'Extension="bin" ContentType="application/vnd.ms-office.vbaProject"' in types
    assert "spreadsheetml.sheet.main+xml" not in types


def test_project_holds_exactly_the_macros(package):
    """An independent reader finds every file of macros/ word for word, and no other code."""
    found = modules(parts(package)[PROJECT])
    code = {
        name
        for name, module in found.items()
        if not all(
            line.startswith("Attribute ") for line in module.source.splitlines() if line.strip()
        )
    }
    assert code == {path.stem for path in MACROS.iterdir()} == {"modSakip", "ThisWorkbook"}
    assert found["modSakip"].source == source("modSakip.bas")
    assert found["ThisWorkbook"].source == source("ThisWorkbook.cls")
    assert [name for name, module in found.items() if module.procedural] == ["modSakip"]


def test_both_readers_read_the_same(package, tmp_path):
    """The library that wrote the project and the reader of these tests agree on every module."""
    path = tmp_path / "makro.xlsm"
    path.write_bytes(package)
    with ExcelFile(path) as office:
        assert office.validate() == []
        by_library = office.vba_modules()
    assert by_library == {n: m.source for n, m in modules(parts(package)[PROJECT]).items()}


def test_project_holds_no_compiled_code(package):
    """Every Excel compiles the source itself: no cache, and no code before a module's source."""
    project = parts(package)[PROJECT]
    assert Storage(project).streams["_VBA_PROJECT"] == bytes.fromhex("cc61ffff000000")
    assert {module.offset for module in modules(project).values()} == {0}


def test_every_sheet_has_its_module(package, book):
    """The code names in workbook and sheets are the document modules of the project."""
    found = parts(package)
    names = [re.search(rb'codeName="(\w+)"', found["xl/workbook.xml"])[1].decode()]
    for number in range(1, len(book.sheetnames) + 1):
        sheet = found[f"xl/worksheets/sheet{number}.xml"]
        names.append(re.search(rb'<sheetPr codeName="(\w+)"', sheet)[1].decode())
    assert names == ["ThisWorkbook", *map(code_name, book.sheetnames)]
    assert {*names, "modSakip"} == set(modules(found[PROJECT]))


@pytest.mark.parametrize(("sheet", "name"), [("PK Anggaran", "shPKAnggaran"), ("RAK", "shRAK")])
def test_code_names_are_identifiers(sheet, name):
    """A sheet's code name is its name without what VBA forbids."""
    assert code_name(sheet) == name


def shapes(package: bytes) -> list[etree._Element]:
    drawing = etree.fromstring(parts(package)["xl/drawings/vmlDrawing1.vml"])
    return drawing.findall("v:shape", VML)


def test_buttons_run_their_macros(package):
    """Each button carries its caption and the public macro of the module that answers it."""
    text = source("modSakip.bas")
    found = [
        (
            "".join(shape.find("v:textbox", VML).itertext()),
            shape.findtext("x:ClientData/x:FmlaMacro", namespaces=VML),
        )
        for shape in shapes(package)
    ]
    assert found == [
        ("Periksa", "[0]!SakipPeriksa"),
        ("Proses", "[0]!SakipProses"),
        ("Segel", "[0]!SakipSegel"),
        ("Kirim", "[0]!SakipKirim"),
        ("Periksa pemasangan", "[0]!SakipDiagnosa"),
    ]
    assert all(f"Public Sub {macro.partition('!')[2]}()" in text for _, macro in found)


def test_buttons_stand_side_by_side_in_their_band(package):
    """No button covers another or leaves its row, and each is wide enough for its caption."""
    row, column = BUTTONS
    right = 0
    for shape, (caption, _, width) in zip(shapes(package), BUTTON_MACROS, strict=True):
        anchor = shape.findtext("x:ClientData/x:Anchor", namespaces=VML)
        left_column, left, top_row, top, right_column, _, bottom_row, bottom = (
            int(number) for number in anchor.split(",")
        )
        assert top_row == bottom_row == row
        assert 0 <= top < bottom <= BUTTON_BAND_HEIGHT * 4 // 3  # points to pixels
        assert left_column >= column
        assert right_column <= column + 1
        assert width >= 8 * len(caption)
        begins = left + (173 if left_column > column else 0)  # column E is 24 letters wide
        assert begins >= right
        right = begins + width


def test_macro_workbook_is_the_standard_workbook(book):
    """Without its buttons and the line that explains them it holds what the .xlsx holds."""
    plain = openpyxl.load_workbook(io.BytesIO(build("sakip_satker")))
    assert book.sheetnames == plain.sheetnames
    different = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=120)
        for cell in row
        if cell.value != plain[sheet.title][cell.coordinate].value
    }
    assert different == {"Beranda!E4", "Beranda!E5"}
    assert list(book.defined_names) == list(plain.defined_names)
    for sheet in plain.worksheets:
        assert book[sheet.title].tables.keys() == sheet.tables.keys()
        validations = book[sheet.title].data_validations.dataValidation
        assert len(validations) == len(sheet.data_validations.dataValidation)


def test_the_xlsx_has_no_button():
    """The workbook for those who may not run macros has none and says what to do instead."""
    data = build("sakip_satker")
    plain = openpyxl.load_workbook(io.BytesIO(data))["Beranda"]
    assert plain["E4"].value.startswith("Tanpa tombol:")
    assert not any("vml" in name for name in parts(data))


def test_write_macro_workbook(package, tmp_path):
    """The command writes the workbook under the name of its template."""
    path = write_macro_workbook(tmp_path)
    assert path.name == "sakip_satker.xlsm"
    assert path.read_bytes() == package


def copied_macros(folder: Path) -> Path:
    return Path(shutil.copytree(MACROS, folder / "macros"))


def test_source_that_is_not_ascii_is_refused(tmp_path):
    """A letter that the editor would show differently on each computer stops the build."""
    macros = copied_macros(tmp_path)
    (macros / "modSakip.bas").write_text("' caf\u00e9\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ascii"):
        read_sources(macros)


def test_class_without_a_sheet_is_refused(tmp_path):
    """A .cls that belongs to no sheet would be lost: the build stops and names it."""
    macros = copied_macros(tmp_path)
    (macros / "Sheet9.cls").write_text('Attribute VB_Name = "Sheet9"\n', encoding="ascii")
    with pytest.raises(ValueError, match=r"Sheet9\.cls"):
        vba_project({"Beranda": "shBeranda"}, read_sources(macros))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_of_the_source_do_not_matter(ending, tmp_path):
    """A source checked out on Windows or elsewhere gives the same project."""
    macros = copied_macros(tmp_path)
    for path in macros.iterdir():
        text = path.read_text(encoding="ascii")
        path.write_text(text, encoding="ascii", newline=ending)
    assert read_sources(macros) == read_sources(MACROS)


def test_processing_keeps_macros_and_buttons(package, tmp_path):
    """A filled .xlsm processed in place keeps its project, buttons and types byte for byte."""
    empty, path = tmp_path / "kosong.xlsm", tmp_path / "laporan.xlsm"
    empty.write_bytes(package)
    path.write_bytes(Desk(Book.open(empty)).type_in(SAMPLES[0]))
    before = parts(path.read_bytes())
    done = process_workbook(path)
    assert done.written.changed
    after = parts(path.read_bytes())
    assert list(before) == list(after)
    for part in (*BUTTON_PARTS, "[Content_Types].xml", "xl/styles.xml"):
        assert after[part] == before[part], part
    assert problems(path.read_bytes()) == set()
    assert done.written.backup.suffix == ".xlsm"


def test_macro_workbook_and_plain_workbook_give_the_same_findings(package, tmp_path):
    """The same figures typed into both workbooks are judged alike."""
    found = []
    for name, data in (("kosong.xlsm", package), ("kosong.xlsx", build("sakip_satker"))):
        template = tmp_path / name
        template.write_bytes(data)
        path = tmp_path / f"laporan{template.suffix}"
        path.write_bytes(Desk(Book.open(template)).type_in(SAMPLES[0]))
        checked = process_workbook(path).checked
        found.append([(f.code, f.sheet, f.cell, f.message) for f in checked.findings])
    assert len(found[0]) > 50
    assert found[0] == found[1]
