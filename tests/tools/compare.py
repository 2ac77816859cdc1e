"""Compare a package before and after edits: everything but the edits must be as it was."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.formula.translate import Translator

from tests.tools.features import features, lost
from tests.tools.opc import CONTENT_TYPES, Package, local, parser
from tests.tools.refs import Box, address, box, inside
from tests.tools.sheetscan import Scan, ScannedCell, utf8_pair

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Collection, Iterable, Iterator, Mapping

Value = None | bool | int | float | str
Place = tuple[int, int]
# Attributes that belong to the old value of a cell: its type and its metadata.
_OF_THE_VALUE = {"t", "cm", "vm"}
_NEW_CELL = {"r", "s", "t"}
_NEW_ROW = {"r", "spans"}
_CALC_PR = re.compile(
    rb"<(?:[\w.-]+:)?calcPr\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>\s*</(?:[\w.-]+:)?calcPr\s*>)"
)
_TABLE_REF = re.compile(
    rb"(<(?:[\w.-]+:)?(?:table|autoFilter)\b[^>]*?\sref\s*=\s*)([\"'])[^\"']*\2"
)
_LOCAL_HEADER = struct.Struct("<26xHH")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell shall hold after the edit.

    Attributes:
        value: the value, or the cached value where there is a formula; None is a blank cell.
        formula: without the equals sign.
        error: whether the text in ``value`` is an Excel error such as ``#N/A``.
    """

    value: Value
    formula: str | None = None
    error: bool = False


@dataclass
class Edits:
    """Everything that was asked for.

    Attributes:
        cells: sheet part to place to what it shall hold.
        tables: table part to its new area.
    """

    cells: dict[str, dict[Place, Meant]] = field(default_factory=dict)
    tables: dict[str, Box] = field(default_factory=dict)


def differences(before: Package, after: Package, edits: Edits) -> list[str]:
    """Return a sentence for everything that changed and was not asked for."""
    found: list[str] = []
    chain_follows = False
    grown = _grown_areas(before, edits)
    for part in {**edits.cells, **grown}:
        cells = edits.cells.get(part, {})
        if part not in after.parts:
            found.append(f"{part} is gone")
            continue
        old, new = (Scan(data) for data in utf8_pair(before.parts[part], after.parts[part]))
        found += sheet_differences(part, old, new, cells, grown.get(part, ()))
        chain_follows |= any(_comes_or_goes(old, place, m) for place, m in cells.items())
    for part, area in edits.tables.items():
        found += _table_differences(part, before, after, area)
    edited = {*edits.cells, *grown, *edits.tables}
    found += _other_parts(before, after, edited, chain_follows=chain_follows)
    found += _entries(before, after)
    gone = lost(features(before), features(after))
    found += [f"lost {count} of {name}" for name, count in gone.items()]
    return found


def _grown_areas(before: Package, edits: Edits) -> dict[str, list[Box]]:
    """Return the rows that grown tables took in, by the part of their sheet."""
    areas: dict[str, list[Box]] = {}
    for sheet in before.sheets:
        for part in before.related(sheet.part or "", "table"):
            root = before.root(part)
            if part in edits.tables and root is not None:
                last = box(root.get("ref") or "")[2]
                _, left, bottom, right = edits.tables[part]
                areas.setdefault(sheet.part or "", []).append((last + 1, left, bottom, right))
    return areas


def _comes_or_goes(old: Scan, place: Place, meant: Meant) -> bool:
    """Tell whether an edit adds or removes a formula, which the calculation chain follows."""
    cell = old.by_place.get(place)
    return (cell is not None and cell.formula is not None) != (meant.formula is not None)


# --- worksheets -----------------------------------------------------------------------------


def sheet_differences(
    part: str, old: Scan, new: Scan, cells: Mapping[Place, Meant], grown: Iterable[Box] = ()
) -> Iterator[str]:
    """Yield what changed in a worksheet apart from the cells that were to be set.

    Args:
        part: name of the part, for the sentences.
        old: the worksheet before.
        new: the worksheet after.
        cells: what was to be set.
        grown: rows that tables took in; blank cells there carry on the look of those above.
    """
    followers = _followers(old, cells)
    dressed = {
        place: cell
        for place, cell in new.by_place.items()
        if place not in old.by_place
        and place not in cells
        and any(inside(*place, area) for area in grown)
    }
    hidden = {*cells, *followers, *dressed}
    new_rows = {row.number for row in new.rows} - {row.number for row in old.rows}
    first, second = old.without(hidden, ()), new.without(hidden, new_rows)
    if first != second:
        yield f"{part}: {first_difference(first, second)}"
    for number in sorted(new_rows):
        extra = set(new.by_row[number].attributes) - _NEW_ROW
        if extra:
            yield f"{part}: new row {number} has {sorted(extra)}"
    for place, meant in cells.items():
        where = f"{part} {address(*place)}"
        yield from _edited_cell(where, old.by_place.get(place), new.by_place.get(place), meant)
    for place, cell in dressed.items():
        above = new.by_place.get((place[0] - 1, place[1]))
        style = above.attributes.get("s", "0") if above else "0"
        if cell.meaning() != ("", "") or cell.formula is not None or cell.others:
            yield f"{part} {address(*place)}: not blank in a grown table"
        look = {"s": "0", **cell.attributes}  # a cell that names no style has the first one
        if {k: v for k, v in look.items() if k != "r"} != {"s": style}:
            yield f"{part} {address(*place)}: does not look like the cell above"
    for place, formula in followers.items():
        where = f"{part} {address(*place)}"
        yield from _follower(where, old.by_place[place], new.by_place.get(place), formula)


def _followers(old: Scan, cells: Mapping[Place, Meant]) -> dict[Place, str]:
    """Return the cells whose shared formula loses its master, with the formula each must get."""
    masters: dict[str, ScannedCell] = {}
    for place in cells:
        cell = old.by_place.get(place)
        if cell and cell.formula_attributes.get("t") == "shared" and cell.formula:
            masters[cell.formula_attributes.get("si", "")] = cell
    found = {}
    for place, cell in old.by_place.items() if masters else ():
        master = masters.get(cell.formula_attributes.get("si", ""))
        shared = cell.formula_attributes.get("t") == "shared" and not cell.formula
        if master and shared and place not in cells:
            origin = address(master.row, master.column)
            translator = Translator("=" + (master.formula or ""), origin=origin)
            found[place] = translator.translate_formula(address(*place))[1:]
    return found


def _edited_cell(
    where: str, old: ScannedCell | None, new: ScannedCell | None, meant: Meant
) -> Iterator[str]:
    if new is None:
        if old is not None or meant != Meant(None):
            yield f"{where}: is not there"
        return
    if old is None:
        if set(new.attributes) - _NEW_CELL:
            yield f"{where}: new cell has {sorted(new.attributes)}"
    else:
        yield from _kept(where, old, new)
    if (new.formula or None) != meant.formula:
        yield f"{where}: formula {new.formula!r}, meant {meant.formula!r}"
    if not holds(new, meant):
        yield f"{where}: holds {new.meaning()!r:.80}, meant {meant.value!r:.80}"


def _kept(where: str, old: ScannedCell, new: ScannedCell) -> Iterator[str]:
    keep = {k: v for k, v in old.attributes.items() if k not in _OF_THE_VALUE}
    now = {k: v for k, v in new.attributes.items() if k not in _OF_THE_VALUE}
    if keep != now:
        yield f"{where}: attributes {keep} became {now}"
    if old.others != new.others:
        yield f"{where}: other children changed"


def _follower(where: str, old: ScannedCell, new: ScannedCell | None, formula: str) -> Iterator[str]:
    if new is None:
        yield f"{where}: is not there"
        return
    if old.attributes != new.attributes or old.value != new.value or old.others != new.others:
        yield f"{where}: more than its shared formula changed"
    if new.formula != formula or new.formula_attributes.get("t") == "shared":
        yield f"{where}: formula {new.formula!r}, meant {formula!r}"


def holds(cell: ScannedCell, meant: Meant) -> bool:
    """Tell whether a cell holds the value that was meant; its formula is looked at elsewhere."""
    kind, text = cell.meaning()
    value = meant.value
    if meant.error:
        return (kind, text) == ("e", value)
    if value is None or value == "":
        return (kind, text) in {("", ""), ("text", "")}
    if isinstance(value, bool):
        return (kind, text) == ("b", str(int(value)))
    if isinstance(value, int | float):
        return kind == "n" and float(text) == float(value)
    return kind == "text" and text.replace("\r\n", "\n") == value.replace("\r\n", "\n")


def first_difference(a: bytes, b: bytes, around: int = 50) -> str:
    """Return where two byte strings part, with some context of each."""
    short = min(len(a), len(b))
    at = next((i for i in range(short) if a[i] != b[i]), short)
    window = slice(max(0, at - around), at + around)
    return f"byte {at}: {a[window]!r} became {b[window]!r}"


# --- other parts ----------------------------------------------------------------------------


def _table_differences(part: str, before: Package, after: Package, area: Box) -> Iterator[str]:
    old, new = utf8_pair(before.parts[part], after.parts.get(part, b""))
    first, second = (_TABLE_REF.sub(rb"\1\2\2", data) for data in (old, new))
    if first != second:
        yield f"{part}: {first_difference(first, second)}"
    root = after.root(part)
    if root is None or box(root.get("ref") or "A1") != area:
        yield f"{part}: does not cover the new rows"


def _other_parts(
    before: Package, after: Package, edited: Collection[str], *, chain_follows: bool
) -> Iterator[str]:
    chain = set(before.related(before.workbook or "", "calcChain")) if chain_follows else set()
    # Formulas of the user's may depend on any edit, so Excel may be asked to calculate anew.
    followers = {before.workbook: _workbook} if edited else {}
    if chain:
        followers[before.find(CONTENT_TYPES)] = _content_types
        followers[before.relations_part(before.workbook or "")] = _workbook_relations
    yield from (f"{name} is new" for name in after.parts if name not in before.parts)
    for name, old in before.parts.items():
        new = after.parts.get(name)
        if name in edited or old == new:
            continue
        if new is None:
            if name not in chain:
                yield f"{name} is gone"
        elif name in followers:
            yield from followers[name](name, before, after)
        else:
            yield f"{name}: {first_difference(old, new)}"


def _content_types(name: str, before: Package, after: Package) -> Iterator[str]:
    yield from _one_element_less(name, before, after, b"Override", b"calcChain")


def _workbook_relations(name: str, before: Package, after: Package) -> Iterator[str]:
    yield from _one_element_less(name, before, after, b"Relationship", b"calcChain")


def _one_element_less(
    name: str, before: Package, after: Package, element: bytes, word: bytes
) -> Iterator[str]:
    """Yield a fault unless the part only lost its one element about the calculation chain."""
    old, new = utf8_pair(before.parts[name], after.parts[name])
    pattern = re.compile(
        rb"<(?:[\w.-]+:)?%(e)b\b[^>]*%(w)b[^>]*?(?:/>|>\s*</(?:[\w.-]+:)?%(e)b\s*>)"
        % {b"e": element, b"w": word}
    )
    if new not in {pattern.sub(b"", old, count=1), old}:
        yield f"{name}: {first_difference(old, new)}"


def _workbook(name: str, before: Package, after: Package) -> Iterator[str]:
    """Yield a fault unless only ``fullCalcOnLoad`` was added to ``calcPr``."""
    old, new = utf8_pair(before.parts[name], after.parts[name])
    first, second = _CALC_PR.sub(b"", old, count=1), _CALC_PR.sub(b"", new, count=1)
    if first != second:
        yield f"{name}: {first_difference(first, second)}"
    if _calc_attributes(old) != _calc_attributes(new):
        yield f"{name}: calcPr lost an attribute"


def _calc_attributes(data: bytes) -> dict[str, str]:
    for element in etree.fromstring(data, parser()):
        if local(element) == "calcPr":
            return {k: v for k, v in element.attrib.items() if k != "fullCalcOnLoad"}
    return {}


# --- the zip itself -------------------------------------------------------------------------


def _entries(before: Package, after: Package) -> Iterator[str]:
    """Yield what changed in the zip: order, dates, flags and packed bytes of untouched parts."""
    names = [info.filename for info in before.infos]
    kept = [info.filename for info in after.infos if info.filename in set(names)]
    if kept != [name for name in names if name in set(kept)]:
        yield "entries stand in another order"
    if before.comment != after.comment:
        yield "the comment of the archive changed"
    later = {info.filename: info for info in after.infos}
    for old in before.infos:
        new = later.get(old.filename)
        if new is None:
            if old.is_dir():
                yield f"entry {old.filename} is gone"
            continue
        if (old.CRC, old.file_size) != (new.CRC, new.file_size):
            continue
        if _directory_facts(old) != _directory_facts(new):
            yield f"entry {old.filename}: {_directory_facts(old)} became {_directory_facts(new)}"
        elif _packed(before.data, old) != _packed(after.data, new):
            yield f"entry {old.filename} was packed again"


def _directory_facts(info: zipfile.ZipInfo) -> tuple[object, ...]:
    return (
        info.date_time,
        info.compress_type,
        info.compress_size,
        info.comment,
        info.extra,
        info.create_system,
        info.flag_bits,
        info.external_attr,
        info.internal_attr,
    )


def _packed(data: bytes, info: zipfile.ZipInfo) -> bytes:
    name_size, extra_size = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL_HEADER.size + name_size + extra_size
    return data[start : start + info.compress_size]
