"""The seal: any input that changes breaks it and is named; nothing else does."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sakip_excel.check import check_book
from sakip_excel.errors import FileError, NotReadyError
from sakip_excel.exchange.record import LABELS, SEAL_PLACE
from sakip_excel.exchange.seal import (
    SEAL_NOTE,
    ChangedCell,
    SealState,
    SealStatus,
    seal_status,
    seal_workbook,
)
from sakip_excel.finding import Severity
from sakip_excel.forms import FORMS
from sakip_excel.pipeline import check_workbook, process_workbook
from sakip_excel.template import TEMPLATES, template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.samples.sample import Desk, Sample
from tests.tools import filled
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.tiny import Sheet, beranda, form_sheet, write

SAMPLE = Path(__file__).parents[2] / "samples" / "kota_prabumulih_2024_benar.xlsx"
AT = datetime(2025, 1, 16, 10, 5)  # noqa: DTZ001 - the clock on the wall
LATER = datetime(2025, 1, 20, 8, 0)  # noqa: DTZ001 - the clock on the wall
FILLED = [f for f in FORMS if not f.optional]
FIELDS = [(f.key, i.key) for f in FILLED for i in (*f.cells, *f.columns) if i.is_input]


def seal(path: Path, at: datetime = AT) -> Path:
    """Seal a workbook in place."""
    assert seal_workbook(path, clock=lambda: at).written is not None
    return path


@pytest.fixture(scope="session")
def sealed(tmp_path_factory) -> Path:
    """Return a sample without errors, sealed; not to be written to."""
    path = tmp_path_factory.mktemp("segel") / "laporan.xlsx"
    shutil.copyfile(SAMPLE, path)
    return seal(path)


@pytest.fixture
def small(tmp_path) -> Path:
    """Return the small report, sealed."""
    return seal(filled.fill(tmp_path / "laporan.xlsx"))


def edited(path: Path, *cells: tuple[str, str, object]) -> Book:
    """Return a workbook with cells typed over, as if it was read from its own file."""
    patch = Patch(Book.open(path))
    for sheet, ref, value in cells:
        patch.set(sheet, ref, value)
    return Book(path, patch.to_bytes())


def place(book: Book, name: str) -> tuple[str, str]:
    """Return sheet and address of a named cell."""
    sheet, ref = book.names[name]
    return sheet, ref.partition(":")[0]


def stated(path: Path) -> object:
    """Return what Beranda says of the seal."""
    book = Book.open(path)
    cell = book.cell(*place(book, "segel"))
    return None if cell is None else cell.value


def codes(checked) -> list[str]:
    """Return the codes of the findings about the workbook itself."""
    return [f.code for f in checked.findings if f.code.startswith("WB")]


def retype(path: Path, form: str, rows: list[dict[str, object]]) -> Book:
    """Return a workbook whose Table holds these rows from the top, in place of its own."""
    data = check_workbook(path).report.forms[form]
    cells = []
    for number in range(max(len(rows), len(data.rows))):
        typed = rows[number] if number < len(rows) else {}
        for field in data.form.inputs:
            ref = data.address(type(data.cells)(data.first_row + number, {}), field.key)
            cells.append((data.sheet, ref, typed.get(field.key)))
    return edited(path, *cells)


def test_an_empty_workbook_is_not_sealed(tmp_path):
    """A seal vouches for something: who filled in Beranda alone is told what is missing."""
    path = tmp_path / "kosong.xlsx"
    desk = Desk(Book.open(template_path("sakip_satker")))
    path.write_bytes(desk.type_in(Sample("kosong", {"identitas": filled._IDENTITY}, {})))
    before = path.read_bytes()
    with pytest.raises(NotReadyError, match="belum ada isian selain Beranda"):
        seal_workbook(path)
    assert path.read_bytes() == before


# What a seal says


@pytest.mark.parametrize("name", ["pk", "rak", "realisasi_anggaran"])
def test_every_template_can_be_sealed(name, tmp_path):
    """A workbook with one form alone is sealed like the whole one; an input is named there too."""
    template = TEMPLATES[name]
    rows = {key: filled.ROWS[key] for key in template.keys}
    desk = Desk(Book.open(template_path(name)))
    sample = Sample(name, {"identitas": filled._IDENTITY}, rows)
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(desk.type_in(sample))
    assert seal_workbook(path).status.seal.template == f"{name} 1"
    form = template.keys[-1]
    data = check_workbook(path).report.forms[form]
    key = next(f.key for f in data.form.inputs if f.key in filled.ROWS[form][0])
    at = data.address(data.rows[0], key)
    after = check_book(edited(path, (data.sheet, at, "lain")))
    assert [(c.cell, c.what) for c in after.seal.changed] == [(at, "diubah")]


def test_a_sealed_workbook_is_intact(sealed):
    """The seal tells code, time, template, rules and findings, and reads back as intact."""
    checked = check_workbook(sealed)
    status = seal_status(checked)
    assert (status.state, status.changed, status.damaged) == (SealState.INTACT, (), False)
    assert re.fullmatch(r"[0-9a-f]{64}", status.seal.digest)
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", status.seal.code)
    assert status.seal.digest.upper().startswith(status.seal.code.replace("-", ""))
    assert status.seal.sealed_at == "2025-01-16 10.05"
    assert status.seal.template == "sakip_satker 1"
    found = {s.value: sum(f.severity is s for f in checked.findings) for s in Severity}
    assert status.seal.counts == found
    said = f"{status.seal.code}, 16/01/2025 10.05, 0 galat {found['peringatan']} peringatan"
    assert stated(sealed) == said
    assert codes(checked) == []


def test_ringkasan_says_ready(sealed, small):
    """A sealed workbook is ready to send; one that changed since is not, and says why."""
    values = openpyxl.load_workbook(sealed, data_only=True)
    book = Book.open(sealed)
    sheet, ref = place(book, "kesiapan")
    assert values[sheet][ref].value == "SIAP DIKIRIM"
    small.write_bytes(
        edited(small, ("Kinerja", _at(small, "kinerja", "realisasi_tw4"), 44)).package.data
    )
    process_workbook(small, clock=lambda: LATER)
    book = Book.open(small)
    assert book.cell(*place(book, "kesiapan")).value == "BELUM SIAP DIKIRIM"
    assert book.cell(*place(book, "kesiapan_alasan")).value == "berubah setelah disegel"


def _at(path: Path, form: str, key: str, row: int = 1) -> str:
    data = check_workbook(path).report.forms[form]
    return data.address(data.rows[row - 1] if row else data.cells, key)


def test_an_unsealed_workbook_has_no_seal(tmp_path):
    """Without a seal there is nothing to say and no finding."""
    checked = check_workbook(filled.fill(tmp_path / "laporan.xlsx"))
    assert seal_status(checked) == SealStatus(SealState.NONE, None, (), damaged=False)
    assert codes(checked) == []


def test_galat_is_not_sealed(tmp_path):
    """With a Galat left the file stays byte for byte and the findings come back."""
    path = filled.fill(tmp_path / "laporan.xlsx", cells={"identitas": {"tahun": 2024}})
    before = path.read_bytes()
    done = seal_workbook(path)
    assert any(f.severity is Severity.GALAT for f in done.checked.findings)
    assert (done.written, done.status.state) == (None, SealState.NONE)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["laporan.xlsx"]


def test_another_target(tmp_path):
    """Sealing into another file leaves the first one alone."""
    path = filled.fill(tmp_path / "laporan.xlsx")
    before = path.read_bytes()
    done = seal_workbook(path, tmp_path / "akhir.xlsx", lambda: AT)
    assert done.written.path == (tmp_path / "akhir.xlsx").resolve()
    assert path.read_bytes() == before
    assert check_workbook(tmp_path / "akhir.xlsx").seal.state is SealState.INTACT


def test_the_same_inputs_have_the_same_code(tmp_path):
    """The code depends on inputs, template and rules: not on the file, its name or the time."""
    one = seal_workbook(filled.fill(tmp_path / "a.xlsx"), clock=lambda: AT).status.seal
    other = seal_workbook(filled.fill(tmp_path / "b.xlsx"), clock=lambda: LATER).status.seal
    assert one.digest == other.digest
    assert one.sealed_at != other.sealed_at


# What does not break it


def test_processing_a_sealed_workbook_changes_nothing(small):
    """Neither processing nor sealing again touches a workbook that is sealed and intact."""
    before = small.read_bytes()
    assert process_workbook(small, clock=lambda: LATER).written.changed is False
    assert seal_workbook(small, clock=lambda: LATER).written.changed is False
    assert small.read_bytes() == before


def test_own_sheets_formats_and_notes_do_not_matter(sealed, tmp_path):
    """Own sheets, own columns, fills, widths, hidden rows and number formats leave it intact."""
    book = openpyxl.load_workbook(sealed)
    book.create_sheet("Catatan kantor", 0)["A1"] = 12
    anggaran = book["Anggaran"]
    anggaran.cell(9, 60, "catatan sendiri")
    for row in anggaran.iter_rows(min_row=8, max_row=12):
        for cell in row:
            cell.fill = openpyxl.styles.PatternFill("solid", fgColor="FF0000")
            cell.number_format = "0.000"
    anggaran.row_dimensions[9].hidden = True
    anggaran.column_dimensions["C"].width = 70
    book.save(tmp_path / "lain.xlsx")
    assert check_workbook(tmp_path / "lain.xlsx").seal.state is SealState.INTACT


def test_computed_cells_do_not_matter(small):
    """A figure typed over a formula is a finding of its own and no change of an input."""
    book = edited(small, ("Kinerja", _at(small, "kinerja", "capaian"), 0.123))
    checked = check_book(book)
    assert checked.seal.state is SealState.INTACT
    assert any(f.cell == _at(small, "kinerja", "capaian") for f in checked.findings)


def _elsewhere(path: Path, source: Book, *, own: str) -> Path:
    """Write the small report at other places, with a column of the user's own, and its seal."""

    def piece(value: object) -> str:
        return "" if value is None else f'"{value}"' if isinstance(value, str) else str(value)

    sheets = []
    for form, rows in filled.ROWS.items():
        keys = list(dict.fromkeys(k for row in rows for k in row))
        lines = [[own, *keys], *([own, *(piece(r.get(k)) for k in keys)] for r in rows)]
        sheets.append(form_sheet(form, "\n".join(" | ".join(line) for line in lines), at="C14"))
    typed = {key: piece(value) for key, value in filled._IDENTITY.items()}
    head, names = beranda(**DEFAULTS, **typed)
    record = place(source, SEAL_PLACE)[0]
    cells = {
        f"{chr(64 + column)}{row}": f'"{cell.value}"'
        for row, line in source.rows(record).items()
        for column, cell in line.items()
    }
    names |= {SEAL_PLACE: f"Arsip!{place(source, SEAL_PLACE)[1]}"}
    properties = {"sakip_templat": "sakip_satker", "sakip_templat_versi": 1}
    return write(
        path, head, *sheets, Sheet("Arsip", cells=cells), names=names, properties=properties
    )


DEFAULTS = {
    "skala_predikat": "LAN",
    "batas_capaian": "Tanpa batas",
    "metode_predikat": "Skor, selain itu tercapai/tidak",
}


def test_where_things_stand_does_not_matter(small, tmp_path):
    """Tables further down and to the right, columns of one's own: the same inputs, intact."""
    path = _elsewhere(tmp_path / "lain.xlsx", Book.open(small), own="Catatan sendiri")
    assert check_workbook(path).seal == check_workbook(small).seal


@requires_libreoffice
@pytest.mark.parametrize("recalculate", [False, True], ids=["as it is", "recalculated"])
def test_saved_by_another_program(recalculate, tmp_path):
    """LibreOffice may open, recalculate and save the workbook: it stays intact."""
    data = {"anggaran": [{**row, "rvro": 1 / 3} for row in filled.ANGGARAN]}
    kinerja = [{**row, "realisasi_tw1": 100 / 7} for row in filled.KINERJA[:3]]
    rows = data | {"kinerja": [*kinerja, filled.KINERJA[3]]}
    cells = {"identitas": {**filled._IDENTITY, "tanggal_laporan": 45673, "penyusun": "a\r\nb "}}
    path = filled.fill(tmp_path / "laporan.xlsx", rows, cells)
    assert seal_workbook(path).status.state is SealState.INTACT
    made = LibreOffice(tmp_path).convert(path, tmp_path / "lain", "xlsx", recalculate=recalculate)
    assert made.read_bytes() != path.read_bytes()
    checked = check_workbook(made)
    assert checked.seal == check_workbook(path).seal
    assert checked.seal.state is SealState.INTACT


# What breaks it


def other_value(value: object) -> object:
    """Return something else of the same type."""
    if value is None:
        return "isi baru"
    return f"{value}x" if isinstance(value, str) else value + 1


@pytest.mark.parametrize(("form", "key"), FIELDS, ids=[f"{f}-{k}" for f, k in FIELDS])
def test_any_input_that_changes_is_named(form, key, sealed):
    """One input of any kind that changes breaks the seal and is the one cell that is named."""
    before = check_workbook(sealed)
    data = before.report.forms[form]
    named = key in {f.key for f in data.form.cells}
    record = data.cells if named else data.rows[len(data.rows) // 2]
    value = record.typed(key)
    ref = data.address(record, key)
    after = check_book(edited(sealed, (data.sheet, ref, other_value(value))))
    what = "ditambah" if value in (None, "") else "diubah"
    cell = ChangedCell(form, data.sheet, ref, data.heading(key), what)
    assert after.seal == SealStatus(SealState.CHANGED, before.seal.seal, (cell,), damaged=False)
    (finding,) = [f for f in after.findings if f.code == "WB103"]
    assert (finding.severity, finding.sheet, finding.cell) == (Severity.PERINGATAN, data.sheet, ref)
    assert f"{data.sheet}!{ref}" in finding.message


@pytest.mark.parametrize(
    ("value", "other"),
    [(7, "7"), ("07", "7"), (0, None), ("Ya", "ya"), ("a b", "a  b"), (0.1, 0.1000000001)],
)
def test_small_differences_count(value, other, tmp_path):
    """Text is no number, zero is no blank, and every letter and space counts."""
    path = filled.fill(tmp_path / "laporan.xlsx")
    at = _at(path, "anggaran", "keterangan")
    path.write_bytes(edited(path, ("Anggaran", at, value)).package.data)
    after = check_book(edited(seal(path), ("Anggaran", at, other)))
    assert [c.cell for c in after.seal.changed] == [at]


ROWS = filled.PK_ANGGARAN


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        ([ROWS[0]], [("8:8", "dihapus")]),
        ([ROWS[1]], [("7:7", "dihapus")]),
        ([ROWS[0], {"kode_program": "ZZ", "anggaran": 5}, ROWS[1]], [("8:8", "ditambah")]),
        ([], [("7:7", "dihapus"), ("8:8", "dihapus")]),
    ],
    ids=["last gone", "first gone", "one between", "all gone"],
)
def test_rows_that_come_and_go(rows, changed, small):
    """A row that came or went is named as a row, and no other row with it."""
    after = check_book(retype(small, "pk_anggaran", rows))
    assert [(c.cell, c.what) for c in after.seal.changed] == changed
    assert {c.form for c in after.seal.changed} == {"pk_anggaran"}


def test_a_row_that_moved(small):
    """A row that was put elsewhere is named once; those that made room are not."""
    rows = filled.ANGGARAN
    after = check_book(retype(small, "anggaran", [*rows[1:], rows[0]]))
    assert [(c.cell, c.what) for c in after.seal.changed] == [("10:10", "dipindah")]
    assert "Anggaran baris 10 dipindah" in next(
        f.message for f in after.findings if f.code == "WB103"
    )


def test_many_changes_are_counted(small):
    """One sentence names the first eight places and counts the rest; one finding for all."""
    rows = [{**row, "satuan": "Paket", "tvro": 9, "realisasi_tw4": 7} for row in filled.ANGGARAN]
    after = check_book(retype(small, "anggaran", rows))
    assert len(after.seal.changed) == 12
    (finding,) = [f for f in after.findings if f.code == "WB103"]
    assert finding.message.count(" diubah") == 8
    assert finding.message.endswith("dan 4 lagi.")
    assert "16/01/2025 10.05" in finding.message


def test_proses_says_changed_and_never_seals(small):
    """Processing after a change says so on Beranda and leaves the old seal as it was."""
    code = check_workbook(small).seal.seal.code
    at = _at(small, "anggaran", "tvro")
    small.write_bytes(edited(small, ("Anggaran", at, 3)).package.data)
    checked = process_workbook(small, clock=lambda: LATER).checked
    assert checked.seal.state is SealState.CHANGED
    assert stated(small) == f"BERUBAH setelah disegel 16/01/2025 10.05 ({code}): 1 sel"
    assert codes(check_workbook(small)) == ["WB103"]
    assert process_workbook(small, clock=lambda: LATER).written.changed is False


def test_sealing_again_settles_it(small):
    """A new seal covers the changed inputs; the finding about the old one is gone from Validasi."""
    old = check_workbook(small).seal.seal
    at = _at(small, "anggaran", "keterangan")
    small.write_bytes(edited(small, ("Anggaran", at, "catatan")).package.data)
    process_workbook(small, clock=lambda: LATER)
    done = seal_workbook(small, clock=lambda: LATER)
    assert done.status.state is SealState.INTACT
    assert done.status.seal.code != old.code
    assert done.status.seal.sealed_at == "2025-01-20 08.00"
    assert codes(check_workbook(small)) == []
    assert process_workbook(small, clock=lambda: LATER).written.changed is False


def test_taking_the_change_back_mends_it(small):
    """The seal holds again once the input is what it was, whatever Beranda says meanwhile."""
    at = _at(small, "anggaran", "tvro")
    before = Book.open(small).cell("Anggaran", at).value
    small.write_bytes(edited(small, ("Anggaran", at, 3)).package.data)
    process_workbook(small, clock=lambda: LATER)
    small.write_bytes(edited(small, ("Anggaran", at, before)).package.data)
    checked = process_workbook(small, clock=lambda: LATER).checked
    assert (checked.seal.state, codes(checked)) == (SealState.INTACT, [])
    assert stated(small).startswith(checked.seal.seal.code)


def test_a_shorter_list_leaves_no_old_rows(small):
    """Sealing fewer rows than before empties the lines of the longer list."""
    small.write_bytes(retype(small, "rak", []).package.data)
    assert seal_workbook(small, clock=lambda: LATER).status.state is SealState.INTACT
    book = Book.open(small)
    sheet = place(book, SEAL_PLACE)[0]
    listed = [line[1].value for row, line in book.rows(sheet).items() if row > 12]
    assert "rak" not in listed
    assert listed.count("anggaran") == 4
    assert check_workbook(small).seal.state is SealState.INTACT


# What was not written by the program


@pytest.mark.parametrize("line", range(len(LABELS)), ids=LABELS)
def test_a_record_typed_over_is_not_believed(line, small):
    """Whichever value of the record is edited: the seal no longer holds and it is said."""
    book = Book.open(small)
    sheet, ref = place(book, SEAL_PLACE)
    at = f"B{int(ref[1:]) + line}"
    old = book.cell(sheet, at).value
    checked = check_book(
        edited(small, (sheet, at, old.replace(old[0], "9" if old[0] != "9" else "8")))
    )
    assert checked.seal.state is SealState.CHANGED
    assert checked.seal.damaged
    assert "WB104" in codes(checked)


@pytest.mark.parametrize("column", "ABCD")
@pytest.mark.parametrize("value", [None, "abc", 7], ids=["emptied", "text", "number"])
def test_a_list_typed_over_is_not_believed(column, value, small):
    """A line of the list that was edited is noticed, whatever stands there now."""
    checked = check_book(edited(small, ("Segel", f"{column}14", value)))
    assert (checked.seal.state, checked.seal.damaged) == (SealState.CHANGED, True)
    assert "WB104" in codes(checked)


def test_a_line_taken_out_is_noticed(small):
    """A line of the list that is gone is noticed."""
    cells = [("Segel", f"{column}14", None) for column in "ABCD"]
    checked = check_book(edited(small, *cells))
    assert (checked.seal.state, checked.seal.damaged) == (SealState.CHANGED, True)


def test_a_seal_of_another_workbook_is_not_believed(small, tmp_path):
    """A record copied from another workbook does not fit the inputs here."""
    rows = {"pk_anggaran": [{**ROWS[0], "program": "Lain"}, ROWS[1]]}
    other = Book.open(seal(filled.fill(tmp_path / "lain.xlsx", rows)))
    cells = [
        ("Segel", f"{chr(64 + column)}{row}", cell.value)
        for row, line in other.rows("Segel").items()
        for column, cell in line.items()
    ]
    checked = check_book(edited(small, *cells))
    assert [c.place for c in checked.seal.changed] == ["PK Anggaran!B7 (Program)"]


@pytest.mark.parametrize("typed", ["SUDAH DISEGEL", "7F3A-09BC-D21E, 16/01/2025 10.05, 0 galat"])
def test_a_seal_typed_on_beranda_is_not_believed(typed, tmp_path):
    """A text in the cell of the seal makes no seal; processing takes it away and says so."""
    path = filled.fill(tmp_path / "laporan.xlsx")
    sheet, ref = place(Book.open(path), "segel")
    path.write_bytes(edited(path, (sheet, ref, typed)).package.data)
    checked = process_workbook(path, clock=lambda: AT).checked
    assert checked.seal.state is SealState.NONE
    (finding,) = [f for f in checked.findings if f.code == "WB104"]
    assert (finding.sheet, finding.cell, finding.typed) == (sheet, ref, typed)
    assert stated(path) is None
    book = Book.open(path)
    assert book.cell(*place(book, "kesiapan_alasan")).value == "belum disegel"


def test_another_code_on_beranda_is_put_right(small):
    """The sealed inputs count, not what somebody types over the code; processing restores it."""
    said, (sheet, ref) = stated(small), place(Book.open(small), "segel")
    small.write_bytes(edited(small, (sheet, ref, "0000" + said[4:])).package.data)
    checked = process_workbook(small, clock=lambda: AT).checked
    assert (checked.seal.state, codes(checked)) == (SealState.INTACT, ["WB104"])
    assert stated(small) == said


def without_seal_sheet(path: Path) -> Path:
    """Take the sheet Segel out, as a workbook from an older template lacks it."""
    book = openpyxl.load_workbook(path)
    del book["Segel"]
    del book.defined_names[SEAL_PLACE]
    book.save(path)
    return path


def test_a_seal_whose_record_is_gone_is_not_believed(small):
    """With the sheet Segel deleted there is no seal, and what Beranda says of one is reported."""
    checked = check_workbook(without_seal_sheet(small))
    assert (checked.seal.state, codes(checked)) == (SealState.NONE, ["WB104"])


def test_older_workbooks_are_told_what_to_do(tmp_path):
    """A workbook without a place for a seal stays as it was and gets one clear sentence."""
    path = without_seal_sheet(filled.fill(tmp_path / "laporan.xlsx"))
    before = path.read_bytes()
    with pytest.raises(FileError, match="templat lama tanpa lembar Segel") as error:
        seal_workbook(path)
    assert "Salin isian ke buku kerja baru" in error.value.fix
    assert path.read_bytes() == before
    assert "WB104" not in codes(check_workbook(path))


def test_the_note_says_what_a_seal_does_not_prove(sealed):
    """Both sheets that show a seal say that it proves no sender."""
    book = Book.open(sealed)
    for sheet in ("Beranda", "Segel"):
        texts = [str(c.value) for line in book.rows(sheet).values() for c in line.values()]
        assert any(SEAL_NOTE in text for text in texts)


@pytest.mark.parametrize(("key", "value"), [("triwulan", "III"), ("tahun", 2025)])
def test_a_workbook_carried_on_is_no_broken_seal(key, value, small):
    """Another quarter on Beranda: one sentence asks for a new seal, and no cell is to be undone."""
    checked = check_workbook(small)
    place = checked.report.forms["identitas"].places[key]
    other = ("Anggaran", _at(small, "anggaran", "tvro"), 3)
    after = check_book(edited(small, other, ("Beranda", place, value)))
    (finding,) = [f for f in after.findings if f.code == "WB103"]
    assert (finding.sheet, finding.cell) == ("Beranda", place)
    assert "periode lain" in finding.message
    assert "16/01/2025 10.05" in finding.message
    assert "kembalikan" not in finding.fix
    assert "segel lagi" in finding.fix
