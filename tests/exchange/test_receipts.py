"""The answers: the right words, the sender's own file, one each, and never to a stranger."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from sakip_excel.check import check_book
from sakip_excel.consolidate.states import Expected
from sakip_excel.exchange.archive import open_archive
from sakip_excel.exchange.delivery import Attachment, Delivery
from sakip_excel.exchange.journal import Kind, read_journal
from sakip_excel.exchange.mailread import read_mail
from sakip_excel.exchange.receipt_text import compose
from sakip_excel.exchange.receipts import DRAFT, NONE, SMTP, Sending
from sakip_excel.exchange.reception import receive
from sakip_excel.exchange.seal import SEAL_NOTE
from sakip_excel.exchange.settings import SmtpSettings
from sakip_excel.workbook.book import Book
from tests.exchange.parcels import BEFORE, PROVINCE, SATKER, mail, report, sent
from tests.tools.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Bad,
    bad_server,
    free_port,
    make_certificates,
    smtp_server,
)

NOW = datetime(2025, 1, 20, 8, 5)  # noqa: DTZ001 - the clock of the province
WRONG = report(target="sembilan", sealed=None)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Return the certificates of these tests."""
    return make_certificates(tmp_path_factory.mktemp("sertifikat"))


def take(folder, *deliveries, sending=None, roster=None):
    """Take in what arrived and answer."""
    with open_archive(folder, roster, lambda: NOW) as archive:
        return receive(archive, deliveries, sending or Sending(DRAFT))


def drafts(folder):
    """Return the drafts in an archive by name."""
    return {
        path.name: message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((folder / "balasan").glob("*.eml"))
    }


def the_draft(folder):
    """Return the only draft, and its text."""
    ((_, message),) = drafts(folder).items()
    return message, message.get_body().get_content()


def lines(folder, kind):
    """Return the lines of one kind in the journal."""
    return [e for e in read_journal(folder / "catatan.jsonl") if e.jenis == kind]


def test_an_accepted_report_gets_a_receipt(tmp_path):
    """The sender reads what was received, when, with which seal and which sums."""
    take(tmp_path, read_mail(sent(report())))
    message, text = the_draft(tmp_path)
    assert message["To"] == SATKER
    assert "Laporan diterima (versi 1)" in message["Subject"]
    assert message["Subject"].strip().startswith("[SAKIP-658021-2024-TW4]")
    for words in (
        "Yth. KPU Kota Prabumulih",
        "TW IV 2024, versi 1",
        "20/01/2025 08.05",
        "Rp 1.000.000",
        "Rp 985.000",
        "utuh",
        "0 galat, 0 peringatan",
        SEAL_NOTE,
    ):
        assert words in text
    assert "Catatan:" not in text
    assert not list(message.iter_attachments())


def test_an_answer_is_known_as_one_and_belongs_to_its_mail(tmp_path):
    """Mail programs show it under the mail it answers, and other robots leave it alone."""
    take(tmp_path, read_mail(sent(report(), number=7)))
    message, _ = the_draft(tmp_path)
    assert message["In-Reply-To"] == message["References"] == "<7@satker.example>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Unsent"] == "1"
    again = read_mail(message.as_bytes())
    assert again.skipped
    assert not again.attachments


def test_a_noted_report_lists_the_notes(tmp_path):
    """What keeps a report from being accepted without a word stands in the answer."""
    take(tmp_path, read_mail(sent(report(sealed=None))))
    message, text = the_draft(tmp_path)
    assert "diterima dengan catatan" in message["Subject"]
    assert "- Buku kerja belum disegel." in text


def test_a_returned_report_comes_with_its_findings(tmp_path):
    """The sender gets the own file back: same inputs, every finding on Validasi."""
    take(tmp_path, read_mail(sent(WRONG)))
    message, text = the_draft(tmp_path)
    assert "dikembalikan untuk diperbaiki" in message["Subject"]
    assert "Yang harus diperbaiki:\n- PK!" in text.replace("\r\n", "\n")
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "SAKIP-658021-2024-TW4-v1-dikembalikan.xlsx"
    back = check_book(Book(Path("kembali.xlsx"), attached.get_content()))
    before = check_book(Book(Path("asli.xlsx"), WRONG))
    galat = {(f.code, f.sheet, f.cell) for f in before.findings if f.severity == "galat"}
    assert galat
    assert galat <= {row.key for row in back.listed}
    for form, data in before.report.forms.items():
        for row, same in zip(data.rows, back.report.forms[form].rows, strict=True):
            assert [row.typed(f.key) for f in data.form.inputs if f.key in data.columns] == [
                same.typed(f.key) for f in data.form.inputs if f.key in data.columns
            ]


def test_a_file_into_which_nothing_can_be_written_goes_back_as_it_came(tmp_path, monkeypatch):
    """The findings stand in the text then."""
    from sakip_excel.errors import CellError

    def refuse(*_: object, **__: object) -> None:
        raise CellError("Sel tergabung.")

    monkeypatch.setattr("sakip_excel.pipeline.process_workbook", refuse)
    take(tmp_path, read_mail(sent(WRONG)))
    message, text = the_draft(tmp_path)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == WRONG
    assert "Yang harus diperbaiki:" in text


def test_the_same_line_always_gives_the_same_answer(tmp_path):
    """An answer that was begun before a crash is made again byte for byte."""
    take(tmp_path, read_mail(sent(WRONG)))
    entries = read_journal(tmp_path / "catatan.jsonl")
    made = [compose(tmp_path, entries, entries[0], SATKER, PROVINCE).as_bytes() for _ in "ab"]
    assert made[0] == made[1]


def test_each_version_is_answered_once(tmp_path):
    """A second run, a resend and another way of answering add nothing."""
    first, second = read_mail(sent(report(sealed=BEFORE))), read_mail(sent(report(), number=2))
    take(tmp_path, first, second)
    assert len(drafts(tmp_path)) == 2
    again = read_mail(sent(report(), number=3))
    done = take(tmp_path, first, second, again)
    assert done.answers == []
    assert len(drafts(tmp_path)) == 2


def test_without_answers_nothing_is_written_and_nothing_comes_later(tmp_path):
    """Who takes in old reports without answering does not answer them by accident later."""
    take(tmp_path, read_mail(sent(report())), sending=Sending(NONE))
    done = take(tmp_path)
    assert done.answers == []
    assert drafts(tmp_path) == {}


def test_a_file_from_a_folder_is_answered_to_the_roster(tmp_path):
    """Without a mail the roster knows the address; without either the draft stays open."""
    files = [Delivery(f"{k}.xlsx", (Attachment("a", report(k)),)) for k in ("658021", "658022")]
    roster = {"658021": Expected("658021", "KPU Kota Prabumulih", email="kota@kpu.example.id")}
    take(tmp_path, *files, roster=roster)
    assert [m["To"] for m in drafts(tmp_path).values()] == ["kota@kpu.example.id", ""]


def test_a_letter_beside_the_report_is_named_and_gets_no_answer_of_its_own(tmp_path):
    """One mail, one answer; it says which other attachments were not taken."""
    take(tmp_path, read_mail(mail(("a.xlsx", report()), ("surat pengantar.pdf", b"%PDF"))))
    _, text = the_draft(tmp_path)
    assert "tidak diambil: surat pengantar.pdf" in text


def test_a_mail_without_a_report_gets_one_notice(tmp_path):
    """Everything that could not be taken stands in one draft, each with its reason."""
    take(tmp_path, read_mail(mail(("a.pdf", b"%PDF"), ("b.xls", b"\x09\x08"))))
    message, text = the_draft(tmp_path)
    assert message["To"] == SATKER
    assert "a.pdf: Ini bukan buku kerja" in text
    assert "b.xls: Ini bukan buku kerja" in text
    assert "sakip kirim" in text


def test_what_a_stranger_writes_cannot_shape_the_answer(tmp_path):
    """Line ends in a satker's name or in a file name add no header and no line."""
    bad = report(nama="KPU\r\nBcc: x@y.id\n\nKota\u202e", sealed=None)
    take(tmp_path, Delivery("<1@x>", (Attachment("a", bad),), sender=SATKER))
    message, text = the_draft(tmp_path)
    assert message["Bcc"] is None
    assert text.startswith("Yth. KPU Bcc: x@y.id Kota,")


def smtp_of(certificates, port, **options) -> Sending:
    """Return the way of answering through a server."""
    usual = {"server": HOST, "port": port, "pengguna": USER, "dari": USER, "detik": 10}
    account = SmtpSettings(**usual, ca=str(certificates.authority), **options)
    return Sending(SMTP, account, PASSWORD)


def test_answers_are_sent_once_each(tmp_path, certificates):
    """A real server gets one answer per version, whatever is run again."""
    with smtp_server(certificates.good) as box:
        sending = smtp_of(certificates, box.port)
        for _ in range(2):
            take(tmp_path, read_mail(sent(report())), read_mail(sent(WRONG)), sending=sending)
    assert box.receivers == [[SATKER], [SATKER]]
    subjects = [message_from_bytes(m, policy=policy.default)["Subject"] for m in box.messages]
    assert {s.split("] ")[1].split(" (")[0] for s in subjects} == {
        "Laporan dikembalikan untuk diperbaiki",
        "Laporan diterima",
    }
    assert [e.cara for e in lines(tmp_path, Kind.RECEIPT)] == [SMTP, SMTP]
    assert not drafts(tmp_path)
    sent_message = message_from_bytes(box.messages[0], policy=policy.default)
    assert sent_message["X-Unsent"] is None
    assert sent_message["Auto-Submitted"] == "auto-replied"


def test_an_answer_that_was_not_taken_is_tried_again(tmp_path, certificates):
    """A server that cannot be reached leaves the receipt open; the next run sends it."""
    done = take(tmp_path, read_mail(sent(report())), sending=smtp_of(certificates, free_port()))
    assert "menolak sambungan" in done.answers[0].problem
    assert lines(tmp_path, Kind.RECEIPT) == []
    with smtp_server(certificates.good) as box:
        take(tmp_path, sending=smtp_of(certificates, box.port))
    assert len(box.messages) == 1


def test_a_dead_server_is_not_asked_for_every_satker(tmp_path, certificates):
    """After some failures in a row the other answers wait for the next run."""
    mails = [read_mail(sent(report(f"65802{n}"), number=n)) for n in range(6)]
    done = take(tmp_path, *mails, sending=smtp_of(certificates, free_port()))
    assert len(done.answers) == 3


def test_an_answer_that_may_have_been_sent_is_not_repeated(tmp_path, certificates):
    """Cut after the last line, nobody knows: the officer reads so, the program does not resend."""
    with bad_server(certificates.good, Bad(silent=0.1)) as bad:
        sending = smtp_of(certificates, bad.port, keamanan="tls")
        done = take(tmp_path, read_mail(sent(report())), sending=sending)
    assert "tidak pasti" in done.answers[0].problem
    (line,) = lines(tmp_path, Kind.RECEIPT)
    assert "tidak pasti" in line.alasan[0]
    with smtp_server(certificates.good) as box:
        assert take(tmp_path, sending=smtp_of(certificates, box.port)).answers == []
    assert box.messages == []


def test_an_answer_that_was_sent_before_its_line_is_not_sent_again(tmp_path, certificates):
    """A program that died between the server's answer and the journal only adds the line."""
    with smtp_server(certificates.good) as box:
        sending = smtp_of(certificates, box.port)
        take(tmp_path, read_mail(sent(report())), sending=sending)
        journal = tmp_path / "catatan.jsonl"
        whole = journal.read_bytes()
        journal.write_bytes(whole[: whole.rindex(b'{"jenis": "balasan"')])
        take(tmp_path, sending=sending)
    assert len(box.messages) == 1
    assert journal.read_bytes() == whole


def test_nothing_is_sent_to_strangers_by_itself(tmp_path, certificates):
    """A mail without a report from an unknown address is answered by a draft at most."""
    with smtp_server(certificates.good) as box:
        sending = smtp_of(certificates, box.port)
        take(tmp_path, read_mail(mail(("a.pdf", b"%PDF"))), sending=sending)
        assert box.messages == []
        assert len(drafts(tmp_path)) == 1
        roster = {"658021": Expected("658021", "x", email=SATKER)}
        known = read_mail(mail(("b.pdf", b"%PDF-2"), number=2))
        take(tmp_path, known, sending=sending, roster=roster)
    assert box.receivers == [[SATKER]]


def test_the_password_is_never_shown():
    """What a log or a traceback would print of the way of answering hides the password."""
    assert PASSWORD not in repr(Sending(SMTP, None, PASSWORD))
