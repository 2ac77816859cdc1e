"""The small parts of a workbook: sheet list, names, tables, styles, strings, properties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.workbook import container, rowxml, scan, xmltext
from sakip_excel.workbook.refs import Area, parse_range
from sakip_excel.workbook.shared import too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree import ElementTree as ET

    from sakip_excel.workbook.package import Package

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Number formats that workbooks use without writing them down (ECMA-376-1, 18.8.30)."""

MAX_STRINGS = 20 << 20  # bytes; one sign beyond the usual ones makes four bytes of each letter

_FEW = 256 << 10  # bytes of strings that are kept in mind

_NAMED_AREA = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!\[\]()+*/,]+))!(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One Excel table (ListObject).

    Attributes:
        name: the name that formulas use.
        sheet: name of its worksheet.
        ref: first row, first column, last row, last column, header and totals included.
        header_row: whether the first row holds the headings.
        totals_row: whether the last row holds totals.
        columns: headings as the table knows them.
        part: name of its part in the package.
    """

    name: str
    sheet: str
    ref: Area
    header_row: bool
    totals_row: bool
    columns: tuple[str, ...]
    part: str

    @property
    def first_row(self) -> int:
        """Return the row of the first record."""
        return self.ref[0] + self.header_row


class SheetEntry(NamedTuple):
    """One worksheet of the list in the workbook part."""

    name: str
    part: str
    hidden: bool


class Catalog(NamedTuple):
    """What the workbook part itself says."""

    sheets: tuple[SheetEntry, ...]
    names: dict[str, tuple[str, str]]
    date1904: bool


def read_catalog(package: Package, part: str) -> Catalog:
    """Return the sheets, defined names and date system of a workbook.

    Raises:
        DamagedError: a worksheet of the list has no part.
    """
    root = package.tree(part)
    targets = {relation.id: relation for relation in package.relations(part)}
    sheets = []
    for element in _all(root, "sheet"):
        if not (link := _relation_id(element)):
            continue  # VBA module sheets of Excel 95 live on in the list without a part
        relation = targets.get(link)
        if relation is None or package.entry_name(relation.target) is None:
            raise container.damaged(f"lembar {element.get('name', '')} tidak ada isinya")
        if relation.kind == "worksheet":
            hidden = element.get("state") in ("hidden", "veryHidden")
            sheets.append(SheetEntry(element.get("name", ""), relation.target, hidden))
    settings = next(_all(root, "workbookPr"), None)
    date1904 = settings is not None and settings.get("date1904") in ("1", "true")
    return Catalog(tuple(sheets), _read_names(root, sheets), date1904)


def _all(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if xmltext.local(element.tag) == name)


def _relation_id(element: ET.Element) -> str:
    return next((value for key, value in element.items() if key.endswith("}id")), "")


def _read_names(root: ET.Element, sheets: Sequence[SheetEntry]) -> dict[str, tuple[str, str]]:
    known = {sheet.name.lower(): sheet.name for sheet in sheets}
    names = {}
    for element in _all(root, "definedName"):
        match = _NAMED_AREA.fullmatch((element.text or "").strip())
        if match is None or element.get("localSheetId") is not None:
            continue
        sheet = known.get((match[1] or match[2]).replace("''", "'").lower())
        if sheet is not None and _on_a_sheet(match[3]):
            names[element.get("name", "").lower()] = sheet, match[3].replace("$", "")
    return names


def _on_a_sheet(area: str) -> bool:
    try:
        return bool(parse_range(area))
    except ValueError:
        return False


def read_tables(package: Package, sheet: SheetEntry) -> list[Table]:
    """Return the tables of a worksheet."""
    return [
        _read_table(package.tree(relation.target), sheet.name, relation.target)
        for relation in package.relations(sheet.part)
        if relation.kind == "table"
    ]


def _read_table(root: ET.Element, sheet: str, part: str) -> Table:
    try:
        ref = parse_range(root.get("ref", ""))
    except ValueError as error:
        raise container.damaged(f"tabel di lembar {sheet} tidak terbaca") from error
    return Table(
        name=root.get("displayName", root.get("name", "")),
        sheet=sheet,
        ref=ref,
        header_row=root.get("headerRowCount", "1") != "0",
        totals_row=root.get("totalsRowCount", "0") != "0",
        columns=tuple(
            xmltext.read_text(column.get("name", "")) for column in _all(root, "tableColumn")
        ),
        part=part,
    )


class Formats(dict[str, str]):
    """Number format codes by style index as text; an unknown style counts as General."""

    def __missing__(self, style: str) -> str:
        return "General"


def read_formats(package: Package, part: str | None) -> Formats:
    """Return the number format code of every cell style."""
    formats = Formats({"": "General"})
    if part is None:
        return formats
    root = package.tree(part)
    codes = dict(_BUILT_IN)
    try:
        for element in _children(root, "numFmts"):
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
        for index, element in enumerate(_children(root, "cellXfs")):
            formats[str(index)] = codes.get(int(element.get("numFmtId", "0")), "General")
    except ValueError as error:
        raise container.damaged("daftar gaya sel tidak terbaca") from error
    formats[""] = formats["0"]  # a cell that names no style has the first
    return formats


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    return [child for parent in root if xmltext.local(parent.tag) == name for child in parent]


def read_strings(package: Package, part: str | None) -> Sequence[str]:
    """Return the shared strings, rich text as plain text."""
    if part is None:
        return ()
    _, data = package.text(part)
    if len(data) > MAX_STRINGS:
        xmltext.check(data, part)
        raise xmltext.unwieldy(part)
    strings, longest = (_few_strings if len(data) <= _FEW else _strings)(data, part)
    if longest > scan.MAX_TEXT:
        raise too_long()
    return strings


@lru_cache(maxsize=8)
def _few_strings(data: bytes, part: str) -> tuple[tuple[str, ...], int]:
    """Return the strings of a small part; those of an unchanged template are the same."""
    return _strings(data, part)


def _strings(data: bytes, part: str) -> tuple[tuple[str, ...], int]:
    """Return the strings, and how long the longest is as it is written."""
    xmltext.check(data, part)
    text = xmltext.normalise(data).decode()
    start = re.search(r"<((?:[\w.-]+:)?)sst(?=[\s/>])", text)
    prefix = re.escape(start[1]) if start else ""
    usual = re.compile(
        rf"<{prefix}si>{rowxml.text_pattern(start[1] if start else '')}</{prefix}si>"
    )
    raw = usual.findall(text)
    items = re.compile(rf"<{prefix}si(?=[\s/>])[^>]*>")
    if len(raw) != sum(1 for _ in items.finditer(text)):
        whole = re.compile(rf"<{prefix}si(?:\s[^>]*)?(?:/>|(?<!/)>(.*?)</{prefix}si>)", re.DOTALL)
        raw = [rowxml.joined_runs(item, start[1] if start else "") for item in whole.findall(text)]
    longest = max(map(len, raw), default=0)
    if "&" in text or "_x" in text or "\r" in text:
        raw = [xmltext.read_text(item) for item in raw]
    return tuple(raw), longest


def read_properties(package: Package) -> Mapping[str, str | int | float | bool]:
    """Return the custom document properties; kinds other than text, number, yes/no as text."""
    parts = [r.target for r in package.relations("") if r.kind == "custom-properties"]
    if not parts or package.entry_name(parts[0]) is None:
        return {}
    found: dict[str, str | int | float | bool] = {}
    for element in package.tree(parts[0]):
        for child in element:
            found[element.get("name", "")] = _property(xmltext.local(child.tag), (child.text or ""))
    return found


def _property(kind: str, text: str) -> str | int | float | bool:
    try:
        if kind in ("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint"):
            return int(text)
        if kind in ("r4", "r8", "decimal"):
            return float(text)
    except ValueError:
        return text
    if kind == "bool":
        return text.strip().lower() in ("1", "true")
    return xmltext.read_text(text)
