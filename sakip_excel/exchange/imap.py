"""Fetch mails from the mailbox of the province: over TLS, read-only unless told to move them."""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from sakip_excel.errors import NotDeliveredError
from sakip_excel.exchange.delivery import Attachment, Delivery
from sakip_excel.exchange.mail import one_line
from sakip_excel.exchange.mailread import read_mail
from sakip_excel.exchange.settings import tls_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sakip_excel.exchange.settings import ImapSettings

MAX_MAIL = 100 << 20
"""Largest mail that is fetched, in bytes."""

_KEPT = "Yang sudah diambil tetap tersimpan; jalankan lagi nanti."
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_BLOCK = 500  # mails whose sizes are asked at once
_SPECIAL = re.compile(r'(["\\])')


class Mailbox:
    """One folder of a mailbox; opened by `open_mailbox`.

    Args:
        server: logged in, the folder selected.
        settings: the account.
    """

    def __init__(self, server: imaplib.IMAP4, settings: ImapSettings) -> None:
        self._server = server
        self._settings = settings
        validity = _text(server.response("UIDVALIDITY")[1])
        account = f"{settings.pengguna}@{settings.server}/{settings.folder}"
        self._base = f"{account};{validity};"
        # asked anew: servers say more to an account than to a stranger
        self._can = frozenset(_text(server.capability()[1], 5000).upper().split())

    def place(self, uid: int) -> str:
        """Return the lasting name of one mail: account, folder, validity and number."""
        return f"{self._base}{uid}"

    def deliveries(self, is_known: Callable[[str], bool]) -> Iterator[Delivery]:
        """Yield the mails that are not known yet, oldest first; their flags do not change.

        Args:
            is_known: tells whether a place was dealt with before.

        Raises:
            NotDeliveredError: the connection broke; what was yielded before stands.
        """
        with _explained(self._settings.server):
            for uid, size in self._sizes():
                place = self.place(uid)
                if is_known(place):
                    continue
                if size > MAX_MAIL:
                    yield _too_large(place, size)
                    continue
                data = self._fetch(uid)
                if data is not None:
                    yield read_mail(data, place)

    def _sizes(self) -> list[tuple[int, int]]:
        uids = [int(uid) for uid in _answer(self._server.uid("SEARCH", "ALL"))[0].split()]
        found: list[tuple[int, int]] = []
        for start in range(0, len(uids), _BLOCK):
            some = ",".join(map(str, uids[start : start + _BLOCK]))
            for line in _answer(self._server.uid("FETCH", some, "(UID RFC822.SIZE)")):
                uid, size = _UID.search(line), _SIZE.search(line)
                if uid and size:
                    found.append((int(uid[1]), int(size[1])))
        return sorted(found)

    def _fetch(self, uid: int) -> bytes | None:
        """Return one mail, None when somebody took it away meanwhile."""
        typ, parts = self._server.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
        if typ != "OK":
            _refuse("FETCH", parts)
        for part in parts:
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    def move(self, places: Sequence[str]) -> int:
        """Move mails into the folder of the settings and return how many were there to move.

        The folder is made when it does not exist. Servers without MOVE get a copy first and the
        deletion afterwards, so that a cut connection leaves a mail in one of the two at least.

        Raises:
            NotDeliveredError: the connection broke, or the server refused.
        """
        with _explained(self._settings.server):
            here = {place: uid for uid, _ in self._sizes() if (place := self.place(uid))}
            uids = [here[place] for place in places if place in here]
            if not uids:
                return 0
            target = _quoted(self._settings.pindah_ke)
            self._server.create(target)  # refused when it is there, which is as good
            for uid in uids:
                self._move(str(uid), target)
            return len(uids)

    def _move(self, uid: str, target: str) -> None:
        if "MOVE" in self._can:
            _answer(self._server.uid("MOVE", uid, target))
            return
        _answer(self._server.uid("COPY", uid, target))
        _answer(self._server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self._can:  # a plain EXPUNGE would delete others' too
            _answer(self._server.uid("EXPUNGE", uid))


@contextmanager
def open_mailbox(
    settings: ImapSettings, password: str, *, writable: bool = False
) -> Iterator[Mailbox]:
    """Give the folder of a mailbox.

    Args:
        settings: the account.
        password: of the account.
        writable: whether mails shall be moved; otherwise the folder is opened read-only.

    Raises:
        NotDeliveredError: no connection, an untrusted certificate, a refused password, no such
            folder; the sentence says which.
        UsageError: the authority file of the office cannot be read.
    """
    context = tls_context(settings)
    with _explained(settings.server):
        server = imaplib.IMAP4_SSL(
            settings.server, settings.port, ssl_context=context, timeout=settings.detik
        )
    try:
        _log_in(server, settings, password)
        with _explained(settings.server):
            typ, said = server.select(_quoted(settings.folder), readonly=not writable)
            if typ != "OK":
                raise NotDeliveredError(
                    f"Folder surel {settings.folder} tidak dapat dibuka: {_text(said)}.",
                    "Periksa folder pada bagian [imap] pengaturan.",
                )
            mailbox = Mailbox(server, settings)
        yield mailbox
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()
        with suppress(OSError):
            server.shutdown()  # a broken line would stay open otherwise


def _log_in(server: imaplib.IMAP4, settings: ImapSettings, password: str) -> None:
    try:
        server.login(settings.pengguna, password)
    except (imaplib.IMAP4.abort, OSError) as error:
        raise _no_connection(error, settings.server) from None
    except (imaplib.IMAP4.error, UnicodeError):
        # the original error may carry what was sent
        raise NotDeliveredError(
            f"Nama pengguna atau kata sandi ditolak server {settings.server}.",
            "Periksa pengguna pada pengaturan, lalu simpan kata sandi yang benar.",
        ) from None


@contextmanager
def _explained(host: str) -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, OSError) as error:
        raise _no_connection(error, host) from error


def _no_connection(error: Exception, host: str) -> NotDeliveredError:
    from sakip_excel.exchange.smtp import explained

    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        error = ConnectionResetError()  # cut in the middle, not refused at the beginning
    said = explained(error, host).message
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = "Periksa tanggal komputer, nama server dan ca pada pengaturan."
        return NotDeliveredError(said, f"Tidak ada yang diambil. {advice}")
    return NotDeliveredError(said, _KEPT)


def _answer(reply: tuple[str, list[bytes | None]]) -> list[bytes]:
    """Return the lines of an answer.

    Raises:
        NotDeliveredError: the server said no.
    """
    typ, lines = reply
    if typ != "OK":
        _refuse("perintah", lines)
    return [line for line in lines if isinstance(line, bytes)] or [b""]


def _refuse(what: str, lines: Sequence[object]) -> NoReturn:
    raise NotDeliveredError(f"Server surel menolak {what}: {_text(lines)}.", _KEPT)


def _text(lines: Sequence[object], limit: int = 160) -> str:
    said = b" ".join(line for line in lines if isinstance(line, bytes))
    return one_line(said.decode("utf-8", "replace"), limit)


def _quoted(folder: str) -> str:
    """Return the name of a folder as RFC 3501 wants it: modified UTF-7 in quotation marks."""
    encoded, run = "", ""
    for sign in [*folder, ""]:
        if sign and not 0x20 <= ord(sign) <= 0x7E:
            run += sign
            continue
        if run:
            plain = run.encode("utf-7").decode("ascii")
            encoded += "&" + plain.removeprefix("+").removesuffix("-").replace("/", ",") + "-"
            run = ""
        encoded += "&-" if sign == "&" else sign
    return '"' + _SPECIAL.sub(r"\\\1", encoded) + '"'


def _too_large(place: str, size: int) -> Delivery:
    problem = (
        f"Surel {size >> 20} MB tidak diunduh; paling besar {MAX_MAIL >> 20} MB. Buka di program "
        "surel dan simpan lampirannya."
    )
    return Delivery(place, (Attachment("surel", b"", problem=problem),), mailbox=place)
