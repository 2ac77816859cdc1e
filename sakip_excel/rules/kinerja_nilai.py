"""Rules of Kinerja about grades, opinions and levels."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.forms.kinerja_computed import RESULTS
from sakip_excel.rules._look import (
    PRABUMULIH,
    PROBOLINGGO,
    PROBOLINGGO_RAK,
    SEEN,
    date_of,
    indikator_of,
    is_empty,
    reported,
)
from sakip_excel.rules.kinerja_capaian import coded_rows
from sakip_excel.rules.measures import COUNT, LEVEL, OPINION, PERCENT, SCORE, named_kind
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.capaian import ordinal_note
from sakip_excel.scoring.grades import AKIP, OPINIONS, grade_of, grade_rank
from sakip_excel.scoring.outcome import NOT_REACHED
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report

_NEEDS = ("kinerja",)
_OPINION_MONTH: Final = 6
_LETTERS: Final = frozenset({*AKIP.names, *OPINIONS})
_SCORE_AND_GRADE: Final = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,4})?)\s*[-–/(=]?\s*(?:predikat\s+)?(AA|BB|CC|A|B|C|D)\)?", re.IGNORECASE
)


@rule(
    "KN211",
    Severity.GALAT,
    "Realisasi Predikat adalah AA-D atau skor 0-100, realisasi Opini WTP, WDP, TW atau TMP.",
    needs=_NEEDS,
    source="PermenPANRB 88/2021 (predikat) dan UU 15/2004 (opini)",
    certainty="sekunder",
)
def grade_in_list(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield grades and opinions that are none."""
    for form, record in coded_rows(report):
        jenis = record.text("jenis")
        for key in RESULTS:
            value = record.parsed.get(key)
            if value is None or key in record.doubts:
                continue
            bad = jenis == "Predikat" and not grade_rank(value)  # type: ignore[arg-type]
            if bad or (jenis == OPINION and value not in OPINIONS):
                yield rule.at(
                    form,
                    record,
                    key,
                    f"realisasi bukan isi yang sah untuk jenis {jenis}.",
                    "Tulis AA-D atau skor 0-100 (Predikat), WTP, WDP, TW atau TMP (Opini).",
                )


@rule(
    "KN212",
    Severity.GALAT,
    "Realisasi indikator berupa angka tidak ditulis dengan huruf predikat.",
    needs=_NEEDS,
    source=PROBOLINGGO,
    certainty=SEEN,
)
def no_grade_for_a_number(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield letters where the jenis asks for a number."""
    for form, record in coded_rows(report):
        if record.text("jenis") not in {PERCENT, COUNT, LEVEL, SCORE}:
            continue
        for key in RESULTS:
            if record.parsed.get(key) in _LETTERS:
                yield rule.at(
                    form,
                    record,
                    key,
                    "realisasi berupa huruf, sedangkan jenis indikator ini angka.",
                    "Tulis angkanya, atau perbaiki jenis pada lembar PK.",
                )


@rule(
    "KN219",
    Severity.PERINGATAN,
    "Opini BPK atas tahun laporan baru ada setelah pertengahan tahun berikutnya.",
    needs=("kinerja", "identitas"),
    source=PRABUMULIH,
    certainty=SEEN,
)
def opinion_is_published(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield opinions that cannot have been given yet when the report was made."""
    key = reported(report, RESULTS)
    if not key or not _too_early(report):
        return
    for form, record in coded_rows(report):
        if record.text("jenis") == OPINION and not is_empty(record, key):
            yield rule.at(
                form,
                record,
                key,
                "opini tahun berjalan belum terbit; yang dapat dikutip opini tahun sebelumnya.",
                "Sebut pada Bukti dukung tahun laporan keuangan yang diberi opini.",
            )


def _too_early(report: Report) -> bool:
    """Return whether the report was made before the opinion on its year can be known."""
    day, year = date_of(report.forms["identitas"].cells, "tanggal_laporan"), report.year
    if year is None:
        return False
    if day is None:
        return 0 < report.quarter < 4
    return day < date(year + 1, _OPINION_MONTH, 1)


@rule(
    "KN220",
    Severity.INFO,
    "Predikat atau opini yang tidak tercapai diberi keterangan peringkatnya.",
    needs=_NEEDS,
    source=PRABUMULIH + "; tidak ada konversi resmi ke persen",
    certainty=SEEN,
)
def missed_grade(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield grades and opinions below target with their distance by rank."""
    for form, record in coded_rows(report):
        if record.computed.get("capaian") != NOT_REACHED:
            continue
        target, result = record.computed.get("target"), record.computed.get("realisasi")
        note = ordinal_note(record.text("jenis"), target, result)
        yield rule.at(
            form,
            record,
            "capaian",
            f"target tidak tercapai. {note or 'Tidak ada persentase resmi'}.",
            "Persentase ini hanya keterangan; jelaskan sebab dan upaya perbaikannya.",
            typed=NOT_REACHED,
        )


@rule(
    "KN221",
    Severity.INFO,
    "Skor pada jenis Predikat diterjemahkan menjadi huruf.",
    needs=_NEEDS,
    source=PRABUMULIH + " (71,2 disebut B); PermenPANRB 88/2021",
    certainty="sekunder",
)
def grade_of_the_score(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield scores with the grade that they mean, where the target is a letter."""
    key = reported(report, RESULTS)
    for form, record in coded_rows(report):
        score, target = record.number("realisasi"), record.computed.get("target")
        wanted = record.text("jenis") == "Predikat" and isinstance(target, str)
        if key and wanted and score is not None and 0 <= score <= 100:
            grade = grade_of(score)
            message = f"skor {number(score)} berarti predikat {grade}, dibandingkan dengan huruf."
            fix = "Tidak perlu tindakan; tulis predikat yang sama dalam laporan."
            yield rule.at(form, record, key, message, fix, computed=grade)


@rule(
    "KN222",
    Severity.GALAT,
    "Skor dan huruf yang ditulis bersama saling cocok.",
    needs=_NEEDS,
    source=PRABUMULIH + " (71,2 disebut B)",
    certainty=SEEN,
)
def score_fits_grade(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield cells that hold a score and a letter that do not belong together."""
    for form, record in coded_rows(report):
        for key in RESULTS:
            typed = record.typed(key)
            both = _SCORE_AND_GRADE.fullmatch(typed.strip()) if isinstance(typed, str) else None
            score = float(both[1].replace(",", ".")) if both else 101.0
            if both and score <= 100 and grade_of(score) != both[2].upper():
                yield rule.at(
                    form,
                    record,
                    key,
                    "skor dan huruf tidak cocok.",
                    "Tulis skornya saja; hurufnya mengikuti skor.",
                    computed=grade_of(score),
                )


@rule(
    "KN223",
    Severity.GALAT,
    "Realisasi level adalah 1 sampai 5.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def level_up_to_five(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield levels outside 1 to 5."""
    for form, record in coded_rows(report):
        level = LEVEL in {record.text("jenis"), named_kind(indikator_of(record))}
        for key in RESULTS if level else ():
            value = record.number(key)
            if value is not None and not 1 <= value <= 5:
                yield rule.at(
                    form,
                    record,
                    key,
                    "realisasi level di luar 1 sampai 5.",
                    "Tulis levelnya, misalnya 3.",
                )
