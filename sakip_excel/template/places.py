"""Where every column and named cell of a form stands in a template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.forms.references import MissingReferenceError, structured

if TYPE_CHECKING:
    from sakip_excel.forms import Form

Position = tuple[int, int]
"""Row and column, both counted from 0."""

LABEL_ROW, VALUE_ROW = 3, 4
"""Rows of the named cells above a Table."""

REACH = 1999
"""Last row (counted from 0) of drop-downs and conditional formats: row 2000."""


@dataclass(slots=True)
class Place:
    """Where one form stands; turns keys into references.

    Attributes:
        form: its declaration.
        cells: position of each named cell.
        header: row of the headings, counted from 0; -1 for a form without a Table.
    """

    form: Form
    cells: dict[str, Position] = field(default_factory=dict)
    header: int = -1

    @property
    def first(self) -> int:
        """Return the first data row, counted from 0."""
        return self.header + 1

    @property
    def last(self) -> int:
        """Return the last data row of the Table, counted from 0."""
        return self.header + self.form.spare_rows

    def index(self, key: str) -> int:
        """Return the column of a field, counted from 0."""
        return next(i for i, column in enumerate(self.form.columns) if column.key == key)

    def this_row(self, key: str, row: int) -> str:
        """Return a structured reference to this row's cell, or the name of a named cell."""
        del row
        if key in self.cells:
            return key
        return structured(self.form.table, self._heading(key), this_row=True)

    def column(self, key: str) -> str:
        """Return a structured reference to all data cells of a column."""
        return structured(self.form.table, self._heading(key), this_row=False)

    def _heading(self, key: str) -> str:
        if key not in self.form or not self.form.table:
            raise MissingReferenceError(key)
        return self.form[key].heading


def table_place(form: Form) -> Place:
    """Return where a form with a Table stands: named cells above, the Table from column A."""
    place = Place(form, header=VALUE_ROW + 1 if form.cells else LABEL_ROW + 1)
    place.cells.update({c.key: (VALUE_ROW, place.index(c.above)) for c in form.cells})
    return place
