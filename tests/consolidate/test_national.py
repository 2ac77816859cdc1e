"""Rekaps joined into a national one: nobody whom a province expects vanishes, nil is declared."""

from __future__ import annotations

import json

import pytest

from sakip_excel.cli import main
from sakip_excel.consolidate.period import closure_path
from sakip_excel.consolidate.rekap import read_rekap
from tests.consolidate.files import listing, satker, seal
from tests.consolidate.test_work import decide, go, states

FOUR = [
    {"kode_satker": "658001", "nama_satker": "KPU Kota Satu", "email": "satu@kpu.go.id"},
    {"kode_satker": "658002", "nama_satker": "KPU Kota Dua", "batas_waktu": "15/01/2025"},
    {"kode_satker": "658003", "nama_satker": "KPU Kota Tiga", "nihil": "Ya"},
    {"kode_satker": "658004", "nama_satker": "KPU Kota Empat"},
]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return one sealed report; not to be written to."""
    folder = tmp_path_factory.mktemp("laporan")
    return seal(satker(folder / "658001.xlsx", "658001", "KPU Kota Satu"))


@pytest.fixture
def folder(report, tmp_path):
    """Return the folder of a province: one of four has reported, one is nil by its roster."""
    place = tmp_path / "sumsel"
    place.mkdir()
    (place / report.name).write_bytes(report.read_bytes())
    listing(place / "daftar_satker.xlsx", *FOUR)
    return place


@pytest.fixture
def province(folder, tmp_path):
    """Return the rekap of the province."""
    go(folder, to=tmp_path / "sumsel.xlsx")
    return tmp_path / "sumsel.xlsx"


def test_who_sent_nothing_is_still_listed(province, tmp_path):
    """Without a national roster the provinces' expected satkers keep their rows."""
    joined = go(province, to=tmp_path / "nasional.xlsx")
    assert states(joined) == {
        "658001": "diterima dengan catatan",
        "658002": "belum",
        "658003": "nihil",
        "658004": "belum",
    }
    assert joined.coverage.expected is None
    assert "cakupan tidak diketahui" in joined.coverage.text
    assert joined.coverage.mark == "SEMENTARA"
    names = {row.kode_satker: row.nama_satker for row in joined.status}
    assert names["658004"] == "KPU Kota Empat"


def test_nil_says_who_declared_it(province, tmp_path):
    """The national row names the rekap whose roster declares nil, and leaves its own columns."""
    roster = listing(tmp_path / "daftar.xlsx", *({**row, "nihil": None} for row in FOUR))
    joined = go(province, to=tmp_path / "nasional.xlsx", roster=roster)
    row = next(r for r in joined.status if r.kode_satker == "658003")
    assert row.state.value == "nihil"
    assert row.reason == "Dinyatakan nihil dalam daftar satker (daftar dalam sumsel.xlsx)."
    assert (row.decision, row.note) == ("", "")
    assert joined.coverage.text == "1 dari 4 satker (1 nihil)"


def test_nil_by_an_officer_is_told_apart(folder, province, tmp_path):
    """A typed decision comes up as a decision, and taken back it is no declaration."""
    decide(province, "658004", keputusan="Nihil")
    joined = go(province, to=tmp_path / "a.xlsx")
    row = next(r for r in joined.status if r.kode_satker == "658004")
    assert "oleh petugas (keputusan dalam sumsel.xlsx)" in row.reason
    go(folder, to=province)
    assert states(go(province, to=tmp_path / "b.xlsx"))["658004"] == "nihil"
    decide(province, "658004", keputusan=None)
    assert {e.kode_satker for e in read_rekap(province).expected if e.nil} == {"658003"}
    assert states(go(province, to=tmp_path / "c.xlsx"))["658004"] == "belum"


def test_a_report_goes_before_a_declaration(province, tmp_path):
    """Who was declared nil and has reported after all is counted."""
    late = satker(tmp_path / "lain" / "658003.xlsx", "658003", "KPU Kota Tiga")
    joined = go(province, seal(late), to=tmp_path / "nasional.xlsx")
    assert states(joined)["658003"] == "diterima dengan catatan"
    assert joined.total.pagu == 2000


def test_another_quarter_decides_nothing(province, tmp_path):
    """What a rekap of TW IV says of a satker does not hold for TW III."""
    decide(province, "658004", keputusan="Nihil")
    third = tmp_path / "tw3"
    satker(third / "658001.xlsx", "658001", "KPU Kota Satu", triwulan="III")
    rows = [{**row, "nihil": None} for row in FOUR]
    roster = listing(tmp_path / "daftar.xlsx", *rows)
    joined = go(province, third, to=tmp_path / "n.xlsx", period=(2024, 3), roster=roster)
    assert states(joined)["658003"] == states(joined)["658004"] == "belum"
    without = go(province, third, to=tmp_path / "m.xlsx", period=(2024, 3))
    assert set(states(without)) == {"658001"}


def test_a_rekap_without_a_roster_expects_nobody(report, tmp_path):
    """Rows that came from reports alone are no roster."""
    go(report.parent, to=tmp_path / "tanpa.xlsx")
    assert read_rekap(tmp_path / "tanpa.xlsx").expected == ()


def test_a_closed_national_period_keeps_them(province, tmp_path):
    """Closed and made again, the declared rows are there; a closing of before reads as before."""
    rekap = tmp_path / "nasional.xlsx"
    closed = go(province, to=rekap, closing=True)
    assert go(province, to=rekap) == closed
    place = closure_path(rekap, (2024, 4))
    assert place.name == "nasional.tutup-2024-TW4.json"
    old = json.loads(place.read_text(encoding="utf-8"))
    del old["daftar_rekap"]
    place.write_text(json.dumps(old), encoding="utf-8")
    assert set(states(go(province, to=rekap))) == {"658001"}


def test_two_rekaps_in_one_folder_close_on_their_own(folder, tmp_path, capsys):
    """The closing carries the name of its rekap, so that another rekap beside it stays open."""
    for name in ("satu", "dua"):
        assert main(["gabung", str(folder), "-o", str(tmp_path / f"{name}.xlsx")]) == 0
    main(["gabung", str(folder), "-o", str(tmp_path / "satu.xlsx"), "--tutup"])
    assert "satu.tutup-2024-TW4.json" in capsys.readouterr().out
    main(["gabung", str(folder), "-o", str(tmp_path / "dua.xlsx")])
    assert "ditutup" not in capsys.readouterr().out
