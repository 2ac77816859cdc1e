"""The lines of the tables for the LKj: every figure a live formula that gives Indonesian text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT, is_error, sum_numbers, ticks, trim
from sakip_excel.forms.rak import DONE, PLAN, is_ticked, progress
from sakip_excel.report import writing
from sakip_excel.report.ringkasan import PLAIN_CODE, groups_of, mean, money_figures, per_program
from sakip_excel.report.tables import (
    CAPAIAN,
    EFISIENSI,
    HAMBATAN,
    RAK_TABLE,
    SASARAN,
    LineKind,
    Table,
)
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, NOT_REACHED, is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sakip_excel.forms.base import Value
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report.blocks import Figure, Line
    from sakip_excel.report_data import Report

TICK = "✓"


@dataclass
class TableLine:
    """One line of a table.

    Attributes:
        kind: what it is.
        key: by which sentences find its figures; empty for lines without.
        cells: value and formula by column key.
        row: which row of the form it shows, counted from 1, with the formula that finds it.
    """

    kind: LineKind
    key: str = ""
    cells: dict[str, Figure] = field(default_factory=dict)
    row: Figure = (None, None)

    def cells_of(self, table: Table) -> Line:
        """Return the cells from left to right: the columns, a gap, kind and row."""
        row_cell = f"[{table.span - 1}]"
        shown = (self.cells.get(c.key, (None, None)) for c in table.columns)
        line = [(v, f if f is None else f.replace("[p]", row_cell)) for v, f in shown]
        return [*line, (None, None), (str(self.kind), None), self.row]


def lines_of(table: Table, report: Report) -> list[TableLine]:
    """Return the lines of a table; the form that it needs must be in the report."""
    return list(_MAKERS[table.name](report, report.forms[table.form]))


class _Reader:
    """Makes the cells that show the fields of one row of a form.

    Args:
        form: key of the form.
        record: the row, whose position the line's last cell holds.
    """

    def __init__(self, form: str, record: Record) -> None:
        self._form, self._record = form, record

    def _at(self, key: str) -> str:
        return f"INDEX({{{self._form}:{key}}},[p])"

    def _cell(
        self, key: str, formula: Callable[[str], str], twin: Callable[[Value], str]
    ) -> Figure:
        value = twin(self._record.excel(key))
        return value, f'IF([p]=0,"",{formula(self._at(key))})'

    def text(self, key: str) -> Figure:
        return self._cell(key, writing.text, writing.as_text)

    def money(self, key: str) -> Figure:
        return self._cell(key, writing.money, writing.as_money)

    def ratio(self, key: str) -> Figure:
        return self._cell(key, writing.ratio, writing.as_ratio)

    def count(self, key: str) -> Figure:
        return self._cell(key, writing.count, writing.as_count)

    def measure(self, key: str) -> Figure:
        kind = self._record.excel("jenis")
        return self._cell(
            key,
            lambda ref: writing.measure(ref, self._at("jenis")),
            lambda value: writing.as_measure(value, kind),
        )

    def coded(self, code: str, title: str) -> Figure:
        """Return code and title in one cell: ``QGE Tata Kelola``."""
        formula = f'IFERROR(TRIM({self._at(code)}&" "&{self._at(title)}),{NOT_COMPUTABLE_TEXT})'
        values = [self._record.excel(code), self._record.excel(title)]
        if any(is_error(v) for v in values):
            return NOT_COMPUTABLE, f'IF([p]=0,"",{formula})'
        return trim(" ".join(writing.as_text(v) for v in values)), f'IF([p]=0,"",{formula})'

    def tick(self, key: str) -> Figure:
        shown = TICK if is_ticked(self._record, key) else ""
        return shown, f'IF([p]=0,"",IF({ticks(self._at(key))}=0,"","{TICK}"))'


def _position(data: FormData, record: Record) -> int:
    return record.row - data.first_row + 1


def _codes(data: FormData) -> Counter[str]:
    """Return how many rows have each code, capitals or not."""
    return Counter(str(r.excel("kode")).casefold() for r in data.rows)


def _by_code(data: FormData, record: Record, seen: Counter[str]) -> Figure:
    """Return where a row of Kinerja stands, found by its code where that is unmistakable."""
    code, position = record.excel("kode"), _position(data, record)
    unique = isinstance(code, str) and seen[code.casefold()] == 1
    if not unique or not PLAIN_CODE.fullmatch(str(code)):
        return position, None
    return position, f'IFERROR(MATCH("{code}",{{kinerja:kode}},0),0)'


def _by_ro(data: FormData, record: Record, seen: Counter[str]) -> Figure:
    """Return where a row of Anggaran stands, found by its codes and source of funds."""
    key, position = _ro_key(record), _position(data, record)
    if key is None or seen[key] > 1:
        return position, None
    joined = '&"|"&'.join(f"TRIM({{anggaran:{k}}})" for k in _RO_KEYS)
    rows = "ROW({anggaran:kode_ro})"
    found = f"ISNUMBER(1/({joined}={writing.literal(key)}))*({rows}-MIN({rows})+1)"
    return position, f"SUMPRODUCT(MAX({found}))"


_RO_KEYS = ("kode_program", "kode_kegiatan", "kode_kro", "kode_ro", "sumber_dana")


def _ro_key(record: Record) -> str | None:
    values = [record.excel(key) for key in _RO_KEYS]
    texts = [trim(v) if isinstance(v, str) else v for v in values]
    if not all(t is None or (isinstance(t, str) and PLAIN_CODE.fullmatch(t)) for t in texts):
        return None
    return "|".join(str(t or "") for t in texts).casefold() if any(texts) else None


def _indicator(
    data: FormData, record: Record, number: int, keys: Iterable[str], codes: Counter[str]
) -> TableLine:
    """Return the line of one indikator with some of the columns of Kinerja."""
    read = _Reader("kinerja", record)
    cells = {key: getattr(read, _WRITERS[key])(key) for key in keys}
    code = writing.as_text(record.excel("kode"))
    return TableLine(
        LineKind.ROW, code, {"no": (number, None), **cells}, _by_code(data, record, codes)
    )


_WRITERS = {
    "indikator": "text",
    "target": "measure",
    "realisasi": "measure",
    "capaian": "ratio",
    "target_lalu": "measure",
    "realisasi_lalu": "measure",
    "capaian_lalu": "ratio",
    "target_renstra": "measure",
    "pagu": "money",
    "realisasi_anggaran": "money",
    "serapan": "ratio",
    "pagu_lalu": "money",
    "realisasi_anggaran_lalu": "money",
    "serapan_lalu": "ratio",
    "hambatan": "text",
    "tindak_lanjut": "text",
}
_READ = {key: f"{key}_terbaca" for key in ("target_lalu", "realisasi_lalu", "target_renstra")}
"""Inputs that Kinerja reads in percent points in a column of its own."""


def _capaian(report: Report, data: FormData) -> Iterator[TableLine]:
    """Yield the lines of the appendix: each sasaran, its indikator, and what they come to."""
    del report
    keys = [c.key for c in CAPAIAN.columns if c.key != "no"]
    codes = _codes(data)
    groups = groups_of(data.rows)
    listed = {id(r) for rows in groups.values() for r in rows}
    others = [r for r in data.rows if id(r) not in listed and r.excel("kode") is not None]
    number = 0
    for code, rows in (*groups.items(), ("", others)):
        if rows:
            yield _title(LineKind.GROUP, code, rows)
        for record in rows:
            number += 1
            line = _indicator(data, record, number, (k for k in keys if k not in _READ), codes)
            read = _Reader("kinerja", record)
            line.cells |= {key: read.measure(_READ[key]) for key in _READ}
            yield line
    if number:
        yield _total(data, keys)


def _title(kind: LineKind, code: str, rows: Sequence[Record]) -> TableLine:
    named = next((r.excel("sasaran") for r in rows if r.excel("sasaran")), "")
    title = writing.as_text(named) if code else "Tanpa kode sasaran"
    return TableLine(kind, cells={"no": (code or None, None), "indikator": (title, None)})


def _total(data: FormData, keys: Sequence[str]) -> TableLine:
    average = data.cells.excel("rata_capaian")
    before = mean(r.excel("capaian_lalu") for r in data.rows)
    before = before if is_number(before) else None
    mean_before = 'IFERROR(AVERAGE({kinerja:capaian_lalu}),"")'
    cells: dict[str, Figure] = {
        "indikator": ("Rata-rata capaian dan jumlah anggaran", None),
        "capaian": _ratio(average, "{kinerja:@rata_capaian}"),
        "capaian_lalu": _ratio(before, mean_before),
        **_budget(data.rows, ""),
    }
    if "pagu_lalu" in data.columns:
        cells |= _budget(data.rows, "", "_lalu")
    return TableLine(LineKind.TOTAL, "satker", {k: v for k, v in cells.items() if k in keys})


def _budget(rows: Sequence[Record], criteria: str, suffix: str = "") -> dict[str, Figure]:
    """Return pagu, realisasi and pooled serapan of some rows of Kinerja."""
    sums: dict[str, Figure] = {}
    for key in ("pagu", "realisasi_anggaran"):
        column = f"{{kinerja:{key}{suffix}}}"
        values = [r.excel(key + suffix) for r in rows]
        total = sum_numbers(values) if any(is_number(v) for v in values) else None
        counted = f'COUNTIFS({column},"<1E+300"{criteria})'
        summed = f'SUMIFS({column},{column},"<1E+300"{criteria})'
        sums[key] = total, f'IF({counted}=0,"",{summed})'
    pagu, spent = (sums[key][0] for key in ("pagu", "realisasi_anggaran"))
    part: Value = None
    if is_number(pagu) and is_number(spent):
        part = spent / pagu if pagu else NOT_COMPUTABLE
    formulas = [str(sums[key][1]) for key in ("realisasi_anggaran", "pagu")]
    both = f'OR({formulas[0]}="",{formulas[1]}="")'
    pooled = f'IF({both},"",IFERROR(({formulas[0]})/({formulas[1]}),{NOT_COMPUTABLE_TEXT}))'
    written = {f"{key}{suffix}": _money(*sums[key]) for key in sums}
    return {**written, f"serapan{suffix}": _ratio(part, pooled)}


def _money(value: Value, formula: str | None) -> Figure:
    return writing.as_money(value), None if formula is None else writing.money(formula)


def _ratio(value: Value, formula: str | None) -> Figure:
    return writing.as_ratio(value), None if formula is None else writing.ratio(formula)


def _sasaran(report: Report, data: FormData) -> Iterator[TableLine]:
    """Yield a table for each sasaran: title, headings, indikator, what they come to, a gap."""
    keys = [c.key for c in SASARAN.columns if c.key != "no"]
    codes = _codes(data)
    headings: dict[str, Figure] = {c.key: (c.heading, None) for c in SASARAN.columns}
    del report
    for code, rows in groups_of(data.rows).items():
        yield _title(LineKind.TITLE, code, rows)
        yield TableLine(LineKind.HEADER, cells=headings)
        for number, record in enumerate(rows, 1):
            yield _indicator(data, record, number, keys, codes)
        yield _sasaran_total(code, rows)
        yield TableLine(LineKind.GAP)


def _sasaran_total(code: str, rows: Sequence[Record]) -> TableLine:
    plain = PLAIN_CODE.fullmatch(code)
    average = mean(r.excel("capaian_dibatasi") for r in rows)
    criteria = f',{{kinerja:kode}},"{code}.*"'
    formula = f"IFERROR(AVERAGEIFS({{kinerja:capaian_dibatasi}}{criteria}),{NOT_COMPUTABLE_TEXT})"
    cells: dict[str, Figure] = {"capaian": _ratio(average, formula), **_budget(rows, criteria)}
    if not plain:
        cells = {key: (value, None) for key, (value, _) in cells.items()}
    cells["indikator"] = ("Rata-rata capaian dan jumlah anggaran sasaran", None)
    return TableLine(LineKind.TOTAL, code, cells)


def _efisiensi(report: Report, data: FormData) -> Iterator[TableLine]:
    """Yield a line per program, kegiatan and RO, sums above what they are made of."""
    del report
    keys = Counter(key for r in data.rows if (key := _ro_key(r)) is not None)
    number = 0
    for program, rows, kegiatan in per_program(data):
        yield _sums(LineKind.UPPER, "program", (program,), rows)
        for code, inside in kegiatan:
            yield _sums(LineKind.GROUP, "kegiatan", (program, code), inside)
            for record in inside:
                number += 1
                yield _ro(data, record, number, keys)
    if number:
        totals = {key: data.cells.excel(f"total_{key}") for key in _SUMS}
        yield TableLine(
            LineKind.TOTAL,
            "satker",
            {
                "program": ("Jumlah satker", None),
                **{k: w(totals[k], f"{{anggaran:@total_{k}}}") for k, w in _SUMS.items()},
            },
        )


_SUMS = {"pagu": _money, "realisasi": _money, "serapan": _ratio, "efisiensi": _ratio}


def _sums(kind: LineKind, column: str, codes: tuple[str, ...], rows: Sequence[Record]) -> TableLine:
    title = next((r.excel(column) for r in rows if r.excel(column)), None)
    label = trim(f"{codes[-1]} {writing.as_text(title)}")
    figures = money_figures(rows, codes)
    cells = {key: write(*figures[key]) for key, write in _SUMS.items()}
    return TableLine(kind, ".".join(codes), {column: (label, None), **cells})


def _ro(data: FormData, record: Record, number: int, keys: Counter[str]) -> TableLine:
    read = _Reader("anggaran", record)
    cells = {
        "no": (number, None),
        "kro": read.coded("kode_kro", "kro"),
        "ro": read.coded("kode_ro", "ro"),
        **{key: read.money(key) for key in ("pagu", "realisasi")},
        **{key: read.count(key) for key in ("tvro", "rvro")},
        **{key: read.ratio(key) for key in ("serapan", "efisiensi")},
    }
    return TableLine(LineKind.ROW, cells=cells, row=_by_ro(data, record, keys))


def _hambatan(report: Report, data: FormData) -> Iterator[TableLine]:
    """Yield the indikator below target and those for which somebody wrote what stood in the way."""
    del report
    keys = [c.key for c in HAMBATAN.columns if c.key != "no"]
    codes = _codes(data)
    number = 0
    for record in data.rows:
        written = record.excel("hambatan") or record.excel("tindak_lanjut")
        if written or below_target(record.excel("capaian")):
            number += 1
            yield _indicator(data, record, number, keys, codes)


def below_target(value: Value) -> bool:
    """Return whether a capaian is less than 100%, or not reached where there is no figure."""
    return value < 1 if is_number(value) else value == NOT_REACHED


def _rak(report: Report, data: FormData) -> Iterator[TableLine]:
    """Yield the actions with their ticks and how many ticks each quarter has."""
    number = 0
    for record in data.rows:
        if progress(record, report) is None:
            continue
        number += 1
        read = _Reader("rak", record)
        cells = {
            "no": (number, None),
            **{key: read.text(key) for key in ("kegiatan", "indikator", "penanggung_jawab")},
            **{key: read.tick(key) for key in (*PLAN, *DONE)},
            "capaian_rak": read.ratio("capaian_rak"),
            "status": read.text("status"),
        }
        yield TableLine(LineKind.ROW, cells=cells, row=(_position(data, record), None))
    if number:
        yield _rak_total(report, data)


def _rak_total(report: Report, data: FormData) -> TableLine:
    cells: dict[str, Figure] = {"kegiatan": ("Jumlah tanda", None)}
    for key in (*PLAN, *DONE):
        shown = str(sum(is_ticked(r, key) for r in data.rows))
        cells[key] = shown, f'{ticks(f"{{rak:{key}}}")}&""'
    if "ringkasan" in report.forms:
        value = report.forms["ringkasan"].cells.excel("rk_capaian_rak")
        cells["capaian_rak"] = _ratio(value, "{ringkasan:@rk_capaian_rak}")
    return TableLine(LineKind.TOTAL, "satker", cells)


_MAKERS: dict[str, Callable[[Report, FormData], Iterator[TableLine]]] = {
    CAPAIAN.name: _capaian,
    SASARAN.name: _sasaran,
    EFISIENSI.name: _efisiensi,
    HAMBATAN.name: _hambatan,
    RAK_TABLE.name: _rak,
}
