"""Indikator of many satkers: what asks the same stands together, what does not stays apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sakip_excel.consolidate.group import group_indicators
from sakip_excel.consolidate.joined import Report
from sakip_excel.consolidate.states import State
from tests.consolidate.hand import REGIONS, counted, indikator, report

LONG = "Persentase pemutakhiran data pemilih berkelanjutan yang selesai tepat waktu"
CODES = tuple(REGIONS)


def groups_of(*texts, **more):
    """Return the groups when each text stands in a satker of its own."""
    rows = [
        report(kode, outputs=(), indicators=(indikator(text, **more),))
        for kode, text in zip(CODES, texts, strict=False)
    ]
    return group_indicators(counted(*rows))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, LONG.upper()),
        (LONG, f" {LONG}. "),
        (LONG, LONG.replace("yang selesai tepat waktu", "selesai dengan tepat waktu")),
        (LONG, LONG.replace("Persentase", "Presentase")),
        (LONG, LONG.replace("pemutakhiran", "pemutahkiran")),
        (LONG, f"{LONG} lengkap"),
        (f"{LONG} oleh KPU Kota Melati", f"{LONG} oleh KPU Kabupaten Kenanga"),
    ],
)
def test_same_question_is_one_group(one, other):
    """Case, fill words, the own name, a slip of the pen and one more word make no new group."""
    (group,) = groups_of(one, other)
    assert group.satkers == 2
    assert {v.text for v in group.variants} == {one, other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jumlah pengadaan", "Jumlah pengaduan"),
        ("Persentase partisipasi pemilih", "Persentase partisipasi pemilih disabilitas"),
        (f"{LONG} semester", f"{LONG} semester II"),
        (LONG, f"{LONG} 2024"),
        (LONG, f"{LONG} tidak"),
        (LONG, LONG.replace("pemilih", "penduduk")),
    ],
)
def test_other_question_stays_apart(one, other):
    """Another word, a number, a negation, or one more word in a short name is another question."""
    assert len(groups_of(one, other)) == 2


@pytest.mark.parametrize("key", ["jenis", "satuan", "arah"])
def test_other_kind_is_never_merged(key):
    """The same wording with another jenis, satuan or arah is a group of its own that is named."""
    rows = [
        report("100001", indicators=(indikator(LONG),)),
        report("100002", indicators=(indikator(LONG, **{key: "Lain"}),)),
    ]
    first, second = group_indicators(counted(*rows))
    assert (first.others, second.others) == ((2,), (1,))


def test_what_one_satker_tells_apart_stays_apart():
    """Two near wordings that one satker reports side by side are not one indikator."""
    both = report("100001", indicators=(indikator(LONG), indikator(f"{LONG} lengkap", row=8)))
    assert len(group_indicators(counted(both))) == 2
    third = report("100002", indicators=(indikator(f"{LONG} lengkap"),))
    assert [g.satkers for g in group_indicators(counted(both, third))] == [2, 1]


def test_figures_of_a_group():
    """Mean, lowest and highest leave out what has no capaian, by hand: (1 + 0,5) / 2."""
    rows = [
        report(kode, indicators=(indikator(LONG, value),))
        for kode, value in zip(CODES, (1.0, 0.5, None), strict=False)
    ]
    (group,) = group_indicators(counted(*rows))
    assert (group.mean, group.lowest, group.highest) == (0.75, 0.5, 1.0)
    assert (group.counted, group.satkers) == (2, 3)
    (empty,) = group_indicators(counted(rows[2]))
    assert empty.mean is None


def test_rejected_reports_are_not_grouped():
    """Only reports that count take part."""
    rejected = Report(report(indicators=(indikator(LONG),)), State.REJECTED)
    assert group_indicators([rejected]) == ()


def test_usual_wording_names_the_group():
    """The wording of most satkers names the group and stands first among its variants."""
    (group,) = groups_of(f"{LONG} lengkap", LONG, LONG)
    assert group.text == LONG
    assert [len(v.satkers) for v in group.variants] == [2, 1]


WORDS = st.sampled_from(["data", "pemilih", "pemutakhiran", "laporan", "selesai", "tepat", "waktu"])
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=4), min_size=2, max_size=6), st.randoms())
def test_order_of_rows_and_satkers_does_not_matter(names, chance):
    """Any order of satkers, and of the rows within them, gives the same groups of wordings."""

    def shape(lists):
        rows = [
            report(kode, indicators=tuple(indikator(t) for t in texts)) for kode, texts in lists
        ]
        return [
            (g.text, g.satkers, g.counted, g.others, g.variants)
            for g in group_indicators(counted(*rows))
        ]

    lists = list(zip(CODES, names, strict=False))
    mixed = [(kode, chance.sample(texts, len(texts))) for kode, texts in lists]
    chance.shuffle(mixed)
    assert shape(mixed) == shape(lists)
