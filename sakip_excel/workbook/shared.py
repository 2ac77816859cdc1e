"""Read formulas that several cells share, arrays and data tables of one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.errors import UnsafeError
from sakip_excel.workbook import formulas, xmltext
from sakip_excel.workbook.refs import parse_range

if TYPE_CHECKING:
    from sakip_excel.workbook.scan import Scan

MAX_FORMULA = 32_767  # characters of a formula; Excel itself stops at 8,192
MAX_SHARED = 10_000_000  # characters of the shared formulas of a workbook, written out


@dataclass(slots=True)
class Shared:
    """A shared formula: where its text stands, how it reads there, and who follows it."""

    row: int
    column: int
    text: str
    followers: list[tuple[int, int]] = field(default_factory=list)

    def at(self, row: int, column: int) -> str:
        """Return how the formula reads in another cell."""
        return formulas.translate(self.text, row - self.row, column - self.column)


def too_long() -> UnsafeError:
    """Return the error for a text beyond `MAX_TEXT`."""
    return UnsafeError(
        "Ada teks atau rumus yang jauh melebihi batas Excel.",
        "Pendekkan isinya, lalu simpan ulang.",
    )


class Formulas:
    """Reads the ``f`` elements of one sheet that carry attributes, in the order of the text."""

    def __init__(self, scan: Scan, left: int) -> None:
        self._scan = scan
        self._masters: dict[str, Shared] = {}
        self._waiting: list[tuple[int, int, str]] = []
        self.left = left

    def read(self, attributes: str, text: str, row: int, column: int) -> str | None:
        """Return the formula of a cell, None for data tables and masters yet to come."""
        found = xmltext.attributes(attributes)
        kind = found.get("t")
        if kind in ("array", "dataTable") and "ref" in found:
            self._scan.locked.append(parse_range(found["ref"]))
        if kind == "dataTable":
            return None
        if len(text) > MAX_FORMULA:
            raise too_long()
        formula = xmltext.unescape(text) or None
        index = found.get("si") if kind == "shared" else None
        if index is None:
            return formula
        if formula is None:
            return self._follow(index, row, column)
        if "ref" in found or index not in self._masters:
            master = self._masters[index] = Shared(row, column, formula)
            self._scan.masters[row, column] = master
        return formula

    def _follow(self, index: str, row: int, column: int) -> str | None:
        master = self._masters.get(index)
        if master is None:
            self._waiting.append((row, column, index))
            return None
        self.left -= len(master.text)
        if self.left < 0:
            raise too_long()
        master.followers.append((row, column))
        return master.at(row, column)

    def resolve(self) -> None:
        """Write out followers that stood before their master in the text."""
        for row, column, index in self._waiting:
            if index in self._masters:
                cell = self._scan.rows[row][column]
                formula = self._follow(index, row, column)
                self._scan.rows[row][column] = cell._replace(formula=formula)
