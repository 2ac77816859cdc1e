"""Progress of the rencana aksi up to a quarter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.scoring.rak import RakProgress, RakStatus, rak_per_quarter, rak_progress

four_ticks = st.tuples(*[st.booleans()] * 4)


def ticks(text):
    """Read ``x.x.`` as four ticks."""
    return [mark == "x" for mark in text]


@pytest.mark.parametrize(
    ("plan", "done", "quarter", "planned", "finished", "capaian", "status"),
    [
        ("xx.x", "x...", 2, 2, 1, 0.5, RakStatus.TERLAMBAT),
        ("xx.x", "xx..", 2, 2, 2, 1.0, RakStatus.SESUAI),
        ("xxxx", "....", 4, 4, 0, 0.0, RakStatus.TERLAMBAT),
        ("x..x", "xx..", 2, 1, 2, 2.0, RakStatus.LEBIH_AWAL),
        ("..xx", "....", 2, 0, 0, None, RakStatus.BELUM_WAKTUNYA),
        ("..xx", ".x..", 2, 0, 1, None, RakStatus.LEBIH_AWAL),
        ("....", "....", 3, 0, 0, None, RakStatus.TIDAK_DIJADWALKAN),
        ("....", ".x..", 3, 0, 1, None, RakStatus.TIDAK_DIJADWALKAN),
        ("x...", "...x", 1, 1, 0, 0.0, RakStatus.TERLAMBAT),
        ("x...", "...x", 4, 1, 1, 1.0, RakStatus.SESUAI),
        ("xxxx", "xxxx", 0, 0, 0, None, RakStatus.BELUM_WAKTUNYA),
    ],
)
def test_progress_counts_up_to_the_quarter(
    *, plan, done, quarter, planned, finished, capaian, status
):
    """Later quarters count for nothing; what was never due has no percentage."""
    expected = RakProgress(planned, finished, capaian, status)
    assert rak_progress(ticks(plan), ticks(done), quarter) == expected


def test_status_words_stay():
    """The words stand in the formulas and filters of workbooks that people already have."""
    words = "Sesuai, Terlambat, Lebih awal, Belum waktunya, Tidak dijadwalkan"
    assert ", ".join(RakStatus) == words


@pytest.mark.parametrize(
    ("plan", "done", "quarter"), [("xxx", "xxxx", 1), ("xxxx", "xx", 1), ("xxxx", "xxxx", 5)]
)
def test_a_year_has_four_quarters(plan, done, quarter):
    """Anything but four ticks and quarters I to IV is refused."""
    with pytest.raises(ValueError, match=r"[Tt]riwulan"):
        rak_progress(ticks(plan), ticks(done), quarter)


@given(four_ticks, st.integers(min_value=1, max_value=4))
def test_doing_what_was_planned_is_on_time(plan, quarter):
    """Work done exactly as planned is never late and never early."""
    progress = rak_progress(plan, plan, quarter)
    assert progress.status not in {RakStatus.TERLAMBAT, RakStatus.LEBIH_AWAL}
    assert progress.capaian in {None, 1.0}


@given(four_ticks, four_ticks, st.integers(min_value=1, max_value=4))
def test_there_is_a_percentage_exactly_when_something_was_due(plan, done, quarter):
    """Capaian is nothing without a due quarter and a number with one."""
    progress = rak_progress(plan, done, quarter)
    assert (progress.capaian is None) is (progress.direncanakan == 0)


def test_ticks_add_up_per_quarter():
    """Plans and done work of all rows are counted quarter by quarter."""
    rows = [(ticks("xx.."), ticks("x...")), (ticks(".x.x"), ticks(".x.."))]
    totals = rak_per_quarter(rows)
    assert totals.planned == (1, 2, 0, 1)
    assert totals.done == (1, 1, 0, 0)


def test_no_rows_make_no_ticks():
    """An empty RAK has zeros."""
    assert rak_per_quarter([]) == ((0, 0, 0, 0), (0, 0, 0, 0))


def test_a_row_with_three_quarters_is_refused():
    """A row must have four ticks."""
    with pytest.raises(ValueError, match="empat"):
        rak_per_quarter([(ticks("xxx"), ticks("xxxx"))])


@given(st.lists(st.tuples(four_ticks, four_ticks)), st.integers(min_value=1, max_value=4))
def test_totals_agree_with_the_rows(rows, quarter):
    """The quarters so far add up to what the rows say one by one."""
    totals = rak_per_quarter(rows)
    progress = [rak_progress(plan, done, quarter) for plan, done in rows]
    assert sum(totals.planned[:quarter]) == sum(row.direncanakan for row in progress)
    assert sum(totals.done[:quarter]) == sum(row.terlaksana for row in progress)
