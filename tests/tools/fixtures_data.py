"""Fixture workbooks about data: pivots, slicers, queries, links, formulas, tables, strings."""

from __future__ import annotations

from tests.tools.draft import MAIN, MICROSOFT, OFFICE, SML, Draft, Formula, Raw, SheetDraft
from tests.tools.registry import fixture

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_2007 = "http://schemas.microsoft.com/office/2007/relationships"


def table_xml(name: str, ref: str, columns: list[str], extra: str = "", number: int = 1) -> str:
    """Return a table part; ``extra`` is XML after the columns."""
    listed = "".join(f'<tableColumn id="{n}" name="{c}"/>' for n, c in enumerate(columns, 1))
    return (
        f'<table xmlns="{MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{ref}" '
        f'totalsRowShown="0"><autoFilter ref="{ref}"/><tableColumns count="{len(columns)}">{listed}'
        f'</tableColumns><tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/>{extra}'
        "</table>"
    )


def add_table(draft: Draft, xml: str) -> None:
    """Put a table on the first sheet."""
    name = draft.attach(
        draft.sheet_name(), "table", "xl/tables/table1.xml", xml, f"{SML}.table+xml"
    )
    draft.sheet.elements["tableParts"] = (
        f'<tableParts count="1"><tablePart r:id="{name}"/></tableParts>'
    )


HEADINGS = ["Kode", "Indikator", "Target", "Realisasi", "Capaian", "Pagu"]


@fixture("part:pivotTable", "part:pivotCacheDefinition", "part:pivotCacheRecords")
def pivot_table() -> bytes:
    """A pivot table with its cache and records, refreshed on load."""
    draft = Draft.simple()
    draft.sheets.append(SheetDraft("Pivot", {3: {1: ("Baris", 7), 2: "Jumlah"}, 4: {1: "A", 2: 3}}))
    fields = "".join(
        f'<cacheField name="{name}" numFmtId="0"><sharedItems/></cacheField>' for name in HEADINGS
    )
    records = "xl/pivotCache/pivotCacheRecords1.xml"
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    draft.add(
        records,
        f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><s v="1.1.1"/><s v="x"/><n v="90"/>'
        '<n v="84.5"/><n v="0.93"/><n v="4000000"/></r></pivotCacheRecords>',
        f"{SML}.pivotCacheRecords+xml",
    )
    id_ = draft.relate(cache, "pivotCacheRecords", records)
    draft.add(
        cache,
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="{id_}" refreshOnLoad="1" '
        'recordCount="1"><cacheSource type="worksheet"><worksheetSource ref="A3:F15" '
        f'sheet="Kinerja"/></cacheSource><cacheFields count="6">{fields}</cacheFields>'
        "</pivotCacheDefinition>",
        f"{SML}.pivotCacheDefinition+xml",
    )
    book = draft.relate("xl/workbook.xml", "pivotCacheDefinition", cache)
    draft.after_sheets += f'<pivotCaches><pivotCache cacheId="7" r:id="{book}"/></pivotCaches>'
    plain = '<pivotField showAll="0"/>' * 4
    xml = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="PivotKinerja" cacheId="7" dataCaption="Nilai">'
        '<location ref="A3:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="6"><pivotField axis="axisRow" showAll="0"><items count="1">'
        f'<item t="default"/></items></pivotField>{plain}<pivotField dataField="1" showAll="0"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><dataFields count="1">'
        '<dataField name="Jumlah" fld="5"/></dataFields></pivotTableDefinition>'
    )
    table = "xl/pivotTables/pivotTable1.xml"
    draft.attach(draft.sheet_name(2), "pivotTable", table, xml, f"{SML}.pivotTable+xml")
    draft.relate(table, "pivotCacheDefinition", cache)
    return draft.to_bytes()


@fixture("part:slicer", "part:slicerCache", "worksheet/x14:slicer", "part:table")
def slicer() -> bytes:
    """A slicer on a table, hung into the extension lists of sheet and workbook."""
    draft = Draft.simple()
    add_table(draft, table_xml("tblKinerja", "A3:F15", HEADINGS))
    name = draft.attach(
        draft.sheet_name(),
        f"{_2007}/slicer",
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{_X14}"><slicer name="Kode" cache="Slicer_Kode" caption="Kode" '
        'rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    cache = draft.attach(
        "xl/workbook.xml",
        f"{_2007}/slicerCache",
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition xmlns="{_X14}" name="Slicer_Kode" sourceName="Kode"><extLst>'
        f'<ext xmlns:x15="{_X15}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">'
        '<x15:tableSlicerCache tableId="1" column="1"/></ext></extLst></slicerCacheDefinition>',
        "application/vnd.ms-excel.slicerCache+xml",
    )
    draft.sheet.elements["extLst"] = (
        f'<extLst><ext xmlns:x14="{_X14}" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}">'
        f'<x14:slicerList><x14:slicer r:id="{name}"/></x14:slicerList></ext></extLst>'
    )
    draft.after_sheets += (
        f'<extLst><ext xmlns:x15="{_X15}" uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}">'
        f'<x15:slicerCaches xmlns:x14="{_X14}"><x14:slicerCache r:id="{cache}"/></x15:slicerCaches>'
        "</ext></extLst>"
    )
    return draft.to_bytes()


@fixture("worksheet/x14:dataValidation", "worksheet/x14:cfRule", "worksheet/conditionalFormatting")
def rules_on_other_sheets() -> bytes:
    """Drop-downs and conditional formats that look at another sheet: extensions of Excel 2010."""
    draft = Draft.simple()
    draft.sheets.append(SheetDraft("Referensi", {n: {1: f"Pilihan {n}"} for n in range(1, 6)}))
    draft.sheet.elements |= {
        "conditionalFormatting": '<conditionalFormatting sqref="D4:D40"><cfRule type="expression" '
        'dxfId="0" priority="2"><formula>D4&lt;C4</formula></cfRule></conditionalFormatting>'
        '<conditionalFormatting sqref="E4:E40"><cfRule type="dataBar" priority="3"><dataBar>'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FF63C384"/></dataBar></cfRule>'
        "</conditionalFormatting>",
        "dataValidations": '<dataValidations count="1"><dataValidation type="list" sqref="A4:A40" '
        'showInputMessage="1" promptTitle="Kode" prompt="Pilih kode"><formula1>"1.1.1,1.1.2"'
        "</formula1></dataValidation></dataValidations>",
        "extLst": f'<extLst><ext xmlns:x14="{_X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{_XM}"><x14:cfRule '
        'type="expression" priority="1" id="{11111111-2222-3333-4444-555555555555}"><xm:f>'
        "COUNTIF(Referensi!$A:$A,$A4)&gt;0</xm:f><x14:dxf><font><b/></font></x14:dxf></x14:cfRule>"
        "<xm:sqref>A4:A40</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
        f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{_XM}" count="1"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>Referensi!$A$1:$A$5</xm:f></x14:formula1><xm:sqref>B4:B40</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>",
    }
    return draft.to_bytes()


@fixture("part:externalLink", "external:externalLinkPath", "externalLink/externalBook")
def external_links() -> bytes:
    """Formulas into another workbook, with the cached values of that workbook."""
    draft = Draft.simple()
    part = "xl/externalLinks/externalLink1.xml"
    id_ = draft.relate(
        part, "externalLinkPath", "file:///C:/LKj/Anggaran%202023.xlsx", external=True
    )
    name = draft.attach(
        "xl/workbook.xml",
        "externalLink",
        part,
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="{id_}"><sheetNames>'
        '<sheetName val="Pagu"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1">'
        '<cell r="A1"><v>40377837000</v></cell></row></sheetData></sheetDataSet></externalBook>'
        "</externalLink>",
        f"{SML}.externalLink+xml",
    )
    draft.after_sheets = (
        f'<externalReferences><externalReference r:id="{name}"/></externalReferences>'
        + draft.after_sheets
    )
    draft.sheet.rows[17] = {3: Formula("[1]Pagu!$A$1", 40377837000)}
    return draft.to_bytes()


@fixture("part:queryTable", "part:connections", "part:xmlMaps", "part:customXml")
def queries() -> bytes:
    """A query table with its connection, a map of XML and custom XML with its properties."""
    draft = Draft.simple()
    add_table(
        draft,
        table_xml("Kueri", "A3:F15", HEADINGS)
        .replace("<table ", '<table tableType="queryTable" ', 1)
        .replace("<tableColumn ", '<tableColumn queryTableFieldId="1" ', 1),
    )
    draft.attach(
        "xl/tables/table1.xml",
        "queryTable",
        "xl/queryTables/queryTable1.xml",
        f'<queryTable xmlns="{MAIN}" name="Kueri" connectionId="1" autoFormatId="16"/>',
        f"{SML}.queryTable+xml",
    )
    draft.attach(
        "xl/workbook.xml",
        "connections",
        "xl/connections.xml",
        f'<connections xmlns="{MAIN}"><connection id="1" name="Kueri" type="5">'
        '<dbPr connection="Provider=Microsoft.Mashup.OleDb.1" command="SELECT 1"/></connection>'
        "</connections>",
        f"{SML}.connections+xml",
    )
    draft.attach(
        "xl/workbook.xml",
        "xmlMaps",
        "xl/xmlMaps.xml",
        f'<MapInfo xmlns="{MAIN}" SelectionNamespaces=""><Schema ID="Schema1"/><Map ID="1" '
        'Name="lkj" RootElement="lkj" SchemaID="Schema1" ShowImportExportValidationErrors="false" '
        'AutoFit="true" Append="false" PreserveSortAFLayout="true" PreserveFormat="true"/>'
        "</MapInfo>",
        "application/xml",
    )
    draft.add("customXml/item1.xml", '<DataMashup xmlns="urn:x">AAAAAF0EAABQSwMEFAAC</DataMashup>')
    draft.relate("xl/workbook.xml", "customXml", "customXml/item1.xml")
    draft.attach(
        "customXml/item1.xml",
        "customXmlProps",
        "customXml/itemProps1.xml",
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/'
        'customXml" ds:itemID="{00000000-1111-2222-3333-444444444444}"/>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    return draft.to_bytes()


@fixture("officeDocument/workbookProtection", "officeDocument/fileSharing", "part:usernames")
def shared_and_protected_book() -> bytes:
    """Protected structure, reserved for writing, and the user list of an old shared workbook."""
    draft = Draft.simple()
    draft.before_sheets = (
        '<fileVersion appName="xl" lastEdited="7"/><fileSharing userName="Perencana" '
        'reservationPassword="CBEB"/><workbookPr/><workbookProtection workbookPassword="CC1A" '
        'lockStructure="1"/><bookViews><workbookView/></bookViews>'
    )
    draft.sheet.elements["sheetProtection"] = '<sheetProtection sheet="1" objects="1"/>'
    draft.attach(
        "xl/workbook.xml",
        "usernames",
        "xl/revisions/userNames.xml",
        f'<users xmlns="{MAIN}" count="0"/>',
        f"{SML}.userNames+xml",
    )
    return draft.to_bytes()


@fixture("part:calcChain", "calcChain/c")
def shared_formulas() -> bytes:
    """Shared formulas down and across, a data table, an array, and the calculation chain."""
    draft = Draft.simple()
    rows = draft.sheet.rows
    for row in range(4, 16):
        rows[row][7] = Raw(
            "", f'<f t="shared"{_master("G4:G15", row == 4, 0)}>'
            f'{_only("IF($C4>D$3,C4*2,SUM(C$4:C4))", row == 4)}</f><v>{row}</v>'
        )  # fmt: skip
    rows[17] = {
        column: Raw(
            "", f'<f t="shared"{_master("C17:F17", column == 3, 1)}>'
            f'{_only("SUM(C4:C15)&amp;&quot; C4 &quot;", column == 3)}</f><v>{column}</v>'
        )
        for column in range(3, 7)
    }  # fmt: skip
    rows[18] = {3: Raw("", '<f t="array" ref="C18:D18">C4:D4*2</f><v>180</v>'), 4: 161}
    rows[19] = {
        3: Raw("", '<f t="dataTable" ref="C19:C20" dt2D="0" dtr="0" r1="D4"/><v>1</v>'),
    }
    rows[20] = {3: 2}
    places = [f"G{row}" for row in range(4, 16)] + ["C17", "D17", "E17", "F17", "C18"]
    chain = "".join(
        f'<c r="{place}"' + (' i="1"' if n == 0 else "") + "/>" for n, place in enumerate(places)
    )
    draft.attach(
        "xl/workbook.xml",
        "calcChain",
        "xl/calcChain.xml",
        f'<calcChain xmlns="{MAIN}">{chain}</calcChain>',
        f"{SML}.calcChain+xml",
    )
    return draft.to_bytes()


def _master(ref: str, master: bool, index: int) -> str:  # noqa: FBT001 - of this file alone
    return f' ref="{ref}" si="{index}"' if master else f' si="{index}"'


def _only(text: str, condition: bool) -> str:  # noqa: FBT001 - of this file alone
    return text.replace(">", "&gt;") if condition else ""


@fixture("part:sharedStrings", "sharedStrings/rPh")
def strings() -> bytes:
    """Shared strings with runs, phonetic guides, escapes and spaces; inline text; errors."""
    draft = Draft.simple()
    items = (
        "<si><t>biasa</t></si>",
        "<si><r><rPr><b/></rPr><t>tebal</t></r><r><t xml:space='preserve'> biasa</t></r></si>",
        '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>',
        "<si><t>baris_x000D_\nbaru _x0041_</t></si>",
        '<si><t xml:space="preserve">  spasi  </t></si>',
        "<si><t/></si>",
    )
    draft.attach(
        "xl/workbook.xml",
        "sharedStrings",
        "xl/sharedStrings.xml",
        f'<sst xmlns="{MAIN}" count="6" uniqueCount="6">{"".join(items)}</sst>',
        f"{SML}.sharedStrings+xml",
    )
    for n in range(6):
        draft.sheet.rows[20 + n] = {2: Raw('t="s"', f"<v>{n}</v>")}
    rich = "<is><r><t>satu </t></r><r><rPr><i/></rPr><t>dua</t></r></is>"
    draft.sheet.rows[26] = {
        2: Raw('t="inlineStr"', rich),
        3: Raw('t="e"', "<v>#DIV/0!</v>"),
        4: Raw('t="d"', "<v>2024-12-31T00:00:00</v>"),
        5: Raw('t="b"', "<v>1</v>"),
        6: Raw('t="str"', "<f>A4&amp;B4</f><v>1.1.1x</v>"),
        7: Raw("", "<v>4.0377837E10</v>"),
        8: Raw("", "<v/>"),
        9: Raw('s="2"', "<v>5</v><extLst><ext uri='{X}'><y xmlns='urn:y'/></ext></extLst>"),
    }
    return draft.to_bytes()


@fixture("part:webextension", "part:webextensiontaskpanes", "part:thumbnail")
def package_extras() -> bytes:
    """Parts beside the workbook: task panes of add-ins, a thumbnail, parts nobody points to."""
    draft = Draft.simple()
    panes = "xl/webextensions/taskpanes.xml"
    space = "http://schemas.microsoft.com/office/webextensions"
    kinds = "http://schemas.microsoft.com/office/2011/relationships"
    draft.attach(
        "",
        f"{kinds}/webextensiontaskpanes",
        panes,
        f'<wetp:taskpanes xmlns:wetp="{space}/taskpanes/2010/11"/>',
        "application/vnd.ms-office.webextensiontaskpanes+xml",
    )
    draft.attach(
        panes,
        f"{kinds}/webextension",
        "xl/webextensions/webextension1.xml",
        f'<we:webextension xmlns:we="{space}/webextension/2010/11" id="{{A}}"/>',
        "application/vnd.ms-office.webextension+xml",
    )
    draft.add("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xe0" + bytes(64), default="image/jpeg")
    draft.relate("", "metadata/thumbnail", "docProps/thumbnail.jpeg")
    draft.add("xl/yatim.bin", bytes(range(256)), "application/octet-stream")
    draft.relate("xl/workbook.xml", f"{MICROSOFT}/unknownThing", "xl/yatim.bin")
    return draft.to_bytes()
