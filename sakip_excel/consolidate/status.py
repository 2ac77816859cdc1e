"""The status matrix: where each satker stands, by what came and what the officer decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sakip_excel.consolidate.choose import is_for, short_sha
from sakip_excel.consolidate.roster import Roster, roster_of
from sakip_excel.consolidate.states import Choice, Expected, State, StatusRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sakip_excel.consolidate.choose import Candidate, Chosen
    from sakip_excel.consolidate.extract import Extract
    from sakip_excel.consolidate.states import Arrival, Decision

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_RETURNED = "dikembalikan"
_SEALS = {"tanpa": "Belum disegel.", "berubah": "Isian berubah setelah disegel."}
DECLARED_NIL = "Dinyatakan nihil dalam daftar satker"
"""How the reason of a row begins that a roster declares nil, not an officer."""

LAPSED = "Keputusan untuk versi lama"
"""How the note of a row begins whose decision was made for an earlier version."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rows of the matrix depend on besides the files.

    Attributes:
        decisions: what the officer of this rekap typed, by kode_satker.
        upstream: what was decided in the rekaps that are joined, by kode_satker.
        below: what the rosters of those rekaps say, by kode_satker.
        history: every version that came for the period, by kode_satker, oldest first.
        now: time of joining.
        base: folder that was joined, relative to the rekap; empty for the rekap's own.
    """

    decisions: Mapping[str, Decision]
    upstream: Mapping[str, Decision]
    history: Mapping[str, Sequence[Arrival]]
    now: datetime
    base: str = ""
    below: Mapping[str, Expected] = field(default_factory=dict)


def status_rows(roster: Roster, chosen: Chosen, setting: Setting) -> tuple[StatusRow, ...]:
    """Return one row per expected satker, or per satker that sent something without a roster.

    The order is that of the roster, so that no satker moves when its report comes in. Without a
    roster, those that the joined rekaps expect are rows, too: who sent nothing must not vanish.
    """
    known = {row.kode_satker: row for row in _senders(chosen)} | dict(setting.below)
    rows = roster.rows if roster.known else roster_of(known.values()).rows
    damaged = _damaged(chosen, {row.kode_satker for row in rows})
    return tuple(_row(row, chosen, damaged.get(row.kode_satker), setting) for row in rows)


def _senders(chosen: Chosen) -> Iterator[Expected]:
    for kode in sorted({*chosen.reports, *chosen.undecided}):
        candidate = chosen.reports.get(kode) or chosen.undecided[kode][0]
        identity = candidate.extract.identity
        yield Expected(kode, identity.nama_satker, identity.provinsi)


def _damaged(chosen: Chosen, codes: set[str]) -> dict[str, Candidate]:
    """Return the unreadable file of each satker whose code stands in a file's own path."""
    found: dict[str, Candidate] = {}
    for candidate in sorted(chosen.unreadable, key=lambda c: c.where):
        for kode in _CODE.findall(candidate.extract.path):
            if kode in codes:
                found[kode] = candidate
    return found


def _row(
    expected: Expected, chosen: Chosen, damaged: Candidate | None, setting: Setting
) -> StatusRow:
    kode = expected.kode_satker
    row = StatusRow(
        kode,
        expected.nama_satker,
        expected.provinsi,
        expected.email,
        expected.deadline,
        State.MISSING,
    )
    candidate = chosen.reports.get(kode)
    if candidate is not None:
        row = _with_report(row, candidate, setting)
    elif kode in chosen.undecided:
        several = chosen.undecided[kode]
        codes = ", ".join(short_sha(c.extract.sha256) for c in several)
        row = replace(
            row,
            state=State.UNDECIDED,
            reason=f"{len(several)} versi berbeda tanpa urutan yang pasti: {codes}; lihat "
            "Pengecualian.",
        )
    elif damaged is not None:
        row = _unreadable(row, damaged, setting)
    if row.state is State.MISSING:
        row = _declared_nil(row, expected, setting.below.get(kode))
    row = _decided_below(row, setting.upstream.get(kode))
    row = _decided(row, setting.decisions.get(kode))
    return replace(row, late_days=_late_days(row, setting))


def _declared_nil(row: StatusRow, *lists: Expected | None) -> StatusRow:
    """Return the row as nil when a roster declares it: the own one, else that of a rekap."""
    for found in lists:
        if found is not None and found.nil:
            source = f" (daftar dalam {found.by})" if found.by else ""
            return replace(row, state=State.NIL, reason=f"{DECLARED_NIL}{source}.")
    return row


def _with_report(row: StatusRow, candidate: Candidate, setting: Setting) -> StatusRow:
    extract, arrival = candidate.extract, candidate.arrival
    state, reason = state_of(extract)
    return replace(
        row,
        nama_satker=row.nama_satker or extract.identity.nama_satker,
        provinsi=row.provinsi or extract.identity.provinsi,
        state=state,
        galat=extract.count("galat"),
        peringatan=extract.count("peringatan"),
        info=extract.count("info"),
        received=None if arrival is None else arrival.received,
        version=arrival.version if arrival is not None and arrival.version else None,
        seal=extract.seal,
        seal_state=extract.seal_state,
        path=candidate.where,
        link=link_to(candidate, setting.base),
        decided_for=short_sha(extract.sha256),
        reason=reason,
    )


def _unreadable(row: StatusRow, damaged: Candidate, setting: Setting) -> StatusRow:
    return replace(
        row,
        state=State.UNREADABLE,
        path=damaged.where,
        link=link_to(damaged, setting.base),
        decided_for=short_sha(damaged.extract.sha256),
        reason=damaged.extract.unreadable,
    )


def link_to(candidate: Candidate, base: str) -> str:
    """Return what a click opens: the file, or the rekap through which it came."""
    path = candidate.via or candidate.extract.path
    return f"{base}/{path}" if base else path


def state_of(extract: Extract) -> tuple[State, str]:
    """Return the state that a report has by its content alone, and why; as its receipt says it.

    With a Galat it is not accepted. Without one, with an unbroken seal and no warning, it is
    accepted; unsealed, changed after sealing, or with warnings, it is accepted with a note.
    """
    galat, warnings = extract.count("galat"), extract.count("peringatan")
    if galat:
        return State.REJECTED, f"{galat} Galat harus diperbaiki."
    why = [_SEALS[extract.seal_state]] if extract.seal_state in _SEALS else []
    if warnings:
        why.append(f"{warnings} Peringatan perlu dibaca.")
    return (State.NOTED, " ".join(why)) if why else (State.ACCEPTED, "")


def _decided_below(row: StatusRow, decision: Decision | None) -> StatusRow:
    """Return the row with what was decided in a joined rekap; its columns stay free to decide."""
    if decision is None:
        return row
    decided = _decided(row, decision)
    if decided.state is row.state and decided.reason == row.reason:
        return row
    reason = f"{decided.reason.rstrip('.')} (keputusan dalam {decision.by})."
    return replace(row, state=decided.state, reason=reason)


def _decided(row: StatusRow, decision: Decision | None) -> StatusRow:
    """Return the row with the officer's decision in force, or with the one that has lapsed."""
    if decision is None:
        return row
    row = replace(row, note=decision.note.strip())
    typed = decision.choice.strip()
    if not typed:
        return row
    choice = next((c for c in Choice if c.casefold() == typed.casefold()), None)
    if choice is None:
        known = ", ".join(Choice)
        reason = f"Keputusan '{typed}' tidak dikenal; pilih {known}. {row.reason}"
        return replace(row, decision=typed, reason=reason.strip())
    if not _in_force(row, decision):
        made_for = decision.decided_for or "sebelum ada berkas"
        lapsed = f"{LAPSED} ({made_for}): {choice}."
        return replace(row, note=f"{lapsed} {row.note}".strip())
    return _apply(row, choice)


def _in_force(row: StatusRow, decision: Decision) -> bool:
    if not row.decided_for or row.state is State.UNDECIDED:
        return not decision.decided_for.strip()
    return is_for(decision, row.decided_for)


def _apply(row: StatusRow, choice: Choice) -> StatusRow:
    decided = replace(row, decision=choice.value)
    readable = row.galat is not None
    if choice is Choice.NIL:
        return replace(decided, state=State.NIL, reason="Dinyatakan nihil oleh petugas.")
    if not readable:
        reason = f"Keputusan {choice} tidak berlaku: tidak ada laporan yang terbaca. {row.reason}"
        return replace(decided, reason=reason.strip())
    if choice is Choice.RETURN:
        why = (row.note or row.reason or "tanpa catatan").rstrip(".")
        return replace(decided, state=State.REJECTED, reason=f"Dikembalikan oleh petugas: {why}.")
    override = f" walaupun: {row.reason[0].lower()}{row.reason[1:]}" if row.reason else "."
    return replace(decided, state=State.APPROVED, reason=f"Disahkan petugas{override}")


def _late_days(row: StatusRow, setting: Setting) -> int | None:
    """Return the days after the deadline, None when they cannot be known.

    Counted to the receipt of the first version that was not returned; while nothing usable has
    come, to the time of joining.
    """
    if row.deadline is None or row.state is State.NIL:
        return None
    if not row.state.counts:
        return _days(row.deadline, setting.now)
    arrivals = setting.history.get(row.kode_satker, ())
    good = [a.received for a in arrivals if a.received and a.verdict != _RETURNED]
    received = min([*good, *([row.received] if row.received else [])], default=None)
    return None if received is None else _days(row.deadline, received)


def _days(deadline: date, moment: datetime) -> int:
    return max(0, (moment.date() - deadline).days)
