"""Damage and excess in one place of a workbook each: refused in one way, or read around."""

import struct
import zipfile

import pytest

from sakip_excel.errors import DamagedError, NotExcelError, UnsafeError
from sakip_excel.workbook import catalog, container, package, scan, shared, xmltext
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import Cell, ErrorValue
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.thin import thin

from .packages import (
    MAIN,
    TABLE,
    TABLE_ROWS,
    content_types,
    pack,
    parts,
    relations,
    rows_file,
    save,
    table_file,
    workbook,
    worksheet,
)

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def text_cell(ref, text, kind="str"):
    """Return the XML of a cell that holds the text as the result of a formula."""
    return f'<c r="{ref}" t="{kind}"><v>{text}</v></c>'


# the archive


def end_record(data, *, count=None, more=0):
    """Return an archive whose last record says something else about the directory."""
    fields = list(container._END.unpack_from(data, len(data) - container._END.size))
    fields[3] = fields[4] = fields[4] if count is None else count
    fields[5] += more
    return data[: -container._END.size] + container._END.pack(*fields)


def with_comment_length(data, length):
    """Return an archive whose last entry claims a comment of so many bytes."""
    changed = bytearray(data)
    at = data.rfind(b"PK\x01\x02") + 32
    changed[at : at + 2] = struct.pack("<H", length)
    return bytes(changed)


def with_long_sizes(data):
    """Return an archive whose first entry points to 64-bit sizes that are not there."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02") + 20
    changed[at : at + 8] = b"\xff" * 8
    return bytes(changed)


@pytest.mark.parametrize(
    "data",
    [
        with_comment_length(pack({"a": b"1"}), 5),
        end_record(pack({"a": b"1"}), more=1),
        end_record(pack({}), count=0xFFFF),
        with_long_sizes(pack({"a": b"1"})),
    ],
    ids=["comment beyond the end", "size", "no room for 64 bits", "no 64-bit field"],
)
def test_a_directory_that_contradicts_itself_is_damage(data):
    """Where lengths and places in the directory do not fit one another nothing is guessed."""
    with pytest.raises(DamagedError):
        container.read_directory(data, 10)


@pytest.mark.parametrize("sizes", ["<2L", "<2Q"])
@pytest.mark.parametrize("signature", [b"PK\x07\x08", b""])
@pytest.mark.parametrize("written", [True, False])
def test_every_form_of_data_descriptor_is_kept(signature, sizes, written):
    """The record behind a streamed entry belongs to it, whichever form a writer chose (4.3.9)."""
    data = pack({"a": b"isi " * 20}, zipfile.ZIP_STORED)
    (entry,), _ = container.read_directory(data, 10)
    crc = struct.pack("<L", entry.crc)
    record = signature + crc + struct.pack(sizes, entry.packed, entry.size) if written else b""
    tail = bytearray(data[entry.end :])
    tail[8] |= 8
    end = struct.unpack("<L", tail[-6:-2])[0] + len(record)
    tail[-6:-2] = struct.pack("<L", end)
    head = bytearray(data[: entry.end])
    head[6] |= 8
    streamed = bytes(head) + record + bytes(tail)
    (found,), comment = container.read_directory(streamed, 10)
    assert container.unpack(streamed, found) == b"isi " * 20
    assert found.end == entry.end + len(record)
    assert container.rebuild(streamed, [found], comment, {}) == streamed


# the parts around the sheets


def test_names_that_lead_nowhere_are_left_out(tmp_path):
    """A name for a lost sheet or a cell that no sheet has is as good as none."""
    names = {"hilang": "Lain!$A$1", "jauh": "Data!$XFE$1", "baris": "Data!$A$0", "ada": "Data!$B$2"}
    listed = "".join(f'<definedName name="{k}">{v}</definedName>' for k, v in names.items())
    path = rows_file(
        tmp_path, ONE, workbook=workbook(after=f"<definedNames>{listed}</definedNames>")
    )
    assert Book.open(path).names == {"ada": ("Data", "B2")}


@pytest.mark.parametrize(
    "styles",
    [
        '<numFmts><numFmt numFmtId="x" formatCode="0"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/></cellXfs>',
        '<cellXfs><xf numFmtId="satu"/></cellXfs>',
    ],
)
def test_styles_without_numbers_are_damage(tmp_path, styles):
    """A style that names no number format by number cannot be shown by Excel either."""
    path = rows_file(
        tmp_path,
        ONE,
        links=[("styles", "styles.xml")],
        xl__styles_xml=f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    )
    with pytest.raises(DamagedError):
        Book.open(path).rows("Data")


def strings_file(folder, items):
    """Write a workbook whose A1 holds the first of these shared strings."""
    return rows_file(
        folder,
        '<row r="1"><c r="A1" t="s"><v> 0 </v></c></row>',
        links=[("sharedStrings", "sharedStrings.xml")],
        xl__sharedStrings_xml=f'<sst xmlns="{MAIN}">{items}</sst>',
    )


def test_limits_of_shared_strings(tmp_path, monkeypatch):
    """One string beyond the limit, or all together, is no honest workbook."""
    path = strings_file(tmp_path, "<si><t>teks</t></si>")
    assert Book.open(path).cell("Data", "A1").value == "teks"
    monkeypatch.setattr(scan, "MAX_TEXT", 3)
    with pytest.raises(UnsafeError):
        Book.open(path).rows("Data")
    monkeypatch.setattr(scan, "MAX_TEXT", 4)
    assert Book.open(path).cell("Data", "A1").value == "teks"
    monkeypatch.setattr(catalog, "MAX_STRINGS", 20)
    with pytest.raises(UnsafeError):
        Book.open(path).rows("Data")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("i4", "7", 7), ("i4", "tujuh", "tujuh"), ("r8", "0.5", 0.5), ("r8", "0,5", "0,5")],
)
def test_a_property_that_is_no_number_is_its_text(tmp_path, kind, text, value):
    """What stands in a property is kept as text where it is not what its kind says."""
    contents = parts(worksheet(ONE))
    contents["_rels/.rels"] = relations(
        ("officeDocument", "xl/workbook.xml"), ("custom-properties", "docProps/custom.xml")
    )
    contents["docProps/custom.xml"] = (
        '<Properties xmlns="p" xmlns:vt="v">'
        f'<property pid="2" name="Versi"><vt:{kind}>{text}</vt:{kind}></property></Properties>'
    )
    assert Book.open(save(tmp_path, contents)).properties == {"Versi": value}


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MAX_XML", 50), ("MAX_READ", 50), ("MAX_TAGS", 3), ("MAX_ATTRIBUTES", 3)],
)
def test_limits_of_xml(tmp_path, monkeypatch, limit, value):
    """Size of a part, of all that is read, and what a tree would hold each stop on their own."""
    path = rows_file(tmp_path, ONE)
    assert Book.open(path).cell("Data", "A1").value == 1
    monkeypatch.setattr(package, limit, value)
    with pytest.raises(UnsafeError):
        Book.open(path).rows("Data")


def test_a_binary_workbook_is_named(tmp_path):
    """A package whose main part is binary is an .xlsb, whatever it is called."""
    contents = parts(worksheet(ONE))
    contents["_rels/.rels"] = relations(("officeDocument", "xl/workbook.bin"))
    contents["xl/workbook.bin"] = contents.pop("xl/workbook.xml")
    contents["[Content_Types].xml"] = content_types().replace(
        'PartName="/xl/workbook.xml"', 'PartName="/xl/workbook.bin"'
    )
    with pytest.raises(NotExcelError, match="biner"):
        Book.open(save(tmp_path, contents))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'<?xml version="1.0"?><data/>', "XML"),
        (pack({"mimetype": b"application/vnd.oasis.opendocument.text", "a": b""}), "OpenDocument"),
        (pack({"ppt/presentation.xml": b"<p/>"}), "PowerPoint"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Office lama"),
    ],
)
def test_more_kinds_of_files_are_named(tmp_path, data, word):
    """Other XML, texts of LibreOffice, presentations and old Office files are told apart."""
    with pytest.raises(NotExcelError, match=word):
        Book.open(save(tmp_path, data))


# the text of a part


@pytest.mark.parametrize(
    "data", [b"\xff\xfe<", b'<?xml version="1.0" encoding="utf-32"?><a/>', b"\xfe\xff\xd8\x00\x00a"]
)
def test_bytes_that_are_not_in_their_encoding_are_damage(data):
    """Half a sign, or a declaration that lies, is damage and no crash."""
    with pytest.raises(DamagedError):
        xmltext.to_utf8(data, "bagian.xml")


def test_elements_too_deep_are_refused(monkeypatch):
    """Depth counts elements inside each other, not those that close at once."""
    monkeypatch.setattr(xmltext, "_CHUNK", 40)
    monkeypatch.setattr(xmltext, "_DEPTH", 10)
    xmltext.check(b"<a>" + b"<b/>" * 500 + b"</a>", "datar.xml")
    xmltext.check(b"<a>" * 9 + b"<!-- -->" * 50 + b"</a>" * 9, "dangkal.xml")
    with pytest.raises(UnsafeError):
        xmltext.check(b"<a>" * 50 + b"</a>" * 50, "dalam.xml")


def test_a_prefix_that_nobody_declared_is_damage():
    """Such a part is well-formed, but no element tree can be made of it."""
    xmltext.check(b"<x:a/>", "bagian.xml")
    with pytest.raises(DamagedError):
        xmltext.parse(b"<x:a/>", "bagian.xml")


@pytest.mark.parametrize("slow", [xmltext.mask, xmltext.normalise])
def test_the_slow_way_has_a_limit(monkeypatch, slow):
    """Text that is not plain costs a step for each tag; too many of them are refused."""
    text = b"<a><!-- x --><b/></a>"
    monkeypatch.setattr(xmltext, "_TOKENS", 4)
    slow(text)
    monkeypatch.setattr(xmltext, "_TOKENS", 3)
    with pytest.raises(UnsafeError):
        slow(text)


# the sheet


@pytest.mark.parametrize(
    "rows",
    [
        '<c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A-1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    ],
    ids=["outside a row", "twice", "no address", "beyond the last column"],
)
def test_cells_without_a_place_are_damage(tmp_path, rows):
    """A cell that stands nowhere, or where another stands, is not read as something else."""
    with pytest.raises(DamagedError):
        Book.open(rows_file(tmp_path, rows)).rows("Data")


def shared_rows(*cells):
    """Return rows 1, 2 ... whose cell A holds the formula with these attributes and text."""
    return "".join(
        f'<row r="{row}"><c r="A{row}"><f t="shared" {more}>{text}</f><v>{row}</v></c></row>'
        for row, (more, text) in enumerate(cells, 1)
    )


def formulas(path):
    """Return the formulas of column A from the top."""
    return [line[1].formula for line in Book.open(path).rows("Data").values()]


def test_shared_formulas_of_careless_writers(tmp_path):
    """A follower with a text of its own keeps it; one whose master never comes has none."""
    rows = shared_rows(('ref="A1:A3" si="0"', "B1*2"), ('si="0"', "B9+1"), ('si="0"', ""))
    assert formulas(rows_file(tmp_path, rows)) == ["B1*2", "B9+1", "B3*2"]
    rows = shared_rows(('si="0"', ""), ('si="1"', ""), ('ref="A3" si="0"', "B3*2"))
    assert formulas(rows_file(tmp_path, rows)) == ["B1*2", None, "B3*2"]


def test_limits_of_formulas(tmp_path, monkeypatch):
    """A formula beyond the limit, or shared ones that become too many letters, are refused."""
    path = rows_file(tmp_path, shared_rows(('ref="A1:A3" si="0"', "B1*2"), *[('si="0"', "")] * 2))
    monkeypatch.setattr(shared, "MAX_FORMULA", 4)
    monkeypatch.setattr(scan, "MAX_SHARED", 8)
    assert formulas(path) == ["B1*2", "B2*2", "B3*2"]
    monkeypatch.setattr(scan, "MAX_SHARED", 7)
    with pytest.raises(UnsafeError):
        formulas(path)
    monkeypatch.setattr(shared, "MAX_FORMULA", 3)
    with pytest.raises(UnsafeError):
        formulas(path)


def test_limit_of_all_texts(tmp_path, monkeypatch):
    """Texts in cells count once each, however often they stand there."""
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "sama")}</row>' for n in (1, 2, 3))
    path = rows_file(tmp_path, rows)
    monkeypatch.setattr(scan, "MAX_LETTERS", 4)
    assert len(Book.open(path).rows("Data")) == 3
    monkeypatch.setattr(scan, "MAX_LETTERS", 3)
    with pytest.raises(UnsafeError):
        Book.open(path).rows("Data")


def change(path, ref="B1"):
    """Return the sheet's rows after typing 7 into a cell."""
    patch = Patch(Book.open(path))
    patch.set("Data", ref, 7)
    return patch.to_bytes()


@pytest.mark.parametrize(
    ("around", "ref"),
    [
        ({"after": '<mergeCells><mergeCell ref="x"/></mergeCells>'}, "B1"),
        ({"before": '<cols><col min="a" max="2"/></cols>'}, "B1"),
        ({"before": '<cols><col max="2"/></cols>'}, "B1"),
        ({"rows": '<row r="1"><c r="ZZZ1"/></row>'}, "B1"),
    ],
    ids=["merge", "column number", "no column number", "cell address"],
)
def test_layout_that_cannot_be_read_stops_changes(tmp_path, around, ref):
    """Before something is put in, everything that decides where must be readable."""
    path = rows_file(tmp_path, **{"rows": ONE, **around})
    with pytest.raises(DamagedError):
        change(path, ref)


def test_a_broken_dimension_is_only_a_hint(tmp_path):
    """A dimension that says nothing stays as it is and stops no change."""
    path = rows_file(tmp_path, ONE, before='<dimension ref="?"/>')
    book = Book(path, change(path))
    assert book.cell("Data", "B1") == Cell(7, None, "General")
    assert b'<dimension ref="?"/>' in book.package.read("xl/worksheets/sheet1.xml")


def test_style_comes_from_the_nearest_record_that_has_the_cell(tmp_path):
    """Where the record above has no cell in the column, the one above it tells the style."""
    rows = TABLE_ROWS.replace('<c r="C4" s="2"/>', "") + '<row r="5"><c r="B5" s="1"/></row>'
    path = table_file(tmp_path, rows, TABLE.replace("B2:D4", "B2:D5"))
    patch = Patch(Book.open(path))
    patch.set("Data", "C5", 7)
    book = Book(path, patch.to_bytes())
    assert (book.style_index("Data", "C5"), book.cell("Data", "C4")) == (2, None)


def test_errors_show_what_they_are():
    """In messages for programmers an error of Excel is told from a text of the same letters."""
    assert repr(ErrorValue("#N/A")) == "ErrorValue('#N/A')"


def test_memory_of_cells_has_an_end(tmp_path, monkeypatch):
    """What was remembered of other cells may be forgotten at any row; the cells stay the same."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"><v>{n % 3}</v></c></row>' for n in range(1, 9))
    path = rows_file(tmp_path, rows)
    monkeypatch.setattr(scan, "_REMEMBERED", 1)
    values = [line[1].value for line in Book.open(path).rows("Data").values()]
    assert values == [1, 2, 0, 1, 2, 0, 1, 2]


def test_a_formula_that_opens_an_unfinished_tag_is_damage():
    """A tag that never ends inside a formula is no text of a formula."""
    with pytest.raises(DamagedError):
        thin(b"<a><f>1<b</f></a>", "lembar.xml")
    with pytest.raises(DamagedError):
        thin(b"<a><f>1</f><f>2<b</f></a>", "lembar.xml")
