"""What the sheets of a rekap share: heading with coverage, print set-up, one Table below."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range

from sakip_excel.consolidate.rekap.bulk import Live, RowSheet
from sakip_excel.consolidate.rekap.columns import PROVINSI
from sakip_excel.consolidate.rekap.layout import SUMMARY
from sakip_excel.exchange.seal import SEAL_NOTE
from sakip_excel.forms.base import Field, Kind
from sakip_excel.identity import Identity
from sakip_excel.template.page import lines, pages_wide, set_print
from sakip_excel.template.styles import MARKS, kind_properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from sakip_excel.consolidate.joined import Joined, Ref
    from sakip_excel.consolidate.rekap.bulk import Column, Value
    from sakip_excel.consolidate.rekap.columns import Sheet
    from sakip_excel.template.styles import Styles

TOTAL_ROW, HEADER_ROW = 3, 4
"""Rows, counted from 0, of the totals above a Table and of its headings."""
FIRST_ROW = HEADER_ROW + 1
_EMPTY = "Tidak ada baris."
_LINE = 15.0
_INDENT = 1.3
"""Characters that one step of indentation takes."""
_CENTERED = frozenset({Kind.DATE, Kind.INTEGER})
_EPOCH = date(1899, 12, 30)
_HEADER_LIMIT = 255  # characters of a printed header or footer, codes included


Worth = tuple[float | None, float | None]
"""What an output should have cost and what was saved, in rupiah; None when unknown."""


@dataclass(slots=True)
class Rekap:
    """The workbook under construction.

    Attributes:
        book: the XlsxWriter workbook.
        styles: its formats.
        joined: what is written.
        worth: what each row of Anggaran that counts should have cost and what was saved.
        sheets: the sheets, by name.
    """

    book: Workbook
    styles: Styles
    joined: Joined
    worth: dict[Ref, Worth] = field(default_factory=dict)
    sheets: dict[str, RowSheet] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """Return the period as printed, e.g. ``TW IV 2024``."""
        return Identity(tahun=self.joined.tahun, triwulan=self.joined.triwulan).period

    @property
    def several_provinces(self) -> bool:
        """Return whether the satkers belong to more than one province."""
        return len({row.provinsi for row in self.joined.status}) > 1

    def add(self, name: str) -> RowSheet:
        """Return a new sheet."""
        self.sheets[name] = self.book.add_worksheet(name, worksheet_class=RowSheet)
        return self.sheets[name]


@dataclass(slots=True)
class Row:
    """One row of a Table.

    Attributes:
        values: one for each column.
        style: key of the style that all its cells have on top of their column's.
        level: outline level.
        links: address that a click opens, by column key.
    """

    values: Sequence[Value]
    style: str = ""
    level: int = 0
    links: Mapping[str, str] = field(default_factory=dict)


def write_head(rekap: Rekap, sheet: RowSheet, title: str, purpose: str) -> None:
    """Write title, purpose, the way back, and the period with its coverage (rows 1 to 3)."""
    styles, coverage = rekap.styles, rekap.joined.coverage
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.set_row(2, 20)
    sheet.write_string(0, 0, title, styles("title"))
    sheet.write_string(1, 0, purpose, styles("purpose"))
    context = [styles("context"), f"{rekap.period}   {coverage.text}"]
    mark = f"   {coverage.mark}" if coverage.mark else "   LENGKAP"
    colour = MARKS["galat"]["font_color"] if coverage.mark else "#1E4D1B"
    tail = [styles("context", font_color=colour), mark]
    sheet.write_rich_string(2, 0, *context, *tail, styles("context"))


def write_way_back(rekap: Rekap, sheet: RowSheet, column: int) -> None:
    """Write the link to the summary at the right of the title."""
    link = rekap.styles("link", align="right")
    sheet.write_url(0, column, f"internal:'{SUMMARY}'!A1", link, f"← {SUMMARY}")


def set_page(rekap: Rekap, sheet: RowSheet, title: str, *, wide: int = 1) -> None:
    """Set A4 landscape with period and coverage in the header of every page."""
    coverage = rekap.joined.coverage
    set_print(sheet, wide=wide)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    mark = f"  {coverage.mark}" if coverage.mark else ""
    right = f"{rekap.period}, {_printed(coverage.text)}"
    header = f'&L&"Calibri,Bold"{_printed(title)}&R{right}&"Calibri,Bold"{mark}'
    sheet.set_header(header[:_HEADER_LIMIT], {"margin": 0.35})
    made = f"{rekap.joined.made_at:%d/%m/%Y %H.%M}"
    sheet.set_footer(f"&L&A&Csakip_excel, dibuat {made}&RHal &P dari &N", {"margin": 0.3})


def _printed(text: str) -> str:
    return text.replace("&", "&&")


def write_table(
    rekap: Rekap,
    declared: Sheet,
    rows: Iterable[Row],
    *,
    tall: bool = True,
    styles: Mapping[str, Mapping[str, Any]] | None = None,
    totals: Mapping[str, Value] | None = None,
    filters: bool = True,
) -> RowSheet:
    """Write a sheet with its Table and return it.

    Args:
        rekap: the workbook under construction.
        declared: the sheet.
        rows: its rows in order.
        tall: whether long texts wrap; else every row has one line.
        styles: properties by style key of the rows, ``depth`` for how far texts are set in.
        totals: values above the Table by column key.
        filters: whether the headings have filter buttons.
    """
    sheet = rekap.add(declared.name)
    write_head(rekap, sheet, declared.title, declared.purpose)
    known: dict[str, Mapping[str, Any]] = {"": {}, **(styles or {})}
    columns = {
        key: sheet.columns_of([cell_format(rekap, f, tall=tall, **extra) for f in declared.columns])
        for key, extra in known.items()
    }
    last = HEADER_ROW
    for last, row in enumerate(rows, FIRST_ROW):
        _put(sheet, declared, last, row, columns[row.style], tall=tall)
    if last == HEADER_ROW:
        last = FIRST_ROW
        sheet.put_row(last, [None] * len(declared.columns), columns[""])
        sheet.write_string(TOTAL_ROW, 0, _EMPTY, rekap.styles("soft"))
    _add_table(rekap, sheet, declared, last, filters=filters)
    _write_totals(rekap, sheet, declared, totals or {})
    if any(column.key == "segel" for column in declared.columns):
        sheet.write_string(TOTAL_ROW, 0, SEAL_NOTE, rekap.styles("soft"))
    _set_view(rekap, sheet, declared, last)
    return sheet


def _put(
    sheet: RowSheet,
    declared: Sheet,
    number: int,
    row: Row,
    columns: Sequence[Column],
    *,
    tall: bool,
) -> None:
    height = _height(declared, row) if tall else 0
    sheet.put_row(number, row.values, columns, height=height, level=row.level)
    for key, url in row.links.items():
        sheet.link(number, declared.index(key), url)


def _height(declared: Sheet, row: Row) -> float:
    """Return the height that the longest wrapped text needs; 0 for one line."""
    most = 1
    for column, value in zip(declared.columns, row.values, strict=True):
        if column.kind is Kind.TEXT and isinstance(value, str):
            room = column.width - _INDENT * (1 + 2 * row.level)
            if len(value) > room or "\n" in value:
                most = max(most, lines(value, room))
    return 0 if most == 1 else _LINE * min(most, declared.most_lines)


def cell_format(
    rekap: Rekap, column: Field, *, tall: bool = True, depth: int = 0, **extra: object
) -> Format:
    """Return the format of a column's cells, with further properties on top.

    Args:
        rekap: the workbook under construction.
        column: the column.
        tall: whether long texts wrap.
        depth: how far texts are set in.
        extra: properties as XlsxWriter names them.
    """
    properties = {**kind_properties(column), "shrink": False}
    if column.kind in _CENTERED:
        properties["align"] = "center"
    elif properties["align"] == "left":
        properties["indent"] = 1 + (2 * depth if column.kind is Kind.TEXT else 0)
    if not tall:
        properties |= {"text_wrap": False, "valign": "vcenter"}
    if column.choices or column.key == "catatan":
        return rekap.styles("input", **{**properties, **extra})
    return rekap.styles("row", **{**properties, **extra})


def _add_table(rekap: Rekap, sheet: RowSheet, declared: Sheet, last: int, *, filters: bool) -> None:
    columns = []
    for number, column in enumerate(declared.columns):
        role = "input_header" if column.choices or column.key == "catatan" else "computed_header"
        is_text = column.kind in {Kind.TEXT, Kind.CODE, Kind.CHOICE}
        place = {"align": "left", "indent": 1} if is_text else {"align": "center"}
        header = rekap.styles(role, italic=False, **place)
        columns.append({"header": column.heading, "header_format": header})
        hidden = column.hidden or (column.key == PROVINSI.key and not rekap.several_provinces)
        kept = {"level": 1, "hidden": True} if hidden else {}
        sheet.set_column(number, number, column.width, None, kept)
    room = 3 if filters else 0
    tallest = max(lines(c.heading, c.width - room) for c in declared.columns if not c.hidden)
    sheet.set_row(HEADER_ROW, _LINE * max(tallest, 2) + 4)
    options: dict[str, object]
    options = {"name": declared.table, "style": None, "columns": columns, "autofilter": filters}
    sheet.put_table(HEADER_ROW, last, {**options, "banded_rows": False})


def _write_totals(
    rekap: Rekap, sheet: RowSheet, declared: Sheet, totals: Mapping[str, Value]
) -> None:
    if not totals:
        return
    sheet.set_row(TOTAL_ROW, 20)
    for number, column in enumerate(declared.columns):
        value = totals.get(column.key)
        style = rekap.styles("total", **_number_format(column))
        write_value(sheet, TOTAL_ROW, number, value, style)


def _number_format(column: Field) -> dict[str, object]:
    properties = kind_properties(column)
    align = "center" if column.kind in _CENTERED else properties["align"]
    return {"num_format": properties["num_format"], "align": align}


def write_value(sheet: RowSheet, row: int, column: int, value: Value, style: Format) -> None:
    """Write one ordinary cell; text is never taken for a formula, link or number."""
    if isinstance(value, Live):
        sheet.write_formula(row, column, f"={value.formula}", style, value.value)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _set_view(rekap: Rekap, sheet: RowSheet, declared: Sheet, last: int) -> None:
    """Freeze the headings, set up printing, and keep green corners away from codes."""
    columns = declared.columns
    seen = [c for c in columns if not c.hidden]
    end = max(i for i, c in enumerate(columns) if not c.hidden)
    repeated = sum(c.width for c in columns[: declared.frozen])
    write_way_back(rekap, sheet, min(end, _in_view(columns)))
    sheet.freeze_panes(FIRST_ROW, declared.frozen)
    sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
    sheet.set_zoom(85)
    sheet.repeat_rows(HEADER_ROW)
    if declared.frozen:
        sheet.repeat_columns(0, declared.frozen - 1)
    wide = declared.wide or pages_wide(sum(c.width for c in seen), repeated)
    set_page(rekap, sheet, declared.title, wide=wide)
    sheet.print_area(0, 0, last, end)
    sheet.ignore_errors({"number_stored_as_text": xl_range(FIRST_ROW, 0, last, len(columns) - 1)})
    if declared.hidden:
        sheet.hide()


def _in_view(columns: Sequence[Field]) -> int:
    """Return the last column that is seen without scrolling on a usual screen."""
    width = 0.0
    for number, column in enumerate(columns):
        width += 0 if column.hidden else column.width
        if width > 150:
            return max(number - 1, 1)
    return len(columns) - 1


def serial(moment: date | datetime | None) -> float | int | None:
    """Return a date or a moment as Excel counts it; the clock's own zone is left out."""
    if moment is None:
        return None
    day = moment.date() if isinstance(moment, datetime) else moment
    days = (day - _EPOCH).days
    if not isinstance(moment, datetime):
        return days
    clock = datetime.combine(_EPOCH, moment.time()) - datetime.combine(_EPOCH, time())
    return days + round(clock.total_seconds()) / 86_400
