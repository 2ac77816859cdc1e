"""The console: what one file's report says, shortly, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from sakip_excel.cli import main
from sakip_excel.console import next_step, report_lines
from sakip_excel.pipeline import check_workbook
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.tools import filled
from tests.tools.tiny import beranda, form_sheet, write

PK = """
kode  | sasaran | indikator         | jenis      | satuan | arah | target
"1.1" | S satu  | Persentase satker | Persentase | %      | Naik | 90
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """Return a report without Galat; not to be written to."""
    return filled.fill(tmp_path_factory.mktemp("baik") / "TW IV 2024.xlsx")


def tiny(path: Path, text: str) -> Path:
    """Write a workbook with Beranda and PK that is from no template."""
    sheet, names = beranda()
    return write(path, sheet, form_sheet("pk", text), names=names)


def typed_over(path: Path, *cells: tuple[str, str, object]) -> None:
    """Type values into cells of a workbook."""
    patch = Patch(Book.open(path))
    for cell in cells:
        patch.set(*cell)
    path.write_bytes(patch.to_bytes())


def test_after_a_galat_validasi_is_next(tmp_path):
    """With a Galat left the next step is Validasi of the file that was written."""
    path = filled.fill(tmp_path / "asal.xlsx", {"pk": [{**filled.PK[0], "target": None}]})
    assert next_step(check_workbook(path), tmp_path / "hasil.xlsx") == (
        "Berikutnya: buka lembar Validasi di hasil.xlsx, perbaiki yang merah, proses lagi."
    )


def test_without_validasi_nobody_is_sent_there(tmp_path):
    """Own workbooks may have no sheet Validasi: the console itself is the list."""
    path = tiny(tmp_path / "buku.xlsx", PK.replace("90", ""))
    said = next_step(check_workbook(path), path)
    assert "Validasi" not in said
    assert "buka buku.xlsx, perbaiki yang disebut di atas" in said


def test_without_galat_sealing_and_sending_are_next(good, monkeypatch):
    """The commands can be typed as they stand, from the folder in which the program runs."""
    checked = check_workbook(good)
    monkeypatch.chdir(good.parent)
    name = '"TW IV 2024.xlsx"'
    assert next_step(checked, Path.cwd() / good.name) == (
        f"Berikutnya: sakip segel {name}, lalu sakip kirim {name}."
    )
    monkeypatch.chdir(good.parent.parent)
    inside = Path(good.parent.name) / good.name
    assert f'sakip segel "{inside}"' in next_step(checked, Path.cwd() / inside)
    elsewhere = Path.cwd().parent / "lain" / good.name
    assert f'sakip segel "{elsewhere}"' in next_step(checked, elsewhere)


def test_what_cannot_be_sealed_is_not_sent_to_sealing(tmp_path):
    """A workbook without a place for a seal is done when nothing is wrong."""
    path = tiny(tmp_path / "buku.xlsx", PK)
    checked = check_workbook(path)
    checked.findings.clear()
    assert next_step(checked, path) == "Tidak ada galat."


def test_proses_says_it_last(good, tmp_path, monkeypatch, capsys):
    """The step that was printed works when it is typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kerja").mkdir()
    (tmp_path / "kerja" / "a b.xlsx").write_bytes(good.read_bytes())
    assert main(["proses", str(Path("kerja", "a b.xlsx"))]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    typed = last.partition('segel "')[2].partition('"')[0]
    assert main(["segel", typed]) == 0


def test_empty_forms_are_no_zero_rupiah():
    """An untouched template has no pagu of Rp 0 and no mean: they are not filled in yet."""
    text = "\n".join(report_lines(check_workbook(template_path()), "baru.xlsx"))
    assert "Pagu dan realisasi belum diisi" in text
    assert "Kinerja belum diisi" in text
    assert "Rp" not in text.partition("GALAT")[0]


def test_filled_forms_show_their_figures(good):
    """The figures of the filled report, known by hand: 780 of 1000."""
    text = "\n".join(report_lines(check_workbook(good), "a.xlsx"))
    assert "Pagu Rp 1.000, realisasi Rp 780, serapan 78,00%" in text
    assert "belum diisi" not in text.partition("PERINGATAN")[0]


def test_one_mistake_in_a_whole_column_is_one_line(tmp_path):
    """What follows from wrong percentages is said once with its cells, not row by row."""
    path = filled.fill(tmp_path / "laporan.xlsx")
    data = check_workbook(path).report.forms["anggaran"]
    cells = [
        (data.sheet, data.address(record, key), value)
        for record in data.rows
        for key, value in (("serapan", 0.5), ("selisih", 0.5))
    ]
    typed_over(path, *cells)
    lines = [x for x in report_lines(check_workbook(path), "a.xlsx") if "AG222" in x]
    assert len(lines) == 1
    assert f"({len(data.rows)} sel)" in lines[0]


def test_without_the_column_no_pagu_is_claimed(tmp_path):
    """A pagu of 0 is a figure; where the column is gone, the report says so instead."""
    sheet, names = beranda()
    text = "kode_program | kode_ro | ro | tvro\nCQ | 001 | Rapat | 1"
    path = write(
        tmp_path / "buku.xlsx", sheet, form_sheet("anggaran", text, everything=False), names=names
    )
    said = "\n".join(report_lines(check_workbook(path), path.name))
    assert "Pagu tidak dapat dijumlah" in said
    assert "Rp 0" not in said
