"""Building blocks of a message: clean header texts, checked addresses, the same bytes each time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from sakip_excel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Attachment = tuple[str, bytes, str]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""MIME type of a workbook without macros."""

_CONTENT = SMTP.clone(cte_type="7bit")  # encoded lines of at most 76 signs: RFC 2045, 6.7
POLICY = _CONTENT.clone(max_line_length=900)
"""How messages are written: line ends as on the wire, every byte ASCII, headers on one line.

Python would break a subject behind ``Subject:`` or double a space where it breaks (RFC 5322 allows
lines of 998 signs), and no server has to change anything.
"""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+{_LABEL})")
_SPACES = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LONGEST_LOCAL, _LONGEST_ADDRESS = 64, 254  # RFC 5321, 4.5.3.1


def one_line(text: str, limit: int = 200) -> str:
    """Return a text as one line that can stand in a header, a manifest or a terminal.

    Control signs, line ends and invisible marks such as those that turn the writing direction
    become spaces; runs of spaces become one.

    Args:
        text: anything that somebody typed.
        limit: greatest length in characters; longer texts end with ``...``.
    """
    seen = "".join(" " if unicodedata.category(sign) in _INVISIBLE else sign for sign in text)
    line = _SPACES.sub(" ", seen).strip()
    return line if len(line) <= limit else f"{line[: limit - 3].rstrip()}..."


def checked_address(text: str) -> str:
    """Return an e-mail address that may stand in a header.

    Raises:
        UsageError: it is no plain address (RFC 5321 without quotes, comments and names).
    """
    address = text.strip(" ")
    match = _ADDRESS.fullmatch(address)
    if match is None or len(match[1]) > _LONGEST_LOCAL or len(address) > _LONGEST_ADDRESS:
        raise UsageError(
            f"Alamat surel '{one_line(text, 80)}' tidak dapat dipakai.",
            "Tulis satu alamat saja, misalnya sumsel@kpu.go.id.",
        )
    return address


def message_id(sender: str, *parts: str) -> str:
    """Return a Message-ID that is the same whenever the same thing is sent.

    Args:
        sender: address whose domain it carries; may be empty.
        parts: what makes the message the one that it is.
    """
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
    return f"<sakip.{digest}@{sender.rpartition('@')[2] or 'sakip.invalid'}>"


def build_message(
    sender: str,
    to: str | Iterable[str],
    subject: str,
    body: str,
    attachments: Iterable[Attachment] = (),
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """Return a message; the same arguments give the same bytes.

    Args:
        sender: address of the sender, empty for a draft that the mail program completes.
        to: one address or several.
        subject: any text; it is made one line.
        body: plain text.
        attachments: name, content and MIME type of each.
        headers: others, such as Message-ID, Date, In-Reply-To or Auto-Submitted.

    Raises:
        UsageError: an address is none.
    """
    message = EmailMessage(_CONTENT)
    if sender:
        message["From"] = checked_address(sender)
    message["To"] = ", ".join(checked_address(a) for a in ([to] if isinstance(to, str) else to))
    message["Subject"] = one_line(subject)
    for name, value in (headers or {}).items():
        message[name] = one_line(value, 900)
    message.set_content(body)
    files = list(attachments)
    for name, content, mime in files:
        kind, _, subtype = mime.partition("/")
        message.add_attachment(content, kind, subtype, filename=one_line(name, 120))
    if files:
        _fix_boundary(message)
    message.policy = POLICY
    return message


def _fix_boundary(message: EmailMessage) -> None:
    """Set the line between the parts from their content: Python would take a random one."""
    parts = list(message.iter_parts())
    digest = hashlib.sha256(b"".join(part.as_bytes() for part in parts)).hexdigest()[:32]
    message.set_boundary(f"=_sakip_{digest}")
