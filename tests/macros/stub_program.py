"""A program that a button can start in place of ours: ``stub_program.py NOTES tombol AKSI ...``.

It does what the JSON file NOTES says and adds a line to NOTES.log about how it was called, so that
a test sees both sides. Keys of NOTES, all optional: ``answer`` (text of jawaban.txt; none is
written without it), ``progress`` (text of kemajuan.txt), ``seconds`` (to wait before the answer).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def main(notes: Path, words: list[str]) -> None:
    """Play the program once."""
    orders = json.loads(notes.read_text(encoding="utf-8"))
    details = dict(word.removeprefix("--").split("=", 1) for word in words[2:])
    folder = Path(details["folder"])
    seen: dict[str, object] = {"words": words, "details": details, "copy": _copy(folder)}
    complete = folder / "salinan.siap"
    seen["before copy"] = complete.exists() and _started() < complete.stat().st_mtime
    if "progress" in orders:
        (folder / "kemajuan.txt").write_text(orders["progress"], encoding="ascii")
    time.sleep(orders.get("seconds", 0))
    with notes.with_suffix(".log").open("a", encoding="utf-8") as log:
        log.write(json.dumps(seen) + "\n")
    if "answer" in orders:
        unfinished = folder / "jawaban.tmp"
        unfinished.write_text(orders["answer"], encoding="ascii", newline="")
        unfinished.replace(folder / "jawaban.txt")


def _started() -> float:
    """Return when this process was started, before it could do anything; seconds as of files."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    since_boot = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - since_boot)


def _copy(folder: Path) -> str:
    """Return the first bytes of the copy as hex once it is complete, "" when it was called off."""
    while not (folder / "salinan.siap").exists():
        if (folder / "batal").exists():
            return ""
        time.sleep(0.01)
    return (folder / "salinan.xlsm").read_bytes()[:4].hex()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
