"""The program is ended, or its disk fails, while it writes; a second run finishes the job.

A spread of the points; `tests.faults.run` plays all of them.
"""

from __future__ import annotations

import pytest

from tests.faults.run import playing, spread
from tests.faults.scenes import SCENES
from tests.faults.syscalls import Fault, Runner, needs_strace

pytestmark = [pytest.mark.faults, needs_strace]

HOW_MANY = {"terima smtp": 3, "gabung": 4, "gabung tutup": 2}
"""Points of a scene at which the program is ended; six of any other."""


@pytest.fixture(scope="module")
def runner():
    """Return our program, loaded once."""
    with Runner() as running:
        yield running


@pytest.mark.parametrize("name", SCENES)
def test_a_program_that_is_ended_leaves_nothing_half_done(name, runner, tmp_path):
    """Originals or complete results stay, with a backup, and the next run finishes."""
    with playing(SCENES[name], tmp_path, runner) as play:
        points = [p for p in play.ends.points if "/sementara/" not in p.text]
        chosen = spread(points, 0)
        for point in chosen[:: 1 + len(chosen) // HOW_MANY.get(name, 6)]:
            assert play.faults_of(point, Fault.KILL) == [], point


@pytest.mark.parametrize("name", ["proses", "terima", "gabung"])
@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.FULL])
def test_a_disk_that_fails_gives_a_sentence_and_spoils_nothing(name, fault, runner, tmp_path):
    """Whatever call the system refuses, the exit code is 3 or 4 and the next run finishes."""
    with playing(SCENES[name], tmp_path, runner) as play:
        open_to_it = [p for p in play.ends.points if fault in p.faults()]
        for point in open_to_it[:: 1 + len(open_to_it) // 3]:
            assert play.faults_of(point, fault) == [], point
