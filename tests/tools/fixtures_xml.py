"""Fixture workbooks that say ordinary things in unusual XML or in an unusual zip."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import TYPE_CHECKING

from tests.tools.draft import DATE, MAIN, OFFICE, PACKAGE, Draft, SheetDraft, pack
from tests.tools.fixtures_data import HEADINGS, add_table, table_xml
from tests.tools.fixtures_writer import png
from tests.tools.registry import fixture

if TYPE_CHECKING:
    from collections.abc import Callable

# ISO/IEC 29500 strict names of the namespaces that occur in our drafts.
_STRICT = (
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)
_SHEET = "xl/worksheets/sheet1.xml"
_ELEMENT = re.compile(r"<(/?)([A-Za-z])")


def _changed(draft: Draft, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    parts = draft.assemble()
    for name, change in changes.items():
        parts[name] = change(parts[name])
    return pack(parts)


def _prefixed(data: bytes) -> bytes:
    """Write the main namespace with a prefix: ``<c>`` becomes ``<x:c>``."""
    text = data.decode()
    declaration, _, body = text.partition("?>")
    body = re.sub(r"<(/?)(?![a-z0-9]+:)([A-Za-z])", r"<\1x:\2", body)
    return f"{declaration}?>{body}".replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()


def _with_table() -> Draft:
    draft = Draft.simple()
    add_table(draft, table_xml("tblKinerja", "A3:F15", HEADINGS))
    return draft


@fixture("worksheet/tablePart")
def prefixes() -> bytes:
    """The main namespace bound to a prefix in sheet, workbook and table."""
    names = (_SHEET, "xl/workbook.xml", "xl/tables/table1.xml")
    return _changed(_with_table(), dict.fromkeys(names, _prefixed))


@fixture("worksheet/tablePart")
def strict() -> bytes:
    """Strict Open XML: other namespaces and relationship types, same meaning."""
    draft = _with_table()
    parts = draft.assemble()
    for name, data in parts.items():
        for transitional, iso in _STRICT:
            data = data.replace(transitional.encode(), iso.encode())  # noqa: PLW2901 - in steps
        parts[name] = data
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<workbook ", b'<workbook conformance="strict" ', 1
    )
    return pack(parts)


@fixture("worksheet/tablePart")
def byte_order_marks() -> bytes:
    """A UTF-8 byte order mark in front of every XML part, as some exporting programs write."""
    parts = _with_table().assemble()
    return pack({name: codecs.BOM_UTF8 + data for name, data in parts.items()})


@fixture("worksheet/worksheet")
def utf16() -> bytes:
    """A worksheet in UTF-16 with its mark."""

    def change(data: bytes) -> bytes:
        text = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")

    return _changed(Draft.simple(), {_SHEET: change})


@fixture("worksheet/worksheet")
def no_positions() -> bytes:
    """Rows and cells without ``r``: their place follows from their order."""

    def change(data: bytes) -> bytes:
        text = data.decode()
        # Row 2 does not exist in the draft; without positions every row must be there.
        text = text.replace('<row r="3"', '<row r="2"/><row r="3"')
        return re.sub(r'(<(?:row|c)) r="[A-Z]*\d+"', r"\1", text).encode()

    return _changed(Draft.simple(), {_SHEET: change})


@fixture("worksheet/worksheet")
def odd_spelling() -> bytes:
    """Single quotes, spaces in tags, attributes in another order, comments, CDATA, entities."""

    def change(data: bytes) -> bytes:
        text = data.decode()
        text = re.sub(r'<c r="([A-Z]+\d+)" s="(\d)"', r"<c  s='\2'\n r='\1' ", text)
        text = text.replace("<v>", "<v >").replace("</row>", "</row >\n  ")
        text = re.sub(r"<t xml:space=\"preserve\">(1\.1\.3)</t>", r"<t><![CDATA[\1]]></t>", text)
        text = text.replace('<row r="5"', '<!-- <row r="5"> palsu --><row r="5"')
        text = text.replace("</c><c  s='2'\n r='D6' ", "</c><?tanda isi?><c  s='2'\n r='D6' ")
        return text.replace("Rekap kinerja", "Rekap &#107;inerja &amp; RAK").encode()

    return _changed(Draft.simple(), {_SHEET: change})


@fixture("worksheet/worksheet")
def pretty_printed() -> bytes:
    """A worksheet with line breaks and indentation between all elements."""

    def change(data: bytes) -> bytes:
        return re.sub(
            rb"(?<=>)(?=<(?:row|c|/row|/sheetData|sheetData|/worksheet)\b)", b"\n  ", data
        )

    return _changed(Draft.simple(), {_SHEET: change})


@fixture("worksheet/worksheet")
def bare_minimum() -> bytes:
    """The least that is a workbook: no styles used, no calculation settings, an empty sheet."""
    draft = Draft([SheetDraft("Kosong", data=" ")], before_sheets="", after_sheets="")
    return _changed(
        draft, {_SHEET: lambda data: data.replace(b"<sheetData> </sheetData>", b"<sheetData/>")}
    )


@fixture("worksheet/worksheet")
def far_corners() -> bytes:
    """Values in the first and in the last cell that a sheet has."""
    draft = Draft.simple()
    draft.sheet.rows[1_048_576] = {16_384: 1}
    draft.sheet.elements["dimension"] = '<dimension ref="A1:XFD1048576"/>'
    return draft.to_bytes()


@fixture("worksheet/worksheet")
def absolute_targets() -> bytes:
    """Relationship targets that start at the root of the package."""

    def change(data: bytes) -> bytes:
        return data.replace(
            b'Target="worksheets/sheet1.xml"', b'Target="/xl/worksheets/sheet1.xml"'
        )

    return _changed(Draft.simple(), {"xl/_rels/workbook.xml.rels": change})


@fixture("worksheet/worksheet")
def odd_zip() -> bytes:
    """A zip as other programs make it: stored entries, comments, folders, extra fields, order."""
    parts = Draft.simple().assemble()
    parts["xl/media/kosong.bin"] = b""
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"<Override",
        b'<Default Extension="bin" ContentType="application/octet-stream"/><Override',
        1,
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = b"dibuat oleh aplikasi lain"
        archive.writestr(zipfile.ZipInfo("xl/", DATE), b"")
        for n, name in enumerate(sorted(parts, reverse=True)):
            info = zipfile.ZipInfo(name, (1999 + n, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if n % 2 else zipfile.ZIP_DEFLATED
            info.extra = b"\xfe\xca\x04\x00abcd" if n % 3 == 0 else b""
            info.comment = b"catatan" if n % 4 == 0 else b""
            info.external_attr = 0o644 << 16
            archive.writestr(info, parts[name])
    return buffer.getvalue()


class _NoSeek(io.RawIOBase):
    """A stream that cannot go back, which makes zipfile write data descriptors."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


@fixture("worksheet/worksheet")
def streamed_zip() -> bytes:
    """A zip written to a pipe: sizes stand behind the data (bit 3), as on many web servers."""
    stream = _NoSeek()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in Draft.simple().assemble().items():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return bytes(stream.data)


@fixture("part:origin", refused="SignedError")
def signed() -> bytes:
    """A digitally signed workbook: any change would break the signature, so it is refused."""
    draft = Draft.simple()
    folder = "_xmlsignatures"
    base = f"{PACKAGE}/relationships/digital-signature"
    origin = f"{folder}/origin.sigs"
    kind = "application/vnd.openxmlformats-package.digital-signature"
    draft.add(origin, b"", default=f"{kind}-origin")
    draft.relate("", f"{base}/origin", origin)
    draft.attach(
        origin,
        f"{base}/signature",
        f"{folder}/sig1.xml",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>',
        f"{kind}-xmlsignature+xml",
    )
    return draft.to_bytes()


@fixture("officeDocument/sheet")
def sheet_without_part() -> bytes:
    """A sheet that only the list of sheets knows: Excel writes one for a macro module of 1995."""

    def change(data: bytes) -> bytes:
        return data.replace(b"</sheets>", b'<sheet name="Module" sheetId="2" r:id=""/></sheets>')

    return _changed(Draft.simple(), {"xl/workbook.xml": change})


@fixture("part:image")
def leading_slash() -> bytes:
    """A zip entry whose name starts with a slash, as XlsxWriter writes for pictures in cells."""
    parts = Draft.simple().assemble()
    parts["/xl/media/image1.png"] = png()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/image" Target="../media/image1.png"/></Relationships>'
    ).encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1
    )
    return pack(parts)
