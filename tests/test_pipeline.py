"""Processing: figures and formulas come in, everything of the user's stays as it was."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from sakip_excel.errors import WriteError
from sakip_excel.finding import Severity
from sakip_excel.pipeline import check_workbook, process_workbook
from sakip_excel.report.layout import CONFIRMED, VALIDASI_TABLE
from sakip_excel.scoring.outcome import NO_CASE, NOT_COMPUTABLE
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name
from tests.tools import filled
from tests.tools.tiny import Sheet, beranda, form_sheet, write

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2025, 1, 16, 9, 30)  # noqa: DTZ001 - the clock on the wall
NO = NOT_COMPUTABLE


def clock() -> datetime:
    """Return the same time always."""
    return AT


@pytest.fixture(scope="session")
def source(tmp_path_factory) -> Path:
    """Return the small report, typed into the template and not processed."""
    return filled.fill(tmp_path_factory.mktemp("kirim") / "laporan.xlsx")


@pytest.fixture(scope="session")
def done(source, tmp_path_factory) -> Path:
    """Return the small report, processed."""
    target = tmp_path_factory.mktemp("hasil") / "hasil.xlsx"
    process_workbook(source, target, clock)
    return target


@pytest.fixture
def report(tmp_path):
    """Return a function that types a report of its own."""

    def make(**options: object) -> Path:
        return filled.fill(tmp_path / "laporan.xlsx", **options)

    return make


class View:
    """A workbook as a program of others sees it."""

    def __init__(self, path: Path) -> None:
        self.formulas = openpyxl.load_workbook(path)
        self.values = openpyxl.load_workbook(path, data_only=True)

    def place(self, name: str) -> tuple[str, str]:
        """Return sheet and address of a defined name."""
        ((sheet, ref),) = self.formulas.defined_names[name].destinations
        return sheet, ref.replace("$", "")

    def named(self, name: str) -> object:
        """Return the value of a named cell."""
        sheet, ref = self.place(name)
        return self.values[sheet][ref].value

    def table(self, sheet: str) -> tuple[int, int, dict[str, int]]:
        """Return header row, last row and column by heading of a sheet's Table."""
        (used,) = self.formulas[sheet].tables.values()
        left, top, right, bottom = openpyxl.utils.cell.range_boundaries(used.ref)
        head = {self.values[sheet].cell(top, c).value: c for c in range(left, right + 1)}
        return top, bottom, head

    def column(self, sheet: str, heading: str) -> list[object]:
        """Return the values of a column of a sheet's Table."""
        top, bottom, head = self.table(sheet)
        return [self.values[sheet].cell(r, head[heading]).value for r in range(top + 1, bottom + 1)]

    def block(self, name: str) -> list[tuple[object, ...]]:
        """Return the lines below a named header row, up to the first empty one."""
        sheet, ref = self.place(name)
        left, top, right, _ = openpyxl.utils.cell.range_boundaries(ref)
        rows = self.values[sheet].iter_rows(
            min_row=top + 1, min_col=left, max_col=right, values_only=True
        )
        found = []
        for row in rows:
            if row[0] is None:
                break
            found.append(row)
        return found

    def findings(self) -> list[dict[str, object]]:
        """Return the rows of Validasi by heading."""
        top, bottom, head = self.table("Validasi")
        rows = (
            {h: self.values["Validasi"].cell(r, c).value for h, c in head.items()}
            for r in range(top + 1, bottom + 1)
        )
        return [row for row in rows if row["Kode"]]


@pytest.fixture(scope="session")
def view(done) -> View:
    """Return the processed small report as others see it."""
    return View(done)


def change(path: Path, *cells: tuple[str, str, object]) -> None:
    """Type into a workbook as a user does, in place."""
    patch = Patch(Book.open(path))
    for sheet, ref, value in cells:
        patch.set(sheet, ref, value)
    path.write_bytes(patch.to_bytes())


def place(path: Path, form: str, key: str, row: int = 0) -> tuple[str, str]:
    """Return sheet and address of a field in a workbook."""
    data = check_workbook(path).report.forms[form]
    record = data.rows[row - 1] if row else data.cells
    return data.sheet, data.address(record, key)


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_small_report_has_no_error(source):
    """The small report is right, so that what the other tests find comes from what they change."""
    galat = [f for f in check_workbook(source).findings if f.severity is Severity.GALAT]
    assert galat == []


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Target", [90, 80, 50, 100]),
        ("Sasaran strategis", ["Sasaran 1.1", "Sasaran 1.1", "Sasaran 1.2", "Sasaran 2.1"]),
        ("Realisasi", [45, 80, 50, None]),
        ("Capaian (%)", [0.5, 1, 1, NO_CASE]),
        ("Predikat", ["Tidak/Kurang Berhasil", "Sangat Berhasil", "Sangat Berhasil", NO_CASE]),
    ],
)
def test_columns_of_kinerja(view, heading, values):
    """Looked-up and computed columns hold the figures that the inputs give."""
    top, _, head = view.table("Kinerja")
    found = view.column("Kinerja", heading)[:4]
    if heading == "Predikat":
        assert [bool(v) for v in found] == [True] * 4
        assert found[1:] == values[1:]
    else:
        assert [v or None if v == "" else v for v in found] == values
    for row in range(top + 1, top + 5):
        assert str(view.formulas["Kinerja"].cell(row, head[heading]).value).startswith("=")


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Sisa (Rp)", [100, 150, 0, -30]),
        ("Serapan (%)", [0.75, 0.25, 1, 1.1]),
        ("Capaian RO (%)", [1, 0.5, 1, 1]),
        ("Pengeluaran seharusnya (Rp)", [400, 100, 100, 300]),
        ("Efisiensi (Rp)", [100, 50, 0, -30]),
        ("Efisiensi (%)", [0.25, 0.5, 0, -0.1]),
        ("Selisih 100% - serapan (%)", [0.25, 0.75, 0, -0.1]),
    ],
)
def test_columns_of_anggaran(view, heading, values):
    """Each RO has sisa, serapan and efisiensi as formula and as value."""
    top, _, head = view.table("Anggaran")
    assert view.column("Anggaran", heading)[:4] == pytest.approx(values)
    for row in range(top + 1, top + 5):
        assert str(view.formulas["Anggaran"].cell(row, head[heading]).value).startswith("=")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total_pagu", 1000),
        ("total_realisasi", 780),
        ("total_serapan", 0.78),
        ("total_seharusnya", 900),
        ("total_efisiensi_rp", 120),
        ("total_efisiensi", 120 / 900),
        ("total_selisih", 0.22),
        ("total_anggaran", 1000),
        ("terbilang_anggaran", "seribu rupiah"),
        ("rata_capaian", (0.5 + 1 + 1) / 3),
        ("indikator_dihitung", 3),
        ("indikator_tidak_dihitung", 1),
        ("rk_pagu", 1000),
        ("rk_serapan", 0.78),
        ("rk_target_serapan", 0.9),
        ("rk_beda_serapan", -0.12),
        ("rk_capaian", 2.5 / 3),
        ("rk_rencana_tw1", 1),
        ("rk_rencana_tw2", 0),
        ("rk_direncanakan", 2),
        ("rk_terlaksana", 1),
        ("rk_capaian_rak", 0.5),
    ],
)
def test_named_figures(view, name, value):
    """Totals and key figures are those of a calculation by hand, with a formula behind each."""
    found = view.named(name)
    if isinstance(value, str):
        assert str(found).casefold() == value
    else:
        assert found == pytest.approx(value)
    sheet, ref = view.place(name)
    assert str(view.formulas[sheet][ref].value).startswith("=")


def test_list_of_tujuan_and_sasaran(view):
    """Sasaran are means of their indikator, tujuan means of their sasaran."""
    found = [(row[0], row[1], row[2], row[3], row[4]) for row in view.block("blok_sasaran")]
    assert found == [
        ("1", "Tujuan satu", 3, 3, pytest.approx((0.75 + 1) / 2)),
        ("1.1", "Sasaran 1.1", 2, 2, pytest.approx(0.75)),
        ("1.2", "Sasaran 1.2", 1, 1, 1),
        ("2", "Tujuan dua", 1, 0, NO),
        ("2.1", "Sasaran 2.1", 1, 0, NO),
    ]


def test_list_of_programs_and_kegiatan(view):
    """Programs and kegiatan are sums of their RO; percentages are pooled."""
    assert view.block("blok_anggaran") == [
        ("CQ", "Program CQ", 700, 450, pytest.approx(450 / 700), pytest.approx(150 / 600)),
        ("CQ.6709", "Kegiatan 6709", 600, 350, pytest.approx(350 / 600), pytest.approx(150 / 500)),
        ("CQ.6710", "Kegiatan 6710", 100, 100, 1, 0),
        ("WA", "Program WA", 300, 330, pytest.approx(1.1), pytest.approx(-0.1)),
        ("WA.3355", "Kegiatan 3355", 300, 330, pytest.approx(1.1), pytest.approx(-0.1)),
    ]


def test_lists_shrink_with_the_report(tmp_path, done):
    """Lines of a program that is gone are emptied."""
    work = tmp_path / "kerja.xlsx"
    work.write_bytes(done.read_bytes())
    blank = [
        (*place(work, "anggaran", key, 4), None) for key in filled.ANGGARAN[3] if key != "tidak_ada"
    ]
    change(work, *blank)
    process_workbook(work, clock=clock)
    assert [row[0] for row in View(work).block("blok_anggaran")] == ["CQ", "CQ.6709", "CQ.6710"]


def test_status_on_beranda(view):
    """Beranda says how many findings of each severity there are and when that was found."""
    rows = view.findings()
    assert view.named("jumlah_galat") == 0
    assert view.named("jumlah_peringatan") >= sum(r["Tingkat"] == "Peringatan" for r in rows) > 0
    assert view.named("waktu_periksa") == "16/01/2025 09.30"
    assert "galat" in str(view.named("status_periksa")).casefold()


def test_findings_are_on_validasi(view, done):
    """Validasi lists every finding with its code, the place included."""
    listed = {(r["Kode"], r["Lembar"]) for r in view.findings()}
    assert listed == {(f.code, f.sheet or None) for f in check_workbook(done).findings}
    assert any(r["Kode"] == "AG201" and r["Sel"] for r in view.findings())


def test_cells_listed_light_up(view, done):
    """The hidden lists hold the cells of Validasi under their severity."""
    sheet, ref = view.place("tanda_peringatan")
    marks = {row[0].value for row in view.values[sheet][ref] if row[0].value}
    found = check_workbook(done).findings
    wanted = {f"{f.sheet}!{f.cell}" for f in found if f.severity is Severity.PERINGATAN and f.cell}
    assert marks == wanted != set()


def test_twice_is_once(tmp_path, source):
    """A second processing changes no byte and keeps no second backup."""
    work = tmp_path / "kerja.xlsx"
    work.write_bytes(source.read_bytes())
    first = process_workbook(work, clock=clock)
    once = work.read_bytes()
    second = process_workbook(work, clock=lambda: datetime(2026, 5, 5, 5, 5))  # noqa: DTZ001
    assert (first.written.changed, second.written.changed) == (True, False)
    assert work.read_bytes() == once
    assert second.written.backup is None
    assert [p.name for p in (tmp_path / "cadangan").iterdir()] == [first.written.backup.name]
    assert first.written.backup.read_bytes() == source.read_bytes()


def test_another_file_leaves_the_source(source, done):
    """With a target of its own the source stays byte for byte and no backup is made."""
    assert done.exists()
    assert check_workbook(source).listed == []
    assert [p.name for p in source.parent.iterdir()] == ["laporan.xlsx"]
    with pytest.raises(WriteError):
        process_workbook(source, source)


def test_nothing_but_our_cells_changes(source, done):
    """Styles, strings, drawings and themes are the bytes they were; inputs keep their values."""
    before, after = parts(source), parts(done)
    changed = {name for name in before if before[name] != after.get(name)}
    allowed = r"xl/(worksheets/sheet\d+|workbook|tables/table\d+)\.xml|\[Content_Types\]\.xml"
    assert all(re.fullmatch(allowed, name) for name in changed)
    for key, rows in filled.ROWS.items():
        old, new = (check_workbook(path).report.forms[key] for path in (source, done))
        for number, row in enumerate(rows):
            for field in row:
                assert new.rows[number].cells[field] == old.rows[number].cells[field]


def test_rows_below_become_rows_of_the_table(report):
    """Rows typed below the end of a Table get formulas and belong to it afterwards."""
    rows = [filled.ANGGARAN[i % 4] | {"kode_ro": f"{i:03}"} for i in range(1, 21)]
    path = report(rows={"anggaran": rows}, below={"anggaran": 5})
    before = View(path).table("Anggaran")
    process_workbook(path, clock=clock)
    after = View(path)
    top, bottom, head = after.table("Anggaran")
    assert (before[1] - before[0], bottom - top) == (15, 20)
    last = after.formulas["Anggaran"].cell(bottom, head["Serapan (%)"])
    first = after.formulas["Anggaran"].cell(top + 1, head["Serapan (%)"])
    assert last.value == first.value
    assert after.column("Anggaran", "Serapan (%)")[-1] == pytest.approx(0.75)


def test_total_row_below_stays_where_it_is(report):
    """A "Jumlah" typed under the Table is not swallowed, changed or counted."""
    path = report()
    sheet, head = place(path, "pk_anggaran", "anggaran", 2)
    column, row = head.rstrip("0123456789"), int(re.sub(r"\D", "", head))
    (top, bottom, columns) = View(path).table(sheet)
    label = cell_name(bottom + 1, columns["Program"])
    change(path, (sheet, label, "Jumlah"), (sheet, f"{column}{bottom + 1}", 1000))
    process_workbook(path, clock=clock)
    after = View(path)
    assert row > top
    assert after.table(sheet)[1] == bottom
    assert after.values[sheet][label].value == "Jumlah"
    assert after.named("total_anggaran") == 1000
    assert any(r["Kode"] == "PA117" for r in after.findings())


def test_formula_typed_over_comes_back_and_the_figure_stays(report):
    """The right formula returns, the typed figure lives on in Validasi until it is settled."""
    path = report()
    sheet, ref = place(path, "anggaran", "serapan", 1)
    formula = View(path).formulas[sheet][ref].value
    change(path, (sheet, ref, 0.9925))
    process_workbook(path, clock=clock)
    after = View(path)
    assert after.formulas[sheet][ref].value == formula
    assert after.values[sheet][ref].value == 0.75
    (row,) = [r for r in after.findings() if r["Kode"] == "AG111"]
    assert (row["Sel"], row["Tertulis"], row["Seharusnya"]) == (ref, "99,25%", "75,00%")
    assert process_workbook(path, clock=clock).written.changed is False
    assert "AG111" in {f.code for f in check_workbook(path).findings}


@pytest.mark.parametrize("settle", ["confirm", "input"])
def test_a_typed_figure_is_settled(report, settle):
    """Confirming it, or correcting the inputs, ends the finding at the next processing."""
    path = report()
    sheet, ref = place(path, "anggaran", "serapan", 1)
    change(path, (sheet, ref, 0.9925))
    process_workbook(path, clock=clock)
    if settle == "confirm":
        top, _, head = View(path).table("Validasi")
        rows = [r["Kode"] for r in View(path).findings()]
        row = top + 1 + rows.index("AG111")
        change(path, ("Validasi", cell_name(row, head["Konfirmasi"]), CONFIRMED))
    else:
        change(path, (*place(path, "anggaran", "realisasi_tw4", 1), 397))
    process_workbook(path, clock=clock)
    assert "AG111" not in {r["Kode"] for r in View(path).findings()}


def test_several_rewritten_figures_survive_together(report):
    """Equal figures typed over two formulas are two findings, and both survive a second run."""
    path = report(rows={"anggaran": [filled.ANGGARAN[0], filled.ANGGARAN[0] | {"kode_ro": "009"}]})
    for row in (1, 2):
        change(path, (*place(path, "anggaran", "serapan", row), 0.99))
    process_workbook(path, clock=clock)
    codes = [r["Kode"] for r in View(path).findings() if r["Kode"] == "AG111"]
    assert codes == ["AG111", "AG111"]
    assert process_workbook(path, clock=clock).written.changed is False


def test_a_total_typed_over_keeps_the_figure_of_its_cell(report):
    """A finding about a typed total shows what the formula gives and is there in the next run."""
    path = report()
    change(
        path,
        (*place(path, "anggaran", "total_pagu"), 2000),
        (*place(path, "anggaran", "total_realisasi"), 1000),
        (*place(path, "anggaran", "total_serapan"), 0.99),
    )
    first = process_workbook(path, clock=clock).checked.findings
    second = check_workbook(path).findings
    assert [(f.code, f.cell) for f in first] == [(f.code, f.cell) for f in second]
    assert process_workbook(path, clock=clock).written.changed is False


def test_lost_reference_sheet_is_one_warning(report):
    """Without the names of Referensi values are still written, and one finding says so."""
    path = report()
    broken = {
        name: re.sub(rb">'?Referensi'?![^<]*<", b">#REF!<", data)
        if name == "xl/workbook.xml"
        else data
        for name, data in parts(path).items()
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, data in broken.items():
            package.writestr(name, data)
    result = process_workbook(path, clock=clock)
    codes = [f.code for f in result.checked.findings]
    assert codes.count("WB102") == 1
    after = View(path)
    assert after.column("Kinerja", "Capaian (%)")[:2] == [0.5, 1]
    assert process_workbook(path, clock=clock).written.changed is False


def test_what_is_the_users_own_survives(tmp_path):
    """Own sheets, columns, comments, charts and names come through byte for byte."""
    identity, names = beranda()

    def own(book) -> None:
        sheet = book.add_worksheet("Milik kami")
        sheet.write("A1", "=rahasia")
        sheet.write_formula("B2", "=SUM(tblPK[Target])", None, 90)
        sheet.write_comment("A1", "catatan")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Milik kami'!$B$1:$B$3"})
        sheet.insert_chart("D4", chart)
        book.get_worksheet_by_name("PK").write_comment("A5", "jangan dihapus")
        book.define_name("nama_kami", "='Milik kami'!$A$1")

    path = write(
        tmp_path / "a.xlsx",
        identity,
        form_sheet(
            "pk",
            """
            kode    | Catatan kami | sasaran | indikator | jenis  | arah | target
            "1.1.1" | penting      | S       | I         | Jumlah | Naik | 12
            """,
            cells={"A30": "tulisan di bawah"},
        ),
        names=names,
        extra=own,
    )
    before = parts(path)
    process_workbook(path, clock=clock)
    after = parts(path)
    kept = [n for n in before if not re.match(r"xl/(worksheets/sheet[12]|workbook)\.xml", n)]
    assert any("comments" in n for n in kept)
    assert any("chart" in n for n in kept)
    for name in kept:
        if not name.startswith(("[Content", "xl/_rels/workbook", "xl/calcChain")):
            assert after[name] == before[name], name
    book = openpyxl.load_workbook(path)
    assert book["PK"]["B5"].value == "penting"
    assert book["PK"]["A30"].value == "tulisan di bawah"
    assert book["PK"]["A5"].comment.text == "jangan dihapus"
    assert "nama_kami" in book.defined_names


def test_a_file_that_is_not_written_is_not_touched(tmp_path):
    """A workbook that is none of ours is refused and stays as it was."""
    path = write(tmp_path / "a.xlsx", Sheet("X", "Nama\nAni"))
    before = path.read_bytes()
    with pytest.raises(Exception, match=r"a\.xlsx"):
        process_workbook(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("form", ["pk", "rak", "anggaran"])
def test_without_a_table_formulas_point_at_cells(tmp_path, form):
    """On a plain sheet computed columns get values, and processing twice changes nothing more."""
    identity, names = beranda()
    rows = {"pk": filled.PK, "rak": filled.RAK, "anggaran": filled.ANGGARAN}[form]
    keys = list(rows[0])
    body = [
        " | ".join(f'"{v}"' if isinstance(v, str) else str(v) for v in r.values()) for r in rows
    ]
    text = "\n".join([" | ".join(keys), *body])
    path = write(tmp_path / "a.xlsx", identity, form_sheet(form, text, table=""), names=names)
    process_workbook(path, clock=clock)
    data = check_workbook(path).report.forms[form]
    for record in data.rows:
        for key, value in record.computed.items():
            cell = record.cells.get(key)
            assert (None if cell is None else cell.value) in (
                [value] if value else [value, "", None]
            )
    assert process_workbook(path, clock=clock).written.changed is False


def test_kinerja_alone_keeps_what_was_typed(tmp_path):
    """Without the PK no target is erased: there is nothing to look it up in."""
    identity, names = beranda()
    text = 'kode | arah | jenis | target | realisasi_tw4\n"1.1" | Naik | Jumlah | 4 | 1'
    path = write(tmp_path / "a.xlsx", identity, form_sheet("kinerja", text), names=names)
    result = process_workbook(path, clock=clock).checked
    assert {"CR101", "KN111", "KN113"}.isdisjoint(f.code for f in result.findings)
    record = check_workbook(path).report.forms["kinerja"].rows[0]
    assert (record.cells["target"].value, record.cells["capaian"].value) == (4, 0.25)
    assert process_workbook(path, clock=clock).written.changed is False


def test_a_moved_key_figure_is_not_written_elsewhere(report, tmp_path):
    """A figure whose name points to another sheet does not land on the same cell of Ringkasan."""
    path = report()
    data = parts(path)
    moved = re.sub(
        rb'(<definedName name="rk_pagu">)[^<]*<', rb"\1Petunjuk!$Z$99<", data["xl/workbook.xml"]
    )
    assert moved != data["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in data.items():
            package.writestr(name, moved if name == "xl/workbook.xml" else content)
    process_workbook(path, tmp_path / "b.xlsx", clock)
    after = View(tmp_path / "b.xlsx")
    assert after.values["Ringkasan"]["Z99"].value is None
    assert after.values["Petunjuk"]["Z99"].value is None


NASTY = (
    0, -1, True, False, 1e14, 0.5, "", "  ", "\u00a0", "-", "N/A", "nihil", "Total x", "90%",
    "2.498 Orang", "Rp 5.000.000,-", "5 juta", "AA", "✗", "٧", "=1+1", "x" * 3000, "CQ", "cq",
    "*", "?", "~", ">5", "<>", '"a"', "a'b", "a\nb", "\x1b[0m", "Turun\u00a0", "²", "１２", "1E400",
    "inf", "nan", 999_999_999_999_999, ErrorValue("#REF!"), ErrorValue("#N/A"), "#REF!",
)  # fmt: skip


@pytest.mark.parametrize("turn", range(4))
def test_whatever_is_typed_processing_goes_through(tmp_path, turn):
    """No content of any input makes processing fail, and a second processing changes nothing."""
    path = filled.fill(tmp_path / "laporan.xlsx")
    patch = Patch(Book.open(path))
    number = turn
    for data in check_workbook(path).report.forms.values():
        fields = [f.key for f in data.form.inputs] if data.form.table else list(data.places)
        for record in data.rows or [data.cells]:
            for key in fields:
                number += 1
                if data.address(record, key) and number % 3 == 0:
                    value = NASTY[(number * 7 + turn) % len(NASTY)]
                    patch.set(data.sheet, data.address(record, key), value)
    path.write_bytes(patch.to_bytes())
    first = process_workbook(path, clock=clock)
    second = process_workbook(path, clock=clock)
    assert first.written.changed
    assert second.written.changed is False


def test_too_large_sums_are_written_as_excel_has_them(report):
    """A slip that makes a sum of more than 15 digits is a finding, not a refusal to write."""
    slip = filled.ANGGARAN[0] | {"pagu": 999_999_999_999_999}
    path = report(rows={"anggaran": [slip, slip | {"kode_ro": "002"}]})
    process_workbook(path, clock=clock)
    assert View(path).named("total_pagu") == pytest.approx(1_999_999_999_999_998)
    assert process_workbook(path, clock=clock).written.changed is False


def test_names_of_the_validasi_table(view):
    """Validasi keeps its Table's name, by which the next run finds it."""
    assert VALIDASI_TABLE in view.formulas["Validasi"].tables
