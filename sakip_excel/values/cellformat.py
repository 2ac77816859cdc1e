"""What an Excel number format does to the number under it: percent, rupiah or date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Quoted text, an escaped character, padding (_x), filling (*x), and [colours], [conditions] and
# [$currency]; the elapsed times [h], [m] and [s] stay, because they make the cell a time.
_LITERAL: Final = re.compile(
    r'"[^"]*"?|\\.?|[_*].?|\[(?!(?:h+|m+|s+)\])[^\]]*\]?', re.IGNORECASE | re.DOTALL
)
_RUPIAH: Final = re.compile(r"\b(?:rp|idr)\b", re.IGNORECASE)
_DATE: Final = re.compile(r"[dmyhs]", re.IGNORECASE)


@lru_cache(maxsize=1024)
def is_percent_format(number_format: str) -> bool:
    """Return whether Excel shows the number times a hundred.

    A percent sign counts when it stands in the first section, outside quotes, escapes, padding
    and brackets: the formats for which ``CELL("format")`` answers ``P0``, ``P2`` ...

    Args:
        number_format: format code as stored in the workbook, e.g. ``0.00%``.
    """
    return "%" in _first_section(number_format)


@lru_cache(maxsize=1024)
def is_date_format(number_format: str) -> bool:
    """Return whether Excel shows the number as a date or a time.

    Excel turns ``3/5`` or ``1.5`` into a date by itself; the number below is then a day count.

    Args:
        number_format: format code as stored in the workbook, e.g. ``d-mmm``.
    """
    return _DATE.search(_first_section(number_format)) is not None


@lru_cache(maxsize=1024)
def is_rupiah_format(number_format: str) -> bool:
    """Return whether Excel shows the number with ``Rp`` or ``IDR``.

    Args:
        number_format: format code as stored in the workbook, e.g. ``"Rp" #,##0``.
    """
    return _RUPIAH.search(number_format) is not None


def _first_section(number_format: str) -> str:
    return _LITERAL.sub("", number_format).split(";", 1)[0]
