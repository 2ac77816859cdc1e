"""Shortcuts are what Microsoft's open specification says, as an independent reader sees them."""

from __future__ import annotations

import io
import struct

import pytest

from sakip_excel.setup_pc.shortcut import is_shortcut_with, shortcut_bytes

TARGET = r"C:\Pengguna\Inés Böhm ł\alat SAKIP\python.exe"


def made(target=TARGET, arguments="-P -m modul"):
    """Return a shortcut."""
    return shortcut_bytes(target, arguments, "Periksa", r"D:\Dokumen\SAKIP")


def test_an_independent_reader_finds_what_was_meant():
    """Target, arguments, description and folder are read back; the items lead to the target."""
    reader = pytest.importorskip("LnkParse3")
    link = reader.lnk_file(io.BytesIO(made())).get_json()
    assert link["data"] == {
        "description": "Periksa",
        "working_directory": r"D:\Dokumen\SAKIP",
        "command_line_arguments": "-P -m modul",
    }
    assert link["link_info"]["local_base_path_unicode"] == TARGET
    assert link["header"]["windowstyle"] == "SW_SHOWNORMAL"
    root, drive, *items = link["target"]["items"]
    assert (root["class"], drive["volume_name"]) == ("Root Folder", "C:\\")
    assert [item["flags"] for item in items] == ["Is directory"] * 3 + ["Is file"]


def test_items_carry_full_names_and_their_own_size():
    """Walking the items by their sizes ends exactly at the terminator; names keep every letter."""
    data = made()
    (total,) = struct.unpack_from("<H", data, 0x4C)
    at, end, names = 0x4E, 0x4E + total, []
    while size := struct.unpack_from("<H", data, at)[0]:
        item = data[at : at + size]
        if item[2] in (0x31, 0x32):
            (start,) = struct.unpack_from("<H", item, size - 2)
            assert struct.unpack_from("<HHI", item, start) == (size - start, 3, 0xBEEF0004)
            names.append(item[start + 20 : size - 4].decode("utf-16-le"))
        at += size
    assert at + 2 == end
    assert names == TARGET.split("\\")[1:]


def test_the_same_input_gives_the_same_bytes():
    """Nothing of a clock or of the computer gets into a shortcut."""
    assert made() == made()


@pytest.mark.parametrize(
    "target",
    [r"\\server\bagi\python.exe", "python.exe", r"C:python.exe", r"\python.exe", "C:\\", ""],
)
def test_only_programs_on_a_drive(target):
    """What is not a full path on a drive is refused."""
    with pytest.raises(ValueError, match="drive"):
        made(target)


def test_ours_is_told_by_its_arguments():
    """A shortcut that Windows rewrote is still ours; one to another program is not."""
    data = made()
    assert is_shortcut_with(data + b"apa pun", "-P -m modul")
    assert not is_shortcut_with(made(arguments="-P -m lain"), "-P -m modul")
    assert not is_shortcut_with(data[1:], "-P -m modul")
    assert not is_shortcut_with(b"", "-P -m modul")
