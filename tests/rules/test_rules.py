"""Every rule finds what it must, where it must, and nothing in what is right."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from sakip_excel.finding import Severity
from sakip_excel.forms import FORMS
from sakip_excel.rules.registry import RULES
from tests.rules.build import build

FOLDER = Path(__file__).with_name("cases")
MODULES = [import_module(f"tests.rules.cases.{file.stem}") for file in sorted(FOLDER.glob("*.py"))]
CASES = [case for module in MODULES for case in getattr(module, "CASES", ())]
CHECKS = {code: rule for code, rule in RULES.items() if rule.check is not None}
SENTENCE = re.compile(r"[^.].*\.", re.DOTALL)


def found(case):
    """Return the findings of the case's rule."""
    return list(RULES[case.code].check(build(**case.tables)))


def place(finding, report):
    """Return where a finding stands, as cases say it: ``key@row``, ``key`` or nothing."""
    if not finding.cell:
        return ""
    data = report.forms[finding.form]
    for record in (*data.rows, data.cells):
        for field in (*data.form.columns, *data.form.cells):
            if data.address(record, field.key) == finding.cell:
                return f"{field.key}@{record.row - data.header_row}" if record.row else field.key
    raise AssertionError(f"no such cell: {finding.place}")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule_speaks_exactly_where_it_must(case):
    """A rule speaks about each wrong cell of its cases and about no other cell."""
    report = build(**case.tables)
    spoken = [place(f, report) for f in RULES[case.code].check(report)]
    assert sorted(spoken) == sorted(case.keys)


@pytest.mark.parametrize("code", CHECKS)
def test_rule_has_a_wrong_and_a_right_case(code):
    """No rule exists without a case that it finds and one about which it is silent."""
    verdicts = {bool(case.keys) for case in CASES if case.code == code}
    assert verdicts == {True, False}


@pytest.mark.parametrize("case", [c for c in CASES if c.keys], ids=str)
def test_sentences_are_for_people(case):
    """A finding says what was seen and what to do, in sentences without names from the code."""
    keys = {f.key for form in FORMS for f in (*form.columns, *form.cells) if "_" in f.key}
    for finding in found(case):
        for sentence in (finding.message, finding.fix):
            assert SENTENCE.fullmatch(sentence)
            assert not keys & set(re.findall(r"\w+", sentence))
            assert not re.search(r"\bNone\b|\bnan\b|\{|\}|  ", sentence)
        assert finding.code == case.code
        assert finding.sheet


@pytest.mark.parametrize("code", CHECKS)
def test_rule_is_documented(code):
    """Every rule is printed with one sentence, its source and how sure that is."""
    rule = CHECKS[code]
    assert SENTENCE.fullmatch(rule.title)
    assert rule.title[0].isupper()
    assert rule.source
    assert rule.certainty in {
        "terlihat pada dokumen contoh",
        "konvensi",
        "umum, sumber belum dilihat",
        "sekunder",
    }


def case_of(code, promise):
    """Return the case with this code and promise."""
    return next(c for c in CASES if (c.code, c.promise) == (code, promise))


@pytest.mark.parametrize(
    ("code", "promise", "severity"),
    [
        ("PK209", "101 percent", Severity.GALAT),
        ("PK209", "growth", Severity.PERINGATAN),
        ("PA202", "PK and RO differ", Severity.PERINGATAN),
        ("PA202", "PK and RO differ after a revision", Severity.INFO),
        ("CR107", "WA by name", Severity.PERINGATAN),
        ("CR107", "WA by code, after a revision", Severity.INFO),
        ("KN210", "denominator 0", Severity.PERINGATAN),
        ("KN210", "house rule for 0 downwards", Severity.INFO),
        ("AG222", "0,75 after 99,25", Severity.PERINGATAN),
        ("AG222", "a figure of its own", Severity.GALAT),
    ],
)
def test_severity_depends_on_the_reason(code, promise, severity):
    """Where a reason is at hand a finding is milder, where there is none it is not."""
    assert {f.severity for f in found(case_of(code, promise))} == {severity}


@pytest.mark.parametrize(
    ("code", "promise", "said"),
    [
        ("AG201", "pagu minus by 42.053.126", "Rp 42.053.126"),
        ("AG216", "RO do not add up", "lebih kecil Rp 41.228.980.000"),
        ("AG216", "no cell for the total", "lebih besar Rp 432.122.999"),
        ("AG220", "28,6 miliar too much", "lebih besar Rp 28.604.117.000"),
        ("AG220", "less than the rows", "lebih kecil Rp 123.000"),
        ("AG221", "99,42% beside figures of 99,74%", "sendiri 99,74% dan dari barisnya 87,55%"),
        ("AG221", "no figure of the rows", "sendiri 99,74%."),
        ("AG222", "0,75 after 99,25", "mengikuti persentase serapan yang salah"),
        ("AG222", "a figure of its own", "tidak sama dengan 100%"),
        ("AG212", "CO for CQ", "di bawah CQ"),
        ("KN215", "the Opini row", "Rp 37.644.026"),
        ("KN220", "B -> CC", "3/4 = 75%"),
        ("KN221", "71,2 is BB", "predikat BB"),
        ("PK213", "slip of the pen", "baris 6"),
        ("PA201", "without a cell for the total", "Rp 40.377.837.000"),
        ("TX102", "another kabupaten", "Kabupaten Pacitan"),
        ("TX103", "2020 in 2024", "tahun 2020"),
        ("TX109", "71,2 is not B", "berarti BB, bukan B"),
    ],
)
def test_message_gives_the_figure_that_matters(code, promise, said):
    """A message gives the amount, word or row that a person needs to act."""
    assert all(said in finding.message for finding in found(case_of(code, promise)))


@pytest.mark.parametrize(
    ("code", "promise", "expected"),
    [
        ("AG222", "0,75 after 99,25", "12,61%"),
        ("AG223", "98,68% is the mean of 99,92 and 97,44", "98,93%"),
        ("AG224", "unspent share with half the volume", "20,00%"),
        ("AG212", "CO for CQ", "CQ"),
        ("AG214", "6709 under WA", "CQ.6709"),
        ("CR106", "85 for 90", "90"),
        ("CR106", "CC for B", "B"),
        ("CR107", "WA by name", "Rp 2.702.417.000"),
        ("ID201", "DIPA of another satker", "658021"),
        ("KN205", "85 for 90", "90"),
        ("KN222", "71,2 is not B", "BB"),
        ("PK206", "count for a share", "Persentase"),
        ("TX112", "Berhasil for 85%", "Sangat Berhasil"),
    ],
)
def test_finding_says_what_was_expected(code, promise, expected):
    """A finding carries what should stand in the cell, as a person reads it."""
    assert {finding.computed for finding in found(case_of(code, promise))} == {expected}


def test_repeats_share_one_sentence():
    """The same mistake in many rows has one sentence, so that it can be grouped."""
    codes = {"PK201", "PK210", "RK201", "RK211", "KN201", "KN203", "KN218", "AG202", "AG208"}
    for code in codes:
        cases = [c for c in CASES if c.code == code and c.keys]
        assert len({(f.message, f.fix) for c in cases for f in found(c)}) == 1


def test_only_real_errors_block_sealing():
    """The rules that block sealing are those that the list of rules calls errors, no others."""
    blocking = {code for code, rule in CHECKS.items() if rule.severity is Severity.GALAT}
    assert blocking == {
        *("PK201", "PK202", "PK203", "PK204", "PK205"),  # unit against name
        *("PK206", "PK207", "PK208", "PK209", "PK212"),  # jenis, grades, above 100, several
        "PA204",  # a program twice is counted twice
        *("RK201", "RK202", "RK203", "RK204", "RK205"),
        *("KN209", "KN211", "KN212", "KN222", "KN223"),
        *("AG210", "AG215"),  # counted twice
        *("AG220", "AG221", "AG223", "AG224"),  # typed over and wrong
        *("CR102", "CR103", "CR104", "CR106"),
    }
