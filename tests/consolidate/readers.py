"""Readers of batches that behave badly; other processes import them from here."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from sakip_excel.consolidate.extract import Extract


def plain(paths: Sequence[Path], root: Path) -> list[Extract]:
    """Return an extract with nothing but the path, and the process that read it as its hash."""
    return [Extract(path.relative_to(root).as_posix(), str(os.getpid())) for path in paths]


def dying(paths: Sequence[Path], root: Path) -> list[Extract]:
    """Leave without a word at a file whose name says so."""
    if any("mati" in path.name for path in paths):
        os._exit(9)
    return plain(paths, root)


def hanging(paths: Sequence[Path], root: Path) -> list[Extract]:
    """Never come back from a file whose name says so."""
    if any("macet" in path.name for path in paths):
        time.sleep(600)
    return plain(paths, root)
