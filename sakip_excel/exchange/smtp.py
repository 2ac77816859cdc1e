"""Hand one message to a mail server: always encrypted, certificate checked, never by half."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.errors import NotDeliveredError, UncertainError, UsageError
from sakip_excel.exchange.mail import POLICY, one_line
from sakip_excel.exchange.settings import TLS, tls_context

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from sakip_excel.exchange.settings import SmtpSettings

_CHUNK = 1 << 16
_LATER = "Ulangi nanti."
_SMALLER = "kecilkan gambar di buku kerja, lalu kirim lagi."
_TOO_LARGE = 552
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_VERIFY = {
    10: ("sudah kedaluwarsa", "Periksa tanggal komputer ini, atau hubungi pengelola surel."),
    9: ("belum berlaku", "Periksa tanggal komputer ini."),
    62: ("dibuat untuk server lain", "Periksa nama server pada pengaturan."),
    18: ("dibuat sendiri oleh server", "Minta berkas CA kantor dan isi pengaturan ca."),
    19: ("dari penerbit yang tidak dikenal", "Minta berkas CA kantor dan isi pengaturan ca."),
    20: ("dari penerbit yang tidak dikenal", "Minta berkas CA kantor dan isi pengaturan ca."),
}
"""What OpenSSL's verify codes say (X509_V_ERR_..., x509_vfy.h)."""

_NETWORK = (
    (
        ssl.SSLError,
        "Sambungan terenkripsi ke {host} gagal dibuat.",
        "Periksa port dan keamanan pada pengaturan.",
    ),
    (
        socket.gaierror,
        "Server {host} tidak ditemukan.",
        "Periksa sambungan internet dan nama server.",
    ),
    (TimeoutError, "Server {host} tidak menjawab.", "Ulangi nanti."),
    (ConnectionRefusedError, "Server {host} menolak sambungan.", "Periksa port pada pengaturan."),
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the server said when it took the message.

    Attributes:
        reply: one line, often with the number under which the server keeps the message.
    """

    reply: str


def send(
    message: EmailMessage,
    settings: SmtpSettings,
    password: str = "",
    on_commit: Callable[[], None] | None = None,
) -> Delivered:
    """Hand a message to the server for everybody whom it names.

    Until the last line is sent the server cannot have taken the message, so whatever happens
    before leaves it undelivered (RFC 5321, 4.1.1.4).

    Args:
        message: with From, To and Message-ID.
        settings: the server.
        password: of its account; unused when the settings name no account.
        on_commit: called just before the last line is sent.

    Raises:
        UncertainError: the connection was cut after the last line; the server may have it.
        NotDeliveredError: the message was not taken; the sentence says why.
        UsageError: the authority file of the office cannot be read.
    """
    context = tls_context(settings)
    data = message.as_bytes(policy=POLICY)
    sender, receivers = _envelope(message)
    try:
        with closing(_connect(settings, context)) as server:
            _greet(server, settings, context)
            if settings.pengguna:
                _log_in(server, settings, password)
            _announce(server, sender, receivers, len(data))
            delivered = _transfer(server, data, on_commit)
            _leave(server)
            return delivered
    except (smtplib.SMTPException, OSError) as error:
        raise explained(error, settings.server) from error


def _envelope(message: EmailMessage) -> tuple[str, list[str]]:
    sender = message["From"]
    receivers = [a.addr_spec for h in ("To", "Cc") if message[h] for a in message[h].addresses]
    if sender is None or not receivers:
        raise UsageError("Surel tanpa pengirim atau penerima.", "Isi dari pada pengaturan [smtp].")
    return sender.addresses[0].addr_spec, receivers


def _connect(settings: SmtpSettings, context: ssl.SSLContext) -> smtplib.SMTP:
    here = "[127.0.0.1]"  # the name of this computer is nobody's business
    host, port, wait = settings.server, settings.port, settings.detik
    if settings.keamanan == TLS:
        return smtplib.SMTP_SSL(host, port, here, timeout=wait, context=context)
    return smtplib.SMTP(host, port, here, timeout=wait)


def _greet(server: smtplib.SMTP, settings: SmtpSettings, context: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if settings.keamanan == TLS:
        return
    if not server.has_extn("starttls"):
        raise NotDeliveredError(
            f"Server {settings.server} tidak menawarkan sambungan terenkripsi (STARTTLS).",
            "Hubungi pengelola surel.",
        )
    server.starttls(context=context)
    server.ehlo_or_helo_if_needed()


def _log_in(server: smtplib.SMTP, settings: SmtpSettings, password: str) -> None:
    try:
        server.login(settings.pengguna, password)
    except UnicodeEncodeError:
        # the original error carries the password
        raise NotDeliveredError(
            "Kata sandi berisi huruf yang tidak dapat dikirim ke server surel.",
            "Ganti kata sandi dengan huruf latin, angka dan tanda biasa.",
        ) from None


def _announce(server: smtplib.SMTP, sender: str, receivers: list[str], size: int) -> None:
    """Name sender, size and receivers; one refused receiver refuses all, so nothing goes half."""
    limit = server.esmtp_features.get("size", "") if server.has_extn("size") else ""
    if limit.isdigit() and 0 < int(limit) < size:
        raise _too_large(size, int(limit))
    options = [f"SIZE={size}"] if server.has_extn("size") else []
    _expect(server.mail(sender, options), smtplib.SMTPSenderRefused, sender)
    for receiver in receivers:
        code, reply = server.rcpt(receiver)
        if not 200 <= code < 300:
            raise smtplib.SMTPRecipientsRefused({receiver: (code, reply)})


def _expect(
    answer: tuple[int, bytes], error: Callable[[int, bytes, str], Exception], sender: str
) -> None:
    if not 200 <= answer[0] < 300:
        raise error(*answer, sender)


def _transfer(server: smtplib.SMTP, data: bytes, on_commit: Callable[[], None] | None) -> Delivered:
    code, reply = server.docmd("DATA")
    if code != 354:
        raise smtplib.SMTPDataError(code, reply)
    body = _LEADING_DOT.sub(b"..", data)  # RFC 5321, 4.5.2
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    for at in range(0, len(body), _CHUNK):
        server.send(body[at : at + _CHUNK])
    if on_commit is not None:
        on_commit()
    try:
        server.send(b".\r\n")
        code, reply = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise _uncertain() from error
    if code >= 400:
        raise smtplib.SMTPDataError(code, reply)
    if not 200 <= code < 300:
        raise _uncertain()
    return Delivered(_said(reply))


def _uncertain() -> UncertainError:
    return UncertainError(
        "Sambungan terputus tepat saat surel diserahkan; tidak pasti apakah sudah terkirim.",
        "Tanyakan kepada penerima. Bila belum sampai, kirim lagi dengan --ulang.",
    )


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the message is delivered already, whatever the server answers."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def explained(error: Exception, host: str) -> NotDeliveredError:
    """Return the sentence for what went wrong with a server; never with anything secret in it.

    Args:
        error: what smtplib, imaplib, ssl or the network raised.
        host: name of the server.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        what, advice = _VERIFY.get(error.verify_code, ("tidak dapat diperiksa", _LATER))
        return NotDeliveredError(f"Sertifikat server {host} {what}.", advice)
    if isinstance(error, smtplib.SMTPException):
        return _answered(error, host)
    for kind, message, advice in _NETWORK:
        if isinstance(error, kind):
            return NotDeliveredError(message.format(host=host), advice)
    return _cut(host)


def _answered(error: smtplib.SMTPException, host: str) -> NotDeliveredError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        address, (code, reply) = next(iter(error.recipients.items()))
        return _refused(f"Alamat {address} ditolak server {host}", code, reply)
    if isinstance(error, smtplib.SMTPSenderRefused):
        what = f"Alamat pengirim {error.sender} ditolak server {host}"
        return _refused(what, error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _not_let_in(error.smtp_code, host)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(f"Surel ditolak server {host}", error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _cut(host)
    return NotDeliveredError(
        f"Server {host} tidak mengenal cara masuk yang dikenal program ini.",
        "Hubungi pengelola surel.",
    )


def _not_let_in(code: int, host: str) -> NotDeliveredError:
    if 400 <= code < 500:
        return NotDeliveredError(f"Server {host} sedang tidak dapat memeriksa akun.", _LATER)
    return NotDeliveredError(
        f"Nama pengguna atau kata sandi ditolak server {host}.",
        "Simpan kata sandi yang benar dengan sakip kirim --atur.",
    )


def _refused(what: str, code: int, reply: bytes | str) -> NotDeliveredError:
    if code == _TOO_LARGE:
        advice = f"Surel ini terlalu besar; {_SMALLER}"
    elif 400 <= code < 500:
        advice = _LATER
    else:
        advice = "Periksa alamat dan pengaturan."
    return NotDeliveredError(f"{what} ({code} {_said(reply)}).", advice)


def _cut(host: str) -> NotDeliveredError:
    return NotDeliveredError(f"Sambungan ke server {host} terputus.", _LATER)


def _too_large(size: int, limit: int) -> NotDeliveredError:
    return NotDeliveredError(
        f"Surel ini {size >> 20} MB; server menerima paling besar {limit >> 20} MB.",
        _SMALLER.capitalize(),
    )


def _said(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(text, 160)
