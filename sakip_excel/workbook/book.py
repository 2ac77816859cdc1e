"""A workbook as it was read: sheets, cells with their addresses, tables, names."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from sakip_excel.workbook import catalog
from sakip_excel.workbook.catalog import Table
from sakip_excel.workbook.files import read_file
from sakip_excel.workbook.package import Package
from sakip_excel.workbook.refs import parse_cell
from sakip_excel.workbook.scan import Scan, Scanner
from sakip_excel.workbook.sheetxml import SheetXml
from sakip_excel.workbook.thin import Thinned, thin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sakip_excel.workbook.cell import Cell
    from sakip_excel.workbook.refs import Area

__all__ = ["Book", "Table"]


class Book:
    """A workbook in memory; the file itself is not kept open.

    Attributes:
        path: where it was read.
        sha256: fingerprint of the file as it was read, in hexadecimal.
        package: its parts.
        macro_enabled: whether it may carry VBA (.xlsm).
        date1904: whether its serial dates count from 1904.
        sheets: names of the worksheets in order; chart and macro sheets left out.
        hidden: names of the worksheets that the user does not see.
    """

    def __init__(self, path: Path, data: bytes, most_cells: int | None = None) -> None:
        self.path = path
        self._most_cells = most_cells
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.package = Package(data)
        self.workbook_part = self.package.workbook_part()
        self._relations = {r.kind: r.target for r in self.package.relations(self.workbook_part)}
        self.macro_enabled = (
            "macroenabled" in self.package.content_type(self.workbook_part).lower()
            or "vbaProject" in self._relations
        )
        listed = catalog.read_catalog(self.package, self.workbook_part)
        self.date1904 = listed.date1904
        self.sheets = tuple(sheet.name for sheet in listed.sheets)
        self.hidden = frozenset(sheet.name for sheet in listed.sheets if sheet.hidden)
        self.names: Mapping[str, tuple[str, str]] = listed.names
        self._entries = {sheet.name: sheet for sheet in listed.sheets}
        self._texts: dict[str, tuple[bytes, bytes, Thinned | None]] = {}
        self._xml: dict[str, SheetXml] = {}
        self._short: dict[str, SheetXml] = {}
        self._scans: dict[str, Scan] = {}

    @classmethod
    def open(cls, path: Path, *, most_cells: int | None = None) -> Book:
        """Read a workbook.

        Args:
            path: the file.
            most_cells: how many cells may hold something; None for what a report may have.

        Raises:
            NotFoundError: there is no such file.
            OpenElsewhereError: another program holds the file.
            NotExcelError: it is another kind of file, which the message names.
            EncryptedError: it has a password.
            DamagedError: it cannot be unpacked.
            UnsafeError: it is beyond the limits or built to do harm.
        """
        return cls(path, read_file(path), most_cells)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Return the tables by name."""
        return {
            table.name: table
            for entry in self._entries.values()
            for table in catalog.read_tables(self.package, entry)
        }

    def table(self, name: str) -> Table | None:
        """Return a table by its name in any case, None when there is none."""
        wanted = name.casefold()
        return next((t for key, t in self.tables.items() if key.casefold() == wanted), None)

    @cached_property
    def properties(self) -> Mapping[str, str | int | float | bool]:
        """Return the custom document properties by name."""
        return catalog.read_properties(self.package)

    def rows(self, sheet: str) -> Mapping[int, Mapping[int, Cell]]:
        """Return the cells that hold a value or formula, by row and column number, in order.

        Args:
            sheet: name of a worksheet as in `sheets`.

        Raises:
            KeyError: there is no such worksheet.
            DamagedError: the worksheet cannot be read.
            UnsafeError: the worksheet is beyond the limits.
        """
        return self.scan(sheet).rows

    def cell(self, sheet: str, ref: str) -> Cell | None:
        """Return the cell at an address such as ``F12``, None when nothing stands there."""
        row, column = parse_cell(ref)
        return self.rows(sheet).get(row, {}).get(column)

    def merged(self, sheet: str) -> list[Area]:
        """Return the merged ranges of a worksheet; errors as in `rows`."""
        return self._scanned_xml(sheet).merged

    def protected(self, sheet: str) -> bool:
        """Return whether a worksheet is protected."""
        return self.sheet_xml(sheet).protected

    def style_index(self, sheet: str, ref: str) -> int:
        """Return the style index that a cell itself carries, 0 when it has none."""
        number, column = parse_cell(ref)
        xml = self.sheet_xml(sheet)
        row = xml.row(number)
        for cell in xml.cells(row) if row else ():
            if cell.column == column:
                return int(xml.cell_style(cell) or 0)
        return 0

    def part_of(self, sheet: str) -> str:
        """Return the name of the part that holds a worksheet."""
        return self._entries[sheet].part

    def related_part(self, kind: str) -> str | None:
        """Return the part of one kind that the workbook part points to, e.g. ``calcChain``."""
        return self._relations.get(kind)

    def sheet_xml(self, sheet: str) -> SheetXml:
        """Return the text of a worksheet; errors as in `rows`."""
        if sheet not in self._xml:
            mark, text, thinned = self._text(sheet)
            part = self.part_of(sheet)
            self._xml[sheet] = SheetXml(mark, text, part, plain=thinned is not None)
        return self._xml[sheet]

    def drop_texts(self) -> None:
        """Give back the memory of the XML; what is still needed of it is unpacked again."""
        self._texts.clear()
        self._xml.clear()
        self._short.clear()

    def _text(self, sheet: str) -> tuple[bytes, bytes, Thinned | None]:
        """Return byte order mark and text of a worksheet, checked, and the text for scanning."""
        if sheet not in self._texts:
            part = self.part_of(sheet)
            mark, text = self.package.text(part)
            self._texts[sheet] = mark, text, thin(text, part)
        return self._texts[sheet]

    def scan(self, sheet: str) -> Scan:
        """Return everything that was read from the cells of a worksheet; errors as in `rows`."""
        if sheet not in self._scans:
            self._scans[sheet] = self._scan(sheet)
        return self._scans[sheet]

    def _scan(self, sheet: str) -> Scan:
        _, _, thinned = self._text(sheet)
        xml = self._scanned_xml(sheet)
        return self._scanner.scan(xml, thinned.formulas if thinned and not xml.prefix else None)

    def _scanned_xml(self, sheet: str) -> SheetXml:
        """Return the text that is scanned: with numbers for formulas where that can be done."""
        _, _, thinned = self._text(sheet)
        if thinned is None:
            return self.sheet_xml(sheet)
        if sheet not in self._short:
            self._short[sheet] = SheetXml(b"", thinned.text, self.part_of(sheet), plain=True)
        return self._short[sheet]

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(
            catalog.read_strings(self.package, self.related_part("sharedStrings")),
            catalog.read_formats(self.package, self.related_part("styles")),
            date1904=self.date1904,
            most_cells=self._most_cells,
        )
