"""The whole way of a joining over real files: archive, folder, rekap of rekaps, closed period."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from datetime import datetime

import pytest

from sakip_excel.cli import main
from sakip_excel.consolidate import work
from sakip_excel.consolidate.period import ClosedError, closure_path
from sakip_excel.consolidate.rekap import read_rekap
from sakip_excel.consolidate.work import Request, run_join
from sakip_excel.errors import NotFoundError, OpenElsewhereError, UsageError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name
from tests.consolidate.files import edit, listing, satker, seal, take_in

NAMES = {"658001": "KPU Kota Satu", "658002": "KPU Kota Dua", "658003": "KPU Kota Tiga"}
TIMES = {"658001": 1, "658002": 10, "658003": 100}
LATER = "KPU Kota Empat"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with three sealed reports."""
    folder = tmp_path_factory.mktemp("laporan")
    for kode, name in NAMES.items():
        seal(satker(folder / f"{kode}.xlsx", kode, name, TIMES[kode]))
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """Return a copy of the folder with a roster of the three satkers and one more."""
    place = tmp_path / "laporan"
    shutil.copytree(made, place)
    codes = [*NAMES.items(), ("658004", LATER)]
    rows = ({"kode_satker": k, "nama_satker": n, "batas_waktu": "15/01/2025"} for k, n in codes)
    listing(place / "daftar_satker.xlsx", *rows)
    return place


@pytest.fixture
def archive(folder, tmp_path):
    """Return an archive that took the three reports in."""
    place = tmp_path / "arsip"
    take_in(place, *(folder / f"{kode}.xlsx" for kode in NAMES))
    shutil.copy(folder / "daftar_satker.xlsx", place)
    return place


def clock():
    """Return the time of joining."""
    return datetime(2025, 1, 20, 9, 30).astimezone()


def go(*folders, to, **more):
    """Join folders into a rekap and return the joined period."""
    return run_join(Request(folders, to, processes=1, **more), clock=clock).joined


def states(joined):
    """Return the state of every satker."""
    return {row.kode_satker: row.state.value for row in joined.status}


def decide(rekap, kode, **values):
    """Type into the row of a satker on Status, as an officer does."""
    book = Book.open(rekap)
    table = book.table("tblStatus")
    top, left, bottom, right = table.ref
    rows = book.rows(table.sheet)
    headings = {str(rows[top][c].value).casefold(): c for c in range(left, right + 1)}
    keyed = {"keputusan": "keputusan", "catatan": "catatan"}
    codes = headings["kode satker"]
    row = next(r for r in range(top + 1, bottom + 1) if rows[r][codes].value == kode)
    patch = Patch(book)
    for key, value in values.items():
        patch.set(table.sheet, cell_name(row, headings[keyed[key]]), value)
    rekap.write_bytes(patch.to_bytes())


def test_a_folder_of_workbooks(folder, tmp_path):
    """Three sealed reports of 1.000, 10.000 and 100.000 make 111.000; the fourth is missing."""
    joined = go(folder, to=tmp_path / "rekap.xlsx")
    assert (joined.tahun, joined.triwulan) == (2024, 4)
    assert (joined.total.pagu, joined.total.realisasi) == (111_000, 86_580)
    assert joined.coverage.text == "3 dari 4 satker"
    assert states(joined)["658004"] == "belum"
    assert [p.pagu for p in joined.satkers] == [1000, 10_000, 100_000]


def test_rekap_reads_back(folder, tmp_path):
    """What was written reads back with the same money, and joins to the same period."""
    joined = go(folder, to=tmp_path / "rekap.xlsx")
    found = read_rekap(tmp_path / "rekap.xlsx")
    assert sum(e.pagu for e in found.extracts) == 111_000
    assert found.metadata["Periode"] == "TW IV 2024"
    national = go(tmp_path / "rekap.xlsx", to=tmp_path / "nasional.xlsx")
    assert national.total == replace(joined.total, refs=national.total.refs)
    assert [p.pagu for p in national.budget] == [p.pagu for p in joined.budget]
    assert [r.via for r in national.reports] == ["rekap.xlsx"] * 3


def test_order_and_processes_do_not_matter(folder, tmp_path, monkeypatch):
    """Any order of reading and any number of processes gives the same joined period."""
    first = go(folder, to=tmp_path / "a.xlsx")
    look = work.look_into

    def shuffled(*arguments):
        found = look(*arguments)
        random.Random(7).shuffle(found.paths)  # noqa: S311 - an order for a test
        return found

    monkeypatch.setattr(work, "look_into", shuffled)
    assert go(folder, to=tmp_path / "b.xlsx") == first
    monkeypatch.undo()
    request = Request((folder,), tmp_path / "c.xlsx", processes=2)
    assert run_join(request, clock=clock).joined == first


def test_bad_files_never_stop_the_run(folder, tmp_path):
    """Damaged, foreign and mail files are told, and the good ones are joined."""
    (folder / "658004 rusak.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "surat.eml").write_text("Subject: x", encoding="utf-8")
    (folder / "foto.jpg").write_bytes(b"\xff\xd8")
    (folder / "~$658001.xlsx").write_bytes(b"kunci")
    joined = go(folder, to=tmp_path / "rekap.xlsx")
    assert joined.total.pagu == 111_000
    assert states(joined)["658004"] == "tidak terbaca"
    kinds = {e.path: e.kind for e in joined.excluded}
    assert kinds == {
        "658004 rusak.xlsx": "tidak terbaca",
        "surat.eml": "bukan buku kerja",
        "foto.jpg": "bukan buku kerja",
    }
    assert "sakip terima" in next(e.reason for e in joined.excluded if e.path == "surat.eml")


def test_other_period_is_left_out_unless_asked_for(folder, tmp_path):
    """The usual period is taken; another one can be asked for."""
    satker(folder / "tw3.xlsx", "658004", LATER, triwulan="III")
    assert states(go(folder, to=tmp_path / "a.xlsx"))["658004"] == "belum"
    joined = go(folder, to=tmp_path / "b.xlsx", period=(2024, 3))
    assert (joined.triwulan, joined.coverage.counted) == (3, 1)


def test_archive_takes_the_present_version(archive, folder, tmp_path):
    """The journal's last version counts, with its number and receipt; the older one is listed."""
    newer = seal(edit(folder / "658001.xlsx", "anggaran", 0, "realisasi_tw4", 310), day=13)
    take_in(archive, newer, day=16)
    joined = go(archive, to=tmp_path / "rekap.xlsx")
    row = next(r for r in joined.status if r.kode_satker == "658001")
    assert (row.version, row.received.day, row.late_days) == (2, 16, 0)
    assert joined.total.realisasi == 86_580 + 10
    assert [e.kind for e in joined.excluded if e.kode_satker == "658001"] == ["versi lama"]
    changed = [c for c in joined.changes if c.kode_satker == "658001"]
    assert [(c.since, c.what, c.before, c.after) for c in changed] == [
        ("versi sebelumnya", "diubah", "Rp 300", "Rp 310")
    ]
    assert changed[0].row == "CQ.6709.QGE.001"


def test_changes_since_the_last_joining(folder, tmp_path):
    """A second joining tells what changed in each satker, and who came and went."""
    rekap = tmp_path / "rekap.xlsx"
    first = go(folder, to=rekap)
    assert not first.changes
    shutil.copy(folder / "658001.xlsx", folder / "lama.xlsx")
    seal(edit(folder / "658001.xlsx", "kinerja", 0, "realisasi_tw4", 46), day=14)
    seal(satker(folder / "658004.xlsx", "658004", LATER))
    (folder / "658003.xlsx").unlink()
    joined = go(folder, to=rekap)
    told = {(c.kode_satker, c.what, c.before, c.after) for c in joined.changes}
    assert ("658001", "diubah", "45", "46") in told
    reasons = {c.kode_satker: c.reason for c in joined.changes if c.what == "catatan"}
    assert "Baru masuk" in reasons["658004"]
    assert "sekarang tidak ada" in reasons["658003"]
    assert not any(c.kode_satker == "658002" for c in joined.changes)


def test_change_without_the_older_file_says_so(folder, tmp_path):
    """When the older file is gone the row says that nothing can be shown."""
    rekap = tmp_path / "rekap.xlsx"
    go(folder, to=rekap)
    seal(edit(folder / "658001.xlsx", "kinerja", 0, "realisasi_tw4", 46), day=14)
    (change,) = go(folder, to=rekap).changes
    assert change.what == "catatan"
    assert "tidak ada lagi" in change.reason


def test_decisions_survive(folder, tmp_path):
    """What an officer typed is in force in the next run, and the one before is kept."""
    rekap = tmp_path / "rekap.xlsx"
    go(folder, to=rekap)
    decide(rekap, "658001", keputusan="Kembalikan", catatan="pagu salah")
    decide(rekap, "658004", keputusan="Nihil")
    for _ in range(2):
        joined = go(folder, to=rekap)
        assert states(joined)["658001"] == "ditolak"
        assert states(joined)["658004"] == "nihil"
        assert joined.total.pagu == 110_000
    assert joined.coverage.text == "2 dari 4 satker (1 nihil)"
    row = next(r for r in joined.status if r.kode_satker == "658001")
    assert (row.decision, row.note) == ("Kembalikan", "pagu salah")
    assert list((tmp_path / "cadangan").glob("rekap*.xlsx"))


def test_decision_of_a_province_in_the_national_rekap(folder, tmp_path):
    """What the province returned is not summed by the national office."""
    province = tmp_path / "provinsi.xlsx"
    go(folder, to=province)
    decide(province, "658003", keputusan="Kembalikan")
    national = go(province, to=tmp_path / "nasional.xlsx")
    assert national.total.pagu == 11_000
    assert go(province, folder, to=tmp_path / "dua.xlsx").total.pagu == 11_000


def test_same_input_writes_nothing(folder, tmp_path):
    """A second run at the same time changes nothing and makes no backup."""
    rekap = tmp_path / "rekap.xlsx"
    go(folder, to=rekap)
    done = run_join(Request((folder,), rekap, processes=1), clock=clock)
    assert not done.written.changed
    assert not (tmp_path / "cadangan").exists()


def test_closed_period_is_made_again_exactly(archive, folder, tmp_path):
    """After closing, later arrivals and decisions change nothing but their own lines."""
    rekap = tmp_path / "rekap.xlsx"
    go(archive, to=rekap)
    decide(rekap, "658002", keputusan="Sahkan")
    closed = go(archive, to=rekap, closing=True)
    assert closed.closed
    (tmp_path / "lain").mkdir()
    again = tmp_path / "lain" / "rekap.xlsx"
    shutil.copy(closure_path(rekap, (2024, 4)), again.parent)
    other = go(archive, to=again)
    assert replace(other, status=()) == replace(closed, status=())
    newer = seal(edit(folder / "658001.xlsx", "anggaran", 0, "pagu", 500), day=18)
    take_in(archive, newer, seal(satker(folder / "x.xlsx", "658004", LATER)), day=19)
    decide(rekap, "658003", keputusan="Kembalikan")
    later = go(archive, to=rekap)
    late = [e for e in later.excluded if e.kind == "datang setelah ditutup"]
    assert {e.kode_satker for e in late} == {"658001", "658004"}
    rest = tuple(e for e in later.excluded if e not in late)
    assert replace(later, excluded=rest) == closed
    assert later.made_at == clock()


def test_closed_period_refuses_when_a_file_is_gone_or_changed(folder, tmp_path):
    """A closed period is never made again from other files."""
    rekap = tmp_path / "rekap.xlsx"
    go(folder, to=rekap, closing=True)
    edit(folder / "658002.xlsx", "anggaran", 0, "pagu", 1)
    with pytest.raises(ClosedError, match=r"658002\.xlsx"):
        go(folder, to=rekap)
    (folder / "658002.xlsx").unlink()
    with pytest.raises(ClosedError, match=r"658002\.xlsx"):
        go(folder, to=rekap)


def test_damaged_closing_is_told(folder, tmp_path):
    """A closing that cannot be read stops with a sentence, not with new figures."""
    rekap = tmp_path / "rekap.xlsx"
    go(folder, to=rekap, closing=True)
    place = closure_path(rekap, (2024, 4))
    assert json.loads(place.read_text(encoding="utf-8"))["triwulan"] == 4
    for text in ("{", "[]", '{"skema": 99}'):
        place.write_text(text, encoding="utf-8")
        with pytest.raises(ClosedError):
            go(folder, to=rekap)


def test_archive_file_that_changed_is_not_believed(archive, tmp_path):
    """A stored file whose bytes are no longer those of the journal is not summed."""
    stored = next((archive / "masuk" / "658003").rglob("*.xlsx"))
    edit(stored, "anggaran", 0, "pagu", 999)
    joined = go(archive, to=tmp_path / "rekap.xlsx")
    assert joined.total.pagu == 11_000
    assert states(joined)["658003"] == "tidak terbaca"
    assert any("tidak sama lagi" in e.reason for e in joined.excluded)


def test_refusals(folder, tmp_path):
    """A rekap of another period, a foreign workbook, an open one and no report are refused."""
    rekap = tmp_path / "rekap.xlsx"
    go(folder, to=rekap)
    satker(folder / "tw3.xlsx", "658004", LATER, triwulan="III")
    before = rekap.read_bytes()
    with pytest.raises(UsageError, match="TW IV 2024"):
        go(folder, to=rekap, period=(2024, 3))
    own = shutil.copy(folder / "658001.xlsx", tmp_path / "milik.xlsx")
    with pytest.raises(UsageError, match=r"milik\.xlsx sudah ada dan bukan rekap"):
        go(folder, to=tmp_path / "milik.xlsx")
    assert (tmp_path / "milik.xlsx").read_bytes() == (folder / "658001.xlsx").read_bytes()
    assert own
    (tmp_path / "~$rekap.xlsx").write_bytes(b"x")
    with pytest.raises(OpenElsewhereError):
        go(folder, to=rekap)
    assert rekap.read_bytes() == before
    (tmp_path / "kosong").mkdir()
    with pytest.raises(UsageError, match="Tidak ada laporan"):
        go(tmp_path / "kosong", to=tmp_path / "x.xlsx")
    with pytest.raises(NotFoundError):
        go(tmp_path / "tiada", to=tmp_path / "x.xlsx")


def test_rekap_inside_the_joined_folder(folder):
    """A rekap written into the folder that it joins, and its letters, are not read as input."""
    rekap = folder / "rekap.xlsx"
    go(folder, to=rekap)
    assert main(["surati", str(rekap)]) == 0
    joined = go(folder, to=rekap)
    assert joined.total.pagu == 111_000
    assert not any(e.path.startswith("surat/") for e in joined.excluded)
    assert not any(e.path == "rekap.xlsx" for e in joined.excluded)
