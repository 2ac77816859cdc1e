"""What is said about sheets, columns and rows that are not where they should be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sakip_excel.finding import Finding, Severity
from sakip_excel.rules import common
from sakip_excel.rules.common import shared
from sakip_excel.rules.registry import RULES
from sakip_excel.workbook.refs import cell_name, range_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.forms.base import Field
    from sakip_excel.forms.data import FormData
    from sakip_excel.locate import Located
    from sakip_excel.report_data import Report
    from sakip_excel.rules.registry import Rule
    from sakip_excel.workbook.book import Book

_TOTAL = (
    "baris jumlah yang diketik; tidak ikut dibaca sebagai isian.",
    "Hapus baris itu; jumlah dihitung di atas tabel.",
)
_NOTE = (
    "hanya catatan; baris ini tidak ikut dibaca sebagai isian.",
    "Pindahkan catatan ke bawah tabel, di luar kolom isian.",
)
_STRAY = (
    "isian di bawah tabel, terpisah baris kosong; tidak ikut dibaca.",
    "Pindahkan ke baris tepat di bawah isian terakhir.",
)
_OUTSIDE = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|'(?!\[\d+\])(?:[^']|'')*'"  # sheets of this workbook
    r"|[\w.\\]\[(?:[^\[\]]|\[[^\[\]]*\])*\]"  # columns of a table, one of which can be called 1
    r"|(\[\d+\]|\||\b(?:WEBSERVICE|RTD|CALL|REGISTER\.ID)\()"
)
"""Group 1 matches what asks another workbook (``[1]``), a program (``|``) or the network."""


def structure_findings(book: Book, located: Located, template: str) -> Iterator[Finding]:
    """Yield the findings about the build of a workbook.

    Args:
        book: the workbook.
        located: what of its forms was found.
        template: name of its template, empty when it says none.
    """
    yield from _rows_and_columns(located)
    yield from _lost_sheets(located, template)
    yield from _merged(book, located.report)
    yield from _from_outside(located.report)


def _rows_and_columns(located: Located) -> Iterator[Finding]:
    """Yield findings about sheets, columns and rows that are not where they should be."""
    if "identitas" not in located.report.forms:
        yield RULES["WB101"].about_book(
            "lembar Beranda tidak ditemukan; satker, tahun dan triwulan tidak diketahui.",
            "Salin lembar isian ke buku kerja baru dari templat.",
        )
    for data, key, near in located.missing:
        yield _missing(data, key, near, located.version)
    yield from _rows_not_read(located)
    for data in located.report.forms.values():
        if data.form.table and not data.rows and not data.form.optional:
            rule = shared(data.form.area, common.EMPTY_FORM)
            yield rule.about(
                data, "belum ada isian.", "Isi lembar ini, atau abaikan bila memang belum waktunya."
            )


def _rows_not_read(located: Located) -> Iterator[Finding]:
    for places, suffix, severity, message, fix in (
        (located.total_rows, common.TOTAL_ROW, None, *_TOTAL),
        (located.notes, common.STRAY_ROW, None, *_NOTE),
        (located.stray, common.STRAY_ROW, None, *_STRAY),
        (located.cut_off, common.STRAY_ROW, Severity.GALAT, *_STRAY),  # missing in every sum
    ):
        for data, row, column in places:
            found = _at(shared(data.form.area, suffix).code, data, row, column, message, fix)
            yield replace(found, severity=severity or found.severity)


def _lost_sheets(located: Located, name: str) -> Iterator[Finding]:
    """Yield the sheets that the workbook's template has and the workbook has no more."""
    from sakip_excel.template.catalogue import TEMPLATES

    template, there = TEMPLATES.get(name), located.report.forms
    for form in () if template is None else template.forms:
        newer = all(field.is_newer(located.version) for field in form.columns)
        if form.table and form.key not in there and not (form.optional or newer):
            yield RULES["WB105"].about_book(
                f"lembar {form.sheet} tidak ada lagi, atau judul kolomnya tidak dikenal.",
                "Kembalikan dari folder cadangan, atau salin isian ke buku kerja baru dari "
                "templat. Lembar yang belum waktunya diisi dibiarkan kosong.",
            )


def _merged(book: Book, report: Report) -> Iterator[Finding]:
    """Yield the merged cells inside the rows of the forms, where one value hides the others."""
    rule = RULES["WB106"]
    for data in report.forms.values():
        columns = set(data.columns.values())
        for top, left, bottom, right in book.merged(data.sheet) if columns else ():
            among = top <= data.last_row and bottom >= data.first_row
            if among and columns.intersection(range(left, right + 1)):
                yield _at(
                    rule.code,
                    data,
                    top,
                    left,
                    f"sel gabungan {range_name((top, left, bottom, right))}; hanya sel pertamanya "
                    "yang terbaca.",
                    "Pisahkan sel gabungan itu (Unmerge Cells), lalu isi setiap selnya.",
                )


def _from_outside(report: Report) -> Iterator[Finding]:
    """Yield the inputs whose formula takes the value from outside of the workbook."""
    rule = RULES["WB107"]
    for data in report.forms.values():
        inputs = {field.key for field in (*data.form.columns, *data.form.cells) if field.is_input}
        for record in (*data.rows, data.cells):
            for key, cell in record.cells.items():
                if cell.formula is not None and key in inputs and _asks_outside(cell.formula):
                    yield rule.at(
                        data,
                        record,
                        key,
                        "diambil dari luar buku kerja ini; nilainya dapat berubah sendiri dan "
                        "penerima tidak dapat menelusurinya.",
                        "Salin sel itu, lalu Tempel Khusus (Paste Special) > Nilai di tempat yang "
                        "sama.",
                    )


def _asks_outside(formula: str) -> bool:
    return any(match[1] for match in _OUTSIDE.finditer(formula))


def _missing(data: FormData, key: str, near: str, version: int | None) -> Finding:
    """Return the finding about a column or named cell that is gone; optional ones are no Galat.

    One that the workbook's template did not have yet is told, not blamed.
    """
    rule = shared(data.form.area, common.MISSING_COLUMN)
    declared = data.form[key]
    if declared.is_newer(version):
        return _not_yet(rule, data, declared, version)
    heading, typed = declared.heading, ""
    if declared in data.form.cells:
        message = f"sel bernama {key} ({heading}) tidak ada lagi."
        fix = "Salin isian ke buku kerja baru dari templat."
    elif near:
        message = f"kolom '{heading}' tidak ditemukan; ada judul '{near}' yang mirip."
        fix, typed = f"Ubah judul '{near}' menjadi '{heading}'.", near
    else:
        message = f"kolom '{heading}' tidak ditemukan."
        fix = (
            f"Tambahkan kolom berjudul '{heading}', atau ubah judulnya bila kolom itu ada dengan "
            "judul lain."
        )
    finding = rule.about(data, message, fix, typed=typed)
    needed = declared.required or bool(near) or (not declared.is_input and not declared.hidden)
    return finding if needed else replace(finding, severity=Severity.PERINGATAN)


def _not_yet(rule: Rule, data: FormData, declared: Field, version: int | None) -> Finding:
    finding = rule.about(
        data,
        f"'{declared.heading}' baru ada sejak templat versi {declared.since}; buku kerja ini dari "
        f"templat versi {version}.",
        "Bila diperlukan, salin isian ke buku kerja baru dari templat.",
    )
    return replace(finding, severity=Severity.INFO)


def _at(code: str, data: FormData, row: int, column: int, message: str, fix: str) -> Finding:
    return Finding(
        code,
        RULES[code].severity,
        data.form.key,
        data.sheet,
        cell_name(row, column),
        next((data.heading(k) for k, c in data.columns.items() if c == column), ""),
        "",
        "",
        message,
        fix,
    )
