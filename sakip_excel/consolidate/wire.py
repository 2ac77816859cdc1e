"""Extracts on their way between processes: rows as columns, every text kept once.

Satkers share most of their texts; what is not shared costs a national joining more memory than
all figures together.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KINDS: dict[str, type[Any]] = {
    "indicators": Indicator,
    "outputs": Output,
    "actions": Action,
    "notes": Note,
}
_SHARED = ("str", "tuple[bool, bool, bool, bool]")
"""Types of fields of which many are the same."""

Packed = tuple[Extract, list[list[list[Any]]]]
"""An extract without rows, and for each kind of rows the values field by field."""


class _Field(NamedTuple):
    """How the values of a field are taken, and whether many of them are the same."""

    take: Callable[[Any], Any]
    shared: bool


@cache
def _fields(name: str) -> tuple[_Field, ...]:
    return tuple(_Field(attrgetter(f.name), f.type in _SHARED) for f in fields(_KINDS[name]))


def pack(extracts: Sequence[Extract]) -> list[Packed]:
    """Return extracts in a form that is quick to send."""
    none: dict[str, Any] = dict.fromkeys(_KINDS, ())
    return [(replace(each, **none), [_columns(each, name) for name in _KINDS]) for each in extracts]


def _columns(extract: Extract, name: str) -> list[list[Any]]:
    rows = getattr(extract, name)
    return [list(map(each.take, rows)) for each in _fields(name)]


@dataclass(slots=True)
class Unpacker:
    """Makes extracts of what was packed; equal texts of all that it unpacks become one."""

    _known: dict[Any, Any] = field(default_factory=dict)

    def unpack(self, packed: Sequence[Packed]) -> list[Extract]:
        """Return the extracts that were packed."""
        return [self._whole(each, columns) for each, columns in packed]

    def _whole(self, extract: Extract, columns: list[list[list[Any]]]) -> Extract:
        rows: dict[str, Any] = {
            name: self._rows(name, each) for name, each in zip(_KINDS, columns, strict=True)
        }
        return replace(extract, **rows)

    def _rows(self, name: str, columns: list[list[Any]]) -> tuple[Any, ...]:
        same = self._known.setdefault
        values = (
            [same(value, value) for value in column] if each.shared else column
            for each, column in zip(_fields(name), columns, strict=True)
        )
        return tuple(map(_KINDS[name], *values))
