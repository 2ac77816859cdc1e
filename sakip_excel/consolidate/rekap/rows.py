"""The rows of the reports themselves: what every consolidated figure leads back to."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sakip_excel.consolidate.rekap.layout import FINDINGS
from sakip_excel.consolidate.rekap.layout_rows import (
    ACTIONS,
    FILES,
    HELD_ACTIONS,
    HELD_INDICATORS,
    HELD_OUTPUTS,
    INDICATORS,
    OUTPUTS,
    SETTINGS,
)
from sakip_excel.consolidate.rekap.page import FIRST_ROW, Row, write_table
from sakip_excel.scoring import anggaran
from sakip_excel.scoring.outcome import is_number
from sakip_excel.template.styles import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output
    from sakip_excel.consolidate.joined import Joined, Ref, Remark, Report
    from sakip_excel.consolidate.rekap.bulk import Value
    from sakip_excel.consolidate.rekap.page import Rekap, Worth

OWN, JOINING = "Laporan", "Antarsatker"
"""Where a finding comes from: the satker's own workbook, or the comparison of satkers."""
TICK = "✓"


def pooled_numbers(joined: Joined) -> dict[Ref, int]:
    """Return the number of the pooled RO to which each row of Anggaran belongs."""
    lines = [pool for pool in joined.budget if pool.level == "ro"]
    return {ref: number for number, pool in enumerate(lines, 1) for ref in pool.refs}


def grouped_numbers(joined: Joined) -> dict[Ref, int]:
    """Return the number of the group to which each row of Kinerja belongs."""
    return {ref: group.number for group in joined.groups for ref in group.refs}


def in_blocks(numbers: Mapping[Ref, int]) -> tuple[list[Ref], dict[int, int]]:
    """Return rows in the order of their numbers, and where the block of each number starts.

    Returns:
        The references in sheet order; the Excel row of the first one by number.
    """
    refs = sorted(numbers, key=lambda ref: (numbers[ref], ref))
    starts: dict[int, int] = {}
    for row, ref in enumerate(refs, FIRST_ROW + 1):
        starts.setdefault(numbers[ref], row)
    return refs, starts


def write_outputs(rekap: Rekap, numbers: Mapping[Ref, int]) -> None:
    """Write the rows of Anggaran that are summed, block by block of pooled RO."""
    joined = rekap.joined
    refs, _ = in_blocks(numbers)
    rows = (
        _output(joined.reports[r[0]], joined.output(r), numbers[r], rekap.worth[r]) for r in refs
    )
    write_table(rekap, OUTPUTS, rows, tall=False)


def write_indicators(rekap: Rekap, numbers: Mapping[Ref, int]) -> None:
    """Write the rows of Kinerja that count, block by block of groups."""
    joined = rekap.joined
    refs, _ = in_blocks(numbers)
    rows = (_indicator(joined.reports[r[0]], joined.indicator(r), numbers[r]) for r in refs)
    write_table(rekap, INDICATORS, rows, tall=False)


def write_actions(rekap: Rekap) -> None:
    """Write the rows of RAK that count, satker by satker."""
    counted = (report for report in rekap.joined.reports if report.counts)
    rows = (_action(report, action) for report in counted for action in report.extract.actions)
    write_table(rekap, ACTIONS, rows, tall=False)


def write_held(rekap: Rekap, outputs: Mapping[Ref, int], indicators: Mapping[Ref, int]) -> None:
    """Write the rows that no figure counts on hidden sheets, so that nothing gets lost."""
    reports = list(enumerate(rekap.joined.reports))
    held_outputs = [
        _output(report, row := report.extract.outputs[index], None, worth_of(row))
        for number, report in reports
        for index in range(len(report.extract.outputs))
        if (number, index) not in outputs
    ]
    held_indicators = [
        _indicator(report, report.extract.indicators[index], None)
        for number, report in reports
        for index in range(len(report.extract.indicators))
        if (number, index) not in indicators
    ]
    held_actions = [_action(r, a) for _, r in reports if not r.counts for a in r.extract.actions]
    kinds = (
        (HELD_INDICATORS, held_indicators),
        (HELD_OUTPUTS, held_outputs),
        (HELD_ACTIONS, held_actions),
    )
    for declared, rows in kinds:
        if rows:
            write_table(rekap, declared, rows, tall=False)


def _owner(report: Report) -> tuple[str, str]:
    return report.extract.identity.kode_satker, report.extract.identity.nama_satker


def _origin(extract: Extract, form: str, row: int) -> tuple[str, str, int]:
    return extract.path, extract.sheets.get(form, ""), row


def _output(report: Report, row: Output, number: int | None, worth: Worth) -> Row:
    serapan = row.realised / row.pagu if row.pagu and row.realised is not None else None
    return Row(
        (
            number,
            *_owner(report),
            row.kode_program,
            row.program,
            row.kode_kegiatan,
            row.kegiatan,
            row.kode_kro,
            row.kro,
            row.kode_ro,
            row.ro,
            row.sumber_dana,
            row.satuan,
            row.tvro,
            row.rvro,
            row.pagu,
            *row.realisasi,
            row.realised,
            serapan,
            *worth,
            *_origin(report.extract, "anggaran", row.row),
            row.cells.get("pagu", ""),
        )
    )


def worth_of(row: Output) -> Worth:
    """Return what an output should have cost and what was saved, in rupiah; None when unknown."""
    should = anggaran.seharusnya(row.pagu, anggaran.capaian_ro(row.tvro, row.rvro))
    saved = anggaran.efisiensi_rp(should, row.realised)
    if is_number(should) and is_number(saved):
        return float(should), float(saved)
    return None, None


def worth_by_row(joined: Joined) -> dict[Ref, Worth]:
    """Return `worth_of` every row of Anggaran that counts."""
    return {
        (number, index): worth_of(output)
        for number, report in enumerate(joined.reports)
        if report.counts
        for index, output in enumerate(report.extract.outputs)
    }


def _indicator(report: Report, row: Indicator, number: int | None) -> Row:
    return Row(
        (
            number,
            *_owner(report),
            row.kode,
            row.tujuan,
            row.sasaran,
            row.indikator,
            row.jenis,
            row.satuan,
            row.arah,
            row.target,
            row.realisasi,
            row.capaian,
            row.predikat,
            row.pagu,
            row.realisasi_anggaran,
            row.target_value,
            *_origin(report.extract, "kinerja", row.row),
            row.cells.get("capaian", ""),
        )
    )


def _action(report: Report, row: Action) -> Row:
    ticks = (TICK if t else None for pair in zip(row.planned, row.done, strict=True) for t in pair)
    return Row(
        (
            *_owner(report),
            row.kegiatan,
            row.indikator,
            row.rencana_aksi,
            *ticks,
            row.status,
            *_origin(report.extract, "rak", row.row),
        )
    )


def write_findings(rekap: Rekap) -> None:
    """Write the findings of every report, in the order of the reports, after those of joining."""
    joined = rekap.joined
    sheet = write_table(rekap, FINDINGS, _findings(joined.reports, joined.remarks))
    column = FINDINGS.index("tingkat")
    last = FIRST_ROW + sum(len(r.extract.notes) for r in joined.reports) + len(joined.remarks)
    for severity, style in MARKS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{severity.capitalize()}"'}
        area = (FIRST_ROW, column, last, column)
        sheet.conditional_format(*area, {**rule, "format": rekap.styles.rule(**style)})


def _findings(reports: Iterable[Report], remarks: Iterable[Remark]) -> Iterator[Row]:
    for remark in remarks:
        owner, note = (remark.kode_satker, remark.nama_satker), remark.note
        yield Row((*owner, *_note(note, JOINING), remark.path))
    for report in reports:
        for note in report.extract.notes:
            yield Row((*_owner(report), *_note(note, OWN), report.extract.path))


def _note(note: Note, origin: str) -> tuple[Value, ...]:
    return (
        note.severity.capitalize(),
        note.code,
        origin,
        note.sheet,
        note.cell,
        note.column,
        note.typed,
        note.computed,
        note.message,
        note.fix,
    )


def setting_numbers(joined: Joined) -> dict[tuple[str, str, str, str], list[str]]:
    """Return every setting in use with the satkers that use it, in a fixed order."""
    found: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for report in joined.reports:
        for setting in report.extract.settings:
            found[setting].append(report.extract.identity.kode_satker)
    return {key: found[key] for key in sorted(found)}


def write_settings(rekap: Rekap) -> None:
    """Write the settings of the satkers, one row for each value in use."""
    used = setting_numbers(rekap.joined)
    rows = (Row((n, *s, len(set(who)))) for n, (s, who) in enumerate(used.items(), 1))
    write_table(rekap, SETTINGS, rows)


def write_files(rekap: Rekap) -> None:
    """Write what is known of each file that stands for a satker."""
    joined = rekap.joined
    numbers = {setting: n for n, setting in enumerate(setting_numbers(joined), 1)}
    status = {row.kode_satker: row for row in joined.status}
    rows = []
    for report in joined.reports:
        extract = report.extract
        settings = ", ".join(str(numbers[setting]) for setting in extract.settings)
        shown = status.get(extract.identity.kode_satker)
        version = None if shown is None else shown.version
        received = shown.received.isoformat() if shown and shown.received else ""
        rows.append(Row(_file(report, settings, version, received)))
    write_table(rekap, FILES, rows, tall=False)


def _file(report: Report, settings: str, version: int | None, received: str) -> tuple[Value, ...]:
    extract, identity = report.extract, report.extract.identity
    return (
        identity.kode_satker,
        identity.nama_satker,
        extract.path,
        report.via,
        report.state.value,
        extract.size,
        extract.template,
        extract.seal,
        extract.seal_state,
        extract.sealed_at,
        settings,
        extract.mean_capaian,
        extract.counted,
        extract.uncomputable,
        extract.sha256,
        identity.provinsi,
        identity.tingkat,
        identity.tahun,
        identity.triwulan,
        version,
        received,
        _places(extract),
        extract.unreadable,
    )


def _places(extract: Extract) -> str:
    """Return sheet and column letters of each form, as JSON for the next joining."""
    rows: dict[str, Sequence[Indicator | Output | Action]]
    rows = {"kinerja": extract.indicators, "anggaran": extract.outputs, "rak": extract.actions}
    places: dict[str, object] = {"sheets": extract.sheets}
    for form, found in rows.items():
        if found:
            cells = found[0].cells
            places[form] = {key: cells[key].rstrip("0123456789") for key in cells}
    return json.dumps(places, ensure_ascii=False, separators=(",", ":"))
