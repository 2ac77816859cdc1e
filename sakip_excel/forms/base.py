"""The vocabulary in which a form is declared: columns, named cells, kinds and computed values.

One declaration is the only source of the template sheet, the pandera schema, the reader's column
map, the help text, the Petunjuk sheet and ``sakip kamus``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.scoring.settings import Settings

Value = int | float | str | None
"""A computed value: a number, a text that says why there is none, or None for nothing (``""``)."""


class Kind(StrEnum):
    """What a cell holds; decides parsing, number format, drop-down and checks."""

    TEXT = "teks"
    CODE = "kode"
    CHOICE = "pilihan"
    MONEY = "rupiah"
    NUMBER = "angka"
    MEASURE = "ukuran"
    TICK = "centang"
    RATIO = "rasio"
    INTEGER = "bilangan bulat"
    DATE = "tanggal"
    EMAIL = "surel"


NUMERIC = frozenset({Kind.MONEY, Kind.NUMBER, Kind.MEASURE, Kind.RATIO, Kind.INTEGER})


class Context(Protocol):
    """What a computed value may look at besides its own row."""

    @property
    def quarter(self) -> int:
        """Return the quarter reported, 1 to 4, or 0 when Beranda does not say."""

    @property
    def year(self) -> int | None:
        """Return the budget year, None when Beranda does not say."""

    @property
    def settings(self) -> Settings:
        """Return the settings of the year and of Beranda."""

    @property
    def forms(self) -> Mapping[str, FormData]:
        """Return the forms that were found, by key."""

    def find(self, form: str, key: str, value: object) -> Record | None:
        """Return the first row of a form whose cell holds the value, as MATCH sees it."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that the program owns: an Excel formula and its twin in Python.

    Attributes:
        formula: Excel formula without ``=``; ``{key}`` is the cell of this row (or the named cell),
            ``{form:key}`` a whole column of a form.
        row: Python twin for a column of a Table.
        cell: Python twin for a named cell.
        typed_over: code suffix of the finding when the formula was typed over with another figure.
    """

    formula: str
    row: Callable[[Record, Context], Value] | None = None
    cell: Callable[[Context], Value] | None = None
    typed_over: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What columns and named cells have in common.

    Attributes:
        key: field name in code, JSON and ``sakip kamus``.
        heading: heading or label as printed, unit included.
        kind: what the cell holds.
        help: Indonesian sentence for the prompt, Petunjuk and kamus.
        required: a blank is a mistake in a row that is used.
        choices: accepted texts of a drop-down, in order.
        strict_choices: anything else is a mistake (else only a suggestion).
        pattern: regular expression that the whole text must match.
        pattern_hint: what the pattern asks for, in words.
        minimum: smallest number allowed.
        example: one good value as a person would type it.
        width: column width in characters.
        computed: set for cells that the program owns.
        aliases: other headings under which people have this column.
        hidden: folded away in the template.
        number_format: format of the cell where that of its kind does not fit.
        above: key of the column above whose heading a named cell stands; for forms with a Table.
        pk_codes: its drop-down offers the codes of the PK, where the workbook has a PK.
        since: template version in which the field appeared; workbooks made from an older template
            are not blamed for lacking it.
    """

    key: str
    heading: str
    kind: Kind
    help: str
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    strict_choices: bool = True
    pattern: str = ""
    pattern_hint: str = ""
    minimum: float | None = None
    example: str = ""
    width: float = 14
    computed: Computed | None = None
    aliases: tuple[str, ...] = ()
    hidden: bool = False
    number_format: str = ""
    above: str = ""
    pk_codes: bool = False
    since: int = 1

    @property
    def is_input(self) -> bool:
        """Return whether people fill this in."""
        return self.computed is None

    def is_newer(self, version: int | None) -> bool:
        """Return whether a template of this version came before the field; None is unknown."""
        return version is not None and version < self.since


@dataclass(frozen=True, slots=True)
class Form:
    """One form: a sheet with named cells and, mostly, one Table.

    Attributes:
        key: name in code (``pk``).
        area: letter pair of its finding codes (``PK``).
        sheet: sheet name in the template.
        title: title printed on the sheet.
        purpose: what the form is for, one or two sentences.
        table: Excel Table name, empty for a form of named cells only.
        columns: columns of the Table from left to right.
        cells: named cells above the Table or on Beranda; the defined name is the key.
        spare_rows: empty rows that the template's Table starts with.
        total_label: keys of the label and of the code by which a total typed into the Table is
            told from data; empty where no column is summed.
        source: where the layout comes from.
        certainty: how sure that is.
        order: place among the sheets; the forms that are there count by tens, Beranda is first.
        optional: a report is complete without it; left empty it is no finding.
        frozen: key of the last column that stays in view when scrolling to the right.
        repeated: keys of the first and last column printed again on every page; up to ``frozen``
            where that says nothing.
        new_page: keys of the columns with which a new printed page begins; none where all columns
            fit one page.
    """

    key: str
    area: str
    sheet: str
    title: str
    purpose: str
    table: str = ""
    columns: tuple[Field, ...] = ()
    cells: tuple[Field, ...] = ()
    spare_rows: int = 12
    total_label: tuple[str, ...] = ()
    source: str = ""
    certainty: str = ""
    order: int = 1000
    optional: bool = False
    frozen: str = ""
    repeated: tuple[str, ...] = ()
    new_page: tuple[str, ...] = ()
    _by_key: dict[str, Field] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_key.update({f.key: f for f in (*self.columns, *self.cells)})

    def __getitem__(self, key: str) -> Field:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    @property
    def inputs(self) -> Sequence[Field]:
        """Return the columns that people fill in."""
        return tuple(c for c in self.columns if c.is_input)

    @property
    def computed(self) -> Sequence[Field]:
        """Return the columns that the program owns."""
        return tuple(c for c in self.columns if not c.is_input)
