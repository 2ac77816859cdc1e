"""Two engines, one figure: LibreOffice, recalculating, must agree with Python in every cell."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sakip_excel.changes import Change
from sakip_excel.pipeline import check_workbook, make_changes, process_workbook
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.random_workbook import make

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.xlsx"))
TEMPLATES = sorted((ROOT / "workbook_templates").glob("*.xlsx"))


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("office"))


def computed_cells(path: Path) -> list[Change]:
    """Return every cell of a processed workbook that holds a formula of ours, with our value."""
    checked = check_workbook(path)
    return [c for c in make_changes(checked).cells if c.formula is not None]


def differences(changes: list[Change], recalculated: dict) -> list[str]:
    """Return the cells in which the other engine gives something else."""
    found = []
    for change in changes:
        other = recalculated.get((change.sheet, change.cell))
        if not _same(change.value, other):
            found.append(f"{change.sheet}!{change.cell}: {change.value!r} / {other!r}")
    return found


def _same(ours: object, other: object) -> bool:
    if ours in {None, ""} or other in {None, ""}:
        return ours in {None, ""} and other in {None, ""}
    if isinstance(ours, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(ours, other, rel_tol=1e-9, abs_tol=1e-9)
    return str(ours) == str(other)


@requires_libreoffice
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_samples_agree(sample: Path, office: LibreOffice, tmp_path: Path):
    """Every computed cell of a processed sample has the value that LibreOffice computes."""
    done = process_workbook(sample, tmp_path / sample.name).written.path
    changes = computed_cells(done)
    assert len(changes) > 50
    assert differences(changes, office.recalculated(done)) == []


@requires_libreoffice
@settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # a seed does not shrink into a simpler workbook
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**6))
def test_random_workbooks_agree(office: LibreOffice, tmp_path_factory, seed: int):
    """Workbooks filled at random, nonsense included, agree in every computed cell as well."""
    folder = tmp_path_factory.mktemp("acak")
    source = make(folder / f"acak_{seed}.xlsx", seed)
    done = process_workbook(source, folder / f"hasil_{seed}.xlsx").written.path
    changes = computed_cells(done)
    assert len(changes) > 500
    assert differences(changes, office.recalculated(done)) == []


def test_a_difference_is_noticed():
    """The comparison itself fails for a wrong figure, a missing one and another text."""
    changes = [
        Change("A", "A1", 0.5, "1/2"),
        Change("A", "A2", "", "x"),
        Change("A", "A3", "Baik", "y"),
        Change("A", "A4", 1, "z"),
    ]
    assert differences(changes, {("A", "A1"): 0.5000001, ("A", "A2"): 0, ("A", "A3"): "baik"}) == [
        "A!A1: 0.5 / 0.5000001",
        "A!A2: '' / 0",
        "A!A3: 'Baik' / 'baik'",
        "A!A4: 1 / None",
    ]
