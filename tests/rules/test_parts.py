"""The helpers of the rules: examples, odd content, speed of repeats, amounts in words."""

from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sakip_excel.compute import compute
from sakip_excel.forms import FORMS
from sakip_excel.forms.data import FormData, Record
from sakip_excel.normalise import normalise
from sakip_excel.report_data import Report
from sakip_excel.rules import likeness, measures, polarity, regions, text
from sakip_excel.rules._look import plain
from sakip_excel.rules._texts import Texts
from sakip_excel.rules.likeness import content_words, repeats
from sakip_excel.rules.registry import RULES, run_rules
from sakip_excel.rules.text import spelled_message
from sakip_excel.workbook.cell import Cell, ErrorValue
from tests.rules.build import build
from tests.rules.cases import text as cases


@pytest.mark.parametrize("module", [likeness, measures, polarity, regions, text], ids=str)
def test_examples_are_true(module):
    """Every example in a docstring gives what it shows."""
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(
    ("words", "amount", "says"),
    [
        (
            "Dua belas miliar lima ratus sepuluh juta seratus empat puluh delapan ribu rupiah",
            "empat puluh miliar tiga ratus tujuh puluh tujuh juta delapan ratus tiga puluh tujuh "
            "ribu rupiah",
            ("Rp 12.510.148.000", "Rp 40.377.837.000"),
        ),
        ("Sembilan puluh delapan limapuluh persen", "sebelas rupiah", ("Rp 11",)),
        ("sebelas rupiah", "", ("Rp 11",)),
    ],
)
def test_spelled_message_names_both_amounts(words, amount, says):
    """The message says which amount the words spell and which one the figure is."""
    message = spelled_message(words, amount)
    assert all(figure in message for figure in says)
    assert message.endswith(".")


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["-", "n/a", "B", "WTP", "90%", "71,2 (B)", "1.1.1", "Ya", "Naik", "Turun", "IV", "✓", "٧"]
    ),
    st.sampled_from(["#DIV/0!", "#REF!"]).map(ErrorValue),
)
CELLS = st.builds(
    Cell, ODD, st.sampled_from([None, "A1"]), st.sampled_from(["General", "0.00%", "dd/mm/yyyy"])
)


@st.composite
def reports(draw):
    """Reports with anything at all in their cells, and with columns missing."""
    report = Report()
    for form in FORMS:
        if not draw(st.booleans()):
            continue
        data = FormData(form, form.sheet, form.table)
        fields = [f for f in form.columns if draw(st.integers(0, 9))]
        data.columns = {f.key: n for n, f in enumerate(fields, 1)}
        data.places = {f.key: f"Z{n}" for n, f in enumerate(form.cells, 1)}
        for row in range(2, draw(st.integers(2, 5))):
            cells = {f.key: draw(CELLS) for f in fields if draw(st.booleans())}
            data.rows.append(Record(row, cells))
        data.cells.cells.update({f.key: draw(CELLS) for f in form.cells if draw(st.booleans())})
        report.forms[form.key] = data
    return report


@given(reports())
@settings(max_examples=60, deadline=None)
def test_rules_never_fail_on_odd_content(report):
    """Whatever stands in the cells, the rules answer with findings and never with an exception."""
    for data in report.forms.values():
        normalise(data)
    compute(report)
    for finding in run_rules(report):
        assert finding.message
        assert finding.fix


def test_large_texts_cost_little_time():
    """Two thousand indikator and cells filled to the brim are compared within two seconds."""
    brim = "Persentase kegiatan koordinasi pemilihan " * 800
    names = [content_words(f"Persentase kegiatan nomor {n} " + brim) for n in range(2000)]
    began = time.perf_counter()
    list(repeats(enumerate(names)))
    for look in (measures.parts, polarity.lower_is_better, plain, content_words):
        look(brim)
    list(regions.regions_in(brim))
    assert time.perf_counter() - began < 2


SAID = sorted(
    {
        record.text(key)
        for case in cases.CASES
        for data in build(**case.tables).forms.values()
        for record in data
        for key in record.parsed
        if key in {"indikator", "hambatan", "tindak_lanjut", "rencana_aksi", "sasaran"}
    }
)
"""The texts of every case of the rules about texts."""


@pytest.mark.parametrize(
    "said",
    [
        str,
        str.upper,
        str.lower,
        str.title,
        lambda text: text.replace("s", "\u017f").replace("k", "\u212a"),
        lambda text: text.replace("i", "\u0131"),
    ],
    ids=["as it is", "capitals", "small", "title", "long s and Kelvin", "dotless i"],
)
def test_texts_passed_over_are_in_order(said, monkeypatch):
    """Rules that look only at texts with certain words miss nothing that looking at all finds."""
    lines = [said(text).replace("|", "/").replace("\n", " ") for text in SAID]
    pk = "\n".join(["kode | indikator", *(f"{n} | {text}" for n, text in enumerate(lines))])
    kinerja = "\n".join(["kode | hambatan", *(f"{n} | {text}" for n, text in enumerate(lines))])
    rules = [r for code, r in RULES.items() if code.startswith("TX") and r.check is not None]

    def found() -> list[tuple[str, str, str]]:
        report = build(pk=pk, kinerja=kinerja)
        return [(f.code, f.place, f.message) for rule in rules for f in rule.check(report)]

    some = found()
    monkeypatch.setattr(Texts, "with_one_of", lambda texts, _: {t for *_, t in texts.cells})
    assert some == found()
    assert len({code for code, _, _ in some}) > 5
