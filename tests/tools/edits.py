"""Choose edits for a stranger's workbook: what our own sheets would ask of the patcher.

The choice follows from the bytes of the file alone, so a failure can be repeated.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.errors import CellError
from sakip_excel.workbook.cell import ErrorValue
from tests.tools.compare import Edits, Meant, holds
from tests.tools.refs import LAST_COLUMN, LAST_ROW, address, box
from tests.tools.sheetscan import Scan, encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.patch import Patch
    from tests.tools.compare import Place
    from tests.tools.opc import Package

EXISTING, IN_GAPS, BELOW, ROWS_BELOW, GROW = 38, 8, 14, 40, 3
LONG = "Persentase satker yang menyampaikan laporan tepat waktu; " * 12
MEANINGS = (
    Meant(40_377_837_000),
    Meant(0.9818),
    Meant("Penyelenggaraan Pemilu & <Pemilihan> \"2024\" 'I'"),
    Meant(True),
    Meant(None),
    Meant(12.5, "SUM(A1:A3)*2"),
    Meant("ya", 'IF(A1>"","ya","tidak & <lain>")'),
    Meant(False, "A1>0"),
    Meant("=1+1 tetap teks"),
    Meant(-1_250_000),
    Meant("  spasi di tepi  "),
    Meant("baris satu\nbaris dua\tkolom"),
    Meant("_x0041_ ٧ ✓ 😀"),
    Meant(0),
    Meant(1e-300),
    Meant("#N/A", error=True),
    Meant(LONG),
    Meant("", "A1&B1"),
    Meant(999_999_999_999_999),
)


@dataclass
class Applied:
    """What was set, and the cells that the patcher would not take.

    Attributes:
        edits: what must have changed.
        sheets: name of each edited sheet by its part.
        refused: places with the sentence of their refusal.
    """

    edits: Edits = field(default_factory=Edits)
    sheets: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def apply(package: Package, book: Book, patch: Patch) -> Applied:
    """Set about 60 cells in the first worksheet and let one table grow.

    Args:
        package: the workbook as the referee reads it.
        book: the same as the package under test reads it.
        patch: takes the edits.
    """
    applied = Applied()
    chance = random.Random(len(package.data))  # noqa: S311 - repeatable choice
    if book.sheets:
        name = book.sheets[0]
        part = package.sheet_part(name) or ""
        scan = scan_part(package, part)
        for place in _places(scan, chance):
            _set(applied, patch, (name, part), scan, place)
    _grow(package, book, patch, applied)
    return applied


def scan_part(package: Package, part: str) -> Scan:
    """Return the scan of a worksheet part, whatever its encoding."""
    data = package.parts[part]
    if encoding(data) != "utf-8":
        text = data.decode(encoding(data)).removeprefix("\ufeff")
        data = text.partition("?>")[2].encode() if text.startswith("<?xml") else text.encode()
    return Scan(data)


def _places(scan: Scan, chance: random.Random) -> list[Place]:
    """Return cells to set: existing ones, gaps in existing rows, and new rows below."""
    taken = sorted(scan.by_place)
    chosen = chance.sample(taken, min(EXISTING, len(taken)))
    # Masters of shared formulas are the hardest cells; up to three always take part.
    chosen += [p for p in taken if scan.by_place[p].formula_attributes.get("ref")][:3]
    last_row = max(scan.by_row, default=0)
    last_column = max((column for _, column in taken), default=4)
    for _ in range(IN_GAPS if scan.rows else 0):
        row = chance.choice(scan.rows).number
        chosen.append((row, chance.randint(1, min(last_column + 2, LAST_COLUMN))))
    for _ in range(BELOW):
        row = last_row + chance.randint(1, ROWS_BELOW)
        chosen.append((row, chance.randint(1, min(last_column + 2, LAST_COLUMN))))
    return [place for place in dict.fromkeys(chosen) if place[0] <= LAST_ROW]


def _set(applied: Applied, patch: Patch, sheet: tuple[str, str], scan: Scan, place: Place) -> None:
    name, part = sheet
    cells = applied.edits.cells.setdefault(part, {})
    meant = MEANINGS[len(cells) % len(MEANINGS)]
    old = scan.by_place.get(place)
    if old is not None and old.formula is None and holds(old, meant):
        # Setting what stands there already is no edit, even where an edit would be refused.
        meant = Meant("lain")
    value = ErrorValue(meant.value) if meant.error else meant.value
    try:
        patch.set(name, address(*place), value, meant.formula)
    except CellError as error:
        applied.refused.append(f"{name}!{address(*place)}: {error}")
        return
    cells[place] = meant
    applied.sheets[part] = name


def _grow(package: Package, book: Book, patch: Patch, applied: Applied) -> None:
    """Grow the first table that lets itself, when nothing stands below it."""
    for name, part, area in _growable(package):
        table = book.table(name)
        if table is None:
            applied.refused.append(f"{part}: table {name} is not known to the book")
            continue
        try:
            patch.grow_table(name, area[2] + GROW)
        except CellError as error:
            applied.refused.append(f"{name}: {error}")
            continue
        applied.edits.tables[part] = (*area[:2], area[2] + GROW, area[3])
        return


def _growable(package: Package) -> Iterator[tuple[str, str, tuple[int, int, int, int]]]:
    for sheet in package.sheets:
        if sheet.kind != "worksheet" or sheet.part is None:
            continue
        for part in package.related(sheet.part, "table"):
            root = package.root(part)
            if root is None or root.get("totalsRowCount", "0") != "0":
                continue
            area = box(root.get("ref") or "")
            below = range(area[2] + 1, area[2] + 1 + GROW)
            scan = scan_part(package, sheet.part)
            free = all(
                scan.by_place[place].meaning() == ("", "")
                for place in scan.by_place
                if place[0] in below and area[1] <= place[1] <= area[3]
            )
            if free and area[2] + GROW <= LAST_ROW:
                yield root.get("displayName") or "", part, area
