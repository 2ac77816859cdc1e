"""Files that another program holds, as Windows shows them: one call after the other is refused."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sakip_excel.workbook import files, replace

CALLS = ("open", "replace", "rename", "link", "unlink", "mkdir", "listdir", "scandir", "chmod")


@dataclass
class Holder:
    """Refuses the call with one number below a folder, and every later one on the same file.

    Attributes:
        folder: where calls are counted.
        at: number of the call that is refused first; beyond the last for none.
        winerror: what Windows says; None for a number that Python does not pass on.
        seen: calls so far, as name and file name.
    """

    folder: Path
    at: int
    winerror: int | None = 32
    seen: list[tuple[str, str]] = field(default_factory=list)
    held: str = ""

    def ask(self, name: str, path: Any) -> None:
        """Count a call; raise when it is refused."""
        if isinstance(path, int) or not str(os.fspath(path)).startswith(str(self.folder)):
            return
        text = str(os.fspath(path))
        if len(self.seen) == self.at:
            self.held = text
        self.seen.append((name, Path(text).name))
        if text == self.held:
            error = PermissionError(13, "Access is denied", text)
            error.winerror = self.winerror
            raise error


@contextmanager
def holding(folder: Path, at: int, winerror: int | None = 32) -> Iterator[Holder]:
    """Refuse the call with a number, as Windows would, while this lasts."""
    holder = Holder(folder, at, winerror)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_WINDOWS", True)
        patch.setattr(replace, "_WAITS", (0,))
        for name in CALLS:
            module = io if name == "open" else os
            patch.setattr(module, name, _watched(holder, name, getattr(module, name)))
        yield holder


def _watched(holder: Holder, name: str, true: Any) -> Any:
    def call(path: Any = ".", *arguments: Any, **options: Any) -> Any:
        holder.ask(name, path)
        if name in {"replace", "rename", "link"}:
            holder.ask(f"{name} to", arguments[0])
        return true(path, *arguments, **options)

    return call
