"""Sums of money over satkers: exact whole rupiah, each line with the rows it is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.consolidate.joined import Plan, Pool, Ranking, Ref, Report
from sakip_excel.scoring import anggaran as score
from sakip_excel.scoring.outcome import is_number
from sakip_excel.scoring.rak import RakStatus, rak_per_quarter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sakip_excel.consolidate.extract import Action, Output
    from sakip_excel.identity import Identity

LEVELS = ("program", "kegiatan", "kro", "ro")
"""Levels of the budget from the top down."""


class _Row(NamedTuple):
    """One row of Anggaran with what is computed of it once."""

    ref: Ref
    identity: Identity
    output: Output
    codes: tuple[str, ...]
    should: float | None
    saved: float | None


class Pools(NamedTuple):
    """Every way in which the rows of the budget are added up; see `Joined`."""

    total: Pool
    provinces: tuple[Pool, ...]
    satkers: tuple[Pool, ...]
    budget: tuple[Pool, ...]


def _figure(value: object) -> float | None:
    return value if is_number(value) else None


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def program_code(typed: str) -> str:
    """Return the two letters of a program, with or without ``076.01.`` in front.

    Example:
        >>> program_code("076.01.cq")
        'CQ'
    """
    return typed.strip().upper().rpartition(".")[2]


def codes_of(output: Output) -> tuple[str, str, str, str]:
    """Return program, kegiatan, KRO and RO of a row as the codes by which rows are pooled."""
    return (
        program_code(output.kode_program),
        output.kode_kegiatan.strip(),
        output.kode_kro.strip().upper(),
        output.kode_ro.strip(),
    )


def _counted(reports: Sequence[Report]) -> Iterator[tuple[int, Report]]:
    for index, report in enumerate(reports):
        if report.counts:
            yield index, report


def pools_of(reports: Sequence[Report]) -> Pools:
    """Return the sums of the reports that count: of all, by province, by satker and by code."""
    rows = list(_rows(reports))
    return Pools(
        _line("wilayah", (), "", rows), _provinces(rows), _satkers(rows, reports), _tree(rows)
    )


def pool_all(reports: Sequence[Report]) -> Pool:
    """Return everything that counts as one line."""
    return pools_of(reports).total


def pool_provinces(reports: Sequence[Report]) -> tuple[Pool, ...]:
    """Return one line per province of Beranda, by name."""
    return pools_of(reports).provinces


def pool_satkers(reports: Sequence[Report]) -> tuple[Pool, ...]:
    """Return one line per satker that counts, by code; one without a budget has zeros."""
    return pools_of(reports).satkers


def pool_budget(reports: Sequence[Report]) -> tuple[Pool, ...]:
    """Return programs, kegiatan, KRO and RO pooled over satkers, each below its parent."""
    return pools_of(reports).budget


def _rows(reports: Sequence[Report]) -> Iterator[_Row]:
    for index, report in _counted(reports):
        identity = report.extract.identity
        for number, output in enumerate(report.extract.outputs):
            should = score.seharusnya(output.pagu, score.capaian_ro(output.tvro, output.rvro))
            saved = score.efisiensi_rp(should, output.realised)
            both = is_number(should) and is_number(saved)
            yield _Row(
                (index, number),
                identity,
                output,
                codes_of(output),
                _figure(should) if both else None,
                _figure(saved) if both else None,
            )


def _provinces(rows: Iterable[_Row]) -> tuple[Pool, ...]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.identity.provinsi].append(row)
    return tuple(_line("provinsi", (name,), name, found[name]) for name in sorted(found))


def _satkers(rows: Iterable[_Row], reports: Sequence[Report]) -> tuple[Pool, ...]:
    names = {
        report.extract.identity.kode_satker: report.extract.identity.nama_satker
        for _, report in _counted(reports)
    }
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.identity.kode_satker].append(row)
    lines = (_line("satker", (kode,), names[kode], found[kode]) for kode in sorted(names))
    return tuple(replace(line, satkers=1) for line in lines)


def _tree(rows: Iterable[_Row]) -> tuple[Pool, ...]:
    found: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        for depth in range(1, len(LEVELS) + 1):
            found[row.codes[:depth]].append(row)
    return tuple(_line(LEVELS[len(codes) - 1], codes, "", found[codes]) for codes in sorted(found))


def _line(level: str, codes: tuple[str, ...], name: str, rows: Sequence[_Row]) -> Pool:
    """Return the sum of some rows; the order of adding does not matter."""
    outputs = [row.output for row in rows]
    pagu, realisasi = sum(o.pagu or 0 for o in outputs), sum(o.realised or 0 for o in outputs)
    units = Counter(o.satuan for o in outputs)
    one_unit = len({unit.casefold() for unit in units}) == 1
    should = [row.should for row in rows if row.should is not None]
    saved = [row.saved for row in rows if row.saved is not None]
    names = _names(level, outputs) if not name else ((name, len(rows)),)
    return Pool(
        level=level,
        codes=codes,
        name=names[0][0] if names else "",
        names=names,
        satkers=len({row.identity.kode_satker for row in rows}),
        pagu=pagu,
        realisasi=realisasi,
        serapan=_figure(score.serapan(pagu, realisasi)),
        efisiensi=_share(fsum(saved), fsum(should)) if should else None,
        tvro=_total(o.tvro for o in outputs) if one_unit else None,
        rvro=_total(o.rvro for o in outputs) if one_unit else None,
        satuan=min(units, key=lambda unit: (-units[unit], unit)) if one_unit else "",
        refs=tuple(row.ref for row in rows),
    )


def _names(level: str, outputs: Iterable[Output]) -> tuple[tuple[str, int], ...]:
    """Return the wordings of one level with how many rows carry each, most frequent first."""
    if level not in LEVELS:
        return ()
    times = Counter(getattr(output, level) for output in outputs)
    del times[""]
    return tuple(sorted(times.items(), key=lambda pair: (-pair[1], pair[0])))


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) if known else None


def plans_of(reports: Sequence[Report]) -> tuple[Plan, ...]:
    """Return the RAK of all (empty code) and of each satker that counts, by code."""
    counted = [report for _, report in _counted(reports)]
    if not counted:
        return ()
    everything = [action for report in counted for action in report.extract.actions]
    each = (
        _plan(
            report.extract.actions,
            report.extract.identity.kode_satker,
            report.extract.identity.nama_satker,
            report.extract.identity.provinsi,
        )
        for report in counted
    )
    return (_plan(everything, "", "Semua satker", ""), *each)


def _plan(actions: Sequence[Action], kode: str, name: str, province: str) -> Plan:
    totals = rak_per_quarter((action.planned, action.done) for action in actions)
    kept = rak_per_quarter(
        (action.planned, [p and d for p, d in zip(action.planned, action.done, strict=True)])
        for action in actions
    )
    first, second, third, fourth = (
        _share(done, planned) for planned, done in zip(kept.planned, kept.done, strict=True)
    )
    times = Counter(action.status for action in actions if action.status)
    return Plan(
        kode_satker=kode,
        nama_satker=name,
        provinsi=province,
        actions=len(actions),
        planned=totals.planned,
        done=totals.done,
        capaian=(first, second, third, fourth),
        statuses=tuple((status.value, times[status.value]) for status in RakStatus),
    )


def rankings_of(
    satkers: Sequence[Pool],
    provinces: Sequence[Pool],
    capaian: Iterable[tuple[str, float | None, int, int]],
) -> tuple[Ranking, ...]:
    """Return the rankings, each saying by what it ranks and whom it leaves out."""
    names = {pool.codes[0]: pool.name for pool in satkers}
    without = "Tanpa satker yang angkanya tidak dapat dihitung."
    made = [
        Ranking(
            "Serapan (%)",
            f"Jumlah realisasi dibagi jumlah pagu; bukan ukuran mutu. {without}",
            "satker",
            _placed((p.codes[0], p.name, p.serapan) for p in satkers),
        ),
        Ranking(
            "Rata-rata capaian (%)",
            "Rata-rata sederhana menurut buku kerja masing-masing satker, dengan batas yang "
            f"dipilihnya. {without}",
            "satker",
            _placed((kode, names.get(kode, ""), mean) for kode, mean, _, _ in capaian),
        ),
    ]
    if len(provinces) > 1:
        made.append(
            Ranking(
                "Serapan (%)",
                "Jumlah realisasi dibagi jumlah pagu seluruh satker provinsi itu.",
                "provinsi",
                _placed((p.name, p.name, p.serapan) for p in provinces),
            )
        )
    return tuple(made)


def _placed(
    rows: Iterable[tuple[str, str, float | None]],
) -> tuple[tuple[int, str, str, float], ...]:
    """Return place, code, name and figure, highest first; equal figures share a place."""
    known = sorted(
        ((value, code, name) for code, name, value in rows if value is not None),
        key=lambda row: (-row[0], row[1]),
    )
    first = {value: place for place, (value, _, _) in reversed(list(enumerate(known, 1)))}
    return tuple((first[value], code, name, value) for value, code, name in known)
