"""Read one workbook of a satker into plain data; nothing that a file does stops the joining."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output, RowCells
from sakip_excel.errors import SakipError
from sakip_excel.forms.anggaran import RESULTS
from sakip_excel.forms.rak import DONE, PLAN, is_ticked
from sakip_excel.identity import identity_of
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import round_half_away
from sakip_excel.workbook.refs import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sakip_excel.check import Checked
    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

REKAP_PROPERTY = "sakip_rekap"
"""Custom document property by which a rekap is known."""
REKAP_TEMPLATE = "rekap"
"""What an extract says instead of a template when the file is a rekap."""


def extract(path: Path, root: Path) -> Extract:
    """Return one workbook as the province sees it, every figure computed anew from its inputs.

    A file that cannot be read, and one at which the program itself fails, comes back with the
    sentence why in `Extract.unreadable`; nothing is raised.

    Args:
        path: the file.
        root: the folder that is joined; the path in the extract is relative to it.
    """
    try:
        return _together([path], root)[0]
    except Exception as error:  # noqa: BLE001 - one file must never stop the others
        from sakip_excel.fault import log_fault

        return unreadable(path, root, log_fault(error))


def extract_many(paths: Sequence[Path], root: Path) -> list[Extract]:
    """Return several workbooks as the province sees them, as `extract` does one by one."""
    try:
        return _together(paths, root)
    except Exception:  # noqa: BLE001 - one by one tells which file it is
        return [extract(path, root) for path in paths]


def relative(path: Path, root: Path) -> str:
    """Return a path relative to a folder, with ``/``; the whole path when it lies elsewhere."""
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return path.as_posix()


def _together(paths: Sequence[Path], root: Path) -> list[Extract]:
    from sakip_excel.check import check_books

    opened = [_open(path, root) for path in paths]
    checked = iter(check_books(book for book in opened if not isinstance(book, Extract)))
    return [
        book if isinstance(book, Extract) else _finish(next(checked), path, root)
        for path, book in zip(paths, opened, strict=True)
    ]


def _open(path: Path, root: Path) -> Book | Extract:
    """Return an opened workbook, or its extract when there is nothing in it to check."""
    from sakip_excel.workbook.book import Book

    try:
        book = Book.open(path)
        if REKAP_PROPERTY in book.properties:
            return Extract(
                relative(path, root), book.sha256, size_of(path), template=REKAP_TEMPLATE
            )
    except SakipError as error:
        return unreadable(path, root, str(error))
    return book


def _finish(checked: Checked | SakipError, path: Path, root: Path) -> Extract:
    if isinstance(checked, SakipError):
        return unreadable(path, root, str(checked))
    return extract_checked(checked, relative(path, root), size_of(path))


def size_of(path: Path) -> int:
    """Return the bytes of a file, 0 when nobody can tell."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def unreadable(path: Path, root: Path, reason: str) -> Extract:
    """Return the entry of a file that cannot be read, with the sentence why."""
    try:
        data = path.read_bytes() if size_of(path) else b""
    except (OSError, MemoryError):
        data = b""
    sha256 = hashlib.sha256(data).hexdigest() if data else ""
    return Extract(relative(path, root), sha256, len(data), unreadable=reason)


def extract_checked(checked: Checked, path: str, size: int) -> Extract:
    """Return what the province needs of a checked workbook.

    Args:
        checked: the checked workbook.
        path: how the file is called in the rekap.
        size: bytes of the file.
    """
    report = checked.report
    seal, state, sealed_at = _seal(checked)
    kinerja = report.forms.get("kinerja")
    cells = {} if kinerja is None else kinerja.cells.computed
    mean = cells.get("rata_capaian")
    return Extract(
        path=path,
        sha256=checked.book.sha256,
        size=size,
        identity=identity_of(report),
        template=_template(checked.book),
        seal=seal,
        seal_state=state,
        sealed_at=sealed_at,
        sheets={key: data.sheet for key, data in report.forms.items()},
        settings=tuple(_settings(report)),
        mean_capaian=mean if is_number(mean) else None,
        counted=_count(cells.get("indikator_dihitung")),
        uncomputable=_count(cells.get("indikator_tidak_dihitung")),
        indicators=tuple(_indicators(report)),
        outputs=tuple(_outputs(report)),
        actions=tuple(_actions(report)),
        notes=tuple(_note(finding) for finding in checked.findings),
    )


def _seal(checked: Checked) -> tuple[str, str, str]:
    """Return short code, state and time of the seal that is written in a workbook."""
    from sakip_excel.exchange.seal import seal_status

    status = seal_status(checked)
    if status.seal is None:
        return "", status.state.value, ""
    return status.seal.code, status.state.value, status.seal.sealed_at


def _template(book: Book) -> str:
    from sakip_excel.check import template_version

    version = template_version(book)
    name = str(book.properties.get("sakip_templat") or "")
    return f"{name} {version}".strip() if version is not None else name


def _settings(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for setting in report.settings.rows:
        _, label, value, source, certainty, _ = setting.row
        yield label, value, source, certainty


def _count(value: object) -> int:
    return int(value) if is_number(value) else 0


def _rows(report: Report, form: str) -> Iterator[tuple[Record, RowCells]]:
    data = report.forms.get(form)
    if data is None:
        return
    letters = _letters(data)
    for record in data.rows:
        yield record, RowCells(letters, record.row)


def _letters(data: FormData) -> dict[str, str]:
    return {key: column_letters(column) for key, column in data.columns.items()}


def _text(record: Record, key: str) -> str:
    """Return the text of a field; what was typed where nothing could be looked up."""
    return record.text(key) or ("" if record.is_blank(key) else str(record.typed(key)))


def _rupiah(record: Record, key: str) -> int | None:
    value = record.number(key)
    return None if value is None else int(round_half_away(value, 0))


def _indicators(report: Report) -> Iterator[Indicator]:
    from sakip_excel.report.writing import as_measure

    for record, cells in _rows(report, "kinerja"):
        promised = report.find("pk", "kode", record.excel("kode"))
        jenis = _text(record, "jenis")
        target, capaian = record.excel("target"), record.number("capaian")
        yield Indicator(
            row=record.row,
            kode=_text(record, "kode"),
            tujuan="" if promised is None else promised.text("tujuan"),
            sasaran=_text(record, "sasaran"),
            indikator=_text(record, "indikator"),
            jenis=jenis,
            satuan=_text(record, "satuan"),
            arah=_text(record, "arah"),
            target=as_measure(target, jenis),
            realisasi=as_measure(record.excel("realisasi"), jenis),
            capaian=capaian,
            predikat=record.text("predikat" if capaian is not None else "capaian"),
            pagu=_rupiah(record, "pagu"),
            realisasi_anggaran=_rupiah(record, "realisasi_anggaran"),
            target_value=target if is_number(target) else None,
            cells=cells,
        )


def _outputs(report: Report) -> Iterator[Output]:
    for record, cells in _rows(report, "anggaran"):
        first, second, third, fourth = (_rupiah(record, key) for key in RESULTS)
        yield Output(
            row=record.row,
            kode_program=_text(record, "kode_program"),
            program=_text(record, "program"),
            kode_kegiatan=_text(record, "kode_kegiatan"),
            kegiatan=_text(record, "kegiatan"),
            kode_kro=_text(record, "kode_kro"),
            kro=_text(record, "kro"),
            kode_ro=_text(record, "kode_ro"),
            ro=_text(record, "ro"),
            sumber_dana=_text(record, "sumber_dana"),
            satuan=_text(record, "satuan"),
            tvro=record.number("tvro"),
            rvro=record.number("rvro"),
            pagu=_rupiah(record, "pagu"),
            realisasi=(first, second, third, fourth),
            realised=_rupiah(record, "realisasi"),
            cells=cells,
        )


def _actions(report: Report) -> Iterator[Action]:
    for record, cells in _rows(report, "rak"):
        planned, done = (tuple(is_ticked(record, key) for key in keys) for keys in (PLAN, DONE))
        yield Action(
            row=record.row,
            kegiatan=_text(record, "kegiatan"),
            indikator=_text(record, "indikator"),
            rencana_aksi=_text(record, "rencana_aksi"),
            planned=(planned[0], planned[1], planned[2], planned[3]),
            done=(done[0], done[1], done[2], done[3]),
            status=record.text("status"),
            cells=cells,
        )


def _note(finding: Finding) -> Note:
    return Note(
        finding.code,
        finding.severity.value,
        finding.sheet,
        finding.cell,
        finding.column,
        finding.typed,
        finding.computed,
        finding.message,
        finding.fix,
    )
