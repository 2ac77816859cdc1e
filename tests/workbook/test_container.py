"""The zip container, byte by byte."""

import io
import struct
import zipfile
import zlib

import pytest

from sakip_excel.errors import DamagedError, EncryptedError, UnsafeError
from sakip_excel.workbook import container

from .packages import pack, unpack

PARTS = {"a.xml": b"<a/>" * 100, "b.bin": bytes(range(256)), "c.xml": b"<c/>"}


def directory(data):
    return container.read_directory(data, 100)


def test_reads_what_zipfile_wrote():
    """Every entry unpacks to its content."""
    data = pack(PARTS)
    entries, _ = directory(data)
    assert {entry.name: container.unpack(data, entry) for entry in entries} == PARTS


def test_nothing_changed_is_the_same_file():
    """A rebuild without changes gives the very same bytes."""
    data = pack(PARTS)
    entries, comment = directory(data)
    assert container.rebuild(data, entries, comment, {}) == data


def streamed():
    """Return an archive as streaming writers make it, with data descriptors."""

    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, data):
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return pipe.data


def with_zip64():
    """Return an archive whose directory keeps every size and offset in 64-bit fields."""
    data = pack(PARTS)
    entries, _ = directory(data)
    body = data[: entries[-1].end]
    listing = b""
    for entry in entries:
        sizes = struct.pack("<2H3Q", 1, 24, entry.size, entry.packed, entry.start)
        extra = struct.pack("<2H2s", 0xCAFE, 2, b"ya") + sizes
        record = bytearray(container._central_record(entry, 0))
        record[20:28], record[42:46] = b"\xff" * 8, b"\xff" * 4
        record[30:32] = struct.pack("<H", len(extra))
        listing += bytes(record) + extra
    count, start = len(entries), len(body)
    end64 = container._END64.pack(
        b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(listing), start
    )
    locator = container._LOCATOR64.pack(b"PK\x06\x07", 0, start + len(listing), 1)
    end = container._END.pack(b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return body + listing + end64 + locator + end


def test_zip64_is_read_like_zipfile_reads_it():
    """The 64-bit archive of these tests is one that another reader accepts."""
    data = with_zip64()
    assert unpack(data) == PARTS
    assert {entry.name: container.unpack(data, entry) for entry in directory(data)[0]} == PARTS


@pytest.mark.parametrize("lost", [b"PK\x06\x06", b"PK\x06\x07"])
def test_broken_zip64_is_damaged(lost):
    """Without one of its 64-bit records the archive is damaged."""
    with pytest.raises(DamagedError):
        directory(with_zip64().replace(lost, b"PKxx"))


def decorated():
    """Return an archive with comments, extra fields and a stored entry."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = b"catatan arsip"
        for name, content in PARTS.items():
            info = zipfile.ZipInfo(name, (2001, 2, 3, 4, 5, 6))
            info.comment, info.extra = b"catatan", struct.pack("<2H4s", 0xCAFE, 4, b"isi!")
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


@pytest.mark.parametrize("make", [lambda: pack(PARTS), streamed, with_zip64, decorated])
def test_one_change_leaves_the_other_entries_raw(make):
    """Only the changed entry differs: the others keep header, flags, date, extra and bytes."""
    data = make()
    entries, comment = directory(data)
    new = container.rebuild(data, entries, comment, {"b.bin": b"baru"})
    assert unpack(new) == PARTS | {"b.bin": b"baru"}
    assert list(unpack(new)) == list(PARTS)
    after, kept = directory(new)
    assert kept == comment
    for old, entry in zip(entries, after, strict=True):
        assert (entry.name, entry.comment) == (old.name, old.comment)
        assert entry.extra == old.extra
        if entry.name != "b.bin":
            assert new[entry.start : entry.end] == data[old.start : old.end]
            assert entry.fields == old.fields
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None


def test_dropped_entry_is_gone():
    """An entry that maps to None is left out, the order of the rest stays."""
    data = pack(PARTS)
    entries, comment = directory(data)
    assert list(unpack(container.rebuild(data, entries, comment, {"b.bin": None}))) == [
        "a.xml",
        "c.xml",
    ]


def test_the_same_change_gives_the_same_bytes():
    """No clock and no chance show in the result."""
    data = pack(PARTS)
    entries, comment = directory(data)
    twice = {container.rebuild(data, entries, comment, {"a.xml": b"<b/>" * 50}) for _ in range(2)}
    assert len(twice) == 1


@pytest.mark.parametrize("cut", [1, 22, 60, 200])
def test_cut_off_archives_are_damaged(cut):
    """An archive that lost its end is damaged, wherever it was cut."""
    with pytest.raises(DamagedError):
        directory(pack(PARTS)[:-cut])


def test_flipped_bytes_are_damaged():
    """A content that does not fit its checksum is damaged."""
    data = bytearray(pack(PARTS))
    entries, _ = directory(bytes(data))
    data[entries[0].content + 3] ^= 0x5A
    with pytest.raises(DamagedError):
        container.unpack(bytes(data), entries[0])


def test_content_never_exceeds_what_was_announced():
    """An entry that unpacks to more than its size is damaged, and never unpacked in full."""
    content = zlib.compress(b"x" * 10_000_000)[2:-4]
    data = bytearray(pack({"a": b"x" * 10}))
    entry = directory(bytes(data))[0][0]
    liar = container.Entry(
        "a", entry.fields, b"a", b"", b"", 0, len(content), 10, 0, 0, len(content)
    )
    with pytest.raises(DamagedError):
        container.unpack(content, liar)


def test_encrypted_entries_are_named():
    """An encrypted entry is a password, not damage."""
    data = bytearray(pack(PARTS))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedError):
        directory(bytes(data))


def test_overlapping_entries_are_unsafe():
    """Two entries that share their bytes are a bomb, not a workbook."""
    data = bytearray(pack({"a": b"x" * 50, "b": b"x" * 50}, zipfile.ZIP_STORED))
    first = data.index(b"PK\x01\x02")
    data[first + 20 : first + 28] = struct.pack("<2L", 100, 100)
    with pytest.raises(UnsafeError):
        directory(bytes(data))


def test_too_many_entries_are_unsafe():
    """The number of entries is looked at before any of them is read."""
    with pytest.raises(UnsafeError):
        container.read_directory(pack({str(n): b"" for n in range(20)}), 19)


@pytest.mark.parametrize("at", [b"PK\x01\x02", b"PK\x03\x04"])
def test_broken_records_are_damaged(at):
    """A directory or header that is not where it should be is damage."""
    with pytest.raises(DamagedError):
        directory(pack(PARTS).replace(at, b"PKxx", 1))


def test_a_file_in_pieces_is_damaged():
    """One piece of an archive split over several files is no workbook."""
    data = bytearray(pack(PARTS))
    data[-18] = 1
    with pytest.raises(DamagedError):
        directory(bytes(data))


def test_unknown_compression_is_damage():
    """A method that Excel does not know is named."""
    data = pack(PARTS, zipfile.ZIP_LZMA)
    with pytest.raises(DamagedError):
        directory(data)
