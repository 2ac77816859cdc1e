"""Codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.values.code import Code, parse_code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("001", "001"),
        ("'001", "001"),
        (" 6709.qge.001\u00a0", "6709.QGE.001"),
        ("076.01. CQ", "076.01.CQ"),
        ("CO.6867", "CO.6867"),
        ("cq", "CQ"),
        ("1.1.2", "1.1.2"),
        ("1.10", "1.10"),
        ("1.1.", "1.1"),
        ("658021", "658021"),
        ("\u200bWA", "WA"),
        ("", ""),
        (None, ""),
    ],
)
def test_codes_as_text(value, expected):
    """A typed code keeps its zeros and loses only blanks, apostrophes and small letters."""
    assert parse_code(value) == Code(expected, from_number=False)


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (6709, "General", "6709"),
        (6709.0, "General", "6709"),
        (1.1, "General", "1.1"),
        (0, "General", "0"),
        (1, "000", "001"),
        (994.0, "000", "994"),
        (1, "0", "1"),
        (1e21, "General", "1000000000000000000000"),
    ],
)
def test_codes_that_excel_made_numbers(value, number_format, expected):
    """A code that became a number is written in digits and marked: zeros may be lost."""
    assert parse_code(value, number_format) == Code(expected, from_number=True)


@given(st.integers(min_value=0, max_value=10**15))
def test_text_and_number_give_the_same_code(number):
    """The same code typed as text or as a number, whole or float, can be compared."""
    assert parse_code(str(number)).value == parse_code(number).value
    assert parse_code(float(number)).value == str(number)
