"""``sakip segel``: what it prints and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sakip_excel import cli
from sakip_excel.exchange.seal import SEAL_NOTE
from sakip_excel.pipeline import check_workbook
from tests.tools import filled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path) -> Path:
    """Return a small report without errors."""
    return filled.fill(tmp_path / "laporan.xlsx")


def run(capsys, *words: object) -> tuple[int, str]:
    """Run the program and return exit code and output."""
    code = cli.main([str(word) for word in words])
    return code, capsys.readouterr().out


def test_code_time_and_note_are_printed(path, capsys):
    """Sealing prints the code, what it does not prove, where the file is and its backup."""
    code, said = run(capsys, "segel", path)
    seal = check_workbook(path).seal.seal
    assert code == 0
    assert f"Disegel: {seal.code}, {seal.shown_time}, 0 galat, " in said
    for part in (SEAL_NOTE, f"Ditulis: {path}", "Cadangan: "):
        assert part in said
    code, again = run(capsys, "segel", path)
    assert (code, seal.code in again, "tidak ditulis ulang" in again) == (0, True, True)


def test_galat_is_printed_instead(tmp_path, capsys):
    """With a Galat left the findings are printed, the exit code is 1 and nothing is written."""
    path = filled.fill(tmp_path / "laporan.xlsx", cells={"identitas": {"tahun": 2024}})
    before = path.read_bytes()
    code, said = run(capsys, "segel", path)
    assert code == 1
    assert "GALAT" in said
    assert "ID101" in said
    assert said.splitlines()[-1].startswith("Belum dapat disegel: ")
    assert "jalankan proses" in said.splitlines()[-1]
    assert path.read_bytes() == before


def test_json(path, tmp_path, capsys):
    """The object is that of periksa with the seal, and where the result stands."""
    code, said = run(capsys, "segel", path, "--json", "-o", tmp_path / "akhir.xlsx")
    (entry,) = json.loads(said)["berkas"]
    seal = check_workbook(tmp_path / "akhir.xlsx").seal.seal
    assert code == 0
    assert entry["segel"] == {
        "keadaan": "utuh",
        "kode": seal.code,
        "sidik": seal.digest,
        "waktu": seal.sealed_at,
        "catatan_utuh": True,
        "diubah": [],
        "keterangan": SEAL_NOTE,
    }
    assert entry["hasil"] == str(tmp_path / "akhir.xlsx")
    assert (entry["cadangan"], entry["berubah"]) == (None, True)


def test_json_with_a_galat(tmp_path, capsys):
    """A refused seal is told by an empty result and exit code 1."""
    path = filled.fill(tmp_path / "laporan.xlsx", cells={"identitas": {"tahun": 2024}})
    code, said = run(capsys, "segel", path, "--json")
    (entry,) = json.loads(said)["berkas"]
    assert (code, entry["hasil"], entry["berubah"]) == (1, None, False)
    assert (entry["segel"]["keadaan"], entry["segel"]["kode"]) == ("tanpa", None)
    assert entry["jumlah"]["galat"] > 0


def test_periksa_tells_of_the_seal(path, capsys):
    """Periksa prints the seal on a line with its note; without a seal there is no such line."""
    assert "Segel" not in run(capsys, "periksa", path)[1]
    run(capsys, "segel", path)
    seal = check_workbook(path).seal.seal
    (line,) = [x for x in run(capsys, "periksa", path)[1].splitlines() if "Segel" in x]
    assert line.startswith(f"  Segel {seal.code}, {seal.shown_time}")
    assert line.endswith(SEAL_NOTE)
