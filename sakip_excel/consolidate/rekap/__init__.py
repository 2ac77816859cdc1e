"""The rekap: the joined reports as one workbook, and that workbook read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sakip_excel.consolidate.joined import Joined, Reread

__all__ = ["read_rekap", "write_rekap"]


def write_rekap(joined: Joined, path: Path) -> None:
    """Write the joined reports as a workbook; what stands at the path is overwritten.

    Args:
        joined: the reports of one period.
        path: an .xlsx file, usually a temporary one that takes its place afterwards.

    Raises:
        OSError: the file cannot be written.
    """
    from sakip_excel.consolidate.rekap.write import write

    write(joined, path)


def read_rekap(path: Path, *, rows: bool = True) -> Reread:
    """Return what a rekap holds; see `sakip_excel.consolidate.rekap.reread`.

    Args:
        path: the workbook.
        rows: whether the rows of the reports are wanted, too.

    Raises:
        FileError: it cannot be read, or is no rekap that this program understands.
    """
    from sakip_excel.consolidate.rekap.reread import read_rekap as read

    return read(path, rows=rows)
