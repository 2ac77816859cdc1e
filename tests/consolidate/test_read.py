"""One workbook as plain data: recomputed, addressed, and never a reason to stop."""

from __future__ import annotations

import hashlib
import pickle

import pytest

from sakip_excel import check
from sakip_excel.consolidate.read import extract
from sakip_excel.pipeline import check_workbook
from sakip_excel.workbook.book import Book
from tests.consolidate.files import edit, satker, seal


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Return a report that was never processed: its formulas hold no figures of ours."""
    return satker(tmp_path_factory.mktemp("satker") / "a.xlsx", "658021", "KPU Kota Satu")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return the same report, sealed."""
    path = satker(tmp_path_factory.mktemp("segel") / "a.xlsx", "658021", "KPU Kota Satu")
    return seal(path)


def test_identity_and_path(plain):
    """Identity comes from the content, the path is relative to the folder, with its sha256."""
    found = extract(plain, plain.parents[1])
    assert found.path == f"{plain.parent.name}/a.xlsx"
    assert found.identity.key == "658021-2024-TW4"
    assert found.sha256 == hashlib.sha256(plain.read_bytes()).hexdigest()
    assert found.size == plain.stat().st_size
    assert found.template == "sakip_satker 1"


def test_figures_are_computed_anew(plain):
    """Sums and capaian are those of the inputs, also where the file holds other figures.

    By hand: 45/90, 80/80, 50/50 and one indikator without a case.
    """
    found = extract(plain, plain.parent)
    assert (found.pagu, found.realisasi) == (1000, 780)
    assert [i.capaian for i in found.indicators] == [0.5, 1.0, 1.0, None]
    assert found.indicators[3].predikat == "Tidak ada kasus"
    assert found.mean_capaian == pytest.approx(2.5 / 3)
    assert (found.counted, found.uncomputable) == (3, 1)


def test_a_typed_total_does_not_reach_the_sum(sealed, tmp_path):
    """A figure typed over a computed cell is a finding, not a figure of the rekap."""
    path = tmp_path / "b.xlsx"
    path.write_bytes(sealed.read_bytes())
    edit(path, "anggaran", 0, "realisasi", 999_999)
    found = extract(path, tmp_path)
    assert found.realisasi == 780
    assert any(n.code == "AG111" for n in found.notes)


def test_addresses_lead_to_the_cells(plain):
    """Every row names the cells of its fields, and they hold what the row says."""
    found, book = extract(plain, plain.parent), Book.open(plain)
    for output in found.outputs:
        sheet = found.sheets["anggaran"]
        assert book.cell(sheet, output.cells["pagu"]).value == output.pagu
        assert book.cell(sheet, output.cells["ro"]).value == output.ro
    row = found.indicators[0]
    assert book.cell(found.sheets["kinerja"], row.cells["kode"]).value == row.kode == "1.1.1"
    assert (row.tujuan, row.sasaran) == ("Tujuan satu", "Sasaran 1.1")
    assert (row.target, row.realisasi) == ("90%", "45%")


def test_actions_and_notes(plain):
    """RAK keeps its ticks, and every finding of the workbook is passed on."""
    found = extract(plain, plain.parent)
    (action,) = found.actions
    assert action.planned == (True, False, False, True)
    assert action.done == (True, False, False, False)
    assert action.status == "Terlambat"
    findings = check_workbook(plain).findings
    assert [(n.code, n.cell) for n in found.notes] == [(f.code, f.cell) for f in findings]


def test_seal_states(plain, sealed, tmp_path):
    """Unsealed, unbroken and changed after sealing are told apart."""
    assert extract(plain, plain.parent).seal_state == "tanpa"
    found = extract(sealed, sealed.parent)
    assert (found.seal_state, found.sealed_at) == ("utuh", "2025-01-10 10.00")
    assert found.seal
    changed = tmp_path / "c.xlsx"
    changed.write_bytes(sealed.read_bytes())
    edit(changed, "anggaran", 0, "pagu", 401)
    assert extract(changed, tmp_path).seal_state == "berubah"


@pytest.mark.parametrize(
    "content", [b"", b"bukan Excel", b"PK\x03\x04 rusak", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64]
)
def test_bad_files_come_back_with_a_sentence(content, tmp_path):
    """Empty, text, a broken package and an old .xls are told, never raised."""
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(content)
    found = extract(path, tmp_path)
    assert found.unreadable.strip().endswith(".")
    assert (found.path, found.size) == ("rusak.xlsx", len(content))


def test_a_file_that_is_gone_is_told(tmp_path):
    """A file that vanished between listing and reading is told, too."""
    assert "tidak ditemukan" in extract(tmp_path / "hilang.xlsx", tmp_path).unreadable


def test_our_own_fault_stops_nothing(plain, monkeypatch, tmp_path):
    """A fault of the program at one file becomes its reason, with a log."""

    def crash(_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(check, "check_books", crash)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert "nomor" in extract(plain, plain.parent).unreadable
    assert list(tmp_path.rglob("*.log"))


def test_extract_travels_between_processes(plain):
    """An extract survives pickling with all its addresses."""
    found = extract(plain, plain.parent)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
