"""What many rules ask of a form, a row or a cell; none of it ever fails on odd content."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar, cast

from sakip_excel.scoring.outcome import is_number
from sakip_excel.values._memory import remembered
from sakip_excel.values.empty import emptiness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_Found = TypeVar("_Found")

SEEN: Final = "terlihat pada dokumen contoh"
CONVENTION: Final = "konvensi"
GENERAL: Final = "umum, sumber belum dilihat"

PRABUMULIH: Final = "temuan pada LKj Kota Prabumulih 2024"
PROBOLINGGO: Final = "temuan pada LKj Kota Probolinggo 2024"
PROBOLINGGO_RAK: Final = "temuan pada RAK Kota Probolinggo 2024"
KUBU_RAYA: Final = "temuan pada RKT Kabupaten Kubu Raya 2024"
GIANYAR: Final = "temuan pada RKT Kabupaten Gianyar 2024"
HOUSE: Final = "kesepakatan alat ini"

HALF_POINT_OF_PRINT: Final = 0.0001 + 1e-9
"""A hundredth of a percent point as a ratio: what two printed percentages may differ by."""

_NO_WORD = re.compile(r"[^\w%]+")


def once(report: Report, name: str, work: Callable[[Report], _Found]) -> _Found:
    """Return what several rules need of a report; only the first one has it worked out."""
    if name not in report.memo:
        report.memo[name] = work(report)
    return cast("_Found", report.memo[name])


def has(form: FormData, *keys: str) -> bool:
    """Return whether the workbook has all these columns or named cells."""
    return all(key in form.columns or key in form.places for key in keys)


@remembered
def plain(text: str) -> str:
    """Return the words of a text in small letters with single spaces, nothing else.

    Example:
        >>> plain(" Pemilu/Pemilihan, tepat  waktu. ")
        'pemilu pemilihan tepat waktu'
    """
    return _NO_WORD.sub(" ", text.casefold()).strip()


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


def is_empty(record: Record, key: str) -> bool:
    """Return whether a cell says nothing: blank, a dash, "nihil" or "n/a", and no formula."""
    cell = record.cells.get(key)
    return cell is None or (cell.formula is None and emptiness(cell.value) is not None)


def reported(report: Report, keys: Sequence[str]) -> str:
    """Return the key of the reported quarter, empty when Beranda does not say which it is."""
    return keys[report.quarter - 1] if report.quarter else ""


def skipped(record: Record, keys: Sequence[str], quarter: int) -> Iterator[str]:
    """Yield the empty quarters between two filled ones, up to the reported quarter."""
    filled = [index for index, key in enumerate(keys[:quarter]) if not is_empty(record, key)]
    if filled:
        yield from (k for k in keys[filled[0] : filled[-1]] if is_empty(record, k))


def beyond(record: Record, keys: Sequence[str], quarter: int) -> Iterator[str]:
    """Yield the filled quarters after the reported one; none when no quarter is reported."""
    if quarter:
        yield from (key for key in keys[quarter:] if not is_empty(record, key))


def falling(record: Record, keys: Sequence[str]) -> Iterator[str]:
    """Yield the quarters whose number is smaller than that of the last quarter filled before."""
    before: float | None = None
    for key in keys:
        now = record.number(key)
        if now is None:
            continue
        if before is not None and now < before:
            yield key
        before = now


def typed_over(record: Record, key: str) -> float | None:
    """Return the number that stands in a computed cell in place of its formula.

    Percentages come back as ratios: text such as ``99,42%`` counts as 0.9942.
    """
    from sakip_excel.values.number import NumberKind, parse_number

    cell = record.cells.get(key)
    if cell is None or cell.formula is not None:
        return None
    if is_number(cell.value):
        return cell.value
    if not isinstance(cell.value, str):
        return None
    found = parse_number(cell.value)
    if found.value is None:
        return None
    return found.value / 100 if found.kind is NumberKind.PERCENT else found.value


def same_percent(one: float, other: float) -> bool:
    """Return whether two ratios are the same to a hundredth of a percent point."""
    return abs(one - other) <= HALF_POINT_OF_PRINT


def revised(report: Report) -> bool:
    """Return whether Beranda names a revision of the DIPA."""
    identitas = report.forms.get("identitas")
    return identitas is not None and (identitas.cells.number("revisi_dipa") or 0) > 0


def indikator_of(record: Record) -> str:
    """Return the name of the indikator of a Kinerja row, looked up or typed."""
    return record.text("indikator") or str(record.typed("indikator") or "")


def date_of(record: Record, key: str) -> date | None:
    """Return the date that was understood; None when there is none."""
    value = record.parsed.get(key)
    return value if isinstance(value, date) else None
