"""The status on Beranda: one sentence, three counts, the words of the amounts."""

from __future__ import annotations

from datetime import datetime

import pytest

from sakip_excel.changes import ChangeList
from sakip_excel.compute import compute
from sakip_excel.finding import Finding, Severity
from sakip_excel.report.status import count, sentence, time_change, write_spelled, write_status
from sakip_excel.workbook.book import Book
from tests.tools.tiny import Sheet, form, report, write

NAMES = ("status_periksa", "jumlah_galat", "jumlah_peringatan", "jumlah_info", "versi_program")


def finding(severity: Severity) -> Finding:
    """Return a finding of a severity."""
    return Finding("PK101", severity, "pk", "PK", "A5", "Kode", "", "", "belum diisi.", "Isi.")


@pytest.fixture
def book(tmp_path):
    """Return a function that makes a workbook with some defined names, one below another."""

    def make(*names: str) -> Book:
        places = {name: f"Beranda!B{row}" for row, name in enumerate(names, 2)}
        return Book.open(write(tmp_path / "a.xlsx", Sheet("Beranda"), names=places))

    return make


@pytest.mark.parametrize(
    ("severities", "counts"),
    [
        ([], (0, 0, 0)),
        ([Severity.INFO], (0, 0, 1)),
        ([Severity.GALAT, Severity.PERINGATAN, Severity.GALAT], (2, 1, 0)),
    ],
)
def test_counts(severities, counts):
    """Every severity is counted, those without findings as 0."""
    found = count([finding(s) for s in severities])
    assert tuple(found[s.value] for s in Severity) == counts


@pytest.mark.parametrize(
    ("galat", "peringatan", "word"), [(1, 5, "BELUM SIAP"), (0, 2, "TANPA GALAT"), (0, 0, "SIAP")]
)
def test_sentence(galat, peringatan, word):
    """One sentence says whether the report may go, and names the number that matters."""
    text = sentence({"galat": galat, "peringatan": peringatan, "info": 9})
    assert text.startswith(f"{word}:")
    assert str(galat or peringatan or "tidak ada") in text


def test_status_cells(book):
    """Status, counts and version go to their named cells."""
    made = ChangeList()
    write_status(made, book(*NAMES), [finding(Severity.GALAT)])
    values = {c.cell: c.value for c in made.cells}
    assert (values["B3"], values["B4"], values["B5"]) == (1, 0, 0)
    assert set(values) == {"B2", "B3", "B4", "B5", "B6"}


def test_lost_names_are_noted(book):
    """A name that the workbook lost is noted, the others are written."""
    made = ChangeList()
    write_status(made, book("jumlah_galat"), [])
    assert made.missing == set(NAMES) - {"jumlah_galat"}
    assert [c.value for c in made.cells] == [0]


def test_time_as_people_write_it(book):
    """The time is written the Indonesian way; a workbook without its cell has none."""
    change = time_change(book("waktu_periksa"), datetime(2025, 1, 6, 9, 5))  # noqa: DTZ001
    assert (change.sheet, change.cell, change.value) == ("Beranda", "B2", "06/01/2025 09.05")
    assert time_change(book("lain"), datetime(2025, 1, 6)) is None  # noqa: DTZ001


@pytest.mark.parametrize(
    ("pagu", "amount", "words"),
    [
        ("1500", 1500, "seribu lima ratus rupiah"),
        ("0", 0, "nol rupiah"),
        ("", None, None),
        ('"1.500"', None, None),
        ("-5", -5, None),
        ("10.5", 10.5, None),
    ],
)
def test_words_stand_beside_their_amount(book, pagu, amount, words):
    """Words are kept with the amount they belong to; an amount that has none keeps none."""
    data = form("identitas", pagu_dipa=pagu)
    compute(report(data))
    made = ChangeList()
    write_spelled(made, book("terbilang_pagu_untuk", "terbilang_pagu_teks"), report(data))
    found = {c.cell: c.value for c in made.cells}
    assert found["B2"] == amount
    assert (found["B3"] and str(found["B3"]).casefold()) == words
