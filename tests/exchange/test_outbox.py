"""The outbox: whatever dies whenever, nothing is sent twice and nothing is forgotten."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import datetime
from pathlib import Path

import pytest

from sakip_excel.errors import (
    DamagedError,
    NotDeliveredError,
    OpenElsewhereError,
    UncertainError,
    WriteError,
)
from sakip_excel.exchange.mail import POLICY, XLSX, build_message
from sakip_excel.exchange.outbox import MESSAGE, STATE, Outbox, State
from sakip_excel.exchange.smtp import Delivered
from tests.tools.small_disk import failing_at, fill, small_disk

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2025, 1, 16, 10, 5)  # noqa: DTZ001 - the clock on the wall
KEY = "658021-2024-TW4-v1-a1b2c3d4"


def message(body: str = "isi é\n.titik\n"):
    """Return a message with an attachment."""
    return build_message(
        "prabumulih@kpu.go.id",
        "sumsel@kpu.go.id",
        "Laporan",
        body,
        [("laporan.xlsx", bytes(range(256)) * 8, XLSX)],
        {"Message-ID": "<satu@kpu.go.id>"},
    )


class Server:
    """A server of the tests: notes what it was given, and fails where it is told to."""

    def __init__(self) -> None:
        self.got, self.before, self.after = [], None, None

    def __call__(self, given, commit) -> Delivered:
        """Take a message as smtp.send does."""
        if self.before is not None:
            raise self.before
        commit()
        self.got.append(given.as_bytes(policy=POLICY))
        if self.after is not None:
            raise self.after
        return Delivered("250 antre A1")


@pytest.fixture
def outbox(tmp_path) -> Outbox:
    """Return an outbox with one message that was prepared."""
    made = Outbox(tmp_path / "kotak keluar", lambda: AT)
    made.prepare(KEY, message(), {"versi": "1"})
    return made


def test_what_was_sent_when_and_to_whom_is_kept(outbox):
    """After sending, the outbox tells everything about it, from the disk."""
    server = Server()
    outbox.deliver(KEY, server)
    found = Outbox(outbox.folder).find(KEY)
    assert (found.state, found.at, found.to) == (
        State.SENT,
        "2025-01-16T10:05:00",
        ("sumsel@kpu.go.id",),
    )
    assert (found.how, found.said, found.about) == ("smtp", "250 antre A1", {"versi": "1"})
    assert found.message_id == "<satu@kpu.go.id>"
    assert [h.split()[1] for h in found.history] == ["disiapkan", "mengirim"]
    assert server.got == [message().as_bytes(policy=POLICY)]


def test_nothing_is_sent_twice(outbox):
    """A second delivery is refused with time and address; only an explicit wish repeats it."""
    server = Server()
    outbox.deliver(KEY, server)
    with pytest.raises(NotDeliveredError, match=r"16/01/2025 10\.05 kepada sumsel@kpu\.go\.id"):
        outbox.deliver(KEY, server)
    assert len(server.got) == 1
    outbox.deliver(KEY, server, again=True)
    assert server.got[0] == server.got[1]


def test_a_refusal_can_be_tried_again(outbox):
    """What the server did not take goes out at the next try, without being told to repeat."""
    server = Server()
    server.before = NotDeliveredError("Server menolak.")
    with pytest.raises(NotDeliveredError):
        outbox.deliver(KEY, server)
    assert (outbox.find(KEY).state, outbox.find(KEY).said) == (State.FAILED, "Server menolak.")
    server.before, server.after = None, NotDeliveredError("451 nanti")
    with pytest.raises(NotDeliveredError):
        outbox.deliver(KEY, server)
    assert outbox.find(KEY).state is State.FAILED
    server.after = None
    assert outbox.deliver(KEY, server).state is State.SENT


def test_an_uncertain_delivery_stays_uncertain_until_somebody_decides(outbox):
    """After a cut at the end the next try is refused, until it is asked for."""
    server = Server()
    server.after = UncertainError("Terputus.")
    with pytest.raises(UncertainError):
        outbox.deliver(KEY, server)
    server.after = None
    with pytest.raises(UncertainError, match="tidak pasti"):
        outbox.deliver(KEY, server)
    assert len(server.got) == 1
    assert outbox.deliver(KEY, server, again=True).state is State.SENT


@pytest.mark.parametrize("moment", ["before", "commit", "after"])
def test_a_program_that_is_killed_leaves_the_truth_behind(outbox, moment, tmp_path):
    """Killed before the last line: sent at the next try. Killed after it: uncertain, not sent."""
    got = tmp_path / "diterima"
    script = f"""
        import os, pathlib
        from sakip_excel.exchange.outbox import Outbox
        def send(message, commit):
            if {moment!r} == "before": os._exit(9)
            commit()
            if {moment!r} == "commit": os._exit(9)
            pathlib.Path({str(got)!r}).touch()
            os._exit(9)
        Outbox(pathlib.Path({str(outbox.folder)!r})).deliver({KEY!r}, send)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, check=False)
    assert done.returncode == 9
    server = Server()
    if moment == "before":
        assert outbox.deliver(KEY, server).state is State.SENT
        return
    assert outbox.find(KEY).settled is State.UNCERTAIN
    with pytest.raises(UncertainError):
        outbox.deliver(KEY, server)
    assert server.got == []


def test_two_programs_do_not_send_the_same_message(outbox):
    """While one program sends, another one is told to wait; nothing goes out twice."""
    seen = []

    class Slow(Server):
        def __call__(self, given, commit) -> Delivered:
            script = (
                "import pathlib, sys\n"
                "from sakip_excel.errors import OpenElsewhereError\n"
                "from sakip_excel.exchange.outbox import Outbox\n"
                f"box = Outbox(pathlib.Path({str(outbox.folder)!r}))\n"
                f"try: box.deliver({KEY!r}, lambda m, c: sys.exit(1))\n"
                "except OpenElsewhereError: sys.exit(42)\n"
            )
            done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
            seen.append(done.returncode)
            return super().__call__(given, commit)

    assert outbox.deliver(KEY, Slow()).state is State.SENT
    assert seen == [42]


def test_one_program_cannot_hold_a_message_twice(outbox):
    """The lock also stops a second attempt inside the same program."""

    def nested(given, commit) -> Delivered:
        outbox.note(KEY, State.DRAFT)
        return Server()(given, commit)

    with pytest.raises(OpenElsewhereError):
        outbox.deliver(KEY, nested)
    assert outbox.find(KEY).state is State.PREPARED


def test_a_newer_text_replaces_only_what_nobody_got(outbox):
    """Preparing again changes a message that stayed here, never one that left."""
    outbox.prepare(KEY, message("baru\n"))
    assert "baru" in outbox.message(KEY).get_body().get_content()
    outbox.deliver(KEY, Server())
    outbox.prepare(KEY, message("lebih baru\n"))
    assert "lebih" not in outbox.message(KEY).get_body().get_content()
    assert outbox.find(KEY).state is State.SENT


def test_a_message_without_state_was_never_there(outbox):
    """A program that died between message and state left nothing that counts."""
    (outbox.folder / KEY / STATE).unlink()
    assert outbox.find(KEY) is None
    assert outbox.items() == []
    assert outbox.prepare(KEY, message()).state is State.PREPARED


def test_a_state_that_cannot_be_read_stops_instead_of_sending(outbox):
    """A damaged state is an error with its place, and nothing is sent on its account."""
    (outbox.folder / KEY / STATE).write_text('{"key": ', encoding="utf-8")
    server = Server()
    with pytest.raises(DamagedError, match=KEY):
        outbox.deliver(KEY, server)
    assert server.got == []


@pytest.mark.parametrize("key", ["", "../x", "a/b", "a\\b", ".x", "a b", "x" * 101, "a."])
def test_no_key_leads_out_of_the_folder(outbox, key):
    """Keys are plain names, on every system."""
    with pytest.raises(ValueError, match="key"):
        outbox.prepare(key, message())


@pytest.mark.parametrize(
    ("number", "taken"), [(1, False), (2, True)], ids=["before the last line", "after it"]
)
def test_a_full_disk_stops_before_the_server_has_it(outbox, monkeypatch, number, taken):
    """Full before the last line: not sent. Full after it: sent, said, and not sent again."""
    server = Server()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", failing_at(number, os.fsync))
        with pytest.raises(WriteError) as caught:
            outbox.deliver(KEY, server)
    assert bool(server.got) == taken == ("sudah terkirim" in caught.value.message)
    if taken:
        with pytest.raises(UncertainError):
            outbox.deliver(KEY, server)
    else:
        outbox.deliver(KEY, server)
    assert len(server.got) == 1


def test_a_disk_that_is_really_full_loses_nothing(tmp_path):
    """On a real full disk the attempt fails whole, and succeeds once there is room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder, 256) as mounted:
        if not mounted:
            pytest.skip("a disk cannot be mounted here; see the test above")
        outbox = Outbox(folder / "kotak keluar", lambda: AT)
        outbox.prepare(KEY, message())
        filler, server = fill(folder), Server()
        with pytest.raises(WriteError, match="penuh"):
            outbox.deliver(KEY, server)
        assert (server.got, outbox.find(KEY).state) == ([], State.PREPARED)
        with pytest.raises(WriteError, match="penuh"):
            outbox.prepare("lain", message())
        filler.unlink()
        assert outbox.deliver(KEY, server).state is State.SENT
        assert [item.key for item in outbox.items()] == [KEY]


def test_the_message_on_the_disk_is_the_one_that_travels(outbox):
    """What the outbox keeps is the message itself, as any mail program reads it."""
    assert (outbox.folder / KEY / MESSAGE).read_bytes() == message().as_bytes(policy=POLICY)
