"""Settings for sending and fetching: one TOML file; passwords never stand in it."""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import NotDeliveredError, NotFoundError, UsageError
from sakip_excel.exchange.mail import checked_address, one_line
from sakip_excel.fault import log_folder
from sakip_excel.workbook.files import read_file

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

SERVICE = "sakip_excel"
"""Name under which passwords are kept in the keyring; the user name is that of the account."""

FILE = "pengaturan.toml"
STARTTLS, TLS = "starttls", "tls"
DEFAULT_LIMIT = 25
"""MB; what mail servers of offices usually take, the encoding of attachments included."""

_VARIABLES = {"smtp": "SAKIP_SANDI_SMTP", "imap": "SAKIP_SANDI_IMAP"}
_QUOTES = "Teks dengan \\ ditulis di antara petik tunggal, misalnya folder = 'D:\\SAKIP\\arsip'."
_SECRETS = ("sandi", "password", "passwd", "kata_sandi", "katasandi", "secret")


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How messages are handed over.

    Attributes:
        server: host name, as the certificate names it.
        port: 587 for STARTTLS, 465 for TLS.
        keamanan: ``starttls`` or ``tls``; without either nothing is ever sent.
        pengguna: account; empty for a server that asks for none.
        dari: address of the sender.
        ca: certificate authority of the office (PEM), besides those of the system.
        batas_lampiran_mb: size of a message in MB above which the sender is warned.
        detik: seconds to wait for an answer of the server.
    """

    server: str
    port: int = 587
    keamanan: str = STARTTLS
    pengguna: str = ""
    dari: str = ""
    ca: str = ""
    batas_lampiran_mb: int = DEFAULT_LIMIT
    detik: int = 60


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where messages are fetched; always over TLS.

    Attributes:
        server: host name, as the certificate names it.
        port: 993.
        pengguna: account.
        folder: mailbox that is read.
        pindah_ke: mailbox to which messages that were taken are moved when told to.
        ca: certificate authority of the office (PEM), besides those of the system.
        detik: seconds to wait for an answer of the server.
    """

    server: str
    port: int = 993
    pengguna: str = ""
    folder: str = "INBOX"
    pindah_ke: str = "SAKIP"
    ca: str = ""
    detik: int = 60


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """Where the province keeps what arrived.

    Attributes:
        folder: the archive; empty when none is set.
    """

    folder: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeSettings:
    """Everything that the settings file says.

    Attributes:
        smtp, imap: None when the file has no such section.
        arsip: archive of the province.
        path: the file, also when it does not exist.
    """

    smtp: SmtpSettings | None = None
    imap: ImapSettings | None = None
    arsip: ArchiveSettings = field(default_factory=ArchiveSettings)
    path: Path = Path(FILE)

    @property
    def attachment_limit(self) -> int:
        """Return the size of a message in MB above which the sender is warned."""
        return self.smtp.batas_lampiran_mb if self.smtp else DEFAULT_LIMIT


def own_folder() -> Path:
    """Return the folder of this user in which the program keeps its own things."""
    return log_folder().parent


def load_settings(path: Path | None = None) -> ExchangeSettings:
    """Return the settings; empty ones when the usual file does not exist.

    Args:
        path: the TOML file; None for ``pengaturan.toml`` in the program's own folder.

    Raises:
        NotFoundError: a file that was named does not exist.
        UsageError: it cannot be understood, or holds a password.
        FileError: it cannot be read.
    """
    place = path or own_folder() / FILE
    if not place.is_file():
        if path is None:
            return ExchangeSettings(path=place)
        raise NotFoundError(f"Berkas pengaturan {path} tidak ada.", "Periksa nama dan foldernya.")
    try:
        text = read_file(place).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(place, "bukan teks UTF-8") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if "\\" in text:  # the usual mistake on Windows
            raise UsageError(
                f"Pengaturan {place}: tidak dapat dibaca sebagai TOML.", _QUOTES
            ) from error
        raise _wrong(place, "tidak dapat dibaca sebagai TOML") from error
    unknown = content.keys() - {"smtp", "imap", "arsip"}
    if unknown:
        raise _wrong(place, f"bagian {', '.join(sorted(unknown))} tidak dikenal")
    smtp, imap, arsip = (_section(place, content, name) for name in ("smtp", "imap", "arsip"))
    return ExchangeSettings(
        smtp=_smtp(place, smtp),
        imap=None if imap is None else ImapSettings(**_values(place, "imap", ImapSettings, imap)),
        arsip=ArchiveSettings(**_values(place, "arsip", ArchiveSettings, arsip or {})),
        path=place,
    )


def _section(place: Path, content: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    section = content.get(name)
    if section is None:
        return None
    if not isinstance(section, dict):
        raise _wrong(place, f"{name} bukan bagian")
    if any(key.lower() in _SECRETS for key in section):
        raise UsageError(
            f"{place} berisi kata sandi; berkas itu tidak dipakai.",
            "Hapus barisnya dan ganti kata sandinya, lalu simpan dengan sakip kirim --atur atau "
            f"dalam variabel lingkungan {_VARIABLES['smtp']} / {_VARIABLES['imap']}.",
        )
    return section


def _smtp(place: Path, section: dict[str, Any] | None) -> SmtpSettings | None:
    if section is None:
        return None
    given = _values(place, "smtp", SmtpSettings, section)
    if given.get("keamanan", STARTTLS) not in (STARTTLS, TLS):
        raise _wrong(place, f'keamanan harus "{STARTTLS}" atau "{TLS}"')
    if given.get("keamanan") == TLS:
        given = {"port": 465, **given}
    made = SmtpSettings(**given)
    checked_address(made.dari)
    return made


def _values(place: Path, name: str, kind: type, section: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a section, each of the type that is declared for it."""
    types = {f.name: int if f.type == "int" else str for f in fields(kind)}
    for key, value in section.items():
        if key not in types:
            raise _wrong(place, f"{name}.{key} tidak dikenal")
        if type(value) is not types[key]:
            wanted = "angka" if types[key] is int else "teks dalam tanda petik"
            raise _wrong(place, f"{name}.{key} harus berupa {wanted}")
        if isinstance(value, str) and value != one_line(value, 1000):
            raise UsageError(
                f"Pengaturan {place}: {name}.{key} berisi tanda yang tidak terlihat.", _QUOTES
            )
        if isinstance(value, int) and not 0 < value < 65536:
            raise _wrong(place, f"{name}.{key} di luar batas")
    if "server" in types and not str(section.get("server", "")).strip():
        raise _wrong(place, f"{name}.server belum diisi")
    return dict(section)


def _wrong(place: Path, detail: str) -> UsageError:
    return UsageError(f"Pengaturan {place}: {detail}.", "Perbaiki berkas itu, lalu ulangi.")


def password(kind: str, settings: SmtpSettings | ImapSettings) -> str:
    """Return the password of an account from the environment, else from the keyring.

    Args:
        kind: ``smtp`` or ``imap``.
        settings: the account.

    Raises:
        NotDeliveredError: there is none.
    """
    found = os.environ.get(_VARIABLES[kind]) or _from_keyring(settings.pengguna)
    if found:
        return found
    raise NotDeliveredError(
        f"Kata sandi untuk {settings.pengguna} belum disimpan.",
        f"Jalankan sakip kirim --atur, atau isi variabel lingkungan {_VARIABLES[kind]}.",
    )


def _from_keyring(user: str) -> str | None:
    with suppress(Exception):  # without the library or a keyring there simply is no password in it
        import keyring

        return keyring.get_password(SERVICE, user)
    return None


def store_password(user: str, secret: str) -> None:
    """Keep a password in the keyring of this user.

    Raises:
        NotDeliveredError: this computer has no keyring that takes it.
    """
    try:
        import keyring

        keyring.set_password(SERVICE, user, secret)
    except Exception:  # noqa: BLE001 - back ends raise anything, and its text may hold the secret
        raise NotDeliveredError(
            "Kata sandi tidak dapat disimpan: komputer ini tidak punya tempat kata sandi.",
            f"Isi variabel lingkungan {_VARIABLES['smtp']} atau {_VARIABLES['imap']}.",
        ) from None


def tls_context(settings: SmtpSettings | ImapSettings) -> ssl.SSLContext:
    """Return what checks the server's certificate: system authorities, and the office's own.

    Raises:
        UsageError: the authority file of the office cannot be read.
    """
    import ssl

    context = ssl.create_default_context()
    if settings.ca:
        try:
            context.load_verify_locations(settings.ca)
        except (OSError, ssl.SSLError) as error:
            raise UsageError(
                f"Berkas sertifikat {settings.ca} tidak dapat dibaca.",
                "Periksa pengaturan ca: berkas PEM dari pengelola surel.",
            ) from error
    return context
