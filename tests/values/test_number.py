"""Numbers as Indonesian offices type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.values import display
from sakip_excel.values.number import (
    Number,
    NumberKind,
    Problem,
    parse_number,
    percent_points,
)

NUMBER, PERCENT, MONEY = NumberKind.NUMBER, NumberKind.PERCENT, NumberKind.MONEY
WHOLE = st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1)


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("2.498 Orang", 2498, NUMBER, "Orang"),
        ("12 Kali", 12, NUMBER, "Kali"),
        ("1 Perkara", 1, NUMBER, "Perkara"),
        ("2 Laporan", 2, NUMBER, "Laporan"),
        ("1 Satker", 1, NUMBER, "Satker"),
        ("5Dokumen", 5, NUMBER, "Dokumen"),
        ("3 Orang/Bulan", 3, NUMBER, "Orang/Bulan"),
        ("5 Orang (PNS)", 5, NUMBER, "Orang (PNS)"),
        ("120 m2", 120, NUMBER, "m2"),
        ("5 M", 5, NUMBER, "M"),
        ("97,5%", 97.5, PERCENT, ""),
        ("87,5%", 87.5, PERCENT, ""),
        ("100%", 100, PERCENT, ""),
        ("90 %", 90, PERCENT, ""),
        ("90 persen", 90, PERCENT, ""),
        ("101,41%", 101.41, PERCENT, ""),
        ("-1,59%", -1.59, PERCENT, ""),
        ("0,9%", 0.9, PERCENT, ""),
        ("97,500%", 97.5, PERCENT, ""),
        ("3,5", 3.5, NUMBER, ""),
        (",5", 0.5, NUMBER, ""),
        (",500", 0.5, NUMBER, ""),
        ("0,500", 0.5, NUMBER, ""),
        ("99,92", 99.92, NUMBER, ""),
        ("40.377.837.000", 40_377_837_000, NUMBER, ""),
        ("1.000.000,00", 1_000_000, NUMBER, ""),
        ("1.234,567", 1234.567, NUMBER, ""),
        ("12345,678", 12345.678, NUMBER, ""),
        ("5.617.450.000,000", 5_617_450_000, NUMBER, ""),
        ("Rp 1.000.000,-", 1_000_000, MONEY, ""),
        ("Rp1.000.000", 1_000_000, MONEY, ""),
        ("Rp. 1.000.000,00", 1_000_000, MONEY, ""),
        ("rp 1.000.000,--", 1_000_000, MONEY, ""),
        ("Rp 1.000.000.-", 1_000_000, MONEY, ""),
        ("IDR 1.000.000", 1_000_000, MONEY, ""),
        ("1.000.000,-", 1_000_000, MONEY, ""),
        ("1.000.000 rupiah", 1_000_000, MONEY, ""),
        ("Rp 12.500", 12_500, MONEY, ""),
        ("Rp 5.000 per orang", 5_000, MONEY, "per orang"),
        ("0", 0, NUMBER, ""),
        ("-0", 0, NUMBER, ""),
        ("007", 7, NUMBER, ""),
        ("+5", 5, NUMBER, ""),
        ("-5", -5, NUMBER, ""),
        ("−5", -5, NUMBER, ""),
        ("(1.000)", -1000, NUMBER, ""),
        ("(Rp 5.000)", -5000, MONEY, ""),
        ("Rp (5.000)", -5000, MONEY, ""),
        ("-Rp 5.000", -5000, MONEY, ""),
        ("Rp -5.000", -5000, MONEY, ""),
        ("3 (tiga) laporan", 3, NUMBER, "laporan"),
        ("100 (seratus) persen", 100, PERCENT, ""),
        ("100% (seratus persen)", 100, PERCENT, ""),
        ("Rp 1.000.000 (satu juta rupiah)", 1_000_000, MONEY, ""),
        ("2,498 (dua ribu empat ratus sembilan puluh delapan)", 2498, NUMBER, ""),
    ],
)
def test_indonesian_writing(text, value, kind, unit):
    """Text written the Indonesian way gives its value, kind and unit, and is known to be text."""
    assert parse_number(text) == Number(value, kind, unit, from_text=True)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("40,377,837,000", 40_377_837_000, NUMBER),
        ("Rp. 40,377,837,000-", 40_377_837_000, MONEY),
        ("Rp 500,000", 500_000, MONEY),
        ("3.5", 3.5, NUMBER),
        (".5", 0.5, NUMBER),
        ("82.21%", 82.21, PERCENT),
        ("12.5000", 12.5, NUMBER),
        ("12345.678", 12345.678, NUMBER),
        ("1,234.56", 1234.56, NUMBER),
        ("1,234.567", 1234.567, NUMBER),
    ],
)
def test_english_writing_is_understood_and_flagged(text, value, kind):
    """English writing that can mean one thing only gives its value and says that it is English."""
    assert parse_number(text) == Number(value, kind, from_text=True, english=True)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2,498", ("2,498", "2.498")),
        ("0.500", ("0,5", "500")),
        ("2.498%", ("2,498%", "2.498%")),
        ("- 5", ("5", "-5")),
        ("5.000-", ("5.000", "-5.000")),
        ("3 (empat) laporan", ("3", "4")),
        ("100% (sembilan puluh persen)", ("100%", "90%")),
        ("Rp 1.000.000 (dua juta rupiah)", ("Rp 1.000.000", "Rp 2.000.000")),
        ("Rp 1,250 miliar", ("Rp 1.250.000.000", "Rp 1.250.000.000.000")),
    ],
)
def test_two_meanings_are_never_guessed(text, readings):
    """Writing with two meanings gives no value but both readings."""
    found = parse_number(text)
    assert (found.value, found.problem, found.readings) == (None, Problem.AMBIGUOUS, readings)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Rp 1,5 miliar", "Rp 1.500.000.000"),
        ("Rp 40,4 milyar", "Rp 40.400.000.000"),
        ("Rp 5 M", "Rp 5.000.000.000"),
        ("Rp5M", "Rp 5.000.000.000"),
        ("Rp 250 jt", "Rp 250.000.000"),
        ("12 ribu orang", "12.000"),
        ("12 rb", "12.000"),
        ("2 juta", "2.000.000"),
        ("2 mlyr", "2.000.000.000"),
        ("2 mld", "2.000.000.000"),
        ("2 triliun", "2.000.000.000.000"),
        ("2 trilyun", "2.000.000.000.000"),
        ("Rp 2 T", "Rp 2.000.000.000.000"),
    ],
)
def test_abbreviated_amounts_are_not_exact(text, reading):
    """An amount in "miliar" or "juta" gives no value, only the reading to be confirmed."""
    found = parse_number(text)
    assert (found.value, found.problem, found.readings) == (None, Problem.ABBREVIATED, (reading,))


@pytest.mark.parametrize(
    "text",
    [
        *("1.5.2", "40.377.83", "1,00,000", "1.234.56", "1,234,567.8.9", "0.500.000"),
        *("076.01", "076.01.CQ", "6709.QGE.001", "12A", "1e5", "0x1F"),
        *("90-95", "90 – 95", "90 s.d. 95", "1/3", "12:30", "2024-01-05", "5 dari 10"),
        *("> 90", "≥90", "~90", "±5", "5%%", "%5", "5‰", "Rp 5%", "Rp", "90.", "--5", "(-5)"),
        *("5-%", "5 - Orang", "Rp 5x"),
        *("B", "WTP", "minimal 90", "seratus", "tercapai", "########"),
        *("12 500", "1'000", "½", "²", "②", "Ⅳ", "90 + 5", "=1+1", "5 <b>"),
        "x" * 40_000,
        "9" * 40_000,
    ],
)
def test_other_text_is_no_number(text):
    """Ranges, comparisons, codes, dates, grades and malformed numbers are not numbers."""
    found = parse_number(text)
    assert (found.value, found.problem, found.from_text) == (None, Problem.NOT_A_NUMBER, True)


@pytest.mark.parametrize("text", ["٧", "٩٠", "१२", "๙", "𝟗𝟎"])
def test_digits_of_other_scripts_are_no_numbers(text):
    """A check mark that Python's int() takes for a seven is not read as a seven."""
    assert parse_number(text).problem is Problem.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'90", 90),
        ("’90", 90),
        ("\u00a0 2.498\u00a0Orang \u200b", 2498),
        ("40\u202f377\u202f837\u202f000", 40_377_837_000),
        ("40\u2009377\u2009837,50", 40_377_837.5),
        ("2\u00a0498", 2498),
        ("\ufeff90\r\n", 90),
        ("９７，５％", 97.5),
        ("–5", -5),
    ],
)
def test_unseen_characters_do_not_matter(text, value):
    """Apostrophes, non-breaking and thin spaces, full-width digits and dashes change nothing."""
    assert parse_number(text).value == value


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (5, "General", Number(5)),
        (426483000.0, "General", Number(426_483_000)),
        (71.2, "General", Number(71.2)),
        (0, "General", Number(0)),
        (-1.5, "0.0", Number(-1.5)),
        (2498, '#,##0" Orang"', Number(2498)),
        (0.975, "0.0%", Number(97.5, PERCENT)),
        (0.9, "0%", Number(90, PERCENT)),
        (0.07, "0%", Number(7, PERCENT)),
        (1, "0%", Number(100, PERCENT)),
        (90, "0%", Number(9000, PERCENT)),
        (90, '0"%"', Number(90)),
        (1000000, '"Rp" #,##0', Number(1_000_000, MONEY)),
        (1000000, "[$Rp-421]#,##0", Number(1_000_000, MONEY)),
        (1000000, '_-"Rp"* #,##0_-;-"Rp"* #,##0_-', Number(1_000_000, MONEY)),
    ],
)
def test_numeric_cells(value, number_format, expected):
    """A numeric cell keeps its value; a percent format turns the ratio into percent points."""
    found = parse_number(value, number_format)
    assert found == expected
    assert type(found.value) is type(expected.value)


@pytest.mark.parametrize(
    ("value", "number_format", "problem"),
    [
        (None, "General", Problem.EMPTY),
        (True, "General", Problem.BOOLEAN),
        (False, "0%", Problem.BOOLEAN),
        (math.nan, "General", Problem.NOT_A_NUMBER),
        (math.inf, "General", Problem.NOT_A_NUMBER),
        (10**15, "General", Problem.TOO_LONG),
        (-1e16, "0", Problem.TOO_LONG),
        (45416, "d-mmm", Problem.DATE),
        (45416.5, "dd/mm/yyyy hh:mm", Problem.DATE),
        ("", "General", Problem.EMPTY),
        (" \u00a0", "General", Problem.EMPTY),
        (" " * 40_000, "General", Problem.EMPTY),
        ("-", "General", Problem.EMPTY),
        ("Rp -", "General", Problem.EMPTY),
        ("N/A", "General", Problem.EMPTY),
        ("nihil", "General", Problem.EMPTY),
        ("#DIV/0!", "General", Problem.ERROR_VALUE),
        ("#N/A", "General", Problem.ERROR_VALUE),
        ("#REF!", "General", Problem.ERROR_VALUE),
        ("#VALUE!", "General", Problem.ERROR_VALUE),
        ("#NAME?", "General", Problem.ERROR_VALUE),
        ("1000000000000000", "General", Problem.TOO_LONG),
        ("196801011990031001", "General", Problem.TOO_LONG),
        ("Rp 1.000.000.000.000.000", "General", Problem.TOO_LONG),
    ],
)
def test_cells_without_a_number(value, number_format, problem):
    """A cell that gives no number says which of the reasons it is."""
    found = parse_number(value, number_format)
    assert (found.value, found.problem) == (None, problem)


def test_longest_number_that_excel_keeps():
    """Fifteen digits are what Excel keeps, and they are read exactly."""
    assert parse_number("999.999.999.999.999").value == 999_999_999_999_999


@pytest.mark.parametrize(
    ("value", "number_format", "points"),
    [
        (90, "General", 90),
        ("90%", "General", 90),
        ("97,5%", "@", 97.5),
        (0.9, "0%", 90),
        (0.005, "0.0%", 0.5),
        ("0,9%", "General", 0.9),
        (0, "General", 0),
        (1, "General", 1),
        ("1", "General", 1),
        (1.5, "General", 1.5),
        ("95", "0%", 95),
    ],
)
def test_percent_points(value, number_format, points):
    """An indicator in percent is read as percent points however its cell is formatted."""
    assert percent_points(value, number_format).value == points


@pytest.mark.parametrize(
    ("value", "number_format", "readings"),
    [
        (0.9, "General", ("0,9%", "90%")),
        ("0,9", "General", ("0,9%", "90%")),
        ("0,9", "0%", ("0,9%", "90%")),
        (0.07, "0.00", ("0,07%", "7%")),
    ],
)
def test_ratio_or_points_is_asked(value, number_format, readings):
    """A bare number between 0 and 1 may be a ratio or points, so both readings are given."""
    found = percent_points(value, number_format)
    assert (found.value, found.problem, found.readings) == (None, Problem.AMBIGUOUS, readings)


def test_percent_points_passes_on_what_is_no_plain_number():
    """A count with a unit and a grade are left for the rule about units to judge."""
    assert percent_points("0,5 Orang").value == 0.5
    assert percent_points("BB").problem is Problem.NOT_A_NUMBER


@given(WHOLE)
def test_displayed_rupiah_reads_back(amount):
    """Every amount that we print as rupiah is read back as the same amount."""
    assert parse_number(display.rupiah(amount)) == Number(amount, MONEY, from_text=True)


@given(WHOLE)
def test_displayed_whole_number_reads_back(value):
    """Every whole number that we print is read back as itself, and never as English."""
    assert parse_number(display.number(value)) == Number(value, from_text=True)


@given(st.integers(min_value=-(10**14), max_value=10**14), st.integers(min_value=0, max_value=6))
def test_displayed_decimals_read_back_or_are_asked(digits, places):
    """Decimals that we print read back as themselves, or as one of two readings."""
    value = digits / 10**places
    text = display.number(value)
    found = parse_number(text)
    if found.problem is Problem.AMBIGUOUS:
        assert text in found.readings
    else:
        assert found.value == pytest.approx(value, rel=1e-14)


@given(st.integers(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=6))
def test_displayed_points_read_back(digits, places):
    """Percent points that we print read back as the same points, or as one of two readings."""
    value = digits / 10**places
    text = display.points(value)
    found = parse_number(text)
    assert text in found.readings if found.value is None else found.value == value


@given(st.floats(min_value=1e-6, max_value=1e6), st.sampled_from(["0%", "0.00%", "[Red]0.0%"]))
def test_percent_cells_are_scaled_without_noise(ratio, number_format):
    """Scaling a ratio to percent points adds no digits of its own."""
    points = parse_number(ratio, number_format).value
    assert points == pytest.approx(ratio * 100, rel=1e-15)
    assert len(repr(float(points)).strip("0")) <= len(repr(ratio)) + 3


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()))
def test_value_or_problem(value):
    """Whatever a cell holds, there is either a value or a problem, never both or neither."""
    for found in (parse_number(value), percent_points(value)):
        assert (found.value is None) == (found.problem is not None)
        assert len(found.readings) == {
            Problem.AMBIGUOUS: max(2, len(found.readings)),
            Problem.ABBREVIATED: 1,
        }.get(found.problem, 0)


@given(st.text(alphabet="0123456789., -+()%Rp'\u00a0jutaMx", max_size=20))
def test_text_that_looks_like_numbers_never_crashes(text):
    """Any mixture of digits and signs gives a value, exact when whole, or a problem."""
    value = parse_number(text).value
    assert value is None or type(value) is int or not value.is_integer()
