"""Formulas move as Excel moves the followers of a shared formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from sakip_excel.workbook.formulas import translate


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$B1*C$2+$D$3", "B3+$B3*D$2+$D$3"),
        ("SUM(A1:B2)", "SUM(B3:C4)"),
        ("LOG10(A1)+ATAN2(A1,B1)", "LOG10(B3)+ATAN2(B3,C3)"),
        ('IF(A1="A1 ""B2""",1,0)', 'IF(B3="A1 ""B2""",1,0)'),
        ("'A1 b'!A1+'it''s C3'!$A1", "'A1 b'!B3+'it''s C3'!$A3"),
        ("Sheet1!A1+[1]Data!B2", "Sheet1!B3+[1]Data!C4"),
        ("A1!B2", "A1!C4"),
        ("SUM(A:B,$C:C)+SUM(1:2,$3:3)", "SUM(B:C,$C:D)+SUM(3:4,$3:5)"),
        ("tblPK[[#This Row],[A1]]+tblPK[B2]", "tblPK[[#This Row],[A1]]+tblPK[B2]"),
        ("1E3+2.5E+10+A1", "1E3+2.5E+10+B3"),
        ("#REF!+#N/A+A1", "#REF!+#N/A+B3"),
        ("nama_A1+_A1+A1.b+XYZ2024+ABCD1", "nama_A1+_A1+A1.b+XYZ2024+ABCD1"),
        ("a1", "B3"),
        ("A1#", "B3#"),
        ("XFD1048576", "A2"),
    ],
)
def test_two_rows_down_one_column_right(formula, moved):
    """Only relative parts of true references move; leaving the sheet comes round again."""
    assert translate(formula, 2, 1) == moved


def test_up_and_left():
    """A follower may stand above or left of where the text was written."""
    assert translate("C5*$A$1", -3, -2) == "A2*$A$1"


_REFS = st.builds(
    lambda d1, col, d2, row: f"{d1}{col}{d2}{row}",
    st.sampled_from(["", "$"]),
    st.sampled_from(["A", "Z", "AA", "BC"]),
    st.sampled_from(["", "$"]),
    st.integers(1, 5000),
)
_TERMS = st.one_of(
    _REFS,
    st.builds("SUM({}:{})".format, _REFS, _REFS),
    st.builds("'Lembar A1'!{}".format, _REFS),
    st.sampled_from(['"A1"', "12.5", "PI()", "LOG10(2)", "TRUE"]),
)


@given(st.lists(_TERMS, min_size=1, max_size=5), st.integers(0, 400), st.integers(0, 40))
def test_agrees_with_openpyxl(terms, rows, columns):
    """Any formula of ordinary terms moves as openpyxl's translator moves it."""
    formula = "+".join(terms)
    target = Translator(f"={formula}", origin="A1")
    expected = target.translate_formula(row_delta=rows, col_delta=columns)
    assert f"={translate(formula, rows, columns)}" == expected
