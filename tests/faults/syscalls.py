"""Run our program under strace: list the calls by which it writes, and disturb any one of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.faults.program import ERR, OUT

WATCHED = (
    "open,openat,creat,write,pwrite64,writev,rename,renameat,renameat2,link,linkat,unlink,"
    "unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,truncate,ftruncate,chmod,fchmod,fchmodat,"
    "sendto,sendmsg,sendfile,copy_file_range"
)
"""Every call by which a program changes something outside itself."""

KILLED = -9
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_OPENS = {"open", "openat", "creat"}
_CHANGES = re.compile(r"O_CREAT|O_WRONLY|O_RDWR|O_TRUNC")
_SENT = re.compile(r"<(?:socket|TCP|TCPv6):")
_ROOT = Path(__file__).parents[2]


def _works() -> bool:
    """Return whether strace is there and may watch a program here."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    return not subprocess.run(
        ["strace", "-qq", "true"], capture_output=True, check=False
    ).returncode


needs_strace = pytest.mark.skipif(
    not os.environ.get("CI") and not _works(), reason="needs strace (never skipped in CI)"
)


class Fault(StrEnum):
    """What happens at a call; the value is what the table prints."""

    KILL = "mati"
    BROKEN = "galat disk"
    FULL = "disk penuh"


@dataclass(frozen=True, slots=True)
class Point:
    """One call by which the program writes.

    Attributes:
        call: its name.
        number: the how manieth call of that name since the program started.
        text: its arguments as strace shows them.
    """

    call: str
    number: int
    text: str

    @property
    def sends(self) -> bool:
        """Return whether it writes to the net."""
        return bool(_SENT.search(self.text))

    @property
    def says(self) -> bool:
        """Return whether it only tells the user something."""
        return OUT in self.text or ERR in self.text

    def faults(self) -> Iterator[Fault]:
        """Yield what can happen here."""
        yield Fault.KILL
        if not (self.sends or self.says):
            yield Fault.BROKEN
            if self.call in {"write", "pwrite64", "writev"}:
                yield Fault.FULL

    def option(self, fault: Fault) -> str:
        """Return the option of strace that disturbs this call."""
        how = {
            Fault.KILL: f"signal=KILL:when={self.number}",
            Fault.BROKEN: f"error=EIO:when={self.number}",
            Fault.FULL: f"error=ENOSPC:when={self.number}",
        }[fault]
        return f"inject={self.call}:{how}"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the program gave: exit code (`KILLED` when it was ended) and what it said."""

    code: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the settings by which everything the program keeps lies in one folder."""
    temporary, own = str(home / "sementara"), str(home / "program")
    kept = {"XDG_STATE_HOME": own, "LOCALAPPDATA": own, "TMPDIR": temporary, "TEMP": temporary}
    return kept | more


class Runner:
    """Runs our program in a world, undisturbed or with a fault; see `tests.faults.program`."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def run(self, arguments: list[str], home: Path, **more: str) -> Ran:
        """Run the program in the folder ``kerja`` of a world."""
        return self._finish(self._fork(arguments, home, home, more), home)

    def together(self, commands: list[list[str]], home: Path, **more: str) -> list[Ran]:
        """Run several programs at the same time in one world."""
        places = [home / "sementara" / f"layar {number}" for number in range(len(commands))]
        for place in places:
            place.mkdir(exist_ok=True)
        each = zip(commands, places, strict=True)
        codes = self._ask({"mulai": [self._fork(c, home, place, more) for c, place in each]})
        return [_ran(code, place) for code, place in zip(codes, places, strict=True)]

    def points(self, arguments: list[str], home: Path, **more: str) -> tuple[Ran, list[Point]]:
        """Run it undisturbed; return what came and the calls by which it wrote."""
        done, log = self._traced(arguments, home, [], more)
        return done, list(_points(log, str(home)))

    def disturbed(
        self, arguments: list[str], home: Path, point: Point, fault: Fault, **more: str
    ) -> tuple[Ran, str]:
        """Run it with a fault at one point; return what came and the log of its calls."""
        return self._traced(arguments, home, ["-e", point.option(fault)], more)

    def _fork(self, arguments: list[str], home: Path, screen: Path, more: dict[str, str]) -> int:
        kept = {"kerja": str(home / "kerja"), "lingkungan": environment(home, **more)}
        return self._ask({"lari": arguments, "hasil": str(screen), **kept})

    def _finish(self, pid: int, home: Path) -> Ran:
        return _ran(self._ask({"mulai": [pid]})[0], home)

    def _traced(
        self, arguments: list[str], home: Path, extra: list[str], more: dict[str, str]
    ) -> tuple[Ran, str]:
        log, pid = home / "strace.log", self._fork(arguments, home, home, more)
        options = ["-f", "-qq", "-y", "-s", "24", "-o", str(log), "-e", f"trace={WATCHED}"]
        tracer = subprocess.Popen(["strace", *options, *extra, "-p", str(pid)])
        while b"TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_bytes():
            time.sleep(0.002)
        time.sleep(0.02)  # until it looks at every call
        done = self._finish(pid, home)
        tracer.wait(timeout=30)
        return done, log.read_text("utf-8", "replace")

    def _ask(self, order: dict[str, object]) -> Any:
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _ran(code: int, screen: Path) -> Ran:
    return Ran(code, *((screen / name).read_text("utf-8") for name in (OUT, ERR)))


def _points(log: str, home: str) -> Iterator[Point]:
    counts: Counter[str] = Counter()
    said = False
    for found in map(_LINE.match, log.splitlines()):
        if found is None:
            continue
        call, text = found.groups()
        counts[call] += 1
        point = Point(call, counts[call], text.replace(home, ""))
        reads = call in _OPENS and not _CHANGES.search(text)
        ours = (home in text and not (point.says and said)) or (point.sends and call not in _OPENS)
        said = said or point.says
        if ours and not reads:
            yield point
