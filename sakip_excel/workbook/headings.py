"""Match the headings that people have with the headings that a form declares."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sakip_excel.forms.base import Field

_NOISE = re.compile(r"[\s.:*_'\"]+")
_UNIT = re.compile(r"\s*\([^)]*\)\s*")


def normal(heading: object) -> str:
    """Return a heading without case, line breaks, runs of spaces and stray punctuation."""
    return _NOISE.sub(" ", str(heading).replace("-", " ")).strip().casefold()


def _without_unit(heading: str) -> str:
    return normal(_UNIT.sub(" ", heading))


def _spellings(columns: Sequence[Field]) -> dict[str, str]:
    """Return key by accepted spelling: printed heading, alias, heading without its unit."""
    known = {normal(c.heading): c.key for c in columns}
    bare: dict[str, set[str]] = {}
    for c in columns:
        for spelling in (_without_unit(c.heading), *map(normal, c.aliases)):
            bare.setdefault(spelling, set()).add(c.key)
    for spelling, keys in bare.items():
        if spelling not in known and len(keys) == 1:
            known[spelling] = keys.pop()
    return known


def match_headings(
    columns: Sequence[Field], found: Mapping[int, str]
) -> tuple[dict[str, int], dict[str, str]]:
    """Match declared columns with the headings of a row.

    Args:
        columns: declared columns of a form.
        found: heading by column number.

    Returns:
        Column number by key for every match, and, for each declared column without one, the
        near-miss heading that was probably meant (``""`` when there is none). A near miss is only
        suggested, never used.
    """
    known = _spellings(columns)
    printed = {normal(c.heading): c.key for c in columns}
    matched: dict[str, int] = {}
    for table in (printed, known):
        for column, heading in found.items():
            key = table.get(normal(heading)) or table.get(_without_unit(heading))
            if key and key not in matched and column not in matched.values():
                matched[key] = column
    left = {normal(h): h for c, h in found.items() if c not in matched.values()}
    missing: dict[str, str] = {}
    for c in columns:
        if c.key not in matched:
            close = get_close_matches(normal(c.heading), left, n=1, cutoff=0.75)
            missing[c.key] = left[close[0]] if close else ""
    return matched, missing
