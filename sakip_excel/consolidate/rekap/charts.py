"""The charts of Ringkasan Wilayah: native, bound to cells, in colours that print well in grey."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from sakip_excel.consolidate.rekap.bulk import Live
from sakip_excel.consolidate.rekap.layout import BUDGET, PLACES, PLANS, SUMMARY
from sakip_excel.consolidate.rekap.page import FIRST_ROW, TOTAL_ROW, write_value
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.template.grafik import _LIGHT, _axis, _chart, _font, _values
from sakip_excel.template.styles import INK, PRIMARY
from sakip_excel.template.validation import shortened

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

    from sakip_excel.consolidate.joined import Ranking
    from sakip_excel.consolidate.rekap.bulk import RowSheet
    from sakip_excel.consolidate.rekap.page import Rekap
    from sakip_excel.template.kit import Kit

CHART_ROWS, RANKING_ROWS = 18, 41
"""Rows that the charts of the first and of the second page cover, with a little air."""
_ROW_HEIGHT = 15.75
_WIDTH, _GAP = 1256, 13
"""Pixels of a whole page, and between two charts."""
_HEIGHT, _TALL, _BELOW, _EDGE = 368, 414, 12, 6
_BARS = 40
"""Most bars that one chart can name; more are counted by class."""
_CLASSES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.1)
"""Ratios at which a class ends and the next one begins."""
_NAME = 34
_MILLIARD = 1_000_000_000
_TOP_FEED, _FEED = 6, 20
"""First row of the cells behind the charts, and rows kept for programs."""


def write_charts(
    rekap: Rekap, sheet: RowSheet, row: int, last: int, states: tuple[int, int]
) -> None:
    """Place the charts of the first page side by side, with the cells behind them hidden.

    Args:
        rekap: the workbook under construction.
        sheet: the summary.
        row: row of their upper edge, counted from 0.
        last: last column of the page; the hidden cells stand at its right.
        states: first row and number of the counts by state.
    """
    feed = last + 3
    sheet.set_column(feed, feed + 2, 14, rekap.styles("soft"), {"hidden": True, "level": 1})
    charts = [
        _states(rekap, states),
        _programs(rekap, sheet, feed, _TOP_FEED),
        _quarters(rekap, sheet, feed, _TOP_FEED + _FEED),
    ]
    present = [chart for chart in charts if chart is not None]
    _set_rows(sheet, row, CHART_ROWS)
    width = (_WIDTH - _GAP * (len(present) - 1)) // len(present)
    for number, chart in enumerate(present):
        _place(sheet, row, chart, (width, _HEIGHT), (number * (width + _GAP), 0))


def write_ranking_charts(rekap: Rekap, sheet: RowSheet, row: int, last: int) -> int:
    """Place a page of charts that compare satkers or provinces; return the rows they take.

    Args:
        rekap: the workbook under construction.
        sheet: the summary.
        row: row of their upper edge, counted from 0.
        last: last column of the page; the hidden cells stand at its right.
    """
    shown = _compared(rekap)
    for number, (ranking, first) in enumerate(shown):
        feed = last + 3, _TOP_FEED + (2 + number) * _FEED
        if len(ranking.rows) > _BARS:
            chart = _spread(rekap, sheet, ranking, first, feed)
        else:
            chart = _places(rekap, ranking, first)
        _place(sheet, row, chart, (_WIDTH, _TALL), (0, _EDGE + number * (_TALL + _BELOW)))
    rows = RANKING_ROWS if shown else 0
    _set_rows(sheet, row, rows)
    return rows


def _set_rows(sheet: RowSheet, row: int, count: int) -> None:
    for number in range(row, row + count):
        sheet.set_row(number, _ROW_HEIGHT)  # other programs shrink rows of the usual height


def _place(
    sheet: RowSheet, row: int, chart: Chart, size: tuple[int, int], offset: tuple[int, int]
) -> None:
    chart.set_size({"width": size[0], "height": size[1]})
    place = {"x_offset": offset[0], "y_offset": offset[1], "object_position": 2}
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
    chart.set_x_axis({**_values("#,##0"), "label_position": "high"})
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
                "data_labels": {"value": True, "font": _font(INK), "num_format": "#,##0.0"},
            }
        )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("#,##0"))
    return chart


def _compared(rekap: Rekap) -> list[tuple[Ranking, int]]:
    """Return one ranking for each figure, of provinces where there are several.

    Returns:
        Each ranking with the row of its first place on the sheet of the rankings.
    """
    chosen: dict[str, tuple[Ranking, int]] = {}
    start = FIRST_ROW
    for ranking in rekap.joined.rankings:
        if ranking.rows and (ranking.by not in chosen or ranking.level == "provinsi"):
            chosen[ranking.by] = ranking, start
        start += len(ranking.rows)
    return list(chosen.values())


def _places(rekap: Rekap, ranking: Ranking, first: int) -> Chart:
    """Return a column for each place of a ranking."""
    end = first + len(ranking.rows) - 1
    title = f"{ranking.by} per {ranking.level}"
    chart = _new(rekap, "column", title)
    name, figure = PLACES.index("nama"), PLACES.index("angka")
    chart.add_series(
        {
            "name": title,
            "categories": [PLACES.name, first, name, end, name],
            "values": [PLACES.name, first, figure, end, figure],
            "fill": {"color": PRIMARY},
            "gap": 30,
            "data_labels": {"value": True, "font": {**_font(INK), "size": 8}, "num_format": "0%"},
        }
    )
    chart.set_x_axis(_axis(interval_unit=1, num_font={**_font(INK), "size": 9, "rotation": -90}))
    chart.set_y_axis(_values("0%"))
    chart.set_legend({"none": True})
    return chart


def _spread(
    rekap: Rekap, sheet: RowSheet, ranking: Ranking, first: int, feed: tuple[int, int]
) -> Chart:
    """Return how many places of a long ranking lie in each class, counted by live formulas."""
    column, row = feed
    style = rekap.styles("soft")
    cells = PLACES.index("angka")
    area = xl_range_abs(first, cells, first + len(ranking.rows) - 1, cells)
    figures = f"'{PLACES.name}'!{area}"
    for line, (low, high) in enumerate(pairwise((None, *_CLASSES, None)), row):
        within = [
            *([f"({figures}>={low})"] if low is not None else []),
            *([f"({figures}<{high})"] if high is not None else []),
        ]
        count = sum(
            (low is None or figure >= low) and (high is None or figure < high)
            for *_, figure in ranking.rows
        )
        sheet.write_string(line, column, _class_name(low, high), style)
        counted = Live(f"SUMPRODUCT({'*'.join([*within, '1'])})", count)
        write_value(sheet, line, column + 1, counted, style)
    end = row + len(_CLASSES)
    title = f"Sebaran {ranking.by}: banyaknya {ranking.level}"
    chart = _new(rekap, "column", title)
    chart.add_series(
        {
            "name": title,
            "categories": [SUMMARY, row, column, end, column],
            "values": [SUMMARY, row, column + 1, end, column + 1],
            "fill": {"color": PRIMARY},
            "gap": 30,
            "data_labels": {"value": True, "font": _font(INK), "num_format": "0;;"},
        }
    )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("#,##0"))
    chart.set_legend({"none": True})
    return chart


def _class_name(low: float | None, high: float | None) -> str:
    if low is None:
        return f"di bawah {high:.0%}"
    return f"{low:.0%} ke atas" if high is None else f"{low:.0%} sampai di bawah {high:.0%}"


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
                "data_labels": {"value": True, "font": _font(INK), "num_format": "#,##0"},
            }
        )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("#,##0"))
    return chart
