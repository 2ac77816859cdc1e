"""AKIP grades and auditors' opinions."""

import pytest

from sakip_excel.values.grade import (
    GRADE_NAMES,
    GRADES,
    OPINIONS,
    parse_grade,
    parse_opinion,
)


def test_scales_ascend():
    """The lists stand from worst to best, so that a position can be compared."""
    assert GRADES == ("D", "C", "CC", "B", "BB", "A", "AA")
    assert OPINIONS == ("TW", "TMP", "WDP", "WTP")
    assert tuple(GRADE_NAMES) == GRADES


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_is_read(grade):
    """A grade is read in capitals, in small letters, with blanks, with and as its name."""
    name = GRADE_NAMES[grade]
    writings = [grade, grade.lower(), f" {grade}\u00a0", f"Predikat {grade}", name, name.upper()]
    writings += [f"{grade} ({name})", f"{grade} - {name}", f"{grade} {name}", f"Nilai: {grade}"]
    assert {parse_grade(writing) for writing in writings} == {grade}


NAMES = {
    "AA": "Sangat Memuaskan",
    "A": "Memuaskan",
    "BB": "Sangat Baik",
    "B": "Baik",
    "CC": "Cukup",
    "C": "Kurang",
    "D": "Sangat Kurang",
}
"""As PermenPANRB 88/2021 names the grades."""


def test_names_are_those_of_the_regulation():
    """Each grade has the name that the regulation gives to it, and is read by it."""
    assert GRADE_NAMES == NAMES
    assert {parse_grade(name): name for name in NAMES.values()} == NAMES


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        *(("CC (Cukup (Memadai))", "CC"), ("Cukup (Memadai)", "CC")),
        *(("Cukup Memadai", "CC"), ("Memadai", "CC")),
    ],
)
def test_long_name_of_cc(text, grade):
    """The long name that PermenPANRB gives to CC is known."""
    assert parse_grade(text) == grade


@pytest.mark.parametrize(
    "value",
    [
        *("B+", "A-", "AB", "BBB", "E", "B/C", "B (Sangat Baik)", "BB (71,2)", "71,2", ""),
        *("WTP", "Berhasil", "\N{CYRILLIC CAPITAL LETTER VE}", 71.2, None, True),
    ],
)
def test_not_a_grade(value):
    """Grades outside the scale, scores, contradictions and look-alike letters are not grades."""
    assert parse_grade(value) is None


@pytest.mark.parametrize(
    ("text", "opinion"),
    [
        ("WTP", "WTP"),
        ("wtp", "WTP"),
        ("Wajar Tanpa Pengecualian", "WTP"),
        ("Wajar Tanpa Pengecualian (WTP)", "WTP"),
        ("WTP (Wajar Tanpa Pengecualian)", "WTP"),
        ("WTP-DPP", "WTP"),
        ("WTP DPP", "WTP"),
        ("WTP – DPP", "WTP"),
        ("WTP dengan Paragraf Penjelas", "WTP"),
        ("Opini WTP", "WTP"),
        ("Opini BPK: WTP", "WTP"),
        ("WDP", "WDP"),
        ("Wajar  dengan\u00a0Pengecualian", "WDP"),
        ("TW", "TW"),
        ("Tidak Wajar", "TW"),
        ("TMP", "TMP"),
        ("Tidak Memberikan Pendapat", "TMP"),
        ("Tidak Menyatakan Pendapat (TMP)", "TMP"),
        ("Menolak memberikan pendapat", "TMP"),
        ("Pernyataan menolak memberikan opini", "TMP"),
        ("Wajar Tanpa Pengecualian dengan Paragraf Penjelas", "WTP"),
        ("Wajar Tanpa Pengecualian dengan Paragraf Penjelasan", "WTP"),
        ("Disclaimer", "TMP"),
    ],
)
def test_opinions(text, opinion):
    """An opinion is read by its letters, its name, or both."""
    assert parse_opinion(text) == opinion


@pytest.mark.parametrize(
    "value", ["TW I", "WTP (WDP)", "Wajar", "B", "WTP 2023", "100%", "", None, 4]
)
def test_not_an_opinion(value):
    """Quarters, contradictions and half names are not opinions."""
    assert parse_opinion(value) is None
