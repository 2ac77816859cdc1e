"""Run one function over many jobs in a few processes that may hang or die.

``concurrent.futures`` gives up a whole pool when one process dies and cannot stop a job that
hangs. Here a job that does either costs only itself; needed because some readers abort the
process on a hostile file.
"""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_STOP = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job: its result, or the reason why there is none."""

    job: Any
    result: Any = None
    failure: str = ""


@dataclass
class _Worker:
    function: Callable[[Any], Any]
    process: Any = None
    pipe: Connection | None = None
    job: Any = None
    deadline: float = 0.0
    busy: bool = field(default=False)

    def give(self, job: Any, timeout: float) -> None:
        if self.process is None:
            context = multiprocessing.get_context("spawn")
            self.pipe, other = context.Pipe()
            self.process = context.Process(target=_serve, args=(self.function, other), daemon=True)
            self.process.start()
            other.close()
        self.pipe.send((job,))
        self.job, self.busy, self.deadline = job, True, time.monotonic() + timeout

    def collect(self) -> Outcome | None:
        """Return the outcome when there is one; a process that is of no more use is ended."""
        if self.pipe.poll():
            try:
                result, failure = self.pipe.recv()
            except (EOFError, OSError):
                self.process.join(5)
                return self._abandon(f"process ended with {self.process.exitcode}")
            self.busy = False
            return Outcome(self.job, result, failure)
        if time.monotonic() > self.deadline:
            return self._abandon("took too long")
        return None

    def _abandon(self, failure: str) -> Outcome:
        self.end()
        return Outcome(self.job, failure=failure)

    def end(self) -> None:
        """End the process for good."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process, self.busy = None, False


def _serve(function: Callable[[Any], Any], pipe: Connection) -> None:
    while (message := pipe.recv()) is not _STOP:
        try:
            answer = function(message[0]), ""
        except Exception as error:  # noqa: BLE001 - one file must never stop the others
            answer = None, f"{type(error).__name__}: {error}"
        pipe.send(answer)


def run(
    function: Callable[[Any], Any], jobs: Iterable[Any], workers: int = 2, timeout: float = 60.0
) -> Iterator[Outcome]:
    """Yield the outcome of every job in the order in which they end.

    Args:
        function: importable function of one argument; argument and result can be pickled.
        jobs: the arguments.
        workers: number of processes.
        timeout: seconds that one job may take, the start of a process included.
    """
    todo = iter(jobs)
    pool = [_Worker(function) for _ in range(workers)]
    try:
        for worker, job in zip(pool, todo, strict=False):
            worker.give(job, timeout)
        while busy := [worker for worker in pool if worker.busy]:
            wait([worker.pipe for worker in busy], timeout=0.5)
            for worker in busy:
                outcome = worker.collect()
                if outcome is None:
                    continue
                yield outcome
                for job in todo:
                    worker.give(job, timeout)
                    break
    finally:
        for worker in pool:
            worker.end()
