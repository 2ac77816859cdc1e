"""The worked examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from sakip_excel import scoring

MODULES = [module.name for module in pkgutil.iter_modules(scoring.__path__)]
WITH_EXAMPLES = {
    "anggaran", "capaian", "grades", "outcome", "rak", "rounding", "scales", "settings", "source",
}  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    """Each example gives what it says, and the modules with formulas have some."""
    result = doctest.testmod(importlib.import_module(f"sakip_excel.scoring.{name}"))
    assert result.failed == 0
    assert (result.attempted > 0) is (name in WITH_EXAMPLES)
