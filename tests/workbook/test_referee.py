"""Our reader agrees with two independent ones, cell by cell."""

import datetime as dt

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch

from . import referee
from .packages import save, unpack
from .test_patch import SHEET


def figures(path):
    """Write numbers of every size, percents, rupiah and dates."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Angka")
    formats = ["0.00%", "0%", "#,##0", '"Rp" #,##0;[Red]-"Rp" #,##0', "dd mmmm yyyy", "@"]
    for column, code in enumerate(formats):
        style = book.add_format({"num_format": code})
        for row, number in enumerate([0, 0.9818, -1.5, 40377837000, 1e-9, 999999999999999]):
            if code.startswith("dd"):
                sheet.write_datetime(row, column, dt.datetime(2024, 1 + row, 28), style)  # noqa: DTZ001
            else:
                sheet.write_number(row, column, number, style)
    book.close()


def texts(path):
    """Write texts that XML, Excel or Python might bend."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    sheet = book.add_worksheet("Teks & <tanda>")
    values = ["NA", "None", "90%", "٧", "✓", " luar ", "a\nb", "<&>", "2.498 Orang", "'90", "=1+1"]
    for row, text in enumerate(values):
        sheet.write_string(row, row, text)
    bold = book.add_format({"bold": True})
    sheet.write_rich_string(20, 0, "Kota ", bold, "Probolinggo", " 2024")
    sheet.write_boolean(21, 0, True)
    book.close()


def formulas(path):
    """Write formulas with results of every kind."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Rumus")
    sheet.write_column(0, 0, [1, 2, 3])
    for row, (text, result) in enumerate(
        [("=SUM(A1:A3)", 6), ('=IF(A1>0,"ya","")', "ya"), ("=A1>2", False), ("=1/0", "#DIV/0!")]
    ):
        sheet.write_formula(row, 1, text, None, result)
    sheet.write_array_formula("D1:D3", "{=A1:A3*2}", None, 2)
    sheet.add_table("F1:G4", {"name": "tblUji", "columns": [{"header": "a"}, {"header": "b"}]})
    sheet.write_formula("G2", "=[@a]*2", None, 0)
    book.close()


def from_openpyxl(path):
    """Write a workbook with the other library: no results, other order of attributes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Lain"
    sheet.append(["kode", 1, 2.5, True, None, dt.date(2024, 12, 31)])
    sheet["B5"] = "=B1*2"
    sheet["C5"] = ArrayFormula("C5:C6", "=B1:B2*2")
    sheet["A7"].number_format = "0.0%"
    sheet["A7"] = 0.75
    book.save(path)


def date1904(path):
    """Write a workbook whose dates count from 1904."""
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    style = book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet("Tanggal").write_datetime(0, 0, dt.datetime(2024, 2, 29), style)  # noqa: DTZ001
    book.close()


def patched(path):
    """Write a workbook that went through our own patcher."""
    formulas(path)
    patch = Patch(Book.open(path))
    for ref, value, formula in [
        ("A1", 0.1, None),
        ("B1", 6.1, "SUM(A1:A3)+0"),
        ("A2", " teks ", None),
        ("C9", "", 'IF(A1="",1,"")'),
        ("A3", None, None),
        ("C10", True, None),
    ]:
        patch.set("Rumus", ref, value, formula)
    path.write_bytes(patch.to_bytes())


MAKERS = [figures, texts, formulas, from_openpyxl, date1904, patched]


@pytest.mark.parametrize("make", MAKERS)
def test_all_readers_agree(tmp_path, make):
    """Value, formula and number format of every cell are what openpyxl and calamine read."""
    path = tmp_path / "buku.xlsx"
    make(path)
    result = referee.compare(path)
    assert result.differences == []
    assert result.referee_failed == []
    assert not result.refused
    assert result.cells > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<v>40377837000</v>", b"<v>40377837001</v>"), (b's="2"', b's="3"'), (b"</row>", b"</row>")],
)
def test_the_referee_notices_a_wrong_cell(tmp_path, monkeypatch, old, new):
    """A wrong value, format or missing cell of ours is found (the referee can say no)."""
    path = tmp_path / "buku.xlsx"
    figures(path)
    contents = unpack(path.read_bytes())
    contents[SHEET] = contents[SHEET].replace(old, new)
    other = Book.open(save(tmp_path, contents, "lain.xlsx"))
    if old == new:
        other.rows("Angka")[1].pop(1)
    monkeypatch.setattr(referee.Book, "open", lambda _: other)
    assert referee.compare(path).differences


def test_the_referee_runs_over_a_folder(tmp_path, capsys):
    """The table names each workbook, counts its cells and tells why one was refused."""
    figures(tmp_path / "angka.xlsx")
    save(tmp_path, b"bukan", "rusak.xlsx")
    assert referee.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "angka.xlsx" in printed
    assert "NotExcelError" in printed
