"""Broken and malicious files end quickly, with one sentence, and are left as they were.

The whole corpus, thousands of files, is tried by ``python -m tests.hostile.run``.
"""

import sys

import pytest

from sakip_excel.errors import UnsafeError
from sakip_excel.pipeline import check_workbook
from sakip_excel.workbook import catalog, files, package, scan, xmltext
from tests.hostile import corpus, judge
from tests.hostile.cases import ACCEPTED, Case, changed


@pytest.fixture(autouse=True)
def _logs_elsewhere(tmp_path, monkeypatch):
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state"))


@pytest.mark.parametrize("case", list(corpus.sample()), ids=lambda case: case.name)
def test_broken_files_end_with_one_sentence_or_are_read(tmp_path, case):
    """Exit code 0, 1 or 3, the right refusal, one sentence, nothing changed, nothing left."""
    assert judge.try_here(case, tmp_path / "berkas").faults == []


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured from /proc")
@pytest.mark.parametrize("case", list(corpus.heavy()), ids=lambda case: case.name)
def test_bombs_take_seconds_and_half_a_gigabyte_at_most(tmp_path, case):
    """Five seconds of the processor and 512 MiB are enough for the worst file."""
    assert judge.try_apart(case, tmp_path / "berkas").faults == []


@pytest.mark.parametrize(
    ("module", "limit", "value"),
    [
        (package, "MAX_READ", 100_000),
        (package, "MAX_XML", 20_000),
        (package, "MAX_TAGS", 50),
        (package, "MAX_ATTRIBUTES", 50),
        (package, "MAX_NAME", 10),
        (files, "MAX_FILE", 10_000),
        (catalog, "MAX_STRINGS", 10_000),
        (scan, "MAX_CELLS", 5_000),
        (scan, "MAX_LETTERS", 100),
        (xmltext, "_DEPTH", 0),
    ],
)
def test_each_limit_stops_on_its_own(tmp_path, monkeypatch, module, limit, value):
    """An honest workbook passes every limit, and no limit is without effect."""
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(changed({}))
    assert check_workbook(path).findings
    monkeypatch.setattr(xmltext, "_CHUNK", 1_000)
    monkeypatch.setattr(module, limit, value)
    with pytest.raises(UnsafeError):
        check_workbook(path)


def test_the_judge_sees_what_is_wrong(tmp_path):
    """A wrong refusal, a changed input, a stray file and a second sentence line are all noticed."""
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(b"x")
    wrong = judge.try_here(Case("x", lambda: b"", ACCEPTED), tmp_path / "a")
    assert wrong.faults == ["NotExcelError instead of accepted"]
    right = judge.try_here(Case("x", lambda: changed({}), wrong_kind()), tmp_path / "b")
    assert len(right.faults) == 1
    for answer in (
        judge.Answer(3, "", "Satu.\nDua.\n", "x"),
        judge.Answer(3, "lagi", "Satu.\n", "x"),
        judge.Answer(3, "", "x" * 900 + ".\n", "x"),
        judge.Answer(3, "", "tanpa titik\n", "x"),
        judge.Answer(5, "", "Program mengalami kesalahan.\n", "x"),
        judge.Answer(1, "Traceback", "", "x"),
        judge.Answer(0, "", "Awas.\n", "x"),
    ):
        assert judge.answer_faults("periksa", answer) != []
    assert judge.answer_faults("periksa", judge.Answer(3, "", "Satu. Dua.\n", "x")) == []


def wrong_kind():
    """Return an expectation that an honest workbook cannot meet."""
    return frozenset({"DamagedError"})
