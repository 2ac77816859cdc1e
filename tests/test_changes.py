"""The list of changes: every computed cell with the formula of this very workbook."""

from __future__ import annotations

import pytest

from sakip_excel.changes import FORMULA_NAMES, ChangeList, SheetLayout, formula_for, layouts, plan
from sakip_excel.compute import compute
from sakip_excel.forms import BY_KEY
from sakip_excel.forms.references import MissingReferenceError
from tests.tools.tiny import form, report

ROW = "kode_program | tvro | rvro | pagu | realisasi_tw4\nCQ | 1 | 1 | 200 | 100"
NAMES = FORMULA_NAMES | {f.key for declared in BY_KEY.values() for f in declared.cells}


def planned(*forms, names=NAMES) -> ChangeList:
    """Return the changes for some forms, computed."""
    made = report(*forms)
    compute(made)
    return plan(made, names)


def cells(made: ChangeList) -> dict[tuple[str, str], tuple[object, str | None]]:
    """Return value and formula by sheet and address."""
    return {(c.sheet, c.cell): (c.value, c.formula) for c in made.cells}


def test_every_computed_cell_is_listed():
    """Each computed column of each row and each named total has one change, inputs have none."""
    data = form("anggaran", ROW)
    found = cells(planned(form("identitas", triwulan="IV"), data))
    wanted = {data.address(data.rows[0], c.key) for c in data.form.computed}
    wanted |= {data.places[c.key] for c in data.form.cells}
    assert {ref for sheet, ref in found if sheet == "Anggaran"} == wanted


def test_formula_and_value_belong_together():
    """A cell gets the formula with this workbook's own headings, and its value beside it."""
    data = form("anggaran", ROW)
    data.headings |= {"pagu": "Pagu [Rp]", "realisasi": "Realisasi s/d kini"}
    value, formula = cells(planned(form("identitas", triwulan="IV"), data))[
        "Anggaran", data.address(data.rows[0], "serapan")
    ]
    assert value == 0.5
    assert "tblAnggaran[[#This Row],[Pagu '[Rp']]]" in formula
    assert "tblAnggaran[[#This Row],[Realisasi s/d kini]]" in formula


def test_nothing_yet_is_an_empty_text():
    """Where nothing can be said yet the formula shows nothing, and so does its value."""
    data = form("anggaran", "kode_program\nCQ")
    found = cells(planned(form("identitas", triwulan="IV"), data))
    value, formula = found["Anggaran", data.address(data.rows[0], "serapan")]
    assert value == ""
    assert formula


def test_columns_that_are_not_there_are_not_written():
    """A computed column that the workbook does not have gets no cell, others lose the formula."""
    data = form("anggaran", ROW)
    del data.columns["sisa"]
    made = planned(form("identitas", triwulan="IV"), data)
    assert all(c.formula is None or "Sisa (Rp)" not in c.formula for c in made.cells)
    assert "sisa" in made.missing
    assert cells(made)["Anggaran", data.places["total_sisa"]] == (100, None)


def test_a_missing_name_leaves_the_value():
    """Without the names of Referensi the value stands alone and the name is noted."""
    data = form("kinerja", 'kode | realisasi_tw4\n"1.1" | 9')
    pk = form("pk", 'kode | target\n"1.1" | 10')
    made = planned(form("identitas", triwulan="IV"), pk, data, names=NAMES - {"skala_nama"})
    assert cells(made)["Kinerja", data.address(data.rows[0], "predikat")][1] is None
    assert made.missing == {"skala_nama"}


def test_names_are_not_found_inside_other_names():
    """The key figure rk_target_serapan does not ask for the list target_serapan."""
    from sakip_excel.report.layout import ringkasan_form

    declared = ringkasan_form(lambda _: True)["rk_beda_serapan"]

    class Place:
        """A layout in which every figure is there."""

        def this_row(self, key: str, row: int) -> str:
            """Return the name of the figure."""
            assert row == 0
            return key

        def column(self, key: str) -> str:
            """Refuse: figures have no columns."""
            raise AssertionError(key)

    where = {"ringkasan": Place(), "anggaran": Place()}
    assert "rk_target_serapan" in formula_for(declared, "ringkasan", where, ())


def test_inputs_have_no_formula():
    """Asking for the formula of an input is a fault of ours."""
    made = report(form("pk"))
    with pytest.raises(ValueError, match="kode"):
        formula_for(BY_KEY["pk"]["kode"], "pk", layouts(made), NAMES)


def test_tables_grow_over_rows_below():
    """A Table with rows typed below its end grows to the last of them; others do not."""
    long, short = form("pk", 'kode\n"1.1"\n"1.2"'), form("rak", "kegiatan\nA")
    long.table_last_row -= 1
    assert [(g.table, g.last_row) for g in planned(long, short).grow] == [("tblPK", 6)]


def test_plain_sheets_get_addresses():
    """Without a Table a formula names its own row's cells and whole columns by address."""
    data = form("anggaran", f"{ROW}\nCQ | 1 | 1 | 300 | 100")
    data.table, data.sheet = "", "Anggaran '24"
    found = cells(planned(form("identitas", triwulan="IV"), data))
    first, second = (found["Anggaran '24", data.address(r, "sisa")][1] for r in data.rows)
    assert ("M5" in first, "M6" in second) == (True, True)
    total = found["Anggaran '24", data.places["total_pagu"]][1]
    assert "'Anggaran ''24'!$M$5:$M$6" in total


def test_layout_names_what_is_missing():
    """A column that is not there is named in the error."""
    data = form("pk")
    del data.columns["target"]
    layout = SheetLayout(data)
    for ask in (lambda: layout.this_row("target", 5), lambda: layout.column("target")):
        with pytest.raises(MissingReferenceError, match="target"):
            ask()
