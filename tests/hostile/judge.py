"""Try one file the way a user would, and say what should not have happened."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from sakip_excel import cli, pipeline
from tests.hostile.cases import Case

ROOT = Path(__file__).parents[2]
CPU_SECONDS = 5.0
MEMORY = 512 << 20
_LONGEST = 500  # characters of an answer
_ALLOWANCE = 30  # seconds after which a process is stopped: slower than any fault worth measuring


class Answer(NamedTuple):
    """What one command answered, how long the processor worked, and its peak of bytes."""

    code: int
    out: str
    err: str
    kind: str
    seconds: float = 0.0
    memory: int = 0


@dataclass
class Outcome:
    """What came of one file.

    Attributes:
        name: of the case.
        kind: class of the error, or ``accepted``.
        seconds: of the processor, the longer of the two commands.
        memory: peak bytes of a process of its own, 0 when there was none.
        said: what a refused file got as an answer.
        faults: what should not have happened.
    """

    name: str
    kind: str = "accepted"
    seconds: float = 0.0
    memory: int = 0
    said: str = ""
    faults: list[str] = field(default_factory=list)


def place(case: Case, folder: Path) -> Path:
    """Write the file of a case into an empty folder of its own."""
    folder.mkdir(parents=True)
    path = folder / (case.file_name or f"laporan{case.suffix}")
    path.write_bytes(case.make())
    return path


def try_here(case: Case, folder: Path) -> Outcome:
    """Run ``periksa`` and ``proses`` on the file of a case inside this process."""
    return _tried(case, folder, _here)


def try_apart(case: Case, folder: Path) -> Outcome:
    """Run both commands in processes of their own, which measure themselves."""
    return _tried(case, folder, _apart)


def _tried(case: Case, folder: Path, run: Callable[[list[str]], Answer]) -> Outcome:
    outcome = Outcome(case.name)
    path = place(case, folder)
    before = _digest(path)
    result = folder / f"hasil{path.suffix}"
    for arguments in (["periksa", str(path)], ["proses", str(path), "-o", str(result)]):
        answer = run(arguments)
        outcome.seconds = max(outcome.seconds, answer.seconds)
        outcome.memory = max(outcome.memory, answer.memory)
        outcome.kind = answer.kind if outcome.kind == "accepted" else outcome.kind
        outcome.said = answer.err.strip() or outcome.said
        outcome.faults += answer_faults(arguments[0], answer)
    if _digest(path) != before:
        outcome.faults.append("the input was changed")
    outcome.faults += _stray_files(path, result, written=answer.kind == "accepted")
    outcome.faults += _broken_promises(case, outcome)
    return outcome


def _here(arguments: list[str]) -> Answer:
    began = time.process_time()
    code, out, err, kind = command(arguments)
    return Answer(code, out, err, kind, time.process_time() - began)


def _apart(arguments: list[str]) -> Answer:
    line = [sys.executable, "-m", "tests.hostile.child", *arguments]
    done = subprocess.run(line, capture_output=True, timeout=10 * _ALLOWANCE, check=False, cwd=ROOT)
    try:
        return Answer(**json.loads(done.stdout))
    except ValueError:
        text = done.stderr.decode(errors="replace")[-300:]
        return Answer(done.returncode, "", text, "stopped", _ALLOWANCE)


def command(arguments: list[str]) -> tuple[int, str, str, str]:
    """Run one command here; return exit code, output, errors and what stopped it."""
    caught: list[BaseException] = []
    out, err = io.StringIO(), io.StringIO()
    with _noting(caught), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    kind = type(caught[-1]).__name__ if caught else "accepted"
    return code, out.getvalue(), err.getvalue(), kind


@contextlib.contextmanager
def _noting(caught: list[BaseException]) -> Iterator[None]:
    """Note which exception ends a command, before the command line turns it into a sentence."""
    with contextlib.ExitStack() as stack:
        for name in ("check_workbook", "process_workbook"):
            stack.enter_context(mock.patch.object(pipeline, name, _noted(name, caught)))
        yield


def _noted(name: str, caught: list[BaseException]) -> object:
    real = getattr(pipeline, name)

    def call(*arguments: object) -> object:
        try:
            return real(*arguments)
        except BaseException as error:
            caught.append(error)
            raise

    return call


def answer_faults(name: str, answer: Answer) -> list[str]:
    """Return what is wrong with the answer of a command."""
    faults = []
    out, err = answer.out, answer.err
    if answer.code not in (0, 1, 3):
        faults.append(f"exit code {answer.code}: {(out + err)[-300:]}")
    if "Traceback" in out + err:
        faults.append("traceback")
    if answer.code == 3:
        faults += _sentence_faults(err)
        if out:
            faults.append(f"printed {out[:80]!r} besides")
    elif err:
        faults.append(f"complained {err[:80]!r}")
    return [f"{name}: {fault}" for fault in faults]


def _sentence_faults(text: str) -> Iterator[str]:
    """Yield what keeps the answer to a refused file from being one short clear sentence."""
    line = text.removesuffix("\n")
    if not line.isprintable():
        yield f"unprintable, or several lines: {line[:120]!r}"
    if len(line) > _LONGEST:
        yield f"{len(line)} characters"
    if not line.endswith("."):
        yield f"no sentence: {line[-120:]!r}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stray_files(path: Path, result: Path, *, written: bool) -> list[str]:
    expected = {path.name, result.name} if written else {path.name}
    stray = {item.name for item in path.parent.iterdir()} ^ expected
    return [f"stray or missing files: {sorted(stray)}"] if stray else []


def _broken_promises(case: Case, outcome: Outcome) -> Iterator[str]:
    if outcome.kind not in case.expected:
        yield f"{outcome.kind} instead of {'/'.join(sorted(case.expected))}"
    if outcome.seconds > CPU_SECONDS:
        yield f"{outcome.seconds:.1f} s"
    if outcome.memory > MEMORY:
        yield f"{outcome.memory >> 20} MiB"
