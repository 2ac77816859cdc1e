"""Rules about what texts say: years, periods, laws, terms and amounts in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import GIANYAR, PRABUMULIH, PROBOLINGGO, SEEN
from sakip_excel.rules._texts import typed_texts
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.values._memory import remembered
from sakip_excel.values.display import rupiah
from sakip_excel.values.terbilang import read_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report

_PLANS: Final = ("pk", "rak")
_PERIODS: Final = frozenset({(2015, 2019), (2020, 2024), (2025, 2029)})

_RANGE: Final = re.compile(r"\b(20\d\d)\s?(?:[-–—/]|s\.?d\.?|sampai(?: dengan)?)\s?(20\d\d)\b")
_PERIOD: Final = re.compile(
    r"\b(RPJMN?|Renstra|Rencana Strategis|Rencana Pembangunan Jangka Menengah)\b[^.;\n]{0,60}?"
    r"\b(20\d\d)\s?[-–—]\s?(20\d\d)\b",
    re.IGNORECASE,
)
_CITED_YEAR: Final = re.compile(
    r"(?:nomor|no\.?)\s{0,2}\d{1,4}\s{1,3}tahun\s(20\d\d)", re.IGNORECASE
)
_CITATION: Final = re.compile(
    r"(?:nomor|no\.?|uu|pkpu|perpres|permenpanrb|pmk)\s{0,2}[\w./-]{1,40}\s{1,3}tahun\s{1,3}20\d\d"
    r"|/\s?20\d\d\b|tahun\s{1,3}20\d\d\s{1,3}tentang",
    re.IGNORECASE,
)
_ELECTION: Final = re.compile(
    r"\b(?:pemilu|pemilihan|pilkada|serentak|legislatif|presiden|dpt)\b[^.;\n]{0,25}?\b20\d\d\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![\d.,/])20[0-4]\d(?![\d.,]\d|\d)")
_REPEALED: Final = re.compile(
    r"(?:undang-undang|\buu)\b[^.;\n]{0,30}?\b15\s{1,2}tahun\s{1,2}2011|\buu\s{0,2}15/2011",
    re.IGNORECASE,
)
_SETJEN: Final = re.compile(
    r"(?:pkpu|peraturan (?:kpu|komisi pemilihan umum))\s(?:nomor\s|no\.?\s)?14\s"
    r"(?:tahun\s)?/?2022",
    re.IGNORECASE,
)
_CLAIM: Final = re.compile(
    r"(?<!yang )\b(?:telah|sudah) (?:dicapai|tercapai|terlaksana|dilaksanakan|terpenuhi|memenuhi)\b"
    r"|\bdapat memenuhi target\b|(?<!yang )\bberhasil (?:mencapai|dicapai|memenuhi)\b"
    r"|\bhasil capaian kinerja\b|\bmelampaui target\b",
    re.IGNORECASE,
)
_OLD_TERM: Final = re.compile(r"\bpenetapan kinerja\b", re.IGNORECASE)


def scan(
    report: Report,
    rule: Rule,
    look: Callable[[str], str],
    fix: str,
    *,
    mentions: tuple[str, ...],
    forms: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """Yield a finding for every text about which `look` has something to say.

    Args:
        report: the report.
        rule: the rule that finds.
        look: returns the message, empty when the text is in order.
        fix: what to do.
        mentions: pieces in small letters; a text without any of them is in order.
        forms: keys of the forms to look at; default: all but Beranda.
    """
    texts = typed_texts(report, forms)
    said = {text: message for text in texts.with_one_of(mentions) if (message := look(text))}
    if not said:
        return
    for form, record, key, text in texts.cells:
        if text in said:
            yield rule.at(form, record, key, said[text], fix)


def spelled_message(typed: str, computed: str) -> str:
    """Return what is wrong with an amount in words.

    Args:
        typed: words as they stand in the cell.
        computed: words that belong to the figure.

    Example:
        >>> spelled_message("sebelas juta rupiah", "dua belas juta rupiah")
        'tertulis terbilang untuk Rp 11.000.000, angkanya Rp 12.000.000.'
    """
    said, meant = read_words(typed), read_words(computed)
    figure = f", angkanya {rupiah(meant)}" if meant is not None else ""
    if said is None:
        return f"teks terbilang tidak dapat dibaca sebagai bilangan{figure}."
    if said == meant:
        return "terbilang menyebut angka yang benar, tetapi menimpa rumusnya."
    return f"tertulis terbilang untuk {rupiah(said)}{figure}."


@rule(
    "TX103",
    Severity.PERINGATAN,
    "Teks tidak memuat tahun selain tahun laporan dan tahun sebelumnya.",
    needs=("identitas",),
    source=PROBOLINGGO + " (Tahun 2020 dan 2023 pada laporan 2024)",
    certainty=SEEN,
)
def no_stale_year(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts with another year; laws, periods and elections keep theirs."""
    year = report.year
    if year is None:
        return
    for form, record, key, text in typed_texts(report).cells:
        if "20" not in text:
            continue
        # A follow-up is written for the year to come.
        ahead = 1 if key in {"tindak_lanjut", "hambatan", "keterangan"} else 0
        allowed = range(year - 1, year + ahead + 1)
        stale = next((y for y in _years(text) if y not in allowed), None)
        if stale:
            yield rule.at(
                form,
                record,
                key,
                f"memuat tahun {stale}, sedangkan tahun laporan {year}.",
                "Periksa apakah teks ini terbawa dari dokumen lain.",
            )


@remembered
def _years(text: str) -> tuple[int, ...]:
    """Return the years of a text that belong to no law, period or election."""
    for pattern in (_CITATION, _RANGE, _ELECTION):
        text = pattern.sub(" ", text)
    return tuple(int(match[0]) for match in _YEAR.finditer(text))


@rule(
    "TX104",
    Severity.PERINGATAN,
    "Periode RPJMN dan Renstra adalah 2015-2019, 2020-2024 atau 2025-2029.",
    needs=(),
    source=PRABUMULIH + " (RPJMN 2020-2025; PKPU 63/2015 sebagai Renstra 2020-2024)",
    certainty=SEEN,
)
def period_is_right(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts with a period of RPJMN or Renstra that does not exist or has passed."""
    year = report.year

    def look(text: str) -> str:
        for match in _PERIOD.finditer(text):
            first, last = int(match[2]), int(match[3])
            if (first, last) not in _PERIODS:
                return f"periode {first}-{last} tidak dikenal."
            cited = _CITED_YEAR.search(text)
            if cited and not first - 2 <= int(cited[1]) <= last:
                return f"peraturan tahun {cited[1]} tidak mungkin memuat periode {first}-{last}."
            if year is not None and not first <= year <= last + 1:
                return f"periode {first}-{last} tidak mencakup tahun laporan."
        return ""

    fix = "Perbaiki periode atau peraturannya."
    yield from scan(report, rule, look, fix, mentions=("20",))


@rule(
    "TX105",
    Severity.PERINGATAN,
    "Dasar hukum yang disebut masih berlaku dan bernomor benar.",
    needs=(),
    source=PRABUMULIH + " (UU 15/2011 dicabut UU 7/2017; PKPU 14/2022 untuk 14/2020)",
    certainty=SEEN,
)
def law_in_force(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts that cite a law that was repealed or a regulation by a wrong year."""

    def look(text: str) -> str:
        if _REPEALED.search(text):
            return "UU 15 Tahun 2011 sudah dicabut dengan UU 7 Tahun 2017."
        if _SETJEN.search(text):
            return (
                "PKPU 14 Tahun 2022 tidak dikenal; tugas Sekretariat Jenderal diatur PKPU 14/2020."
            )
        return ""

    yield from scan(report, rule, look, "Perbaiki dasar hukumnya.", mentions=("2011", "2022"))


@rule(
    "TX106",
    Severity.PERINGATAN,
    "Dokumen rencana (PK, RAK) tidak menyatakan hasil.",
    needs=(),
    source=GIANYAR,
    certainty=SEEN,
)
def no_result_in_a_plan(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts of PK and RAK that claim a result: text of a report was reused."""

    def look(text: str) -> str:
        found = _CLAIM.search(text)
        return f"rencana memuat pernyataan hasil: '{found[0].lower()}'." if found else ""

    fix = "Tulis sebagai rencana; hasil dilaporkan pada Kinerja dan LKj."
    words = ("telah", "sudah", "hasil", "target")
    yield from scan(report, rule, look, fix, mentions=words, forms=_PLANS)


@rule(
    "TX107",
    Severity.PERINGATAN,
    "Istilah yang berlaku adalah Perjanjian Kinerja, bukan Penetapan Kinerja.",
    needs=(),
    source=PRABUMULIH + "; Perpres 29/2014",
    certainty=SEEN,
)
def current_term(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield texts with the old term Penetapan Kinerja."""

    def look(text: str) -> str:
        return "memakai istilah lama Penetapan Kinerja." if _OLD_TERM.search(text) else ""

    fix = "Ganti menjadi Perjanjian Kinerja."
    yield from scan(report, rule, look, fix, mentions=("penetapan",))
