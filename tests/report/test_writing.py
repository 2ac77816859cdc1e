"""Figures as Indonesian text: the twins, and the formulas on an English and an Indonesian PC."""

from __future__ import annotations

import pytest
import xlsxwriter

from sakip_excel.report import writing
from sakip_excel.scoring.outcome import NOT_COMPUTABLE
from sakip_excel.workbook.cell import ErrorValue
from tests.tools.libreoffice import LibreOffice, requires_libreoffice

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">\
<value>{locale}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" \
oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
CASES = [
    ("money", 13_056_986_000, "13.056.986.000"),
    ("money", -42_053_126, "-42.053.126"),
    ("money", 999, "999"),
    ("money", 0, "0"),
    ("money", NOT_COMPUTABLE, NOT_COMPUTABLE),
    ("ratio", 0.9818363415569259, "98,18"),
    ("ratio", 0.97355, "97,36"),
    ("ratio", -0.00035, "-0,04"),
    ("ratio", 12.5, "1.250,00"),
    ("ratio", "Tidak ada kasus", "Tidak ada kasus"),
    ("count", 2498, "2.498"),
    ("count", 1.5, "1,5"),
    ("text", 1.1, "1,1"),
    ("text", " 1.1  Sasaran ", "1.1 Sasaran"),
]


@pytest.mark.parametrize(("name", "value", "expected"), CASES)
def test_twins(name, value, expected):
    """Points for thousands, a comma for decimals, halves away from zero; text stays text."""
    assert getattr(writing, f"as_{name}")(value) == expected


@pytest.mark.parametrize("name", ["text", "money", "ratio", "count"])
def test_blank_and_error(name):
    """A blank cell shows nothing, which is not 0; an Excel error shows the reason."""
    twin = getattr(writing, f"as_{name}")
    assert (twin(None), twin(ErrorValue("#N/A"))) == ("", NOT_COMPUTABLE)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (90, "Persentase", "90%"),
        (97.5, " persentase", "97,5%"),
        (2498, "Jumlah", "2.498"),
        ("WTP", "Opini", "WTP"),
        (None, "Persentase", ""),
    ],
)
def test_measures(value, kind, expected):
    """Only the target or realisasi of a percentage has a percent sign."""
    assert writing.as_measure(value, kind) == expected


@requires_libreoffice
@pytest.mark.parametrize("locale", ["en-US", "id-ID"])
def test_same_text_on_every_pc(locale, tmp_path):
    """The formulas give the same Indonesian text whatever separators the PC has."""
    path = tmp_path / "angka.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for row, (name, value, _) in enumerate(CASES):
            sheet.write(row, 0, value)
            sheet.write_formula(row, 1, "=" + getattr(writing, name)(f"A{row + 1}"))
    settings = tmp_path / "office" / "always" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format(locale=locale), encoding="utf-8")
    found = LibreOffice(tmp_path / "office").recalculated(path)
    assert [found["A", f"B{n}"] for n in range(1, len(CASES) + 1)] == [c[2] for c in CASES]


def test_long_texts_are_cut_for_excel():
    """Excel takes 255 characters in one text of a formula; quotes are doubled."""
    formula = writing.literal('"' + "a" * 600)
    assert formula.replace('"&"', "") == '"""' + "a" * 600 + '"'
    assert max(len(part) for part in formula.split("&")) <= 255


def test_sentence_is_tied_to_its_figures():
    """The guard compares every cell with what it showed."""
    made = writing.guarded_text("Serapan 98,18%.", ["A!B1", "A!B2"], ["98,18", "1"])
    assert made == f'IF(A!B1&"|"&A!B2="98,18|1","Serapan 98,18%.","{writing.STALE}")'
