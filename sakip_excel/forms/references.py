"""Turn the references in a declared formula into references of a real workbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"\{(?:(\w+):)?(@?\w+)\}")
_SPECIAL = re.compile(r"(['\[\]#])")


class Layout(Protocol):
    """Where the columns and named cells of one form stand in one workbook."""

    def this_row(self, key: str, row: int) -> str:
        """Return a reference to a column's cell in a row, or to a named cell."""

    def column(self, key: str) -> str:
        """Return a reference to all data cells of a column."""


class MissingReferenceError(LookupError):
    """The formula needs a form, column or name that the workbook does not have."""


def structured(table: str, heading: str, *, this_row: bool) -> str:
    """Return a structured reference, special characters escaped as Excel stores them."""
    escaped = _SPECIAL.sub(r"'\1", heading)
    return f"{table}[[#This Row],[{escaped}]]" if this_row else f"{table}[{escaped}]"


def render(formula: str, form: str, layouts: Mapping[str, Layout], row: int = 0) -> str:
    """Return the formula with every ``{...}`` replaced.

    ``{key}`` is this row's cell or a named cell of the same form, ``{form:key}`` a whole column of
    a form and ``{form:@key}`` a named cell of another form.

    Raises:
        MissingReferenceError: a form, column or name is not in this workbook.
    """

    def reference(match: re.Match[str]) -> str:
        other, key = match.groups()
        layout = layouts.get(other or form)
        if layout is None:
            raise MissingReferenceError(other or form)
        if other and not key.startswith("@"):
            return layout.column(key)
        return layout.this_row(key.removeprefix("@"), row)

    return _REFERENCE.sub(reference, formula)


def own_references(formula: str) -> list[str]:
    """Return the keys of the same form that a declared formula refers to."""
    return [key for other, key in _REFERENCE.findall(formula) if not other]


def other_forms(formula: str) -> set[str]:
    """Return the keys of the other forms that a declared formula refers to."""
    return {other for other, _ in _REFERENCE.findall(formula) if other}
