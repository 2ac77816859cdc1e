"""Validasi: the findings as rows that people work through, must-fix first, repeats grouped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from sakip_excel.changes import Change, Grow
from sakip_excel.finding import Finding, Severity
from sakip_excel.forms.shown import shown
from sakip_excel.report.layout import (
    CONFIRMED,
    MARK_CAPACITY,
    MARK_NAMES,
    VALIDASI_COLUMNS,
    VALIDASI_TABLE,
)
from sakip_excel.report.notes import move_notes, notes_among
from sakip_excel.rules.registry import RULES
from sakip_excel.workbook.headings import normal
from sakip_excel.workbook.refs import cell_name, parse_cell, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sakip_excel.changes import ChangeList
    from sakip_excel.forms.data import FormData
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.cell import Cell

_SHOWN_CELLS = 3
_MAX_TEXT = 2000
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of Validasi as it stands in a workbook.

    Attributes:
        row: Excel row.
        values: what stands in each column, by key of ``VALIDASI_COLUMNS``.
    """

    row: int
    values: dict[str, str]

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes a row of Validasi the same row in the next run."""
        return self.values["kode"], self.values["lembar"], self.values["sel"]


@dataclass(frozen=True, slots=True)
class ValidasiSheet:
    """Where the Table of Validasi stands: sheet, header row, last row, column by key."""

    sheet: str
    header_row: int
    last_row: int
    columns: dict[str, int]


def find_validasi(book: Book) -> ValidasiSheet | None:
    """Return where Validasi stands; None when the workbook has none."""
    table = book.table(VALIDASI_TABLE)
    if table is None:
        return None
    top, left, bottom, right = table.ref
    header = book.rows(table.sheet).get(top, {})
    keys = {normal(heading): key for key, heading, _ in VALIDASI_COLUMNS}
    columns: dict[str, int] = {}
    for column in range(left, right + 1):
        key = keys.get(normal(header[column].value)) if column in header else None
        if key is not None:
            columns[key] = column
    if len(columns) < len(VALIDASI_COLUMNS):
        return None
    return ValidasiSheet(table.sheet, top, bottom, columns)


def read_listed(book: Book, place: ValidasiSheet | None) -> list[Listed]:
    """Return the rows that the last processing wrote, with what people chose under Konfirmasi."""
    if place is None:
        return []
    rows = book.rows(place.sheet)
    listed = []
    for row in range(place.header_row + 1, place.last_row + 1):
        cells = rows.get(row, {})
        values = {k: cells[c].value if c in cells else None for k, c in place.columns.items()}
        if values["kode"]:
            listed.append(Listed(row, {k: "" if v is None else str(v) for k, v in values.items()}))
    return listed


def carry_over(report: Report, found: Sequence[Finding], listed: Sequence[Listed]) -> list[Finding]:
    """Return earlier findings about figures typed over formulas that are still open.

    Processing puts the formula back, so the figure itself is gone; the finding stays until the
    computed figure changes or somebody chooses "Sudah diperiksa".
    """
    seen = {(f.code, f.sheet, f.cell) for f in found}
    by_sheet = {data.sheet: data for data in report.forms.values()}
    figures: dict[str, dict[str, str]] = {}
    kept = []
    for row in listed:
        rule = RULES.get(row.values["kode"])
        if rule is None or not rule.restored or row.key in seen:
            continue
        data = by_sheet.get(row.values["lembar"])
        if data is None or row.values["konfirmasi"] == CONFIRMED:
            continue
        if data.sheet not in figures:
            figures[data.sheet] = computed_figures(data)
        if figures[data.sheet].get(row.values["sel"]) == row.values["dihitung"]:
            kept.append(_as_finding(row, data))
    return kept


def computed_figures(data: FormData) -> dict[str, str]:
    """Return what the program computes for a form's cells, as a person reads it, by address."""
    return {
        data.address(record, key): shown(value, data.form[key].kind) or "kosong"
        for record in (data.cells, *data.rows)
        for key, value in record.computed.items()
    }


def _as_finding(row: Listed, data: FormData) -> Finding:
    v = row.values
    known = {s.label: s for s in Severity}
    return Finding(
        v["kode"],
        known.get(v["tingkat"], RULES[v["kode"]].severity),
        data.form.key,
        v["lembar"],
        v["sel"],
        v["kolom"],
        v["tertulis"],
        v["dihitung"],
        v["pesan"],
        v["saran"],
    )


def in_order(findings: Sequence[Finding], sheets: Sequence[str]) -> list[Finding]:
    """Return findings must-fix first, then by sheet, row and column."""
    position = {sheet: i for i, sheet in enumerate(sheets)}

    def key(f: Finding) -> tuple[int, int, tuple[int, int], str]:
        place = parse_cell(f.cell) if f.cell else (0, 0)
        return f.severity.rank, position.get(f.sheet, -1), place, f.code

    return sorted(findings, key=key)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same about several cells of one column; the first one speaks."""

    first: Finding
    cells: tuple[str, ...]

    @property
    def cell_text(self) -> str:
        """Return the cells as printed: ``F12``, or the first ones and how many there are."""
        if len(self.cells) <= _SHOWN_CELLS:
            return ", ".join(self.cells)
        return f"{', '.join(self.cells[:_SHOWN_CELLS])} … ({len(self.cells)} sel)"


def grouped(findings: Sequence[Finding], *, together: bool = False) -> list[Group]:
    """Group findings with the same code, sheet, column and sentence; order is kept.

    Args:
        findings: what was found.
        together: figures typed over formulas, too, which are confirmed cell by cell.
    """
    groups: dict[object, list[Finding]] = {}
    for f in findings:
        alone = f.cell if RULES[f.code].restored and not together else ""
        groups.setdefault((f.code, f.sheet, f.column, f.message, f.fix, alone), []).append(f)
    return [_group(members) for members in groups.values()]


def _group(members: list[Finding]) -> Group:
    first = members[0]
    if any(m.typed != first.typed for m in members):
        first = replace(first, typed="(bermacam-macam)")
    if any(m.computed != first.computed for m in members):
        first = replace(first, computed="(bermacam-macam)")
    return Group(first, tuple(m.cell for m in members if m.cell))


def write_validasi(
    made: ChangeList,
    book: Book,
    place: ValidasiSheet,
    findings: Sequence[Finding],
    listed: Sequence[Listed],
) -> None:
    """Add the changes that make Validasi list exactly these findings and keep people's notes."""
    groups = grouped(findings)
    last = place.header_row + max(1, len(groups))
    if last > place.last_row:
        made.grow.append(Grow(VALIDASI_TABLE, last))
    # What was confirmed about a formula typed over is settled; typed over again it is new.
    chosen = {
        row.key: row.values["konfirmasi"]
        for row in listed
        if row.values["konfirmasi"] != CONFIRMED or not _is_restored(row)
    }
    for number, group in enumerate(groups, 1):
        made.cells.extend(_row(place, place.header_row + number, number, group, chosen))
    covered = place.header_row + len(groups)
    columns = place.columns.values()
    rows = range(place.header_row + 1, max(last, place.last_row) + 1)
    notes = notes_among(book, place.sheet, columns, rows, partial(_theirs, place))
    for row in range(covered + 1, place.last_row + 1):
        for column in columns:
            if column not in notes.get(row, ()):
                made.cells.append(Change(place.sheet, cell_name(row, column), None))
    move_notes(made, book, place.sheet, notes, covered, rows[-1])


def _theirs(place: ValidasiSheet, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
    """Return people's cells in a row: a row of the program has the code of a rule."""
    code = cells.get(place.columns["kode"])
    return {} if code is not None and _CODE.fullmatch(str(code.value)) else cells


def _is_restored(row: Listed) -> bool:
    rule = RULES.get(row.values["kode"])
    return rule is not None and rule.restored


def _row(
    place: ValidasiSheet,
    row: int,
    number: int,
    group: Group,
    chosen: dict[tuple[str, str, str], str],
) -> Iterator[Change]:
    f = group.first
    link = _link(f.sheet, group.cells[0] if group.cells else "A1") if f.sheet else None
    values: dict[str, str | int | None] = {
        "nomor": number,
        "tingkat": f.severity.label,
        "kode": f.code,
        "lembar": f.sheet,
        "sel": group.cell_text,
        "kolom": f.column,
        "tertulis": f.typed[:_MAX_TEXT],
        "dihitung": f.computed[:_MAX_TEXT],
        "pesan": f.message[:_MAX_TEXT],
        "saran": f.fix[:_MAX_TEXT],
        "sumber": RULES[f.code].provenance,
        "tautan": "Buka" if link else None,
        "konfirmasi": chosen.get((f.code, f.sheet, group.cell_text)) or None,
    }
    for key, value in values.items():
        formula = link if key == "tautan" else None
        cell = cell_name(row, place.columns[key])
        yield Change(place.sheet, cell, None if value == "" else value, formula)


def _link(sheet: str, cell: str) -> str:
    target = f"#'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}".replace('"', '""')
    return f'HYPERLINK("{target}","Buka")'


def write_marks(made: ChangeList, book: Book, findings: Sequence[Finding], report: Report) -> None:
    """Add the changes that make the template's conditional formats light every cell listed.

    The hidden lists hold the form's own sheet name, so that a renamed sheet still lights up.
    """
    for severity, name in MARK_NAMES.items():
        place = book.names.get(name)
        if place is None or place[0] not in book.sheets:
            made.missing.add(name)
            continue
        top, column, bottom, _ = parse_range(place[1])
        keys = [
            f"{report.forms[f.form].form.sheet}!{f.cell}"
            for f in findings
            if f.severity.value == severity and f.cell and f.form in report.forms
        ]
        keys = list(dict.fromkeys(keys))[: min(MARK_CAPACITY, bottom - top + 1)]
        old = book.rows(place[0])
        for row, key in enumerate(keys, top):
            made.cells.append(Change(place[0], cell_name(row, column), key))
        for row in range(top + len(keys), bottom + 1):
            if row in old and column in old[row]:
                made.cells.append(Change(place[0], cell_name(row, column), None))
