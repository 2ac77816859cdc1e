"""How a value is shown to people: as the cell shows it, in Indonesian writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.base import Field, Kind
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import number, percent, rupiah
from sakip_excel.values.number import is_percent_format

if TYPE_CHECKING:
    from sakip_excel.forms.data import Record


def shown_input(record: Record, field: Field) -> str:
    """Return what stands in the cell as a person reads it there; empty for an empty cell."""
    cell = record.cells.get(field.key)
    if cell is None or cell.value is None:
        return ""
    if is_number(cell.value) and is_percent_format(cell.number_format):
        return percent(cell.value)
    return shown(cell.value, Kind.NUMBER if field.kind is Kind.RATIO else field.kind)


def shown(value: object, kind: Kind) -> str:
    """Return a value as a person reads it, e.g. ``Rp 1.000``, ``97,50%`` or the text itself."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not is_number(value):
        return str(value)
    if kind is Kind.MONEY:
        return rupiah(value)
    if kind is Kind.RATIO:
        return percent(value)
    return number(value)
