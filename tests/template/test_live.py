"""Headings, parameters and settings in force: Python and the workbook's formulas agree."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_from_string

from sakip_excel.forms import BY_KEY
from sakip_excel.forms.data import FormData, Record
from sakip_excel.report.live import live_cells
from sakip_excel.report_data import Report
from sakip_excel.template import template_path
from sakip_excel.workbook.cell import Cell
from tests.tools.libreoffice import LibreOffice, requires_libreoffice

NKA = ("Sangat Kurang", "Kurang", "Cukup", "Baik", "Sangat Baik")
BERANDA = [
    {},
    {"nama_satker": "KPU Kota Probolinggo", "tahun": 2024, "triwulan": "III"},
    {"nama_satker": "KPU", "tahun": 2019, "triwulan": " iv ", "skala_predikat": "nka"},
    {"tahun": 2022, "triwulan": "V", "skala_predikat": "SKP", "batas_capaian": "110%"},
    {"tahun": 2017, "batas_capaian": 1.2, "metode_predikat": "Peringkat"},
    {"tahun": "2024", "skala_predikat": "lain", "batas_capaian": "tanpa batas"},
    {"tahun": 2021, "skala_predikat": "Maluku Tengah 2021", "metode_predikat": "Batas bawah"},
    {"tahun": 2030, "batas_capaian": "100%", "skala_predikat": "Permendagri 86/2017"},
]


def report(typed: dict) -> Report:
    cells = Record(0, {key: Cell(value, None, "General") for key, value in typed.items()})
    data = FormData(BY_KEY["identitas"], "Beranda", cells=cells)
    return Report({"identitas": data})


def values(typed: dict, name: str) -> list:
    return [cell.value for cell in live_cells(report(typed))[name]]


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ({"triwulan": "II"}, "triwulan_ke", [2]),
        ({}, "triwulan_ke", [0]),
        ({"batas_capaian": "110%"}, "batas_capaian_nilai", [1.1]),
        ({"batas_capaian": 1.1}, "batas_capaian_nilai", [1.1]),
        ({"batas_capaian": "Tanpa batas"}, "batas_capaian_nilai", [""]),
        ({}, "skala_batas", [-1e99, -1e99, -1e99, 55, 70, 85]),
        (
            {"skala_predikat": "IKPA"},
            "skala_nama",
            ["Kurang"] * 3 + ["Cukup", "Baik", "Sangat Baik"],
        ),
        ({"tahun": 2023}, "efisiensi_ke", [3]),
        ({"tahun": 2017}, "patokan_ke", [0]),
        (
            {"nama_satker": "KPU Kota Prabumulih", "tahun": 2024, "triwulan": "IV"},
            "konteks_pk",
            ["KPU Kota Prabumulih · TA 2024 · Triwulan IV"],
        ),
    ],
)
def test_values(typed, name, expected):
    """Each parameter follows from what stands on Beranda, and from the default without it."""
    assert values(typed, name) == expected


def test_sentence_before_and_after_a_check():
    """Not checked and nothing found are two different things."""
    before = live_cells(report({}))["kalimat_temuan"][0].value
    after = live_cells(report({}), {"galat": 0})["kalimat_temuan"][0].value
    assert before == "Belum diperiksa."
    assert after == "0 galat (harus diperbaiki), 0 peringatan, 0 info."


@requires_libreoffice
def test_another_engine_computes_the_same(tmp_path):
    """For every combination of choices, the formulas give the values that Python gives."""
    paths = {}
    for number, typed in enumerate(BERANDA):
        book = openpyxl.load_workbook(template_path())
        # Cells that are not mentioned are blank, defaults of the template included.
        for field in BY_KEY["identitas"].cells:
            if field.is_input:
                sheet, cell = next(book.defined_names[field.key].destinations)
                book[sheet][cell].value = typed.get(field.key)
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
        paths[path] = typed
    (tmp_path / "office").mkdir()
    computed = LibreOffice(tmp_path / "office").recalculated_many(paths)
    names = openpyxl.load_workbook(template_path()).defined_names
    for path, typed in paths.items():
        for name, cells in live_cells(report(typed)).items():
            sheet, area = next(names[name].destinations)
            column, row = coordinate_from_string(area.replace("$", "").partition(":")[0])
            found = [
                computed[path].get((sheet, f"{column}{row + n}"), "") for n in range(len(cells))
            ]
            assert (typed, name, found) == (typed, name, [cell.value for cell in cells])
