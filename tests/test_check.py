"""Checking a whole workbook: what is said about its structure, and in which order."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from sakip_excel.check import Checked, check_book, check_books, template_version
from sakip_excel.errors import DamagedError, NotTemplateError
from sakip_excel.finding import Finding, Severity
from sakip_excel.forms import BY_KEY
from sakip_excel.rules import registry
from sakip_excel.workbook.book import Book
from tests.tools.tiny import Sheet, beranda, form_sheet, form_text, write

PK = """
kode  | tujuan | sasaran | indikator         | jenis      | satuan | arah | target
"1.1" | T      | S satu  | Persentase satker | Persentase | %      | Naik | 90
"1.2" | T      | S dua   | Jumlah laporan    | Jumlah     | Orang  | Naik | 12
"""


@pytest.fixture
def checked(tmp_path):
    """Return a function that writes sheets, with Beranda unless told otherwise, and checks them."""

    def run(*sheets: Sheet, identity: bool = True, **options: object) -> Checked:
        names: dict[str, str] = {}
        if identity:
            first, names = beranda()
            sheets = (first, *sheets)
        path = write(tmp_path / "buku.xlsx", *sheets, names=names, **options)
        return check_book(Book.open(path))

    return run


def codes(found: Checked) -> list[str]:
    """Return the codes of the findings, in order."""
    return [f.code for f in found.findings]


def one(found: Checked, code: str) -> Finding:
    """Return the only finding of a code."""
    (finding,) = [f for f in found.findings if f.code == code]
    return finding


def test_forms_without_beranda_are_checked(checked):
    """Copied form columns without Beranda: one finding says so and the rest is still checked."""
    rows = PK.replace('"1.2"', '"1.1"')
    found = checked(form_sheet("pk", rows, table="", name="Sheet1"), identity=False)
    assert one(found, "WB101").severity is Severity.GALAT
    assert codes(found).count("PK107") == 2
    assert found.report.quarter == 0


def test_with_beranda_there_is_no_wb101(checked):
    """With Beranda the satker, year and quarter are known."""
    found = checked(form_sheet("pk", PK))
    assert "WB101" not in codes(found)
    assert (found.report.year, found.report.quarter) == (2024, 4)
    assert found.report.satker == "KPU Kota Prabumulih"


def test_missing_column(checked):
    """A required column that is gone is named with what to type above it."""
    head, *rows = form_text("pk", PK).splitlines()
    text = "\n".join([head.replace("Jenis", "Jns"), *rows])
    finding = one(checked(Sheet("PK", text, "tblPK")), "PK116")
    assert "Jenis" in finding.message
    assert "Jenis" in finding.fix


def test_near_miss(checked):
    """A heading that is nearly right is named in the finding."""
    text = form_text("pk", PK).replace("Indikator kinerja", "Indikator kinarja")
    finding = one(checked(Sheet("PK", text, "tblPK")), "PK116")
    assert finding.typed == "Indikator kinarja"


def test_rows_that_are_not_read(checked):
    """A typed total and rows below a gap are reported at their cell."""
    text = (
        "kode_program | program | anggaran\nCQ | Pemilu | 5\n| Jumlah | 5\n| |\nWA | Dukungan | 7"
    )
    found = checked(form_sheet("pk_anggaran", text, inside=1))
    assert one(found, "PA117").cell == "B6"
    stray = one(found, "PA119")
    assert (stray.cell, stray.severity) == ("B8", Severity.GALAT)  # its 7 is in no sum
    assert found.report.forms["pk_anggaran"].total("anggaran") == 5


def test_empty_forms(checked):
    """A form without any row is one warning, not a list of blank cells."""
    found = checked(form_sheet("pk", "kode"), form_sheet("rak", "kegiatan"))
    warned = [f for f in found.findings if f.code in {"PK118", "RK118"}]
    assert [f.severity for f in warned] == [Severity.PERINGATAN] * 2
    assert {"PK101", "RK101"}.isdisjoint(codes(found))


def test_must_fix_comes_first(checked):
    """Findings are ordered by severity, then by place."""
    found = checked(form_sheet("pk", PK.replace("90", "").replace("12", "")))
    ranks = [f.severity.rank for f in found.findings]
    assert ranks == sorted(ranks)
    assert [f.cell for f in found.findings if f.code == "PK101"] == ["H5", "H6"]


def test_one_finding_per_cell_and_code(checked):
    """No cell is reported twice for one reason."""
    found = checked(form_sheet("pk", PK.replace("Naik", "Naek").replace("90", '"sembilan puluh"')))
    places = [(f.code, f.sheet, f.cell, f.message) for f in found.findings]
    assert len(set(places)) == len(places)


def test_rows_are_those_of_excel(checked):
    """A finding about a moved Table names the cell that the user sees."""
    found = checked(form_sheet("pk", PK.replace("Naik", "Naek"), at="D40", name="PK baru"))
    assert [(f.sheet, f.cell) for f in found.findings if f.code == "PK105"] == [
        ("PK baru", "J41"),
        ("PK baru", "J42"),
    ]


def test_special_rules_speak_instead_of_the_general_one(checked, monkeypatch):
    """Where a rule says more about a figure typed over, the general finding is left out."""
    special = registry.RULES["AG220"]
    found = checked(
        form_sheet(
            "anggaran",
            "kode_program | pagu | tvro | serapan | realisasi_tw4\nCQ | 100 | 1 | 0.4 | 50",
        )
    )
    assert one(found, "AG111").computed == "50,00%"

    def repeat(report: object) -> list[Finding]:
        data = report.forms["anggaran"]
        return [special.at(data, data.rows[0], "serapan", "khusus.", "", computed="lain")]

    monkeypatch.setattr("sakip_excel.check.run_rules", repeat)
    again = check_book(found.book)
    assert "AG111" not in codes(again)
    assert one(again, "AG220").computed == "50,00%"


@pytest.mark.parametrize(("value", "version"), [(1, 1), ("1", 1), ("satu", None), (None, None)])
def test_template_version(tmp_path, value, version):
    """The version is read as a number or as text; anything else says nothing."""
    properties = {} if value is None else {"sakip_templat_versi": value}
    path = write(tmp_path / "a.xlsx", form_sheet("pk", PK), properties=properties)
    assert template_version(Book.open(path)) == version


def test_checking_needs_no_writing(checked):
    """Checking twice gives the same findings: nothing was changed by the first time."""
    found = checked(form_sheet("pk", PK))
    assert check_book(found.book).findings == found.findings


def test_texts_of_findings_are_sentences(checked):
    """Messages and advice end as sentences and never show Python's words."""
    rows = 'kode | jenis | arah | target\n1.1 | Persen | Naek | "dua"\n"1.1" | Nilai | Naik | #REF!'
    for finding in checked(form_sheet("pk", rows)).findings:
        assert finding.message.endswith((".", "?", "!")), finding
        assert finding.fix == "" or finding.fix.endswith((".", "?", "!", "'1.1")), finding
        assert not {"None", "nan", "True", "False"} & set(finding.message.split()), finding


@pytest.mark.parametrize(
    ("without", "severity"),
    [("Indikator kinerja", "galat"), ("Target terbaca", "galat"), ("Tujuan", "peringatan")],
)
def test_only_needed_columns_block(checked, without, severity):
    """A missing column is Galat when the report needs it, else a warning."""
    headings = [f.heading for f in BY_KEY["pk"].columns if f.heading != without]
    text = "\n".join([" | ".join(headings), " | ".join(["1.1.1"] * len(headings))])
    found = [f for f in checked(Sheet("PK", text, "tblPK")).findings if f.code == "PK116"]
    assert [(f.severity.value, without in f.message) for f in found] == [(severity, True)]


SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@pytest.fixture
def broken(tmp_path) -> list[Path]:
    """Return a workbook without a form of ours and one whose form does not read."""
    foreign = write(tmp_path / "asing.xlsx", Sheet("Lain", "A | B\n1 | 2"))
    sheet, names = beranda()
    whole = Book.open(write(tmp_path / "utuh.xlsx", sheet, form_sheet("pk", PK), names=names))
    part = whole.part_of("PK")
    damaged = tmp_path / "rusak.xlsx"
    damaged.write_bytes(whole.package.rebuild({part: whole.package.read(part)[:-20]}))
    return [foreign, damaged]


def test_many_workbooks_are_checked_as_one_by_one(broken):
    """Together or alone, each workbook has the same findings; one that fails stops no other."""
    paths = sorted(SAMPLES.glob("*.xlsx"))
    paths[1:1] = broken
    together = check_books(Book.open(path) for path in paths)
    assert [type(each) for each in together[1:3]] == [NotTemplateError, DamagedError]
    for path, found in zip(paths, together, strict=True):
        if isinstance(found, Checked):
            alone = check_book(Book.open(path))
            assert found.book.path == path
            assert (found.findings, found.listed) == (alone.findings, alone.listed)
            assert found.report == alone.report
        else:
            with pytest.raises(type(found), match=path.name.split(".")[0]):
                check_book(Book.open(path))


def test_no_workbooks_give_no_results():
    """Nothing to check is no fault, and Python goes on collecting its garbage."""
    assert check_books([]) == []
    assert gc.isenabled()


def test_a_checked_workbook_leaves_nothing_behind():
    """A workbook that is let go frees its memory at once: hundreds come one after another."""
    path = SAMPLES / "kota_prabumulih_2024.xlsx"
    check_books([Book.open(path)])
    gc.collect()
    gc.disable()
    try:
        check_books([Book.open(path)])
        assert gc.collect() == 0
    finally:
        gc.enable()
