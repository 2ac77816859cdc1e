"""The engine for xlwings behaves like Excel where that matters, and never in silence."""

from __future__ import annotations

import pytest

from tests.tools.tiny import Sheet, write
from tests.tools.xl_engine import ExcelError, open_book


@pytest.fixture
def book(tmp_path):
    """Return an open workbook with a Table and a cell formatted as text."""

    def text(book):
        style = book.add_format({"num_format": "@"})
        book.get_worksheet_by_name("Isi").write_blank("D1", None, style)

    sheet = Sheet("Isi", "A | B\n1 | 2\n3 | 4", table="tblIsi", at="A1")
    return open_book(write(tmp_path / "b.xlsx", sheet, extra=text))


def cells(book, top, left, bottom, right):
    """Return a range."""
    return book.sheets["Isi"].range((top, left), (bottom, right))


def test_what_is_not_there_is_refused(book):
    """Selecting, colouring, activating: whatever the engine lacks fails the test that needs it."""
    for use in (
        lambda: cells(book, 1, 1, 1, 1).select(),
        book.sheets["Isi"].activate,
        lambda: setattr(cells(book, 1, 1, 1, 1), "color", (1, 2, 3)),
        lambda: book.app.selection,
        book.save,
    ):
        with pytest.raises(NotImplementedError):
            use()


@pytest.mark.parametrize(
    "text",
    ["85", "97,5%", "1.1", "1/2", "16/01/2025 09.30", "Rp 5.000", "Mei 2024", "TRUE", "=A1", "@x"],
)
def test_text_that_reads_as_more_is_not_kept_as_text(book, text):
    """Excel would make something else of it, so the engine does not take it."""
    with pytest.raises(ExcelError):
        cells(book, 9, 9, 9, 9).raw_value = [[text]]
    cells(book, 9, 9, 9, 9).raw_value = [[f"'{text}"]]
    assert book.impl.workbook["Isi"]["I9"].value == text


def test_a_formula_in_a_text_cell_is_text(book):
    """Excel shows the formula itself in a cell that was formatted as text before."""
    cells(book, 1, 4, 1, 4).options("raw").formula = [["=A2"]]
    found = book.impl.workbook["Isi"]["D1"]
    assert (found.value, found.data_type) == ("=A2", "s")


def test_one_formula_fills_the_column_of_a_table(book):
    """Unless that is switched off, a formula in a Table goes further than its cell."""
    with pytest.raises(ExcelError):
        cells(book, 2, 1, 2, 1).options("raw").formula = [["=B2"]]
    book.app.api.AutoCorrect.AutoFillFormulasInLists = False
    cells(book, 2, 1, 2, 1).options("raw").formula = [["=B2"]]
    assert book.impl.workbook["Isi"]["A2"].value == "=B2"


def test_a_locked_sheet_takes_nothing(book):
    """Writing to a protected sheet is an error, as through COM."""
    book.impl.workbook["Isi"].protection.sheet = True
    with pytest.raises(ExcelError):
        cells(book, 9, 9, 9, 9).raw_value = [["teks"]]


def test_a_range_of_several_formats_has_none(book):
    """As in Excel, the number format of cells that differ is nothing."""
    assert cells(book, 1, 3, 1, 4).number_format is None
    assert cells(book, 1, 4, 1, 4).number_format == "@"
