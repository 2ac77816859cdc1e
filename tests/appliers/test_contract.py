"""One contract: whoever applies the changes, the workbook is the same afterwards.

The closed file, the open Excel (through xlwings) and the macro's answer get the same list; then
every cell of every sheet is compared, each read by openpyxl.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest

from sakip_excel.appliers import excel
from sakip_excel.appliers.answer import Answer, Route, render
from sakip_excel.pipeline import check_workbook, make_changes, make_marks, settle
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.replace import write_book
from tests.appliers import twin
from tests.tools import filled, random_workbook, xl_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sakip_excel.changes import ChangeList
    from sakip_excel.check import Checked

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.xlsx"))
SEEDS = (3, 11)
CASES = [*(p.stem for p in SAMPLES), "kosong", "kecil", *(f"acak {seed}" for seed in SEEDS)]
AT = datetime(2025, 1, 16, 9, 30)  # noqa: DTZ001 - the clock on the wall


class Case(NamedTuple):
    """A workbook, what changes in it and how that was made, and the closed file that results."""

    make: Callable[[Checked], ChangeList]
    source: Path
    patch: Patch
    closed: Path


def make_sealed(checked: Checked) -> ChangeList:
    """Return what the button Segel writes."""
    return make_changes(checked, seal_at=AT)


PARAMS = [(c, m) for c in CASES for m in (make_changes, make_marks)]
PARAMS += [(c, make_sealed) for c in ("kecil", "kota_prabumulih_2024_benar")]


@pytest.fixture(scope="module", params=PARAMS)
def case(request, tmp_path_factory) -> Case:
    """Return a workbook with its settled changes, applied to the closed file."""
    name, make = request.param
    folder = tmp_path_factory.mktemp("kontrak")
    source = _source(name, folder / "asal.xlsx")
    checked = check_workbook(source)
    patch = settle(checked, make(checked), lambda: AT)
    write_book(patch, folder / "hasil.xlsx")
    return Case(make, source, patch, folder / "hasil.xlsx")


def _source(name: str, path: Path) -> Path:
    kind, _, seed = name.partition(" ")
    if kind == "acak":
        return random_workbook.make(path, int(seed))
    if kind == "kecil":
        return filled.fill(path)
    if kind == "kosong":
        path.write_bytes(
            (SAMPLES[0].parents[1] / "workbook_templates/sakip_satker.xlsx").read_bytes()
        )
        return path
    path.write_bytes(next(p for p in SAMPLES if p.stem == name).read_bytes())
    return path


def contents(workbook) -> dict[tuple[str, str], tuple[str, object]]:
    """Return what every cell holds: a formula, or a value with its kind."""
    return {
        (sheet.title, cell.coordinate): (cell.data_type, cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def tables(workbook) -> dict[str, str]:
    """Return the area of every Table."""
    return {t.name: t.ref for sheet in workbook.worksheets for t in sheet.tables.values()}


def looks(workbook, cells) -> dict[tuple[str, str], str]:
    """Return the number format of cells."""
    return {(sheet, ref): workbook[sheet][ref].number_format for sheet, ref in cells}


def test_open_excel_and_closed_file_agree(case):
    """Through xlwings every cell holds, and looks like, what it does in the closed file."""
    book = xl_engine.open_book(case.source)
    excel.apply(book, case.patch)
    opened, closed = book.impl.workbook, openpyxl.load_workbook(case.closed)
    assert tables(opened) == tables(closed)
    assert contents(opened) == contents(closed)
    assert looks(opened, contents(closed)) == looks(closed, contents(closed))


def test_answer_and_closed_file_agree(case):
    """What the macro writes from its answer is what stands in the closed file, formulas too."""
    answer = Answer("Selesai.", route=Route.VBA, patch=case.patch)
    parsed = twin.parse(render(answer).encode("ascii"))
    applied = openpyxl.load_workbook(case.source)
    twin.apply(applied, parsed)
    closed = openpyxl.load_workbook(case.closed)
    assert tables(applied) == tables(closed)
    assert contents(applied) == contents(closed)


def test_values_beside_formulas_are_those_of_the_closed_file(case):
    """The value that comes with each formula is the one that a preview of the file shows."""
    answer = Answer("Selesai.", route=Route.VBA, patch=case.patch)
    parsed = twin.parse(render(answer).encode("ascii"))
    shown = openpyxl.load_workbook(case.closed, data_only=True)
    beside = {place: value for place, (formula, value) in parsed.cells.items() if formula}
    there = {(sheet, ref): shown[sheet][ref].value for sheet, ref in beside}
    assert beside == {place: None if value == "" else value for place, value in there.items()}


def test_excel_is_asked_few_times(case):
    """The calls that write grow with the blocks on the sheets, not with the cells."""
    book = xl_engine.open_book(case.source)
    excel.apply(book, case.patch)
    cells = sum(len(edits) for edits in case.patch.edits.values())
    assert len(book.app.impl.writes) <= 150 + cells / 10


def test_only_cells_that_change_are_sent(case):
    """A cell that holds already what it shall hold is in no list, so a second run is silent."""
    checked = check_workbook(case.closed)
    assert not settle(checked, case.make(checked), lambda: AT).changed
