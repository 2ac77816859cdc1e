"""Rules about what was left over from elsewhere: regions, years, periods, laws, DIPA numbers."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from sakip_excel.finding import Severity
from sakip_excel.forms.identitas import PROVINCES
from sakip_excel.rules._look import PRABUMULIH, PROBOLINGGO, SEEN
from sakip_excel.rules.regions import regions_in, same_province, same_region
from sakip_excel.textcheck.remark import text_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.rules.regions import Region
    from sakip_excel.textcheck.document import Document
    from sakip_excel.textcheck.known import Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_ALIKE: Final = 0.8
_PERIODS: Final = frozenset({(2015, 2019), (2020, 2024), (2025, 2029)})
_ORDINALS: Final = ("pertama", "kedua", "ketiga", "keempat", "kelima")

# "DPRD Kota. Adapun" ends a sentence; "Kabupaten/ Kota" is no name.
_SENTENCE: Final = re.compile(r"\b(Kota|Provinsi|Kabupaten)\.(?= )")
_PERIOD: Final = re.compile(
    r"\b(?P<plan>RPJMN?|Renstra|Rencana Strategis|Rencana Pembangunan Jangka Menengah)\b"
    r"(?:(?!RPJ|Renstra|Rencana Strategis)[^;]){0,70}?"
    r"\b(?P<first>20\d\d)\s?[-–—]\s?(?P<last>20\d\d)\b",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(
    rf"tahun (?P<which>{'|'.join(_ORDINALS)}) (?:dari |pada |dalam )?(?:periode )?"
    r"(?:Renstra|RPJMN|Rencana Strategis)\D{0,30}(?P<first>20\d\d)\s?[-–—]\s?20\d\d",
    re.IGNORECASE,
)
_BEFORE_PERIOD: Final = re.compile(
    r"(?:nomor|no\.?)\s?\d{1,4}\s+tahun\s+(20\d\d)\s+tentang\s+(?:Renstra|Rencana)[^;]{0,60}?"
    r"(20\d\d)\s?[-–—]\s?20\d\d",
    re.IGNORECASE,
)


class _Law(NamedTuple):
    """A law that holds no more, or a word that it took along, from a year of report on."""

    pattern: str
    since: int
    message: str
    fix: str


_LAWS: Final = (
    _Law(
        r"(?:undang[-–\s]*undang|\buu)\b[^.;\n]{0,30}?\b15\s+tahun\s+2011|\buu\s?15/2011",
        2017,
        "UU 15 Tahun 2011 sudah dicabut dengan UU 7 Tahun 2017.",
        "Rujuk UU 7 Tahun 2017.",
    ),
    _Law(
        r"(?:pkpu|peraturan (?:kpu|komisi pemilihan umum))\s+(?:nomor\s+|no\.?\s*)?14\s+"
        r"(?:tahun\s+)?/?\s?2022",
        0,
        "PKPU 14 Tahun 2022 tidak dikenal; tugas Sekretariat Jenderal diatur PKPU 14 Tahun 2020.",
        "Perbaiki tahunnya.",
    ),
    _Law(
        r"\bpenetapan kinerja\b",
        2014,
        "memakai istilah lama Penetapan Kinerja.",
        "Ganti menjadi Perjanjian Kinerja (Perpres 29 Tahun 2014).",
    ),
)
_REPLACED: Final = re.compile(
    r"\b(?:mencabut|dicabut|diganti|digantikan|menggantikan|pengganti|tidak berlaku)\b"
    r"|29\s+tahun\s+2010\s+tentang",  # the regulation that had Penetapan Kinerja in its title
    re.IGNORECASE,
)
_NEAR: Final = 120
"""Characters before and after, within the sentence, that say that a law is history."""
_CITED: Final = re.compile(r"\b(?:nomor|no\.?)\s?\d{1,4}\s+tahun\s+(2\d{3})\b", re.IGNORECASE)
_DIPA: Final = re.compile(r"DIPA[\s-]*(\d{3})\.(\d{2})\.(\d)\.(\d{6})\s?/\s?(20\d\d)")


@text_rule(
    "TX212",
    Severity.PERINGATAN,
    "Teks tidak menyebut daerah atau satker lain.",
    source=f"{PROBOLINGGO} (Pacitan, Purwakarta, Bojonegoro, NTB)",
    certainty=SEEN,
)
def other_region(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield names of other kabupaten, kota and provinsi; the own name misspelt is information."""
    if known.level == "Pusat":
        return
    # Every change keeps the length, so that offsets stay true.
    text = _SENTENCE.sub(r"\1|", document.text).replace("/ ", "/=").replace("\n", "|")
    searched = 0
    for region in regions_in(text):
        kind, *words = map(re.escape, region.printed.split())
        at = re.compile(rf"{kind}\.?\s+" + r"\s+".join(words)).search(text, searched)
        if at is None:
            continue
        searched = at.end()
        verdict = _verdict(region, known)
        if verdict:
            yield speaker.say(
                at.start(),
                at.end(),
                f"{region.printed} {verdict}.",
                "Periksa apakah bagian ini disalin dari satker lain.",
                severity=Severity.INFO if "mirip" in verdict else None,
            )


def _verdict(region: Region, known: Known) -> str:
    """Return what is wrong with a region that a text names, empty when it is the own one."""
    if region.kind == "provinsi":
        return _province_verdict(region.words, known.province)
    own = known.own
    if known.level == "Provinsi" or own is None or own.kind == "provinsi":
        return ""
    if same_region(region, own) or own.words.startswith(f"{region.words} "):
        return ""
    name = region.words.split()[0]
    if region.kind == own.kind and _alike(name, own.words.split()[0]):
        return f"mirip {own.printed}, mungkin salah tulis"
    return f"bukan daerah satker ini ({own.printed})"


def _province_verdict(words: str, own: str) -> str:
    if not own or same_province(words, own) or own.casefold().startswith(f"{words} "):
        return ""
    if any(same_province(words, province) for province in PROVINCES):
        return f"bukan provinsi satker ini ({own})"
    alike = _alike(" ".join(words.split()[: len(own.split())]), own.casefold())
    return f"mirip Provinsi {own}, mungkin salah tulis" if alike else ""


def _alike(one: str, other: str) -> bool:
    if one.startswith(other):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


@text_rule(
    "TX214",
    Severity.PERINGATAN,
    "Periode RPJMN dan Renstra benar dan mencakup tahun laporan.",
    source=f"{PRABUMULIH} (RPJMN 2020-2025; PKPU 63/2015 sebagai Renstra 2020-2024)",
    certainty=SEEN,
)
def plan_period(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield periods that do not exist, do not cover the report year or precede their rule."""
    for match in _PERIOD.finditer(document.text):
        first, last = int(match["first"]), int(match["last"])
        message = ""
        if (first, last) not in _PERIODS:
            right = next((f"{a}-{b}" for a, b in _PERIODS if a <= known.year <= b), "")
            message = f"periode {first}-{last} tidak dikenal" + (f"; {right}." if right else ".")
        elif known.year and not first <= known.year <= last + 1:
            message = f"periode {first}-{last} tidak mencakup tahun laporan {known.year}."
        if message:
            yield speaker.say(match.start(), match.end(), message, "Perbaiki periodenya.")
    for match in _BEFORE_PERIOD.finditer(document.text):
        if int(match[1]) < int(match[2]) - 2:
            yield speaker.say(
                match.start(),
                match.end(),
                f"peraturan tahun {match[1]} tidak mungkin memuat periode mulai {match[2]}.",
                "Perbaiki nomor peraturan atau periodenya.",
            )
    yield from _ordinals(document, known, speaker)


def _ordinals(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    for match in _ORDINAL.finditer(document.text):
        sentence = document.sentence(match.start())
        before = document.text[sentence.start : match.start()]
        years = re.findall(r"20\d\d", before)
        year = int(years[-1]) if years else known.year
        which = _ORDINALS.index(match["which"].casefold()) + 1
        right = year - int(match["first"]) + 1
        if year and which != right:
            name = _ORDINALS[right - 1] if 1 <= right <= 5 else f"ke-{right}"
            yield speaker.say(
                match.start(),
                match.end(),
                f"tahun {year} adalah tahun {name}, bukan {match['which'].lower()}.",
                "Perbaiki urutan tahunnya.",
                computed=name,
            )


@text_rule(
    "TX215",
    Severity.PERINGATAN,
    "Dasar hukum yang disebut masih berlaku dan bertahun benar; istilahnya baku.",
    source=f"{PRABUMULIH} (UU 15/2011, PKPU 14/2022, Penetapan Kinerja)",
    certainty=SEEN,
)
def law_in_force(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield laws that were repealed or bear an impossible year, and the old name of PK."""
    for law in _LAWS:
        if known.year and known.year < law.since:
            continue
        for match in re.finditer(law.pattern, document.text, re.IGNORECASE):
            if not _REPLACED.search(_sentence(document.text, match)):
                yield speaker.say(match.start(), match.end(), law.message, law.fix)
    for match in _CITED.finditer(document.text):
        if known.year and int(match[1]) > known.year + 1:
            yield speaker.say(
                match.start(),
                match.end(),
                f"peraturan tahun {match[1]} belum ada pada laporan tahun {known.year}.",
                "Perbaiki tahun peraturannya.",
            )


def _sentence(text: str, match: re.Match[str]) -> str:
    """Return what stands around a place, up to the ends of its sentence."""
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    return before.rpartition(". ")[2] + match[0] + after.partition(". ")[0]


@text_rule(
    "TX217",
    Severity.GALAT,
    "Nomor DIPA memuat bagian anggaran 076, kode satker dan tahun laporan.",
    source="pola nomor DIPA pada RAK Kota Probolinggo dan RKT Kabupaten Gianyar 2024",
    certainty=SEEN,
)
def dipa_number(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield DIPA numbers of another ministry, satker or year."""
    for match in _DIPA.finditer(document.text):
        wrong = []
        if match[1] != "076":
            wrong.append(f"bagian anggaran {match[1]} bukan 076")
        if known.code and match[4] != known.code:
            wrong.append(f"kode satker {match[4]} bukan {known.code}")
        if known.year and int(match[5]) != known.year:
            wrong.append(f"tahun {match[5]} bukan {known.year}")
        if wrong:
            message = "; ".join(wrong) + "."
            yield speaker.say(match.start(), match.end(), message, "Perbaiki nomor DIPA-nya.")
