"""The sheet Ringkasan Wilayah: key figures, charts and rankings on printed pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from sakip_excel.consolidate.rekap.bulk import Live
from sakip_excel.consolidate.rekap.charts import CHART_ROWS, write_charts, write_ranking_charts
from sakip_excel.consolidate.rekap.layout import PLACES, PLANS, SATKERS, STATUS, SUMMARY
from sakip_excel.consolidate.rekap.page import TOTAL_ROW, set_page, write_head, write_value
from sakip_excel.consolidate.rekap.status import COLOURS, counts_by_state
from sakip_excel.scoring.outcome import NOT_COMPUTABLE
from sakip_excel.template.styles import GOOD, MARKS
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sakip_excel.consolidate.joined import Ranking
    from sakip_excel.consolidate.rekap.bulk import RowSheet, Value
    from sakip_excel.consolidate.rekap.page import Rekap

_SPAN = 6
_RIGHT = _SPAN + 1
_LAST = _RIGHT + _SPAN - 1
_WIDTHS = (8, 26, 10, 10, 10, 20)
_GAP = 2.5
_BAND, _TOP = 4, 6
_LINE = 18.0
_SCALE = 75
"""Print scale in percent: figures and charts on one A4 page; "fit to width" would ignore breaks."""
_MONEY, _RATIO, _COUNT = "#,##0", "0.00%", "#,##0"
_ENDS = 10
"""Places shown at either end of a long ranking."""
_ALL = 40
"""Rankings up to this length are shown in full."""

Figure = tuple[str, "Value", str, str]
"""Label, value, number format, explanation."""


def write_summary(rekap: Rekap) -> None:
    """Write a page of figures, a page that compares, then the rankings."""
    sheet = rekap.add(SUMMARY)
    purpose = "Semua satker yang dihitung; setiap angka dapat ditelusuri sampai ke sel asalnya."
    write_head(rekap, sheet, f"Ringkasan Wilayah, {rekap.period}", purpose)
    for start in (0, _RIGHT):
        for offset, width in enumerate(_WIDTHS):
            sheet.set_column(start + offset, start + offset, width)
    sheet.set_column(_SPAN, _SPAN, _GAP)
    _write_band(rekap, sheet)
    left = _write_group(rekap, sheet, _TOP, 0, "Laporan", _report_figures(rekap))
    right = _write_group(rekap, sheet, _TOP, _RIGHT, "Anggaran", _budget_figures(rekap))
    right = _write_group(rekap, sheet, right + 1, _RIGHT, "Kinerja dan RAK", _work_figures(rekap))
    row = max(left, right) + 1
    write_charts(rekap, sheet, row, _LAST, states=(_TOP + 1, len(COLOURS)))
    compared = row + CHART_ROWS
    ranked = compared + write_ranking_charts(rekap, sheet, compared, _LAST)
    sheet.set_h_pagebreaks(sorted({compared, ranked}))
    last = _write_rankings(rekap, sheet, ranked)
    sheet.set_zoom(85)
    set_page(rekap, sheet, SUMMARY)
    sheet.set_print_scale(_SCALE)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last, _LAST)


def _write_band(rekap: Rekap, sheet: RowSheet) -> None:
    """Write whether the figures are final, and what is missing."""
    coverage, joined = rekap.joined.coverage, rekap.joined
    style = GOOD if coverage.complete else MARKS["galat"]
    border = {"valign": "vcenter", "top": 1, "bottom": 1}
    band = {**border, "bg_color": style["bg_color"], "font_color": style["font_color"]}
    loud = rekap.styles("plain", bold=True, font_size=13, indent=1, **band)
    calm = rekap.styles("plain", text_wrap=True, **band)
    sheet.set_row(_BAND, 30)
    sheet.merge_range(_BAND, 0, _BAND, 1, "", loud)
    sheet.merge_range(_BAND, 2, _BAND, _LAST, "", calm)
    counts = [(s.value, n) for s, n in counts_by_state(joined).items() if n and not s.settled]
    missing = ", ".join(f"{number(n)} {word}" for word, n in counts)
    closed = " Periode ini sudah ditutup." if joined.closed else ""
    sheet.write_string(_BAND, 0, coverage.mark or "LENGKAP", loud)
    text = f"Dihitung {coverage.text}{f'; {missing}' if missing else ''}.{closed}"
    sheet.write_string(_BAND, 2, text, calm)


def _write_group(
    rekap: Rekap, sheet: RowSheet, row: int, column: int, title: str, figures: Sequence[Figure]
) -> int:
    """Write a title and its figures below; return the first free row."""
    _write_title(rekap, sheet, row, column, title)
    label = rekap.styles("figure_label")
    for line, (heading, value, form, note) in enumerate(figures, row + 1):
        sheet.set_row(line, _LINE)
        for offset in range(_SPAN - 1):
            sheet.write_blank(line, column + offset, None, label)
        if note:
            soft = rekap.styles("soft")
            sheet.write_rich_string(line, column, f"{heading}  ", soft, note, label)
        else:
            sheet.write_string(line, column, heading, label)
        figure = rekap.styles("figure", num_format=form, align="right")
        write_value(sheet, line, column + _SPAN - 1, value, figure)
    return row + 1 + len(figures)


def _write_title(rekap: Rekap, sheet: RowSheet, row: int, column: int, title: str) -> None:
    style = rekap.styles("section")
    sheet.set_row(row, _LINE)
    for offset in range(_SPAN):
        sheet.write_blank(row, column + offset, None, style)
    sheet.write_string(row, column, title, style)


def _report_figures(rekap: Rekap) -> list[Figure]:
    joined = rekap.joined
    states = STATUS.column("keadaan")
    figures: list[Figure] = [
        (state.value.capitalize(), Live(f'COUNTIF({states},"{state.value}")', n), _COUNT, "")
        for state, n in counts_by_state(joined).items()
    ]
    late = sum(bool(row.late_days and row.late_days > 0) for row in joined.status)
    formula = f'COUNTIF({STATUS.column("terlambat_hari")},">0")'
    figures.append(("Terlambat", Live(formula, late), _COUNT, "dari batas waktu dalam daftar"))
    return figures


def _budget_figures(rekap: Rekap) -> list[Figure]:
    total = rekap.joined.total
    serapan: float | str = NOT_COMPUTABLE if total.serapan is None else total.serapan
    efisiensi: float | str = NOT_COMPUTABLE if total.efisiensi is None else total.efisiensi
    sisa = total.pagu - total.realisasi
    pooled = "jumlah dibagi jumlah, bukan rata-rata persen"
    return [
        ("Pagu (Rp)", _total("pagu", total.pagu), _MONEY, ""),
        ("Realisasi (Rp)", _total("realisasi", total.realisasi), _MONEY, ""),
        ("Sisa (Rp)", _total("sisa", sisa), _MONEY, ""),
        ("Serapan (%)", _total("serapan", serapan), _RATIO, pooled),
        ("Efisiensi (%)", _total("efisiensi", efisiensi), _RATIO, "analisis efisiensi, bukan NKA"),
    ]


def _total(key: str, value: float | str) -> Live:
    """Return a figure that stands above the table of the satkers."""
    return _above(SATKERS.name, SATKERS.index(key), value)


def _above(sheet: str, column: int, value: float | str) -> Live:
    cell = xl_rowcol_to_cell(TOTAL_ROW, column, row_abs=True, col_abs=True)
    return Live(f"'{sheet}'!{cell}", value)


def _work_figures(rekap: Rekap) -> list[Figure]:
    joined = rekap.joined
    counted = sum(n for _, _, n, _ in joined.capaian)
    left_out = sum(n for _, _, _, n in joined.capaian)
    means = [mean for _, mean, _, _ in joined.capaian if mean is not None]
    mean: float | str = sum(means) / len(means) if means else NOT_COMPUTABLE
    column = SATKERS.column("capaian")
    average = Live(f'IF(COUNT({column})=0,"{NOT_COMPUTABLE}",AVERAGE({column}))', mean)
    note = f"rata-rata {number(len(means))} satker; konvensi"
    dihitung, tidak = SATKERS.column("dihitung"), SATKERS.column("tidak_dihitung")
    figures: list[Figure] = [
        ("Rata-rata capaian satker (%)", average, _RATIO, note),
        ("Indikator dihitung", Live(f"SUM({dihitung})", counted), _COUNT, ""),
        ("Indikator tidak dapat dihitung", Live(f"SUM({tidak})", left_out), _COUNT, ""),
    ]
    if joined.plans:
        quarter = joined.triwulan
        plan = joined.plans[0]
        planned, done = sum(plan.planned[:quarter]), sum(plan.done[:quarter])
        cells = [_plan_cells(key, quarter) for key in ("rencana", "realisasi")]
        figures += [
            ("Rencana aksi s.d. triwulan ini", Live(cells[0], planned), _COUNT, "direncanakan"),
            ("Rencana aksi terlaksana", Live(cells[1], done), _COUNT, "s.d. triwulan ini"),
        ]
    return figures


def _plan_cells(key: str, quarter: int) -> str:
    return "+".join(
        _above(PLANS.name, PLANS.index(f"{key}_tw{i}"), 0).formula for i in range(1, quarter + 1)
    )


def _write_rankings(rekap: Rekap, sheet: RowSheet, row: int) -> int:
    """Write the rankings in two columns, provinces first; return the last row."""
    rankings = [ranking for ranking in rekap.joined.rankings if ranking.rows]
    rankings.sort(key=lambda ranking: ranking.level != "provinsi")
    free = {0: row, _RIGHT: row}
    for ranking in rankings:
        column = min(free, key=lambda at: (free[at], at))
        free[column] = _write_ranking(rekap, sheet, free[column], column, ranking) + 2
    return max(row, *(end - 2 for end in free.values()))


def _write_ranking(rekap: Rekap, sheet: RowSheet, row: int, column: int, ranking: Ranking) -> int:
    """Write one ranking, the middle of a long one left out; return its last row."""
    whom = {"satker": "satker", "provinsi": "provinsi"}[ranking.level]
    _write_title(rekap, sheet, row, column, f"Peringkat {whom} menurut {ranking.by}")
    note = rekap.styles("note")
    sheet.merge_range(row + 1, column, row + 1, column + _SPAN - 1, ranking.note, note)
    sheet.set_row(row + 1, 27)
    places: list[tuple[int, str, str, float] | None] = list(ranking.rows)
    if len(places) > _ALL:
        places[_ENDS:-_ENDS] = [None]
    line = row + 1
    for line, place in enumerate(places, row + 2):
        _write_place(rekap, sheet, line, column, place, len(ranking.rows))
    return line


def _write_place(
    rekap: Rekap,
    sheet: RowSheet,
    row: int,
    column: int,
    place: tuple[int, str, str, float] | None,
    among: int,
) -> None:
    label = rekap.styles("figure_label")
    for offset in range(_SPAN):
        sheet.write_blank(row, column + offset, None, label)
    if place is None:
        soft = rekap.styles("soft", bottom=1, bottom_color="#CBD3D9")
        left = number(among - 2 * _ENDS)
        sheet.write_string(row, column + 1, f"… {left} lainnya pada lembar {PLACES.name}", soft)
        return
    position, _, name, figure = place
    sheet.write_number(row, column, position, rekap.styles("figure_label", align="center"))
    write_value(sheet, row, column + 1, name, label)
    bold = rekap.styles("figure", num_format=_RATIO)
    sheet.write_number(row, column + _SPAN - 1, figure, bold)
