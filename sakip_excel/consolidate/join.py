"""Join what was chosen into one object: pure, and the same for every order of the input."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sakip_excel.consolidate import rules  # noqa: F401 - registers the checks across satkers
from sakip_excel.consolidate.choose import left_out
from sakip_excel.consolidate.group import group_indicators
from sakip_excel.consolidate.joined import Excluded, Fact, Joined, Report
from sakip_excel.consolidate.letters import letters_of
from sakip_excel.consolidate.pool import (
    LEVELS,
    plans_of,
    pools_of,
    rankings_of,
)
from sakip_excel.consolidate.remark import Scene, look_across
from sakip_excel.consolidate.states import Coverage, State
from sakip_excel.consolidate.status import Setting, status_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sakip_excel.consolidate.choose import Chosen, Period
    from sakip_excel.consolidate.joined import Change, Pool
    from sakip_excel.consolidate.roster import Roster
    from sakip_excel.consolidate.states import Arrival, Decision, Expected, StatusRow


@dataclass(frozen=True, slots=True)
class Material:
    """Everything of which a rekap is made.

    Attributes:
        period: year and quarter.
        roster: the expected satkers.
        chosen: the version of each satker that counts, and what was left out.
        decisions: what the officer of this rekap typed, by kode_satker.
        upstream: what was decided in the rekaps that are joined, by kode_satker.
        history: every version that came for the period, by kode_satker, oldest first.
        excluded: further files that are left out.
        changes: what changed since older versions.
        now: time of joining.
        base: folder that was joined, relative to the rekap, with ``/``; empty for its own.
        closed: whether the period is frozen.
        facts: further lines of Metadata.
        below: what the rosters of the joined rekaps say, by kode_satker.
    """

    period: Period
    roster: Roster
    chosen: Chosen
    decisions: Mapping[str, Decision]
    upstream: Mapping[str, Decision]
    history: Mapping[str, Sequence[Arrival]]
    excluded: Sequence[Excluded]
    changes: Sequence[Change]
    now: datetime
    base: str = ""
    closed: bool = False
    facts: Sequence[Fact] = ()
    below: Mapping[str, Expected] = field(default_factory=dict)


def join(material: Material) -> Joined:
    """Return the consolidated period.

    Raises:
        RuntimeError: the sums do not reconcile with the reports: a fault of ours.
    """
    chosen = material.chosen
    setting = Setting(
        material.decisions,
        material.upstream,
        material.history,
        material.now,
        material.base,
        material.below,
    )
    status = status_rows(material.roster, chosen, setting)
    states = {row.kode_satker: row for row in status}
    reports = tuple(_reports(chosen, states))
    total, provinces, satkers, budget = pools_of(reports)
    reconcile(reports, total, (provinces, satkers), budget)
    groups = group_indicators(reports)
    capaian = tuple(
        (e.identity.kode_satker, e.mean_capaian, e.counted, e.uncomputable)
        for e in (report.extract for report in reports if report.counts)
    )
    made = Joined(
        tahun=material.period[0],
        triwulan=material.period[1],
        made_at=material.now,
        closed=material.closed,
        coverage=_coverage(status, material.roster),
        status=status,
        reports=reports,
        total=total,
        provinces=provinces,
        satkers=satkers,
        budget=budget,
        groups=groups,
        capaian=capaian,
        plans=plans_of(reports),
        rankings=rankings_of(satkers, provinces, capaian),
        remarks=look_across(Scene(reports, groups, material.roster)),
        changes=tuple(material.changes),
        excluded=tuple(_excluded(material, states)),
        letters=(),
        metadata=(*material.facts, *_settings(reports)),
    )
    return replace(made, letters=letters_of(made))


def _reports(chosen: Chosen, states: Mapping[str, StatusRow]) -> Iterator[Report]:
    for kode in sorted(chosen.reports):
        row, candidate = states.get(kode), chosen.reports[kode]
        if row is not None and row.state is not State.NIL:
            yield Report(candidate.extract, row.state, candidate.via)


def _coverage(status: Sequence[StatusRow], roster: Roster) -> Coverage:
    counted = sum(row.state.counts for row in status)
    nil = sum(row.state is State.NIL for row in status)
    return Coverage(counted, nil, len(roster.rows) if roster.known else None)


def _excluded(material: Material, states: Mapping[str, StatusRow]) -> list[Excluded]:
    """Return everything that is not in the sums, by path."""
    chosen = material.chosen
    found = [*chosen.excluded, *material.excluded]
    found += [left_out(c, "tidak terbaca", c.extract.unreadable) for c in chosen.unreadable]
    for kode, candidate in chosen.reports.items():
        row = states.get(kode)
        if row is None:
            reason = f"Satker {kode} tidak ada dalam daftar satker; tambahkan bila memang wajib."
            found.append(left_out(candidate, "di luar daftar", reason))
        elif row.state is State.NIL:
            found.append(left_out(candidate, "nihil", row.reason))
        elif not row.state.counts:
            found.append(left_out(candidate, "ditolak", row.reason))
    return sorted(set(found), key=lambda e: (e.path, e.kind, e.reason))


def reconcile(
    reports: Iterable[Report], total: Pool, flat: Iterable[Sequence[Pool]], budget: Sequence[Pool]
) -> None:
    """Make sure that every way of adding up gives what the accepted reports say themselves.

    Raises:
        RuntimeError: two sums differ: a fault of ours, never of the data.
    """
    counted = [report.extract for report in reports if report.counts]
    meant = (sum(e.pagu for e in counted), sum(e.realisasi for e in counted))
    ways = {"wilayah": [total], **{f"cara {n}": list(p) for n, p in enumerate(flat, 1)}}
    ways |= {level: [p for p in budget if p.level == level] for level in LEVELS}
    for name, pools in ways.items():
        sums = (sum(p.pagu for p in pools), sum(p.realisasi for p in pools))
        if sums != meant:
            raise RuntimeError(f"sums of {name} do not reconcile: {sums}, reports say {meant}")
        rows = sum(len(p.refs) for p in pools)
        if rows != sum(len(e.outputs) for e in counted):
            raise RuntimeError(f"rows of {name} do not reconcile: {rows}")


def _settings(reports: Iterable[Report]) -> Iterator[Fact]:
    """Yield each setting in force with the number of satkers that use it."""
    times: Counter[tuple[str, str, str, str]] = Counter()
    for report in reports:
        if report.counts:
            times.update(set(report.extract.settings))
    for name, value, source, certainty in sorted(times):
        number = times[name, value, source, certainty]
        yield Fact("Pengaturan satker", name, f"{value} ({number} satker)", source, certainty)
