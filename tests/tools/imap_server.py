"""A real IMAP server (Dovecot) on loopback, run without privileges, and a line that can be cut."""

from __future__ import annotations

import imaplib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.mail_server import HOST, free_port

USER, PASSWORD = "sumsel@kpu.go.id", "rahasia-Sekali-123"

_CONFIG = """
base_dir = {base}/run
state_dir = {base}/run
log_path = {base}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
ssl = required
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""
_UP_TO_2_3 = """
ssl_cert = <{base}/server.pem
ssl_key = <{base}/server.pem
mail_location = maildir:{base}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}
}}
"""
_FROM_2_4_FIRST = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
"""
_FROM_2_4 = """
ssl_server_cert_file = {base}/server.pem
ssl_server_key_file = {base}/server.pem
mail_driver = maildir
mail_path = {base}/mail
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {base}
  }}
}}
"""


def needs_mail_server(test):
    """Mark a test that runs Dovecot: skipped on a computer without it, but never in CI."""
    missing = _program() is None and os.environ.get("CI", "").lower() != "true"
    skip = pytest.mark.skipif(missing, reason="Dovecot (dovecot-imapd) is not installed")
    return pytest.mark.mail_server(skip(test))


def _program() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _configuration() -> str:
    """Return the pattern of a configuration that the installed version understands."""
    said = subprocess.check_output([_program() or "dovecot", "--version"], text=True)
    version = tuple(int(number) for number in said.split()[0].split(".")[:2])
    if version < (2, 4):
        return _CONFIG + _UP_TO_2_3
    return _FROM_2_4_FIRST + _CONFIG + _FROM_2_4


@dataclass(frozen=True)
class ImapServer:
    """A running server.

    Attributes:
        port: where it listens with TLS.
        authority: PEM file of the authority to trust.
    """

    port: int
    authority: Path

    def login(self) -> imaplib.IMAP4_SSL:
        """Return a client that is logged in, whatever the certificate says."""
        context = ssl.create_default_context(cafile=str(self.authority))
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        client = imaplib.IMAP4_SSL(HOST, self.port, ssl_context=context, timeout=20)
        client.login(USER, PASSWORD)
        return client

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mails into a folder, unread."""
        client = self.login()
        for mail in mails:
            assert client.append(folder, "", None, mail)[0] == "OK"
        client.logout()

    def mails(self, folder: str = "INBOX") -> list[tuple[str, bytes]]:
        """Return the flags and the bytes of every mail in a folder; none when there is none."""
        client = self.login()
        found = []
        if client.select(folder, readonly=True)[0] == "OK":
            for number in client.search(None, "ALL")[1][0].split():
                part = client.fetch(number, "(FLAGS BODY.PEEK[])")[1][0]
                flags = b" ".join(imaplib.ParseFlags(part[0])).decode()
                found.append((flags, part[1]))
        client.logout()
        return found


@contextmanager
def imap_server(authority: Path, certificate: Path) -> Iterator[ImapServer]:
    """Run Dovecot with this certificate until the block ends.

    It runs as an ordinary user: as `nobody` when the tests run as root, because Dovecot gives
    root no mailbox.
    """
    import pwd  # not on Windows, where these tests are skipped

    base = Path(tempfile.mkdtemp(prefix="sakip-imap-"))
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    group = subprocess.check_output(["id", "-gn", account.pw_name], text=True).strip()
    port = free_port()
    names = {"user": account.pw_name, "group": group, "port": port, "password": PASSWORD}
    (base / "dovecot.conf").write_text(_configuration().format(base=base, **names), "utf-8")
    shutil.copy(certificate, base / "server.pem")
    (base / "run").mkdir()
    change: dict[str, object] = {}
    if os.getuid() == 0:
        change = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        for path in (base, *base.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)
    command = [_program() or "dovecot", "-F", "-c", str(base / "dovecot.conf")]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=base, **change
    )
    try:
        _wait(process, port, base / "dovecot.log")
        yield ImapServer(port, authority)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        shutil.rmtree(base, ignore_errors=True)


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    said = log.read_text("utf-8") if log.exists() else "no log"
    raise AssertionError(f"Dovecot does not answer: {said}")


@contextmanager
def cut_line(port: int, after: int) -> Iterator[int]:
    """Lead a port of this computer to a server and cut the line after so many bytes from it.

    Yields:
        the port to connect to.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with suppress(OSError):
                client, _ = listener.accept()
                if stop.is_set():
                    client.close()
                    return
                server = socket.create_connection(("127.0.0.1", port), 5)
                up = threading.Thread(target=_pump, args=(client, server, None), daemon=True)
                up.start()
                _pump(server, client, after)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        with suppress(OSError):
            socket.create_connection(listener.getsockname(), 1).close()
        listener.close()
        thread.join(5)


def _pump(source: socket.socket, target: socket.socket, limit: int | None) -> None:
    """Pass bytes on until one side closes, or the limit is reached; then close both."""
    passed = 0
    with suppress(OSError), source, target:
        while data := source.recv(4096):
            room = len(data) if limit is None else limit - passed
            target.sendall(data[:room])
            passed += len(data)
            if limit is not None and passed >= limit:
                break
        for end in (source, target):  # closing alone would wait for the other direction
            end.shutdown(socket.SHUT_RDWR)
