"""The sheets of a rekap: complete, traceable, printable, and right in a second engine."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sakip_excel.consolidate.extract import Output
from sakip_excel.consolidate.joined import Report
from sakip_excel.consolidate.rekap import write_rekap
from sakip_excel.consolidate.rekap.layout import BUDGET, MATRIX, SATKERS, STATUS, SUMMARY
from sakip_excel.consolidate.rekap.layout_rows import NAMES, OUTPUTS, SHEETS
from sakip_excel.consolidate.states import Coverage, State
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.refs import cell_name
from tests.consolidate.rekap_case import extract, joined, joined_of, note, status_row
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.package import problems

FIRST = 6
"""Excel row of the first record of every Table."""


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    """Return a rekap of 16 satkers in three provinces."""
    place = tmp_path_factory.mktemp("rekap") / "rekap.xlsx"
    write_rekap(joined(16, (8, 20, 6, 5), 3), place)
    return place


@pytest.fixture(scope="module")
def book(path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def values(path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def records(book: openpyxl.Workbook, sheet: str) -> list[dict[str, object]]:
    """Return the rows of the Table of a sheet by heading."""
    (table,) = book[sheet].tables.values()
    head, *rows = book[sheet][table.ref]
    keys = [cell.value for cell in head]
    return [dict(zip(keys, (cell.value for cell in row), strict=True)) for row in rows]


def two_satkers(tmp_path) -> openpyxl.Workbook:
    """Return the rekap of two satkers with one RO in common, figures written by hand."""
    one = Output(
        row=7,
        kode_program="CQ",
        program="Program",
        kode_kegiatan="6709",
        kegiatan="Kegiatan",
        kode_kro="QGE",
        kro="KRO",
        kode_ro="001",
        ro="Layanan",
        sumber_dana="RM",
        satuan="Layanan",
        tvro=1.0,
        rvro=1.0,
        pagu=426_483_000,
        realisasi=(None, None, None, 372_684_240),
        realised=372_684_240,
        cells={"pagu": "M7"},
    )
    other = one._replace(row=9, kode_ro="003", pagu=20_000, realised=0, cells={"pagu": "M9"})
    second = one._replace(pagu=73_517_000, realised=27_315_760)
    empty = extract(0, (0, 0, 0, 0))
    reports = (
        Report(replace(empty, outputs=(one, other)), State.ACCEPTED),
        Report(replace(extract(1, (0, 0, 0, 0)), outputs=(second,)), State.ACCEPTED),
    )
    rows = tuple(status_row(n, r, r.state, r.extract) for n, r in enumerate(reports))
    write_rekap(joined_of(reports, rows), tmp_path / "dua.xlsx")
    return openpyxl.load_workbook(tmp_path / "dua.xlsx", data_only=True)


def test_package_is_sound(path):
    """Nothing in the package would make Excel offer a repair."""
    assert problems(path.read_bytes()) == set()


def test_every_sheet_has_its_table(book):
    """Each declared sheet is there with its Table under its stable name, headings as declared."""
    assert set(book.sheetnames) <= NAMES
    for declared in SHEETS:
        table = book[declared.name].tables[declared.table]
        headings = [cell.value for cell in book[declared.name][table.ref][0]]
        assert headings == [column.heading for column in declared.columns]


def test_sheets_in_order(book):
    """Status and the summary come first, the rows behind the figures last, held rows hidden."""
    assert book.sheetnames[:3] == [STATUS.name, SUMMARY, MATRIX]
    hidden = [s.title for s in book.worksheets if s.sheet_state != "visible"]
    assert hidden == ["Tertunda Capaian", "Tertunda RO", "Tertunda RAK"]


def test_pooled_figures_by_hand(tmp_path):
    """Two satkers: 426.483.000 + 73.517.000 is pagu 500.000.000 of RO 001, 80% of it spent."""
    book = two_satkers(tmp_path)
    lines = {row["Kode"]: row for row in records(book, BUDGET.name)}
    shared = lines["CQ.6709.QGE.001"]
    assert (shared["Pagu (Rp)"], shared["Realisasi (Rp)"]) == (500_000_000, 400_000_000)
    assert shared["Serapan (%)"] == pytest.approx(0.8, abs=1e-12)
    assert shared["Efisiensi (%)"] == pytest.approx(0.2, abs=1e-12)
    assert shared["Satker"] == 2
    assert lines["CQ.6709.QGE.003"]["Pagu (Rp)"] == 20_000
    for code in ("CQ", "CQ.6709", "CQ.6709.QGE"):
        assert lines[code]["Pagu (Rp)"] == 500_020_000
        assert lines[code]["Sisa (Rp)"] == 100_020_000
    satkers = {row["Kode satker"]: row["Pagu (Rp)"] for row in records(book, SATKERS.name)}
    assert satkers == {"658000": 426_503_000, "658001": 73_517_000}


def test_rows_say_where_they_come_from(tmp_path):
    """A row of Rincian RO names satker, file, sheet, row and cell of its pagu."""
    rows = records(two_satkers(tmp_path), OUTPUTS.name)
    found = [
        (row["Kode satker"], row["Berkas"], row["Lembar"], row["Baris"], row["Sel pagu"])
        for row in rows
    ]
    first, second = (f"masuk/65800{n}/SAKIP-65800{n}-2024-TW4 #1 100%.xlsx" for n in (0, 1))
    assert found == [
        ("658000", first, "Anggaran", 7, "M7"),
        ("658001", second, "Anggaran", 7, "M7"),
        ("658000", first, "Anggaran", 9, "M9"),
    ]


def test_blank_and_zero_stay_two_things(tmp_path):
    """A quarter that nobody filled in stays blank, a realisasi of 0 stays 0."""
    rows = records(two_satkers(tmp_path), OUTPUTS.name)
    assert rows[0]["Realisasi TW I (Rp)"] is None
    assert rows[2]["Realisasi (Rp)"] == 0


def test_each_pooled_line_is_the_sum_of_its_rows(values):
    """Filtering Rincian RO by a line's number gives its pagu and realisasi, to the rupiah."""
    pagu, realisasi = defaultdict(int), defaultdict(int)
    for row in records(values, OUTPUTS.name):
        pagu[row["No"]] += row["Pagu (Rp)"]
        realisasi[row["No"]] += row["Realisasi (Rp)"]
    lines = [row for row in records(values, BUDGET.name) if row["Tingkat"] == "RO"]
    assert lines
    for line in lines:
        assert line["Pagu (Rp)"] == pagu.pop(line["No"])
        assert line["Realisasi (Rp)"] == realisasi.pop(line["No"])
    assert not pagu


def test_only_what_counts_is_summed(values):
    """The rows of rejected reports stand apart and in no sum; the total is that of the satkers."""
    rejected = {
        row["Kode satker"] for row in records(values, STATUS.name) if row["Keadaan"] == "ditolak"
    }
    assert rejected
    summed = records(values, OUTPUTS.name)
    assert not rejected & {row["Kode satker"] for row in summed}
    assert rejected == {row["Kode satker"] for row in records(values, "Tertunda RO")}
    total = sum(row["Pagu (Rp)"] for row in summed)
    assert values[SATKERS.name].cell(4, SATKERS.index("pagu") + 1).value == total
    assert values[BUDGET.name].cell(4, BUDGET.index("pagu") + 1).value == total
    assert total in [cell.value for cell in values[SUMMARY]["M"]]


def test_every_page_says_how_much_is_covered(path, book):
    """Title, period, coverage and SEMENTARA stand on each sheet and in its printed header."""
    reader = Book.open(path)
    for sheet in book.worksheets:
        line = "TW IV 2024   12 dari 16 satker   SEMENTARA"
        assert reader.cell(sheet.title, "A3").value == line
        header = f"{sheet.oddHeader.left.text}|{sheet.oddHeader.right.text}"
        assert "TW IV 2024, 12 dari 16 satker" in header
        assert "SEMENTARA" in header


def test_nothing_is_provisional_when_everything_came(tmp_path):
    """With every satker in, SEMENTARA stands nowhere and the summary says LENGKAP."""
    write_rekap(joined(3, coverage=Coverage(2, 1, 3)), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", rich_text=False)
    assert book[SUMMARY]["A5"].value == "LENGKAP"
    for sheet in book.worksheets:
        assert "SEMENTARA" not in str(sheet["A3"].value)
        assert "SEMENTARA" not in str(sheet.oddHeader.right.text)


A4_ROOM = 297 / 25.4 * 72 - 2 * 0.4 * 72
"""Points between the margins of A4 on its long side."""


def printed_width(sheet) -> float:
    """Return how wide the print area is in points, a little more than Excel makes it."""
    used = [d for d in sheet.column_dimensions.values() if not d.hidden]
    pixels = sum((7 * d.width + 5) * (d.max - d.min + 1) for d in used)
    return pixels * 0.75 * 1.05  # LibreOffice makes the columns that much wider


def test_printing_is_set_up(book):
    """Every sheet prints on A4 landscape, fits its width, and repeats its headings."""
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_area
        if sheet.title == SUMMARY:
            assert sheet.page_setup.scale == 75
            assert 0.75 * printed_width(sheet) < A4_ROOM
            continue
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows in {"$5:$5", "$4:$5"}


def test_status_can_be_decided(book):
    """Keputusan has its drop-down and prompt, catatan its prompt, down to the last satker."""
    sheet = book[STATUS.name]
    columns = {c.heading: cell_name(FIRST, i) for i, c in enumerate(STATUS.columns, 1)}
    rules = {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation}
    choice = rules[columns["Keputusan"]]
    assert choice.formula1 == '"Sahkan,Kembalikan,Nihil"'
    assert choice.prompt.startswith("Sahkan, Kembalikan, atau Nihil.")
    assert str(choice.sqref).endswith(str(FIRST + 15))
    assert rules[columns["Catatan"]].prompt


def test_seals_are_explained(book):
    """Wherever a seal is shown, the sheet says what a seal does not prove."""
    for name in (STATUS.name, "Berkas"):
        assert "tidak membuktikan siapa pengirimnya" in book[name]["A4"].value


def test_files_open_with_a_click(book):
    """The name of a file is a relative link, odd letters of its path escaped."""
    column = STATUS.index("berkas") + 1
    cell = book[STATUS.name].cell(FIRST, column)
    assert cell.value == "SAKIP-658000-2024-TW4 #1 100%.xlsx"
    assert cell.hyperlink.target == (r"masuk\658000\SAKIP-658000-2024-TW4%20%231%20100%25.xlsx")
    missing = book[STATUS.name].cell(FIRST + 7, column)
    assert (missing.value, missing.hyperlink) == (None, None)


def test_links_lead_to_the_rows(book, values):
    """The code of a pooled RO leads to the first of its rows on Rincian RO."""
    sheet = book[BUDGET.name]
    checked = 0
    for row in sheet.iter_rows(min_row=FIRST):
        link = row[BUDGET.index("kode")].hyperlink
        if link is not None:
            place = link.location.split("!")[1]
            assert values[OUTPUTS.name][place].value == row[0].value
            above = values[OUTPUTS.name].cell(int(place[1:]) - 1, 1).value
            assert above != row[0].value
            checked += 1
    assert checked == 20


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    """Names, findings and notes that start like formulas or XML are stored as plain texts."""
    bad = '=HYPERLINK("http://x","klik")'
    evil = note(0, 7)._replace(message=bad, typed="<r><t>x</t></r>", fix="+1-2", computed="@A1")
    own = extract(0, (1, 1, 1, 0))
    own = replace(
        own,
        notes=(evil,),
        identity=replace(own.identity, nama_satker=bad, provinsi=bad),
        outputs=(own.outputs[0]._replace(ro=bad, kode_ro=bad),),
    )
    report = Report(own, State.ACCEPTED)
    row = replace(status_row(0, report, report.state, own), note=bad, reason=bad)
    write_rekap(joined_of((report,), (row,)), tmp_path / "a.xlsx")
    assert problems((tmp_path / "a.xlsx").read_bytes()) == set()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    formulas = [
        (sheet.title, cell.value)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f" and "HYPERLINK" in str(cell.value)
    ]
    assert formulas == []
    assert records(book, "Temuan")[-1]["Penjelasan"] == bad
    assert records(book, OUTPUTS.name)[0]["RO"] == bad


def test_matrix_tells_blank_from_unknown(tmp_path):
    """Blank is an indikator that a satker does not have, a dash one that cannot be computed."""
    one, two = extract(0, (2, 0, 0, 0)), extract(1, (2, 0, 0, 0))
    known, other = one.indicators
    one = replace(one, indicators=(known._replace(capaian=0.9), other._replace(capaian=None)))
    two = replace(two, indicators=(known._replace(capaian=1.1),))
    reports = (Report(one, State.ACCEPTED), Report(two, State.ACCEPTED))
    rows = tuple(status_row(n, r, r.state, r.extract) for n, r in enumerate(reports))
    write_rekap(joined_of(reports, rows), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    figures = [list(row.values())[2:] for row in records(book, MATRIX)]
    assert figures == [[0.9, "–"], [1.1, None]]


def test_ranking_says_by_what(book):
    """Every ranking on the summary names its figure, and Peringkat lists all places."""
    texts = [str(c.value) for row in book[SUMMARY].iter_rows() for c in row if c.value]
    assert "Peringkat satker menurut Serapan (%)" in texts
    assert "Peringkat provinsi menurut Serapan (%)" in texts
    placed = [r for r in records(book, "Peringkat") if r["Tingkat"] == "Satker"]
    assert {row["Menurut"] for row in placed} == {"Serapan (%)", "Rata-rata capaian (%)"}
    assert len(placed) == 24


def test_long_rankings_show_both_ends(tmp_path):
    """Of a long ranking the summary shows ten places at either end and says what is left out."""
    write_rekap(joined(80, (1, 1, 0, 0)), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[SUMMARY]
    texts = [str(cell.value) for cell in sheet["B"] if cell.value]
    assert [t for t in texts if t.startswith("…")] == ["… 40 lainnya pada lembar Peringkat"]


def test_dates_are_dates(book):
    """Deadline and receipt are dates that can be sorted, without the zone of any clock."""
    row = records(book, STATUS.name)[0]
    assert row["Batas waktu"] == datetime(2025, 1, 15)  # noqa: DTZ001 - Excel knows no zone
    assert row["Waktu terima"] == datetime(2025, 1, 10, 8, 0)  # noqa: DTZ001 - as above


def charted(chart) -> list[str]:
    """Return the ranges that the values of a chart come from."""
    return [one.val.numRef.f for one in chart.series]


def test_charts_follow_the_cells(book):
    """Five native charts; of the rankings, the provinces where there are several."""
    charts = [charted(chart) for chart in book[SUMMARY]._charts]
    assert [len(ranges) for ranges in charts] == [1, 2, 2, 1, 1]
    shown = [ranges[0] for ranges in charts[3:]]
    sheets = [ranges.partition("!")[0] for ranges in shown]
    assert sheets == ["Peringkat", "Peringkat"]
    expected = [("Serapan (%)", "Provinsi", 3), ("Rata-rata capaian (%)", "Satker", 12)]
    for ranges, (by, whom, count) in zip(shown, expected, strict=True):
        cells = [cell for (cell,) in book["Peringkat"][ranges.partition("!")[2]]]
        rows = [[book["Peringkat"].cell(cell.row, c).value for c in (1, 2)] for cell in cells]
        assert rows == [[by, whom]] * count


def test_forty_places_have_a_column_each(tmp_path):
    """A chart names up to forty satkers; more are counted by class."""
    write_rekap(joined(40, (1, 1, 0, 0)), tmp_path / "40.xlsx")
    write_rekap(joined(80, (1, 1, 0, 0)), tmp_path / "80.xlsx")
    few, many = (openpyxl.load_workbook(tmp_path / f"{n}.xlsx")[SUMMARY] for n in (40, 80))
    assert all("Peringkat" in charted(chart)[0] for chart in few._charts[3:])
    assert all(SUMMARY in charted(chart)[0] for chart in many._charts[3:])


@pytest.fixture(scope="module")
def long_path(tmp_path_factory) -> Path:
    """Return the rekap of 80 satkers of one province."""
    place = tmp_path_factory.mktemp("rekap") / "panjang.xlsx"
    write_rekap(joined(80, (2, 2, 0, 0)), place)
    return place


def test_many_satkers_are_counted_by_class(long_path):
    """The classes of a long ranking hold each satker once, counted here from Peringkat."""
    book = openpyxl.load_workbook(long_path, data_only=True)
    ends = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.1, math.inf]
    for chart, by in zip(
        book[SUMMARY]._charts[3:], ("Serapan (%)", "Rata-rata capaian (%)"), strict=True
    ):
        figures = [r["Angka (%)"] for r in records(book, "Peringkat") if r["Menurut"] == by]
        cells = book[SUMMARY][charted(chart)[0].partition("!")[2]]
        below = [sum(figure < end for figure in figures) for end in ends]
        expected = [n - before for before, n in zip([0, *below], below, strict=False)]
        assert [cell.value for (cell,) in cells] == expected
        assert sum(expected) == len(figures) > 40
        names = [book[SUMMARY].cell(cell.row, cell.column - 1).value for (cell,) in cells]
        assert names[:2] == ["di bawah 50%", "50% sampai di bawah 60%"]
        assert names[-1] == "110% ke atas"


def test_an_empty_table_says_so(tmp_path):
    """A sheet without rows says that there are none; it does not look forgotten."""
    write_rekap(joined(0, (0, 0, 0, 0)), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Peringkat"]["A4"].value == "Tidak ada baris."
    assert not any(records(book, "Peringkat")[0].values())


def test_same_reports_give_the_same_file(path, tmp_path):
    """Writing the same joined reports again gives the same bytes."""
    write_rekap(joined(16, (8, 20, 6, 5), 3), tmp_path / "lagi.xlsx")
    assert (tmp_path / "lagi.xlsx").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("satkers", [0, 1])
def test_nothing_to_show_is_shown(satkers, tmp_path):
    """A period in which nobody has sent anything, or one only, gives a sound workbook, too."""
    write_rekap(joined(satkers, (0, 0, 0, 0)), tmp_path / "a.xlsx")
    assert problems((tmp_path / "a.xlsx").read_bytes()) == set()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")[STATUS.name].tables


@requires_libreoffice
@pytest.mark.parametrize("which", ["path", "long_path"])
def test_every_cached_figure_is_what_a_recalculation_gives(which, request, tmp_path):
    """LibreOffice, computing anew, agrees with every formula of the rekap."""
    place = request.getfixturevalue(which)
    (tmp_path / "office").mkdir()
    found = LibreOffice(tmp_path / "office").recalculated(place)
    reader, checked, wrong = Book.open(place), 0, []
    for sheet in reader.sheets:
        for row, cells in reader.rows(sheet).items():
            for column, cell in cells.items():
                if cell.formula is not None:
                    place = sheet, cell_name(row, column)
                    checked += 1
                    if not same(cell.value, found.get(place)):
                        wrong.append((place, cell.formula, cell.value, found.get(place)))
    assert checked > 400
    assert wrong == []


def same(ours: object, other: object) -> bool:
    """Return whether two engines give the same figure."""
    if isinstance(ours, int | float) and isinstance(other, int | float):
        return math.isclose(ours, other, rel_tol=1e-9, abs_tol=1e-9)
    return ours == other
