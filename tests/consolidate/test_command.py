"""The commands gabung and surati: exit codes, Indonesian sentences, one JSON object."""

from __future__ import annotations

import json
import shutil

import pytest

from sakip_excel.cli import main
from sakip_excel.consolidate import rekap
from tests.consolidate.files import edit, listing, satker, seal
from tests.consolidate.test_work import decide


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with one sealed report and a roster of two satkers."""
    folder = tmp_path_factory.mktemp("laporan")
    seal(satker(folder / "a.xlsx", "658001", "KPU Kota Satu"))
    listing(
        folder / "daftar_satker.xlsx",
        {"kode_satker": "658001", "nama_satker": "KPU Kota Satu", "email": "satu@kpu.go.id"},
        {"kode_satker": "658002", "nama_satker": "KPU Kota Dua", "email": "dua@kpu.go.id"},
    )
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """Return a copy of it."""
    return shutil.copytree(made, tmp_path / "laporan")


def run(capsys, *arguments):
    """Run a command and return exit code, output and errors."""
    code = main([str(a) for a in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_gabung_says_where_things_stand(folder, tmp_path, capsys):
    """Missing satkers are no Galat: exit 0, with coverage, money and who is missing."""
    code, out, _ = run(capsys, "gabung", folder, "-o", tmp_path / "rekap.xlsx")
    assert code == 0
    assert "TW IV 2024: 1 dari 2 satker, SEMENTARA" in out
    assert "Pagu Rp 1.000, realisasi Rp 780, serapan 78,00%" in out
    assert "Belum: 658002 KPU Kota Dua" in out
    assert (tmp_path / "rekap.xlsx").exists()


def test_a_rekap_that_is_too_large_says_what_to_join_instead(folder, tmp_path, capsys, monkeypatch):
    """A rekap beyond the limits of reading is named with the way out, and nothing is counted."""
    run(capsys, "gabung", folder, "-o", tmp_path / "rekap.xlsx")
    true = rekap.read_rekap

    def narrow(path, *, rows=True):
        with monkeypatch.context() as limits:
            if rows:
                limits.setattr("sakip_excel.consolidate.rekap.reread.MAX_CELLS", 1)
            return true(path, rows=rows)

    monkeypatch.setattr(rekap, "read_rekap", narrow)
    period = ("--tahun", "2024", "--triwulan", "IV")
    _, out, _ = run(capsys, "gabung", tmp_path / "rekap.xlsx", "-o", tmp_path / "n.xlsx", *period)
    assert "Tidak terbaca: rekap.xlsx: Rekap ini terlalu besar untuk digabung lagi." in out
    assert "Pakailah rekap provinsi" in out
    assert "\n  \n" not in out


def test_many_unreadable_files_are_counted(folder, tmp_path, capsys):
    """Five reasons are printed, the other files counted; all stand on Pengecualian."""
    for number in range(7):
        (folder / f"rusak {number}.xlsx").write_bytes(b"PK%d" % number)
    _, out, _ = run(capsys, "gabung", folder, "-o", tmp_path / "a.xlsx")
    assert out.count("Tidak terbaca: rusak ") == 5
    assert "Tidak terbaca: 2 berkas lagi; lihat lembar Pengecualian." in out


def test_galat_is_one_and_unreadable_is_not(folder, tmp_path, capsys):
    """A Galat in a chosen report ends with 1; a file that cannot be read does not."""
    (folder / "rusak.xlsx").write_bytes(b"PK")
    code, out, _ = run(capsys, "gabung", folder, "-o", tmp_path / "a.xlsx")
    assert code == 0
    assert "Tidak terbaca: rusak.xlsx: " in out
    edit(satker(folder / "b.xlsx", "658002", "KPU Kota Dua"), "pk", 1, "kode", "1.1.1")
    code, out, _ = run(capsys, "gabung", folder, "-o", tmp_path / "b.xlsx")
    assert code == 1
    assert "Ditolak: 658002 KPU Kota Dua" in out


def test_json_is_one_object(folder, tmp_path, capsys):
    """--json prints one object with plain numbers and nothing else."""
    code, out, err = run(capsys, "gabung", folder, "-o", tmp_path / "r.xlsx", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["jumlah"] == {
        "pagu": 1000,
        "realisasi": 780,
        "serapan": 0.78,
        "efisiensi": pytest.approx(120 / 900),
    }
    assert found["cakupan"] == {"masuk": 1, "nihil": 0, "wajib": 2, "lengkap": False}
    assert [row["keadaan"] for row in found["status"]] == ["diterima dengan catatan", "belum"]
    assert found["triwulan"] == "IV"


@pytest.mark.parametrize(
    "options",
    [
        ["--tahun", "2024"],
        ["--triwulan", "IV"],
        ["--tahun", "2024", "--triwulan", "V"],
        ["--tahun", "dua ribu", "--triwulan", "IV"],
        ["--proses", "nol"],
        ["--proses", "0"],
    ],
)
def test_wrong_usage_is_two(folder, tmp_path, capsys, options):
    """Half a period, an unknown quarter and no number are said in one sentence."""
    code, _, err = run(capsys, "gabung", folder, "-o", tmp_path / "r.xlsx", *options)
    assert code == 2
    assert err.strip()
    assert not (tmp_path / "r.xlsx").exists()


def test_a_wrong_year_is_answered_with_a_year(folder, tmp_path, capsys):
    """The example fits what is asked for."""
    asked = ("--tahun", "dua", "--triwulan", "IV")
    _, _, err = run(capsys, "gabung", folder, "-o", tmp_path / "r.xlsx", *asked)
    assert "misalnya 2024." in err


def test_target_must_be_a_workbook(folder, tmp_path, capsys):
    """A rekap with another suffix is refused before anything is read."""
    code, _, err = run(capsys, "gabung", folder, "-o", tmp_path / "rekap.pdf")
    assert code == 2
    assert ".xlsx" in err


def test_wrong_roster_is_three(folder, tmp_path, capsys):
    """A roster that cannot be used stops the joining."""
    wrong = listing(tmp_path / "d.xlsx", {"kode_satker": "12"})
    code, _, err = run(capsys, "gabung", folder, "-o", tmp_path / "r.xlsx", "--daftar", wrong)
    assert code == 3
    assert "enam angka" in err


def test_closing(folder, tmp_path, capsys):
    """--tutup freezes the period, and the next run says that it is frozen."""
    rekap = tmp_path / "r.xlsx"
    _, out, _ = run(capsys, "gabung", folder, "-o", rekap, "--tutup")
    assert "tutup-2024-TW4.json" in out
    before = rekap.read_bytes()
    _, out, _ = run(capsys, "gabung", folder, "-o", rekap)
    assert "sudah ditutup" in out
    assert rekap.read_bytes() == before


def test_surati_writes_drafts(folder, tmp_path, capsys):
    """The letters of a rekap become drafts beside it, one line each."""
    rekap = tmp_path / "r.xlsx"
    run(capsys, "gabung", folder, "-o", rekap)
    code, out, _ = run(capsys, "surati", rekap)
    assert code == 0
    assert "658002 KPU Kota Dua, pengingat, dua@kpu.go.id, draf" in out
    assert [p.name for p in (tmp_path / "surat").iterdir()] == [
        "SAKIP-658002-2024-TW4-pengingat.eml"
    ]


def test_surati_only_what_is_asked_for(folder, tmp_path, capsys):
    """A kind or satker without a letter is said; --json prints one object."""
    rekap = tmp_path / "r.xlsx"
    run(capsys, "gabung", folder, "-o", rekap)
    assert run(capsys, "surati", rekap, "--jenis", "pengembalian")[0] == 2
    assert run(capsys, "surati", rekap, "--satker", "658001")[0] == 2
    code, out, _ = run(capsys, "surati", rekap, "--satker", "658002", "--json")
    assert code == 0
    assert [x["kepada"] for x in json.loads(out)["surat"]] == ["dua@kpu.go.id"]


def test_surati_without_a_server(folder, tmp_path, capsys):
    """--smtp without a server in the settings is wrong usage, and nothing is sent."""
    rekap, empty = tmp_path / "r.xlsx", tmp_path / "kosong.toml"
    empty.write_text("", encoding="utf-8")
    run(capsys, "gabung", folder, "-o", rekap)
    code, _, err = run(capsys, "surati", rekap, "--smtp", "--pengaturan", empty)
    assert code == 2
    assert "SMTP" in err


def test_surati_needs_a_rekap(folder, capsys):
    """A workbook that is no rekap is refused with a sentence."""
    code, _, err = run(capsys, "surati", folder / "a.xlsx")
    assert code == 3
    assert "bukan rekap" in err


def test_decisions_that_do_not_count_are_named(folder, tmp_path, capsys):
    """A decision for an older version and a word that is none are told with the satker."""
    rekap = tmp_path / "r.xlsx"
    seal(satker(folder / "b.xlsx", "658002", "KPU Kota Dua"))
    run(capsys, "gabung", folder, "-o", rekap)
    decide(rekap, "658001", keputusan="Kembalikan")
    decide(rekap, "658002", keputusan="setuju")
    _, out, _ = run(capsys, "gabung", folder, "-o", rekap)
    assert "gugur" not in out
    known = "(pilih Sahkan, Kembalikan, Nihil)"
    assert f"Keputusan yang tertulis tidak dikenal {known}: 658002 KPU Kota Dua" in out
    seal(edit(folder / "a.xlsx", "kinerja", 0, "realisasi_tw4", 46), day=14)
    _, out, _ = run(capsys, "gabung", folder, "-o", rekap)
    assert "Keputusan gugur karena ada versi baru: 658001 KPU Kota Satu" in out


def test_a_report_is_not_taken_for_the_rekap(folder, tmp_path, capsys):
    """Who names a satker's workbook as the rekap is told to choose another name; it stays."""
    own = shutil.copy(folder / "a.xlsx", tmp_path / "a.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()
    code, _, err = run(capsys, "gabung", folder, "-o", own)
    assert code == 2
    assert "a.xlsx sudah ada dan bukan rekap; tidak ditimpa. Beri nama lain dengan -o." in err
    assert (tmp_path / "a.xlsx").read_bytes() == before
