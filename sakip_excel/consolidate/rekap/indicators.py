"""Capaian over satkers: the matrix, the groups of indikator, and their wordings."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING

from sakip_excel.consolidate.rekap.columns import KODE, Sheet, ratio, text
from sakip_excel.consolidate.rekap.layout import GROUPS, MATRIX, VARIANTS
from sakip_excel.consolidate.rekap.layout_rows import INDICATORS
from sakip_excel.consolidate.rekap.page import (
    FIRST_ROW,
    HEADER_ROW,
    TOTAL_ROW,
    Row,
    write_table,
)
from sakip_excel.template.styles import MARKS
from sakip_excel.template.validation import shortened
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sakip_excel.consolidate.joined import IndicatorGroup, Joined
    from sakip_excel.consolidate.rekap.bulk import RowSheet, Value
    from sakip_excel.consolidate.rekap.page import Rekap

UNKNOWN = "–"
"""What the matrix shows where an indikator cannot be computed; blank is: does not have it."""
_MOST_COLUMNS = 200
_LEGEND_HEIGHT, _LEGEND_TEXT = 190, 110
_LOW, _FAIR, _HIGH = 0.55, 0.85, 1.2


def write_groups(rekap: Rekap, starts: Mapping[int, int]) -> None:
    """Write one row per group with its spread.

    Args:
        rekap: the workbook under construction.
        starts: first Excel row of each group on Rincian Capaian.
    """
    rows = []
    for group in rekap.joined.groups:
        start = starts.get(group.number)
        link = {"nomor": f"internal:'{INDICATORS.name}'!A{start}"} if start else {}
        rows.append(Row(_group(group), links=link))
    write_table(rekap, GROUPS, rows)


def _group(group: IndicatorGroup) -> tuple[Value, ...]:
    return (
        group.number,
        group.text,
        group.jenis,
        group.satuan,
        group.arah,
        group.satkers,
        len(group.refs),
        group.counted,
        group.mean,
        group.lowest,
        group.highest,
        len(group.variants),
        ", ".join(map(str, group.others)),
    )


def write_variants(rekap: Rekap) -> None:
    """Write every wording of the groups that have more than one."""
    rows = (
        Row((group.number, variant.text, len(variant.satkers), ", ".join(variant.satkers)))
        for group in rekap.joined.groups
        if len(group.variants) > 1
        for variant in group.variants
    )
    write_table(rekap, VARIANTS, rows)


def write_matrix(rekap: Rekap) -> None:
    """Write capaian of every counted satker in every group, as far as a sheet can be read."""
    joined = rekap.joined
    groups = _shown(joined.groups)
    declared = _declared(joined, groups)
    rows = list(_rows(joined, groups))
    sheet = write_table(rekap, declared, rows)
    sheet.set_row(TOTAL_ROW, _LEGEND_HEIGHT)
    style = rekap.styles("note", rotation=90, valign="bottom", align="left", font_size=8)
    for column, group in enumerate(groups, declared.index("nama_satker") + 1):
        sheet.write_string(TOTAL_ROW, column, shortened(group.text, _LEGEND_TEXT), style)
    sheet.repeat_rows(TOTAL_ROW, HEADER_ROW)
    if groups:
        _colour(rekap, sheet, len(rows), len(groups))


def _shown(groups: Sequence[IndicatorGroup]) -> list[IndicatorGroup]:
    """Return the groups that get a column: all, or those of several satkers."""
    if len(groups) <= _MOST_COLUMNS:
        return list(groups)
    return [group for group in groups if group.satkers > 1][:_MOST_COLUMNS]


def _declared(joined: Joined, groups: Sequence[IndicatorGroup]) -> Sheet:
    left = len(joined.groups) - len(groups)
    rest = f" {number(left)} kelompok lain hanya pada lembar {GROUPS.name}." if left else ""
    return Sheet(
        MATRIX,
        "tblCapaian",
        "Capaian per Satker dan Indikator",
        f"Kosong: satker tidak memakai indikator itu. {UNKNOWN}: tidak dapat dihitung. Merah di "
        f"bawah 55%, kuning di bawah 85%, biru di atas 120%. Nomor: lembar {GROUPS.name}.{rest}",
        (
            KODE,
            text("nama_satker", "Nama satker", 36),
            *(ratio(f"kelompok_{group.number}", str(group.number), 8.5) for group in groups),
        ),
    )


def _rows(joined: Joined, groups: Sequence[IndicatorGroup]) -> Iterator[Row]:
    cells: dict[tuple[int, int], list[float | None]] = defaultdict(list)
    for group in groups:
        for ref in group.refs:
            cells[ref[0], group.number].append(joined.indicator(ref).capaian)
    for index, report in enumerate(joined.reports):
        if report.counts:
            identity = report.extract.identity
            figures = [_figure(cells.get((index, group.number))) for group in groups]
            yield Row((identity.kode_satker, identity.nama_satker, *figures))


def _figure(found: Sequence[float | None] | None) -> Value:
    if found is None:
        return None
    known = [capaian for capaian in found if capaian is not None]
    return fsum(known) / len(known) if known else UNKNOWN


def _colour(rekap: Rekap, sheet: RowSheet, rows: int, columns: int) -> None:
    area = (FIRST_ROW, 2, FIRST_ROW + max(rows, 1) - 1, columns + 1)
    blank = {"type": "blanks", "format": None, "stop_if_true": True}
    sheet.conditional_format(*area, blank)
    for criteria, limit, severity in (
        ("<", _LOW, "galat"),
        ("<", _FAIR, "peringatan"),
        (">", _HIGH, "info"),
    ):
        style = {k: v for k, v in MARKS[severity].items() if k != "bold"}
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER(C6),C6{criteria}{limit})"}
        sheet.conditional_format(*area, {**rule, "format": rekap.styles.rule(**style)})
