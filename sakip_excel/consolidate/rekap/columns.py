"""One sheet of a rekap with its Table, and the kinds of columns that these have."""

from __future__ import annotations

from dataclasses import dataclass

from sakip_excel.forms.base import Field, Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one Excel Table.

    Attributes:
        name: sheet name.
        table: name of the Excel Table.
        title, purpose: printed above it.
        columns: from left to right.
        frozen: columns that stay in view.
        wide: pages side by side in print, 0 for as many as keep it readable.
        most_lines: lines after which a row grows no taller.
        hidden: whether the sheet is kept from view; it serves the next joining.
    """

    name: str
    table: str
    title: str
    purpose: str
    columns: tuple[Field, ...]
    frozen: int = 2
    wide: int = 0
    most_lines: int = 12
    hidden: bool = False

    def index(self, key: str) -> int:
        """Return the column of a field, counted from 0."""
        return next(i for i, column in enumerate(self.columns) if column.key == key)

    def column(self, key: str) -> str:
        """Return a structured reference to the data of a column."""
        return f"{self.table}[{self.columns[self.index(key)].heading}]"

    def cell(self, key: str) -> str:
        """Return a structured reference to this row's cell of a column."""
        return f"{self.table}[[#This Row],[{self.columns[self.index(key)].heading}]]"


def text(key: str, heading: str, width: float, *, hidden: bool = False) -> Field:
    """Return a column of a text that wraps."""
    return Field(key, heading, Kind.TEXT, "", width=width, hidden=hidden)


def code(key: str, heading: str, width: float = 11, *, hidden: bool = False) -> Field:
    """Return a column of a short text on one line."""
    return Field(key, heading, Kind.CODE, "", width=width, hidden=hidden)


def count(key: str, heading: str, width: float = 11, form: str = "#,##0") -> Field:
    """Return a column of a whole number."""
    return Field(key, heading, Kind.INTEGER, "", width=width, number_format=form)


def plain(key: str, heading: str, width: float = 9) -> Field:
    """Return a column of a number with the decimals that it has."""
    return Field(key, heading, Kind.NUMBER, "", width=width, number_format="General")


def money(key: str, heading: str, width: float = 19) -> Field:
    """Return a column of whole rupiah."""
    return Field(key, heading, Kind.MONEY, "", width=width)


def ratio(key: str, heading: str, width: float = 12) -> Field:
    """Return a column of a ratio shown as percent."""
    return Field(key, heading, Kind.RATIO, "", width=width)


def day(key: str, heading: str, form: str, width: float) -> Field:
    """Return a column of a date or a moment."""
    return Field(key, heading, Kind.DATE, "", width=width, number_format=form)


def tick(key: str, heading: str) -> Field:
    """Return a column of a tick."""
    return Field(key, heading, Kind.TICK, "", width=7)


KODE = code("kode_satker", "Kode satker", 11)
NAMA = text("nama_satker", "Nama satker", 32)
PROVINSI = text("provinsi", "Provinsi", 20)
BERKAS = text("berkas", "Berkas", 36)
LEMBAR = code("lembar", "Lembar", 12)
BARIS = count("baris", "Baris", 8, "0")
