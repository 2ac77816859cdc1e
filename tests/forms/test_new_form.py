"""A new form is one new file, a new rule one new function: nothing else has to know of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sakip_excel
from sakip_excel.forms import FORMS

FORM = '''
"""Contoh Baru: what the satker means to draw in each month."""
from sakip_excel.forms.base import Computed, Field, Form, Kind
from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT, compute_guarded, guarded, sum_numbers

CONTOH = Form(
    key="contoh_baru",
    area="ZZ",
    order=35,
    optional=True,
    sheet="Contoh Baru",
    title="Contoh Baru",
    purpose="Satu baris satu bulan.",
    table="tblContohBaru",
    source="contoh",
    certainty="konvensi",
    columns=(
        Field("bulan", "Bulan", Kind.CHOICE, "Pilih bulan contoh.", required=True, unique=True,
              choices=("Januari", "Februari"), example="Januari"),
        Field("kode", "Kode PK", Kind.CODE, "Kode indikator PK.", pk_codes=True),
        Field("rencana", "Rencana contoh (Rp)", Kind.MONEY, "Rupiah penuh.", required=True,
              minimum=0),
        Field("ditarik", "Ditarik (Rp)", Kind.MONEY, "Rupiah penuh."),
        Field("sisa_rencana", "Sisa rencana (Rp)", Kind.MONEY, "Rencana dikurangi ditarik.",
              computed=Computed(
                  formula=guarded("{rencana}-{ditarik}", "{rencana}", "{ditarik}"),
                  row=lambda row, _: compute_guarded(
                      lambda plan, drawn: plan - drawn, row.excel("rencana"), row.excel("ditarik")
                  ))),
    ),
    cells=(
        Field("total_contoh", "Jumlah rencana (Rp)", Kind.MONEY, "Jumlah.", above="rencana",
              computed=Computed(
                  formula=f"IFERROR(SUM({{contoh_baru:rencana}}),{NOT_COMPUTABLE_TEXT})",
                  cell=lambda context: sum_numbers(
                      row.excel("rencana") for row in context.forms["contoh_baru"]
                  ))),
    ),
)
'''
RULE = '''
"""Rules of the Contoh Baru."""
from sakip_excel.finding import Severity
from sakip_excel.rules.registry import rule

@rule("ZZ201", Severity.PERINGATAN, "Yang ditarik tidak melebihi rencana.",
      needs=("contoh_baru",), source="contoh", certainty="konvensi")
def drawn_within_plan(report, rule):
    """Yield months in which more was drawn than planned."""
    form = report.forms["contoh_baru"]
    for row in form:
        plan, drawn = row.number("rencana"), row.number("ditarik")
        if plan is not None and drawn is not None and drawn > plan:
            yield rule.at(form, row, "ditarik", "lebih besar dari rencana.", "Periksa.")
'''
RUN = """
import json
from pathlib import Path
import sakip_excel
from sakip_excel.exchange.inputs import input_rows
from sakip_excel.forms import FORMS
from sakip_excel.kamus import kamus
from sakip_excel.locate import single_cell
from sakip_excel.pipeline import check_workbook, process_workbook
from sakip_excel.template.build import build
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.replace import write_book

def written(path, rows):
    book = Book.open(Path("templat.xlsx"))
    patch = Patch(book)
    for number, row in enumerate(rows, 7):
        for letter, value in zip("ACD", row, strict=True):
            if value is not None:
                patch.set("Contoh Baru", f"{letter}{number}", value)
    write_book(patch, path)
    return path

Path("templat.xlsx").write_bytes(build("sakip_satker"))
template = Book.open(Path("templat.xlsx"))
empty = check_workbook(Path("templat.xlsx"))
path = written(Path("isi.xlsx"), [
    ("Januari", 150, 140), ("Maret", -5, None), ("Januari", 2, 3), (" ", 1, None),
])
checked = check_workbook(path)
form = checked.report.forms["contoh_baru"]
process_workbook(path, Path("hasil.xlsx"))
done = Book.open(Path("hasil.xlsx"))
petunjuk = [cell.value for row in template.rows("Petunjuk").values() for cell in row.values()]
HELP = ("Rencana contoh (Rp)", "Pilih bulan contoh.")
print(json.dumps({
    "at": sakip_excel.__file__,
    "forms": [f.key for f in FORMS],
    "empty": sorted(f.sheet for f in empty.findings if f.code.endswith("118")),
    "ready": template.cell(*single_cell(template, "kesiapan_alasan")).value,
    "sheets": list(template.sheets),
    "heading": template.cell("Contoh Baru", "C6").value,
    "back": template.cell("Contoh Baru", "A3").value,
    "petunjuk": [text for text in petunjuk if str(text) in HELP],
    "columns": [c["kunci"] for c in kamus("kolom")["kolom"] if c["formulir"] == "contoh_baru"],
    "rules": [r["kode"] for r in kamus("aturan")["aturan"] if r["kode"].startswith("ZZ")],
    "found": sorted((f.code, f.cell) for f in checked.findings if f.form == "contoh_baru"),
    "computed": [row.computed["sisa_rencana"] for row in form],
    "total": form.cells.computed["total_contoh"],
    "inputs": [row.cells for row in input_rows(checked.report) if row.form == "contoh_baru"],
    "cell": [done.cell("Contoh Baru", "E7").value, done.cell("Contoh Baru", "E7").formula],
    "validasi": [cell.value for row in done.rows("Validasi").values() for cell in row.values()
                 if str(cell.value).startswith("ZZ")],
}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> dict[str, object]:
    """Return what a copy of the package does to which one form and one module of rules came."""
    root = tmp_path_factory.mktemp("salinan")
    package = root / "sakip_excel"
    shutil.copytree(Path(sakip_excel.__file__).parent, package)
    (package / "forms" / "contoh_baru.py").write_text(FORM, encoding="utf-8")
    (package / "rules" / "contoh_baru.py").write_text(RULE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert Path(found["at"]).parent == package
    return found


def test_it_stands_where_its_order_says(seen):
    """The form takes the place that it declares among the forms and among the sheets."""
    before = [form.key for form in FORMS if form.order < 35]
    assert seen["forms"].index("contoh_baru") == len(before)
    assert [key for key in seen["forms"] if key != "contoh_baru"] == [form.key for form in FORMS]
    assert seen["sheets"][3:6] == ["RAK", "Contoh Baru", "Kinerja"]


def test_it_has_a_sheet_and_its_help(seen):
    """The template has its Table with headings, the way back to Beranda and its Petunjuk."""
    assert seen["heading"] == "Rencana contoh (Rp)"
    assert seen["back"] == "← Beranda"
    assert seen["petunjuk"] == ["Pilih bulan contoh.", "Rencana contoh (Rp)"]


def test_the_dictionary_knows_it(seen):
    """Kamus prints its named cells and columns, its shared codes and its own rule."""
    wanted = ["total_contoh", "bulan", "kode", "rencana", "ditarik", "sisa_rencana"]
    assert seen["columns"] == wanted
    assert seen["rules"] == [*(f"ZZ{n}" for n in range(101, 120)), "ZZ201"]


def test_its_cells_are_read_and_checked(seen):
    """The schema asks what the columns declare, and the new rule speaks beside it."""
    assert seen["found"] == [
        ["ZZ101", "A10"],
        ["ZZ105", "A8"],
        ["ZZ107", "A7"],
        ["ZZ107", "A9"],
        ["ZZ108", "C8"],
        ["ZZ201", "D9"],
    ]


def test_its_figures_are_computed_and_written(seen):
    """150 planned less 140 drawn is 10, as value and as formula; 150, -5, 2 and 1 are 148."""
    assert seen["computed"] == [10, None, -1, None]
    assert seen["total"] == 148
    value, formula = seen["cell"]
    assert value == 10
    assert "tblContohBaru[[#This Row],[Rencana contoh (Rp)]]" in formula
    assert set(seen["validasi"]) == {code for code, _ in seen["found"]}


def test_its_inputs_are_sealed_and_compared(seen):
    """What was typed into it belongs to the inputs of the report, row by row, blanks left out."""
    assert seen["inputs"] == [
        [["bulan", "t:Januari"], ["rencana", "n:150"], ["ditarik", "n:140"]],
        [["bulan", "t:Maret"], ["rencana", "n:-5"]],
        [["bulan", "t:Januari"], ["rencana", "n:2"], ["ditarik", "n:3"]],
        [["rencana", "n:1"]],
    ]


def test_it_may_stay_empty_when_it_says_so(seen):
    """An optional form that is left empty is no finding and keeps no report from being sent."""
    assert seen["empty"] == ["Anggaran", "Kinerja", "PK", "PK Anggaran", "RAK"]
    assert "PK belum diisi" in seen["ready"]
    assert "Contoh" not in seen["ready"]
