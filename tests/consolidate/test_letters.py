"""Letters: who gets one, what it says, and that none is sent twice."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from sakip_excel.consolidate import mailing
from sakip_excel.consolidate.choose import choose
from sakip_excel.consolidate.join import join
from sakip_excel.consolidate.mailing import draft_letters, letter_name, send_letters
from sakip_excel.consolidate.states import Decision
from sakip_excel.errors import NotDeliveredError, UncertainError
from sakip_excel.exchange import smtp
from sakip_excel.exchange.settings import SmtpSettings
from sakip_excel.exchange.smtp import Delivered
from tests.consolidate.hand import PERIOD, candidates, material, note, report, roster, unsealed

CODES = ("100001", "100002", "100003", "100004", "100005")


@pytest.fixture
def letters():
    """Return the letters when one is in, one returned, one undecided, one nil and one missing."""
    found = candidates(
        report("100001"),
        report("100002", notes=tuple(note(cell=f"M{n}") for n in range(7, 10))),
        unsealed("100003", path="a.xlsx"),
        unsealed("100003", path="b.xlsx"),
    )
    decided = {"100004": Decision("100004", "Nihil")}
    chosen = choose(found, PERIOD, decided)
    return join(material(chosen, roster(*CODES), decisions=decided)).letters


def test_only_those_from_whom_something_is_needed(letters):
    """Who is accepted or nil gets none; who sent nothing a reminder, the others a return."""
    assert {x.kode_satker: x.kind for x in letters} == {
        "100002": "pengembalian",
        "100003": "pengembalian",
        "100005": "pengingat",
    }


def test_reminder_names_period_and_deadline(letters):
    """The reminder says which period, until when, and by how many days it is late."""
    reminder = next(x for x in letters if x.kind == "pengingat")
    assert reminder.subject.startswith("[SAKIP-100005-2024-TW4] ")
    assert "Yth. KPU Kota Seroja," in reminder.body
    assert "TW IV 2024" in reminder.body
    assert "15/01/2025" in reminder.body
    assert "5 hari" in reminder.body
    assert reminder.email == "kpu100005@kpu.go.id"


def test_return_lists_what_is_wrong_once(letters):
    """Cells with the same mistake stand on one line, with the place and what to do."""
    returned = next(x for x in letters if x.kode_satker == "100002")
    assert returned.body.count("belum diisi.") == 1
    assert "3 sel: M7, M8, M9" in returned.body
    assert "Isi pagu." in returned.body


def test_officers_words_are_in_the_return():
    """What the officer wrote about a returned version is in the letter."""
    extract = report("100001")
    decided = {
        "100001": Decision("100001", "Kembalikan", "Lampiran belum ada.", extract.sha256[:12])
    }
    chosen = choose(candidates(extract), PERIOD, decided)
    (letter,) = join(material(chosen, roster("100001"), decisions=decided)).letters
    assert "Lampiran belum ada." in letter.body


def test_drafts_are_the_same_each_time(letters, tmp_path):
    """A draft opens as one, goes to the roster's address, and a second run rewrites the same."""
    first = list(draft_letters(letters, tmp_path))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    list(draft_letters(letters, tmp_path))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    assert "SAKIP-100005-2024-TW4-pengingat.eml" in before
    assert len(before) == 3
    for posted in first:
        message = message_from_bytes(posted.path.read_bytes(), policy=default)
        assert message["X-Unsent"] == "1"
        assert message["To"] == posted.letter.email
        assert message["Subject"] == posted.letter.subject
        assert message.get_content().splitlines() == posted.letter.body.splitlines()


def test_a_letter_without_a_good_address(letters, tmp_path):
    """Without an address there is a draft to complete, but nothing is sent."""
    one = [replace(letters[0], email="a@b\r\nBcc: x@y.z")]
    (draft,) = draft_letters(one, tmp_path)
    assert draft.to == ""
    assert b"Bcc" not in draft.path.read_bytes()
    (sent,) = send_letters(one, tmp_path, SmtpSettings("smtp.kpu.go.id", 587), "", again=False)
    assert (sent.done, bool(sent.problem)) == ("gagal", True)


def test_no_letter_is_sent_twice(letters, tmp_path, monkeypatch):
    """A letter that was sent is not sent again; another text is another letter."""
    gone = []

    def server(message, *rest):
        rest[-1]()  # the last line goes out
        gone.append(message["To"])
        return Delivered("250 ok")

    monkeypatch.setattr(smtp, "send", server)
    settings = SmtpSettings("smtp.kpu.go.id", 587, dari="provinsi@kpu.go.id")
    for wanted in ("terkirim", "sudah terkirim"):
        posted = list(send_letters(letters, tmp_path, settings, "", again=False))
        assert {p.done for p in posted} == {wanted}
    assert len(gone) == 3
    other = replace(letters[0], body="lain")
    assert letter_name(other) != letter_name(letters[0])
    list(send_letters([other], tmp_path, settings, "", again=False))
    assert len(gone) == 4


@pytest.mark.parametrize("error", [NotDeliveredError("Putus."), UncertainError("Tidak pasti.")])
def test_what_failed_is_told(letters, tmp_path, monkeypatch, error):
    """A letter that was not taken is told, and the rest waits after several failures in a row."""

    def server(*_):
        raise error

    monkeypatch.setattr(smtp, "send", server)
    monkeypatch.setattr(mailing, "_PATIENCE", 2)
    settings = SmtpSettings("smtp.kpu.go.id", 587, dari="provinsi@kpu.go.id")
    posted = list(send_letters(letters, tmp_path, settings, "", again=False))
    assert [p.done for p in posted] == ["gagal", "gagal"]
    assert all(str(error) in p.problem for p in posted)
