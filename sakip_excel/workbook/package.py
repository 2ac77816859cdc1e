"""The package of a workbook: parts, their content types and their relationships."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from sakip_excel.errors import FileError, UnsafeError
from sakip_excel.workbook import container, sniff, xmltext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree import ElementTree as ET

# Limits stand far above any honest satker workbook (a few MB) and far below what hurts a laptop.
MAX_TOTAL = 600 << 20  # unpacked bytes of the whole package
MAX_PART = 200 << 20  # unpacked bytes of one part
MAX_FILE = 80 << 20  # packed bytes; a result is held beside the original while it is checked
MAX_READ = 144 << 20  # bytes of XML that are read from one package, all parts together
MAX_XML = 128 << 20  # bytes of one part of XML; a million formatted rows are about 110 MB
MAX_TAGS, MAX_ATTRIBUTES = 600_000, 700_000  # of a part that becomes a tree; 200 MB at most
MAX_NAME = 255  # characters of the name of a part; Excel itself stays below 60
MAX_ENTRIES = 10_000  # a workbook full of pictures has some hundreds
DENSE_FROM = 16 << 20  # small parts may be as dense as they like
MAX_RATIO = 200  # a million format-only rows pack about 20:1, bombs about 1,000:1

_SMALL = 32 << 10  # bytes of a part whose tree is kept in mind

_ASK_AGAIN = "Jangan buka berkas ini; minta pengirim menyimpan ulang dari Excel."


class Relation(NamedTuple):
    """One relationship: its id, the last word of its type, and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of a workbook held in memory.

    Args:
        data: bytes of the file.

    Raises:
        FileError: the bytes are no package that may be parsed; the subclass says why.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"PK"):
            raise sniff.not_a_package(data)
        self.data = data
        self.entries, self.comment = container.read_directory(data, MAX_ENTRIES)
        _refuse_unsafe(self.entries)
        self._by_name = {_key(entry.name): entry for entry in self.entries}
        self._left = MAX_READ

    def entry_name(self, part: str) -> str | None:
        """Return the stored name of a part, whatever its case or percent signs; None if absent."""
        for name in (part, unquote(part)):
            entry = self._by_name.get(_key(name))
            if entry is not None:
                return entry.name
        return None

    @property
    def names(self) -> frozenset[str]:
        """Return the lower-case names of all entries."""
        return frozenset(self._by_name)

    @property
    def signed(self) -> bool:
        """Return whether the package carries a digital signature."""
        return any(name.startswith("_xmlsignatures/") for name in self._by_name)

    def read(self, part: str) -> bytes:
        """Return the content of a part.

        Raises:
            DamagedError: the part is missing or does not unpack.
        """
        name = self.entry_name(part)
        if name is None:
            raise container.damaged(f"bagian {part} tidak ada")
        return container.unpack(self.data, self._by_name[_key(name)])

    def raw(self, name: str) -> tuple[int, int, int, bytes]:
        """Return method, checksum, size and compressed bytes of an entry."""
        entry = self._by_name[_key(name)]
        packed = self.data[entry.content : entry.content + entry.packed]
        return entry.method, entry.crc, entry.size, packed

    def xml(self, part: str) -> tuple[bytes, bytes]:
        """Return the byte order mark and the UTF-8 text of a part, checked.

        Raises:
            DamagedError: the part is missing or no well-formed XML.
            UnsafeError: the part brings a document type.
        """
        mark, text = self.text(part)
        xmltext.check(text, part)
        return mark, text

    def text(self, part: str) -> tuple[bytes, bytes]:
        """Return what `xml` does, not checked."""
        return xmltext.to_utf8(self._read_xml(part), part)

    def _read_xml(self, part: str) -> bytes:
        """Return the content of a part of XML; what is read counts against what may be read."""
        name = self.entry_name(part)
        size = self._by_name[_key(name)].size if name is not None else 0
        self._left -= size
        if size > MAX_XML or self._left < 0:
            raise xmltext.unwieldy(part)
        return self.read(part)

    def tree(self, part: str) -> ET.Element:
        """Return the element tree of a small part; errors as in `xml`."""
        data = self._read_xml(part)
        if data.count(b"<") > MAX_TAGS or data.count(b"=") > MAX_ATTRIBUTES:
            raise xmltext.unwieldy(part)
        return _small_tree(data, part) if len(data) <= _SMALL else xmltext.parse(data, part)

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part, those of the package for an empty name."""
        source = relations_part(part)
        if self.entry_name(source) is None:
            return []
        return [
            Relation(
                element.get("Id", ""),
                element.get("Type", "").rpartition("/")[2],
                _resolve(part, element.get("Target", "")),
                element.get("TargetMode") == "External",
            )
            for element in self.tree(source)
            if xmltext.local(element.tag) == "Relationship"
        ]

    def content_type(self, part: str) -> str:
        """Return the content type of a part, empty when none is declared."""
        defaults: dict[str, str] = {}
        for element in self.tree("[Content_Types].xml"):
            kind = element.get("ContentType", "")
            if element.get("PartName", "").lower() == f"/{part}".lower():
                return kind
            defaults[element.get("Extension", "").lower()] = kind
        return defaults.get(part.rpartition(".")[2].lower(), "")

    def rebuild(self, changes: Mapping[str, bytes | None]) -> bytes:
        """Return a new package in which only these parts differ; None drops a part."""
        return container.rebuild(self.data, self.entries, self.comment, changes)

    def workbook_part(self) -> str:
        """Return the name of the workbook part.

        Raises:
            NotExcelError: the archive is something else.
        """
        main = next((r.target for r in self.relations("") if r.kind == "officeDocument"), "")
        kind = self.content_type(main) if main and self.entry_name("[Content_Types].xml") else ""
        if "spreadsheetml" in kind or "ms-excel" in kind:
            if not main.lower().endswith(".bin"):
                return main
        elif main and not kind and main.lower().endswith("workbook.xml"):
            raise container.damaged("daftar jenis isinya tidak ada")
        raise sniff.not_a_workbook(self.names, self._mimetype(), main.lower())

    def _mimetype(self) -> bytes:
        try:
            return self.read("mimetype")
        except FileError:
            return b""


@lru_cache(maxsize=64)
def _small_tree(data: bytes, part: str) -> ET.Element:
    """Return a tree that nobody changes; workbooks of one template share most small parts."""
    return xmltext.parse(data, part)


def _key(name: str) -> str:
    """Return the name as packages compare it; XlsxWriter puts a slash before some names."""
    return name.lower().removeprefix("/")


def relations_part(part: str) -> str:
    """Return the name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _refuse_unsafe(entries: Sequence[container.Entry]) -> None:
    names = [_key(entry.name) for entry in entries]
    if len(set(names)) != len(names):
        raise UnsafeError("Berkas ini berisi dua bagian dengan nama yang sama.", _ASK_AGAIN)
    for name in names:
        climbs = name.startswith("/") or ":" in name or ".." in name.split("/")
        if climbs or len(name) > MAX_NAME or not name.isprintable():
            raise UnsafeError("Berkas ini berisi bagian dengan nama yang tidak wajar.", _ASK_AGAIN)
    if sum(entry.size for entry in entries) > MAX_TOTAL:
        raise UnsafeError(
            f"Isi berkas ini melebihi {MAX_TOTAL >> 20} MB setelah dibuka.", _ASK_AGAIN
        )
    for entry in entries:
        if entry.size > MAX_PART:
            raise UnsafeError(
                f"Bagian {entry.name} melebihi {MAX_PART >> 20} MB setelah dibuka.", _ASK_AGAIN
            )
        if entry.size > DENSE_FROM and entry.size > MAX_RATIO * max(entry.packed, 1):
            raise UnsafeError(
                f"Bagian {entry.name} mengembang lebih dari {MAX_RATIO} kali.", _ASK_AGAIN
            )
