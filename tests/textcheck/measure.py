"""Measure the text check against an answer key: recall per list, findings that no key explains.

python -m tests.textcheck.measure TEXT WORKBOOK KEY

The key is a table with semicolons: ``daftar`` (the list; ``tambahan`` holds mistakes that are right
but on no list), ``nomor`` (item; several rows may share one), ``baris`` (line or lines), ``kode``
(codes that count), ``dapat`` (``teks``, or ``tidak`` where the text cannot show it), ``kutipan``.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from sakip_excel.finding import Severity
from sakip_excel.pipeline import check_workbook
from sakip_excel.textcheck.check import check_text, read_document

EXTRA = "tambahan"


@dataclass(frozen=True)
class Entry:
    """One row of a key."""

    listed: str
    item: str
    first: int
    last: int
    codes: frozenset[str]
    findable: bool
    quote: str

    def explains(self, remark) -> bool:
        """Return whether a remark is about this mistake: one of its codes, lines that overlap."""
        overlap = remark.place.number <= self.last and remark.last.number >= self.first
        return overlap and remark.finding.code in self.codes


@dataclass
class Score:
    """What was found of one list.

    Attributes:
        items: whether any place of each item was found.
        places: found and findable places.
        hidden: places that the text cannot show.
        missed: rows that were not found.
    """

    items: dict[str, bool] = field(default_factory=dict)
    places: list[int] = field(default_factory=lambda: [0, 0])
    hidden: int = 0
    missed: list[Entry] = field(default_factory=list)


def read_key(path: Path) -> list[Entry]:
    """Return the rows of a key."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_entry(row) for row in csv.DictReader(lines, delimiter=";")]


def _entry(row: dict[str, str]) -> Entry:
    first, _, last = row["baris"].partition("-")
    return Entry(
        row["daftar"],
        row["nomor"],
        int(first),
        int(last or first),
        frozenset(row["kode"].split()),
        row["dapat"] == "teks",
        row["kutipan"],
    )


def score(entries, remarks) -> tuple[dict[str, Score], list]:
    """Return the score of each list and the remarks that no entry explains."""
    scores: dict[str, Score] = defaultdict(Score)
    for entry in entries:
        one = scores[entry.listed]
        if not entry.findable:
            one.hidden += 1
            continue
        found = any(entry.explains(remark) for remark in remarks)
        one.items[entry.item] = one.items.get(entry.item, False) or found
        one.places[0] += found
        one.places[1] += 1
        if not found:
            one.missed.append(entry)
    unexplained = [r for r in remarks if not any(entry.explains(r) for entry in entries)]
    return dict(scores), unexplained


def main(text: str, workbook: str, key: str) -> int:
    """Print recall and false alarms; 0 always, it is a measurement."""
    checked = check_text(read_document(Path(text)), check_workbook(Path(workbook)))
    scores, unexplained = score(read_key(Path(key)), checked.remarks)
    for name, one in scores.items():
        found = sum(one.items.values())
        print(
            f"{name}: items {found}/{len(one.items)}, places {one.places[0]}/{one.places[1]}, "
            f"not findable in the text {one.hidden}"
        )
        for entry in one.missed:
            print(f"    not found: {entry.item}, line {entry.first}: {entry.quote}")
    loud = [r for r in unexplained if r.finding.severity is not Severity.INFO]
    total = sum(r.finding.severity is not Severity.INFO for r in checked.remarks)
    print(
        f"findings: {len(checked.remarks)}, of them information {len(checked.remarks) - total}; "
        f"false alarms {len(loud)} of {total}, and {len(unexplained) - len(loud)} as information"
    )
    for remark in unexplained:
        print(f"    {remark.finding.code} {remark.where} {remark.quote}: {remark.finding.message}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 4 else __doc__)
