"""Send the letters of a rekap: as drafts that the officer opens, or by SMTP, never twice."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.errors import NotDeliveredError, UncertainError, UsageError
from sakip_excel.exchange.mail import POLICY, build_message, checked_address, message_id
from sakip_excel.exchange.outbox import Outbox, State
from sakip_excel.workbook.files import explained
from sakip_excel.workbook.replace import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from sakip_excel.consolidate.joined import Letter
    from sakip_excel.exchange.settings import SmtpSettings

LETTERS_FOLDER = "surat"
"""Folder beside a rekap in which its drafts are written."""
OUTBOX = "keluar"
_KEY = re.compile(r"\[(SAKIP-[0-9]{6}-[0-9]{4}-TW[1-4])\]")
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one letter.

    Attributes:
        letter: the letter.
        path: its draft, None for what went by SMTP.
        to: address, empty when nobody is known.
        done: what happened: ``draf``, ``terkirim``, ``sudah terkirim`` or ``gagal``.
        problem: sentence why it was not sent; empty otherwise.
    """

    letter: Letter
    path: Path | None
    to: str
    done: str
    problem: str = ""


def letter_name(letter: Letter) -> str:
    """Return the name of a letter: another text is another letter, the same text is the same."""
    text = f"{letter.email}\n{letter.subject}\n{letter.body}"
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    kode = "".join(sign for sign in letter.kode_satker if sign.isascii() and sign.isalnum())
    return f"SAKIP-{kode[:20]}-{digest}"


def _draft_name(letter: Letter) -> str:
    """Return the name of a draft: a newer text for the same satker and period replaces it."""
    named = _KEY.match(letter.subject)
    kind = "".join(filter(str.isalpha, letter.kind))
    return f"{named[1]}-{kind}" if named else letter_name(letter)


def draft_letters(letters: Iterable[Letter], folder: Path, sender: str = "") -> Iterator[Posted]:
    """Write every letter as a draft that a mail program opens for sending.

    Args:
        letters: the letters.
        folder: where the .eml files go; it is made when it is not there.
        sender: address of the office, empty for what the mail program has.

    Raises:
        ReadOnlyError, WriteError: a draft cannot be written.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for letter in letters:
        to = _address(letter)
        message = _message(letter, to, sender)
        message["X-Unsent"] = "1"  # mail programs open it as a draft
        place = folder / f"{_draft_name(letter)}.eml"
        write_whole(place, message.as_bytes(policy=POLICY))
        yield Posted(letter, place, to, "draf")


def send_letters(
    letters: Iterable[Letter], folder: Path, smtp: SmtpSettings, password: str, *, again: bool
) -> Iterator[Posted]:
    """Send every letter that was not sent yet; what fails stays open for the next run.

    After several failures in a row the others wait for that run too.

    Args:
        letters: the letters.
        folder: where the outbox stands.
        smtp: the server.
        password: of its account.
        again: send also what was sent, or may have been.

    Raises:
        FileError: the outbox cannot be written.
    """
    outbox, failed = Outbox(folder / OUTBOX), 0
    for letter in letters:
        posted = _send(outbox, letter, smtp, password, again=again)
        failed = failed + 1 if posted.done == "gagal" and posted.to else 0
        yield posted
        if failed == _PATIENCE:
            return


def _send(
    outbox: Outbox, letter: Letter, smtp: SmtpSettings, password: str, *, again: bool
) -> Posted:
    from sakip_excel.exchange.smtp import send

    to, key = _address(letter), letter_name(letter)
    if not to:
        return Posted(letter, None, "", "gagal", "Alamat surel satker ini tidak ada atau salah.")
    found = outbox.find(key) or outbox.prepare(key, _message(letter, to, smtp.dari))
    if found.state is State.SENT and not again:
        return Posted(letter, None, to, "sudah terkirim")
    try:
        outbox.deliver(
            key, lambda message, commit: send(message, smtp, password, commit), again=again
        )
    except (UncertainError, NotDeliveredError) as error:
        return Posted(letter, None, to, "gagal", str(error))
    return Posted(letter, None, to, "terkirim")


def _message(letter: Letter, to: str, sender: str) -> EmailMessage:
    headers = {"Message-ID": message_id(sender, letter_name(letter))}
    return build_message(sender, [to] if to else [], letter.subject, letter.body, (), headers)


def _address(letter: Letter) -> str:
    try:
        return checked_address(letter.email)
    except UsageError:
        return ""
