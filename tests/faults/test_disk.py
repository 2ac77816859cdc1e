"""Disks that are full or may not be written, files that Excel holds, clocks that go backwards."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sakip_excel.cli import main
from sakip_excel.exchange.archive import open_archive
from sakip_excel.exchange.delivery import Attachment, Delivery
from sakip_excel.exchange.journal import JOURNAL_NAME, Kind, current, read_journal
from sakip_excel.exchange.outbox import Outbox, State
from sakip_excel.exchange.receipts import NONE, Sending
from sakip_excel.exchange.reception import receive
from sakip_excel.pipeline import process_workbook
from sakip_excel.workbook import replace
from tests.exchange.parcels import report
from tests.faults.scenes import REKAP, REPORT, SCENES, tree
from tests.tools.small_disk import fill, small_disk

SCENE_NAMES = ("proses", "segel", "kirim", "terima", "gabung")
NOW = datetime(2025, 1, 16, 10, 5).astimezone()
IS_ROOT = sys.platform == "linux" and os.geteuid() == 0


def prepared(name: str, home: Path) -> tuple[Path, list[str]]:
    """Make the world of a scene and return its working folder with the command's arguments."""
    work = home / "kerja"
    work.mkdir(parents=True, exist_ok=True)
    SCENES[name].make(work)
    return work, list(SCENES[name].arguments)


def play(monkeypatch, home: Path, arguments: list[str]) -> int:
    """Run a command inside a world and return its exit code."""
    monkeypatch.chdir(home / "kerja")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "kerja" / "program"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "kerja" / "program"))
    replace._sweep.cache_clear()  # every command is a program of its own
    return main(arguments)


@contextmanager
def read_only(folder: Path):
    """Make a folder one that nobody may write, not even the administrator."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", SCENE_NAMES)
def test_a_full_disk_spoils_nothing(name, tmp_path, monkeypatch, capsys):
    """On a disk with room for nothing everything stays, and with room the next run finishes."""
    home = tmp_path / "disk"
    home.mkdir()
    with small_disk(home, 4096) as mounted:
        if not mounted:
            pytest.skip("a disk of its own needs the rights to mount one")
        work, arguments = prepared(name, home)
        before = {k: v for k, v in tree(home).items() if not k.endswith("penuh")}
        for leave in (0, 8192, 65536):
            filler = fill(work, leave)
            code = play(monkeypatch, home, arguments)
            said = capsys.readouterr()
            filler.unlink()
            assert (code, "disk penuh" in said.err) == (3, True), said
            left = tree(home)
            assert {k: left.get(k) for k in before} == before
            assert not [k for k in left if "cadangan" in k and left[k] not in before.values()]
        assert play(monkeypatch, home, arguments) in (0, 1)
        assert not [k for k in tree(home) if k.endswith(".tmp")]
        monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(not IS_ROOT, reason="mounting a folder read-only needs rights")
@pytest.mark.parametrize("name", SCENE_NAMES)
def test_a_read_only_folder_gives_a_sentence(name, tmp_path, monkeypatch, capsys):
    """Exit code 3, a sentence that says it, and nothing changed."""
    work, arguments = prepared(name, tmp_path)
    before = tree(tmp_path)
    with read_only(work):
        code = play(monkeypatch, tmp_path, arguments)
        monkeypatch.chdir(tmp_path)
    assert (code, "hanya boleh dibaca" in (said := capsys.readouterr().err)) == (3, True), said
    assert tree(tmp_path) == before


def _sharing_violation(path: Path) -> PermissionError:
    error = PermissionError(13, "in use", str(path))
    error.winerror = 32
    return error


@pytest.mark.parametrize(
    ("name", "held"),
    [("proses", REPORT), ("segel", REPORT), ("gabung", REKAP), ("terima", JOURNAL_NAME)],
)
def test_a_file_that_windows_refuses(name, held, tmp_path, monkeypatch, capsys):
    """A sharing violation at the last moment: exit code 3, what stood there stands, no backup."""
    _, arguments = prepared(name, tmp_path)
    before = tree(tmp_path)
    real_replace, real_open = Path.replace, Path.open
    monkeypatch.setattr(replace, "_WAITS", ())

    def refuse(path, target):
        if Path(target).name == held:
            raise _sharing_violation(target)
        return real_replace(path, target)

    def refuse_open(path, mode="r", *arguments, **options):
        if path.name == held and mode == "ab":
            raise _sharing_violation(path)
        return real_open(path, mode, *arguments, **options)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "open", refuse_open)
    assert play(monkeypatch, tmp_path, arguments) == 3
    assert "sedang terbuka" in capsys.readouterr().err
    left = tree(tmp_path)
    assert {k: left.get(k) for k in before} == before
    assert not [k for k in left if "cadangan" in k or k.endswith(".tmp")]


@pytest.mark.parametrize(
    ("name", "held"), [("proses", REPORT), ("segel", REPORT), ("gabung", REKAP)]
)
def test_a_file_that_excel_has_open(name, held, tmp_path, monkeypatch, capsys):
    """The owner file of Excel beside it stops the command before anything is written."""
    work, arguments = prepared(name, tmp_path)
    (work / f"~${held}").write_bytes(b"x")
    before = tree(tmp_path)
    assert play(monkeypatch, tmp_path, arguments) == 3
    assert "sedang terbuka di Excel" in capsys.readouterr().err
    assert tree(tmp_path) == before


def test_a_rekap_that_was_saved_while_it_was_joined_is_kept(tmp_path, monkeypatch, capsys):
    """Decisions that an officer saves during a joining are not overwritten."""
    from sakip_excel.consolidate import work as module

    work, arguments = prepared("gabung", tmp_path)
    real, saved = module.join, b"saved by Excel in between"

    def join(material):
        (work / REKAP).write_bytes(saved)
        return real(material)

    monkeypatch.setattr(module, "join", join)
    assert play(monkeypatch, tmp_path, arguments) == 3
    assert "berubah saat diproses" in capsys.readouterr().err
    assert (work / REKAP).read_bytes() == saved


def test_a_rekap_that_came_while_it_was_joined_is_kept(tmp_path, monkeypatch):
    """Of two first joinings into one rekap the second does not replace the first."""
    from sakip_excel.consolidate import work as module

    work, arguments = prepared("gabung", tmp_path)
    (work / REKAP).unlink()
    real = module.join
    monkeypatch.setattr(module, "join", lambda m: ((work / REKAP).write_bytes(b"x"), real(m))[1])
    assert play(monkeypatch, tmp_path, arguments) == 3
    assert (work / REKAP).read_bytes() == b"x"


def test_old_leftovers_go_and_young_ones_stay(tmp_path):
    """A temporary file that nobody has touched for ten minutes is removed, another's is not."""
    path = tmp_path / REPORT
    path.write_bytes(report(sealed=None))
    names = (".sakip-00000001.tmp", ".sakip-00000002.tmp", "sakip-catatan.tmp")
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    old = (datetime.now() - timedelta(minutes=11)).timestamp()  # noqa: DTZ005
    for name in names[::2]:
        os.utime(tmp_path / name, (old, old))
    process_workbook(path)
    assert [(tmp_path / name).exists() for name in names] == [False, True, True]


def test_backups_when_the_clock_goes_back(tmp_path):
    """Every backup stays, also those that would have the same name."""
    path, kept = tmp_path / REPORT, []
    for number, moment in enumerate([NOW, NOW - timedelta(days=400), NOW, NOW - timedelta(days=1)]):
        path.write_bytes(report(spent=380_000 + number, sealed=None))
        kept.append((path.read_bytes(), process_workbook(path, clock=lambda m=moment: m).written))
    assert len({written.backup for _, written in kept}) == 4
    assert all(written.backup.read_bytes() == data for data, written in kept)


@pytest.mark.parametrize("sealed", [False, True])
def test_an_archive_when_the_clock_goes_back(sealed, tmp_path):
    """What came later counts, though the clock of the province says that it came earlier."""
    moments = [NOW, NOW - timedelta(days=400), NOW - timedelta(days=400)]
    for number, moment in enumerate(moments):
        seal = datetime(2025, 1, 10 + number, 9) if sealed else None  # noqa: DTZ001
        data = report(spent=380_000 + number, sealed=seal)
        delivery = Delivery(f"{number}.xlsx", (Attachment(f"{number}.xlsx", data),))
        with open_archive(tmp_path, None, lambda m=moment: m) as archive:
            receive(archive, [delivery], Sending(NONE))
    lines = read_journal(tmp_path / JOURNAL_NAME)
    taken = [entry for entry in lines if entry.jenis == Kind.TAKEN]
    assert [entry.versi for entry in taken] == [1, 2, 3]
    assert next(iter(current(lines).values())) == taken[-1]
    assert not any("urutannya" in reason for entry in taken for reason in entry.alasan)


def test_an_outbox_when_the_clock_goes_back(tmp_path):
    """What was sent stays sent, and its history is in the order in which it happened."""
    from tests.exchange.test_outbox import message

    moments = iter([NOW, NOW - timedelta(days=400), NOW - timedelta(days=401)])
    outbox = Outbox(tmp_path, lambda: next(moments))
    outbox.prepare("a", message())
    outbox.note("a", State.SENT)
    assert outbox.prepare("a", message()).state is State.SENT
