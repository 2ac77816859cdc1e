"""Figures in running text: amounts, percentages and rows of pagu, realisasi and percentage."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sakip_excel.textcheck.document import Kind
from sakip_excel.values.number import parse_number

if TYPE_CHECKING:
    from sakip_excel.textcheck.document import Document, Span
    from sakip_excel.textcheck.known import Known

AMOUNT: Final = (
    r"(?<![\d.,])(?:Rp\.?\s?)?"
    r"(?P<{0}>\d{{1,3}}(?:\.\d{{3}})+(?:,\d{{2,4}})?|\d{{1,3}}(?:,\d{{3}}){{2,}}|\d{{7,13}}"
    r"|0,0000)(?![\d.,]*\d)"
)
PERCENT: Final = r"(?<![\d.,])(?P<{0}>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?%"
NOT_STATED: Final = re.compile(
    r"(?:\btarget\w*|\bminimal|\bapabila|\bjika|\bbila|\bharus|\bsebelumnya|\blalu)\b",
    re.IGNORECASE,
)
"""Words that make a figure a target, a condition or last year's."""

_BARE: Final = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![\d.,]*\d)\s?%?"
_SMALLEST: Final = 10_000  # rupiah; no row of a report is smaller
_ROW: Final = re.compile(
    AMOUNT.format("one")
    + r"(?P<between>[\s|]*(?:,-)?[\s|](?:[\s|]|[A-Z][a-z]{2,9}\s\([A-Z][a-z]+\)\s){0,6})"
    + AMOUNT.format("two")
    + r"[\s|]*(?:,-)?[\s|]*(?:(?P<volume>1?\d{1,3},\d{2,4})[\s|]+(?P=volume)[\s|]+)?"
    + rf"(?P<percent>{_BARE})?",
)
# A realisasi too long for its cell: its last digit stands behind the pagu, one line below.
_WRAPPED: Final = re.compile(
    r"(?<![\d.,])(?P<two>\d{1,3}(?:\.\d{3})+),000\s+(?:\d{1,3}\s*\|\s*)?[A-Za-z() |]{3,60}\s"
    r"(?P<one>\d{1,3}(?:\.\d{3})+),0000\s0\s+(?:(?P<volume>\d{1,3},\d{2,4})\s+(?P=volume)[\s|]+)?"
    rf"(?P<percent>{_BARE})"
)


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Pagu and realisasi that stand side by side, with the percentage printed behind them.

    Attributes:
        start: offset of the first character.
        end: offset behind the last one.
        pagu: rupiah.
        realisasi: rupiah.
        printed: the percentage as it stands there, without its sign.
    """

    start: int
    end: int
    pagu: int
    realisasi: int
    printed: str = ""

    @property
    def percent(self) -> float | None:
        """Return the printed percent points, None when none are printed."""
        return points_of(self.printed) if self.printed else None

    @property
    def decimals(self) -> int:
        """Return the digits printed behind the comma of the percentage."""
        return decimals_of(self.printed)

    @property
    def computed(self) -> float | None:
        """Return realisasi over pagu in percent points."""
        return 100 * self.realisasi / self.pagu if self.pagu else None


def amount_of(text: str) -> int | None:
    """Return the whole rupiah of an amount as printed, English writing understood.

    Example:
        >>> amount_of("40,377,837,000"), amount_of("5.640.000,0000"), amount_of("12")
        (40377837000, 5640000, 12)
    """
    cut = re.sub(r",0{2,4}$", "", text) if "." in text or text.startswith("0,") else text
    found = parse_number(f"Rp {cut}")
    return int(found.value) if found.value is not None else None


def points_of(text: str) -> float:
    """Return percent points as printed, with a comma or a point for decimals."""
    return float(text.replace(",", "."))


def decimals_of(text: str) -> int:
    """Return how many decimals a printed percentage has."""
    return len(re.split(r"[.,]", text, maxsplit=1)[1]) if re.search(r"[.,]", text) else 0


def agrees(stated: float, exact: float, decimals: int) -> bool:
    """Return whether a printed percentage is the exact one rounded.

    A hundredth of a percent point is allowed; fewer decimals allow half of their last digit.

    Args:
        stated: percent points as printed.
        exact: percent points.
        decimals: digits printed behind the comma.

    Example:
        >>> agrees(98.43, 98.421, 2), agrees(100, 99.9968, 0), agrees(96.8, 96.08, 2)
        (True, True, False)
    """
    return abs(stated - exact) <= max(0.01, 0.5 / 10.0**decimals) + 1e-9


def money_rows(document: Document, known: Known) -> list[MoneyRow]:
    """Return the rows of pagu and realisasi in reading order.

    Two amounts side by side are a row; a workbook's own pair tells when they stand the other way.
    """
    text = document.text
    rows = [_row(m) for m in _WRAPPED.finditer(text)]
    for match in _ROW.finditer(text):
        if match["percent"] is None and not _wide(match):
            continue
        row = _row(match)
        if row and known.pair(row.realisasi, row.pagu) and not known.pair(row.pagu, row.realisasi):
            row = replace(row, pagu=row.realisasi, realisasi=row.pagu)
        rows.append(row)
    return sorted((row for row in rows if row is not None), key=lambda row: row.start)


def _row(match: re.Match[str]) -> MoneyRow | None:
    one, two = amount_of(match["one"]), amount_of(match["two"])
    if one is None or two is None or max(one, two) < _SMALLEST:
        return None
    printed = (match["percent"] or "").replace("%", "").strip()
    end = match.end("percent") if printed else max(match.end("one"), match.end("two"))
    return MoneyRow(match.start(), end, one, two, printed)


def _wide(match: re.Match[str]) -> bool:
    """Return whether the two amounts stand in one table row rather than in a list."""
    return "|" in match["between"] or "\n" not in match["between"]


_ROLE: Final = re.compile(
    r"\b(?:(?P<spent>(?:ter|di)?realisasi\w*|merealisasikan|terserap|serapan|penyerapan)"
    r"|(?P<pagu>pagu|anggaran|alokasi|dari|DIPA))\b",
    re.IGNORECASE,
)
_ANY_AMOUNT: Final = re.compile(AMOUNT.format("amount"))
_ANY_PERCENT: Final = re.compile(PERCENT.format("percent"))


def sentence_rows(document: Document) -> list[MoneyRow]:
    """Return the sentences that state pagu, realisasi and their percentage.

    Only sentences with two amounts and one percentage: with more it is unknown what belongs
    together. The word before an amount tells what it is, else the larger one is the pagu.
    """
    rows = []
    for sentence in document.sentences:
        if sentence.kind is not Kind.PROSE:
            continue
        amounts = list(_ANY_AMOUNT.finditer(sentence.text))
        percents = list(_ANY_PERCENT.finditer(sentence.text))
        if len(amounts) == 2 and len(percents) == 1:
            row = _sentence_row(sentence, amounts, percents[0])
            if row is not None:
                rows.append(row)
    return rows


def _sentence_row(
    sentence: Span, amounts: list[re.Match[str]], percent: re.Match[str]
) -> MoneyRow | None:
    one, two = (amount_of(match["amount"]) for match in amounts)
    roles = [_role(sentence.text[: match.start()]) for match in amounts]
    if not one or not two or min(one, two) < _SMALLEST or not any(roles):
        return None
    swap = roles == ["spent", "pagu"] or (roles[0] == roles[1] and two > one)
    pagu, realisasi = (two, one) if swap else (one, two)
    start = sentence.start + min(amounts[0].start(), percent.start())
    end = sentence.start + max(amounts[1].end(), percent.end())
    return MoneyRow(start, end, pagu, realisasi, percent["percent"])


def _role(before: str) -> str:
    """Return ``pagu`` or ``spent`` after the last word that tells, empty without one."""
    found = list(_ROLE.finditer(before))
    return str(found[-1].lastgroup) if found else ""
