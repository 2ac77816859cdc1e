"""Give the answers of the province: one receipt per version, one notice per mail without any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sakip_excel.errors import NotDeliveredError, UncertainError, UsageError
from sakip_excel.exchange.journal import Entry, Kind
from sakip_excel.exchange.mail import POLICY, checked_address
from sakip_excel.exchange.outbox import Outbox, State
from sakip_excel.exchange.receipt_text import answer_name, compose
from sakip_excel.workbook.files import explained
from sakip_excel.workbook.replace import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.exchange.archive import Archive
    from sakip_excel.exchange.settings import SmtpSettings

DRAFT, SMTP, NONE = "draf", "smtp", "tidak"
FOLDER, OUTBOX = "balasan", "balasan/keluar"

_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Sending:
    """How receipts are given.

    Attributes:
        mode: ``draf``, ``smtp`` or ``tidak``.
        smtp: the server; needed for ``smtp`` only.
        password: of its account.
    """

    mode: str = DRAFT
    smtp: SmtpSettings | None = None
    password: str = ""

    def __repr__(self) -> str:
        return f"Sending({self.mode})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one receipt.

    Attributes:
        entry: the line that is answered.
        path: the draft, relative to the archive; empty for what was sent.
        to: address, empty when nobody is known.
        problem: sentence why it was not sent; empty otherwise.
    """

    entry: Entry
    path: str = ""
    to: str = ""
    problem: str = ""


def unanswered(entries: list[Entry]) -> list[Entry]:
    """Return the lines that are still to be answered, in their order.

    Every stored version, and one line for every mail of which nothing could be taken.
    """
    done = {_answer_key(e) for e in entries if e.jenis == Kind.RECEIPT}
    useful = {e.sumber for e in entries if e.jenis in (Kind.TAKEN, Kind.AGAIN)}
    open_lines = []
    for entry in entries:
        wanted = entry.jenis == Kind.TAKEN or (
            entry.jenis == Kind.QUARANTINE and entry.pengirim and entry.sumber not in useful
        )
        if wanted and _answer_key(entry) not in done:
            done.add(_answer_key(entry))
            open_lines.append(entry)
    return open_lines


def _answer_key(entry: Entry) -> tuple[str, ...]:
    return ("versi", entry.sha256) if entry.kode_satker else ("surat", entry.sumber)


def answer_all(archive: Archive, sending: Sending) -> Iterator[Answer]:
    """Give a receipt for everything that has none yet; each is in the journal when it is yielded.

    A receipt that a server did not take stays open and is tried again by the next run; after
    several failures in a row the others wait for that run too.

    Raises:
        FileError: a draft cannot be written, or a stored version cannot be read.
    """
    failed = 0
    for entry in unanswered(archive.journal.entries):
        answer = _answer(archive, sending, entry)
        failed = failed + 1 if answer.problem else 0
        yield answer
        if failed == _PATIENCE:
            return


def _answer(archive: Archive, sending: Sending, entry: Entry) -> Answer:
    if sending.mode == NONE:
        _close(archive, entry, NONE)
        return Answer(entry)
    to = _recipient(archive, entry)
    if sending.mode == SMTP and sending.smtp is not None and _may_send(archive, entry, to):
        return _send(archive, sending.smtp, sending.password, entry, to)
    path = f"{FOLDER}/{answer_name(entry)}.eml"
    message = compose(
        archive.folder,
        archive.journal.entries,
        entry,
        to,
        "" if sending.smtp is None else sending.smtp.dari,
    )
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    place = archive.folder / path
    with explained(place):
        place.parent.mkdir(exist_ok=True)
    write_whole(place, message.as_bytes(policy=POLICY))
    _close(archive, entry, DRAFT, path)
    return Answer(entry, path, to)


def _send(archive: Archive, smtp: SmtpSettings, password: str, entry: Entry, to: str) -> Answer:
    from sakip_excel.exchange.smtp import send

    outbox, key = Outbox(archive.folder / OUTBOX, archive.clock), answer_name(entry)
    found = outbox.find(key) or outbox.prepare(
        key, compose(archive.folder, archive.journal.entries, entry, to, smtp.dari)
    )
    problem = ""
    try:
        if found.state is not State.SENT:  # else an earlier run died before its line
            outbox.deliver(key, lambda message, commit: send(message, smtp, password, commit))
    except UncertainError as error:
        problem = str(error)  # never repeated by itself: the officer decides
    except NotDeliveredError as error:
        return Answer(entry, to=to, problem=str(error))
    _close(archive, entry, SMTP, problem=problem)
    return Answer(entry, to=to, problem=problem)


def _close(archive: Archive, entry: Entry, how: str, path: str = "", problem: str = "") -> None:
    answered = replace(
        entry,
        jenis=Kind.RECEIPT,
        jalur=path,
        cara=how,
        alasan=(problem,) if problem else (),
        galat=0,
        peringatan=0,
        pagu=None,
        realisasi=None,
    )
    archive.note(answered)


def _recipient(archive: Archive, entry: Entry) -> str:
    """Return the address on the mail, else that of the roster; empty when nobody is known."""
    expected = (archive.roster or {}).get(entry.kode_satker)
    for address in (entry.pengirim, "" if expected is None else expected.email):
        try:
            return checked_address(address)
        except UsageError:
            continue
    return ""


def _may_send(archive: Archive, entry: Entry, to: str) -> bool:
    """Return whether an answer may leave by itself; strangers who sent no report get none."""
    if entry.jenis == Kind.TAKEN:
        return bool(to)
    known = {e.pengirim for e in archive.journal.entries if e.jenis == Kind.TAKEN}
    known |= {expected.email for expected in (archive.roster or {}).values()}
    return to in known - {""}
