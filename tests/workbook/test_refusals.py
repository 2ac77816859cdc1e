"""Files that are no workbook of ours are refused with the kind named, before they do harm."""

import io
import zipfile

import pytest

from sakip_excel.errors import (
    DamagedError,
    EncryptedError,
    FileError,
    NotExcelError,
    NotFoundError,
    OpenElsewhereError,
    ReadOnlyError,
    UnsafeError,
)
from sakip_excel.workbook import files, package
from sakip_excel.workbook.book import Book

from .packages import MAIN, content_types, pack, parts, relations, save, worksheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
GOOD = parts(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))


def wide(text):
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "kosong"),
        (bytes(5000), "nol"),
        (OLE + wide("Workbook"), ".xls"),
        (OLE + wide("WordDocument"), "Word"),
        (OLE + wide("__properties_version1.0"), "surel Outlook"),
        (b"\x09\x08\x10\x00" + bytes(50), ".xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf\r\n  <!DOCTYPE html><html></html>", "HTML"),
        (b"kode;uraian;pagu\n1;a;100\n", "CSV"),
        ("kode\turaian\n1\ta\n".encode("utf-16"), "CSV"),
        (b"catatan saja\n", "teks"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "gambar"),
        (b"Rar!\x1a\x07", "RAR"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
         "2003"),
        (b"\x01\x02\x03\x04", "tidak dikenal"),
    ],
)  # fmt: skip
def test_other_kinds_of_files_are_named(tmp_path, data, word):
    """The sentence says what the file really is."""
    with pytest.raises(NotExcelError, match=word):
        Book.open(save(tmp_path, data))


@pytest.mark.parametrize(
    ("contents", "word"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"},
         ".ods"),
        ({"foto.jpg": "x"}, "ZIP"),
        (GOOD | {"[Content_Types].xml": content_types(
            main="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
         ), "_rels/.rels": relations(("officeDocument", "word/document.xml"))}, "Word"),
        (GOOD | {"_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
                 "xl/workbook.bin": "x"}, ".xlsb"),
    ],
)  # fmt: skip
def test_other_archives_are_named(tmp_path, contents, word):
    """A zip archive that is no .xlsx is named too."""
    with pytest.raises(NotExcelError, match=word):
        Book.open(save(tmp_path, contents))


def test_passwords(tmp_path):
    """A workbook with a password is told apart from an old one."""
    with pytest.raises(EncryptedError):
        Book.open(save(tmp_path, OLE + wide("EncryptedPackage")))


def test_missing_file_and_folder(tmp_path):
    """A missing file and a folder are not found, without a traceback of the system."""
    with pytest.raises(NotFoundError):
        Book.open(tmp_path / "tidak ada.xlsx")
    with pytest.raises(NotFoundError):
        Book.open(tmp_path)


@pytest.mark.parametrize(
    "gone",
    ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"],
)
def test_missing_parts_are_damage(tmp_path, gone):
    """A workbook that lacks a part it needs is damaged."""
    contents = {name: text for name, text in GOOD.items() if name != gone}
    with pytest.raises(DamagedError):
        Book.open(save(tmp_path, contents)).rows("Data")


@pytest.mark.parametrize("part", list(GOOD))
def test_broken_xml_is_damage(tmp_path, part):
    """Any part that is read must be well-formed."""
    with pytest.raises(DamagedError):
        Book.open(save(tmp_path, GOOD | {part: "<a><b></a>"})).rows("Data")


@pytest.mark.parametrize("part", list(GOOD))
def test_document_types_are_unsafe(tmp_path, part):
    """Any part that is read must come without a document type."""
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
    contents = GOOD | {part: GOOD[part].replace("?>\n", f"?>\n{bomb}", 1)}
    with pytest.raises(UnsafeError):
        Book.open(save(tmp_path, contents)).rows("Data")


def test_sheet_without_data_is_damage(tmp_path):
    """A worksheet part that holds no sheet is damaged."""
    contents = GOOD | {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"/>'}
    with pytest.raises(DamagedError):
        Book.open(save(tmp_path, contents)).rows("Data")


@pytest.mark.parametrize(
    "name", ["../jahat.txt", "xl/../../jahat.txt", "..\\..\\jahat.txt", "C:\\jahat.txt", "//a/b"]
)
def test_names_that_climb_are_unsafe(tmp_path, name):
    """A part whose name leads out of the package is refused."""
    with pytest.raises(UnsafeError):
        Book.open(save(tmp_path, GOOD | {name: "x"}))


@pytest.mark.parametrize("name", ["XL/Workbook.xml", "xl\\workbook.xml", "/xl/workbook.xml"])
def test_names_that_differ_only_in_writing_are_unsafe(tmp_path, name):
    """Two parts of one name would be read differently by different programs."""
    with pytest.raises(UnsafeError):
        Book.open(save(tmp_path, GOOD | {name: "x"}))


def bomb(size):
    """Return a workbook with one part of so many zero bytes."""
    buffer = io.BytesIO(pack(GOOD))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/nol.bin", bytes(size))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_PART", 30 << 20), ("MAX_TOTAL", 30 << 20), ("MAX_RATIO", 200)]
)
def test_bombs_are_unsafe(tmp_path, monkeypatch, limit, value):
    """Size of a part, size of all parts and density each stop a bomb on their own."""
    for name in ("MAX_PART", "MAX_TOTAL", "MAX_RATIO"):
        monkeypatch.setattr(package, name, 1 << 40)
    path = save(tmp_path, bomb(31 << 20))
    assert Book.open(path).sheets == ("Data",)
    monkeypatch.setattr(package, limit, value)
    with pytest.raises(UnsafeError):
        Book.open(path)


def test_huge_files_are_not_even_read(tmp_path, monkeypatch):
    """A file beyond the limit is refused by its size on disk."""
    path = save(tmp_path, GOOD)
    monkeypatch.setattr("sakip_excel.workbook.files.MAX_FILE", 100)
    monkeypatch.setattr(type(path), "read_bytes", None)
    with pytest.raises(UnsafeError):
        Book.open(path)


def test_many_parts_are_unsafe(tmp_path):
    """Ten thousand and one parts are no workbook."""
    with pytest.raises(UnsafeError):
        Book.open(save(tmp_path, {str(number): "" for number in range(10_001)}))


def test_every_cut_and_every_flip_is_a_clear_error_or_harmless(tmp_path):
    """However a file is cut or flipped, only our own errors come out."""
    data = pack(GOOD)
    damaged = [data[:end] for end in range(0, len(data), 37)]
    for at in range(0, len(data), 23):
        flipped = bytearray(data)
        flipped[at] ^= 0x5A
        damaged.append(bytes(flipped))
    outcomes = set()
    for bad in damaged:
        try:
            Book.open(save(tmp_path, bad)).rows("Data")
            outcomes.add("read")
        except FileError as error:
            outcomes.add(type(error).__name__)
    assert "DamagedError" in outcomes
    assert outcomes <= {
        "read",
        "DamagedError",
        "NotExcelError",
        "UnsafeError",
        "EncryptedError",
    }


@pytest.mark.parametrize(
    ("windows", "winerror", "error"),
    [
        (True, 32, OpenElsewhereError),
        (True, None, OpenElsewhereError),
        (True, 5, FileError),
        (False, None, FileError),
    ],
)
@pytest.mark.parametrize("step", ["read_bytes", "open"])
def test_held_files_are_told_from_forbidden_ones(
    tmp_path, monkeypatch, windows, winerror, error, step
):
    """A sharing violation means open elsewhere, also where Windows gives no number for it."""
    path = save(tmp_path, GOOD)
    monkeypatch.setattr(files, "_WINDOWS", windows)

    def refuse(*_):
        failure = PermissionError(13, "no")
        failure.winerror = winerror
        raise failure

    monkeypatch.setattr(type(path), step, refuse)
    with pytest.raises(FileError) as caught:
        files.read_file(path) if step == "read_bytes" else files.check_writable(path)
    if error is OpenElsewhereError or step == "read_bytes":
        assert type(caught.value) is error
    else:
        assert type(caught.value) is ReadOnlyError


def test_every_refusal_says_what_to_do(tmp_path):
    """The sentence for the user is Indonesian and ends with what to do."""
    for data in (b"", OLE, OLE + wide("EncryptedPackage"), pack({"a": "b"}), b"PK\x03\x04"):
        with pytest.raises(FileError) as caught:
            Book.open(save(tmp_path, data))
        assert caught.value.message.endswith(".")
        assert caught.value.fix.endswith(".")
