"""What an installation brings along: locked, hashed, installable on Windows, declared, licensed."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.supply.lock import (
    PYTHONS,
    ROOT,
    fits,
    installed,
    read_lock,
    tags_of_windows,
    windows,
)

LOCKED = read_lock()
WINDOWS_ONLY = {"pywin32", "pywin32-ctypes", "xlwings"}
"""Not installed elsewhere; PSF, BSD-3 and BSD-3 as their projects say."""
FREE = re.compile(
    r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|LGPL|GNU Lesser|MPL|Mozilla|ISC|0BSD|Zlib)",
    re.IGNORECASE,
)


def _declared() -> dict[str, str]:
    """Return the runtime dependencies with the comment that stands with each."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("\ndependencies = [\n", 1)[1].split("\n]\n", 1)[0]
    found, above = {}, ""
    for line in block.splitlines():
        if line.strip().startswith("#"):
            above += line
            continue
        name = Requirement(line.split('"')[1]).name
        found[canonicalize_name(name)] = above + line.split('"')[2]
        above = ""
    return found


def _imported() -> set[str]:
    """Return the top-level modules that the package imports, its own and Python's left out."""
    found = set()
    for path in (ROOT / "sakip_excel").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").split(".")[0])
            elif (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "import_module"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value.split(".")[0])
    return found - {"sakip_excel", ""} - set(sys.stdlib_module_names)


@pytest.mark.parametrize("python", PYTHONS, ids=lambda p: f"{p[0]}.{p[1]}")
def test_every_dependency_has_a_wheel_for_windows(python):
    """An ordinary PC installs everything without a compiler."""
    tags = tags_of_windows(python)
    brought = installed(LOCKED, windows(python))
    assert {"pandas", "pandera", "xlwings", "pywin32"} <= {p.name for p in brought}
    missing = [p.name for p in brought if not any(fits(name, tags) for name, _ in p.files)]
    assert missing == []


def test_every_file_of_the_lock_is_hashed():
    """No file can be exchanged on its way without being noticed."""
    files = [file for package in LOCKED for file in package.files]
    assert len(files) > 100
    assert [name for name, digest in files if not re.fullmatch("sha256:[0-9a-f]{64}", digest)] == []


def test_what_is_declared_is_imported():
    """Nothing is installed that the program does not use."""
    modules = packages_distributions()
    # Windows only, and there reached through xlwings; absent from the metadata elsewhere.
    imported = {canonicalize_name(d) for m in _imported() for d in modules.get(m, [m])}
    assert set(_declared()) - imported == set()


def test_what_is_imported_is_declared():
    """The program does not lean on what happens to come with something else."""
    modules = packages_distributions()
    build_only = {"xlsxwriter", "pyopenvba"} - set(_declared())  # builds the templates, never ships
    windows_only = {"win32com", "win32api", "pythoncom", "pywintypes", "winreg"}  # with xlwings
    undeclared = {
        module
        for module in _imported() - windows_only
        if not {canonicalize_name(d) for d in modules.get(module, [module])}
        & {*_declared(), *build_only}
    }
    assert undeclared == set()


def test_every_dependency_says_why_and_under_which_licence():
    """Who wonders why something is installed reads it where it is declared."""
    for name, comment in _declared().items():
        assert len(comment) > 25, name
        assert FREE.search(comment), name


def test_licences_of_everything_installed_allow_use_in_an_office():
    """No part of an installation asks for money or for opening an office's own work."""
    odd = {}
    for package in installed(LOCKED, windows(sys.version_info[:2])):
        if package.name in WINDOWS_ONLY:
            continue
        metadata = distribution(package.name).metadata
        said = " ".join(
            [
                metadata.get("License-Expression") or "",
                (metadata.get("License") or "")[:200],
                *(c for c in metadata.get_all("Classifier") or () if c.startswith("License")),
            ]
        )
        if not FREE.search(said):
            odd[package.name] = said
    assert odd == {}
