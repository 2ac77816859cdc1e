"""Apply a list of changes to a workbook that no program has open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.workbook.patch import MAX_WHOLE

if TYPE_CHECKING:
    from sakip_excel.changes import ChangeList
    from sakip_excel.forms.base import Value
    from sakip_excel.workbook.patch import Patch


def apply(patch: Patch, made: ChangeList) -> None:
    """Put a list of changes into a patch: Tables grow first.

    Raises:
        CellError: a cell cannot take its value, or a Table cannot grow.
    """
    for grow in made.grow:
        patch.grow_table(grow.table, grow.last_row)
    for change in made.cells:
        patch.set(change.sheet, change.cell, _as_excel(change.value), change.formula)


def _as_excel(value: Value) -> Value:
    """Return a sum beyond Excel's 15 digits as the float that Excel makes of it."""
    return float(value) if isinstance(value, int) and abs(value) >= MAX_WHOLE else value
