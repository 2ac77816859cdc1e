"""Extracts on their way between processes: rows as columns, every text kept once.

Satkers share most of their texts; what is not shared costs a national joining more memory than
all figures together. The rows of an extract stay columns until somebody asks for one of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output, RowCells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_KINDS: dict[str, type[Any]] = {
    "indicators": Indicator,
    "outputs": Output,
    "actions": Action,
    "notes": Note,
}

_LARGE = 2**63

Packed = tuple[Extract, list[tuple[Any, ...]]]
"""An extract without rows, and for each kind of rows the values field by field."""

_Row = TypeVar("_Row")


class _Each:
    """A column whose values are made of other columns."""

    __slots__ = ("_make", "_parts")

    def __init__(self, make: Callable[..., Any], parts: Sequence[Any]) -> None:
        self._make = make
        self._parts = parts

    def __getitem__(self, number: int) -> Any:  # noqa: ANN401 - what a field of a row holds
        return self._make(*(part[number] for part in self._parts))

    def __iter__(self) -> Iterator[Any]:
        return map(self._make, *self._parts)


def _together(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - see above
    return values


class Rows(Sequence[_Row]):
    """Rows of one kind, each made when it is asked for."""

    __slots__ = ("_columns", "_kind", "_make")

    def __init__(self, kind: Any, columns: Sequence[Any]) -> None:  # noqa: ANN401 - a NamedTuple
        self._kind = kind
        self._make: Callable[[Iterable[Any]], _Row] = kind._make
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[_Row]:
        return map(self._make, zip(*self._columns, strict=True))

    @overload
    def __getitem__(self, number: int) -> _Row: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[_Row]: ...
    def __getitem__(self, number: int | slice) -> _Row | Sequence[_Row]:
        """Return one row, or some of them."""
        if isinstance(number, slice):
            return tuple(self)[number]
        return self._make([column[number] for column in self._columns])

    def values(self, name: str) -> Sequence[Any]:
        """Return what the rows hold in one field, without making them."""
        fields: tuple[str, ...] = self._kind._fields
        return cast("Sequence[Any]", self._columns[fields.index(name)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def pack(extracts: Sequence[Extract]) -> list[Packed]:
    """Return extracts in a form that is quick to send."""
    none: dict[str, Any] = dict.fromkeys(_KINDS, ())
    return [(replace(each, **none), [_columns(each, name) for name in _KINDS]) for each in extracts]


def _columns(extract: Extract, name: str) -> tuple[Any, ...]:
    rows = getattr(extract, name)
    columns = [_shrunk(column) for column in zip(*rows, strict=True)]
    if columns and isinstance(rows[0][-1], RowCells):
        columns[-1] = _cells(rows)
    return tuple(columns)


def _shrunk(column: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a column of one kind or another
    """Return the same values in less memory where all are of one kind."""
    kinds = set(map(type, column))
    if kinds == {float}:
        return array("d", column)
    if kinds == {int} and min(column) >= -_LARGE and max(column) < _LARGE:
        return array("q", column)
    if kinds == {tuple} and type(column[0][0]) is not bool:
        return _Each(_together, [_shrunk(part) for part in zip(*column, strict=True)])
    return column


def _cells(rows: Sequence[Any]) -> Any:  # noqa: ANN401 - see above
    """Return the addresses of rows whose columns stand in the same letters as these alone."""
    cells = [row[-1] for row in rows]
    letters = cells[0].letters
    if all(type(c) is RowCells and c.letters == letters for c in cells):
        return _Each(partial(RowCells, letters), [array("q", [c.row for c in cells])])
    return tuple(cells)


@dataclass(slots=True)
class Unpacker:
    """Makes extracts of what was packed; equal texts of all that it unpacks become one."""

    _known: dict[Any, Any] = field(default_factory=dict)

    def unpack(self, packed: Sequence[Packed]) -> list[Extract]:
        """Return the extracts that were packed."""
        return [self._whole(each, columns) for each, columns in packed]

    def _whole(self, extract: Extract, packed: Sequence[tuple[Any, ...]]) -> Extract:
        rows: dict[str, Any] = {
            name: Rows(kind, [self._known_once(column) for column in columns])
            for (name, kind), columns in zip(_KINDS.items(), packed, strict=True)
            if columns
        }
        return replace(extract, **rows)

    def _known_once(self, column: Any) -> Any:  # noqa: ANN401 - see above
        """Return a column of texts or ticks in which what is equal is one object."""
        if type(column) is not tuple or type(column[0]) not in (str, tuple):
            return column
        same = self._known.setdefault
        return tuple([same(value, value) for value in column])
