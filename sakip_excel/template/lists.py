"""The lists behind the drop-downs, each with a name that stands on Referensi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms import Kind

if TYPE_CHECKING:
    from sakip_excel.template.catalogue import Template

PK_CODES = "daftar_kode"
"""Name of the codes of the PK, for the drop-downs of columns that ask for one of them."""


def list_sources(template: Template) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return heading and choices of every list, by defined name; equal lists share one."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for form in template.forms:
        for field in (*form.cells, *form.columns):
            if field.choices and field.kind is Kind.CHOICE:
                found.setdefault(f"daftar_{field.key}", (field.heading, field.choices))
    return found


def list_names(template: Template, form: str) -> dict[str, str]:
    """Return the name of the list behind each drop-down of a form, by field key."""
    sources = list_sources(template)
    fields = next((*f.cells, *f.columns) for f in template.forms if f.key == form)
    names = {f.key: f"daftar_{f.key}" for f in fields if f"daftar_{f.key}" in sources}
    if "pk" in template.keys:
        names |= {f.key: PK_CODES for f in fields if f.pk_codes}
    return names
