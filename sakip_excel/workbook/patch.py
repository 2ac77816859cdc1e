"""Collect changes to a workbook and write them into its parts, touching nothing else."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sakip_excel.errors import CellError, SignedError
from sakip_excel.workbook import partedit
from sakip_excel.workbook.cell import ERRORS, ErrorValue, Value, same_value
from sakip_excel.workbook.package import relations_part
from sakip_excel.workbook.refs import MAX_ROW, Area, cell_name, overlap, parse_cell
from sakip_excel.workbook.sheetedit import Edit, edit_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.catalog import Table

MAX_TEXT = 32_767  # characters in a cell (Excel specifications and limits)
MAX_FORMULA = 8_192  # characters in a formula (the same)
MAX_GROWTH = 200_000  # cells that a table takes in; the longest of ours has some thousand rows
MAX_WHOLE = 10**15  # Excel keeps 15 digits

_CONTENT_TYPES = "[Content_Types].xml"


class Patch:
    """Changes to a workbook that was read, and the package that results from them.

    Args:
        book: the workbook; it is not changed.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._edits: dict[str, dict[tuple[int, int], Edit]] = defaultdict(dict)
        self._grown: dict[str, Table] = {}
        self._fitted: set[str] = set()
        self._guarded: dict[str, list[tuple[Area, bool, str, str]]] = {}
        self._parts: dict[str, bytes | None] | None = None

    @property
    def edits(self) -> Mapping[str, Mapping[tuple[int, int], Edit]]:
        """Return what will change: by sheet, by row and column."""
        return {sheet: edits for sheet, edits in self._edits.items() if edits}

    @property
    def grown(self) -> Mapping[str, Table]:
        """Return the tables that grow, as large as they will be, by name."""
        return self._grown

    @property
    def changed(self) -> bool:
        """Return whether anything differs from what stands in the workbook already."""
        return bool(self._grown) or any(self._edits.values())

    def set(self, sheet: str, ref: str, value: Value = None, formula: str | None = None) -> None:
        """Set a cell; its style stays.

        Args:
            sheet: name of a worksheet.
            ref: address such as ``F12``.
            value: number, text, truth value, `ErrorValue`, or None for a blank cell. Text stays
                text even when it looks like a formula.
            formula: formula without ``=``; the value is then its result, for programs that do
                not calculate.

        Raises:
            CellError: the cell cannot hold this.
            KeyError: there is no such worksheet.
            TypeError: the value is of a kind that no cell holds.
        """
        row, column = _parse(sheet, ref)
        edit = Edit(_checked(value, sheet, ref), _checked_formula(formula, sheet, ref))
        old = self.book.rows(sheet).get(row, {}).get(column)
        edits = self._edits[sheet]
        self._parts = None
        if old is None:
            same = edit == (None, None)
        else:
            same = old.formula == edit.formula and same_value(old.value, edit.value)
        if same:
            edits.pop((row, column), None)
            return
        self._refuse_guarded(sheet, row, column)
        edits[row, column] = edit

    def fit_rows(self, sheet: str) -> None:
        """Let Excel find the height of the rows of a sheet anew whose cells change.

        A height that Excel once found for another text would hide what is written now; one that
        a person chose stays.
        """
        self._fitted.add(sheet)
        self._parts = None

    def _refuse_guarded(self, sheet: str, row: int, column: int) -> None:
        for (top, left, bottom, right), merged, reason, fix in self._guards(sheet):
            if top <= row <= bottom and left <= column <= right:
                if merged and (row, column) == (top, left):
                    continue
                raise _refused(sheet, cell_name(row, column), reason, fix)

    def _guards(self, sheet: str) -> list[tuple[Area, bool, str, str]]:
        """Return the areas that no value may be written into, and why."""
        guards = self._guarded.get(sheet)
        if guards is None:
            array = ("bagian dari rumus larik", "Hapus rumus larik itu dahulu.")
            merged = ("tertutup sel gabungan", "Pisahkan sel gabungan itu.")
            header = ("judul kolom tabel", "Ubah judul itu di Excel.")
            guards = self._guarded[sheet] = [
                *((area, False, *array) for area in self.book.scan(sheet).locked),
                *((area, True, *merged) for area in self.book.sheet_xml(sheet).merged),
                *(
                    ((table.ref[0], table.ref[1], table.ref[0], table.ref[3]), False, *header)
                    for table in self._tables_of(sheet)
                    if table.header_row
                ),
            ]
        return guards

    def _tables_of(self, sheet: str) -> list[Table]:
        return [
            self._grown.get(table.name, table)
            for table in self.book.tables.values()
            if table.sheet == sheet
        ]

    def grow_table(self, name: str, last_row: int) -> None:
        """Let a table reach down to a row; nothing happens when it does already.

        Args:
            name: name of the table, in any case.
            last_row: number of the last row that shall belong to it.

        Raises:
            CellError: a totals row, another table, merged cells or the end of the sheet is in
                the way.
            KeyError: there is no such table.
        """
        table = self.book.table(name)
        if table is None:
            raise KeyError(name)
        table = self._grown.get(table.name, table)
        top, left, bottom, right = table.ref
        if last_row <= bottom:
            return
        obstacle = self._obstacle(table, (bottom + 1, left, last_row, right))
        if obstacle:
            raise CellError(
                f"Tabel {table.name} di lembar {table.sheet} tidak dapat diperpanjang sampai "
                f"baris {last_row}: {obstacle}.",
                "Kosongkan tempat di bawah tabel, lalu ulangi.",
            )
        self._grown[table.name] = replace(table, ref=(top, left, last_row, right))
        self._parts = None

    def _obstacle(self, table: Table, area: Area) -> str:
        sheet = self.book.sheet_xml(table.sheet)
        taken_in = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if area[2] > MAX_ROW or taken_in > MAX_GROWTH:
            return "melewati akhir lembar" if area[2] > MAX_ROW else "terlalu banyak sel"
        if table.totals_row:
            return "ada baris total"
        others = [t for t in self._tables_of(table.sheet) if t.name != table.name]
        if any(overlap(area, other.ref) for other in others):
            return "ada tabel lain di bawahnya"
        if any(overlap(area, merged) for merged in sheet.merged):
            return "ada sel gabungan di bawahnya"
        if any(overlap(area, filtered) for filtered in sheet.filtered):
            return "ada saringan lain di bawahnya"
        return ""

    def parts(self) -> Mapping[str, bytes | None]:
        """Return the new bytes of each part that changes; None for a part that goes.

        Raises:
            SignedError: the workbook carries a digital signature.
            DamagedError: rows or cells are out of order, so that nothing can be put in safely.
        """
        if self._parts is None:
            self._parts = self._build() if self.changed else {}
        return self._parts

    def to_bytes(self) -> bytes:
        """Return the new workbook; errors as in `parts`."""
        return self.book.package.rebuild(self.parts())

    def _build(self) -> dict[str, bytes | None]:
        book = self.book
        if book.package.signed:
            raise SignedError(
                "Buku kerja ini bertanda tangan digital, yang batal oleh setiap perubahan.",
                "Hapus tanda tangannya di Excel, atau olah salinan tanpa tanda tangan.",
            )
        parts: dict[str, bytes | None] = {}
        for sheet in {**self.edits, **dict.fromkeys(t.sheet for t in self._grown.values())}:
            tables, edits = self._tables_of(sheet), self._edits[sheet]
            absorbed = [self._absorbed(t) for t in self._grown.values() if t.sheet == sheet]
            parsed, fitted = book.sheet_xml(sheet), sheet in self._fitted
            text = edit_sheet(parsed, book.scan(sheet), tables, edits, absorbed, fitted=fitted)
            parts[self._stored(book.part_of(sheet))] = text
        for table in self._grown.values():
            mark, text = book.package.xml(table.part)
            parts[self._stored(table.part)] = mark + partedit.resize_table(text, table.ref)
        # Formulas of the user's own may depend on any cell that changed.
        mark, text = book.package.xml(book.workbook_part)
        new = partedit.request_calculation(text)
        if new != text:
            parts[self._stored(book.workbook_part)] = mark + new
        if self._formulas_come_or_go():
            self._drop_calculation_chain(parts)
        return parts

    def _absorbed(self, table: Table) -> Area:
        """Return the area into which a table grows."""
        _, left, bottom, right = table.ref
        return self.book.tables[table.name].ref[2] + 1, left, bottom, right

    def _stored(self, part: str) -> str:
        return self.book.package.entry_name(part) or part

    def _formulas_come_or_go(self) -> bool:
        """Return whether a cell gets or loses a formula."""
        for sheet, edits in self.edits.items():
            rows = self.book.rows(sheet)
            for (row, column), edit in edits.items():
                cell = rows.get(row, {}).get(column)
                if (cell is None or cell.formula is None) != (edit.formula is None):
                    return True
        return False

    def _drop_calculation_chain(self, parts: dict[str, bytes | None]) -> None:
        """Drop the list of formula cells, which Excel builds anew; a wrong one is an error."""
        chain = self.book.related_part("calcChain")
        stored = self.book.package.entry_name(chain) if chain else None
        if chain is None or stored is None:
            return
        parts[stored] = None
        links = relations_part(self.book.workbook_part)
        for part, element, attribute, ending in (
            (links, "Relationship", "Type", "/calcChain"),
            (_CONTENT_TYPES, "Override", "PartName", f"/{chain}"),
        ):
            mark, text = self.book.package.xml(part)
            new = partedit.drop_element(text, element, attribute, ending)
            if new != text:
                parts[self._stored(part)] = mark + new


def _refused(sheet: str, ref: str, reason: str, fix: str) -> CellError:
    return CellError(f"{sheet}!{ref} tidak dapat diisi: {reason}.", fix)


def _parse(sheet: str, ref: str) -> tuple[int, int]:
    try:
        return parse_cell(ref)
    except ValueError as error:
        raise _refused(sheet, ref, "di luar lembar", "Periksa alamat selnya.") from error


def _checked(value: Value, sheet: str, ref: str) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, ErrorValue):
        if value not in ERRORS:
            raise _refused(sheet, ref, f"{value} bukan galat Excel", "Isi dengan galat yang ada.")
        return value
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise _refused(sheet, ref, "teks lebih dari 32.767 huruf", "Pendekkan teksnya.")
        return value
    if not isinstance(value, int | float):
        raise TypeError(f"a cell holds no {type(value).__name__}")
    if isinstance(value, int) and abs(value) >= MAX_WHOLE:
        raise _refused(
            sheet, ref, "bilangan lebih dari 15 angka", "Tulis sebagai teks (NIP, NIK, nomor)."
        )
    if not math.isfinite(value):
        raise _refused(sheet, ref, "bukan bilangan", "Kosongkan sel yang tidak dapat dihitung.")
    return value


def _checked_formula(formula: str | None, sheet: str, ref: str) -> str | None:
    if formula is None:
        return None
    formula = formula.removeprefix("=")
    if not formula or len(formula) > MAX_FORMULA:
        raise _refused(sheet, ref, "rumus kosong atau terlalu panjang", "Periksa rumusnya.")
    return formula
