"""What an indikator says that it measures, and what its target is measured in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sakip_excel.rules._look import plain, word_set
from sakip_excel.scoring.grades import AKIP, OPINIONS
from sakip_excel.values._memory import remembered
from sakip_excel.values.cellformat import is_percent_format
from sakip_excel.values.grade import parse_grade, parse_opinion
from sakip_excel.values.number import NumberKind, parse_number

if TYPE_CHECKING:
    from sakip_excel.forms.data import Record
    from sakip_excel.workbook.cell import Cell

PERCENT: Final = "Persentase"
COUNT: Final = "Jumlah"
SCORE: Final = "Nilai"
GRADE: Final = "Predikat"
OPINION: Final = "Opini"
LEVEL: Final = "Level"

SCORE_KINDS: Final = frozenset({SCORE, GRADE, OPINION})
"""Kinds that take a score or a name of a scale, never a percentage or a count."""

_FITTING: Final = {
    PERCENT: {PERCENT},
    COUNT: {COUNT},
    SCORE: {SCORE, GRADE},
    GRADE: {SCORE, GRADE},
    OPINION: {OPINION},
    LEVEL: {LEVEL, SCORE},
}
_START: Final = r"^(?:\(?\d{1,2}[.)]\s*|[a-z][.)]\s*|[-•]\s*)?"
_NAMED: Final = tuple(
    (kind, re.compile(_START + pattern, re.IGNORECASE))
    for kind, pattern in (
        (PERCENT, r"(?:per|pre|pro)sen(?:tase)?\b"),
        (COUNT, r"(?:(?:penurunan|pengurangan|peningkatan)\s+)?(?:jumlah|banyaknya|frekuensi)\b"),
        (LEVEL, r"(?:level\b|(?:hasil\s+|nilai\s+|tingkat\s+)*(?:maturitas|kapabilitas)\b)"),
        (OPINION, r"opini\b"),
        (GRADE, r"predikat\b"),
        (SCORE, r"(?:hasil\s+)?(?:nilai|indeks|skor)\b"),
    )
)
_AKIP: Final = re.compile(r"\b(?:akuntabilitas\s+kinerja|s?akip)\b", re.IGNORECASE)
_LEVEL_TOPIC: Final = re.compile(r"\b(?:spip|apip|maturitas|kapabilitas)\b", re.IGNORECASE)
_PERCENT_UNITS: Final = frozenset(
    {"%", "persen", "persentase", "presentase", "prosentase", "percent"}
)
_SCORE_UNITS: Final = word_set(
    "nilai skor score poin point indeks index predikat opini level tingkat angka kategori huruf "
    "peringkat grade rp rupiah"
)
_ITEM: Final = re.compile(r"(?:^|[\s;])(?:\(?\d{1,2}[.)]|[a-h][.)])\s+(?=[^\W\d_])")
_MEASURING: Final = re.compile(
    r"(?:per|pre|pro)sentase\b|jumlah\b|nilai\b|indeks\b|opini\b|predikat\b|penurunan jumlah\b",
    re.IGNORECASE,
)
_PERCENT_WORD: Final = re.compile(r"\b(?:per|pre|pro)sentase\b", re.IGNORECASE)
_LONG_TEXT: Final = 2000
_LETTERS: Final = frozenset({*AKIP.names, *OPINIONS})


class Measured(NamedTuple):
    """A target or realisasi with the unit in which it is written.

    Attributes:
        value: number; percent points for percentages; None where there is none.
        unit: ``%``, another unit in small letters, or empty when nothing says it.
        grade: letters of an AKIP grade or an opinion; empty for a number.
    """

    value: float | None
    unit: str
    grade: str

    @property
    def is_percent(self) -> bool:
        """Return whether the measure is written in percent."""
        return self.unit == "%"

    @property
    def is_score_unit(self) -> bool:
        """Return whether the unit is that of a score, a grade or an opinion."""
        return (
            self.unit in _SCORE_UNITS
            or parse_grade(self.unit) is not None
            or parse_opinion(self.unit) is not None
        )

    @property
    def is_count_unit(self) -> bool:
        """Return whether the unit counts things: Orang, Laporan, Kali ..."""
        return bool(self.unit) and not self.is_percent and not self.is_score_unit


def measured(record: Record, key: str) -> Measured:
    """Return what was understood of a target or realisasi and the unit it is written in.

    The mark in the cell itself (``90%``, ``12 Kali``, a percent format) comes before the Satuan
    column.
    """
    value = record.parsed.get(key)
    grade = value if isinstance(value, str) and value in _LETTERS else ""
    return Measured(record.number(key), _unit(record, key), grade)


def _unit(record: Record, key: str) -> str:
    cell = record.cells.get(key)
    if cell is not None and (isinstance(cell.value, str) or _in_percent(cell)):
        typed = parse_number(cell.value, cell.number_format)
        if typed.kind is NumberKind.PERCENT:
            return "%"
        if typed.unit:
            return _folded(typed.unit)
    return _folded(record.text("satuan"))


def _in_percent(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) and is_percent_format(cell.number_format)


@remembered
def _folded(unit: str) -> str:
    text = plain(unit)
    return "%" if text in _PERCENT_UNITS else text


@remembered
def named_kind(indikator: str) -> str:
    """Return the jenis that the first words of an indikator announce, empty when they do not.

    Example:
        >>> named_kind("Presentase penyediaan logistik"), named_kind("Nilai Maturitas SPIP")
        ('Persentase', 'Level')
    """
    text = indikator.strip()
    return next((kind for kind, pattern in _NAMED if pattern.search(text)), "")


def fits(named: str, jenis: str) -> bool:
    """Return whether a jenis can stand beside a name that announces another one."""
    return not named or not jenis or jenis in _FITTING.get(named, {jenis})


def is_akip(indikator: str) -> bool:
    """Return whether an indikator is the evaluation of akuntabilitas kinerja (AKIP)."""
    return _AKIP.search(indikator[:_LONG_TEXT]) is not None


def is_level_topic(indikator: str) -> bool:
    """Return whether an indikator is about SPIP or APIP, which are measured in levels 1 to 5."""
    return _LEVEL_TOPIC.search(indikator[:_LONG_TEXT]) is not None


def parts(indikator: str) -> list[str]:
    """Return the indikator that are written in one cell; one when there is only one.

    Several are told by numbering, by a semicolon, by lines that each begin with a measuring word,
    or by the word Persentase standing twice.

    Example:
        >>> parts("Persentase A yang selesai; Persentase B yang selesai")
        ['Persentase A yang selesai', 'Persentase B yang selesai']
        >>> parts("Persentase logistik yang tepat jumlah, jenis dan waktu")
        ['Persentase logistik yang tepat jumlah, jenis dan waktu']
    """
    return list(_parts(indikator))


@remembered
def _parts(indikator: str) -> tuple[str, ...]:
    return tuple(_cut(indikator.strip()[:_LONG_TEXT]))


def _cut(text: str) -> list[str]:
    numbered = _pieces(_ITEM.split(text))
    if len(_ITEM.findall(text)) > 1:
        return numbered
    for pieces in (_pieces(text.split(";")), _lines(text)):
        if len(pieces) > 1:
            return pieces
    starts = [match.start() for match in _PERCENT_WORD.finditer(text)]
    if len(starts) > 1 and starts[0] == 0:
        return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return [text]


def _pieces(raw: list[str]) -> list[str]:
    """Return the pieces that are long enough to be an indikator."""
    return [piece.strip() for piece in raw if len(piece.split()) > 2]


def _lines(text: str) -> list[str]:
    """Return the lines when each begins with a measuring word, else nothing."""
    lines = _pieces(text.splitlines())
    return lines if all(_MEASURING.match(line) for line in lines) else []
