"""Structural checks of a package: what makes Excel say that it found a problem with content.

``problems(data)`` gives one sentence per fault; two packages are compared by the difference of
their sets, so that a stranger's own faults do not count against us. The rules are those of
ECMA-376 (parts 1 and 2) that a writer of cells can break.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from itertools import chain

from tests.tools.opc import CONTENT_TYPES, OFFICE_RELATIONS, Package, fold, local
from tests.tools.refs import whole
from tests.tools.sheets import out_of_order, sheet_problems

# CT_Workbook, ECMA-376 part 1, 18.2.27: the order is a sequence.
_WORKBOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
_STYLE_LISTS = {"fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}
_XF_POINTERS = (
    ("fontId", "fonts"),
    ("fillId", "fills"),
    ("borderId", "borders"),
    ("xfId", "cellStyleXfs"),
)


def problems(data: bytes) -> set[str]:
    """Return every structural fault of a package; empty for a sound one."""
    try:
        package = Package(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        return {f"unreadable: {type(error).__name__}"}
    return package_problems(package)


def package_problems(package: Package) -> set[str]:
    """Return every structural fault of a package that is already read."""
    if package.workbook is None or package.root(package.workbook) is None:
        return {"no workbook part"}
    found = set(
        chain(
            _entries(package),
            _content_types(package),
            _relationships(package),
            _workbook(package),
            _styles(package),
            sheet_problems(package),
            _table_names(package),
        )
    )
    # Parsing happens on the way; only now every part has been asked for.
    for name in package.parts:
        package.root(name)
    return found | {f"malformed {name}" for name in package.malformed}


def _entries(package: Package):
    for name in package.duplicates:
        yield f"duplicate entry {name}"


def _content_types(package: Package):
    if package.find(CONTENT_TYPES) is None:
        yield "no [Content_Types].xml"
        return
    for name in package.parts:
        if name != CONTENT_TYPES and not package.content_type(name):
            yield f"no content type for {name}"
    for folded in package.overrides:
        if package.find(folded) is None:
            yield f"content type for missing part {folded}"
    root = package.root(package.find(CONTENT_TYPES) or "")
    names = Counter(
        (local(e), fold(e.get("PartName") or e.get("Extension") or ""))
        for e in (root if root is not None else ())
        if local(e)
    )
    for (_, name), count in names.items():
        if count > 1:
            yield f"content type given twice for {name}"


def _relationships(package: Package):
    for source in ["", *package.kinds]:
        relations = package.relations(source)
        for relation in relations:
            if not relation.external and relation.target and package.target(relation) is None:
                yield f"relationship of {source or 'package'} to missing {relation.target}"
        ids = Counter(r.id for r in relations)
        for name in (name for name, count in ids.items() if count > 1):
            yield f"duplicate relationship id {name} in {source}"
        for name in _used_ids(package, source) - set(ids):
            yield f"dangling {name} in {source}"
    for name in package.parts:
        if name.endswith(".rels") and package.root(name) is not None:
            folder, _, base = name.rpartition("_rels/")
            source = folder + base.removesuffix(".rels")
            if source and package.find(source) is None:
                yield f"relationships of missing part {source}"


def _used_ids(package: Package, source: str) -> set[str]:
    root = package.root(source)
    prefixes = tuple(f"{{{space}}}" for space in OFFICE_RELATIONS)
    return {
        value
        for element in (root.iter() if root is not None else ())
        for name, value in element.attrib.items()
        if name.startswith(prefixes) and value
    }


def _workbook(package: Package):
    root = package.root(package.workbook)
    yield from out_of_order(root, _WORKBOOK_ORDER, package.workbook)
    sheets = package.sheets
    for what, values in (
        ("sheet name", [s.name.casefold() for s in sheets]),
        ("sheetId", [s.id for s in sheets]),
        ("sheet part", [s.part for s in sheets if s.part]),
    ):
        for value, count in Counter(values).items():
            if count > 1:
                yield f"duplicate {what} {value}"
    for sheet in sheets:
        # Excel itself lists macro modules of 1995 with an empty id.
        if sheet.part is None and sheet.relation:
            yield f"sheet {sheet.name} has no part"
    yield from _defined_names(root, len(sheets))
    for view in root.iterfind("{*}bookViews/{*}workbookView"):
        if whole(view.get("activeTab")) >= len(sheets):
            yield "activeTab out of range"


def _defined_names(root, sheet_count: int):
    names = list(root.iterfind("{*}definedNames/{*}definedName"))
    for name in names:
        if whole(name.get("localSheetId")) >= sheet_count:
            yield f"localSheetId out of range in {name.get('name')}"
    counted = Counter(((n.get("name") or "").casefold(), n.get("localSheetId")) for n in names)
    for (name, scope), count in counted.items():
        if count > 1:
            yield f"duplicate defined name {name} in scope {scope}"


def _styles(package: Package):
    for part in package.related(package.workbook, "styles"):
        root = package.root(part)
        if root is None:
            continue
        counts = {local(e): sum(1 for k in e if local(k)) for e in root if local(e)}
        for element in root:
            name = local(element)
            stated = element.get("count")
            if name in _STYLE_LISTS and stated and whole(stated) != counts[name]:
                yield f"styles {name} count {stated} is {counts[name]}"
        for xf in chain(root.iterfind("{*}cellXfs/{*}xf"), root.iterfind("{*}cellStyleXfs/{*}xf")):
            for attribute, target in _XF_POINTERS:
                if whole(xf.get(attribute)) >= max(counts.get(target, 0), 1):
                    yield f"xf {attribute} out of range"


def _table_names(package: Package):
    ids: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for part in (part for part, kind in package.kinds.items() if kind == "table"):
        root = package.root(part)
        if root is not None:
            ids[root.get("id") or ""] += 1
            names[(root.get("displayName") or "").casefold()] += 1
    for what, counted in (("id", ids), ("name", names)):
        for value, count in counted.items():
            if count > 1:
                yield f"duplicate table {what} {value}"
