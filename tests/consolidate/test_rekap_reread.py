"""A rekap read again gives back what the officer typed and the reports as they were joined."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sakip_excel.consolidate.joined import Joined, Report
from sakip_excel.consolidate.pool import pool_all, pool_budget, pool_provinces, pool_satkers
from sakip_excel.consolidate.rekap import read_rekap, write_rekap
from sakip_excel.consolidate.states import Decision, State
from sakip_excel.errors import DamagedError, NewerTemplateError, NotTemplateError, UnsafeError
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from tests.consolidate.rekap_case import extract, joined, joined_of, status_row
from tests.tools.libreoffice import LibreOffice, requires_libreoffice

HEADER = 5


@pytest.fixture(scope="module")
def made() -> Joined:
    return joined(12, (6, 9, 5, 4), 2)


@pytest.fixture
def path(made, tmp_path) -> Path:
    place = tmp_path / "rekap.xlsx"
    write_rekap(made, place)
    return place


def edited(path: Path, change) -> Path:
    """Let an officer change Status with another program and return the file."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def column_of(sheet, heading: str) -> int:
    return next(c.column for c in sheet[HEADER] if c.value == heading)


def extracts(made: Joined) -> tuple:
    return tuple(report.extract for report in made.reports)


def test_reports_come_back_whole(made, path):
    """Every report, accepted or rejected, comes back equal in every figure, text and address."""
    assert {r.state for r in made.reports} >= {State.REJECTED, State.ACCEPTED, State.APPROVED}
    assert read_rekap(path).extracts == extracts(made)


def test_joining_rekaps_gives_the_same_sums(made, path):
    """What is pooled from a rekap is what is pooled from the files, to the rupiah."""
    states = {r.extract.identity.kode_satker: r.state for r in made.reports}
    again = tuple(
        Report(e, states[e.identity.kode_satker], via="jatim.xlsx")
        for e in read_rekap(path).extracts
    )
    assert pool_all(again) == made.total
    assert pool_budget(again) == made.budget
    assert pool_satkers(again) == made.satkers
    assert pool_provinces(again) == made.provinces


def test_arrivals_come_back(made, path):
    """Fingerprint, version and time of receipt of each report come back, with the time's zone."""
    rows = {row.kode_satker: row for row in made.status}
    wanted = [rows[e.identity.kode_satker] for e in extracts(made)]
    found = read_rekap(path).arrivals
    assert [a.sha256 for a in found] == [e.sha256 for e in extracts(made)]
    assert [(a.version, a.received) for a in found] == [(r.version, r.received) for r in wanted]


def test_decisions_survive(made, path):
    """Each row in which the officer typed something comes back, with the version it was for."""
    wanted = tuple(
        Decision(row.kode_satker, row.decision, row.note, row.decided_for)
        for row in made.status
        if row.decision or row.note
    )
    assert wanted
    assert read_rekap(path).decisions == wanted


def test_new_decisions_are_read(made, path):
    """What is typed into an empty row is read with the fingerprint that stands there."""

    def decide(book):
        sheet = book["Status"]
        sheet.cell(HEADER + 1, column_of(sheet, "Keputusan"), "Kembalikan")
        sheet.cell(HEADER + 1, column_of(sheet, "Catatan"), "=salah pagu")
        sheet.cell(HEADER + 1, column_of(sheet, "Catatan")).data_type = "s"

    first = read_rekap(edited(path, decide)).decisions[0]
    row = made.status[0]
    assert first == Decision(row.kode_satker, "Kembalikan", "=salah pagu", row.decided_for)


def test_sorted_rows_and_moved_columns_are_understood(path):
    """The officer may sort Status and move its columns: decisions follow their satker."""
    before = set(read_rekap(path).decisions)

    def turn(book):
        sheet = book["Status"]
        head, *rows = [[c.value for c in row] for row in sheet[sheet.tables["tblStatus"].ref]]
        rows.sort(key=lambda row: str(row[5]), reverse=True)
        for number, row in enumerate([head, *rows]):
            for offset, value in enumerate(reversed(row)):
                cell = sheet.cell(HEADER + number, 1 + offset)
                cell.value, cell.hyperlink = value, None
        for column, heading in zip(
            sheet.tables["tblStatus"].tableColumns, reversed(head), strict=True
        ):
            column.name = heading

    assert set(read_rekap(edited(path, turn)).decisions) == before


def test_what_cannot_be_carried_over_is_named(path):
    """Sheets and columns of the officer's own are reported, because a new rekap lacks them."""

    def add(book):
        book.create_sheet("Catatan saya")["A1"] = 1
        table = book["Status"].tables["tblStatus"]
        width = len(table.tableColumns)
        table.ref = table.ref.replace("R", "S", 1) if width == 18 else table.ref
        book["Status"].cell(HEADER, width + 1, "Telepon")
        table.tableColumns.append(
            openpyxl.worksheet.table.TableColumn(id=width + 1, name="Telepon")
        )
        table.autoFilter.ref = table.ref

    found = read_rekap(edited(path, add))
    assert found.foreign == ("Catatan saya", "Status, kolom Telepon")
    assert len(found.decisions) > 0


def test_facts_come_back(path):
    """Metadata comes back by name, the properties of the file with it."""
    facts = read_rekap(path).metadata
    assert facts["Ambang kemiripan"] == "0,9"
    assert (facts["sakip_tahun"], facts["sakip_triwulan"]) == ("2024", "4")
    assert facts["sakip_dibuat"] == "2025-01-20T09:30:00+00:00"


def test_files_alone_are_read_without_rows(made, path):
    """Without rows each report still says which file it was; decisions are all there."""
    found = read_rekap(path, rows=False)
    assert found.decisions == read_rekap(path).decisions
    wanted = [(e.path, e.sha256, e.identity, e.seal_state) for e in extracts(made)]
    assert [(e.path, e.sha256, e.identity, e.seal_state) for e in found.extracts] == wanted
    assert not any(e.outputs or e.indicators or e.actions or e.notes for e in found.extracts)


def test_other_workbooks_are_refused():
    """A satker's workbook is no rekap."""
    with pytest.raises(NotTemplateError):
        read_rekap(template_path("sakip_satker"))


def test_newer_rekaps_are_refused(made, tmp_path, monkeypatch):
    """A rekap of a newer program is not half understood."""
    monkeypatch.setattr("sakip_excel.consolidate.rekap.write.REKAP_VERSION", 2)
    write_rekap(made, tmp_path / "a.xlsx")
    with pytest.raises(NewerTemplateError):
        read_rekap(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("sheet", "heading"), [("Status", "Keputusan"), ("Rincian RO", "Pagu (Rp)")]
)
def test_removed_columns_are_named(path, sheet, heading):
    """A column that is needed and gone stops the reading with its name, never as blank cells."""

    def rename(book):
        cell = book[sheet].cell(HEADER, column_of(book[sheet], heading))
        cell.value = "Hal lain"
        (table,) = book[sheet].tables.values()
        table.tableColumns[cell.column - 1].name = "Hal lain"

    with pytest.raises(DamagedError, match=heading.split(" (", maxsplit=1)[0]):
        read_rekap(edited(path, rename))


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff"), max_size=40
).filter(lambda text: not text.startswith("<r>"))


@settings(max_examples=15, deadline=None)
@given(
    name=texts,
    capaian=st.none() | st.floats(0, 10, allow_subnormal=False),
    pagu=st.none() | st.integers(0, 10**15),
    volume=st.none() | st.floats(0, 1e6),
)
def test_any_value_comes_back_exactly(tmp_path_factory, name, capaian, pagu, volume):
    """Whatever stands in a report comes back to the last digit and letter."""
    own = extract(0, (1, 1, 1, 1))
    own = replace(
        own,
        indicators=(own.indicators[0]._replace(indikator=name, capaian=capaian, pagu=pagu),),
        outputs=(own.outputs[0]._replace(ro=name, pagu=pagu, tvro=volume, realised=None),),
        actions=(own.actions[0]._replace(rencana_aksi=name),),
        notes=(own.notes[0]._replace(message=name),),
        mean_capaian=capaian,
    )
    report = Report(own, State.ACCEPTED)
    row = status_row(0, report, report.state, own)
    place = tmp_path_factory.mktemp("any") / "a.xlsx"
    write_rekap(joined_of((report,), (row,)), place)
    assert read_rekap(place).extracts == (own,)


@requires_libreoffice
def test_a_rekap_saved_by_another_program_is_read(made, path, tmp_path):
    """After LibreOffice saved it, decisions and sums are still what they were."""
    (tmp_path / "office").mkdir()
    saved = LibreOffice(tmp_path / "office").convert(path, tmp_path / "out", "xlsx")
    assert Book.open(saved).tables.keys() >= {"tblStatus", "tblRincianRO"}
    found = read_rekap(saved)
    assert found.decisions == read_rekap(path).decisions
    states = {r.extract.identity.kode_satker: r.state for r in made.reports}
    again = tuple(Report(e, states[e.identity.kode_satker]) for e in found.extracts)
    assert pool_budget(again) == made.budget


def test_a_rekap_may_be_larger_than_a_report(made, path, monkeypatch):
    """What bounds the cells of a report does not bound a rekap, which has its own bound."""
    monkeypatch.setattr("sakip_excel.workbook.scan.MAX_CELLS", 10)
    assert read_rekap(path).extracts == extracts(made)
    monkeypatch.setattr("sakip_excel.consolidate.rekap.reread.MAX_CELLS", 10)
    with pytest.raises(UnsafeError):
        read_rekap(path)
