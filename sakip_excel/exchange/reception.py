"""The whole way of what arrives: judge, store, enter in the journal, answer, move the mail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from sakip_excel.errors import NotDeliveredError
from sakip_excel.exchange.journal import Entry, Kind, Verdict
from sakip_excel.exchange.mail import one_line
from sakip_excel.exchange.receipts import answer_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sakip_excel.exchange.archive import Archive
    from sakip_excel.exchange.delivery import Delivery
    from sakip_excel.exchange.imap import Mailbox
    from sakip_excel.exchange.receipts import Answer, Sending


@dataclass
class Received:
    """What one run took in.

    Attributes:
        lines: new lines of the journal about attachments, in their order.
        answers: receipts of this run.
        left: mails of which nothing was taken, with the reason.
        unrelated: mails in the mailbox that carry no report and were left alone.
        moved: mails that were moved in the mailbox.
        failure: why the mailbox could not be read to its end.
    """

    lines: list[Entry] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    unrelated: int = 0
    moved: int = 0
    failure: NotDeliveredError | None = None

    def of(self, kind: Kind) -> list[Entry]:
        """Return the new lines of one kind."""
        return [line for line in self.lines if line.jenis == kind]

    @property
    def needs_action(self) -> bool:
        """Return whether something was returned or put into quarantine."""
        returned = any(line.putusan == Verdict.RETURNED for line in self.of(Kind.TAKEN))
        return returned or bool(self.of(Kind.QUARANTINE))


def receive(
    archive: Archive,
    deliveries: Iterable[Delivery],
    sending: Sending,
    mailbox: Mailbox | None = None,
    *,
    move: bool = False,
    progress: Callable[[Delivery], None] | None = None,
) -> Received:
    """Take in what arrived.

    Everything that was fetched is stored, entered and answered also when the mailbox breaks off;
    only then mails are moved, and only those of which everything is stored. An interrupted run can
    simply be repeated.

    Args:
        archive: where it is stored.
        deliveries: files and saved mails.
        sending: how receipts are given.
        mailbox: a mailbox to be read besides.
        move: whether mails that were taken are moved in the mailbox.
        progress: told about everything that was looked at.

    Raises:
        FileError: something cannot be stored; what is stored by then stands.
    """
    done = Received()
    fetched = _fetched(archive, mailbox, done) if mailbox is not None else ()
    mails = []
    for delivery in chain(deliveries, fetched):
        if delivery.relevant or delivery.skipped:
            _stage(archive, delivery, done)
        else:
            done.unrelated += 1
        if delivery.mailbox:
            mails.append(replace(delivery, attachments=()))
        if progress is not None:
            progress(delivery)
    archive.stage_orphans()
    done.lines = archive.commit()
    done.answers = list(answer_all(archive, sending))
    for mail in mails:
        archive.note(_mail_line(mail))
    if move and mailbox is not None and done.failure is None:
        _move(archive, mailbox, done)
    return done


def _stage(archive: Archive, delivery: Delivery, done: Received) -> None:
    if delivery.skipped:
        done.left.append((delivery.source, delivery.skipped))
    elif not delivery.attachments:
        done.left.append((delivery.source, "tidak ada lampiran"))
    else:
        archive.stage(delivery)


def _fetched(archive: Archive, mailbox: Mailbox, done: Received) -> Iterator[Delivery]:
    """Yield what is new in a mailbox, as far as it can be fetched."""
    seen = {entry.kotak for entry in archive.journal.entries if entry.kotak}
    try:
        yield from mailbox.deliveries(seen.__contains__)
    except NotDeliveredError as error:
        done.failure = error


def _mail_line(mail: Delivery) -> Entry:
    """Return the line by which a mail is not fetched again; of others' mails only their place."""
    if not mail.relevant:
        return Entry(Kind.MAIL, kotak=mail.mailbox)
    return Entry(
        Kind.MAIL,
        kotak=mail.mailbox,
        sumber=mail.source,
        pengirim=mail.sender,
        tanggal_surat=mail.date,
    )


def _move(archive: Archive, mailbox: Mailbox, done: Received) -> None:
    places = [e.kotak for e in archive.journal.entries if e.jenis == Kind.MAIL and e.sumber]
    try:
        done.moved = mailbox.move(places)
    except NotDeliveredError as error:
        done.failure = error


def report_lines(done: Received) -> Iterator[str]:
    """Yield what people read after a run: one line per attachment, then the sums."""
    for line in done.lines:
        yield _line(line)
    for source, reason in done.left:
        yield f"Dilewati: {source}: {reason}."
    for answer in done.answers:
        if answer.problem:
            yield f"Balasan untuk {answer.to} belum pasti atau belum terkirim: {answer.problem}"
    drafts = [answer for answer in done.answers if answer.path]
    nobody = sum(not answer.to for answer in drafts)
    if drafts:
        yield f"{len(drafts)} draf balasan di folder balasan{_unaddressed(nobody)}."
    sent = sum(bool(a.to) and not a.path and not a.problem for a in done.answers)
    if sent:
        yield f"{sent} balasan terkirim."
    if done.moved:
        yield f"{done.moved} surel dipindahkan."
    if not done.lines and not done.left and done.failure is None:
        yield "Tidak ada yang baru."
    yield _sums(done)


def _unaddressed(number: int) -> str:
    from sakip_excel.consolidate.roster import ROSTER_FILE

    if not number:
        return ""
    return f", {number} belum beralamat; tulis alamatnya di draf, atau isi Email di {ROSTER_FILE}"


def _line(line: Entry) -> str:
    if line.jenis == Kind.QUARANTINE:
        came = "" if line.sumber == line.nama_lampiran else f" ({line.sumber})"
        return f"Karantina: {line.nama_lampiran}{came}: {' '.join(line.alasan)}"
    who = f"{line.kode_satker} {one_line(line.nama_satker)}, {line.identity.period}"
    if line.jenis == Kind.AGAIN:
        return f"{who}: sama persis dengan versi {line.versi}; dicatat dan diabaikan."
    reasons = f" ({' '.join(line.alasan)})" if line.alasan else ""
    return f"{who}, versi {line.versi}: {line.putusan}{reasons}"


def _sums(done: Received) -> str:
    taken = done.of(Kind.TAKEN)
    by_verdict = [f"{sum(e.putusan == v for e in taken)} {v}" for v in Verdict]
    again, bad = len(done.of(Kind.AGAIN)), len(done.of(Kind.QUARANTINE))
    return f"{', '.join(by_verdict)}, {again} kiriman ulang, {bad} karantina."
