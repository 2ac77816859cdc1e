"""Where each satker stands: the roster, what came, what the officer decided, and the state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sakip_excel.values.display import number

if TYPE_CHECKING:
    from datetime import date, datetime

SHORT_SHA = 12
"""Digits of a fingerprint by which an officer's decision names a version."""


class State(StrEnum):
    """Where a satker stands; the value is what people read."""

    MISSING = "belum"
    ACCEPTED = "diterima"
    NOTED = "diterima dengan catatan"
    REJECTED = "ditolak"
    APPROVED = "disahkan"
    NIL = "nihil"
    UNREADABLE = "tidak terbaca"
    UNDECIDED = "perlu dipilih"

    @property
    def counts(self) -> bool:
        """Return whether the figures of such a report are summed."""
        return self in {State.ACCEPTED, State.NOTED, State.APPROVED}

    @property
    def settled(self) -> bool:
        """Return whether nothing more is waited for."""
        return self.counts or self is State.NIL


class Choice(StrEnum):
    """What an officer can type into the column keputusan."""

    APPROVE = "Sahkan"
    RETURN = "Kembalikan"
    NIL = "Nihil"


@dataclass(frozen=True, slots=True)
class Expected:
    """One row of the roster.

    Attributes:
        kode_satker: six digits.
        deadline: last day on which the report is in time, None when the roster names none.
        nil: whether the roster itself declares that there is nothing to report.
        by: rekap that lists the satker, when that was one of the joined files.
    """

    kode_satker: str
    nama_satker: str = ""
    provinsi: str = ""
    email: str = ""
    deadline: date | None = None
    nil: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer typed into a row of Status.

    Attributes:
        choice: the words as typed, one of `Choice` or anything else; empty when there is only a
            note.
        note: the officer's own words.
        decided_for: short fingerprint of the version that stood in the row; empty when no file
            had come.
        by: rekap in which it was typed, when that was one of the joined files.
    """

    kode_satker: str
    choice: str = ""
    note: str = ""
    decided_for: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a file came in, as the archive's journal or a rekap knows it.

    Attributes:
        version: 1 for the first that the satker sent for this period, 0 when unknown.
        received: time of receipt, None when unknown.
        verdict: what the reception said of it, empty when nothing did.
        sender: address from which it came, empty when unknown.
    """

    sha256: str
    version: int = 0
    received: datetime | None = None
    verdict: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One satker in the status matrix; with a roster, its rows and no others.

    Attributes:
        galat, peringatan, info: findings of the version shown, None without a readable file.
        received: time of receipt, None when unknown or nothing came.
        late_days: days after the deadline: to the receipt of the first version that was not
            returned, else to the time of joining; 0 in time, None without deadline or receipt.
        version: number of the version shown, None when there is none.
        seal: short code of its seal, empty when unsealed.
        seal_state: ``utuh``, ``berubah`` or ``tanpa``; empty when no file came.
        path: where the file shown was read, relative to the joined folder.
        link: what a click opens, relative to the rekap when possible: the file, or the rekap
            through which it came; empty when there is nothing to open.
        decision: the officer's choice in force, empty when none.
        note: the officer's note; holds what was decided for an older version, too.
        decided_for: short fingerprint of the version shown; a decision typed now is for this one.
        reason: why the state is what it is, in a sentence; may be empty.
    """

    kode_satker: str
    nama_satker: str
    provinsi: str
    email: str
    deadline: date | None
    state: State
    galat: int | None = None
    peringatan: int | None = None
    info: int | None = None
    received: datetime | None = None
    late_days: int | None = None
    version: int | None = None
    seal: str = ""
    seal_state: str = ""
    path: str = ""
    link: str = ""
    decision: str = ""
    note: str = ""
    decided_for: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is expected is in the sums.

    Attributes:
        counted: satkers whose figures are summed.
        nil: satkers declared to have nothing to report.
        expected: satkers on the roster, None without a roster.
    """

    counted: int
    nil: int
    expected: int | None

    @property
    def complete(self) -> bool:
        """Return whether every expected satker is in the sums or declared nil."""
        return self.expected is not None and self.counted + self.nil >= self.expected > 0

    @property
    def text(self) -> str:
        """Return the line for every page, e.g. ``31 dari 38 satker (1 nihil)``."""
        nil = f" ({number(self.nil)} nihil)" if self.nil else ""
        if self.expected is None:
            return (
                f"{number(self.counted)} satker{nil}, tanpa daftar satker: cakupan tidak diketahui"
            )
        return f"{number(self.counted)} dari {number(self.expected)} satker{nil}"

    @property
    def mark(self) -> str:
        """Return ``SEMENTARA`` until everything expected is there, then nothing."""
        return "" if self.complete else "SEMENTARA"
