"""Find the names of indikator and sasaran in a text whose table columns may be mixed up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sakip_excel.textcheck.known import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sakip_excel.textcheck.document import Document

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_BREAK: Final = re.compile(r"[\n|\d]")
_COVER: Final = 0.85
_LONG: Final = 9  # words; shorter names are told apart by every word
_NOISE: Final = 6  # words of other columns between two words of a name
_STRAY: Final = 0.6  # noise words allowed per word of the name

_GRADES: Final = frozenset({"aa", "bb", "cc", "ccc", "wtp", "wdp", "tmp", "tw"})

Value = float | str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names one of the names looked for.

    Attributes:
        index: which name.
        start: offset of its first word.
        end: offset behind its last word.
        tail: offset of the next word behind it.
        matched: how many words of the name were found.
    """

    index: int
    start: int
    end: int
    tail: int
    matched: int


class Stream:
    """The words of a document with their offsets."""

    def __init__(self, document: Document) -> None:
        found = list(_WORD.finditer(document.text))
        self.words = [_one(match[0]) for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self._text = document.text
        self._where: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            self._where.setdefault(word, []).append(number)

    def mentions(self, names: Sequence[str], cover: float = _COVER) -> list[Mention]:
        """Return where the names stand; of names that begin at one word the best match counts.

        Args:
            names: what to look for; names of one or two words are not looked for.
            cover: share of the words of a long name that must be found, from 0 to 1.
        """
        best: dict[int, Mention] = {}
        for index, name in enumerate(names):
            for spelled in _spellings(words_of(name)):
                for found in self._of(index, spelled, cover):
                    before = best.get(found.start)
                    if before is None or found.matched > before.matched:
                        best[found.start] = found
        return sorted(best.values(), key=lambda m: m.start)

    def _of(self, index: int, name: tuple[str, ...], cover: float) -> Iterator[Mention]:
        if len(name) < 3:
            return
        for at in self._where.get(name[0], ()):
            found = self._follow(at, name, cover if len(name) > _LONG else _COVER)
            if found is not None:
                last, matched = found
                yield Mention(
                    index, self.starts[at], self.ends[last], self._tail(last + 1), matched
                )

    def _tail(self, at: int) -> int:
        """Return where the next word stands; a grade is a value, not a word."""
        while at < len(self.words) and self.words[at] in _GRADES:
            at += 1
        return self.starts[at] if at < len(self.starts) else len(self._text)

    def _broken(self, one: int, other: int) -> bool:
        """Return whether a line, a column or a figure parts two words."""
        return bool(_BREAK.search(self._text, self.ends[one], self.starts[other]))

    def _follow(self, at: int, name: tuple[str, ...], cover: float) -> tuple[int, int] | None:
        """Return the last word and the number of words matched, None when it is another name."""
        position, matched, missed, noise = at, 1, 0, 0
        allowed = len(name) - int(cover * len(name) + 0.999) if len(name) > 5 else 0
        for word in name[1:]:
            window = self.words[position + 1 : position + 2 + _NOISE]
            step = next((i for i, w in enumerate(window) if w == word), None)
            if step and len(name) <= _LONG and not self._broken(position, position + 1 + step):
                return None  # "Partisipasi Pemilih Perempuan" is another indikator
            if step is None:
                missed += 1
                if missed > allowed:
                    return None
                continue
            noise += step
            position, matched = position + 1 + step, matched + 1
        return (position, matched) if noise <= _STRAY * len(name) else None


def _spellings(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a name as it stands and with its abbreviation written out."""
    yield name
    if "bpk" in name:
        at = name.index("bpk")
        for middle in ("pemeriksa", "pemeriksaan"):
            yield (*name[:at], "badan", middle, "keuangan", *name[at + 1 :])


def _one(word: str) -> str:
    plain = word.casefold()
    return words_of(plain)[0] if plain in {"presentase", "prosentase", "adhok"} else plain


_VALUE: Final = re.compile(
    r"(?<![\d.,\w])(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?![\d.,]*\d|\.(?:\s|$))\s?"
    r"(?P<percent>%)?"
    r"|(?<!\w)(?P<grade>AA|BB|CC|CcC|Cc|A|B|C|D|WTP|WDP|TMP|TW)(?![\w.])"
)
_MONEY: Final = re.compile(r"\d{1,3}(?:[.,]\d{3}){1,}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in the row of an indikator.

    Attributes:
        value: number as printed, or grade.
        percent: whether a percent sign stands behind it.
        decimals: digits behind the comma.
    """

    value: Value
    percent: bool = False
    decimals: int = 0


def cells_of(document: Document, mention: Mention, name: str) -> list[Cell]:
    """Return the values that stand in the row of an indikator, up to its first amount of money.

    Values that belong to the name itself ("paling lambat 1 hari", "minimal B") are left out.

    In a text file the values of a wrapped row stand between the words of the name.
    """
    text = document.text[mention.start : mention.tail]
    line = document.text[max(document.text.rfind("\n", 0, mention.start), 0) : mention.start]
    money = _MONEY.search(text)
    text = text[: money.start()] if money else text
    found = _without(
        [_cell(match) for match in _VALUE.finditer(text)],
        [_cell(match).value for match in _VALUE.finditer(name)],
    )
    if any(cell.percent for cell in found):
        return [cell for cell in found if cell.percent or isinstance(cell.value, str)]
    if "|" in line and re.fullmatch(r"\s*\d{1,2}[\s|]*", line):
        return found
    if len(found) == 4 and isinstance(found[0].value, float) and found[0].value <= 30:
        return found[1:]  # the number of the row
    return found


def _without(cells: list[Cell], own: list[Value]) -> list[Cell]:
    kept = list(cells)
    for value in own:
        same = next((c for c in kept if c.value == value), None)
        if same is not None:
            kept.remove(same)
    return kept


def _cell(match: re.Match[str]) -> Cell:
    if match["grade"]:
        grade = match["grade"].upper()
        return Cell("CC" if grade == "CCC" else grade)
    number = match["number"].replace(",", ".")
    return Cell(float(number), bool(match["percent"]), len(number.partition(".")[2]))
