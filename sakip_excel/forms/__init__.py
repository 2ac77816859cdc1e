"""The forms of the workbook; each is declared once, in a file of its own.

A new form is one new file: every `Form` at the top level of a module of this package is found by
itself and stands among the others by its ``order``.
"""

from __future__ import annotations

from sakip_excel.discovery import modules_of
from sakip_excel.forms.base import Computed, Field, Form, Kind

_found = {
    each.key: each
    for module in modules_of(__name__, __path__)
    for each in vars(module).values()
    if isinstance(each, Form)
}

FORMS: tuple[Form, ...] = tuple(sorted(_found.values(), key=lambda form: (form.order, form.key)))
BY_KEY: dict[str, Form] = {form.key: form for form in FORMS}

__all__ = ["BY_KEY", "FORMS", "Computed", "Field", "Form", "Kind"]
