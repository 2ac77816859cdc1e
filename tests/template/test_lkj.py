"""The sheets for the LKj and the first page of Ringkasan as the template has them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from sakip_excel.report.halaman import GRAPHS
from sakip_excel.report.tables import KALIMAT, TABLES, LineKind
from sakip_excel.template import TEMPLATES
from sakip_excel.template.build import build
from sakip_excel.template.grafik import HEIGHT, ROWS

LANDSCAPE = (11.69, 8.27)
"""A4 in inches; F4 (13 x 8.5) is larger both ways."""


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


def test_first_page_of_ringkasan_fits(books):
    """Figures, charts, settings and signatures fit on one A4 page, with room to spare."""
    sheet = books["sakip_satker"]["Ringkasan"]
    (last,) = [b.id for b in sheet.row_breaks.brk]
    height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, last + 1))
    margins = sheet.page_margins
    room = (LANDSCAPE[1] - margins.top - margins.bottom) * 72
    assert 0.85 * room < height * sheet.page_setup.scale / 100 < 0.97 * room
    visible = [d for d in sheet.column_dimensions.values() if not d.hidden and d.min <= 13]
    width = sum((d.width * 7) * (d.max - d.min + 1) for d in visible) * 0.75
    room = (LANDSCAPE[0] - margins.left - margins.right) * 72
    assert width * sheet.page_setup.scale / 100 < 0.97 * room


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
