"""Fixture workbooks with objects on a sheet: discussions, controls, embedded files, SmartArt."""

from __future__ import annotations

import struct

from tests.tools.draft import MICROSOFT, OFFICE, SML, Draft, SheetDraft
from tests.tools.fixtures_writer import png
from tests.tools.registry import fixture

_DRAWING = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout>{shapes}</xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:{top}pt;width:96pt;height:40pt;z-index:1"><v:textbox><div>{text}</div></v:textbox>'
    '<x:ClientData ObjectType="{kind}"><x:Anchor>{anchor}</x:Anchor>{more}</x:ClientData></v:shape>'
)
_ANCHOR = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}"
    "</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>10</xdr:col><xdr:colOff>0"
    "</xdr:colOff><xdr:row>{end}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inner}"
    "<xdr:clientData/></xdr:twoCellAnchor>"
)
_FRAME = '<a:off x="0" y="0"/><a:ext cx="900000" cy="400000"/>'
_SP = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{id}" name="{name}"/><xdr:cNvSpPr/>'
    f"</xdr:nvSpPr><xdr:spPr><a:xfrm>{_FRAME}</a:xfrm>"
    '<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="1F4E79"/>'
    "</a:solidFill></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{name}</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp>"
)


def _vml(draft: Draft, *shapes: tuple[str, str, str], element: str = "legacyDrawing") -> None:
    """Add a VML drawing; a shape is its object type, its text and what else describes it."""
    written = "".join(
        _SHAPE.format(
            number=1024 + n,
            top=20 * n,
            kind=kind,
            text=text,
            more=more,
            anchor=f"7, 15, {n * 3}, 2, 9, 31, {n * 3 + 2}, 1",
        )
        for n, (kind, text, more) in enumerate(shapes, 1)
    )
    draft.add(
        "xl/drawings/vmlDrawing1.vml", _VML.format(shapes=written).encode(), default=_VML_TYPE
    )
    name = draft.relate(draft.sheet_name(), "vmlDrawing", "xl/drawings/vmlDrawing1.vml")
    draft.sheet.elements[element] = f'<{element} r:id="{name}"/>'


def _drawing(draft: Draft, *anchored: str) -> str:
    inner = "".join(
        _ANCHOR.format(row=2 + 8 * n, end=8 + 8 * n, inner=xml) for n, xml in enumerate(anchored)
    )
    xml = f"<xdr:wsDr {_DRAWING}>{inner}</xdr:wsDr>"
    part = "xl/drawings/drawing1.xml"
    name = draft.attach(draft.sheet_name(), "drawing", part, xml, _DRAWING_TYPE)
    draft.sheet.elements["drawing"] = f'<drawing r:id="{name}"/>'
    return part


@fixture("comments/rPr", "part:comments", "vml:Note")
def rich_comments() -> bytes:
    """Notes whose text has several fonts, by two authors."""
    draft = Draft.simple()
    _note(draft, "D4", '<r><rPr><b/><sz val="9"/></rPr><t>Kasubbag:</t></r><r><t> cek lagi</t></r>')
    return draft.to_bytes()


def _note(draft: Draft, ref: str, text: str, author: str = "Perencana") -> None:
    xml = (
        f'<comments xmlns="{draft_main()}"><authors><author>{author}</author></authors>'
        f'<commentList><comment ref="{ref}" authorId="0"><text>{text}</text></comment>'
        "</commentList></comments>"
    )
    draft.attach(draft.sheet_name(), "comments", "xl/comments1.xml", xml, f"{SML}.comments+xml")
    more = "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
    _vml(draft, ("Note", "", f"{more}<x:Row>3</x:Row><x:Column>3</x:Column>"))


def draft_main() -> str:
    """Return the main namespace of spreadsheets."""
    return "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@fixture("part:threadedComment", "part:person", "threadedComment/threadedComment")
def threaded_comments() -> bytes:
    """A discussion of two people on a cell, with the list of persons and the old-style note."""
    draft = Draft.simple()
    first, second = (
        "{5A1E0C57-0001-4B6C-9F10-000000000001}",
        "{5A1E0C57-0002-4B6C-9F10-000000000002}",
    )
    people = ("{A0000000-0000-4000-8000-000000000001}", "{A0000000-0000-4000-8000-000000000002}")
    _note(draft, "D4", "<t>[Komentar utas] Mohon bukti dukung</t>", author=f"tc={first}")
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="D4" dT="2025-01-02T03:04:05.00" '
        f'personId="{people[0]}" id="{first}"><text>Mohon bukti dukung</text></threadedComment>'
        f'<threadedComment ref="D4" dT="2025-01-03T03:04:05.00" personId="{people[1]}" '
        f'id="{second}" parentId="{first}"><text>Sudah ada di folder</text></threadedComment>'
        "</ThreadedComments>"
    )
    listed = "".join(
        f'<person displayName="{name}" id="{id_}" userId="{name}" providerId="None"/>'
        for name, id_ in zip(("Perencana", "Keuangan"), people, strict=True)
    )
    kind = "http://schemas.microsoft.com/office/2017/10/relationships"
    draft.attach(
        draft.sheet_name(),
        f"{kind}/threadedComment",
        "xl/threadedComments/threadedComment1.xml",
        thread,
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    draft.attach(
        "xl/workbook.xml",
        f"{kind}/person",
        "xl/persons/person.xml",
        f'<personList xmlns="{space}">{listed}</personList>',
        "application/vnd.ms-excel.person+xml",
    )
    return draft.to_bytes()


@fixture("part:ctrlProp", "vml:Checkbox", "worksheet/control")
def form_controls() -> bytes:
    """A check box and a drop-down of the Forms toolbar, linked to cells."""
    draft = Draft.simple()
    _vml(
        draft,
        ("Checkbox", "Sudah dicek", "<x:FmlaLink>$H$4</x:FmlaLink>"),
        ("Drop", "", "<x:FmlaRange>$A$4:$A$9</x:FmlaRange><x:Sel>1</x:Sel>"),
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    _drawing(draft, _SP.format(id=9, name="Panah", shape="rightArrow"))
    controls = ""
    for n, attributes in enumerate(
        (
            'objectType="CheckBox" fmlaLink="$H$4" lockText="1"',
            'objectType="Drop" dropStyle="combo"',
        ),
        1,
    ):
        name = draft.attach(
            draft.sheet_name(),
            "ctrlProp",
            f"xl/ctrlProps/ctrlProp{n}.xml",
            f'<formControlPr xmlns="{space}" {attributes}/>',
            "application/vnd.ms-excel.controlproperties+xml",
        )
        controls += f'<control shapeId="{1024 + n}" r:id="{name}" name="Kontrol {n}"/>'
    draft.sheet.elements["controls"] = (
        f'<mc:AlternateContent><mc:Choice Requires="x14ac"><controls>{controls}</controls>'
        "</mc:Choice></mc:AlternateContent>"
    )
    return draft.to_bytes()


@fixture("part:control", "part:activeXControlBinary", "worksheet/control")
def activex_controls() -> bytes:
    """An ActiveX button with its binary state."""
    draft = Draft.simple()
    _vml(draft, ("Pict", "", "<x:CF>Pict</x:CF>"))
    space = "http://schemas.microsoft.com/office/2006/activeX"
    part = "xl/activeX/activeX1.xml"
    binary = "xl/activeX/activeX1.bin"
    draft.add(binary, bytes(range(256)) * 3, "application/vnd.ms-office.activeX")
    id_ = draft.relate(part, f"{MICROSOFT}/activeXControlBinary", binary)
    xml = (
        f'<ax:ocx xmlns:ax="{space}" xmlns:r="{OFFICE}" ax:persistence="persistStreamInit" '
        f'ax:classid="{{D7053240-CE69-11CD-A777-00DD01143C57}}" r:id="{id_}"/>'
    )
    name = draft.attach(
        draft.sheet_name(), "control", part, xml, "application/vnd.ms-office.activeX+xml"
    )
    draft.sheet.elements["controls"] = (
        f'<controls><control shapeId="1025" r:id="{name}" name="Tombol1"/></controls>'
    )
    return draft.to_bytes()


def compound_file(payload: bytes) -> bytes:
    """Return a small OLE compound file with one stream; enough for a part that is only copied."""
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    data = payload.ljust(4096, b"\0")
    sectors = len(data) // 512
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + b"\xff" * 436
    table = [fat, end, *range(3, 2 + sectors), end]
    table += [free] * (128 - len(table))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        body = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, free, free, child)
        return body + bytes(36) + struct.pack("<IQ", start, size)

    unused = bytes(64) + struct.pack("<HBBIII", 0, 0, 0, free, free, free) + bytes(48)
    directory = entry("Root Entry", 5, 1, end, 0) + entry("Isi", 2, free, 2, len(payload))
    return header + struct.pack("<128I", *table) + directory + unused * 2 + data


@fixture("part:oleObject", "worksheet/oleObject")
def embedded_object() -> bytes:
    """A file embedded in the sheet (OLE) with its preview picture."""
    draft = Draft.simple()
    _vml(draft, ("Pict", "", "<x:CF>Pict</x:CF>"))
    draft.add(
        "xl/embeddings/oleObject1.bin",
        compound_file(b"isi berkas" * 500),
        "application/vnd.openxmlformats-officedocument.oleObject",
    )
    name = draft.relate(draft.sheet_name(), "oleObject", "xl/embeddings/oleObject1.bin")
    draft.sheet.elements["oleObjects"] = (
        f'<oleObjects><oleObject progId="Packager Shell Object" shapeId="1025" r:id="{name}"/>'
        "</oleObjects>"
    )
    return draft.to_bytes()


@fixture("drawing/grpSp", "part:diagramData", "drawing/AlternateContent")
def smart_art() -> bytes:
    """Grouped shapes, a connector, SmartArt with its five parts and content for newer Excel."""
    draft = Draft.simple()
    part = "xl/drawings/drawing1.xml"
    space = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    ids = {}
    for name, root in (
        ("Data", "dataModel"),
        ("Layout", "layoutDef"),
        ("QuickStyle", "styleDef"),
        ("Colors", "colorsDef"),
    ):
        kind = {"QuickStyle": "Style"}.get(name, name)
        ids[name] = draft.attach(
            part,
            f"diagram{name}",
            f"xl/diagrams/{name.lower()}1.xml",
            f'<dgm:{root} xmlns:dgm="{space}"/>',
            f"application/vnd.openxmlformats-officedocument.drawingml.diagram{kind}+xml",
        )
    group = (
        '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="2" name="Kelompok"/><xdr:cNvGrpSpPr/>'
        f'</xdr:nvGrpSpPr><xdr:grpSpPr><a:xfrm>{_FRAME}<a:chOff x="0" y="0"/>'
        '<a:chExt cx="900000" cy="400000"/></a:xfrm></xdr:grpSpPr>'
        + _SP.format(id=3, name="Kotak", shape="rect")
        + _SP.format(id=4, name="Oval", shape="ellipse")
        + "</xdr:grpSp>"
    )
    art = (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="5" name="Bagan"/>'
        f"<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>{_FRAME}</xdr:xfrm>"
        f'<a:graphic><a:graphicData uri="{space}"><dgm:relIds xmlns:dgm="{space}" '
        f'r:dm="{ids["Data"]}" r:lo="{ids["Layout"]}" r:qs="{ids["QuickStyle"]}" '
        f'r:cs="{ids["Colors"]}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    )
    newer = (
        '<mc:AlternateContent><mc:Choice xmlns:a14="http://schemas.microsoft.com/office/drawing/'
        '2010/main" Requires="a14">'
        + _SP.format(id=6, name="Baru", shape="star5")
        + "</mc:Choice><mc:Fallback>"
        + _SP.format(id=6, name="Lama", shape="rect")
        + "</mc:Fallback></mc:AlternateContent>"
    )
    _drawing(draft, group, art, newer)
    return draft.to_bytes()


@fixture("part:printerSettings", "worksheet/customSheetView", "worksheet/scenario")
def views_and_printing() -> bytes:
    """Printer settings, custom views, scenarios, watched cells, phonetic text, manual breaks."""
    draft = Draft.simple()
    draft.add(
        "xl/printerSettings/printerSettings1.bin",
        "Printer Subbag Keuangan".encode("utf-16-le") + bytes(180),
        f"{SML}.printerSettings",
    )
    name = draft.relate(
        draft.sheet_name(), "printerSettings", "xl/printerSettings/printerSettings1.bin"
    )
    guid = "{0D1B2C3D-0000-4000-8000-000000000001}"
    draft.sheet.elements |= {
        "sheetPr": '<sheetPr codeName="shKinerja"><tabColor rgb="FFFF0000"/></sheetPr>',
        "sheetViews": '<sheetViews><sheetView workbookViewId="0" tabSelected="1" zoomScale="85"/>'
        "</sheetViews>",
        "sheetFormatPr": '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>',
        "cols": '<cols><col min="2" max="2" width="44" style="6" customWidth="1"/></cols>',
        "scenarios": '<scenarios current="0" show="0"><scenario name="Optimis" count="1" '
        'user="Perencana"><inputCells r="D4" val="100"/></scenario></scenarios>',
        "customSheetViews": f'<customSheetViews><customSheetView guid="{guid}" scale="85">'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        "</customSheetView></customSheetViews>",
        "phoneticPr": '<phoneticPr fontId="0" type="noConversion"/>',
        "printOptions": '<printOptions horizontalCentered="1" gridLines="1"/>',
        "pageMargins": '<pageMargins left="0.2" right="0.2" top="0.5" bottom="0.5" header="0.3" '
        'footer="0.3"/>',
        "pageSetup": f'<pageSetup paperSize="9" orientation="landscape" r:id="{name}"/>',
        "headerFooter": '<headerFooter differentFirst="1"><oddHeader>&amp;CLKj</oddHeader>'
        "<firstFooter>&amp;P/&amp;N</firstFooter></headerFooter>",
        "rowBreaks": '<rowBreaks count="1" manualBreakCount="1"><brk id="10" max="16383" man="1"/>'
        "</rowBreaks>",
        "cellWatches": '<cellWatches><cellWatch r="E4"/></cellWatches>',
        "ignoredErrors": '<ignoredErrors><ignoredError sqref="A4:A9" numberStoredAsText="1"/>'
        "</ignoredErrors>",
    }
    draft.after_sheets += (
        f'<customWorkbookViews><customWorkbookView name="Rapat" guid="{guid}" windowWidth="900" '
        'windowHeight="600" activeSheetId="1"/></customWorkbookViews>'
    )
    return draft.to_bytes()


@fixture("part:vbaProject", suffix=".xlsm")
def macros() -> bytes:
    """A macro-enabled workbook: VBA project, code names, ribbon, a button."""
    draft = Draft.simple()
    draft.macro_enabled = True
    draft.before_sheets = (
        '<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView/></bookViews>'
    )
    draft.sheet.elements["sheetPr"] = '<sheetPr codeName="shKinerja"/>'
    # A real project is not needed: the part is opaque to us and must come out as it went in.
    draft.add(
        "xl/vbaProject.bin",
        compound_file(b"Attribute VB_Name" * 40),
        default=("application/vnd.ms-office.vbaProject"),
    )
    draft.relate("xl/workbook.xml", f"{MICROSOFT}/vbaProject", "xl/vbaProject.bin")
    ribbon = (
        '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"><ribbon><tabs>'
        '<tab id="tab" label="SAKIP"/></tabs></ribbon></customUI>'
    )
    draft.add("customUI/customUI.xml", ribbon)
    draft.relate("", f"{MICROSOFT}/ui/extensibility", "customUI/customUI.xml")
    draft.add("xl/media/image1.png", png(), default="image/png")
    draft.relate("customUI/customUI.xml", "image", "xl/media/image1.png")
    _vml(draft, ("Button", "Periksa", "<x:FmlaMacro>[0]!SakipPeriksa</x:FmlaMacro>"))
    draft.sheets.append(SheetDraft("Lain", {1: {1: "kedua"}}))
    return draft.to_bytes()
