"""Prove that writing into workbooks loses nothing: ``python -m tests.tools.lossless FOLDER``.

Every .xlsx and .xlsm below the folder is opened with our reader, edited as our own sheets would
be, and compared with what it was: untouched parts byte by byte, the edited sheet byte by byte
outside the edited cells. The result must open wherever the original did. Nothing is written into
the folder. The exit code is 1 when a file lost something or our code failed on it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format

from sakip_excel.errors import FileError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.patch import Patch
from tests.tools.compare import differences
from tests.tools.edits import Applied, apply, scan_part
from tests.tools.libreoffice import LibreOffice, values
from tests.tools.opc import Package
from tests.tools.package import package_problems
from tests.tools.refs import address
from tests.tools.workers import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.cell import Cell

    from tests.tools.compare import Meant

ENDINGS = {".xlsx", ".xlsm"}
EXACT, LOST, REFUSED, FAILED, NOTHING = "exact", "lost", "refused", "failed", "nothing to edit"
BATCH = 20
# calamine allocates the whole box of used cells and aborts the process when that is too much.
_CALAMINE_CELLS = 5_000_000
# A ratio of packed XML seldom above 20; beyond these the referees would need too much memory.
_REFEREE_BYTES = 300 << 20


@dataclass
class Result:
    """What became of one workbook.

    Attributes:
        status: one of EXACT, LOST, REFUSED, FAILED, NOTHING.
        faults: sentences about losses, or the one reason of a refusal or failure.
        refused_cells: sentences about single cells that were not taken.
        grown: number of tables grown.
        seconds: time of our own reading, setting and packing.
        meant: ``(sheet, "F12", meaning)`` of every cell set.
    """

    path: Path
    status: str
    faults: list[str] = field(default_factory=list)
    refused_cells: list[str] = field(default_factory=list)
    grown: int = 0
    seconds: float = 0.0
    meant: list[tuple[str, str, Meant]] = field(default_factory=list)


def examine(path: Path, keep: Path | None = None) -> Result:
    """Edit one workbook in memory and compare.

    Args:
        path: the workbook; it is only read.
        keep: where to leave the edited workbook when it was compared.
    """
    started = perf_counter()
    try:
        book = Book.open(path)
        patch = Patch(book)
    except FileError as error:
        return Result(path, REFUSED, [f"{type(error).__name__}: {error}"])
    opening = perf_counter() - started
    if path.stat().st_size and _unpacked(path) > _REFEREE_BYTES:
        return Result(path, NOTHING, ["too large for the referees"])
    before = Package(path.read_bytes())
    started = perf_counter()
    try:
        applied = apply(before, book, patch)
        data = patch.to_bytes()
    except FileError as error:
        return Result(path, REFUSED, [f"{type(error).__name__}: {error}"])
    seconds = opening + perf_counter() - started
    meant = list(_meant(applied))
    faults = list(_faults(before, data, applied)) + list(_read_back(path, data, applied))
    if keep is not None:
        keep.write_bytes(data)
    if not faults and not meant and not applied.edits.tables:
        return Result(path, NOTHING, refused_cells=applied.refused)
    grown = len(applied.edits.tables)
    status = LOST if faults else EXACT
    return Result(path, status, faults, applied.refused, grown, seconds, meant)


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist())


def _faults(before: Package, data: bytes, applied: Applied) -> Iterator[str]:
    after = Package(data)
    yield from differences(before, after, applied.edits)
    for problem in sorted(package_problems(after) - package_problems(before)):
        yield f"new structural problem: {problem}"


# --- reading back ---------------------------------------------------------------------------


def _read_back(path: Path, data: bytes, applied: Applied) -> Iterator[str]:
    try:
        yield from _ours(path, data, applied)
    except FileError as error:
        yield f"our reader opens it no more: {error}"
    yield from _openpyxl(path, data, applied)
    yield from _calamine(path, data, applied)


def _ours(path: Path, data: bytes, applied: Applied) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"hasil{path.suffix}"
        copy.write_bytes(data)
        book = Book.open(copy)
    again = Patch(book)
    for name, ref, meant in _meant(applied):
        cell = book.cell(name, ref)
        found = (cell.value, cell.formula) if cell else (None, None)
        value = None if meant.value == "" and found[0] is None else meant.value
        if found != (value, meant.formula) or isinstance(found[0], bool) != isinstance(value, bool):
            yield f"our reader: {name}!{ref} is {found!r:.100}, meant {meant!r:.100}"
        value = ErrorValue(meant.value) if meant.error else meant.value
        again.set(name, ref, value, meant.formula)
    if again.changed:
        yield "setting the same values again counts as a change"


def _meant(applied: Applied) -> Iterator[tuple[str, str, Meant]]:
    for part, cells in applied.edits.cells.items():
        for place, meant in cells.items():
            yield applied.sheets[part], address(*place), meant


def _openpyxl(path: Path, data: bytes, applied: Applied) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data))
        except Exception as error:  # noqa: BLE001 - whatever a stranger's file provokes
            with contextlib.suppress(Exception):
                load_workbook(path)
                yield f"openpyxl opens it no more: {type(error).__name__}: {error}"
            return
        for name, ref, meant in _meant(applied):
            if name in book.sheetnames and not _same(cell := book[name][ref], meant):
                yield f"openpyxl: {name}!{ref} is {cell.value!r:.80}, meant {meant!r:.80}"


def _same(cell: Cell, meant: Meant) -> bool:
    found = cell.value
    if meant.formula is not None:
        return found == f"={meant.formula}"
    # openpyxl makes dates of numbers in date formats, texts of hyperlinks in blank cells, and
    # leaves escapes as they are.
    dated = is_date_format(cell.number_format) and not isinstance(meant.value, str)
    linked = meant.value is None and cell.hyperlink is not None
    if dated or linked or (isinstance(found, str) and "_x" in found):
        return True
    return found == meant.value or (found is None and meant.value == "")


def _calamine(path: Path, data: bytes, applied: Applied) -> Iterator[str]:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        return
    names = set(applied.sheets.values())
    places = [place for cells in applied.edits.cells.values() for place in cells]
    if not places or _used_cells(data, applied) > _CALAMINE_CELLS:
        return
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in names:
            book.get_sheet_by_name(name).to_python()
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file provokes
        with contextlib.suppress(Exception):
            before = CalamineWorkbook.from_path(str(path))
            for name in names:
                before.get_sheet_by_name(name).to_python()
            yield f"calamine opens it no more: {type(error).__name__}: {error}"


def _used_cells(data: bytes, applied: Applied) -> int:
    """Return the size of the largest box of used cells among the edited sheets."""
    package = Package(data)
    sizes = [0]
    for part in applied.edits.cells:
        places = scan_part(package, part).by_place
        rows = [row for row, _ in places] or [1]
        columns = [column for _, column in places] or [1]
        sizes.append((max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1))
    return max(sizes)


# --- a whole folder -------------------------------------------------------------------------


def find(folder: Path) -> list[Path]:
    """Return the workbooks below a folder (or the one file), lock files of Excel left out."""
    if folder.is_file():
        return [folder]
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS and not path.name.startswith("~$") and path.is_file()
    )


def _examine_kept(job: tuple[Path, Path | None]) -> Result:
    return examine(*job)


def examine_all(
    paths: Iterable[Path], *, workers: int = 2, timeout: float = 120.0, keep: Path | None = None
) -> list[Result]:
    """Examine many workbooks in processes of their own; a hang or crash costs one file.

    Args:
        paths: workbooks.
        workers: number of processes; 0 examines in this process.
        timeout: seconds for one file.
        keep: folder for the edited workbooks, named by their number in ``paths``.
    """
    jobs = [
        (path, keep / f"{number:05d}{path.suffix.lower()}" if keep else None)
        for number, path in enumerate(paths)
    ]
    if not workers:
        return [examine(*job) for job in jobs]
    outcomes = run(_examine_kept, jobs, workers, timeout)
    results = [
        outcome.result or Result(outcome.job[0], FAILED, [outcome.failure]) for outcome in outcomes
    ]
    return sorted(results, key=lambda result: result.path)


def convert_all(
    results: Iterable[Result], paths: list[Path], keep: Path, *, read_values: bool = False
) -> int:
    """Let LibreOffice open originals and results; a fault where only the original opens.

    Args:
        results: get their faults.
        paths: the originals in the order in which they were examined.
        keep: folder with the edited workbooks.
        read_values: also compare the values that were set with what LibreOffice reads. Not for
            strangers' files, where it computes booleans and errors anew, lays pivot tables out
            again and turns large numbers in date formats into errors.

    Returns:
        How many results LibreOffice converted.
    """
    office = LibreOffice()
    by_path = {result.path: result for result in results}
    pairs = {path: keep / f"{n:05d}{path.suffix.lower()}" for n, path in enumerate(paths)}
    listed = [(path, made) for path, made in pairs.items() if made.exists()]
    converted = 0
    for start in range(0, len(listed), BATCH):
        batch = dict(listed[start : start + BATCH])
        after = office.convert_many(batch.values(), keep / "after", "xlsx")
        broken = [path for path, made in batch.items() if after[made] is None]
        before = office.convert_many(broken, keep / "before", "xlsx") if broken else {}
        for path, made in batch.items():
            faults = []
            if after[made] is not None:
                converted += 1
                if read_values:
                    faults = list(_libreoffice_values(after[made], by_path[path]))
            elif before[path] is not None:
                faults = ["LibreOffice opens it no more"]
            if faults:
                by_path[path].status = LOST
                by_path[path].faults += faults
    return converted


def _libreoffice_values(converted: Path, result: Result) -> Iterator[str]:
    found = values(converted)
    for sheet, ref, meant in result.meant:
        value = found.get((sheet, ref))
        # Formulas have a value of their own, dates and times come back as such.
        if meant.formula is not None or isinstance(value, date | time | timedelta):
            continue
        if not _alike(value, meant.value):
            yield f"LibreOffice: {sheet}!{ref} is {value!r:.80}, meant {meant.value!r:.80}"


def _alike(found: object, value: object) -> bool:
    if isinstance(found, str) and isinstance(value, str):
        # LibreOffice writes other line breaks and leaves escapes of Excel as they are.
        return "_x" in found or found.split() == value.split()
    if isinstance(found, float) and isinstance(value, float | int):
        # LibreOffice writes 15 significant digits.
        return math.isclose(found, value, rel_tol=1e-14)
    return found == value or (found is None and value == "")


def report(results: list[Result]) -> str:
    """Return the table of counts and the list of everything that is not exact."""
    counts = Counter(result.status for result in results)
    structural = sum(any("structural" in f for f in r.faults) for r in results if r.status == LOST)
    seconds = sorted(result.seconds for result in results if result.status in {EXACT, LOST})
    lines = [
        f"workbooks           {len(results)}",
        *(f"{status:<19} {counts[status]}" for status in (EXACT, LOST, FAILED, REFUSED, NOTHING)),
        f"new structural      {structural}",
        f"cells set           {sum(len(r.meant) for r in results)}",
        f"cells refused       {sum(len(r.refused_cells) for r in results)}",
        f"tables grown        {sum(r.grown for r in results)}",
    ]
    if seconds:
        lines.append(f"our time, median    {1000 * seconds[len(seconds) // 2]:.0f} ms")
    reasons = Counter(r.faults[0] for r in results if r.status == REFUSED)
    lines += [f"refused {count} x {reason}" for reason, count in reasons.most_common()]
    for result in results:
        if result.status in {LOST, FAILED}:
            lines.append(f"{result.status}: {result.path}")
            lines += [f"    {fault}" for fault in result.faults[:8]]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run over a folder, print the table, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--workers", type=int, default=2, help="processes, 0 for none")
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds for one file")
    parser.add_argument("--libreoffice", action="store_true", help="open every result with it too")
    parser.add_argument("--cells", action="store_true", help="list the cells that were refused")
    options = parser.parse_args(arguments)
    paths = [path for folder in options.folder for path in find(folder)]
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(folder) if options.libreoffice else None
        results = examine_all(paths, workers=options.workers, timeout=options.timeout, keep=keep)
        if keep is not None:
            print(f"LibreOffice         {convert_all(results, paths, keep)} converted")
    print(report(results))
    if options.cells:
        print(*(line for result in results for line in result.refused_cells), sep="\n")
    return int(any(result.status in {LOST, FAILED} for result in results))


if __name__ == "__main__":
    sys.exit(main())
