"""The joining as a whole: nothing is lost, nothing depends on order, the sums are the reports'."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sakip_excel.consolidate.choose import Candidate, choose
from sakip_excel.consolidate.join import join
from sakip_excel.consolidate.roster import NO_ROSTER
from sakip_excel.consolidate.states import Decision
from tests.consolidate.hand import (
    PERIOD,
    REGIONS,
    action,
    came,
    candidates,
    indikator,
    material,
    note,
    report,
    ro,
    roster,
    sha,
)

CODES = ("100001", "100002", "100003")
LISTED = roster(*CODES[:2])
CODE = st.sampled_from(("CQ.6709.QGE.001", "CQ.6709.QGE.002", "WA.3355.EBA.994"))
MONEY = st.none() | st.integers(0, 10**12)
OUTPUT = st.builds(ro, CODE, MONEY, MONEY)
TEXT = st.sampled_from(("Persentase data pemilih", "Persentase data  PEMILIH", "Nilai AKIP"))
INDICATOR = st.builds(indikator, TEXT, st.none() | st.floats(0, 3))


@st.composite
def files(draw):
    """Return some files: versions, copies, other periods, damaged ones, from a journal or not."""
    number = draw(st.integers(0, 99))
    extract = report(
        draw(st.sampled_from((*CODES, ""))),
        path=f"{number}.xlsx",
        outputs=draw(st.lists(OUTPUT, max_size=3)),
        indicators=tuple(draw(st.lists(INDICATOR, max_size=2))),
        actions=(action("11--", "1---"),),
        notes=(note(),) if draw(st.integers(0, 3)) == 0 else (),
        seal_state=draw(st.sampled_from(("utuh", "utuh", "berubah", "tanpa"))),
        sealed_at=draw(st.sampled_from(("2025-01-10 10.00", "2025-01-11 10.00"))),
        seal=draw(st.sampled_from("AB")),
        period=draw(st.sampled_from((PERIOD, PERIOD, (2024, 3)))),
        sha256=sha(draw(st.sampled_from((str(number), "salinan")))),
        unreadable=draw(st.sampled_from(("", "", "", "Berkas rusak."))),
    )
    return came(extract, 1, 10 + number % 9) if draw(st.booleans()) else Candidate(extract)


FILES = st.lists(files(), max_size=7, unique_by=lambda c: c.extract.path)
DECISIONS = st.dictionaries(
    st.sampled_from(CODES),
    st.builds(
        Decision,
        st.just(""),
        st.sampled_from(("Sahkan", "Kembalikan", "Nihil", "lain", "")),
        st.just("catatan"),
        st.sampled_from(("", sha("salinan")[:12], sha("7")[:12])),
    ),
)


def joined_of(found, decisions, listed):
    """Return the joined period of some files."""
    return join(material(choose(found, PERIOD, decisions), listed, decisions=decisions))


@settings(max_examples=80, deadline=None)
@given(FILES, DECISIONS, st.booleans(), st.randoms())
def test_order_never_matters(found, decisions, listed, chance):
    """Any order of the same files gives the same joined period, whatever they hold."""
    mixed = chance.sample(found, len(found))
    wanted = LISTED if listed else NO_ROSTER
    assert joined_of(mixed, decisions, wanted) == joined_of(found, decisions, wanted)


@settings(max_examples=80, deadline=None)
@given(FILES, DECISIONS, st.booleans())
def test_every_file_is_summed_or_listed(found, decisions, listed):
    """No file is lost: each is in the sums or on Pengecualian with a reason, never both."""
    joined = joined_of(found, decisions, LISTED if listed else NO_ROSTER)
    summed = {r.extract.path for r in joined.reports if r.counts}
    left = {e.path for e in joined.excluded}
    assert summed | left == {c.extract.path for c in found}
    assert not summed & left
    assert all(e.reason.endswith(".") and e.kind for e in joined.excluded)


@settings(max_examples=80, deadline=None)
@given(FILES, DECISIONS)
def test_sums_are_those_of_the_reports(found, decisions):
    """Total, satkers, provinces and programs add up to what the accepted reports hold."""
    joined = joined_of(found, decisions, LISTED)
    rows = [o for r in joined.reports if r.counts for o in r.extract.outputs]
    pagu = sum(o.pagu or 0 for o in rows)
    assert joined.total.pagu == pagu
    for pools in (joined.satkers, joined.provinces):
        assert sum(p.pagu for p in pools) == pagu
    for level in ("program", "kegiatan", "kro", "ro"):
        assert sum(p.pagu for p in joined.budget if p.level == level) == pagu
    assert joined.coverage.counted == sum(row.state.counts for row in joined.status)
    assert [row.kode_satker for row in joined.status] == list(CODES[:2])


def test_references_lead_to_the_rows():
    """A reference of a pooled line or group leads to the row of that satker's report."""
    rows = [
        report("100001", outputs=(ro("CQ.6709.QGE.001", 5, 4),), indicators=(indikator("Satu"),)),
        report("100002", outputs=(ro("CQ.6709.QGE.001", 7, 4),), indicators=(indikator("Satu"),)),
    ]
    joined = joined_of(candidates(*rows), {}, roster(*CODES))
    leaf = next(p for p in joined.budget if p.level == "ro")
    assert [joined.output(ref).pagu for ref in leaf.refs] == [5, 7]
    assert [joined.indicator(ref).indikator for ref in joined.groups[0].refs] == ["Satu", "Satu"]


def test_settings_are_told_with_their_users():
    """Metadata names each setting in force with the number of satkers that use it."""
    other = (("Skala predikat", "SKP", "sumber lain", "sekunder"),)
    rows = [report(kode) for kode in REGIONS]
    rows[0] = replace(rows[0], settings=other)
    facts = joined_of(candidates(*rows), {}, NO_ROSTER).metadata
    told = {(f.name, f.value, f.certainty) for f in facts}
    assert told == {
        ("Skala predikat", "LAN (5 satker)", "sekunder"),
        ("Skala predikat", "SKP (1 satker)", "sekunder"),
    }
