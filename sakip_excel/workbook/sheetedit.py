"""Put new cells into the text of a worksheet; every byte that is not theirs stays."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.workbook import xmltext
from sakip_excel.workbook.cell import ErrorValue, Value
from sakip_excel.workbook.refs import cell_name, parse_range, range_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sakip_excel.workbook.catalog import Table
    from sakip_excel.workbook.refs import Area
    from sakip_excel.workbook.scan import Scan
    from sakip_excel.workbook.sheetxml import CellSpan, RowSpan, SheetXml


_TYPE = re.compile(rb"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
"""What a cell says about the kind of its content, and its links to rich values."""


class Edit(NamedTuple):
    """What a cell is to hold: a value, and the formula whose result it is."""

    value: Value
    formula: str | None


class Splice(NamedTuple):
    """Bytes that replace the text between two offsets."""

    start: int
    end: int
    new: bytes


def splice(text: bytes, splices: Iterable[Splice]) -> bytes:
    """Return the text with all replacements done; what is put in goes before what is replaced."""
    pieces = []
    done = 0
    for start, end, new in sorted(splices, key=lambda item: item[:2]):
        pieces += [text[done:start], new]
        done = end
    return b"".join([*pieces, text[done:]])


def edit_sheet(
    sheet: SheetXml,
    scan: Scan,
    tables: Sequence[Table],
    edits: Mapping[tuple[int, int], Edit],
    absorbed: Sequence[Area] = (),
    *,
    fitted: bool = False,
) -> bytes:
    """Return the worksheet part with these cells set.

    Args:
        sheet: the part as it is.
        scan: what its cells hold.
        tables: tables of the sheet, as large as they will be.
        edits: what is to stand where, by row and column.
        absorbed: areas into which a table grows; a cell that is missing there is made, so that
            the new rows look like the ones above.
        fitted: whether the rows that change lose a height that Excel found for what they held.

    Raises:
        DamagedError: rows or cells of the part are out of order.
    """
    editor = _Editor(sheet, scan, tables)
    editor.write_out_followers(edits)
    edits = {**editor.missing_cells(absorbed), **edits}
    by_row: dict[int, dict[int, Edit]] = defaultdict(dict)
    for (row, column), edit in sorted(edits.items()):
        by_row[row][column] = edit
    for row, cells in by_row.items():
        editor.set_row(row, cells)
        if fitted:
            editor.free_height(row)
    return sheet.mark + editor.result()


class _Editor:
    def __init__(self, sheet: SheetXml, scan: Scan, tables: Sequence[Table]) -> None:
        self._sheet = sheet
        self._scan = scan
        self._tables = tables
        self._splices: list[Splice] = []
        self._rows: dict[int, RowSpan | None] = {}
        self._styles: dict[tuple[int, int], str | None] = {}
        self._spans: dict[int, dict[int, CellSpan]] = {}
        self._formulas: dict[str, bytes] = {}
        self._prefix = sheet.prefix.decode()
        self._new_rows = b""  # only for a sheet without any row

    def _row(self, number: int) -> RowSpan | None:
        if number not in self._rows:
            self._rows[number] = self._sheet.row(number)
        return self._rows[number]

    def _cells(self, row: RowSpan) -> dict[int, CellSpan]:
        """Return the cells of a row by column; out of order, or twice, they are an error."""
        if row.number not in self._spans:
            self._spans[row.number] = {cell.column: cell for cell in self._sheet.cells(row)}
        return self._spans[row.number]

    def _cell(self, number: int, column: int) -> CellSpan | None:
        row = self._row(number)
        return self._cells(row).get(column) if row else None

    def missing_cells(self, areas: Sequence[Area]) -> dict[tuple[int, int], Edit]:
        """Return a blank for every place in the areas that has no cell."""
        missing: dict[tuple[int, int], Edit] = {}
        for top, left, bottom, right in areas:
            for number in range(top, bottom + 1):
                row = self._row(number)
                there = self._cells(row) if row else {}
                absent = (c for c in range(left, right + 1) if c not in there)
                missing.update(((number, column), Edit(None, None)) for column in absent)
        return missing

    # shared formulas

    def write_out_followers(self, edits: Mapping[tuple[int, int], Edit]) -> None:
        """Give the followers of each overwritten shared formula a formula of their own."""
        for place in edits.keys() & self._scan.masters.keys():
            for row, column in self._scan.masters[place].followers:
                formula = self._scan.rows[row][column].formula
                cell = self._cell(row, column)
                if (row, column) not in edits and formula is not None and cell is not None:
                    self._set_formula(cell, formula)

    def _set_formula(self, cell: CellSpan, formula: str) -> None:
        content = self._sheet.grammar.content.finditer(self._sheet.plain, cell.tag_end, cell.end)
        start, end = next(m.span() for m in content if m[0].startswith(b"<" + self._p(b"f")))
        self._splices.append(Splice(start, end, self._formula(formula)))

    def _p(self, name: bytes) -> bytes:
        return self._sheet.prefix + name

    def _formula(self, text: str) -> bytes:
        """Return a formula's element; a Table has the same formula in every row."""
        if text not in self._formulas:
            self._formulas[text] = self._element("f", text)
        return self._formulas[text]

    def _element(self, name: str, text: str) -> bytes:
        space = ' xml:space="preserve"' if xmltext.needs_space(text) else ""
        p = self._prefix
        return f"<{p}{name}{space}>{xmltext.write_text(text)}</{p}{name}>".encode()

    # rows

    def set_row(self, number: int, edits: Mapping[int, Edit]) -> None:
        """Put cells into one row; rows must come in order."""
        row = self._row(number)
        there = self._cells(row) if row else {}
        new: list[tuple[int, bytes]] = []
        old: list[tuple[CellSpan, Edit]] = []
        for column, edit in edits.items():
            cell = there.get(column)
            if cell is None:
                new.append((column, self._new_cell(number, column, edit)))
            else:
                old.append((cell, edit))
        if row is None:
            self._insert_row(number, new)
        elif new:
            self._insert_cells(row, new)
        for cell, edit in old:
            self._replace_cell(cell, edit)

    def free_height(self, number: int) -> None:
        """Take the height from a row unless a person chose it; Excel finds it when it opens."""
        row = self._row(number)
        if row is None:
            return
        tag = self._sheet.text[row.start : row.tag_end]
        span = xmltext.attribute_span(tag, "ht")
        chosen = xmltext.attributes(tag.decode()).get("customHeight", "0")
        if span is not None and chosen not in ("1", "true"):
            start = tag.rindex(b"ht", 0, span[0]) - 1  # with the blank before it
            self._splices.append(Splice(row.start + start, row.start + span[1] + 1, b""))

    def _insert_row(self, number: int, parts: Sequence[tuple[int, bytes]]) -> None:
        p, columns = self._prefix, [column for column, _ in parts]
        after = self._sheet.row_after(number)
        spans = f' spans="{columns[0]}:{columns[-1]}"' if self._has_spans else ""
        xml = b"".join(part for _, part in parts)
        new = f'<{p}row r="{number}"{spans}>'.encode() + xml + f"</{p}row>".encode()
        if self._sheet.empty:
            self._new_rows += new
            return
        at = after.start if after else self._sheet.data_end
        self._splices.append(Splice(at, at, new))
        if after and after.implied:
            self._number_row(after)

    @property
    def _has_spans(self) -> bool:
        first = self._sheet.row_after(0)
        if first is None:
            return False
        tag = self._sheet.plain[first.start : first.tag_end]
        return xmltext.attribute_span(tag, "spans") is not None

    def _number_row(self, row: RowSpan) -> None:
        at = row.start + len(self._sheet.grammar.row_open)
        mark = Splice(at, at, f' r="{row.number}"'.encode())
        if mark not in self._splices:
            self._splices.append(mark)

    def _insert_cells(self, row: RowSpan, parts: Sequence[tuple[int, bytes]]) -> None:
        """Put new cells between the others.

        A cell without an address follows the one before it without a gap, so that nothing can
        come between the two and no address is ever needed afterwards.
        """
        self._widen_spans(row, [column for column, _ in parts])
        if row.closed:
            xml = b"".join(part for _, part in parts)
            close = b">" + xml + b"</" + self._p(b"row>")
            self._splices.append(Splice(row.tag_end - 2, row.tag_end, close))
            return
        cells = list(self._cells(row).values())
        for column, xml in parts:
            after = next((cell for cell in cells if cell.column > column), None)
            at = after.start if after else cells[-1].end if cells else row.tag_end
            self._splices.append(Splice(at, at, xml))

    def _widen_spans(self, row: RowSpan, columns: Sequence[int]) -> None:
        tag = self._sheet.text[row.start : row.tag_end]
        span = xmltext.attribute_span(tag, "spans")
        if span is None:
            return
        text = tag[span[0] : span[1]].replace(b":", b" ").split()
        bounds = [int(number) for number in text if number.isdigit() and len(number) < 6]
        if not bounds or len(bounds) < len(text):
            return  # only a hint for readers, and a broken one already
        first, last = min(*bounds, columns[0]), max(*bounds, columns[-1])
        if (first, last) != (min(bounds), max(bounds)):
            new = f"{first}:{last}".encode()
            self._splices.append(Splice(row.start + span[0], row.start + span[1], new))

    # cells

    def _new_cell(self, row: int, column: int, edit: Edit) -> bytes:
        style = self._style(row, column)
        self._styles[row, column] = style
        kind, content = self._content(edit)
        head = f'<{self._prefix}c r="{cell_name(row, column)}"'
        head += f' s="{style}"' if style else ""
        head += f' t="{kind}"' if kind else ""
        if not content:
            return f"{head}/>".encode()
        return f"{head}>".encode() + content + f"</{self._prefix}c>".encode()

    def _replace_cell(self, cell: CellSpan, edit: Edit) -> None:
        tag = self._sheet.text[cell.start : cell.tag_end].removesuffix(b">").removesuffix(b"/")
        tag = _TYPE.sub(b"", tag.rstrip())
        kind, content = self._content(edit)
        content += self._other_children(cell)
        if kind:
            tag += f' t="{kind}"'.encode()
        close = b"</" + self._p(b"c>")
        new = tag + b">" + content + close if content else tag + b"/>"
        self._splices.append(Splice(cell.start, cell.end, new))

    def _other_children(self, cell: CellSpan) -> bytes:
        if cell.end == cell.tag_end:
            return b""
        sheet = self._sheet
        if sheet.plain is sheet.text:
            inner = sheet.text[cell.tag_end : cell.end - len(sheet.grammar.cell_close)]
            rest = sheet.grammar.content.sub(b"", inner)
        else:
            end = sheet.plain.rindex(sheet.grammar.cell_close, cell.tag_end, cell.end)
            own = sheet.grammar.content.finditer(sheet.plain, cell.tag_end, end)
            gone = [Splice(m.start() - cell.tag_end, m.end() - cell.tag_end, b"") for m in own]
            rest = splice(sheet.text[cell.tag_end : end], gone)
        return rest if rest.strip() else b""

    def _content(self, edit: Edit) -> tuple[str, bytes]:
        """Return the type of a cell and its children."""
        formula = b"" if edit.formula is None else self._formula(edit.formula)
        value = edit.value
        if value is None:
            return "", formula
        if isinstance(value, bool):
            return "b", formula + self._element("v", str(int(value)))
        if isinstance(value, int | float):
            p = self._prefix
            return "", formula + f"<{p}v>{number_text(value)}</{p}v>".encode()
        if isinstance(value, ErrorValue):
            return "e", formula + self._element("v", value)
        if edit.formula is not None:
            return "str", formula + self._element("v", value)
        p = self._prefix
        return "inlineStr", f"<{p}is>".encode() + self._element("t", value) + f"</{p}is>".encode()

    def _style(self, row: int, column: int) -> str | None:
        """Return the style of the record above in the same table, else of the row or column."""
        for above in range(row - 1, self._first_record(row, column) - 1, -1):
            if (above, column) in self._styles:
                return self._styles[above, column]
            cell = self._cell(above, column)
            if cell is not None:
                return self._sheet.cell_style(cell)
        span = self._row(row)
        if span is not None:
            tag = xmltext.attributes(self._sheet.text[span.start : span.tag_end].decode())
            if tag.get("customFormat") in ("1", "true") and "s" in tag:
                return tag["s"]
        return self._sheet.column_style(column)

    def _first_record(self, row: int, column: int) -> int:
        for table in self._tables:
            _, left, bottom, right = table.ref
            if left <= column <= right and table.first_row <= row <= bottom:
                return table.first_row
        return row

    # the whole

    def result(self) -> bytes:
        """Return the new text."""
        sheet = self._sheet
        if self._new_rows:
            start, end = sheet.data_tag
            tag = sheet.text[start:end].removesuffix(b"/>").rstrip()
            close = b"</" + self._p(b"sheetData>")
            self._splices.append(Splice(start, end, tag + b">" + self._new_rows + close))
        self._stretch_dimension()
        return splice(sheet.text, self._splices)

    def _stretch_dimension(self) -> None:
        tag = next(self._sheet.tags("dimension", 0, self._sheet.data_tag[0]), None)
        span = xmltext.attribute_span(tag[0], "ref") if tag else None
        if tag is None or span is None or not self._styles:
            return
        rows = {row for row, _ in self._styles}
        columns = {column for _, column in self._styles}
        old = tag[0][span[0] : span[1]].decode()
        try:
            row1, col1, row2, col2 = parse_range(old)
        except ValueError:
            return  # only a hint for readers, and a broken one already
        area = (
            min(row1, *rows), min(col1, *columns), max(row2, *rows), max(col2, *columns)
        )  # fmt: skip
        if area != (row1, col1, row2, col2):
            start = tag.start()
            new = range_name(area).encode()
            self._splices.append(Splice(start + span[0], start + span[1], new))


def number_text(value: float) -> str:
    """Return a number as a worksheet holds it: the shortest text that reads back the same."""
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).upper()
