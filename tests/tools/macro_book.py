"""A macro workbook as Excel itself writes it: every place in which a macro can be named."""

from __future__ import annotations

from tests.tools.draft import MICROSOFT, OFFICE, Draft, SheetDraft
from tests.tools.fixtures_objects import _ANCHOR, _DRAWING, _DRAWING_TYPE, _note, compound_file
from tests.tools.fixtures_writer import png

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
CONTROL_TYPE = "application/vnd.ms-excel.controlproperties+xml"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
A14 = "http://schemas.microsoft.com/office/drawing/2010/main"

# number of the shape, kind, macro; Excel leaves <br> open, so that no XML parser can read it
CONTROLS = ((1025, "Button", "[0]!Periksa"), (1026, "Checkbox", "[0]!Klik"), (1027, "Drop", ""))
DEAD = 1025
"""Number of the button; the check box and the drop-down hold data."""


def _vml() -> bytes:
    shapes = "".join(
        f'<v:shape id="_x0000_s{n}" type="#_x0000_t201" style=\'z-index:1\' o:button="t">'
        f'<v:textbox><div style="text-align:center">Satu<br>dua</div></v:textbox>'
        f'<x:ClientData ObjectType="{kind}">\r\n   <x:Anchor>1, 0, {n - 1020}, 0, 3, 0, 9, 0'
        f"</x:Anchor>"
        + (f"<x:FmlaMacro>{macro}</x:FmlaMacro>" if macro else "")
        + "</x:ClientData>"
        "</v:shape>\r\n"
        for n, kind, macro in CONTROLS
    )
    note = (
        '<v:shape id="Catatan_1" o:spid="_x0000_s1028" type="#_x0000_t202"><x:ClientData '
        'ObjectType="Note"><x:Row>3</x:Row><x:Column>2</x:Column></x:ClientData></v:shape>'
    )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
        'office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t201" '
        f'coordsize="21600,21600"/>{shapes}{note}</xml>'
    ).encode()


def _stand_in(number: int) -> str:
    """Return the hidden shape that stands for a control in the drawing."""
    shape = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="Kontrol" '
        'hidden="1"><a:extLst><a:ext uri="{63B3BB69-23CF-44E3-9099-C40C66FF867C}">'
        f'<a14:compatExt spid="_x0000_s{number}"/></a:ext></a:extLst></xdr:cNvPr><xdr:cNvSpPr/>'
        "</xdr:nvSpPr><xdr:spPr/></xdr:sp>"
    )
    anchor = _ANCHOR.format(row=2, end=4, inner=shape)
    return (
        f'<mc:AlternateContent {MC}><mc:Choice xmlns:a14="{A14}" Requires="a14">{anchor}'
        "</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    )


def _picture(draft: Draft, part: str, macro: str) -> str:
    draft.add("xl/media/logo.png", png(), default="image/png")
    image = draft.relate(part, "image", "xl/media/logo.png")
    inner = (
        f'<xdr:pic macro="{macro}"><xdr:nvPicPr><xdr:cNvPr id="40" name="Logo"/><xdr:cNvPicPr/>'
        f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="{image}"/><a:stretch/></xdr:blipFill>'
        '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm><a:prstGeom '
        'prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
    return _ANCHOR.format(row=12, end=16, inner=inner)


def _controls(draft: Draft) -> str:
    inner = ""
    for number, kind, macro in CONTROLS:
        name = draft.attach(
            draft.sheet_name(),
            "ctrlProp",
            f"xl/ctrlProps/ctrlProp{number - 1024}.xml",
            f'<formControlPr xmlns="{X14}" objectType="{kind}" lockText="1"/>',
            CONTROL_TYPE,
        )
        called = f' macro="{macro}"' if macro else ""
        control = (
            f'<control shapeId="{number}" r:id="{name}" name="Kontrol {number}"><controlPr '
            f'defaultSize="0" print="0"{called}><anchor/></controlPr></control>'
        )
        inner += (
            f'<mc:AlternateContent {MC}><mc:Choice Requires="x14">{control}</mc:Choice>'
            "</mc:AlternateContent>"
        )
    return (
        f'<mc:AlternateContent {MC}><mc:Choice xmlns:x14="{X14}" Requires="x14"><controls>{inner}'
        "</controls></mc:Choice></mc:AlternateContent>"
    )


def _project(draft: Draft) -> None:
    draft.macro_enabled = True
    project, kind = "xl/vbaProject.bin", "application/vnd.ms-office.vbaProject"
    draft.add(project, compound_file(b"Attribute VB_Name" * 40), kind)
    draft.relate("xl/workbook.xml", f"{MICROSOFT}/vbaProject", project)
    for suffix in ("", "Agile", "V3"):
        draft.attach(
            project,
            f"{MICROSOFT}/vbaProjectSignature{suffix}",
            f"xl/vbaProjectSignature{suffix}.bin",
            b"tanda tangan",
            f"{kind}Signature{suffix}",
        )
    draft.add("xl/printerSettings/printerSettings1.bin", b"\0" * 64)
    draft.defaults["bin"] = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    )
    draft.relate(draft.sheet_name(), "printerSettings", "xl/printerSettings/printerSettings1.bin")


def _ribbon(draft: Draft) -> None:
    for year, file in (("2006", "customUI.xml"), ("2007", "customUI14.xml")):
        draft.add(
            f"customUI/{file}",
            '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>'
            '<tab id="t"><group id="g"><button id="b" onAction="Periksa"/></group></tab></tabs>'
            "</ribbon></customUI>",
        )
        relation = f"http://schemas.microsoft.com/office/{year}/relationships/ui/extensibility"
        draft.relate("", relation, f"customUI/{file}")
    draft.add("customUI/images/tombol.png", png(shade=1), default="image/png")
    draft.relate("customUI/customUI14.xml", "image", "customUI/images/tombol.png")


def macro_book() -> bytes:
    """Return the workbook; its second sheet has nothing to do with macros."""
    draft = Draft.simple()
    draft.sheet.elements["sheetPr"] = '<sheetPr codeName="shKinerja"/>'
    draft.before_sheets = (
        '<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView/></bookViews>'
    )
    draft.after_sheets = (
        '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">#REF!</definedName>'
        '<definedName name="hitung" function="1" vbProcedure="1">#REF!</definedName>'
        '<definedName name="pagu">Kinerja!$F$4:$F$9</definedName></definedNames>'
        '<calcPr calcId="191029"/>'
    )
    _project(draft)
    _ribbon(draft)
    _note(draft, "C4", "Sesuai DIPA revisi 3")
    draft.add("xl/drawings/vmlDrawing1.vml", _vml(), default=VML_TYPE)
    name = draft.relate(draft.sheet_name(), "vmlDrawing", "xl/drawings/vmlDrawing1.vml")
    draft.sheet.elements["legacyDrawing"] = f'<legacyDrawing r:id="{name}"/>'
    drawing = "xl/drawings/drawing1.xml"
    anchors = "".join(_stand_in(n) for n, *_ in CONTROLS) + _picture(draft, drawing, "[0]!Cetak")
    name = draft.attach(
        draft.sheet_name(),
        "drawing",
        drawing,
        f"<xdr:wsDr {_DRAWING}>{anchors}</xdr:wsDr>",
        _DRAWING_TYPE,
    )
    draft.sheet.elements["drawing"] = f'<drawing r:id="{name}"/>'
    draft.sheet.elements["controls"] = _controls(draft)
    draft.sheets.append(SheetDraft("Milik Sendiri", {1: {1: 'macro="x" dan <b>', 2: 7}}))
    return draft.to_bytes()


def active_x_book(class_id: str) -> bytes:
    """Return a macro workbook with one ActiveX control of this class."""
    draft = Draft.simple()
    _project(draft)
    part, binary = "xl/activeX/activeX1.xml", "xl/activeX/activeX1.bin"
    draft.add(binary, bytes(range(256)), "application/vnd.ms-office.activeX")
    state = draft.relate(part, f"{MICROSOFT}/activeXControlBinary", binary)
    xml = (
        '<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" '
        f'xmlns:r="{OFFICE}" ax:classid="{class_id}" ax:persistence="persistStreamInit" '
        f'r:id="{state}"/>'
    )
    kind = "application/vnd.ms-office.activeX+xml"
    name = draft.attach(draft.sheet_name(), "control", part, xml, kind)
    draft.sheet.elements["controls"] = (
        f'<controls><control shapeId="1025" r:id="{name}" name="Kendali"/></controls>'
    )
    vml, picture = "xl/drawings/vmlDrawing1.vml", "xl/media/gambar.png"
    draft.add(
        vml,
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:'
        b'excel"><v:shape id="_x0000_s1025"><x:ClientData ObjectType="Pict"/></v:shape></xml>',
        default=VML_TYPE,
    )
    draft.add(picture, png(), default="image/png")
    draft.relate(vml, "image", picture)
    name = draft.relate(draft.sheet_name(), "vmlDrawing", vml)
    draft.sheet.elements["legacyDrawing"] = f'<legacyDrawing r:id="{name}"/>'
    return draft.to_bytes()
