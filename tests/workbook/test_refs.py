"""Addresses as Excel writes them."""

import pytest
from openpyxl.utils import get_column_letter

from sakip_excel.workbook.refs import (
    cell_name,
    column_letters,
    column_number,
    overlap,
    parse_cell,
    parse_range,
    range_name,
)


@pytest.mark.parametrize("number", [1, 2, 26, 27, 52, 53, 702, 703, 16383, 16384])
def test_columns_agree_with_openpyxl(number):
    """Letters and numbers of a column are each other's inverse and those of openpyxl."""
    assert column_letters(number) == get_column_letter(number)
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize("number", [0, -1, 16385])
def test_no_column_outside_the_sheet(number):
    """A number outside the sheet names no column."""
    with pytest.raises(ValueError, match="column"):
        column_letters(number)


@pytest.mark.parametrize("letters", ["", "XFE", "A1", "É", "AAAA"])
def test_no_letters_outside_the_sheet(letters):
    """Letters beyond XFD and other text name no column."""
    with pytest.raises(ValueError, match="column"):
        column_number(letters)


@pytest.mark.parametrize(
    ("ref", "place"),
    [("F12", (12, 6)), ("$F$12", (12, 6)), ("a1", (1, 1)), ("XFD1048576", (1048576, 16384))],
)
def test_parse_cell(ref, place):
    """An address gives row and column, with or without dollar signs."""
    assert parse_cell(ref) == place


def test_cell_name():
    """Row and column give the address."""
    assert cell_name(12, 6) == "F12"


@pytest.mark.parametrize(
    "ref", ["", "F", "12", "F0", "A1048577", "XFE1", "F12:G13", "Data!A1", "A٧"]
)
def test_no_cell(ref):
    """What is no address of one cell inside the sheet is refused."""
    with pytest.raises(ValueError, match=r"no (cell|column)"):
        parse_cell(ref)


@pytest.mark.parametrize(
    ("ref", "area"),
    [
        ("B5:F12", (5, 2, 12, 6)),
        ("$F$12:$B$5", (5, 2, 12, 6)),
        ("C3", (3, 3, 3, 3)),
        ("3:5", (3, 1, 5, 16384)),
        ("B:D", (1, 2, 1048576, 4)),
    ],
)
def test_parse_range(ref, area):
    """A range gives its corners, whichever way round it is written."""
    assert parse_range(ref) == area


def test_range_name():
    """Corners give the range."""
    assert range_name((5, 2, 12, 6)) == "B5:F12"


@pytest.mark.parametrize(
    ("area", "other", "shared"),
    [
        ((1, 1, 4, 4), (4, 4, 9, 9), True),
        ((2, 2, 3, 3), (1, 1, 9, 9), True),
        ((1, 1, 2, 2), (3, 1, 9, 9), False),
        ((1, 1, 2, 2), (1, 3, 2, 9), False),
    ],
)
def test_overlap(area, other, shared):
    """Two rectangles overlap exactly when they share a cell; touching is not overlapping."""
    assert overlap(area, other) is shared
    assert overlap(other, area) is shared
