"""Each scale gives the class that its source prints, with no gap and no overlap."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.scoring.scales import (
    IKPA,
    LAN,
    LOWEST,
    MALUKU_TENGAH,
    NKA,
    PERMENDAGRI_86,
    SCALES,
    SKP,
    scale_named,
)
from sakip_excel.scoring.source import Certainty

each_scale = pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
percents = st.floats(min_value=-1e6, max_value=1e6)


@pytest.mark.parametrize(
    ("scale", "value", "name"),
    [
        (LAN, 99.42, "Sangat Berhasil"),
        (LAN, 96.8, "Sangat Berhasil"),
        (LAN, 85, "Sangat Berhasil"),
        (LAN, 84.995, "Sangat Berhasil"),
        (LAN, 84.994, "Berhasil"),
        (LAN, 70, "Berhasil"),
        (LAN, 69.99, "Cukup Berhasil"),
        (LAN, 55, "Cukup Berhasil"),
        (LAN, 54.99, "Tidak/Kurang Berhasil"),
        (PERMENDAGRI_86, 91, "Sangat Tinggi"),
        (PERMENDAGRI_86, 90.5, "Tinggi"),
        (PERMENDAGRI_86, 76, "Tinggi"),
        (PERMENDAGRI_86, 75.99, "Sedang"),
        (PERMENDAGRI_86, 66, "Sedang"),
        (PERMENDAGRI_86, 65.01, "Rendah"),
        (PERMENDAGRI_86, 51, "Rendah"),
        (PERMENDAGRI_86, 50, "Sangat Rendah"),
        (MALUKU_TENGAH, 85, "Sangat Baik"),
        (MALUKU_TENGAH, 85.004, "Sangat Baik"),
        (MALUKU_TENGAH, 85.01, "Memuaskan"),
        (MALUKU_TENGAH, 75, "Baik"),
        (MALUKU_TENGAH, 65, "Cukup Baik"),
        (MALUKU_TENGAH, 50, "Agak Kurang"),
        (MALUKU_TENGAH, 30, "Kurang"),
        (SKP, 110, "Sangat Baik"),
        (SKP, 109.99, "Baik"),
        (SKP, 100, "Baik"),
        (SKP, 99, "Cukup"),
        (SKP, 80, "Cukup"),
        (SKP, 79, "Kurang"),
        (SKP, 60, "Kurang"),
        (SKP, 59, "Sangat Kurang"),
        (IKPA, 95, "Sangat Baik"),
        (IKPA, 94.99, "Baik"),
        (IKPA, 89, "Baik"),
        (IKPA, 88.99, "Cukup"),
        (IKPA, 70, "Cukup"),
        (IKPA, 69.99, "Kurang"),
        (NKA, 90.01, "Sangat Baik"),
        (NKA, 90, "Baik"),
        (NKA, 80, "Cukup"),
        (NKA, 60, "Kurang"),
        (NKA, 50, "Sangat Kurang"),
    ],
)
def test_values_fall_into_the_class_that_the_source_prints(scale, value, name):
    """Both sides of every bound carry the word of the source."""
    assert scale.name_of(value) == name


@each_scale
@given(value=percents)
def test_every_value_has_exactly_one_class(scale, value):
    """No value, negative or above 100, falls between two classes."""
    assert scale.name_of(value) in scale.names


@each_scale
@given(a=percents, b=percents)
def test_more_never_gets_a_lower_class(scale, a, b):
    """The class rises with the value."""
    low, high = sorted((a, b))
    assert scale.position(low) <= scale.position(high)


@each_scale
@given(hundredths=st.integers(min_value=-100_000, max_value=100_000))
def test_bounds_with_two_decimals_say_the_same_as_the_printed_ones(scale, hundredths):
    """A lookup in the inclusive bounds gives the class of the printed ``>`` and ``>=``."""
    value = hundredths / 100
    by_lookup = bisect_right(scale.bounds, value) - 1
    by_print = sum(
        value >= band.lower if band.inclusive else value > band.lower for band in scale.bands[1:]
    )
    assert by_lookup == by_print == scale.position(value)


@each_scale
def test_bounds_are_ready_for_a_lookup(scale):
    """Bounds ascend strictly, begin below everything and stand beside as many names."""
    assert scale.bounds[0] == LOWEST
    assert list(scale.bounds) == sorted(set(scale.bounds))
    assert len(scale.bounds) == len(scale.names)
    assert all(round(bound, 2) == bound for bound in scale.bounds[1:])


@each_scale
def test_above_one_hundred_is_never_below_one_hundred(scale):
    """105,26% and 200% are at least as good as 100%."""
    assert scale.position(200) >= scale.position(105.26) >= scale.position(100)


def test_strict_bounds_become_the_next_hundredth():
    """Above 85 begins at 85,01."""
    assert MALUKU_TENGAH.bounds == (LOWEST, 30.01, 50.01, 65.01, 75.01, 85.01)
    assert LAN.bounds == (LOWEST, 55, 70, 85)


def test_a_scale_prints_itself():
    """The printed line shows bounds and words, best class first."""
    assert NKA.text == (
        "> 90 Sangat Baik; > 80 Baik; > 60 Cukup; > 50 Kurang; di bawahnya Sangat Kurang"
    )


@pytest.mark.parametrize(
    ("name", "scale"),
    [("", LAN), (None, LAN), ("LAN", LAN), (" ikpa ", IKPA), ("NKA", NKA), ("lain", LAN)],
)
def test_a_blank_or_unknown_scale_is_the_default(name, scale):
    """Computing goes on with the LAN scale; a rule reports the unknown name."""
    assert scale_named(name) is scale


def test_scale_that_was_not_seen_says_so():
    """The LAN bands and the Permendagri names were not seen in their decrees."""
    assert LAN.source.certainty is Certainty.DOUBTFUL
    assert PERMENDAGRI_86.source.certainty is Certainty.GENERAL
