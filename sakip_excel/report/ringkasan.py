"""Ringkasan: the lists per sasaran and per kegiatan; the single figures are a form of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sakip_excel.forms.excel import NOT_COMPUTABLE_TEXT, sum_numbers
from sakip_excel.scoring import capaian as score
from sakip_excel.scoring.anggaran import serapan
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, is_number
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sakip_excel.forms.base import Value
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report.blocks import Block, Figure, Line
    from sakip_excel.report_data import Report

    Program = tuple[str, list[Record], list[tuple[str, list[Record]]]]


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


def mean(values: Iterable[Value]) -> Value:
    """Return the unweighted mean of what is a number; the reason when nothing is."""
    outcome = score.mean(values).value
    return outcome if is_number(outcome) else NOT_COMPUTABLE


def sasaran_lines(report: Report, block: Block) -> Iterator[Line]:
    """Yield one line per tujuan (when codes have three parts) and per sasaran.

    Sasaran: unweighted mean of its indikator; tujuan: unweighted mean of its sasaran. A convention,
    not a regulation.
    """
    groups = groups_of(report.forms["kinerja"].rows)
    means = {code: mean(r.excel("capaian_dibatasi") for r in rows) for code, rows in groups.items()}
    tujuan = ""
    for code, rows in groups.items():
        parent, dot, _ = code.rpartition(".")
        if dot and parent != tujuan and parent not in groups:
            tujuan = parent
            yield _tujuan_line(report, block, parent, groups, means)
        yield _sasaran_line(report, code, rows, means[code])


def _sasaran_line(report: Report, code: str, rows: Sequence[Record], average: Value) -> Line:
    counted = sum(is_number(r.excel("capaian_dibatasi")) for r in rows)
    title = next((r.excel("sasaran") for r in rows if r.excel("sasaran")), "")
    return [
        (code, None),
        (title, None),
        (len(rows), _COUNT),
        (counted, _COUNTED),
        (average, _MEAN % NOT_COMPUTABLE_TEXT),
        (_word(report, average), _PREDIKAT),
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
    average = mean(means[sasaran] for sasaran in inside)
    return [
        (code, None),
        (_tujuan_title(report, records), None),
        (len(records), _COUNT),
        (counted, _COUNTED),
        (average, _tujuan_formula(block)),
        (_word(report, average), _PREDIKAT),
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


def _word(report: Report, average: Value) -> str | None:
    return score.predikat(average, report.settings.skala_predikat) if is_number(average) else None


def anggaran_lines(data: FormData) -> Iterator[Line]:
    """Yield one line per program and per kegiatan with pooled sums."""
    for program, rows, kegiatan in per_program(data):
        yield _money_line(program, rows[0].excel("program"), rows, (program,))
        for code, inside in kegiatan:
            title = inside[0].excel("kegiatan")
            yield _money_line(f"{program}.{code}", title, inside, (program, code))


def per_program(data: FormData) -> Iterator[Program]:
    """Yield code, rows and kegiatan (code and rows) of each program, in order of appearance."""
    for rows in _grouped(data.rows, "kode_program"):
        kegiatan = _grouped(rows, "kode_kegiatan")
        inside = [(str(group[0].excel("kode_kegiatan")), group) for group in kegiatan]
        yield str(rows[0].excel("kode_program")), rows, inside


def _grouped(rows: Iterable[Record], key: str) -> list[list[Record]]:
    """Return the rows that have a code by that code, capitals or not."""
    groups: dict[str, list[Record]] = {}
    for record in rows:
        code = record.excel(key)
        if code is not None:
            groups.setdefault(str(code).casefold(), []).append(record)
    return list(groups.values())


PLAIN_CODE = re.compile(r"[\w.][\w. -]{0,59}")
"""What a criterion of SUMIFS takes literally: no wildcards, no comparison, nothing too long."""


def money_figures(rows: Sequence[Record], codes: tuple[str, ...]) -> dict[str, Figure]:
    """Return pooled sums of some rows of Anggaran as value and formula, by key.

    Args:
        rows: the rows of one program or kegiatan.
        codes: code of the program, and of the kegiatan, by which the formulas find them.
    """
    criteria = "".join(
        f',{{anggaran:{key}}},"{value}"'
        for key, value in zip(("kode_program", "kode_kegiatan"), codes, strict=False)
    )
    pagu, realisasi = (sum_numbers(r.excel(key) for r in rows) for key in ("pagu", "realisasi"))
    with_both = [r for r in rows if is_number(r.excel("efisiensi_rp"))]
    saved, should = (
        sum_numbers(r.excel(key) for r in with_both) for key in ("efisiensi_rp", "seharusnya")
    )
    sums = {key: f"SUMIFS({{anggaran:{key}}}{criteria})" for key in ("pagu", "realisasi")}
    efficiency = (
        f"SUMIFS({{anggaran:efisiensi_rp}}{criteria})/"
        f'SUMIFS({{anggaran:seharusnya}}{criteria},{{anggaran:efisiensi_rp}},"<1E+300")'
    )
    found: dict[str, tuple[Value, str]] = {
        "pagu": (pagu, sums["pagu"]),
        "realisasi": (realisasi, sums["realisasi"]),
        "serapan": (_ratio(pagu, realisasi), f"{sums['realisasi']}/{sums['pagu']}"),
        "efisiensi": (_ratio(should, saved), efficiency),
    }
    plain = all(PLAIN_CODE.fullmatch(each) for each in codes)
    return {
        key: (value, f"IFERROR({formula},{NOT_COMPUTABLE_TEXT})" if plain else None)
        for key, (value, formula) in found.items()
    }


def _money_line(code: str, title: Value, rows: Sequence[Record], codes: tuple[str, ...]) -> Line:
    return [(code, None), (title, None), *money_figures(rows, codes).values()]


def _ratio(bottom: Value, top: Value) -> Value:
    return serapan(bottom, top) if is_number(bottom) and is_number(top) else NOT_COMPUTABLE
