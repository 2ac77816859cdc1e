"""What changed between two versions, cell by cell, with the place and both values."""

from __future__ import annotations

import shutil

import pytest

from sakip_excel.consolidate.choose import Candidate
from sakip_excel.consolidate.compare import SINCE_JOIN, SINCE_VERSION, Older, changes_of
from sakip_excel.consolidate.read import extract
from sakip_excel.workbook.book import Book
from tests.consolidate.files import edit, satker
from tests.tools import filled

NAME = "KPU Kota Satu"


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """Return the older version."""
    return satker(tmp_path_factory.mktemp("lama") / "lama.xlsx", "658021", NAME)


def compared(old, new, *since, via="", **more):
    """Return the changes between two files."""
    found = Candidate(extract(new, new.parent), via=via)
    files = {found.extract.sha256: new}
    older = [Older(Book.open(old).sha256, old, s) for s in since or (SINCE_VERSION,)]
    return changes_of({"658021": found}, files, {"658021": more.pop("older", older)}, **more)


def changed(old, tmp_path, *edits):
    """Return the changes after some cells were typed over."""
    new = tmp_path / "baru.xlsx"
    shutil.copy(old, new)
    for each in edits:
        edit(new, *each)
    return compared(old, new)


@pytest.mark.parametrize(
    ("typed", "what", "before", "after", "row"),
    [
        (("anggaran", 1, "pagu", 250), "diubah", "Rp 200", "Rp 250", "CQ.6709.QGE.002"),
        (("anggaran", 1, "keterangan", "revisi"), "ditambah", "", "revisi", "CQ.6709.QGE.002"),
        (("kinerja", 2, "realisasi_tw4", None), "dihapus", "50", "", "1.2.1"),
        (("pk", 0, "target", 95), "diubah", "90", "95", "1.1.1"),
    ],
)
def test_one_cell(old, tmp_path, typed, what, before, after, row):
    """One cell that was typed over is one line with sheet, cell, heading and both values."""
    (change,) = changed(old, tmp_path, typed)
    assert (change.what, change.before, change.after, change.row) == (what, before, after, row)
    assert change.sheet == {"anggaran": "Anggaran", "kinerja": "Kinerja", "pk": "PK"}[typed[0]]
    assert change.cell
    assert change.column
    assert (change.kode_satker, change.nama_satker) == ("658021", NAME)


def test_a_row_put_in_marks_no_other_row(tmp_path):
    """A new row is one line that tells what it holds; the rows below are not changed by it."""
    rows = [filled.ANGGARAN[0], {**filled.ANGGARAN[0], "kode_ro": "009"}, *filled.ANGGARAN[1:]]
    base, new = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path, wanted in ((base, filled.ANGGARAN), (new, rows)):
        filled.fill(path, {"anggaran": wanted})
    (change,) = compared(base, new)
    assert (change.what, change.sheet, change.row) == ("ditambah", "Anggaran", "CQ.6709.QGE.009")
    assert "Kode RO: 009" in change.after
    (gone,) = compared(new, base)
    assert (gone.what, gone.after) == ("dihapus", "")
    assert "Kode RO: 009" in gone.before


def test_nothing_changed(old, tmp_path):
    """The same bytes, and other bytes with the same inputs, give no line."""
    assert compared(old, old) == ()
    again = tmp_path / "lain.xlsx"
    shutil.copy(old, again)
    edit(again, "anggaran", 0, "pagu", 401)
    edit(again, "anggaran", 0, "pagu", 400)
    assert compared(old, again) == ()


def test_both_comparisons_are_told_apart(old, tmp_path):
    """The last accepted version comes before the last joining."""
    new = edit(shutil.copy(old, tmp_path / "b.xlsx"), "anggaran", 0, "pagu", 401)
    found = compared(old, new, SINCE_JOIN, SINCE_VERSION)
    assert [c.since for c in found] == [SINCE_VERSION, SINCE_JOIN]


def test_what_cannot_be_compared_says_why(old, tmp_path):
    """A file that is gone, damaged or known by a rekap only is told, not passed over."""
    new = edit(shutil.copy(old, tmp_path / "b.xlsx"), "anggaran", 0, "pagu", 401)
    (gone,) = compared(old, new, older=[Older("0" * 64, None, SINCE_JOIN)])
    assert "tidak ada lagi" in gone.reason
    (via,) = compared(old, new, via="rekap.xlsx")
    assert "rekap" in via.reason
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK")
    (damaged,) = compared(old, new, older=[Older("0" * 64, broken, SINCE_JOIN)])
    assert "Tidak dapat dibandingkan" in damaged.reason
    assert {c.what for c in (gone, via, damaged)} == {"catatan"}


def test_who_came_and_who_went(old):
    """Against the last rekap, new satkers and those that are gone have a line each."""
    found = compared(old, old, before={"658022": "KPU Kota Dua"})
    assert [(c.kode_satker, c.nama_satker) for c in found] == [
        ("658021", NAME),
        ("658022", "KPU Kota Dua"),
    ]
    assert compared(old, old, before={"658021": NAME}) == ()
