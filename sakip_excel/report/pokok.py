"""The short lists on the page Ringkasan: views of the complete lists on Ringkasan Rinci."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.report.layout import KEY_ROWS, KEY_TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sakip_excel.report.blocks import Block, Line

_CODE, _TITLE = 0, 1


def key_lines(block: Block, lines: Sequence[Line]) -> list[Line]:
    """Return what the page shows of a complete list, filled up with empty lines.

    Every figure is a formula that looks at the complete list; a long title ends with an ellipsis
    at a word, because it stands in full there.

    Args:
        block: the complete list.
        lines: its lines.
    """
    shown = chosen([str(line[_CODE][0]) for line in lines], KEY_ROWS)
    found = [_view(block, number, lines[number]) for number in shown]
    width = block.right - block.left + 1
    if len(shown) < len(lines):
        more = len(lines) - len(shown)
        note = f"{more} baris lain: lembar {block.sheet}"
        found.append([(None, None), (shortened(note), None), *[(None, None)] * (width - 2)])
    return found + [[(None, None)] * width for _ in range(KEY_ROWS - len(found))]


def chosen(codes: Sequence[str], places: int) -> list[int]:
    """Return which lines of a list fit: all, or those of the upper level with room for a note."""
    if len(codes) <= places:
        return list(range(len(codes)))
    return upper(codes)[: places - 1]


def upper(codes: Sequence[str]) -> list[int]:
    """Return the lines that belong to none before them: ``CQ`` but not ``CQ.6709``."""
    found: list[int] = []
    for number, code in enumerate(codes):
        if not found or not code.startswith(f"{codes[found[-1]]}."):
            found.append(number)
    return found


def shortened(title: str, room: int = KEY_TITLE) -> str:
    """Return a title of at most that many letters, cut at a word and marked where it was cut."""
    text = " ".join(title.split())
    if len(text) <= room:
        return text
    words = text[:room].rpartition(" ")[0] or text[: room - 1]
    return words.rstrip(" ,;") + "…"


def _view(block: Block, number: int, line: Line) -> Line:
    title = line[_TITLE][0]
    short = None if title is None else shortened(str(title))
    figures = [
        (value, None if value is None and formula is None else block.reference(number, column))
        for column, (value, formula) in enumerate(line)
    ]
    return [line[_CODE], (short, None), *figures[2:]]
