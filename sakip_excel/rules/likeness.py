"""Which indikator ask the same thing in other words or with a slip of the pen."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sakip_excel.rules._look import plain, word_set
from sakip_excel.values._memory import remembered

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

_FILLERS: Final = word_set(
    "yang dan di dalam oleh untuk atas pada dengan secara rangka terhadap dari serta atau "
    "pelaksanaan terlaksananya terwujudnya evaluasi hasil sakip akip satker lingkungan kpu "
    "komisi pemilihan umum"
)
_SPELLINGS: Final = {"presentase": "persentase", "prosentase": "persentase"}
_SHORTEST_WORD: Final = 5
# No name of an indikator is longer; what is longer must not cost time.
_MOST_WORDS: Final = 80

Words = tuple[str, ...]


def content_words(text: str, own: str = "") -> Words:
    """Return the words that carry the meaning, sorted, the satker's own name left out.

    Example:
        >>> content_words("Persentase pemutakhiran data yang tepat oleh KPU Kota A", "KPU Kota A")
        ('data', 'pemutakhiran', 'persentase', 'tepat')
    """
    left_out = _left_out(own)
    return tuple(word for word in _all_words(text) if word not in left_out)


@remembered
def _all_words(text: str) -> Words:
    words = plain(text).split()[:_MOST_WORDS]
    return tuple(sorted({_SPELLINGS.get(word, word) for word in words}))


@lru_cache(maxsize=64)
def _left_out(own: str) -> frozenset[str]:
    return _FILLERS | {*plain(own).split()}


def repeats(texts: Iterable[tuple[Hashable, Words]]) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield (later, earlier) for every text whose words repeat those of an earlier one.

    Two texts are the same when their words are, or when one word of at least five letters differs
    by a slip of the pen.
    """
    exact: dict[Words, Hashable] = {}
    without_one: dict[Words, list[tuple[Hashable, str]]] = {}
    for name, words in texts:
        if not words:
            continue
        if words in exact:
            yield name, exact[words]
            continue
        exact[words] = name
        near = None
        for word in filter(_can_slip, words):
            rest = tuple(w for w in words if w != word)
            others = without_one.setdefault(rest, [])
            near = near or next((n for n, other in others if _slip(word, other)), None)
            others.append((name, word))
        if near is not None:
            yield name, near


def _can_slip(word: str) -> bool:
    """Return whether a word is long enough to tell a slip of the pen from another word."""
    return len(word) >= _SHORTEST_WORD and word.isalpha()


def _slip(one: str, other: str) -> bool:
    """Return whether two words are one word with letters swapped, one missing or one too many.

    Another letter in place of one makes another word: pengadaan is not pengaduan.
    """
    if len(one) == len(other):
        return sorted(one) == sorted(other)
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )
