"""Rules about indikator and sasaran: their figures, their units, their names and their order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import PRABUMULIH, PROBOLINGGO, SEEN
from sakip_excel.scoring.outcome import is_number
from sakip_excel.textcheck.figures import agrees
from sakip_excel.textcheck.known import words_of
from sakip_excel.textcheck.matching import Cell, Mention, Stream, cells_of
from sakip_excel.textcheck.remark import text_rule
from sakip_excel.values.display import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sakip_excel.textcheck.document import Document, Span
    from sakip_excel.textcheck.known import Indicator, Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_SCORED: Final = frozenset({"Nilai", "Predikat", "Opini", "Level"})
_ALIKE: Final = 0.6
_HALF: Final = 0.5
_STARTS: Final = re.compile(r"[•●]|\b(?:Persentase|Presentase|Jumlah|Nilai)\b")


def _mentions(document: Document, known: Known) -> list[Mention]:
    return Stream(document).mentions([i.name for i in known.indicators])


@text_rule(
    "TX206",
    Severity.GALAT,
    "Target, realisasi dan capaian indikator dalam teks sama dengan buku kerja.",
    source=f"{PRABUMULIH} (target 85 untuk 90; capaian B ke CC = 60)",
    certainty=SEEN,
)
def indicator_figures(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield rows of indikator with another target, realisasi or capaian than the workbook has."""
    for mention in _mentions(document, known):
        indicator = known.indicators[mention.index]
        wrong = list(_wrong(indicator, cells_of(document, mention, indicator.name)))
        if not wrong or _shares_its_cell(document, mention):
            continue
        only_rounded = all(severity is Severity.INFO for _, severity in wrong)
        yield speaker.say(
            mention.start,
            mention.tail,
            f"{'; '.join(message for message, _ in wrong)}.",
            "Samakan dengan PK dan Kinerja dalam buku kerja.",
            severity=Severity.INFO if only_rounded else None,
        )


def _shares_its_cell(document: Document, mention: Mention) -> bool:
    """Return whether several indikator stand in one cell: whose the values are is unknown then."""
    begin = max(document.text.rfind(mark, 0, mention.start) for mark in "|\n") + 1
    return bool(_STARTS.search(document.text, begin, mention.start))


def _wrong(indicator: Indicator, cells: list[Cell]) -> Iterator[tuple[str, Severity]]:
    """Yield what is wrong in one row; how many values it has tells what they are."""
    cells = [c for c in cells if not _unreadable(indicator, c)]
    grades = [c for c in cells if isinstance(c.value, str)]
    numbers = [c for c in cells if not isinstance(c.value, str)]
    if indicator.jenis in {"Predikat", "Opini"} and grades:
        yield from _wrong_grades(indicator, grades, numbers)
    elif len(numbers) == 3 and not grades:
        yield from _wrong_value("target", numbers[0], indicator.target)
        if indicator.measured:
            yield from _wrong_value("realisasi", numbers[1], indicator.realisasi)
            yield from _wrong_capaian(numbers[2], indicator)
    elif len(numbers) == 1 and not grades:
        yield from _wrong_value("target", numbers[0], indicator.target)


def _unreadable(indicator: Indicator, cell: Cell) -> bool:
    """Return whether a figure cannot be meant: a share above 200% is a slip of a scanner."""
    return indicator.jenis == "Persentase" and is_number(cell.value) and cell.value > 200


def _wrong_grades(
    indicator: Indicator, grades: list[Cell], numbers: list[Cell]
) -> Iterator[tuple[str, Severity]]:
    if len(grades) == 2:
        yield from _wrong_value("target", grades[0], indicator.target)
        yield from _wrong_value("realisasi", grades[1], indicator.realisasi)
    elif not numbers:
        yield from _wrong_value("target", grades[0], indicator.target)
    if len(numbers) == 1 and indicator.measured:
        yield from _wrong_capaian(numbers[0], indicator)


def _wrong_value(what: str, cell: Cell, right: object) -> Iterator[tuple[str, Severity]]:
    if right is None:
        if what == "realisasi":
            yield (
                f"tertulis realisasi {_shown(cell.value)}; buku kerja tidak memuatnya",
                Severity.GALAT,
            )
        return
    if is_number(right) and not isinstance(cell.value, str):
        same = abs(cell.value - right) <= 0.5 * 10**-cell.decimals * (cell.decimals > 0) + 1e-9
    else:
        same = str(cell.value).casefold() == str(right).casefold()
    if not same:
        yield f"tertulis {what} {_shown(cell.value)}, buku kerja {_shown(right)}", Severity.GALAT


def _wrong_capaian(cell: Cell, indicator: Indicator) -> Iterator[tuple[str, Severity]]:
    right = indicator.capaian
    stated = cell.value
    if isinstance(stated, str) or right is None:
        return
    if not is_number(right):
        yield f"tertulis capaian {_shown(stated)}; buku kerja: {right}", Severity.GALAT
    elif not agrees(stated, 100 * right, cell.decimals):
        yield f"tertulis capaian {_shown(stated)}, dihitung {percent(right)}", Severity.GALAT
    elif abs(stated - 100 * right) > 0.05:
        yield f"capaian {_shown(stated)} dibulatkan dari {percent(right)}", Severity.INFO


def _shown(value: object) -> str:
    return number(value) if is_number(value) else str(value)


@text_rule(
    "TX218",
    Severity.PERINGATAN,
    "Satuan target cocok dengan nama indikator.",
    source=f"{PROBOLINGGO} (BB pada Persentase; 100% pada Nilai)",
    certainty=SEEN,
)
def unit_of_name(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield a grade on an indikator in percent, or a percentage on a score."""
    for mention in _mentions(document, known):
        indicator = known.indicators[mention.index]
        cells = cells_of(document, mention, indicator.name)[:1]
        message = ""
        share = words_of(indicator.name)[0] == "persentase"
        if share and any(isinstance(c.value, str) for c in cells):
            message = f"indikator persentase diberi nilai {cells[0].value}."
        elif indicator.jenis in _SCORED and not share and any(c.percent for c in cells):
            message = (
                f"indikator berupa {indicator.jenis.lower()} diberi {_shown(cells[0].value)}%."
            )
        if message:
            yield speaker.say(
                mention.start, mention.tail, message, "Samakan satuan dengan nama indikatornya."
            )


@text_rule(
    "TX221",
    Severity.PERINGATAN,
    "Setiap indikator PK dibahas pada Bab III, dan tidak ada yang lain.",
    source=f"{PRABUMULIH} (15 indikator PK, 12 diukur); {PROBOLINGGO}",
    certainty=SEEN,
)
def indicators_covered(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield indikator of PK that Bab III never names, and indikator that PK does not have."""
    chapter = document.chapter(3)
    if chapter is None or not known.indicators:
        return
    begin, end = chapter
    names = [i.name for i in known.indicators]
    stream = Stream(document)
    # A name that a table cuts short still counts as named here.
    mentions = [*stream.mentions(names), *stream.mentions(names, _HALF)]
    named = {m.index for m in mentions if begin <= m.start < end}
    if not named:
        return
    for index, indicator in enumerate(known.indicators):
        if index not in named and len(words_of(indicator.name)) > 2:
            yield speaker.say(
                begin,
                document.sentence(begin).end,
                f"tidak membahas indikator PK: {indicator.name}.",
                "Tambahkan target, realisasi dan capaiannya.",
            )
    yield from _strangers(document, known, speaker, chapter)


_ROW_NAME: Final = re.compile(
    r"\b(?P<name>(?:Persentase|Presentase|Jumlah|Nilai|Indeks)(?:[\s|]+[^\W\d_][^\s|%]*){3,22}?)"
    r"[\s|]+\d{1,3}\s?%?[\s|]*\n"
)


def _strangers(
    document: Document, known: Known, speaker: Speaker, chapter: tuple[int, int]
) -> Iterator[Remark]:
    """Yield rows in Bab III that look like an indikator but are not in PK."""
    names = [set(words_of(i.name)) for i in known.indicators]
    for match in _ROW_NAME.finditer(document.text, *chapter):
        words = set(words_of(match["name"]))
        likeness = max(len(words & name) / max(len(words), 1) for name in names)
        if likeness < _ALIKE:
            yield speaker.say(
                match.start("name"),
                match.end("name"),
                "indikator ini tidak ada dalam PK.",
                "Ukur indikator PK saja, atau revisi PK.",
            )


_HEADED: Final = re.compile(r"Sasaran\s+(?P<number>\d)\s*[:.|]?\s*(?P<name>.{15,})", re.IGNORECASE)
_OUTSIDE: Final = re.compile(
    r"\bsasaran(?:\s+strategis)?\s+(?:yakni|yaitu)\s+(?P<name>[^.;:]{20,120}?)"
    r"(?=\s+yang\s+(?:diukur|dicapai)|[.;:]|\s+diukur)",
    re.IGNORECASE,
)


@text_rule(
    "TX223",
    Severity.PERINGATAN,
    "Judul dan kalimat pembuka bagian memuat sasaran yang benar.",
    source=f"{PRABUMULIH} (judul Sasaran 1, 4 dan 6 berisi tujuan); {PROBOLINGGO}",
    certainty=SEEN,
)
def sasaran_named_right(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield headings of a sasaran that hold a tujuan or another sasaran."""
    for title in document.titles:
        match = _HEADED.match(title.text.strip())
        if not match or not 1 <= int(match["number"]) <= len(known.sasaran):
            continue
        said, number_ = match["name"], int(match["number"])
        yield from _misplaced(speaker, title.start, title.end, said, known, number_)
    for match in _OUTSIDE.finditer(document.text):
        heads = [t for t in document.titles if t.start < match.start() and _HEADED.match(t.text)]
        if heads:
            found = _HEADED.match(heads[-1].text)
            number_ = int(found["number"]) if found else 0
            if 1 <= number_ <= len(known.sasaran):
                yield from _misplaced(
                    speaker, match.start(), match.end(), match["name"], known, number_
                )
    yield from _tables_under(document, known, speaker)


def _misplaced(
    speaker: Speaker, start: int, end: int, said: str, known: Known, number_: int
) -> Iterator[Remark]:
    right = known.sasaran[number_ - 1]
    own = _overlap(said, right)
    tujuan = max(((_overlap(said, t), t) for t in known.tujuan), default=(0.0, ""))
    other = max(((_overlap(said, s), s) for s in known.sasaran if s != right), default=(0.0, ""))
    best, name = max(tujuan, other)
    if best >= (_ALIKE if own else _HALF) and best > own + 0.15:
        what = "tujuan" if best == tujuan[0] else "sasaran lain"
        yield speaker.say(
            start,
            end,
            f"berisi {what} ({name[:60]}); sasaran {number_} adalah {right[:80]}.",
            "Ganti dengan sasaran dari PK.",
        )


def _overlap(one: str, other: str) -> float:
    """Return how much of the shorter text's words the other one has, from 0 to 1."""
    words, others = _content(one), _content(other)
    return len(words & others) / max(min(len(words), len(others)), 1)


def _content(text: str) -> set[str]:
    """Return the words that tell one sasaran from another."""
    common = {"terwujudnya", "terlaksananya", "yang", "dan", "dengan", "kpu", "untuk", "dari"}
    common |= {"pemilu", "pemilihan", "tersedianya", "meningkatnya", "dalam", "serentak"}
    return {word for word in words_of(text) if word not in common}


_SECTION: Final = re.compile(r"\d{1,2}\.\s+(?P<name>[A-Z].{15,})")


def _tables_under(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield numbered headings of one sasaran under which the table of another one stands."""
    mentions = Stream(document).mentions(known.sasaran)
    chapter = document.chapter(3)
    if chapter is None:
        return
    for title in document.titles:
        match = _SECTION.match(title.text.strip())
        if not match or not chapter[0] <= title.start < chapter[1]:
            continue
        own = _best(match["name"], known.sasaran)
        below = next((m for m in mentions if title.end <= m.start < title.end + 200), None)
        if own is not None and below is not None and below.index != own:
            yield speaker.say(
                title.start,
                title.end,
                f"tabel di bawah judul ini tentang sasaran lain: {known.sasaran[below.index]}.",
                "Samakan judul dengan tabelnya.",
            )


def _best(said: str, names: Sequence[str]) -> int | None:
    scores = [(_overlap(said, name), -i) for i, name in enumerate(names)]
    best, index = max(scores, default=(0.0, 0))
    return -index if best >= _ALIKE else None


@text_rule(
    "TX227",
    Severity.INFO,
    "Huruf urutan tidak berulang.",
    source=f"{PRABUMULIH} (a, b, b)",
    certainty=SEEN,
)
def letters_in_order(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield a letter that stands twice in a list of indikator."""
    mentions = {m.start: m.index for m in _mentions(document, known)}
    last: tuple[str, int] | None = None
    for sentence in document.sentences:
        if re.match(r"Sasaran\s+\d", sentence.text):
            last = None
        match = re.match(r"\s*([a-h])\.\s+", sentence.text)
        at = sentence.start + match.end() if match else -1
        if match is None or at not in mentions:
            continue
        letter, index = match[1], mentions[at]
        if last is not None and last[0] == letter and last[1] != index:
            yield _repeated(speaker, sentence, letter)
        last = (letter, index)


def _repeated(speaker: Speaker, sentence: Span, letter: str) -> Remark:
    return speaker.say(
        sentence.start,
        sentence.end,
        f"huruf {letter} sudah dipakai untuk indikator sebelumnya.",
        f"Ganti menjadi {chr(ord(letter) + 1)}.",
    )


_CAPTION: Final = re.compile(r"\b(?:Tabel|Laporan)\b[^\n]{0,40}\bCapaian Kinerja\b", re.IGNORECASE)


@text_rule(
    "TX228",
    Severity.PERINGATAN,
    "Tabel capaian memuat target, realisasi dan capaian.",
    source=f"{PROBOLINGGO} (Tabel 3.1 hanya memuat target)",
    certainty=SEEN,
)
def table_has_results(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield tables named Capaian Kinerja whose heading row has a target but no realisasi."""
    del known
    for title in document.titles:
        match = _CAPTION.search(title.text)
        if match is None:
            continue
        below = document.text[title.start + match.end() : title.end + 150]
        head = re.search(r"\bIndikator\b[^\n]{0,80}\bTarget\b(?P<rest>[^\n]{0,80})", below)
        if head and not re.search(r"realisasi|capaian|%", head["rest"], re.IGNORECASE):
            yield speaker.say(
                title.start,
                title.start + match.end(),
                "tabel capaian tanpa kolom realisasi dan capaian.",
                "Salin tabel dari Lampiran LKj buku kerja.",
            )
