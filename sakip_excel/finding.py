"""What the checks have to say: one finding is one sentence about one cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; the order is the order in which people must act."""

    GALAT = "galat"
    PERINGATAN = "peringatan"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for must-fix, 1 for explain-or-fix, 2 for information."""
        return _RANK[self]

    @property
    def label(self) -> str:
        """Return the word that people read, e.g. ``Galat``."""
        return self.value.capitalize()


_RANK = {Severity.GALAT: 0, Severity.PERINGATAN: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one cell, one form or the whole workbook.

    Attributes:
        code: stable code such as ``AG111``; never reused for another meaning.
        severity: how much it matters.
        form: key of the form (``pk``, ``anggaran`` ...), empty for the workbook itself.
        sheet: name of the sheet as the user sees it, empty for the workbook itself.
        cell: address such as ``F12``; empty where the finding is about the whole sheet.
        column: heading or label as printed in the user's workbook.
        typed: what stands there, as a person would read it.
        computed: what was computed or is expected, as a person would read it; may be empty.
        message: Indonesian sentence: what was seen and what is needed.
        fix: Indonesian sentence: what to do.
    """

    code: str
    severity: Severity
    form: str
    sheet: str
    cell: str
    column: str
    typed: str
    computed: str
    message: str
    fix: str

    @property
    def place(self) -> str:
        """Return the place as Excel names it, e.g. ``RAK!F12 (TW II)``."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet or "Buku kerja"
        return f"{where} ({self.column})" if self.column else where

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.fix}".strip()
