"""Values at the very edge of what is accepted, and what the answer says besides the value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sakip_excel.values._digits import read_digits
from sakip_excel.values._memory import remembered
from sakip_excel.values._text import clean
from sakip_excel.values.cellformat import is_percent_format
from sakip_excel.values.code import parse_code
from sakip_excel.values.display import percent
from sakip_excel.values.empty import Empty, emptiness
from sakip_excel.values.grade import parse_grade
from sakip_excel.values.marks import Tick, parse_tick
from sakip_excel.values.number import NumberKind, Problem, parse_number
from sakip_excel.values.terbilang import spell_percent


def test_full_width_signs_become_plain():
    """A text pasted from a form with wide letters keeps every sign in its plain form."""
    wide = "\uff08\uff11\uff0e\uff15\uff10\uff10\uff0c\uff12\uff15\uff05\uff09"
    assert clean(wide) == "(1.500,25%)"


def test_the_longest_text_that_is_read():
    """A number may be followed by words up to 256 characters in all; one more is prose."""
    assert parse_number("5 " + "o" * 254).value == 5
    assert parse_number("5 " + "o" * 255).problem is Problem.NOT_A_NUMBER


@pytest.mark.parametrize("text", [" ", "-", "n/a", "#N/A", "#DIV/0!", "teks", "5", " " * 300])
def test_text_is_known_as_text_even_without_a_value(text):
    """Excel does not compute with text, whether we understand it or not."""
    assert parse_number(text).from_text is True


@pytest.mark.parametrize("value", [None, True, 5, 0.5, 1e300])
def test_what_is_no_text_is_not_called_text(value):
    """Nothing, booleans and numbers are what Excel computes with."""
    assert parse_number(value).from_text is False


@pytest.mark.parametrize("text", ["5.000,-", "5.000 ,-", "5.000.-", "5.000 .-", "5.000,--"])
def test_the_dash_of_an_amount_makes_it_money(text):
    """The sign for "no cents" stands with a comma or a point, with or without a space before."""
    found = parse_number(text)
    assert (found.value, found.kind) == (5000, NumberKind.MONEY)


@pytest.mark.parametrize("text", ["Rp 5 jt", "Rp 5 jt.", "Rp5 JUTA", "Rp 5 jt. (bruto)"])
def test_an_abbreviation_may_end_with_a_point(text):
    """``jt.`` is ``jt``: five million, said as a question."""
    found = parse_number(text)
    assert (found.problem, found.readings) == (Problem.ABBREVIATED, ("Rp 5.000.000",))


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ("2,498", ("2.498", "2498")),
        ("2.498", ("2498",)),
        ("1234.567", ("1234.567",)),
        ("1234,567", ("1234.567",)),
        ("123.4567", ("123.4567",)),
    ],
)
def test_a_single_sign_without_a_unit(body, values):
    """Three digits behind a sign are thousands only where one to three digits stand before it."""
    assert read_digits(body).values == tuple(map(Decimal, values))


def test_the_apostrophe_goes_with_the_blanks_behind_it():
    """``' 5`` is how a number is kept as text; neither sign is part of it."""
    assert clean("' 2.498") == "2.498"
    assert clean(" '' satu  dua ") == "satu dua"


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [("0%;0;0", True), ("0;0%;0", False), ("0;0;0%", False), ("0;0;0;0%", False)],
)
def test_only_the_first_section_of_a_format_counts(number_format, shown):
    """The other sections are for negative numbers, zero and text."""
    assert is_percent_format(number_format) is shown


@pytest.mark.parametrize(
    ("text", "code"),
    [("AX.", "AX"), ("AX", "AX"), (".AX..", ".AX"), ("6709.qge.", "6709.QGE")],
)
def test_only_points_at_the_end_of_a_code_go(text, code):
    """A code ends where its last letter or digit stands, whatever that is."""
    assert parse_code(text).value == code


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.97505, "97,51%"),
        (1, "100,00%"),
        (10**30 + 1, "100.000.000.000.000.000.000.000.000.000.100,00%"),
    ],
)
def test_percent_has_two_decimals_unless_told(ratio, text):
    """Two decimals are the house style; whole numbers are exact at any size."""
    assert percent(ratio) == text


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("-" * 24, Empty.DASH), ("-" * 25, None), ("n" * 30, None), ("o" * 3, None)],
)
def test_a_ruled_line_is_text(value, meaning):
    """Some dashes say "nothing"; a line across the page says nothing about a value."""
    assert emptiness(value) is meaning


@pytest.mark.parametrize(
    ("text", "grade"),
    [("Nilai: Predikat B", "B"), ("Nilai B nilai", None), ("Kategori B kategori kategori", None)],
)
def test_words_around_a_grade(text, grade):
    """The words in front of a grade are passed over together, once."""
    assert parse_grade(text) == grade


@pytest.mark.parametrize("text", ["", "banyak", "1,2,3"])
def test_what_is_no_percentage_is_named(text):
    """The error tells a programmer what was given."""
    with pytest.raises(ValueError, match=f"not a percentage: '{text}'"):
        spell_percent(text)


@pytest.mark.parametrize(
    "mark",
    [
        *("✓", "√", "✔", "☑", "✅", "V", "v", "X", "x", "٧", "∀", "ü", "Ü", "\uf0fc", "1", "true"),
        *("✓\ufe0f", "✔\ufe0f", "☑\ufe0f", " ✓ "),
    ],
)
def test_every_mark_that_was_seen_is_a_tick(mark):
    """Marks of keyboards, symbol fonts, phones and scanners are ticks, also as pictures."""
    assert parse_tick(mark) is Tick.YES


@pytest.mark.parametrize("mark", ["", " ", "-", "–", "0", "false", "Tidak"])
def test_every_way_of_saying_no(mark):
    """Nothing, a dash, zero, FALSE and the word are no tick; they are not asked about."""
    assert parse_tick(mark) is Tick.NO


def test_tick_words():
    """The three answers are Indonesian words, as JSON and messages show them."""
    assert [str(tick) for tick in Tick] == ["ya", "tidak", "tidak dikenal"]


@pytest.fixture
def memory():
    """Return a function that remembers, and the texts that it had to work out."""
    asked = []

    @remembered
    def size(text):
        """Return how long a text is."""
        asked.append(text)
        return len(text)

    return size, asked


def test_texts_of_five_hundred_letters_are_remembered(memory):
    """The limit itself is still short; one letter more is not kept."""
    size, asked = memory
    assert [size("x" * 500), size("x" * 500), size("y" * 501), size("y" * 501)] == [
        *(500, 500),
        *(501, 501),
    ]
    assert [text[0] for text in asked] == ["x", "y", "y"]


def test_memory_has_an_end(memory):
    """A workbook full of different texts does not fill the memory: the oldest one is forgotten."""
    size, asked = memory
    for number in range(8193):
        size(str(number))
    size("8192")
    assert len(asked) == 8193
    size("0")
    assert len(asked) == 8194


def test_a_function_that_remembers_keeps_its_name(memory):
    """In help and messages it is the function that it was."""
    assert (memory[0].__name__, memory[0].__doc__) == ("size", "Return how long a text is.")
