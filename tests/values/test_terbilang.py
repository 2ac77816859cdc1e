"""Amounts in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from sakip_excel.values.terbilang import (
    read_words,
    same_words,
    spell,
    spell_percent,
    spell_rupiah,
)

AMOUNTS = st.one_of(
    st.integers(min_value=0, max_value=10**15),
    # Amounts of a budget: few digits that are not zero.
    st.builds(
        lambda digits, zeros: digits * 10**zeros,
        st.integers(min_value=0, max_value=99_999),
        st.integers(min_value=0, max_value=10),
    ),
)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_498, "dua ribu empat ratus sembilan puluh delapan"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (1_021_000, "satu juta dua puluh satu ribu"),
        (2_000_001_001, "dua miliar seribu satu"),
        (10**12, "satu triliun"),
        (10**15, "satu kuadriliun"),
        (-5, "min lima"),
    ],
)
def test_spelling(amount, words):
    """Numbers are spelled as Unicode CLDR's Indonesian rules have it, "seribu" everywhere."""
    assert spell(amount) == words
    assert read_words(words) == amount


def test_amount_of_a_report():
    """The ceiling of a real report, which was printed with last year's words, spells right."""
    words = (
        "empat puluh miliar tiga ratus tujuh puluh tujuh juta "
        "delapan ratus tiga puluh tujuh ribu rupiah"
    )
    assert spell_rupiah(40_377_837_000) == words
    printed = "Dua belas miliar lima ratus sepuluh juta seratus empat puluh delapan ribu rupiah"
    assert read_words(printed) == 12_510_148_000
    assert same_words(words, 40_377_837_000)
    assert not same_words(printed, 40_377_837_000)


@pytest.mark.parametrize("amount", [10**18, -(10**18)])
def test_no_words_for_more_than_eighteen_digits(amount):
    """A number beyond what can be read back is refused."""
    with pytest.raises(ValueError, match="too many digits"):
        spell(amount)


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (82.21, "delapan puluh dua koma dua satu persen"),
        ("82,21%", "delapan puluh dua koma dua satu persen"),
        (Decimal("98.50"), "sembilan puluh delapan koma lima nol persen"),
        (100, "seratus persen"),
        (100.0, "seratus persen"),
        ("100,00", "seratus persen"),
        (12.05, "dua belas koma nol lima persen"),
        (0.04, "nol koma nol empat persen"),
        (-1.59, "min satu koma lima sembilan persen"),
        (-0.5, "min nol koma lima persen"),
        (1e-7, "nol koma nol nol nol nol nol nol satu persen"),
    ],
)
def test_spelling_of_percentages(percent, words):
    """The decimals of a percentage are spelled digit by digit, as they are written."""
    assert spell_percent(percent) == words


@pytest.mark.parametrize("percent", ["", "B", "1.000,5", float("nan"), float("inf")])
def test_spelling_of_what_is_no_percentage(percent):
    """What is no percentage is refused."""
    with pytest.raises(ValueError, match=r"."):
        spell_percent(percent)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("limapuluh", 50),
        ("LIMA PULUH", 50),
        ("lima-puluh", 50),
        ("Sepuluh Milyar Rupiah", 10_000_000_000),
        ("sepuluh milyarrupiah", 10_000_000_000),
        ("dua trilyun", 2 * 10**12),
        ("dua trilliun", 2 * 10**12),
        ("dua milliar", 2 * 10**9),
        ("dua milyard", 2 * 10**9),
        ("dua kuadrilyun", 2 * 10**15),
        ("Rp dua juta", 2_000_000),
        ("# satu juta lima ratus ribu rupiah saja #", 1_500_000),
        ("(dua belas ribu rupiah),-", 12_000),
        ("tiga\u00a0ratus  ribu", 300_000),
        ("satu juta satu ribu", 1_001_000),
        ("satu ribu seratus", 1_100),
        ("satu ratus", 100),
        ("sejuta", 1_000_000),
        ("se ratus", 100),
        ("semiliar seratus", 1_000_000_100),
        ("minus lima", -5),
        ("negatif lima", -5),
        ("Rupiah dua juta", 2_000_000),
        ("nol rupiah", 0),
    ],
)
def test_tolerant_reading(text, amount):
    """Capitals, missing spaces, older spellings and decorations do not hide an amount."""
    assert read_words(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        *("", "rupiah", "kosong", "ribu", "juta rupiah", "puluh", "dua tiga", "nol satu"),
        *("delapan lima puluh", "sembilan puluh delapan limapuluh", "sepuluh satu", "seenam"),
        *("dua ribu tiga juta", "dua ribu tiga ribu", "dua puluh seribu", "dua seratus"),
        *("dua koma lima", "dua persen", "12 juta", "satu dua juta", "dua setengah juta"),
        *("minggu", "one million", "B", "minus"),
    ],
)
def test_what_is_no_amount(text):
    """Words out of order, half words and other words are not an amount."""
    assert read_words(text) is None


@given(AMOUNTS)
def test_words_read_back(amount):
    """Every amount up to a quadrillion is read back from its words, spaced or not."""
    words = spell_rupiah(amount)
    assert read_words(words) == amount
    assert read_words(words.replace(" ", "").upper()) == amount


@given(AMOUNTS)
def test_reading_understands_num2words(amount):
    """The words of num2words mean the amount, with "satu ribu" in place of our "seribu"."""
    words = num2words(amount, lang="id")
    assert read_words(words) == amount
    assert spell(amount).replace(" seribu", " satu ribu") == words


@given(AMOUNTS)
def test_spelling_agrees_with_the_usual_recursion(amount):
    """The words are those of the recursive rule that Indonesian offices use."""
    assert spell(amount) == (" ".join(_recursive(amount)) or "nol")


@given(AMOUNTS, AMOUNTS)
def test_different_amounts_differ_in_words(one, other):
    """Words match an amount exactly when they were made from it."""
    assert same_words(spell(one), other) is (one == other)


_NAMES = (
    *("", "satu", "dua", "tiga", "empat", "lima", "enam"),
    *("tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)


def _recursive(n):
    if n < 12:
        return [_NAMES[n]] if n else []
    if n < 20:
        return [*_recursive(n - 10), "belas"]
    for size, word in (
        *((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")),
        *((2000, "ribu"), (1000, "seribu"), (200, "ratus"), (100, "seratus"), (10, "puluh")),
    ):
        if n < size:
            continue
        if word in {"seribu", "seratus"}:
            return [word, *_recursive(n - size)]
        unit = {2000: 1000, 200: 100}.get(size, size)
        return [*_recursive(n // unit), word, *_recursive(n % unit)]
    raise AssertionError
