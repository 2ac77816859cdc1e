"""Rules of the PK about one indikator: do its name, jenis, satuan, arah and target agree?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules import units
from sakip_excel.rules._look import CONVENTION, HOUSE, KUBU_RAYA, PRABUMULIH, SEEN, once
from sakip_excel.rules.measures import (
    COUNT,
    LEVEL,
    PERCENT,
    SCORE,
    Measured,
    fits,
    measured,
    named_kind,
)
from sakip_excel.rules.polarity import lower_is_better
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.grades import OPINIONS, grade_rank
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_NEEDS = ("pk",)
_GROWTH: Final = re.compile(r"\b(?:peningkatan|kenaikan|pertumbuhan)\b", re.IGNORECASE)
_HIGH_FOR_DOWN: Final = 50


def _rows(report: Report) -> list[tuple[FormData, Record, str, Measured]]:
    """Return every row of the PK with the name of its indikator and its target."""
    return once(report, "PK rows", _read_rows)


def _read_rows(report: Report) -> list[tuple[FormData, Record, str, Measured]]:
    form = report.forms["pk"]
    return [(form, r, r.text("indikator"), measured(r, "target")) for r in form]


def _kind(record: Record) -> str:
    """Return the jenis that was chosen, else the one that the name announces."""
    return record.text("jenis") or named_kind(record.text("indikator"))


def _mismatches(report: Report, rule: Rule, mismatch: units.Mismatch) -> Iterator[Finding]:
    message, fix = units.sentence(mismatch)
    for (form, record, _, _), found in once(report, "PK mismatches", _all_mismatches):
        if found is mismatch:
            yield rule.at(form, record, "target", message, fix)


def _all_mismatches(
    report: Report,
) -> list[tuple[tuple[FormData, Record, str, Measured], units.Mismatch | None]]:
    return [(row, units.mismatch_of(row[2], row[3])) for row in _rows(report)]


@rule(
    "PK201",
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
    "PK202",
    Severity.GALAT,
    "Indikator yang bernama Jumlah harus bertarget bilangan, bukan persen.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def count_has_number(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Jumlah with a percentage or a grade as its target."""
    yield from _mismatches(report, rule, units.Mismatch.COUNT)


@rule(
    "PK203",
    Severity.GALAT,
    "Indikator yang bernama Nilai, Indeks, Predikat atau Opini bertarget skor atau huruf.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def score_has_score(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Nilai, Indeks, Predikat or Opini with a percentage or a count as its target."""
    yield from _mismatches(report, rule, units.Mismatch.SCORE)


@rule(
    "PK204",
    Severity.GALAT,
    "Nilai akuntabilitas kinerja (AKIP) bertarget skor 0-100 atau huruf AA-D, bukan persen.",
    needs=_NEEDS,
    source=f"{KUBU_RAYA} dan LKj Kota Probolinggo 2024",
    certainty=SEEN,
)
def akip_has_score(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every AKIP evaluation with a percentage as its target."""
    yield from _mismatches(report, rule, units.Mismatch.AKIP)


@rule(
    "PK205",
    Severity.GALAT,
    "Maturitas SPIP, kapabilitas APIP dan jenis Level bertarget level 1 sampai 5.",
    needs=_NEEDS,
    source="temuan pada RAK Kota Probolinggo 2024",
    certainty=SEEN,
)
def level_has_level(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every level whose target is a percentage or lies outside 1 to 5."""
    for form, record, indikator, target in _rows(report):
        named = named_kind(indikator)
        judged = named == LEVEL or (not named and record.text("jenis") == LEVEL)
        if judged and units.is_no_level(target):
            message, fix = units.sentence(units.Mismatch.LEVEL)
            yield rule.at(form, record, "target", message, fix)


@rule(
    "PK206",
    Severity.GALAT,
    "Jenis harus sesuai dengan nama indikator.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def kind_fits_name(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every indikator whose first word announces another jenis than the one chosen."""
    for form, record, indikator, _ in _rows(report):
        named = named_kind(indikator)
        if "jenis" not in record.doubts and not fits(named, record.text("jenis")):
            yield rule.at(
                form,
                record,
                "jenis",
                "jenis tidak sesuai dengan kata pertama nama indikator.",
                "Pilih jenis menurut nama indikator, atau perbaiki namanya.",
                computed=named,
            )


@rule(
    "PK207",
    Severity.GALAT,
    "Satuan dan target harus sesuai dengan jenis.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def target_fits_kind(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield targets that do not fit the jenis, where the name of the indikator says nothing."""
    for form, record, indikator, target in _rows(report):
        jenis = record.text("jenis")
        if named_kind(indikator) or jenis == LEVEL:
            continue
        mismatch = units.mismatch_of(indikator, target, kind=jenis)
        if mismatch is not None:
            message, fix = units.sentence(mismatch, by_kind=True)
            yield rule.at(form, record, "target", message, fix)


@rule(
    "PK208",
    Severity.GALAT,
    "Target Predikat adalah AA-D atau skor 0-100, target Opini WTP, WDP, TW atau TMP.",
    needs=_NEEDS,
    source="PermenPANRB 88/2021 (predikat) dan UU 15/2004 (opini)",
    certainty="sekunder",
)
def grade_in_list(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield grades and opinions that are none, and letters where a score is needed."""
    fixes = {
        "Predikat": "Tulis AA, A, BB, B, CC, C atau D, atau skornya (0-100).",
        "Opini": "Tulis WTP, WDP, TW atau TMP.",
        SCORE: "Tulis skornya, atau pilih jenis Predikat bila targetnya huruf.",
    }
    for form, record, _, _ in _rows(report):
        jenis = record.text("jenis")
        if jenis in fixes and _is_no_grade(record, jenis):
            yield rule.at(
                form,
                record,
                "target",
                f"target bukan isi yang sah untuk jenis {jenis}.",
                fixes[jenis],
            )


def _is_no_grade(record: Record, jenis: str) -> bool:
    value = record.parsed.get("target")
    if value is None or "target" in record.doubts:
        return False
    if jenis == "Predikat":
        return not grade_rank(value)  # type: ignore[arg-type]
    if jenis == "Opini":
        return value not in OPINIONS
    score = record.number("target")
    return score is None or not 0 <= score <= 100


@rule(
    "PK209",
    Severity.GALAT,
    "Target persentase tidak lebih dari 100%.",
    needs=_NEEDS,
    source=f"aturan umum; lihat {KUBU_RAYA}",
    certainty=CONVENTION,
)
def percent_up_to_hundred(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield percentages above 100; for growth, where it is possible, as a warning."""
    for form, record, indikator, target in _rows(report):
        is_percent = target.is_percent or (not target.unit and _kind(record) == PERCENT)
        if not is_percent or target.value is None or target.value <= 100:
            continue
        growth = _GROWTH.search(indikator) is not None
        yield rule.at(
            form,
            record,
            "target",
            "target persentase lebih dari 100%.",
            "Periksa target. Sel berformat persen berisi 90 berarti 9.000%; tulis 90 atau 90%.",
            severity=Severity.PERINGATAN if growth else None,
            typed=f"{number(target.value)}%",
        )


@rule(
    "PK210",
    Severity.PERINGATAN,
    "Indikator tentang hal yang tidak diinginkan berarah Turun.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def unwanted_goes_down(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Naik whose name speaks of violations, shortages, disputes ..."""
    for form, record, indikator, _ in _rows(report):
        if record.text("arah") == "Naik" and lower_is_better(indikator):
            yield rule.at(
                form,
                record,
                "arah",
                "nama indikator menyebut hal yang makin sedikit makin baik, tetapi arahnya Naik.",
                "Pilih Turun bila makin rendah makin baik; bila tidak, perjelas nama indikator.",
                computed="Turun",
            )


@rule(
    "PK211",
    Severity.PERINGATAN,
    "Target persentase berarah Turun di bawah 50%.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def down_has_low_target(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every percentage that should go down and has a target of 50 or more."""
    for form, record, _, target in _rows(report):
        is_percent = target.is_percent or _kind(record) == PERCENT
        high = target.value is not None and target.value >= _HIGH_FOR_DOWN
        if record.text("arah") == "Turun" and is_percent and high:
            yield rule.at(
                form,
                record,
                "target",
                "arah Turun dengan target 50% atau lebih.",
                "Periksa arah dan target: untuk hal yang harus turun, target biasanya kecil.",
            )


@rule(
    "PK215",
    Severity.PERINGATAN,
    "Target 0 berarah Naik tidak dapat dihitung capaiannya.",
    needs=_NEEDS,
    source="penyebut 0 tidak menghasilkan capaian (dokumen rancangan LLDIKTI XVI 17.4)",
    certainty="sekunder",
)
def target_is_not_zero(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield every Naik with target 0: its capaian has no denominator."""
    for form, record, _, target in _rows(report):
        if target.value == 0 and record.text("arah") == "Naik":
            yield rule.at(
                form,
                record,
                "target",
                "target 0 dengan arah Naik: capaian tidak dapat dihitung.",
                "Isi target yang lebih dari 0, atau pilih Turun bila 0 memang yang terbaik.",
            )


@rule(
    "PK219",
    Severity.PERINGATAN,
    "Target Jumlah adalah bilangan bulat.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def count_is_whole(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield counts with a fraction."""
    for form, record, _, target in _rows(report):
        if _kind(record) == COUNT and target.value is not None and target.value % 1:
            yield rule.at(
                form,
                record,
                "target",
                "target Jumlah memuat pecahan.",
                "Tulis bilangan bulat; titik ribuan tidak diketik.",
            )
