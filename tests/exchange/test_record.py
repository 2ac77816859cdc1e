"""The record of a seal and the rows it compares, where people have been at the workbook."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest

from sakip_excel.changes import ChangeList
from sakip_excel.check import check_book
from sakip_excel.exchange.align import RowPrint, differences
from sakip_excel.exchange.record import Seal, can_hold_seal, read_record, write_record
from sakip_excel.exchange.seal import ChangedCell, SealState, read_status, seal_workbook
from sakip_excel.exchange.seal_words import status_text
from sakip_excel.forms import BY_KEY
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.tools import filled
from tests.workbook.packages import rows_file

AT = datetime(2025, 1, 16, 10, 5)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return the small report, sealed; not to be written to."""
    path = filled.fill(tmp_path_factory.mktemp("segel") / "laporan.xlsx")
    assert seal_workbook(path, clock=lambda: AT).written is not None
    return path


def typed(path, ref, value):
    """Return the sealed workbook with one cell of the sheet Segel typed over."""
    patch = Patch(Book.open(path))
    patch.set("Segel", ref, value)
    return Book(path, patch.to_bytes())


def row(number, text):
    """Return a row from a text such as ``a=1 b=2``."""
    return RowPrint("pk", number, text, dict(pair.split("=") for pair in text.split()))


def said(old, new):
    """Return the differences between rows from 7 on, as ``row key what``."""
    before, after = ([row(n, text) for n, text in enumerate(texts, 7)] for texts in (old, new))
    return [" ".join(filter(None, (str(d.row), d.key, d.what))) for d in differences(before, after)]


A, B, C = "k=1 t=x n=5", "k=2 t=y n=6", "k=3 t=z n=7"


def test_a_row_that_moved_and_was_copied():
    """Of two equal rows that came, one was there before: it moved, the other one is new."""
    assert said([A, B, C], [B, C, A, A]) == ["10 ditambah", "9 dipindah"]


def test_a_new_row_above_a_changed_one():
    """A new row is told from the one below it, which is the old one with another figure."""
    assert said([A, B], [A, "k=9 t=q n=1", "k=2 t=y n=9"]) == ["8 ditambah", "9 n diubah"]


def test_a_row_gone_above_a_changed_one():
    """A row that went is told from the one below it, which only changed."""
    assert said([A, B, C], [A, "k=3 t=z n=9"]) == ["8 dihapus", "8 n diubah"]


def test_a_workbook_without_a_place_takes_no_record(tmp_path):
    """Without the named cell there is neither a record to read nor a place to write one."""
    book = Book.open(rows_file(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert not can_hold_seal(book)
    assert read_record(book) is None
    with pytest.raises(KeyError):
        write_record(ChangeList(), book, Seal("0" * 64, "", "", "", ""), [])


def test_notes_beside_the_list_do_not_matter(sealed):
    """What somebody notes to the right of the list is no part of the record."""
    for ref in ("H14", "H200"):
        assert check_book(typed(sealed, ref, "catatan")).seal.state is SealState.INTACT


def digest_cell(path):
    """Return where the digest stands and what it is."""
    book = Book.open(path)
    seal = read_record(book).seal
    places = [
        f"B{number}"
        for number, line in book.rows("Segel").items()
        for cell in line.values()
        if cell.value == seal.digest
    ]
    assert len(places) == 1
    return places[0], seal.digest


@pytest.mark.parametrize("spoil", ["bukan sidik", "", str.upper, lambda digest: digest[:-1]])
def test_a_digest_that_is_none_is_no_seal(sealed, spoil):
    """Without a readable digest nothing of the seal is shown as if it held."""
    ref, digest = digest_cell(sealed)
    status = check_book(typed(sealed, ref, spoil(digest) if callable(spoil) else spoil)).seal
    assert (status.state, status.seal, status.damaged) == (SealState.CHANGED, None, True)
    assert status_text(status) == "BERUBAH: catatan segel tidak utuh"


def test_inputs_of_a_form_that_is_gone_are_named(sealed):
    """A named cell of a form that is no longer there is named by its heading, without a place."""
    book = Book.open(sealed)
    report = check_book(book).report
    form = next(form for form in report.forms if any(f.is_input for f in BY_KEY[form].cells))
    left = {key: data for key, data in report.forms.items() if key != form}
    status = read_status(book, dataclasses.replace(report, forms=left))
    field = next(f for f in BY_KEY[form].cells if f.is_input)
    assert status.state is SealState.CHANGED
    assert ChangedCell(form, BY_KEY[form].sheet, "", field.heading, "dihapus") in status.changed
    assert {changed.form for changed in status.changed} == {form}
