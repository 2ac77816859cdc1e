"""Excel trusts one folder, only when the user says so, and never a folder that mail reaches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sakip_excel.setup_pc.steps import set_up, tear_down
from sakip_excel.setup_pc.trust import excel_version, trust_obstacle
from tests.setup_pc.pc import EXCEL, TRUSTED, FakeRegistry, windows

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"


@pytest.fixture
def pc(tmp_path):
    """Return a PC with Excel."""
    return windows(tmp_path)


def test_a_yes_trusts_exactly_one_folder(pc):
    """The question names the folder; a yes writes it, as Excel does, and nothing else."""
    asked = []
    set_up(pc, ask=lambda question: asked.append(question) or True)
    folder = pc.folders.documents / "SAKIP"
    assert len(asked) == 1
    assert str(folder) in asked[0]
    assert pc.registry.keys[TRUSTED]["Path"] == f"{folder}\\"
    assert "AllowSubfolders" not in pc.registry.keys[TRUSTED]
    assert set(pc.registry.keys) - set(EXCEL) == {TRUSTED}


@pytest.mark.parametrize("ask", [None, lambda _: False])
def test_no_answer_is_no(pc, ask):
    """Without a clear yes nothing is trusted, and the way to do it later is told."""
    outcomes = set_up(pc, ask=ask)
    assert TRUSTED not in pc.registry.keys
    assert any("--lokasi-tepercaya ya" in o.advice for o in outcomes)


def test_an_answer_given_once_is_not_asked_again(pc):
    """What the folder has is kept without a question."""
    set_up(pc, trust=True)
    set_up(pc, ask=pytest.fail)
    assert TRUSTED in pc.registry.keys


def test_no_takes_the_trust_back(pc):
    """--lokasi-tepercaya tidak removes the trust that an earlier run gave."""
    set_up(pc, trust=True)
    set_up(pc, trust=False)
    assert TRUSTED not in pc.registry.keys


def test_another_folder_is_another_question(pc, tmp_path):
    """A yes for one folder is no yes for the next; without one the old trust goes too."""
    set_up(pc, trust=True)
    set_up(pc, tmp_path / "D" / "Kerja", ask=lambda _: False)
    assert TRUSTED not in pc.registry.keys


def test_a_trust_that_the_user_changed_is_the_users(pc):
    """A location that was edited in Excel is neither replaced nor removed."""
    set_up(pc, trust=True)
    pc.registry.keys[TRUSTED]["AllowSubfolders"] = 1
    edited = dict(pc.registry.keys[TRUSTED])
    set_up(pc, trust=True)
    tear_down(pc)
    assert pc.registry.keys[TRUSTED] == edited


@pytest.mark.parametrize(
    "choose",
    [
        lambda f: f.downloads,
        lambda f: f.downloads / "SAKIP",
        lambda f: f.desktop,
        lambda f: f.desktop / "SAKIP",
        lambda f: f.temporary / "SAKIP",
        lambda f: f.documents,
        lambda f: f.home,
        lambda f: f.home / "OneDrive",
        lambda f: f.documents / ".." / "..",
        lambda f: Path(f.home.anchor),
        lambda _: Path(r"\\server\bagian\SAKIP"),
    ],
)
def test_wide_folders_are_never_trusted(pc, choose):
    """Downloads, Desktop, drives, shares and whatever holds them stay untrusted, even on a yes."""
    folder = choose(pc.folders)
    assert trust_obstacle(pc, folder)


def test_a_drive_of_the_network_is_never_trusted(pc):
    """A letter that stands for a share is a share; a drive of the PC is not."""
    keys = EXCEL | {r"HKCU\Network\Z": {"RemotePath": r"\\server\bagian"}}
    computer = replace(pc, registry=FakeRegistry(keys))
    assert "jaringan" in trust_obstacle(computer, Path(r"Z:\SAKIP"))
    assert trust_obstacle(computer, Path(r"D:\SAKIP")) == ""


@pytest.mark.parametrize(
    "policy",
    [
        {rf"{POLICY}\Excel\Security\Trusted Locations": {"alllocationsdisabled": 1}},
        {rf"{POLICY}\Common\Security\Trusted Locations": {"allow user locations": 0}},
    ],
)
def test_the_office_may_forbid_it(tmp_path, policy):
    """A policy against such locations is respected and said, not written around."""
    computer = windows(tmp_path, keys=EXCEL | policy)
    outcomes = set_up(computer, trust=True)
    assert TRUSTED not in computer.registry.keys
    assert any("melarang" in o.text for o in outcomes)


def test_a_policy_that_allows_does_not_forbid(tmp_path):
    """The same policies with their allowing values are no obstacle."""
    keys = EXCEL | {
        rf"{POLICY}\Excel\Security\Trusted Locations": {"AllLocationsDisabled": 0},
        rf"{POLICY}\Common\Security\Trusted Locations": {"Allow User Locations": 1},
    }
    computer = windows(tmp_path, keys=keys)
    assert trust_obstacle(computer, computer.folders.documents / "SAKIP") == ""


@pytest.mark.parametrize(
    ("registered", "version"),
    [("Excel.Application.16", "16.0"), ("Excel.Application.15", "15.0"), ("ET.Application", "")],
)
def test_version_of_excel(registered, version):
    """The version is that of the class that Excel registers; other programs give none."""
    registry = FakeRegistry({r"HKCR\Excel.Application\CurVer": {"": registered}})
    assert excel_version(registry) == version
