"""Where a rule comes from and how sure that is; every figure of a report can be traced to one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Years: TypeAlias = tuple[int | None, int | None]
"""First and last budget year (TA) of a rule, both included; ``None`` leaves that end open."""

ALL_YEARS: Years = (None, None)


class Certainty(StrEnum):
    """How a rule is known; the word is printed beside the rule."""

    SEEN = "terlihat"
    SECONDARY = "sekunder"
    SEED = "dokumen contoh"
    GENERAL = "umum, sumber belum dilihat"
    DOUBTFUL = "diragukan"
    CONVENTION = "konvensi"


@dataclass(frozen=True, slots=True)
class Source:
    """The origin of a rule.

    Attributes:
        text: Indonesian: what rule, where.
        certainty: how it is known; a convention of this tool never passes for a regulation.
        note: Indonesian: what is open or was decided here; may be empty.
    """

    text: str
    certainty: Certainty
    note: str = ""

    @property
    def full_text(self) -> str:
        """Return the text with its note, as printed."""
        return f"{self.text} {self.note}".strip()


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule or one choice of a rule, as printed on Ringkasan, Referensi and ``sakip kamus``.

    Attributes:
        key: stable name; the choices of one setting share it.
        label: Indonesian name of the setting.
        value: Indonesian: what holds when this choice is in force.
        source: where it comes from.
        years: budget years for which it holds.
        choice: the text chosen on Beranda; empty for a rule that leaves no choice.
        default: whether it holds when Beranda chooses nothing.
    """

    key: str
    label: str
    value: str
    source: Source
    years: Years = ALL_YEARS
    choice: str = ""
    default: bool = True

    @property
    def row(self) -> tuple[str, str, str, str, str, str]:
        """Return key, label, value, source, certainty and years as texts."""
        value = f"{self.choice}: {self.value}" if self.choice else self.value
        return (
            self.key,
            self.label,
            value,
            self.source.full_text,
            self.source.certainty.value,
            years_text(self.years),
        )


def covers(years: Years, year: int) -> bool:
    """Return whether a budget year lies within the years of a rule."""
    first, last = years
    return (first is None or first <= year) and (last is None or year <= last)


def years_text(years: Years) -> str:
    """Return the years as people read them.

    Example:
        >>> years_text((2018, 2020)), years_text((2024, None)), years_text((None, 2017))
        ('2018–2020', 'sejak 2024', 's.d. 2017')
    """
    first, last = years
    if first is None:
        return "semua tahun" if last is None else f"s.d. {last}"
    if last is None:
        return f"sejak {first}"
    return str(first) if first == last else f"{first}–{last}"
