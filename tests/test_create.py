"""A new workbook is the template with the identity filled in, and nothing else."""

from __future__ import annotations

import zipfile

import pytest

from sakip_excel.create import create_workbook
from sakip_excel.errors import UsageError, WriteError
from sakip_excel.template import TEMPLATES, template_path
from sakip_excel.workbook.book import Book


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_only_beranda_differs_from_the_template(name, tmp_path):
    """Apart from the sheet Beranda every part is the template's, byte for byte."""
    path = tmp_path / "baru.xlsx"
    create_workbook(path, name, {"nama_satker": "=KPU & 'Kota' <X>", "tahun": "2026"})
    with zipfile.ZipFile(template_path(name)) as old, zipfile.ZipFile(path) as new:
        assert old.namelist() == new.namelist()
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert changed == {"xl/worksheets/sheet1.xml"}


def test_without_values_it_is_a_copy(tmp_path):
    """Without any value the new workbook is the template itself."""
    create_workbook(tmp_path / "a.xlsx", "pk", {})
    assert (tmp_path / "a.xlsx").read_bytes() == template_path("pk").read_bytes()


def test_existing_files_stay(tmp_path):
    """A file that is there is not overwritten."""
    path = tmp_path / "a.xlsx"
    create_workbook(path, "pk", {})
    with pytest.raises(WriteError):
        create_workbook(path, "rak", {})
    assert path.read_bytes() == template_path("pk").read_bytes()


def test_computed_cells_are_not_filled(tmp_path):
    """Only inputs of the identity can be given."""
    with pytest.raises((UsageError, KeyError)):
        create_workbook(tmp_path / "a.xlsx", "pk", {"tidak_ada": "x"})
    assert not (tmp_path / "a.xlsx").exists()


def test_the_name_decides_about_the_buttons(tmp_path):
    """A name that ends with .xlsm gives the workbook with buttons, its macros untouched."""
    create_workbook(tmp_path / "a.xlsm", "sakip_satker", {"tahun": "2026"})
    template = template_path("sakip_satker", ".xlsm")
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(tmp_path / "a.xlsm") as new:
        assert new.read("xl/vbaProject.bin") == old.read("xl/vbaProject.bin")
    assert Book.open(tmp_path / "a.xlsm").macro_enabled


@pytest.mark.parametrize(("name", "template"), [("a.xlsm", "pk"), ("a.xls", "pk"), ("a", "rak")])
def test_other_kinds_are_wrong_usage(tmp_path, name, template):
    """Only sakip_satker has buttons, and only .xlsx and .xlsm are made."""
    with pytest.raises(UsageError):
        create_workbook(tmp_path / name, template, {})
    assert not (tmp_path / name).exists()
