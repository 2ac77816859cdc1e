"""Our own faults leave a log with a number, in the place where each system keeps such files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sakip_excel import __version__, fault


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("win32", "LOCALAPPDATA", "AppData/Local"),
        ("linux", "XDG_STATE_HOME", ".local/state"),
        ("darwin", "XDG_STATE_HOME", ".local/state"),
    ],
)
def test_place_of_the_log(platform, variable, folder, monkeypatch, tmp_path):
    """The log stands in the user's own folder, or where the system's variable points."""
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert fault.log_folder() == tmp_path / "sakip_excel" / "log"
    monkeypatch.delenv(variable)
    monkeypatch.setattr(Path, "home", classmethod(lambda _: tmp_path / "ani"))
    assert fault.log_folder() == tmp_path / "ani" / folder / "sakip_excel" / "log"


def test_number_and_log_belong_together(monkeypatch, tmp_path):
    """Every fault has a number of its own, and the log of that number holds the call stack."""
    monkeypatch.setattr(fault, "log_folder", lambda: tmp_path)
    try:
        _ = {}["tidak ada"]
    except KeyError as error:
        texts = [fault.log_fault(error), fault.log_fault(error)]
    logs = sorted(tmp_path.iterdir())
    assert len(logs) == 2
    for log in logs:
        assert any(log.stem in text and str(log) in text for text in texts)
        content = log.read_text(encoding="utf-8")
        assert "test_number_and_log_belong_together" in content
        assert f"sakip_excel {__version__}" in content
