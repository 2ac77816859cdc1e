"""Number formats as they stand in workbooks."""

import pytest

from sakip_excel.values.cellformat import is_date_format, is_percent_format, is_rupiah_format


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        # The answers of CELL("format") in LibreOffice, P... for a percent format.
        ("0%", True),
        ("0.00%", True),
        ("0 %", True),
        ("[Red]0%", True),
        ('"a;b"0%', True),
        ("0.0%;[Red]-0.0%", True),
        ("General", False),
        ("0", False),
        ('0"%"', False),
        ("0\\%", False),
        ("0.0_%", False),
        ("0*%", False),
        ("[$%]0", False),
        ('#,##0.00" %"', False),
        ("0.0;0%", False),
        ("@", False),
        ("", False),
    ],
)
def test_percent_formats(number_format, expected):
    """A percent sign scales the number unless it is quoted, escaped, padding or bracketed."""
    assert is_percent_format(number_format) is expected


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("d-mmm", True),
        ("mm-dd-yy", True),
        ("dd/mm/yyyy", True),
        ("[$-421]dd mmmm yyyy;@", True),
        ("h:mm AM/PM", True),
        ("[h]:mm", True),
        ("[ss]", True),
        ("General", False),
        ("0.00E+00", False),
        ("[Red]#,##0", False),
        ('0" hari"', False),
        ("0\\d", False),
        ("@", False),
    ],
)
def test_date_formats(number_format, expected):
    """A cell is a date when its format shows a day, month, year or time."""
    assert is_date_format(number_format) is expected


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ('"Rp" #,##0', True),
        ("[$Rp-421]#,##0.00", True),
        ('_-"Rp"* #,##0_-', True),
        ("[$IDR] #,##0", True),
        ("#,##0", False),
        ('0" rpm"', False),
    ],
)
def test_rupiah_formats(number_format, expected):
    """A format is rupiah when it prints the currency."""
    assert is_rupiah_format(number_format) is expected
