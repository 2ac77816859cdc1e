"""The status matrix: the roster's rows, each with the state that its file and officer give it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sakip_excel.consolidate.choose import choose
from sakip_excel.consolidate.join import join
from sakip_excel.consolidate.roster import roster_of
from sakip_excel.consolidate.states import Arrival, Coverage, Decision, Expected, State
from tests.consolidate.hand import (
    NOW,
    PERIOD,
    came,
    candidates,
    material,
    note,
    report,
    roster,
    sha,
    unsealed,
)


def matrix(found, listed, decisions=(), **more):
    """Return the rows of Status by kode_satker."""
    decided = {d.kode_satker: d for d in decisions}
    chosen = choose(found, PERIOD, decided)
    rows = join(material(chosen, listed, decisions=decided, **more)).status
    return {row.kode_satker: row for row in rows}


def row_of(extract, *decisions, **more):
    """Return the row of one satker that sent one file."""
    listed = more.pop("listed", roster("100001"))
    return matrix(candidates(extract), listed, decisions, **more)["100001"]


def test_rows_are_those_of_the_roster():
    """Every expected satker has its row, and a satker outside the roster has none."""
    found = candidates(report("100002"), report("999999"))
    listed = roster("100001", "100002", "100003")
    joined = join(material(choose(found, PERIOD, {}), listed))
    assert {r.kode_satker: r.state.value for r in joined.status} == {
        "100001": "belum",
        "100002": "diterima",
        "100003": "belum",
    }
    assert [(e.path, e.kind) for e in joined.excluded] == [("999999.xlsx", "di luar daftar")]
    assert joined.coverage == Coverage(1, 0, 3)
    assert joined.coverage.text == "1 dari 3 satker"
    assert joined.coverage.mark == "SEMENTARA"
    assert joined.total.pagu == 1000


def test_without_a_roster_coverage_is_unknown():
    """Without a roster the senders are listed and nobody claims to be complete."""
    joined = join(material(choose(candidates(report()), PERIOD, {})))
    assert [r.kode_satker for r in joined.status] == ["100001"]
    assert joined.coverage.expected is None
    assert "tanpa daftar" in joined.coverage.text
    assert joined.coverage.mark == "SEMENTARA"


@pytest.mark.parametrize(
    ("extract", "state"),
    [
        (report(), State.ACCEPTED),
        (report(notes=(note("info"),)), State.ACCEPTED),
        (report(notes=(note("peringatan"), note("info"))), State.NOTED),
        (unsealed(), State.NOTED),
        (report(seal_state="berubah"), State.NOTED),
        (report(notes=(note(),)), State.REJECTED),
        (unsealed(notes=(note(),)), State.REJECTED),
    ],
)
def test_state_by_content(extract, state):
    """A Galat rejects; warnings and a missing or broken seal make a note, as on the receipt."""
    row = row_of(extract)
    assert row.state is state
    assert (row.galat, row.peringatan, row.info) == tuple(
        extract.count(s) for s in ("galat", "peringatan", "info")
    )
    assert bool(row.reason) is (state is not State.ACCEPTED)


@pytest.mark.parametrize(
    ("extract", "choice", "state"),
    [
        (report(), "Sahkan", State.APPROVED),
        (report(), "sahkan ", State.APPROVED),
        (report(), "Kembalikan", State.REJECTED),
        (report(), "Nihil", State.NIL),
        (report(notes=(note(),)), "Sahkan", State.APPROVED),
        (report(), "Setuju", State.ACCEPTED),
        (report(), "", State.ACCEPTED),
    ],
)
def test_decision_for_this_version(extract, choice, state):
    """A decision for the version shown is in force; an unknown word decides nothing."""
    row = row_of(extract, Decision("100001", choice, "catatan", extract.sha256[:12]))
    assert row.state is state
    assert row.note == "catatan"
    assert row.decided_for == extract.sha256[:12]


def test_approved_with_a_galat_says_so():
    """Approving a report with a Galat counts it, and the row says that it has one."""
    wrong = report(notes=(note(), note()))
    row = row_of(wrong, Decision("100001", "Sahkan", "", wrong.sha256[:12]))
    assert row.state.counts
    assert "2 Galat" in row.reason


def test_decision_for_an_older_version_lapses():
    """A decision for another version is not applied, and stays readable in the note, once."""
    old = Decision("100001", "Kembalikan", "perbaiki pagu", sha("versi lama")[:12])
    row = row_of(report(), old)
    assert row.state is State.ACCEPTED
    assert row.decision == ""
    assert "versi lama" in row.note
    assert "Kembalikan" in row.note
    assert row.note.endswith("perbaiki pagu")
    again = row_of(report(), Decision("100001", row.decision, row.note, row.decided_for))
    assert again.note == row.note


def test_nil_is_declared_never_inferred():
    """No file means missing; only an officer or the roster makes it nil."""
    listed = roster("100001")
    assert matrix([], listed)["100001"].state is State.MISSING
    decided = matrix([], listed, [Decision("100001", "Nihil")])["100001"]
    assert (decided.state, decided.decision) == (State.NIL, "Nihil")
    declared = roster_of([Expected("100001", "KPU Kota Melati", nil=True)])
    assert matrix([], declared)["100001"].state is State.NIL
    assert matrix(candidates(report()), declared)["100001"].state is State.ACCEPTED


def test_nil_before_a_file_came_lapses():
    """A nil that was declared before the file came does not hide the file."""
    row = row_of(report(), Decision("100001", "Nihil"))
    assert row.state is State.ACCEPTED
    assert "Nihil" in row.note


def test_nil_counts_as_settled():
    """A nil satker completes the coverage without adding figures."""
    found = candidates(report("100001"))
    decided = {"100002": Decision("100002", "Nihil")}
    chosen = choose(found, PERIOD, decided)
    joined = join(material(chosen, roster("100001", "100002"), decisions=decided))
    assert joined.coverage.text == "1 dari 2 satker (1 nihil)"
    assert joined.coverage.mark == ""
    assert joined.total.pagu == 1000


def test_approving_nothing_does_nothing():
    """Sahkan or Kembalikan without a readable report changes no state and says why."""
    for choice in ("Sahkan", "Kembalikan"):
        row = matrix([], roster("100001"), [Decision("100001", choice)])["100001"]
        assert row.state is State.MISSING
        assert "tidak berlaku" in row.reason


def test_unreadable_file_is_told_to_its_satker():
    """A damaged file under a satker's code makes that row unreadable with the plain reason."""
    broken = replace(report("", path="masuk/100001/laporan.xlsx"), unreadable="Berkas rusak.")
    rows = matrix(candidates(broken), roster("100001", "100002"))
    assert (rows["100001"].state, rows["100001"].reason) == (State.UNREADABLE, "Berkas rusak.")
    assert rows["100001"].galat is None
    assert rows["100002"].state is State.MISSING


def test_readable_file_goes_before_a_damaged_one():
    """A damaged file beside a good one does not hide the good one."""
    broken = replace(report("", path="100001 rusak.xlsx"), unreadable="Berkas rusak.")
    rows = matrix(candidates(broken, report("100001")), roster("100001"))
    assert rows["100001"].state is State.ACCEPTED


def test_undecided_names_the_versions():
    """Versions without an order make one row that names them and is not summed."""
    two = [unsealed(path=p) for p in ("a.xlsx", "b.xlsx")]
    row = matrix(candidates(*two), roster("100001"))["100001"]
    assert row.state is State.UNDECIDED
    assert not row.state.counts
    assert all(e.sha256[:12] in row.reason for e in two)


@pytest.mark.parametrize(("day", "late"), [(10, 0), (15, 0), (16, 1), (20, 5)])
def test_days_late_by_receipt(day, late):
    """Days are counted from the deadline to the receipt; the last day itself is in time."""
    found = [came(report(), 1, day)]
    row = matrix(found, roster("100001", deadline=date(2025, 1, 15)))["100001"]
    assert row.late_days == late
    assert row.received == datetime(2025, 1, day, 8, tzinfo=UTC)
    assert row.version == 1


def test_a_voluntary_correction_is_not_late():
    """A first version in time keeps the satker in time; one that was returned does not."""
    second = came(report(path="v2.xlsx"), 2, 18)
    for verdict, late in (("diterima", 0), ("diterima dengan catatan", 0), ("dikembalikan", 3)):
        first = Arrival(sha("v1"), 1, datetime(2025, 1, 9, tzinfo=UTC), verdict)
        history = {"100001": [first, second.arrival]}
        assert matrix([second], roster("100001"), history=history)["100001"].late_days == late


def test_missing_is_late_until_now():
    """While nothing usable came, the days run on to the time of joining; nil is never late."""
    rows = matrix([], roster("100001"))
    assert rows["100001"].late_days == (NOW.date() - date(2025, 1, 15)).days == 5
    assert matrix([], roster("100001", deadline=None))["100001"].late_days is None
    nil = matrix([], roster("100001"), [Decision("100001", "Nihil")])
    assert nil["100001"].late_days is None


def test_receipt_unknown_means_lateness_unknown():
    """Without a noted receipt nobody claims that a report was in time."""
    assert row_of(report()).late_days is None


def test_decision_of_a_joined_rekap():
    """What a province decided holds in the national rekap, whose own columns stay free."""
    extract = report()
    below = Decision("100001", "Kembalikan", "salah", extract.sha256[:12], by="bali.xlsx")
    row = row_of(extract, upstream={"100001": below})
    assert row.state is State.REJECTED
    assert "bali.xlsx" in row.reason
    assert (row.decision, row.note) == ("", "")
    own = Decision("100001", "Sahkan", "", extract.sha256[:12])
    assert row_of(extract, own, upstream={"100001": below}).state is State.APPROVED


def test_link_is_relative_to_the_rekap():
    """The link leads from the rekap's folder to the file."""
    assert row_of(report()).link == "100001.xlsx"
    assert row_of(report(), base="../arsip").link == "../arsip/100001.xlsx"
