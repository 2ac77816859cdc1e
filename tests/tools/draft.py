"""Write small workbooks part by part, for features that no library can make.

A :class:`Draft` is a sound workbook of one or more sheets; a fixture adds parts, relationships
and the elements of a worksheet, which are put into the order of the schema. Nothing depends on a
clock or on chance, so a fixture has the same bytes on every computer.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from tests.tools.refs import address
from tests.tools.sheets import WORKSHEET_ORDER

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PACKAGE_RELATIONS = f"{PACKAGE}/relationships/metadata"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_ROOT_SPACES = (
    f'xmlns="{MAIN}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
)
# Styles by index: 0 plain, 1 heading, 2 input fill, 3 percent, 4 rupiah, 5 date, 6 wrapped, 7 pivot
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" \
formatCode="&quot;Rp&quot;\\ #,##0"/></numFmts><fonts count="2"><font><sz val="11"/>\
<name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/>\
</font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill \
patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/>\
</patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/>\
</patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/>\
</border><border><left style="thin"/><right style="thin"/><top style="thin"/>\
<bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" \
fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8"><xf numFmtId="0" fontId="0" \
fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" \
applyFont="1" applyFill="1"/><xf numFmtId="0" fontId="0" fillId="3" borderId="1" xfId="0" \
applyFill="1"><protection locked="0"/></xf><xf numFmtId="10" fontId="0" fillId="0" borderId="1" \
xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="3" borderId="1" xfId="0" \
applyNumberFormat="1"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" \
applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" \
applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="0" \
fillId="0" borderId="0" xfId="0" pivotButton="1"/></cellXfs><cellStyles count="1"><cellStyle \
name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="2"><dxf><fill><patternFill>\
<bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf><dxf><font><b/></font></dxf></dxfs>\
<tableStyles count="0" defaultTableStyle="TableStyleMedium2" \
defaultPivotStyle="PivotStyleLight16"/></styleSheet>"""
# LibreOffice trusts cached values only of programs that it knows.
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dcterms:created '
    'xsi:type="dcterms:W3CDTF">2025-01-02T03:04:06Z</dcterms:created></cp:coreProperties>'
)
DATE = (2025, 1, 2, 3, 4, 6)


@dataclass(frozen=True)
class Formula:
    """A formula with its cached value; ``attributes`` are those of ``f``."""

    text: str
    value: float | str | bool | None
    attributes: str = ""


@dataclass(frozen=True)
class Raw:
    """A cell written by hand: attributes of ``c`` (without ``r``) and its inner XML."""

    attributes: str
    inner: str


Item = None | bool | int | float | str | Formula | Raw


@dataclass
class SheetDraft:
    """One worksheet: rows of values, and elements by their name.

    Attributes:
        rows: row number to ``{column: value}`` or ``{column: (value, style)}``.
        elements: name such as ``tableParts`` to XML; put in order when written.
        data: overrides the XML between the tags of ``sheetData`` when not empty.
    """

    name: str
    rows: dict[int, dict[int, Item | tuple[Item, int]]] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    data: str = ""
    root: str = _ROOT_SPACES
    row_attributes: dict[int, str] = field(default_factory=dict)

    def xml(self) -> str:
        """Return the part as text."""
        elements = {"sheetData": f"<sheetData>{self.data or self._rows()}</sheetData>"}
        elements |= self.elements
        if self.rows and not self.data:
            elements.setdefault("dimension", f'<dimension ref="{self._used()}"/>')
        ordered = sorted(elements, key=WORKSHEET_ORDER.index)
        inner = "".join(elements[name] for name in ordered)
        return f"{DECLARATION}<worksheet {self.root}>{inner}</worksheet>"

    def _used(self) -> str:
        columns = [column for row in self.rows.values() for column in row]
        first, last = min(self.rows), max(self.rows)
        return f"{address(first, min(columns))}:{address(last, max(columns))}"

    def _rows(self) -> str:
        written = []
        for number, cells in sorted(self.rows.items()):
            inner = "".join(
                _cell(address(number, column), item) for column, item in sorted(cells.items())
            )
            spans = f' spans="{min(cells)}:{max(cells)}"' if cells else ""
            extra = self.row_attributes.get(number, "")
            written.append(f'<row r="{number}"{spans}{extra}>{inner}</row>')
        return "".join(written)


def _cell(ref: str, item: Item | tuple[Item, int]) -> str:
    item, style = item if isinstance(item, tuple) else (item, 0)
    start = f'<c r="{ref}"' + (f' s="{style}"' if style else "")
    if item is None:
        return start + "/>"
    if isinstance(item, Raw):
        return f"{start} {item.attributes}".rstrip() + f">{item.inner}</c>"
    if isinstance(item, Formula):
        kind, value = _typed(item.value)
        kind = ' t="str"' if isinstance(item.value, str) else kind
        text = f"<v>{value}</v>" if item.value is not None else ""
        return f"{start}{kind}><f{item.attributes}>{escape(item.text)}</f>{text}</c>"
    kind, value = _typed(item)
    if isinstance(item, str):
        return f'{start}{kind}><is><t xml:space="preserve">{value}</t></is></c>'
    return f"{start}{kind}><v>{value}</v></c>"


def _typed(item: Item) -> tuple[str, str]:
    if isinstance(item, bool):
        return ' t="b"', str(int(item))
    if isinstance(item, str):
        return ' t="inlineStr"', escape(item)
    return "", repr(item)


@dataclass
class Draft:
    """A workbook made of parts.

    Attributes:
        sheets: worksheets in the order of their tabs; sheet *n* is ``xl/worksheets/sheetn.xml``.
        parts: every other part.
        workbook: elements of the workbook part before and after ``sheets``.
    """

    sheets: list[SheetDraft] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    before_sheets: str = "<workbookPr/><bookViews><workbookView/></bookViews>"
    after_sheets: str = '<calcPr calcId="191029"/>'
    macro_enabled: bool = False
    types: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    @classmethod
    def simple(cls, rows: int = 12) -> Draft:
        """Return a workbook with one sheet: a heading and rows of text, numbers and a formula."""
        sheet = SheetDraft("Kinerja")
        sheet.rows[1] = {1: ("Rekap kinerja", 1)}
        headings = ["Kode", "Indikator", "Target", "Realisasi", "Capaian", "Pagu"]
        sheet.rows[3] = {c: (text, 1) for c, text in enumerate(headings, 1)}
        for number in range(4, 4 + rows):
            target, done = 90 + number % 7, 80 + number % 13
            sheet.rows[number] = {
                1: f"1.1.{number - 3}",
                2: f"Persentase layanan ke-{number - 3} yang tepat waktu",
                3: (target, 2),
                4: (done + 0.5, 2),
                5: (Formula(f"D{number}/C{number}", (done + 0.5) / target), 3),
                6: (1_000_000 * number, 4),
            }
        return cls([sheet])

    @property
    def sheet(self) -> SheetDraft:
        """Return the first sheet."""
        return self.sheets[0]

    def add(self, name: str, data: str | bytes, content_type: str = "", default: str = "") -> str:
        """Add a part and return its name; ``default`` is a type for its whole extension."""
        self.parts[name] = (DECLARATION + data).encode() if isinstance(data, str) else data
        if content_type:
            self.types[name] = content_type
        if default:
            self.defaults[name.rsplit(".", 1)[-1]] = default
        return name

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Add a relationship and return its id; ``kind`` is a word of OFFICE or a whole type."""
        relation = kind if "/" in kind else f"{OFFICE}/{kind}"
        listed = self.relations.setdefault(source, [])
        prefix = "rIdX" if source in {"", "xl/workbook.xml"} else "rId"
        name = f"{prefix}{len(listed) + 1}"
        if not external:
            target = posixpath.relpath(target, posixpath.dirname(source) or ".")
        mode = ' TargetMode="External"' if external else ""
        listed.append(
            (
                name,
                relation,
                f'<Relationship Id="{name}" Type="{relation}" Target={quoteattr(target)}{mode}/>',
            )
        )
        return name

    def attach(
        self, source: str, kind: str, name: str, data: str | bytes, content_type: str
    ) -> str:
        """Add a part with its relationship and return the id of the relationship."""
        self.add(name, data, content_type)
        return self.relate(source, kind, name)

    def sheet_name(self, number: int = 1) -> str:
        """Return the part name of the n-th sheet."""
        return f"xl/worksheets/sheet{number}.xml"

    def assemble(self) -> dict[str, bytes]:
        """Return all parts in the order in which Excel writes them."""
        listed = "".join(
            f'<sheet name={quoteattr(s.name)} sheetId="{n}" r:id="rId{n}"/>'
            for n, s in enumerate(self.sheets, 1)
        )
        sheets = {self.sheet_name(n): s.xml().encode() for n, s in enumerate(self.sheets, 1)}
        workbook = (
            f"{DECLARATION}<workbook {_ROOT_SPACES}>{self.before_sheets}<sheets>{listed}</sheets>"
            f"{self.after_sheets}</workbook>"
        )
        parts = {
            "[Content_Types].xml": self._content_types(sheets).encode(),
            "_rels/.rels": _rels(
                [
                    _relation("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml"),
                    _relation("rId2", f"{PACKAGE_RELATIONS}/core-properties", "docProps/core.xml"),
                    _relation("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml"),
                ]
                + [xml for *_, xml in self.relations.get("", [])]
            ),
            "docProps/app.xml": (DECLARATION + _APP).encode(),
            "docProps/core.xml": (DECLARATION + _CORE).encode(),
            "xl/workbook.xml": workbook.encode(),
            "xl/_rels/workbook.xml.rels": self._workbook_rels(),
            **sheets,
            "xl/styles.xml": (DECLARATION + STYLES).encode(),
        }
        for source, listed_relations in self.relations.items():
            if source not in {"", "xl/workbook.xml"}:
                folder, base = posixpath.split(source)
                parts[f"{folder}/_rels/{base}.rels"] = _rels([xml for *_, xml in listed_relations])
        return parts | self.parts

    def _workbook_rels(self) -> bytes:
        listed = [
            _relation(f"rId{n}", f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml")
            for n in range(1, len(self.sheets) + 1)
        ]
        listed.append(_relation("rIdStyles", f"{OFFICE}/styles", "styles.xml"))
        listed += [xml for *_, xml in self.relations.get("xl/workbook.xml", [])]
        return _rels(listed)

    def _content_types(self, sheets: dict[str, bytes]) -> str:
        main = (
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
            if self.macro_enabled
            else f"{SML}.sheet.main+xml"
        )
        overrides = {
            "xl/workbook.xml": main,
            **dict.fromkeys(sheets, f"{SML}.worksheet+xml"),
            "xl/styles.xml": f"{SML}.styles+xml",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            "docProps/app.xml": f"{_OFFICE_TYPE}.extended-properties+xml",
            **self.types,
        }
        defaults = {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
            **self.defaults,
        }
        listed = "".join(
            f'<Default Extension="{ending}" ContentType="{kind}"/>'
            for ending, kind in defaults.items()
        )
        listed += "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in overrides.items()
        )
        return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{listed}</Types>'

    def to_bytes(self) -> bytes:
        """Return the workbook file."""
        return pack(self.assemble())


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'


def _rels(listed: list[str]) -> bytes:
    inner = "".join(listed)
    root = f'<Relationships xmlns="{PACKAGE}/relationships">'
    return f"{DECLARATION}{root}{inner}</Relationships>".encode()


def pack(parts: dict[str, bytes]) -> bytes:
    """Return a zip of parts with one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
