"""Find the modules of a package by themselves, so that a new file needs no entry in a list."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


def modules_of(package: str, path: Iterable[str], prefix: str = "") -> list[ModuleType]:
    """Import the modules of a package and return them in the order of their names.

    Args:
        package: dotted name of the package.
        path: its ``__path__``.
        prefix: only modules whose names start so.
    """
    names = (each.name for each in iter_modules(path) if each.name.startswith(prefix))
    return [import_module(f"{package}.{name}") for name in names]
