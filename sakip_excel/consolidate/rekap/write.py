"""Write a rekap: every sheet from the joined reports, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from sakip_excel import __version__
from sakip_excel.consolidate.read import REKAP_PROPERTY
from sakip_excel.consolidate.rekap import budget, indicators, lists, rows, status, summary
from sakip_excel.consolidate.rekap.layout import REKAP_VERSION, STATUS, SUMMARY
from sakip_excel.consolidate.rekap.page import Rekap
from sakip_excel.template.styles import INPUT_TAB, PRIMARY, SLATE, Styles

if TYPE_CHECKING:
    from pathlib import Path

    from sakip_excel.consolidate.joined import Joined

_CALC_ID = 191029
"""Calculation engine of current Excel: with it and right values, opening computes nothing anew."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(joined: Joined, path: Path) -> None:
    """Write the joined reports as a workbook; what stands at the path is overwritten.

    Args:
        joined: the reports of one period.
        path: an .xlsx file.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with Workbook(str(path), _OPTIONS) as book:
            _describe(book, joined)
            fill(Rekap(book, Styles(book), joined))
    except FileCreateError as error:
        if isinstance(error.__context__, OSError):  # XlsxWriter wraps what the system said
            raise error.__context__ from error
        raise


def _describe(book: Workbook, joined: Joined) -> None:
    """Write the properties by which the file says what it is."""
    made = joined.made_at.replace(tzinfo=None)
    book.set_calc_mode("auto", _CALC_ID)
    book.calc_on_load = False
    book.set_properties({"title": "Rekap SAKIP", "author": "sakip_excel", "created": made})
    book.set_custom_property(REKAP_PROPERTY, REKAP_VERSION, "number_int")
    book.set_custom_property("sakip_versi", __version__)
    book.set_custom_property("sakip_tahun", joined.tahun, "number_int")
    book.set_custom_property("sakip_triwulan", joined.triwulan, "number_int")
    book.set_custom_property("sakip_dibuat", joined.made_at.isoformat(), "text")


def fill(rekap: Rekap) -> None:
    """Write every sheet into the workbook under construction."""
    outputs, groups = rows.pooled_numbers(rekap.joined), rows.grouped_numbers(rekap.joined)
    rekap.worth = rows.worth_by_row(rekap.joined)
    output_starts, group_starts = rows.in_blocks(outputs)[1], rows.in_blocks(groups)[1]
    status.write_status(rekap)
    summary.write_summary(rekap)
    indicators.write_matrix(rekap)
    indicators.write_groups(rekap, group_starts)
    indicators.write_variants(rekap)
    budget.write_satkers(rekap)
    budget.write_provinces(rekap)
    budget.write_budget(rekap, output_starts)
    lists.write_plans(rekap)
    lists.write_places(rekap)
    rows.write_findings(rekap)
    lists.write_changes(rekap)
    lists.write_excluded(rekap)
    lists.write_letters(rekap)
    rows.write_indicators(rekap, groups)
    rows.write_outputs(rekap, outputs)
    rows.write_actions(rekap)
    rows.write_files(rekap)
    rows.write_settings(rekap)
    lists.write_metadata(rekap)
    rows.write_held(rekap, outputs, groups)
    for name, sheet in rekap.sheets.items():
        sheet.set_tab_color({STATUS.name: INPUT_TAB, SUMMARY: PRIMARY}.get(name, SLATE))
    rekap.sheets[STATUS.name].activate()
