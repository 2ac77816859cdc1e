"""A real template with one of its XML parts spoilt: gone, cut, foreign, explosive, miswritten."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from tests.hostile.cases import ACCEPTED, ANY, DAMAGED, NOT_EXCEL, UNSAFE, Case, changed, parts

_READ = re.compile(
    r"\[Content_Types\]|_rels/\.rels|workbook\.xml|sheets/|tables/|sharedStrings|styles|custom\.xml"
)
"""Parts that the reader needs; the others are copied whatever they hold."""
_FLIPS = 16


def is_read(name: str) -> bool:
    """Return whether the program looks into a part of this name."""
    return _READ.search(name) is not None


def pieces(name: str) -> Iterator[Case]:
    """Yield a template with each part in turn spoilt in every way."""
    for part, content in parts(name).items():
        for way, new, expected in _ways(part, content):
            allowed = expected if is_read(part) else ACCEPTED
            yield Case(
                f"part/{name}:{part}:{way}", lambda p=part, n=new: changed({p: n}, name), allowed
            )


def _ways(part: str, content: bytes) -> Iterator[tuple[str, bytes | None, frozenset[str]]]:
    broken = DAMAGED | NOT_EXCEL
    yield "gone", None, ANY
    yield "empty", b"", broken
    for share in (0.25, 0.5, 0.75):
        yield f"cut-{share}", content[: int(len(content) * share)], broken
    yield "cut-end", content[:-1], broken
    yield "text", b"bukan XML", broken
    yield "html", b"<!DOCTYPE html><html><body>masuk dahulu</body></html>", UNSAFE | broken
    yield "other-root", b'<?xml version="1.0"?><akar/>', ANY
    yield "zeros", bytes(len(content)), broken
    yield "nul-inside", content.replace(b">", b">\0", 3), broken
    for way, new in explosives(content):
        yield way, new, UNSAFE
    for way, new, right in _encodings(content):
        yield way, new, ACCEPTED if right else ANY
    yield "deep", _inside(content, b"<a>" * 100_000 + b"</a>" * 100_000), ANY
    yield "comment", _inside(content, b"<!-- <row r='9'> </sheetData> -->"), ACCEPTED
    yield "instruction", _inside(content, b"<?jahat </sheetData>?>"), ACCEPTED
    yield "cdata", _inside(content, b"<x><![CDATA[</sheetData>]]></x>"), ANY
    yield "prefix-undeclared", _inside(content, b"<zz:a/>"), ANY
    yield "twice", content + content, broken
    yield "root-twice", content + b"<a/>", broken
    yield "no-namespace", re.sub(rb'\sxmlns="[^"]*"', b"", content), ANY
    yield "other-namespace", re.sub(rb'\sxmlns="[^"]*"', b' xmlns="urn:lain"', content), ANY
    yield "attributes-gone", re.sub(rb'\s(?!xmlns)[\w:]+="[^"]*"', b"", content), ANY
    yield "attributes-empty", re.sub(rb'(\s(?!xmlns)[\w:]+)="[^"]*"', rb'\1=""', content), ANY
    for value in (b"-1", b"99999999999999999999", b"1e999", b"x", "²".encode(), b"0" * 5000):
        new = re.sub(rb'(\s(?!xmlns|r:id|Id)[\w:]+)="[0-9]+"', rb'\1="%s"' % value, content)
        yield f"numbers-{value.decode()[:6]}", new, ANY
    yield from _flipped(part, content)


def explosives(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a part with each kind of document type."""
    laughs = b'<!ENTITY l0 "ha">' + b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12)
    )
    quadratic = b'<!ENTITY q "' + b"A" * 50_000 + b'">'
    for way, inside, text in (
        ("billion-laughs", laughs, b"&l11;"),
        ("quadratic", quadratic, b"&q;" * 20_000),
        ("external-entity", b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"),
        ("external-web", b'<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', b"&x;"),
        ("parameter-entity", b'<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;', b""),
        ("harmless-doctype", b"", b""),
    ):
        doctype = b"?><!DOCTYPE a [" + inside + b"]>"
        yield way, _inside(content.replace(b"?>", doctype, 1), b"<z>" + text + b"</z>")
    yield (
        "external-subset",
        content.replace(b"?>", b'?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/">', 1),
    )


def _inside(content: bytes, more: bytes) -> bytes:
    """Return a part with something more before its last closing tag, or behind its root."""
    at = content.rfind(b"</")
    return content[:at] + more + content[at:] if at >= 0 else content + more


def _encodings(content: bytes) -> Iterator[tuple[str, bytes, bool]]:
    text = content.decode()

    def declared(name: str) -> str:
        return re.sub(r'encoding="[^"]*"', f'encoding="{name}"', text, count=1)

    yield "bom", b"\xef\xbb\xbf" + content, True
    yield "utf-16", declared("UTF-16").encode("utf-16"), True
    yield "utf-16-be", b"\xfe\xff" + declared("UTF-16").encode("utf-16-be"), True
    yield "utf-16-bare", declared("UTF-16").encode("utf-16-le"), False
    yield "utf-32", declared("UTF-32").encode("utf-32"), False
    yield "latin-1", declared("ISO-8859-1").encode("latin-1", "replace"), False
    yield "windows-1252", declared("windows-1252").encode("cp1252", "replace"), False
    for name in (
        "utf-7", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "rot13",
        "zlib_codec", "base64", "hex", "mbcs", "oem", "cp037", "utf_8_sig", "tidak-ada", "utf-8-x",
    ):  # fmt: skip
        yield f"says-{name}", declared(name).encode(), False
    yield "escape-surrogate", declared("unicode_escape").encode() + rb"<!-- \ud800 -->", False
    yield "utf-7-surrogate", declared("utf-7").encode() + b"<!-- +2AA- -->", False
    yield "bad-utf8", content.replace(b">", b">\xff\xfe", 4), False
    yield "overlong", content.replace(b">", b">\xc0\xbc", 4), False


def _flipped(part: str, content: bytes) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    """Yield a part with a few signs changed at random, the same ones every time."""
    chance = random.Random(part)  # noqa: S311 - no secret
    for number in range(_FLIPS):
        new = bytearray(content)
        for _ in range(1 + number % 4):
            at = chance.randrange(len(new))
            new[at] = chance.choice(b"<>/\"'=&;:0123456789AZaz \n\xc3\x00\x1b")
        yield f"random-{number}", bytes(new), ANY


# --- relationships and content types -------------------------------------------------------------

_RELATION = re.compile(rb"<Relationship [^>]*/>")
_EXTERNAL = b' TargetMode="External" '


def _target(element: bytes, target: bytes) -> bytes:
    return re.sub(rb'Target="[^"]*"', lambda _: b'Target="' + target + b'"', element)


_TWISTS: dict[str, Callable[[bytes], bytes]] = {
    "gone": lambda _: b"",
    "to-nowhere": lambda e: _target(e, b"tidak/ada.xml"),
    "to-nothing": lambda e: _target(e, b""),
    "to-root": lambda e: _target(e, b"/"),
    "to-itself": lambda e: _target(e, b"_rels/workbook.xml.rels"),
    "to-package": lambda e: _target(e, b"/_rels/.rels"),
    "to-workbook": lambda e: _target(e, b"/xl/workbook.xml"),
    "to-sheet": lambda e: _target(e, b"/xl/worksheets/sheet2.xml"),
    "to-strings": lambda e: _target(e, b"/xl/sharedStrings.xml"),
    "climbs": lambda e: _target(e, b"../../../../etc/passwd"),
    "file": lambda e: _target(e, b"file:///etc/passwd"),
    "share": lambda e: _target(e, rb"\\127.0.0.1\c$\x.xml"),
    "long": lambda e: _target(e, b"a/" * 50_000),
    "control": lambda e: _target(e, b"a&#10;b&#9;c.xml"),
    "escaped": lambda e: _target(e, b"%2e%2e/%2e%2e/etc/passwd"),
    "external": lambda e: e.replace(b"Target=", _EXTERNAL + b"Target="),
    "type-gone": lambda e: re.sub(rb'Type="[^"]*"', b"", e),
    "type-other": lambda e: re.sub(rb'Type="[^"]*"', b'Type="urn:x/externalLink"', e),
    "type-sheet": lambda e: re.sub(rb'(Type="[^"]*/)\w+"', rb'\1worksheet"', e),
    "type-table": lambda e: re.sub(rb'(Type="[^"]*/)\w+"', rb'\1table"', e),
    "type-chain": lambda e: re.sub(rb'(Type="[^"]*/)\w+"', rb'\1calcChain"', e),
    "type-strings": lambda e: re.sub(rb'(Type="[^"]*/)\w+"', rb'\1sharedStrings"', e),
    "type-styles": lambda e: re.sub(rb'(Type="[^"]*/)\w+"', rb'\1styles"', e),
    "id-gone": lambda e: re.sub(rb'Id="[^"]*"', b"", e),
    "id-first": lambda e: re.sub(rb'Id="[^"]*"', b'Id="rId1"', e),
    "twice": lambda e: e + e,
    "thousand": lambda e: e * 1000,
}


def links(name: str) -> Iterator[Case]:
    """Yield a template with each relationship in turn twisted, circles among them."""
    for part, content in parts(name).items():
        if not part.endswith(".rels"):
            continue
        for number, found in enumerate(_RELATION.finditer(content)):
            for way, twist in _TWISTS.items():
                start, end = found.span()
                new = content[:start] + twist(found[0]) + content[end:]
                yield Case(
                    f"link/{name}:{part}:{number}:{way}",
                    lambda p=part, n=new: changed({p: n}, name),
                    ANY,
                )


def types() -> Iterator[Case]:
    """Yield a template with each content type gone or wrong, and with two parts swapped."""
    listing = parts()["[Content_Types].xml"]
    for number, found in enumerate(re.finditer(rb"<(?:Override|Default) [^>]*/>", listing)):
        for way, new in (
            ("gone", b""),
            ("twice", found[0] * 2),
            ("empty", re.sub(rb'ContentType="[^"]*"', b'ContentType=""', found[0])),
            ("text", re.sub(rb'ContentType="[^"]*"', b'ContentType="text/html"', found[0])),
            (
                "macro",
                found[0].replace(b"spreadsheetml.sheet.main", b"ms-excel.addin.macroEnabled"),
            ),
        ):
            start, end = found.span()
            text = listing[:start] + new + listing[end:]
            name = f"type/{number}:{way}"
            yield Case(name, lambda t=text: changed({"[Content_Types].xml": t}), ANY)
    for ending, expected in (("xltx", ACCEPTED), ("docx", ANY), ("xlsb", ANY)):
        kind = {"xltx": b"template.main", "docx": b"document.main", "xlsb": b"binary.main"}[ending]
        text = listing.replace(b"sheet.main", kind)
        yield Case(
            f"type/book-{ending}", lambda t=text: changed({"[Content_Types].xml": t}), expected
        )
    names = [name for name in parts() if name.endswith(".xml") and is_read(name)]
    for one, other in zip(names, [*names[1:], names[0]], strict=True):
        swapped = {one: parts()[other], other: parts()[one]}
        yield Case(f"swap/{one}:{other}", lambda s=swapped: changed(s), ANY)
