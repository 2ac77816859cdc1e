"""Changes go into the cells that are meant, and into no other byte."""

import io
import re

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sakip_excel.errors import CellError, DamagedError, SignedError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import Cell, ErrorValue, same_value
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name

from .packages import (
    DECLARATION,
    MAIN,
    STRICT,
    TABLE,
    TABLE_ROWS,
    parts,
    rows_file,
    save,
    table_file,
    unpack,
    workbook,
    worksheet,
)
from .test_book import WRITINGS, prefixed

SHEET = "xl/worksheets/sheet1.xml"


def patched(path, *edits, **options):
    """Return the new package after setting cells of the sheet Data: (ref, value[, formula])."""
    patch = Patch(Book.open(path))
    for ref, *rest in edits:
        patch.set("Data", ref, *rest)
    data = patch.to_bytes()
    return data if options.get("whole") else unpack(data)[SHEET].decode()


def sheet_rows(xml):
    """Return what stands between the tags of sheetData."""
    return xml.split("<sheetData>")[1].split("</sheetData>")[0]


def set_in(folder, rows, *edits, **more):
    """Return the rows of a sheet after setting cells."""
    return sheet_rows(patched(rows_file(folder, rows, **more), *edits))


def reread(folder, data):
    """Return the workbook of these bytes."""
    return Book.open(save(folder, data, "hasil.xlsx"))


ROW = '<row r="1"><c r="A1" s="3"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("value", "formula", "cell"),
    [
        (5, None, '<c r="A1" s="3"><v>5</v></c>'),
        (0.1, None, '<c r="A1" s="3"><v>0.1</v></c>'),
        (2.0, None, '<c r="A1" s="3"><v>2</v></c>'),
        (1e300, None, '<c r="A1" s="3"><v>1E+300</v></c>'),
        (True, None, '<c r="A1" s="3" t="b"><v>1</v></c>'),
        (None, None, '<c r="A1" s="3"/>'),
        (ErrorValue("#N/A"), None, '<c r="A1" s="3" t="e"><v>#N/A</v></c>'),
        ("a & <b>", None,
         '<c r="A1" s="3" t="inlineStr"><is><t>a &amp; &lt;b&gt;</t></is></c>'),
        ("=1+1", None, '<c r="A1" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'),
        ("#N/A", None, '<c r="A1" s="3" t="inlineStr"><is><t>#N/A</t></is></c>'),
        (" a", None,
         '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>'),
        (5, "B1*2", '<c r="A1" s="3"><f>B1*2</f><v>5</v></c>'),
        ("", "B1&C1", '<c r="A1" s="3" t="str"><f>B1&amp;C1</f><v></v></c>'),
        (1, " B1", '<c r="A1" s="3"><f xml:space="preserve"> B1</f><v>1</v></c>'),
        (" a", "B1", '<c r="A1" s="3" t="str"><f>B1</f><v xml:space="preserve"> a</v></c>'),
        (None, "B1>1", '<c r="A1" s="3"><f>B1&gt;1</f></c>'),
        (False, "B1>1", '<c r="A1" s="3" t="b"><f>B1&gt;1</f><v>0</v></c>'),
    ],
)  # fmt: skip
def test_what_a_cell_is_set_to(tmp_path, value, formula, cell):
    """Each kind of value is written as Excel reads it; the style stays."""
    assert set_in(tmp_path, ROW, ("A1", value, formula)) == f'<row r="1">{cell}</row>'


@pytest.mark.parametrize(
    "value", ["a\rb\x01c", "_x0041_", "baris\nbaru", "  dua  ", "🗳", "\ud83d", "]]>", "", "'90"]
)
def test_any_text_comes_back(tmp_path, value):
    """Text comes back letter by letter, whatever XML or Excel cannot hold as it is."""
    data = patched(rows_file(tmp_path, ROW), ("A1", value), whole=True)
    assert reread(tmp_path, data).cell("Data", "A1") == Cell(value, None, "General")


def test_only_the_cell_changes(tmp_path):
    """Attributes, spaces, comments and neighbours keep every byte."""
    rows = (
        "\n<row r='1'  x:y='1' xmlns:x='urn:x'><!-- satu -->"
        "<c s='3' r='A1' cm='1' ph='1' t='s' ><v>0</v><extLst><ext uri='u'/></extLst></c> "
        "<c r='B1'><v>2.50</v></c></row>\n"
    )
    strings = f'<sst xmlns="{MAIN}"><si><t>lama</t></si></sst>'
    path = rows_file(
        tmp_path,
        rows,
        links=[("sharedStrings", "sharedStrings.xml")],
        xl__sharedStrings_xml=strings,
    )
    old = "<c s='3' r='A1' cm='1' ph='1' t='s' ><v>0</v><extLst>"
    assert sheet_rows(patched(path, ("A1", 7))) == rows.replace(
        old, "<c s='3' r='A1' ph='1'><v>7</v><extLst>"
    )


@pytest.mark.parametrize("writing", [name for name in WRITINGS if name != "out_of_order"])
def test_every_way_of_writing_can_be_patched(tmp_path, writing):
    """Old cells, new cells and new rows go into any text, and all other cells stay."""
    path = rows_file(tmp_path, WRITINGS[writing])
    edits = {"C1": "baru", "A1": None, "B1": 5, "A2": 6, "A3": 7, "D3": 8, "A9": 9}
    data = patched(path, *edits.items(), whole=True)
    rows = reread(tmp_path, data).rows("Data")
    found = {
        f"{'ABCD'[c - 1]}{r}": cell.value for r, cells in rows.items() for c, cell in cells.items()
    }
    assert found == {ref: value for ref, value in edits.items() if value is not None} | {"B3": 2}
    other = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Data"]
    theirs = {cell.coordinate: cell.value for row in other.iter_rows() for cell in row}
    assert {ref: value for ref, value in theirs.items() if value is not None} == found


def test_prefixes_are_kept(tmp_path):
    """New elements carry the prefix of the old ones."""
    path = save(tmp_path, parts(prefixed(worksheet(WRITINGS["usual"]))))
    data = patched(path, ("A1", "x", "B1"), ("A2", "teks"), whole=True)
    book = reread(tmp_path, data)
    assert book.cell("Data", "A2").value == "teks"
    assert book.cell("Data", "A1") == Cell("x", "B1", "General")
    assert "<x:is><x:t>teks</x:t></x:is>" in unpack(data)[SHEET].decode()


def test_strict_and_marked_parts_are_kept(tmp_path):
    """The strict namespace and a byte order mark survive a change."""
    contents = parts(worksheet(ROW, main=STRICT))
    contents[SHEET] = contents[SHEET].encode("utf-8-sig")
    data = patched(save(tmp_path, contents), ("A1", 2), whole=True)
    assert unpack(data)[SHEET] == contents[SHEET].replace(b"<v>1</v>", b"<v>2</v>")


def test_utf16_becomes_utf8_only_when_it_must(tmp_path):
    """A UTF-16 part that changes is written as UTF-8 that says so; others stay as they are."""
    contents = {
        name: text.replace("UTF-8", "utf-16").encode("utf-16")
        for name, text in parts(worksheet(ROW)).items()
    }
    after = unpack(patched(save(tmp_path, contents), ("A1", "é"), whole=True))
    for part in (SHEET, "xl/workbook.xml"):
        assert after.pop(part).startswith(b'<?xml version="1.0" encoding="UTF-8"')
        del contents[part]
    assert after == contents


@pytest.mark.parametrize(
    ("tag", "after"),
    [
        ('<row r="2" ht="45"', '<row r="2"'),
        ("<row r='2' ht='45' spans='1:2'", "<row r='2' spans='1:2'"),
        ('<row r="2" ht="45" customHeight="0"', '<row r="2" customHeight="0"'),
        ('<row r="2" ht="45" customHeight="1"', '<row r="2" ht="45" customHeight="1"'),
        ('<row r="2" customHeight="true" ht="45"', '<row r="2" customHeight="true" ht="45"'),
        ('<row r="2"', '<row r="2"'),
    ],
)
def test_rows_whose_text_changes_are_fitted_anew(tmp_path, tag, after):
    """A height that Excel found goes with the text it was for; one that was chosen stays."""
    rows = f'{tag}><c r="A2"><v>1</v></c></row><row r="3" ht="45"><c r="A3"><v>1</v></c></row>'
    patch = Patch(Book.open(rows_file(tmp_path, rows)))
    patch.set("Data", "A2", 2)
    wanted = rows.replace("<v>1</v>", "<v>2</v>", 1)
    assert sheet_rows(unpack(patch.to_bytes())[SHEET].decode()) == wanted
    patch.fit_rows("Data")
    assert sheet_rows(unpack(patch.to_bytes())[SHEET].decode()) == wanted.replace(tag, after, 1)


@pytest.mark.parametrize(
    ("rows", "edits", "expected"),
    [
        ("", [("B2", 1)], '<row r="2"><c r="B2"><v>1</v></c></row>'),
        ('<row r="2" ht="9"/>', [("B2", 1)], '<row r="2" ht="9"><c r="B2"><v>1</v></c></row>'),
        ('<row r="2"></row>', [("B2", 1)], '<row r="2"><c r="B2"><v>1</v></c></row>'),
        ('<row r="2"><c r="B2"/></row>', [("A2", 1), ("D2", 3), ("C2", 2)],
         '<row r="2"><c r="A2"><v>1</v></c><c r="B2"/><c r="C2"><v>2</v></c>'
         '<c r="D2"><v>3</v></c></row>'),
        ('<row r="2"/><row r="5"/>', [("A9", 3), ("A1", 1), ("A4", 2)],
         '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="4"><c r="A4"><v>2</v></c>'
         '</row><row r="5"/><row r="9"><c r="A9"><v>3</v></c></row>'),
        ('<row r="2" spans="2:3"><c r="B2"/></row>', [("E2", 1), ("D7", 2), ("B7", 1)],
         '<row r="2" spans="2:5"><c r="B2"/><c r="E2"><v>1</v></c></row>'
         '<row r="7" spans="2:4"><c r="B7"><v>1</v></c><c r="D7"><v>2</v></c></row>'),
        ("<row><c/><c><v>2</v></c></row><row><c/></row>", [("A1", 1), ("C1", 3)],
         '<row><c><v>1</v></c><c><v>2</v></c><c r="C1"><v>3</v></c></row><row><c/></row>'),
        ('<row r="2" spans=""/>', [("A2", 1)],
         '<row r="2" spans=""><c r="A2"><v>1</v></c></row>'),
        ('<row><c r="C3"/></row>', [("A1", 1), ("A2", 2)],
         '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
         '<row r="3"><c r="C3"/></row>'),
        ('<row r="2"/><row r="4"><c r="B4"/><c/></row>', [("A4", 1), ("A3", 1)],
         '<row r="2"/><row r="3"><c r="A3"><v>1</v></c></row><row r="4">'
         '<c r="A4"><v>1</v></c><c r="B4"/><c/></row>'),
    ],
)  # fmt: skip
def test_new_cells_and_rows_stand_in_order(tmp_path, rows, edits, expected):
    """New cells and rows find their place; rows and spans grow only as needed."""
    assert set_in(tmp_path, rows, *edits) == expected


def test_places_that_were_implied_are_named_when_something_comes_before(tmp_path):
    """A row or cell without an address keeps its place when another is put before it."""
    rows = (
        '<row r="1"><c r="A1"/></row><row r="3"><c r="A3"/></row>'
        '<row><c r="C4"/><c><v>4</v></c></row>'
    )
    book = reread(tmp_path, patched(rows_file(tmp_path, rows), ("B4", 1), ("B2", 2), whole=True))
    assert {
        (r, c): cell.value for r, cells in book.rows("Data").items() for c, cell in cells.items()
    } == {
        (2, 2): 2,
        (4, 2): 1,
        (4, 4): 4,
    }


def test_empty_sheet_data(tmp_path):
    """A sheet without any row opens up for the first one."""
    contents = parts(worksheet("").replace("<sheetData></sheetData>", "<sheetData />"))
    xml = patched(save(tmp_path, contents), ("A1", 1), ("B3", 2))
    assert sheet_rows(xml) == (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'
    )


def test_dimension_follows(tmp_path):
    """The used range grows over new cells and stays for old ones."""
    before = '<dimension ref="A1:B2"/>'
    path = rows_file(tmp_path, ROW, before=before)
    assert before in patched(path, ("A1", 2))
    assert '<dimension ref="A1:D9"/>' in patched(path, ("D9", 2))


def test_ghost_rows_stay(tmp_path):
    """A value at the end of a sheet full of format-only rows leaves each of them as it was."""
    ghosts = "".join(f'<row r="{row}" ht="15"/>' for row in range(2, 30_000))
    assert set_in(tmp_path, ROW + ghosts, ("B29000", 1)) == (ROW + ghosts).replace(
        '<row r="29000" ht="15"/>', '<row r="29000" ht="15"><c r="B29000"><v>1</v></c></row>'
    )


# styles of new cells


def test_new_cells_take_the_style_of_the_record_above(tmp_path):
    """In a table new cells, blank ones too, look like the nearest above, never like the heading."""
    patch = Patch(Book.open(table_file(tmp_path)))
    patch.grow_table("tblUji", 6)
    for ref in ("B5", "C5", "D6", "B6", "E6"):
        patch.set("Data", ref, 9)
    rows = sheet_rows(unpack(patch.to_bytes())[SHEET].decode())
    assert rows == TABLE_ROWS + (
        '<row r="5" spans="2:4"><c r="B5" s="1"><v>9</v></c><c r="C5" s="2"><v>9</v></c>'
        '<c r="D5" s="3"/></row>'
        '<row r="6" spans="2:5"><c r="B6" s="1"><v>9</v></c><c r="C6" s="2"/>'
        '<c r="D6" s="3"><v>9</v></c><c r="E6"><v>9</v></c></row>'
    )


def test_first_record_does_not_look_like_the_heading(tmp_path):
    """A cell in the first row of a table takes the row's or column's style."""
    rows = '<row r="2"><c r="B2" s="8" t="inlineStr"><is><t>Kode</t></is></c></row>'
    before = '<cols><col min="2" max="3" width="9" style="5"/></cols>'
    path = table_file(tmp_path, rows)
    contents = unpack(path.read_bytes())
    contents[SHEET] = contents[SHEET].replace(b"<sheetData>", before.encode() + b"<sheetData>")
    assert '<c r="B3" s="5"><v>1</v></c>' in patched(save(tmp_path, contents), ("B3", 1))


def test_rows_style_comes_before_columns_style(tmp_path):
    """Outside a table a new cell takes the style of its row, else of its column."""
    rows = '<row r="1" s="4" customFormat="1"/><row r="2" s="4"/>'
    before = '<cols><col min="1" max="1" style="5"/><col min="3" max="16384" style="6"/></cols>'
    assert set_in(
        tmp_path, rows, ("A1", 1), ("A2", 1), ("B2", 1), ("A3", 1), ("D3", 1), before=before
    ) == (
        '<row r="1" s="4" customFormat="1"><c r="A1" s="4"><v>1</v></c></row>'
        '<row r="2" s="4"><c r="A2" s="5"><v>1</v></c><c r="B2"><v>1</v></c></row>'
        '<row r="3"><c r="A3" s="5"><v>1</v></c><c r="D3" s="6"><v>1</v></c></row>'
    )


# formulas

SHARED = (
    '<row r="1"><c r="A1" s="1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2" s="1"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3" s="1" t="str"><f t="shared" si="0"></f><v>x</v></c></row>'
)


def test_followers_get_their_own_formula_when_the_master_goes(tmp_path):
    """Overwriting a shared formula writes out those that follow it, values untouched."""
    assert set_in(tmp_path, SHARED, ("A1", 5)) == (
        '<row r="1"><c r="A1" s="1"><v>5</v></c></row>'
        '<row r="2"><c r="A2" s="1"><f>B2*2</f><v>4</v></c></row>'
        '<row r="3"><c r="A3" s="1" t="str"><f>B3*2</f><v>x</v></c></row>'
    )


def test_overwriting_a_follower_leaves_the_others(tmp_path):
    """A follower leaves the group alone."""
    assert set_in(tmp_path, SHARED, ("A2", 4, "B2*3")) == SHARED.replace(
        '<f t="shared" si="0"/>', "<f>B2*3</f>"
    )


def test_master_and_follower_overwritten_together(tmp_path):
    """A follower that is set itself is not written out as well."""
    assert set_in(tmp_path, SHARED, ("A1", 1), ("A2", 2), ("A3", 3)) == "".join(
        f'<row r="{n}"><c r="A{n}" s="1"><v>{n}</v></c></row>' for n in (1, 2, 3)
    )


CHAIN = f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/></calcChain>'


def chained(folder, rows=SHARED, **more):
    """Write a workbook with a calculation chain."""
    return rows_file(
        folder,
        rows,
        links=[("calcChain", "calcChain.xml")],
        overrides=[("xl/calcChain.xml", "calcChain")],
        xl__calcChain_xml=CHAIN,
        **more,
    )


@pytest.mark.parametrize("edit", [("A2", 4), ("B9", 1, "A1")])
def test_the_chain_goes_when_formulas_come_or_go(tmp_path, edit):
    """The calculation chain leaves no trace in content types and relationships."""
    path = chained(tmp_path)
    before, after = unpack(path.read_bytes()), unpack(patched(path, edit, whole=True))
    assert before.keys() - after.keys() == {"xl/calcChain.xml"}
    assert not any(b"calcChain" in content for content in after.values())
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        removed = before[name].split(after[name][:100], 1)[1]
        assert b"calcChain" in removed
        assert len(before[name]) - len(after[name]) < 200


@pytest.mark.parametrize("edit", [("A2", 5, "B2*2"), ("A2", 4, "B2*3"), ("B2", 7)])
def test_the_chain_stays_when_the_same_cells_have_formulas(tmp_path, edit):
    """A changed formula or result leaves the chain as it is."""
    assert (
        unpack(patched(chained(tmp_path), edit, whole=True))["xl/calcChain.xml"] == CHAIN.encode()
    )


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        ({}, '</sheets><calcPr fullCalcOnLoad="1"/></workbook>'),
        ({"after": '<definedNames><definedName name="a">1</definedName></definedNames>'
                   "<extLst/>"},
         '</definedNames><calcPr fullCalcOnLoad="1"/><extLst/>'),
        ({"after": "<externalReferences/><pivotCaches/>"},
         '<externalReferences/><calcPr fullCalcOnLoad="1"/><pivotCaches/>'),
        ({"after": '<calcPr calcId="191029" iterate="1"/>'},
         '<calcPr calcId="191029" iterate="1" fullCalcOnLoad="1"/>'),
        ({"after": '<calcPr fullCalcOnLoad="0" calcId="1"></calcPr>'},
         '<calcPr fullCalcOnLoad="1" calcId="1"></calcPr>'),
    ],
)  # fmt: skip
def test_excel_is_asked_to_recalculate(tmp_path, book, expected):
    """A changed formula sets one flag, in its place, and nothing else in the workbook part."""
    path = rows_file(tmp_path, ROW, workbook=workbook(**book))
    before, after = unpack(path.read_bytes()), unpack(patched(path, ("A1", 1, "2-1"), whole=True))
    assert expected in after["xl/workbook.xml"].decode()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {SHEET, "xl/workbook.xml"}


@pytest.mark.parametrize("edit", [("A1", 2), ("A2", 9, "B2*2")])
def test_values_touch_the_sheet_and_ask_for_recalculation(tmp_path, edit):
    """A changed value changes its worksheet and the flag: the user's own formulas may need it."""
    path = rows_file(tmp_path, SHARED if edit[0] == "A2" else ROW)
    before, after = unpack(path.read_bytes()), unpack(patched(path, edit, whole=True))
    assert {n for n in before if before[n] != after[n]} == {SHEET, "xl/workbook.xml"}


# refusals


@pytest.mark.parametrize(
    ("ref", "value", "formula"),
    [
        ("A1", float("nan"), None),
        ("A1", float("inf"), None),
        ("A1", 10**15, None),
        ("A1", -(10**15), None),
        ("A1", "x" * 32768, None),
        ("A1", ErrorValue("#SALAH!"), None),
        ("A1", 1, ""),
        ("A1", 1, "A" * 8193),
        ("XFE1", 1, None),
        ("A1048577", 1, None),
        ("A0", 1, None),
    ],
)
def test_what_no_cell_holds_is_refused(tmp_path, ref, value, formula):
    """A value, formula or address that Excel has no room for is refused, never bent."""
    patch = Patch(Book.open(rows_file(tmp_path, ROW)))
    with pytest.raises(CellError):
        patch.set("Data", ref, value, formula)
    assert not patch.changed


def test_limits_themselves_are_fine(tmp_path):
    """The largest number, longest text and last cell are taken."""
    edits = [("A1", 10**15 - 1), ("A2", "x" * 32767), ("XFD1048576", 1)]
    book = reread(tmp_path, patched(rows_file(tmp_path, ROW), *edits, whole=True))
    assert [book.cell("Data", ref).value for ref, _ in edits] == [value for _, value in edits]


@pytest.mark.parametrize("value", [b"x", [1], object()])
def test_foreign_kinds_are_our_own_mistake(tmp_path, value):
    """A value of a kind that no cell holds is a TypeError, not a sentence for the user."""
    with pytest.raises(TypeError):
        Patch(Book.open(rows_file(tmp_path, ROW))).set("Data", "A1", value)


GUARDED = (
    '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1:D2</f><v>1</v></c>'
    '<c r="F1"><v>1</v></c></row>'
    '<row r="5"><c r="A5"><f t="dataTable" ref="A5:A6" r1="C1"/><v>1</v></c></row>'
)


@pytest.mark.parametrize("ref", ["A1", "B2", "A5", "A6", "G1", "F2"])
def test_guarded_cells_are_refused(tmp_path, ref):
    """Array formulas, data tables and covered cells of a merge take nothing."""
    after = '<mergeCells count="1"><mergeCell ref="F1:G2"/></mergeCells>'
    patch = Patch(Book.open(rows_file(tmp_path, GUARDED, after=after)))
    with pytest.raises(CellError):
        patch.set("Data", ref, 9)
    patch.set("Data", "F1", 9)
    assert patch.changed


def test_table_headings_are_refused(tmp_path):
    """A heading names the column in the table part too, so it is not ours to change."""
    patch = Patch(Book.open(table_file(tmp_path)))
    with pytest.raises(CellError):
        patch.set("Data", "C2", "Lain")
    patch.set("Data", "A2", "di luar tabel")
    patch.set("Data", "C3", "isi")


def test_unordered_text_is_refused(tmp_path):
    """Where rows or cells are out of order nothing is put in."""
    for rows, ref in (
        (WRITINGS["out_of_order"], "A1"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "C1"),
        ('<row r="1"><c r="A2"/></row>', "B1"),
        ('<row r="1"><c r="b1"/></row>', "B1"),
        ('<row r="1"/><row r="1"/>', "A1"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="B1"/></row>', "B1"),
        ("""<row r="1"><c r='B1'><v>1</v></c><c r="B1"/></row>""", "A1"),
    ):
        with pytest.raises(DamagedError):
            patched(rows_file(tmp_path, rows), (ref, 7))


def test_signed_workbooks_are_read_but_not_written(tmp_path):
    """A signature is no obstacle to reading; changing the workbook would break it."""
    contents = parts(worksheet(ROW)) | {"_xmlsignatures/sig1.xml": "<a/>"}
    patch = Patch(Book.open(save(tmp_path, contents)))
    patch.set("Data", "A1", 1)
    assert not patch.changed
    assert unpack(patch.to_bytes()) == {name: text.encode() for name, text in contents.items()}
    patch.set("Data", "A1", 2)
    with pytest.raises(SignedError):
        patch.to_bytes()


# tables


@pytest.mark.parametrize("name", ["tblUji", "TBLUJI"])
def test_grow_table(tmp_path, name):
    """A table grows with its filter and its new rows look like the old; its part stays else."""
    path = table_file(tmp_path)
    patch = Patch(Book.open(path))
    patch.grow_table(name, 9)
    before, after = unpack(path.read_bytes()), unpack(patch.to_bytes())
    part = "xl/tables/table1.xml"
    assert after[part].decode() == TABLE.replace("B2:D4", "B2:D9")
    assert {n for n in before if before[n] != after[n]} == {part, SHEET, "xl/workbook.xml"}
    old, new = (sheet_rows(each[SHEET].decode()) for each in (before, after))
    assert new.startswith(old)
    added = new.removeprefix(old)
    assert added.count("<row ") == 5
    assert added.count('s="1"/>') == added.count('s="2"/>') == added.count('s="3"/>') == 5
    assert reread(tmp_path, patch.to_bytes()).table("tblUji").ref == (2, 2, 9, 4)


def test_tables_never_shrink(tmp_path):
    """A table that reaches far enough already is left as it is."""
    patch = Patch(Book.open(table_file(tmp_path)))
    patch.grow_table("tblUji", 4)
    patch.grow_table("tblUji", 3)
    assert not patch.changed
    with pytest.raises(KeyError):
        patch.grow_table("tblLain", 9)


def test_rows_typed_below_are_taken_in(tmp_path):
    """Growing over what the user typed below the table is what growing is for."""
    rows = TABLE_ROWS + '<row r="5"><c r="B5"><v>3</v></c></row>'
    patch = Patch(Book.open(table_file(tmp_path, rows)))
    patch.grow_table("tblUji", 5)
    assert unpack(patch.to_bytes())[SHEET].decode().count('<c r="B5"><v>3</v></c>') == 1


@pytest.mark.parametrize(
    ("table", "after", "last"),
    [
        (TABLE.replace("totalsRowShown", 'totalsRowCount="1" x'), "", 6),
        (TABLE, '<mergeCells><mergeCell ref="A6:B6"/></mergeCells>', 6),
        (TABLE, '<autoFilter ref="D6:F9"/>', 6),
        (TABLE, "", 1_048_577),
    ],
)
def test_obstacles_to_growing(tmp_path, table, after, last):
    """Totals, merged cells, another filter and the end of the sheet stop a table."""
    patch = Patch(Book.open(table_file(tmp_path, table=table, after=after)))
    with pytest.raises(CellError):
        patch.grow_table("tblUji", last)
    assert not patch.changed


def test_another_table_below_stops_a_table(tmp_path):
    """A table does not grow into another one, but grows up to it."""
    path = tmp_path / "dua.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    sheet.add_table("A1:B3", {"name": "tblSatu"})
    sheet.add_table("B8:C9", {"name": "tblDua"})
    book.close()
    patch = Patch(Book.open(path))
    patch.grow_table("tblSatu", 7)
    with pytest.raises(CellError):
        patch.grow_table("tblSatu", 8)
    assert patch.grown["tblSatu"].ref == (1, 1, 7, 2)


# idempotence


@pytest.mark.parametrize(
    ("ref", "value", "formula"),
    [
        ("A1", 2, "B1*2"),
        ("A2", 4.0, "B2*2"),
        ("A3", "x", "B3*2"),
        ("Z9", None, None),
    ],
)
def test_setting_what_stands_there_changes_nothing(tmp_path, ref, value, formula):
    """The same value and formula, shared or not, are no change; the file stays as it is."""
    path = rows_file(tmp_path, SHARED)
    patch = Patch(Book.open(path))
    patch.set("Data", ref, value, formula)
    assert not patch.changed
    assert patch.parts() == {}
    assert patch.to_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<v>1</v>", True),
        ("<v>1</v>", "1"),
        ("<v>0</v>", None),
        ("<f>1</f><v>1</v>", 1),
    ],
)
def test_things_that_only_look_alike_are_changes(tmp_path, old, new):
    """1, TRUE and "1", 0 and blank, a value and a formula of that value are all different."""
    patch = Patch(Book.open(rows_file(tmp_path, f'<row r="1"><c r="A1">{old}</c></row>')))
    patch.set("Data", "A1", new)
    assert patch.changed


def test_a_change_taken_back_is_no_change(tmp_path):
    """The last word on a cell counts, also in parts that were asked for already."""
    path = rows_file(tmp_path, ROW)
    patch = Patch(Book.open(path))
    patch.set("Data", "A1", 5)
    assert SHEET in patch.parts()
    patch.set("Data", "A1", 1)
    assert not patch.changed
    assert patch.to_bytes() == path.read_bytes()


def test_patching_twice_is_patching_once(tmp_path):
    """The same edits on the result change nothing more."""
    edits = [("A1", "teks"), ("C7", 0.1, "A1*2"), ("B1", None), ("D2", True)]
    data = patched(rows_file(tmp_path, SHARED), *edits, whole=True)
    assert patched(save(tmp_path, data), *edits, whole=True) == data


def test_every_other_part_of_a_rich_workbook_is_the_same(tmp_path):
    """Charts, pictures, comments, styles and strings are byte for byte what they were."""
    path = tmp_path / "kaya.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["a", "b", 3])
    sheet.write_formula(1, 0, "=C1*2", None, 6)
    sheet.write_comment(0, 0, "catatan")
    sheet.conditional_format("A1:C9", {"type": "cell", "criteria": ">", "value": 5})
    sheet.data_validation("A2:A9", {"validate": "list", "source": ["Ya", "Tidak"]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$C$1:$C$9"})
    sheet.insert_chart("F2", chart)
    sheet.insert_textbox("F20", "kotak")
    book.close()
    before = unpack(path.read_bytes())
    after = unpack(patched(path, ("B2", 5), ("A1", "baru"), whole=True))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET}
    old, new = before[SHEET].decode(), after[SHEET].decode()
    assert new.split("</sheetData>")[1] == old.split("</sheetData>")[1]
    assert new.split("<sheetData>")[0] == old.split("<sheetData>")[0]


def test_comments_and_declaration_of_the_sheet_stay(tmp_path):
    """What stands before and behind the rows is not rewritten."""
    before = "<!-- <sheetData><row r='1'/></sheetData> --><sheetViews/>"
    after = (
        "<!-- akhir --><pageMargins left='1' right='1' top='1' bottom='1' header='0' footer='0'/>"
    )
    xml = patched(rows_file(tmp_path, ROW, before=before, after=after), ("A1", 2))
    assert xml == worksheet(ROW.replace("<v>1</v>", "<v>2</v>"), before=before, after=after)
    assert xml.startswith(DECLARATION)


# any sheet, any edits

_PLACES = st.tuples(st.integers(1, 6), st.integers(1, 5))
_VALUES = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(max_size=8),
    st.sampled_from([ErrorValue("#N/A"), "=1+1", "_x0041_", " a "]),
)
_CELLS = st.dictionaries(_PLACES, _VALUES, max_size=12)
_EDITS = st.dictionaries(_PLACES, st.one_of(st.none(), _VALUES), max_size=12)


@given(_CELLS, _EDITS, st.sampled_from(["", "x:"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_edits_of_any_sheet(tmp_path_factory, cells, edits, prefix, implied):
    """Whatever stands there and whatever is set, exactly that is read afterwards."""
    folder = tmp_path_factory.mktemp("acak")
    empty = rows_file(folder, "")
    first = Patch(Book.open(empty))
    for (row, column), value in cells.items():
        first.set("Data", cell_name(row, column), value)
    contents = unpack(first.to_bytes())
    xml = contents[SHEET].decode()
    if implied:  # gaps become cells and rows of their own, addresses go
        xml = re.sub(r'<(row|c) r="[^"]*"', r"<\1", filled(xml))
    contents[SHEET] = prefixed(xml) if prefix else xml
    second = Patch(Book.open(save(folder, contents)))
    for (row, column), value in edits.items():
        second.set("Data", cell_name(row, column), value)
    rows = Book.open(save(folder, second.to_bytes(), "hasil.xlsx")).rows("Data")
    found = {(r, c): cell.value for r, line in rows.items() for c, cell in line.items()}
    meant = {place: value for place, value in (cells | edits).items() if value is not None}
    assert found.keys() == meant.keys()
    assert all(same_value(found[place], meant[place]) for place in meant)


def filled(xml):
    """Return the sheet with empty rows and cells in the gaps, so that no address is needed."""
    old = {
        tuple(map(int, key)): cell
        for line, row in re.findall(r'<row r="(\d+)">(.*?)</row>', xml, re.DOTALL)
        for key, cell in [
            ((line, ord(found[1]) - 64), found[0])
            for found in re.finditer(r'<c r="([A-E])\d"[^>]*>.*?</c>', row, re.DOTALL)
        ]
    }
    body = "".join(
        f'<row r="{row}">'
        + "".join(old.get((row, column), '<c r=""/>') for column in range(1, 6))
        + "</row>"
        for row in range(1, 7)
    )
    return f"{xml.split('<sheetData>')[0]}<sheetData>{body}</sheetData></worksheet>"
