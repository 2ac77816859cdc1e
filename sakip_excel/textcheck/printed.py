"""What ``sakip periksa-teks`` prints: sentences for people, one JSON object for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sakip_excel import __version__
from sakip_excel.finding import Severity
from sakip_excel.report.status import count
from sakip_excel.summary import finding_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.textcheck.check import TextChecked
    from sakip_excel.textcheck.remark import Remark

SCHEMA = 1
"""Version of the JSON object; raised with every change that a reader would notice."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_MOST_PLACES: Final = 8


def as_json(checked: TextChecked, name: str, book: str) -> dict[str, Any]:
    """Return the one object that ``periksa-teks --json`` prints.

    Args:
        checked: the checked report.
        name: how the user called the report.
        book: how the user called the workbook.
    """
    return {
        "skema": SCHEMA,
        "versi": __version__,
        "naskah": name,
        "buku": {
            "jalur": book,
            "sha256": checked.book.book.sha256,
            "jumlah": count(checked.book.findings),
        },
        "jumlah": count(checked.findings),
        "temuan": [_remark_json(remark) for remark in checked.remarks],
    }


def _remark_json(remark: Remark) -> dict[str, Any]:
    place = remark.place
    return {
        **finding_json(remark.finding),
        "tempat": {
            "jenis": place.unit,
            "nomor": place.number,
            "baris": place.row or None,
            "sampai": remark.last.row or remark.last.number,
        },
        "kutipan": remark.quote,
    }


def lines(checked: TextChecked, name: str, book: str, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines about one checked report.

    Args:
        checked: the checked report.
        name: how the user called the report.
        book: how the user called the workbook.
        everything: information too, not only what must be fixed or explained.
    """
    for line in _all_lines(checked, name, book, everything=everything):
        yield _CONTROL.sub(" ", line)


def _all_lines(checked: TextChecked, name: str, book: str, *, everything: bool) -> Iterator[str]:
    report = checked.book.report
    whose = f"{report.satker or 'satker belum diisi'}, {report.year or 'tahun belum diisi'}"
    yield f"{name}: dicocokkan dengan {book} ({whose})"
    own = count(checked.book.findings)["galat"]
    if own:
        yield f"  Buku kerja itu sendiri memuat {own} galat; jalankan sakip periksa lebih dahulu."
    severities = list(Severity) if everything else [Severity.GALAT, Severity.PERINGATAN]
    for severity in severities:
        groups = _grouped([r for r in checked.remarks if r.finding.severity is severity])
        if groups:
            yield ""
            yield severity.label.upper()
            yield from _group_lines(groups)
    counts = count(checked.findings)
    hidden = "" if everything or not counts["info"] else " (tampilkan dengan --semua)"
    yield ""
    yield (
        f"{counts['galat']} galat, {counts['peringatan']} peringatan, "
        f"{counts['info']} info{hidden}."
    )


def _grouped(remarks: list[Remark]) -> list[list[Remark]]:
    """Return remarks that say the same together, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Remark]] = {}
    for remark in remarks:
        f = remark.finding
        groups.setdefault((f.code, f.message, f.fix), []).append(remark)
    return list(groups.values())


def _group_lines(groups: list[list[Remark]]) -> Iterator[str]:
    """Yield one line per group; advice that several in a row share is given once, at the end."""
    for number, members in enumerate(groups):
        first = members[0]
        where = list(dict.fromkeys(remark.where for remark in members))  # once for each line
        places = ", ".join(where[:_MOST_PLACES])
        more = len(where) - _MOST_PLACES
        places += f" dan {more} tempat lagi" if more > 0 else ""
        yield f"  {first.finding.code} {places} “{first.quote}”: {first.finding.message}"
        following = groups[number + 1][0].finding.fix if number + 1 < len(groups) else ""
        if first.finding.fix != following:
            yield f"      -> {first.finding.fix}"
