"""Rules about money in a written report: amounts, amounts in words, percentages of absorption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import HOUSE, PRABUMULIH, PROBOLINGGO, SEEN
from sakip_excel.textcheck.figures import (
    AMOUNT,
    NOT_STATED,
    agrees,
    amount_of,
    money_rows,
    sentence_rows,
)
from sakip_excel.textcheck.remark import text_rule
from sakip_excel.values.display import number, rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.textcheck.document import Document
    from sakip_excel.textcheck.figures import MoneyRow
    from sakip_excel.textcheck.known import Known
    from sakip_excel.textcheck.remark import Remark, Speaker

_STATED_AMOUNT: Final = re.compile(
    r"\b(?P<word>pagu|(?:ter)?realisasi|alokasi|total anggaran|jumlah anggaran|anggaran|DIPA)\b"
    r"(?P<gap>[^%;\d]{0,70}?(?:20\d\d[^%;\d]{0,45}?)?)" + AMOUNT.format("amount"),
    re.IGNORECASE,
)


def _points(value: float) -> str:
    return f"{number(value, 2)}%"


@text_rule(
    "TX202",
    Severity.GALAT,
    "Persentase sama dengan realisasi dibagi pagu yang tertulis di sebelahnya.",
    source=f"{PRABUMULIH} (tabel efisiensi); {PROBOLINGGO} (96,80% untuk 96,08%)",
    certainty=SEEN,
)
def row_percent(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield rows whose percentage is not that of their own pagu and realisasi."""
    for row in (*money_rows(document, known), *sentence_rows(document)):
        exact = row.computed
        if row.percent is None or exact is None or agrees(row.percent, exact, row.decimals):
            continue
        yield speaker.say(
            row.start,
            row.end,
            f"tertulis {row.printed}%, padahal {rupiah(row.realisasi)} dari "
            f"{rupiah(row.pagu)} adalah {_points(exact)}.",
            "Hitung ulang persentasenya; periksa juga kolom dan kalimat yang memakainya.",
            computed=_points(exact),
        )


@text_rule(
    "TX203",
    Severity.PERINGATAN,
    "Pagu dan realisasi dalam teks terdapat dalam buku kerja.",
    source=f"{PRABUMULIH} (41.661.103.000, jumlah barisnya 13.056.986.000)",
    certainty=SEEN,
)
def amount_known(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield amounts called pagu, realisasi or anggaran that the workbook does not have."""
    if not known.amounts:
        return
    rows = money_rows(document, known)
    for row in rows:
        if known.pair(row.pagu, row.realisasi) is None:
            yield from _unknown_row(row, known, speaker)
    inside = [(row.start, row.end) for row in rows]
    for sentence in document.sentences:
        for match in _STATED_AMOUNT.finditer(sentence.text):
            amount = amount_of(match["amount"])
            at = sentence.start + match.start("amount")
            if amount is None or amount in known.amounts or any(a <= at < b for a, b in inside):
                continue
            if amount < 1_000_000 or NOT_STATED.search(match[0]):
                continue
            yield speaker.say(
                sentence.start + match.start(),
                sentence.start + match.end(),
                f"{rupiah(amount)} tidak terdapat dalam buku kerja{_hint(match['word'], known)}.",
                "Samakan dengan buku kerja, atau perbaiki buku kerjanya.",
            )


def _unknown_row(row: MoneyRow, known: Known, speaker: Speaker) -> Iterator[Remark]:
    if row.pagu in known.amounts and row.realisasi in known.amounts:
        return  # known figures, set side by side in another way
    wrong = [a for a in (row.pagu, row.realisasi) if a not in known.amounts and a]
    if not wrong:
        return
    names = " dan ".join(rupiah(a) for a in wrong)
    yield speaker.say(
        row.start,
        row.end,
        f"{names} tidak terdapat dalam buku kerja{_hint('', known)}.",
        "Samakan tabel dengan buku kerja, atau lengkapi buku kerjanya.",
        severity=Severity.GALAT if len(wrong) == 1 and known.complete else None,
    )


def _hint(word: str, known: Known) -> str:
    total = known.total
    if total is None:
        return ""
    parts = []
    if "real" not in word.casefold():
        parts.append(f"pagu {rupiah(total.pagu)}")
        parts += [f"{label} {rupiah(a)}" for a, label in known.amounts.items() if label in _TOTALS]
    if total.realisasi is not None and word.casefold() not in {"pagu", "dipa", "alokasi"}:
        parts.append(f"realisasi {rupiah(total.realisasi)}")
    return f" ({'; '.join(parts)})"


_TOTALS: Final = frozenset({"anggaran PK", "pagu DIPA"})


@text_rule(
    "TX219",
    Severity.PERINGATAN,
    "Realisasi yang melebihi pagu dijelaskan.",
    source=f"{PRABUMULIH} (2.715.809.026 dari 2.678.165.000)",
    certainty=SEEN,
)
def spent_beyond(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield rows with a realisasi above their pagu."""
    for row in money_rows(document, known):
        if row.realisasi > row.pagu:
            yield speaker.say(
                row.start,
                row.end,
                f"realisasi melebihi pagu sebesar {rupiah(row.realisasi - row.pagu)}.",
                "Jelaskan (pagu minus, revisi), atau perbaiki angkanya.",
            )


@text_rule(
    "TX220",
    Severity.PERINGATAN,
    "Pagu dan realisasi yang sama tidak dipakai untuk dua indikator.",
    source=f"{PRABUMULIH} (33.801.000/33.775.000 dipakai dua kali)",
    certainty=SEEN,
)
def money_used_twice(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield rows whose pagu and realisasi stand at another indikator already."""
    first: dict[tuple[int, int], MoneyRow] = {}
    own = {(m.pagu, m.realisasi) for m in known.money if m.level == "RO"}
    for row in money_rows(document, known):
        key = (row.pagu, row.realisasi)
        if row.pagu == row.realisasi or key in own:
            continue
        earlier = first.setdefault(key, row)
        if earlier is not row and row.percent is not None:
            yield speaker.say(
                row.start,
                row.end,
                f"pagu dan realisasi ini sudah dipakai pada {document.place(earlier.start)}.",
                "Pastikan anggarannya tidak dihitung dua kali.",
            )


@text_rule(
    "TX222",
    Severity.PERINGATAN,
    "Angka ditulis dengan titik untuk ribuan dan koma untuk desimal.",
    source=f"{PROBOLINGGO} (40,377,837,000 dan 82.21%)",
    certainty=SEEN,
)
def indonesian_figures(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield figures that are written the English way."""
    del known
    pattern = re.compile(
        r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){2,}(?![\d,]\d)|\d{1,3}\.\d{1,2}\s?%)(?:[\s|]+"
        r"\d{1,3}(?:,\d{3}){2,}|[\s|]+\d{1,3}\.\d{1,2}\s?%)*"
    )
    for match in pattern.finditer(document.text):
        yield speaker.say(
            match.start(),
            match.end(),
            "angka ditulis cara Inggris.",
            "Tulis titik untuk ribuan dan koma untuk desimal, misalnya 1.000.000 dan 82,21%.",
        )


@text_rule(
    "TX225",
    Severity.PERINGATAN,
    "Kode program dalam teks dikenal.",
    source=f"{PROBOLINGGO} (CO.6867 untuk CQ.6867); {HOUSE}",
    certainty=SEEN,
)
def program_code(document: Document, known: Known, speaker: Speaker) -> Iterator[Remark]:
    """Yield codes such as CO.6867 whose program is not one of KPU's."""
    del known
    for match in re.finditer(r"\(\s?([A-Z]{2})[.\s]?(\d{4})\s?\)", document.text):
        if match[1] not in {"CQ", "WA"}:
            yield speaker.say(
                match.start(),
                match.end(),
                f"program {match[1]} tidak dikenal; program KPU adalah CQ dan WA.",
                "Perbaiki kodenya.",
            )
