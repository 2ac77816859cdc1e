"""Pooled money: whole rupiah added up exactly, each line with its rows."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from sakip_excel.consolidate.choose import choose
from sakip_excel.consolidate.join import join, reconcile
from sakip_excel.consolidate.joined import Report
from sakip_excel.consolidate.pool import (
    plans_of,
    pool_all,
    pool_budget,
    pool_provinces,
    pool_satkers,
    rankings_of,
)
from sakip_excel.consolidate.read import extract
from sakip_excel.consolidate.states import State
from tests.consolidate.hand import PERIOD, action, candidates, counted, material, report, ro

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

A = report(
    "100001",
    outputs=(
        ro("CQ.6709.QGE.001", 400, 300, tvro=2, rvro=2),
        ro("CQ.6709.QGE.002", 200, 50, tvro=2, rvro=1),
        ro("CQ.6710.QGE.001", 100, 100),
        ro("WA.3355.EBA.994", 300, 330),
    ),
)
B = report("100002", province="Bali", outputs=(ro("CQ.6709.QGE.001", 7, 3),))
C = report("100003", province="Banten", outputs=(ro("WA.3355.EBA.994", None, None),))


def lines(pools):
    """Return pagu and realisasi by code."""
    return {p.code: (p.pagu, p.realisasi) for p in pools}


def test_sums_by_hand():
    """Programs, kegiatan, KRO and RO of two satkers are the sums on paper."""
    found = lines(pool_budget(counted(A, B)))
    assert found == {
        "CQ": (707, 453),
        "CQ.6709": (607, 353),
        "CQ.6709.QGE": (607, 353),
        "CQ.6709.QGE.001": (407, 303),
        "CQ.6709.QGE.002": (200, 50),
        "CQ.6710": (100, 100),
        "CQ.6710.QGE": (100, 100),
        "CQ.6710.QGE.001": (100, 100),
        "WA": (300, 330),
        "WA.3355": (300, 330),
        "WA.3355.EBA": (300, 330),
        "WA.3355.EBA.994": (300, 330),
    }
    total = pool_all(counted(A, B))
    assert (total.pagu, total.realisasi, total.satkers) == (1007, 783, 2)


def test_serapan_is_pooled_not_averaged():
    """Serapan is the sum over the sum: 303/407, not the mean of 75% and 42,86%."""
    pool = next(p for p in pool_budget(counted(A, B)) if p.code == "CQ.6709.QGE.001")
    assert pool.serapan == 303 / 407
    assert pool.satkers == 2


def test_efisiensi_is_pooled_over_rows_with_both():
    """Efisiensi of A by hand: should 400+100+100+300, saved 100+50+0-30."""
    assert pool_all(counted(A)).efisiensi == pytest.approx(120 / 900)
    assert pool_all(counted(C)).efisiensi is None


def test_program_code_with_and_without_department():
    """076.01.CQ and CQ are one program."""
    long = report("100004", outputs=(ro("CQ.6709.QGE.001", 1, 1, kode_program="076.01.CQ"),))
    assert lines(pool_budget(counted(A, long)))["CQ"] == (701, 451)


def test_blank_is_not_zero_and_pagu_zero_gives_no_rate():
    """A blank pagu adds nothing, and without pagu there is no serapan."""
    pool = pool_all(counted(C))
    assert (pool.pagu, pool.realisasi, pool.serapan) == (0, 0, None)


def test_volumes_only_with_one_unit():
    """Volumes are summed where every row has the same unit, else there is none."""
    one = ro("CQ.6709.QGE.001", 1, 1, tvro=2, rvro=1, satuan="Layanan")
    other = ro("CQ.6709.QGE.001", 1, 1, tvro=3, rvro=3, satuan="Dokumen")
    same = pool_all(counted(report("100001", outputs=(one, one))))
    assert (same.tvro, same.rvro, same.satuan) == (4, 2, "Layanan")
    mixed = pool_all(counted(report("100001", outputs=(one, other))))
    assert (mixed.tvro, mixed.rvro, mixed.satuan) == (None, None, "")


def test_every_line_leads_back_to_its_rows():
    """The rows behind a line add up to it, and no row stands in two lines of one level."""
    reports = counted(A, B, C)
    for level in ("program", "kegiatan", "kro", "ro"):
        pools = [p for p in pool_budget(reports) if p.level == level]
        refs = [ref for p in pools for ref in p.refs]
        assert len(refs) == len(set(refs)) == 6
        for pool in pools:
            rows = [reports[r].extract.outputs[n] for r, n in pool.refs]
            assert pool.pagu == sum(row.pagu or 0 for row in rows)


def test_name_is_the_usual_one():
    """The wording of most rows names the line; the others stay listed."""
    rows = [ro("CQ.6709.QGE.001", 1, 1, ro=name) for name in ("Lain", "Sama", "Sama")]
    reports = counted(*(report(str(100001 + i), outputs=(r,)) for i, r in enumerate(rows)))
    pool = next(p for p in pool_budget(reports) if p.level == "ro")
    assert pool.name == "Sama"
    assert pool.names == (("Sama", 2), ("Lain", 1))


def test_only_accepted_reports_are_summed():
    """Reports that were not accepted stay out of every sum."""
    reports = (*counted(A), Report(B, State.REJECTED))
    assert pool_all(reports).pagu == 1000
    assert [p.code for p in pool_satkers(reports)] == ["100001"]
    assert [p.name for p in pool_provinces(reports)] == ["Bali"]


def test_satker_without_a_budget_has_its_line():
    """A counted satker without rows of Anggaran has a line of zeros."""
    (pool,) = pool_satkers(counted(report("100005", outputs=())))
    assert (pool.codes, pool.name, pool.pagu, pool.refs) == (
        ("100005",),
        "KPU Kota Seroja",
        0,
        (),
    )


def test_reconcile_stops_on_a_wrong_sum():
    """A sum that differs from what the reports say is a fault of ours, told aloud."""
    reports = counted(A, B)
    budget, total = pool_budget(reports), pool_all(reports)
    reconcile(reports, total, [pool_satkers(reports)], budget)
    with pytest.raises(RuntimeError, match="wilayah"):
        reconcile(reports, pool_all(counted(A)), [], budget)
    with pytest.raises(RuntimeError, match="program"):
        reconcile(reports, total, [], budget[1:])


def test_order_of_the_files_does_not_matter():
    """Every order of the files gives the same joined period."""
    first, *others = (
        join(material(choose(order, PERIOD, {}))) for order in permutations(candidates(A, B, C))
    )
    assert all(other == first for other in others)


def test_the_published_table():
    """The 35 rows of Prabumulih's table add up to the sums of the rows, program by program."""
    found = extract(SAMPLES / "kota_prabumulih_2024_benar.xlsx", SAMPLES)
    pools = lines(pool_budget(counted(found)))
    assert pools["CQ"] == (10_354_569_000, 10_079_863_097)
    assert pools["WA"] == (2_702_417_000, 2_739_960_269)
    assert pools["WA.3355"] == (2_678_165_000, 2_715_809_026)
    total = pool_all(counted(found))
    assert (total.pagu, total.realisasi) == (13_056_986_000, 12_819_823_366)
    assert total.serapan == float(Fraction(12_819_823_366, 13_056_986_000))


def test_the_published_table_twice():
    """Two satkers with the same table have twice the money and the same serapan."""
    found = extract(SAMPLES / "kota_prabumulih_2024_benar.xlsx", SAMPLES)
    reports = (*counted(found), *counted(found))
    assert pool_all(reports).pagu == 2 * 13_056_986_000
    assert pool_all(reports).serapan == pool_all(counted(found)).serapan


def test_plans_count_actions_per_quarter():
    """Planned and done per quarter by hand; done without a plan does not raise the share."""
    one = report("100001", actions=(action("11-1", "1--1"), action("--11", "--1-", "Terlambat")))
    other = report("100002", actions=(action("1---", "-1--", "Lebih awal"),))
    everything, first, second = plans_of(counted(one, other))
    assert (everything.kode_satker, everything.actions) == ("", 3)
    assert everything.planned == (2, 1, 1, 2)
    assert everything.done == (1, 1, 1, 1)
    assert everything.capaian == (0.5, 0.0, 1.0, 0.5)
    assert dict(first.statuses)["Terlambat"] == 1
    assert second.capaian == (0.0, None, None, None)


def test_ranking_says_by_what_and_shares_places():
    """Equal figures share a place, and who has no figure is not ranked."""
    reports = counted(
        report("100001", outputs=(ro("CQ.6709.QGE.001", 100, 50),)),
        report("100002", outputs=(ro("CQ.6709.QGE.001", 200, 100),)),
        report("100003", outputs=(ro("CQ.6709.QGE.001", 100, 90),)),
        report("100004", outputs=()),
    )
    ranking, *_ = rankings_of(pool_satkers(reports), pool_provinces(reports), [])
    assert ranking.by == "Serapan (%)"
    assert [(place, code) for place, code, _, _ in ranking.rows] == [
        (1, "100003"),
        (2, "100001"),
        (2, "100002"),
    ]
