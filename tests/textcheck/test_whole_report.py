"""A Word report written from a workbook raises nothing; one wrong figure in it is found."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from sakip_excel.pipeline import check_workbook
from sakip_excel.textcheck.check import check_text, read_document
from sakip_excel.values.display import number, percent, rupiah
from sakip_excel.values.terbilang import spell_percent, spell_rupiah

BOOK = Path(__file__).resolve().parents[2] / "samples" / "kota_prabumulih_2024_benar.xlsx"
PROSE = (
    "Laporan Kinerja KPU Kota Prabumulih Tahun 2024 disusun menurut Perpres Nomor 29 Tahun 2014.",
    "KPU menetapkan 6 (enam) sasaran strategis dengan 15 (lima belas) indikator kinerja sesuai "
    "Renstra KPU 2020-2024 dan RPJMN 2020-2024 berdasarkan UU Nomor 7 Tahun 2017.",
    "Koordinasi dilakukan dengan KPU Provinsi Sumatera Selatan dan KPU Kabupaten/Kota lain.",
    "Nilai akuntabilitas kinerja tahun 2024 yakni CC, belum mencapai target B.",
    "Tahapan Pemilu Tahun 2024 dan Pemilihan Serentak 2024 menambah beban kerja; pada Pemilu 2019 "
    "bebannya lebih ringan. DIPA bernomor SP DIPA-076.01.2.999901/2024.",
)


@pytest.fixture(scope="module")
def book():
    """Return the checked workbook of the right sample."""
    return check_workbook(BOOK)


def tables_of(book):
    """Return rows of text of the capaian table and of the money table, from the workbook."""
    forms = book.report.forms
    targets = {r.text("kode"): r for r in forms["pk"]}
    capaian = [
        [
            targets[r.text("kode")].text("indikator"),
            _shown(targets[r.text("kode")].parsed["target"]),
            _shown(r.computed["realisasi"]),
            percent(r.computed["capaian"]).removesuffix("%"),
        ]
        for r in forms["kinerja"]
        if isinstance(r.computed["capaian"], float) and r.text("jenis") != "Opini"
    ]
    money = [
        [r.text("ro"), number(r.number("pagu")), number(r.number("realisasi")), _serapan(r)]
        for r in forms["anggaran"]
    ]
    cells = forms["anggaran"].cells.computed
    total = [number(cells["total_pagu"]), number(cells["total_realisasi"])]
    money.append(["Jumlah", *total, percent(cells["total_serapan"])])
    return capaian, money


def _shown(value):
    return number(value) if isinstance(value, (int, float)) else str(value)


def _serapan(record):
    return percent(record.computed["serapan"])


def sentences_of(book):
    """Return sentences with the figures of the workbook."""
    cells = book.report.forms["anggaran"].cells.computed
    pagu, spent = round(cells["total_pagu"]), round(cells["total_realisasi"])
    share = percent(cells["total_serapan"])
    return [
        f"Pagu sebesar {rupiah(pagu)} ({spell_rupiah(pagu)}).",
        f"Realisasi anggaran sebesar {rupiah(spent)} atau {share} ({spell_percent(share)}).",
        f"Serapan anggaran mencapai {share}, termasuk kategori Sangat Berhasil.",
        f"Efisiensi anggaran sebesar {percent(cells['total_efisiensi'])}.",
    ]


def write(path, sentences, capaian, money):
    """Write a Word report with three chapters and two tables."""
    source = docx.Document()
    source.add_heading("BAB I PENDAHULUAN", 1)
    for text in PROSE:
        source.add_paragraph(text)
    source.add_heading("BAB III AKUNTABILITAS KINERJA", 1)
    _table(source, ["Indikator Kinerja", "Target", "Realisasi", "Capaian (%)"], capaian)
    source.add_paragraph("Opini BPK atas Laporan Keuangan; Persentase Sengketa Hukum yang")
    source.add_paragraph("dimenangkan KPU tidak dapat dihitung; Nilai Akuntabilitas Kinerja B, CC")
    _table(source, ["RO", "Pagu", "Realisasi", "%"], money)
    for text in sentences:
        source.add_paragraph(text)
    source.add_heading("BAB IV PENUTUP", 1)
    source.save(str(path))
    return path


def _table(source, head, rows):
    table = source.add_table(rows=0, cols=len(head))
    for texts in [head, *rows]:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text


def findings(book, path):
    """Return codes and messages of what is found in a report.

    The one row of this workbook whose realisasi is above its pagu is found in every report.
    """
    checked = check_text(read_document(path), book)
    found = [(r.finding.code, f"{r.where}: {r.finding.message}") for r in checked.remarks]
    beyond = [entry for entry in found if entry[0] == "TX219" and "42.053.126" in entry[1]]
    return [entry for entry in found if entry not in beyond[:1]]


def test_a_report_with_the_workbooks_figures_raises_nothing(book, tmp_path):
    """No finding is raised about 35 rows of money, all indikator and right sentences."""
    path = write(tmp_path / "LKj.docx", sentences_of(book), *tables_of(book))
    assert findings(book, path) == []


@pytest.mark.parametrize("seed", range(12))
def test_one_wrong_percentage_is_found_in_its_row(book, tmp_path, seed):
    """A percentage that is off by some hundredths is found, and only that row."""
    dice = random.Random(seed)  # noqa: S311 - which row, no secret
    capaian, money = tables_of(book)
    row = dice.randrange(len(money))
    stated = float(money[row][3].rstrip("%").replace(",", "."))
    money[row][3] = f"{number(abs(stated - dice.choice([0.03, 0.27, 1.5, 9.0])), 2)}%"
    found = findings(book, write(tmp_path / "LKj.docx", sentences_of(book), capaian, money))
    assert [code for code, _ in found] == ["TX202"]
    assert found[0][1].startswith(f"tabel 2 baris {row + 2}:")


@pytest.mark.parametrize("seed", range(12))
def test_one_wrong_amount_is_found_in_its_row(book, tmp_path, seed):
    """A realisasi with two digits swapped is found in its row."""
    dice = random.Random(seed)  # noqa: S311 - which row, no secret
    capaian, money = tables_of(book)
    row = dice.choice([n for n, texts in enumerate(money) if _swapped(texts[2])])
    money[row][2] = _swapped(money[row][2])
    found = findings(book, write(tmp_path / "LKj.docx", sentences_of(book), capaian, money))
    assert any(f"tabel 2 baris {row + 2}:" in message for _, message in found)
    assert {code for code, _ in found} <= {"TX202", "TX203", "TX219"}


def _swapped(amount):
    """Return an amount with two neighbouring digits swapped, empty where that changes nothing."""
    places = [n for n, sign in enumerate(amount) if sign.isdigit()]
    for one, two in pairwise(places):
        if amount[two] not in {amount[one], "0"}:
            signs = list(amount)
            signs[one], signs[two] = signs[two], signs[one]
            return "".join(signs)
    return ""


@pytest.mark.parametrize("column", [1, 2, 3])
@pytest.mark.parametrize("row", range(12))
def test_one_wrong_figure_of_an_indikator_is_found(book, tmp_path, row, column):
    """Another target, realisasi or capaian than the workbook's is found in its row."""
    capaian, money = tables_of(book)
    assert len(capaian) == 12
    value = float(capaian[row][column].replace(",", "."))
    capaian[row][column] = number(value + 3)
    found = findings(book, write(tmp_path / "LKj.docx", sentences_of(book), capaian, money))
    assert [code for code, _ in found] == ["TX206"]
    assert found[0][1].startswith(f"tabel 1 baris {row + 2}")


@pytest.mark.parametrize("index", range(4))
def test_one_wrong_sentence_is_found(book, tmp_path, index):
    """A figure changed in a sentence is found in its paragraph."""
    sentences = sentences_of(book)
    changed = {
        0: ("56.986.000", "65.986.000"),
        1: ("98,18%", "98,81%"),
        2: ("98,18%", "89,18%"),
        3: ("1,81%", "1,18%"),
    }
    sentences[index] = sentences[index].replace(*changed[index])
    capaian, money = tables_of(book)
    found = findings(book, write(tmp_path / "LKj.docx", sentences, capaian, money))
    assert found
    assert {code for code, _ in found} <= {"TX201", "TX203", "TX204", "TX205"}
