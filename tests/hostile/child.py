"""One command in a process of its own that measures itself: python -m tests.hostile.child ..."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.hostile.judge import command

_SECONDS = 30
_ADDRESSES = 4 << 30


def _limit() -> None:
    """Keep a runaway from taking the whole computer; there is no such limit on Windows."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


def peak_memory() -> int:
    """Return the peak of bytes that this process held, 0 where the system does not tell.

    The figure of getrusage also counts the process that started this one.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Run the command and print its answer as JSON."""
    _limit()
    code, out, err, kind = command(sys.argv[1:])
    shown = out[-2000:] if code not in (0, 1) else ""
    answer = {
        "code": code, "out": shown, "err": err[-2000:], "kind": kind,
        "seconds": time.process_time(), "memory": peak_memory(),
    }  # fmt: skip
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
