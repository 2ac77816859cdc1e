"""Fragments of Excel formulas and their exact twins in Python.

Every computed cell holds a live formula and the value that Python computed; the pairs in this
module keep the two the same. Text that looks like a number is text for both: Excel would turn
``"90"`` into 90 silently and by the PC's locale, so every formula asks ISNUMBER first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.scoring.outcome import NOT_COMPUTABLE, is_blank, is_number
from sakip_excel.workbook.cell import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sakip_excel.forms.base import Value

NOT_COMPUTABLE_TEXT = f'"{NOT_COMPUTABLE}"'
QUARTER = "triwulan_ke"
"""Defined name of the cell that holds the reported quarter as a number, 0 when unknown."""


def trim(text: str) -> str:
    """Return what Excel's TRIM gives: outer spaces off, inner runs of spaces made one."""
    return " ".join(part for part in text.split(" ") if part)


def blank(ref: str) -> str:
    """Return the formula twin of `is_blank`."""
    return f'TRIM({ref})=""'


def guarded(expression: str, *refs: str) -> str:
    """Return a formula: nothing when a cell is blank, a reason when one is no number, else the sum.

    Twin of `compute_guarded`. Errors in inputs and zero denominators give the reason too, never
    ``#DIV/0!``.
    """
    blanks = ",".join(blank(r) for r in refs)
    numbers = ",".join(f"ISNUMBER({r})" for r in refs)
    return (
        f'IFERROR(IF(OR({blanks}),"",IF(AND({numbers}),{expression},{NOT_COMPUTABLE_TEXT})),'
        f"{NOT_COMPUTABLE_TEXT})"
    )


def compute_guarded(function: Callable[..., Value], *values: Value) -> Value:
    """Apply a function to numbers; None when one is blank, the reason when one is no number."""
    for value in values:
        kind = type(value)
        if kind is not int and not (kind is float and is_number(value)):
            break
    else:
        return function(*values)
    if any(is_error(v) for v in values):
        return NOT_COMPUTABLE
    if any(is_blank(v) for v in values):
        return None
    return function(*values) if all(is_number(v) for v in values) else NOT_COMPUTABLE


def is_error(value: object) -> bool:
    """Return whether the cell holds an Excel error; a text of the same letters is none."""
    return isinstance(value, ErrorValue)


def is_percent(ref: str) -> str:
    """Return a formula that is TRUE when the cell is formatted as a percentage."""
    return f'IFERROR(LEFT(CELL("format",{ref}),1)="P",FALSE)'


def measure(ref: str) -> str:
    """Return a formula that reads a target or realisasi in percent points.

    A cell that shows 90% holds 0.9 and a cell that shows 90 holds 90; both mean 90 for a
    percentage indicator. Twin of `compute_measure`.
    """
    return (
        f'IFERROR(IF({blank(ref)},"",IF(ISNUMBER({ref}),{ref}*IF({is_percent(ref)},100,1),'
        f"TRIM({ref}))),{NOT_COMPUTABLE_TEXT})"
    )


def compute_measure(value: object, *, percent_format: bool) -> Value:
    """Return a target or realisasi as the workbook's formulas see it (percent points or text)."""
    if is_error(value):
        return NOT_COMPUTABLE
    if is_blank(value):
        return None
    if is_number(value):
        return value * 100 if percent_format else value
    if isinstance(value, bool):
        return str(value).upper()
    return trim(str(value))


def choose_quarter(*refs: str) -> str:
    """Return a formula that picks the cell of the reported quarter (the four cells in order)."""
    return f"CHOOSE({QUARTER},{','.join(refs)})"


def tick(ref: str) -> str:
    """Return a formula that is 1 when the cell holds an accepted check mark, else 0."""
    return ticks(ref)


def ticks(column: str) -> str:
    """Return a formula that counts the cells of a column that hold an accepted check mark.

    1/TRUE is a number; 1/FALSE and whatever an Excel error gives are none.
    """
    return f"SUMPRODUCT(--ISNUMBER(1/EXACT(tanda_centang,UPPER(TRIM({column})))))"


def when(condition: str, then: str, otherwise: str) -> str:
    """Return an IF with both branches, so that brackets always match."""
    return f"IF({condition},{then},{otherwise})"


TOTAL_WORDS = ("Jumlah", "Total", "Subtotal", "Sub total")
"""A row without a code whose label starts so is a total that somebody typed, not data."""


def sum_column(column: str, labels: str, codes: str) -> str:
    """Return a formula that sums a column without the totals that people typed into the Table.

    Twin of `sum_numbers` over the rows that were read as data.

    Args:
        column: the column to sum.
        labels: the column in which a total row says "Jumlah" or "Total".
        codes: the column in which a total row has no code.
    """
    typed = "".join(f'-SUMIFS({column},{labels},"{word}*",{codes},"")' for word in TOTAL_WORDS)
    return f"IFERROR(SUM({column}){typed},{NOT_COMPUTABLE_TEXT})"


def sum_numbers(values: Iterable[Value]) -> Value:
    """Return what SUM gives over cells: text is passed over, an error gives the reason."""
    total: float = 0
    for value in values:
        if is_error(value):
            return NOT_COMPUTABLE
        if is_number(value):
            total += value
    return total


def spelled_formula(ref: str, name: str) -> str:
    """Return a formula that shows an amount in words only while it is still that amount.

    Excel cannot spell numbers; the program writes the words and the amount they belong to on
    Referensi (``NAME_teks``, ``NAME_untuk``), so that stale words can never stand beside a figure.
    """
    words = when(f"{ref}={name}_untuk", f'{name}_teks&""', f'"{STALE_WORDS}"')
    return when(f"ISNUMBER({ref})", words, '""')


STALE_WORDS = "(jalankan Proses untuk memperbarui terbilang)"


def spelled(amount: Value) -> Value:
    """Return a whole, non-negative amount in words with ``rupiah``; None where there is none."""
    from sakip_excel.values.terbilang import spell_rupiah

    if not is_number(amount) or amount != int(amount) or not 0 <= amount < 10**15:
        return None
    return spell_rupiah(int(amount))
