"""Which version of each satker's report counts; what is left out is told with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.consolidate.joined import Excluded
from sakip_excel.consolidate.states import SHORT_SHA, Choice
from sakip_excel.rules._look import plain
from sakip_excel.rules.regions import own_region

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sakip_excel.consolidate.extract import Extract
    from sakip_excel.consolidate.states import Arrival, Decision

Period = tuple[int, int]
"""Year and quarter (1 to 4)."""

_LEAST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file that may be the report of a satker.

    Attributes:
        extract: its content.
        arrival: how it came in, None when nobody noted it.
        order: key by which the archive's journal orders versions; empty without a journal.
        via: rekap through which it came, empty when the file itself was read.
    """

    extract: Extract
    arrival: Arrival | None = None
    order: tuple[str, ...] = ()
    via: str = ""

    @property
    def where(self) -> str:
        """Return the path as people see it, through the rekap where there is one."""
        return f"{self.via} > {self.extract.path}" if self.via else self.extract.path

    @property
    def rank(self) -> tuple[bool, bool, str, str]:
        """Return what decides between two copies of the same bytes: noted ones first."""
        return not self.order, bool(self.via), self.extract.path, self.via


@dataclass(slots=True)
class Chosen:
    """What was chosen for one period.

    Attributes:
        reports: the version that counts, by kode_satker.
        undecided: satkers of which several versions differ and none can be told to be the newest.
        unreadable: files that cannot be read, whoever sent them.
        excluded: what is left out, in no order yet.
    """

    reports: dict[str, Candidate] = field(default_factory=dict)
    undecided: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    unreadable: list[Candidate] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)


def usual_period(candidates: Iterable[Candidate]) -> Period | None:
    """Return the period that most files have, the latest on a tie; None when none has any."""
    times = Counter(
        (c.extract.identity.tahun, c.extract.identity.triwulan)
        for c in candidates
        if not c.extract.unreadable and c.extract.identity.complete
    )
    return max(times, key=lambda period: (times[period], period)) if times else None


def short_sha(sha256: str) -> str:
    """Return the part of a fingerprint by which a decision names a version."""
    return sha256[:SHORT_SHA]


def is_for(decision: Decision, sha256: str) -> bool:
    """Return whether a decision was made for this version."""
    named = decision.decided_for.strip().lower()
    return len(named) >= _LEAST_DIGITS and sha256.startswith(named)


def choose(
    candidates: Iterable[Candidate], period: Period, decisions: Mapping[str, Decision]
) -> Chosen:
    """Choose the version of every satker that counts for a period.

    The journal's order decides where there is one, else the time of an unbroken seal, else the
    only file goes before what rekaps carry. Several different versions without any of these are
    not guessed at: all are left out, until an officer types Sahkan with the short fingerprint of
    one of them.

    Args:
        candidates: everything that was read, in any order.
        period: year and quarter.
        decisions: what officers decided, by kode_satker.
    """
    chosen = Chosen()
    by_satker: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in _without_copies(candidates, chosen):
        identity = candidate.extract.identity
        if candidate.extract.unreadable:
            chosen.unreadable.append(candidate)
        elif not identity.complete:
            _leave(chosen, candidate, "identitas tidak lengkap", _lacking(candidate.extract))
        elif (identity.tahun, identity.triwulan) != period:
            reason = f"Laporan {identity.period}, bukan periode yang digabung."
            _leave(chosen, candidate, "periode lain", reason)
        else:
            by_satker[identity.kode_satker].append(candidate)
    for kode in sorted(by_satker):
        _choose_one(kode, by_satker[kode], decisions.get(kode), chosen)
    return chosen


def _without_copies(candidates: Iterable[Candidate], chosen: Chosen) -> list[Candidate]:
    """Return every content once; the copies of it are left out."""
    kept: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: c.rank):
        sha256 = candidate.extract.sha256
        first = kept.setdefault(sha256 or candidate.where, candidate)
        if first is not candidate:
            _leave(chosen, candidate, "salinan", f"Isinya sama persis dengan {first.where}.")
    return list(kept.values())


def _lacking(extract: Extract) -> str:
    identity = extract.identity
    lacking = [
        name
        for name, value in (
            ("kode satker", identity.kode_satker),
            ("tahun anggaran", identity.tahun),
            ("triwulan", identity.triwulan),
        )
        if not value
    ]
    return f"Beranda tidak menyebut {', '.join(lacking)}."


def _choose_one(
    kode: str, members: Sequence[Candidate], decision: Decision | None, chosen: Chosen
) -> None:
    best, why = _newest(members)
    kind = "versi lama"
    if best is None and (picked := _picked(members, decision)) is not None:
        best, why, kind = picked, "dipilih petugas", "tidak dipilih"
    if best is None:
        chosen.undecided[kode] = tuple(sorted(members, key=lambda c: c.extract.sha256))
        for member in members:
            _leave(
                chosen,
                member,
                "perlu dipilih",
                f"{len(members)} versi berbeda {why}; tidak ditebak mana yang berlaku. Untuk "
                f"memakai versi ini ketik Sahkan dan {short_sha(member.extract.sha256)} pada baris "
                "satker ini di Status.",
            )
        return
    chosen.reports[kode] = best
    for member in members:
        if member is not best:
            _leave(chosen, member, kind, f"Dipakai {best.where} ({why}).")


def _newest(members: Sequence[Candidate]) -> tuple[Candidate | None, str]:
    """Return the version that counts and why, or None and why there is none."""
    if len(members) == 1:
        return members[0], "satu-satunya"
    noted = [m for m in members if m.order]
    if noted:
        return max(noted, key=lambda m: m.order), "versi terakhir menurut catatan arsip"
    if len({_who(m.extract) for m in members}) > 1:
        names = "; ".join(sorted({m.extract.identity.nama_satker for m in members}))
        return None, f"dengan nama satker yang berbeda ({names})"
    sealed = [m for m in members if m.extract.seal_state == "utuh" and m.extract.sealed_at]
    last = max((m.extract.sealed_at for m in sealed), default="")
    newest = [m for m in sealed if m.extract.sealed_at == last]
    if len({m.extract.seal for m in newest}) == 1:
        best = min(newest, key=lambda m: m.extract.sha256)
        return best, f"segel terbaru, {last}"
    direct = [m for m in members if not m.via]
    if len(direct) == 1:
        return direct[0], "berkasnya sendiri, yang lain dari rekap"
    return None, "disegel pada saat yang sama" if newest else "tanpa segel yang utuh"


def _picked(members: Sequence[Candidate], decision: Decision | None) -> Candidate | None:
    """Return the version that the officer named with Sahkan, None when there is not just one."""
    if decision is None or decision.choice.strip().casefold() != Choice.APPROVE.casefold():
        return None
    named = [m for m in members if is_for(decision, m.extract.sha256)]
    return named[0] if len(named) == 1 else None


def _who(extract: Extract) -> object:
    """Return what tells one satker from another by its name, however it is written."""
    name = extract.identity.nama_satker
    region = own_region(name)
    return plain(name) if region is None else (region.kind, region.words)


def _leave(chosen: Chosen, candidate: Candidate, kind: str, reason: str) -> None:
    chosen.excluded.append(left_out(candidate, kind, reason))


def left_out(candidate: Candidate, kind: str, reason: str) -> Excluded:
    """Return the line of Pengecualian about one file."""
    identity = candidate.extract.identity
    known = bool(identity.tahun and identity.triwulan)
    return Excluded(
        path=candidate.where,
        kind=kind,
        reason=reason,
        kode_satker=identity.kode_satker,
        nama_satker=identity.nama_satker,
        period=identity.period if known else "",
        sha256=candidate.extract.sha256,
    )
