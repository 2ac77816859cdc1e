"""The structural checker names the fault that was made."""

from __future__ import annotations

import re

import pytest

from tests.tools.draft import pack, unpack
from tests.tools.fixtures import FIXTURES
from tests.tools.package import problems

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
TABLE = "xl/tables/table1.xml"
TABLE2 = "xl/tables/table2.xml"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"

# fixture, part, pattern, replacement, start of the fault
FAULTS = [
    ("slicer", TYPES, rb"slicer1\.xml", b"slicer9.xml", "content type for missing part"),
    ("slicer", TYPES, rb"(<Override [^>]*>)", rb"\1\1", "content type given"),
    ("slicer", SHEET, rb'tablePart r:id="rId1"', b'tablePart r:id="rId9"', "dangling rId9"),
    ("slicer", "xl/worksheets/_rels/sheet1.xml.rels", rb'"rId2"', b'"rId1"', "duplicate relation"),
    ("slicer", "xl/_rels/workbook.xml.rels", rb"styles\.xml", b"gaya.xml", "relationship of"),
    ("slicer", SHEET, rb"</worksheet>", b"", "malformed"),
    ("slicer", SHEET, rb'<row r="4"', b'<row r="3"', "row order"),
    ("slicer", SHEET, rb'<c r="B4"', b'<c r="A4"', "cell order"),
    ("slicer", SHEET, rb'<c r="B4"', b'<c r="B7"', "cell B7 stands in row 4"),
    ("slicer", SHEET, rb'<c r="B4"', b'<c r="B0"', "bad reference"),
    ("slicer", SHEET, rb's="4"', b's="8"', "style out of range"),
    ("slicer", SHEET, rb"<v>90</v>|<v>91</v>", b"<v>banyak</v>", "value 'banyak'"),
    ("slicer", SHEET, rb'<c r="F4" s="4">', b'<c r="F4" s="4" t="z">', "cell type z"),
    ("slicer", SHEET, rb'ref="A1:F15"', b'ref="A1:F14"', "dimension does not cover"),
    ("slicer", SHEET, rb'spans="1:6"', b'spans="1:5"', "spans too narrow"),
    ("slicer", SHEET, rb"(<f>.*?</f>)(<v>.*?</v>)", rb"\2\1", "children ['v', 'f']"),
    ("slicer", SHEET, rb"(<tableParts.*?</tableParts>)(<extLst>)", rb"<extLst/>\1\2", "element"),
    ("slicer", SHEET, rb">Realisasi<", b">Capaian tahun ini<", "heading 'Capaian tahun ini'"),
    ("slicer", SHEET, rb'tableParts count="1"', b'tableParts count="2"', "tableParts count"),
    ("slicer", TABLE, rb'(<table[^>]*) ref="A3:F15"', rb'\1 ref="A3:G15"', "column count"),
    ("slicer", TABLE, rb'autoFilter ref="A3:F15"', b'autoFilter ref="A3:F16"', "filter does not"),
    ("slicer", TABLE, rb'name="Kode"/', b'name="target"/', "column name twice"),
    ("tables", TABLE2, rb'id="2"', b'id="1"', "duplicate table id 1"),
    ("tables", TABLE2, rb'yName="tblJumlah', b'yName="tblanggaran', "duplicate table n"),
    ("tables", TABLE2, rb"G12:H15", b"E12:F15", f"{TABLE2} overlaps"),
    ("shared_formulas", SHEET, rb' ref="G4:G15"', b"", "shared formula 0 without master"),
    ("shared_formulas", SHEET, rb'<f t="array".*?</f>', b"", "xl/calcChain.xml n"),
    ("strings", SHEET, rb'(t="s"><v>)5', rb"\g<1>6", "value '6'"),
    ("many_sheets", BOOK, rb'name="P&amp;K"', b'name="anggaran"', "duplicate sheet name"),
    ("many_sheets", BOOK, rb'sheetId="2"', b'sheetId="1"', "duplicate sheetId 1"),
    ("many_sheets", BOOK, rb'r:id="rId2"', b'r:id="rId77"', "sheet P&K has no part"),
    ("many_sheets", BOOK, rb"(<bookViews.*iews>)(<sheets>.*</sheets>)", rb"\2\1", "element"),
    ("layout", BOOK, rb'localSheetId="0"', b'localSheetId="5"', "localSheetId out of range"),
    ("layout", STYLES, rb'fontId="1"', b'fontId="99"', "xf fontId out of range"),
    ("views_and_printing", STYLES, rb'cellXfs count="8"', b'cellXfs count="9"', "styles c"),
    ("rules_on_other_sheets", SHEET, rb'dxfId="0"', b'dxfId="2"', "dxfId out of range"),
    ("slicer", SHEET, rb"<sheetData>", b"<pageMargins/><sheetData>", "element order in"),
    ("layout", SHEET, rb'(<mergeCell ref=)"G1:J2"/>', rb'\1"G1:J2"/>\1"J2:K3"/>', "merged"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "part", "pattern", "new", "words"), FAULTS)
def test_fault_is_named(name, part, pattern, new, words):
    """A sound workbook has no problem; after one wrong change the right one is named."""
    parts = unpack(FIXTURES[f"{name}.xlsx"].make())
    changed, count = re.subn(pattern, new, parts[part], count=1, flags=re.DOTALL)
    assert count == 1
    found = problems(pack(parts | {part: changed}))
    assert any(problem.startswith(words) for problem in found), found


def test_missing_content_type_is_named():
    """A part without a content type is named."""
    parts = unpack(FIXTURES["slicer.xlsx"].make())
    assert problems(pack(parts | {"xl/tanpa.jenis": b""})) == {"no content type for xl/tanpa.jenis"}


def test_duplicate_entry_is_named():
    """Two entries that differ in case only are one part twice."""
    parts = unpack(FIXTURES["slicer.xlsx"].make())
    found = problems(pack(parts | {"xl/Styles.xml": parts["xl/styles.xml"]}))
    assert "duplicate entry xl/styles.xml" in found


@pytest.mark.parametrize("data", [b"", b"PK", b"bukan zip"])
def test_no_zip_is_unreadable(data):
    """What is no zip is one problem and no exception."""
    assert len(problems(data)) == 1
