"""The charts of Ringkasan: native, bound to cells, in three colours that print well in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sakip_excel.report.halaman import GRAPHS
from sakip_excel.report.layout import RINGKASAN_SHEET
from sakip_excel.template.styles import FONT, INK, INK_SOFT, LINE, PRIMARY

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from sakip_excel.template.kit import Kit
    from sakip_excel.template.places import Position

HEIGHT = 206
"""Height of the charts in pixels."""
ROWS = 10
"""Rows that they cover, with a little air."""
_ROW_HEIGHT = 15.75
_LIGHT = "#9DBAC4"
_GAP = 10
_FEEDS = {
    "grafik_program": ("Grafik program", "Pagu", "Realisasi"),
    "grafik_sasaran": ("Grafik sasaran", "Capaian"),
}


def write_charts(
    kit: Kit, sheet: Worksheet, position: Position, width: int, feed: Position
) -> None:
    """Place the charts of the forms that the template has side by side.

    Args:
        kit: the workbook under construction.
        sheet: Ringkasan.
        position: the cell of their upper left corner.
        width: pixels for all of them.
        feed: the first of the hidden cells behind them.
    """
    charts = []
    row, column = feed
    if kit.has("anggaran"):
        _write_feed(kit, sheet, "grafik_program", (row, column))
        charts.append(_programs(kit, row, column))
    if kit.has("kinerja"):
        _write_feed(kit, sheet, "grafik_sasaran", (row, column + 3))
        charts.append(_sasaran(kit, row, column + 3))
    if kit.has("rak"):
        charts.append(_quarters(kit))
    sheet.set_column(column, column + 4, 14, kit.styles("soft"), {"hidden": True, "level": 1})
    sheet.set_column(column + 5, column + 5, 3, None, {"collapsed": True})
    for line in range(position[0], position[0] + ROWS):
        sheet.set_row(line, _ROW_HEIGHT)  # other programs shrink rows of the usual height
    share = (width - _GAP * (len(charts) - 1)) // len(charts)
    for number, chart in enumerate(charts):
        chart.set_size({"width": share, "height": HEIGHT})
        offset = number * (share + _GAP)
        sheet.insert_chart(*position, chart, {"x_offset": offset, "object_position": 2})


def _write_feed(kit: Kit, sheet: Worksheet, name: str, position: Position) -> None:
    headings = _FEEDS[name]
    for offset, heading in enumerate(headings):
        sheet.write_string(position[0], position[1] + offset, heading, kit.styles("soft"))
    kit.name(name, sheet, position, position[0], position[1] + len(headings) - 1)


def _area(name: str, row: int, column: int) -> list[Any]:
    return [RINGKASAN_SHEET, row + 1, column, row + GRAPHS[name], column]


def _chart(kit: Kit, kind: str, title: str) -> Chart:
    """Return an empty chart in our style."""
    chart = kit.book.add_chart({"type": kind})
    font = {"name": FONT, "size": 11, "bold": True, "color": PRIMARY}
    chart.set_title({"name": title, "name_font": font, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font(INK)})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.show_hidden_data()
    return chart


def _font(color: str) -> dict[str, Any]:
    return {"name": FONT, "size": 10, "color": color}


def _axis(**extra: object) -> dict[str, Any]:
    return {"num_font": _font(INK), "line": {"color": LINE}, "major_tick_mark": "none", **extra}


def _values(form: str) -> dict[str, Any]:
    """Return a value axis with light lines; its numbers have no separators that a PC could turn."""
    grid = {"visible": True, "line": {"color": LINE, "width": 0.5}}
    return {
        "num_font": _font(INK_SOFT),
        "num_format": form,
        "line": {"none": True},
        "major_gridlines": grid,
        "min": 0,
    }


def _programs(kit: Kit, row: int, column: int) -> Chart:
    chart = _chart(kit, "column", "Pagu dan realisasi per program (juta rupiah)")
    for offset, color in ((1, _LIGHT), (2, PRIMARY)):
        chart.add_series(
            {
                "name": [RINGKASAN_SHEET, row, column + offset],
                "categories": _area("grafik_program", row, column),
                "values": _area("grafik_program", row, column + offset),
                "fill": {"color": color},
                "gap": 40,
                "overlap": 0,
            }
        )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("0,,"))
    return chart


def _sasaran(kit: Kit, row: int, column: int) -> Chart:
    chart = _chart(kit, "bar", "Rata-rata capaian per sasaran")
    chart.add_series(
        {
            "name": [RINGKASAN_SHEET, row, column + 1],
            "categories": _area("grafik_sasaran", row, column),
            "values": _area("grafik_sasaran", row, column + 1),
            "fill": {"color": PRIMARY},
            "gap": 35,
        }
    )
    # The reversed order of the sasaran puts low labels on top.
    chart.set_x_axis({**_values("0%"), "label_position": "high"})
    chart.set_y_axis(_axis(reverse=True, interval_unit=1))
    chart.set_legend({"none": True})
    return chart


def _quarters(kit: Kit) -> Chart:
    cells = kit.places["ringkasan"].cells
    label = 3 if kit.has("kinerja") else 0
    chart = _chart(kit, "column", "Rencana aksi (RAK) per triwulan")
    for key, color, name in (
        ("rencana", _LIGHT, "Direncanakan"),
        ("realisasi", PRIMARY, "Terlaksana"),
    ):
        row, column = cells[f"rk_{key}_tw1"]
        chart.add_series(
            {
                "name": name,
                "categories": [RINGKASAN_SHEET, row, label, row + 3, label],
                "values": [RINGKASAN_SHEET, row, column, row + 3, column],
                "fill": {"color": color},
                "gap": 60,
                "overlap": 0,
                "data_labels": {"value": True, "font": _font(INK), "num_format": "0"},
            }
        )
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values("0"))
    return chart
