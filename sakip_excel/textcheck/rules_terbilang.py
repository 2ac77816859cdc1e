"""Rule about figures with their words in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import PROBOLINGGO, SEEN, word_set
from sakip_excel.textcheck.figures import amount_of, points_of
from sakip_excel.textcheck.remark import text_rule
from sakip_excel.values.display import rupiah
from sakip_excel.values.terbilang import read_words, spell, spell_percent, spell_rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.textcheck.document import Document
    from sakip_excel.textcheck.known import Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_SPELLED: Final = re.compile(
    r"(?P<money>Rp\.?\s?)?(?P<figure>(?<![\d.,/])\d[\d.,]*\d|(?<![\d.,/])\d)(?P<dash>,?-{1,2})?"
    r"\s?(?P<percent>%|persen)?\s*\((?P<words>[A-Za-z][A-Za-z\s-]{2,200}?)\s?\)"
)
_DIGITS: Final = word_set(
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus "
    "ribu juta miliar milyar triliun seratus seribu koma persen rupiah"
)
_NUMBER_WORD: Final = re.compile(f"(?:{'|'.join(sorted(_DIGITS, key=len, reverse=True))})+")


@text_rule(
    "TX201",
    Severity.GALAT,
    "Terbilang dalam kurung menyebut angka di depannya.",
    source=f"{PROBOLINGGO} (terbilang angka tahun 2023; 82,21% dengan kata-kata lain)",
    certainty=SEEN,
)
def words_match(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield figures whose words in brackets mean another figure or none."""
    del known
    for match in _SPELLED.finditer(document.text):
        words = " ".join(match["words"].casefold().split())
        if not _is_number(words):
            continue
        message, computed = (
            _percent(match["figure"], words) if match["percent"] else _amount(match, words)
        )
        if message:
            yield speaker.say(
                match.start(), match.end(), message, "Perbaiki terbilangnya.", computed=computed
            )


def _is_number(words: str) -> bool:
    """Return whether words in brackets mean a number: nearly all of them are number words."""
    parts = words.replace("-", " ").split()
    meant = sum(bool(_NUMBER_WORD.fullmatch(part)) for part in parts)
    return meant > 0 and meant >= 0.7 * len(parts)


def _amount(match: re.Match[str], words: str) -> tuple[str, str]:
    figure = amount_of(match["figure"])
    if figure is None or figure >= 10**15:
        return "", ""
    said = read_words(words.removesuffix("persen"))
    right = spell_rupiah(figure) if match["money"] or figure >= 10**6 else spell(figure)
    if said == figure:
        return "", ""
    if said is None:
        return f"terbilang tidak dapat dibaca; seharusnya {right}.", right
    shown = rupiah if match["money"] or figure >= 10**6 else str
    return f"terbilang menyebut {shown(said)}, angkanya {shown(figure)}.", right


def _percent(figure: str, words: str) -> tuple[str, str]:
    stated = points_of(figure)
    said = _read_percent(words)
    if said is not None and abs(said - stated) < 1e-9:
        return "", ""
    right = spell_percent(figure)
    read = f" (terbaca {said:g}%)".replace(".", ",") if said is not None else ""
    return f"terbilang tidak menyebut {figure}%{read}; seharusnya {right}.", right


def _read_percent(words: str) -> float | None:
    """Return percent points in words: decimals digit by digit or as a number behind "koma"."""
    whole, comma, rest = words.removesuffix("persen").strip().partition("koma")
    points = read_words(whole)
    if points is None or not comma:
        return None if points is None else float(points)
    digits = [read_words(word) for word in rest.split()]
    if all(d is not None and 0 <= d <= 9 for d in digits):
        return float(f"{points}.{''.join(str(d) for d in digits)}")
    tail = read_words(rest)
    return None if tail is None else float(f"{points}.{tail}")
