"""What the province needs of one workbook, as plain data that can travel between processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, runtime_checkable

from sakip_excel.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOWHERE: Final[Mapping[str, str]] = {}


class RowCells(Mapping[str, str]):
    """The addresses of one row by key; rows of one form share the letters of the columns."""

    __slots__ = ("letters", "row")

    def __init__(self, letters: dict[str, str], row: int) -> None:
        self.letters = letters
        self.row = row

    def __getitem__(self, key: str) -> str:
        return f"{self.letters[key]}{self.row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self.letters)

    def __len__(self) -> int:
        return len(self.letters)

    def __reduce__(self) -> tuple[type[RowCells], tuple[dict[str, str], int]]:
        return RowCells, (self.letters, self.row)


class Indicator(NamedTuple):
    """One row of Kinerja.

    Attributes:
        row: Excel row in the satker's workbook.
        kode, tujuan, sasaran, indikator, jenis, satuan, arah: texts as understood.
        target, realisasi: as a person would read them.
        capaian: ratio (1.05 is 105%), None when it cannot be computed.
        predikat: word of the scale, or the reason why there is none.
        pagu, realisasi_anggaran: rupiah, None when blank.
        cells: address of each of these fields that has a cell, by key.
    """

    row: int
    kode: str
    tujuan: str
    sasaran: str
    indikator: str
    jenis: str
    satuan: str
    arah: str
    target: str
    realisasi: str
    capaian: float | None
    predikat: str
    pagu: int | None
    realisasi_anggaran: int | None
    target_value: float | None = None
    cells: Mapping[str, str] = _NOWHERE


class Output(NamedTuple):
    """One row of Anggaran: a rincian output (RO).

    Attributes:
        row: Excel row in the satker's workbook.
        tvro, rvro: target and realised volume, None when blank or not understood.
        pagu: rupiah, None when blank or not understood.
        realisasi: cumulative rupiah to TW I..IV, None where blank.
        realised: rupiah to the quarter reported, as the workbook computes it; None when unknown.
        cells: address of each field that has a cell, by key.
    """

    row: int
    kode_program: str
    program: str
    kode_kegiatan: str
    kegiatan: str
    kode_kro: str
    kro: str
    kode_ro: str
    ro: str
    sumber_dana: str
    satuan: str
    tvro: float | None
    rvro: float | None
    pagu: int | None
    realisasi: tuple[int | None, int | None, int | None, int | None]
    realised: int | None
    cells: Mapping[str, str] = _NOWHERE


class Action(NamedTuple):
    """One row of RAK.

    Attributes:
        row: Excel row in the satker's workbook.
        planned, done: whether TW I..IV are ticked.
        status: Sesuai, Terlambat, Lebih awal, Belum waktunya, Tidak dijadwalkan.
    """

    row: int
    kegiatan: str
    indikator: str
    rencana_aksi: str
    planned: tuple[bool, bool, bool, bool]
    done: tuple[bool, bool, bool, bool]
    status: str
    cells: Mapping[str, str] = _NOWHERE


class Note(NamedTuple):
    """One finding of the satker's workbook: what `sakip_excel.finding.Finding` says, as texts."""

    code: str
    severity: str
    sheet: str
    cell: str
    column: str
    typed: str
    computed: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Extract:
    """One workbook as the province sees it.

    Attributes:
        path: where it was read, relative to the folder that was joined, with ``/``.
        sha256: fingerprint of the file, empty when it could not be read.
        size: bytes of the file.
        unreadable: the sentence why it cannot be read, empty when it can.
        identity: satker and period by its content.
        template: template id and version, e.g. ``sakip_satker 1``.
        seal: short code of the seal written in it, empty when unsealed.
        seal_state: ``utuh``, ``berubah`` or ``tanpa``.
        sealed_at: time of sealing as written in the seal, empty when unsealed.
        sheets: sheet name in the satker's workbook by form key.
        settings: name of each setting in force with value, source and certainty.
        mean_capaian: ratio, None when nothing can be computed.
        counted: indicators that count in the mean.
        uncomputable: indicators that cannot be computed.
        inputs: canonical inputs as (form, row label, key, heading, sheet, cell, text a person
            reads), for the comparison of versions.
    """

    path: str
    sha256: str = ""
    size: int = 0
    unreadable: str = ""
    identity: Identity = field(default_factory=Identity)
    template: str = ""
    seal: str = ""
    seal_state: str = "tanpa"
    sealed_at: str = ""
    sheets: dict[str, str] = field(default_factory=dict)
    settings: tuple[tuple[str, str, str, str], ...] = ()
    mean_capaian: float | None = None
    counted: int = 0
    uncomputable: int = 0
    indicators: Sequence[Indicator] = ()
    outputs: Sequence[Output] = ()
    actions: Sequence[Action] = ()
    notes: Sequence[Note] = ()
    inputs: tuple[tuple[str, str, str, str, str, str, str], ...] = ()

    def count(self, severity: str) -> int:
        """Return how many findings there are of one severity (``galat`` ...)."""
        return sum(each == severity for each in values_of(self.notes, "severity"))

    @property
    def pagu(self) -> int:
        """Return the sum of pagu over the outputs in rupiah."""
        return sum(pagu or 0 for pagu in values_of(self.outputs, "pagu"))

    @property
    def realisasi(self) -> int:
        """Return the sum of realisasi to the reported quarter in rupiah."""
        return sum(spent or 0 for spent in values_of(self.outputs, "realised"))


@runtime_checkable
class Columns(Protocol):
    """Rows that are kept as columns."""

    def values(self, name: str) -> Sequence[Any]:
        """Return what the rows hold in one field."""


def values_of(rows: Sequence[object], name: str) -> Sequence[Any]:
    """Return what rows hold in one field, without making those that are kept as columns."""
    return rows.values(name) if isinstance(rows, Columns) else [getattr(r, name) for r in rows]
