"""Change the code of scoring and values in one place at a time and see whether a test notices.

Functions are changed by mutmut 3 (from PyPI, in an environment of its own; Linux only):

    python -m tests.tools.mutation copy FOLDER
    cd FOLDER
    mutmut run --max-children 1
    mutmut results

The copy leaves caches out, for mutmut forks from a process in which they are warm and hide
changes. For the same reason what runs while modules are imported looks as if nothing noticed:
run those again in a process of their own, ``MUTANT_UNDER_TEST=name pytest -x tests/scoring`` in
``FOLDER/mutants``. Constants outside functions, which mutmut leaves alone, are changed here:

    python -m tests.tools.mutation constants values|scoring [MODULE...]

With mutmut 3.8 the tests noticed 1658 of 1699 changes of functions. The other 41 change nothing
that can be seen:

- ``parse_number``, ``percent_points``, ``parse_code`` (3 each), ``_from_cell`` (4): another
  spelling of the format "General", which only saves time, or of ``float("inf")``.
- ``settings_for`` (3): another default than "", which is no choice either.
- ``_parse``, ``_cut_words``, ``is_number`` (1 each), ``round_half_away`` (3): a shortcut that only
  saves time.
- ``_read``, ``_power``, ``spell_percent`` (2), ``_mixed``, ``_single`` and ``target``: what can
  never stand there, such as an X among digits, a second sign where there is one, a power of ten
  of 1 or 2, or blanks that `Decimal` takes off itself.
- ``_first_section`` (3): the sections behind the first, and letters that no format looks for.
- ``_decimal``, ``_quantize``: more digits than 15, and a factor of which only the exponent counts.
- ``efisiensi_gabungan``, ``_track`` (3 each): ``strict`` where both sides have the same length.
- ``difference``: the default said in words.

Of 468 constants 402 were noticed. The others nobody can notice or no test of these two packages
should pin: names that a module exports, words of enumerations, the prose of sources and settings, a
precision of 400 digits, a letter more among first letters, and the -1e99 below every bound.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import hypothesis.strategies  # noqa: F401 - loaded once, not in every child
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("values", "scoring")
_CACHES = re.compile(r"^@(?:remembered|lru_cache(?:\([^)]*\))?|cache)\n", re.MULTILINE)
_LEFT_OUT = (".*", "dist", "__pycache__")
_SETTINGS = """
[tool.mutmut]
source_paths = ["sakip_excel"]
only_mutate = ["sakip_excel/values/*.py", "sakip_excel/scoring/*.py"]
also_copy = ["workbook_templates", "samples", "macros"]
pytest_add_cli_args_test_selection = ["tests/values", "tests/scoring"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-n", "0", "-m", "not libreoffice"]
use_git_change_detection = false
"""
_OPTIONS = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not libreoffice"]
_OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
_PROSE = {"Source", "Setting"}
"""Calls whose texts are sources and labels that only people read."""


def copy(folder):
    """Copy the project to a new folder in which mutmut can run."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    for package in PACKAGES:
        for path in (folder / "sakip_excel" / package).glob("*.py"):
            text = path.read_text(encoding="utf-8")
            path.write_text(_CACHES.sub("", text), encoding="utf-8")
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(_SETTINGS)


def places(tree):
    """Yield the constants of a module that stand outside functions and are no prose."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.JoinedStr):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _PROSE:
            continue
        if isinstance(node, ast.ClassDef):
            yield from places(ast.Module(node.body, []))
        elif isinstance(node, ast.AnnAssign):
            yield from places(ast.Tuple([node.value] if node.value else []))
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str):
            yield node
        else:
            yield from places(node)


def other(value):
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    return value + "~" if isinstance(value, str) else value + 1


def _run(path, code, tests):
    """Return whether no test notices that a module has this code; in a process of its own."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    true = SourceFileLoader.get_code
    SourceFileLoader.get_code = lambda self, name: (
        code if Path(self.path) == path else true(self, name)
    )
    try:
        os._exit(int(any(pytest.main([*_OPTIONS, *map(str, files)]) for files in tests)))
    finally:
        os._exit(70)


def _tests(package, module):
    """Return the test files of a module, and the others of its package."""
    own = (f"test_{module}.py", "test_edges.py")
    found = sorted((ROOT / "tests" / package).glob("test_*.py"))
    return [f for f in found if f.name in own], [f for f in found if f.name not in own]


def constants(package, modules):
    """Change each constant of the modules and print those that no test notices."""
    survived = total = 0
    for path in sorted((ROOT / "sakip_excel" / package).glob("*.py")):
        if modules and path.stem not in modules:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in list(places(tree)):
            value, node.value = node.value, other(node.value)
            code = compile(tree, path, "exec", dont_inherit=True)
            node.value, total = value, total + 1
            if _run(path, code, _tests(package, path.stem)):
                survived += 1
                print(f"{path.stem}:{node.lineno}: {value!r}", flush=True)
    print(f"{total} changed, {survived} not noticed")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["copy", folder]:
            copy(Path(folder))
        case ["constants", package, *modules] if package in PACKAGES:
            constants(package, modules)
        case _:
            sys.exit(__doc__)
