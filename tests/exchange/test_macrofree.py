"""The copy that travels: no macro and nothing that calls one, everything else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from xlsxwriter import Workbook

from sakip_excel.check import check_book
from sakip_excel.errors import SignedError, UnsafeError
from sakip_excel.exchange.macrofree import carries_macros, macro_free
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.package import Package
from tests.tools.draft import MICROSOFT, Draft
from tests.tools.fixtures import FIXTURES
from tests.tools.fixtures_xml import signed
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.macro_book import DEAD, active_x_book, macro_book
from tests.tools.package import problems

TEMPLATE = template_path("sakip_satker").with_suffix(".xlsm")
COMMAND_BUTTON = "{D7053240-CE69-11CD-A777-00DD01143C57}"
COMBO_BOX = "{8BD21D30-EC42-11CE-9E0D-00AA006002F3}"


def parts(data: bytes) -> dict[str, bytes]:
    """Return the content of every entry."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(before: bytes, after: bytes) -> tuple[set[str], set[str]]:
    """Return the entries that are gone and those whose bytes differ; none may be new."""
    old, new = parts(before), parts(after)
    assert not new.keys() - old.keys()
    return old.keys() - new.keys(), {name for name in new if new[name] != old[name]}


def written_with_buttons() -> bytes:
    """Return an .xlsm of XlsxWriter: buttons and notes in one VML drawing, a chart, a picture."""
    stream, project = io.BytesIO(), io.BytesIO(parts(TEMPLATE.read_bytes())["xl/vbaProject.bin"])
    with Workbook(stream, {"in_memory": True}) as book:
        book.add_vba_project(project, is_stream=True)
        sheet = book.add_worksheet("Isian")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_comment("B2", "Sesuai DIPA revisi 3")
        sheet.insert_button("D2", {"macro": "SakipPeriksa", "caption": "Periksa"})
        sheet.insert_button("D4", {"macro": "SakipKirim", "caption": "Kirim"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Isian!$A$1:$A$3"})
        sheet.insert_chart("F2", chart)
        book.add_worksheet("Tombol saja").insert_button("A1", {"macro": "X", "caption": "X"})
    return stream.getvalue()


BOOKS = {
    "template": TEMPLATE.read_bytes,
    "xlsxwriter": written_with_buttons,
    "like excel": macro_book,
    "macros": FIXTURES["macros.xlsm"].make,
    "command button": lambda: active_x_book(COMMAND_BUTTON),
    "combo box": lambda: active_x_book(COMBO_BOX),
}


@pytest.fixture(scope="module", params=BOOKS, ids=str)
def pair(request) -> tuple[bytes, bytes]:
    """Return a macro workbook and its copy without macros."""
    before = BOOKS[request.param]()
    return before, macro_free(before)


def test_nothing_of_the_macros_is_left(pair):
    """No part, type, relationship, name or button of the copy leads to a macro."""
    before, after = pair
    assert carries_macros(Package(before))
    assert not carries_macros(Package(after))
    everything = parts(after)
    assert not [name for name in everything if "vba" in name.lower()]
    listed = b"".join(v for n, v in everything.items() if n.endswith((".rels", "Types].xml")))
    assert not re.search(rb"vba|macroEnabled", listed, re.IGNORECASE)
    assert b"onAction" not in b"".join(everything.values())
    shown = b"".join(v for n, v in everything.items() if "drawing" in n.lower())
    sheets = b"".join(re.findall(rb"<controlPr[^>]*>", b"".join(everything.values())))
    assert not re.search(rb"FmlaMacro|\[0\]!", shown + sheets)
    assert b"spreadsheetml.sheet.main+xml" in everything["[Content_Types].xml"]


def test_the_copy_is_sound(pair):
    """Removing parts leaves no loose end: no dangling relationship, no type without a part."""
    before, after = pair
    assert problems(after) <= problems(before)
    assert problems(after) == set()


def test_only_what_named_a_macro_changed(pair):
    """Parts that have nothing to do with macros are the same compressed bytes as before."""
    before, after = pair
    _, different = changed(before, after)
    named = re.compile(
        r"\[Content_Types\]\.xml|.*\.rels|xl/workbook\.xml|xl/worksheets/sheet\d+\.xml"
        r"|xl/drawings/(vmlDrawing|drawing)\d+\.(vml|xml)"
    )
    assert all(named.fullmatch(name) for name in different)
    old, new = Package(before), Package(after)
    for entry in new.entries:
        if entry.name not in different:
            assert new.raw(entry.name) == old.raw(entry.name)


def test_the_cells_are_those_of_the_workbook(pair):
    """Between the tags of sheetData every byte of every sheet is the same."""
    before, after = pair
    old, new = parts(before), parts(after)
    cells = re.compile(rb"<sheetData.*</sheetData>|<sheetData/>", re.DOTALL)
    for name in new:
        if name.startswith("xl/worksheets/sheet"):
            assert cells.search(new[name])[0] == cells.search(old[name])[0]


def test_a_copy_of_the_copy_is_the_copy(pair):
    """A workbook without macros comes back as it is."""
    _, after = pair
    assert macro_free(after) == after


def test_other_programs_open_it(pair):
    """Another reader, openpyxl, takes the copy for a plain workbook with the same sheets."""
    before, after = pair
    original = openpyxl.load_workbook(io.BytesIO(before), keep_vba=True)
    with closing(original.vba_archive or io.BytesIO()):  # openpyxl leaves it open
        assert openpyxl.load_workbook(io.BytesIO(after)).sheetnames == original.sheetnames


@requires_libreoffice
def test_libreoffice_opens_every_copy(tmp_path):
    """LibreOffice converts each copy, with the sheets of the original."""
    paths = []
    for name, make in BOOKS.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(macro_free(make()))
    made = LibreOffice().convert_many(paths, tmp_path / "hasil", "xlsx")
    for path, result in made.items():
        assert result is not None, path.name
        before = openpyxl.load_workbook(path).sheetnames
        assert openpyxl.load_workbook(result).sheetnames == before


def test_the_template_loses_buttons_and_project_only():
    """Of our own .xlsm exactly the project and the drawing with the buttons go."""
    before = TEMPLATE.read_bytes()
    gone, different = changed(before, macro_free(before))
    assert gone == {"xl/vbaProject.bin", "xl/drawings/vmlDrawing1.vml"}
    assert different == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }


def test_the_templates_copy_says_the_same():
    """Checked, the copy of our .xlsm gives the same findings as the .xlsm."""
    before = Book(Path("buku.xlsm"), TEMPLATE.read_bytes())
    after = Book(Path("buku.xlsm"), macro_free(TEMPLATE.read_bytes()))
    assert (before.macro_enabled, after.macro_enabled) == (True, False)
    assert check_book(after).findings == check_book(before).findings


def test_comments_survive_the_buttons_beside_them():
    """Where notes and buttons share a VML drawing the notes stay, text and frame."""
    after = macro_free(written_with_buttons())
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Isian"]
    assert sheet["B2"].comment.text == "Sesuai DIPA revisi 3"
    assert len(sheet._charts) == 1
    vml = parts(after)["xl/drawings/vmlDrawing1.vml"]
    assert vml.count(b'ObjectType="Note"') == 1
    assert b'ObjectType="Button"' not in vml
    assert b"legacyDrawing" in parts(after)["xl/worksheets/sheet1.xml"]
    assert b"legacyDrawing" not in parts(after)["xl/worksheets/sheet2.xml"]


def test_a_button_goes_from_all_three_places():
    """Shape, control and stand-in of the button are gone; those that hold data stay."""
    after = parts(macro_free(macro_book()))
    vml = after["xl/drawings/vmlDrawing1.vml"]
    sheet, drawing = after["xl/worksheets/sheet1.xml"], after["xl/drawings/drawing1.xml"]
    for number in (DEAD, DEAD + 1, DEAD + 2):
        there = number != DEAD
        assert (b"_x0000_s%d" % number in vml) == there
        assert (b'shapeId="%d"' % number in sheet) == there
        assert (b'spid="_x0000_s%d"' % number in drawing) == there
        assert (f"xl/ctrlProps/ctrlProp{number - 1024}.xml" in after) == there
    assert b'ObjectType="Note"' in vml
    assert drawing.count(b"<mc:AlternateContent") == 2
    assert sheet.count(b"<mc:AlternateContent") == 3


def test_a_picture_that_called_a_macro_stays_a_picture():
    """Only the name of the macro is taken from it."""
    before, after = parts(macro_book()), parts(macro_free(macro_book()))
    drawing = after["xl/drawings/drawing1.xml"]
    assert b'<xdr:pic macro="">' in drawing
    assert after["xl/media/logo.png"] == before["xl/media/logo.png"]
    assert b"[0]!Cetak" not in drawing


def test_names_of_procedures_go_and_names_of_ranges_stay():
    """The workbook part loses exactly the names that its macros gave it."""
    workbook = parts(macro_free(macro_book()))["xl/workbook.xml"]
    names = re.findall(rb'<definedName name="([^"]*)"', workbook)
    assert names == [b"pagu"]


def test_every_signature_and_ribbon_goes_with_its_pictures():
    """What only the project or the ribbon used is gone, printer settings stay."""
    gone, _ = changed(macro_book(), macro_free(macro_book()))
    assert {n for n in gone if n.startswith("xl/vba")} == {
        "xl/vbaProject.bin",
        "xl/vbaProjectSignature.bin",
        "xl/vbaProjectSignatureAgile.bin",
        "xl/vbaProjectSignatureV3.bin",
    }
    assert "xl/_rels/vbaProject.bin.rels" in gone
    assert "customUI/images/tombol.png" in gone
    assert "xl/printerSettings/printerSettings1.bin" not in gone


@pytest.mark.parametrize(("class_id", "stays"), [(COMMAND_BUTTON, False), (COMBO_BOX, True)])
def test_an_activex_button_goes_and_a_list_stays(class_id, stays):
    """A command button can do nothing without its macro; a combo box holds data."""
    after = parts(macro_free(active_x_book(class_id)))
    for name in ("activeX/activeX1.xml", "activeX/activeX1.bin", "media/gambar.png"):
        assert (f"xl/{name}" in after) == stays
    assert (b"<control " in after["xl/worksheets/sheet1.xml"]) == stays


def plain(**more: object) -> Draft:
    """Return a workbook that is to get something."""
    draft = Draft.simple()
    for name, value in more.items():
        setattr(draft, name, value)
    return draft


def macro_sheet() -> bytes:
    """Return a workbook whose second sheet would hold Excel 4 macros."""
    draft = plain()
    part, kind = "xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml"
    draft.attach("xl/workbook.xml", f"{MICROSOFT}/xlMacrosheet", part, "<x/>", kind)
    return draft.to_bytes()


def embedded() -> bytes:
    """Return a workbook with a macro workbook inside."""
    draft = plain()
    kind = "application/vnd.ms-excel.sheet.macroEnabled.12"
    draft.attach(draft.sheet_name(), "package", "xl/embeddings/buku.xlsm", b"PK", kind)
    return draft.to_bytes()


@pytest.mark.parametrize("make", [macro_sheet, embedded])
def test_what_cannot_be_taken_out_is_refused(make):
    """Macro sheets and embedded macro documents are said, never passed on."""
    assert carries_macros(Package(make()))
    with pytest.raises(UnsafeError):
        macro_free(make())


def test_a_signed_workbook_without_macros_is_left_alone():
    """A digital signature matters only when something would have to change."""
    assert macro_free(signed()) == signed()
    with zipfile.ZipFile(io.BytesIO(signed())) as package:
        content = {name: package.read(name) for name in package.namelist()}
    content["xl/vbaProject.bin"] = b"makro"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    with pytest.raises(SignedError):
        macro_free(stream.getvalue())


def hidden(name: str, kind: str, content_type: str) -> bytes:
    """Return an .xlsx that carries a project under a false name."""
    draft = plain()
    draft.attach("xl/workbook.xml", kind, name, b"\xd0\xcf\x11\xe0", content_type)
    return draft.to_bytes()


@pytest.mark.parametrize(
    ("name", "kind", "content_type"),
    [
        ("xl/data1.bin", f"{MICROSOFT}/vbaProject", "application/octet-stream"),
        ("xl/data1.bin", "customData", "application/vnd.ms-office.vbaProject"),
        ("xl/VBAPROJECT.BIN", "customData", "application/octet-stream"),
        ("xl/data1.xml", f"{MICROSOFT}/wordVbaData", "application/xml"),
    ],
)
def test_a_project_in_disguise_is_found_and_taken_out(name, kind, content_type):
    """A macro is one by its relationship, its type or its name; each is enough."""
    data = hidden(name, kind, content_type)
    assert carries_macros(Package(data))
    after = macro_free(data)
    assert not carries_macros(Package(after))


@pytest.mark.parametrize(
    "name", sorted(n for n, f in FIXTURES.items() if n.endswith(".xlsx") and not f.refused)
)
def test_no_plain_workbook_is_taken_for_a_macro_workbook(name):
    """Whatever an .xlsx may hold, without macros it travels byte for byte."""
    data = FIXTURES[name].make()
    assert not carries_macros(Package(data))
    assert macro_free(data) == data
