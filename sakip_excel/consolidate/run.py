"""Read many workbooks in several processes; what one file does to its process harms no other."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing import connection, get_context
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.consolidate.extract import Extract
from sakip_excel.consolidate.read import extract_many, size_of, unreadable
from sakip_excel.consolidate.wire import Unpacker, pack

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext, SpawnProcess

Progress = Callable[[int, int, Extract], None]
"""Called after each file, in order, with how many are done, how many there are, and the file."""

Reader = Callable[[Sequence[Path], Path], list[Extract]]
"""Reads a batch of files; a function of a module, so that another process can find it."""

BATCH = 24
"""Files that a process checks together at most; more are no quicker."""
BATCH_BYTES = 4_000_000
"""Bytes of the files of one batch; what is made of them takes twenty times as much memory."""
FEW = 6
"""Up to so many files are read here: starting processes would take longer."""
SECONDS_PER_FILE = 60.0
"""How long one file may take before its process is given up."""
MOST = 60
"""Processes at once; Windows waits for at most 63 things."""
AHEAD = 2
"""Batches per process that may be finished before their turn; keeps memory flat."""

_DIED = "Program berhenti mendadak saat membaca berkas ini; berkas dilewati."
_HANGS = "Membaca berkas ini tidak selesai dalam {:.0f} detik; berkas dilewati."
_ASK = "Minta satker menyimpan ulang dari Excel dan mengirim lagi."


def extract_all(
    paths: Sequence[Path],
    root: Path,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
    reader: Reader = extract_many,
) -> Iterator[Extract]:
    """Yield every workbook as the province sees it, in the order of the paths given.

    The result does not depend on the number of processes. A file at which a process dies or hangs
    comes back as unreadable with the reason; the others of its batch are read again.

    Args:
        paths: the files.
        root: the folder that is joined; paths in the extracts are relative to it.
        processes: how many to use; None for one per processor.
        progress: told about every file.
        reader: reads a batch.
    """
    processes = min(processes or os.cpu_count() or 1, -(-len(paths) // FEW), MOST)
    found = (
        _here(paths, root, reader) if processes <= 1 else _spread(paths, root, processes, reader)
    )
    for done, extract in enumerate(found, 1):
        if progress is not None:
            progress(done, len(paths), extract)
        yield extract


def _here(paths: Sequence[Path], root: Path, reader: Reader) -> Iterator[Extract]:
    for batch in _batches(paths, 1):
        yield from reader(batch.paths, root)


@dataclass
class _Batch:
    """Files that are read together.

    Attributes:
        start: place of the first one among all files.
        paths: the files.
    """

    start: int
    paths: Sequence[Path]

    def singly(self) -> list[_Batch]:
        """Return a batch for each file."""
        return [_Batch(self.start + n, [path]) for n, path in enumerate(self.paths)]


@dataclass
class _Worker:
    """One process and the batch that it reads now."""

    process: SpawnProcess
    pipe: Connection
    batch: _Batch | None = None
    end: float = 0.0

    def give(self, batch: _Batch) -> None:
        self.batch = batch
        self.end = time.monotonic() + SECONDS_PER_FILE * len(batch.paths)
        with suppress(OSError):  # a process that is gone is found when its answer is awaited
            self.pipe.send([str(path) for path in batch.paths])

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


@dataclass
class _Office:
    """All processes, what waits to be read and what has been read."""

    root: Path
    reader: Reader
    context: SpawnContext
    waiting: deque[_Batch]
    workers: list[_Worker] = field(default_factory=list)
    read: dict[int, Extract] = field(default_factory=dict)
    unpacker: Unpacker = field(default_factory=Unpacker)
    limit: int = 0

    def hire(self) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(
            target=_work, args=(theirs, str(self.root), self.reader), daemon=True
        )
        process.start()
        theirs.close()  # only the process holds it, so that its end is noticed
        self.workers.append(_Worker(process, ours))

    def hand_out(self, limit: int) -> None:
        """Give every idle process a batch that starts before a limit."""
        self.limit = limit
        for worker in self.workers:
            if worker.batch is None and self.waiting and self.waiting[0].start < limit:
                worker.give(self.waiting.popleft())

    def collect(self) -> None:
        """Wait until something is read, or somebody is overdue, and note it."""
        busy = [w for w in self.workers if w.batch is not None]
        patience = max(0.0, min(w.end for w in busy) - time.monotonic())
        answered = connection.wait([w.pipe for w in busy], patience)
        now = time.monotonic()
        for worker in busy:
            if worker.pipe in answered:
                self._take(worker)
            elif now >= worker.end:
                self._replace(worker, _HANGS.format(SECONDS_PER_FILE))

    def _take(self, worker: _Worker) -> None:
        batch = worker.batch
        if batch is None:
            return
        try:
            packed = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker, _DIED)
            return
        worker.batch = None
        self.hand_out(self.limit)  # the process reads on while its extracts are made
        self.read.update(enumerate(self.unpacker.unpack(packed), batch.start))

    def _replace(self, worker: _Worker, reason: str) -> None:
        """Start another process; blame the file when it was read alone, else find out which."""
        worker.stop()
        self.workers.remove(worker)
        batch = worker.batch
        if batch is not None and len(batch.paths) == 1:
            sentence = f"{reason} {_ASK}"
            self.read[batch.start] = unreadable(batch.paths[0], self.root, sentence)
        elif batch is not None:
            self.waiting.extendleft(reversed(batch.singly()))
        self.hire()


def _batches(paths: Sequence[Path], processes: int) -> list[_Batch]:
    """Return the files in batches, at least two for each process where there are enough."""
    most = min(BATCH, -(-len(paths) // (2 * processes)))
    starts, room = [0], BATCH_BYTES
    for number, path in enumerate(paths):
        size = size_of(path)
        if number - starts[-1] == most or (room < size and number > starts[-1]):
            starts.append(number)
            room = BATCH_BYTES
        room -= size
    return [_Batch(a, paths[a:b]) for a, b in pairwise([*starts, len(paths)])]


def _spread(paths: Sequence[Path], root: Path, processes: int, reader: Reader) -> Iterator[Extract]:
    batches = _batches(paths, processes)
    office = _Office(root, reader, get_context("spawn"), deque(batches))
    try:
        for _ in range(min(processes, len(batches))):
            office.hire()
        for turn in range(len(paths)):
            while turn not in office.read:
                office.hand_out(turn + BATCH * AHEAD * processes)
                office.collect()
            yield office.read.pop(turn)
    finally:
        for worker in office.workers:
            worker.stop()


def _work(pipe: Connection, root: str, reader: Reader) -> None:
    """Read batches until the pipe closes; this is the life of a process."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who collects
    gc.disable()  # looking for garbage costs a tenth; it is done between batches
    with suppress(EOFError, OSError):
        while True:
            paths = [Path(path) for path in pipe.recv()]
            pipe.send(pack(reader(paths, Path(root))))
            gc.collect()
            gc.freeze()  # what is left are libraries and what is kept in mind
