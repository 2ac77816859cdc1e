"""Rules about years: titles, names of documents, budget evidence and contradictions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import PRABUMULIH, PROBOLINGGO, SEEN, plain, word_set
from sakip_excel.textcheck.document import Kind
from sakip_excel.textcheck.figures import AMOUNT, amount_of
from sakip_excel.textcheck.remark import text_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.textcheck.document import Document, Span
    from sakip_excel.textcheck.known import Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_MONTH: Final = (
    r"(?:Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember)"
)
# A year of a law, a date or a span is nobody's mistake.
_NOT_OURS: Final = re.compile(
    r"Lembaran Negara[^;]{0,60}?\d{4}|(?:nomor|no\.?)[\s:]*[\w./-]{1,40}[\s,]+tahun\s+\d{4}"
    r"|\b\d{1,4}\s+tahun\s+\d{4}|\bperihal\b[^.;]{0,120}?\b20\d\d"
    r"|tahun\s+\d{4}\s+tentang|/\s?20\d\d\b|\b20\d\d/\d"
    rf"|\b\d{{1,2}}\s+{_MONTH}\s+20\d\d"
    r"|\b20\d\d\s?(?:[-–—]|s\.?d\.?|sampai(?: dengan)?)\s?20\d\d",
    re.IGNORECASE,
)
_ELECTION_YEARS: Final = frozenset({2004, 2009, 2014, 2015, 2017, 2018, 2019, 2020, 2024, 2029})
_ELECTION: Final = re.compile(
    r"\b(?:pemilu|pemilukada|pemilihan|pilkada|serentak|legislatif|presiden|dpt|dapil|kampanye"
    r"|tahapan|gubernur|bupati|wali\s?kota)\b[^.;\d]{0,45}?\b(20\d\d)",
    re.IGNORECASE,
)
_SERENTAK: Final = ("serentak tahun ", "serentak ")
_YEAR: Final = re.compile(r"(?<![\d.,/])20[0-4]\d(?![\d.,]\d|\d)")
_NAMED: Final = re.compile(
    r"\b(?:Laporan Kinerja|LKj|LKIP|LAKIP|LK|pelaporan kinerja|Perjanjian Kinerja|Rencana Kinerja"
    r"|Rencana Kinerja Tahunan|RKT|Indikator Kinerja Utama|IKU|Capaian Kinerja|kinerja kegiatan"
    r"|indikator input|pagu anggaran|kinerja yang hendak dicapai|Kinerja KPU|kegiatan"
    r"|merupakan bagian)\b[^.;]{0,75}?\btahun\s+(?P<after>20\d\d)"
    r"|\btahun\s+(?P<before>20\d\d)\b[^.;]{0,60}?\b(?:sasaran strategis|indikator input"
    r"|menentukan indi[ck]ator|melaksanakan kegiatan|merupakan bagian)",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(
    r"\b(?:sebelumnya|lalu|dibanding\w*|sedangkan|naik|turun|meningkat dari|menurun dari|sejak"
    r"|memperoleh|mendapat\w*|berkaca)\b",
    re.IGNORECASE,
)
_BUDGET: Final = re.compile(
    r"\b(?:realisasi anggaran|penyerapan anggaran|serapan anggaran|pagu anggaran)\b[^;]{0,140}?"
    rf"(?:\b{_MONTH}|\btahun(?: anggaran)?)\s+(?P<year>20\d\d)",
    re.IGNORECASE,
)
_SAID: Final = re.compile(r"\b((?:[^\W\d_]{1,40}[\s|]{1,9}){4})tahun[\s|]+(20\d\d)", re.IGNORECASE)
_EMPTY_WORDS: Final = word_set(
    "kpu kota kabupaten provinsi pada di dalam ke dari dan yang untuk anggaran kinerja capaian "
    "laporan kegiatan komisi pemilihan umum sampai dengan akhir selama pemilu serentak tahapan "
    "wakil walikota wali gubernur bupati presiden peserta secara bulan tahun atau indikator utama "
    "realisasi sasaran perjanjian rencana lkj lk melalui lingkungan republik indonesia"
)


@text_rule(
    "TX213",
    Severity.PERINGATAN,
    "Judul, keterangan tabel dan nama dokumen memakai tahun laporan.",
    source=f"{PROBOLINGGO} (Tahun 2020 dan 2023 pada laporan 2024)",
    certainty=SEEN,
)
def stale_year(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield years that were left over from an earlier report.

    In titles every other year counts, in sentences the year before only where the report speaks of
    itself (Laporan Kinerja Tahun ..., pagu Tahun ...); comparisons keep their years.
    """
    if not known.year:
        return
    for sentence in document.sentences:
        seen: set[int] = set()
        for at, year, reason in _stale(sentence, known):
            if year in seen:
                continue
            seen.add(year)
            start = max(sentence.text.rfind(" ", 0, max(at - 45, 0)), 0)
            yield speaker.say(
                sentence.start + start,
                sentence.start + at + 4,
                f"{reason} {year}, sedangkan tahun laporan {known.year}.",
                "Periksa apakah bagian ini terbawa dari laporan lain.",
            )


def _stale(sentence: Span, known: Known) -> Iterator[tuple[int, int, str]]:
    """Yield offset, year and reason for every year that is not the report's."""
    text = _masked(sentence.text)
    compared = bool(_COMPARED.search(text))
    for match in _BUDGET.finditer(text):
        if int(match["year"]) < known.year and not _COMPARED.search(match[0]):
            yield match.start("year"), int(match["year"]), "angka anggaran disebut untuk tahun"
    yield from _plain_years(text, known, title=sentence.kind is Kind.TITLE and not compared)
    if sentence.kind is Kind.ROW or compared:
        return
    for match in _NAMED.finditer(text):
        group = "after" if match["after"] else "before"
        if int(match[group]) < known.year:
            yield match.start(group), int(match[group]), "laporan ini disebut untuk tahun"


def _plain_years(text: str, known: Known, *, title: bool) -> Iterator[tuple[int, int, str]]:
    """Yield years that no report of this year speaks of, and last year's in a title."""
    for match in _YEAR.finditer(text):
        year = int(match[0])
        if year in (known.year, known.year + 1):
            continue
        if year not in _ELECTION_YEARS and text[: match.start()].casefold().endswith(_SERENTAK):
            yield match.start(), year, "pemilihan serentak disebut untuk tahun"
        if year != known.year - 1:
            yield match.start(), year, "memuat tahun"
        elif title:
            yield match.start(), year, "judul memuat tahun"


def _masked(text: str) -> str:
    """Return the text with the years of laws, dates, spans and real elections blotted out."""
    text = _NOT_OURS.sub(lambda m: "#" * len(m[0]), text)

    def election(match: re.Match[str]) -> str:
        if int(match[1]) not in _ELECTION_YEARS:
            return match[0]
        return match[0][:-4] + "####"

    return _ELECTION.sub(election, text)


@text_rule(
    "TX226",
    Severity.PERINGATAN,
    "Pagu tahun laporan tidak disebut sebagai pagu tahun lain.",
    source=f"{PROBOLINGGO} (pagu 2024 disebut pagu Tahun 2023)",
    certainty=SEEN,
)
def amount_of_another_year(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield sentences that give this year's amount to another year."""
    for sentence in document.sentences:
        years = {int(y) for y in _YEAR.findall(_masked(sentence.text))}
        if not years or not known.year or max(years) >= known.year:
            continue
        for match in re.finditer(AMOUNT.format("amount"), sentence.text):
            label = known.amounts.get(amount_of(match["amount"]) or 0)
            if label and "pagu" in sentence.text.casefold():
                yield speaker.say(
                    sentence.start,
                    sentence.start + match.end(),
                    f"jumlah ini {label} tahun {known.year}, bukan tahun {max(years)}.",
                    "Perbaiki tahunnya.",
                )


@text_rule(
    "TX224",
    Severity.PERINGATAN,
    "Pernyataan yang sama tidak disebut untuk tahun yang berbeda.",
    source=f"{PRABUMULIH} (tidak ada gugatan atau sengketa hukum di tahun 2023 dan 2024)",
    certainty=SEEN,
)
def same_words_other_year(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield a phrase with an earlier year that stands elsewhere with the report year."""
    found: dict[str, dict[int, re.Match[str]]] = {}
    own = set(plain(known.satker).split())
    for match in _SAID.finditer(document.text):
        if document.kind(match.start()) is Kind.TITLE:
            continue
        words = plain(match[1])
        if len(set(words.split()) - _EMPTY_WORDS - own) >= 2:
            found.setdefault(words, {}).setdefault(int(match[2]), match)
    for years in found.values():
        if known.year not in years:
            continue
        for year, match in years.items():
            if year < known.year:
                other = document.place(years[known.year].start())
                yield speaker.say(
                    match.start(),
                    match.end(),
                    f"disebut untuk tahun {year}; pada {other} untuk tahun {known.year}.",
                    "Periksa tahun mana yang dimaksud.",
                )
