"""Measure ``gabung`` on made-up satkers and compare it with plainer ways of reading them.

``uv run python -m tests.benchmarks.consolidate [--banyak 38 553 2212] [--besar]`` prints, for each
number of workbooks, wall and processor time, peak memory of all processes together, and the ratio
to (a) a plain loop of pandas with openpyxl that reads every sheet and sums the budget, and (b)
reading alone with calamine, in wall time and, because other programs disturb that, in processor
time. Both are timed on at most 12 workbooks and extrapolated.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import python_calamine

from tests.tools.province import write_all

LARGE = (300, 300, 300)
"""Indicators, outputs and actions of the workbook for which the aim is set: 27,400 filled cells
(6 sheets of 300 rows and 15 columns have 27,000), half of them typed and nearly half formulas."""
PLAIN = 12


class Run(NamedTuple):
    """What one run took: seconds, processor seconds, MiB of all processes together."""

    wall: float
    cpu: float
    memory: float


def gabung(folder: Path, target: Path, processes: int) -> Run:
    """Run the command in a process of its own."""
    target.unlink(missing_ok=True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "sakip_excel", "gabung", str(folder), "-o", str(target)]
    command += ["--proses", str(processes), "--tahun", "2025", "--triwulan", "IV"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as process:
        watch = _Watch(process.pid)
        _, errors = process.communicate()
        peak = watch.stop()
    if not target.is_file():
        raise SystemExit(errors.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - start, spent, peak)


class _Watch(threading.Thread):
    """Looks again and again how much memory a process and its children hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peak, self._end = pid, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._end.wait(0.05):
            self._peak = max(self._peak, _memory(self._pid))

    def stop(self) -> float:
        self._end.set()
        self.join()
        return self._peak


def _memory(pid: int) -> float:
    """Return the proportional share of memory of a process tree in MiB (Linux)."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
            children = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii")
            waiting += [int(child) for child in children.split()]
        except (OSError, StopIteration):
            continue
    return total / 1024


class Spent(NamedTuple):
    """Seconds and processor seconds of one workbook."""

    wall: float
    cpu: float


def each(way: Callable[[list[Path]], None], paths: list[Path]) -> Spent:
    """Return what a way of reading takes for one workbook, on average."""
    wall, cpu = time.perf_counter(), time.process_time()
    way(paths)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Spent(wall / len(paths), cpu / len(paths))


def plain(paths: list[Path]) -> None:
    """Read every sheet with pandas and openpyxl and pool the budget, as one would at first."""
    frames = []
    for path in paths:
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        frame = sheets["Anggaran"].iloc[6:]
        frame = frame[frame[0].notna()]
        frames.append(frame)
    pd.concat(frames).groupby(0).sum(numeric_only=True)


def calamine(paths: list[Path]) -> None:
    """Read every sheet into lists, nothing else."""
    for path in paths:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


class Content(NamedTuple):
    """What the worksheets of a workbook hold."""

    cells: int
    formulas: int
    size: float


def content(paths: list[Path]) -> Content:
    """Return filled cells, formulas and MB of XML of one workbook, on average."""
    cells = formulas = size = 0
    for path in paths:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    text = package.read(name)
                    cells += text.count(b"</c>")
                    formulas += text.count(b"</f>")
                    size += len(text)
    return Content(cells // len(paths), formulas // len(paths), size / len(paths) / 1e6)


def measure(counts: list[int], *, size: tuple[int, int, int] | None, made: Callable) -> None:
    """Print one line for each number of workbooks."""
    print(f"{'workbooks':>9} {'processes':>9} {'wall s':>8} {'cpu s':>8} {'MiB':>6}"
          f" {'ms each':>8} {'cpu ms':>7} {'(a) wall':>9} {'(a) cpu':>8} {'(b) wall':>9}"
          f" {'(b) cpu':>8}")  # fmt: skip
    for count in counts:
        folder = made(count, size)
        paths = sorted(folder.rglob("*.xlsx"))
        held = content(paths[:PLAIN])
        print(
            f"each: {held.cells} filled cells, {held.formulas} of them formulas, "
            f"{held.size:.1f} MB of XML"
        )
        slow, bare = (each(way, paths[:PLAIN]) for way in (plain, calamine))
        for processes in (1, 2):
            run = gabung(folder, folder.parent / f"rekap{count}.xlsx", processes)
            wall, cpu = run.wall / len(paths), run.cpu / len(paths)
            print(
                f"{len(paths):>9} {processes:>9} {run.wall:8.1f} {run.cpu:8.1f} {run.memory:6.0f} "
                f"{wall * 1e3:8.1f} {cpu * 1e3:7.1f} {slow.wall / wall:7.1f} x "
                f"{slow.cpu / cpu:6.1f} x {bare.wall / wall:7.2f} x {bare.cpu / cpu:6.2f} x",
                flush=True,
            )


def main() -> None:
    """Make the workbooks and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--banyak", type=int, nargs="+", default=[38, 553])
    parser.add_argument("--besar", action="store_true", help="300 rows in every form")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:

        def made(count: int, size: tuple[int, int, int] | None) -> Path:
            quarters = 4 if count > 553 else 1
            place = Path(folder) / f"{count}" / "masuk"
            write_all(place, count // quarters, quarters, size=size)
            return place

        measure(options.banyak, size=LARGE if options.besar else None, made=made)


if __name__ == "__main__":
    main()
