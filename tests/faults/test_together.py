"""Several programs on one workbook, one archive, one rekap or one message at the same time."""

from __future__ import annotations

import sys

import pytest

from sakip_excel.exchange.seal_state import SealState
from sakip_excel.pipeline import check_workbook
from tests.faults.play import settled
from tests.faults.run import playing
from tests.faults.scenes import REPORT, SCENES, secret, tree
from tests.faults.syscalls import Runner, needs_strace

pytestmark = [
    pytest.mark.faults,
    needs_strace,
    pytest.mark.skipif(sys.platform != "linux", reason="forks programs"),
]
_SENTENCES = ("sedang ditulis", "berubah saat diproses", "sedang dipakai")


@pytest.fixture(scope="module")
def runner():
    """Return our program, loaded once."""
    with Runner() as running:
        yield running


def judged(done, clean=(0,)) -> list[bool]:
    """Return which programs did their work; every other one must have said why not."""
    worked = [ran.code in clean for ran in done]
    for ran in done:
        if ran.code not in clean:
            assert ran.code in (3, 4), ran
            assert len(ran.err.strip().splitlines()) == 1, ran.err
            assert any(said in ran.err for said in (*_SENTENCES, "udah dikirim")), ran.err
    return worked


def backups(home) -> list[bytes]:
    """Return what stands in the folder of backups."""
    return [data for name, data in tree(home).items() if "/cadangan/" in name]


@pytest.mark.parametrize("name", ["proses", "segel", "gabung"])
def test_one_file_and_several_programs(name, runner, tmp_path):
    """Each does its work or says one sentence; the file is complete, its backup is there."""
    scene = SCENES[name]
    with playing(scene, tmp_path, runner) as play:
        place = scene.replaced[0]
        for _ in range(3):
            home = play.world.fresh()
            assert any(judged(runner.together([play.arguments] * 5, home)))
            assert tree(home)[place] in [end[place] for end in play.ends.trees]
            assert play.world.before[place] in backups(home)
            assert not list(home.rglob(".sakip-*"))
            assert runner.run(play.arguments, home).code == 0
            assert tree(home)[place] in [end[place] for end in play.ends.trees]


def test_a_seal_is_not_lost_to_another_program(runner, tmp_path):
    """When sealing was reported the workbook is sealed, whoever else processed it meanwhile."""
    with playing(SCENES["segel"], tmp_path, runner) as play:
        for _ in range(4):
            home = play.world.fresh()
            commands = [["proses", REPORT], ["segel", REPORT], ["proses", REPORT]]
            worked = judged(runner.together(commands, home))
            state = check_workbook(home / "kerja" / REPORT).seal.state
            assert state is (SealState.INTACT if worked[1] else SealState.NONE)
            assert play.world.before[f"kerja/{REPORT}"] in backups(home)
            assert runner.run(["segel", REPORT], home).code == 0  # whoever lost tries again
            assert check_workbook(home / "kerja" / REPORT).seal.state is SealState.INTACT


def test_one_archive_and_several_programs(runner, tmp_path):
    """One takes everything in, the others say that it is busy; nothing is doubled."""
    with playing(SCENES["terima"], tmp_path, runner) as play:
        for _ in range(2):
            home = play.world.fresh()
            judged(runner.together([play.arguments] * 3, home), clean=(0, 1))
            assert settled(tree(home)) in play.ends.trees


def test_one_message_and_several_programs(runner, tmp_path):
    """Whoever of them sends it, it is sent once."""
    with playing(SCENES["kirim smtp"], tmp_path, runner) as play:
        for _ in range(3):
            play.box.messages.clear()
            done = runner.together([play.arguments] * 3, play.world.fresh(), **secret())
            assert sum(judged(done)) == 1
            assert len(play.box.messages) == 1
