"""The copy that travels: the same package without macros and without what calls them."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from sakip_excel.errors import SignedError, UnsafeError
from sakip_excel.exchange import macroshapes
from sakip_excel.workbook import xmltext
from sakip_excel.workbook.package import Package, relations_part
from sakip_excel.workbook.sheetedit import Splice, splice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sakip_excel.workbook.package import Relation

_TYPES = "[Content_Types].xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_UNKNOWN_TYPE = "application/octet-stream"
_MACRO_KINDS = frozenset({"vbaproject", "wordvbadata", "attachedtoolbars"})
_SHEET_KINDS = frozenset({"xlmacrosheet", "xlintlmacrosheet"})
_RIBBON_KINDS = frozenset({"extensibility", "usercustomization"})
_MACRO_FILES = re.compile(r"(^|/)(vbaproject|vbadata|vbaprojectsignature)[^/]*\.(bin|xml)$")
_EMBEDDED = re.compile(r"\.(xlsm|xltm|xlam|xlsb|docm|dotm|pptm|potm|ppsm|ppam)$")
_CALLBACK = re.compile(rb"\s(?:on[A-Z]\w*|get[A-Z]\w*|loadImage)\s*=")
_COMMAND_BUTTON = b"D7053240-CE69-11CD-A777-00DD01143C57"  # class of MSForms.CommandButton


def carries_macros(package: Package) -> bool:
    """Return whether a package holds macros or says that it may.

    True for a VBA project under any name, sheets with Excel 4 macros, ribbons that call macros,
    embedded documents with macros and the content types of macro workbooks. Buttons that lead
    nowhere, as Excel leaves them in an .xlsx, do not count.

    Raises:
        DamagedError: its relationships or content types cannot be read.
    """
    named = any(_MACRO_FILES.search(n) or _EMBEDDED.search(n) for n in package.names)
    typed = any(_is_macro_type(kind) for _, kind in _declared(package))
    return named or typed or any(_doomed(package, part, r) for part, r in _all_relations(package))


def macro_free(data: bytes) -> bytes:
    """Return the bytes of the same workbook as a macro-free .xlsx.

    The VBA project and its signatures, the buttons that call it, ribbons with callbacks and every
    reference to them are left out; all other parts keep their bytes. A workbook that carries no
    macros is returned as it is.

    Args:
        data: bytes of an .xlsm or .xlsx.

    Raises:
        UnsafeError: it holds Excel 4 macro sheets or embedded documents with macros, which cannot
            be taken out without losing what stands in them.
        SignedError: it carries a digital signature, which the change would break.
        FileError: it cannot be read.
    """
    package = Package(data)
    workbook = package.workbook_part()
    if not carries_macros(package):
        return data
    if package.signed:
        raise SignedError(
            "Buku kerja bermakro ini bertanda tangan digital.",
            "Hapus tanda tangannya di Excel, lalu ulangi.",
        )
    _refuse(package)
    made = Package(_Copy(package, workbook).rebuilt())
    if carries_macros(made):
        raise UnsafeError(
            "Makro buku kerja ini tidak dapat dilepas seluruhnya.",
            "Simpan sebagai .xlsx di Excel, lalu ulangi.",
        )
    return made.data


class _Copy:
    """The changes that make a package macro-free."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package = package
        self.workbook = workbook
        self.texts: dict[str, bytes] = {}
        self.cut: dict[str, set[str]] = defaultdict(set)  # relationships by the part they are of

    def rebuilt(self) -> bytes:
        for part, relation in _all_relations(self.package):
            if _doomed(self.package, part, relation):
                self.cut[part].add(relation.id)
        for part in _sources(self.package):
            self._cut_objects(part)
        self._edit(self.workbook, macroshapes.cut_names)
        dropped = _reached(self.package, {}) - _reached(self.package, self.cut)
        dropped |= {name for name in self.package.names if _MACRO_FILES.search(name)}
        for part, ids in self.cut.items():
            if part.lower() not in dropped:
                self._cut_relations(part, ids)
        changes: dict[str, bytes | None] = {}
        for part in dropped:
            for name in (part, relations_part(part)):
                stored = self.package.entry_name(name)
                if stored is not None:
                    changes[stored] = None
        for name, text in self.texts.items():
            changes.setdefault(name, text)
        changes[self._name(_TYPES)] = self._types(dropped)
        return self.package.rebuild(changes)

    def _edit(self, part: str, change: Callable[[bytes], bytes]) -> None:
        mark, before = self._text(part)
        after = change(before)
        if after != before:
            self.texts[self._name(part)] = mark + after

    def _text(self, part: str) -> tuple[bytes, bytes]:
        return xmltext.to_utf8(self.texts.get(self._name(part)) or self.package.read(part), part)

    def _name(self, part: str) -> str:
        return self.package.entry_name(part) or part

    def _cut_objects(self, part: str) -> None:
        """Take the buttons out of everything that belongs to one sheet."""
        relations = self.package.relations(part)
        by_kind: dict[str, list[Relation]] = defaultdict(list)
        for relation in relations:
            if not relation.external and self.package.entry_name(relation.target):
                by_kind[relation.kind].append(relation)
        gone = self._command_buttons(part, by_kind["control"])
        lost: set[str] = set()
        for relation in by_kind["vmlDrawing"]:
            gone |= self._cut_vml(part, relation, gone, lost)
        if by_kind["vmlDrawing"] or by_kind["control"] or by_kind["ctrlProp"]:
            self._cut_controls(part, gone, lost)
        for kind in ("drawing", "chartUserShapes"):
            for relation in by_kind[kind]:
                self._edit(relation.target, lambda text: macroshapes.cut_drawing(text, gone))

    def _command_buttons(self, part: str, relations: list[Relation]) -> set[str]:
        buttons = {r.id for r in relations if _COMMAND_BUTTON in self._class(r.target)}
        if not buttons:
            return set()
        return {c.shape for c in macroshapes.controls(self._text(part)[1]) if c.relation in buttons}

    def _class(self, part: str) -> bytes:
        return self.package.read(part).upper()

    def _cut_vml(self, part: str, relation: Relation, gone: set[str], lost: set[str]) -> set[str]:
        mark, text = self._text(relation.target)
        shapes = macroshapes.cut_vml(text, gone)
        if shapes.text is None:
            lost.add(relation.id)
            self.cut[part].add(relation.id)
        elif shapes.text != text:
            self.texts[self._name(relation.target)] = mark + shapes.text
        return set(shapes.gone)

    def _cut_controls(self, part: str, gone: set[str], lost: set[str]) -> None:
        _, text = self._text(part)
        for control in macroshapes.controls(text) if gone else ():
            if control.shape in gone:
                self.cut[part].add(control.relation)
        self._edit(part, lambda text: macroshapes.cut_sheet(text, gone, lost))

    def _cut_relations(self, part: str, ids: set[str]) -> None:
        self._edit(
            relations_part(part),
            lambda text: macroshapes.cut_elements(
                text, b"Relationship", lambda tag: tag.get("Id") in ids
            ),
        )

    def _types(self, dropped: set[str]) -> bytes:
        """Return the content types without the dropped parts, as those of an .xlsx."""
        mark, text = xmltext.to_utf8(self.package.read(_TYPES), _TYPES)
        gone = {f"/{part}" for part in dropped}
        text = macroshapes.cut_elements(
            text, b"Override", lambda tag: tag.get("PartName", "").lower() in gone
        )
        kept = {posixpath.splitext(name)[1][1:] for name in self.package.names - dropped}
        text = macroshapes.cut_elements(
            text,
            b"Default",
            lambda tag: (
                _is_macro_type(tag.get("ContentType", ""))
                and tag.get("Extension", "").lower() not in kept
            ),
        )
        plain = xmltext.mask(text)
        splices = []
        for found in re.finditer(rb"""ContentType\s*=\s*["']([^"']*)["']""", plain):
            if _is_macro_type(found[1].decode("ascii", "replace")):
                new = _WORKBOOK_TYPE if b"main+xml" in found[1] else _UNKNOWN_TYPE
                splices.append(Splice(*found.span(1), new.encode()))
        return mark + splice(text, splices)


def _refuse(package: Package) -> None:
    sheets = any(r.kind.lower() in _SHEET_KINDS for _, r in _all_relations(package))
    if sheets or any("macrosheet" in kind for _, kind in _declared(package)):
        raise UnsafeError(
            "Buku kerja ini berisi lembar makro Excel 4.0, yang tidak boleh dikirim.",
            "Hapus lembar makro itu di Excel (klik kanan tab lembar), lalu ulangi.",
        )
    if any(_EMBEDDED.search(name) for name in package.names):
        raise UnsafeError(
            "Buku kerja ini berisi dokumen tertanam yang bermakro.",
            "Hapus objek itu di Excel, lalu ulangi.",
        )


def _doomed(package: Package, part: str, relation: Relation) -> bool:
    """Return whether a relationship leads to macros, or to a ribbon that calls them."""
    kind = relation.kind.lower()
    if kind in _SHEET_KINDS or kind in _MACRO_KINDS or kind.startswith("vbaprojectsignature"):
        return True
    if kind not in _RIBBON_KINDS or part or package.entry_name(relation.target) is None:
        return False
    _, ribbon = xmltext.to_utf8(package.read(relation.target), relation.target)
    return _CALLBACK.search(ribbon) is not None


def _is_macro_type(kind: str) -> bool:
    kind = kind.lower()
    return any(
        word in kind for word in ("macroenabled", "vbaproject", "macrosheet", "vbadata")
    ) or (kind.endswith("attachedtoolbars"))


def _declared(package: Package) -> Iterator[tuple[str, str]]:
    """Yield part name or ending, and content type, of everything that is declared."""
    for element in package.tree(_TYPES):
        name = element.get("PartName", "") or element.get("Extension", "")
        yield name.lower(), element.get("ContentType", "").lower()


def _sources(package: Package) -> Iterator[str]:
    """Yield the parts that have relationships, the package itself as an empty name."""
    for entry in package.entries:
        name = entry.name.removeprefix("/")
        folder, _, file = name.rpartition("/")
        if name.lower().endswith(".rels") and folder.lower().endswith("_rels"):
            source = posixpath.join(folder[: -len("_rels")], file[: -len(".rels")])
            if not source or package.entry_name(source):
                yield source


def _all_relations(package: Package) -> Iterator[tuple[str, Relation]]:
    for part in _sources(package):
        for relation in package.relations(part):
            yield part, relation


def _reached(package: Package, cut: dict[str, set[str]]) -> set[str]:
    """Return the lower-case names of the parts to which relationships lead, some cut off."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for relation in package.relations(part):
            if relation.external or relation.id in cut.get(part, ()):
                continue
            stored = package.entry_name(relation.target)
            if stored is not None and _key(stored) not in found:
                found.add(_key(stored))
                waiting.append(relation.target)
    return found


def _key(stored: str) -> str:
    """Return a stored name as `Package.names` lists it."""
    return stored.lower().removeprefix("/")
