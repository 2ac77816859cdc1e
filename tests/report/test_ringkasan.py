"""The lists on Ringkasan: groups by code, means and pooled sums, and clean endings."""

from __future__ import annotations

import pytest

from sakip_excel.changes import ChangeList, layouts
from sakip_excel.compute import compute
from sakip_excel.report.blocks import Block
from sakip_excel.report.ringkasan import anggaran_lines, groups_of, sasaran_lines
from sakip_excel.scoring.outcome import NOT_COMPUTABLE
from tests.tools.tiny import form, report

BLOCK = Block(("Ringkasan", 20, 2, 7))


def kinerja(*codes: str, **typed: str):
    """Return a report in which each indikator reached the percentage that stands in its row."""
    pk = "kode | sasaran | indikator | jenis | arah | target\n" + "\n".join(
        f"{c} | S {c} | I | Persentase | Naik | 100" for c in codes
    )
    rows = "kode | realisasi_tw4\n" + "\n".join(
        f"{c} | {typed.get(c.strip(chr(34)), 50)}" for c in codes
    )
    made = report(form("identitas", triwulan="IV"), form("pk", pk), form("kinerja", rows))
    compute(made)
    return made


def shown(made) -> list[tuple[object, ...]]:
    """Return code, number of indikator, number counted and mean of each line."""
    return [tuple(line[i][0] for i in (0, 2, 3, 4)) for line in sasaran_lines(made, BLOCK)]


def test_two_levels():
    """Codes of two parts have sasaran only."""
    assert shown(kinerja('"1.1"', '"1.2"', '"2.1"')) == [("1", 2, 2, 0.5), ("2", 1, 1, 0.5)]


def test_sasaran_in_numeric_order():
    """Sasaran 1.10 stands after 1.9, not after 1.1."""
    codes = [f'"1.{i}.1"' for i in (10, 9, 1)]
    assert [line[0] for line in shown(kinerja(*codes))] == ["1", "1.1", "1.9", "1.10"]


def test_numbers_are_no_codes():
    """A code that Excel made a number is in no group, as in the formulas."""
    made = kinerja("1.1", '"1.2"')
    assert list(groups_of(made.forms["kinerja"].rows)) == ["1"]
    assert [r.row for r in groups_of(made.forms["kinerja"].rows)["1"]] == [6]


def test_codes_of_different_depth():
    """A deeper code counts in each group above it, once, and no line appears twice."""
    found = shown(kinerja('"1.1"', '"1.1.1"', '"1.1.2"'))
    assert [line[:2] for line in found] == [("1", 3), ("1.1", 2)]


def test_nothing_reached_yet():
    """A sasaran without any figure has no mean and no word, and does not weigh in its tujuan."""
    made = kinerja('"1.1.1"', '"1.2.1"', **{"1.2.1": ""})
    assert shown(made) == [("1", 2, 1, 0.5), ("1.1", 1, 1, 0.5), ("1.2", 1, 0, NOT_COMPUTABLE)]
    assert list(sasaran_lines(made, BLOCK))[2][5][0] is None


def money(text: str):
    """Return the lines about a form Anggaran in the fourth quarter."""
    made = report(form("identitas", triwulan="IV"), form("anggaran", text))
    compute(made)
    lines = anggaran_lines(made.forms["anggaran"])
    return [tuple(value for value, _ in line) for line in lines]


def test_programs_without_regard_to_case():
    """Rows of one program belong together wherever they stand and however they are typed."""
    found = money(
        """
        kode_program | program | kode_kegiatan | kegiatan | tvro | rvro | pagu | realisasi_tw4
        CQ           | Pemilu  | "6709"        | K1       | 1    | 1    | 10   | 5
        WA           | Dukung  | "3355"        | K2       | 1    | 1    | 20   | 20
        cq           |         | "6709"        |          | 1    | 1    | 30   | 15
        """
    )
    assert [(line[0], line[2], line[3]) for line in found] == [
        ("CQ", 40, 20),
        ("CQ.6709", 40, 20),
        ("WA", 20, 20),
        ("WA.3355", 20, 20),
    ]
    assert found[0][4] == 0.5


def test_efficiency_of_what_has_both_figures():
    """A RO without volume counts in pagu and serapan but not in the efficiency."""
    found = money(
        """
        kode_program | kode_kegiatan | tvro | rvro | pagu | realisasi_tw4
        CQ           | "6709"        | 2    | 1    | 100  | 40
        CQ           | "6709"        |      |      | 100  | 60
        """
    )
    assert found[0][2:] == (200, 100, 0.5, pytest.approx(10 / 50))


def test_no_pagu_has_no_percentage():
    """Pagu 0 gives no percentage, never an error value."""
    found = money(
        "kode_program | kode_kegiatan | tvro | rvro | pagu | realisasi_tw4\nCQ | 1 | 1 | 1 | 0 | 0"
    )
    assert found[0][4:] == (NOT_COMPUTABLE, NOT_COMPUTABLE)


@pytest.mark.parametrize("code", ["<>", "*", "C?", ">5", 'C"Q', "C" * 300, "="])
def test_codes_that_a_criterion_would_misread(code):
    """A code that SUMIFS would take for a pattern gets its sums without formulas."""
    rows = f'kode_program | kode_kegiatan | pagu\n{code} | "6709" | 7\nCQ | "6709" | 5'
    made = report(form("identitas", triwulan="IV"), form("anggaran", rows))
    compute(made)
    lines = list(anggaran_lines(made.forms["anggaran"]))
    strange = [line for line in lines if str(line[0][0]).startswith(code)]
    usual = [line for line in lines if str(line[0][0]).startswith("CQ")]
    assert [line[2] for line in strange] == [(7, None), (7, None)]
    assert [line[2][0] for line in usual] == [5, 5]
    assert all(formula for line in usual for _, formula in line[2:])


def test_lines_are_written_and_old_ones_emptied():
    """A list holds exactly its lines; cells of older, longer lists are emptied and only those."""
    made = kinerja('"1.1"')
    changes = ChangeList()
    BLOCK.write(changes, list(sasaran_lines(made, BLOCK)), layouts(made), [21, 22, 30])
    rows = {int(c.cell[1:]) for c in changes.cells}
    assert rows == {21, 22, 30}
    assert {c.cell[0] for c in changes.cells} == set("BCDEFG")
    assert all(c.value is None and c.formula is None for c in changes.cells if c.cell[1:] != "21")


def test_formulas_point_at_their_own_line():
    """The formulas of a line look at the code in its first cell."""
    made = kinerja('"1.1"')
    changes = ChangeList()
    BLOCK.write(changes, list(sasaran_lines(made, BLOCK)), layouts(made), [])
    formulas = {c.cell: c.formula for c in changes.cells}
    assert "B21" in formulas["D21"]
    assert "F21" in formulas["G21"]
    assert formulas["B21"] is None
    assert not any("[0]" in f or "{" in f for f in formulas.values() if f)
