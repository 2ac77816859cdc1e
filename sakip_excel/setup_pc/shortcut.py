"""Windows shortcuts (.lnk), written without Windows so that every byte can be tested anywhere.

Layout after Microsoft's open specification [MS-SHLLINK]: header, the list of shell items that leads
to the target, the same path once more as text, and the strings. The shell items are laid out as
Explorer of Windows XP and later writes them. A shortcut passes a file dropped on it to its program
as one argument, whatever its name; a batch file would run what stands after an ``&`` in the name.
"""

from __future__ import annotations

import struct
from pathlib import PureWindowsPath

_LINK_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_THIS_PC = bytes.fromhex("14001f50e04fd020ea3a6910a2d808002b30309d")
_ID_LIST, _LINK_INFO, _NAME, _WORKING_FOLDER, _ARGUMENTS, _UNICODE = 0x1, 0x2, 0x4, 0x10, 0x20, 0x80
_SHOW_NORMAL = 1
_FIXED_DRIVE = 3
_FOLDER_ITEM, _FILE_ITEM = 0x31, 0x32
_FOLDER_ATTRIBUTE, _FILE_ATTRIBUTE = 0x10, 0x20
_DRIVE_ITEM_SIZE = 25
_UNICODE_INFO_SIZE = 0x24
_LONGEST_NAME = 259
"""Explorer reads names (descriptions) up to MAX_PATH."""


def shortcut_bytes(target: str, arguments: str, name: str, folder: str) -> bytes:
    r"""Return the contents of a .lnk file; the same input gives the same bytes.

    Args:
        target: full path of the program on a drive, e.g. ``C:\Python\python.exe``.
        arguments: its arguments as one line; a dropped file comes after them.
        name: what Explorer shows when the pointer rests on the shortcut.
        folder: the folder in which the program starts.

    Raises:
        ValueError: the target is not a full path on a drive.
    """
    path = PureWindowsPath(target)
    if len(path.drive) != 2 or not path.root or len(path.parts) < 2:
        message = f"not a full path on a drive: {target}"
        raise ValueError(message)
    flags = _ID_LIST | _LINK_INFO | _NAME | _WORKING_FOLDER | _ARGUMENTS | _UNICODE
    header = struct.pack("<I16sII24xIiIH10x", 0x4C, _LINK_CLASS, flags, _FILE_ATTRIBUTE, 0, 0, 1, 0)
    strings = b"".join(_counted(text) for text in (name[:_LONGEST_NAME], folder, arguments))
    return header + _id_list(path) + _link_info(str(path)) + strings + struct.pack("<I", 0)


def is_shortcut_with(data: bytes, arguments: str) -> bool:
    """Return whether a file is a shortcut that passes these arguments; the rest may differ.

    Windows rewrites a shortcut on its own, for instance to follow a target that moved.
    """
    return data.startswith(struct.pack("<I16s", 0x4C, _LINK_CLASS)) and _counted(arguments) in data


def _counted(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<H", len(encoded) // 2) + encoded


def _id_list(path: PureWindowsPath) -> bytes:
    drive = (b"\x2f" + f"{path.drive}\\".encode("ascii")).ljust(_DRIVE_ITEM_SIZE - 2, b"\0")
    items = [_THIS_PC, struct.pack("<H", _DRIVE_ITEM_SIZE) + drive]
    *folders, file = path.parts[1:]
    items += [_item(name, _FOLDER_ITEM, _FOLDER_ATTRIBUTE) for name in folders]
    items.append(_item(file, _FILE_ITEM, _FILE_ATTRIBUTE))
    body = b"".join(items) + b"\0\0"
    return struct.pack("<H", len(body)) + body


def _item(name: str, kind: int, attribute: int) -> bytes:
    """Return one shell item: a plain name for old readers and, behind it, the full one."""
    head = struct.pack("<BxIIH", kind, 0, 0, attribute) + _plain(name)
    head += b"\0" * (len(head) % 2)
    full = name.encode("utf-16-le") + b"\0\0"
    extension_size = 20 + len(full) + 2
    extension = struct.pack("<HHIIIHH", extension_size, 3, 0xBEEF0004, 0, 0, 0x14, 0) + full
    extension += struct.pack("<H", len(head) + 2)  # where the extension starts in the item
    return struct.pack("<H", 2 + len(head) + extension_size) + head + extension


def _plain(text: str) -> bytes:
    return text.encode("ascii", "replace").replace(b"?", b"_") + b"\0"


def _link_info(path: str) -> bytes:
    volume = struct.pack("<IIII", 17, _FIXED_DRIVE, 0, 16) + b"\0"
    plain, full = _plain(path), path.encode("utf-16-le") + b"\0\0"
    at_volume = _UNICODE_INFO_SIZE
    at_plain = at_volume + len(volume)
    at_suffix = at_plain + len(plain)
    at_full = at_suffix + 1
    at_full_suffix = at_full + len(full)
    size = at_full_suffix + 2
    offsets = (1, at_volume, at_plain, 0, at_suffix, at_full, at_full_suffix)
    head = struct.pack("<9I", size, _UNICODE_INFO_SIZE, *offsets)
    return head + volume + plain + b"\0" + full + b"\0\0"
