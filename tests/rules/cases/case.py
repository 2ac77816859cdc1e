"""What a case is: a tiny report and the cells at which a rule speaks."""

from __future__ import annotations

from dataclasses import dataclass, field

FORM = ""
"""The place of a finding about a whole form."""


@dataclass(frozen=True)
class Case:
    """One tiny report and where one rule must speak about it.

    Attributes:
        code: the rule.
        promise: what the case shows, in a few words.
        keys: ``key@row`` (first data row is 1), ``key`` for a named cell, `FORM` for the form.
        tables: the report, see `tests.rules.build.build`.
    """

    code: str
    promise: str
    keys: tuple[str, ...]
    tables: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.promise}"


def wrong(code: str, promise: str, *keys: str, **tables: str) -> Case:
    """Return a case that the rule must find, at these places."""
    return Case(code, promise, keys, tables)


def right(code: str, promise: str, **tables: str) -> Case:
    """Return a case about which the rule must be silent."""
    return Case(code, promise, (), tables)
