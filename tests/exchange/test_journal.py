"""The journal: appended only, whole lines only, and the order of versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sakip_excel.errors import DamagedError
from sakip_excel.exchange.journal import (
    Entry,
    Journal,
    Kind,
    current,
    moment_of,
    read_journal,
    versions,
)

NOW = "2025-01-20T08:00:00"
LINE = Entry(
    Kind.TAKEN,
    waktu=NOW,
    sha256="ab" * 32,
    jalur="masuk/658021/2024-TW4/abababababababab.xlsx",
    kode_satker="658021",
    tahun=2024,
    triwulan=4,
    nama_satker='KPU Kota "Prabumulih"\n\u202e',
    versi=1,
    saat=NOW,
    putusan="diterima",
    pagu=33_195_683_152,
    realisasi=0,
    alasan=("Satu.", "Dua."),
)


@pytest.fixture
def path(tmp_path):
    """Return where a journal goes."""
    return tmp_path / "catatan.jsonl"


def test_what_was_appended_is_read_back(path):
    """Every field comes back as it was, also names with quotation marks and line ends."""
    other = Entry(Kind.MAIL, waktu=NOW, kotak="INBOX;1;7")
    journal = Journal(path)
    journal.append(LINE)
    journal.append(other)
    assert journal.entries == read_journal(path) == [LINE, other]
    assert path.read_bytes().count(b"\n") == 2


def test_no_journal_is_an_empty_one(path):
    """A folder without a journal has no entries."""
    assert read_journal(path) == []


@pytest.mark.parametrize("length", [1, 20, -1])
def test_a_cut_last_line_is_ignored_and_the_next_one_starts_fresh(path, length):
    """A line that a power cut left without its end is as if it had never been begun."""
    Journal(path).append(LINE)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:length])
    assert read_journal(path) == [LINE]
    second = replace(LINE, versi=2)
    Journal(path).append(second)
    assert read_journal(path) == [LINE, second]


def test_a_damaged_line_in_the_middle_stops_with_its_number(path):
    """A journal that somebody edited is not silently read without a line."""
    journal = Journal(path)
    for _ in range(3):
        journal.append(LINE)
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1][:30]
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(DamagedError, match="Baris 2"):
        Journal(path)


def test_keys_of_a_newer_program_are_passed_over(path):
    """A line with more in it than this program knows is still read."""
    Journal(path).append(LINE)
    path.write_bytes(path.read_bytes().replace(b'{"jenis"', b'{"kelak": [1], "jenis"'))
    assert read_journal(path) == [LINE]


def test_a_full_disk_leaves_no_half_line(path, monkeypatch):
    """When a line cannot be synced it is taken back, and the next one is whole."""
    journal = Journal(path)
    journal.append(LINE)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(Exception, match="disk penuh"):
            journal.append(replace(LINE, versi=2))
    assert path.read_bytes() == before
    assert journal.entries == [LINE]


@pytest.mark.parametrize(
    ("sealed", "mailed", "expected"),
    [
        ("2025-01-10 09.30", "2025-01-12T10:00:00", "2025-01-10T09:30"),
        ("", "2025-01-12T10:00:00", "2025-01-12T10:00:00"),
        ("", "", NOW),
        ("2099-01-01 00.00", "2025-01-12T10:00:00", NOW),
        ("", "2099-01-01T00:00:00", NOW),
    ],
)
def test_the_moment_of_a_version(sealed, mailed, expected):
    """Seal before mail before receipt, and never after the receipt."""
    assert moment_of(sealed, mailed, NOW) == expected


def test_an_older_version_that_arrives_late_does_not_count():
    """The version made last counts, whatever the order of arrival and the numbers."""
    new = replace(LINE, versi=1, saat="2025-01-12T09:00", sha256="bb" * 32)
    late = replace(LINE, versi=2, saat="2025-01-10T09:00", sha256="cc" * 32)
    other = replace(LINE, triwulan=3, sha256="dd" * 32)
    again = replace(new, jenis=Kind.AGAIN, saat="2025-01-19T09:00")
    entries = [new, late, other, again]
    assert versions(entries)[LINE.key] == [late, new]
    assert current(entries) == {LINE.key: new, other.key: other}


def test_the_order_does_not_depend_on_the_order_of_arrival():
    """Versions of the same moment follow each other by date of the mail, then by fingerprint."""
    first = replace(LINE, tanggal_surat="2025-01-10T08:00:00", sha256="ff" * 32)
    second = replace(LINE, tanggal_surat="2025-01-10T09:00:00", sha256="aa" * 32)
    third = replace(LINE, tanggal_surat="2025-01-10T09:00:00", sha256="bb" * 32)
    for entries in ([first, second, third], [third, second, first], [second, third, first]):
        assert versions(entries)[LINE.key] == [first, second, third]
