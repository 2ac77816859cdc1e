"""Mail servers on loopback: a real one with TLS and accounts, and one that misbehaves to order."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"
USER, PASSWORD = "prabumulih@kpu.go.id", "rahasia Sekali-123"


@dataclass(frozen=True)
class Certificates:
    """Certificates for `HOST` by one authority of the tests.

    Attributes:
        authority: PEM file of the authority; what an office would hand out.
        good: chain and key of a certificate that is right.
        expired: the same, but its time is over.
        wrong_host: the same for another host.
        stranger: right in itself, but by an authority that nobody knows.
    """

    authority: Path
    good: Path
    expired: Path
    wrong_host: Path
    stranger: Path


def make_certificates(folder: Path) -> Certificates:
    """Write the certificates as PEM files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, stranger = trustme.CA(), trustme.CA()
    now = datetime.now(tz=UTC)
    past = {"not_before": now - timedelta(days=90), "not_after": now - timedelta(days=1)}
    made = {
        "good": authority.issue_cert(HOST, "127.0.0.1"),
        "expired": authority.issue_cert(HOST, **past),
        "wrong_host": authority.issue_cert("surel.example.org"),
        "stranger": stranger.issue_cert(HOST),
    }
    for name, certificate in made.items():
        certificate.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.pem")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return Certificates(folder / "ca.pem", *(folder / f"{name}.pem" for name in made))


def server_context(certificate: Path) -> ssl.SSLContext:
    """Return the TLS context of a server with this certificate and key."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def free_port() -> int:
    """Return a port of this computer that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Mailbox:
    """What a server took.

    Attributes:
        port: where it listens.
        messages: bytes of each message as they came over the wire.
        receivers: addresses of each message.
        logins: user names that logged in.
        answer: reply to the end of DATA; the message counts as taken when it starts with 250.
        refused: reply to RCPT for some addresses.
    """

    port: int
    messages: list[bytes] = field(default_factory=list)
    receivers: list[list[str]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    answer: str = "250 2.0.0 Ok: queued as A1B2C3"
    refused: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Answer to RCPT."""
        del server, session
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message and answer to the end of DATA."""
        del server, session
        if self.answer.startswith("250"):
            self.messages.append(envelope.original_content or b"")
            self.receivers.append(list(envelope.rcpt_tos))
        return self.answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Check the account."""
        del server, session, envelope, mechanism
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        if right:
            self.logins.append(USER)
        return AuthResult(success=right, handled=right)


@contextmanager
def smtp_server(
    certificate: Path | None, *, size: int = 35_000_000, implicit: bool = False
) -> Iterator[Mailbox]:
    """Run a real SMTP server that asks for STARTTLS and an account.

    Args:
        certificate: PEM file of chain and key; None for a server without encryption.
        size: largest message in bytes.
        implicit: encrypt from the first byte (port 465) instead of STARTTLS.
    """
    box = Mailbox(free_port())
    context = server_context(certificate) if certificate else None
    options: dict[str, object] = {"data_size_limit": size, "authenticator": box.authenticate}
    if context is None:
        options["auth_require_tls"] = False
    elif implicit:
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True, "auth_required": True}
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Bad:
    """How a server misbehaves.

    Attributes:
        greeting: first line; empty closes at once.
        replies: reply by command (``MAIL``, ``AUTH``, ``DATA`` ...) instead of the usual one;
            an empty reply closes the connection.
        cut_after: close after so many bytes of a message; None reads all of it.
        silent: seconds without an answer after the end of the message, then close; None answers.
        end: reply to the end of the message; empty closes.
        received: what came of messages.
        ended: whether the last line of a message came.
        closed: set once the connection to a client is closed.
    """

    greeting: str = "220 siap"
    replies: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    silent: float | None = None
    end: str = "250 2.0.0 Ok"
    received: bytearray = field(default_factory=bytearray)
    ended: bool = False
    closed: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def serve(self, connection: ssl.SSLSocket) -> None:
        """Talk to one client until one side has enough."""
        lines = connection.makefile("rb")
        if not self._say(connection, self.greeting):
            return
        while line := lines.readline():
            word = line.split()[0].upper().decode() if line.split() else ""
            usual = {
                "EHLO": "250-localhost\r\n250-SIZE 35000000\r\n250 AUTH PLAIN LOGIN",
                "AUTH": "235 2.7.0 Ok",
                "DATA": "354 kirim",
                "QUIT": "221 sampai jumpa",
            }
            reply = self.replies.get(word, usual.get(word, "250 Ok"))
            if not self._say(connection, reply) or word == "QUIT":
                return
            if word == "DATA" and reply.startswith("354") and not self._take(connection, lines):
                return

    def _take(self, connection: ssl.SSLSocket, lines: object) -> bool:
        while True:
            if self.cut_after is not None and len(self.received) >= self.cut_after:
                return False
            line = lines.readline()
            if line in (b".\r\n", b""):
                break
            self.received += line
        if line == b"":
            return False
        self.ended = True
        if self.silent is not None:
            threading.Event().wait(self.silent)
            return False
        return self._say(connection, self.end)

    def _say(self, connection: ssl.SSLSocket, reply: str) -> bool:
        if reply:
            connection.sendall(f"{reply}\r\n".encode())
        return bool(reply)


@contextmanager
def bad_server(certificate: Path, how: Bad) -> Iterator[Bad]:
    """Run a server that speaks TLS from the first byte and misbehaves as told."""
    listener = socket.create_server(("127.0.0.1", 0))
    how.port = listener.getsockname()[1]
    context = server_context(certificate)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with suppress(OSError):
                raw, _ = listener.accept()
                with context.wrap_socket(raw, server_side=True) as connection:
                    how.serve(connection)
                how.closed.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield how
    finally:
        stop.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", how.port), 1).close()
        listener.close()
        thread.join(5)
