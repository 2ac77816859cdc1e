"""A disk that is soon full: a real one where the tests may mount it, else a limit on files."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """Make a folder a disk of its own with so much room; yield whether that was possible.

    Args:
        folder: an empty folder.
        kilobytes: size of the disk.
    """
    mounted = sys.platform == "linux" and os.geteuid() == 0
    if mounted:
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def fill(folder: Path, leave: int = 0) -> Path:
    """Fill the disk of a folder up to so many bytes and return the file that does it."""
    path = folder / "penuh"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, file.tell() - leave))
    return path


def no_room(*_: object) -> None:
    """Raise what a full disk raises."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def failing_at(number: int, real: Callable[..., object]) -> Callable[..., object]:
    """Return a function that works until its n-th call, which finds the disk full."""
    calls = iter(range(1, 1_000_000))

    def call(*arguments: object, **options: object) -> object:
        if next(calls) == number:
            no_room()
        return real(*arguments, **options)

    return call
