"""Checks across satkers: each speaks about its wrong case and is silent about its right one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from sakip_excel.consolidate.group import group_indicators
from sakip_excel.consolidate.remark import LOOKS, Scene, look_across
from sakip_excel.consolidate.roster import NO_ROSTER, Roster, roster_of
from sakip_excel.consolidate.states import Expected
from sakip_excel.rules.registry import RULES
from tests.consolidate.hand import REGIONS, action, counted, indikator, note, report, ro

TEXT = "Persentase pemutakhiran data pemilih berkelanjutan yang selesai tepat waktu"
CODES = tuple(REGIONS)


@dataclass
class Case:
    """Reports and where one rule must speak: (kode_satker, cell)."""

    code: str
    why: str
    reports: tuple
    places: tuple = ()
    roster: Roster = field(default=NO_ROSTER)

    def __str__(self):
        return f"{self.code} {self.why}"


def each(make):
    """Return one report per region, made from its place in the list."""
    return tuple(report(kode, **make(number)) for number, kode in enumerate(CODES))


def named(number, name="Layanan umum"):
    """Return a report with one RO; that of one satker has another name."""
    own = "Pengadaan tinta" if number == 2 else name
    return {"outputs": (ro("CQ.6709.QGE.001", 100 + number, 90, ro=own),)}


ODD = tuple(ro(f"CQ.6709.QGE.00{n}", 1000 + 7 * n, 900 + 3 * n) for n in range(1, 5))
OTHER = tuple(ro(f"CQ.6709.QGE.00{n}", 1000 + 7 * n, 800 + 5 * n) for n in range(1, 5))
FULL = tuple(ro(f"CQ.6709.QGE.00{n}", 1000 * n, 1000 * n) for n in range(1, 5))


def spent(pagu, realised, quarter=4):
    """Return a report that spent so much of its pagu."""
    return report(outputs=(ro("CQ.6709.QGE.001", pagu, realised),), period=(2024, quarter))


def aimed(targets, **more):
    """Return one report per target."""
    return tuple(
        report(kode, outputs=(), indicators=(indikator(TEXT, target=target, **more),))
        for kode, target in zip(CODES, targets, strict=False)
    )


LISTED = roster_of([Expected("100001", "KPU Kota Melati")])

CASES = [
    Case("GB201", "one RO has another name", each(named), (("100003", "H7"),)),
    Case(
        "GB201",
        "capitals, fill words and a slip are the same name",
        tuple(
            report(kode, outputs=(ro("CQ.6709.QGE.001", 5, 4, ro=name),))
            for kode, name in zip(
                CODES,
                (
                    "Layanan Logistik Pemilu",
                    "LAYANAN LOGISTIK PEMILU",
                    "layanan untuk logistk pemilu",
                ),
                strict=False,
            )
        ),
    ),
    Case(
        "GB202",
        "copied figures",
        (report("100001", outputs=ODD), report("100002", outputs=ODD)),
        (("100001", ""), ("100002", "")),
    ),
    Case(
        "GB202",
        "same pagu, other spending",
        (report("100001", outputs=ODD), report("100002", outputs=OTHER)),
    ),
    Case(
        "GB202",
        "spent in full like others",
        (report("100001", outputs=FULL), report("100002", outputs=FULL)),
    ),
    Case("GB203", "under half at the end of the year", (spent(100, 49),), (("100001", ""),)),
    Case("GB203", "over the pagu", (spent(100, 101),), (("100001", ""),)),
    Case("GB203", "half, and exactly all", (spent(100, 50),)),
    Case("GB203", "exactly the pagu", (spent(100, 100),)),
    Case("GB203", "a third in TW I is usual", (spent(100, 33, quarter=1),)),
    Case("GB203", "a third in TW IV is not", (spent(100, 33),), (("100001", ""),)),
    Case("GB204", "nothing spent anywhere", (spent(100, 0),), (("100001", ""),)),
    Case(
        "GB204",
        "every capaian is zero",
        (report(indicators=tuple(indikator(f"{TEXT} {n}", 0.0) for n in "abc")),),
        (("100001", ""),),
    ),
    Case("GB204", "blank is not zero", (spent(100, None),)),
    Case(
        "GB204",
        "one capaian is not zero",
        (report(indicators=tuple(indikator(TEXT, v) for v in (0.0, 0.0, 0.1))),),
    ),
    Case(
        "GB205",
        "name of another satker",
        (
            report("100001", outputs=(ro("CQ.6709.QGE.001", 5, 4, ro="Logistik Kenanga"),)),
            report("100002"),
        ),
        (("100001", "H7"),),
    ),
    Case(
        "GB205",
        "own name, and a word in small letters",
        (
            report("100001", outputs=(ro("CQ.6709.QGE.001", 5, 4, ro="Logistik Melati, kenanga"),)),
            report("100002"),
        ),
    ),
    Case(
        "GB206",
        "another name than the roster's",
        (report("100001", name="KPU Kota Mawar"),),
        (("100001", ""),),
        LISTED,
    ),
    Case("GB206", "the roster's name", (report("100001", name="KPU KOTA  MELATI"),), (), LISTED),
    Case(
        "GB207",
        "one name under two codes",
        (report("100001"), report("100002", name="KPU KOTA Melati"), report("100003")),
        (("100001", ""), ("100002", "")),
    ),
    Case("GB207", "every satker has its name", (report("100001"), report("100002"))),
    Case(
        "GB211",
        "capaian above 200%",
        (report(indicators=(indikator(TEXT, 2.01),)),),
        (("100001", "Z7"),),
    ),
    Case("GB211", "capaian of 200%", (report(indicators=(indikator(TEXT, 2.0),)),)),
    Case("GB212", "one target far from five", aimed((90, 90, 92, 88, 90, 9)), (("100006", "G7"),)),
    Case("GB212", "targets that differ a little", aimed((90, 85, 95, 80, 100, 70))),
    Case("GB212", "too few satkers to say", aimed((90, 90, 90, 9))),
    Case(
        "GB212",
        "counts follow the size of a region",
        aimed((100, 120, 90, 110, 100, 400), jenis="Jumlah", satuan="Orang"),
    ),
    Case(
        "GB213",
        "one satker uses another unit",
        (
            *aimed((90, 90)),
            report("100003", indicators=(indikator(TEXT, satuan="Persen"),)),
        ),
        (("100003", "C7"),),
    ),
    Case("GB213", "all use one unit", aimed((90, 90, 90))),
]


def spoken(case):
    """Return the remarks of the case's rule."""
    groups = group_indicators(counted(*case.reports))
    remarks = look_across(Scene(counted(*case.reports), groups, case.roster))
    return [r for r in remarks if r.note.code == case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule_speaks_exactly_where_it_must(case):
    """A rule speaks about each wrong satker of its cases and about no other."""
    found = [(r.kode_satker, r.note.cell) for r in spoken(case)]
    assert sorted(found) == sorted(case.places)


@pytest.mark.parametrize("code", LOOKS)
def test_rule_has_a_wrong_and_a_right_case(code):
    """No rule exists without a case that it finds and one about which it is silent."""
    assert {bool(case.places) for case in CASES if case.code == code} == {True, False}


@pytest.mark.parametrize("case", [c for c in CASES if c.places], ids=str)
def test_sentences_are_for_people(case):
    """A remark says where, what was seen and what to do, without names from the code."""
    for remark in spoken(case):
        assert remark.note.sheet
        for sentence in (remark.note.message, remark.note.fix):
            assert re.fullmatch(r"[^.].*\.", sentence)
            assert not re.search(r"\bNone\b|\bnan\b|[{}_]|  ", sentence)


@pytest.mark.parametrize("code", LOOKS)
def test_rule_is_documented(code):
    """Every rule is printed with one sentence, its source and how sure that is."""
    rule = RULES[code]
    assert re.fullmatch(r"[A-Z].*\.", rule.title)
    assert rule.source
    assert rule.certainty in {"terlihat pada dokumen contoh", "konvensi"}


def test_a_text_that_the_satker_was_told_about_is_not_told_again():
    """Where the satker's own check already names the other region, the joining stays silent."""
    told = note("peringatan", "TX102", "H7")
    wrong = report(
        "100001", outputs=(ro("CQ.6709.QGE.001", 5, 4, ro="Logistik Kenanga"),), notes=(told,)
    )
    assert not spoken(Case("GB205", "told", (wrong, report("100002"))))


def test_texts_of_every_form_are_read():
    """Names of other satkers are found in RAK and Kinerja, too."""
    rak = action("1---", "1---")._replace(
        rencana_aksi="Koordinasi dengan Kenanga", cells={"rencana_aksi": "F7"}
    )
    wrong = report("100001", actions=(rak,), indicators=(indikator("Persentase data Kenanga"),))
    cells = {r.note.cell for r in spoken(Case("GB205", "all", (wrong, report("100002"))))}
    assert cells == {"F7", "C7"}


def test_remarks_have_one_order():
    """Remarks come by satker, sheet and place, whatever the order of the rules."""
    case = CASES[0]
    groups = group_indicators(counted(*case.reports))
    remarks = look_across(Scene(counted(*case.reports), groups, case.roster))
    assert list(remarks) == sorted(remarks, key=lambda r: (r.kode_satker, r.note.sheet))
