"""Rules about figures in texts: how they are written and whether they are called rightly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.forms.base import NUMERIC
from sakip_excel.rules._look import PRABUMULIH, PROBOLINGGO, SEEN
from sakip_excel.rules._texts import typed_texts
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.rules.text import scan
from sakip_excel.scoring.grades import grade_of
from sakip_excel.values.number import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_ENGLISH: Final = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){2,5}(?![\d,])|\d{1,3}\.\d{1,2}\s?%)")
_SCORE_FIRST: Final = re.compile(
    r"\b(?:nilai|skor|sebesar|mencapai|(?P<above>di ?atas|lebih dari)|hasil)\s"
    r"(?P<score>\d{1,3}(?:[.,]\d{1,2})?)(?![\d%])[^.;%\d\n]{0,40}?"
    r"\b(?:predikat|nilai|kategori|konversi)\s[\"'“]?(?P<grade>AA|BB|CC|A|B|C|D)\b"
)
_GRADE_FIRST: Final = re.compile(
    r"\b(?:predikat|nilai|kategori)\s[\"'“]?(?P<grade>AA|BB|CC|A|B|C|D)\b[\"'”]?\s?"
    r"(?:\(|dengan (?:nilai|skor)\s|skor\s)(?P<above>)(?P<score>\d{1,3}(?:[.,]\d{1,2})?)(?![\d%])"
)
_CALLED: Final = r"\b(?:predikat|kategori|kriteria|tergolong|dinyatakan|skala \w+)\s[\"'“]?({})\b"


@rule(
    "TX108",
    Severity.PERINGATAN,
    "Angka ditulis dengan titik untuk ribuan dan koma untuk desimal.",
    needs=(),
    source=PROBOLINGGO + " (40,377,837,000 dan 82.21%)",
    certainty=SEEN,
)
def indonesian_numbers(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield figures written the English way, in texts and in cells for numbers."""
    message = "angka ditulis cara Inggris (koma untuk ribuan atau titik untuk desimal)."
    fix = "Tulis titik untuk ribuan dan koma untuk desimal, misalnya 1.000.000 dan 82,21%."

    def look(text: str) -> str:
        return message if _ENGLISH.search(text) else ""

    yield from scan(report, rule, look, fix, mentions=(",", "%"))
    for form, record, key in _typed_figures(report):
        yield rule.at(form, record, key, message, fix)


def _typed_figures(report: Report) -> Iterator[tuple[FormData, Record, str]]:
    """Yield the cells for numbers that hold text in English writing."""
    for form in report.forms.values():
        fields = (*form.form.columns, *form.form.cells)
        keys = [f.key for f in fields if f.is_input and f.kind in NUMERIC]
        for record in (*form.rows, form.cells):
            for key in keys:
                typed = record.typed(key)
                if isinstance(typed, str) and parse_number(typed).english:
                    yield form, record, key


@rule(
    "TX109",
    Severity.PERINGATAN,
    "Skor dan predikat AKIP dalam teks saling cocok.",
    needs=(),
    source=PRABUMULIH + " (71,2 dan di atas 70 disebut B)",
    certainty=SEEN,
)
def score_and_grade_agree(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts that give a score the wrong grade."""

    def look(text: str) -> str:
        for pattern in (_SCORE_FIRST, _GRADE_FIRST):
            for match in pattern.finditer(text):
                score = float(match["score"].replace(",", ".")) + (0.01 if match["above"] else 0)
                right = grade_of(score)
                if right and right != match["grade"]:
                    return f"skor {match['score']} berarti {right}, bukan {match['grade']}."
        return ""

    words = ("predikat", "nilai", "kategori", "konversi")
    yield from scan(report, rule, look, "Perbaiki skor atau predikatnya.", mentions=words)


@rule(
    "TX112",
    Severity.PERINGATAN,
    "Kata predikat dalam teks sama dengan predikat yang dihitung.",
    needs=("kinerja",),
    source=PRABUMULIH + " (99,42% disebut Berhasil)",
    certainty=SEEN,
)
def predikat_as_computed(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts that call a capaian by another word than the scale in force gives it."""
    names = sorted(report.settings.skala_predikat.names, key=len, reverse=True)
    called = re.compile(_CALLED.format("|".join(map(re.escape, names))), re.IGNORECASE)
    for form, record, key, text in typed_texts(report, ("kinerja",)).cells:
        right = record.text("predikat")
        said = called.search(text)
        if said and right in names and said[1].casefold() != right.casefold():
            yield rule.at(
                form,
                record,
                key,
                "kata predikat dalam teks berbeda dari predikat yang dihitung.",
                "Pakai kata menurut skala pada Beranda.",
                computed=right,
            )
