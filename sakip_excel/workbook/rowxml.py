"""The cells of a row as texts, whoever wrote them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sakip_excel.workbook import xmltext
from sakip_excel.workbook.refs import column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = re.compile("([A-Za-z]{1,3})[0-9]{1,7}")

Raw = tuple[str, str, str, str, str, str, str]
"""Column letters, style, type, attributes and text of f, text of v, inline text."""


class Patterns(NamedTuple):
    """The patterns of cells for one namespace prefix.

    Attributes:
        usual: a cell with content as Excel writes it.
        rest: what stands behind the address of such a cell.
        start: what stands before its address.
        cell: the tag of any cell.
        formula, value, inline: what stands in any cell.
        close: the end of a cell with content.
    """

    usual: re.Pattern[str]
    rest: re.Pattern[str]
    start: str
    cell: re.Pattern[str]
    formula: re.Pattern[str]
    value: re.Pattern[str]
    inline: re.Pattern[str]
    close: str


@lru_cache(maxsize=16)
def patterns_of(prefix: str) -> Patterns:
    """Return the patterns for elements that carry this prefix (``""`` or ``"x:"``)."""
    p = re.escape(prefix)
    formula = rf"<{p}f(\s[^>]*?)?(?:/>|>([^<]*)</{p}f>)"
    rest = (
        rf'(?: s="([0-9]+)")?(?: t="(\w+)")?>(?:{formula})?'
        rf"(?:<{p}v>([^<]*)</{p}v>"
        rf"|<{p}is>{text_pattern(prefix)}</{p}is>)?</{p}c>"
    )
    return Patterns(
        usual=re.compile(rf'<{p}c r="([A-Z]+)[0-9]+"{rest}'),
        rest=re.compile(rest),
        start=f'<{prefix}c r="',
        cell=re.compile(rf"<{p}c(?=[\s/>])([^>]*?)(/?)>"),
        formula=re.compile(formula),
        value=re.compile(rf"<{p}v(?:\s[^>]*)?>([^<]*)</{p}v>"),
        inline=re.compile(rf"<{p}is(?:\s[^>]*)?>(.*?)</{p}is>", re.DOTALL),
        close=f"</{p}c>",
    )


def text_pattern(prefix: str) -> str:
    """Return the pattern of a plain ``t`` element whose text is to be taken as it stands.

    Excel drops outer spaces that are not marked to be preserved; such text does not match.
    """
    p = re.escape(prefix)
    trimmed = rf"(?=>(?!\s)[^<]*(?<!\s)</{p}t>)"
    return rf'<{p}t(?: xml:space="preserve"|{trimmed})>([^<]*)</{p}t>'


@lru_cache(maxsize=16)
def _run_patterns(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    p = re.escape(prefix)
    phonetic = re.compile(rf"<{p}rPh(?=[\s/>])(?:[^>]*/>|.*?</{p}rPh>)", re.DOTALL)
    return phonetic, re.compile(rf"<{p}t(\s[^>]*)?(?<!/)>([^<]*)</{p}t>")


def joined_runs(xml: str, prefix: str) -> str:
    """Return the raw text of a string item: its runs joined, phonetic guides left out."""
    phonetic, text = _run_patterns(prefix)
    runs: list[tuple[str, str]] = text.findall(phonetic.sub("", xml))
    if len(runs) == 1 and "preserve" not in runs[0][0]:
        return runs[0][1].strip(" \t\r\n")
    return "".join(run for _, run in runs)


class _Columns(dict[str, int]):
    def __missing__(self, letters: str) -> int:
        number = self[letters] = column_number(letters)
        return number


COLUMNS = _Columns()


def raw_cells(xml: str, prefix: str) -> list[Raw]:
    """Return the cells of a row that are written with content.

    Raises:
        ValueError: a cell has an address that Excel does not know.
    """
    patterns = patterns_of(prefix)
    found: list[Raw] = patterns.usual.findall(xml)
    return found if len(found) == xml.count(patterns.close) else _unusual_cells(xml, prefix)


def _unusual_cells(xml: str, prefix: str) -> list[Raw]:
    """Read cells that other programs wrote: any quotes and order, addresses left out."""
    patterns = patterns_of(prefix)
    cells: list[Raw] = []
    column = 0
    for match in patterns.cell.finditer(xml):
        attributes = xmltext.attributes(match[1])
        address = attributes.get("r", "").strip()
        found = _ADDRESS.fullmatch(address)
        if address and found is None:
            raise ValueError(address)
        column = COLUMNS[found[1].upper()] if found else column + 1
        if match[2]:
            continue
        body = xml[match.end() : xml.index(patterns.close, match.end())]
        formula = patterns.formula.search(body)
        value = patterns.value.search(body)
        inline = patterns.inline.search(body)
        cells.append(
            (
                column_letters(column),
                attributes.get("s", ""),
                attributes.get("t", ""),
                (formula[1] or "") if formula else "",
                (formula[2] or "") if formula else "",
                value[1] if value else "",
                joined_runs(inline[1], prefix) if inline else "",
            )
        )
    return cells


def refuse_twins(raw: Sequence[Raw]) -> None:
    """Refuse two cells of one address; nobody could tell which of them is changed."""
    if len({letters for letters, *_ in raw}) < len(raw):
        raise ValueError("two cells of one address")
