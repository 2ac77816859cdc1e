"""Read an OOXML package for the tests: entries, content types, relationships, sheets.

Built on zipfile and lxml only, and shares no code with the package under test, so that it can
be its referee. Made for strangers' files: a broken part is noted, never raised.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

OFFICE_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
CONTENT_TYPES = "[Content_Types].xml"
_XML_ENDINGS = (".xml", ".rels", ".vml")
# OPC compares part names without regard to ASCII case only.
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def parser() -> etree.XMLParser:
    """Return a parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def fold(name: str) -> str:
    """Return the form of a part name under which OPC compares names."""
    return name.translate(_LOWER)


def entry_to_part(name: str) -> str:
    """Return the part name of a zip entry: forward slashes, none at the front."""
    return name.replace("\\", "/").lstrip("/")


def kind(relation_type: str) -> str:
    """Return the last word of a relationship type, e.g. ``worksheet``."""
    return relation_type.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship; ``target`` is a part name, or an address when ``external``."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """Return the last word of the type, e.g. ``worksheet``."""
        return kind(self.type)


@dataclass(slots=True)
class Sheet:
    """One ``sheet`` element of the workbook, the id of its relationship, the part behind it."""

    name: str
    relation: str
    id: str
    part: str | None
    kind: str


@dataclass
class Package:
    """A package in memory.

    Attributes:
        data: the whole file.
        infos: the zip directory in its order, directories included.
        parts: part name to unpacked bytes.
        duplicates: entry names that stand there more than once.
        malformed: XML parts that do not parse.
    """

    data: bytes
    infos: list[zipfile.ZipInfo] = field(default_factory=list)
    comment: bytes = b""
    parts: dict[str, bytes] = field(default_factory=dict)
    duplicates: list[str] = field(default_factory=list)
    malformed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.infos = archive.infolist()
            self.comment = archive.comment
            counted = Counter(fold(entry_to_part(info.filename)) for info in self.infos)
            self.duplicates = sorted(name for name, count in counted.items() if count > 1)
            for info in self.infos:
                if not info.is_dir():
                    self.parts[entry_to_part(info.filename)] = archive.read(info)
        self._by_fold = {fold(name): name for name in self.parts}
        self._roots: dict[str, etree._Element | None] = {}
        self._relations: dict[str, list[Relation]] = {}

    def find(self, name: str) -> str | None:
        """Return the part as it is spelled in the package, or None."""
        return self._by_fold.get(fold(name))

    def root(self, name: str) -> etree._Element | None:
        """Return the root of an XML part; None when it is missing, no XML or malformed."""
        if name not in self._roots:
            self._roots[name] = self._parse(name)
        return self._roots[name]

    def _parse(self, name: str) -> etree._Element | None:
        data = self.parts.get(name)
        if data is None or not name.lower().endswith(_XML_ENDINGS):
            return None
        try:
            return etree.fromstring(data, parser())
        except (etree.XMLSyntaxError, ValueError):
            # Legacy VML is HTML-like in many honest files; only real XML must be well-formed.
            if not name.lower().endswith(".vml"):
                self.malformed.add(name)
            return None

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        root = self.root(self.find(CONTENT_TYPES) or "")
        for element in root if root is not None else ():
            content_type = element.get("ContentType") or ""
            if local(element) == "Default":
                defaults[fold(element.get("Extension") or "")] = content_type
            elif local(element) == "Override":
                overrides[fold(entry_to_part(element.get("PartName") or ""))] = content_type
        return defaults, overrides

    @property
    def overrides(self) -> dict[str, str]:
        """Return folded part name to content type, as written one by one."""
        return self._types[1]

    def content_type(self, name: str) -> str:
        """Return the content type of a part; empty when it has none."""
        defaults, overrides = self._types
        extension = fold(name.rsplit(".", 1)[-1]) if "." in name else ""
        return overrides.get(fold(name)) or defaults.get(extension, "")

    def relations_part(self, source: str) -> str | None:
        """Return the ``.rels`` part of a source ("" is the package), or None."""
        folder, base = posixpath.split(source)
        return self.find(posixpath.join(folder, "_rels", base + ".rels"))

    def relations(self, source: str) -> list[Relation]:
        """Return the relationships of a part in their order; the source "" is the package."""
        if source not in self._relations:
            root = self.root(self.relations_part(source) or "")
            elements = root.iter("{*}Relationship") if root is not None else ()
            self._relations[source] = [_relation(source, element) for element in elements]
        return self._relations[source]

    def target(self, relation: Relation) -> str | None:
        """Return the part a relation points to, None when external or missing."""
        return None if relation.external else self.find(relation.target)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Return every part reachable from the package root with the kind of its relation."""
        kinds: dict[str, str] = {}
        todo = [""]
        while todo:
            for relation in self.relations(todo.pop()):
                part = self.target(relation)
                if part and part not in kinds:
                    kinds[part] = relation.kind
                    todo.append(part)
        return kinds

    @cached_property
    def workbook(self) -> str | None:
        """Return the part of the workbook itself."""
        parts = (self.target(r) for r in self.relations("") if r.kind == "officeDocument")
        return next((part for part in parts if part), None)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Return the sheets in the order of their tabs."""
        root = self.root(self.workbook or "")
        if root is None:
            return []
        relations = {r.id: r for r in self.relations(self.workbook or "")}
        found = []
        for element in root.iterfind("{*}sheets/{*}sheet"):
            relation = relations.get(relation_id(element) or "")
            part = self.target(relation) if relation else None
            found.append(
                Sheet(
                    element.get("name") or "",
                    relation_id(element) or "",
                    element.get("sheetId") or "",
                    part,
                    relation.kind if relation else "",
                )
            )
        return found

    def sheet_part(self, name: str) -> str | None:
        """Return the part of the worksheet with this name."""
        return next((s.part for s in self.sheets if s.name == name), None)

    def related(self, source: str, wanted: str) -> list[str]:
        """Return the parts of one kind that a source points to."""
        return [
            part
            for relation in self.relations(source)
            if relation.kind == wanted and (part := self.target(relation))
        ]


def relation_id(element: etree._Element) -> str | None:
    """Return the ``r:id`` of an element, whichever relationship namespace it uses."""
    return next(
        (value for space in OFFICE_RELATIONS if (value := element.get(f"{{{space}}}id"))), None
    )


def _relation(source: str, element: etree._Element) -> Relation:
    target = element.get("Target") or ""
    external = element.get("TargetMode") == "External"
    if not external:
        target = target.split("#")[0]
        if target.startswith("/"):
            target = target.lstrip("/")
        elif target:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    return Relation(element.get("Id") or "", element.get("Type") or "", target, external)
