"""What the reader gives for cells, sheets, tables and names."""

import math

import pytest
import xlsxwriter

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import Cell, ErrorValue

from .packages import (
    MAIN,
    STRICT,
    STRICT_RELATIONS,
    TABLE,
    content_types,
    parts,
    relations,
    rows_file,
    save,
    table_file,
    workbook,
    worksheet,
)

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="&quot;Rp&quot; #,##0"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/>'
    '<xf numFmtId="164"/></cellXfs></styleSheet>'
)


def read(folder, rows, **more):
    """Return the cells of a sheet with these rows."""
    return Book.open(rows_file(folder, rows, **more)).rows("Data")


def read_cell(folder, inner, kind=""):
    """Return the value of a cell with this content and type."""
    kind = f' t="{kind}"' if kind else ""
    row = read(folder, f'<row r="1"><c r="A1"{kind}>{inner}</c></row>').get(1, {})
    return row[1].value if 1 in row else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40377837000", 40377837000),
        ("1E3", 1000),
        ("12.0", 12),
        ("-0", 0),
        (" 7 ", 7),
        ("9007199254740992", 9007199254740992),
        ("0.1", 0.1),
        ("0.98180000000000001", 0.9818),
        ("-1.5E-3", -0.0015),
        (".5", 0.5),
    ],
)
def test_numbers(tmp_path, text, value):
    """Whole numbers come as int, all others as the nearest float."""
    found = read_cell(tmp_path, f"<v>{text}</v>")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["9007199254740994", "1E+22", "12345678901234567890"])
def test_numbers_beyond_exact_doubles_stay_float(tmp_path, text):
    """A number that a double cannot hold exactly is not dressed up as an exact int."""
    found = read_cell(tmp_path, f"<v>{text}</v>")
    assert type(found) is float
    assert found == float(text)


@pytest.mark.parametrize("text", ["abc", "1,5", "nan", "inf", "1_000", "٧", "1e999", "0x10"])
def test_what_is_no_number_is_damage(tmp_path, text):
    """Text that Python would read as a number but Excel would not is damage."""
    with pytest.raises(DamagedError):
        read_cell(tmp_path, f"<v>{text}</v>")


@pytest.mark.parametrize(
    ("kind", "inner", "value"),
    [
        ("b", "<v>1</v>", True),
        ("b", "<v>0</v>", False),
        ("b", "<v>true</v>", True),
        ("e", "<v>#DIV/0!</v>", ErrorValue("#DIV/0!")),
        ("str", "<f>A2</f><v></v>", ""),
        ("str", "<f>A2</f><v>a &amp; b</v>", "a & b"),
        ("str", '<f xml:space="preserve"> A2</f><v xml:space="preserve"> a </v>', " a "),
        ("str", "<v>12</v>", "12"),
        ("n", "<v>5</v>", 5),
        ("inlineStr", "<is><t>teks</t></is>", "teks"),
        ("inlineStr", "<is><t>  luar  </t></is>", "luar"),
        ("inlineStr", '<is><t xml:space="preserve">  luar  </t></is>', "  luar  "),
        ("inlineStr", "<is><r><t>a </t></r><r><rPr><b/></rPr><t> b</t></r></is>", "a  b"),
        ("inlineStr", '<is><t>字</t><rPh sb="0" eb="1"><t>じ</t></rPh></is>', "字"),
        ("inlineStr", "<is><t>a_x000D_\nb</t></is>", "a\r\nb"),
        ("inlineStr", "<is><t>NA</t></is>", "NA"),
        ("d", "<v>2024-12-31</v>", 45657),
        ("d", "<v>2024-12-31T18:00:00Z</v>", 45657.75),
        ("d", "<v>1900-01-01</v>", 1),
        ("d", "<v>06:00:00</v>", 0.25),
    ],
)
def test_kinds_of_cells(tmp_path, kind, inner, value):
    """Every type of cell gives the value that Excel shows; NA is text, not missing."""
    found = read_cell(tmp_path, inner, kind)
    assert found == value
    assert type(found) is type(value)


def test_nothing_is_not_zero_or_empty_text(tmp_path):
    """Cells without value or formula do not appear, whatever their format."""
    rows = (
        '<row r="1"><c r="A1"/><c r="B1" s="1"></c><c r="C1" t="s"/><c r="D1"><v></v></c>'
        '<c r="E1"><v>0</v></c><c r="F1" t="inlineStr"><is><t></t></is></c>'
        '<c r="G1"><f>1+1</f></c></row>'
    )
    assert read(tmp_path, rows) == {
        1: {
            5: Cell(0, None, "General"),
            6: Cell("", None, "General"),
            7: Cell(None, "1+1", "General"),
        }
    }


def test_shared_strings(tmp_path):
    """Shared strings are plain text: runs joined, phonetic guides dropped, escapes resolved."""
    items = (
        "<si><t>biasa</t></si><si/><si><t/></si><si><t> luar </t></si>"
        '<si><t xml:space="preserve"> luar </t></si>'
        "<si><r><t>Kota </t></r><r><rPr><b/></rPr><t>Probolinggo</t></r></si>"
        '<si><t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh><phoneticPr fontId="1"/></si>'
        "<si><t>a_x000D_b &amp; c</t></si>"
    )
    cells = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDEFGH"))
    path = rows_file(
        tmp_path,
        f'<row r="1">{cells}</row>',
        links=[("sharedStrings", "sharedStrings.xml")],
        xl__sharedStrings_xml=f'<sst xmlns="{MAIN}" count="8">{items}</sst>',
    )
    assert [cell.value for cell in Book.open(path).rows("Data")[1].values()] == [
        "biasa",
        "",
        "",
        "luar",
        " luar ",
        "Kota Probolinggo",
        "漢",
        "a\rb & c",
    ]


@pytest.mark.parametrize("index", ["7", "-1", "x"])
def test_a_string_that_is_not_there_is_damage(tmp_path, index):
    """An index outside the shared strings is damage, never another string."""
    with pytest.raises(DamagedError):
        read_cell(tmp_path, f"<v>{index}</v>", "s")


def test_number_formats(tmp_path):
    """A cell carries the code of its format: built in, of the workbook, or General."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>0.9</v></c>'
        '<c r="C1" s="2"><v>0.9</v></c><c r="D1" s="3"><v>1</v></c>'
        '<c r="E1" s="99"><v>1</v></c></row>'
    )
    path = rows_file(tmp_path, rows, links=[("styles", "styles.xml")], xl__styles_xml=STYLES)
    assert [cell.number_format for cell in Book.open(path).rows("Data")[1].values()] == [
        "General",
        "0%",
        "0.00%",
        '"Rp" #,##0',
        "General",
    ]


def test_shared_formulas_are_written_out(tmp_path):
    """A follower reads as its own formula, before or behind its master in the text."""
    rows = (
        '<row r="1"><c r="A1"><f t="shared" si="1"/><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">C1*$D$1</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A1:A3" si="1">C2+1</f><v>1</v></c>'
        '<c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="1"></f></c>'
        '<c r="B3"><f si="0" t="shared"/></c></row>'
    )
    found = read(tmp_path, rows)
    assert [found[row][1].formula for row in (1, 2, 3)] == ["C1+1", "C2+1", "C3+1"]
    assert [found[row][2].formula for row in (1, 2, 3)] == ["C1*$D$1", "C2*$D$1", "C3*$D$1"]
    assert found[3][2].value is None


def test_a_shared_index_may_be_used_again(tmp_path):
    """Followers belong to the last master before them, even when its index was used before."""
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">A5</f></c><c r="B1">'
        '<f t="shared" si="0"/></c></row><row r="2"><c r="A2">'
        '<f t="shared" ref="A2:B2" si="0">A9</f></c><c r="B2"><f t="shared" si="0"/></c></row>'
    )
    found = read(tmp_path, rows)
    assert (found[1][2].formula, found[2][2].formula) == ("B5", "B9")


def test_array_formulas_and_data_tables(tmp_path):
    """An array formula reads as its text; a data table has a value but no formula of its own."""
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c>'
        '<c r="C1"><f t="dataTable" ref="C1:C2" r1="D1"/><v>5</v></c></row>'
    )
    found = read(tmp_path, rows)[1]
    assert found[1] == Cell(4, "B1:B2*2", "General")
    assert found[3] == Cell(5, None, "General")


USUAL = {
    1: {1: Cell(1, None, "General"), 3: Cell("a > b", None, "General")},
    3: {2: Cell(2, "IF(A1>0,1,2)", "General")},
}
WRITINGS = {
    "usual": '<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="inlineStr"><is><t>a &gt; b</t></is></c>'
    '</row><row r="3"><c r="B3"><f>IF(A1&gt;0,1,2)</f><v>2</v></c></row>',
    "bare_angle": '<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="inlineStr"><is><t>a > b</t></is>'
    '</c></row><row r="3"><c r="B3"><f>IF(A1>0,1,2)</f><v>2</v></c></row>',
    "quotes_and_order": "<row ht='15' r='1'><c s='0' r='A1'><v>1</v></c>"
    "<c t = 'inlineStr' r = 'C1'><is><t>a &gt; b</t></is></c></row>"
    "<row r='3'><c r='B3'><f >IF(A1&gt;0,1,2)</f><v >2</v></c></row>",
    "no_addresses": '<row><c><v>1</v></c><c/><c t="inlineStr"><is><t>a &gt; b</t></is></c></row>'
    "<row/><row><c/><c><f>IF(A1&gt;0,1,2)</f><v>2</v></c></row>",
    "cells_name_the_row": '<row><c r="A1"><v>1</v></c><c r="C1" t="inlineStr"><is>'
    '<t>a &gt; b</t></is></c></row><row><c r="B3"><f>IF(A1&gt;0,1,2)</f><v>2</v></c></row>',
    "pretty": '\n  <row r="1">\n    <c r="A1">\n      <v>1</v>\n    </c>\n'
    '    <c r="C1" t="inlineStr"><is>\n<t>a &gt; b</t>\n</is></c>\n  </row>'
    '\n  <row r="2"/>\n <row r="3">\n<c r="B3">'
    "<f>IF(A1&gt;0,1,2)</f>\n<v>2</v>\n</c>\n</row >\n",
    "comments": '<!-- <row r="9"><c r="A9"><v>9</v></c></row> --><row r="1"><c r="A1"><v>1</v></c>'
    '<!-- </row> --><c r="C1" t="inlineStr"><is><t><![CDATA[a > b]]></t></is></c></row><?pi </c> ?>'
    '<row r="3"><c r="B3"><f><![CDATA[IF(A1>0,1,2)]]></f><v><!-- x -->2</v></c  ></row >',
    "out_of_order": '<row r="3"><c r="B3"><f>IF(A1&gt;0,1,2)</f><v>2</v></c></row><row r="1">'
    '<c r="A1"><v>1</v></c><c r="C1" t="inlineStr"><is><t>a &gt; b</t></is></c></row>',
    "extensions": '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c>'
    '<c r="C1" t="inlineStr" cm="1"><is><t>a &gt; b</t></is></c></row>'
    '<row r="3" x14ac:dyDescent="0.2" xmlns:x14ac="urn:x"><c r="B3"><f ca="1">IF(A1&gt;0,1,2)</f>'
    "<v>2</v></c></row>",
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_way_of_writing_reads_the_same(tmp_path, writing):
    """Quotes, order, missing addresses, comments and CDATA change nothing for the reader."""
    found = read(tmp_path, WRITINGS[writing])
    assert found == USUAL
    assert list(found) == [1, 3]


def prefixed(xml):
    """Return the XML with the prefix x: on every element of the main namespace."""
    for name in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "dimension"):
        for end in (" ", ">", "/>"):
            xml = xml.replace(f"<{name}{end}", f"<x:{name}{end}")
        xml = xml.replace(f"</{name}>", f"</x:{name}>")
    return xml.replace("xmlns=", "xmlns:x=")


@pytest.mark.parametrize("writing", ["usual", "no_addresses", "bare_angle"])
def test_namespace_prefixes(tmp_path, writing):
    """A worksheet whose elements carry a prefix reads like any other."""
    sheet = prefixed(worksheet(WRITINGS[writing]))
    assert Book.open(save(tmp_path, parts(sheet))).rows("Data") == USUAL


def test_mixed_prefixes_are_refused_not_misread(tmp_path):
    """Rows behind a second prefix would be missed, so such a part is refused."""
    rows = WRITINGS["usual"].replace('<row r="3"', f'<y:row xmlns:y="{MAIN}" r="3"')
    rows = rows.removesuffix("</row>") + "</y:row>"
    with pytest.raises(UnsafeError):
        read(tmp_path, rows)


def test_a_namespace_declared_twice_is_read(tmp_path):
    """The main namespace under two names is fine as long as one of them is used."""
    sheet = worksheet(WRITINGS["usual"]).replace("<worksheet ", f'<worksheet xmlns:y="{MAIN}" ')
    assert Book.open(save(tmp_path, parts(sheet))).rows("Data") == USUAL


def test_strict_workbooks(tmp_path):
    """A workbook in the strict variant of the format reads like any other."""
    contents = parts(worksheet(WRITINGS["usual"], main=STRICT))
    contents["xl/workbook.xml"] = workbook(main=STRICT, links=STRICT_RELATIONS)
    contents["_rels/.rels"] = relations(
        ("officeDocument", "xl/workbook.xml"), types=STRICT_RELATIONS
    )
    contents["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "worksheets/sheet1.xml"), types=STRICT_RELATIONS
    )
    assert Book.open(save(tmp_path, contents)).rows("Data") == USUAL


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings(tmp_path, encoding):
    """Parts with a byte order mark, in UTF-8 or UTF-16, read like any other."""
    contents = parts(worksheet(WRITINGS["usual"]), workbook=workbook())
    coded = {
        name: text.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
        for name, text in contents.items()
    }
    assert Book.open(save(tmp_path, coded)).rows("Data") == USUAL


def test_ghost_rows_cost_nothing(tmp_path):
    """A million rows that only carry a format do not appear and are not walked through."""
    ghosts = "".join(
        f'<row r="{row}" s="1" customFormat="1" ht="15"/>' for row in range(3, 1_048_576)
    )
    rows = (
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" s="1"/></row>{ghosts}'
        '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576"><v>2</v></c></row>'
    )
    assert read(tmp_path, rows) == {
        1: {1: Cell(1, None, "General")},
        1048576: {16384: Cell(2, None, "General")},
    }


def test_rows_beyond_the_sheet_are_damage(tmp_path):
    """A row that no sheet has is damage."""
    with pytest.raises(DamagedError):
        read(tmp_path, '<row r="1048577"><c r="A1048577"><v>1</v></c></row>')


def test_limits(tmp_path, monkeypatch):
    """Too many valued cells and far too long texts are refused."""
    with pytest.raises(UnsafeError):
        read_cell(tmp_path, f"<is><t>{'x' * 1_000_001}</t></is>", "inlineStr")
    assert len(read_cell(tmp_path, f"<is><t>{'x' * 40_000}</t></is>", "inlineStr")) == 40_000
    monkeypatch.setattr("sakip_excel.workbook.scan.MAX_CELLS", 1)
    with pytest.raises(UnsafeError):
        read(tmp_path, '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>')


def test_who_asks_may_allow_more_or_fewer_cells(tmp_path):
    """The number of cells that a workbook may hold is the reader's to say; the refusal names it."""
    path = tmp_path / "sel.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for row in range(6000):
            sheet.write_row(row, 0, [1, 2])
    # Rows count as well: each may cost as much as a cell.
    with pytest.raises(UnsafeError, match=r"lebih dari 17\.999 sel"):
        Book.open(path, most_cells=17_999).rows("A")
    assert len(Book.open(path, most_cells=18_000).rows("A")) == 6000
    assert len(Book.open(path).rows("A")) == 6000


def test_sheets_hidden_and_chartsheets(tmp_path):
    """Worksheets come in order with their printed names; other kinds of sheet are left out."""
    path = tmp_path / "lembar.xlsx"
    book = xlsxwriter.Workbook(path)
    first, hidden = book.add_worksheet("PK & Anggaran"), book.add_worksheet("Referensi")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='PK & Anggaran'!$A$1:$A$2"})
    book.add_chartsheet("Grafik").set_chart(chart)
    very = book.add_worksheet("Sangat")
    first.write(0, 0, 1)
    hidden.hide()
    very.very_hidden()
    first.protect()
    book.close()
    found = Book.open(path)
    assert found.sheets == ("PK & Anggaran", "Referensi", "Sangat")
    assert found.hidden == {"Referensi", "Sangat"}
    assert [found.protected(sheet) for sheet in found.sheets] == [True, False, False]
    assert found.cell("PK & Anggaran", "A1") == Cell(1, None, "General")
    assert found.cell("PK & Anggaran", "B1") is None
    with pytest.raises(KeyError):
        found.rows("Tidak Ada")


def test_old_module_sheets_are_left_out(tmp_path):
    """A sheet of VBA text from Excel 95, listed without a part, is no damage."""
    listed = workbook().replace("</sheets>", '<sheet name="Module" sheetId="2" r:id=""/></sheets>')
    path = save(tmp_path, parts(worksheet(WRITINGS["usual"]), workbook=listed))
    assert Book.open(path).sheets == ("Data",)


def test_a_broken_table_is_damage(tmp_path):
    """A table without a range cannot be read around."""
    path = table_file(tmp_path, table=TABLE.replace('ref="B2:D4" totals', 'ref="x" totals'))
    with pytest.raises(DamagedError):
        Book.open(path).table("tblUji")


def test_tables(tmp_path):
    """A table gives its sheet, corners and headings, and is found in any case."""
    table = Book.open(table_file(tmp_path)).table("TBLUJI")
    assert (table.name, table.sheet, table.ref) == ("tblUji", "Data", (2, 2, 4, 4))
    assert table.columns == ("Kode", "Uraian", "Pagu (Rp)")
    assert (table.header_row, table.totals_row, table.first_row) == (True, False, 3)
    assert Book.open(table_file(tmp_path)).table("tblLain") is None


def test_names_and_properties(tmp_path):
    """Names of one cell or rectangle are found; formulas, lists and local names are left out."""
    path = tmp_path / "nama.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Beranda")
    book.add_worksheet("PK's Anggaran")
    book.define_name("Kode_Satker", "=Beranda!$D$6")
    book.define_name("Daftar", "='PK''s Anggaran'!$A$1:$B$9")
    book.define_name("Rumus", "=SUM(Beranda!$A$1:$A$2)")
    book.define_name("Beranda!Lokal", "=Beranda!$A$1")
    book.set_custom_property("Templat", "sakip_satker")
    book.set_custom_property("Versi", 3)
    book.set_custom_property("Rasio", 0.5)
    book.set_custom_property("Resmi", True)
    book.close()
    found = Book.open(path)
    assert found.names == {
        "kode_satker": ("Beranda", "D6"),
        "daftar": ("PK's Anggaran", "A1:B9"),
    }
    assert found.properties == {
        "Templat": "sakip_satker",
        "Versi": 3,
        "Rasio": 0.5,
        "Resmi": True,
    }


def test_date_system_and_macros(tmp_path):
    """The date system and the kind of workbook are told from its parts, not its name."""
    plain = Book.open(rows_file(tmp_path, ""))
    assert (plain.date1904, plain.macro_enabled) == (False, False)
    contents = parts(
        worksheet('<row r="1"><c r="A1" t="d"><v>1904-01-02</v></c></row>'),
        workbook=workbook(before='<workbookPr date1904="1"/>'),
    )
    contents["[Content_Types].xml"] = content_types(
        main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    other = Book.open(save(tmp_path, contents, "makro.xlsm"))
    assert (other.date1904, other.macro_enabled) == (True, True)
    assert other.cell("Data", "A1").value == 1


def test_parts_are_found_as_excel_finds_them(tmp_path):
    """Absolute targets, another case, percent signs and backslashes lead to the same part."""
    contents = parts(worksheet(WRITINGS["usual"]))
    contents["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "/xl/Lembar%201.xml"))
    contents["XL\\lembar 1.XML"] = contents.pop("xl/worksheets/sheet1.xml")
    assert Book.open(save(tmp_path, contents)).rows("Data") == USUAL


def test_the_file_is_not_held_open(tmp_path):
    """After opening, the file can be removed and everything is still readable."""
    path = rows_file(tmp_path, WRITINGS["usual"])
    book = Book.open(path)
    path.unlink()
    assert book.rows("Data") == USUAL
    assert len(book.sha256) == 64


def test_texts_that_were_dropped_are_unpacked_again(tmp_path):
    """The XML may be given back to the memory; cells, styles and texts are the same afterwards."""
    book = Book.open(rows_file(tmp_path, WRITINGS["usual"]))
    text = book.sheet_xml("Data").text
    book.drop_texts()
    assert book.rows("Data") == USUAL
    assert book.sheet_xml("Data").text == text
    assert not book.style_index("Data", "A1")


def test_style_index(tmp_path):
    """The style of any cell can be asked for, format-only cells included."""
    book = Book.open(table_file(tmp_path))
    assert [book.style_index("Data", ref) for ref in ("B3", "C3", "D3", "B2", "Z99")] == [
        1,
        2,
        3,
        0,
        0,
    ]


def test_every_double_comes_back(tmp_path):
    """A number written with 17 digits is the same double, to the last bit."""
    numbers = [0.1 + 0.2, math.pi * 1e10, 1 / 3, 5e-324, 1.7976931348623157e308, -2.5]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{number:.17G}</v></c></row>'
        for row, number in enumerate(numbers, 1)
    )
    found = read(tmp_path, rows)
    assert [found[row][1].value for row in found] == numbers
