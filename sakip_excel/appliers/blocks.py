"""Group single cells into rectangles, so that a program is asked few times."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from sakip_excel.workbook.refs import Area

    Label = TypeVar("Label", bound=Hashable)


def rectangles(labels: Mapping[tuple[int, int], Label]) -> list[tuple[Area, Label]]:
    """Return rectangles that cover every cell once, all cells of one under the same label.

    Grows them along the rows and along the columns and keeps the shorter list; which of the two
    that is depends on whether a Table's columns or its rows are alike.

    Args:
        labels: what tells cells apart that must not be in one rectangle, by row and column.
    """
    by_rows = _grown(labels)
    turned = _grown({(column, row): label for (row, column), label in labels.items()})
    by_columns = [((top, left, bottom, right), label)
                  for (left, top, right, bottom), label in turned]  # fmt: skip
    return by_rows if len(by_rows) <= len(by_columns) else by_columns


def _grown(labels: Mapping[tuple[int, int], Label]) -> list[tuple[Area, Label]]:
    """Return the runs within each row, put together with equal runs of the rows above."""
    done: list[tuple[Area, Label]] = []
    open_at: dict[tuple[int, int, Label], int] = {}
    for row, first, last, label in _runs(labels):
        at = open_at.get((first, last, label))
        if at is not None and done[at][0][2] == row - 1:
            done[at] = ((done[at][0][0], first, row, last), label)
        else:
            open_at[first, last, label] = len(done)
            done.append(((row, first, row, last), label))
    return done


def _runs(labels: Mapping[tuple[int, int], Label]) -> list[tuple[int, int, int, Label]]:
    """Return row, first column, last column and label of cells that stand side by side."""
    runs: list[tuple[int, int, int, Label]] = []
    for row, column in sorted(labels):
        label = labels[row, column]
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1 and runs[-1][3] == label:
            runs[-1] = (row, runs[-1][1], column, label)
        else:
            runs.append((row, column, column, label))
    return runs
