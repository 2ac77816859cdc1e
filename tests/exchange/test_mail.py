"""Building messages: nobody writes a header but us, and the same input gives the same bytes."""

from __future__ import annotations

import email
from email.policy import SMTP

import pytest

from sakip_excel.errors import UsageError
from sakip_excel.exchange.mail import (
    POLICY,
    XLSX,
    build_message,
    checked_address,
    message_id,
    one_line,
)


@pytest.mark.parametrize(
    "address",
    ["sumsel@kpu.go.id", "kpu.prabumulih+tw4@kpu.go.id", "a'b@x-y.id", " sumsel@kpu.go.id "],
)
def test_plain_addresses_pass(address):
    """Addresses as offices have them are taken, outer spaces left out."""
    assert checked_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sumsel",
        "sumsel@kpu",
        "@kpu.go.id",
        "a@b@kpu.go.id",
        "KPU <sumsel@kpu.go.id>",
        "a@kpu.go.id, b@kpu.go.id",
        "a@kpu.go.id\r\nBcc: b@kpu.go.id",
        "a@kpu.go.id\nX: y",
        "a b@kpu.go.id",
        "a@kpu..go.id",
        ".a@kpu.go.id",
        "a@-kpu.go.id",
        "a@[127.0.0.1]",
        "su\u202emsel@kpu.go.id",
        "sümsel@kpu.go.id",
        "x" * 65 + "@kpu.go.id",
        "a@" + "b." * 130 + "id",
    ],
)
def test_anything_else_is_no_address(address):
    """Lists, names, line ends, quotes and letters that SMTP cannot carry are refused."""
    with pytest.raises(UsageError) as caught:
        checked_address(address)
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("KPU\r\nBcc: x@y.id", "KPU Bcc: x@y.id"),
        ("nama\u202egpj.xlsx", "nama gpj.xlsx"),
        ("a\u2028b\u2029c\x85d\x00e\x1bf", "a b c d e f"),
        ("  banyak   spasi ", "banyak spasi"),
        ("Kab. Pangkajene – Kepulauan é", "Kab. Pangkajene – Kepulauan é"),
        ("\ud800x", "x"),
        ("panjang " * 50, ("panjang " * 50)[:197].rstrip() + "..."),
    ],
)
def test_one_line_is_one_visible_line(text, line):
    """Control signs and invisible marks go, letters stay."""
    assert one_line(text) == line


def whole(**changes: object) -> bytes:
    """Return the bytes of a message that has everything."""
    parts = {
        "sender": "prabumulih@kpu.go.id",
        "to": "sumsel@kpu.go.id",
        "subject": "Laporan KPU Kab. Ogan – Ilir\r\nBcc: jahat@x.id",
        "body": "isi: é ✓\n.titik\n",
        "attachments": [("laporan \u202eé.xlsx", bytes(range(256)), XLSX)],
        "headers": {"Message-ID": "<a@b.id>", "Date": "Thu, 16 Jan 2025 10:05:00 +0700"},
    }
    return build_message(**{**parts, **changes}).as_bytes(policy=POLICY)


def test_the_same_input_gives_the_same_bytes():
    """A message has no random part, so that it can be compared and sent again as it was."""
    assert whole() == whole()
    assert whole() != whole(body="lain")


def test_every_byte_is_ascii_and_lines_are_short():
    """No server has to change anything on the way."""
    data = whole()
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.count(b"\n") == data.count(b"\r\n")


def test_nothing_that_is_typed_becomes_a_header():
    """A line end in a name adds no receiver; the text comes back whole otherwise."""
    message = email.message_from_bytes(whole(), policy=SMTP)
    assert message["Bcc"] is None
    assert message["Subject"] == "Laporan KPU Kab. Ogan – Ilir Bcc: jahat@x.id"
    assert message.get_body().get_content().splitlines() == ["isi: é ✓", ".titik"]
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "laporan é.xlsx"
    assert attachment.get_content_type() == XLSX
    assert attachment.get_content() == bytes(range(256))


def test_a_message_id_stands_for_what_is_sent():
    """The same report has the same identifier, any other has another one."""
    first = message_id("a@kpu.go.id", "658021-2024-TW4-v1", "ab")
    assert first == message_id("b@kpu.go.id", "658021-2024-TW4-v1", "ab")
    assert first != message_id("a@kpu.go.id", "658021-2024-TW4-v1", "ac")
    assert first != message_id("a@kpu.go.id", "658021-2024-TW4-v1ab", "")
    assert first.endswith("@kpu.go.id>")
    assert message_id("", "x").endswith("@sakip.invalid>")


@pytest.mark.parametrize(
    "subject",
    [
        "[SAKIP-658021-2024-TW4] Laporan KPU Kota Prabumulih, TW IV 2024 (versi 1)",
        "[SAKIP-658021-2024-TW4] Laporan KPU Kab. Ogan x: y@kpu.go.id – Ilir, TW IV 2024 (versi 1)",
        "[SAKIP-658021-2024-TW4] Laporan " + "Pangkajene Kepulauan é – " * 6,
        "é" * 180,
    ],
)
def test_every_subject_arrives_as_it_was(subject):
    """Long and foreign subjects stay on one line and gain or lose no space."""
    data = build_message("", "a@kpu.go.id", subject, "isi").as_bytes()
    assert [line for line in data.split(b"\r\n") if line.startswith(b"Subject: ")]
    assert email.message_from_bytes(data, policy=SMTP)["Subject"] == subject.strip()


def test_encoded_text_keeps_short_lines():
    """Attachments and text outside ASCII are encoded in lines of at most 76 signs."""
    data = whole(body="é" * 500)
    encoded = [line for line in data.split(b"\r\n") if b": " not in line]
    assert max(map(len, encoded)) <= 76
