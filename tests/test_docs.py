"""What the README promises is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sakip_excel.cli import _parser
from sakip_excel.errors import FileError, UsageError

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_first_command_prints_what_the_readme_shows(tmp_path: Path):
    """Every line that the README shows of the main job is a line that the program prints."""
    block = re.search(r"```console\n\$ ([^\n]+)\n(.*?)```", README, re.DOTALL)
    arguments = block[1].partition(" sakip ")[2].split()
    arguments[arguments.index("-o") + 1] = str(tmp_path / "hasil.xlsx")
    done = subprocess.run(
        [sys.executable, "-m", "sakip_excel", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    printed = done.stdout.splitlines()
    shown = [line for line in block[2].splitlines() if line.strip() not in {"", "..."}]
    assert len(shown) > 5
    assert [line for line in shown if line not in printed] == []


def test_every_command_is_documented():
    """Each command of the program has a row in the README; the one behind the buttons has none."""
    actions = next(a for a in _parser()._actions if a.choices)
    people = set(actions.choices) - {"tombol"}
    missing = [n for n in people if f"`sakip {n} " not in README and f"`sakip {n}`" not in README]
    assert missing == []


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(link: str):
    """Every file that the README links to exists."""
    assert (ROOT / link).exists()


@pytest.mark.parametrize("folder", re.findall(r"^\| `([a-z_/]+)/`", README, re.MULTILINE))
def test_folders_exist(folder: str):
    """Every folder in the table of the README exists."""
    assert (ROOT / folder).is_dir()


TOP_LEVEL = {
    *("workbook_templates", "sakip_excel", "macros", "samples", "tests"),
    *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "uv.lock"),
}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_nothing_is_left_lying_about():
    """What is kept at the top of the project is what belongs there, and dotfiles."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    found = {name.partition("/")[0] for name in done.stdout.split("\0") if name}
    assert {name for name in found if not name.startswith(".")} == TOP_LEVEL


def test_exit_codes_are_those_of_the_program():
    """The README's exit codes are the ones in the code."""
    assert f"{UsageError.exit_code} wrong usage" in README
    assert f"{FileError.exit_code} a file cannot be read or written" in README


def test_changelog_names_the_version():
    """The version of the package has a section in the changelog."""
    from sakip_excel import __version__

    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
