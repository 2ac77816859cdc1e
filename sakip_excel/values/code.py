"""Codes of indicators, programmes and outputs: text, even where Excel made a number of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from sakip_excel.values import _text
from sakip_excel.values._memory import remembered

_ZEROS: Final = re.compile(r"0{2,}")


class Code(NamedTuple):
    """A code, ready to be compared with another.

    Attributes:
        value: capitals without blanks; empty when the cell holds nothing.
        from_number: Excel holds a number, so zeros at either end may be lost (1.10 became 1.1).
    """

    value: str
    from_number: bool


def parse_code(value: object, number_format: str = "General") -> Code:
    """Return the code in a cell, leading zeros kept.

    Args:
        value: what the cell holds.
        number_format: the cell's format code; ``000`` shows the number 1 as the code 001.

    Example:
        >>> parse_code(" '6709.qge.001"), parse_code(6709.0)
        (Code(value='6709.QGE.001', from_number=False), Code(value='6709', from_number=True))
    """
    if value is None:
        return Code("", from_number=False)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Code(_from_number(value, number_format), from_number=True)
    return _from_text(str(value))


@remembered
def _from_text(text: str) -> Code:
    code = _text.clean(text).replace(" ", "").rstrip(".")
    return Code(code.upper(), from_number=False)


def _from_number(value: float, number_format: str) -> str:
    # In decimal, so that no code is ever written with an exponent.
    text = f"{Decimal(repr(value)):f}".removesuffix(".0")
    return text.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else text
