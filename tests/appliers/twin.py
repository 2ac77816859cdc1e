"""The macro's part in Python: parse an answer, put its cells into an open workbook.

Written from the protocol, not from the program, so that one checks the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openpyxl.utils import range_boundaries

_LOOSE = re.compile(r"\\(?!u[0-9A-F]{4})")
_UNIT = re.compile(r"\\u([0-9A-F]{4})")


class DamagedAnswerError(Exception):
    """The answer is not whole."""


@dataclass
class Parsed:
    """An answer as the macro understands it.

    Attributes:
        status: ``ok`` or ``galat``.
        route: ``xlwings``, ``vba`` or ``tanpa``.
        sentence: what the user reads.
        tables: last row by Table.
        cells: formula, or None, and value by sheet and address.
    """

    status: str
    route: str
    sentence: str = ""
    tables: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[str, str], tuple[str | None, object]] = field(default_factory=dict)


def unescape(text: str) -> str:
    """Return a field as it was before it was written with escapes."""
    if _LOOSE.search(text):
        raise DamagedAnswerError(text)
    units = _UNIT.sub(lambda m: chr(int(m[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _value(kind: str, text: str) -> object:
    return {
        "n": lambda: float(text),
        "s": lambda: unescape(text),
        "b": lambda: {"0": False, "1": True}[text],
        "k": lambda: None,
    }[kind]()


def parse(data: bytes) -> Parsed:
    """Return what an answer says.

    Raises:
        DamagedAnswerError: a line is missing or not as the protocol has it.
    """
    text = data.decode("ascii")
    if not text.endswith("\r\n") or re.search(r"(?<!\r)\n|\r(?!\n)", text):
        raise DamagedAnswerError("lines")
    lines = [line.split("\t") for line in text[:-2].split("\r\n")]
    head, last = lines[0], lines[-1]
    if last != ["AKHIR", str(len(lines) - 1)] or len(head) != 4 or head[:2] != ["SAKIP", "1"]:
        raise DamagedAnswerError("head or end")
    parsed = Parsed(*head[2:])
    for mark, *rest in lines[1:-1]:
        match mark, rest:
            case "T", [table, row]:
                parsed.tables[table] = int(row)
            case "F", [sheet, cell, kind, value, formula]:
                parsed.cells[unescape(sheet), cell] = (unescape(formula), _value(kind, value))
            case "V", [sheet, cell, kind, value]:
                parsed.cells[unescape(sheet), cell] = (None, _value(kind, value))
            case "K", [sentence] if not parsed.sentence:
                parsed.sentence = unescape(sentence)
            case _:
                raise DamagedAnswerError(mark)
    return parsed


def apply(workbook, parsed: Parsed) -> None:
    """Put every change of an answer into a workbook that openpyxl has open."""
    for name, last_row in parsed.tables.items():
        table = next(s.tables[name] for s in workbook.worksheets if name in s.tables)
        _, top, _, bottom = range_boundaries(table.ref)
        assert top < bottom < last_row
        table.ref = table.ref.removesuffix(str(bottom)) + str(last_row)
    for (sheet, cell), (formula, value) in parsed.cells.items():
        target = workbook[sheet][cell]
        target.value = value if formula is None else f"={formula}"
        if formula is None and isinstance(value, str):
            target.data_type = "s"
