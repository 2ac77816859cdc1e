"""Archives that no honest program writes: cut, lying, overlapping, badly named."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.hostile.cases import (
    ACCEPTED,
    ANY,
    DAMAGED,
    ENCRYPTED,
    NOT_EXCEL,
    REFUSED,
    UNSAFE,
    Case,
    parts,
    template,
)
from tests.workbook.packages import pack

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_NO32, _NO16 = 0xFFFFFFFF, 0xFFFF


@dataclass
class Member:
    """One entry as it is to be written, lies included; None takes the true value."""

    name: bytes
    content: bytes
    method: int = 8
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    data: bytes | None = None
    extra: bytes = b""
    local_name: bytes | None = None
    start: int | None = None
    descriptor: str = ""
    signed: bool = True

    def stored(self) -> bytes:
        """Return the bytes that stand in the archive."""
        if self.data is not None:
            return self.data
        if self.method != 8:
            return self.content
        engine = zlib.compressobj(6, zlib.DEFLATED, -15)
        return engine.compress(self.content) + engine.flush()

    def fields(self) -> tuple[int, int, int]:
        """Return checksum, packed and unpacked size as announced."""
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        packed = len(self.stored()) if self.packed is None else self.packed
        return crc, packed, len(self.content) if self.size is None else self.size

    def local(self) -> bytes:
        """Return the local record: header, name, content and data descriptor."""
        name = self.name if self.local_name is None else self.local_name
        crc, packed, size = self.fields()
        flags = self.flags | (8 if self.descriptor else 0)
        shown = (0, 0, 0) if self.descriptor else (crc, min(packed, _NO32), min(size, _NO32))
        head = _LOCAL.pack(b"PK\x03\x04", 20, flags, self.method, 0, 33, *shown, len(name), 0)
        tail = struct.pack(self.descriptor, crc, packed, size) if self.descriptor else b""
        if self.descriptor and self.signed:
            tail = b"PK\x07\x08" + tail
        return head + name + self.stored() + tail

    def central(self, at: int) -> bytes:
        """Return the record of the directory."""
        start = at if self.start is None else self.start
        flags = self.flags | (8 if self.descriptor else 0)
        numbers = [min(number, _NO32) for number in self.fields()]
        head = _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, flags, self.method, 0, 33, *numbers, len(self.name),
            len(self.extra), 0, 0, 0, 0, start,
        )  # fmt: skip
        return head + self.name + self.extra


def archive(members: Iterable[Member], comment: bytes = b"", **lies: int) -> bytes:
    """Return an archive of these members.

    Args:
        members: the entries, in order.
        comment: comment of the archive.
        lies: ``count``, ``offset``, ``size``, ``disk`` of the end record.
    """
    body, listing, count = b"", b"", 0
    for member in members:
        listing += member.central(len(body))
        body += member.local() if member.start is None else b""
        count += 1
    count = lies.get("count", count)
    end = _END.pack(
        b"PK\x05\x06", lies.get("disk", 0), 0, count, count, lies.get("size", len(listing)),
        lies.get("offset", len(body)), len(comment),
    )  # fmt: skip
    return body + listing + end + comment


def members(changes: dict[str, Member] | None = None) -> list[Member]:
    """Return the parts of the template as members, some of them replaced."""
    found = {name: Member(name.encode(), content) for name, content in parts().items()}
    return list((found | (changes or {})).values())


def directory_start(data: bytes) -> int:
    """Return where the directory of an honest archive begins."""
    return _END.unpack_from(data, data.rindex(b"PK\x05\x06"))[6]


# --- cut and flipped -----------------------------------------------------------------------------


def cuts(name: str, step: int) -> Iterator[Case]:
    """Yield a template cut off at every so many bytes of its directory, and in its body."""
    data = template(name)
    start = directory_start(data)
    places = [*range(0, start, max(step * 40, start // 200)), *range(start, len(data), step)]
    for at in places:
        yield Case(f"cut/{name}:{at}", lambda at=at: data[:at], REFUSED)


def flips(name: str, step: int) -> Iterator[Case]:
    """Yield a template with one byte of its directory, or a local header, turned over."""
    data = template(name)
    start = directory_start(data)
    for at in (*range(0, start, max(step * 80, start // 100)), *range(start, len(data), step)):
        yield Case(f"flip/{name}:{at}", lambda at=at: _flipped(data, at), ANY)


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


# --- the container -------------------------------------------------------------------------------

_SHEET = "xl/worksheets/sheet1.xml"


def _sheet(**lies: object) -> bytes:
    """Return the template with lies about its first sheet."""
    return archive(members({_SHEET: Member(_SHEET.encode(), parts()[_SHEET], **lies)}))


def _extra(name: bytes, content: bytes = b"x", **more: object) -> bytes:
    return archive([*members(), Member(name, content, **more)])


def _zip64(extra: bytes, **lies: object) -> bytes:
    """Return the template with 64-bit fields in the directory for its first sheet."""
    field = struct.pack("<2H", 1, len(extra)) + extra
    return _sheet(extra=field, size=_NO32, packed=_NO32, data=b"x", **lies)


def _true_zip64() -> bytes:
    content = parts()[_SHEET]
    packed = len(Member(b"", content).stored())
    field = struct.pack("<2H2Q", 1, 16, len(content), packed)
    changed = Member(_SHEET.encode(), content, extra=field, size=_NO32, packed=_NO32)
    return archive(members({_SHEET: changed}))


def _end64(offset: int, count: int = 1, start: int = 0, size: int = 0) -> bytes:
    body = archive(members())
    body = body[: body.rindex(b"PK\x05\x06")]
    record = _END64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = _LOCATOR64.pack(b"PK\x06\x07", 0, len(body) if offset < 0 else offset, 1)
    end = _END.pack(b"PK\x05\x06", 0, 0, _NO16, _NO16, _NO32, _NO32, 0)
    return body + record + locator + end


def _same_data() -> bytes:
    """Return many entries that all point at the same bytes, as in the better known zip bombs."""
    first = Member(b"bom/0", bytes(1 << 16))
    more = [Member(b"bom/%d" % n, bytes(1 << 16), start=0, data=b"") for n in range(1, 900)]
    return archive([first, *more, *members()])


def _nested(depth: int) -> bytes:
    inner = b"PK"
    for _ in range(depth):
        inner = pack({"xl/embeddings/buku.xlsx": inner * 3})
    return inner


def _comment_with_end() -> bytes:
    good = archive(members(), b"")
    fake = good[directory_start(good) :]
    return archive(members(), fake)


def containers() -> Iterator[Case]:
    """Yield archives whose structure lies."""
    good = archive(members())
    other = _END.pack(b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)
    everything = {
        "honest": (lambda: good, ACCEPTED),
        "comment": (lambda: archive(members(), b"catatan"), ACCEPTED),
        "comment-65535": (lambda: archive(members(), b"c" * 65535), ACCEPTED),
        "comment-with-end-record": (lambda: archive(members(), other), DAMAGED | NOT_EXCEL),
        "comment-with-directory": (_comment_with_end, DAMAGED | NOT_EXCEL),
        "prefix": (lambda: b"PK-sampah" + good, DAMAGED),
        "prefix-exe": (lambda: b"MZ" + bytes(200) + good, NOT_EXCEL),
        "suffix": (lambda: good + b"sampah" * 10, ACCEPTED),
        "suffix-far": (lambda: good + bytes(70000), DAMAGED),
        "twice": (lambda: good + good, DAMAGED),
        "count-less": (lambda: archive(members(), count=3), ANY),
        "count-more": (lambda: archive(members(), count=99), DAMAGED),
        "count-none": (lambda: archive(members(), count=0), NOT_EXCEL | DAMAGED),
        "offset-far": (lambda: archive(members(), offset=_NO32 - 1), DAMAGED),
        "size-far": (lambda: archive(members(), size=_NO32 - 1), DAMAGED),
        "disk": (lambda: archive(members(), disk=3), DAMAGED),
        "no-entries": (lambda: archive([]), NOT_EXCEL),
        "end-record-only": (lambda: other, NOT_EXCEL),
        "zip64-true": (_true_zip64, ACCEPTED),
        "zip64-short": (lambda: _zip64(b"12345"), DAMAGED),
        "zip64-none": (lambda: _zip64(b""), DAMAGED),
        "zip64-huge": (lambda: _zip64(b"\xff" * 16), DAMAGED | UNSAFE),
        "zip64-huge-start": (lambda: _zip64(b"\xff" * 24, start=_NO32), DAMAGED | UNSAFE),
        "zip64-half-start": (
            lambda: _zip64(struct.pack("<3Q", 1, 1, 1 << 63), start=_NO32), DAMAGED | UNSAFE),
        "end64-huge": (lambda: _end64((1 << 64) - 1), DAMAGED),
        "end64-half": (lambda: _end64(1 << 63), DAMAGED),
        "end64-many": (lambda: _end64(-1, count=(1 << 64) - 1), DAMAGED | UNSAFE),
        "end64-far": (lambda: _end64(-1, start=1 << 62, size=1 << 62), DAMAGED),
        "end64-itself": (lambda: _end64(0), DAMAGED),
        "descriptor": (lambda: _sheet(descriptor="<3L"), ACCEPTED),
        "descriptor-unsigned": (lambda: _sheet(descriptor="<3L", signed=False), ACCEPTED),
        "descriptor-64": (lambda: _sheet(descriptor="<L2Q"), ACCEPTED),
        "encrypted-flag": (lambda: _sheet(flags=1), ENCRYPTED),
        "encrypted-strong": (lambda: _sheet(flags=0x41), ENCRYPTED),
        "encrypted-directory": (lambda: _sheet(flags=0x2001), ENCRYPTED),
        "crc-lies": (lambda: _sheet(crc=1), DAMAGED),
        "size-less": (lambda: _sheet(size=100), DAMAGED),
        "size-more": (lambda: _sheet(size=999_999), DAMAGED),
        "size-huge": (lambda: _sheet(size=_NO32 - 1), UNSAFE),
        "packed-less": (lambda: _sheet(packed=9), DAMAGED),
        "packed-more": (lambda: _sheet(packed=1 << 20), DAMAGED | UNSAFE),
        "packed-none": (lambda: _sheet(packed=0), DAMAGED),
        "garbage-data": (lambda: _sheet(data=b"\xff" * 500), DAMAGED),
        "stored-as-deflated": (lambda: _sheet(data=parts()[_SHEET]), DAMAGED),
        "local-name": (lambda: _sheet(local_name=b"xl/worksheets/sheet9.xml"), DAMAGED),
        "start-of-other": (lambda: _sheet(start=0), DAMAGED),
        "overlap": (_same_data, DAMAGED | UNSAFE),
        "extra-field": (lambda: _sheet(extra=struct.pack("<2H4s", 0xCAFE, 4, b"isi!")), ACCEPTED),
        "extra-broken": (lambda: _sheet(extra=b"\1\0\xff"), ACCEPTED),
        "nested-5": (lambda: _nested(5), NOT_EXCEL),
        "workbook-in-zip": (lambda: pack({"laporan.xlsx": good}), NOT_EXCEL),
        "workbook-in-workbook": (lambda: _extra(b"xl/embeddings/buku.xlsx", good), ACCEPTED),
        "folders": (lambda: archive([Member(b"xl/", b""), *members()]), ACCEPTED),
    }  # fmt: skip
    for method in (1, 6, 9, 12, 14, 93, 95, 98, 99):
        everything[f"method-{method}"] = (lambda m=method: _sheet(method=m), DAMAGED)
    for name, (make, expected) in everything.items():
        yield Case(f"zip/{name}", make, expected)


# --- names ---------------------------------------------------------------------------------------

_NAMES = {
    "climb": (b"../../../jahat.txt", UNSAFE),
    "climb-inside": (b"xl/../../jahat.txt", UNSAFE),
    "climb-windows": (b"..\\..\\jahat.txt", UNSAFE),
    "drive": (b"C:\\jahat.txt", UNSAFE),
    "stream": (b"xl/media/gambar.png:jahat.exe", UNSAFE),
    "share": (b"//server/jahat.txt", UNSAFE),
    "absolute": (b"/etc/jahat.txt", ACCEPTED),
    "nul": (b"xl/media/a\0.png", UNSAFE),
    "escape-sequence": (b"xl/media/\x1b[2J\x1b]0;jahat\x07.png", UNSAFE),
    "line-feed": (b"xl/media/baris\nbaru.png", UNSAFE),
    "right-to-left": ("xl/media/gambar\u202egpj.exe".encode(), UNSAFE),
    "zero-width": ("xl/media/gam\u200bbar.png".encode(), UNSAFE),
    "space": (b"xl/media/gambar 1.png", ACCEPTED),
    "unicode": ("xl/media/ગુજરાતી.png".encode(), ACCEPTED),
    "unicode-decomposed": ("xl/media/é.png".encode(), ACCEPTED),
    "bad-utf8": (b"xl/media/\xff\xfe\xf0.png", ACCEPTED),
    "reserved": (b"xl/media/CON.png", ACCEPTED),
    "300": (b"xl/media/" + b"a" * 300 + b".png", UNSAFE),
    "65535": (b"a" * 65535, UNSAFE),
    "empty": (b"", ACCEPTED),
    "slash": (b"/", ACCEPTED),
    "dot": (b".", ACCEPTED),
    "same": (_SHEET.encode(), UNSAFE),
    "same-case": (_SHEET.upper().encode(), UNSAFE),
    "same-slash": (b"/" + _SHEET.encode(), UNSAFE),
    "same-backslash": (_SHEET.replace("/", "\\").encode(), UNSAFE),
    "same-folded": ("xl/wor\u212asheets/sheet1.xml".encode(), UNSAFE),
}


def names() -> Iterator[Case]:
    """Yield archives with one entry whose name does harm somewhere."""
    for name, (raw, expected) in _NAMES.items():
        utf8 = 0 if raw.isascii() else 0x800
        yield Case(f"name/{name}", lambda r=raw, f=utf8: _extra(r, flags=f), expected)
    esc = b"xl/media/\x1b[31m.png"
    yield Case("name/escape-in-damage", lambda: _extra(esc, local_name=b"b"), DAMAGED | UNSAFE)
    yield Case("name/long-in-damage", lambda: _extra(b"n" * 60000, method=12), DAMAGED | UNSAFE)


# --- other kinds of files ------------------------------------------------------------------------

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _ods() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<a/>")
    return buffer.getvalue()


def kinds() -> Iterator[Case]:
    """Yield files of other kinds that carry the name of a workbook."""
    everything = {
        "empty": b"", "zeros": bytes(100_000), "one-byte": b"P", "pk": b"PK", "byte": b"\xff",
        "bom-utf8": b"\xef\xbb\xbf", "bom-utf16": b"\xff\xfe", "bom-utf16-be": b"\xfe\xff",
        "line-feeds": b"\n\n\n", "spaces": b"   ", "utf16-odd": b"\xff\xfea", "utf16-surrogate":
        b"\xff\xfe\x00\xd8\x00\xd8", "csv": b"kode;uraian;pagu\n1;a;100\n", "csv-utf16":
        "kode\turaian\n1\ta\n".encode("utf-16"), "html": b"<html><table><tr><td>1</td></tr>",
        "html-bom": b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "mht":
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "slk": b"ID;PWXL;N;E\nC;Y1;X1\n",
        "dif": b'TABLE\n0,1\n"EXCEL"\n', "xml-2003":
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xls": _OLE + _wide("Workbook"), "xls-95": _OLE + _wide("Book"), "biff2":
        b"\x09\x00\x04\x00" + bytes(50), "biff5": b"\x09\x08\x08\x00" + bytes(50), "doc":
        _OLE + _wide("WordDocument"), "ole-cut": b"\xd0\xcf\x11\xe0", "pdf": b"%PDF-1.7\n",
        "png": b"\x89PNG\r\n\x1a\n", "rar": b"Rar!\x1a\x07", "gzip": b"\x1f\x8b\x08",
        "exe": b"MZ\x90\0" + bytes(80), "ods": _ods(), "control": bytes(range(1, 32)) * 20,
    }  # fmt: skip
    for name, data in everything.items():
        expected = NOT_EXCEL | DAMAGED if data[:2] == b"PK" else NOT_EXCEL
        yield Case(f"kind/{name}", lambda d=data: d, expected)
    locked = _OLE + _wide("EncryptedPackage")
    yield Case("kind/encrypted", lambda: locked, ENCRYPTED)
