"""Behind the shortcut and "Send to": check and compute saved workbooks, then show the result.

This way needs no macro and no program started by Excel, so it also works where the office forbids
both. The window stays open until the user has read it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.cli import main as run_command
from sakip_excel.setup_pc.origin import is_from_internet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HOW = (
    "Jatuhkan buku kerja yang sudah disimpan dan ditutup ke pintasan SAKIP, "
    "atau klik kanan berkasnya lalu Kirim ke > SAKIP."
)
_SHOWABLE = (0, 1)
"""Exit codes after which there is a result to look at: clean, or with findings."""


def main(
    arguments: Sequence[str] | None = None,
    *,
    show: Callable[[Path], None] | None = None,
    read_line: Callable[[str], str] = input,
) -> int:
    """Process each file, open the results and wait for the Enter key.

    Args:
        arguments: paths of workbooks; None takes those of the command line.
        show: opens a file with the program for it; None takes the system's way.
        read_line: puts a prompt and waits for a line.

    Returns:
        The worst exit code of ``sakip proses``.
    """
    paths = list(sys.argv[1:] if arguments is None else arguments)
    if not paths:
        _say(_HOW)
        paths = _typed_path(read_line)
    worst = 0
    for path in paths:
        foreign = is_from_internet(Path(path))  # asked first: a file that is replaced loses it
        code = run_command(["proses", "--", path])
        worst = max(worst, code)
        if code not in _SHOWABLE:
            continue
        if foreign:
            _say(f"{Path(path).name} berasal dari internet; buka bila pengirimnya dikenal.")
        else:
            _show(Path(path), show or open_file)
    _wait(read_line)
    return worst


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for it; nothing outside Windows."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - the user chose this file a moment ago


def _show(path: Path, show: Callable[[Path], None]) -> None:
    try:
        show(path)
    except OSError:
        _say(f"{path.name} tidak dapat dibuka otomatis; bukalah di Excel.")


def _typed_path(read_line: Callable[[str], str]) -> list[str]:
    try:
        typed = read_line("Atau seret berkasnya ke jendela ini, lalu tekan Enter: ")
    except (EOFError, KeyboardInterrupt):
        return []
    path = typed.strip().strip('"')
    return [path] if path else []


def _wait(read_line: Callable[[str], str]) -> None:
    try:
        read_line("Tekan Enter untuk menutup jendela ini.")
    except (EOFError, KeyboardInterrupt):
        return


def _say(text: str) -> None:
    print(text)  # noqa: T201 - this is a command line


if __name__ == "__main__":
    sys.exit(main())
