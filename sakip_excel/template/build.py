"""Build the workbook templates from the declarations of the forms.

The same declarations give the same bytes: no clock, no random part.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook

from sakip_excel.exchange.record import SEAL_SHEET
from sakip_excel.report.halaman import page_figures
from sakip_excel.report.layout import (
    DETAIL_SHEET,
    MARKS,
    PETUNJUK,
    REFERENSI,
    RINGKASAN_SHEET,
    TEMPLATE_VERSION,
    VALIDASI,
    ringkasan_form,
)
from sakip_excel.report.tables import KALIMAT, TABLES
from sakip_excel.template import ROSTER
from sakip_excel.template.beranda import beranda_place, write_beranda
from sakip_excel.template.catalogue import TEMPLATES, Template
from sakip_excel.template.daftar_satker import build_roster
from sakip_excel.template.form_sheet import write_form
from sakip_excel.template.kit import Kit, empty_report, empty_values
from sakip_excel.template.lampiran import lkj_tables, write_lkj
from sakip_excel.template.lists import list_names
from sakip_excel.template.page import write_marks_sheet
from sakip_excel.template.petunjuk import write_petunjuk
from sakip_excel.template.places import table_place
from sakip_excel.template.referensi import write_referensi
from sakip_excel.template.rinci import has_detail, write_detail
from sakip_excel.template.ringkasan import ringkasan_place, write_ringkasan
from sakip_excel.template.segel import write_seal_sheet
from sakip_excel.template.styles import INPUT_TAB, PRIMARY, SLATE, Styles
from sakip_excel.template.validasi import write_validasi

if TYPE_CHECKING:
    from pathlib import Path

_TABS = {RINGKASAN_SHEET: PRIMARY, DETAIL_SHEET: PRIMARY, VALIDASI: PRIMARY}
_TABS |= {table.sheet: PRIMARY for table in (*TABLES, KALIMAT)}
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date of the file, no moment in time
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_EMPTY_TEXT = re.compile(r"(<c r=\"[A-Z]+[0-9]+\"(?: s=\"[0-9]+\")?)(><f>[^<]*</f><v></v></c>)")


def build(name: str) -> bytes:
    """Return a template as the bytes of an .xlsx file.

    Args:
        name: key of `TEMPLATES`, or `ROSTER`.
    """
    if name == ROSTER:
        return normalised(build_roster())
    target = BytesIO()
    template = TEMPLATES[name]
    with Workbook(target, {"in_memory": True}) as book:
        fill(Kit(template, book, Styles(book)))
    return normalised(target.getvalue())


def write_all(folder: Path) -> list[Path]:
    """Write every template into a folder and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in (*TEMPLATES, ROSTER):
        path = folder / f"{name}.xlsx"
        path.write_bytes(build(name))
        paths.append(path)
    return paths


def fill(kit: Kit) -> None:
    """Write every sheet of a template into the workbook under construction."""
    _describe(kit)
    forms = kit.template.forms
    kit.places = {"identitas": beranda_place(forms[0])}
    kit.places |= {form.key: table_place(form) for form in forms[1:]}
    if kit.template.has_summary:
        kit.places["ringkasan"] = ringkasan_place(ringkasan_form(kit.has), kit.has)
    empty = empty_report(tuple(place.form for place in kit.places.values()))
    kit.empty = empty_values(empty)
    if "ringkasan" in kit.places:
        kit.page = page_figures(empty)
    for name in sheet_names(kit.template):
        kit.sheets[name] = kit.book.add_worksheet(name)
        filled = any(name == form.sheet for form in forms)
        kit.sheets[name].set_tab_color(INPUT_TAB if filled else _TABS.get(name, SLATE))
    write_beranda(kit)
    for form in forms[1:]:
        write_form(kit, kit.places[form.key], list_names(kit.template, form.key))
    if "ringkasan" in kit.places:
        write_ringkasan(kit)
    if DETAIL_SHEET in kit.sheets:
        write_detail(kit)
    write_lkj(kit)
    write_validasi(kit)
    write_petunjuk(kit)
    write_referensi(kit)
    write_seal_sheet(kit)
    write_marks_sheet(kit)


def sheet_names(template: Template) -> list[str]:
    """Return the names of the sheets in their order."""
    summary = [RINGKASAN_SHEET] if template.has_summary else []
    summary += [DETAIL_SHEET] if has_detail(template.keys) else []
    forms = [form.sheet for form in template.forms]
    lkj = [table.sheet for table in lkj_tables(template)]
    return [*forms, *summary, *lkj, VALIDASI, PETUNJUK, REFERENSI, SEAL_SHEET, MARKS]


def _describe(kit: Kit) -> None:
    """Write the document properties by which a file says what it is."""
    kit.book.set_properties(
        {"title": kit.template.title, "author": "sakip_excel", "created": _CREATED}
    )
    kit.book.set_custom_property("sakip_templat", kit.template.name)
    kit.book.set_custom_property("sakip_templat_versi", TEMPLATE_VERSION)


def normalised(package: bytes) -> bytes:
    """Return the package with empty cached texts typed as text and no trace of the computer.

    XlsxWriter writes a formula's empty value without a type, which reads as a number; and zip
    entries tell the operating system they were made on.
    """
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = _EMPTY_TEXT.sub(r'\1 t="str"\2', data.decode()).encode()
            info = zipfile.ZipInfo(entry.filename, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, data)
    return target.getvalue()
