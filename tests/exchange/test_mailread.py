"""Mails made by strangers: what is attached, who may be answered, and nothing that harms."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sakip_excel.exchange.mailread import MAX_ATTACHMENTS, read_mail
from tests.exchange.parcels import SATKER, mail, nested

FILE = ("laporan.xlsx", b"PK-isi")


def names(data: bytes) -> list[str]:
    """Return the names of the attachments of a mail."""
    return [a.name for a in read_mail(data).attachments]


def test_what_a_plain_mail_says():
    """Sender, date, Message-ID, text and the very bytes of the attachment are there."""
    found = read_mail(mail(FILE, text="Isi surat"))
    assert (found.source, found.sender) == ("<1@satker.example>", SATKER)
    assert found.attachments[0].data == FILE[1]
    assert found.attachments[0].text.strip() == "Isi surat"
    assert found.relevant
    assert not found.skipped


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone per computer")
def test_the_date_is_told_on_the_clock_of_the_province(monkeypatch):
    """A mail of 10.00 in Jayapura was sent at 08.00 in Palembang."""
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    time.tzset()
    try:
        found = read_mail(mail(FILE, date="Fri, 10 Jan 2025 10:00:00 +0900"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found.date == "2025-01-10T08:00:00"


@pytest.mark.parametrize(
    "date", ["", "kemarin", "Fri, 99 Jan 2025 10:00:00", "Fri, 31 Dec 9999 23:59:59 -1200"]
)
def test_a_date_that_is_none_is_empty(date):
    """A broken date is no date; nothing else of the mail suffers."""
    found = read_mail(mail(FILE, date=date))
    assert found.date == ""
    assert len(found.attachments) == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/laporan.xlsx", "../../etc/laporan.xlsx"),
        ("laporan\u202exslx.exe", "laporan xslx.exe"),
        (("utf-8", "", "a\r\nBcc: x@y.id"), "a Bcc: x@y.id"),
        ("x" * 300 + ".xlsx", "x" * 117 + "..."),
        ("Laporan Kinerja é.xlsx", "Laporan Kinerja é.xlsx"),
    ],
)
def test_a_name_is_only_shown(given, shown):
    """Names come out as one short line without signs that hide or turn them."""
    assert names(mail((given, b"PK"))) == [shown]


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Id": "<sakip.kpu.example>"},
        {"Precedence": "bulk"},
        {"sender": "no-reply@kpu.example.go.id"},
        {"sender": "MAILER-DAEMON@kpu.example.go.id"},
        {"sender": "satu@kpu.example.go.id, dua@kpu.example.go.id"},
        {"sender": "bukan alamat"},
        {"sender": ""},
    ],
)
def test_lists_robots_and_doubtful_senders_get_no_answer(headers):
    """There is no address to answer, but the attachment is taken."""
    found = read_mail(mail(FILE, **headers))
    assert found.sender == ""
    assert len(found.attachments) == 1


def test_an_encoded_name_cannot_add_an_address():
    """Only the address that stands outside of encoded words counts."""
    name = b"=?utf-8?q?Kepala=2C_lain=40jahat=2Eexample=2C?= "
    data = mail(FILE, sender="a@b.id").replace(b"From: a@b.id", b"From: " + name + b"<a@b.id>")
    assert read_mail(data).sender == "a@b.id"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"X_Sakip_Balasan": "SAKIP-658021-2024-TW4-v1"},
    ],
)
def test_automatic_answers_are_left_alone(headers):
    """Nothing of them is taken, so that two programs never answer each other for ever."""
    found = read_mail(mail(FILE, **headers))
    assert found.skipped
    assert not found.attachments


def test_a_bounce_is_left_alone():
    """A report of the mail server brings our own attachment back; it is not taken."""
    bounce = mail(FILE).replace(b"multipart/mixed;", b"multipart/report;", 1)
    assert read_mail(bounce).skipped


def test_mails_inside_mails_are_looked_into_three_deep():
    """A forwarded mail gives its attachment; one level more gives a reason instead."""
    inner = mail(FILE)
    (three,) = read_mail(nested(inner, 3)).attachments
    assert (three.name, three.data, three.problem) == (*FILE, "")
    (four,) = read_mail(nested(inner, 4)).attachments
    assert "terlalu dalam" in four.problem
    assert FILE[0].encode() in four.data


def test_a_saved_mail_attached_as_a_file_is_looked_into():
    """An attached .eml file is a mail, too."""
    (found,) = read_mail(mail(("teruskan.eml", mail(FILE)))).attachments
    assert found.data == FILE[1]


def test_fifty_attachments_are_taken_and_fifty_one_are_not():
    """A mail with more than the limit is kept as a whole, with the reason."""
    most = [(f"{n}.xlsx", b"PK%d" % n) for n in range(MAX_ATTACHMENTS)]
    assert len(read_mail(mail(*most)).attachments) == MAX_ATTACHMENTS
    (whole,) = read_mail(mail(*most, FILE)).attachments
    assert "51 lampiran" in whole.problem


def test_logos_and_signatures_are_no_attachments():
    """What a mail program adds by itself does not go into quarantine."""
    message = EmailMessage()
    message["Subject"] = "Undangan"
    message.set_content("teks")
    message.add_alternative("<p>teks <img src='cid:logo'></p>", "html")
    picture = message.get_payload()[1]
    picture.add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="image001.png")
    message.add_attachment(b"ttd", "application", "pkcs7-signature", filename="smime.p7s")
    found = read_mail(message.as_bytes())
    assert found.attachments == ()
    assert not found.relevant


def test_the_text_of_a_html_mail_keeps_its_lines():
    """A manifest in a mail without plain text can still be found line by line."""
    message = EmailMessage()
    message.set_content(
        "<div>--- MANIFES SAKIP 1 ---</div><p>satker: 658021 A &amp; B</p>x<br/>y", "html"
    )
    message.make_mixed()
    message.add_attachment(b"PK", "application", "octet-stream", filename="a.xlsx")
    text = read_mail(message.as_bytes()).attachments[0].text
    lines = [line.strip() for line in text.splitlines()]
    assert "--- MANIFES SAKIP 1 ---" in lines
    assert "satker: 658021 A & B" in lines
    assert lines[-2:] == ["x", "y"] or lines[-3:-1] == ["x", "y"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("winmail.dat", b"\x78\x9f\x3e\x22rest", "winmail.dat"),
        ("lampiran.dat", b"\x78\x9f\x3e\x22rest", "winmail.dat"),
        ("a.msg", b"\xd0\xcf\x11\xe0" + "__substg1.0_001A".encode("utf-16-le"), ".msg"),
    ],
)
def test_what_outlook_makes_has_a_reason_of_its_own(name, data, reason):
    """The sentence says what to do instead of calling the file unknown."""
    (found,) = read_mail(mail((name, data))).attachments
    assert reason in found.problem


def test_a_mail_about_something_else_is_not_ours():
    """A mailbox serves other purposes: a letter as PDF without our subject is no report."""
    other = mail(("undangan.pdf", b"%PDF")).replace(b"Laporan SAKIP TW IV", b"Undangan rapat")
    assert not read_mail(other).relevant
    assert read_mail(mail(("surat.pdf", b"%PDF"))).relevant
    assert not read_mail(mail()).relevant


def test_a_mail_built_of_thousands_of_parts_does_no_harm():
    """Parts inside each other far beyond any honest mail give a reason, not a crash."""
    head = b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n"
    deep = b"Subject: x\n" + b"".join(head % (n, n) for n in range(3000))
    found = read_mail(deep)
    assert all(a.problem for a in found.attachments)


@given(st.binary(max_size=400), st.integers(0, 3000), st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_a_damaged_mail_never_stops_the_run(noise, start, length):
    """Whatever stands in a mail, something can be said about it."""
    whole = nested(mail(FILE), 1)
    damaged = whole[:start] + noise + whole[start + length :]
    found = read_mail(damaged)
    assert found.source
    assert all("\n" not in a.name for a in found.attachments)


@pytest.mark.parametrize("name", ["From", "Subject", "Content-Type", "Content-Disposition"])
@given(value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_forged_header_never_stops_the_run(name, value):
    """Headers that no mail program writes do not stop the reading."""
    data = mail(FILE)
    head, _, rest = data.partition(b"\n\n") if b"\r\n" not in data else data.partition(b"\r\n\r\n")
    forged = f"{name}: {value}\r\n".encode("latin-1") + head + b"\r\n\r\n" + rest
    assert read_mail(forged).source
