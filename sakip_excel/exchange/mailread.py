"""Read a mail that a stranger made: who sent it, what is attached, what its text says."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING

from sakip_excel.errors import UsageError
from sakip_excel.exchange.delivery import Attachment, Delivery, examined, shown_name
from sakip_excel.exchange.mail import checked_address, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RECEIPT_HEADER = "X-Sakip-Balasan"
"""Header by which our own answers are known."""

MAX_ATTACHMENTS = 50
MAX_DEPTH = 3
_MAX_TEXT = 200_000  # characters of a body in which a manifest is looked for

_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "text/calendar"}
_WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm", ".ods", ".csv")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz")
_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^>]*>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"<[^<>]{0,2000}>")
_ROBOTS = ("mailer-daemon@", "postmaster@", "noreply@", "no-reply@", "donotreply@")
_LIST_HEADERS = ("List-Id", "List-Post", "List-Unsubscribe")


def read_mail(data: bytes, mailbox: str = "") -> Delivery:
    """Return what is in one mail; a damaged one gives what can still be read.

    Args:
        data: the mail as it was stored or fetched.
        mailbox: its place in the mailbox.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        message = message_from_bytes(data)
        return _read(message, data, f"<{digest[:32]}@tanpa-id>", mailbox)
    except RecursionError:  # thousands of parts inside each other: built to do harm
        problem = "Susunan surel ini tidak wajar. Minta dikirim ulang sebagai surel biasa."
        attachments = (Attachment("surel.eml", data, problem=problem),)
        return Delivery(f"<{digest[:32]}@tidak-wajar>", attachments, mailbox=mailbox)


def _read(message: Message, data: bytes, no_id: str, mailbox: str) -> Delivery:
    found = Delivery(
        source=_header(message, "Message-ID") or no_id,
        sender=_sender(message),
        date=_date(message),
        subject=_header(message, "Subject"),
        mailbox=mailbox,
    )
    reason = _automatic(message)
    if reason:
        return replace(found, skipped=reason, relevant=False)
    attachments = tuple(_attachments(message, 0))
    if len(attachments) > MAX_ATTACHMENTS:
        problem = (
            f"Surel ini membawa {len(attachments)} lampiran; paling banyak {MAX_ATTACHMENTS}. "
            "Kirim satu laporan dalam satu surel."
        )
        attachments = (Attachment("surel.eml", data, problem=problem),)
    return replace(
        found, attachments=attachments, relevant=_relevant(found.subject, message, attachments)
    )


def _header(message: Message, name: str) -> str:
    """Return a header as one safe line, encoded words decoded where they can be."""
    raw = str(message.get(name, ""))
    with suppress(ValueError, LookupError, MessageError):
        return one_line(str(make_header(decode_header(raw))))
    return one_line(raw)


def _sender(message: Message) -> str:
    """Return the one address that may be answered; empty for lists, robots and broken headers."""
    if any(_header(message, name) for name in _LIST_HEADERS):
        return ""
    if _header(message, "Precedence").casefold() in ("list", "bulk", "junk"):
        return ""
    # undecoded: an encoded name must not be able to add an address
    found = getaddresses([one_line(str(message.get("From", "")), 1000)])
    if len(found) != 1 or found[0][1].casefold().startswith(_ROBOTS):
        return ""
    with suppress(UsageError):
        return checked_address(found[0][1])
    return ""


def _date(message: Message) -> str:
    with suppress(ValueError, TypeError, OverflowError, OSError):
        when = parsedate_to_datetime(_header(message, "Date"))
        return when.astimezone().replace(tzinfo=None).isoformat(timespec="seconds")
    return ""


def _automatic(message: Message) -> str:
    """Return why a mail is not to be taken or answered; empty for a mail that somebody wrote."""
    if _header(message, RECEIPT_HEADER):
        return "balasan dari program ini sendiri"
    said = _header(message, "Auto-Submitted").casefold()
    if said and not said.startswith("no"):
        return "jawaban otomatis"
    if _header(message, "Content-Type").casefold().startswith("multipart/report"):
        return "pemberitahuan dari server surel"
    return ""


def _attachments(message: Message, depth: int) -> Iterator[Attachment]:
    text = _body(message)
    for part in _leaves(message):
        name = _file_name(part)
        if _is_mail(part, name):
            yield from _inside(part, name, depth)
        elif not _is_decoration(part, name):
            yield examined(name or "lampiran tanpa nama", _payload(part), text)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something, attached mails as one; depth is bounded by a stack."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list) and part.get_content_maintype() != "message":
            waiting += [child for child in reversed(children) if isinstance(child, Message)]
        else:
            yield part


def _is_mail(part: Message, name: str) -> bool:
    return part.get_content_type() == "message/rfc822" or name.lower().endswith(".eml")


def _inside(part: Message, name: str, depth: int) -> Iterator[Attachment]:
    children = part.get_payload()
    if isinstance(children, list) and children and isinstance(children[0], Message):
        inner: Message = children[0]
        data = b""
    else:
        data = _payload(part)
        inner = message_from_bytes(data)
    if depth + 1 > MAX_DEPTH:
        problem = "Surel di dalam surel terlalu dalam. Kirim langsung sebagai lampiran .xlsx."
        yield Attachment(name or "surel terlampir.eml", data or _bytes(inner), problem=problem)
    elif not _automatic(inner):
        yield from _attachments(inner, depth + 1)


def _bytes(message: Message) -> bytes:
    with suppress(ValueError, LookupError, TypeError, AttributeError, MessageError):
        return message.as_bytes()
    return b""  # what was parsed from damaged bytes cannot always be written


def _payload(part: Message) -> bytes:
    with suppress(ValueError, LookupError, AssertionError):
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    return b""


def _file_name(part: Message) -> str:
    raw = ""
    with suppress(ValueError, LookupError, TypeError, MessageError):
        raw = str(part.get_filename() or "")
    with suppress(ValueError, LookupError, MessageError):
        return shown_name(str(make_header(decode_header(raw))))
    return shown_name(raw)


def _is_decoration(part: Message, name: str) -> bool:
    """Return whether a part is the text of the mail, a logo in its signature or the like."""
    kind = part.get_content_type()
    attached = part.get_content_disposition() == "attachment"
    if kind in _SIGNATURES or part.is_multipart():
        return True
    if part.get_content_maintype() == "image":
        return not attached or bool(part.get("Content-ID"))
    return kind in ("text/plain", "text/html") and not attached and not name


def _body(message: Message) -> str:
    """Return the text of a mail itself, plain text before HTML."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in texts and part.get_content_disposition() != "attachment":
            texts[kind].append(_decoded(part))
    if any(text.strip() for text in texts["text/plain"]):
        return "\n".join(texts["text/plain"])[:_MAX_TEXT]
    lines = _OTHER_TAG.sub("", _TAG.sub("\n", "\n".join(texts["text/html"])[:_MAX_TEXT]))
    return unescape(lines)


def _decoded(part: Message) -> str:
    data = _payload(part)[: 4 * _MAX_TEXT]
    with suppress(LookupError, ValueError):
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    return data.decode("utf-8", "replace")


def _relevant(subject: str, message: Message, attachments: Sequence[Attachment]) -> bool:
    """Return whether a mail in a mailbox that serves other purposes too carries a report."""
    if attachments and ("sakip" in subject.casefold() or "MANIFES SAKIP" in _body(message)):
        return True
    return any(
        a.name.lower().endswith((*_WORKBOOKS, *_ARCHIVES))
        or a.problem
        or (a.data.startswith(b"PK") and b"xl/" in a.data)
        for a in attachments
    )
