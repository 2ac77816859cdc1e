"""Filled forms without a file: rows and named cells with their coordinates.

Reading makes them, normalising adds what was understood, computing adds the computed values; the
checks see nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.scoring.outcome import is_blank, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sakip_excel.forms.base import Field, Form, Value
    from sakip_excel.workbook.cell import Cell
    from sakip_excel.workbook.cell import Value as Typed


@dataclass(slots=True)
class Record:
    """One used row of a form's Table (or the named cells of a form, with row 0).

    Attributes:
        row: Excel row number.
        cells: what stands in each cell, by key; empty cells are absent.
        parsed: what was understood of each input, by key; absent when blank or not understood.
        computed: what the program computes for this row, by key.
        doubts: keys whose input was not understood and has a finding of its own.
    """

    row: int
    cells: dict[str, Cell]
    parsed: dict[str, object] = field(default_factory=dict)
    computed: dict[str, Value] = field(default_factory=dict)
    doubts: set[str] = field(default_factory=set)

    def typed(self, key: str) -> Typed:
        """Return the value that stands in the cell, None when it is empty."""
        cell = self.cells.get(key)
        return None if cell is None else cell.value

    def excel(self, key: str) -> Value:
        """Return what a formula of the workbook sees in the cell: computed value or input."""
        computed = self.computed
        if key in computed:
            return computed[key]
        cell = self.cells.get(key)
        if cell is None:
            return None
        value = cell.value
        if type(value) is int:  # by far the most, as in `is_number`
            return value
        if is_blank(value):
            return None
        return str(value).upper() if isinstance(value, bool) else value

    def number(self, key: str) -> float | int | None:
        """Return the number that was understood, typed or computed; None when there is none."""
        computed = self.computed
        value = computed[key] if key in computed else self.parsed.get(key)
        if type(value) is int:
            return value
        return value if is_number(value) else None

    def text(self, key: str) -> str:
        """Return the text that was understood, typed or computed; empty when there is none."""
        computed = self.computed
        value = computed[key] if key in computed else self.parsed.get(key)
        if type(value) is str:
            return value
        return "" if value is None else str(value)

    def is_blank(self, key: str) -> bool:
        """Return whether nothing was typed into the cell."""
        return is_blank(self.typed(key))


@dataclass(slots=True)
class FormData:
    """One form as found in a workbook.

    Attributes:
        form: its declaration.
        sheet: sheet name as the user sees it.
        table: name of the Excel Table, empty when found by its header row only.
        header_row: Excel row of the headings.
        first_row: first data row.
        last_row: last row that belongs to the Table, rows typed below its end included.
        table_last_row: last row of the Table as it stands.
        columns: column number by key, for the columns that were found.
        headings: heading as printed in the user's workbook, by key.
        rows: the used rows, in order.
        cells: the named cells as one record (row 0).
        places: address of each named cell, by key.
    """

    form: Form
    sheet: str
    table: str = ""
    header_row: int = 0
    first_row: int = 0
    last_row: int = 0
    table_last_row: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    rows: list[Record] = field(default_factory=list)
    cells: Record = field(default_factory=lambda: Record(0, {}))
    places: dict[str, str] = field(default_factory=dict)
    computed_cells: dict[int, Mapping[str, Cell]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.rows)

    def address(self, record: Record, key: str) -> str:
        """Return the address of a field, e.g. ``F12``; empty when the column is not there."""
        from sakip_excel.workbook.refs import cell_name

        if record.row == 0:
            return self.places.get(key, "")
        column = self.columns.get(key)
        return "" if column is None else cell_name(record.row, column)

    def heading(self, key: str) -> str:
        """Return the heading as printed in the user's workbook."""
        return self.headings.get(key) or self.form[key].heading

    def field(self, key: str) -> Field:
        """Return the declaration of a column or named cell."""
        return self.form[key]

    def total(self, key: str) -> int | float:
        """Return the sum over the rows of what was understood in a column."""
        return sum(r.number(key) or 0 for r in self.rows)
