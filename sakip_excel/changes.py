"""The list of changes: what processing wants to stand in which cell.

Appliers write it into a closed file, into the open Excel or through the VBA module; the list knows
none of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sakip_excel.forms.references import MissingReferenceError, render, structured
from sakip_excel.workbook.refs import cell_name, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sakip_excel.forms.base import Field, Value
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

FORMULA_NAMES = frozenset(
    {
        "akip_atas",
        "akip_batas",
        "akip_daftar",
        "akip_peringkat",
        "batas_capaian_nilai",
        "metode_predikat",
        "opini_daftar",
        "opini_peringkat",
        "skala_batas",
        "skala_nama",
        "tanda_centang",
        "target_serapan",
        "terbilang_anggaran_teks",
        "terbilang_anggaran_untuk",
        "terbilang_pagu_teks",
        "terbilang_pagu_untuk",
        "triwulan_ke",
    }
)
"""Defined names of Beranda and Referensi that formulas use."""

_NAME = re.compile(rf"\b(?:{'|'.join(sorted(FORMULA_NAMES))})\b")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell and what shall stand in it.

    Attributes:
        sheet: sheet name as the user sees it.
        cell: address such as ``F12``.
        value: value, or cached value of the formula; None empties the cell.
        formula: formula without ``=``; None for a plain value.
    """

    sheet: str
    cell: str
    value: Value
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Grow:
    """A Table that shall reach down to a row."""

    table: str
    last_row: int


@dataclass
class ChangeList:
    """Everything that processing wants to change.

    Attributes:
        grow: Tables to grow, before the cells are written.
        cells: cells to write.
        missing: what formulas needed and the workbook does not have; values are written alone.
    """

    grow: list[Grow] = field(default_factory=list)
    cells: list[Change] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


class SheetLayout:
    """Where a form's columns and named cells stand in one workbook; makes its references."""

    def __init__(self, data: FormData) -> None:
        self._data = data
        self._cells: dict[str, str] = {}
        self._columns: dict[str, str] = {}

    def this_row(self, key: str, row: int) -> str:
        """Return a reference to a column's cell in a row, or the name of a named cell."""
        data = self._data
        if key in data.places:
            return key
        if key not in data.columns:
            raise MissingReferenceError(key)
        if data.table:  # the same in every row
            if key not in self._cells:
                self._cells[key] = structured(data.table, data.headings[key], this_row=True)
            return self._cells[key]
        return cell_name(row, data.columns[key])

    def column(self, key: str) -> str:
        """Return a reference to all data cells of a column."""
        if key not in self._columns:
            self._columns[key] = self._column(key)
        return self._columns[key]

    def _column(self, key: str) -> str:
        data = self._data
        if key not in data.columns:
            raise MissingReferenceError(key)
        if data.table:
            return structured(data.table, data.headings[key], this_row=False)
        letters = column_letters(data.columns[key])
        sheet = data.sheet.replace("'", "''")
        return f"'{sheet}'!${letters}${data.first_row}:${letters}${data.last_row}"


def layouts(report: Report) -> dict[str, SheetLayout]:
    """Return the layouts of all forms in the report."""
    return {key: SheetLayout(data) for key, data in report.forms.items()}


def formula_for(
    declared: Field, form: str, where: Mapping[str, SheetLayout], names: Iterable[str], row: int = 0
) -> str:
    """Return a computed field's formula for this workbook.

    Raises:
        MissingReferenceError: a form, column or defined name is not in this workbook.
    """
    if declared.computed is None:
        raise ValueError(declared.key)
    formula = render(declared.computed.formula, form, where, row)
    for name in _names_in(formula):
        if name not in names:
            raise MissingReferenceError(name)
    return formula


@lru_cache(maxsize=512)
def _names_in(formula: str) -> tuple[str, ...]:
    return tuple(_NAME.findall(formula))


def plan(report: Report, names: Iterable[str]) -> ChangeList:
    """Return the changes that put every computed value and formula in its place.

    Args:
        report: computed forms.
        names: defined names of the workbook, lower case.
    """
    made = ChangeList()
    where = layouts(report)
    known = frozenset(names)
    for data in report.forms.values():
        if data.table and data.last_row > data.table_last_row:
            made.grow.append(Grow(data.table, data.last_row))
        formulas = Formulas(data, where, known)
        for record in (*data.rows, data.cells):
            made.cells.extend(_row_changes(data, record, formulas))
        made.missing |= formulas.missing
    return made


class Formulas:
    """The formulas of one form in one workbook; a Table's formula is the same in every row."""

    def __init__(
        self, data: FormData, where: Mapping[str, SheetLayout], names: frozenset[str]
    ) -> None:
        self._data, self._where, self._names = data, where, names
        self._made: dict[str, str | None] = {}
        self.missing: set[str] = set()

    def of(self, key: str, row: int) -> str | None:
        """Return the formula of a computed field, None when the workbook lacks what it needs."""
        if self._data.table or not row:
            if key not in self._made:
                self._made[key] = self._render(key, row)
            return self._made[key]
        return self._render(key, row)

    def _render(self, key: str, row: int) -> str | None:
        form = self._data.form
        try:
            return formula_for(form[key], form.key, self._where, self._names, row)
        except MissingReferenceError as error:
            self.missing.add(str(error))
            return None


def _row_changes(data: FormData, record: Record, formulas: Formulas) -> Iterator[Change]:
    for key, value in record.computed.items():
        address = data.address(record, key)
        if address:
            formula = formulas.of(key, record.row)
            shown = "" if value is None and formula is not None else value
            yield Change(data.sheet, address, shown, formula)
