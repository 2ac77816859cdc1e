"""What arrived, before anybody looked inside: files with where they came from.

Names of attachments are shown and never used as a path; what a name or a type claims does not
matter, the content decides later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sakip_excel.exchange.mail import one_line

_LONGEST_NAME = 120
_TNEF = b"\x78\x9f\x3e\x22"
_OLE = b"\xd0\xcf\x11\xe0"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file.

    Attributes:
        name: as given, made safe to show; never a path.
        data: its bytes.
        text: body of the message that it came with; a manifest may stand there.
        problem: sentence why it cannot be taken, when that is known before looking inside.
    """

    name: str
    data: bytes
    text: str = ""
    problem: str = ""

    @property
    def sha256(self) -> str:
        """Return its fingerprint, 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came in one mail, or one file.

    Attributes:
        source: Message-ID, or the path of the file below the folder that was read.
        attachments: what is in it.
        sender: address that may be answered; empty for files, lists and robots.
        date: date of the mail, ISO 8601 in local time; empty when unknown.
        subject: of the mail, made safe to show.
        skipped: why nothing of it is taken (an automatic answer); empty otherwise.
        mailbox: its place in a mailbox; empty for files.
        relevant: whether it looks like a report at all.
    """

    source: str
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    date: str = ""
    subject: str = ""
    skipped: str = ""
    mailbox: str = ""
    relevant: bool = True


def shown_name(name: str) -> str:
    """Return a file name as it may be shown: one line, no signs that hide or turn it, not long."""
    return one_line(name, _LONGEST_NAME)


def examined(name: str, data: bytes, text: str) -> Attachment:
    """Return an attachment, with the sentence for what mail programs make of some of them.

    Args:
        name: safe to show.
        data: its bytes.
        text: body of the message that it came with.
    """
    return Attachment(name, data, text, _known_problem(name, data))


def _known_problem(name: str, data: bytes) -> str:
    """Return the sentence for what mail programs make of attachments; empty for anything else."""
    if data.startswith(_TNEF) or name.casefold() == "winmail.dat":
        return (
            "Lampiran dibungkus Outlook dalam winmail.dat. Minta dikirim ulang sebagai surel HTML "
            "atau teks biasa, bukan Rich Text."
        )
    if data.startswith(_OLE) and _OUTLOOK in data:
        return "Ini surel Outlook (.msg). Simpan lampirannya, atau simpan surel sebagai .eml."
    return ""
