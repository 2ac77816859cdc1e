"""Ways to bring a message to the sender's mail program; none of them sends by itself."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import NotDeliveredError, SakipError
from sakip_excel.exchange.mail import POLICY
from sakip_excel.workbook.replace import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path


class Route(StrEnum):
    """How a message leaves; the value is what the user types and reads."""

    OUTLOOK = "outlook"
    EML = "eml"
    FOLDER = "folder"
    SMTP = "smtp"


_SENDER = re.compile(rb"^From:.*\r\n(?:[ \t].*\r\n)*", re.IGNORECASE | re.MULTILINE)

DRAFTS = (Route.OUTLOOK, Route.EML, Route.FOLDER)
"""The routes that need no settings, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is brought on its way.

    Attributes:
        to: address of the receiver.
        subject: one line.
        body: plain text, manifest included.
        file: the workbook that travels, already written.
        message: the same as a complete message.
    """

    to: str
    subject: str
    body: str
    file: Path
    message: EmailMessage

    @property
    def folder(self) -> Path:
        """Return the folder in which drafts and texts are put."""
        return self.file.parent


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one route.

    Attributes:
        route: the route.
        done: whether it took the message.
        said: sentence for the user.
    """

    route: Route
    done: bool
    said: str


@dataclass(frozen=True, slots=True)
class Desktop:
    """The programs of this computer that routes talk to; tests put others in their place.

    Attributes:
        outlook: returns classic Outlook; raises anything when it is not there.
        open: opens a file or folder with its program; None where nothing is opened.
    """

    outlook: Callable[[], Any] | None = None
    open: Callable[[Path], None] | None = None


def this_desktop() -> Desktop:
    """Return the programs of this computer: Outlook and Explorer on Windows, none elsewhere."""
    if sys.platform == "win32":
        return Desktop(_classic_outlook, os.startfile)
    else:  # noqa: RET505 - so that the type checker looks at one of them on each system
        return Desktop()


def _classic_outlook() -> Any:  # noqa: ANN401 - a COM object has no type
    return import_module("win32com.client").Dispatch("Outlook.Application")


def draft(parcel: Parcel, routes: tuple[Route, ...], desktop: Desktop) -> list[Tried]:
    """Try the routes in their order until one takes the message; return what became of each.

    Raises:
        NotDeliveredError: none did; the sentence holds all reasons.
    """
    ways = {Route.OUTLOOK: _in_outlook, Route.EML: _as_eml, Route.FOLDER: _as_folder}
    tried: list[Tried] = []
    for route in routes:
        tried.append(_attempt(ways[route], route, parcel, desktop))
        if tried[-1].done:
            return tried
    raise NotDeliveredError(" ".join(t.said for t in tried), f"Berkasnya ada di {parcel.file}.")


def _attempt(
    way: Callable[[Parcel, Desktop], Tried], route: Route, parcel: Parcel, desktop: Desktop
) -> Tried:
    try:
        return way(parcel, desktop)
    except SakipError as error:
        return Tried(route, False, error.message)


def _in_outlook(parcel: Parcel, desktop: Desktop) -> Tried:
    """Show a draft in classic Outlook; the new Outlook cannot be reached by programs."""
    if desktop.outlook is None:
        return Tried(Route.OUTLOOK, False, "Outlook klasik hanya ada di Windows.")
    try:
        mail = desktop.outlook().CreateItem(0)  # olMailItem
        mail.To = parcel.to
        mail.Subject = parcel.subject
        mail.Body = parcel.body
        mail.Attachments.Add(str(parcel.file))
        mail.Display(False)
    except Exception:  # noqa: BLE001 - COM and a missing library raise anything
        return Tried(Route.OUTLOOK, False, "Outlook klasik tidak dapat dipakai.")
    return Tried(
        Route.OUTLOOK, True, "Draf terbuka di Outlook. Periksa, lalu tekan Kirim di Outlook."
    )


def _as_eml(parcel: Parcel, desktop: Desktop) -> Tried:
    """Write a draft that mail programs open for sending, and open it where that is possible."""
    path = parcel.file.with_suffix(".eml")
    write_whole(path, _unsent(parcel.message))
    if desktop.open is None:
        said = f"Draf disimpan di {path}. Buka dengan program surel, lalu kirim."
        return Tried(Route.EML, True, said)
    try:
        desktop.open(path)
    except OSError:
        said = f"Tidak ada program surel yang membuka {path.name}."
        return Tried(Route.EML, False, said)
    said = f"Draf {path.name} dibuka dengan program surel. Periksa, lalu tekan Kirim di sana."
    return Tried(Route.EML, True, said)


def _unsent(message: EmailMessage) -> bytes:
    """Return a message as a draft: mail programs open it for sending and add the sender."""
    data = message.as_bytes(policy=POLICY)
    if message["From"]:
        data = _SENDER.sub(b"", data, count=1)
    return b"X-Unsent: 1\r\n" + data


def _as_folder(parcel: Parcel, desktop: Desktop) -> Tried:
    """Put the text beside the workbook and show the folder."""
    path = parcel.file.with_suffix(".txt")
    text = f"Kepada: {parcel.to}\nPerihal: {parcel.subject}\n\n{parcel.body}"
    # the mark in front tells old editors of Windows that this is UTF-8
    write_whole(path, text.replace("\n", "\r\n").encode("utf-8-sig"))
    if desktop.open is not None:
        with suppress(OSError):
            desktop.open(parcel.folder)
    said = (
        f"Lampirkan {parcel.file} pada surel baru kepada {parcel.to}; perihal dan isi surel ada "
        f"di {path.name} di folder yang sama."
    )
    return Tried(Route.FOLDER, True, said)
