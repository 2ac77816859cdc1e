"""What changed in a satker's inputs since an older version, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.consolidate.choose import short_sha
from sakip_excel.consolidate.joined import Change
from sakip_excel.errors import SakipError
from sakip_excel.exchange.align import Difference, What, differences, print_of
from sakip_excel.exchange.inputs import input_rows
from sakip_excel.forms.shown import shown_input

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sakip_excel.consolidate.choose import Candidate
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

SINCE_VERSION = "versi sebelumnya"
SINCE_JOIN = "gabung sebelumnya"
REMARK = "catatan"

_LABELS = {
    "anggaran": ("kode_program", "kode_kegiatan", "kode_kro", "kode_ro"),
    "rak": ("kode", "kegiatan"),
    "pk_anggaran": ("kode_program", "program"),
}
"""Columns that together name a row, where the first one alone does not."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Older:
    """An older version with which the present one is compared.

    Attributes:
        sha256: its fingerprint.
        path: where the file is, None when it is gone.
        since: `SINCE_VERSION` or `SINCE_JOIN`.
    """

    sha256: str
    path: Path | None
    since: str


def changes_of(
    chosen: Mapping[str, Candidate],
    files: Mapping[str, Path],
    older: Mapping[str, Iterable[Older]],
    before: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """Return every change, by satker and by what it is compared with.

    Args:
        chosen: the version that counts, by kode_satker.
        files: where a file with a fingerprint is.
        older: the versions to compare with, by kode_satker.
        before: name of every satker that the last rekap held, by kode_satker; None when there is
            no last rekap.
    """
    found: list[Change] = []
    for kode in sorted(chosen):
        for base in sorted(older.get(kode, ()), key=lambda o: (o.since, o.sha256), reverse=True):
            found += _compared(chosen[kode], files, base)
    found += _came_and_gone(chosen, before) if before is not None else []
    return tuple(sorted(found, key=lambda c: c.kode_satker))


def _compared(candidate: Candidate, files: Mapping[str, Path], base: Older) -> Iterator[Change]:
    sha256 = candidate.extract.sha256
    if base.sha256 == sha256:
        return
    here = files.get(sha256)
    if candidate.via or here is None:
        yield _remark(candidate, base, "Datang melalui rekap, yang tidak membawa isian.")
    elif base.path is None:
        yield _remark(
            candidate,
            base,
            f"Berkas versi {short_sha(base.sha256)} tidak ada lagi; perubahannya tidak dapat "
            "ditunjukkan.",
        )
    else:
        try:
            yield from _between(candidate, base, _inputs(base.path), _inputs(here))
        except SakipError as error:
            yield _remark(candidate, base, f"Tidak dapat dibandingkan: {error}")


def _inputs(path: Path) -> Report:
    from sakip_excel.locate import locate
    from sakip_excel.workbook.book import Book

    return locate(Book.open(path)).report


def _remark(candidate: Candidate, base: Older, reason: str) -> Change:
    identity = candidate.extract.identity
    return Change(
        identity.kode_satker,
        identity.nama_satker,
        base.since,
        REMARK,
        old=short_sha(base.sha256),
        new=short_sha(candidate.extract.sha256),
        reason=reason,
    )


def _came_and_gone(chosen: Mapping[str, Candidate], before: Mapping[str, str]) -> Iterator[Change]:
    for kode in sorted(chosen.keys() - before.keys()):
        identity = chosen[kode].extract.identity
        yield Change(
            kode,
            identity.nama_satker,
            SINCE_JOIN,
            REMARK,
            new=short_sha(chosen[kode].extract.sha256),
            reason="Baru masuk sejak gabung sebelumnya.",
        )
    for kode in sorted(before.keys() - chosen.keys()):
        reason = "Ada pada gabung sebelumnya, sekarang tidak ada laporan yang dapat dipakai."
        yield Change(kode, before[kode], SINCE_JOIN, REMARK, reason=reason)


def _between(candidate: Candidate, base: Older, old: Report, new: Report) -> Iterator[Change]:
    identity = candidate.extract.identity
    prints = [[print_of(row) for row in input_rows(report)] for report in (old, new)]
    for difference in differences(*prints):
        told = _told(difference, old, new)
        yield Change(
            identity.kode_satker,
            identity.nama_satker,
            base.since,
            difference.what.value,
            **told,
            old=short_sha(base.sha256),
            new=short_sha(candidate.extract.sha256),
        )


def _told(difference: Difference, old: Report, new: Report) -> dict[str, str]:
    """Return place, heading, row and both values of a difference, as a person reads them."""
    form, key = difference.form, difference.key
    gone = difference.what is What.DELETED and not key
    before, after = old.forms.get(form), new.forms.get(form)
    data = after if after is not None and not gone else before or after
    if data is None:
        return {}
    record = _record(data, difference.row)
    if not key:
        whole = {"before" if gone else "after": _whole(data, record)}
        if difference.what is What.MOVED:
            whole = {}
        place = f"{difference.row}:{difference.row}"
        return {"sheet": data.sheet, "cell": place, "row": _label(data, record), **whole}
    return {
        "sheet": data.sheet,
        "cell": data.address(record, key),
        "column": data.heading(key),
        "row": _label(data, record),
        "before": "" if before is None else _shown(before, difference.before, key),
        "after": "" if after is None else _shown(after, difference.row, key),
    }


def _record(data: FormData, row: int) -> Record:
    return next((record for record in data.rows if record.row == row), data.cells)


def _shown(data: FormData, row: int, key: str) -> str:
    return shown_input(_record(data, row), data.form[key])


def _label(data: FormData, record: Record) -> str:
    keys = _LABELS.get(data.form.key) or [column.key for column in data.form.columns[:1]]
    texts = [str(record.typed(key)) for key in keys if not record.is_blank(key)]
    return ".".join(texts)[:_LONGEST]


def _whole(data: FormData, record: Record) -> str:
    """Return the inputs of a row that came or went, in one line."""
    parts = [
        f"{data.heading(field.key)}: {shown_input(record, field)}"
        for field in data.form.inputs
        if not record.is_blank(field.key)
    ]
    text = "; ".join(parts)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
