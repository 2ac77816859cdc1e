"""Amounts in Indonesian words, written and read back.

Writing is num2words' work, with one house rule; reading is a grammar of our own, because an
amount in words is only a check on the figure when it is understood independently of it.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from sakip_excel.values import _text

_LIMIT: Final = 10**18
_SPELLED: Final = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
)  # fmt: skip

# Each word becomes one letter, so that the grammar of a number is one regular expression.
_LETTERS: Final = {
    **{word: str(digit) for digit, word in enumerate(_SPELLED)},
    "puluh": "p",
    "belas": "b",
    "ratus": "r",
    "ribu": "R",
    "juta": "J",
    **dict.fromkeys(("miliar", "milyar", "milliar", "milyard"), "M"),
    **dict.fromkeys(("triliun", "trilyun", "trilliun"), "T"),
    **dict.fromkeys(("kuadriliun", "kuadrilyun"), "K"),
    "se": "s",
}
# Longest first: "sembilan" must not be read as "se".
_WORD: Final = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_WORDS: Final = re.compile(f"(?:{_WORD.pattern})+")
_DECORATION: Final = re.compile(r"[-\s#*=.,:;()/'\"]+")
_MINUS: Final = ("minus", "min", "negatif")
_IGNORED: Final = frozenset({"rp", "rupiah", "saja"})

_UNDER_1000: Final = r"(?:[1-9s]r)?(?:[2-9]p[1-9]?|[1s]p|[1-9s]b|[1-9])?"
_SCALES: Final = {"K": 10**15, "T": 10**12, "M": 10**9, "J": 10**6, "R": 10**3}
_NUMBER: Final = re.compile(
    "".join(rf"(?:(?=.)(?P<{scale}>s|{_UNDER_1000}){scale})?" for scale in _SCALES)
    + rf"(?P<rest>{_UNDER_1000})"
)


def spell(amount: int) -> str:
    """Return a whole number in Indonesian words, in small letters.

    A thousand is "seribu" after a larger part too (1.001.000 is "satu juta seribu"), as the
    spell-out rules of Unicode CLDR for Indonesian have it.

    Args:
        amount: whole number with at most 18 digits.

    Raises:
        ValueError: the number has more digits than we have words for.

    Example:
        >>> spell(2_498)
        'dua ribu empat ratus sembilan puluh delapan'
    """
    from num2words import num2words

    if abs(amount) >= _LIMIT:
        raise ValueError(f"too many digits to spell: {amount}")
    words = str(num2words(amount, lang="id"))
    return re.sub(r"(juta|miliar|triliun|kuadriliun) satu ribu\b", r"\1 seribu", words)


def spell_rupiah(amount: int) -> str:
    """Return an amount of rupiah in words.

    Args:
        amount: whole rupiah with at most 18 digits.

    Raises:
        ValueError: the amount has more digits than we have words for.

    Example:
        >>> spell_rupiah(11_000_000)
        'sebelas juta rupiah'
    """
    return f"{spell(amount)} rupiah"


def spell_percent(percent: Decimal | float | str) -> str:
    """Return percent points in words, the decimals digit by digit.

    Args:
        percent: percent points; text may have a comma or a point and a percent sign.

    Raises:
        ValueError: the value is not a number or too long.

    Example:
        >>> spell_percent(82.21)
        'delapan puluh dua koma dua satu persen'
    """
    text = str(percent).strip().removesuffix("%").rstrip().replace(",", ".")
    try:
        plain = f"{Decimal(text):f}"
    except InvalidOperation:
        raise ValueError(f"not a percentage: {percent!r}") from None
    whole, _, decimals = plain.partition(".")
    sign = "min " if whole.startswith("-") else ""
    words = [sign + spell(abs(int(whole)))]
    if decimals.strip("0"):
        words += ["koma", *(_SPELLED[int(digit)] for digit in decimals)]
    return " ".join([*words, "persen"])


def read_words(text: str) -> int | None:
    """Return the whole number that Indonesian words mean, or None when they mean none.

    Capitals, missing or doubled spaces, hyphens, "milyar" for "miliar", "Rp", "rupiah" and
    "saja" are tolerated; parts out of order or missing ("delapan lima puluh") are not.

    Args:
        text: words such as ``Dua belas miliar lima ratus sepuluh juta rupiah``.

    Example:
        >>> read_words("Limapuluh juta seratus ribu Rupiah")
        50100000
    """
    words = [
        word for word in _DECORATION.split(_text.clean(text).casefold()) if word not in _IGNORED
    ]
    joined = "".join(words).removesuffix("rupiah")
    sign = 1
    for minus in _MINUS:
        if joined.startswith(minus):
            joined, sign = joined.removeprefix(minus), -1
            break
    if not _WORDS.fullmatch(joined):
        return None
    letters = _WORD.sub(lambda word: _LETTERS[word[0]], joined)
    value = 0 if letters == "0" else _read_letters(letters)
    return None if value is None else sign * value


def same_words(text: str, amount: int) -> bool:
    """Return whether the words mean exactly the amount.

    Args:
        text: amount in words.
        amount: whole rupiah.
    """
    return read_words(text) == amount


def _read_letters(letters: str) -> int | None:
    match = _NUMBER.fullmatch(letters)
    if match is None:
        return None
    total = _under_1000(match["rest"])
    for scale, size in _SCALES.items():
        group = match[scale]
        if group == "":
            return None
        total += size * _under_1000(group or "")
    return total


def _under_1000(group: str) -> int:
    group = group.replace("s", "1")
    hundreds, found, rest = group.rpartition("r")
    value = 100 * int(hundreds) if found else 0
    if rest.endswith("b"):
        return value + 10 + int(rest[0])
    tens, found, ones = rest.rpartition("p")
    value += 10 * int(tens) if found else 0
    return value + int(ones or 0)
