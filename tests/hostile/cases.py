"""What a hostile file is: its bytes, and what may come of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.workbook.packages import pack, unpack

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"

BOOK, BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"

ACCEPTED = frozenset({"accepted"})
DAMAGED = frozenset({"DamagedError"})
ENCRYPTED = frozenset({"EncryptedError"})
NOT_EXCEL = frozenset({"NotExcelError"})
NOT_OURS = frozenset({"NotTemplateError"})
UNSAFE = frozenset({"UnsafeError"})
CELL = frozenset({"CellError"})
WRITE = frozenset({"WriteError"})
REFUSED = DAMAGED | ENCRYPTED | NOT_EXCEL | NOT_OURS | UNSAFE | frozenset({"NewerTemplateError"})
ANY = ACCEPTED | REFUSED | CELL | WRITE
"""Any end but a fault of the program: for damage whose place decides what it means."""


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        name: what is wrong with it, group first, as in ``zip/overlap``.
        make: gives its bytes, always the same.
        expected: classes of the errors that may stop the program; ``accepted`` for none.
        suffix: ending of its name.
        heavy: whether it is large enough to be tried in a process of its own only.
        file_name: the whole name, where that is the point.
    """

    name: str
    make: Callable[[], bytes]
    expected: frozenset[str]
    suffix: str = ".xlsx"
    heavy: bool = False
    file_name: str = ""

    @property
    def group(self) -> str:
        """Return the first part of the name."""
        return self.name.partition("/")[0]


@cache
def template(name: str = "pk.xlsx") -> bytes:
    """Return the bytes of a committed template."""
    return (TEMPLATES / name).read_bytes()


@cache
def _parts(name: str) -> dict[str, bytes]:
    return unpack(template(name))


def parts(name: str = "pk.xlsx") -> dict[str, bytes]:
    """Return the parts of a committed template by name, in order."""
    return dict(_parts(name))


def sheet_part(sheet: str) -> str:
    """Return the part of the template that holds a sheet."""
    found = re.search(rb'<sheet name="%s"[^>]*r:id="(\w+)"' % sheet.encode(), parts()[BOOK])
    link = re.search(rb'Id="%s"[^>]*Target="([^"]*)"' % found[1], parts()[BOOK_LINKS])
    return f"xl/{link[1].decode()}"


def table_part(name: str) -> str:
    """Return the part of the template that holds a Table."""
    wanted = f'displayName="{name}"'.encode()
    return next(part for part, text in parts().items() if "/tables/" in part and wanted in text)


def table_area(name: str) -> tuple[int, str, int]:
    """Return first row, last column and last row of a Table of the template."""
    found = re.search(rb'ref="A([0-9]+):([A-Z]+)([0-9]+)"', parts()[table_part(name)])
    return int(found[1]), found[2].decode(), int(found[3])


def changed(changes: dict[str, bytes | str | None], name: str = "pk.xlsx") -> bytes:
    """Return a template with some parts replaced, added or (None) left out."""
    merged = {**parts(name), **changes}
    return pack({key: content for key, content in merged.items() if content is not None})
