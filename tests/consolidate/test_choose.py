"""Which version of a report counts: noted order, then the seal, never a guess."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from sakip_excel.consolidate.choose import choose, usual_period
from sakip_excel.consolidate.states import Decision
from tests.consolidate.hand import PERIOD, came, candidates, report, sha, unsealed


def paths(chosen):
    """Return the path that was chosen for each satker."""
    return {kode: candidate.extract.path for kode, candidate in chosen.reports.items()}


def kinds(chosen):
    """Return the reason word of every file that was left out."""
    return {e.path: e.kind for e in chosen.excluded}


def test_newest_seal_wins():
    """Without a journal the version with the newest unbroken seal counts, whatever its name."""
    old = report(path="z_terbaru.xlsx", sealed_at="2025-01-10 10.00", seal="A")
    new = report(path="a_lama.xlsx", sealed_at="2025-01-12 09.00", seal="B")
    for order in permutations(candidates(old, new)):
        chosen = choose(order, PERIOD, {})
        assert paths(chosen) == {"100001": "a_lama.xlsx"}
        assert kinds(chosen) == {"z_terbaru.xlsx": "versi lama"}


def test_journal_goes_before_the_seal():
    """With a journal its last version counts, even when an earlier one is sealed later."""
    first = came(report(path="v1.xlsx", sealed_at="2025-01-19 10.00"), 1, 10)
    second = came(report(path="v2.xlsx", sealed_at="2025-01-02 10.00"), 2, 12)
    assert paths(choose([second, first], PERIOD, {})) == {"100001": "v2.xlsx"}


def test_unsealed_versions_are_not_guessed_at():
    """Several different versions without a seal are all left out, each named in the reason."""
    two = candidates(unsealed(path="a.xlsx"), unsealed(path="b.xlsx"))
    chosen = choose(two, PERIOD, {})
    assert not chosen.reports
    assert len(chosen.undecided["100001"]) == 2
    assert kinds(chosen) == {"a.xlsx": "perlu dipilih", "b.xlsx": "perlu dipilih"}
    assert all(e.sha256[:12] in e.reason for e in chosen.excluded)


def test_officer_can_choose_one():
    """Sahkan with the short fingerprint of one version chooses it; a bare Sahkan does not."""
    two = candidates(unsealed(path="a.xlsx"), unsealed(path="b.xlsx"))
    named = Decision("100001", "Sahkan", "", sha("b.xlsx")[:12])
    assert paths(choose(two, PERIOD, {"100001": named})) == {"100001": "b.xlsx"}
    bare = replace(named, decided_for="")
    assert not choose(two, PERIOD, {"100001": bare}).reports
    returned = replace(named, choice="Kembalikan")
    assert not choose(two, PERIOD, {"100001": returned}).reports


def test_approving_one_version_does_not_hold_back_the_next():
    """What was approved gives way to a newer seal; the approval does not choose for ever."""
    old = report(path="v1.xlsx", sealed_at="2025-01-10 10.00")
    new = report(path="v2.xlsx", sealed_at="2025-01-12 10.00", seal="B")
    approved = {"100001": Decision("100001", "Sahkan", "", old.sha256[:12])}
    assert paths(choose(candidates(old, new), PERIOD, approved)) == {"100001": "v2.xlsx"}


def test_sealed_goes_before_unsealed():
    """One sealed version counts where the others are unsealed or changed after sealing."""
    three = candidates(
        report(path="segel.xlsx"),
        unsealed(path="tanpa.xlsx"),
        report(path="berubah.xlsx", seal_state="berubah", sealed_at="2025-01-18 10.00"),
    )
    assert paths(choose(three, PERIOD, {})) == {"100001": "segel.xlsx"}


def test_seals_of_the_same_minute_are_not_guessed_at():
    """Two different seals of the same minute have no order; the same seal twice has one content."""
    one, other = report(path="a.xlsx", seal="A"), report(path="b.xlsx", seal="B")
    assert not choose(candidates(one, other), PERIOD, {}).reports
    resaved = replace(other, seal="A")
    assert len(choose(candidates(one, resaved), PERIOD, {}).reports) == 1


def test_two_satkers_with_one_code_are_not_guessed_at():
    """Reports of two names under one code are left to the officer, however they are sealed."""
    own = report(path="a.xlsx", sealed_at="2025-01-10 10.00")
    wrong = report(path="b.xlsx", sealed_at="2025-01-12 10.00", seal="B", name="KPU Kota Lain")
    chosen = choose(candidates(own, wrong), PERIOD, {})
    assert not chosen.reports
    assert all("KPU Kota Lain" in e.reason for e in chosen.excluded)
    named = Decision("100001", "Sahkan", "", own.sha256[:12])
    assert paths(choose(candidates(own, wrong), PERIOD, {"100001": named})) == {"100001": "a.xlsx"}
    spelled = replace(wrong, identity=replace(own.identity, nama_satker="kpu  KOTA Melati"))
    assert paths(choose(candidates(own, spelled), PERIOD, {})) == {"100001": "b.xlsx"}


def test_a_file_goes_before_what_a_rekap_carries():
    """Where nothing else tells them apart the file itself counts, not its version in a rekap."""
    own, held = candidates(unsealed(path="a.xlsx"), unsealed(path="b.xlsx"))
    chosen = choose([replace(held, via="lama.xlsx"), own], PERIOD, {})
    assert paths(chosen) == {"100001": "a.xlsx"}
    assert kinds(chosen) == {"lama.xlsx > b.xlsx": "versi lama"}


def test_identical_bytes_count_once():
    """The same file under two names is one report and one copy."""
    one = unsealed(path="a.xlsx")
    copy = replace(one, path="b.xlsx")
    for order in permutations(candidates(one, copy)):
        chosen = choose(order, PERIOD, {})
        assert paths(chosen) == {"100001": "a.xlsx"}
        assert kinds(chosen) == {"b.xlsx": "salinan"}


@pytest.mark.parametrize(
    ("extract", "kind"),
    [
        (report(path="x.xlsx", period=(2024, 3)), "periode lain"),
        (report(path="x.xlsx", period=(2023, 4)), "periode lain"),
        (report("", path="x.xlsx"), "identitas tidak lengkap"),
        (report(path="x.xlsx", period=(2024, 0)), "identitas tidak lengkap"),
    ],
)
def test_what_does_not_belong_is_left_out(extract, kind):
    """Another period or an unknown satker is left out with its own word."""
    chosen = choose(candidates(extract), PERIOD, {})
    assert not chosen.reports
    assert kinds(chosen) == {"x.xlsx": kind}


def test_unreadable_is_kept_apart():
    """A file that cannot be read is neither a report nor forgotten."""
    broken = replace(report(path="rusak.xlsx"), unreadable="Berkas rusak.")
    chosen = choose(candidates(broken, report("100002")), PERIOD, {})
    assert [c.extract.path for c in chosen.unreadable] == ["rusak.xlsx"]
    assert list(chosen.reports) == ["100002"]


def test_usual_period_is_that_of_most_files():
    """The period of most files is taken, the later one on a tie, none when nothing is readable."""
    q3, q4 = [report(str(k), period=(2024, q)) for k, q in ((100001, 3), (100002, 4))]
    assert usual_period(candidates(q3, q4)) == (2024, 4)
    assert usual_period(candidates(q3, replace(q3, path="b"), q4)) == (2024, 3)
    assert usual_period(candidates(replace(q4, unreadable="rusak"))) is None
