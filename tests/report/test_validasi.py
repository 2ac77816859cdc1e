"""Validasi lists the findings for people: ordered, grouped, linked, with what they confirmed."""

from __future__ import annotations

import pytest

from sakip_excel.changes import ChangeList
from sakip_excel.finding import Finding, Severity
from sakip_excel.report.layout import (
    CONFIRMED,
    MARK_NAMES,
    VALIDASI_COLUMNS,
    VALIDASI_TABLE,
)
from sakip_excel.report.validasi import (
    carry_over,
    find_validasi,
    grouped,
    in_order,
    read_listed,
    write_marks,
    write_validasi,
)
from sakip_excel.workbook.book import Book
from tests.tools.tiny import Sheet, form, report, write

KEYS = [key for key, _, _ in VALIDASI_COLUMNS]


def finding(code: str = "AG101", cell: str = "F12", **changed: object) -> Finding:
    """Return a finding; what matters for a test is given by name."""
    values: dict[str, object] = {
        "code": code,
        "severity": Severity.GALAT,
        "form": "anggaran",
        "sheet": "Anggaran",
        "cell": cell,
        "column": "Pagu (Rp)",
        "typed": "",
        "computed": "",
        "message": "belum diisi.",
        "fix": "Isi.",
    } | changed
    return Finding(**values)


@pytest.fixture
def book(tmp_path):
    """Return a function that makes a workbook whose Validasi holds some rows and spare ones."""

    def make(*rows: dict[str, str], spare: int = 2, table: str = VALIDASI_TABLE) -> Book:
        head = " | ".join(heading for _, heading, _ in VALIDASI_COLUMNS)
        body = [" | ".join(row.get(key, "") for key in KEYS) for row in rows]
        body += ["|" * (len(KEYS) - 1)] * spare
        sheets = [
            Sheet("Validasi", "\n".join([head, *body]), table, at="A6"),
            Sheet("Anggaran"),
            Sheet("Tanda", "G | P | I\nlama | | \nlama | | ", at="A1"),
        ]
        names = {
            name: f"Tanda!{letter}2:{letter}6"
            for name, letter in zip(MARK_NAMES.values(), "ABC", strict=True)
        }
        return Book.open(write(tmp_path / "buku.xlsx", *sheets, names=names))

    return make


def listed_row(**changed: str) -> dict[str, str]:
    """Return a row of Validasi about a figure typed over the serapan of row 5."""
    return {
        "nomor": "1",
        "tingkat": "Galat",
        "kode": "AG111",
        "lembar": "Anggaran",
        "sel": "U5",
        "kolom": "Serapan (%)",
        "tertulis": '"99,25%"',
        "dihitung": '"50,00%"',
        "pesan": "tertulis 99,25%, perhitungan dari isiannya 50,00%.",
        "saran": "Rumus dikembalikan.",
    } | changed


def anggaran(serapan: float | str | None = 0.5):
    """Return a report whose computed serapan of row 5 is given."""
    data = form("anggaran", "kode_program\nCQ")
    data.rows[0].computed["serapan"] = serapan
    return report(data)


def written(book: Book, findings: list[Finding]) -> dict[int, dict[str, object]]:
    """Return what write_validasi puts into each row, by row and key."""
    made, place = ChangeList(), find_validasi(book)
    write_validasi(made, book, place, findings, read_listed(book, place))
    rows: dict[int, dict[str, object]] = {}
    letters = {chr(ord("A") + i): key for i, key in enumerate(KEYS)}
    for change in made.cells:
        assert change.sheet == "Validasi"
        row = rows.setdefault(int(change.cell[1:]), {})
        row[letters[change.cell[0]]] = change.formula or change.value
    return rows


def test_must_fix_first_then_place():
    """Galat before Peringatan before Info; inside by sheet, row and column, not as text."""
    made = [
        finding(cell="A2", severity=Severity.INFO),
        finding(cell="AA3"),
        finding(cell="B12"),
        finding(cell="B3"),
        finding(cell="B3", sheet="PK"),
        finding(cell="", sheet=""),
        finding(cell="A1", severity=Severity.PERINGATAN),
    ]
    ordered = in_order(made, ["PK", "Anggaran"])
    assert [(f.sheet, f.cell) for f in ordered] == [
        ("", ""),
        ("PK", "B3"),
        ("Anggaran", "B3"),
        ("Anggaran", "AA3"),
        ("Anggaran", "B12"),
        ("Anggaran", "A1"),
        ("Anggaran", "A2"),
    ]


def test_repeats_are_one_row():
    """24 cells with the same sentence are one row that counts them."""
    (group,) = grouped([finding(cell=f"F{row}") for row in range(12, 36)])
    assert group.cell_text.startswith("F12, F13, F14")
    assert group.cell_text.endswith("(24 sel)")
    assert len(group.cells) == 24


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_repeats_are_named(count):
    """Up to three cells are named in full."""
    (group,) = grouped([finding(cell=f"F{row}") for row in range(1, count + 1)])
    assert group.cell_text == ", ".join(f"F{row}" for row in range(1, count + 1))


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "AG102"},
        {"sheet": "PK"},
        {"column": "RVRO"},
        {"message": "lain."},
        {"fix": "Lain."},
    ],
)
def test_what_differs_stands_apart(changed):
    """Only the same code, sheet, column and sentence make a group."""
    assert len(grouped([finding(cell="F1"), finding(cell="F2", **changed)])) == 2


def test_formulas_typed_over_are_never_grouped():
    """Each restored figure has a row of its own, because each is confirmed by itself."""
    made = [finding("AG113", f"U{row}", severity=Severity.INFO) for row in range(5, 9)]
    assert [g.cells for g in grouped(made)] == [("U5",), ("U6",), ("U7",), ("U8",)]


def test_different_figures_in_a_group_are_not_passed_off_as_one():
    """Where the cells of a group hold different texts, no single one is shown for all."""
    (group,) = grouped([finding(cell="F1", typed="1"), finding(cell="F2", typed="2")])
    assert group.first.typed not in {"1", "2"}
    (same,) = grouped([finding(cell="F1", typed="1"), finding(cell="F2", typed="1")])
    assert same.first.typed == "1"


def test_rows_are_written_in_words(book):
    """A row holds number, severity in words, place, figures, sentence and what to do."""
    rows = written(book(), [finding(typed="x", computed="y")])
    assert rows[7] == {
        "nomor": 1,
        "tingkat": "Galat",
        "kode": "AG101",
        "lembar": "Anggaran",
        "sel": "F12",
        "kolom": "Pagu (Rp)",
        "tertulis": "x",
        "dihitung": "y",
        "pesan": "belum diisi.",
        "saran": "Isi.",
        "sumber": "rancangan sakip_excel (konvensi)",
        "tautan": 'HYPERLINK("#\'Anggaran\'!F12","Buka")',
        "konfirmasi": None,
    }


@pytest.mark.parametrize(
    ("sheet", "link"),
    [
        ("PK 'baru'", "HYPERLINK(\"#'PK ''baru'''!F12\",\"Buka\")"),
        ('A"B', 'HYPERLINK("#\'A""B\'!F12","Buka")'),
    ],
)
def test_links_to_sheets_with_quotes(book, sheet, link):
    """A link survives quotes in the name of the sheet."""
    assert written(book(), [finding(sheet=sheet)])[7]["tautan"] == link


def test_findings_about_the_workbook_have_no_link(book):
    """What is about no sheet cannot be opened; about a sheet it opens its first cell."""
    rows = written(book(), [finding(sheet="", cell=""), finding(cell="")])
    assert rows[7]["tautan"] is None
    assert "'Anggaran'!A1" in str(rows[8]["tautan"])


def test_text_like_a_formula_stays_text(book):
    """What a user typed is never written as a formula."""
    made, where = ChangeList(), book()
    place = find_validasi(where)
    write_validasi(made, where, place, [finding(typed="=1+1", message="@SUM(A1)")], [])
    formulas = [c.formula for c in made.cells if c.formula is not None]
    assert [f[:9] for f in formulas] == ["HYPERLINK"]


def test_shrinking_list_empties_old_rows(book):
    """Rows of the last run that are no longer needed are emptied, all their columns."""
    rows = written(book(listed_row(), listed_row(), spare=0), [finding()])
    assert set(rows[8].values()) == {None}
    assert set(rows[8]) == set(KEYS)


def test_no_findings_empty_the_list(book):
    """Without findings no row remains and the Table does not grow."""
    rows = written(book(listed_row(), spare=0), [])
    assert set(rows) == {7}
    assert set(rows[7].values()) == {None}


def test_long_list_grows_the_table(book):
    """More findings than rows let the Table grow to exactly the last one."""
    made, where = ChangeList(), book()
    findings = [finding(cell=f"F{r}", message=f"{r}") for r in range(1, 6)]
    write_validasi(made, where, find_validasi(where), findings, [])
    assert [(g.table, g.last_row) for g in made.grow] == [(VALIDASI_TABLE, 6 + 5)]


def test_choices_of_the_user_are_kept(book):
    """What stands under Konfirmasi stays with its finding wherever the row moves."""
    old = listed_row(kode="AG101", sel="F12", konfirmasi="menunggu DIPA")
    rows = written(book(old), [finding(cell="A1", message="baru"), finding()])
    assert [rows[7]["konfirmasi"], rows[8]["konfirmasi"]] == [None, "menunggu DIPA"]


def carried(book: Book, made, found: list[Finding] = ()) -> list[Finding]:
    """Return what is carried over from Validasi."""
    return carry_over(made, found, read_listed(book, find_validasi(book)))


def test_a_restored_figure_stays_a_finding(book):
    """The finding about a figure typed over outlives the figure, word for word."""
    (kept,) = carried(book(listed_row()), anggaran())
    assert (kept.code, kept.severity, kept.cell) == ("AG111", Severity.GALAT, "U5")
    assert (kept.typed, kept.computed) == ("99,25%", "50,00%")
    assert (kept.form, kept.fix) == ("anggaran", "Rumus dikembalikan.")


@pytest.mark.parametrize(
    ("row", "serapan"),
    [
        (listed_row(konfirmasi=CONFIRMED), 0.5),
        (listed_row(), 0.51),
        (listed_row(), None),
        (listed_row(lembar="Lembar hilang"), 0.5),
        (listed_row(sel="U99"), 0.5),
        (listed_row(kode="AG101"), 0.5),
        (listed_row(kode="XX999"), 0.5),
    ],
)
def test_a_restored_figure_is_settled(book, row, serapan):
    """It ends with "Sudah diperiksa", with another computed figure, or with its cell."""
    assert carried(book(row), anggaran(serapan)) == []


def test_a_blank_computed_value_is_carried_too(book):
    """A figure typed where nothing can be computed yet stays a finding."""
    row = listed_row(dihitung="kosong")
    assert len(carried(book(row), anggaran(None))) == 1


def test_what_is_found_again_is_not_carried(book):
    """A figure typed over once more is one finding, the new one."""
    assert carried(book(listed_row()), anggaran(), [finding("AG111", "U5")]) == []


def test_confirmation_does_not_cover_a_new_figure(book):
    """A formula typed over again after "Sudah diperiksa" must be confirmed again."""
    old = listed_row(konfirmasi=CONFIRMED)
    assert written(book(old), [finding("AG111", "U5")])[7]["konfirmasi"] is None


def test_an_edited_severity_does_no_harm(book):
    """Somebody's own word under Tingkat falls back to the severity of the rule."""
    (kept,) = carried(book(listed_row(tingkat="penting sekali")), anggaran())
    assert kept.severity is Severity.GALAT


def test_a_workbook_without_validasi(book):
    """Without the Table there is nowhere to list and nothing to carry over."""
    place = find_validasi(book(table="tblLain"))
    assert place is None
    assert read_listed(book(table="tblLain"), place) == []


def test_marks_list_each_cell_once(book):
    """The hidden lists hold form sheet and cell per severity, and lose what is over."""
    made = ChangeList()
    data = form("anggaran")
    data.sheet = "Anggaran lama"
    findings = [
        finding(cell="F12", sheet="Anggaran lama"),
        finding("AG102", "F12", sheet="Anggaran lama"),
        finding(cell="F13", severity=Severity.PERINGATAN),
        finding(cell="", severity=Severity.INFO),
        finding(form="", cell=""),
    ]
    write_marks(made, book(), findings, report(data))
    assert {(c.cell, c.value) for c in made.cells} == {
        ("A2", "Anggaran!F12"),
        ("A3", None),
        ("B2", "Anggaran!F13"),
    }


def test_marks_stop_at_the_end_of_their_list(book):
    """More cells than the list has rows are cut off, never written below it."""
    made = ChangeList()
    write_marks(
        made, book(), [finding(cell=f"F{r}") for r in range(1, 20)], report(form("anggaran"))
    )
    assert {c.cell for c in made.cells} == {"A2", "A3", "A4", "A5", "A6"}


def test_lost_lists_are_noted(tmp_path):
    """A workbook that lost the lists is noted as incomplete instead of failing."""
    made = ChangeList()
    book = Book.open(write(tmp_path / "a.xlsx", Sheet("Anggaran")))
    write_marks(made, book, [finding()], report(form("anggaran")))
    assert made.missing == set(MARK_NAMES.values())
