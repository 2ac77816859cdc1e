"""Structural checks inside worksheets and their tables; part of :mod:`tests.tools.package`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from tests.tools.opc import Package, fold, local
from tests.tools.refs import LAST_COLUMN, LAST_ROW, Box, box, inside, overlap, position, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# CT_Worksheet, ECMA-376 part 1, 18.3.1.99: the order is a sequence.
WORKSHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_CELL_TYPES = {None, "b", "d", "e", "inlineStr", "n", "s", "str"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUADRATIC_LIMIT = 500


def unescape(text: str) -> str:
    """Return text with ``_x000D_`` escapes replaced by the characters they stand for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def plain_text(item: etree._Element) -> str:
    """Return the text of an ``si`` or ``is``: runs joined, phonetic guides left out."""
    texts = (t.text or "" for t in item.iter("{*}t") if local(t.getparent()) != "rPh")
    return unescape("".join(texts))


@dataclass
class _Limits:
    """What the cells of all sheets may point to."""

    styles: int = 1
    formats: int = 0
    strings: list[etree._Element] = field(default_factory=list)


@dataclass
class _Seen:
    """What one pass over the cells of a sheet gathers."""

    part: str
    formulas: set[tuple[int, int]] = field(default_factory=set)
    masters: set[str] = field(default_factory=set)
    followers: set[str] = field(default_factory=set)
    used: list[int] = field(default_factory=lambda: [LAST_ROW + 1, LAST_COLUMN + 1, 0, 0])
    texts: dict[tuple[int, int], str] = field(default_factory=dict)

    def cover(self, row: int, column: int) -> None:
        """Widen the used area to a cell."""
        first_row, first_column, last_row, last_column = self.used
        self.used = [
            min(first_row, row),
            min(first_column, column),
            max(last_row, row),
            max(last_column, column),
        ]


def sheet_problems(package: Package) -> Iterator[str]:
    """Yield every fault in the worksheets, their tables and the calculation chain."""
    limits = _limits(package)
    formulas: dict[str, set[tuple[int, int]]] = {}
    for sheet in package.sheets:
        root = package.root(sheet.part) if sheet.part else None
        if sheet.kind != "worksheet" or root is None:
            continue
        yield from out_of_order(root, WORKSHEET_ORDER, sheet.part)
        tables = _tables(package, sheet.part)
        seen = _Seen(sheet.part)
        yield from _cells(root, seen, limits, {cell for t in tables for cell in _header(t)})
        formulas[sheet.id] = seen.formulas
        yield from _areas(root, seen)
        yield from _formats(root, seen.part, limits)
        yield from _table_geometry(tables, seen)
        yield from _table_parts(root, package, sheet.part)
    yield from _calculation_chain(package, formulas)


def _limits(package: Package) -> _Limits:
    limits = _Limits()
    for part in package.related(package.workbook or "", "styles"):
        root = package.root(part)
        if root is not None:
            limits.styles = max(1, len(root.findall("{*}cellXfs/{*}xf")))
            limits.formats = len(root.findall("{*}dxfs/{*}dxf"))
    for part in package.related(package.workbook or "", "sharedStrings"):
        root = package.root(part)
        if root is not None:
            limits.strings = root.findall("{*}si")
    return limits


def out_of_order(root: etree._Element, order: list[str], part: str) -> Iterator[str]:
    """Yield a fault when known children do not stand in the schema's order, or stand twice."""
    names = [local(child) for child in root if local(child) in order]
    places = [order.index(name) for name in names]
    if places != sorted(places):
        yield f"element order in {part}"
    for name in sorted(set(names) - {"conditionalFormatting"}):
        if names.count(name) > 1:
            yield f"element {name} given {names.count(name)} times in {part}"


def _cells(
    root: etree._Element, seen: _Seen, limits: _Limits, wanted: set[tuple[int, int]]
) -> Iterator[str]:
    last_row = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        stated = row.get("r") or ""
        number = int(stated) if stated.isdigit() else last_row + 1
        if not last_row < number <= LAST_ROW:
            yield f"row order in {seen.part} at {number}"
        last_row, last_column = number, 0
        if whole(row.get("s")) >= limits.styles:
            yield f"style out of range in {seen.part} row {number}"
        for cell in row.iterfind("{*}c"):
            try:
                at, column = position(cell.get("r")) if cell.get("r") else (number, last_column + 1)
            except ValueError:
                yield f"bad reference in {seen.part} row {number}"
                continue
            if at != number:
                yield f"cell {cell.get('r')} stands in row {number} of {seen.part}"
            if not last_column < column <= LAST_COLUMN:
                yield f"cell order in {seen.part} at {cell.get('r')}"
            last_column = column
            seen.cover(number, column)
            yield from _cell(cell, (number, column), seen, limits, wanted)
        if not _spans_cover(row.get("spans"), last_column):
            yield f"spans too narrow in {seen.part} row {number}"
    for index in seen.followers - seen.masters:
        yield f"shared formula {index} without master in {seen.part}"


def _spans_cover(spans: str | None, last_column: int) -> bool:
    ends = [int(pair.split(":")[-1]) for pair in (spans or "").split() if ":" in pair]
    return not ends or max(ends) >= last_column


def _cell(
    cell: etree._Element,
    place: tuple[int, int],
    seen: _Seen,
    limits: _Limits,
    wanted: set[tuple[int, int]],
) -> Iterator[str]:
    where = f"{seen.part} row {place[0]} column {place[1]}"
    if whole(cell.get("s")) >= limits.styles:
        yield f"style out of range in {where}"
    kind = cell.get("t")
    if kind not in _CELL_TYPES:
        yield f"cell type {kind} in {where}"
    names = [local(child) for child in cell if local(child)]
    known = [n for n in ("f", "v", "is", "extLst") if n in names]
    if names != known:
        yield f"children {names} in {where}"
    formula = cell.find("{*}f")
    if formula is not None:
        seen.formulas.add(place)
        if formula.get("t") == "shared":
            index = formula.get("si") or ""
            (seen.masters if formula.get("ref") else seen.followers).add(index)
    value = cell.findtext("{*}v")
    if not _fits(kind, value, len(limits.strings)):
        yield f"value {value!r:.40} does not fit type {kind} in {where}"
    elif place in wanted:
        seen.texts[place] = _text(cell, kind, value, limits)
    if kind == "inlineStr" and cell.find("{*}is") is None:
        yield f"inline string without text in {where}"


def _fits(kind: str | None, value: str | None, strings: int) -> bool:
    if value is None:
        return True
    if kind == "s":
        return value.strip().isdigit() and int(value) < strings
    if kind == "b":
        return value.strip() in {"0", "1", "true", "false"}
    if kind in {None, "n"}:
        return not value.strip() or _is_number(value)
    return True


def _is_number(text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return number - number == 0


def _text(cell: etree._Element, kind: str | None, value: str | None, limits: _Limits) -> str:
    if kind == "s" and value:
        return plain_text(limits.strings[int(value)])
    if kind == "inlineStr":
        item = cell.find("{*}is")
        return plain_text(item) if item is not None else ""
    return unescape(value or "")


def _areas(root: etree._Element, seen: _Seen) -> Iterator[str]:
    dimension = root.find("{*}dimension")
    if dimension is not None and seen.used[2]:
        try:
            row1, column1, row2, column2 = box(dimension.get("ref") or "")
        except ValueError:
            yield f"bad dimension in {seen.part}"
        else:
            used = seen.used
            if used[0] < row1 or used[1] < column1 or used[2] > row2 or used[3] > column2:
                yield f"dimension does not cover the cells of {seen.part}"
    merged = _boxes(root.iterfind("{*}mergeCells/{*}mergeCell"))
    for a, b in combinations(merged[:_QUADRATIC_LIMIT], 2):
        if overlap(a, b):
            yield f"merged ranges overlap in {seen.part}"
            break


def _boxes(elements: Iterator[etree._Element]) -> list[Box]:
    found = []
    for element in elements:
        try:
            found.append(box(element.get("ref") or ""))
        except ValueError:
            continue
    return found


def _formats(root: etree._Element, part: str, limits: _Limits) -> Iterator[str]:
    for rule in root.iterfind("{*}conditionalFormatting/{*}cfRule"):
        index = rule.get("dxfId")
        if index is not None and whole(index) >= limits.formats:
            yield f"dxfId out of range in {part}"
    for column in root.iterfind("{*}cols/{*}col"):
        if whole(column.get("style")) >= limits.styles:
            yield f"style out of range in {part} cols"


def _tables(package: Package, part: str) -> list[tuple[str, etree._Element]]:
    roots = ((name, package.root(name)) for name in package.related(part, "table"))
    return [(name, root) for name, root in roots if root is not None]


def _header(table: tuple[str, etree._Element]) -> list[tuple[int, int]]:
    """Return the header cells of a table; none when it hides its header."""
    _, root = table
    if root.get("headerRowCount") == "0":
        return []
    try:
        row, first, _, last = box(root.get("ref") or "")
    except ValueError:
        return []
    return [(row, column) for column in range(first, last + 1)]


def _table_geometry(tables: list[tuple[str, etree._Element]], seen: _Seen) -> Iterator[str]:
    areas: list[Box] = []
    for table in tables:
        part, root = table
        try:
            area = box(root.get("ref") or "")
        except ValueError:
            yield f"bad ref in {part}"
            continue
        columns = [c.get("name") or "" for c in root.iterfind("{*}tableColumns/{*}tableColumn")]
        if len(columns) != area[3] - area[1] + 1:
            yield f"column count in {part}"
        stated = root.find("{*}tableColumns")
        if stated is not None and whole(stated.get("count"), len(columns)) != len(columns):
            yield f"tableColumns count in {part}"
        if len({fold(unescape(name)) for name in columns}) != len(columns):
            yield f"column name twice in {part}"
        yield from _headings(table, columns, seen)
        yield from _filter(part, root, area)
        if any(overlap(area, other) for other in areas):
            yield f"{part} overlaps another table"
        areas.append(area)


def _headings(table: tuple[str, etree._Element], columns: list[str], seen: _Seen) -> Iterator[str]:
    for place, name in zip(_header(table), columns, strict=False):
        text = seen.texts.get(place)
        # Excel stores a line break in a heading as _x000a_ in the name and as a break in the cell.
        if text is None or text.replace("\r\n", "\n") != unescape(name).replace("\r\n", "\n"):
            yield f"heading {text!r:.40} is not column {name!r:.40} of {table[0]}"


def _filter(part: str, root: etree._Element, area: Box) -> Iterator[str]:
    element = root.find("{*}autoFilter")
    if element is None or not element.get("ref"):
        return
    row1, column1, row2, column2 = box(element.get("ref"))
    totals = whole(root.get("totalsRowCount"))
    if (row1, column1, column2) != (area[0], area[1], area[3]) or row2 != area[2] - totals:
        yield f"filter does not fit {part}"


def _table_parts(root: etree._Element, package: Package, part: str) -> Iterator[str]:
    listed = root.findall("{*}tableParts/{*}tablePart")
    if len(listed) != len(package.related(part, "table")):
        yield f"tableParts of {part} do not match its relationships"
    stated = root.find("{*}tableParts")
    if stated is not None and whole(stated.get("count"), len(listed)) != len(listed):
        yield f"tableParts count in {part}"


def _calculation_chain(
    package: Package, formulas: dict[str, set[tuple[int, int]]]
) -> Iterator[str]:
    for part in package.related(package.workbook or "", "calcChain"):
        root = package.root(part)
        sheet = ""
        for entry in root.iterfind("{*}c") if root is not None else ():
            # The sheet is given only where it changes.
            sheet = entry.get("i") or sheet
            try:
                place = position(entry.get("r") or "")
            except ValueError:
                yield f"bad reference in {part}"
                continue
            if sheet in formulas and place not in formulas[sheet] and inside(*place, _WHOLE):
                yield f"{part} names {entry.get('r')} of sheet {sheet}, which has no formula"


_WHOLE: Box = (1, 1, LAST_ROW, LAST_COLUMN)
