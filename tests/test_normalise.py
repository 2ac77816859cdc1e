"""What people type is understood, asked about, or refused: never guessed and never lost."""

from __future__ import annotations

import datetime as dt

import pytest

from sakip_excel.compute import compute
from sakip_excel.forms.data import Record
from sakip_excel.normalise import normalise, suggest
from sakip_excel.workbook.cell import Cell
from tests.tools.tiny import cell, form, report


def understood(key: str, field: str, typed: str | Cell | None, **others: str):
    """Return what was understood of one input of a row, and the suffix of its finding."""
    data = form(key, "")
    record = Record(5, {})
    data.rows = [record]
    for name, value in {field: typed, **others}.items():
        found = cell(value) if isinstance(value, str) else value
        if found is not None:
            record.cells[name] = found
    compute(report(data))
    findings = [f for f in normalise(data) if f.cell == data.address(record, field)]
    assert len(findings) <= 1
    code = findings[0].code if findings else ""
    assert not code or code[:2] == data.form.area
    assert (field in record.doubts) == bool(findings)
    return record.parsed.get(field), code[2:]


MONEY = [
    ("40377837000", 40_377_837_000, ""),
    ("0", 0, ""),
    ("-5", -5, ""),
    ("1250.5", 1250.5, ""),
    ("", None, ""),
    ('"   "', None, ""),
    ('"40.377.837.000"', 40_377_837_000, "103"),
    ('"40,377,837,000"', 40_377_837_000, "103"),
    ('"Rp 1.000.000,-"', 1_000_000, "103"),
    ('"Rp1.000.000"', 1_000_000, "103"),
    ('"2.498"', 2498, "103"),
    ('"2,498"', None, "104"),
    ('"5 juta"', None, "104"),
    ('"-"', None, "104"),
    ('"nihil"', None, "104"),
    ('"N/A"', None, "104"),
    ('"tidak ada"', None, "104"),
    ('"sekian"', None, "102"),
    ('"12A"', None, "102"),
    ('"\u00a0"', None, "102"),
    ("#DIV/0!", None, "115"),
    ("#REF!", None, "115"),
    ("=B1*2", None, "114"),
    ("=B1*2 -> 10", 10, ""),
]


@pytest.mark.parametrize(("typed", "value", "suffix"), MONEY)
def test_money(typed, value, suffix):
    """Rupiah in every style of the offices: the amount and the code of what is doubtful."""
    assert understood("anggaran", "pagu", typed) == (value, suffix)


@pytest.mark.parametrize(
    ("number", "number_format"),
    [(45_000, "dd/mm/yyyy"), (45_000.5, "d-mmm"), (True, "General"), (1e15, "#,##0")],
)
def test_money_that_is_none(number, number_format):
    """A date, a truth value and a number beyond Excel's 15 digits are no amounts."""
    assert understood("anggaran", "pagu", Cell(number, None, number_format)) == (None, "102")


def test_blank_zero_and_not_applicable_are_three_things():
    """Nothing typed has no value and no finding, 0 is a value, "N/A" and "-" are asked about."""
    outcomes = [understood("kinerja", "realisasi_tw1", t) for t in ("", "0", '"N/A"', '"-"')]
    assert outcomes == [(None, ""), (0, ""), (None, "104"), (None, "104")]


PERCENT_TARGETS = [
    ("90", 90, ""),
    ("90%", 90, ""),
    ("97.5%", 97.5, ""),
    ("7%", 7, ""),
    ("100%", 100, ""),
    ("0", 0, ""),
    ("1", 1, ""),
    ("0.9", None, "104"),
    ('"90%"', 90, "103"),
    ('"97,5%"', 97.5, "103"),
    ('"97,5"', 97.5, "103"),
    ('"90 persen"', 90, "103"),
    ('"BB"', "BB", ""),
    ('"baik"', "B", "105"),
    ('"tinggi"', None, "102"),
]


@pytest.mark.parametrize(("typed", "value", "suffix"), PERCENT_TARGETS)
def test_targets_in_percent(typed, value, suffix):
    """90, 90% and "90%" are all 90 percent points; 0,9 may be 90% or 0,9% and is asked about."""
    assert understood("pk", "target", typed, jenis="Persentase", satuan="%") == (value, suffix)


COUNTS = [
    ("2498", 2498, ""),
    ("0.9", 0.9, ""),
    ('"2.498 Orang"', 2498, "103"),
    ('"3 (tiga) laporan"', 3, "103"),
    ('"87,5"', 87.5, "103"),
    ("90%", 90, ""),
]


@pytest.mark.parametrize(("typed", "value", "suffix"), COUNTS)
def test_targets_that_are_counts(typed, value, suffix):
    """Outside percentages a small number is itself and a unit in the cell is reported."""
    assert understood("pk", "target", typed, jenis="Jumlah", satuan="Orang") == (value, suffix)


@pytest.mark.parametrize(
    ("typed", "value", "suffix"),
    [
        ('"AA"', "AA", ""),
        ('"bb"', "BB", ""),
        ('" CC "', "CC", ""),
        ('"B (Baik)"', "B", "105"),
        ('"WTP"', "WTP", ""),
        ('"Wajar Tanpa Pengecualian"', "WTP", "105"),
        ('"B+"', None, "102"),
        ("71.2", 71.2, ""),
    ],
)
def test_grades_and_opinions(typed, value, suffix):
    """Grades are understood in words too, but formulas know the letters only: that is said."""
    assert understood("pk", "target", typed, jenis="Predikat") == (value, suffix)


def test_the_target_of_the_rak_is_read_by_its_unit():
    """On RAK the unit stands right of the target, and 0,9 is asked about all the same."""
    assert understood("rak", "target", "0.9", satuan="%") == (None, "104")
    assert understood("rak", "target", "0.9", satuan="Orang") == (0.9, "")


@pytest.mark.parametrize(
    ("typed", "value", "suffix"),
    [
        ('"1.1.2"', "1.1.2", ""),
        ('" 1.1.2. "', "1.1.2", ""),
        ("1.1", "1.1", "103"),
        ("3", "3", "103"),
        ('"\u00a0"', None, ""),
    ],
)
def test_codes(typed, value, suffix):
    """A code that Excel made a number of lost its last zero, perhaps: 1.10 became 1.1."""
    assert understood("pk", "kode", typed) == (value, suffix)


def test_leading_zeros_of_a_format_count():
    """The number 1 shown as 001 is the code 001; shown as 1 it is not."""
    assert understood("anggaran", "kode_ro", Cell(1, None, "000")) == ("001", "")
    assert understood("anggaran", "kode_ro", Cell(1, None, "General")) == ("1", "")


@pytest.mark.parametrize(
    ("typed", "value", "suffix"),
    [
        ('"✓"', True, ""),
        ('"٧"', True, ""),
        ('"√"', True, ""),
        ('"V"', True, ""),
        ('"v"', True, ""),
        ('"x"', True, ""),
        ('"∀"', True, ""),
        ('"ü"', True, ""),
        ("1", True, ""),
        ("0", False, ""),
        ('"-"', False, ""),
        ("", None, ""),
        ('"✗"', False, "110"),
        ('"sudah"', False, "110"),
        ("2", False, "110"),
    ],
)
def test_marks(typed, value, suffix):
    """Every mark of the example documents is a tick; crosses and words are asked about."""
    assert understood("rak", "rencana_tw2", typed) == (value, suffix)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ('"Naik"', "Naik"),
        ('"turun "', "Turun"),
        ('"Turun\u00a0"', "Turun\u00a0"),
        ('"menurun"', "menurun"),
        ("7", "7"),
    ],
)
def test_choices(typed, value):
    """A choice counts in any case; with a sign that formulas do not take off it is none of them."""
    assert understood("pk", "arah", typed) == (value, "")


@pytest.mark.parametrize(
    ("typed", "value"), [("1.2", "120%"), ("120%", "120%"), ('"120%"', "120%"), ("100%", "100%")]
)
def test_the_cap_may_be_typed_as_a_number(typed, value):
    """Excel makes 1,2 of a typed 120%; both choose the cap of 120%."""
    data = form("identitas", batas_capaian=typed)
    assert normalise(data) == []
    assert data.cells.parsed["batas_capaian"] == value


@pytest.mark.parametrize("text", ["NA", "None", "nan", "null", "-", "0", "Jumlah"])
def test_names_are_text(text):
    """A name such as NA or None is text and no missing value."""
    assert understood("pk", "indikator", f'"{text}"') == (text, "")


def test_text_is_trimmed():
    """Outer blanks, the non-breaking one too, and Excel's leading quote are no text."""
    assert understood("pk", "sasaran", '"\u00a0 \'Sasaran satu \u00a0"') == ("Sasaran satu", "")
    assert understood("pk", "sasaran", '"\u00a0"') == (None, "")


@pytest.mark.parametrize(
    "typed",
    [
        Cell(45_673, None, "dd/mm/yyyy"),
        Cell(45_673.75, None, "d mmmm yyyy"),
        '"16/01/2025"',
        '"16-1-2025"',
        '"2025-01-16"',
        '"16 Januari 2025"',
        '" 16  JANUARI 2025 "',
    ],
)
def test_dates(typed):
    """16 January 2025 as a date cell and as people write it."""
    data = form("identitas")
    data.cells.cells["tanggal_laporan"] = cell(typed) if isinstance(typed, str) else typed
    assert normalise(data) == []
    assert data.cells.parsed["tanggal_laporan"] == dt.date(2025, 1, 16)


@pytest.mark.parametrize("typed", ["45673", '"31/02/2025"', '"Januari 2025"', '"besok"', "0"])
def test_no_dates(typed):
    """A bare number, a day that never was and a month without a day are no dates."""
    data = form("identitas", tanggal_laporan=typed)
    assert [f.code for f in normalise(data)] == ["ID102"]
    assert "tanggal_laporan" not in data.cells.parsed


def test_a_finding_names_the_cell_and_what_was_seen():
    """A finding has the address, the heading as printed and the text as typed."""
    data = form("pk", 'kode | target | jenis\n"1.1" | "2.498 Orang" | Jumlah')
    data.headings["target"] = "TARGET 2024"
    (finding,) = normalise(data)
    assert (finding.sheet, finding.cell, finding.column) == ("PK", "H5", "TARGET 2024")
    assert finding.typed == "2.498 Orang"
    assert "2.498 Orang" in finding.message
    assert "2498" in finding.fix
    assert "Satuan" in finding.fix


def test_the_readings_of_a_doubt_are_shown():
    """What is ambiguous is asked with both readings in Indonesian writing."""
    data = form("anggaran", 'pagu\n"2,498"')
    (finding,) = normalise(data)
    assert "2,498" in finding.message
    assert "2.498" in finding.message


def test_no_dispute_is_pointed_to_its_column():
    """A dash for a realisasi is answered with the column "Tidak ada kasus"."""
    data = form("kinerja", 'kode | realisasi_tw4\n"1.1" | "-"')
    assert any("Tidak ada kasus" in f.fix for f in normalise(data))


@pytest.mark.parametrize(
    ("typed", "meant"), [("naik ", "Naik"), ("turn", "Turun"), ("presentase", ""), ("", "")]
)
def test_suggestions(typed, meant):
    """A choice that is nearly right is suggested, nothing far-fetched is."""
    assert suggest(typed, ("Naik", "Turun")) == meant


@pytest.mark.parametrize(
    ("jenis", "typed", "said"),
    [
        ("Predikat", "belum", "Ketik huruf AA sampai D"),
        ("Opini", "belum", "Ketik opininya, misalnya WTP"),
        ("Persentase", "belum", "Ketik angka"),
        ("Predikat", '"-"', ""),
    ],
)
def test_who_owes_a_letter_is_not_asked_for_a_number(jenis, typed, said):
    """An indikator that is measured in letters is asked for letters; a dash stays a question."""
    pk = form("pk", f"kode | indikator | jenis | satuan | arah | target\n1.1 | I | {jenis} | | | x")
    kinerja = form("kinerja", f"kode | realisasi_tw4\n1.1 | {typed}")
    made = report(form("identitas", tahun="2024", triwulan="IV"), pk, kinerja)
    compute(made)
    for data in made.forms.values():
        found = normalise(data)
    (finding,) = [f for f in found if f.column == "Realisasi s.d. TW IV"]
    assert finding.code == ("KN102" if said else "KN104")
    assert said in finding.fix
