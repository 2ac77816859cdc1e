"""Tiny workbooks for tests, written by hand so that every byte is known."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def worksheet(rows, before="", after="", main=MAIN):
    """Return the XML of a worksheet around the XML of its rows."""
    return (
        f'{DECLARATION}<worksheet xmlns="{main}" xmlns:r="{RELATIONS}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def relations(*items, types=RELATIONS):
    """Return the XML of relationships rId1, rId2 ... from pairs of kind and target."""
    body = "".join(
        f'<Relationship Id="rId{number}" Type="{types}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(items, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def content_types(*overrides, main=f"{_TYPE}.sheet.main+xml"):
    """Return the XML of the content types; overrides are pairs of part and short type."""
    body = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in overrides
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f"{body}</Types>"
    )


def workbook(after="", before="", main=MAIN, links=RELATIONS):
    """Return the XML of a workbook part with the one sheet Data."""
    return (
        f'{DECLARATION}<workbook xmlns="{main}" xmlns:r="{links}">{before}'
        f'<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets>{after}</workbook>'
    )


def parts(sheet, links=(), overrides=(), **more):
    """Return the parts of a workbook with the one sheet Data, by name.

    Args:
        sheet: XML of the worksheet.
        links: relationships of the workbook beyond the worksheet, as pairs.
        overrides: content types beyond the worksheet, as pairs.
        more: ``workbook``, and further parts with ``__`` for each slash and ``_xml`` endings.
    """
    named = {name.replace("__", "/").replace("_xml", ".xml"): more[name] for name in more}
    return {
        "[Content_Types].xml": content_types(*overrides),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": named.pop("workbook", workbook()),
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), *links),
        "xl/worksheets/sheet1.xml": sheet,
        **named,
    }


def pack(contents, method=zipfile.ZIP_DEFLATED):
    """Return a zip archive of these parts, always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6))
            info.compress_type = method
            archive.writestr(info, content)
    return buffer.getvalue()


def unpack(data):
    """Return the parts of an archive by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(folder, contents, name="buku.xlsx"):
    """Write parts, or bytes as they are, to a file and return its path."""
    path = folder / name
    path.write_bytes(contents if isinstance(contents, bytes) else pack(contents))
    return path


def rows_file(folder, rows, **more):
    """Write a workbook whose sheet Data has these rows and return its path."""
    around = {key: more.pop(key) for key in ("before", "after", "main") if key in more}
    return save(folder, parts(worksheet(rows, **around), **more))


TABLE = (
    f'{DECLARATION}<table xmlns="{MAIN}" id="1" name="tblUji" displayName="tblUji" '
    'ref="B2:D4" totalsRowShown="0"><autoFilter ref="B2:D4"/><tableColumns count="3">'
    '<tableColumn id="1" name="Kode"/><tableColumn id="2" name="Uraian"/>'
    '<tableColumn id="3" name="Pagu (Rp)"/></tableColumns></table>'
)
TABLE_ROWS = (
    '<row r="2" spans="2:4"><c r="B2" t="inlineStr"><is><t>Kode</t></is></c>'
    '<c r="C2" t="inlineStr"><is><t>Uraian</t></is></c>'
    '<c r="D2" t="inlineStr"><is><t>Pagu (Rp)</t></is></c></row>'
    '<row r="3" spans="2:4"><c r="B3" s="1"><v>1</v></c><c r="C3" s="2"/>'
    '<c r="D3" s="3"><v>100</v></c></row>'
    '<row r="4" spans="2:4"><c r="B4" s="1"><v>2</v></c><c r="C4" s="2"/>'
    '<c r="D4" s="3"><v>200</v></c></row>'
)


def table_file(folder, rows=TABLE_ROWS, table=TABLE, after="", **more):
    """Write a workbook with the table tblUji in B2:D4 of the sheet Data."""
    tail = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    contents = parts(
        worksheet(rows, after=after + tail),
        overrides=[("xl/tables/table1.xml", "table")],
        xl__tables__table1_xml=table,
        **more,
    )
    contents["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("table", "../tables/table1.xml"))
    return save(folder, contents)
