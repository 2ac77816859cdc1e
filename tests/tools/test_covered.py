"""The check of coverage sees what was not run."""

import json

import pytest

from .covered import PLACES, gaps, main

FULL = {"missing_lines": [], "missing_branches": []}


def report(**changed):
    """Return a report in which every place is covered, but for these files."""
    files = {place + "a.py" if place.endswith("/") else place: FULL for place in PLACES}
    files["sakip_excel/cli.py"] = {"missing_lines": [1], "missing_branches": []}
    return {"meta": {"branch_coverage": True}, "files": files | changed}


def test_covered_whole():
    """Files elsewhere may have gaps; those that must be whole are."""
    assert gaps(report()) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"missing_lines": [7], "missing_branches": [[3, 7], [9, -2]]}, "7, 3->7, 9->-2"),
        ({"missing_lines": [], "missing_branches": [[3, 7]]}, "3->7"),
    ],
)
@pytest.mark.parametrize("slash", ["/", "\\"])
def test_a_gap_is_named(found, said, slash):
    """A line or a branch that was not run is named with its file, on Windows too."""
    name = slash.join(("sakip_excel", "values", "number.py"))
    assert gaps(report(**{name: found})) == [f"sakip_excel/values/number.py: {said}"]


@pytest.mark.parametrize("lost", PLACES)
def test_what_was_not_measured_is_a_gap(lost):
    """A folder or file that the report does not name was not measured, which is no coverage."""
    full = report()
    full["files"] = {n: f for n, f in full["files"].items() if not n.startswith(lost)}
    assert gaps(full) == [f"{lost}: not measured"]


def test_lines_alone_are_not_enough(tmp_path, capsys):
    """Without branches the report says too little; the exit code tells."""
    for branches, code in ((True, 0), (False, 1)):
        path = tmp_path / "laporan.json"
        path.write_text(json.dumps(report() | {"meta": {"branch_coverage": branches}}))
        assert main([str(path)]) == code
    assert "branches were not measured" in capsys.readouterr().out
