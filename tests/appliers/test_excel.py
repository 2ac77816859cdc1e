"""The open Excel takes the changes in few calls and is left as it was found."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import openpyxl
import pytest
import xlwings

from sakip_excel.appliers import excel
from sakip_excel.appliers.excel import reads_as_more
from sakip_excel.errors import CellError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.patch import Patch
from tests.tools import xl_engine
from tests.tools.tiny import Sheet, write

AS_FOUND = {
    "screen_updating": True,
    "enable_events": True,
    "display_alerts": True,
    "calculation": "automatic",
}


@pytest.fixture
def source(tmp_path):
    """Return a workbook with a Table on one sheet and text cells on another."""

    def formats(book):
        sheet = book.get_worksheet_by_name("Teks")
        text, percent = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0%"})
        for row in range(9):
            sheet.write_blank(row, 1, None, text)
        table = book.get_worksheet_by_name("Isi")
        table.write_number(2, 1, 0.5, percent)

    return write(
        tmp_path / "laporan.xlsx",
        Sheet("Isi", "A | B\n1 | 2\n3 | 4", table="tblIsi", at="A1"),
        Sheet("Teks", "A | C\nx | y", at="A20"),
        Sheet("Nama", cells={"B9": "3"}),
        names={"atas": "Nama!B2", "bawah": "Nama!B9"},
        extra=formats,
    )


@pytest.fixture
def patch(source):
    """Return a patch of the workbook without changes."""
    return Patch(Book.open(source))


@pytest.fixture
def book(source):
    """Return the same workbook, open in Excel."""
    return xl_engine.open_book(source)


@pytest.fixture(autouse=True)
def _no_caller():
    yield
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


def cell(book, sheet, ref):
    """Return a cell of the open workbook."""
    return book.impl.workbook[sheet][ref]


HOSTILE = [
    "=1+1", "+62 812", "-", "@nama", "'24", "''", "85", "97,5%", "1.1", "1/2", "16/01/2025 09.30",
    "Rp 41.661.103.000", "Mei 2024", "TRUE", "benar", "1E5", "#N/A", "tab\tdan\nbaris", " 12 ",
    "3 Jan", "10:30", "5 PM", "(12)", "٧", "PK!H11", "Selesai.", "A12, A13 … (4 sel)", "✓",
]  # fmt: skip


@pytest.mark.parametrize("column", ["B", "E"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_the_text_it_is(patch, book, text, column):
    """No text becomes a number, date or formula, in a cell of any number format."""
    before = cell(book, "Teks", f"{column}3").number_format
    patch.set("Teks", f"{column}3", text)
    excel.apply(book, patch)
    found = cell(book, "Teks", f"{column}3")
    assert (found.value, found.data_type, found.number_format) == (text, "s", before)


@pytest.mark.parametrize("text", ["PK!H11", "Anggaran!U12", "Selesai.", "SIAP: tidak ada galat"])
def test_plain_text_gets_no_apostrophe(text):
    """Ordinary words and marks leave no trace in the look of a cell."""
    assert not reads_as_more(text)


def test_formulas_work_in_cells_formatted_as_text(patch, book):
    """A formula or number in a text cell is one, and the cell's format stays."""
    patch.set("Teks", "B2", 0.5, "A1/2")
    patch.set("Teks", "B3", 7)
    patch.set("Teks", "B4", value=False)
    excel.apply(book, patch)
    assert [cell(book, "Teks", f"B{row}").value for row in (2, 3, 4)] == ["=A1/2", 7, False]
    assert [cell(book, "Teks", f"B{row}").data_type for row in (2, 3, 4)] == ["f", "n", "b"]
    assert {cell(book, "Teks", f"B{row}").number_format for row in (2, 3, 4)} == {"@"}


def test_values_of_every_kind(patch, book):
    """Numbers, truth values, errors and blanks come as they are, formulas without a value."""
    patch.set("Isi", "D2", 40_377_837_000)
    patch.set("Isi", "D3", value=True)
    patch.set("Isi", "D4", ErrorValue("#DIV/0!"))
    patch.set("Isi", "A2", None)
    patch.set("Isi", "B2", "", 'IF(A2="","",1)')
    excel.apply(book, patch)
    found = [cell(book, "Isi", ref) for ref in ("D2", "D3", "D4", "A2", "B2")]
    assert [c.value for c in found] == [
        40_377_837_000.0, True, "#DIV/0!", None, '=IF(A2="","",1)',
    ]  # fmt: skip
    assert [c.data_type for c in found] == ["n", "b", "e", "n", "f"]


def test_a_block_is_one_call(patch, book):
    """A rectangle of cells of one kind goes over in one write."""
    for row in range(2, 202):
        for column in "FGHIJ":
            patch.set("Isi", f"{column}{row}", row)
        patch.set("Isi", f"K{row}", row, f"SUM(F{row}:J{row})")
    excel.apply(book, patch)
    assert book.app.impl.writes == [("value", "Isi!F2:J201"), ("formula", "Isi!K2:K201")]


def test_a_table_grows_and_its_new_cells_look_like_the_ones_above(patch, book):
    """The Table reaches the row; new cells take the format above, no formula spreads."""
    patch.grow_table("tblIsi", 6)
    patch.set("Isi", "B6", 0.25, "A6/4")
    excel.apply(book, patch)
    assert cell(book, "Isi", "A1").parent.tables["tblIsi"].ref == "A1:B6"
    assert [cell(book, "Isi", f"B{row}").number_format for row in (3, 4, 5, 6)] == ["0%"] * 4
    assert [cell(book, "Isi", f"B{row}").value for row in (4, 5, 6)] == [None, None, "=A6/4"]


def test_growing_leaves_the_look_of_what_people_typed(source, patch):
    """A row that was typed below the Table keeps its own format when the Table takes it in."""
    workbook = openpyxl.load_workbook(source)
    workbook["Isi"]["B4"] = 9
    workbook["Isi"]["B4"].number_format = "0.000"
    workbook.save(source)
    book, patch = xl_engine.open_book(source), Patch(Book.open(source))
    patch.grow_table("tblIsi", 5)
    excel.apply(book, patch)
    formats = [cell(book, "Isi", f"B{row}").number_format for row in (4, 5)]
    assert formats == ["0.000", "0.000"]
    assert cell(book, "Isi", "B4").value == 9


@pytest.mark.parametrize("sheet", ["Isi", "Nama"])
def test_cells_that_have_moved_are_not_written(source, sheet):
    """A row that came in since the copy was saved, above a Table or a name: nothing is written."""
    patch, book = Patch(Book.open(source)), xl_engine.open_book(source)
    patch.set("Isi", "A2", 5)
    patch.set("Nama", "B3", 5)
    workbook = book.impl.workbook
    if sheet == "Isi":
        workbook["Isi"].tables["tblIsi"].ref = "A2:B4"
    else:
        workbook.defined_names["bawah"].attr_text = "Nama!$B$10"
    with pytest.raises(CellError):
        excel.apply(book, patch)
    assert book.app.impl.log == []


@pytest.mark.parametrize("mode", ["automatic", "manual", "semiautomatic"])
def test_excel_is_left_as_it_was(patch, book, mode):
    """Screen, events, warnings, calculation and corrections come back; figures are current."""
    app = book.app.impl
    app.state["calculation"] = mode
    patch.set("Isi", "A2", 5)
    excel.apply(book, patch)
    assert app.state == AS_FOUND | {"calculation": mode}
    assert app.api.AutoCorrect.AutoFillFormulasInLists is True
    assert (("calculate", None) in app.log) is (mode != "automatic")
    first_write = app.log.index(app.writes[0])
    for setting in (("screen_updating", False), ("calculation", "manual")):
        assert app.log.index(setting) < first_write


def test_excel_is_left_as_it_was_after_an_error(patch, book):
    """A call that Excel refuses in the middle leaves no setting behind."""
    app = book.app.impl
    app.refuse_after = 1
    patch.set("Isi", "A2", 5)
    patch.set("Isi", "B2", 1, "A2")
    with pytest.raises(xl_engine.ExcelError):
        excel.apply(book, patch)
    assert len(app.writes) == 1
    assert app.state == AS_FOUND
    assert app.api.AutoCorrect.AutoFillFormulasInLists is True


def test_writing_again_completes_what_was_cut_off(patch, book):
    """The same changes a second time give the whole result."""
    book.app.impl.refuse_after = 1
    patch.set("Isi", "A2", 5)
    patch.set("Isi", "B2", 5, "A2")
    with pytest.raises(xl_engine.ExcelError):
        excel.apply(book, patch)
    book.app.impl.refuse_after = None
    excel.apply(book, patch)
    assert [cell(book, "Isi", ref).value for ref in ("A2", "B2")] == [5, "=A2"]


def test_the_calling_workbook_is_found(book):
    """The workbook whose button was pressed is the one that is written to."""
    book.set_mock_caller()
    assert excel.attach("LAPORAN.xlsm").name == "laporan.xlsm"


def test_another_workbook_is_never_taken(book):
    """A workbook of another name is not touched."""
    book.set_mock_caller()
    assert excel.attach("lain.xlsm") is None


@pytest.mark.parametrize(
    "words", [[], ["--wb=laporan.xlsm", "--from_xl=1", "--hwnd=1"], ["--from_xl=1"]]
)
def test_without_excel_there_is_nothing_to_attach_to(monkeypatch, words):
    """No Excel, no arguments or half of them: no error, only no workbook."""
    monkeypatch.setattr(sys, "argv", ["sakip", "tombol", "proses", *words])
    assert excel.attach("laporan.xlsm") is None


def test_without_xlwings_there_is_nothing_to_attach_to(monkeypatch):
    """The program works where xlwings is not installed."""
    monkeypatch.setitem(sys.modules, "xlwings", None)
    assert excel.attach("laporan.xlsm") is None


def test_no_other_excel_is_ended_with_the_program(monkeypatch):
    """What xlwings would do at the end of the program, ending other Excels, is taken back."""
    ended, taken_back = object(), []
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", SimpleNamespace(cleanup=ended))
    monkeypatch.setattr(excel.atexit, "unregister", taken_back.append)
    excel.attach("laporan.xlsm")
    assert taken_back == [ended]
