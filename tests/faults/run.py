"""Disturb our program at every call by which it writes and print what went wrong.

``python -m tests.faults.run [proses|segel|kirim|terima|gabung] [--hanya mati]`` takes minutes; the
tests take a spread subset.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.play import Play
from tests.faults.scenes import SCENES, Scene, World, mail_server
from tests.faults.syscalls import Fault, Point, Runner


@contextmanager
def playing(scene: Scene, folder: Path, runner: Runner) -> Iterator[Play]:
    """Yield a scene that is ready to be disturbed."""
    with mail_server(scene, folder) as (box, settings):
        yield Play(runner, scene, World(scene, folder / "dunia", settings), box)


def spread(points: list[Point], count: int) -> list[Point]:
    """Return about so many points: the first and last of each call, the others evenly."""
    ends: dict[str, list[Point]] = {}
    for point in points:
        ends.setdefault(point.call, []).append(point)
    chosen = {p for same in ends.values() for p in (same[0], same[-1])}
    step = max(1, len(points) // max(1, count - len(chosen)))
    return [p for place, p in enumerate(points) if p in chosen or place % step == 0]


def _play_all(scene: Scene, kinds: list[Fault], runner: Runner) -> int:
    tried: Counter[Fault] = Counter()
    bad, start = 0, time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        playing(scene, Path(folder), runner) as play,
    ):
        for point in play.ends.points:
            for fault in (f for f in point.faults() if f in kinds):
                tried[fault] += 1
                for sentence in play.faults_of(point, fault):
                    bad += 1
                    place = f"{point.call} {point.number} {point.text[:90]}"
                    print(f"  {scene.name}, {fault}, {place}: {sentence}", flush=True)
    said = ", ".join(f"{fault} {number}" for fault, number in tried.items())
    seconds = time.monotonic() - start
    print(
        f"{scene.name:<14} {len(play.ends.points):>4} titik; {said}; {bad} salah; {seconds:.0f} s",
        flush=True,
    )
    return bad


def main() -> int:
    """Play the scenes that the command line asks for; return 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("perintah", nargs="*", metavar="PERINTAH")
    parser.add_argument("--hanya", choices=[f.value for f in Fault])
    options = parser.parse_args()
    logging.disable()  # the mail server of the tests tells of every client that was ended
    kinds = [f for f in Fault if options.hanya in (None, f)]
    wanted = [
        scene
        for name, scene in SCENES.items()
        if not options.perintah or any(name.startswith(w) for w in options.perintah)
    ]
    with Runner() as runner:
        return int(sum(_play_all(scene, kinds, runner) for scene in wanted) > 0)


if __name__ == "__main__":
    sys.exit(main())
