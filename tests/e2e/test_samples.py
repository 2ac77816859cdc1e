"""The samples hold real mistakes; the program must find each one and must not cry over right ones.

What must be found comes from the documents and from arithmetic by hand, see samples/README.md.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.samples.make import SAMPLES, build
from tests.samples.prabumulih import NEVER_SPENT, ROUNDED_SERAPAN, SERAPAN, WRONG_SERAPAN
from tests.samples.tables import SAMPLES as FOLDER
from tests.samples.tables import table

NAMES = [sample.name for sample in SAMPLES]
PRINTED, REPAIRED = "kota_prabumulih_2024", "kota_prabumulih_2024_benar"
PAGU, REALISASI = 13_056_986_000, 12_819_823_366
"""Sums over the 35 rows of the efficiency table."""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "sakip_excel", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=FOLDER.parent,
    )


@pytest.fixture(scope="session")
def reports() -> dict[str, dict]:
    """Return what ``sakip periksa --json`` says about every sample, by name."""
    done = run("periksa", "--json", *(FOLDER / f"{name}.xlsx" for name in NAMES))
    assert done.returncode == 1, done.stderr
    return {Path(each["jalur"]).stem: each for each in json.loads(done.stdout)["berkas"]}


def expected(name: str) -> list[dict[str, str]]:
    """Return the findings that a sample must give."""
    text = (FOLDER / f"{name}.temuan.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def cells(sel: str) -> set[str]:
    """Return every address in a place such as ``F12``, ``F12:F14`` or ``F12, F15``."""
    found: set[str] = set()
    for part in re.split(r"[\s,;]+", sel.strip()):
        first, _, last = part.partition(":")
        column = first.rstrip("0123456789")
        if last and last.startswith(column):
            rows = range(int(first[len(column) :]), int(last[len(column) :]) + 1)
            found |= {f"{column}{row}" for row in rows}
        else:
            found.add(part)
    return found


def places(report: dict, kode: str = "") -> set[tuple[str, str, str]]:
    """Return code, sheet and address of the findings, repeats taken apart."""
    return {
        (each["kode"], each["lembar"], sel)
        for each in report["temuan"]
        if not kode or each["kode"] == kode
        for sel in cells(each["sel"])
    }


def column_rows(name: str, sheet: str, heading: str) -> dict[int, str]:
    """Return the address of each row's cell under a heading, by number of the row in the Table."""
    book = openpyxl.load_workbook(FOLDER / f"{name}.xlsx")
    (used,) = book[sheet].tables.values()
    top, bottom = (row for row in openpyxl.utils.cell.range_boundaries(used.ref)[1::2])
    header = next(cell for cell in book[sheet][top] if cell.value == heading)
    return {row - top: f"{header.column_letter}{row}" for row in range(top + 1, bottom + 1)}


def test_samples_are_what_the_maker_makes():
    """The committed files are those that the maker gives from the tables and the template."""
    made = build()
    committed = {p.name for p in FOLDER.iterdir() if p.suffix == ".xlsx"} | {
        p.name for p in FOLDER.glob("*.temuan.csv")
    }
    assert committed == set(made)
    for name, content in made.items():
        stored = (FOLDER / name).read_bytes()
        if name.endswith(".csv"):
            assert stored.decode().splitlines() == content.decode().splitlines(), name
        else:
            assert _parts(stored) == _parts(content), name


def _parts(content: bytes) -> dict[str, bytes]:
    # The packed bytes depend on the zlib of the machine.
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {entry: package.read(entry) for entry in package.namelist()}


@pytest.mark.parametrize("name", NAMES)
def test_every_known_mistake_is_found(name, reports):
    """Each finding that the documents call for is reported at its cell with its code."""
    found = places(reports[name])
    missing = [
        row for row in expected(name) if (row["kode"], row["lembar"], row["sel"]) not in found
    ]
    assert not missing, f"{len(missing)} of {len(expected(name))}: {missing}"


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("_benar")])
def test_wrong_samples_expect_something(name):
    """A sample of mistakes names at least ten of them, so that an empty list cannot pass."""
    assert len(expected(name)) >= 10


def test_right_sample_has_no_error(reports):
    """The repaired workbook has no Galat and ends with exit code 0."""
    report = reports[REPAIRED]
    assert [t for t in report["temuan"] if t["tingkat"] == "galat"] == []
    assert report["jumlah"]["galat"] == 0
    assert run("periksa", FOLDER / f"{REPAIRED}.xlsx").returncode == 0


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("_benar")])
def test_wrong_samples_have_errors(name, reports):
    """A workbook with must-fix mistakes has Galat, and the counts are those of the list."""
    levels = [each["tingkat"] for each in reports[name]["temuan"]]
    assert levels.count("galat") > 0
    assert reports[name]["jumlah"] == {
        level: levels.count(level) for level in ("galat", "peringatan", "info")
    }


def test_efficiency_table_has_exactly_nineteen_wrong_percentages(reports):
    """Serapan is Galat in the 19 rows that are wrong, and in no other row of the 35."""
    rows = column_rows(PRINTED, "Anggaran", "Serapan (%)")
    wrong = {sel for _, sheet, sel in places(reports[PRINTED], "AG111") if sheet == "Anggaran"}
    assert {number for number, sel in rows.items() if sel in wrong} == set(WRONG_SERAPAN)


def test_rounding_is_information_only(reports):
    """Row 17 differs by rounding: nothing stronger than Info is said about its serapan."""
    rows = column_rows(PRINTED, "Anggaran", "Serapan (%)")
    for number in ROUNDED_SERAPAN:
        levels = {t["tingkat"] for t in _at(reports[PRINTED], "Anggaran", rows[number])}
        assert levels == {"info"}


def _at(report: dict, sheet: str, sel: str) -> list[dict]:
    return [t for t in report["temuan"] if t["lembar"] == sheet and sel in cells(t["sel"])]


def test_wrong_percentages_come_with_the_right_ones(reports):
    """Each wrong serapan shows what was typed and the percentage of realisasi over pagu."""
    rows = column_rows(PRINTED, "Anggaran", "Serapan (%)")
    shown = {}
    for number in WRONG_SERAPAN:
        (finding,) = [
            t for t in _at(reports[PRINTED], "Anggaran", rows[number]) if t["kode"] == "AG111"
        ]
        shown[number] = (finding["tertulis"], finding["dihitung"])
    assert shown == {
        n: (f"{typed}%", f"{right}%") for n, (typed, right) in SERAPAN.items() if n in shown
    }


@pytest.mark.parametrize("name", [PRINTED, REPAIRED])
def test_summary_comes_from_the_rows(name, reports):
    """Pagu, realisasi and serapan are sums over the rows, whatever was typed over the totals."""
    summary = reports[name]["ringkasan"]
    assert (summary["pagu"], summary["realisasi"]) == (PAGU, REALISASI)
    assert summary["serapan"] == pytest.approx(REALISASI / PAGU, abs=1e-12)
    assert round(summary["serapan"] * 100, 2) == 98.18


def test_mean_capaian_of_the_repaired_sample(reports):
    """The mean leaves out what has no figure: AKIP below target, a dispute that never was."""
    capaian = [
        Fraction(90, 90),
        Fraction(85, 90),
        Fraction(80, 90),
        Fraction(1),  # WTP for WTP
        Fraction(80, 95),
        Fraction(82, 80),
        Fraction(84, 80),
        Fraction(72, 90),
        Fraction(85, 90),
        Fraction(85, 90),
        Fraction(2 * 1 - 1, 1),  # fewer is better
        Fraction(100, 95),
        Fraction(95, 95),
    ]
    summary = reports[REPAIRED]["ringkasan"]
    assert summary["capaian_rata_rata"] == pytest.approx(float(sum(capaian) / 13), abs=1e-12)
    assert summary["jumlah_indikator"] == 15
    assert summary["tidak_dapat_dihitung"] == 2


def test_efficiency_of_the_repaired_sample(reports):
    """Efisiensi compares with what was carried out: the pagu without three RO never begun."""
    rows = table("prabumulih_2024_efisiensi")
    should = PAGU - sum(int(row["pagu"]) for row in rows if int(row["no"]) in NEVER_SPENT)
    assert should == 13_056_766_000
    efisiensi = reports[REPAIRED]["ringkasan"]["efisiensi"]
    assert efisiensi == pytest.approx((should - REALISASI) / should, abs=1e-12)


def test_every_mark_of_the_rak_is_understood(reports):
    """No tick as printed in the RAK of Probolinggo, ARABIC-INDIC SEVEN included, is unknown."""
    assert places(reports["kota_probolinggo_2024"], "RK110") == set()


def test_thousands_and_decimals_of_one_column_are_both_read(reports):
    """2.498 and 87,5 stand in one column of targets; neither is called ambiguous or no number."""
    report = reports["kabupaten_kubu_raya_2024"]
    assert places(report, "PK102") == places(report, "PK104") == set()
    read = {t["tertulis"]: t["pesan"] for t in report["temuan"] if t["kode"] == "PK103"}
    assert "2.498 Orang" in read["2.498 Orang"]


def test_checking_changes_nothing(tmp_path):
    """``periksa`` reports Galat by exit code 1 and leaves the file byte for byte as it was."""
    target = tmp_path / "laporan.xlsx"
    target.write_bytes((FOLDER / f"{PRINTED}.xlsx").read_bytes())
    before = hashlib.sha256(target.read_bytes()).hexdigest()
    assert run("periksa", target).returncode == 1
    assert hashlib.sha256(target.read_bytes()).hexdigest() == before
    assert [p.name for p in tmp_path.iterdir()] == ["laporan.xlsx"]


def test_rows_below_the_table_become_its_rows(tmp_path):
    """``proses`` grows the Table over rows typed below its end and gives them their formulas."""
    name, target = "kabupaten_kubu_raya_2024", tmp_path / "hasil.xlsx"
    before = openpyxl.load_workbook(FOLDER / f"{name}.xlsx")["PK"]
    done = run("proses", FOLDER / f"{name}.xlsx", "-o", target)
    assert target.exists(), done.stderr
    after = openpyxl.load_workbook(target)["PK"]
    last = {s: _boundaries(s)[3] for s in (before, after)}
    assert last[after] - last[before] == 4
    header = next(c for c in after[_boundaries(after)[1]] if c.value == "Target terbaca")
    for row in range(last[before] + 1, last[after] + 1):
        assert before.cell(row, header.column).value is None
        assert str(after.cell(row, header.column).value).startswith("=")


def _boundaries(sheet: openpyxl.worksheet.worksheet.Worksheet) -> tuple[int, int, int, int]:
    (used,) = sheet.tables.values()
    return openpyxl.utils.cell.range_boundaries(used.ref)


def test_sasaran_that_differ_by_one_word_are_found(reports):
    """Sasaran 7 and 23 of Kubu Raya are one sasaran but for a word; the later one is reported."""
    name = "kabupaten_kubu_raya_2024"
    later = column_rows(name, "PK", "Sasaran strategis")[35]
    assert any(t["kode"].startswith("PK") for t in _at(reports[name], "PK", later))


def test_typed_total_percentage_comes_with_that_of_the_rows(reports):
    """99,42% typed over the satker's serapan is shown with 98,18%, the figure of its rows."""
    (place,) = [each for each in expected(PRINTED) if each["kode"] == "AG221"]
    findings = _at(reports[PRINTED], place["lembar"], place["sel"])
    assert any("98,18%" in t["dihitung"] + t["pesan"] for t in findings)
