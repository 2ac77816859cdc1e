"""Copying a table of the LKj into Word: what the clipboard holds."""

from __future__ import annotations

from html.parser import HTMLParser

import openpyxl
import pytest

from sakip_excel.pipeline import process_workbook
from sakip_excel.report.tables import TABLES
from tests.tools.filled import KINERJA, fill
from tests.tools.uno_office import UnoOffice, requires_uno


class Cells(HTMLParser):
    """Reads a table: texts by row, and row and column of cells with a number behind the text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.numbers: set[tuple[int, int]] = set()

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
            if "sdval" in dict(attrs):
                self.numbers.add((len(self.rows) - 1, len(self.rows[-1]) - 1))

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("word")
    money = {"pagu": 1_250_000, "realisasi_anggaran": 1_000_000, "pagu_lalu": 0}
    source = fill(folder / "a.xlsx", {"kinerja": [KINERJA[0] | money, *KINERJA[1:]]})
    return process_workbook(source, folder / "hasil.xlsx").written.path


@pytest.fixture(scope="module")
def office(done, tmp_path_factory):
    with UnoOffice(tmp_path_factory.mktemp("office"), {}) as office:
        office.open(done)
        yield office


@requires_uno
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet)
def test_figures_arrive_as_they_stand(table, done, office):
    """The area behind the link arrives in Word line by line, figures as Indonesian texts."""
    sheet = openpyxl.load_workbook(done, data_only=True)[table.sheet]
    link = openpyxl.load_workbook(done)[table.sheet]["C3"].value
    area = link.partition("!")[2].partition('"')[0]
    wanted = [["" if c.value is None else str(c.value) for c in row] for row in sheet[area]]
    copied = Cells()
    copied.feed(office.copied(table.sheet, area))
    skipped = table.header_rows  # merged headings arrive as fewer cells
    assert copied.rows[skipped:] == wanted[skipped:]
    assert {column for row, column in copied.numbers if row >= skipped} <= {0}


@requires_uno
def test_amounts_and_percentages_have_indonesian_signs(office):
    """Points and commas do not depend on the language of the computer, which here is English."""
    copied = Cells()
    copied.feed(office.copied("LKj Capaian", "A6:O16"))
    (line,) = [row for row in copied.rows if "Persentase pemilih terdaftar" in row]
    assert line == ["1", line[1], "90%", "45%", "50,00", "", "", "", "", *MONEY]


MONEY = ["1.250.000", "1.000.000", "80,00", "0", "", ""]
"""This year's pagu, realisasi and serapan; last year's pagu 0 stays 0, blank stays blank."""
