"""Rules of Kinerja about the quarters: filled in order, growing, up to the reported one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.finding import Severity
from sakip_excel.forms.kinerja_computed import RESULTS, TARGETS
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    PRABUMULIH,
    SEEN,
    falling,
    has,
    is_empty,
    reported,
)
from sakip_excel.rules.measures import COUNT, PERCENT, measured
from sakip_excel.rules.quarters import quarters_beyond, skipped_quarters
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.outcome import same_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import Record
    from sakip_excel.report_data import Report

_NEEDS = ("kinerja",)
_FLOW = "aturan alur pengisian kumulatif; " + HOUSE


def no_case(record: Record) -> bool:
    """Return whether the row says that nothing occurred that could be measured."""
    return same_text(record.text("tidak_ada_kasus"), "Ya")


def _must_grow(record: Record) -> bool:
    """Return whether a smaller cumulative figure can only be a mistake or needs a reason."""
    jenis = record.text("jenis")
    return jenis == COUNT or (jenis == PERCENT and record.text("arah") != "Turun")


@rule(
    "KN201",
    Severity.PERINGATAN,
    "Realisasi kumulatif tidak turun dari triwulan ke triwulan.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def cumulative_grows(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield quarters whose cumulative realisasi is smaller than the one before."""
    form = report.forms["kinerja"]
    for record in form:
        if not _must_grow(record):
            continue
        for key in falling(record, RESULTS):
            yield rule.at(
                form,
                record,
                key,
                "realisasi kumulatif lebih kecil dari triwulan sebelumnya.",
                "Isi angka kumulatif sejak Januari, bukan angka triwulan itu saja.",
            )


@rule(
    "KN202",
    Severity.PERINGATAN,
    "Tidak ada triwulan yang terlompati di antara realisasi yang diisi.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def no_quarter_skipped(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield empty quarters between filled ones."""
    yield from skipped_quarters(report, rule, report.forms["kinerja"], RESULTS)


@rule(
    "KN203",
    Severity.PERINGATAN,
    "Realisasi triwulan yang dilaporkan diisi.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def reported_quarter_filled(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows without a realisasi for the reported quarter."""
    form, key = report.forms["kinerja"], reported(report, RESULTS)
    if not key or not has(form, key):
        return
    for record in form:
        asked = key in record.doubts  # "nihil" already has a question of its own
        if record.text("kode") and is_empty(record, key) and not (asked or no_case(record)):
            yield rule.at(
                form,
                record,
                key,
                "realisasi triwulan yang dilaporkan belum diisi.",
                "Isi realisasinya, 0 bila nol, atau pilih Ya pada Tidak ada kasus.",
            )


@rule(
    "KN204",
    Severity.PERINGATAN,
    "Triwulan setelah triwulan yang dilaporkan dibiarkan kosong.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def nothing_beyond_reported(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield realisasi of quarters after the reported one."""
    yield from quarters_beyond(report, rule, report.forms["kinerja"], RESULTS)


@rule(
    "KN205",
    Severity.PERINGATAN,
    "Target TW IV sama dengan target tahunan.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def last_target_is_annual(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows whose cumulative target of TW IV differs from the target of the year."""
    form = report.forms["kinerja"]
    for record in form:
        year, last = record.computed.get("target"), measured(record, TARGETS[3])
        typed = last.grade or last.value
        # Percent cells hold ratios; times a hundred leaves dust behind the 12th digit.
        same = year == typed or (
            isinstance(year, int | float)
            and last.value is not None
            and abs(year - last.value) <= 1e-9 * max(1.0, abs(year))
        )
        if year is not None and typed is not None and not same:
            yield rule.at(
                form,
                record,
                TARGETS[3],
                "target kumulatif TW IV berbeda dari target tahunan.",
                "Samakan: sampai TW IV berarti setahun penuh.",
                computed=_printed(year),
            )


def _printed(value: object) -> str:
    from sakip_excel.forms.base import Kind
    from sakip_excel.forms.shown import shown

    return shown(value, Kind.MEASURE)


@rule(
    "KN225",
    Severity.PERINGATAN,
    "Target kumulatif tidak turun dari triwulan ke triwulan.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def targets_grow(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield quarters whose cumulative target is smaller than the one before."""
    form = report.forms["kinerja"]
    for record in form:
        if not _must_grow(record):
            continue
        for key in falling(record, TARGETS):
            yield rule.at(
                form,
                record,
                key,
                "target kumulatif lebih kecil dari triwulan sebelumnya.",
                "Isi target kumulatif sejak Januari.",
            )


@rule(
    "KN226",
    Severity.PERINGATAN,
    "Realisasi tahun ini tidak seluruhnya sama dengan realisasi tahun lalu.",
    needs=_NEEDS,
    source=PRABUMULIH + " (angka tahun lalu terbawa)",
    certainty=SEEN,
)
def not_last_years_figures(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when every realisasi repeats that of last year."""
    form = report.forms["kinerja"]
    pairs = [
        (now, before)
        for record in form
        if (now := record.number("realisasi")) is not None
        and (before := record.number("realisasi_lalu_terbaca")) is not None
    ]
    constant = len({now for now, _ in pairs}) < 2
    if len(pairs) > 2 and not constant and all(now == before for now, before in pairs):
        yield rule.about(
            form,
            "semua realisasi sama dengan realisasi tahun lalu; mungkin angka lama terbawa.",
            "Periksa bahwa realisasi ini berasal dari tahun yang dilaporkan.",
        )
