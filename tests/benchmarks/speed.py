"""Measure ``periksa`` and ``proses`` and compare them with other ways of doing the same.

Run with ``uv run --group bench python -m tests.benchmarks.speed``. Prints medians and ratios.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sakip_excel.pipeline import check_workbook, process_workbook
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.refs import cell_name
from tests.benchmarks import plain
from tests.tools.random_workbook import make

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


def process(*arguments: str) -> Callable[[], object]:
    """Return a function that runs Python with arguments as a fresh process."""
    return lambda: subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False
    )


def row(name: str, value: float, base: float | None = None, note: str = "") -> None:
    ratio = "" if base is None else f"{value / base:6.2f} x"
    print(f"{name:<66}{value:9.1f} ms {ratio:>9}  {note}")


def whole_processes(folder: Path) -> None:
    print("\nWhole processes, Prabumulih sample (ratio to bare start + imports)")
    bare = median_ms(process("-c", "pass"))
    imports = "import pandas, pandera.pandas, num2words"
    base = median_ms(process("-c", imports))
    row("python, nothing", bare)
    row("python + import of pandas, pandera, num2words", base, base)
    checked = median_ms(process("-m", "sakip_excel", "periksa", str(SAMPLE)))
    row("sakip periksa", checked, base)
    target = str(folder / "hasil.xlsx")
    row("sakip proses -o", median_ms(process("-m", "sakip_excel", "proses", str(SAMPLE), "-o", target)), base)
    code = "import sys, pathlib; from tests.benchmarks import plain; plain.check(pathlib.Path(sys.argv[1]))"
    row("plain pandas + openpyxl + pandera, check only", median_ms(process("-c", code, str(SAMPLE))), checked, "(ratio to sakip periksa)")
    code = "import sys; from tests.benchmarks import peer; peer.validate(sys.argv[1])"
    row("frictionless, the same sheets", median_ms(process("-c", code, str(SAMPLE))), checked, "(ratio to sakip periksa)")


def inside_one_process(folder: Path) -> None:
    print("\nInside one process")
    checked = median_ms(lambda: check_workbook(SAMPLE))
    row("check, Prabumulih sample", checked)
    row("plain check, Prabumulih sample", median_ms(lambda: plain.check(SAMPLE)), checked)
    large = make(folder / "besar.xlsx", 1, rows=300)
    target = folder / "besar_hasil.xlsx"

    def round_trip() -> None:
        target.unlink(missing_ok=True)
        process_workbook(large, target)

    row("five forms x 300 rows (102 columns in all): open + check", median_ms(lambda: check_workbook(large)))
    row("the same: read, check, compute, write back, verify", median_ms(round_trip))
    row("the same, openpyxl load + save", median_ms(lambda: plain.write_back(large, target), 3))


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
        sheets_6_300_15(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
