"""Rules of the PK about its rows together: duplicates, codes, sasaran, tujuan, too easy targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules import units
from sakip_excel.rules._look import (
    CONVENTION,
    KUBU_RAYA,
    PRABUMULIH,
    PROBOLINGGO_RAK,
    SEEN,
    plain,
    word_set,
)
from sakip_excel.rules.likeness import content_words, repeats
from sakip_excel.rules.measures import PERCENT, measured, named_kind
from sakip_excel.rules.registry import Rule, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_NEEDS = ("pk",)
_ENOUGH_ROWS: Final = 3
_LONGEST_NUMBER: Final = 4
_OUTCOME_WORDS: Final = word_set("tersedianya meningkatnya tercapainya tahapan penyelenggaraan")


@rule(
    "PK212",
    Severity.GALAT,
    "Satu sel memuat satu indikator.",
    needs=_NEEDS,
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def one_indikator_per_row(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield cells that hold several indikator under one target."""
    fix = "Tulis tiap indikator pada baris sendiri dengan kode dan targetnya."
    yield from units.several_in_a_cell(rule, report.forms["pk"], fix)


@rule(
    "PK213",
    Severity.PERINGATAN,
    "Indikator tidak ditanyakan dua kali.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def no_duplicate_indikator(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield indikator that repeat an earlier one in the same or almost the same words."""
    form = report.forms["pk"]
    rows = {r.row: r for r in form}
    words = ((r.row, content_words(r.text("indikator"), report.satker)) for r in form)
    for later, earlier in repeats(words):
        yield rule.at(
            form,
            rows[later],  # type: ignore[index]
            "indikator",
            f"indikator ini sama atau hampir sama dengan baris {earlier}.",
            "Hapus salah satu, atau perjelas bedanya.",
        )


def _sasaran_code(record: Record) -> str:
    """Return the part of the code that belongs to the sasaran, e.g. ``1.1`` of ``1.1.2``."""
    head, dot, _ = record.text("kode").rpartition(".")
    return head if dot else ""


def _tujuan_code(record: Record) -> str:
    """Return the part of the code that belongs to the tujuan, empty in a code of two parts."""
    code = record.text("kode")
    return code.partition(".")[0] if code.count(".") > 1 else ""


def _differing(
    form: FormData, key: str, code_of: Callable[[Record], str]
) -> Iterator[tuple[Record, str]]:
    """Yield rows whose text differs from the first one with the same part of the code."""
    first: dict[str, str] = {}
    for record in form:
        code, text = code_of(record), record.text(key)
        if not code or not text:
            continue
        if plain(first.setdefault(code, text)) != plain(text):
            yield record, first[code]


@rule(
    "PK214",
    Severity.PERINGATAN,
    "Satu sasaran memakai satu nomor.",
    needs=_NEEDS,
    source=KUBU_RAYA,
    certainty=SEEN,
)
def sasaran_once(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows that give a sasaran another number than it had before."""
    form = report.forms["pk"]
    first: dict[tuple[str, ...], str] = {}
    seen: set[str] = set()
    for record in form:
        code, words = _sasaran_code(record), _sasaran_words(record, report.satker)
        if not code or not words or code in seen:
            continue
        seen.add(code)
        if first.setdefault(words, code) != code:
            yield rule.at(
                form,
                record,
                "sasaran",
                f"sasaran yang sama atau hampir sama sudah memakai nomor {first[words]}.",
                "Gabungkan indikatornya di bawah satu nomor, atau perjelas beda sasarannya.",
            )


def _sasaran_words(record: Record, own: str) -> tuple[str, ...]:
    words = content_words(record.text("sasaran"), own)
    return tuple(word for word in words if word not in _OUTCOME_WORDS)


@rule(
    "PK216",
    Severity.PERINGATAN,
    "Baris dengan nomor sasaran yang sama memuat teks sasaran yang sama.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def sasaran_same_text(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows whose sasaran differs from that of the first row with its number."""
    form = report.forms["pk"]
    for record, first in _differing(form, "sasaran", _sasaran_code):
        yield rule.at(
            form,
            record,
            "sasaran",
            "teks sasaran berbeda dari baris lain dengan nomor sasaran yang sama.",
            "Samakan teksnya, atau perbaiki kodenya.",
            computed=first,
        )


@rule(
    "PK217",
    Severity.PERINGATAN,
    "Baris dengan nomor tujuan yang sama memuat teks tujuan yang sama.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def tujuan_same_text(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows whose tujuan differs from that of the first row with its number."""
    form = report.forms["pk"]
    for record, first in _differing(form, "tujuan", _tujuan_code):
        yield rule.at(
            form,
            record,
            "tujuan",
            "teks tujuan berbeda dari baris lain dengan nomor tujuan yang sama.",
            "Samakan teksnya, atau perbaiki kodenya.",
            computed=first,
        )


@rule(
    "PK218",
    Severity.PERINGATAN,
    "Target persentase tidak seluruhnya 100%.",
    needs=_NEEDS,
    source="catatan evaluasi AKIP: target terlalu mudah",
    certainty="sekunder",
)
def not_all_hundred(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when every percentage of the PK has the target 100."""
    form = report.forms["pk"]
    targets = [
        target.value
        for record in form
        if (target := measured(record, "target")).is_percent
        or (record.text("jenis") or named_kind(record.text("indikator"))) == PERCENT
    ]
    if len(targets) >= _ENOUGH_ROWS and all(value == 100 for value in targets):
        yield rule.about(
            form,
            "semua target persentase 100%.",
            "Tetapkan target menurut capaian tahun lalu; target yang seragam sulit dipercaya.",
        )


@rule(
    "PK220",
    Severity.PERINGATAN,
    "Teks sasaran berbeda dari teks tujuan.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def sasaran_is_not_tujuan(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows where the tujuan was copied into the sasaran."""
    form = report.forms["pk"]
    for record in form:
        sasaran = plain(record.text("sasaran"))
        if sasaran and sasaran == plain(record.text("tujuan")):
            yield rule.at(
                form,
                record,
                "sasaran",
                "teks sasaran sama dengan teks tujuan.",
                "Tulis sasaran strategis menurut Renstra.",
            )


@rule(
    "PK221",
    Severity.INFO,
    "Nomor indikator dalam satu sasaran berurutan tanpa lompatan.",
    needs=_NEEDS,
    source=f"{PROBOLINGGO_RAK} (nomor ganda dan terlompat); kesepakatan alat ini",
    certainty=CONVENTION,
)
def codes_run_on(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield codes that leave out a number within their sasaran."""
    form = report.forms["pk"]
    numbers = {r.row: n for r in form if (n := _number_in_sasaran(r))}
    used = set(numbers.values())
    for record in form:
        head, number = numbers.get(record.row, ("", 0))
        if number > 1 and (head, number - 1) not in used:
            yield rule.at(
                form,
                record,
                "kode",
                "nomor indikator melompat dalam sasaran ini.",
                "Periksa apakah ada indikator yang terlewat.",
            )


def _number_in_sasaran(record: Record) -> tuple[str, int] | None:
    head, _, tail = record.text("kode").rpartition(".")
    if not head or not tail.isascii() or not tail.isdecimal() or len(tail) > _LONGEST_NUMBER:
        return None
    return head, int(tail)
