"""Ringkasan: the lists per sasaran and per kegiatan; the single figures are a form of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sakip_excel.changes import Change, SheetLayout
from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT, sum_numbers
from sakip_excel.forms.references import MissingReferenceError, render
from sakip_excel.scoring import capaian as score
from sakip_excel.scoring.anggaran import serapan
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, is_number
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sakip_excel.changes import ChangeList
    from sakip_excel.forms.base import Value
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

    Line = list[tuple[Value, str | None]]
    """The cells of one line: value and declared formula."""


class Block:
    """A list on Ringkasan below a named header row.

    Args:
        place: sheet, header row, first and last column.
    """

    def __init__(self, place: tuple[str, int, int, int]) -> None:
        self.sheet, self.header_row, self.left, self.right = place

    def write(
        self,
        made: ChangeList,
        lines: Sequence[Line],
        where: Mapping[str, SheetLayout],
        filled: Iterable[int],
    ) -> None:
        """Add the changes that make the list hold exactly these lines.

        Args:
            made: the list of changes to add to.
            lines: cells of each line, left to right.
            where: layouts that turn declared formulas into the workbook's.
            filled: rows that hold something now.
        """
        for number, line in enumerate(lines, 1):
            row = self.header_row + number
            for column, (value, formula) in enumerate(line, self.left):
                made.cells.append(self._cell(row, column, value, formula, where))
        for row in filled:
            if row > self.header_row + len(lines):
                for column in range(self.left, self.right + 1):
                    made.cells.append(Change(self.sheet, cell_name(row, column), None))

    def _cell(
        self,
        row: int,
        column: int,
        value: Value,
        formula: str | None,
        where: Mapping[str, SheetLayout],
    ) -> Change:
        written = None
        if formula is not None:
            places = {f"[{i}]": cell_name(row, self.left + i) for i in range(6)}
            for mark, cell in places.items():
                formula = formula.replace(mark, cell)
            try:
                written = render(formula, "", where)
            except MissingReferenceError:
                written = None
        if written is not None and value is None:
            value = ""
        return Change(self.sheet, cell_name(row, column), value, written)


def groups_of(rows: Iterable[Record], key: str = "kode") -> dict[str, list[Record]]:
    """Return rows by the code without its last part: ``1.1`` for ``1.1.2``.

    Twin of the formulas' ``"1.1.*"``: deeper codes belong to it too, a code that Excel made a
    number does not.
    """
    coded = [(r, code) for r in rows if isinstance(code := r.excel(key), str)]
    prefixes = {code.rpartition(".")[0] for _, code in coded} - {""}
    return {
        prefix: [r for r, code in coded if code.casefold().startswith(f"{prefix}.".casefold())]
        for prefix in sorted(prefixes, key=_order)
    }


def _order(code: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (10**9, part) for part in code.split(".")]


_MEAN = 'IFERROR(AVERAGEIFS({kinerja:capaian_dibatasi},{kinerja:kode},[0]&".*"),%s)'
_COUNT = 'COUNTIFS({kinerja:kode},[0]&".*")'
_COUNTED = 'COUNTIFS({kinerja:kode},[0]&".*",{kinerja:capaian_dibatasi},"<1E+300")'
_PREDIKAT = 'IF(ISNUMBER([4]),LOOKUP(ROUND([4]*100,2),skala_batas,skala_nama),"")'


def _mean(values: Iterable[Value]) -> Value:
    outcome = score.mean(values).value
    return outcome if is_number(outcome) else NOT_COMPUTABLE


def sasaran_lines(report: Report, block: Block) -> Iterator[Line]:
    """Yield one line per tujuan (when codes have three parts) and per sasaran.

    Sasaran: unweighted mean of its indikator; tujuan: unweighted mean of its sasaran. A convention,
    not a regulation.
    """
    groups = groups_of(report.forms["kinerja"].rows)
    means = {
        code: _mean(r.excel("capaian_dibatasi") for r in rows) for code, rows in groups.items()
    }
    tujuan = ""
    for code, rows in groups.items():
        parent, dot, _ = code.rpartition(".")
        if dot and parent != tujuan and parent not in groups:
            tujuan = parent
            yield _tujuan_line(report, block, parent, groups, means)
        yield _sasaran_line(report, code, rows, means[code])


def _sasaran_line(report: Report, code: str, rows: Sequence[Record], mean: Value) -> Line:
    counted = sum(is_number(r.excel("capaian_dibatasi")) for r in rows)
    title = next((r.excel("sasaran") for r in rows if r.excel("sasaran")), "")
    return [
        (code, None),
        (title, None),
        (len(rows), _COUNT),
        (counted, _COUNTED),
        (mean, _MEAN % NOT_COMPUTABLE_TEXT),
        (_word(report, mean), _PREDIKAT),
    ]


def _tujuan_line(
    report: Report,
    block: Block,
    code: str,
    groups: Mapping[str, Sequence[Record]],
    means: Mapping[str, Value],
) -> Line:
    inside = [sasaran for sasaran in groups if sasaran.startswith(f"{code}.")]
    unique = {id(r): r for sasaran in inside for r in groups[sasaran]}
    records = list(unique.values())
    counted = sum(is_number(r.excel("capaian_dibatasi")) for r in records)
    mean = _mean(means[sasaran] for sasaran in inside)
    return [
        (code, None),
        (_tujuan_title(report, records), None),
        (len(records), _COUNT),
        (counted, _COUNTED),
        (mean, _tujuan_formula(block)),
        (_word(report, mean), _PREDIKAT),
    ]


def _tujuan_formula(block: Block) -> str:
    """Return the mean of the sasaran lines of one tujuan: their codes start with its code."""
    first, last = block.header_row + 1, block.header_row + LINES
    codes, means = (
        f"${letter}${first}:${letter}${last}"
        for letter in (
            cell_name(1, block.left).rstrip("1"),
            cell_name(1, block.left + 4).rstrip("1"),
        )
    )
    return f'IFERROR(AVERAGEIFS({means},{codes},[0]&".*"),{NOT_COMPUTABLE_TEXT})'


LINES = 400
"""Lines that the mean of a tujuan looks over; more sasaran than any satker has."""


def _tujuan_title(report: Report, records: Sequence[Record]) -> str:
    for record in records:
        found = report.find("pk", "kode", record.excel("kode"))
        if found is not None and found.excel("tujuan"):
            return str(found.excel("tujuan"))
    return ""


def _word(report: Report, mean: Value) -> str | None:
    return score.predikat(mean, report.settings.skala_predikat) if is_number(mean) else None


def anggaran_lines(data: FormData) -> Iterator[Line]:
    """Yield one line per program and per kegiatan with pooled sums."""
    programs: dict[str, list[Record]] = {}
    for record in data.rows:
        program = record.excel("kode_program")
        if program is not None:
            programs.setdefault(str(program).casefold(), []).append(record)
    for rows in programs.values():
        program = str(rows[0].excel("kode_program"))
        yield _money_line(program, rows[0].excel("program"), rows, (program,))
        kegiatan: dict[str, list[Record]] = {}
        for record in rows:
            code = record.excel("kode_kegiatan")
            if code is not None:
                kegiatan.setdefault(str(code).casefold(), []).append(record)
        for inside in kegiatan.values():
            code = str(inside[0].excel("kode_kegiatan"))
            title = inside[0].excel("kegiatan")
            yield _money_line(f"{program}.{code}", title, inside, (program, code))


_PLAIN_CODE = re.compile(r"[\w.][\w. -]{0,59}")
"""What a criterion of SUMIFS takes literally: no wildcards, no comparison, nothing too long."""


def _money_line(code: str, title: Value, rows: Sequence[Record], codes: tuple[str, ...]) -> Line:
    pagu = sum_numbers(r.excel("pagu") for r in rows)
    realisasi = sum_numbers(r.excel("realisasi") for r in rows)
    criteria = "".join(
        f',{{anggaran:{key}}},"{value}"'
        for key, value in zip(("kode_program", "kode_kegiatan"), codes, strict=False)
    )
    with_both = [r for r in rows if is_number(r.excel("efisiensi_rp"))]
    saved = sum_numbers(r.excel("efisiensi_rp") for r in with_both)
    should = sum_numbers(r.excel("seharusnya") for r in with_both)
    efficiency = (
        f"IFERROR(SUMIFS({{anggaran:efisiensi_rp}}{criteria})/"
        f'SUMIFS({{anggaran:seharusnya}}{criteria},{{anggaran:efisiensi_rp}},"<1E+300"),'
        f"{NOT_COMPUTABLE_TEXT})"
    )
    line: Line = [
        (code, None),
        (title, None),
        (pagu, f"IFERROR(SUMIFS({{anggaran:pagu}}{criteria}),{NOT_COMPUTABLE_TEXT})"),
        (
            realisasi,
            f"IFERROR(SUMIFS({{anggaran:realisasi}}{criteria}),{NOT_COMPUTABLE_TEXT})",
        ),
        (_ratio(pagu, realisasi), f"IFERROR([3]/[2],{NOT_COMPUTABLE_TEXT})"),
        (_ratio(should, saved), efficiency),
    ]
    plain = all(_PLAIN_CODE.fullmatch(each) for each in codes)
    return line if plain else [(value, None) for value, _ in line]


def _ratio(bottom: Value, top: Value) -> Value:
    return serapan(bottom, top) if is_number(bottom) and is_number(top) else NOT_COMPUTABLE
