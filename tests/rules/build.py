"""Reports from small text tables, understood and computed as the program does it."""

from __future__ import annotations

import re

from sakip_excel.compute import compute
from sakip_excel.forms import BY_KEY
from sakip_excel.forms.base import Field, Kind
from sakip_excel.forms.data import FormData, Record
from sakip_excel.normalise import normalise
from sakip_excel.report_data import Report
from sakip_excel.workbook.cell import Cell

IDENTITAS = """
kode_satker | nama_satker         | tingkat        | provinsi         | tahun | triwulan
658021      | KPU Kota Prabumulih | Kabupaten/Kota | Sumatera Selatan | 2024  | IV
"""
"""Beranda of most cases; a case may add to it or replace it."""

HEADER_ROW = 5
_TEXT_KINDS = frozenset({Kind.TEXT, Kind.CODE, Kind.CHOICE, Kind.EMAIL, Kind.TICK})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def cell(text: str, field: Field) -> Cell | None:
    """Return the cell that a table entry stands for, None for an empty one.

    ``90`` is a number, ``90%`` 0.9 in a percent format, ``2025-01-16`` a date, ``'90`` text,
    ``=90`` a formula of the user with the value 90, ``=`` one without a value.
    """
    if not text:
        return None
    if text.startswith("'") or field.kind in _TEXT_KINDS:
        return Cell(text.removeprefix("'"), None, "@")
    if text.startswith("="):
        return Cell(float(text[1:]) if text[1:] else None, "SUM(Z1:Z2)", "General")
    return _plain_cell(text)


def _plain_cell(text: str) -> Cell:
    if found := _PERCENT.fullmatch(text):
        return Cell(float(found[1]) / 100, None, "0.00%")
    if found := _DATE.fullmatch(text):
        return Cell(_serial(*map(int, found.groups())), None, "dd/mm/yyyy")
    if _NUMBER.fullmatch(text):
        value = float(text)
        return Cell(int(value) if value.is_integer() else value, None, "General")
    return Cell(text, None, "General")


def _serial(year: int, month: int, day: int) -> int:
    from datetime import date

    return (date(year, month, day) - date(1899, 12, 30)).days


def lines_of(table: str) -> list[list[str]]:
    r"""Return the entries of a text table, line by line; ``\n`` in an entry is a line break."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    return [[e.strip().replace("\\n", "\n") for e in line.split("|")] for line in lines]


def add_rows(data: FormData, table: str) -> None:
    """Fill the Table of a form: a line of keys, then one line for each row."""
    keys, *rows = lines_of(table)
    data.columns = {key: number for number, key in enumerate(keys, 1)}
    for number, entries in enumerate(rows, HEADER_ROW + 1):
        made = {
            key: found
            for key, entry in zip(keys, entries, strict=True)
            if (found := cell(entry, data.form[key])) is not None
        }
        data.rows.append(Record(number, made))
    data.header_row, data.first_row = HEADER_ROW, HEADER_ROW + 1
    data.last_row = data.table_last_row = HEADER_ROW + len(rows)


def add_cells(data: FormData, table: str) -> None:
    """Fill the named cells of a form: a line of keys and a line of values below it."""
    keys, values = lines_of(table)
    for number, (key, entry) in enumerate(zip(keys, values, strict=True), 1):
        data.places[key] = f"Z{number}"
        found = cell(entry, data.form[key])
        if found is not None:
            data.cells.cells[key] = found


def build(identitas: str = "", **tables: str) -> Report:
    """Return a report from text tables.

    Args:
        identitas: Beranda, default `IDENTITAS`; ``-`` for a workbook without one.
        tables: Table of a form by its key (``pk=...``), its named cells by ``pk_cells=...``.
    """
    report = Report()
    if identitas != "-":
        add_cells(_form(report, "identitas"), identitas or IDENTITAS)
    for name, table in tables.items():
        key = name.removesuffix("_cells")
        (add_cells if name.endswith("_cells") else add_rows)(_form(report, key), table)
    for data in report.forms.values():
        normalise(data)
    compute(report)
    return report


def _form(report: Report, key: str) -> FormData:
    if key not in report.forms:
        form = BY_KEY[key]
        report.forms[key] = FormData(form, form.sheet, form.table)
    return report.forms[key]
