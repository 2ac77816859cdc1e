"""A workbook made from an older template is not blamed for what its template did not have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sakip_excel.check import check_book
from sakip_excel.finding import Severity
from sakip_excel.forms import BY_KEY
from sakip_excel.locate import locate
from sakip_excel.structure import structure_findings
from sakip_excel.workbook.book import Book
from tests.tools.tiny import Sheet, beranda, write

NEW, OLD = 3, 2
HEADINGS = [field.heading for field in BY_KEY["pk"].columns]


def pk_with(key: str):
    """Return the form PK as if one column had come with template version 3."""
    form = BY_KEY["pk"]
    columns = tuple(replace(f, since=NEW) if f.key == key else f for f in form.columns)
    return replace(form, columns=columns)


def told(book: Book, form, version: int | None) -> list[tuple[str, Severity]]:
    """Return code and severity of what is said about missing columns of a workbook."""
    forms = (BY_KEY["identitas"], form)
    found = structure_findings(book, locate(book, forms, version), "")
    return [(f.code, f.severity) for f in found if f.code.endswith("116")]


def book_without(tmp_path, heading: str, *, table: str = "tblPK", instead: str = "") -> Book:
    """Return a PK without one column, or with another heading in its place."""
    headings = [instead if h == heading else h for h in HEADINGS if instead or h != heading]
    text = "\n".join([" | ".join(headings), " | ".join(["1.1.1"] * len(headings))])
    sheet, names = beranda()
    return Book.open(write(tmp_path / "lama.xlsx", sheet, Sheet("PK", text, table), names=names))


@pytest.mark.parametrize("key", ["target", "target_terbaca", "tujuan"])
@pytest.mark.parametrize("version", [OLD, 1])
def test_an_older_workbook_is_told(tmp_path, key, version):
    """A required, computed or optional column that came later is information, no mistake."""
    book = book_without(tmp_path, BY_KEY["pk"][key].heading)
    assert told(book, pk_with(key), version) == [("PK116", Severity.INFO)]


@pytest.mark.parametrize(
    ("key", "severity"),
    [
        ("target", Severity.GALAT),
        ("target_terbaca", Severity.GALAT),
        ("tujuan", Severity.PERINGATAN),
    ],
)
@pytest.mark.parametrize("version", [NEW, NEW + 1, None])
def test_a_workbook_that_had_the_column_is_blamed(tmp_path, key, severity, version):
    """Whoever took a column out, or whose template is unknown, hears it as before."""
    book = book_without(tmp_path, BY_KEY["pk"][key].heading)
    assert told(book, pk_with(key), version) == [("PK116", severity)]


def test_a_column_of_the_users_own_is_not_called_a_slip(tmp_path):
    """In an older workbook a heading that is nearly the new one need not be renamed."""
    book = book_without(tmp_path, "Tujuan", instead="Tujuann")
    assert told(book, pk_with("tujuan"), OLD) == [("PK116", Severity.INFO)]
    assert told(book, pk_with("tujuan"), NEW) == [("PK116", Severity.GALAT)]


def test_the_sentence_names_column_and_versions(tmp_path):
    """The finding says which column came with which version, and where to get it."""
    book = book_without(tmp_path, "Tujuan")
    located = locate(book, (pk_with("tujuan"),), OLD)
    (found,) = [f for f in structure_findings(book, located, "") if f.code == "PK116"]
    assert "'Tujuan'" in found.message
    assert f"versi {NEW}" in found.message
    assert f"versi {OLD}" in found.message
    assert "templat" in found.fix


@pytest.mark.parametrize(("version", "found"), [(OLD, True), (NEW, False), (None, False)])
def test_a_form_without_its_table_is_still_found(tmp_path, version, found):
    """By its header row an older form is known without the required column that came later."""
    book = book_without(tmp_path, "Target", table="")
    assert ("pk" in locate(book, (pk_with("target"),), version).report.forms) is found


@pytest.mark.parametrize(
    ("version", "severity"), [(OLD, Severity.INFO), (NEW, Severity.GALAT), (None, Severity.GALAT)]
)
def test_named_cells_come_later_too(tmp_path, version, severity):
    """A required named cell that came later is information in an older workbook."""
    form = BY_KEY["identitas"]
    later = replace(form["tahun"], since=NEW)
    newer = replace(form, cells=tuple(later if f.key == "tahun" else f for f in form.cells))
    sheet, names = beranda()
    del names["tahun"]
    book = Book.open(write(tmp_path / "lama.xlsx", sheet, names=names))
    found = structure_findings(book, locate(book, (newer,), version), "")
    assert [f.severity for f in found if f.code == "ID116"] == [severity]


@pytest.mark.parametrize(("version", "severity"), [(0, Severity.INFO), (1, Severity.GALAT)])
def test_the_version_comes_from_the_workbook(tmp_path, version, severity):
    """Checking reads the version in the file's properties: no field is older than version 1."""
    text = "\n".join([" | ".join(HEADINGS[:-1]), " | ".join(["1.1.1"] * len(HEADINGS[:-1]))])
    path = write(
        tmp_path / "lama.xlsx",
        Sheet("PK", text, "tblPK"),
        properties={"sakip_templat_versi": version},
    )
    found = check_book(Book.open(path)).findings
    assert [f.severity for f in found if f.code == "PK116"] == [severity]
