"""The dictionary: forms, columns, rules and settings with source and certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sakip_excel.consolidate import rules as across  # noqa: F401 - those across satkers
from sakip_excel.forms import FORMS
from sakip_excel.rules.registry import RULES
from sakip_excel.scoring.settings import ALL_SETTINGS
from sakip_excel.textcheck import rules  # noqa: F401 - registers the rules about written reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.forms.base import Field, Form


def kamus(part: str = "semua") -> dict[str, list[dict[str, Any]]]:
    """Return the dictionary or one part of it (``kolom``, ``aturan``, ``pengaturan``)."""
    parts = {"kolom": _columns, "aturan": _rules, "pengaturan": _settings}
    wanted = parts if part == "semua" else {part: parts[part]}
    return {name: list(rows()) for name, rows in wanted.items()}


def kamus_lines(content: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the dictionary as text for people."""
    for name, rows in content.items():
        yield name.upper()
        for row in rows:
            yield "  " + " | ".join(_spoken(v) for v in row.values() if v not in ("", None, []))
        yield ""


def _spoken(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _columns() -> Iterator[dict[str, Any]]:
    for form in FORMS:
        for field in (*form.cells, *form.columns):
            yield _column(form, field)


def _column(form: Form, field: Field) -> dict[str, Any]:
    return {
        "formulir": form.key,
        "lembar": form.sheet,
        "tabel": form.table,
        "kunci": field.key,
        "judul": field.heading,
        "jenis": field.kind.value,
        "wajib": "wajib" if field.required else "",
        "isi": "dihitung" if field.computed else "diisi",
        "pilihan": list(field.choices),
        "contoh": field.example,
        "keterangan": field.help,
    }


def _rules() -> Iterator[dict[str, Any]]:
    for rule in sorted(RULES.values(), key=lambda r: r.code):
        yield {
            "kode": rule.code,
            "tingkat": rule.severity.value,
            "aturan": rule.title,
            "sumber": rule.source,
            "kepastian": rule.certainty,
        }


def _settings() -> Iterator[dict[str, Any]]:
    for setting in ALL_SETTINGS:
        yield {
            "kunci": setting.key,
            "nama": setting.label,
            "nilai": setting.value,
            "sumber": str(setting.source.text),
            "kepastian": str(setting.source.certainty),
        }
