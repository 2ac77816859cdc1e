"""Compare the rows of two states of a report, so that a row put in marks no other row.

Rows are compared by digests alone: of the earlier state nothing else needs to be kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from sakip_excel.exchange.inputs import InputRow

_ROW_DIGITS, _CELL_DIGITS = 16, 8
_LARGEST = 10_000
"""Pairs of rows that are looked at one by one; a larger block of changed rows is paired in order.
"""


class What(StrEnum):
    """What became of a cell or row."""

    CHANGED = "diubah"
    ADDED = "ditambah"
    DELETED = "dihapus"
    MOVED = "dipindah"


@dataclass(frozen=True, slots=True)
class RowPrint:
    """What is kept of one row: enough to tell whether and where it changed, not what it said.

    Attributes:
        form: key of the form.
        row: Excel row; 0 for the named cells.
        digest: of the whole row, 16 hexadecimal digits.
        cells: of each input by key, 8 hexadecimal digits.
    """

    form: str
    row: int
    digest: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of a cell when it has a key, else of a whole row.

    Attributes:
        form: key of the form.
        what: what became of it.
        row: Excel row now; of a row that is gone, the earlier one. 0 for the named cells.
        key: field name, empty for a whole row.
        before: Excel row of that cell in the earlier state.
    """

    form: str
    what: What
    row: int
    key: str = ""
    before: int = field(default=0, compare=False)


_Pair = tuple[RowPrint | None, RowPrint | None]


def print_of(row: InputRow) -> RowPrint:
    """Return the digests of one row of inputs."""
    cells = {key: _digest(value)[:_CELL_DIGITS] for key, value in row.cells}
    return RowPrint(row.form, row.row, _digest(row_text(row))[:_ROW_DIGITS], cells)


def row_text(row: InputRow) -> str:
    """Return the inputs of a row as one line that no other row has."""
    return json.dumps([row.form, row.cells], separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def differences(old: Sequence[RowPrint], new: Sequence[RowPrint]) -> Iterator[Difference]:
    """Yield what became of the rows, form by form: named cells first, then the rows in order.

    Args:
        old: the rows of the earlier state, in order.
        new: the rows of the present state, in order.
    """
    before, after = _by_form(old), _by_form(new)
    for form in sorted(before.keys() | after.keys()):
        named = [
            next((r for r in rows if not r.row), RowPrint(form, 0, "", {}))
            for rows in (before[form], after[form])
        ]
        yield from _cells(named[0], named[1])
        pairs, moved = _aligned(
            [r for r in before[form] if r.row], [r for r in after[form] if r.row]
        )
        for one, other in pairs:
            yield from _row(one, other)
        for row in moved:
            yield Difference(form, What.MOVED, row.row)


def _by_form(rows: Sequence[RowPrint]) -> defaultdict[str, list[RowPrint]]:
    found: defaultdict[str, list[RowPrint]] = defaultdict(list)
    for row in rows:
        found[row.form].append(row)
    return found


def _row(old: RowPrint | None, new: RowPrint | None) -> Iterator[Difference]:
    if old is not None and new is not None:
        yield from _cells(old, new)
        return
    for row, what in ((old, What.DELETED), (new, What.ADDED)):
        if row is not None:
            yield Difference(row.form, what, row.row)


def _cells(old: RowPrint, new: RowPrint) -> Iterator[Difference]:
    for key in {**new.cells, **old.cells}:
        before, after = old.cells.get(key), new.cells.get(key)
        if before == after:
            continue
        what = What.ADDED if before is None else What.DELETED if after is None else What.CHANGED
        yield Difference(new.form, what, new.row, key, old.row)


def _aligned(
    old: Sequence[RowPrint], new: Sequence[RowPrint]
) -> tuple[list[_Pair], list[RowPrint]]:
    """Return the pairs of rows that differ, and the rows that only stand elsewhere."""
    gaps = list(_gaps(old, new, lambda row: row.digest))
    moved = _take_moved(gaps)
    return [pair for one, other in gaps for pair in _paired(one, other)], moved


_Gap = tuple[list[RowPrint], list[RowPrint]]


def _gaps(
    old: Sequence[RowPrint], new: Sequence[RowPrint], sign: Callable[[RowPrint], Hashable]
) -> Iterator[_Gap]:
    """Yield what stands between the rows that both states have, told by a sign."""
    signs = [sign(row) for row in old], [sign(row) for row in new]
    start = 0
    while start < min(len(old), len(new)) and signs[0][start] == signs[1][start]:
        start += 1
    matcher = SequenceMatcher(None, signs[0][start:], signs[1][start:], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield list(old[start + i : start + j]), list(new[start + k : start + m])


def _take_moved(gaps: list[_Gap]) -> list[RowPrint]:
    """Take the rows that left one gap and came into another out of both."""
    left: defaultdict[str, list[tuple[list[RowPrint], RowPrint]]] = defaultdict(list)
    for old, _ in gaps:
        for row in old:
            left[row.digest].append((old, row))
    moved = []
    for _, new in gaps:
        for row in [r for r in new if r.digest in left]:
            if left[row.digest]:
                place, gone = left[row.digest].pop(0)
                place.remove(gone)
                new.remove(row)
                moved.append(row)
    return moved


def _paired(old: list[RowPrint], new: list[RowPrint]) -> Iterator[_Pair]:
    """Yield the rows of one gap, each with the one that it was before."""
    if len(old) == len(new) and all(map(_common, old, new)):
        yield from zip(old, new, strict=True)
    elif len(old) * len(new) <= _LARGEST:
        yield from _best_pairs(old, new)
    else:
        # The codes and names at the start of a row tell it from others when figures changed.
        yield from _with_heads(old, new)


def _with_heads(old: list[RowPrint], new: list[RowPrint]) -> Iterator[_Pair]:
    matcher = SequenceMatcher(None, list(map(_head, old)), list(map(_head, new)), autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        one, other = old[i:j], new[k:m]
        if tag != "equal" and len(one) * len(other) <= _LARGEST:
            yield from _best_pairs(one, other)
        else:
            yield from _in_order(one, other)


def _head(row: RowPrint) -> tuple[tuple[str, str], ...]:
    return tuple(row.cells.items())[: max(1, len(row.cells) // 2)]


def _in_order(old: Sequence[RowPrint], new: Sequence[RowPrint]) -> Iterator[_Pair]:
    """Yield the rows pair by pair from the top; what is left over came or went."""
    yield from zip(old, new, strict=False)
    yield from ((row, None) for row in old[len(new) :])
    yield from ((None, row) for row in new[len(old) :])


def _common(old: RowPrint, new: RowPrint) -> int:
    """Return how many inputs two rows share; 0 when they are not half the same."""
    shared = sum(new.cells.get(key) == digest for key, digest in old.cells.items())
    return shared if 2 * shared >= max(len(old.cells), len(new.cells)) else 0


def _best_pairs(old: list[RowPrint], new: list[RowPrint]) -> Iterator[_Pair]:
    """Yield the pairs that share the most inputs without changing the order."""
    matched = _longest(old, new)
    steps = [(-1, -1), *matched, (len(old), len(new))]
    for (i, k), (j, m) in pairwise(steps):
        between = old[i + 1 : j], new[k + 1 : m]
        if len(between[0]) == len(between[1]):
            yield from zip(*between, strict=True)  # as many rows as before: typed over
        else:
            yield from ((row, None) for row in between[0])
            yield from ((None, row) for row in between[1])
        if j < len(old) and m < len(new):
            yield old[j], new[m]


def _longest(old: list[RowPrint], new: list[RowPrint]) -> list[tuple[int, int]]:
    """Return the positions of the pairs whose shared inputs together are the most."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    shared = [[_common(a, b) for b in new] for a in old]
    for i in range(len(old) - 1, -1, -1):
        for k in range(len(new) - 1, -1, -1):
            taken = shared[i][k] + best[i + 1][k + 1] if shared[i][k] else 0
            best[i][k] = max(taken, best[i + 1][k], best[i][k + 1])
    pairs, i, k = [], 0, 0
    while i < len(old) and k < len(new):
        if shared[i][k] and best[i][k] == shared[i][k] + best[i + 1][k + 1]:
            pairs.append((i, k))
            i, k = i + 1, k + 1
        elif best[i + 1][k] >= best[i][k + 1]:
            i += 1
        else:
            k += 1
    return pairs
