"""What a sample is, and how it is typed into the template with the program's own patcher."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sakip_excel.forms import BY_KEY
from sakip_excel.workbook.formulas import translate
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sakip_excel.forms import Form
    from sakip_excel.workbook.book import Book, Table

Typed = int | float | str | None
Filled = dict[str, Typed]
"""One row or all named cells of a form as typed, by key; None and absent keys stay as they are."""


@dataclass(frozen=True)
class Expected:
    """One finding that must be there.

    Attributes:
        code: code of the rule.
        form: key of the form.
        key: field; empty for a finding about the whole form.
        row: number of the row in the sample, 1 for the first; 0 for a named cell or a whole form.
        why: where the truth comes from, in Indonesian.
    """

    code: str
    form: str
    key: str
    row: int
    why: str


@dataclass(frozen=True)
class Sample:
    """A workbook as a satker would hand it in.

    Attributes:
        name: file name without its ending.
        cells: named cells by form and key.
        rows: rows by form.
        expected: findings that must be there.
        below: rows left under the end of the Table, by form.
    """

    name: str
    cells: Mapping[str, Filled]
    rows: Mapping[str, Sequence[Filled]]
    expected: Sequence[Expected] = ()
    below: Mapping[str, int] = field(default_factory=dict)


def each(code: str, form: str, key: str, rows: Iterable[int], why: str) -> list[Expected]:
    """Return the same expectation for several rows."""
    return [Expected(code, form, key, row, why) for row in rows]


class Desk:
    """The template on the desk: knows where the fields are and types into them."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def _tables(self) -> dict[str, Table]:
        tables = self.book.tables
        return {f.key: tables[f.table] for f in BY_KEY.values() if f.table in tables}

    @cached_property
    def _columns(self) -> dict[str, dict[str, int]]:
        """Return the column number of each field by form; the template prints our headings."""
        found = {}
        for key, table in self._tables.items():
            first = table.ref[1]
            numbers = {heading: first + i for i, heading in enumerate(table.columns)}
            found[key] = {f.key: numbers[f.heading] for f in BY_KEY[key].columns}
        return found

    def place(self, form: str, key: str, row: int) -> tuple[str, str]:
        """Return sheet and address of a field: of the sample's row, or of a named cell (row 0)."""
        if not key:
            return self._sheet(form), ""
        if not row:
            return self.book.names[key]
        table = self._tables[form]
        return table.sheet, cell_name(table.ref[0] + row, self._columns[form][key])

    def _sheet(self, form: str) -> str:
        return self._tables[form].sheet if form in self._tables else BY_KEY[form].sheet

    def type_in(self, sample: Sample) -> bytes:
        """Return the template with the sample typed in."""
        patch = Patch(self.book)
        for form, cells in sample.cells.items():
            self._type_row(patch, form, 0, cells)
        for form, rows in sample.rows.items():
            self._grow(patch, BY_KEY[form], len(rows) - sample.below.get(form, 0))
            for row, typed in enumerate(rows, 1):
                self._type_row(patch, form, row, typed)
        return patch.to_bytes()

    def _type_row(self, patch: Patch, form: str, row: int, typed: Filled) -> None:
        for key, value in typed.items():
            if value is not None:
                patch.set(*self.place(form, key, row), value)

    def _grow(self, patch: Patch, form: Form, rows: int) -> None:
        """Grow a Table as Excel does while people type: the formulas come along."""
        table = self._tables[form.key]
        top, _, bottom, _ = table.ref
        patch.grow_table(table.name, top + rows)
        filled = self.book.rows(table.sheet).get(bottom, {})
        for column in (self._columns[form.key][f.key] for f in form.computed):
            formula = filled[column].formula or ""
            for row in range(bottom + 1, top + rows + 1):
                moved = translate(formula, row - bottom, 0)
                patch.set(table.sheet, cell_name(row, column), "", moved)
