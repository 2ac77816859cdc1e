r"""The answer that the workbook's macro reads: one file, plain lines, ASCII only.

Protocol 1. Fields stand between tabs; whatever is not printable ASCII, and the backslash, is
written as ``\uXXXX`` (UTF-16 code units). The last line tells how many lines came before it, so
that a cut file is known as one.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sakip_excel.errors import WriteError
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.refs import cell_name
from sakip_excel.workbook.sheetedit import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sakip_excel.workbook.cell import Value
    from sakip_excel.workbook.patch import Patch
    from sakip_excel.workbook.sheetedit import Edit

PROTOCOL = 1
FILE, UNFINISHED = "jawaban.txt", "jawaban.tmp"
_WAITS = (0.05, 0.1, 0.2, 0.5, 1.0)  # seconds; scanners hold a fresh file for a moment on Windows
_UNSAFE = re.compile(r"[^ -\[\]-~]")


class Route(StrEnum):
    """Who brings the changes into the open workbook."""

    XLWINGS = "xlwings"
    VBA = "vba"
    NONE = "tanpa"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the macro is told.

    Attributes:
        sentence: what it says to the user at the end.
        ok: False when the program could not go on; nothing was changed then.
        route: who applies the changes.
        patch: the settled changes, only for the macro to apply.
    """

    sentence: str
    ok: bool = True
    route: Route = Route.NONE
    patch: Patch | None = None


def render(answer: Answer) -> str:
    """Return the text of an answer, lines ending as on Windows."""
    lines = [_line("SAKIP", str(PROTOCOL), "ok" if answer.ok else "galat", answer.route)]
    if answer.patch is not None:
        lines += _changes(answer.patch)
    lines.append(_line("K", answer.sentence))
    lines.append(_line("AKHIR", str(len(lines))))
    return "".join(f"{line}\r\n" for line in lines)


def _changes(patch: Patch) -> Iterator[str]:
    for table in patch.grown.values():
        yield _line("T", table.name, str(table.ref[2]))
    for sheet, edits in patch.edits.items():
        for (row, column), edit in sorted(edits.items()):
            yield _cell(sheet, cell_name(row, column), edit)


def _cell(sheet: str, cell: str, edit: Edit) -> str:
    kind, text = typed(edit.value)
    if edit.formula is not None:
        return _line("F", sheet, cell, kind, text, edit.formula)
    if isinstance(edit.value, ErrorValue):
        return _line("F", sheet, cell, kind, text, text)  # only a formula can give an error
    return _line("V", sheet, cell, kind, text)


def typed(value: Value) -> tuple[str, str]:
    """Return the type letter of a value and its text: ``n`` number, ``s`` text, ``b``, ``k``."""
    if value is None or value == "":
        return "k", ""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, int | float):
        return "n", number_text(value)
    return "s", value


def _line(*fields: str) -> str:
    return "\t".join(escape(field) for field in fields)


def escape(text: str) -> str:
    r"""Return a text as it stands in a field, e.g. ``\u2713`` for a tick."""
    return _UNSAFE.sub(_escaped, text)


def _escaped(sign: re.Match[str]) -> str:
    units = sign[0].encode("utf-16-be", "surrogatepass").hex().upper()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def write(folder: Path, answer: Answer) -> None:
    """Put the answer into the folder in one step; whoever sees the file sees all of it.

    Raises:
        WriteError: it cannot be written, for example because the folder is gone.
    """
    unfinished = folder / UNFINISHED
    try:
        unfinished.write_bytes(render(answer).encode("ascii"))
        for wait in _WAITS:
            try:
                unfinished.replace(folder / FILE)
            except PermissionError:
                time.sleep(wait)
            else:
                return
        unfinished.replace(folder / FILE)
    except OSError as error:
        raise WriteError("Jawaban untuk tombol tidak dapat ditulis.", "Ulangi.") from error
