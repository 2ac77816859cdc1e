"""The macro workbook: the standard workbook with buttons and the VBA project of ``macros/``.

Building needs XlsxWriter and pyOpenVBA, which are dependencies of development. The project holds
source only, no compiled code: every Excel compiles it anew, and the same source gives the same
bytes.
"""

from __future__ import annotations

import re
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from xlsxwriter.workbook import Workbook

from sakip_excel.template.build import fill, normalised, sheet_names
from sakip_excel.template.catalogue import TEMPLATES
from sakip_excel.template.kit import Kit
from sakip_excel.template.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MACRO_TEMPLATE = "sakip_satker"
"""The template that also comes with buttons."""

MACROS = Path(__file__).resolve().parents[2] / "macros"
"""The only source of the VBA project."""

_WORKBOOK = "ThisWorkbook"
_PROJECT_PART = "xl/vbaProject.bin"
# MS-OVBA 2.3.4.1: the stream of a project without a cache of compiled code.
_NO_CACHE = bytes.fromhex("cc61ffff000000")


def build_macro_workbook(macros: Path = MACROS) -> bytes:
    """Return the macro workbook as the bytes of an .xlsm file.

    Args:
        macros: folder with the .bas and .cls files.

    Raises:
        ValueError: a source is not ASCII, or a .cls belongs to no sheet or workbook.
    """
    template = TEMPLATES[MACRO_TEMPLATE]
    names = {name: code_name(name) for name in sheet_names(template)}
    project = vba_project(names, read_sources(macros))
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.add_vba_project(BytesIO(project), is_stream=True)
        book.set_vba_name(_WORKBOOK)
        kit = Kit(template, book, Styles(book))
        fill(kit)
        for name, sheet in kit.sheets.items():
            sheet.set_vba_name(names[name])
    return normalised(target.getvalue())


def write_macro_workbook(folder: Path) -> Path:
    """Write the macro workbook into a folder and return its path."""
    path = folder / f"{MACRO_TEMPLATE}.xlsm"
    path.write_bytes(build_macro_workbook())
    return path


def code_name(sheet: str) -> str:
    """Return the name by which VBA knows a sheet, e.g. ``shPKAnggaran``."""
    return f"sh{re.sub(r'[^A-Za-z0-9]', '', sheet)}"


def read_sources(macros: Path) -> dict[str, str]:
    """Return the source of each module by file name, with the line ends of VBA.

    Raises:
        ValueError: a source is not ASCII; the editor would show it in the code page of the
            computer.
    """
    sources = {}
    for path in sorted((*macros.glob("*.bas"), *macros.glob("*.cls"))):
        sources[path.name] = path.read_bytes().decode("ascii").replace("\r\n", "\n")
    return {name: source.replace("\n", "\r\n") for name, source in sources.items()}


def vba_project(sheets: Mapping[str, str], sources: Mapping[str, str]) -> bytes:
    """Return a ``vbaProject.bin`` with document modules for the workbook and each sheet.

    Args:
        sheets: code name by sheet name, in sheet order.
        sources: as `read_sources` gives them.

    Raises:
        ValueError: a .cls belongs to no sheet or workbook.
    """
    with tempfile.TemporaryDirectory() as folder:
        shell = Path(folder) / "shell.xlsm"
        _write_shell(shell, sheets.items())
        with ExcelFile(shell) as office:
            project = office.add_vba_project()
            for file, source in sources.items():
                module, _, kind = file.rpartition(".")
                if kind == "bas":
                    project.add_module(module, source)
                elif module in project.module_names():
                    office.set_module(module, source)
                else:
                    raise ValueError(f"{file}: no sheet or workbook has this code name")
            office.save()
        with ZipFile(shell) as package:
            return _without_cache(package.read(_PROJECT_PART))


def _write_shell(path: Path, sheets: Iterable[tuple[str, str]]) -> None:
    """Write a workbook with empty sheets: pyOpenVBA takes the document modules from a file."""
    with Workbook(path) as book:
        book.set_vba_name(_WORKBOOK)
        for name, code in sheets:
            book.add_worksheet(name).set_vba_name(code)


def _without_cache(project: bytes) -> bytes:
    """Return the project marked as never compiled, so that no Excel trusts a foreign cache."""
    storage = CFB.from_bytes(project)
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    marked: bytes = storage.to_bytes()
    return marked
