"""The zip container of a workbook, byte by byte.

`zipfile` reads archives but writes them anew; here an entry that does not change keeps its
compressed bytes, flags, dates, extra fields and place. Structures: PKWARE APPNOTE 4.3.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sakip_excel.errors import DamagedError, EncryptedError, UnsafeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_NO32 = 0xFFFFFFFF
_NO16 = 0xFFFF
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_RECORD = 400  # bytes of one entry of the directory, on average; Excel needs about 80
_SHOWN = 120  # characters of what was found; names in a file can be long and steer a terminal
_LEVEL = 4  # measured on sheets of figures: a third of the time of level 6 for 5% more bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the archive, as its central directory describes it.

    Attributes:
        name: as stored, with forward slashes.
        fields: the fixed fields of the central record that are kept as they are.
        raw_name: the stored bytes of the name.
        extra: extra fields of the central record, zip64 left out.
        comment: comment of the entry.
        crc: CRC-32 of the content.
        packed: number of compressed bytes.
        size: number of unpacked bytes.
        start: where the local header begins.
        content: where the compressed bytes begin.
        end: where the entry ends, its data descriptor included.
    """

    name: str
    fields: tuple[int, int, int, int, int, int, int]
    raw_name: bytes
    extra: bytes
    comment: bytes
    crc: int
    packed: int
    size: int
    start: int
    content: int = 0
    end: int = 0

    @property
    def flags(self) -> int:
        """Return the general purpose bits."""
        return self.fields[2]

    @property
    def method(self) -> int:
        """Return the compression method: 0 stored, 8 deflated."""
        return self.fields[3]


def damaged(detail: str) -> DamagedError:
    """Return the error for a container that cannot be read.

    Args:
        detail: Indonesian words for what was found.
    """
    if len(detail) > _SHOWN:
        detail = f"{detail[: _SHOWN // 2]} ... {detail[-_SHOWN // 2 :]}"
    detail = "".join(sign if sign.isprintable() else "?" for sign in detail)
    return DamagedError(
        f"Berkas rusak: {detail}.",
        "Minta dikirim ulang, atau ambil cadangan dan simpan ulang dari Excel.",
    )


def read_directory(data: bytes, max_entries: int) -> tuple[list[Entry], bytes]:
    """Return the entries in the order of the directory, and the comment of the archive.

    Raises:
        DamagedError: the structure is broken or cut off.
        UnsafeError: too many entries, or entries that lie over each other.
        EncryptedError: an entry is encrypted.
    """
    count, offset, end, comment = _find_end(data)
    if count > max_entries or end - offset > max_entries * _RECORD:
        raise UnsafeError(
            f"Berkas berisi lebih dari {max_entries} bagian; buku kerja biasa jauh lebih sedikit.",
            "Minta pengirim menyimpan ulang dari Excel.",
        )
    entries = []
    try:
        for _ in range(count):
            entry, offset = _read_central(data, offset)
            entries.append(_locate(data, entry))
    except (struct.error, IndexError, OverflowError) as error:
        raise damaged("daftar isinya terpotong") from error
    if offset > end:
        raise damaged("daftar isinya terpotong")
    _refuse_overlaps(entries)
    return entries, comment


def _find_end(data: bytes) -> tuple[int, int, int, bytes]:
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _NO16))
    if at < 0 or at + _END.size > len(data):
        raise damaged("akhir berkas tidak ada, mungkin terpotong saat dikirim")
    _, disk, _, _, count, size, offset, length = _END.unpack_from(data, at)
    comment = data[at + _END.size : at + _END.size + length]
    if disk not in (0, _NO16):
        raise damaged("arsip terbagi dalam beberapa berkas")
    end = at
    if count == _NO16 or _NO32 in (size, offset):
        end, count, size, offset = _find_end64(data, at)
    if offset + size != end:
        raise damaged("daftar isinya tidak pada tempatnya")
    return count, offset, end, comment


def _find_end64(data: bytes, at: int) -> tuple[int, int, int, int]:
    try:
        mark, _, offset, _ = _LOCATOR64.unpack_from(data, at - _LOCATOR64.size)
        mark64, *_, count, size, start = _END64.unpack_from(data, offset)
    except (struct.error, OverflowError) as error:
        raise damaged("daftar isinya terpotong") from error
    if mark != b"PK\x06\x07" or mark64 != b"PK\x06\x06":
        raise damaged("daftar isinya terpotong")
    return offset, count, size, start


def _read_central(data: bytes, at: int) -> tuple[Entry, int]:
    mark, made, need, flags, method, time, date, crc, packed, size, *rest = _CENTRAL.unpack_from(
        data, at
    )
    name_len, extra_len, comment_len, _, internal, external, start = rest
    if mark != b"PK\x01\x02":
        raise damaged("daftar isinya tidak terbaca")
    at += _CENTRAL.size
    raw_name = data[at : at + name_len]
    extra = data[at + name_len : at + name_len + extra_len]
    comment = data[at + name_len + extra_len : at + name_len + extra_len + comment_len]
    extra, (size, packed, start) = _without_zip64(extra, (size, packed, start))
    name = raw_name.decode("utf-8" if flags & _UTF8 else "cp437", "replace").replace("\\", "/")
    # the version that a reader needs (45 for zip64) stays: the local header still says so
    fields = (made, need, flags, method, (date << 16) | time, internal, external)
    entry = Entry(name, fields, raw_name, extra, comment, crc, packed, size, start)
    return entry, at + name_len + extra_len + comment_len


def _without_zip64(
    extra: bytes, values: tuple[int, int, int]
) -> tuple[bytes, tuple[int, int, int]]:
    """Resolve 64-bit sizes; what is left fits in 32 bits because larger files are refused."""
    if _NO32 not in values:
        return extra, values
    kept, found, at = bytearray(), b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        field = extra[at : at + 4 + length]
        if kind == 1:
            found = field[4:]
        else:
            kept += field
        at += 4 + length
    numbers = iter(struct.unpack_from(f"<{len(found) // 8}Q", found))
    try:
        size, packed, start = (next(numbers) if value == _NO32 else value for value in values)
    except (StopIteration, RuntimeError) as error:
        raise damaged("daftar isinya tidak terbaca") from error
    return bytes(kept), (size, packed, start)


def _locate(data: bytes, entry: Entry) -> Entry:
    if entry.flags & _ENCRYPTED:
        raise EncryptedError(
            "Berkas ini dikunci dengan kata sandi.", "Buka di Excel, hapus kata sandinya, simpan."
        )
    if entry.method not in (_STORED, _DEFLATED):
        raise damaged(f"bagian {entry.name} dimampatkan dengan cara yang tidak dikenal Excel")
    mark, *_, name_len, extra_len = _LOCAL.unpack_from(data, entry.start)
    at = entry.start + _LOCAL.size
    content = at + name_len + extra_len
    if mark != b"PK\x03\x04" or data[at : at + name_len] != entry.raw_name:
        raise damaged(f"bagian {entry.name} tidak pada tempatnya")
    end = content + entry.packed
    if end > len(data):
        raise damaged(f"bagian {entry.name} terpotong")
    if entry.flags & _DESCRIPTOR:
        end += _descriptor_length(data, end, entry)
    return replace(entry, content=content, end=end)


def _descriptor_length(data: bytes, at: int, entry: Entry) -> int:
    """Return the length of the record behind the content; writers disagree about its form."""
    crc = struct.pack("<L", entry.crc)
    for signature in (b"PK\x07\x08", b""):
        for sizes in ("<2L", "<2Q"):
            record = signature + crc + struct.pack(sizes, entry.packed, entry.size)
            if data.startswith(record, at):
                return len(record)
    return 0


def _refuse_overlaps(entries: Sequence[Entry]) -> None:
    last = 0
    for entry in sorted(entries, key=lambda item: item.start):
        if entry.start < last:
            raise UnsafeError(
                "Susunan berkas ini tidak wajar: bagian-bagiannya bertumpuk.",
                "Jangan buka berkas ini; minta pengirim menyimpan ulang dari Excel.",
            )
        last = entry.end


def unpack(data: bytes, entry: Entry) -> bytes:
    """Return the content of one entry, never more than the directory announces.

    Raises:
        DamagedError: the content does not unpack to the announced size and checksum.
    """
    packed = data[entry.content : entry.content + entry.packed]
    if entry.method == _STORED:
        content = packed
    else:
        try:
            content = zlib.decompressobj(-15).decompress(packed, entry.size + 1)
        except zlib.error as error:
            raise damaged(f"bagian {entry.name} tidak terbaca") from error
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise damaged(f"bagian {entry.name} tidak utuh")
    return content


def rebuild(
    data: bytes, entries: Sequence[Entry], comment: bytes, changes: Mapping[str, bytes | None]
) -> bytes:
    """Return a new archive: changed entries packed anew in place, all others copied raw.

    Args:
        data: the old archive.
        entries: its directory.
        comment: its comment.
        changes: new content by entry name; None leaves the entry out.
    """
    body: list[bytes | memoryview] = []
    view = memoryview(data)  # of a large file there are several copies already
    directory: list[bytes] = []
    offset = 0
    for entry in entries:
        if entry.name not in changes:
            body.append(view[entry.start : entry.end])
            directory.append(_central_record(entry, offset))
            offset += entry.end - entry.start
            continue
        content = changes[entry.name]
        if content is None:
            continue
        local, kept = _pack(entry, content)
        body.append(local)
        directory.append(_central_record(kept, offset))
        offset += len(local)
    listing = b"".join(directory)
    count = len(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, len(comment))
    return b"".join([*body, listing, end, comment])


def _pack(entry: Entry, content: bytes) -> tuple[bytes, Entry]:
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = engine.compress(content) + engine.flush()
    made, need, flags, _, stamp, internal, external = entry.fields
    fields = (made, max(need, 20), flags & _UTF8, _DEFLATED, stamp, internal, external)
    new = replace(
        entry, fields=fields, crc=zlib.crc32(content), packed=len(packed), size=len(content)
    )
    header = _LOCAL.pack(
        b"PK\x03\x04",
        fields[1],
        fields[2],
        _DEFLATED,
        stamp & _NO16,
        stamp >> 16,
        new.crc,
        new.packed,
        new.size,
        len(entry.raw_name),
        0,
    )
    return header + entry.raw_name + packed, new


def _central_record(entry: Entry, offset: int) -> bytes:
    made, need, flags, method, stamp, internal, external = entry.fields
    fixed = _CENTRAL.pack(
        b"PK\x01\x02",
        made,
        need,
        flags,
        method,
        stamp & _NO16,
        stamp >> 16,
        entry.crc,
        entry.packed,
        entry.size,
        len(entry.raw_name),
        len(entry.extra),
        len(entry.comment),
        0,
        internal,
        external,
        offset,
    )
    return fixed + entry.raw_name + entry.extra + entry.comment
