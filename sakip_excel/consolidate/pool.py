"""Sums of money over satkers: exact whole rupiah, each line with the rows it is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.consolidate.extract import values_of
from sakip_excel.consolidate.joined import Plan, Pool, Ranking, Ref, Report
from sakip_excel.scoring import anggaran as score
from sakip_excel.scoring.outcome import is_number
from sakip_excel.scoring.rak import RakStatus, rak_per_quarter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sakip_excel.consolidate.extract import Extract, Output
    from sakip_excel.identity import Identity

Ticks = tuple[bool, bool, bool, bool]
_Marks = tuple[Ticks, Ticks, str]

LEVELS = ("program", "kegiatan", "kro", "ro")
"""Levels of the budget from the top down."""


class _Row(NamedTuple):
    """What is added up of one row of Anggaran; a nation has more of them than memory has room."""

    ref: Ref
    identity: Identity
    codes: tuple[str, ...]
    program: str
    kegiatan: str
    kro: str
    ro: str
    satuan: str
    tvro: float | None
    rvro: float | None
    pagu: int | None
    realised: int | None
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
    return _codes(output.kode_program, output.kode_kegiatan, output.kode_kro, output.kode_ro)


@lru_cache(maxsize=1 << 16)
def _codes(program: str, kegiatan: str, kro: str, ro: str) -> tuple[str, str, str, str]:
    return program_code(program), kegiatan.strip(), kro.strip().upper(), ro.strip()


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
    first, last = _Row._fields.index("program"), _Row._fields.index("should")
    for index, report in _counted(reports):
        identity, outputs = report.extract.identity, report.extract.outputs
        codes = zip(*(values_of(outputs, f"kode_{level}") for level in LEVELS), strict=True)
        values = zip(*(values_of(outputs, key) for key in _Row._fields[first:last]), strict=True)
        for number, (typed, kept) in enumerate(zip(codes, values, strict=True)):
            *_, tvro, rvro, pagu, realised = kept
            should = score.seharusnya(pagu, score.capaian_ro(tvro, rvro))
            saved = score.efisiensi_rp(should, realised)
            both = is_number(should) and is_number(saved)
            worth = (_figure(should), _figure(saved)) if both else (None, None)
            yield _Row._make(((index, number), identity, _codes(*typed), *kept, *worth))


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
    pagu, realisasi = sum(row.pagu or 0 for row in rows), sum(row.realised or 0 for row in rows)
    units = Counter(row.satuan for row in rows)
    one_unit = len({unit.casefold() for unit in units}) == 1
    should = [row.should for row in rows if row.should is not None]
    saved = [row.saved for row in rows if row.saved is not None]
    names = _names(level, rows) if not name else ((name, len(rows)),)
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
        tvro=_total(row.tvro for row in rows) if one_unit else None,
        rvro=_total(row.rvro for row in rows) if one_unit else None,
        satuan=min(units, key=lambda unit: (-units[unit], unit)) if one_unit else "",
        refs=tuple(row.ref for row in rows),
    )


def _names(level: str, rows: Iterable[_Row]) -> tuple[tuple[str, int], ...]:
    """Return the wordings of one level with how many rows carry each, most frequent first."""
    if level not in LEVELS:
        return ()
    times = Counter(getattr(row, level) for row in rows)
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
    everything = [row for report in counted for row in _marks(report.extract)]
    each = (
        _plan(
            _marks(report.extract),
            report.extract.identity.kode_satker,
            report.extract.identity.nama_satker,
            report.extract.identity.provinsi,
        )
        for report in counted
    )
    return (_plan(everything, "", "Semua satker", ""), *each)


def _marks(extract: Extract) -> list[_Marks]:
    columns = (values_of(extract.actions, key) for key in ("planned", "done", "status"))
    return list(zip(*columns, strict=True))


@lru_cache(maxsize=256)
def _kept(planned: Ticks, done: Ticks) -> tuple[bool, ...]:
    return tuple(p and d for p, d in zip(planned, done, strict=True))


def _plan(actions: Sequence[_Marks], kode: str, name: str, province: str) -> Plan:
    totals = rak_per_quarter((planned, done) for planned, done, _ in actions)
    kept = rak_per_quarter((planned, _kept(planned, done)) for planned, done, _ in actions)
    first, second, third, fourth = (
        _share(done, planned) for planned, done in zip(kept.planned, kept.done, strict=True)
    )
    times = Counter(status for _, _, status in actions if status)
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
