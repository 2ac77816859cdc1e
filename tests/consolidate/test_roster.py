"""The roster: read by headings, strict about codes and dates."""

from __future__ import annotations

from datetime import date

import pytest

from sakip_excel.consolidate.roster import RosterError, read_roster
from sakip_excel.consolidate.states import Expected
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from tests.consolidate.files import listing
from tests.tools.tiny import Sheet, write

ROW = {"kode_satker": "658021", "nama_satker": "KPU Kota Probolinggo", "provinsi": "Jawa Timur"}


def test_rows_come_by_province_and_code(tmp_path):
    """Every column is read, and the order of the rows is the same whatever theirs was."""
    full = {**ROW, "email": "a@kpu.go.id", "batas_waktu": "16 Januari 2025", "nihil": "Ya"}
    path = listing(
        tmp_path / "d.xlsx",
        full,
        {"kode_satker": "658001", "provinsi": "Jawa Timur"},
        {"kode_satker": "999999", "provinsi": "Bali"},
    )
    found = read_roster(path)
    assert [row.kode_satker for row in found.rows] == ["999999", "658001", "658021"]
    assert found.rows[2] == Expected(
        "658021", "KPU Kota Probolinggo", "Jawa Timur", "a@kpu.go.id", date(2025, 1, 16), nil=True
    )
    assert found.sha256 == Book.open(path).sha256
    assert found.find("658021") == found.rows[2]
    assert found.find("111111") is None


def test_a_plain_sheet_will_do(tmp_path):
    """A sheet with these headings in another order and columns of one's own is a roster."""
    sheet = Sheet(
        "Satker",
        """
        Telepon | Nama satker        | Kode satker
        021     | KPU Kota Lain      | '658021
        """,
    )
    path = write(tmp_path / "d.xlsx", sheet)
    assert [r.kode_satker for r in read_roster(path).rows] == ["658021"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{**ROW, "kode_satker": "65802"}], "enam angka"),
        ([{"nama_satker": "KPU Kota Lain"}], "enam angka"),
        ([ROW, ROW], "2 kali"),
        ([{**ROW, "batas_waktu": "besok"}], "bukan tanggal"),
    ],
)
def test_wrong_rows_are_named(rows, said, tmp_path):
    """A wrong code, a code twice and a date that is none stop the joining, with the cell."""
    path = listing(tmp_path / "d.xlsx", *rows)
    with pytest.raises(RosterError, match=said) as caught:
        read_roster(path)
    assert "7" in caught.value.message
    assert caught.value.exit_code == 3


def test_an_empty_roster_is_refused(tmp_path):
    """The empty template and a workbook without a list say that nothing is listed."""
    with pytest.raises(RosterError, match="tidak berisi"):
        read_roster(template_path("daftar_satker"))
    other = write(tmp_path / "x.xlsx", Sheet("X", "Nama\nAni"))
    with pytest.raises(RosterError, match="tidak berisi"):
        read_roster(other)
