"""A new workbook is the template with the identity filled in, and nothing else."""

from __future__ import annotations

import zipfile

import pytest

from sakip_excel.create import create_workbook
from sakip_excel.errors import UsageError, WriteError
from sakip_excel.template import TEMPLATES, template_path


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
