"""Everything that a rekap shows, as plain data: the sheets are written from this and nothing else.

Every list stands in its final order, so that the same reports give the same rekap whatever the
order in which they were read. Money is whole rupiah, ratios are plain floats (0.9818 is 98,18%);
None means that there is no figure, which is not 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.consolidate.states import (
    SHORT_SHA,
    Arrival,
    Choice,
    Coverage,
    Decision,
    Expected,
    State,
    StatusRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output

__all__ = [
    "SHORT_SHA",
    "Arrival",
    "Change",
    "Choice",
    "Coverage",
    "Decision",
    "Excluded",
    "Expected",
    "Fact",
    "IndicatorGroup",
    "Joined",
    "Letter",
    "Plan",
    "Pool",
    "Ranking",
    "Ref",
    "Remark",
    "Report",
    "Reread",
    "State",
    "StatusRow",
    "Variant",
]

Ref = tuple[int, int]
"""A row of a report: index in `Joined.reports`, index in that report's rows of one kind."""


@dataclass(frozen=True, slots=True)
class Report:
    """The version of one satker's report that counts for the period, accepted or not.

    Attributes:
        extract: its content.
        state: where it stands; only reports whose state counts are summed.
        via: rekap through which it came, with ``/``; empty when the file itself was read.
    """

    extract: Extract
    state: State
    via: str = ""

    @property
    def counts(self) -> bool:
        """Return whether its figures are summed."""
        return self.state.counts


@dataclass(frozen=True, slots=True)
class Pool:
    """A pooled line of the budget: sums of whole rupiah, never averaged percentages.

    Attributes:
        level: ``wilayah`` (everything), ``provinsi``, ``satker``, ``program``, ``kegiatan``,
            ``kro`` or ``ro``.
        codes: path of codes, e.g. ``("CQ", "6709", "QGE", "001")``; the kode_satker for a satker;
            the name for a province; empty for the whole.
        name: the wording that most rows carry, by code point on a tie.
        names: every wording with the number of rows that carry it, most frequent first.
        satkers: satkers that take part.
        pagu, realisasi: rupiah; blank cells add nothing.
        serapan: realisasi / pagu, None when pagu is 0.
        efisiensi: pooled over the rows that have both figures, None when there are none.
        tvro, rvro: summed volumes, None where the units differ or nothing is known.
        satuan: the unit when all rows share one, else empty.
        refs: the rows of Anggaran behind the figures (reports' `outputs`).
    """

    level: str
    codes: tuple[str, ...]
    name: str
    names: tuple[tuple[str, int], ...]
    satkers: int
    pagu: int
    realisasi: int
    serapan: float | None
    efisiensi: float | None
    tvro: float | None
    rvro: float | None
    satuan: str
    refs: tuple[Ref, ...] = ()

    @property
    def code(self) -> str:
        """Return the code as printed, e.g. ``CQ.6709.QGE.001``."""
        return ".".join(self.codes)


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording inside a group of indikator, with the satkers that use it."""

    text: str
    satkers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indikator of several satkers that ask the same; never of two jenis, satuan or arah.

    Attributes:
        number: 1, 2 ... in the order of the sheet.
        text: the wording that most satkers use, by code point on a tie.
        variants: all wordings, most frequent first.
        refs: the rows of Kinerja (reports' `indicators`); a satker may have more than one.
        satkers: satkers that take part.
        counted: rows with a capaian.
        mean: unweighted mean of the capaian that can be computed, before any cap; None when none.
        lowest, highest: of these capaian.
        others: numbers of the groups with the same wording but another jenis, satuan or arah.
    """

    number: int
    text: str
    jenis: str
    satuan: str
    arah: str
    variants: tuple[Variant, ...]
    refs: tuple[Ref, ...]
    satkers: int
    counted: int
    mean: float | None
    lowest: float | None
    highest: float | None
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The RAK of one satker, or of all (empty code): actions per quarter.

    Attributes:
        actions: rows of RAK.
        planned, done: rows ticked in TW I..IV.
        capaian: per quarter, rows done among those planned for it; None when none was planned.
        statuses: number of rows by status word, in the order of the scale.
    """

    kode_satker: str
    nama_satker: str
    provinsi: str
    actions: int
    planned: tuple[int, int, int, int]
    done: tuple[int, int, int, int]
    capaian: tuple[float | None, float | None, float | None, float | None]
    statuses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Satkers or provinces in order of one figure.

    Attributes:
        by: the figure, e.g. ``Serapan (%)``.
        note: what it is and who is left out, in a sentence.
        level: ``satker`` or ``provinsi``.
        rows: (place, code, name, figure); equal figures share a place.
    """

    by: str
    note: str
    level: str
    rows: tuple[tuple[int, str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding of the joining about one satker (codes GB1xx); Temuan lists it with the others."""

    kode_satker: str
    nama_satker: str
    path: str
    note: Note


@dataclass(frozen=True, slots=True)
class Change:
    """One input that differs from an older version.

    Attributes:
        since: ``versi sebelumnya`` (last accepted version) or ``gabung sebelumnya``.
        what: ``diubah``, ``ditambah``, ``dihapus``; ``catatan`` when only `reason` says something,
            e.g. that the older file is gone.
        sheet, cell, column, row: where it stands now (before, when removed).
        before, after: as a person reads them.
        old, new: short fingerprints of the two versions.
        reason: a sentence for ``catatan``.
    """

    kode_satker: str
    nama_satker: str
    since: str
    what: str
    sheet: str = ""
    cell: str = ""
    column: str = ""
    row: str = ""
    before: str = ""
    after: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A file that is not in the sums, and why.

    Attributes:
        kind: short word for filtering: ``tidak terbaca``, ``periode lain``, ``versi lama``,
            ``salinan``, ``di luar daftar``, ``identitas tidak lengkap``, ``perlu dipilih``,
            ``tidak dipilih``, ``tidak tercatat``, ``karantina``, ``ditolak``, ``nihil``,
            ``datang setelah ditutup``, ``bukan buku kerja``.
        reason: a sentence.
    """

    path: str
    kind: str
    reason: str
    kode_satker: str = ""
    nama_satker: str = ""
    period: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A text that is ready to send to one satker.

    Attributes:
        kind: ``pengingat`` (nothing usable came) or ``pengembalian`` (it must be corrected).
        email: address of the roster, empty when it has none.
    """

    kode_satker: str
    nama_satker: str
    email: str
    kind: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of Metadata: name and value, for settings also source and certainty."""

    group: str
    name: str
    value: str
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The consolidated period.

    Attributes:
        tahun, triwulan: the period; triwulan is 1 to 4.
        made_at: time of joining; the time of closing for a closed period.
        closed: whether the period is frozen.
        status: one row per expected satker (without a roster: per satker that sent something),
            by province and code.
        reports: the version of each satker that counts, by code; `Ref` points into it.
        total: everything pooled.
        provinces, satkers: pooled lines by province name and by code.
        budget: pooled lines of programs, kegiatan, KRO and RO in tree order.
        capaian: mean capaian of each counted report as its own workbook computes it, by code:
            (kode_satker, mean or None, indikator counted, indikator that cannot be computed).
        plans: RAK of all (first, with an empty code) and of each counted satker.
        excluded: files that are not in the sums.
        metadata: settings, versions and how the rekap was made.
    """

    tahun: int
    triwulan: int
    made_at: datetime
    closed: bool
    coverage: Coverage
    status: tuple[StatusRow, ...]
    reports: tuple[Report, ...]
    total: Pool
    provinces: tuple[Pool, ...]
    satkers: tuple[Pool, ...]
    budget: tuple[Pool, ...]
    groups: tuple[IndicatorGroup, ...]
    capaian: tuple[tuple[str, float | None, int, int], ...]
    plans: tuple[Plan, ...]
    rankings: tuple[Ranking, ...]
    remarks: tuple[Remark, ...]
    changes: tuple[Change, ...]
    excluded: tuple[Excluded, ...]
    letters: tuple[Letter, ...]
    metadata: tuple[Fact, ...]

    def output(self, ref: Ref) -> Output:
        """Return the row of Anggaran behind a reference."""
        return self.reports[ref[0]].extract.outputs[ref[1]]

    def indicator(self, ref: Ref) -> Indicator:
        """Return the row of Kinerja behind a reference."""
        return self.reports[ref[0]].extract.indicators[ref[1]]

    def action(self, ref: Ref) -> Action:
        """Return the row of RAK behind a reference."""
        return self.reports[ref[0]].extract.actions[ref[1]]


@dataclass(frozen=True, slots=True)
class Reread:
    """What a rekap gives back when it is read again.

    Attributes:
        decisions: every row of Status in which an officer typed a decision or a note.
        extracts: the reports as they were joined, accepted or not, without `inputs`; joining them
            gives the same figures as joining the files.
        arrivals: version, receipt and fingerprint of each of them, from Status.
        metadata: name and value of Metadata.
        foreign: sheets that the program did not write; they stay behind in the backup.
        expected: the roster of the rekap as its Status shows it; empty when it had none.
    """

    decisions: tuple[Decision, ...]
    extracts: tuple[Extract, ...]
    arrivals: tuple[Arrival, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
