"""Tiny workbooks and forms from text tables, one line a row, cells between bars.

The first line holds headings, or keys of the form. A cell reads as a number (``12``, ``-1.5``), a
ratio in a percent cell (``12.5%``), a formula with its cached result (``=A1*2 -> 10``), an Excel
error (``#REF!``), text in double quotes exactly as quoted, other text as it is, or nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook

from sakip_excel.forms import BY_KEY
from sakip_excel.forms.data import FormData, Record
from sakip_excel.report_data import Report
from sakip_excel.workbook.cell import ERRORS, Cell, ErrorValue
from sakip_excel.workbook.refs import cell_name, parse_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sakip_excel.forms import Form
    from sakip_excel.workbook.cell import Value

HEADER_ROW = 4
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = re.compile(r"=(.+?)(?: -> (.*))?")


def cell(text: str) -> Cell | None:
    """Return the cell that a piece of a text table stands for, None for a blank one."""
    text = text.strip()
    formula = _FORMULA.fullmatch(text)
    if formula:
        result = cell(formula[2] or "")
        return Cell(result and result.value, formula[1], result.number_format if result else "")
    if _NUMBER.fullmatch(text.removesuffix("%")):
        number = float(text.removesuffix("%"))
        if text.endswith("%"):
            return Cell(number / 100, None, "0.00%")
        return Cell(int(number) if number.is_integer() else number, None, "General")
    value: Value = ErrorValue(text) if text in ERRORS else text
    if text[:1] == text[-1:] == '"' and len(text) > 1:
        value = text[1:-1]
    return None if text == "" else Cell(value, None, "General")


def lines(text: str) -> list[list[str]]:
    """Return the pieces of a text table, line by line."""
    return [
        [piece.strip() for piece in line.split("|")] for line in text.splitlines() if line.strip()
    ]


def form(key: str, text: str = "", **cells: object) -> FormData:
    """Return a form as found by Table, without a file; every declared column is there.

    Args:
        key: key of the form.
        text: text table with keys in its first line.
        cells: named cells by key; text is read as in a text table.
    """
    declared = BY_KEY[key]
    data = FormData(declared, declared.sheet)
    if declared.table:
        rows = lines(text)[1:]
        last = HEADER_ROW + max(1, len(rows))
        data.table, data.header_row, data.first_row = declared.table, HEADER_ROW, HEADER_ROW + 1
        data.last_row = data.table_last_row = last
        data.columns = {f.key: i for i, f in enumerate(declared.columns, 1)}
        data.headings = {f.key: f.heading for f in declared.columns}
        keys = lines(text)[0] if rows else []
        data.rows = [_record(HEADER_ROW + i, keys, row) for i, row in enumerate(rows, 1)]
    data.places = {f.key: f"B{i}" for i, f in enumerate(declared.cells, 101)}
    data.headings |= {f.key: f.heading for f in declared.cells}
    found = {key: cell(str(value)) for key, value in cells.items()}
    data.cells = Record(0, {key: value for key, value in found.items() if value is not None})
    return data


def _record(number: int, keys: Sequence[str], row: Sequence[str]) -> Record:
    found = {key: cell(piece) for key, piece in zip(keys, row, strict=True)}
    return Record(number, {key: value for key, value in found.items() if value is not None})


def report(*forms: FormData) -> Report:
    """Return a report of these forms."""
    return Report({data.form.key: data for data in forms}, tuple(data.sheet for data in forms))


@dataclass
class Sheet:
    """One sheet of a tiny workbook.

    Attributes:
        name: sheet name.
        text: text table; its first line holds the headings.
        table: name of the Excel Table, empty for none.
        at: address of the first heading.
        inside: data rows that belong to the Table; None for all of them.
        cells: further cells, by address, as in a text table.
    """

    name: str
    text: str = ""
    table: str = ""
    at: str = "A4"
    inside: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


def form_text(key: str, text: str, *, everything: bool = True) -> str:
    """Return a text table with printed headings in place of keys.

    Args:
        key: key of the form.
        text: text table; a first line of keys, or of headings to be taken as they are.
        everything: add the form's other columns, blank, on the right.
    """
    declared = BY_KEY[key]
    keys, *rows = lines(text)
    more = [f.heading for f in declared.columns if f.key not in keys] if everything else []
    headings = [_heading(declared, k) for k in keys]
    table = [headings + more, *([*row, *[""] * len(more)] for row in rows)]
    return "\n".join(" | ".join(row) for row in table)


def _heading(declared: Form, key: str) -> str:
    return declared[key].heading if key in declared else key


def form_sheet(key: str, text: str, *, everything: bool = True, **options: object) -> Sheet:
    """Return a sheet with a form as a Table of its own name; options as in `Sheet`."""
    declared = BY_KEY[key]
    given = {"name": declared.sheet, "table": declared.table} | options
    return Sheet(text=form_text(key, text, everything=everything), **given)


def beranda(**values: object) -> tuple[Sheet, dict[str, str]]:
    """Return a sheet Beranda and its defined names; defaults are a complete identity."""
    typed = {
        "kode_satker": '"658021"',
        "nama_satker": "KPU Kota Prabumulih",
        "tingkat": "Kabupaten/Kota",
        "provinsi": "Sumatera Selatan",
        "tahun": "2024",
        "triwulan": "IV",
    } | values
    keys = [f.key for f in BY_KEY["identitas"].cells]
    places = {key: f"D{row}" for row, key in enumerate(keys, 6)}
    cells = {places[key]: str(value) for key, value in typed.items()}
    return Sheet("Beranda", cells=cells), {k: f"Beranda!{p}" for k, p in places.items()}


def write(
    path: Path,
    *sheets: Sheet,
    names: Mapping[str, str] | None = None,
    properties: Mapping[str, str | int] | None = None,
    extra: Callable[[Workbook], None] | None = None,
) -> Path:
    """Write a workbook and return its path.

    Args:
        path: where it goes.
        sheets: its sheets, in order; what has the same name stands on one sheet.
        names: defined names with a place such as ``Beranda!D6``.
        properties: custom document properties.
        extra: adds to the workbook whatever people put into theirs.
    """
    with Workbook(path) as book:
        formats = {"General": None, "": None, "0.00%": book.add_format({"num_format": "0.00%"})}
        for sheet in sheets:
            worksheet = book.get_worksheet_by_name(sheet.name) or book.add_worksheet(sheet.name)
            _write_sheet(worksheet, sheet, formats)
        for name, place in (names or {}).items():
            book.define_name(name, f"={_absolute(place)}")
        for name, value in (properties or {}).items():
            book.set_custom_property(name, value)
        if extra is not None:
            extra(book)
    return path


def _absolute(place: str) -> str:
    sheet, _, ref = place.rpartition("!")
    corners = (parse_cell(corner) for corner in ref.split(":"))
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!" + ":".join(
        re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", cell_name(*corner)) for corner in corners
    )


def _write_sheet(worksheet: object, sheet: Sheet, formats: Mapping[str, object]) -> None:
    top, left = parse_cell(sheet.at)
    rows = lines(sheet.text)
    if sheet.table:
        inside = len(rows) - 1 if sheet.inside is None else sheet.inside
        columns = [{"header": heading} for heading in rows[0]]
        worksheet.add_table(
            top - 1,
            left - 1,
            top - 1 + max(1, inside),
            left + len(columns) - 2,
            {"name": sheet.table, "columns": columns, "style": None},
        )
    for row, pieces in enumerate(rows, top):
        for column, piece in enumerate(pieces, left):
            # Headings are texts, whatever they look like.
            value = Cell(piece, None, "General") if row == top and piece else cell(piece)
            _write_cell(worksheet, row, column, value, formats)
    for ref, piece in sheet.cells.items():
        _write_cell(worksheet, *parse_cell(ref), cell(piece), formats)


def _write_cell(
    worksheet: object, row: int, column: int, value: Cell | None, formats: Mapping[str, object]
) -> None:
    if value is None:
        return
    style, place = formats[value.number_format], (row - 1, column - 1)
    if value.formula is not None:
        worksheet.write_formula(*place, f"={value.formula}", style, value.value)
    elif isinstance(value.value, ErrorValue):
        worksheet.write_formula(*place, "=NA()", style, value.value)
    elif isinstance(value.value, str):
        worksheet.write_string(*place, value.value, style)
    else:
        worksheet.write(*place, value.value, style)
