"""Canonical inputs: the same text for what Excel treats as the same, another for all else."""

from __future__ import annotations

import pytest

from sakip_excel.exchange.inputs import canonical, input_rows
from sakip_excel.workbook.cell import ErrorValue
from tests.tools.tiny import form, report


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (7, 7.0),
        (0, -0.0),
        (0.1 + 0.2, 0.3),
        (1 / 3, 0.333333333333333),
        (2**53, 9.00719925474099e15),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
    ],
)
def test_what_counts_as_the_same(one, other):
    """Numbers agree in 15 digits, as another program stores them; line ends are one sign."""
    assert canonical(one) == canonical(other)


def test_what_differs_stays_apart():
    """Every type, letter, space and each of 15 digits tells two inputs apart."""
    values = [
        *(7, "7", "07", " 7", True, "True", 1, False, 0, "0"),
        *(999_999_999_999_999, 999_999_999_999_998, 40_377_837_000, 40_377_837_001),
        *(0.123456789012345, 0.123456789012346, 97.5, "97,5", "97,5%"),
        *("#N/A", ErrorValue("#N/A"), ErrorValue("#REF!"), "n:7", "a\nb", "a b"),
    ]
    assert len({canonical(v) for v in values}) == len(values)


PK = """
    kode    | sasaran | target
    "1.1.1" | S1      | 90
            |         | 85
"""


def test_rows_in_order():
    """Named cells come first, then the rows; blank inputs and computed cells are left out."""
    made = report(form("pk", PK), form("identitas", tahun=2024, terbilang_pagu="nol rupiah"))
    assert [(r.form, r.row, r.cells) for r in input_rows(made)] == [
        ("identitas", 0, (("tahun", "n:2024"),)),
        ("pk", 5, (("kode", "t:1.1.1"), ("sasaran", "t:S1"), ("target", "n:90"))),
        ("pk", 6, (("target", "n:85"),)),
    ]
