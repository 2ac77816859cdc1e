"""The forms are found by Table name or header row, wherever people moved them."""

from __future__ import annotations

import zipfile

import pytest

from sakip_excel.check import check_book
from sakip_excel.errors import NewerTemplateError, NotTemplateError, UnsafeError
from sakip_excel.forms import BY_KEY
from sakip_excel.locate import Located, locate
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.headings import match_headings, normal
from tests.tools.tiny import Sheet, beranda, form_sheet, form_text, write

PK_ROWS = """
kode  | tujuan | sasaran | indikator  | jenis      | satuan | arah | target
"1.1" | T      | S satu  | I pertama  | Persentase | %      | Naik | 90
"1.2" | T      | S dua   | I kedua    | Jumlah     | Orang  | Naik | 12
"""
MONEY_ROWS = """
kode_program | program             | anggaran
CQ           | Program Pemilu      | 17632649000
WA           | Dukungan Manajemen  | 2885908000
"""
INPUTS = ("kode", "tujuan", "sasaran", "indikator", "jenis", "satuan", "arah", "target")


@pytest.fixture
def located(tmp_path):
    """Return a function that writes sheets and locates the forms in them."""

    def run(*sheets: Sheet, **options: object) -> Located:
        return locate(Book.open(write(tmp_path / "buku.xlsx", *sheets, **options)))

    return run


def typed(found: Located, form: str, key: str) -> list[object]:
    """Return what stands in a column, row by row."""
    return [record.typed(key) for record in found.report.forms[form]]


def with_gap(text: str) -> str:
    """Return a text table of two rows with an empty row between them."""
    head, first, second = text.splitlines()
    return "\n".join([head, first, "|" * head.count("|"), second])


def missing(found: Located) -> dict[str, str]:
    """Return near-miss heading by key of each missing input."""
    return {k: near for data, k, near in found.missing if data.form[k].is_input}


def test_table_on_a_renamed_sheet(located):
    """A form is its Table; the sheet may have any name."""
    found = located(form_sheet("pk", PK_ROWS, name="PK 'revisi' dua"))
    assert found.report.forms["pk"].sheet == "PK 'revisi' dua"
    assert typed(found, "pk", "kode") == ["1.1", "1.2"]


@pytest.mark.parametrize("at", ["A1", "C9", "AB120"])
def test_table_anywhere_on_the_sheet(located, at):
    """Rows and columns put in before a Table move it, and it is found all the same."""
    found = located(form_sheet("pk", PK_ROWS, at=at))
    assert typed(found, "pk", "target") == [90, 12]


def test_coordinates_are_those_of_excel(located):
    """Rows carry their Excel row and addresses name the cell that the user sees."""
    data = located(form_sheet("pk", PK_ROWS, at="C9")).report.forms["pk"]
    assert [record.row for record in data] == [10, 11]
    assert data.address(data.rows[1], "target") == "J11"


def test_own_and_reordered_columns(located):
    """Own columns are passed over and ours may stand in any order."""
    found = located(
        form_sheet(
            "pk",
            """
            target | PIC kami | arah | jenis  | Catatan   | indikator | sasaran | kode
            12     | Budi     | Naik | Jumlah | (rahasia) | I         | S       | "1.1"
            """,
        )
    )
    assert typed(found, "pk", "target") == [12]
    assert typed(found, "pk", "kode") == ["1.1"]
    assert missing(found) == {}


def test_blank_rows_inside_are_passed_over(located):
    """An inserted empty row is no row and does not end the form."""
    found = located(Sheet("PK", with_gap(form_text("pk", PK_ROWS)), "tblPK"))
    assert [record.row for record in found.report.forms["pk"]] == [5, 7]


def test_spare_rows_count_as_nothing(located):
    """The empty rows of a fresh Table hold nothing, even with their formulas."""
    rows = form_text("pk", "kode\n" + "\n".join([""] * 3)).splitlines()[0]
    width = rows.count("|") + 1
    formulas = "\n".join(" | ".join([""] * (width - 1) + ['=UPPER("") -> ""']) for _ in range(12))
    found = located(Sheet("PK", f"{rows}\n{formulas}", "tblPK"))
    assert found.report.forms["pk"].rows == []
    assert found.stray == found.total_rows == []


@pytest.mark.parametrize("inside", [1, 2])
def test_rows_below_the_table_are_read(located, inside):
    """Rows typed or pasted directly below a Table are its rows."""
    data = located(form_sheet("pk", PK_ROWS, inside=inside)).report.forms["pk"]
    assert [record.typed("kode") for record in data] == ["1.1", "1.2"]
    assert (data.table_last_row, data.last_row) == (4 + inside, 6)


def test_total_row_below_is_no_data_and_stays_outside(located):
    """A "Jumlah" under the Table is reported, not read, and the Table does not grow over it."""
    text = MONEY_ROWS + "| Jumlah | 20518557000\n"
    found = located(form_sheet("pk_anggaran", text, inside=1))
    data = found.report.forms["pk_anggaran"]
    assert typed(found, "pk_anggaran", "anggaran") == [17_632_649_000, 2_885_908_000]
    assert [(row, column) for _, row, column in found.total_rows] == [(7, 2)]
    assert data.last_row == 6


@pytest.mark.parametrize(
    "row",
    [
        "| Jumlah | 20518557000",
        "| JUMLAH: | 20518557000",
        "| Total keseluruhan | 20518557000",
        "| Sub total | 1",
        "| jumlah | =SUM(C5:C6) -> 20518557000",
    ],
)
def test_totals_inside_the_table_are_no_data(located, row):
    """A total typed into the Table is known by its word where a row has no code."""
    found = located(form_sheet("pk_anggaran", MONEY_ROWS + row))
    assert len(found.report.forms["pk_anggaran"].rows) == 2
    assert [r for _, r, _ in found.total_rows] == [7]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("pk", "indikator | jenis | arah | target\nJumlah laporan keuangan | Jumlah | Naik | 2"),
        ("rak", "indikator | target | rencana_aksi\nJumlah rapat | 4 | Rapat kerja"),
        ("rak", "kegiatan | indikator | target\nJumlah pemilih terdata | Persentase | 4"),
        ("kinerja", "kode | hambatan\n1.1 | Jumlah pegawai kurang"),
        ("pk_anggaran", "kode_program | program | anggaran\nWA | Jumlah Penduduk | 5"),
        ("pk_anggaran", "program | anggaran\nProgram Jumlah Penduduk | 5"),
        ("anggaran", "program | kegiatan | pagu\nProgram | Jumlah dan Total | 5"),
    ],
)
def test_indicators_that_begin_with_jumlah_are_data(located, form, text):
    """An indikator "Jumlah laporan" with blank merged cells before it is no total."""
    found = located(form_sheet(form, text))
    assert len(found.report.forms[form].rows) == 1
    assert found.total_rows == []


@pytest.mark.parametrize(
    ("typed_in", "rows", "noted"),
    [
        ("Catatan: angka sementara", 1, [(6, 1)]),
        ("1.2", 2, []),  # a row that was only begun
        ("sementara", 2, []),  # one word may be a code that is wrong
    ],
)
def test_a_remark_in_the_table_is_no_row(located, typed_in, rows, noted):
    """Words alone where a code belongs are a note: its place is told, nothing is read from it."""
    found = located(form_sheet("pk", f'kode | sasaran\n"1.1" | A\n"{typed_in}" |', inside=2))
    assert len(found.report.forms["pk"].rows) == rows
    assert [(row, column) for _, row, column in found.notes] == noted


def test_stray_rows_after_a_gap_are_reported(located):
    """Rows below a gap are not read, and the first of them is named."""
    found = located(Sheet("PK", with_gap(form_text("pk", PK_ROWS)), "tblPK", inside=1))
    assert typed(found, "pk", "kode") == ["1.1"]
    assert [(row, column) for _, row, column in found.stray + found.cut_off] == [(7, 1)]


@pytest.mark.parametrize(
    ("row", "column", "whole"),
    [
        ("WA | Dukungan | 7", 2, True),
        ("WA | Dukungan |", 2, False),
        ("WA | Dukungan | tujuh", 2, False),
        ("WA | | 7", 3, False),
    ],
)
def test_a_whole_row_after_a_gap_is_told_from_a_note(located, row, column, whole):
    """Only a row with most of its required cells and a figure is one that the sums would miss."""
    text = f"kode_program | program | anggaran\nCQ | Pemilu | 5\n| |\n{row}"
    found = located(form_sheet("pk_anggaran", text, inside=1))
    place = [(7, column)]
    assert [(r, c) for _, r, c in found.cut_off] == (place if whole else [])
    assert [(r, c) for _, r, c in found.stray] == ([] if whole else place)


@pytest.mark.parametrize(
    "cells",
    [
        {"A20": "Catatan: angka sementara"},
        {"A20": "Prabumulih, 16 Januari 2025", "A24": "Sekretaris"},
        {"AZ20": "hitungan kami", "BA20": "12"},
    ],
)
@pytest.mark.parametrize("form", ["pk", "kinerja"])
def test_notes_below_are_no_rows(located, cells, form):
    """A note or a signature under a form is left alone."""
    found = located(form_sheet(form, 'kode\n"1.1"', cells=cells))
    assert found.stray == []
    assert len(found.report.forms[form].rows) == 1


@pytest.mark.parametrize("at", ["A7", "A12"])
def test_a_table_below_is_not_ours(located, at):
    """The user's own Table below ours, even directly, is neither read nor called stray."""
    own = Sheet("PK", "Kode | Jumlah | x\n7 | 8 | 9", "tblLain", at=at)
    found = located(form_sheet("pk", PK_ROWS), own)
    assert len(found.report.forms["pk"].rows) == 2
    assert found.stray == found.total_rows == []


def test_formatting_to_the_last_row_costs_nothing(tmp_path):
    """Empty formatted rows down to 1.048.576 are no rows of the form."""
    path = write(tmp_path / "asal.xlsx", form_sheet("pk", PK_ROWS))
    tall = tmp_path / "tinggi.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tall, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                ghosts = "".join(
                    f'<row r="{r}" ht="15" customHeight="1"><c r="A{r}" s="0"/></row>'
                    for r in (*range(20, 2000), 1_048_576)
                )
                data = data.replace(b"</sheetData>", ghosts.encode() + b"</sheetData>")
                assert ghosts.encode() in data
            new.writestr(name, data)
    data = locate(Book.open(tall)).report.forms["pk"]
    assert (len(data.rows), data.last_row) == (2, 6)


@pytest.mark.parametrize("at", ["A1", "D17"])
def test_header_row_without_a_table(located, at):
    """A form pasted as plain cells is found by its headings."""
    found = located(form_sheet("pk", PK_ROWS, table="", name="Lembar1", at=at))
    data = found.report.forms["pk"]
    assert (data.table, typed(found, "pk", "target")) == ("", [90, 12])


def test_plain_sheets_are_told_apart(located):
    """PK and Kinerja share headings; each plain sheet is taken for the form it fits best."""
    found = located(
        form_sheet("kinerja", 'kode | realisasi_tw4\n"1.1" | 91', table="", name="A"),
        form_sheet("pk", PK_ROWS, table="", name="B"),
    )
    assert {key: data.sheet for key, data in found.report.forms.items()} == {
        "pk": "B",
        "kinerja": "A",
    }


def test_one_plain_sheet_is_one_form(located):
    """A plain sheet Kinerja alone is not taken for the PK as well."""
    found = located(form_sheet("kinerja", 'kode\n"1.1"', table=""))
    assert list(found.report.forms) == ["kinerja"]


def test_a_heading_printed_again_is_no_new_form(located):
    """Of two rows with the same headings the upper one starts the form, as on a second page."""
    text = form_text("pk", PK_ROWS)
    head, *rows = text.splitlines()
    found = located(Sheet("Lembar1", "\n".join([head, *rows, head]), at="B3"))
    assert found.report.forms["pk"].header_row == 3
    assert typed(found, "pk", "target")[:2] == [90, 12]


@pytest.mark.parametrize(
    "text",
    [
        "Kode | Nama barang | Harga\nA1 | Meja | 5",
        "Kode | Uraian\n1 | x",
        "Program | Target | Realisasi\nP | 1 | 2",
    ],
)
def test_own_lists_are_no_forms(located, text):
    """A list of the user's own with a heading like ours is not taken for a form."""
    found = located(form_sheet("pk", PK_ROWS), Sheet("Daftar", text))
    assert list(found.report.forms) == ["pk"]


def test_a_table_of_the_user_is_no_form(located):
    """A sheet with somebody's own Table is never taken for one of our forms."""
    with pytest.raises(KeyError):
        _ = located(Sheet("X", form_text("pk", PK_ROWS), "tblSaya")).report.forms["pk"]


@pytest.mark.parametrize(("limit", "letters"), [("_MAX_ROWS", 2), ("_MAX_LETTERS", 65)])
def test_a_form_beyond_every_office_is_refused(located, monkeypatch, limit, letters):
    """Rows, and letters of all texts together, each have a limit that no honest form reaches."""
    monkeypatch.setattr(f"sakip_excel.locate.{limit}", letters)
    assert len(located(form_sheet("pk", PK_ROWS)).report.forms["pk"].rows) == 2
    monkeypatch.setattr(f"sakip_excel.locate.{limit}", letters - 1)
    with pytest.raises(UnsafeError):
        located(form_sheet("pk", PK_ROWS))


def test_near_misses_are_suggested_not_used(located):
    """A heading that is nearly ours is named in the finding and its column is not read."""
    text = form_text("pk", PK_ROWS, everything=False).replace(
        "Indikator kinerja", "Indikatr kinerja"
    )
    found = located(Sheet("PK", text, "tblPK"))
    assert missing(found) == {"indikator": "Indikatr kinerja"}
    assert typed(found, "pk", "indikator") == [None, None]


def test_near_miss_without_a_table(located):
    """One mistyped heading does not make a whole plain sheet disappear."""
    text = form_text("pk", PK_ROWS).replace("Indikator kinerja", "Indikatr kinerja")
    found = located(Sheet("PK", text))
    assert missing(found) == {"indikator": "Indikatr kinerja"}


def test_columns_beside_the_table_are_not_its_columns(located):
    """A heading that stands beside the Table is missed in it and suggested."""
    text = form_text("pk", PK_ROWS).splitlines()
    inside = "\n".join(" | ".join(line.split(" | ")[:7]) for line in text)
    found = located(Sheet("PK", inside, "tblPK", cells={"J4": "Target", "J5": "90"}))
    assert "target" in missing(found)
    assert typed(found, "pk", "target") == [None, None]


@pytest.mark.parametrize("keys", [["pk"], ["rak"], ["pk", "anggaran"], ["kinerja", "pk_anggaran"]])
def test_any_subset_of_the_forms(located, keys):
    """A workbook with some of the forms is read as far as it goes."""
    sheets = [form_sheet(key, BY_KEY[key].inputs[0].key + "\nCQ") for key in keys]
    assert set(located(*sheets).report.forms) == set(keys)


def test_beranda_by_its_names(located):
    """The cells of Beranda are found by name on any sheet, wherever they stand."""
    sheet, names = beranda(triwulan="II")
    moved = {key: place.replace("Beranda!", "Depan!") for key, place in names.items()}
    sheet.name = "Depan"
    data = located(sheet, names=moved).report.forms["identitas"]
    assert (data.sheet, data.cells.typed("triwulan")) == ("Depan", "II")
    assert data.address(data.cells, "kode_satker") == names["kode_satker"].partition("!")[2]


def test_one_name_on_another_sheet_does_not_hide_beranda(located):
    """When one named cell went elsewhere, the others still count and that one is missed."""
    sheet, names = beranda()
    names["kode_satker"] = "Lain!A1"
    found = located(sheet, Sheet("Lain"), names=names)
    data = found.report.forms["identitas"]
    assert data.cells.typed("nama_satker") == "KPU Kota Prabumulih"
    assert missing(found) == {"kode_satker": ""}


def test_a_lost_name_is_missed(located):
    """An input cell whose name was deleted is reported, one of ours too."""
    sheet, names = beranda()
    del names["tahun"]
    assert missing(located(sheet, names=names)) == {"tahun": ""}


def test_a_workbook_without_forms_is_refused(tmp_path):
    """A workbook in which no form stands is said to be no SAKIP workbook."""
    path = write(tmp_path / "lain.xlsx", Sheet("Lembar1", "Nama | Umur\nAni | 30"))
    with pytest.raises(NotTemplateError, match=r"lain\.xlsx"):
        check_book(Book.open(path))


def test_beranda_alone_is_no_workbook_of_ours(tmp_path):
    """Named cells without any form are not enough."""
    sheet, names = beranda()
    with pytest.raises(NotTemplateError):
        check_book(Book.open(write(tmp_path / "a.xlsx", sheet, names=names)))


@pytest.mark.parametrize("version", [2, 99])
def test_a_newer_template_is_refused(tmp_path, version):
    """A workbook from a newer template is not half understood: the program asks for an update."""
    path = write(
        tmp_path / "a.xlsx",
        form_sheet("pk", PK_ROWS),
        properties={"sakip_templat_versi": version},
    )
    with pytest.raises(NewerTemplateError, match=str(version)):
        check_book(Book.open(path))


def test_a_newer_template_is_seen_in_its_cell(tmp_path):
    """Programs that drop document properties leave the version's cell, which counts as well."""
    sheet, names = beranda()
    sheet.cells |= {"B40": "7"}
    path = write(
        tmp_path / "a.xlsx",
        sheet,
        form_sheet("pk", PK_ROWS),
        names=names | {"templat_versi": "Beranda!B40"},
    )
    with pytest.raises(NewerTemplateError):
        check_book(Book.open(path))


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Indikator kinerja", "indikator"),
        ("INDIKATOR KINERJA", "indikator"),
        ("Indikator\nKinerja", "indikator"),
        ("  Indikator   kinerja: ", "indikator"),
        ("Indikator", "indikator"),
        ("Sasaran program/kegiatan", "sasaran"),
        ("No.", "kode"),
        ("Polaritas", "arah"),
        ("Target (tahunan)", "target"),
    ],
)
def test_headings_of_the_pk(heading, key):
    """Case, line breaks, punctuation and known other names do not matter."""
    matched, _ = match_headings(BY_KEY["pk"].columns, {3: heading})
    assert matched == {key: 3}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Pagu", "pagu"),
        ("Pagu (Rp)", "pagu"),
        ("Pagu ( Rp. )", "pagu"),
        ("TVRO", "tvro"),
        ("Realisasi s/d TW I (Rp)", None),
        ("Realisasi sd TW I", None),
        ("Realisasi s.d. TW I", "realisasi_tw1"),
        ("Realisasi (%)", "serapan"),
        ("Efisiensi", None),
        ("Efisiensi (Rp.)", "efisiensi_rp"),
        ("Serapan 2023", None),
    ],
)
def test_headings_of_the_anggaran(heading, key):
    """A unit may be left out unless two columns differ by it only; otherwise nothing is guessed."""
    matched, _ = match_headings(BY_KEY["anggaran"].columns, {1: heading})
    assert matched == ({} if key is None else {key: 1})


def test_money_is_not_taken_for_an_achievement():
    """On Kinerja "Realisasi (Rp)" is not "Realisasi": one is money, the other is computed."""
    matched, near = match_headings(BY_KEY["kinerja"].columns, {1: "Realisasi (Rp)"})
    assert matched == {}
    assert "Realisasi (Rp)" in near.values()


def test_a_whole_heading_goes_before_a_part_of_one():
    """A column "Kegiatan (uraian)" left of "Kegiatan" does not take its place."""
    columns = BY_KEY["rak"].columns
    matched, _ = match_headings(columns, {1: "Kegiatan (uraian)", 2: "Kegiatan"})
    assert matched == {"rencana_aksi": 1, "kegiatan": 2}


def test_normal_form_of_a_heading():
    """The normal form keeps words and units and drops how they are set."""
    assert normal(" Realisasi\r\ns.d. TW-I ( Rp. ) ") == "realisasi s d tw i (rp)"
