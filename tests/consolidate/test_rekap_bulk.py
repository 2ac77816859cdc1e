"""Rows of XML text beside XlsxWriter's own cells: right, safe, and in order."""

from __future__ import annotations

import io
import math

import openpyxl
import pytest
from xlsxwriter.workbook import Workbook

from sakip_excel.consolidate.rekap.bulk import Live, RowSheet, clean
from tests.tools.package import problems


def written(rows, head=None) -> bytes:
    """Return a workbook with these rows from row 3 on and a text in A1."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("A", worksheet_class=RowSheet)
        sheet.write_string(0, 0, head or "judul")
        form = book.add_format({"num_format": "#,##0.00"})
        columns = sheet.columns_of([form] * len(rows[0]))
        for number, row in enumerate(rows, 2):
            sheet.put_row(number, row, columns)
        options = {"name": "tblA", "columns": [{"header": f"k{i}"} for i in range(len(rows[0]))]}
        sheet.put_table(1, 1 + len(rows), options)
    return target.getvalue()


def read(data: bytes, **how: bool) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data), **how)["A"]


def test_values_read_back_with_their_kind():
    """Numbers, texts and blanks come back as they were given, to the last binary digit."""
    row = [1, -2.5, 0.1 + 0.2, 12_819_823_366, "teks", "", None, 1 / 3]
    sheet = read(written([row, row]))
    for number in (3, 4):
        found = [cell.value for cell in sheet[number]]
        assert found == [1, -2.5, 0.1 + 0.2, 12_819_823_366, "teks", None, None, 1 / 3]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+62 812",
        "-Rapat",
        "@SUM(A1)",
        "http://contoh.go.id",
        "internal:A!A1",
        "007",
        "<b>&amp;",
        "<r><t>bukan</t></r>x",
        " di depan dan di belakang ",
        "baris\nkedua",
        "_x0041_",
        "ab\x07cd",
    ],
)
def test_text_stays_the_same_text(text):
    """A text is stored as text whatever it looks like, and nothing of it is read as XML."""
    data = written([[text, 1]])
    cell = read(data)["A3"]
    expected = text.replace("\x07", "_x0007_") if "\x07" in text else text
    assert cell.data_type == "s"
    assert cell.value in {text, expected}
    assert cell.hyperlink is None
    assert problems(data) == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<r><t>x</t></r>", "<r><t>x</t></r> "),
        ("a\ud800b", "a\ufffdb"),
        ("a\uffffb", "a\ufffdb"),
        ("x" * 40_000, "x" * 32_766 + "…"),
    ],
)
def test_texts_that_no_cell_can_hold_are_made_fit(text, shown):
    """Runs of XML, lone surrogates and endless texts change a little instead of breaking a file."""
    assert clean(text) == shown
    data = written([[text]])
    assert read(data)["A3"].value.rstrip(" ") == shown.rstrip(" ")
    assert problems(data) == set()


def test_formulas_carry_their_value():
    """A formula cell holds the formula and its value, a number or a text."""
    rows = [[Live("A1&B3", "judul"), Live('IF(1<2,"a","b")', 7.25), Live("1+1", 2)]]
    data = written(rows)
    assert [c.value for c in read(data)[3]] == ["=A1&B3", '=IF(1<2,"a","b")', "=1+1"]
    assert [c.value for c in read(data, data_only=True)[3]] == ["judul", 7.25, 2]


def test_table_covers_all_rows():
    """The Table reaches from its headings to the last row, its filter too."""
    sheet = read(written([[1, 2]] * 50))
    assert sheet.tables["tblA"].ref == "A2:B52"
    assert sheet.tables["tblA"].autoFilter.ref == "A2:B52"
    assert sheet.dimensions == "A1:B52"


def test_rows_come_in_order():
    """A row above the last one is refused, because the file would need repair."""
    with Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet(worksheet_class=RowSheet)
        columns = sheet.columns_of([book.add_format({})])
        sheet.put_row(5, [1], columns)
        with pytest.raises(ValueError, match="row 5"):
            sheet.put_row(5, [1], columns)
        with pytest.raises(ValueError, match="row 1048576"):
            sheet.put_row(1_048_576, [1], columns)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_no_number_is_refused(value):
    """An infinite value never becomes a cell that Excel cannot read."""
    with pytest.raises(ValueError, match="no number"):
        written([[value]])


def test_rows_are_not_kept_as_cells():
    """However long the table, XlsxWriter holds only the cells at the top and one heading row."""
    with Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet(worksheet_class=RowSheet)
        columns = sheet.columns_of([book.add_format({})])
        for row in range(2, 5000):
            sheet.put_row(row, [row], columns)
        sheet.put_table(1, 4999, {"name": "t_1", "columns": [{"header": "a"}]})
        assert len(sheet.table) < 5
        assert len(sheet.table_cells) < 10
