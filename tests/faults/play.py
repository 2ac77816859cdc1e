"""Play a scene with a fault at one point and judge what is left, and what a second run makes."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.scenes import Scene, World, secret, tree
from tests.faults.syscalls import KILLED, Fault, Point, Ran, Runner
from tests.tools.mail_server import Mailbox

TEMPORARY = re.compile(r"\.sakip-[^/]*\.tmp")
_LONG_AGO = 3600  # seconds; nobody writes for so long
_SENTENCES = {3, 4}
_TRIES = 3
"""Runs until a point is reached: programs that work together do not always make as many calls."""
_JOURNAL, _LOCK, _STATE = "catatan.jsonl", "kunci", "keadaan.json"


@dataclass
class Ends:
    """What undisturbed runs give.

    Attributes:
        code: exit code.
        trees: what stands there after one run, and after two.
        points: the calls by which it writes.
    """

    code: int
    trees: list[dict[str, bytes]]
    points: list[Point] = field(default_factory=list)


class Play:
    """One scene in its world, with what undisturbed runs of it give.

    Args:
        runner: runs the program.
        scene: what is played.
        world: where.
        box: the mail server, None where none is needed.
    """

    def __init__(self, runner: Runner, scene: Scene, world: World, box: Mailbox | None) -> None:
        self.runner, self.scene, self.world, self.box = runner, scene, world, box
        self.arguments = list(scene.arguments)
        done, points = runner.points(self.arguments, world.fresh(), **secret())
        first = tree(world.home)
        self._twice = runner.run(self.arguments, world.home, **secret()).code
        self.ends = Ends(done.code, [settled(first), settled(tree(world.home))], points)
        self.sent = len(box.messages) if box else 0

    def faults_of(self, point: Point, fault: Fault) -> list[str]:
        """Play the scene with a fault at a point; return what is wrong afterwards."""
        for _ in range(_TRIES):
            home = self.world.fresh()
            if self.box:
                self.box.messages.clear()
            done, log = self.runner.disturbed(self.arguments, home, point, fault, **secret())
            if done.code == KILLED or "INJECTED" in log:
                break
        found = [*self._ended(done, fault, log), *self._left(tree(home))]
        left = tree(home)
        _age(home)
        again = self.runner.run(self.arguments, home, **secret())
        return [*found, *self._finished(again, done, left)]

    def _ended(self, done: Ran, fault: Fault, log: str) -> Iterator[str]:
        if fault is Fault.KILL:
            if done.code != KILLED:
                yield f"tidak dihentikan: {done.code} {done.err}"
            return
        if "INJECTED" not in log:
            yield "titik tidak tercapai"
        if done.code not in _SENTENCES | {self.ends.code}:
            yield f"kode {done.code}: {done.err.strip()[-300:]}"
        if "Traceback" in done.err or (done.code in _SENTENCES and not (done.err or done.out)):
            yield f"tanpa kalimat: {done.err.strip()[-300:]}"

    def _left(self, now: dict[str, bytes]) -> Iterator[str]:
        """Yield what a disturbed run spoilt: half files, changed files, replaced without backup."""
        before = self.world.before
        for name, data in before.items():
            if now.get(name) == data:
                continue
            if name not in self.scene.replaced:
                yield f"diubah: {name}"
            elif settled(now).get(name) not in [end.get(name) for end in self.ends.trees]:
                yield f"bukan asli dan bukan hasil: {name}"
            elif not any(_backup_of(other, name) and now[other] == data for other in now):
                yield f"diganti tanpa cadangan: {name}"
        for name in now.keys() - before.keys():
            yield from self._new(name, settled(now).get(name, b""))

    def _new(self, name: str, data: bytes) -> Iterator[str]:
        last = Path(name).name
        if TEMPORARY.fullmatch(last) or last in (_LOCK, _STATE):
            return
        for replaced in self.scene.replaced:
            if _backup_of(name, replaced):
                if data != self.world.before[replaced]:
                    yield f"cadangan tidak utuh: {name}"
                return
        ends = [end.get(name) for end in self.ends.trees]
        whole = any(e is not None and e.startswith(data) for e in ends)
        if not (data in ends or name.endswith(self.scene.instead) or (last == _JOURNAL and whole)):
            yield f"berkas baru tidak lengkap: {name}"

    def _finished(self, again: Ran, done: Ran, left: dict[str, bytes]) -> Iterator[str]:
        """Yield what a second, undisturbed run did not finish."""
        now = tree(self.world.home)
        states = {s for name, data in left.items() if (s := _state(name, data))}
        uncertain = bool(states & {"mengirim", "tidak pasti", "terkirim"})
        codes = {self.ends.code, self._twice} | ({4} if uncertain else set())
        if again.code not in codes:
            yield f"kedua kali: kode {again.code}, bukan {self.ends.code}: {again.err[-300:]}"
        for name in now:
            if TEMPORARY.fullmatch(Path(name).name) and again.code != 4:  # else it wrote nothing
                yield f"tertinggal: {name}"
        if self.box and len(self.box.messages) > self.sent:
            yield f"terkirim {len(self.box.messages)} kali"
        if self.box and not uncertain and len(self.box.messages) != self.sent and done.code != 4:
            yield f"terkirim {len(self.box.messages)}, bukan {self.sent}"
        same = self._without_backups(settled(now))
        ends = [self._without_backups(end) for end in self.ends.trees]
        unlike = min((_unlike(end, same) for end in ends), key=len)
        if done.code != KILLED:
            unlike = [name for name in unlike if not name.endswith(self.scene.instead)]
        if unlike and not uncertain:
            yield f"kedua kali lain: {', '.join(unlike)}"
        yield from self._backups(now)

    def _without_backups(self, found: dict[str, bytes]) -> dict[str, bytes]:
        """Return files without the backups; an interrupted run may leave one more."""
        places = self.scene.replaced
        return {k: v for k, v in found.items() if not any(_backup_of(k, p) for p in places)}

    def _backups(self, now: dict[str, bytes]) -> Iterator[str]:
        """Yield which backup is none, and which original has none, when all is done."""
        for place in self.scene.replaced:
            kept = {name: data for name, data in now.items() if _backup_of(name, place)}
            known = [self.world.before[place], *(end[place] for end in self.ends.trees)]
            yield from (f"bukan cadangan: {name}" for name in kept if kept[name] not in known)
            if now[place] != known[0] and known[0] not in kept.values():
                yield f"asli tanpa cadangan: {place}"


def _unlike(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(k for k in one.keys() | other.keys() if one.get(k) != other.get(k))


def _backup_of(name: str, replaced: str) -> bool:
    """Return whether a path is that of a backup of another one."""
    path, source = Path(name), Path(replaced)
    folder = source.parent / "cadangan"
    return path.parent == folder and path.name.startswith(f"{source.stem} (")


def _state(name: str, data: bytes) -> str:
    """Return the state of a message in an outbox, empty for any other file."""
    return json.loads(data)["state"] if Path(name).name == _STATE else ""


def settled(found: dict[str, bytes]) -> dict[str, bytes]:
    """Return files without what may differ between runs: locks and the history of a message."""
    kept = {}
    for name, data in found.items():
        last = Path(name).name
        if last == _STATE:
            kept[name] = json.dumps({**json.loads(data), "history": []}).encode()
        elif last != _LOCK and not TEMPORARY.fullmatch(last):
            kept[name] = data
    return kept


def _age(home: Path) -> None:
    """Make what a run left behind look old, as it is when somebody tries again later."""
    then = time.time() - _LONG_AGO
    for path in home.rglob(".sakip-*"):
        os.utime(path, (then, then))
