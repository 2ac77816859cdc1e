"""Read a rekap again: what the officer decided, and the reports as they were joined."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sakip_excel.consolidate.extract import (
    Action,
    Extract,
    Indicator,
    Note,
    Output,
    RowCells,
)
from sakip_excel.consolidate.facts import has_roster
from sakip_excel.consolidate.joined import Letter, Reread
from sakip_excel.consolidate.read import REKAP_PROPERTY
from sakip_excel.consolidate.rekap.layout import FINDINGS, LETTERS, REKAP_VERSION, STATUS
from sakip_excel.consolidate.rekap.layout_rows import (
    ACTIONS,
    FILES,
    HELD_ACTIONS,
    HELD_INDICATORS,
    HELD_OUTPUTS,
    INDICATORS,
    METADATA,
    NAMES,
    OUTPUTS,
    SETTINGS,
)
from sakip_excel.consolidate.rekap.rows import OWN
from sakip_excel.consolidate.states import Arrival, Decision, Expected, State
from sakip_excel.consolidate.status import DECLARED_NIL
from sakip_excel.errors import DamagedError, NewerTemplateError, NotTemplateError
from sakip_excel.identity import Identity
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.headings import match_headings, normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from sakip_excel.consolidate.rekap.columns import Sheet
    from sakip_excel.workbook.catalog import Table
    from sakip_excel.workbook.cell import Value

MAX_CELLS = 3_000_000
"""Cells that a rekap may have; that of a nation has some two million, 4 s and 300 MiB to read."""
Record = dict[str, Any]
"""The values of one row by key; a key without a value is not there."""
Places = dict[str, dict[str, dict[str, str]]]
"""Sheet names and column letters of each satker's forms, by kode_satker."""


def read_rekap(path: Path, *, rows: bool = True) -> Reread:
    """Return decisions, reports and metadata of a rekap.

    The officer may have sorted, filtered and moved rows and columns. Decisions that stand in
    Status without a kode satker are left out.

    Args:
        path: the workbook.
        rows: whether the rows of the reports are wanted, too; without them an extract says only
            which file it was, which takes a fraction of the time.

    Raises:
        NotTemplateError: it is no rekap.
        NewerTemplateError: a newer program wrote it.
        DamagedError: a table or column that is needed was removed.
        FileError: it cannot be read.
    """
    book = Book.open(path, most_cells=MAX_CELLS)
    _refuse_other(book)
    files = list(_records(book, FILES))
    metadata = _metadata(book)
    return Reread(
        decisions=tuple(_decisions(book)),
        extracts=tuple(_extracts(book, files) if rows else (Extract(**_file(f)) for f in files)),
        arrivals=tuple(_arrival(row) for row in files),
        metadata=metadata,
        foreign=tuple(_foreign(book)),
        expected=tuple(_expected(book)) if has_roster(metadata) else (),
    )


def read_letters(path: Path) -> tuple[Letter, ...]:
    """Return the texts on the sheet Surat, as the officer left them; errors as in `read_rekap`."""
    book = Book.open(path)
    _refuse_other(book)
    return tuple(
        Letter(
            _text(row, "kode_satker"),
            _text(row, "nama_satker"),
            _text(row, "email").strip(),
            _text(row, "jenis"),
            _text(row, "perihal"),
            _text(row, "isi"),
        )
        for row in _records(book, LETTERS)
        if row.get("kode_satker") and row.get("isi")
    )


def _refuse_other(book: Book) -> None:
    version = book.properties.get(REKAP_PROPERTY)
    if version is None:
        raise NotTemplateError(
            f"{book.path.name} bukan rekap.", "Pilih berkas yang dibuat oleh sakip gabung."
        )
    if not isinstance(version, int | float) or version > REKAP_VERSION:
        raise NewerTemplateError(
            f"{book.path.name} dibuat oleh program yang lebih baru.", "Perbarui sakip_excel."
        )


def _metadata(book: Book) -> dict[str, str]:
    found = {str(r.get("nama", "")): str(r.get("nilai", "")) for r in _records(book, METADATA)}
    properties = {k: v for k, v in book.properties.items() if k.startswith("sakip_")}
    return found | {k: _plain(v) for k, v in properties.items()}


def _plain(value: object) -> str:
    """Return a property as text; LibreOffice makes floats of whole numbers."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _foreign(book: Book) -> Iterator[str]:
    """Yield what an officer added and a new rekap cannot hold: sheets, and columns of Status."""
    yield from (sheet for sheet in book.sheets if sheet not in NAMES)
    table = _table(book, STATUS)
    known = {normal(column.heading) for column in STATUS.columns}
    for heading in _headings(book, table).values():
        if heading and normal(heading) not in known:
            yield f"{table.sheet}, kolom {heading}"


def _decisions(book: Book) -> Iterator[Decision]:
    for row in _records(book, STATUS):
        kode = _text(row, "kode_satker")
        choice, note = _text(row, "keputusan").strip(), _text(row, "catatan")
        if kode and (choice or note):
            yield Decision(kode, choice, note, _text(row, "keputusan_untuk"))


def _expected(book: Book) -> Iterator[Expected]:
    """Yield the satkers of Status; its deadlines are those of the province alone."""
    for row in _records(book, STATUS):
        kode = _text(row, "kode_satker")
        nil = _text(row, "keadaan") == State.NIL and _text(row, "alasan").startswith(DECLARED_NIL)
        if kode:
            name, email = _text(row, "nama_satker"), _text(row, "email").strip()
            yield Expected(kode, name, _text(row, "provinsi"), email, nil=nil)


def _arrival(row: Record) -> Arrival:
    received = _text(row, "diterima")
    return Arrival(
        sha256=_text(row, "sidik"),
        version=int(row.get("versi") or 0),
        received=datetime.fromisoformat(received) if received else None,
    )


def _extracts(book: Book, files: Iterable[Record]) -> Iterator[Extract]:
    """Yield the reports in the order of the files."""
    places: Places = {_text(row, "kode_satker"): _places(row) for row in files}
    settings = [
        (_text(row, "nama"), _text(row, "nilai"), _text(row, "sumber"), _text(row, "kepastian"))
        for row in sorted(_records(book, SETTINGS), key=lambda row: int(row.get("nomor") or 0))
    ]
    indicators = _by_satker(book, places, "kinerja", _indicator, INDICATORS, HELD_INDICATORS)
    outputs = _by_satker(book, places, "anggaran", _output, OUTPUTS, HELD_OUTPUTS)
    actions = _by_satker(book, places, "rak", _action, ACTIONS, HELD_ACTIONS)
    notes: dict[str, list[Note]] = defaultdict(list)
    for row in _records(book, FINDINGS):
        if row.get("asal") == OWN:
            notes[_text(row, "kode_satker")].append(_note(row))
    for row in files:
        kode = _text(row, "kode_satker")
        numbers = [int(n) - 1 for n in _text(row, "pengaturan").split(",") if n.strip()]
        yield Extract(
            **_file(row),
            sheets=places[kode].get("sheets", {}),
            settings=tuple(settings[n] for n in numbers),
            indicators=tuple(indicators[kode]),
            outputs=tuple(outputs[kode]),
            actions=tuple(actions[kode]),
            notes=tuple(notes[kode]),
        )


def _places(row: Record) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(_text(row, "letak") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _file(row: Record) -> Record:
    return {
        "path": _text(row, "berkas"),
        "sha256": _text(row, "sidik"),
        "size": int(row.get("ukuran") or 0),
        "unreadable": _text(row, "tidak_terbaca"),
        "identity": Identity(
            kode_satker=_text(row, "kode_satker"),
            tahun=int(row.get("tahun") or 0),
            triwulan=int(row.get("triwulan") or 0),
            nama_satker=_text(row, "nama_satker"),
            provinsi=_text(row, "provinsi"),
            tingkat=_text(row, "tingkat"),
        ),
        "template": _text(row, "templat"),
        "seal": _text(row, "segel"),
        "seal_state": _text(row, "keadaan_segel"),
        "sealed_at": _text(row, "disegel"),
        "mean_capaian": _real(row, "capaian"),
        "counted": int(row.get("dihitung") or 0),
        "uncomputable": int(row.get("tidak_dihitung") or 0),
    }


def _by_satker(
    book: Book,
    places: Places,
    form: str,
    build: Callable[[Record, Mapping[str, str]], Any],
    *sheets: Sheet,
) -> dict[str, list[Any]]:
    """Return the rows of one kind by satker, in the order that they have in the workbook."""
    found: dict[str, list[Any]] = defaultdict(list)
    for sheet in sheets:
        if sheet.hidden and book.table(sheet.table) is None:
            continue
        for row in _records(book, sheet):
            kode = _text(row, "kode_satker")
            cells = RowCells(places.get(kode, {}).get(form, {}), int(row.get("baris") or 0))
            found[kode].append(build(row, cells))
    for rows in found.values():
        rows.sort(key=lambda row: row.row)
    return found


def _indicator(row: Record, cells: Mapping[str, str]) -> Indicator:
    texts = ("kode", "tujuan", "sasaran", "indikator", "jenis", "satuan", "arah", "target")
    return Indicator(
        row=int(row["baris"]),
        **{key: _text(row, key) for key in (*texts, "realisasi", "predikat")},
        capaian=_real(row, "capaian"),
        pagu=_whole(row, "pagu"),
        realisasi_anggaran=_whole(row, "realisasi_anggaran"),
        target_value=_real(row, "target_angka"),
        cells=cells,
    )


_OUTPUT_TEXTS = (
    "kode_program",
    "program",
    "kode_kegiatan",
    "kegiatan",
    "kode_kro",
    "kro",
    "kode_ro",
    "ro",
    "sumber_dana",
    "satuan",
)


def _output(row: Record, cells: Mapping[str, str]) -> Output:
    return Output(
        row=int(row["baris"]),
        **{key: _text(row, key) for key in _OUTPUT_TEXTS},
        tvro=_real(row, "tvro"),
        rvro=_real(row, "rvro"),
        pagu=_whole(row, "pagu"),
        realisasi=(
            _whole(row, "tw1"),
            _whole(row, "tw2"),
            _whole(row, "tw3"),
            _whole(row, "tw4"),
        ),
        realised=_whole(row, "realisasi"),
        cells=cells,
    )


def _action(row: Record, cells: Mapping[str, str]) -> Action:
    planned, done = (
        tuple(bool(row.get(f"{key}_tw{i}")) for i in range(1, 5))
        for key in ("rencana", "realisasi")
    )
    return Action(
        row=int(row["baris"]),
        kegiatan=_text(row, "kegiatan"),
        indikator=_text(row, "indikator"),
        rencana_aksi=_text(row, "rencana_aksi"),
        planned=(planned[0], planned[1], planned[2], planned[3]),
        done=(done[0], done[1], done[2], done[3]),
        status=_text(row, "status"),
        cells=cells,
    )


def _note(row: Record) -> Note:
    return Note(
        code=_text(row, "kode"),
        severity=_text(row, "tingkat").casefold(),
        sheet=_text(row, "lembar"),
        cell=_text(row, "sel"),
        column=_text(row, "kolom"),
        typed=_text(row, "tertulis"),
        computed=_text(row, "dihitung"),
        message=_text(row, "pesan"),
        fix=_text(row, "saran"),
    )


def _table(book: Book, declared: Sheet) -> Table:
    table = book.table(declared.table)
    if table is None:
        raise DamagedError(
            f"{book.path.name}: tabel {declared.table} pada lembar {declared.name} tidak ada.",
            "Pakai rekap dari folder cadangan, atau buat rekap baru.",
        )
    return table


def _headings(book: Book, table: Table) -> dict[int, str]:
    cells = book.rows(table.sheet).get(table.ref[0], {})
    columns = range(table.ref[1], table.ref[3] + 1)
    return {c: str(cells[c].value) for c in columns if c in cells}


def _records(book: Book, declared: Sheet) -> Iterator[Record]:
    """Yield the filled rows of a Table by key, wherever it and its columns stand now."""
    table = _table(book, declared)
    columns, _ = match_headings(declared.columns, _headings(book, table))
    lost = [c.heading for c in declared.columns if c.key not in columns]
    if lost:
        raise DamagedError(
            f"{book.path.name}: kolom {', '.join(lost)} pada lembar {table.sheet} tidak ada.",
            "Kembalikan judul kolomnya, atau pakai rekap dari folder cadangan.",
        )
    keys = {column: key for key, column in columns.items()}
    rows = book.rows(table.sheet)
    for number in range(table.first_row, table.ref[2] + 1):
        cells = rows.get(number)
        if cells:
            found = {keys[c]: cell.value for c, cell in cells.items() if c in keys}
            if found:
                yield found


def _text(row: Record, key: str) -> str:
    value: Value = row.get(key)
    return "" if value is None else str(value)


def _real(row: Record, key: str) -> float | None:
    value = row.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(row: Record, key: str) -> int | None:
    value = _real(row, key)
    return None if value is None else int(value)
