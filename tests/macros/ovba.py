"""A second reader of VBA projects, which shares no code with the builder.

Written from the specifications: MS-CFB for the storage, MS-OVBA for the list of modules and their
compression.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_END = 0xFFFFFFFE
_MODULE_NAME, _STREAM_NAME, _OFFSET = 0x0019, 0x001A, 0x0031
_PROCEDURAL, _OTHER, _MODULE_END = 0x0021, 0x0022, 0x002B
_PROJECT_VERSION, _DIR_END = 0x0009, 0x0010


@dataclass(frozen=True)
class Module:
    """One module: its source, its kind, and whether compiled code stands before the source."""

    source: str
    procedural: bool
    offset: int


class Storage:
    """The streams of a compound file, by name; the names in a VBA project are all different."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        size_shift, mini_shift = struct.unpack_from("<HH", data, 30)
        self._size, self._mini = 1 << size_shift, 1 << mini_shift
        (count,) = struct.unpack_from("<I", data, 44)
        first, _, self._cutoff, mini_fat, _ = struct.unpack_from("<5I", data, 48)
        tables = struct.unpack_from(f"<{count}I", data, 76)
        self._next = self._numbers(b"".join(self._sector(number) for number in tables))
        entries = self._chain(first)
        root = entries[:128]
        self._small = self._chain(struct.unpack_from("<I", root, 116)[0])
        self._small_next = self._numbers(self._chain(mini_fat))
        self.streams = {}
        for start in range(0, len(entries), 128):
            name, kind, at, size = _entry(entries[start : start + 128])
            if kind == 2:
                self.streams[name] = self._read(at, size)

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, number: int) -> bytes:
        found = []
        while number < _END:
            found.append(self._sector(number))
            number = self._next[number]
        return b"".join(found)

    def _read(self, number: int, size: int) -> bytes:
        if size >= self._cutoff:
            return self._chain(number)[:size]
        found = []
        while number < _END and size:
            found.append(self._small[number * self._mini : (number + 1) * self._mini])
            number = self._small_next[number]
        return b"".join(found)[:size]


def _entry(data: bytes) -> tuple[str, int, int, int]:
    (length,) = struct.unpack_from("<H", data, 64)
    name = data[: max(length - 2, 0)].decode("utf-16-le")
    start, size = struct.unpack_from("<II", data, 116)
    return name, data[66], start, size


def decompress(data: bytes) -> bytes:
    """Return the text of a compressed container (MS-OVBA 2.4.1)."""
    if data[0] != 1:
        raise ValueError("no compressed container")
    out, position = bytearray(), 1
    while position < len(data):
        (header,) = struct.unpack_from("<H", data, position)
        end = position + (header & 0x0FFF) + 3
        if header & 0x8000:
            _chunk(data[position + 2 : end], out)
        else:
            out += data[position + 2 : end]
        position = end
    return bytes(out)


def _chunk(data: bytes, out: bytearray) -> None:
    start, position = len(out), 0
    while position < len(data):
        flags, position = data[position], position + 1
        for bit in range(8):
            if position >= len(data):
                return
            if not flags >> bit & 1:
                out.append(data[position])
                position += 1
                continue
            (token,) = struct.unpack_from("<H", data, position)
            position += 2
            # The farther the text goes back, the fewer bits are left for the length.
            bits = max((len(out) - start - 1).bit_length(), 4)
            length, back = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
            for _ in range(length):
                out.append(out[-back])


def modules(project: bytes) -> dict[str, Module]:
    """Return every module of a ``vbaProject.bin`` by name."""
    streams = Storage(project).streams
    found, name, stream, offset, procedural = {}, "", "", 0, False
    for kind, content in _records(decompress(streams["dir"])):
        if kind == _MODULE_NAME:
            name = content.decode("ascii")
        elif kind == _STREAM_NAME:
            stream = content.decode("ascii")
        elif kind == _OFFSET:
            (offset,) = struct.unpack("<I", content)
        elif kind in {_PROCEDURAL, _OTHER}:
            procedural = kind == _PROCEDURAL
        elif kind == _MODULE_END:
            source = decompress(streams[stream][offset:]).decode("ascii")
            found[name] = Module(source, procedural, offset)
    return found


def _records(data: bytes):
    position = 0
    while position < len(data):
        kind, size = struct.unpack_from("<HI", data, position)
        if kind == _PROJECT_VERSION:
            size += 2  # the specification counts the minor version out
        if kind == _DIR_END:
            return
        yield kind, data[position + 6 : position + 6 + size]
        position += 6 + size
