"""The budget, pooled: per satker, per province, and as a tree of program, kegiatan, KRO and RO.

Amounts are live sums over the rows of Rincian RO, so every one of them leads back to its sources;
ratios are computed from the sums, never averaged.
"""

from __future__ import annotations

import re
from collections import Counter
from math import fsum
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from sakip_excel.consolidate.rekap.bulk import Live
from sakip_excel.consolidate.rekap.layout import BUDGET, PROVINCES, SATKERS
from sakip_excel.consolidate.rekap.layout_rows import OUTPUTS
from sakip_excel.consolidate.rekap.page import FIRST_ROW, TOTAL_ROW, Row, write_table
from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT
from sakip_excel.scoring.outcome import NOT_COMPUTABLE
from sakip_excel.template.styles import PANEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sakip_excel.consolidate.joined import Pool
    from sakip_excel.consolidate.rekap.bulk import Value
    from sakip_excel.consolidate.rekap.columns import Sheet
    from sakip_excel.consolidate.rekap.page import Rekap

_LEVELS = {"program": "Program", "kegiatan": "Kegiatan", "kro": "KRO", "ro": "RO"}
_DEPTHS = {level: depth for depth, level in enumerate(_LEVELS)}
_STYLES: dict[str, dict[str, Any]] = {
    "program": {"bold": True, "bg_color": "#DDE6EA"},
    "kegiatan": {"bold": True, "bg_color": PANEL, "depth": 1},
    "kro": {"italic": True, "depth": 2},
    "ro": {"depth": 3},
}
_SUMMED = ("pagu", "realisasi", "seharusnya", "efisiensi_rp")
"""Columns that are added up; the others follow from them."""
_SAFE = re.compile(r"[^<>=*?~]+")
"""Texts that SUMIFS takes for themselves."""


def write_satkers(rekap: Rekap) -> None:
    """Write one line per counted satker."""
    joined = rekap.joined
    capaian = {kode: figures for kode, *figures in joined.capaian}
    provinces = {
        report.extract.identity.kode_satker: report.extract.identity.provinsi
        for report in joined.reports
    }
    formulas = _sources(OUTPUTS, "kode_satker", SATKERS.cell("kode_satker"))
    rows = []
    for pool in joined.satkers:
        kode = pool.codes[0]
        amounts = _amounts(rekap, SATKERS, pool, formulas)
        found = capaian.get(kode, (None, None, None))
        owner = (kode, pool.name, provinces.get(kode, ""))
        rows.append(Row((*owner, *amounts, len(pool.refs), *found)))
    totals: dict[str, Value] = {"nama_satker": "Jumlah", "ro": len(joined.total.refs)}
    totals |= _totals(rekap, SATKERS, "SUM({})")
    write_table(rekap, SATKERS, rows, totals=totals)


def write_provinces(rekap: Rekap) -> None:
    """Write one line per province, where there are several."""
    joined = rekap.joined
    if len(joined.provinces) < 2:
        return
    names = Counter(pool.name.casefold() for pool in joined.provinces)
    formulas = _sources(SATKERS, "provinsi", PROVINCES.cell("provinsi"))
    rows = []
    for pool in joined.provinces:
        # SUMIFS would take these names for more than themselves; their sums stand as values.
        safe = names[pool.name.casefold()] == 1 and _SAFE.fullmatch(pool.name)
        amounts = _amounts(rekap, PROVINCES, pool, formulas if safe else {})
        rows.append(Row((pool.name, pool.satkers, *amounts)))
    totals: dict[str, Value] = {"provinsi": "Jumlah", "satker": joined.total.satkers}
    totals |= _totals(rekap, PROVINCES, "SUM({})")
    write_table(rekap, PROVINCES, rows, totals=totals)


def write_budget(rekap: Rekap, starts: Mapping[int, int]) -> None:
    """Write the tree: RO live from their rows, upper levels from the RO below them.

    Args:
        rekap: the workbook under construction.
        starts: first Excel row of each pooled RO on Rincian RO.
    """
    joined = rekap.joined
    totals: dict[str, Value] = {"uraian": "Jumlah", "satker": joined.total.satkers}
    totals |= _totals(rekap, BUDGET, "SUBTOTAL(9,{})")
    rows = list(_tree(rekap, starts))
    sheet = write_table(rekap, BUDGET, rows, styles=_STYLES, totals=totals, filters=False)
    sheet.outline_settings(visible=True, symbols_below=False)


def _tree(rekap: Rekap, starts: Mapping[int, int]) -> Iterator[Row]:
    number, pools = 0, rekap.joined.budget
    leaf = _sources(OUTPUTS, "nomor", BUDGET.cell("nomor"))
    for index, pool in enumerate(pools):
        depth, is_leaf = _DEPTHS[pool.level], pool.level == "ro"
        number += is_leaf
        formulas = leaf if is_leaf else _below(pools, index, depth)
        yield Row(
            (
                number if is_leaf else None,
                _LEVELS[pool.level],
                pool.code,
                pool.name,
                pool.satkers,
                pool.tvro,
                pool.rvro,
                pool.satuan,
                *_amounts(rekap, BUDGET, pool, formulas),
                len(pool.names) if len(pool.names) > 1 else None,
            ),
            style=pool.level,
            level=depth,
            links=_link(starts.get(number)) if is_leaf else {},
        )


def _link(row: int | None) -> dict[str, str]:
    return {"kode": f"internal:'{OUTPUTS.name}'!A{row}"} if row else {}


def _sources(declared: Sheet, key: str, wanted: str) -> dict[str, str]:
    """Return the formulas that sum the rows of a Table of which one column is as wanted."""
    return {
        amount: f"SUMIFS({declared.column(amount)},{declared.column(key)},{wanted})"
        for amount in _SUMMED
    }


def _below(pools: Sequence[Pool], index: int, depth: int) -> dict[str, str]:
    """Return the formulas that add up the RO below a line; SUBTOTAL leaves out other subtotals."""
    end = index
    while end + 1 < len(pools) and _DEPTHS[pools[end + 1].level] > depth:
        end += 1
    formulas = {}
    for amount in _SUMMED:
        column = BUDGET.index(amount)
        area = xl_range(FIRST_ROW + index + 1, column, FIRST_ROW + end, column)
        formulas[amount] = f"SUBTOTAL(9,{area})"
    return formulas


def _amounts(
    rekap: Rekap, declared: Sheet, pool: Pool, formulas: Mapping[str, str]
) -> tuple[Value, ...]:
    """Return the money columns of a line; without a formula a sum is a value."""
    sums = _sums(rekap, pool)
    cells: dict[str, Value] = {
        key: Live(formulas[key], sums[key]) if key in formulas else sums[key] for key in _SUMMED
    }
    cells |= _derived(pool, {key: declared.cell(key) for key in _SUMMED})
    keys = [column.key for column in declared.columns]
    return tuple(cells[key] for key in keys if key in cells)


def _totals(rekap: Rekap, declared: Sheet, add: str) -> dict[str, Value]:
    """Return the figures above the Table."""
    sums = _sums(rekap, rekap.joined.total)
    cells: dict[str, Value] = {
        key: Live(add.format(declared.column(key)), sums[key]) for key in _SUMMED
    }
    at = {key: xl_rowcol_to_cell(TOTAL_ROW, declared.index(key)) for key in _SUMMED}
    return cells | _derived(rekap.joined.total, at)


def _sums(rekap: Rekap, pool: Pool) -> dict[str, float]:
    parts = [rekap.worth[ref] for ref in pool.refs]
    return {
        "pagu": pool.pagu,
        "realisasi": pool.realisasi,
        "seharusnya": fsum(should for should, _ in parts if should is not None),
        "efisiensi_rp": fsum(saved for _, saved in parts if saved is not None),
    }


def _derived(pool: Pool, at: Mapping[str, str]) -> dict[str, Value]:
    """Return what follows from the sums, with the cells that hold them."""
    return {
        "sisa": Live(f"{at['pagu']}-{at['realisasi']}", pool.pagu - pool.realisasi),
        "serapan": _ratio(at["realisasi"], at["pagu"], pool.serapan),
        "efisiensi": _ratio(at["efisiensi_rp"], at["seharusnya"], pool.efisiensi),
    }


def _ratio(above: str, below: str, value: float | None) -> Live:
    formula = f"IF({below}=0,{NOT_COMPUTABLE_TEXT},{above}/{below})"
    return Live(formula, NOT_COMPUTABLE if value is None else value)
