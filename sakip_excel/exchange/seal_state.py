"""What can be said of a seal: none, intact or changed, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sakip_excel.exchange.align import What

if TYPE_CHECKING:
    from sakip_excel.exchange.record import Seal


class SealState(StrEnum):
    """Whether a workbook is sealed and still as it was then."""

    NONE = "tanpa"
    INTACT = "utuh"
    CHANGED = "berubah"


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One input, or one row of inputs, that is not as it was sealed.

    Attributes:
        form: key of the form.
        sheet: sheet name as the user sees it.
        cell: address now, e.g. ``F12``; of a whole row ``12:12``, of a row that is gone the
            earlier one; empty when the column or named cell itself is gone.
        column: heading as printed; empty for a whole row.
        what: ``diubah``, ``ditambah``, ``dihapus`` or, of a whole row only, ``dipindah``.
    """

    form: str
    sheet: str
    cell: str
    column: str
    what: str

    @property
    def is_row(self) -> bool:
        """Return whether this is about a whole row."""
        return ":" in self.cell

    @property
    def place(self) -> str:
        """Return the place as people name it: ``PK!H9 (Target)`` or ``PK baris 9``."""
        if self.is_row:
            gone = " yang dahulu" if self.what == What.DELETED else ""
            return f"{self.sheet} baris {self.cell.partition(':')[0]}{gone}"
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{where} ({self.column})"


@dataclass(frozen=True, slots=True)
class SealStatus:
    """What became of the seal of a workbook.

    Attributes:
        state: none, intact or changed.
        seal: the seal that is written; None without one, or when it is not readable.
        changed: inputs that are not as they were sealed, form by form.
        damaged: the record of the seal itself is not as the program wrote it.
    """

    state: SealState = SealState.NONE
    seal: Seal | None = None
    changed: tuple[ChangedCell, ...] = ()
    damaged: bool = False
