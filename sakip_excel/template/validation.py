"""Drop-downs, prompts and error texts of a field, within Excel's limits on their length."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sakip_excel.forms import Field, Kind
from sakip_excel.template.lists import PK_CODES

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE_LIMIT, PROMPT_LIMIT, ERROR_LIMIT = 32, 255, 225
COMPUTED_PROMPT = "Dihitung otomatis. Jangan diketik."
MONEY_ERROR = "Ketik angka rupiah penuh tanpa Rp, titik atau koma."
_MOST = 10**15

Options = dict[str, Any]


def shortened(text: str, limit: int) -> str:
    """Return the text, cut at a word with an ellipsis where it is too long."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" -(,") + "…"


def prompt_of(field: Field) -> str:
    """Return the prompt of a cell: help, whether it is required, and an example."""
    if not field.is_input:
        return shortened(f"{COMPUTED_PROMPT}\n{field.help}", PROMPT_LIMIT)
    parts = [field.help]
    if field.required:
        parts.append("Wajib diisi.")
    if field.example and field.kind is not Kind.TICK and field.example not in field.help:
        parts.append(f"Contoh: {field.example}")
    return shortened("\n".join(parts), PROMPT_LIMIT)


def validation_of(field: Field, lists: Mapping[str, str]) -> Options:
    """Return the data validation of a field.

    Args:
        field: the column or named cell.
        lists: names of the lists on Referensi, by field key.
    """
    options: Options = {
        "input_title": shortened(field.heading, TITLE_LIMIT),
        "input_message": prompt_of(field),
        "error_title": shortened(field.heading, TITLE_LIMIT),
        "ignore_blank": True,
        "validate": "any",
    }
    if field.is_input:
        options |= _condition(field, lists.get(field.key, ""))
    return options


def _condition(field: Field, listed: str) -> Options:
    """Return what is accepted, how firmly, and what to say otherwise."""
    if listed or field.choices:
        return _list(field, listed)
    least = field.minimum
    bounds: Options = (
        {"criteria": "between", "minimum": -_MOST, "maximum": _MOST}
        if least is None
        else {"criteria": ">=", "value": least}
    )
    if field.kind is Kind.MONEY:
        return {"validate": "integer", **bounds, "error_message": MONEY_ERROR}
    if field.kind is Kind.INTEGER:
        text = f"Ketik bilangan bulat. {field.help}"
        return {"validate": "integer", **bounds, "error_message": shortened(text, ERROR_LIMIT)}
    if field.kind is Kind.NUMBER:
        text = f"Ketik angka saja. {field.help}"
        return {"validate": "decimal", **bounds, "error_message": shortened(text, ERROR_LIMIT)}
    if field.kind is Kind.DATE:
        return {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "error_message": f"Ketik tanggal, misalnya {field.example}.",
        }
    return {}


def _list(field: Field, listed: str) -> Options:
    strict = field.choices and field.strict_choices and field.kind is Kind.CHOICE
    text = (
        f"Pilih salah satu dari daftar. {field.help}"
        if strict
        else f"Isian ini tidak ada dalam daftar. {field.help}"
    )
    return {
        "validate": "list",
        "source": f"={listed}" if listed else list(field.choices),
        "error_type": "stop" if strict else "warning",
        # Codes of the PK end in blank cells, with which "ignore blank" would accept anything.
        "ignore_blank": listed != PK_CODES,
        "error_message": shortened(text, ERROR_LIMIT),
    }
