"""Measure ``periksa`` and ``proses`` and compare them with other ways of doing the same.

Run with ``uv run --group bench python -m tests.benchmarks.speed``. Prints medians and ratios.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sakip_excel.check import check_books
from sakip_excel.pipeline import check_workbook, process_workbook
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name
from tests.benchmarks import plain
from tests.tools.random_workbook import make_good

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "kota_prabumulih_2024.xlsx"
REPEATS = 7


def median_ms(function: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of several runs in milliseconds, after one run to warm up."""
    function()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def process(module: str, *arguments: str) -> Callable[[], object]:
    """Return a function that runs a module in a fresh process, as on a user's computer.

    pandera imports hypothesis where it finds it; users do not have it, so it is hidden.
    """
    code = (
        "import runpy, sys; sys.modules['hypothesis'] = None; "
        f"sys.argv = {['', *arguments]!r}; runpy.run_module({module!r}, run_name='__main__')"
    )
    return lambda: python(code)


def python(code: str) -> object:
    """Run Python code in a fresh process that may write its byte code."""
    quick = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, env=quick
    )


def row(name: str, value: float, base: float | None = None, note: str = "") -> None:
    ratio = "" if base is None else f"{value / base:6.2f} x"
    print(f"{name:<66}{value:9.1f} ms {ratio:>9}  {note}")


def whole_processes(folder: Path) -> None:
    print("\nWhole processes, Prabumulih sample (ratio to bare start + imports)")
    sample, target = str(SAMPLE), str(folder / "hasil.xlsx")
    row("python, nothing", median_ms(lambda: python("pass")))
    base = median_ms(lambda: python("import pandas, pandera.pandas, num2words"))
    row("python + import of pandas, pandera, num2words", base, base)
    checked = median_ms(process("sakip_excel", "periksa", sample))
    row("sakip periksa", checked, base)
    processed = median_ms(process("sakip_excel", "proses", sample, "-o", target))
    row("sakip proses -o", processed, base)
    note = "(ratio to sakip periksa)"
    simple = median_ms(process("tests.benchmarks.plain", sample))
    row("plain pandas + openpyxl + pandera, check only", simple, checked, note)
    other = median_ms(process("tests.benchmarks.peer", sample))
    row("frictionless, the same sheets", other, checked, note)


def inside_one_process(folder: Path) -> None:
    from tests.benchmarks import peer

    print("\nInside one process (ratio to our check of the same file)")
    checked = median_ms(lambda: check_workbook(SAMPLE))
    row("check, Prabumulih sample", checked)
    row("plain check, the same", median_ms(lambda: plain.check(SAMPLE)), checked)
    row("frictionless, the same", median_ms(lambda: peer.validate(str(SAMPLE)), 3), checked)
    large, target = make_good(folder / "besar.xlsx"), folder / "besar_hasil.xlsx"

    def first_time() -> None:
        target.unlink(missing_ok=True)
        process_workbook(large, target)

    checked = median_ms(lambda: check_workbook(large))
    row("five forms, 300 rows each, 102 columns in all: read and check", checked)
    row(
        "the same: read, check, compute, write all formulas, verify", median_ms(first_time), checked
    )
    first_time()
    again = folder / "lagi.xlsx"

    def once_more() -> None:
        again.unlink(missing_ok=True)
        process_workbook(target, again)

    row("the same once more, nothing new to write", median_ms(once_more), checked)
    simple = median_ms(lambda: plain.check(large), 3)
    row("plain check, the same", simple, checked)
    saved = median_ms(lambda: plain.write_back(large, folder / "openpyxl.xlsx"), 3)
    row("openpyxl load and save, the same", saved, checked)


def many_workbooks(folder: Path, batch: int = 8) -> None:
    print(f"\nMany workbooks, {batch} at a time, each (ratio to one by one)")
    large, target = make_good(folder / "banyak.xlsx"), folder / "banyak_hasil.xlsx"
    process_workbook(large, target)
    for name, path in (
        ("Prabumulih sample", SAMPLE),
        ("five forms, 300 rows each, typed in", large),
        ("the same, processed: every formula stands there", target),
    ):

        def together(path: Path = path) -> None:
            check_books(Book.open(path) for _ in range(batch))

        alone = median_ms(lambda path=path: check_workbook(path), 3)
        row(name, median_ms(together, 3) / batch, alone)


def sheets_6_300_15(folder: Path) -> None:
    import xlsxwriter

    print("\n6 sheets x 300 rows x 15 columns, no forms: the layers alone")
    path = folder / "kotak.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number in range(6):
            sheet = book.add_worksheet(f"S{number}")
            for r in range(300):
                for c in range(15):
                    sheet.write(r, c, f"teks {r % 50} {c}" if c < 6 else r * 1.5 + c)

    def read() -> Book:
        book = Book.open(path)
        for sheet in book.sheets:
            book.rows(sheet)
        return book

    def read_and_patch() -> bytes:
        book = read()
        patch = Patch(book)
        for r in range(250):
            for c in range(8):
                patch.set("S0", cell_name(r + 1, c + 20), r * c)
        return patch.to_bytes()

    reading = median_ms(read)
    row("read every cell", reading)
    row("read every cell, set 2,000 cells, new package", median_ms(read_and_patch), reading)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="sakip-bench-"))
    try:
        whole_processes(folder)
        inside_one_process(folder)
        many_workbooks(folder)
        sheets_6_300_15(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
