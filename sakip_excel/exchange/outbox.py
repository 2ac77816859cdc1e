"""The outbox: every message with what became of it, so that nothing is sent twice unknowingly.

What is about to happen is on the disk before it happens. A program that dies between the last
line of a message and the answer of the server leaves ``mengirim`` behind; that reads as
``tidak pasti`` afterwards and is never repeated by itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from email.parser import BytesParser
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import (
    DamagedError,
    FileError,
    NotDeliveredError,
    SakipError,
    UncertainError,
    WriteError,
)
from sakip_excel.exchange.mail import POLICY
from sakip_excel.workbook.files import explained, read_file
from sakip_excel.workbook.lock import locked
from sakip_excel.workbook.replace import local_now, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage
    from pathlib import Path

    from sakip_excel.exchange.smtp import Delivered
    from sakip_excel.workbook.replace import Clock

    Send = Callable[[EmailMessage, Callable[[], None]], Delivered]

MESSAGE, STATE = "pesan.eml", "keadaan.json"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class State(StrEnum):
    """What became of a message; the value is what people read."""

    PREPARED = "disiapkan"
    DRAFT = "draf"
    SENDING = "mengirim"
    SENT = "terkirim"
    UNCERTAIN = "tidak pasti"
    FAILED = "gagal"


@dataclass(frozen=True, slots=True)
class Item:
    """One message in the outbox.

    Attributes:
        key: name of its folder.
        to: addresses of the receivers.
        subject: subject of the message.
        message_id: its Message-ID, empty for a message without one.
        state: what became of it.
        at: when it came into this state, local time in ISO 8601 with seconds.
        how: route that brought it into this state, e.g. ``smtp``.
        said: reply of the server, or the sentence why it failed.
        history: earlier states as ``<time> <state> <how> <said>``.
        about: what the caller wants to find again, e.g. satker, version and fingerprint.
    """

    key: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    state: State
    at: str
    how: str = ""
    said: str = ""
    history: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def maybe_sent(self) -> bool:
        """Return whether the receiver has the message, or may have it."""
        return self.state in (State.SENDING, State.SENT, State.UNCERTAIN)

    @property
    def settled(self) -> State:
        """Return the state as it reads when nobody is sending: one that was cut is uncertain."""
        return State.UNCERTAIN if self.state is State.SENDING else self.state


class Outbox:
    """The messages in one folder, each in a folder of its own.

    Args:
        folder: need not exist yet.
        clock: tells the time of every state.
    """

    def __init__(self, folder: Path, clock: Clock = local_now) -> None:
        self.folder = folder
        self.clock = clock

    def place(self, key: str) -> Path:
        """Return the folder of one message.

        Raises:
            ValueError: the key is no plain name.
        """
        if not _KEY.fullmatch(key) or key.endswith("."):
            raise ValueError(f"no plain key: {key!r}")
        return self.folder / key

    def find(self, key: str) -> Item | None:
        """Return a message, None when it was never prepared.

        Raises:
            DamagedError: its state cannot be read.
        """
        path = self.place(key) / STATE
        return _read(path) if path.is_file() else None

    def items(self) -> list[Item]:
        """Return all messages in the order of their keys; errors as in `find`."""
        if not self.folder.is_dir():
            return []
        return [_read(path) for path in sorted(self.folder.glob(f"*/{STATE}"))]

    def prepare(
        self, key: str, message: EmailMessage, about: Mapping[str, str] | None = None
    ) -> Item:
        """Put a message into the outbox.

        One that was sent, or may have been, stays as it is; any other is replaced.

        Args:
            key: letters, digits, dots and hyphens.
            message: with To, Subject and a Message-ID made by `mail.message_id`.
            about: what shall be found again.

        Raises:
            OpenElsewhereError: another program works on the same message.
            ReadOnlyError, WriteError: it cannot be written.
        """
        with locked(self.place(key)):
            found = self.find(key)
            if found is not None and found.maybe_sent:
                return found
            write_whole(self.place(key) / MESSAGE, message.as_bytes(policy=POLICY))
            item = replace(
                found or Item(key, (), "", "", State.PREPARED, self._now()),
                to=tuple(a.addr_spec for a in message["To"].addresses),
                subject=str(message["Subject"]),
                message_id=str(message["Message-ID"] or ""),
                about=dict(about or {}),
            )
            self._write(item)
            return item

    def message(self, key: str) -> EmailMessage:
        """Return the message as it was prepared.

        Raises:
            NotFoundError, FileError: it cannot be read.
        """
        data = read_file(self.place(key) / MESSAGE)
        message: EmailMessage = BytesParser(policy=POLICY).parsebytes(data)
        return message

    def note(self, key: str, state: State, how: str = "", said: str = "") -> Item:
        """Note what became of a message, e.g. that a draft of it was opened.

        Raises:
            KeyError: it was never prepared.
            OpenElsewhereError, ReadOnlyError, WriteError: it cannot be written.
        """
        with locked(self.place(key)):
            return self._change(self._needed(key), state, how, said)

    def deliver(self, key: str, send: Send, *, how: str = "smtp", again: bool = False) -> Item:
        """Send a message that was prepared, at most once unless told otherwise.

        Args:
            key: of a message in the outbox.
            send: hands the message over; calls its second argument just before the step after
                which the server may have it.
            how: name of the route.
            again: send also what was sent, or may have been.

        Returns:
            The message in the state ``terkirim``.

        Raises:
            KeyError: it was never prepared.
            UncertainError: it may have been sent, now or before.
            NotDeliveredError: it was sent before, or was not taken now; the sentence says which.
            OpenElsewhereError: another program is sending it right now.
            ReadOnlyError, WriteError: the state cannot be written; nothing was sent.
        """
        with locked(self.place(key)):
            item = self._needed(key)
            if not again:
                refuse_again(item)
            return self._send(item, send, how)

    def _send(self, item: Item, send: Send, how: str) -> Item:
        committed = False

        def commit() -> None:
            nonlocal committed
            self._change(item, State.SENDING, how)
            committed = True

        try:
            delivered = send(self.message(item.key), commit)
        except UncertainError as error:
            self._change(self._needed(item.key), State.UNCERTAIN, how, error.message)
            raise
        except SakipError as error:
            # before the commit the state on the disk still says that nothing was sent
            if committed or isinstance(error, NotDeliveredError):
                self._change(self._needed(item.key), State.FAILED, how, error.message)
            raise
        return self._sent(item.key, how, delivered.reply)

    def _sent(self, key: str, how: str, reply: str) -> Item:
        try:
            return self._change(self._needed(key), State.SENT, how, reply)
        except FileError as error:
            raise WriteError(
                f"Surel sudah terkirim, tetapi catatannya tidak dapat disimpan ({error.message})",
                "Jangan kirim lagi; kosongkan tempat di disk.",
            ) from error

    def _needed(self, key: str) -> Item:
        item = self.find(key)
        if item is None:
            raise KeyError(key)
        return item

    def _change(self, item: Item, state: State, how: str, said: str = "") -> Item:
        past = f"{item.at} {item.state} {item.how} {item.said}".strip()
        history = (*item.history, past)
        changed = replace(item, state=state, at=self._now(), how=how, said=said, history=history)
        self._write(changed)
        return changed

    def _write(self, item: Item) -> None:
        text = json.dumps(asdict(item), ensure_ascii=False, indent=1)
        write_whole(self.place(item.key) / STATE, text.encode())

    def _now(self) -> str:
        return f"{self.clock():%Y-%m-%dT%H:%M:%S}"


def refuse_again(item: Item) -> None:
    """Raise when a message was sent before, or may have been.

    Raises:
        NotDeliveredError: it was sent.
        UncertainError: it may have been sent.
    """
    to, when = ", ".join(item.to), spoken_time(item.at)
    if item.state is State.SENT:
        raise NotDeliveredError(
            f"Sudah dikirim pada {when} kepada {to}.", "Kirim ulang dengan --ulang bila perlu."
        )
    if item.maybe_sent:
        raise UncertainError(
            f"Pengiriman pada {when} kepada {to} terputus; tidak pasti apakah sudah sampai.",
            "Tanyakan kepada penerima. Bila belum sampai, kirim lagi dengan --ulang.",
        )


def spoken_time(at: str) -> str:
    """Return a noted time as people read it, e.g. ``16/01/2025 10.05``."""
    date, _, time = at.partition("T")
    return f"{'/'.join(reversed(date.split('-')))} {time[:5].replace(':', '.')}"


def _read(path: Path) -> Item:
    try:
        with explained(path):
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Item(
            **{
                **found,
                "to": tuple(found["to"]),
                "history": tuple(found["history"]),
                "state": State(found["state"]),
            }
        )
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedError(
            f"Catatan kotak keluar {path.parent.name} tidak terbaca.",
            f"Pindahkan folder {path.parent} ke tempat lain, lalu ulangi.",
        ) from error
