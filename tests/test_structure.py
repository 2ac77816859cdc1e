"""What is said about the build of a workbook: sheets gone, notes in the table, merged cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from sakip_excel.check import check_book
from sakip_excel.consolidate.read import REKAP_PROPERTY
from sakip_excel.errors import NotTemplateError
from sakip_excel.finding import Finding, Severity
from sakip_excel.forms import FORMS
from sakip_excel.pipeline import check_workbook
from sakip_excel.workbook.book import Book
from tests.tools.tiny import Sheet, beranda, form_sheet, form_text, write

BUDGET = """
kode_program | program
CQ           | Pemilu
WA           | Dukungan
"""
SATKER = {"sakip_templat": "sakip_satker", "sakip_templat_versi": 1}


@pytest.fixture
def findings(tmp_path):
    """Return a function that writes sheets beside Beranda and returns the findings."""

    def run(*sheets: Sheet, **options: object) -> list[Finding]:
        first, names = beranda()
        path = write(tmp_path / "buku.xlsx", first, *sheets, names=names, **options)
        return check_book(Book.open(path)).findings

    return run


def of(found: list[Finding], code: str) -> list[Finding]:
    """Return the findings of a code."""
    return [f for f in found if f.code == code]


def test_a_sheet_of_the_template_that_was_deleted_is_missed(findings):
    """Each form sheet that the template has is asked for by name; it cannot be sealed without."""
    pk = form_sheet("pk", "kode | target\n1.1 | 90")
    found = of(findings(pk, properties=SATKER), "WB105")
    wanted = {f.sheet for f in FORMS if f.table and not f.optional} - {"PK"}
    assert {sheet for sheet in wanted for f in found if f"lembar {sheet} tidak ada" in f.message}
    assert len(found) == len(wanted)
    assert {f.severity for f in found} == {Severity.GALAT}
    assert all("kosong" in f.fix for f in found)


@pytest.mark.parametrize(
    "properties", [{}, {"sakip_templat": "pk", "sakip_templat_versi": 1}, {"sakip_templat": "x"}]
)
def test_other_workbooks_need_not_have_every_sheet(findings, properties):
    """A template of PK alone has two forms; a workbook of one's own may have any."""
    sheets = (form_sheet("pk", "kode | target\n1.1 | 90"), form_sheet("pk_anggaran", BUDGET))
    assert of(findings(*sheets, properties=properties), "WB105") == []


@pytest.mark.parametrize(
    ("note", "cell"),
    [
        ("Catatan: angka sementara |", "A7"),
        ("Mengetahui Sekretaris |", "A7"),
        ("| Program lain", ""),
        ("ZZ |", ""),
        ("CQ 2 |", ""),
        ("Catatan sementara | Program", ""),
    ],
)
def test_a_remark_in_the_table_is_no_row(findings, note, cell):
    """Words in the code column with nothing beside them are told once and not read."""
    found = findings(form_sheet("pk_anggaran", f"{BUDGET}{note}"))
    remarks = of(found, "PA119")
    assert [f.cell for f in remarks] == ([cell] if cell else [])
    if cell:
        assert "catatan" in remarks[0].message
        assert not [f for f in found if f.cell.endswith("7") and f.code != "PA119"]


def test_merged_cells_in_the_rows_are_named(findings):
    """One value hides the others: the range is named; merged headings above do not matter."""

    def merge(book: object) -> None:
        sheet = book.get_worksheet_by_name("PK Anggaran")
        sheet.merge_range("B1:C2", "judul")
        sheet.merge_range("F5:G6", "di luar tabel")

    text = f"{BUDGET}CQ | Lain"
    plain = Sheet("PK Anggaran", form_text("pk_anggaran", text))
    assert of(findings(plain, extra=merge), "WB106") == []

    def merge_inside(book: object) -> None:
        book.get_worksheet_by_name("PK Anggaran").merge_range("A5:A6", "CQ")

    (finding,) = of(findings(plain, extra=merge_inside), "WB106")
    assert (finding.sheet, finding.cell) == ("PK Anggaran", "A5")
    assert "A5:A6" in finding.message
    assert finding.severity is Severity.PERINGATAN


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("[1]Pagu!$A$1", True),
        ("'[12]Pagu 2023'!$A$1+1", True),
        ("[1]!Jumlah", True),
        ("SUM(tblPK[Target],[2]Pagu!A1)", True),
        ("cmd|'/c calc'!A0", True),
        ("_xlfn.WEBSERVICE(A1)", True),
        ('RTD("a",,"b")', True),
        ("A1+B2", False),
        ("'PK [1]'!A1", False),
        ("'[PK]'!A1", False),
        ("SUM(tblPK[1])", False),
        ("SUM(tblPK[[1]:[2]])", False),
        ('"[1]"&A1', False),
        ('"a""[1]|"&A1', False),
        ("'a|b'!A1", False),
        ("RECALL(1)", False),
    ],
)
def test_an_input_from_outside_is_named(findings, formula, outside):
    """A figure that another file, program or the network gives is told with its cell."""
    text = form_text("pk_anggaran", "kode_program | program\nCQ | Pemilu")
    typed = {"C5": f"={formula} -> 40000000"}
    found = of(findings(Sheet("PK Anggaran", text, "tblPKAnggaran", cells=typed)), "WB107")
    assert [(f.sheet, f.cell) for f in found] == ([("PK Anggaran", "C5")] if outside else [])
    assert {f.severity for f in found} <= {Severity.PERINGATAN}


def test_a_formula_from_outside_in_a_computed_cell_is_not_asked_about(findings):
    """There the program puts its own formula back; it is not the user's figure."""
    rows = "kode | jenis | target\n1.1 | =[1]Pagu!A1 -> 5 | 90"
    assert [f.column for f in of(findings(form_sheet("pk", rows)), "WB107")] == ["Jenis"]
    rows = "kode_program | kode_ro | serapan\nCQ | 001 | =[1]Pagu!A1 -> 0.5"
    assert of(findings(form_sheet("anggaran", rows)), "WB107") == []


def test_a_column_under_another_title_can_be_renamed(findings):
    """Who called the column something else need not add one."""
    head, *rows = form_text("pk", "kode | target\n1.1 | 90").splitlines()
    text = "\n".join([head.replace("Target |", "Sasaran angka |"), *rows])
    (finding,) = [f for f in findings(Sheet("PK", text, "tblPK")) if "'Target'" in f.message]
    assert "ubah judulnya" in finding.fix


def test_a_code_is_shown_as_it_was_typed(findings):
    """What is wrong with a code is told in the person's own letters and spaces."""
    rows = BUDGET.replace("CQ ", "c q 12")
    (finding,) = of(findings(form_sheet("pk_anggaran", rows)), "PA106")
    assert "tertulis 'c q 12'" in finding.message


def test_a_long_list_is_opened_in_the_cell(tmp_path):
    """Of 38 provinces one is named as an example, and the list itself stands in the cell."""
    first, names = beranda(provinsi="Sumsel", tingkat="Kota")
    path = write(tmp_path / "b.xlsx", first, form_sheet("pk", "kode\n1.1"), names=names)
    found = {f.column: f.fix for f in of(check_workbook(path).findings, "ID105")}
    assert found["Provinsi"] == "Pilih dari daftar pada sel itu, misalnya Aceh."
    assert found["Tingkat"] == "Pilih salah satu: Kabupaten/Kota, Provinsi, Pusat."


def test_a_rekap_is_not_taken_for_a_report(tmp_path):
    """A rekap holds tables of reports; who checks it is told which file to take."""
    first, names = beranda()
    sheets = (first, form_sheet("pk", "kode | target\n1.1 | 90"))
    path = write(tmp_path / "rekap.xlsx", *sheets, names=names, properties={REKAP_PROPERTY: 1})
    with pytest.raises(NotTemplateError, match="adalah rekap dari sakip gabung") as caught:
        check_workbook(Path(path))
    assert "buku kerja satker" in caught.value.fix
