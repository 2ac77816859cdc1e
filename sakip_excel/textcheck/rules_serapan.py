"""Rules about percentages of absorption and efisiensi in sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import PRABUMULIH, SEEN
from sakip_excel.textcheck.document import Kind
from sakip_excel.textcheck.figures import (
    NOT_STATED,
    PERCENT,
    agrees,
    decimals_of,
    money_rows,
    points_of,
    sentence_rows,
)
from sakip_excel.textcheck.remark import text_rule
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.textcheck.document import Document, Span
    from sakip_excel.textcheck.figures import MoneyRow
    from sakip_excel.textcheck.known import Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_NEAR: Final = 6000  # characters: about two printed pages, the length of a section
_AROUND: Final = 500  # characters: the sentences before, which say what is spoken of
_STEP: Final = 0.02  # percent points: one step in the last printed digit, cut off or rounded
_SPENT: Final = re.compile(
    r"\b(?:realisasi(?:nya)?|direalisasikan|terealisasi|serapan|penyerapan|terserap|menyerap"
    r"|anggaran(?:nya)?)\b(?P<gap>[^%;]{0,110}?)" + PERCENT.format("percent"),
    re.IGNORECASE,
)
_MONEY_WORD: Final = re.compile(
    r"anggaran|keuangan|belanja|pagu|dana|serapan|terserap|APBN", re.IGNORECASE
)
_BESIDE: Final = 12  # characters between "anggaran" and a percentage that needs no verb
_PART: Final = re.compile(r"\bbelanja (?:pegawai|barang|modal|bansos)\b", re.IGNORECASE)
_VERB: Final = re.compile(
    r"\b(?:sebesar|mencapai|adalah|yakni|yaitu|hingga|atau|persentase|presentase|dengan)\b|:",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?P<word>ham?p[ie]r|mendekati|sekitar|kurang lebih|lebih dari|di ?atas|melebihi)\b"
    r"(?:\s+mencapai)?\s*$",
    re.IGNORECASE,
)
_SAVED: Final = re.compile(
    r"\befisiensi\b(?P<gap>[^%;]{0,80}?)" + PERCENT.format("percent"), re.IGNORECASE
)


def _points(value: float) -> str:
    return f"{number(value, 2)}%"


@text_rule(
    "TX204",
    Severity.GALAT,
    "Persentase realisasi anggaran dalam kalimat sama dengan buku kerja dan tabelnya.",
    source=f"{PRABUMULIH} (99,42% untuk 98,18%; 99,95% untuk 99,92%)",
    certainty=SEEN,
)
def stated_absorption(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield sentences whose percentage is nobody's absorption."""
    rows = money_rows(document, known)
    own = [(row.start, row.end) for row in sentence_rows(document)]
    for start, end, match in _absorptions(document, rows):
        stated, decimals = points_of(match["percent"]), decimals_of(match["percent"])
        near = _section_rows(document, rows, start)
        if _is_mean(stated, decimals, near) or any(a < end <= b for a, b in own):
            continue
        about = _ABOUT.search(match["gap"])
        exact = list(_exact(known, near))
        expected, against = _against(known, near)
        if about is not None:
            exact = exact if expected is None else [expected]
        if not exact or any(_close(stated, e, decimals, about) for e in exact):
            continue
        computed = "" if expected is None else _points(expected)
        step = expected is not None and abs(stated - expected) <= _STEP
        yield speaker.say(
            start,
            end,
            f"tertulis {match['percent']}%, {against}.",
            "Pakai angka dari buku kerja.",
            computed=computed,
            severity=Severity.INFO if step else None,
        )


def _absorptions(
    document: Document, rows: list[MoneyRow]
) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield the stretches of sentences that state how much of the money was spent."""
    inside = [(row.start, row.end) for row in rows]
    for sentence in document.sentences:
        around = document.text[max(sentence.start - _AROUND, 0) : sentence.end]
        if sentence.kind is Kind.TITLE or not _MONEY_WORD.search(around):
            continue
        taken = -1
        for match in _SPENT.finditer(sentence.text):
            at = sentence.start + match.start("percent")
            if at <= taken or _hypothetical(sentence, match):
                continue
            if not any(a <= at < b for a, b in inside):
                taken = at
                yield sentence.start + match.start(), sentence.start + match.end(), match


def _hypothetical(sentence: Span, match: re.Match[str]) -> bool:
    """Return whether the percentage is no statement: a target, a condition, last year's."""
    before = sentence.text[max(match.start() - 25, 0) : match.start()].rpartition("%")[2]
    if "efisien" in f"{before}{match['gap']}".casefold():
        return True
    if _PART.search(match[0]):
        return True  # the workbook does not know kinds of expenditure
    if len(match["gap"]) > _BESIDE and not _VERB.search(match["gap"]):
        return True
    right_before = match["gap"][-14:]
    return bool(NOT_STATED.search(before) or NOT_STATED.search(right_before))


def _close(stated: float, exact: float, decimals: int, about: re.Match[str] | None) -> bool:
    if about is None:
        return agrees(stated, exact, decimals)
    word = about["word"].casefold()
    if word in {"lebih dari", "melebihi"} or word.endswith("atas"):
        return exact >= stated
    return abs(stated - exact) <= 2


def _exact(known: Known, near: list[MoneyRow]) -> Iterator[float]:
    """Yield every percentage that may rightly be stated here."""
    for money in known.money:
        # Among many RO one is always near enough: a sentence about one stands beside its row.
        if money.serapan is not None and money.level != "RO":
            yield 100 * money.serapan
    yield from (row.computed for row in near if row.computed is not None)
    if near:
        yield _pooled(near)


def _against(known: Known, near: list[MoneyRow]) -> tuple[float | None, str]:
    """Return the percent points that were to be expected and where they come from."""
    right = [row for row in near if row.computed is not None]
    if right:
        pooled = _pooled(right)
        what = "tabel di dekatnya" if len(right) == 1 else "jumlah tabel di dekatnya"
        return pooled, f"sedangkan {what} memberi {_points(pooled)}"
    total = known.total
    if total is not None and total.serapan is not None and known.complete:
        exact = 100 * total.serapan
        return exact, f"sedangkan serapan satker menurut buku kerja {_points(exact)}"
    return None, "tidak cocok dengan serapan mana pun dalam buku kerja atau tabelnya"


@text_rule(
    "TX207",
    Severity.GALAT,
    "Persentase uang dihitung dari jumlahnya, bukan dari rata-rata persentase.",
    source=f"{PRABUMULIH} (94,91% dan 98,68%)",
    certainty=SEEN,
)
def pooled_not_averaged(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield percentages that are the mean of the percentages of the table beside them."""
    rows = money_rows(document, known)
    for start, end, match in _absorptions(document, rows):
        stated, decimals = points_of(match["percent"]), decimals_of(match["percent"])
        near = _section_rows(document, rows, start)
        if _is_mean(stated, decimals, near):
            pooled = _points(_pooled(near))
            yield speaker.say(
                start,
                end,
                f"{match['percent']}% adalah rata-rata persentase baris; jumlah realisasi dibagi "
                f"jumlah pagu adalah {pooled}.",
                "Bagi jumlah realisasi dengan jumlah pagu.",
                computed=pooled,
            )


def _section_rows(document: Document, rows: list[MoneyRow], at: int) -> list[MoneyRow]:
    """Return the rows of the table that a sentence speaks about: the nearest one above, else below.

    A table ends at a heading; a table with many rows (an appendix) is nobody's neighbour.
    """
    above = [row for row in rows if at - _NEAR // 3 <= row.start < at]
    titles = [t.end for t in document.titles if t.start < at and re.match(r"Sasaran", t.text)]
    above = [row for row in above if row.start > max(titles, default=-1)]
    below = [row for row in rows if at < row.start <= at + _NEAR // 6]
    return (above or below[:1]) if len(above) <= 6 else []


def _pooled(rows: list[MoneyRow]) -> float:
    return 100 * sum(row.realisasi for row in rows) / sum(row.pagu for row in rows)


def _is_mean(stated: float, decimals: int, rows: list[MoneyRow]) -> bool:
    known = [row for row in rows if row.computed is not None]
    if len(known) < 2:
        return False
    exact = [row.computed or 0.0 for row in known]
    printed = [row.percent or row.computed or 0.0 for row in known]
    means = (sum(values) / len(values) for values in (exact, printed))
    is_mean = any(agrees(stated, mean, decimals) for mean in means)
    return is_mean and not agrees(stated, _pooled(known), decimals)


@text_rule(
    "TX205",
    Severity.GALAT,
    "Persentase efisiensi dalam teks sama dengan buku kerja.",
    source=f"{PRABUMULIH} (efisiensi 0,04% untuk 1,82%)",
    certainty=SEEN,
)
def stated_efficiency(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield sentences with an efisiensi that neither formula of the workbook gives."""
    if known.total is None or not known.total.efisiensi:
        return
    levels = {"satker", "program", "kegiatan"}
    ratios = [r for m in known.money if m.level in levels for r in m.efisiensi]
    for sentence in document.sentences:
        for match in _SAVED.finditer(sentence.text):
            stated, decimals = points_of(match["percent"]), decimals_of(match["percent"])
            if NOT_STATED.search(match["gap"]) or not known.complete:
                continue
            if any(agrees(stated, 100 * ratio, decimals) for ratio in ratios):
                continue
            exact = " atau ".join(dict.fromkeys(_points(100 * r) for r in known.total.efisiensi))
            yield speaker.say(
                sentence.start + match.start(),
                sentence.start + match.end(),
                f"tertulis efisiensi {match['percent']}%; buku kerja memberi {exact}.",
                "Pakai angka dari buku kerja dan sebut rumusnya.",
                computed=exact,
            )
