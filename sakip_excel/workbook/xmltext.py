"""XML as bytes: check it, find things in it and splice it, without building a tree.

Everything else in the package works on UTF-8 bytes that passed `check`. A regular expression may
trust that a tag ends at the next ``>`` only in text that is `is_plain`; `mask` makes such text of
any other, keeping every offset.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET
from xml.parsers import expat

from sakip_excel.errors import DamagedError, UnsafeError

_CHUNK = 1 << 20  # expat copies what it is fed, so large parts go in slices
_DEPTH = 1_000  # elements inside each other; workbooks stay below 30
_TOKENS = 1_000_000  # tags of text that is not plain, each of which costs a step of Python
_FOREIGN = 16 << 20  # bytes of a part that is not UTF-8; Excel always writes UTF-8
_TOKEN = re.compile(
    rb"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"""
    rb"""|<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>|>""",
    re.DOTALL,
)
_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = re.compile(
    r"(?:utf-?(?:16|32)(?:-?[lb]e)?|iso-?8859-?[0-9]+|(?:windows-|cp)125[0-9])", re.IGNORECASE
)
"""Encodings besides UTF-8; Python knows others that take quadratic time or give half signs."""
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|[a-z]+);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)

_NOT_PLAIN = (
    (b"!", b"<!"),
    (b"?", b"<?"),
    (b"\n", b"\n>"),
    (b"\t", b"\t>"),
    (b"\r", b"\r>"),
    (b" ", b" >"),
)
_NO_SIGNS = bytes(set(range(256)) - set(b"<>!?\n\t\r \"'/"))
_BOM = b"\xef\xbb\xbf"
FILLER = b"\x02"
"""Stands in masked text for the rest of a closing tag; XML itself cannot hold it."""


def to_utf8(data: bytes, part: str) -> tuple[bytes, bytes]:
    """Return the byte order mark to put back in front, and the part as UTF-8.

    A part in another encoding comes back as UTF-8 with a declaration that says so.

    Raises:
        DamagedError: the bytes are not in the encoding that the part declares.
    """
    if data.startswith(_BOM):
        return _BOM, data[3:]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith((b"<\0?\0", b"\0<\0?")):
        encoding = "utf-16-le" if data[0] else "utf-16-be"
    else:
        match = _DECLARED.match(data[:200])
        encoding = match[1].decode("ascii").lower() if match else "utf-8"
        if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
            return b"", data
    if not _ENCODINGS.fullmatch(encoding) or len(data) > _FOREIGN:
        raise _damaged(part)
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise _damaged(part) from error
    text = re.sub(r"""(^<\?xml[^>]*?\sencoding\s*=\s*["'])[\w.-]+""", r"\1UTF-8", text, count=1)
    return b"", text.encode()


def check(data: bytes, part: str) -> None:
    """Make sure that a part is well-formed UTF-8 XML without a document type.

    Raises:
        DamagedError: the part is not well-formed.
        UnsafeError: the part brings a document type, the door to entity attacks.
    """
    parser = expat.ParserCreate("utf-8")

    def refuse(*_: object) -> None:
        raise UnsafeError(
            f"Bagian {part} berisi DTD, yang tidak pernah ditulis oleh Excel.",
            "Jangan buka berkas ini; minta pengirim menyimpan ulang dari Excel.",
        )

    parser.StartDoctypeDeclHandler = refuse
    view = memoryview(data)
    depth, rough = 0, []
    try:
        for start in range(0, len(data), _CHUNK):
            parser.Parse(view[start : start + _CHUNK], False)
            if len(data) > _CHUNK:
                depth += _opened(data, start, start + _CHUNK)
                rough.append(start)
            if depth > _DEPTH:  # counting all that closes itself takes time
                depth -= sum(_closed_at_once(data, at, at + _CHUNK) for at in rough)
                rough.clear()
            if depth > _DEPTH:
                raise unwieldy(part)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _damaged(part) from error


def _opened(data: bytes, start: int, end: int) -> int:
    """Return how many more elements are opened than closed later, between two offsets."""
    return data.count(b"<", start, end) - 2 * data.count(b"</", start, end)


def _closed_at_once(data: bytes, start: int, end: int) -> int:
    return sum(data.count(pair, start, end) for pair in (b"/>", b"<!", b"<?"))


def unwieldy(part: str) -> UnsafeError:
    """Return the error for a part that is well-formed but would take memory or time for hours."""
    return UnsafeError(
        f"Bagian {part} terlalu besar atau terlalu rumit untuk buku kerja SAKIP.",
        "Hapus data yang tidak perlu, lalu simpan ulang dari Excel.",
    )


def _damaged(part: str) -> DamagedError:
    return DamagedError(
        f"Berkas rusak: bagian {part} tidak dapat dibaca.",
        "Buka di Excel, biarkan Excel memperbaiki, lalu simpan ulang.",
    )


def parse(data: bytes, part: str) -> ET.Element:
    """Return the tree of a small part, checked first; errors as in `check`."""
    _, text = to_utf8(data, part)
    if len(text) > _CHUNK or b"<!" in text:  # else nothing is left that the parser lets pass
        check(text, part)
    try:
        return ET.fromstring(text, ET.XMLParser(encoding="utf-8"))
    except ET.ParseError as error:  # well-formed, but with a prefix that nobody declared
        raise _damaged(part) from error


def local(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def is_plain(data: bytes) -> bool:
    """Return whether every ``<`` starts a tag that the next ``>`` ends, with no space before it."""
    # What stands side by side still does when most other signs are left out; quotes and slashes
    # stay, for one of them stands between a space in a tag and its end.
    signs = data.translate(None, _NO_SIGNS)
    begin = 1 if data.startswith(b"<") else 0  # behind the start of the declaration
    return signs.count(b"<") == signs.count(b">") and not any(
        rare in signs and signs.find(pair, begin) >= 0 for rare, pair in _NOT_PLAIN
    )


def mask(data: bytes) -> bytes:
    """Return text of the same length in which tags are plain and comments and CDATA are filler.

    Raises:
        UnsafeError: the text is too large for the slow way.
    """
    return data if is_plain(data) else _TOKEN.sub(_mask_token, _bounded(data))


def _bounded(data: bytes) -> bytes:
    if data.count(b"<") > _TOKENS:
        raise unwieldy("XML")
    return data


def _mask_token(match: re.Match[bytes]) -> bytes:
    token = match[0]
    if token.startswith((b"<!--", b"<?")):
        return b" " * len(token)
    if token.startswith(b"<![") or token == b">":
        return b"\x01" * len(token)
    return _tidy_tag(token, b"\x01")


def _tidy_tag(token: bytes, greater: bytes) -> bytes:
    """Hide bare ``>`` in attributes; move the spaces of ``</c >`` behind it, as filler."""
    inner = token[1:-1].replace(b">", greater)
    if not inner.startswith(b"/"):
        return b"<" + inner + b">"
    name = inner.rstrip()
    return b"<" + name + b">" + FILLER * (len(inner) - len(name))


def normalise(data: bytes) -> bytes:
    """Return the same content without comments, CDATA and bare ``>``; offsets are not kept.

    Raises:
        UnsafeError: the text is too large for the slow way.
    """
    return data if is_plain(data) else _TOKEN.sub(_normal_token, _bounded(data))


def _normal_token(match: re.Match[bytes]) -> bytes:
    token = match[0]
    if token.startswith((b"<!--", b"<?")):
        return b""
    if token.startswith(b"<!["):
        text = token[9:-3]
        return text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    if token == b">":
        return b"&gt;"
    return _tidy_tag(token, b"&gt;").rstrip(FILLER)


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of one tag, references resolved."""
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


@lru_cache(maxsize=64)
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"""\s""" + name.encode() + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def attribute_span(tag: bytes, name: str) -> tuple[int, int] | None:
    """Return where the value of an attribute stands inside a tag, quotes left out."""
    match = _attribute(name).search(tag)
    if match is None:
        return None
    return match.span(1) if match[1] is not None else match.span(2)


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return the tag with one attribute set; every other byte stays."""
    span = attribute_span(tag, name)
    if span is not None:
        return tag[: span[0]] + value.encode() + tag[span[1] :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f' {name}="{value}"'.encode() + tag[end:]


def unescape(text: str) -> str:
    """Return XML text with line ends and references resolved as a parser does."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_resolve, text) if "&" in text else text


def _resolve(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return _NAMED.get(name, match[0])
    return chr(int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:]))


def read_text(raw: str) -> str:
    """Return the text of a cell: XML references, then Excel's ``_x000D_`` escapes resolved."""
    text = unescape(raw)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def write_text(text: str) -> str:
    """Return the text as XML content; what XML cannot hold is escaped as Excel does.

    Carriage returns, control characters and text that looks like an escape become ``_xHHHH_``
    (ECMA-376-1, 22.9.2.19 ST_Xstring).
    """
    text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def needs_space(text: str) -> bool:
    """Return whether outer spaces would be lost unless marked, as Excel does in v, f and t."""
    return text != text.strip()
