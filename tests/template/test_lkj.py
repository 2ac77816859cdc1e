"""The sheets for the LKj and the first page of Ringkasan as the template has them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from sakip_excel.report.halaman import GRAPHS
from sakip_excel.report.layout import BLOCKS
from sakip_excel.report.tables import KALIMAT, TABLES, LineKind
from sakip_excel.template import TEMPLATES
from sakip_excel.template.build import build
from sakip_excel.template.grafik import HEIGHT, ROWS
from tests.template.sizes import PAPERS, last_column, last_row, scale_of_one_page


@pytest.fixture(scope="module")
def books():
    return {name: openpyxl.load_workbook(io.BytesIO(build(name))) for name in TEMPLATES}


@pytest.mark.parametrize("name", TEMPLATES)
def test_tables_of_the_forms_that_are_there(name, books):
    """A template has the tables that its forms can fill, and no others."""
    wanted = [t.sheet for t in TABLES if t.form in TEMPLATES[name].keys]
    wanted += [KALIMAT.sheet] if wanted else []
    assert [s for s in books[name].sheetnames if s.startswith("LKj ")] == wanted


@pytest.mark.parametrize("table", [t for t in (*TABLES, KALIMAT) if t.header_rows])
def test_headings_are_repeated_and_stay_in_view(table, books):
    """Satker and headings stand on every printed page; the headings stay when scrolling."""
    sheet = books["sakip_satker"][table.sheet]
    header = int(sheet.freeze_panes[1:]) - 1
    assert sheet.print_title_rows == f"$4:${header}"
    name = books["sakip_satker"].defined_names[table.name].attr_text
    assert name.endswith(f"${header}")


@pytest.mark.parametrize("table", [t for t in TABLES if t.repeated])
def test_cut_blocks_have_headings(table, books):
    """Where each block has its own heading, quiet ones on every page serve a block that is cut."""
    sheet = books["sakip_satker"][table.sheet]
    header = int(books["sakip_satker"].defined_names[table.name].attr_text.rpartition("$")[2])
    assert sheet.print_title_rows == f"$4:${header}"
    assert int(sheet.freeze_panes[1:]) == header + 1
    shown = [sheet.cell(header, n).value for n in range(1, len(table.columns) + 1)]
    assert shown == [column.heading for column in table.columns]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_name_as_long_as_itself(table, books):
    """The name of a whole table ends where its lines end."""
    text = books["sakip_satker"].defined_names[table.name.replace("lkj_", "tabel_")].attr_text
    assert "INDEX(" in text
    assert "COUNTA(" in text


def test_every_kind_of_line_but_gaps_has_a_look(books):
    """The conditional formats know every kind of line that the program writes."""
    rules = books["sakip_satker"]["LKj Sasaran"].conditional_formatting
    formulas = "".join(rule.formula[0] for area in rules for rule in area.rules)
    assert [kind for kind in LineKind if f'"{kind}"' not in formulas] == [LineKind.GAP]


SUMMARIES = [name for name in TEMPLATES if TEMPLATES[name].has_summary]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", SUMMARIES)
def test_ringkasan_is_one_readable_page(name, paper, books):
    """Everything stands on one page of A4 or F4, and no letter is smaller than 7 points on it."""
    sheet = books[name]["Ringkasan"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # 1 is what the file format takes for granted.
    assert {sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight} <= {1, None}
    printed = sheet.iter_rows(max_row=last_row(sheet), max_col=last_column(sheet))
    cells = [c for row in printed for c in row if c.value is not None]
    assert min(c.font.sz for c in cells) * scale_of_one_page(sheet, paper) >= 7


@pytest.mark.parametrize("name", SUMMARIES)
def test_rows_of_ringkasan_have_fixed_heights(name, books):
    """No text can make a row of the page higher and push the signatures away."""
    sheet = books[name]["Ringkasan"]
    rows = range(1, last_row(sheet) + 1)
    assert [row for row in rows if not sheet.row_dimensions[row].customHeight] == []


def test_long_lists_have_pages_of_their_own(books):
    """On Ringkasan Rinci satker and headings are repeated, however long the lists are."""
    book = books["sakip_satker"]
    sheet = book["Ringkasan Rinci"]
    header = int(book.defined_names["blok_sasaran"].attr_text.rpartition("$")[2])
    assert sheet.print_title_rows == f"${header - 2}:${header}"
    assert book.defined_names["konteks_rinci"].attr_text.endswith(f"$A${header - 2}")
    assert sheet.page_setup.fitToHeight == 0


@pytest.mark.parametrize("block", BLOCKS)
def test_lists_beyond_the_prepared_rows_look_the_same(block, books):
    """A list longer than its prepared rows keeps number formats, wrapping and lines."""
    sheet = books["sakip_satker"]["Ringkasan Rinci"]
    area = books["sakip_satker"].defined_names[block].attr_text.rpartition("!")[2]
    (header,) = sheet[area.replace("$", "")]
    for cell in header:
        prepared = sheet.cell(cell.row + 1, cell.column)
        # openpyxl keeps equal neighbours as one entry under the first letter.
        dimensions = sheet.column_dimensions.values()
        column = next(d for d in dimensions if d.min <= cell.column <= d.max)
        assert column.number_format == prepared.number_format
        looks = [(a.horizontal, a.wrap_text) for a in (column.alignment, prepared.alignment)]
        assert looks[0] == looks[1]
    letter, row = header[0].column_letter, header[0].row
    areas = [str(found.sqref) for found in sheet.conditional_formatting]
    assert any(a.startswith(f"{letter}{row + 1}:") and a.endswith("2000") for a in areas)


@pytest.mark.parametrize("table", [*TABLES, KALIMAT])
def test_petunjuk_explains_every_table(table, books):
    """Petunjuk names each sheet for the LKj with its purpose and its headings."""
    sheet = books["sakip_satker"]["Petunjuk"]
    rows = {row[0].value: row for row in sheet.iter_rows(max_col=3)}
    _, purpose, listed = (cell.value for cell in rows[table.sheet])
    assert purpose.startswith(table.title)
    assert all(column.heading in listed for column in table.columns)


def test_charts_look_at_as_many_cells_as_the_program_fills(books):
    """The charts are native and bound to the fixed range behind them."""
    charts = books["sakip_satker"]["Ringkasan"]._charts
    names = [str(c.series[0].val.numRef.f) for c in charts]
    assert len(charts) == 3
    for text, places in zip(names[:2], GRAPHS.values(), strict=True):
        first, last = (int(part.rpartition("$")[2]) for part in text.split(":"))
        assert last - first + 1 == places


def test_charts_stay_within_their_rows(books):
    """No chart covers the line below it."""
    sheet = books["sakip_satker"]["Ringkasan"]
    top = sheet._charts[0].anchor._from.row + 1
    height = sum(sheet.row_dimensions[row].height for row in range(top, top + ROWS))
    assert height > HEIGHT * 0.75
