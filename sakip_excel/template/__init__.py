"""The workbook templates: where they are kept and, in the modules beside, how they are built.

Importing this package needs the standard library only; building needs XlsxWriter, which is a
dependency of development.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sakip_excel.errors import NotFoundError
from sakip_excel.template.catalogue import TEMPLATES

__all__ = ["ROSTER", "TEMPLATES", "template_path"]

ROSTER = "daftar_satker"
"""Name of the workbook in which a province lists its satkers; it holds no form of a report."""

_IN_SOURCE_TREE = Path(__file__).resolve().parents[2] / "workbook_templates"


def template_path(name: str = "sakip_satker", kind: str = ".xlsx") -> Path:
    """Return the path of a shipped template.

    Args:
        name: key of `TEMPLATES`, e.g. ``sakip_satker`` or ``rak``, or `ROSTER`.
        kind: ``.xlsx``, or ``.xlsm`` for the one with buttons.

    Raises:
        KeyError: there is no template of that name.
        NotFoundError: the installation is incomplete.
    """
    file = f"{ROSTER if name == ROSTER else TEMPLATES[name].name}{kind}"
    installed = Path(str(files("sakip_excel"))) / "_templates" / file
    for path in (installed, _IN_SOURCE_TREE / file):
        if path.is_file():
            return path
    raise NotFoundError(f"Templat {file} tidak ditemukan.", "Pasang ulang sakip_excel.")
