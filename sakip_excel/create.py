"""A new workbook from a template, with the identity filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sakip_excel.errors import UsageError, WriteError
from sakip_excel.forms.base import Kind
from sakip_excel.forms.identitas import IDENTITAS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sakip_excel.forms.base import Field


def create_workbook(target: Path, template: str, values: Mapping[str, str]) -> None:
    """Write a copy of a template with some cells of Beranda filled in.

    Args:
        target: where the new workbook goes; must not exist.
        template: name of the template, e.g. ``sakip_satker``.
        values: text by key of the identity form.

    Raises:
        UsageError: a value does not fit its cell.
        WriteError: the target exists or cannot be written.
    """
    from sakip_excel.locate import single_cell
    from sakip_excel.template import template_path
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.patch import Patch
    from sakip_excel.workbook.replace import write_book

    if target.exists():
        raise WriteError(f"{target} sudah ada.", "Pilih nama lain; berkas lama tidak ditimpa.")
    kind = target.suffix.casefold()
    if kind not in {".xlsx", ".xlsm"}:
        raise UsageError(f"{target.name} bukan nama buku kerja.", "Akhiri dengan .xlsx atau .xlsm.")
    if kind == ".xlsm" and template != "sakip_satker":
        raise UsageError(f"Templat {template} tidak bertombol.", "Akhiri namanya dengan .xlsx.")
    book = Book.open(template_path(template, kind))
    patch = Patch(book)
    for key, text in values.items():
        place = single_cell(book, key)
        if place is None:
            raise UsageError(f"Templat {template} tidak mempunyai sel {key}.")
        patch.set(*place, _value(key, text))
    write_book(patch, target)


def _value(key: str, text: str) -> str | int:
    field = IDENTITAS[key]
    if field.kind is Kind.INTEGER:
        if not text.isdecimal() or int(text) < (field.minimum or 0):
            raise UsageError(
                f"{field.heading} '{text}' tidak dikenal.", f"Contoh: {field.example}."
            )
        return int(text)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise UsageError(f"{field.heading} '{text}' tidak dikenal.", f"Ketik {field.pattern_hint}.")
    if field.choices:
        return _choice(field, text.strip())
    return text


def _choice(field: Field, text: str) -> str:
    """Return the choice that a text means; a quarter may be typed as a figure, too."""
    if field.key == "triwulan" and text in {"1", "2", "3", "4"}:
        return field.choices[int(text) - 1]
    for choice in field.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise UsageError(
        f"{field.heading} '{text}' tidak ada dalam daftar.",
        f"Pilihannya: {', '.join(field.choices)}.",
    )
