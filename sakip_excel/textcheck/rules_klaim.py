"""Rules about what a report claims: predicates, grades, everything reached, counts, opinions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import CONVENTION, PRABUMULIH, PROBOLINGGO, SEEN
from sakip_excel.scoring.grades import grade_of
from sakip_excel.scoring.outcome import is_number
from sakip_excel.textcheck.figures import NOT_STATED, PERCENT, agrees, decimals_of, points_of
from sakip_excel.textcheck.remark import text_rule
from sakip_excel.values.display import percent, points
from sakip_excel.values.terbilang import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.textcheck.document import Document, Span
    from sakip_excel.textcheck.known import Indicator, Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_FAR: Final = 500  # characters between a predicate and the figure that it is about
_GRADE: Final = r"\b(?P<grade>AA|BB|CC|A|B|C|D)\b"
_SCORE_FIRST: Final = re.compile(
    r"\b(?:nilai|skor|sebesar|mencapai|hasil|di ?atas|lebih dari)\b(?P<between>[^.;%\d]{0,40}?)"
    r"[\s|]+(?P<score>\d{1,3}(?:[.,]\d{1,2})?)(?![\d%])[^.;%\d]{0,45}?"
    r"\b(?:predikat|nilai|kategori|konversi)[\s|]+(?:nilai[\s|]+)?[\"'“]?" + _GRADE
)
_GRADE_SCORE: Final = re.compile(
    r"\b(?:predikat|nilai|kategori)\s[\"'“]?" + _GRADE + r"[\"'”]?\s?"
    r"(?:\(|dengan (?:nilai|skor)\s|skor\s)(?P<score>\d{1,3}(?:[.,]\d{1,2})?)(?![\d%])"
)
_ABOVE: Final = re.compile(r"di ?atas|lebih dari", re.IGNORECASE)
_AS_BEFORE: Final = re.compile(_GRADE + r"\s+seperti\s+tahun\s+(?:sebelumnya|lalu)")
_CALLED: Final = r"\b(?:predikat|kategori|kriteria|tergolong|dinyatakan)\s[\"'“”]?({})\b"
_GRADE_CLAIM: Final = re.compile(
    r"\b(?:meraih|yakni|memperoleh|mendapat\w*|predikat|konversi nilai|bernilai)\s+"
    r"(?:nilai\s|predikat\s)?[\"“']?" + _GRADE
)
_AKIP: Final = re.compile(r"akuntabilitas kinerja|\bS?AKIP\b", re.IGNORECASE)
_WANTED: Final = re.compile(r"\b(?:target\w*|diharapkan|harapan\w*|agar|supaya)\b", re.IGNORECASE)
_ALL: Final = re.compile(
    r"\bsemua\s+(?:target|sasaran|indikator)[^.;]{0,60}?\b(?:terpenuhi|tercapai|dicapai)\b"
    r"|\b(?:berhasil|telah|sudah)\s+(?:mencapai|memenuhi)\s+(?:semua|seluruh)\s+"
    r"(?:target|sasaran|indikator)\w*"
    r"|\b(?:seluruh)\s+(?:target|sasaran|indikator)[^.;]{0,60}?\b(?:terpenuhi|tercapai|dicapai)\b",
    re.IGNORECASE,
)
_ALL_HERE: Final = re.compile(
    r"\b(?:terpenuhi|tercapai)nya\s+(?P<many>kedua|ketiga|keempat|kelima|keenam|semua|seluruh)\s+"
    r"(?:indikator|target)\w*"
    r"|\b(?P<other>kedua|ketiga|keempat|kelima|keenam)\s+(?:indikator|target)[^.;]{0,40}?"
    r"\b(?:terpenuhi|tercapai)\b",
    re.IGNORECASE,
)
_SOFTENED: Final = re.compile(r"\b(?:meskipun|walaupun|kecuali|hampir|belum)\b", re.IGNORECASE)
_CONDITION: Final = re.compile(r"\b(?:apabila|jika|jikalau|bila|kalau)\b", re.IGNORECASE)
_INTENDED: Final = re.compile(r"\b(?:hendak|akan|ingin|harus|agar)\b", re.IGNORECASE)
_COUNT: Final = re.compile(
    r"(?<![\d.,])\b(?P<number>\d{1,3}|[a-z]+)\s*(?:\((?P<spelled>[A-Za-z ]{2,30})\)\s*)?"
    r"(?P<what>sasaran strategis|sasaran (?:kegiatan|program)|indikator kinerja(?: utama)?)\b",
    re.IGNORECASE,
)
_REACHED: Final = re.compile(
    r"\bcapaian (?:kinerja|sasaran|indikator)\b[^%;]{0,70}?\b(?:sebesar|mencapai|adalah)\s+"
    + PERCENT.format("percent"),
    re.IGNORECASE,
)
_OPINION: Final = re.compile(
    r"Laporan Keuangan(?:\s\w+){0,5}?\s+tahun\s+(?P<year>20\d\d)[^.;]{0,40}?"
    r"(?:(?:telah|sudah)\s+(?:mendapat\w*|memperoleh|meraih|diberi)[^.;]{0,40}?\bopini"
    r"|\b(?P<audited>audited)\b)",
    re.IGNORECASE,
)


@text_rule(
    "TX208",
    Severity.PERINGATAN,
    "Kata predikat sesuai dengan angkanya menurut skala yang dipilih.",
    source=f"{PRABUMULIH} (99,42% disebut Berhasil); {PROBOLINGGO} (98,61% cukup berhasil)",
    certainty=SEEN,
)
def predicate_word(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield predicates that the scale does not give to the figure nearest to them."""
    names = sorted(known.scale.names, key=len, reverse=True)
    called = re.compile(_CALLED.format("|".join(map(re.escape, names))), re.IGNORECASE)
    figures = [
        (m.start(), points_of(m["percent"]))
        for m in re.finditer(PERCENT.format("percent"), document.text)
    ]
    for match in called.finditer(document.text):
        nearest = _nearest(document, figures, match.start())
        if nearest is None or _CONDITION.search(document.sentence(match.start()).text):
            continue
        right = known.scale.name_of(nearest)
        if right.casefold() != match[1].casefold():
            yield speaker.say(
                match.start(),
                match.end(),
                f"{points(nearest)} disebut {match[1]}; menurut skala {known.scale.name} {right}.",
                "Pakai kata menurut skala pada Beranda, atau pilih skala yang dipakai.",
                computed=right,
            )


def _nearest(document: Document, figures: list[tuple[int, float]], at: int) -> float | None:
    """Return the percentage that a predicate is about: in its sentence, else the nearest one."""
    sentence = document.sentence(at)
    own = [p for start, p in figures if sentence.start <= start < sentence.end]
    if own:
        return own[-1]
    near = [(abs(start - at), p) for start, p in figures if abs(start - at) <= _FAR and p <= 150]
    return min(near)[1] if near else None


@text_rule(
    "TX209",
    Severity.PERINGATAN,
    "Skor dan predikat AKIP saling cocok dan sama dengan buku kerja.",
    source=f"{PRABUMULIH} (71,2 disebut B; CC dan B untuk nilai yang sama)",
    certainty=SEEN,
)
def score_and_grade(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield scores with the wrong grade and grades that contradict the workbook."""
    taken: set[int] = set()
    for pattern in (_SCORE_FIRST, _GRADE_SCORE):
        for match in pattern.finditer(document.text):
            before = match[0][: match.start("score") - match.start()]
            above = "di atas " if _ABOVE.search(before) else ""
            right = grade_of(points_of(match["score"]) + (0.01 if above else 0))
            if right and right != match["grade"]:
                taken.add(match.start("grade"))
                yield speaker.say(
                    match.start(),
                    match.end(),
                    f"skor {above}{match['score']} berarti {right}, bukan {match['grade']}.",
                    "Perbaiki skor atau predikatnya.",
                    computed=right,
                )
    yield from _grade_claims(document, known, speaker, taken)
    yield from _as_before(document, known, speaker)


def _as_before(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield a grade "as the year before" where the report gives that year another one."""
    last_year = re.compile(rf"\b{known.year - 1}\b")
    given = {
        match["grade"]
        for match in _SCORE_FIRST.finditer(document.text)
        if last_year.search(document.text, max(match.start() - 200, 0), match.end())
    }
    for match in _AS_BEFORE.finditer(document.text):
        if given and match["grade"] not in given:
            yield speaker.say(
                match.start(),
                match.end(),
                f"disebut {match['grade']} seperti tahun sebelumnya; di tempat lain nilai "
                f"{known.year - 1} disebut {' atau '.join(sorted(given))}.",
                "Pastikan nilai kedua tahun.",
            )


def _grade_claims(
    document: Document, known: Known, speaker: Speaker, taken: set[int]
) -> Iterator[Remark]:
    """Yield grades said to be this year's that the workbook does not have."""
    row = next(
        (i for i in known.indicators if i.jenis == "Predikat" and _AKIP.search(i.name)), None
    )
    if row is None or not isinstance(row.realisasi, str):
        return
    for sentence in document.sentences:
        for match in _GRADE_CLAIM.finditer(sentence.text):
            start = sentence.start + match.start("grade")
            before = sentence.text[: match.start("grade")]
            context = document.text[max(sentence.start - 400, 0) : start]
            wanted = _WANTED.search(context[-150:])
            years = re.findall(r"\b20\d\d\b", before)
            if not _AKIP.search(context) or wanted or start in taken:
                continue
            if years and int(years[-1]) != known.year:
                continue
            if match["grade"] != row.realisasi:
                yield speaker.say(
                    sentence.start + match.start(),
                    sentence.start + match.end(),
                    f"disebut {match['grade']}; realisasi menurut buku kerja {row.realisasi}.",
                    "Samakan dengan buku kerja.",
                    computed=row.realisasi,
                )


@text_rule(
    "TX210",
    Severity.PERINGATAN,
    "Yang disebut tercapai semua memang tercapai semua.",
    source=f"{PRABUMULIH} (terpenuhinya ketiga indikator, semua sasaran)",
    certainty=SEEN,
)
def everything_reached(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield claims that all targets were met where the workbook has one that was missed."""
    for pattern, here in ((_ALL, False), (_ALL_HERE, True)):
        for match in pattern.finditer(document.text):
            sentence = document.sentence(match.start())
            if _SOFTENED.search(sentence.text) or _INTENDED.search(match[0]):
                continue
            members = _meant(document, known, match.start()) if here else known.indicators
            missed = [i for i in members if i.missed]
            if missed:
                shown = "; ".join(f"{_short(i.name)} ({_reached(i)})" for i in missed[:3])
                more = f" dan {len(missed) - 3} lagi" if len(missed) > 3 else ""
                yield speaker.say(
                    match.start(),
                    match.end(),
                    f"menurut buku kerja tidak tercapai: {shown}{more}.",
                    "Sebut yang tidak tercapai dan sebabnya.",
                )


def _meant(document: Document, known: Known, at: int) -> list[Indicator]:
    """Return the indikator of the sasaran in whose section a sentence stands."""
    titles = [t for t in document.titles if t.start < at and re.match(r"Sasaran\s+\d", t.text)]
    if not titles:
        return []
    number = int(re.findall(r"\d", titles[-1].text)[0])
    names = known.sasaran
    if not 1 <= number <= len(names):
        return []
    return [i for i in known.indicators if i.sasaran == names[number - 1]]


def _reached(indicator: Indicator) -> str:
    if isinstance(indicator.capaian, (int, float)):
        return percent(indicator.capaian)
    return f"{indicator.realisasi} dari target {indicator.target}"


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}..."


@text_rule(
    "TX211",
    Severity.PERINGATAN,
    "Banyaknya sasaran dan indikator sama dengan PK.",
    source=f"{PRABUMULIH} (3 sasaran); {PROBOLINGGO} (4 sasaran, 12 indikator)",
    certainty=SEEN,
)
def counts(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield counts of sasaran strategis and indikator kinerja that are not those of PK."""
    if not known.indicators:
        return
    for match in _COUNT.finditer(document.text):
        word = match["number"]
        said = int(word) if word.isdigit() else (read_words(word) or 0)
        if not said or (word.isdigit() and not match["spelled"] and said > 60):
            continue
        sasaran = match["what"].casefold().startswith("sasaran")
        right = len(known.sasaran) if sasaran else len(known.indicators)
        what = "sasaran" if sasaran else "indikator"
        if said != right and _is_count(document.sentence(match.start())):
            yield speaker.say(
                match.start(),
                match.end(),
                f"disebut {said} {what}; PK dalam buku kerja memuat {right}.",
                "Samakan dengan PK.",
                computed=str(right),
            )


def _is_count(sentence: Span) -> bool:
    """Return whether a sentence counts the report's own sasaran or indikator."""
    return bool(re.search(r"\b(?:KPU|menetapkan|tersebar|terdiri|memuat|PK)\b", sentence.text))


@text_rule(
    "TX216",
    Severity.PERINGATAN,
    "Opini BPK atas laporan keuangan tahun laporan belum ada ketika laporan disusun.",
    source=f"{PRABUMULIH} (laporan bertanggal 16 Januari 2025)",
    certainty=SEEN,
)
def opinion_too_early(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield an audit opinion on the report year's accounts in a report written before May."""
    written = known.dated
    for match in _OPINION.finditer(document.text):
        if not known.year or int(match["year"]) != known.year:
            continue
        if written is not None and written >= date(known.year + 1, 5, 1):
            continue
        yield speaker.say(
            match.start(),
            match.end(),
            f"opini (hasil audit) atas laporan keuangan {known.year} baru terbit pertengahan "
            f"{known.year + 1}.",
            f"Sebut opini atas laporan keuangan {known.year - 1}.",
        )


@text_rule(
    "TX229",
    Severity.GALAT,
    "Persentase capaian kinerja dalam kalimat sama dengan buku kerja.",
    source="rancangan sakip_excel",
    certainty=CONVENTION,
)
def stated_capaian(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield a capaian kinerja that is neither the satker's mean nor a sasaran's or indikator's."""
    if known.capaian is None:
        return
    right = [100 * known.capaian, *_capaian_of_parts(known)]
    for sentence in document.sentences:
        for match in _REACHED.finditer(sentence.text):
            before = sentence.text[max(match.start() - 25, 0) : match.start()]
            if NOT_STATED.search(before + match[0]) or "anggaran" in match[0].casefold():
                continue
            stated, decimals = points_of(match["percent"]), decimals_of(match["percent"])
            if not any(agrees(stated, exact, decimals) for exact in right):
                yield speaker.say(
                    sentence.start + match.start(),
                    sentence.start + match.end(),
                    f"tertulis {match['percent']}%; rata-rata capaian menurut buku kerja "
                    f"{percent(known.capaian)}.",
                    "Pakai angka dari buku kerja.",
                    computed=percent(known.capaian),
                )


def _capaian_of_parts(known: Known) -> Iterator[float]:
    """Yield the capaian of every indikator and the mean of every sasaran, in percent points."""
    found: dict[str, list[float]] = {}
    for indicator in known.indicators:
        if is_number(indicator.capaian):
            found.setdefault(indicator.sasaran, []).append(100 * indicator.capaian)
    for values in found.values():
        yield from values
        yield sum(values) / len(values)
