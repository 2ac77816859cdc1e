"""LibreOffice recalculates when asked, keeps cached values when not, and survives bad files."""

from __future__ import annotations

import pytest

from tests.tools import libreoffice
from tests.tools.draft import Draft, Formula
from tests.tools.libreoffice import LibreOffice, requires_libreoffice


@pytest.fixture(scope="module")
def office():
    return LibreOffice()


def _stale(path):
    """Write a workbook whose cached value is wrong: 84.5 / 94 is not 777."""
    draft = Draft.simple()
    draft.sheet.rows[4][5] = (Formula("D4/C4", 777.0), 3)
    path.write_bytes(draft.to_bytes())
    return path


@requires_libreoffice
def test_recalculated_values_are_computed(office, tmp_path):
    """Forced recalculation replaces a stale value with the quotient."""
    found = office.recalculated(_stale(tmp_path / "a.xlsx"))
    assert found["Kinerja", "E4"] == pytest.approx(84.5 / 94, rel=1e-14)
    assert found["Kinerja", "A4"] == "1.1.1"
    assert ("Kinerja", "G4") not in found


@requires_libreoffice
def test_cached_values_stay(office, tmp_path):
    """Without recalculation the value in the file is what is seen."""
    assert office.cached(_stale(tmp_path / "a.xlsx"))["Kinerja", "E4"] == 777


@requires_libreoffice
def test_many_files_with_equal_names(office, tmp_path):
    """Files of one name in different folders do not overwrite each other; a bad one gives None."""
    paths = []
    for n in range(2):
        folder = tmp_path / str(n)
        folder.mkdir()
        draft = Draft.simple()
        draft.sheet.rows[4][3] = 50 + n
        paths.append(folder / "Laporan (akhir) 1.xlsx")
        paths[-1].write_bytes(draft.to_bytes())
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(paths[0].read_bytes()[:900])
    found = office.recalculated_many([paths[0], broken, paths[1]])
    ratios = [found[path]["Kinerja", "E4"] for path in paths]
    assert ratios == pytest.approx([84.5 / 50, 84.5 / 51], rel=1e-14)
    assert found[broken] is None


@requires_libreoffice
def test_pages_become_pictures(office, tmp_path):
    """A printed workbook becomes one PNG per page."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(Draft.simple().to_bytes())
    pages = office.to_png(path, tmp_path / "gambar")
    assert pages
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


@pytest.mark.parametrize(("ci", "skipped"), [("", True), ("true", False)])
def test_missing_program_skips_at_home_and_fails_in_ci(ci, skipped, monkeypatch):
    """Without LibreOffice the mark skips on a user's computer and runs into an error in CI."""
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    monkeypatch.setenv("CI", ci)

    @requires_libreoffice
    def marked():
        """Do nothing."""

    marks = {mark.name: mark for mark in marked.pytestmark}
    assert "libreoffice" in marks
    assert marks["skipif"].args[0] is skipped
    with pytest.raises(libreoffice.LibreOfficeError):
        LibreOffice()
