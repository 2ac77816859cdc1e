"""Inventory of what a package holds, so that a loss can be named."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

from lxml import etree

from tests.tools.opc import Package, kind, local

_DIALECTS = {
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
    "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main": "x15:",
    "http://schemas.microsoft.com/office/spreadsheetml/2014/revision": "xr:",
}
_VML_OBJECT = re.compile(rb"ObjectType=[\"'](\w+)[\"']")


def features(package: Package) -> Counter[str]:
    """Count every kind of part, of element and of external link that can be reached.

    Returns:
        A counter with keys such as ``part:chart``, ``worksheet/x14:sparkline``,
        ``vml:Checkbox`` and ``external:externalLinkPath``.
    """
    counted: Counter[str] = Counter()
    for source in ["", *package.kinds]:
        for relation in package.relations(source):
            if relation.external:
                counted[f"external:{relation.kind}"] += 1
    for part, name in package.kinds.items():
        counted[f"part:{name}"] += 1
        if name == "vmlDrawing":
            for found in _VML_OBJECT.findall(package.parts[part]):
                counted[f"vml:{found.decode()}"] += 1
        root = package.root(part)
        if root is not None:
            _count_elements(counted, kind(name), root)
    return counted


def _count_elements(counted: Counter[str], name: str, root: etree._Element) -> None:
    counted[f"{name}/{local(root)}"] += 1
    for element in chain.from_iterable(child.iter() for child in root if not _cells(child)):
        word = local(element)
        if not word:
            continue
        dialect = _DIALECTS.get(etree.QName(element).namespace or "", "")
        counted[f"{name}/{dialect}{word}"] += 1


def _cells(element: etree._Element) -> bool:
    """Tell whether an element holds the cells of a worksheet, which are compared byte by byte."""
    return local(element) == "sheetData" and local(element.getparent()) == "worksheet"


def lost(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    """Return how many of each feature are gone; the calculation chain is made anew by Excel."""
    gone = {key: count - after[key] for key, count in before.items() if after[key] < count}
    return {key: count for key, count in gone.items() if not _bookkeeping(key)}


def _bookkeeping(key: str) -> bool:
    return key == "part:calcChain" or key.startswith("calcChain/")
