"""Notes that people write below or inside the lists of the program are never lost."""

from __future__ import annotations

import openpyxl
import pytest

from sakip_excel.pipeline import process_workbook
from sakip_excel.report.layout import VALIDASI_TABLE
from sakip_excel.report.notes import MOVED
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.tools.filled import fill

NOTE = "Tanyakan kepada Sekretaris"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catatan")
    return process_workbook(fill(folder / "kecil.xlsx"), folder / "hasil.xlsx").written.path


def noted(tmp_path, source, *cells):
    """Return a workbook with more typed into it: sheet, cell, value and perhaps a formula."""
    patch = Patch(Book.open(source))
    for sheet, cell, *content in cells:
        patch.set(sheet, cell, *content)
    path = tmp_path / "dicatati.xlsx"
    path.write_bytes(patch.to_bytes())
    return path


def processed(path):
    return process_workbook(path, path.with_name(f"{path.stem}_lagi.xlsx")).written.path


def found(path, sheet: str, text: str = NOTE) -> list[str]:
    cells = openpyxl.load_workbook(path)[sheet].iter_rows()
    return [c.coordinate for row in cells for c in row if c.value == text]


def header(path, name: str) -> int:
    area = openpyxl.load_workbook(path).defined_names[name].attr_text
    return int(area.rpartition("$")[2])


def test_notes_below_validasi_make_room(tmp_path):
    """What stands where findings are to be listed moves below the list, formulas as they were."""
    fresh = fill(tmp_path / "kecil.xlsx")
    first, _, last, _ = Book.open(fresh).table(VALIDASI_TABLE).ref
    below = ("Validasi", f"C{last + 1}", 7, "3+4")
    path = processed(noted(tmp_path, fresh, ("Validasi", f"B{first + 1}", NOTE), below))
    book = Book.open(path)
    rows = book.rows("Validasi")
    end = book.table(VALIDASI_TABLE).ref[2]
    at = max(rows)
    assert end > last
    assert at > end
    assert rows[at][3].formula == "3+4"
    assert found(path, "Validasi") == [f"B{at - 1}"]
    assert found(path, "Validasi", MOVED) == [f"B{at - 2}"]


def test_notes_in_spare_rows_of_validasi_stay(tmp_path, done):
    """A note in a row of the list that is not needed stays where it is."""
    last = Book.open(done).table(VALIDASI_TABLE).ref[2]
    patch = Patch(Book.open(done))
    patch.grow_table(VALIDASI_TABLE, last + 5)
    longer = tmp_path / "panjang.xlsx"
    longer.write_bytes(patch.to_bytes())
    path = processed(noted(tmp_path, longer, ("Validasi", f"B{last + 4}", NOTE)))
    assert found(path, "Validasi") == [f"B{last + 4}"]


LISTS = [
    ("Ringkasan Rinci", "blok_sasaran", "B"),
    ("Ringkasan Rinci", "blok_anggaran", "I"),
    ("LKj Efisiensi", "lkj_efisiensi", "B"),
    ("LKj Kalimat", "lkj_kalimat", "B"),
    ("Ringkasan", "pokok_sasaran", "B"),
]


@pytest.mark.parametrize(("sheet", "name", "column"), LISTS)
def test_notes_inside_growing_lists_are_moved(sheet, name, column, tmp_path):
    """A note in the first row of a list that was empty stands below the list afterwards."""
    fresh = fill(tmp_path / "kecil.xlsx")
    row = header(fresh, name) + 1
    path = processed(noted(tmp_path, fresh, (sheet, f"{column}{row}", NOTE)))
    (cell,) = found(path, sheet)
    assert int(cell[1:]) > row
    assert found(path, sheet, MOVED) == [f"{column}{int(cell[1:]) - 1}"]


@pytest.mark.parametrize(("sheet", "name", "column"), LISTS[:4])
def test_notes_below_lists_stay(sheet, name, column, tmp_path, done):
    """A note far enough below a list is not touched."""
    row = header(done, name) + 40
    path = processed(noted(tmp_path, done, (sheet, f"{column}{row}", NOTE)))
    assert found(path, sheet) == [f"{column}{row}"]


def test_notes_between_tables_are_kept(tmp_path, done):
    """A note in the gap after the table of a sasaran stays while the gap is there."""
    sheet = openpyxl.load_workbook(done)["LKj Sasaran"]
    gap = next(r[0].row for r in sheet.iter_rows() if any(c.value == "jeda" for c in r))
    path = processed(noted(tmp_path, done, ("LKj Sasaran", f"B{gap}", NOTE)))
    assert len(found(path, "LKj Sasaran")) == 1


def test_dates_stay_dates_to_the_reader(tmp_path):
    """A date that is moved is a text, since the format of its cell does not move along."""
    fresh = fill(tmp_path / "kecil.xlsx")
    row = header(fresh, "lkj_kalimat") + 1
    book = openpyxl.load_workbook(fresh)
    cell = book["LKj Kalimat"][f"B{row}"]
    cell.value, cell.number_format = 45658, "dd/mm/yyyy"
    path = tmp_path / "tanggal.xlsx"
    book.save(path)
    assert len(found(processed(path), "LKj Kalimat", "01/01/2025")) == 1


def test_moved_once(tmp_path):
    """Processing again moves nothing more and writes the same bytes."""
    fresh = fill(tmp_path / "kecil.xlsx")
    cells = [(sheet, f"{c}{header(fresh, name) + 1}", NOTE) for sheet, name, c in LISTS]
    once = processed(noted(tmp_path, fresh, *cells))
    assert processed(once).read_bytes() == once.read_bytes()


def test_own_rows_are_never_taken_for_notes(done):
    """What the program itself wrote is replaced in place, without leaving anything behind."""
    again = processed(done)
    sheets = openpyxl.load_workbook(again).worksheets
    assert [s.title for s in sheets if found(again, s.title, MOVED)] == []
