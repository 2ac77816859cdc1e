"""Understand what was typed: numbers, codes, marks, grades and dates, with a finding for a doubt.

What is ambiguous is asked, never guessed. Text that reads as a number is understood for the checks
but reported, because Excel leaves it out of every sum.
"""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sakip_excel.forms.base import Field, Kind
from sakip_excel.rules import common
from sakip_excel.rules.common import shared
from sakip_excel.scoring.outcome import is_blank, is_number, same_text
from sakip_excel.scoring.settings import cap_of
from sakip_excel.values.cellformat import is_date_format
from sakip_excel.values.code import parse_code
from sakip_excel.values.empty import Empty, emptiness
from sakip_excel.values.grade import parse_grade, parse_opinion
from sakip_excel.values.marks import Tick, parse_tick
from sakip_excel.values.number import Number, Problem, parse_number, percent_points
from sakip_excel.workbook.cell import ErrorValue

if TYPE_CHECKING:
    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.workbook.cell import Cell

_EPOCH = dt.date(1899, 12, 30)
_DATE_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)
_EMPTY_QUESTION = (
    "kosong, nol, atau tidak berlaku? Ketik 0 bila nol; kosongkan bila belum ada isinya."
)
Doubt = tuple[str, str, str]
"""Code suffix, message, fix."""


def normalise(data: FormData) -> list[Finding]:
    """Fill ``parsed`` and ``doubts`` of every row and named cell; return the findings."""
    findings: list[Finding] = []
    columns, cells = _in_order(data.form.columns), _in_order(data.form.cells)
    for record in (*data.rows, data.cells):
        typed = record.cells
        for field in columns if record.row else cells:
            cell = typed.get(field.key)
            if cell is not None and (doubt := _understand(field, cell, record)) is not None:
                suffix, message, fix = doubt
                record.doubts.add(field.key)
                rule = shared(data.form.area, suffix)
                findings.append(rule.at(data, record, field.key, message, fix))
    return findings


def _in_order(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the inputs, measures last: a target is read by its unit and kind."""
    return tuple(sorted((f for f in fields if f.is_input), key=lambda f: f.kind is Kind.MEASURE))


def _understand(field: Field, cell: Cell, record: Record) -> Doubt | None:
    value = cell.value
    if type(value) is int:  # by far the most, and none of what follows
        return _PARSERS[field.kind](field, cell, record)
    if isinstance(value, ErrorValue):
        return (
            common.EXCEL_ERROR,
            f"berisi galat Excel {value}.",
            "Perbaiki rumus atau sumber datanya, atau ketik angkanya.",
        )
    if value is None and cell.formula is not None:
        return (
            common.NO_CACHED_VALUE,
            "rumus buatan sendiri belum mempunyai nilai.",
            "Buka di Excel, simpan, lalu jalankan lagi.",
        )
    return None if is_blank(value) else _PARSERS[field.kind](field, cell, record)


def _text(field: Field, cell: Cell, record: Record) -> Doubt | None:
    text = str(cell.value).replace("\u00a0", " ").strip().removeprefix("'").strip()
    if text:
        record.parsed[field.key] = text
    return None


def _code(field: Field, cell: Cell, record: Record) -> Doubt | None:
    code = parse_code(cell.value, cell.number_format)
    if not code.value:
        return None
    record.parsed[field.key] = code.value
    if code.from_number and field.key == "kode":
        return (
            common.TEXT_NUMBER,
            "kode tersimpan sebagai angka, sehingga 1.10 menjadi 1.1 dan tidak ditemukan rumus.",
            f"Ketik ulang dengan tanda petik di depan: '{code.value}",
        )
    return None


def _choice(field: Field, cell: Cell, record: Record) -> Doubt | None:
    value = cell.value
    if field.key == "batas_capaian" and is_number(value):
        cap = cap_of(value)
        value = f"{round(cap * 100)}%" if cap else value
    # Formulas take off ordinary spaces only: with any other sign this is another word to them.
    text = str(value).strip(" ")
    same = (c for c in field.choices if c.casefold() == text.casefold())
    record.parsed[field.key] = text if text in field.choices else next(same, text)
    return None


def _number(field: Field, cell: Cell, record: Record) -> Doubt | None:
    return _keep(field, record, parse_number(cell.value, cell.number_format), cell)


def _keep(field: Field, record: Record, number: Number, cell: Cell) -> Doubt | None:
    """Keep the number that was read and say what is doubtful about it."""
    if number.problem is not None:
        return _problem(field, number, cell)
    record.parsed[field.key] = number.value
    return _text_number(field, number) if number.from_text else None


def _text_number(field: Field, number: Number) -> Doubt:
    from sakip_excel.forms.shown import shown

    read = shown(number.value, Kind.NUMBER)
    plain = str(number.value).replace(".", ",")
    unit = f" dan tulis {number.unit} di kolom Satuan" if number.unit else ""
    kept = "rupiah" if field.kind is Kind.MONEY else "angka"
    return (
        common.TEXT_NUMBER,
        f"tersimpan sebagai teks; dibaca {read}{' ' + number.unit if number.unit else ''}, tetapi "
        "Excel tidak ikut menghitungnya.",
        f"Ketik {kept} saja: {plain}{unit}.",
    )


def _problem(field: Field, number: Number, cell: Cell) -> Doubt:
    empty = emptiness(cell.value)
    if empty is Empty.BLANK:
        return (
            common.NOT_A_NUMBER,
            "berisi spasi yang tidak terlihat; bagi Excel sel ini tidak kosong.",
            "Kosongkan selnya dengan tombol Delete.",
        )
    if empty is not None:
        return common.AMBIGUOUS, f"tertulis {cell.value!s}: {_EMPTY_QUESTION}", _if_no_case(field)
    if number.readings:
        readings = " atau ".join(number.readings)
        return (
            common.AMBIGUOUS,
            f"tertulis '{_seen(cell)}', dapat dibaca {readings}.",
            "Ketik angka yang dimaksud, dengan koma untuk desimal dan tanpa titik ribuan.",
        )
    if number.problem is Problem.DATE:
        return (
            common.NOT_A_NUMBER,
            "menjadi tanggal atau jam karena format selnya.",
            "Ubah format sel menjadi Umum (General), lalu ketik lagi angkanya.",
        )
    if number.problem is Problem.TOO_LONG:
        return (
            common.NOT_A_NUMBER,
            "lebih dari 15 angka; Excel tidak menyimpannya dengan tepat.",
            "Periksa banyaknya angka.",
        )
    wanted = "rupiah penuh, angka saja" if field.kind is Kind.MONEY else "angka"
    return (
        common.NOT_A_NUMBER,
        f"tertulis '{_seen(cell)}', bukan angka yang dikenal.",
        f"Ketik {wanted}, misalnya {field.example or '90'}.",
    )


def _seen(cell: Cell) -> str:
    """Return what stands in a cell as a person reads it there."""
    from sakip_excel.forms.shown import shown

    return shown(cell.value, Kind.NUMBER)


def _if_no_case(field: Field) -> str:
    if field.key.startswith("realisasi_tw") and field.kind is Kind.MEASURE:
        return "Bila memang tidak ada kasus, pilih Ya pada kolom Tidak ada kasus."
    return ""


_LETTERS = {
    "predikat": ("predikat", "Ketik huruf AA sampai D, misalnya BB; kosongkan bila belum ada."),
    "opini": ("opini", "Ketik opininya, misalnya WTP; kosongkan bila belum ada."),
}
"""What a measure without figures is called, by the kind of its indikator, and what to type."""


def _measure(field: Field, cell: Cell, record: Record) -> Doubt | None:
    """Read a target or realisasi: percent points, a count, a score, a grade or an opinion."""
    value = cell.value
    percent = same_text(record.text("satuan"), "%") or same_text(record.text("jenis"), "Persentase")
    if isinstance(value, str):
        grade = parse_grade(value) or parse_opinion(value)
        if grade is not None:
            record.parsed[field.key] = grade
            if value.strip(" ").upper() == grade:
                return None
            return (
                common.NOT_IN_LIST,
                f"tertulis '{value}', dibaca {grade}, tetapi rumus hanya mengenal {grade}.",
                f"Ketik {grade} saja.",
            )
    read = percent_points if percent else parse_number
    doubt = _keep(field, record, read(value, cell.number_format), cell)
    letters = _LETTERS.get(record.text("jenis").casefold())
    if doubt is not None and doubt[0] == common.NOT_A_NUMBER and letters:
        return doubt[0], f"tertulis '{_seen(cell)}', bukan {letters[0]} yang dikenal.", letters[1]
    return doubt


def _tick(field: Field, cell: Cell, record: Record) -> Doubt | None:
    tick = parse_tick(cell.value)
    record.parsed[field.key] = tick is Tick.YES
    if tick is not Tick.UNKNOWN:
        return None
    return (
        common.UNKNOWN_MARK,
        f"tertulis '{_seen(cell)}', bukan tanda centang yang dikenal.",
        "Pilih ✓ dari daftar, atau kosongkan.",
    )


def _date(field: Field, cell: Cell, record: Record) -> Doubt | None:
    found = read_date(cell)
    if found is not None:
        record.parsed[field.key] = found
        return None
    return (
        common.NOT_A_NUMBER,
        f"tertulis '{_seen(cell)}', bukan tanggal yang dikenal.",
        "Ketik hari/bulan/tahun, misalnya 16/01/2025.",
    )


def read_date(cell: Cell) -> dt.date | None:
    """Return the date in a cell, stored or written as people do; None when it is none."""
    value = cell.value
    if is_number(value) and is_date_format(cell.number_format) and 1 <= value < 2_958_466:
        return _EPOCH + dt.timedelta(days=int(value))
    return _written_date(value) if isinstance(value, str) else None


def _written_date(text: str) -> dt.date | None:
    """Return the date that a text says, in digits or with the month's Indonesian name."""
    words = " ".join(text.replace("\u00a0", " ").casefold().split())
    for number, name in enumerate(_MONTHS, 1):
        words = words.replace(f" {name} ", f"/{number}/")
    for pattern in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(words, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


_PARSERS = {
    Kind.TEXT: _text,
    Kind.EMAIL: _text,
    Kind.CODE: _code,
    Kind.CHOICE: _choice,
    Kind.MONEY: _number,
    Kind.NUMBER: _number,
    Kind.INTEGER: _number,
    Kind.RATIO: _number,
    Kind.MEASURE: _measure,
    Kind.TICK: _tick,
    Kind.DATE: _date,
}


def suggest(text: str, choices: tuple[str, ...]) -> str:
    """Return the choice that was probably meant, empty when none is near."""
    close = get_close_matches(text.casefold(), {c.casefold(): c for c in choices}, n=1, cutoff=0.6)
    return next((c for c in choices if close and c.casefold() == close[0]), "")
