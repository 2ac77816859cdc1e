"""Handing over a message: real servers, and servers that misbehave at every step."""

from __future__ import annotations

import email
import logging
import traceback
from dataclasses import replace
from email.policy import SMTP

import pytest

from sakip_excel.errors import NotDeliveredError, UncertainError, UsageError
from sakip_excel.exchange.mail import XLSX, build_message
from sakip_excel.exchange.settings import SmtpSettings
from sakip_excel.exchange.smtp import send
from tests.tools.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Bad,
    Certificates,
    bad_server,
    free_port,
    make_certificates,
    smtp_server,
)

FILE = bytes(range(256)) * 40 + b"\r\n.\r\n..\n.\n"  # what a careless sender would damage


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Certificates:
    """Return the certificates of these tests."""
    return make_certificates(tmp_path_factory.mktemp("sertifikat"))


def message(to: str | list[str] = "sumsel@kpu.go.id", data: bytes = FILE):
    """Return a message with an attachment."""
    return build_message(
        USER, to, "Laporan", ".titik di awal\n..dua\nisi", [("laporan.xlsx", data, XLSX)]
    )


def account(certificates: Certificates, port: int, **options: object) -> SmtpSettings:
    """Return the settings of the account, encrypted by STARTTLS unless told otherwise."""
    usual = {"server": HOST, "port": port, "pengguna": USER, "dari": USER, "detik": 10}
    return SmtpSettings(**{**usual, "ca": str(certificates.authority), **options})


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_the_attachment_arrives_byte_for_byte(certificates, way):
    """A server that asks for encryption and an account gets the very bytes of the workbook."""
    with smtp_server(certificates.good, implicit=way == "tls") as box:
        send(message(), account(certificates, box.port, keamanan=way), PASSWORD)
    (raw,) = box.messages
    arrived = email.message_from_bytes(raw, policy=SMTP)
    (attachment,) = arrived.iter_attachments()
    assert attachment.get_content() == FILE
    assert arrived.get_body().get_content().splitlines() == [".titik di awal", "..dua", "isi"]
    assert box.logins == [USER]


def test_a_message_for_several_names_all_of_them(certificates):
    """Everybody in To is told to the server."""
    with smtp_server(certificates.good) as box:
        send(message(["a@kpu.go.id", "b@kpu.go.id"]), account(certificates, box.port), PASSWORD)
    assert box.receivers == [["a@kpu.go.id", "b@kpu.go.id"]]


def failing(certificates: Certificates, box: object, **options: object) -> NotDeliveredError:
    """Return the error of a hand-over that must fail."""
    password = options.pop("password", PASSWORD)
    receivers = options.pop("to", "sumsel@kpu.go.id")
    with pytest.raises(NotDeliveredError) as caught:
        send(message(receivers), account(certificates, box.port, **options), password)
    return caught.value


def test_a_wrong_password_is_said_and_never_shown(certificates, caplog):
    """The sentence names the account's fault; the password is in no message, log or repr."""
    caplog.set_level(logging.DEBUG)
    secret = "salah-TAPI-rahasia-77"  # noqa: S105 - that is what is tested
    with smtp_server(certificates.good) as box:
        error = failing(certificates, box, password=secret)
    everything = "".join(traceback.format_exception(error)) + repr(error) + caplog.text
    assert "kata sandi ditolak" in error.message
    assert error.exit_code == 4
    assert secret not in everything
    assert box.messages == []


def test_a_password_that_smtp_cannot_carry_is_said(certificates):
    """A password with letters outside ASCII ends in a sentence that does not show it."""
    with smtp_server(certificates.good) as box:
        error = failing(certificates, box, password=PASSWORD + "é")
    assert "Kata sandi" in error.message
    assert "é" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("way", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("certificate", "said"),
    [("expired", "kedaluwarsa"), ("wrong_host", "server lain"), ("stranger", "tidak dikenal")],
)
def test_no_certificate_is_taken_on_trust(certificates, certificate, said, way):
    """An expired, foreign or unknown certificate stops everything before the password."""
    wrong = getattr(certificates, certificate)
    with smtp_server(wrong, implicit=way == "tls") as box:
        error = failing(certificates, box, keamanan=way)
    assert said in error.message
    assert box.logins == []
    assert box.messages == []


def test_without_the_offices_authority_its_server_is_unknown(certificates):
    """The authority of the office counts only when the settings name it."""
    with smtp_server(certificates.good) as box:
        error = failing(certificates, box, ca="")
    assert "tidak dikenal" in error.message


def test_a_server_without_encryption_gets_nothing(certificates):
    """Where STARTTLS is not offered neither password nor report is sent."""
    with smtp_server(None) as box:
        error = failing(certificates, box)
    assert "STARTTLS" in error.message
    assert (box.logins, box.messages) == ([], [])


def test_one_refused_receiver_refuses_all(certificates):
    """A message for two of whom one is refused goes to nobody."""
    with smtp_server(certificates.good) as box:
        box.refused["b@kpu.go.id"] = "550 5.1.1 No such user"
        error = failing(certificates, box, to=["a@kpu.go.id", "b@kpu.go.id"])
    assert "b@kpu.go.id ditolak" in error.message
    assert "5.1.1" in error.message
    assert box.messages == []


def test_a_message_that_is_too_large_is_not_even_begun(certificates):
    """The size that the server announces is compared before anything is sent."""
    with (
        smtp_server(certificates.good, size=1 << 20) as box,
        pytest.raises(NotDeliveredError, match="paling besar 1 MB"),
    ):
        send(message(data=bytes(2 << 20)), account(certificates, box.port), PASSWORD)
    assert box.messages == []


@pytest.mark.parametrize(
    ("answer", "advice"),
    [("451 4.3.0 sebentar", "nanti"), ("554 5.7.1 spam", "Periksa"), ("552 5.3.4 besar", "besar")],
)
def test_an_answer_to_the_message_that_says_no_is_no(certificates, answer, advice):
    """A refusal after the last line means not delivered, and is no doubtful case."""
    with smtp_server(certificates.good) as box:
        box.answer = answer
        error = failing(certificates, box)
    assert not isinstance(error, UncertainError)
    assert answer in error.message
    assert advice in error.fix


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (Bad(greeting=""), "terputus"),
        (Bad(greeting="421 sibuk"), "421 sibuk"),
        (Bad(greeting="554 pergi"), "554 pergi"),
        (Bad(replies={"AUTH": ""}), "terputus"),
        (Bad(replies={"AUTH": "454 4.7.0 nanti"}), "memeriksa akun"),
        (Bad(replies={"EHLO": "250 localhost", "HELO": "250 localhost"}), "cara masuk"),
        (Bad(replies={"MAIL": "452 4.2.2 penuh"}), "452 4.2.2 penuh"),
        (Bad(replies={"MAIL": "550 5.7.1 bukan Anda"}), "pengirim"),
        (Bad(replies={"RCPT": ""}), "terputus"),
        (Bad(replies={"RCPT": "450 4.2.1 nanti"}), "450 4.2.1"),
        (Bad(replies={"DATA": "421 tutup"}), "421 tutup"),
        (Bad(replies={"DATA": ""}), "terputus"),
        (Bad(cut_after=0), "terputus"),
        (Bad(cut_after=4_000_000), "terputus"),
    ],
)
def test_what_breaks_before_the_last_line_is_surely_not_delivered(certificates, how, said):
    """Wherever the server fails before the end of the message, the answer is a plain no."""
    settings = account(certificates, 0, keamanan="tls")
    # a message that is cut in the middle must be more than the buffers on the way swallow
    large = message(data=FILE if how.cut_after is None else bytes(6 << 20))
    with bad_server(certificates.good, how) as bad, pytest.raises(NotDeliveredError) as caught:
        send(large, replace(settings, port=bad.port), PASSWORD)
    assert not isinstance(caught.value, UncertainError)
    assert said in str(caught.value)
    assert not how.ended


@pytest.mark.parametrize(
    "how",
    [Bad(end=""), Bad(silent=0.05), Bad(silent=3), Bad(end="apa ini"), Bad(end="354 lagi")],
    ids=["closed", "late", "silent", "nonsense", "not an answer"],
)
def test_what_breaks_after_the_last_line_is_uncertain(certificates, how):
    """Between the last line and a clear answer nobody can know, and that is what is said."""
    settings = account(certificates, 0, keamanan="tls", detik=1)
    with bad_server(certificates.good, how) as bad, pytest.raises(UncertainError, match="tidak p"):
        send(message(), replace(settings, port=bad.port), PASSWORD)
    assert how.ended


def test_the_last_line_waits_for_the_note(certificates):
    """What notes the attempt runs before the server can have the message, and may stop it."""
    how, seen = Bad(), []

    def note() -> None:
        seen.append(how.ended)
        raise NotDeliveredError("Disk penuh.")

    settings = account(certificates, 0, keamanan="tls")
    with bad_server(certificates.good, how) as bad, pytest.raises(NotDeliveredError, match="penuh"):
        send(message(), replace(settings, port=bad.port), PASSWORD, note)
    assert seen == [False]
    assert not how.ended


def test_no_server_and_no_network_are_told_apart(certificates):
    """A closed port and a name that does not exist give different sentences."""
    with pytest.raises(NotDeliveredError, match="menolak sambungan"):
        send(message(), account(certificates, free_port()), PASSWORD)
    settings = account(certificates, 587, server="tidak-ada.invalid")
    with pytest.raises(NotDeliveredError, match="tidak ditemukan"):
        send(message(), settings, PASSWORD)


def test_a_draft_without_sender_is_not_sent(certificates):
    """A message that names no sender never reaches a server."""
    draft = build_message("", "sumsel@kpu.go.id", "Laporan", "isi")
    with pytest.raises(UsageError):
        send(draft, account(certificates, 1), PASSWORD)
