"""The sheets for the LKj in a whole workbook: sentences, links, growth and stale figures."""

from __future__ import annotations

import openpyxl
import pytest

from sakip_excel.pipeline import process_workbook
from sakip_excel.report import writing
from sakip_excel.report.lkj import OUTDATED
from sakip_excel.report.tables import KALIMAT, TABLES
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.tools.filled import ANGGARAN, KINERJA, fill
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.random_workbook import make_good

SHEETS = [table.sheet for table in (*TABLES, KALIMAT)]
SENTENCES = [
    "Capaian kinerja KPU Kota Prabumulih tahun 2024 sampai Triwulan IV diukur dengan 4 indikator. "
    "3 indikator dapat dihitung, dengan rata-rata 83,33% (Berhasil, skala LAN). "
    "2 indikator mencapai target dan 1 belum; 1 tidak dinilai dengan angka.",
    "Sasaran 1.1 (Sasaran 1.1) diukur dengan 2 indikator; rata-rata capaiannya 75,00% (Berhasil, "
    "skala LAN). 1 indikator mencapai target dan 1 belum.",
    "Sasaran 1.2 (Sasaran 1.2) diukur dengan 1 indikator; rata-rata capaiannya 100,00% (Sangat "
    "Berhasil, skala LAN). Target tercapai.",
    "Sasaran 2.1 (Sasaran 2.1) diukur dengan 1 indikator; capaiannya belum dapat dihitung. "
    "0 indikator mencapai target; 1 tidak dinilai dengan angka.",
    "Pagu KPU Kota Prabumulih tahun 2024 sebesar Rp 1.000 (seribu rupiah) dengan realisasi sampai "
    "Triwulan IV sebesar Rp 780 (tujuh ratus delapan puluh rupiah) atau 78,00% (tujuh puluh "
    "delapan persen).",
    "Serapan sampai Triwulan IV 12,00 poin persen di bawah patokan 90,00% (informasi). "
    "1 RO mempunyai realisasi di atas pagu.",
    "Terhadap pengeluaran seharusnya (pagu x capaian RO), efisiensinya 13,33%; angka ini analisis "
    "efisiensi LKj, bukan NKA.",
    "Program CQ (Program CQ): pagu Rp 700, realisasi Rp 450 (64,29%), efisiensi 25,00%.",
    "Program WA (Program WA): pagu Rp 300, realisasi Rp 330 (110,00%), efisiensi -10,00%.",
    "Hambatan ditulis untuk 0 indikator dan tindak lanjut untuk 0. "
    "1 indikator di bawah target belum disertai hambatan.",
    "Sampai Triwulan IV direncanakan 2 pelaksanaan rencana aksi dan terlaksana 1, atau 50,00%. "
    "1 indikator kegiatan terlambat.",
]
"""Every sentence about the small report, figured out by hand."""


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lkj")
    return process_workbook(fill(folder / "kecil.xlsx"), folder / "hasil.xlsx").written.path


def texts(path, sheet: str, column: str) -> list[object]:
    cells = openpyxl.load_workbook(path, data_only=True)[sheet][column]
    return [c.value for c in cells if c.value not in {None, ""}]


def test_sentences(done):
    """The sentences say what the tables show, in words where the LKj does, without praise."""
    assert texts(done, "LKj Kalimat", "C")[1:] == SENTENCES


def test_last_year_is_compared(tmp_path):
    """With figures of last year a sentence tells the difference in percent points."""
    last_year = {"target_lalu": 100, "realisasi_lalu": 80}
    path = fill(tmp_path / "a.xlsx", {"kinerja": [KINERJA[1] | last_year]})
    done = process_workbook(path, tmp_path / "b.xlsx").written.path
    assert (
        "Rata-rata capaian 100,00% 20,00 poin persen di atas rata-rata tahun sebelumnya (80,00%)."
        in texts(done, "LKj Kalimat", "C")
    )


def test_more_than_a_thousand_percent_has_words(tmp_path):
    """A percentage with a thousands point is spelled; one beyond all words stands alone."""
    for spent, said in ((12_345, "1.234,50% (seribu"), (10**14, "10.000.000.000.000,00%")):
        row = ANGGARAN[0] | {"pagu": 1000, "realisasi_tw4": spent}
        path = fill(tmp_path / f"{spent}.xlsx", {"anggaran": [row]})
        done = process_workbook(path, tmp_path / f"{spent}_b.xlsx").written.path
        assert any(said in str(text) for text in texts(done, "LKj Kalimat", "C"))


def test_each_table_has_a_link_that_selects_it(done):
    """One click selects a table with its headings, and nothing besides, to copy it into Word."""
    book = openpyxl.load_workbook(done)
    found = {t.sheet: book[t.sheet]["C3"].value for t in TABLES}
    assert found == {
        "LKj Capaian": link("LKj Capaian", "A6:O16"),
        "LKj Sasaran": link("LKj Sasaran", "A7:H22"),
        "LKj Efisiensi": link("LKj Efisiensi", "A6:K17"),
        "LKj Hambatan": link("LKj Hambatan", "A6:G8"),
        "LKj RAK": link("LKj RAK", "A6:N10"),
    }


def link(sheet: str, area: str) -> str:
    return f'=HYPERLINK("#\'{sheet}\'!{area}","Pilih tabel untuk disalin")'


def test_no_cells_are_merged_below_the_headings(done):
    """The data of every table are plain rows and columns."""
    book = openpyxl.load_workbook(done)
    for table in TABLES:
        assert all(area.max_row <= 8 for area in book[table.sheet].merged_cells.ranges)


def test_long_reports_look_like_short_ones(tmp_path):
    """Lines far below what a template could prepare have the style of their column."""
    path = make_good(tmp_path / "panjang.xlsx", rows=300)
    done = process_workbook(path, tmp_path / "hasil.xlsx").written.path
    book = openpyxl.load_workbook(done)
    for table in TABLES:
        sheet = book[table.sheet]
        assert sheet.max_row > 300
        row = sheet[sheet.max_row - 1][: len(table.columns)]
        for column, cell in zip(table.columns, row, strict=True):
            if cell.value is not None:
                look = cell.alignment
                found = look.wrap_text, look.vertical, look.horizontal
                assert (column.key, *found) == (column.key, True, "top", column.align)


def test_shorter_tables_leave_nothing_behind(tmp_path, done):
    """After rows were deleted from a form, its table ends where the form ends."""
    book = Book.open(done)
    patch = Patch(book)
    table = book.table("tblAnggaran")
    for row in range(table.ref[0] + 2, table.ref[2] + 1):
        for column, cell in book.rows("Anggaran").get(row, {}).items():
            if cell.formula is None:
                patch.set("Anggaran", f"{chr(64 + column)}{row}")
    path = tmp_path / "pendek.xlsx"
    path.write_bytes(patch.to_bytes())
    shorter = process_workbook(path, tmp_path / "hasil.xlsx").written.path
    assert texts(done, "LKj Efisiensi", "A")[-4:] == [1, 2, 3, 4]
    assert texts(shorter, "LKj Efisiensi", "A")[-1] == 1
    assert len(texts(shorter, "LKj Efisiensi", "F")) == 6


@requires_libreoffice
def test_changed_figures_silence_their_sentences(tmp_path, done):
    """After a figure changes, sentences about it go until the next Proses; others stay."""
    recalculated = after(tmp_path, done, "realisasi_tw4", 1)
    sentences = [recalculated["LKj Kalimat", f"C{row}"] for row in range(7, 18)]
    silent = [n for n, text in enumerate(sentences) if text == writing.STALE]
    assert silent == [4, 5, 6, 7]
    assert [s for s in sentences if s != writing.STALE] == SENTENCES[:4] + SENTENCES[8:]
    assert recalculated["Ringkasan", words(done)] == writing.STALE


@requires_libreoffice
def test_new_rows_are_asked_for(tmp_path, done):
    """A row added to a form shows a warning above its table until the next Proses."""
    recalculated = after(tmp_path, done, "kode_program", "WA", below=1)
    assert recalculated["LKj Efisiensi", "A5"] == OUTDATED
    assert ("LKj Capaian", "A5") not in recalculated


def words(path) -> str:
    return Book.open(path).names["rk_terbilang_realisasi"][1].partition(":")[0]


def after(tmp_path, path, key: str, value: object, *, below: int = 0):
    """Return all values after one cell of Anggaran was changed and everything computed anew."""
    from sakip_excel.forms import BY_KEY

    column = [f.key for f in BY_KEY["anggaran"].columns].index(key) + 1
    book = openpyxl.load_workbook(path)
    first = Book.open(path).table("tblAnggaran").ref[0] + 1
    book["Anggaran"].cell(first + (len(ANGGARAN) if below else 0), column).value = value
    book.save(tmp_path / "diubah.xlsx")
    (tmp_path / "office").mkdir()
    return LibreOffice(tmp_path / "office").recalculated(tmp_path / "diubah.xlsx")
