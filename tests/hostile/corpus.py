"""Every hostile file: all of them for a long run, a fixed sample for the tests."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.hostile import archives, bombs, contents, pieces
from tests.hostile.cases import Case

_FORMS = ("pk.xlsx", "realisasi_anggaran.xlsx")
_SHARE = {
    "text": 2,
    "cut": 2,
    "part": 30,
    "link": 12,
    "type": 10,
    "swap": 6,
    "cell": 4,
    "around": 4,
    "sheet": 3,
    "file": 3,
}
"""How many files of a group stand behind each one that the tests try."""
_FOUND = (
    "part/pk.xlsx:xl/workbook.xml:says-undefined",
    "part/pk.xlsx:xl/workbook.xml:says-punycode",
    "part/pk.xlsx:xl/workbook.xml:escape-surrogate",
    "part/pk.xlsx:xl/workbook.xml:utf-7-surrogate",
    "part/pk.xlsx:xl/workbook.xml:prefix-undeclared",
    "part/pk.xlsx:xl/styles.xml:numbers-x",
    "cell/address-dollar",
    "cell/address-unicode",
    "sheet/area-far",
    "sheet/area-lists",
    "around/merged-#REF!",
    "around/dimension-#REF!",
    "around/spans-a:b",
    'around/column-min="x" max="1"',
)
"""Files that once were a fault of the program."""
_HEAVY = (
    "1-gb-rows",
    "formatted-rows-form",
    "million-spaced",
    "strings-emoji-less",
    "inline-phonetic",
    "shared-formula-long",
    "entries-extra",
    "table-grown",
)


def everything() -> Iterator[Case]:
    """Yield thousands of files; those for processes of their own come last."""
    yield from _light(cut=1, flip=1, forms=_FORMS)
    yield from archives.cuts("sakip_satker.xlsx", 1)
    yield from bombs.bombs()


def sample() -> Iterator[Case]:
    """Yield some hundred files that take seconds together, the same ones every time."""
    for case in _light(cut=31, flip=97, forms=_FORMS[:1]):
        share = _SHARE.get(case.group, 1)
        if case.name in _FOUND or zlib.crc32(case.name.encode()) % share == 0:
            yield case


def heavy() -> Iterator[Case]:
    """Yield one file for each way in which a small file takes hours or gigabytes."""
    wanted = {f"bomb/{name}" for name in _HEAVY}
    return (case for case in bombs.bombs() if case.name in wanted)


def _light(cut: int, flip: int, forms: tuple[str, ...]) -> Iterator[Case]:
    for group in (archives.containers, archives.names, archives.kinds, contents.contents):
        yield from group()
    yield from archives.cuts("pk.xlsx", cut)
    yield from archives.flips("pk.xlsx", flip)
    for form in forms:
        yield from pieces.pieces(form)
        yield from pieces.links(form)
    yield from pieces.types()
