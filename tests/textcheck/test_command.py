"""``sakip periksa-teks``: exit codes, sentences, one JSON object; and the measuring tool."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sakip_excel.cli import main
from tests.textcheck import measure

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "samples" / "kota_prabumulih_2024_benar.xlsx"
EXCERPT = ROOT / "tests" / "data" / "lkj_petikan.txt"
RIGHT = "Realisasi anggaran KPU Kota Prabumulih Tahun 2024 mencapai 98,18%.\n"


def run(capsys, path, *options):
    """Run the command on a text and return exit code and what it printed."""
    code = main(["periksa-teks", str(path), "--buku", str(BOOK), *options])
    return code, capsys.readouterr()


def test_mistakes_give_1_and_are_printed(capsys):
    """A report with mistakes ends with 1; code, place, quotation and advice are printed."""
    code, printed = run(capsys, EXCERPT)
    assert code == 1
    assert "TX207 baris 9 “realisasi anggarannya sebesar 94,91%”" in printed.out
    assert "101,26%" in printed.out
    assert "GALAT" in printed.out
    assert not printed.err


def test_a_right_report_gives_0(capsys, tmp_path):
    """A report that agrees with its workbook ends with 0."""
    path = tmp_path / "LKj.txt"
    path.write_text(RIGHT, encoding="utf-8")
    code, printed = run(capsys, path)
    assert code == 0
    assert "0 galat, 0 peringatan, 0 info." in printed.out


def test_warnings_alone_give_0(capsys, tmp_path):
    """Warnings do not fail a report."""
    path = tmp_path / "LKj.txt"
    path.write_text("Berdasarkan Undang-Undang Nomor 15 Tahun 2011.\n", encoding="utf-8")
    code, printed = run(capsys, path)
    assert code == 0
    assert "PERINGATAN" in printed.out


def test_same_findings_are_printed_once(capsys, tmp_path):
    """What is wrong in the same way at many places is one line with its places."""
    path = tmp_path / "LKj.txt"
    path.write_text("Undang-Undang Nomor 15 Tahun 2011.\n\n" * 12, encoding="utf-8")
    _, printed = run(capsys, path)
    lines = [line for line in printed.out.splitlines() if "TX215" in line]
    assert len(lines) == 1
    assert "dan 4 tempat lagi" in lines[0]


def test_a_place_is_named_once(capsys, tmp_path):
    """Two of the same mistake in one line are counted twice and placed once."""
    path = tmp_path / "LKj.txt"
    path.write_text("Penetapan Kinerja menjadi dasar Penetapan Kinerja ini.\n", encoding="utf-8")
    printed = run(capsys, path)[1].out
    assert "TX215 baris 1 “" in printed
    assert "2 peringatan" in printed


def test_information_is_shown_on_demand(capsys, tmp_path):
    """Information is counted always and shown with --semua."""
    path = tmp_path / "LKj.txt"
    path.write_text("KPU Kota Perabumulih\n", encoding="utf-8")
    assert "TX212" not in run(capsys, path)[1].out
    assert "TX212" in run(capsys, path, "--semua")[1].out


def test_json_is_one_object(capsys):
    """--json prints one object: counts, and for every finding its place and quotation."""
    code, printed = run(capsys, EXCERPT, "--json")
    found = json.loads(printed.out)
    assert code == 1
    assert list(found) == ["skema", "versi", "naskah", "buku", "jumlah", "temuan"]
    finding = next(f for f in found["temuan"] if f["kode"] == "TX207")
    assert finding["tempat"] == {"jenis": "baris", "nomor": 9, "baris": None, "sampai": 9}
    assert finding["kutipan"] == "realisasi anggarannya sebesar 94,91%"
    assert finding["dihitung"] == "101,26%"
    assert found["jumlah"]["galat"] == sum(f["tingkat"] == "galat" for f in found["temuan"])


@pytest.mark.parametrize(
    ("name", "code"), [("tidak_ada.txt", 3), ("tidak_ada.docx", 3), ("LKj.pdf", 2)]
)
def test_files_that_cannot_be_read(capsys, tmp_path, name, code):
    """A missing file gives 3, a file of another kind 2, both with one sentence."""
    assert run(capsys, tmp_path / name)[0] == code
    assert name in capsys.readouterr().err or code


def test_workbook_with_mistakes_is_said_first(capsys):
    """Where the workbook itself has mistakes, the report says so before all else."""
    wrong = BOOK.with_name("kota_prabumulih_2024.xlsx")
    main(["periksa-teks", str(EXCERPT), "--buku", str(wrong)])
    assert "Buku kerja itu sendiri memuat" in capsys.readouterr().out


def test_excerpt_holds_what_its_key_lists(capsys):
    """Every mistake of the excerpt is found at its line, and nothing else is."""
    key = EXCERPT.with_suffix(".csv")
    measure.main(str(EXCERPT), str(BOOK), str(key))
    printed = capsys.readouterr().out
    entries = measure.read_key(key)
    assert f"places {len(entries)}/{len(entries)}" in printed
    assert "false alarms 0 of" in printed


def test_measuring_tells_found_from_missed():
    """An entry counts as found only by one of its codes on one of its lines."""
    entry = measure.Entry("6.2", "1", 5, 6, frozenset({"TX202"}), findable=True, quote="")
    text = "\n" * 4 + "60.000.000 57.000.000 99,00"
    from tests.textcheck.reports import look

    (remark,) = look("TX202", text)
    other = measure.Entry("6.2", "2", 7, 7, frozenset({"TX202"}), findable=True, quote="")
    hidden = measure.Entry("6.2", "3", 5, 5, frozenset({"TX202"}), findable=False, quote="")
    scores, unexplained = measure.score([entry, other, hidden], [remark])
    assert scores["6.2"].items == {"1": True, "2": False}
    assert (scores["6.2"].places, scores["6.2"].hidden) == ([1, 2], 1)
    assert unexplained == []


@pytest.mark.parametrize("name", ["kunci_prabumulih_2024.csv", "kunci_probolinggo_2024.csv"])
def test_keys_are_readable(name):
    """Every row of the answer keys names codes that exist."""
    from sakip_excel.textcheck.remark import LOOKS

    entries = measure.read_key(Path(__file__).with_name(name))
    assert len(entries) > 40
    assert {code for entry in entries for code in entry.codes} <= set(LOOKS)
