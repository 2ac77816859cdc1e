"""The charts of Ringkasan Wilayah: native, bound to cells, in colours that print well in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from xlsxwriter.utility import xl_rowcol_to_cell

from sakip_excel.consolidate.rekap.bulk import Live
from sakip_excel.consolidate.rekap.layout import BUDGET, PLACES, PLANS, SUMMARY
from sakip_excel.consolidate.rekap.page import FIRST_ROW, TOTAL_ROW, write_value
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.template.grafik import _LIGHT, _axis, _chart, _font, _values
from sakip_excel.template.styles import INK, PRIMARY
from sakip_excel.template.validation import shortened

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from sakip_excel.consolidate.rekap.bulk import RowSheet
    from sakip_excel.consolidate.rekap.page import Rekap
    from sakip_excel.template.kit import Kit

CHART_ROWS = 28
"""Rows that the charts cover, with a little air."""
_WIDTH, _GAP = 734, 14
_HEIGHT, _BELOW = 280, 10
_BARS = 40
"""Most bars that one chart can name."""
_NAME = 34
_MILLIARD = 1_000_000_000
_TOP_FEED, _FEED = 6, 20
"""First row of the cells behind the charts, and rows kept for programs."""


def write_charts(
    rekap: Rekap, sheet: RowSheet, row: int, last: int, states: tuple[int, int]
) -> None:
    """Place four charts, two and two, with the cells behind them hidden at the right.

    Args:
        rekap: the workbook under construction.
        sheet: the summary.
        row: row of their upper edge, counted from 0.
        last: last column of the page.
        states: first row and number of the counts by state.
    """
    feed = last + 3
    sheet.set_column(feed, feed + 2, 14, rekap.styles("soft"), {"hidden": True, "level": 1})
    charts = [
        _states(rekap, states),
        _programs(rekap, sheet, feed, _TOP_FEED),
        _places(rekap),
        _quarters(rekap, sheet, feed, _TOP_FEED + _FEED),
    ]
    for number in range(CHART_ROWS):
        sheet.set_row(row + number, 15.75)  # other programs shrink rows of the usual height
    for number, chart in enumerate(chart for chart in charts if chart is not None):
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        place = {
            "x_offset": number % 2 * (_WIDTH + _GAP),
            "y_offset": number // 2 * (_HEIGHT + _BELOW),
            "object_position": 2,
        }
        sheet.insert_chart(row, 0, chart, place)


def _new(rekap: Rekap, kind: str, title: str) -> Chart:
    return _chart(cast("Kit", rekap), kind, title)  # it needs nothing of a kit but the workbook


def _states(rekap: Rekap, states: tuple[int, int]) -> Chart:
    """Return how many satkers stand where."""
    first, count = states
    chart = _new(rekap, "bar", "Keadaan laporan (satker)")
    chart.add_series(
        {
            "name": "Satker",
            "categories": [SUMMARY, first, 0, first + count - 1, 0],
            "values": [SUMMARY, first, 5, first + count - 1, 5],
            "fill": {"color": PRIMARY},
            "gap": 40,
            "data_labels": {"value": True, "font": _font(INK), "num_format": "0;;"},
        }
    )
    chart.set_x_axis({**_values("0"), "label_position": "high"})
    chart.set_y_axis(_axis(reverse=True, interval_unit=1))
    chart.set_legend({"none": True})
    return chart


def _programs(rekap: Rekap, sheet: RowSheet, column: int, row: int) -> Chart | None:
    """Return pagu and realisasi per program, in milliards of rupiah."""
    lines = [(i, p) for i, p in enumerate(rekap.joined.budget) if p.level == "program"][:_FEED]
    if not lines:
        return None
    for line, (index, pool) in enumerate(lines, row):
        name = shortened(f"{pool.code} {pool.name}".strip(), _NAME)
        sheet.write_string(line, column, name, rekap.styles("soft"))
        for offset, (key, value) in enumerate(
            (("pagu", pool.pagu), ("realisasi", pool.realisasi)), column + 1
        ):
            cell = xl_rowcol_to_cell(FIRST_ROW + index, BUDGET.index(key))
            shown = Live(f"'{BUDGET.name}'!{cell}/{_MILLIARD}", value / _MILLIARD)
            write_value(sheet, line, offset, shown, rekap.styles("soft"))
    end = row + len(lines) - 1
    chart = _new(rekap, "column", "Pagu dan realisasi per program (miliar rupiah)")
    for offset, color, heading in ((1, _LIGHT, "Pagu"), (2, PRIMARY, "Realisasi")):
        chart.add_series(
            {
                "name": heading,
                "categories": [SUMMARY, row, column, end, column],
                "values": [SUMMARY, row, column + offset, end, column + offset],
                "fill": {"color": color},
                "gap": 60,
                "overlap": 0,
                "data_labels": {"value": True, "font": _font(INK), "num_format": "0.0"},
            }
        )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("0"))
    return chart


def _places(rekap: Rekap) -> Chart | None:
    """Return the ranking by serapan, of provinces where there are several."""
    start = FIRST_ROW
    found: tuple[int, int, str] | None = None
    for ranking in rekap.joined.rankings:
        if ranking.rows and (found is None or ranking.level == "provinsi"):
            found = start, len(ranking.rows), f"{ranking.by} per {ranking.level}"
        start += len(ranking.rows)
    if found is None:
        return None
    first, count, title = found
    end = first + min(count, _BARS) - 1
    more = f", {_BARS} tertinggi" if count > _BARS else ""
    chart = _new(rekap, "column", f"{title}{more}")
    name, figure = PLACES.index("nama"), PLACES.index("angka")
    chart.add_series(
        {
            "name": title,
            "categories": [PLACES.name, first, name, end, name],
            "values": [PLACES.name, first, figure, end, figure],
            "fill": {"color": PRIMARY},
            "gap": 30,
        }
    )
    chart.set_x_axis(_axis(interval_unit=1, num_font={**_font(INK), "size": 7, "rotation": -90}))
    chart.set_y_axis(_values("0%"))
    chart.set_legend({"none": True})
    return chart


def _quarters(rekap: Rekap, sheet: RowSheet, column: int, row: int) -> Chart | None:
    """Return planned and done actions per quarter."""
    if not rekap.joined.plans:
        return None
    plan = rekap.joined.plans[0]
    style = rekap.styles("soft")
    for index, roman in enumerate(QUARTERS):
        sheet.write_string(row + index, column, f"TW {roman}", style)
        pair = ("rencana", plan.planned[index]), ("realisasi", plan.done[index])
        for offset, (key, value) in enumerate(pair, column + 1):
            cell = xl_rowcol_to_cell(TOTAL_ROW, PLANS.index(f"{key}_tw{index + 1}"))
            write_value(sheet, row + index, offset, Live(f"'{PLANS.name}'!{cell}", value), style)
    chart = _new(rekap, "column", "Rencana aksi (RAK) per triwulan")
    for offset, color, heading in ((1, _LIGHT, "Direncanakan"), (2, PRIMARY, "Terlaksana")):
        chart.add_series(
            {
                "name": heading,
                "categories": [SUMMARY, row, column, row + 3, column],
                "values": [SUMMARY, row, column + offset, row + 3, column + offset],
                "fill": {"color": color},
                "gap": 60,
                "overlap": 0,
                "data_labels": {"value": True, "font": _font(INK), "num_format": "0"},
            }
        )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("0"))
    return chart
