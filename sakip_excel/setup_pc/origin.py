"""Where a file came from: the mark that Windows puts on what was downloaded or mailed."""

from __future__ import annotations

import re
from pathlib import Path

INTERNET = 3
"""Zone from which on Excel blocks macros: 3 internet, 4 restricted sites (URLZONE of Windows)."""

_ZONE = re.compile(r"^\s*ZoneId\s*=\s*(\d+)", re.MULTILINE | re.IGNORECASE)


def zone(path: Path) -> int | None:
    """Return the zone in a file's mark, None without a mark.

    The mark is the stream ``Zone.Identifier`` of the file. Copies on other systems sometimes
    carry it as a file of that name, which is read as well.
    """
    try:
        with Path(f"{path}:Zone.Identifier").open(encoding="latin-1") as stream:
            text = stream.read(4096)
    except OSError:
        return None
    found = _ZONE.search(text)
    return int(found[1]) if found else INTERNET


def is_from_internet(path: Path) -> bool:
    """Return whether Excel would block the macros of a file for where it came from."""
    mark = zone(path)
    return mark is not None and mark >= INTERNET
