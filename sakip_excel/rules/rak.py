"""Rules of the RAK: indikator, targets and the check marks of plan and work done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.forms.rak import DONE, PLAN, is_ticked
from sakip_excel.rules import units
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    KUBU_RAYA,
    PROBOLINGGO_RAK,
    SEEN,
    has,
    is_empty,
    once,
)
from sakip_excel.rules.likeness import content_words
from sakip_excel.rules.measures import measured, named_kind, parts
from sakip_excel.rules.polarity import lower_is_better
from sakip_excel.rules.registry import Rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_NEEDS = ("rak",)
_ENOUGH_ROWS: Final = 3
_HIGH: Final = 50
_NEARLY_ALL: Final = 0.9
_OUTCOME: Final = re.compile(
    r"^\s*(?:ter(?:sedia|laksana|wujud|susun|selenggara|selesai|penuhi|tata)\w*nya|meningkatnya)\b",
    re.IGNORECASE,
)


def _mismatches(report: Report, rule: Rule, mismatch: units.Mismatch) -> Iterator[Finding]:
    form = report.forms["rak"]
    message, fix = units.sentence(mismatch)
    for record, found in once(report, "RK mismatches", _all_mismatches):
        if mismatch in found:
            yield rule.at(form, record, "target", message, fix)


def _all_mismatches(report: Report) -> list[tuple[Record, set[units.Mismatch | None]]]:
    """Return what is wrong between the indikator of each row and its target."""
    found = []
    for record in report.forms["rak"]:
        target = measured(record, "target")
        named = parts(record.text("indikator"))
        found.append((record, {units.mismatch_of(part, target) for part in named}))
    return found


@rule(
    "RK201",
    Severity.GALAT,
    "Satu sel memuat satu indikator.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def one_indikator_per_row(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield cells that hold several indikator under one target."""
    fix = "Tulis tiap indikator pada baris sendiri dengan targetnya."
    yield from units.several_in_a_cell(rule, report.forms["rak"], fix)


@rule(
    "RK202",
    Severity.GALAT,
    "Indikator yang bernama Jumlah harus bertarget bilangan, bukan persen.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def count_has_number(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Jumlah with a percentage or a grade as its target."""
    yield from _mismatches(report, rule, units.Mismatch.COUNT)


@rule(
    "RK203",
    Severity.GALAT,
    "Maturitas SPIP dan kapabilitas APIP bertarget level 1 sampai 5.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def level_has_level(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every level whose target is a percentage or lies outside 1 to 5."""
    yield from _mismatches(report, rule, units.Mismatch.LEVEL)


@rule(
    "RK204",
    Severity.GALAT,
    "Indikator yang bernama Persentase harus bertarget persen.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def percentage_has_percent(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Persentase with a count, a level or a grade as its target."""
    yield from _mismatches(report, rule, units.Mismatch.PERCENT)


@rule(
    "RK205",
    Severity.GALAT,
    "Indikator yang bernama Nilai, Indeks, Predikat atau Opini bertarget skor atau huruf.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def score_has_score(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Nilai, AKIP included, with a percentage or a count as its target."""
    yield from _mismatches(report, rule, units.Mismatch.SCORE)
    yield from _mismatches(report, rule, units.Mismatch.AKIP)


@rule(
    "RK206",
    Severity.PERINGATAN,
    "Indikator tentang hal yang tidak diinginkan tidak bertarget tinggi.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def unwanted_has_low_target(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield percentages of 50 and more on violations, shortages, disputes ..."""
    form = report.forms["rak"]
    for record in form:
        target = measured(record, "target")
        high = target.is_percent and target.value is not None and target.value >= _HIGH
        if high and any(lower_is_better(part) for part in parts(record.text("indikator"))):
            yield rule.at(
                form,
                record,
                "target",
                "nama indikator menyebut hal yang makin sedikit makin baik, tetapi targetnya 50% "
                "atau lebih.",
                "Periksa target, atau perjelas nama indikator.",
            )


@rule(
    "RK207",
    Severity.PERINGATAN,
    "Kolom indikator dan kolom rencana aksi tidak tertukar.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def columns_not_swapped(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows with an outcome as indikator and a measure as rencana aksi."""
    form = report.forms["rak"]
    for record in form:
        if _OUTCOME.search(record.text("indikator")) and named_kind(record.text("rencana_aksi")):
            yield rule.at(
                form,
                record,
                "indikator",
                "indikator dan rencana aksi tampaknya tertukar.",
                "Tukar isinya: Persentase atau Jumlah di kolom indikator.",
                computed=record.text("rencana_aksi"),
            )


def _named(record: Record) -> bool:
    return bool(record.text("indikator") or record.text("rencana_aksi"))


def _doubtful(record: Record) -> bool:
    return any(key in record.doubts for key in (*PLAN, *DONE))


@rule(
    "RK208",
    Severity.PERINGATAN,
    "Setiap rencana aksi dijadwalkan pada sedikitnya satu triwulan.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def scheduled_somewhere(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows without any check mark in the plan."""
    form = report.forms["rak"]
    if not has(form, *PLAN):
        return
    for record in form:
        ticked = any(is_ticked(record, key) for key in PLAN)
        if _named(record) and not ticked and not _doubtful(record):
            yield rule.at(
                form,
                record,
                PLAN[0],
                "tidak ada triwulan yang dicentang pada rencana.",
                "Centang triwulan pelaksanaannya.",
            )


@rule(
    "RK209",
    Severity.PERINGATAN,
    "Rencana tidak dicentang pada keempat triwulan di hampir semua baris.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def a_real_schedule(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when nine of ten rows are planned in all four quarters."""
    form = report.forms["rak"]
    planned = [r for r in form if any(is_ticked(r, key) for key in PLAN)]
    full = sum(all(is_ticked(record, key) for key in PLAN) for record in planned)
    if len(planned) >= _ENOUGH_ROWS and full >= _NEARLY_ALL * len(planned):
        yield rule.about(
            form,
            "hampir semua rencana aksi dicentang pada keempat triwulan: tidak ada jadwal dan tidak "
            "ada jumlah.",
            "Centang hanya triwulan yang benar-benar direncanakan.",
        )


@rule(
    "RK210",
    Severity.PERINGATAN,
    "Aksi yang terlaksana mempunyai bukti dukung.",
    needs=_NEEDS,
    source="evaluasi AKIP memerlukan bukti; " + HOUSE,
    certainty=CONVENTION,
)
def done_has_evidence(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows that were done without evidence."""
    form = report.forms["rak"]
    if not has(form, "bukti"):
        return
    for record in form:
        if any(is_ticked(record, key) for key in DONE) and is_empty(record, "bukti"):
            yield rule.at(
                form,
                record,
                "bukti",
                "aksi sudah terlaksana, tetapi bukti dukung belum diisi.",
                "Tulis dokumen yang membuktikannya.",
            )


@rule(
    "RK211",
    Severity.PERINGATAN,
    "Aksi yang direncanakan sampai triwulan yang dilaporkan sudah terlaksana.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def done_when_planned(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows that are late, at the first quarter that was planned and not done."""
    form = report.forms["rak"]
    if not has(form, *DONE):
        return
    for record in form:
        if record.text("status") == "Terlambat" and not _doubtful(record):
            yield rule.at(
                form,
                record,
                _first_late(record, report.quarter),
                "direncanakan sampai triwulan yang dilaporkan, tetapi belum terlaksana.",
                "Centang bila sudah terlaksana; bila belum, jelaskan kendalanya dalam laporan.",
                computed="Terlambat",
            )


def _first_late(record: Record, quarter: int) -> str:
    """Return the first quarter so far that was planned and not done."""
    pairs = zip(PLAN[:quarter], DONE[:quarter], strict=True)
    late = (d for p, d in pairs if is_ticked(record, p) and not is_ticked(record, d))
    return next(late, DONE[0])


@rule(
    "RK212",
    Severity.PERINGATAN,
    "Realisasi tidak dicentang untuk triwulan yang belum dilaporkan.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def nothing_done_later(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield check marks of work done after the reported quarter."""
    form = report.forms["rak"]
    later = DONE[report.quarter :] if report.quarter else ()
    for record in form:
        for key in later:
            if is_ticked(record, key):
                yield rule.at(
                    form,
                    record,
                    key,
                    "terlaksana pada triwulan setelah triwulan yang dilaporkan.",
                    "Hapus centang, atau perbaiki triwulan pada Beranda.",
                )


@rule(
    "RK213",
    Severity.PERINGATAN,
    "Indikator dan rencana aksi yang sama tidak ditulis dua kali.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def no_duplicate_row(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows whose indikator and rencana aksi repeat those of an earlier row."""
    form = report.forms["rak"]
    first: dict[tuple[tuple[str, ...], ...], int] = {}
    for record in form:
        texts = (record.text("indikator"), record.text("rencana_aksi"))
        words = tuple(content_words(text, report.satker) for text in texts)
        if not all(words):
            continue
        earlier = first.setdefault(words, record.row)
        if earlier != record.row:
            yield _repeated(rule, form, record, earlier)


def _repeated(rule: Rule, form: FormData, record: Record, earlier: int) -> Finding:
    message = f"indikator dan rencana aksi ini sudah ada pada baris {earlier}."
    return rule.at(form, record, "indikator", message, "Hapus salah satu baris.")
