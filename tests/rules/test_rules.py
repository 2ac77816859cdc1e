"""Every rule finds what it must, where it must, and nothing in what is right."""

from __future__ import annotations

import re

import pytest

from sakip_excel.finding import Severity
from sakip_excel.forms import FORMS
from sakip_excel.rules.registry import RULES
from tests.rules.build import build
from tests.rules.cases import anggaran, cross, identitas, kinerja, pk, rak, text

CASES = [
    case for module in (identitas, pk, rak, kinerja, anggaran, cross, text) for case in module.CASES
]
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
        for text in (finding.message, finding.fix):
            assert SENTENCE.fullmatch(text)
            assert not keys & set(re.findall(r"\w+", text))
            assert not re.search(r"\bNone\b|\bnan\b|\{|\}|  ", text)
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
