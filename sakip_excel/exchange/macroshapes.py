"""Take buttons and macro names out of drawings and sheets, byte for byte otherwise.

A button of the Forms toolbar stands in up to three places that belong together by its number: a
VML shape (``_x0000_s1025``), a ``control`` of the sheet (``shapeId="1025"``) and a hidden shape of
the drawing (``spid="_x0000_s1025"``); ECMA-376-1 18.3.1.19 and part 4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.workbook import xmltext
from sakip_excel.workbook.sheetedit import Splice, splice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_SHAPE = re.compile(rb"<((?:[\w.-]+:)?)shape(?=[\s/>])[^>]*?(?:/>|>.*?</\1shape>)", re.DOTALL)
_ANY_SHAPE = re.compile(
    rb"<(?:[\w.-]+:)?(?:shape|rect|roundrect|oval|line|polyline|arc|curve|image|group)(?=[\s/>])"
)
_MACRO = re.compile(rb"<((?:[\w.-]+:)?)FmlaMacro\s*>(.*?)</\1FmlaMacro>", re.DOTALL)
_TAG = re.compile(rb"<(/?)(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])[^>]*?(/?)>")
_WRAPPERS = frozenset({b"controls", b"Choice", b"Fallback", b"AlternateContent"})
_ANCHORS = frozenset({b"twoCellAnchor", b"oneCellAnchor", b"absoluteAnchor"})


class Shapes(NamedTuple):
    """What became of a VML drawing.

    Attributes:
        text: the drawing without buttons; None when nothing is left in it.
        gone: names of the shapes that were taken out, e.g. ``_x0000_s1025``.
    """

    text: bytes | None
    gone: frozenset[str]


def cut_vml(text: bytes, more: Collection[str] = ()) -> Shapes:
    """Return a VML drawing without the buttons that call macros, and without macro names.

    Notes and controls that hold data stay; a control that also calls a macro stays without it.

    Args:
        text: the part; Excel writes some of them as no well-formed XML.
        more: names of shapes that must go as well.
    """
    plain = xmltext.mask(text)
    splices: list[Splice] = []
    gone: set[str] = set()
    for shape in _SHAPE.finditer(plain):
        name = _name(shape[0])
        macros = [m for m in _MACRO.finditer(shape[0]) if m[2].strip()]
        if name in more or (macros and _kind(shape[0]) == "button"):
            gone.add(name)
            splices.append(Splice(*shape.span(), b""))
        else:
            at = shape.start()
            splices += [Splice(at + m.start(), at + m.end(), b"") for m in macros]
    if not splices:
        return Shapes(text, frozenset())
    left = splice(text, splices)
    return Shapes(left if _ANY_SHAPE.search(xmltext.mask(left)) else None, frozenset(gone))


def _name(shape: bytes) -> str:
    tag = xmltext.attributes(shape[: shape.index(b">") + 1].decode("utf-8", "replace"))
    return tag.get("o:spid") or tag.get("id", "")


def _kind(shape: bytes) -> str:
    found = re.search(rb"""ObjectType\s*=\s*["']([^"']*)["']""", shape)
    return found[1].decode("ascii", "replace").lower() if found else ""


class _Node(NamedTuple):
    name: bytes
    tag: bytes
    start: int
    end: int
    parent: int


def _nodes(plain: bytes, begin: int = 0) -> list[_Node]:
    """Return the elements of masked text in document order; the outermost have parent -1."""
    nodes: list[_Node] = []
    open_: list[int] = []
    for tag in _TAG.finditer(plain, begin):
        name = tag[2]
        if tag[1]:
            if open_ and nodes[open_[-1]].name == name:
                at = open_.pop()
                nodes[at] = nodes[at]._replace(end=tag.end())
            continue
        nodes.append(_Node(name, tag[0], *tag.span(), open_[-1] if open_ else -1))
        if not tag[3]:
            open_.append(len(nodes) - 1)
    return nodes


def _cut(text: bytes, nodes: list[_Node], doomed: set[int], wrappers: Collection[bytes]) -> bytes:
    """Return the text without these elements and the wrappers that hold nothing else."""
    children: dict[int, list[int]] = {}
    for number, node in enumerate(nodes):
        children.setdefault(node.parent, []).append(number)
    for number in range(len(nodes) - 1, -1, -1):  # what is inside comes before what holds it
        node = nodes[number]
        inner = children.get(number, [])
        if node.name in wrappers and inner and _empty(node, inner, nodes, doomed):
            doomed.add(number)
    outermost = [n for n in doomed if nodes[n].parent not in doomed]
    return splice(text, [Splice(nodes[n].start, nodes[n].end, b"") for n in outermost])


def _empty(node: _Node, inner: list[int], nodes: list[_Node], doomed: set[int]) -> bool:
    if node.name == b"AlternateContent":  # what stands in for a choice goes with it
        inner = [n for n in inner if nodes[n].name == b"Choice"] or inner
    if node.name in _ANCHORS:
        inner = [n for n in inner if nodes[n].name not in (b"from", b"to", b"ext", b"clientData")]
        inner = [n for n in inner if nodes[n].name != b"pos"]
    return bool(inner) and all(n in doomed for n in inner)


def _attributes(node: _Node) -> dict[str, str]:
    return xmltext.attributes(node.tag.decode("utf-8", "replace"))


class Control(NamedTuple):
    """One ``control`` of a sheet: the number of its shape and its relationship."""

    shape: str
    relation: str


def controls(text: bytes) -> list[Control]:
    """Return the controls of a sheet."""
    plain = xmltext.mask(text)
    found = [_attributes(node) for node in _controls(_nodes(plain, _tail(plain)))]
    return [Control(f"_x0000_s{tag.get('shapeId', '')}", _relation(tag)) for tag in found]


def _controls(nodes: list[_Node]) -> Iterator[_Node]:
    return (node for node in nodes if node.name == b"control")


def _relation(tag: dict[str, str]) -> str:
    return next((value for key, value in tag.items() if key.rpartition(":")[2] == "id"), "")


def cut_sheet(text: bytes, gone: Collection[str], drawings: Collection[str]) -> bytes:
    """Return a sheet without these controls, without macro names and references to drawings.

    Args:
        text: the worksheet, dialog sheet or chart sheet.
        gone: names of shapes that were taken out.
        drawings: relationships of VML drawings that are gone.
    """
    plain = xmltext.mask(text)
    nodes = _nodes(plain, _tail(plain))
    doomed = {
        number
        for number, node in enumerate(nodes)
        if (node.name == b"control" and f"_x0000_s{_attributes(node).get('shapeId')}" in gone)
        or (node.name.startswith(b"legacyDrawing") and _relation(_attributes(node)) in drawings)
    }
    left = _cut(text, nodes, doomed, _WRAPPERS)
    return _without_attribute(left, lambda name: name == b"controlPr", b"")


def cut_drawing(text: bytes, gone: Collection[str]) -> bytes:
    """Return a drawing without the stand-ins of these shapes and without macro names.

    Pictures and shapes that called a macro stay as what they show.
    """
    nodes = _nodes(xmltext.mask(text))
    doomed = set()
    for node in nodes:
        if node.name == b"compatExt" and _attributes(node).get("spid") in gone:
            doomed.add(_holder(nodes, node))
    left = _cut(text, nodes, doomed, _WRAPPERS | _ANCHORS)
    return _without_attribute(left, lambda name: name != b"controlPr", b' macro=""')


def _holder(nodes: list[_Node], node: _Node) -> int:
    """Return the shape that holds an extension."""
    at = node.parent
    while nodes[at].name != b"sp" and nodes[at].parent >= 0:
        at = nodes[at].parent
    return at


def _without_attribute(text: bytes, wanted: Callable[[bytes], bool], new: bytes) -> bytes:
    """Return the text in which the attribute ``macro`` of these elements is replaced."""
    plain = xmltext.mask(text)
    splices = []
    for tag in _TAG.finditer(plain, _tail(plain)):
        found = re.search(rb"""\smacro\s*=\s*("[^"]+"|'[^']+')""", tag[0])
        if found is not None and wanted(tag[2]):
            at = tag.start()
            splices.append(Splice(at + found.start(), at + found.end(), new))
    return splice(text, splices)


def _tail(plain: bytes) -> int:
    """Return where the cells of a worksheet end: controls and drawings come after them."""
    found = list(re.finditer(rb"</(?:[\w.-]+:)?sheetData>|<(?:[\w.-]+:)?sheetData\s*/>", plain))
    return found[-1].end() if found else 0


def cut_names(text: bytes) -> bytes:
    """Return the workbook part without the names that stand for procedures of its macros."""
    nodes = _nodes(xmltext.mask(text))
    doomed = {n for n, node in enumerate(nodes) if node.name == b"definedName" and _calls(node)}
    return _cut(text, nodes, doomed, {b"definedNames"})


def _calls(node: _Node) -> bool:
    tag = _attributes(node)
    flagged = any(tag.get(key) in ("1", "true") for key in ("vbProcedure", "xlm"))
    return flagged or tag.get("name", "").lower().startswith("_xlnm.auto_")


def cut_elements(text: bytes, name: bytes, wanted: Callable[[dict[str, str]], bool]) -> bytes:
    """Return a list part without the elements whose attributes are wanted.

    Args:
        text: content types or relationships.
        name: local name of the elements.
        wanted: tells by the attributes which ones go.
    """
    nodes = _nodes(xmltext.mask(text))
    doomed = {n for n, node in enumerate(nodes) if node.name == name and wanted(_attributes(node))}
    return _cut(text, nodes, doomed, ())
