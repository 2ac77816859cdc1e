"""The short lists on the page Ringkasan: what of a long list is shown, and how titles are cut."""

from __future__ import annotations

import openpyxl
import pytest

from sakip_excel.pipeline import process_workbook
from sakip_excel.report.blocks import Block
from sakip_excel.report.layout import KEY_BLOCKS, KEY_ROWS, KEY_TITLE
from sakip_excel.report.pokok import chosen, key_lines, shortened
from sakip_excel.workbook.book import Book
from tests.tools.filled import fill
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.random_workbook import make_good

LONG = "Terwujudnya koordinasi penyelenggaraan kepemiluan yang sesuai dengan standar"


@pytest.mark.parametrize(
    ("codes", "places", "shown"),
    [
        ("1 1.1 1.2", 3, "1 1.1 1.2"),
        ("1 1.1 1.2 2 2.1", 3, "1 2"),
        ("CQ CQ.6709 CQ.6710 CQX CQX.1", 4, "CQ CQX"),
        ("1 2 3 4 5", 3, "1 2"),
        ("", 3, ""),
    ],
)
def test_long_lists_show_their_upper_level(codes, places, shown):
    """What fits is shown in full; else the upper level, with one place left for a note."""
    found = codes.split()
    assert [found[number] for number in chosen(found, places)] == shown.split()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Masa Kampanye Pemilu", "Masa Kampanye Pemilu"),
        ("dua  spasi\ndan baris", "dua spasi dan baris"),
        (LONG, "Terwujudnya koordinasi penyelenggaraan…"),
        ("x" * 48, "x" * 48),
        ("x" * 60, "x" * 47 + "…"),
        ("Pemilu, " * 6 + "habis", "Pemilu, Pemilu, Pemilu, Pemilu, Pemilu, Pemilu…"),
    ],
)
def test_titles_are_cut_at_a_word(title, shown):
    """A long title ends at a word with an ellipsis and is never longer than its room."""
    assert KEY_TITLE == 48
    assert shortened(title) == shown


def test_a_long_list_says_where_the_rest_is():
    """The line after the last tells how many lines stand on which sheet, and the rest is empty."""
    codes = ["1", *(f"1.{n}" for n in range(1, 20))]
    block = Block(("Ringkasan Rinci", 12, 1, 3))
    lines = [[(code, None), (f"Sasaran {code}", None), (0.5, "x")] for code in codes]
    found = key_lines(block, lines)
    assert len(found) == KEY_ROWS
    assert found[0] == [("1", None), ("Sasaran 1", None), (0.5, "'Ringkasan Rinci'!C13")]
    assert found[1][1] == ("19 baris lain: lembar Ringkasan Rinci", None)
    assert {cell for line in found[2:] for cell in line} == {(None, None)}


def below(path, name: str) -> list[tuple]:
    """Return the filled lines below a named header row."""
    sheet, area = Book.open(path).names[name]
    left, row, right, _ = openpyxl.utils.cell.range_boundaries(area)
    cells = openpyxl.load_workbook(path, data_only=True)[sheet]
    rows = cells.iter_rows(row + 1, row + KEY_ROWS, left, right, values_only=True)
    return [line for line in rows if any(line)]


@pytest.mark.parametrize("name", KEY_BLOCKS)
def test_short_lists_are_whole(name, tmp_path):
    """The page shows every line of a list that fits, with the same figures."""
    done = process_workbook(fill(tmp_path / "a.xlsx"), tmp_path / "b.xlsx").written.path
    assert below(done, name) == below(done, KEY_BLOCKS[name]) != []


@requires_libreoffice
def test_another_engine_sees_the_same_figures(tmp_path):
    """Recalculated by another program, both sheets of Ringkasan hold what was written."""
    path = make_good(tmp_path / "panjang.xlsx", rows=120)
    done = process_workbook(path, tmp_path / "hasil.xlsx").written.path
    assert below(done, "pokok_sasaran")[-1][1] == "20 baris lain: lembar Ringkasan Rinci"
    office = LibreOffice(tmp_path)
    cached, computed = office.cached(done), office.recalculated(done)
    on_page = {place for place in cached if place[0].startswith("Ringkasan")}
    assert len(on_page) > 200
    wrong = [p for p in on_page if computed.get(p) != pytest.approx(cached[p], abs=1e-9)]
    assert wrong == []
