"""Set up the mail account of this computer: questions, one settings file, the keyring."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from sakip_excel.errors import UsageError
from sakip_excel.exchange.mail import checked_address, one_line
from sakip_excel.exchange.settings import STARTTLS, TLS, load_settings, store_password
from sakip_excel.workbook.files import explained
from sakip_excel.workbook.replace import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sakip_excel.exchange.settings import ExchangeSettings

    Ask = Callable[[str], str]

_PORTS = {STARTTLS: 587, TLS: 465}


def set_up_account(
    settings: ExchangeSettings, ask: Ask = input, ask_secret: Ask = getpass.getpass
) -> Iterator[str]:
    """Ask for the mail server when none is set, then keep the password of every account.

    A settings file that exists is never changed.

    Args:
        settings: as they are now.
        ask: puts a question on the terminal.
        ask_secret: the same without showing what is typed.

    Yields:
        A sentence for each thing that was done.

    Raises:
        UsageError: an answer has no meaning, or the settings file has no account.
        NotDeliveredError: this computer has no keyring.
        ReadOnlyError, WriteError: the settings file cannot be written.
    """
    if not settings.path.is_file():
        text = _asked(ask)
        with explained(settings.path):
            settings.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(settings.path, text.encode())
        yield f"Pengaturan ditulis: {settings.path}"
        settings = load_settings(settings.path)
    accounts = [a for a in (settings.smtp, settings.imap) if a is not None and a.pengguna]
    if not accounts:
        raise UsageError(
            f"{settings.path} tidak punya akun dengan pengguna.",
            "Isi pengguna pada bagian [smtp] atau [imap], lalu ulangi.",
        )
    for user in dict.fromkeys(account.pengguna for account in accounts):
        store_password(user, ask_secret(f"Kata sandi {user}: "))
        yield f"Kata sandi {user} disimpan di tempat kata sandi komputer ini."


def _asked(ask: Ask) -> str:
    """Return the text of a settings file after the answers to a few questions."""
    server = one_line(ask("Server surel keluar (misalnya mail.kpu.go.id): "))
    way = one_line(ask(f"Keamanan, {STARTTLS} atau {TLS} [{STARTTLS}]: ")).lower() or STARTTLS
    if way not in _PORTS:
        raise UsageError(f"Keamanan harus {STARTTLS} atau {TLS}.", "Ulangi.")
    port = one_line(ask(f"Port [{_PORTS[way]}]: ")) or str(_PORTS[way])
    sender = checked_address(ask("Alamat surel Anda: "))
    user = one_line(ask(f"Nama pengguna [{sender}]: ")) or sender
    if not server or not port.isdigit():
        raise UsageError("Server atau port tidak terbaca.", "Ulangi.")
    return (
        "[smtp]\n"
        f"server = {_quoted(server)}\n"
        f"port = {int(port)}\n"
        f"keamanan = {_quoted(way)}\n"
        f"pengguna = {_quoted(user)}\n"
        f"dari = {_quoted(sender)}\n"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
