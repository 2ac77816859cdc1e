"""Match the headings that people have with the headings that a form declares."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sakip_excel.forms.base import Field

_NOISE = re.compile(r"[\s.:*_'\"-]+")
_INSIDE_BRACKETS = re.compile(r"(?<=\() | (?=\))")
_UNIT = re.compile(r"\s*\([^)]*\)\s*")
_LENGTH = 200  # letters of a heading that are looked at; the longest of ours has 40
_WIDTH = 300  # headings of a row that are looked at; nobody has more columns of their own
_COMPARED = 60  # headings that are compared letter by letter, which is slow
_MEASURED = re.compile(r"\((rp|rupiah|idr|%|persen|poin %)\)")


def normal(heading: object) -> str:
    """Return a heading without case, line breaks, runs of spaces and stray punctuation."""
    return _normal(str(heading)[:_LENGTH])


@lru_cache(maxsize=20_000)  # every form looks at the same first rows of every sheet
def _normal(heading: str) -> str:
    return _INSIDE_BRACKETS.sub("", _NOISE.sub(" ", heading)).strip().casefold()


def _without_unit(heading: str) -> str:
    return normal(_UNIT.sub(" ", heading))


def _without_note(heading: str) -> str:
    """Return a heading without what stands in brackets, unless that is a unit.

    ``Realisasi (Rp)`` is no ``Realisasi``: one is money, the other what was achieved.
    """
    whole = normal(heading)
    return whole if _MEASURED.search(whole) else _without_unit(heading)


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


def _matched(columns: Sequence[Field], found: Mapping[int, str]) -> dict[str, int]:
    """Return column number by key: whole headings go before those without their unit."""
    printed = {normal(c.heading): c.key for c in columns}
    known = _spellings(columns)
    matched: dict[str, int] = {}
    taken: set[int] = set()
    for table, spelling in ((printed, normal), (known, normal), (known, _without_note)):
        for column, heading in found.items():
            key = table.get(spelling(heading))
            if key and key not in matched and column not in taken:
                matched[key] = column
                taken.add(column)
    return matched


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
    found = {column: heading[:_LENGTH] for column, heading in islice(found.items(), _WIDTH)}
    matched = _matched(columns, found)
    taken = set(matched.values())
    left = {normal(h): h for c, h in found.items() if c not in taken}
    if len(left) > _COMPARED:
        # what a wide row of other things says is no near miss, whatever it looks like
        left = dict(islice(left.items(), _COMPARED)) if len(matched) > 1 else {}
    missing: dict[str, str] = {}
    for c in columns:
        if c.key not in matched:
            close = get_close_matches(normal(c.heading), left, n=1, cutoff=0.75)
            missing[c.key] = left[close[0]] if close else ""
    return matched, missing
