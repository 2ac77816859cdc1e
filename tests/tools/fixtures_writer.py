"""Fixture workbooks that XlsxWriter can make: charts, pictures, comments, layout, protection."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook

from tests.tools.draft import pack, unpack
from tests.tools.registry import fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

HEADINGS = ["Kode", "Program", "Pagu", "Realisasi", "Serapan"]
PROGRAMS = [
    ("076.01.CQ", "Penyelenggaraan Pemilu", 40_377_837_000, 39_640_263_157),
    ("076.01.WA", "Dukungan Manajemen", 5_250_000_000, 5_101_345_600),
    ("076.01.CQ.3364", "Logistik", 1_200_000_000, 0),
    ("076.01.CQ.3365", "Sosialisasi & pendidikan pemilih", 915_500_000, 914_999_999),
]


class _Made:
    """A workbook in memory that is being written."""

    def __init__(self, options: dict[str, object]) -> None:
        self.buffer = io.BytesIO()
        self.book = Workbook(self.buffer, {"in_memory": True, **options})
        # Without a fixed date every build would differ.
        self.book.set_properties({"created": datetime(2025, 1, 2)})  # noqa: DTZ001 - no zone in it

    def __call__(self) -> bytes:
        return pack(
            {name.lstrip("/"): data for name, data in unpack(self.buffer.getvalue()).items()}
        )


@contextmanager
def _writing(**options: object) -> Iterator[tuple[_Made, Workbook, Worksheet]]:
    made = _Made(options)
    sheet = made.book.add_worksheet("Anggaran")
    _fill(made.book, sheet)
    yield made, made.book, sheet
    made.book.close()


def _fill(book: Workbook, sheet: Worksheet, row: int = 2) -> None:
    heading = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white"})
    money = book.add_format({"num_format": "#,##0", "bg_color": "#FFF2CC", "locked": False})
    ratio = book.add_format({"num_format": "0.00%"})
    sheet.write(0, 0, "Realisasi anggaran satker")
    sheet.write_row(row, 0, HEADINGS, heading)
    for offset, (code, program, ceiling, spent) in enumerate(PROGRAMS, 1):
        at = row + offset
        sheet.write(at, 0, code)
        sheet.write(at, 1, program)
        sheet.write(at, 2, ceiling, money)
        sheet.write(at, 3, spent, money)
        sheet.write_formula(at, 4, f"=D{at + 1}/C{at + 1}", ratio, spent / ceiling)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 3, 18, money)


def png(width: int = 24, height: int = 16, shade: int = 120) -> bytes:
    """Return a small picture: a PNG of one colour with a diagonal."""
    lines = b"".join(
        b"\0" + b"".join(bytes((shade, 60, 255 * (x == y))) for x in range(width))
        for y in range(height)
    )

    def chunk(name: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


@fixture(
    "part:chart", "chart/trendline", "chart/errBars", "part:chartsheet", "drawing/graphicFrame"
)
def charts() -> bytes:
    """Charts of many kinds with colours, trend lines, error bars and labels, and a chart sheet."""
    with _writing() as (made, book, sheet):
        for place, kind in enumerate(("column", "bar", "line", "pie", "doughnut", "area", "radar")):
            chart = book.add_chart({"type": kind})
            series = {
                "name": "=Anggaran!$D$3",
                "categories": "=Anggaran!$B$4:$B$7",
                "values": "=Anggaran!$D$4:$D$7",
                "data_labels": {"value": True, "font": {"color": "#7F0000"}},
            }
            if kind in {"column", "bar", "line"}:
                series["fill"] = {"color": "#1F4E79"}
                series["trendline"] = {"type": "linear", "name": "Arah"}
                series["y_error_bars"] = {"type": "percentage", "value": 5}
            chart.add_series(series)
            chart.set_title({"name": f"Realisasi ({kind})"})
            chart.set_style(10 + place)
            sheet.insert_chart(8 + 16 * place, 1, chart)
        combined = book.add_chart({"type": "column"})
        combined.add_series({"values": "=Anggaran!$C$4:$C$7"})
        line = book.add_chart({"type": "line"})
        line.add_series({"values": "=Anggaran!$E$4:$E$7", "y2_axis": True})
        combined.combine(line)
        book.add_chartsheet("Grafik").set_chart(combined)
    return made()


@fixture("part:image", "worksheet/picture", "worksheet/legacyDrawingHF", "drawing/pic")
def pictures() -> bytes:
    """A logo in a cell's place, one with a link, a background and header and footer pictures."""
    with _writing() as (made, _, sheet):
        logo = {"image_data": io.BytesIO(png()), "description": "Lambang"}
        sheet.insert_image("G2", "logo.png", logo)
        linked = {"image_data": io.BytesIO(png(shade=30)), "url": "https://www.kpu.go.id"}
        sheet.insert_image("G10", "tautan.png", linked)
        sheet.set_background(io.BytesIO(png(shade=200)))
        sheet.set_header(
            "&L&G&CLaporan", {"image_left": "h.png", "image_data_left": io.BytesIO(png())}
        )
        sheet.set_footer(
            "&R&G", {"image_right": "f.png", "image_data_right": io.BytesIO(png(9, 9))}
        )
    return made()


@fixture("drawing/sp", "drawing/txBody")
def text_boxes() -> bytes:
    """Text boxes with formatting and a text that follows a cell."""
    with _writing() as (made, _, sheet):
        sheet.insert_textbox("G2", "Catatan: isi sel kuning", {"fill": {"color": "#FFF2CC"}})
        sheet.insert_textbox("G9", "", {"textlink": "=$B$4", "line": {"width": 3}})
    return made()


@fixture("vml:Button", "vml:Note", "part:comments")
def buttons() -> bytes:
    """Form buttons and notes on one sheet, which share a VML drawing."""
    with _writing() as (made, _, sheet):
        sheet.insert_button("G2", {"macro": "SakipPeriksa", "caption": "Periksa", "width": 120})
        sheet.insert_button("G5", {"macro": "SakipKirim", "caption": "Kirim", "width": 120})
        sheet.write_comment("C4", "Sesuai DIPA revisi 3", {"author": "Kasubbag"})
        sheet.write_comment("D6", "Belum ada SP2D", {"visible": True, "color": "#FFC7CE"})
    return made()


@fixture("part:FeaturePropertyBag", "FeaturePropertyBag/bag")
def cell_checkboxes() -> bytes:
    """The check boxes in cells of Microsoft 365, kept in a feature property bag."""
    with _writing() as (made, _, sheet):
        for row in range(3, 7):
            sheet.insert_checkbox(row, 5, row % 2 == 0)
    return made()


@fixture("part:rdRichValue", "part:sheetMetadata")
def pictures_in_cells() -> bytes:
    """Pictures placed in cells: rich values with metadata on the cells (``vm``)."""
    with _writing() as (made, _, sheet):
        sheet.embed_image("F4", "a.png", {"image_data": io.BytesIO(png())})
        sheet.embed_image("F5", "b.png", {"image_data": io.BytesIO(png(shade=9))})
    return made()


@fixture("worksheet/x14:sparklineGroup", "worksheet/x14:cfRule", "worksheet/dataValidation")
def sparklines() -> bytes:
    """Sparklines, data bars of Excel 2010, colour scales, icons and drop-down lists."""
    with _writing() as (made, _, sheet):
        sheet.add_sparkline("F4", {"range": "Anggaran!C4:D4", "type": "column"})
        places = {"location": ["F5", "F6"], "range": ["Anggaran!C5:D5", "Anggaran!C6:D6"]}
        sheet.add_sparkline("F5", places)
        bar = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
        sheet.conditional_format("D4:D7", bar)
        sheet.conditional_format("E4:E7", {"type": "3_color_scale"})
        sheet.conditional_format("E4:E40", {"type": "icon_set", "icon_style": "3_flags"})
        listed = {"validate": "list", "source": ["Naik", "Turun"], "input_title": "Arah"}
        sheet.data_validation("F4:F40", listed)
        sheet.data_validation("C4:C40", {"validate": "integer", "criteria": ">=", "value": 0})
    return made()


@fixture("part:sheetMetadata", "sheetMetadata/futureMetadata")
def arrays() -> bytes:
    """Array formulas, dynamic arrays that spill (``cm``) and plain formulas beside them."""
    with _writing() as (made, _, sheet):
        sheet.write_array_formula("G4:G7", "{=C4:C7-D4:D7}", None, 737_573_843)
        sheet.write_array_formula("H4", "{=SUM(C4:C7*1)}", None, 47_743_337_000)
        sheet.write_dynamic_array_formula("I4:I7", "=_xlfn._xlws.SORT(C4:C7)", None, 915_500_000)
        sheet.write_formula("J4", "=SUM(C4:C7)", None, 47_743_337_000)
        sheet.write_formula("J5", '=IF(C5>0,"ya","tidak")', None, "ya")
        sheet.write_formula("J6", "=C6>0", None, True)
        sheet.write_formula("J7", "=C7/0", None, "#DIV/0!")
    return made()


@fixture(
    "worksheet/mergeCell", "worksheet/autoFilter", "worksheet/rowBreaks", "worksheet/hyperlink"
)
def layout() -> bytes:
    """Merged cells, a filter, groups, page breaks, frozen panes, links, print set-up and names."""
    with _writing() as (made, book, sheet):
        sheet.merge_range("G1:J2", "Gabungan", book.add_format({"align": "center"}))
        sheet.autofilter("A3:E7")
        sheet.filter_column("C", "x > 1000000")
        for row in range(3, 6):
            sheet.set_row(row, 22, None, {"level": 1, "hidden": row == 5})
        sheet.set_column("K:M", 12, None, {"level": 1, "collapsed": False})
        sheet.set_h_pagebreaks([20, 40])
        sheet.set_v_pagebreaks([8])
        sheet.freeze_panes(3, 1)
        sheet.write_url("G4", "https://www.kpu.go.id", tip="Situs KPU")
        sheet.write_url("G5", "internal:'Lembar dua'!A1", string="Ke lembar dua")
        sheet.write_rich_string("G6", "Belum ", book.add_format({"bold": True}), "lengkap")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.print_area("A1:J40")
        sheet.set_header("&CLKj &D")
        sheet.ignore_errors({"number_stored_as_text": "A1:A40"})
        second = book.add_worksheet("Lembar dua")
        second.hide()
        second.set_tab_color("red")
        book.define_name("PaguTotal", "=SUM(Anggaran!$C$4:$C$7)")
        book.define_name("'Lembar dua'!lokal", "='Lembar dua'!$A$1:$B$9")
    return made()


@fixture("worksheet/sheetProtection", "worksheet/protectedRange", "custom-properties/property")
def protection() -> bytes:
    """A protected sheet with exceptions, ranges that may be edited and properties."""
    with _writing() as (made, book, sheet):
        sheet.protect("rahasia", {"insert_rows": True, "sort": True, "objects": True})
        sheet.unprotect_range("C4:D7", "isian", "kunci")
        book.read_only_recommended()
        book.set_custom_property("sakip_template", "satker")
        book.set_custom_property("sakip_versi", 3)
        book.set_custom_property("resmi", True)
    return made()


@fixture("officeDocument/workbookPr")
def date1904() -> bytes:
    """Dates counted from 1904, as Excel for Mac did."""
    with _writing(date_1904=True) as (made, book, sheet):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime("G4", datetime(2024, 12, 31), day)  # noqa: DTZ001 - a calendar day
    return made()


@fixture("part:table", "table/calculatedColumnFormula")
def tables() -> bytes:
    """Tables: one that can grow, one with totals, one without heading, one hemmed in from below."""
    with _writing() as (made, book, sheet):
        columns = [{"header": text} for text in HEADINGS]
        columns[4]["formula"] = "[@Realisasi]/[@Pagu]"
        rows = [list(program) for program in PROGRAMS]
        sheet.add_table("A12:E16", {"name": "tblAnggaran", "columns": columns, "data": rows})
        totals = [
            {"header": "Kode", "total_string": "Jumlah"},
            {"header": "Pagu (Rp)", "total_function": "sum", "total_value": 7},
        ]
        data = [["a", 3], ["b", 4]]
        options = {"name": "tblJumlah", "columns": totals, "total_row": True, "data": data}
        sheet.add_table("G12:H15", options)
        bare = book.add_worksheet("Tanpa judul")
        options = {"name": "tblPolos", "header_row": False, "autofilter": False}
        bare.add_table("B2:C5", {**options, "data": [[1, 2], [3, 4], [5, 6], [7, 8]]})
        bare.write("B6", "catatan tepat di bawah")
    return made()


@fixture("part:worksheet")
def ghost_rows() -> bytes:
    """Formatting far below the data: 20,000 rows that hold nothing but a height."""
    with _writing(constant_memory=False) as (made, book, sheet):
        grey = book.add_format({"bg_color": "#EEEEEE"})
        for row in range(20, 20_020):
            sheet.set_row(row, 18, grey)
    return made()


@fixture("part:worksheet")
def many_sheets() -> bytes:
    """Sheets with awkward names: quotes, ampersand, spaces, non-Latin letters, hidden ones."""
    with _writing() as (made, book, _):
        for name in ("P&K", "Bab 'III", "<data>", "Ringkasan ✓", "٧", "a" * 31):
            _fill(book, book.add_worksheet(name))
        book.get_worksheet_by_name("P&K").very_hidden()
    return made()
