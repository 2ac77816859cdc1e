"""A worksheet that takes long tables row by row as XML text instead of keeping every cell.

XlsxWriter keeps one object per cell, which for a national rekap (some three million cells) costs
more memory and time than everything else together. Only the rows go this way; columns, tables,
links, formats, print set-up and the package are XlsxWriter's.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from io import StringIO
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.worksheet import Worksheet

from sakip_excel.workbook.refs import MAX_ROW, column_letters, range_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format

MAX_TEXT = 32_767
"""Characters that a cell can hold."""
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CHUNK = 4096
_IN_MEMORY = 1 << 20


class Live(NamedTuple):
    """A formula without ``=`` and the value that it has."""

    formula: str
    value: float | str


Value = str | int | float | Live | None


class Column(NamedTuple):
    """The unchanging pieces of XML around the cells of one column."""

    start: str
    text: str
    number: str
    formula_text: str
    blank: str


def clean(text: str) -> str:
    """Return a text as a cell can hold it: legal in XML, not too long, never taken for XML."""
    text = _NO_XML.sub("\ufffd", text)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    # XlsxWriter passes such a text on as rich text, that is, as XML.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


class RowSheet(Worksheet):  # type: ignore[misc,unused-ignore]
    """A worksheet with some ordinary cells at the top and rows of XML text below them."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        # In memory the rows of a nation would be larger than everything that was read.
        self._kept = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - rows come later
        self._known: dict[str, int] = {}
        self._last_row = -1
        self._last_column = -1

    def __del__(self) -> None:
        self._kept.close()  # of a workbook that was given up

    def columns_of(self, formats: Sequence[Format]) -> tuple[Column, ...]:
        """Return what `put_row` needs to know of the columns from A on.

        Args:
            formats: cell format of each column.
        """
        made = []
        for number, form in enumerate(formats, 1):
            style = f'" s="{form._get_xf_index()}"'  # noqa: SLF001 - the public way writes a cell
            made.append(
                Column(
                    f'<c r="{column_letters(number)}',
                    f'{style} t="s"><v>',
                    f"{style}><v>",
                    f'{style} t="str"><f>',
                    f"{style}/>",
                )
            )
        return tuple(made)

    def put_row(
        self,
        row: int,
        values: Sequence[Value],
        columns: Sequence[Column],
        *,
        height: float = 0,
        level: int = 0,
    ) -> None:
        """Append one row below everything written so far; text is never taken for a formula.

        Args:
            row: row counted from 0; must grow from call to call.
            values: one value for each of the columns; None and ``""`` leave the cell blank.
            columns: what `columns_of` gave.
            height: in points; 0 for the usual height.
            level: outline level.

        Raises:
            ValueError: the row is not below the last one, or no row of a sheet.
        """
        if not self._last_row < row < MAX_ROW:
            raise ValueError(f"row {row} after row {self._last_row}")
        number = str(row + 1)
        self._last_row = row
        self._last_column = max(self._last_column, len(values) - 1)
        add = self._pieces.append
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        add(
            f'<row r="{number}"{tall}{f" outlineLevel={chr(34)}{level}{chr(34)}" if level else ""}>'
        )
        known = self._known
        for value, (start, text, plain, formula, blank) in zip(values, columns, strict=True):
            if value is None or value == "":
                add(f"{start}{number}{blank}")
            elif type(value) is str:
                index = known.get(value)
                if index is None:
                    index = known[value] = self._index(value)
                add(f"{start}{number}{text}{index}</v></c>")
            elif type(value) is int:
                add(f"{start}{number}{plain}{value}</v></c>")
            elif isinstance(value, Live):
                add(f"{start}{number}{_live(value, formula, plain)}")
            else:
                add(f"{start}{number}{plain}{_number(value)}</v></c>")
        add("</row>")
        if len(self._pieces) > _CHUNK:
            self._pack()

    def _pack(self) -> None:
        self._kept.write("".join(self._pieces).encode())
        self._pieces.clear()

    def _index(self, text: str) -> int:
        return int(self.str_table._get_shared_string_index(clean(text)))  # noqa: SLF001 - see above

    def link(self, row: int, column: int, url: str) -> None:
        """Make a cell of a row that `put_row` writes a link.

        Args:
            row: counted from 0.
            column: counted from 0.
            url: as `xlsxwriter.worksheet.Worksheet.write_url` takes it.
        """
        self.ignore_write_string = True
        self.write_url(row, column, url)
        self.ignore_write_string = False

    def put_table(self, header: int, last: int, options: dict[str, Any]) -> None:
        """Make a Table of rows that `put_row` writes.

        XlsxWriter notes every cell of a Table to find overlaps, so it gets to see one row only.

        Args:
            header: row of the headings, counted from 0; the Table starts in column A.
            last: its last row.
            options: as `xlsxwriter.worksheet.Worksheet.add_table` takes them, columns included.
        """
        right = len(options["columns"]) - 1
        self.add_table(header, 0, header + 1, right, options)
        area = range_name((header + 1, 1, last + 1, right + 1))
        made = self.tables[-1]
        made["range"] = made["a_range"] = area
        if made.get("autofilter"):
            made["autofilter"] = area

    def _write_dimension(self) -> None:
        """Write the used range with the rows below the ordinary cells."""
        column = max(self.dim_colmax or 0, self._last_column)
        row = max(self.dim_rowmax or 0, self._last_row)
        ref = range_name((1, 1, row + 1, column + 1))
        self._xml_empty_tag("dimension", [("ref", ref)])

    def _write_rows(self) -> None:
        """Write the ordinary cells, then the rows."""
        super()._write_rows()
        self._pack()
        self._kept.seek(0)
        with self._kept as kept:
            if isinstance(self.fh, StringIO):  # a workbook that XlsxWriter makes in memory
                self.fh.write(kept.read().decode())
                return
            self.fh.flush()
            shutil.copyfileobj(kept, self.fh.buffer, _IN_MEMORY)


def _number(value: Any) -> str:  # noqa: ANN401 - an int or a float; bool is no cell value here
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"no number for a cell: {value}")
    return repr(value)


def _live(cell: Live, formula: str, plain: str) -> str:
    written = escape(cell.formula)
    if isinstance(cell.value, str):
        return f"{formula}{written}</f><v>{escape(clean(cell.value))}</v></c>"
    return f"{plain.removesuffix('<v>')}<f>{written}</f><v>{_number(cell.value)}</v></c>"
