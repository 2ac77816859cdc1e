"""Our own program, loaded once and forked for every run, with its clock stopped.

Two runs can be compared byte for byte, and a run costs only its own work. The process reads one
JSON object per line: ``{"lari": [...], "kerja": ..., "lingkungan": {...}, "hasil": ...}`` forks a
child that waits; ``{"mulai": [pid, ...]}`` lets children go. It answers with the child's process
number, then with their exit codes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import datetime

from sakip_excel.workbook import replace

CLOCK = "JAM_UJI"
USUAL = "2025-01-16T10:05:00"
OUT, ERR = "keluar.txt", "galat.txt"


def _stopped() -> datetime:
    return datetime.fromisoformat(os.environ.get(CLOCK, USUAL)).astimezone()


def _child(order: dict, waiting: int) -> None:
    for stream, name in ((1, OUT), (2, ERR)):
        path = os.path.join(order["hasil"], name)  # noqa: PTH118 - plain calls, few of them
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.chdir(order["kerja"])
    os.environ.update(order["lingkungan"])
    tempfile.tempdir = None
    os.read(waiting, 1)
    code = 5
    try:
        code = main(order["lari"])
    finally:
        sys.stdout.flush()
        os._exit(code)


def _serve() -> None:
    pipes: dict[int, int] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "mulai" in order:
            for pid in order["mulai"]:
                os.write(pipes[pid], b".")
                os.close(pipes.pop(pid))
            ended = [os.waitpid(pid, 0)[1] for pid in order["mulai"]]
            answer = [os.waitstatus_to_exitcode(status) for status in ended]
        else:
            waiting, go = os.pipe()
            answer = os.fork()
            if not answer:
                _child(order, waiting)
            os.close(waiting)
            pipes[answer] = go
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    replace.local_now = _stopped  # before anything takes it from there
    import num2words  # noqa: F401 - what the commands load when they need it
    import xlsxwriter.workbook  # noqa: F401

    from sakip_excel import schema  # noqa: F401
    from sakip_excel.cli import main
    from sakip_excel.consolidate import command, rekap, work  # noqa: F401
    from sakip_excel.consolidate.rekap import reread, write  # noqa: F401
    from sakip_excel.exchange import kirim_command, segel_command, terima_command  # noqa: F401
    from sakip_excel.exchange import imap, reception, send, smtp  # noqa: F401  # isort: skip

    _serve()
