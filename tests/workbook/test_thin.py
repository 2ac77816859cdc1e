"""Formulas that are told once: the thinned text says the same as the whole one."""

import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.workbook import book as book_module
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.thin import thin

from .packages import rows_file

SHEET = b"<worksheet><sheetData>%s</sheetData></worksheet>"


def cell(formula, attributes=b""):
    """Return a cell with a formula."""
    return b'<c r="A1"><f%s>%s</f><v>1</v></c>' % (attributes, formula)


def test_each_formula_is_kept_once():
    """Formulas that repeat are numbered once; all other signs stay as they are."""
    text = SHEET % (cell(b"A1&amp;B1") + cell(b"1+1") + cell(b"A1&amp;B1"))
    thinned = thin(text, "x")
    assert sorted(thinned.formulas.values()) == ["1+1", "A1&amp;B1"]
    assert thinned.text.count(b"<v>1</v>") == 3
    assert b"amp" not in thinned.text


_FORMULA = st.text("AB1+&;<>\n\"'[]x_ ", max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
)
_TAG = st.sampled_from([b"", b' ca="1"', b' t="shared" si="0"', b' aca="false"'])


@given(st.lists(st.tuples(_FORMULA, _TAG), max_size=30))
def test_the_numbers_give_back_the_text(cells):
    """Putting every formula back in place of its number gives the part, byte for byte."""
    text = SHEET % b"".join(cell(*each) for each in cells)
    thinned = thin(text, "x")
    if thinned is None:
        assert not any(formula for formula, _ in cells)
        return
    again = re.sub(
        rb"(<f[^>]*>)([0-9]+)</f>",
        lambda match: match[1] + thinned.formulas[match[2].decode()].encode() + b"</f>",
        thinned.text,
    )
    assert again == text


@pytest.mark.parametrize(
    "inner",
    [
        b"<!-- <f>1</f> -->" + cell(b"1"),
        b'<c r="A1" t="str"><v><![CDATA[<f>1</f>]]></v></c>' + cell(b"1"),
        b"<?pi <f>1</f>?>" + cell(b"1"),
        cell(b"A1>2"),
        cell(b"1<!-- -->+1"),
        cell(b"<![CDATA[1]]>"),
        b'<c r="A1"><f>1</f ></c>',
        b"",
    ],
)
def test_rare_texts_are_left_whole(inner):
    """Where a tag alone does not tell what is a formula, the whole text is read instead."""
    assert thin(SHEET % inner, "x") is None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (SHEET % cell(b"A&nbsp;1"), DamagedError),
        (SHEET % cell(b"A&1"), DamagedError),
        (SHEET % cell(b"A&am" + b"</f><f>p;"), DamagedError),
        (SHEET % cell(b"\x01"), DamagedError),
        (SHEET % cell(b"\xff"), DamagedError),
        (SHEET % (cell(b"\xc3") + cell(b"\xa9")), DamagedError),
        (SHEET % (cell(b"1") + b"</f>"), DamagedError),
        (SHEET % b'<c r="<f>1</f>"/>', DamagedError),
        (SHEET % b"<c>1</f></c>", DamagedError),
        (b"1</f>", DamagedError),
        (b"<!DOCTYPE a>" + SHEET % cell(b"1"), UnsafeError),
    ],
)
def test_what_is_not_well_formed_is_refused(text, error):
    """A part is checked to the last sign, wherever the mistake stands."""
    with pytest.raises(error):
        thin(text, "x")


ROWS = {
    "as Excel": '<row r="1"><c r="A1" s="1"><f>B1*2</f><v>2</v></c><c r="B1"><v>1</v></c></row>'
    '<row r="2"><c r="A2" s="1"><f>B1*2</f><v>2</v></c><c r="B2" s="2"/></row>',
    "shared": '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1&amp;"x"</f><v>1</v></c>'
    '</row><row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>',
    "LibreOffice": '<row r="1"><c r="A1" s="0" t="n"><f aca="false">B1+1</f><v>2</v></c></row>'
    '<row r="2"><c r="A2" s="0" t="n"><f aca="false">B1+1</f><v>2</v></c></row>',
    "openpyxl": '<row r="1"><c r="A1"><f>B1</f><v /></c></row>'
    '<row r="2"><c r="A2"><f>B1</f><v></v></c></row>',
    "array": '<row r="1"><c r="A1"><f t="array" ref="A1:A1">SUM(B1:B2)</f><v>3</v></c></row>',
    "no addresses": "<row><c><f>1+1</f><v>2</v></c><c><v>7</v></c></row>",
    "other row in the address": '<row r="1"><c r="A21"><f>1+1</f><v>2</v></c></row>',
    "spaces": '<row r="1">\n <c r="A1"><f>1+1</f><v>2</v></c>\n</row>',
    "empty formula": '<row r="1"><c r="A1"><f></f><v>2</v></c><c r="B1"><f>1</f><v>1</v></c></row>',
    "a digit as formula": '<row r="1"><c r="A1"><f>7</f><v>7</v></c><c r="B1"><f>1</f></c></row>',
    "only blanks": '<row r="1"><c r="A1" s="1"></c><c r="B1"><f>1</f><v>1</v></c></row>',
}


@pytest.mark.parametrize("name", ROWS)
def test_cells_are_the_same_as_in_the_whole_text(tmp_path, monkeypatch, name):
    """Reading the thinned text gives the values, formulas and formats of the whole text."""
    path = rows_file(tmp_path, ROWS[name])
    found = Book.open(path).scan("Data")
    monkeypatch.setattr(book_module, "thin", lambda *_: None)
    whole = Book.open(path).scan("Data")
    assert (found.rows, found.locked) == (whole.rows, whole.locked)
    assert {k: v.text for k, v in found.masters.items()} == {
        k: v.text for k, v in whole.masters.items()
    }
    assert found.rows


@pytest.mark.parametrize("name", ["as Excel", "LibreOffice", "spaces", "a digit as formula"])
def test_formulas_are_those_that_openpyxl_reads(tmp_path, name):
    """Another reader finds the same formulas in the same cells."""
    path = rows_file(tmp_path, re.sub(' s="[0-9]"', "", ROWS[name]))
    rows = Book.open(path).rows("Data")
    ours = {(r, c): cell.formula for r, row in rows.items() for c, cell in row.items()}
    sheet = openpyxl.load_workbook(path)["Data"]
    theirs = {(c.row, c.column): c.value for row in sheet.iter_rows() for c in row}
    formulas = {at: v[1:] for at, v in theirs.items() if isinstance(v, str) and v[0] == "="}
    assert {at: formula for at, formula in ours.items() if formula} == formulas


@pytest.mark.parametrize("other", ["<v>2</v>", ""])
def test_two_cells_of_one_address_are_refused_in_usual_rows(tmp_path, other):
    """Of two cells of one address nobody knows which is meant, even if one is without content."""
    row = f'<row r="1"><c r="A1"><f>1</f><v>1</v></c><c r="A1">{other}</c></row>'
    with pytest.raises(DamagedError):
        Book.open(rows_file(tmp_path, row)).rows("Data")


@pytest.mark.parametrize(
    "tag", [b"<f>", b'<f ca="1">', b'<f\n t="shared" si="0">', b'<formula1 a="1">', b"<f/><f>"]
)
def test_tags_that_start_alike_are_told_apart(tag):
    """A formula is found whatever its tag says; elements with longer names keep their text."""
    close = b"</formula1>" if tag.startswith(b"<formula1") else b"</f>"
    text = SHEET % (cell(b"1+1") + b"<c>" + tag + b"B2*2" + close + b"</c>" + cell(b"1+1"))
    thinned = thin(text, "x")
    assert ("B2*2" in thinned.formulas.values()) == (close == b"</f>")
    assert (b"B2*2" in thinned.text) == (close != b"</f>")


def test_merged_cells_are_those_of_the_whole_text(tmp_path):
    """Merged ranges are read from the text that is scanned, formulas or none."""
    tail = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    for number, row in enumerate((ROWS["as Excel"], '<row r="1"><c r="A1"><v>1</v></c></row>')):
        folder = tmp_path / str(number)
        folder.mkdir()
        book = Book.open(rows_file(folder, row, after=tail))
        assert book.merged("Data") == book.sheet_xml("Data").merged == [(1, 1, 2, 2)]
        book.drop_texts()
        assert book.merged("Data") == [(1, 1, 2, 2)]
