"""Drafts: each route, what it hands to the mail program, and the order in which they are tried."""

from __future__ import annotations

import email
from email.policy import SMTP
from types import SimpleNamespace

import pytest

from sakip_excel.errors import NotDeliveredError
from sakip_excel.exchange.mail import XLSX, build_message
from sakip_excel.exchange.routes import DRAFTS, Desktop, Parcel, Route, draft, this_desktop

BODY = "Terlampir laporan.\n\nFrom: bukan kepala surel\nKab. Pangkajene – Kepulauan\n"


@pytest.fixture
def parcel(tmp_path) -> Parcel:
    """Return a parcel whose file is already written."""
    file = tmp_path / "SAKIP-658021-2024-TW4-v1.xlsx"
    file.write_bytes(b"isi buku")
    to, subject = "sumsel@kpu.go.id", "[SAKIP-658021-2024-TW4] Laporan KPU Kab. Ogan – Ilir"
    attachments = [(file.name, b"isi buku", XLSX)]
    message = build_message("prabumulih@kpu.go.id", to, subject, BODY, attachments)
    return Parcel(to, subject, BODY, file, message)


class Outlook:
    """Classic Outlook as far as a draft needs it; sending would be noticed."""

    def __init__(self, broken: str = "") -> None:
        self.broken, self.shown, self.attached = broken, None, []

    def CreateItem(self, kind: int):  # noqa: N802 - Outlook's name
        """Return a new mail."""
        assert kind == 0
        self.mail = SimpleNamespace(
            Attachments=SimpleNamespace(Add=self._add), Display=self._display
        )
        return self.mail

    def _add(self, path: str) -> None:
        if self.broken == "attach":
            raise OSError(path)
        self.attached.append(path)

    def _display(self, modal: bool) -> None:  # noqa: FBT001 - as Outlook is called
        assert not modal
        if self.broken == "display":
            raise RuntimeError
        self.shown = (self.mail.To, self.mail.Subject, self.mail.Body)


def test_outlook_shows_a_draft_and_sends_nothing(parcel):
    """Receiver, subject, text and the file are in the draft; it is shown, never sent."""
    outlook = Outlook()
    (tried,) = draft(parcel, DRAFTS, Desktop(lambda: outlook))
    assert (tried.route, tried.done) == (Route.OUTLOOK, True)
    assert outlook.shown == (parcel.to, parcel.subject, BODY)
    assert outlook.attached == [str(parcel.file)]
    assert "tekan Kirim di Outlook" in tried.said


@pytest.mark.parametrize("broken", ["missing", "attach", "display"])
def test_without_outlook_an_eml_draft_is_opened(parcel, broken):
    """Where Outlook is not there or fails, the draft goes to the mail program of the PC."""

    def outlook() -> Outlook:
        if broken == "missing":
            raise OSError("CO_E_CLASSSTRING")
        return Outlook(broken)

    opened = []
    tried = draft(parcel, DRAFTS, Desktop(outlook, opened.append))
    assert [(t.route, t.done) for t in tried] == [(Route.OUTLOOK, False), (Route.EML, True)]
    assert opened == [parcel.file.with_suffix(".eml")]


def test_an_eml_draft_is_a_whole_message_marked_as_unsent(parcel):
    """The draft holds everything but a sender, so that the mail program puts in its own."""
    draft(parcel, (Route.EML,), Desktop())
    data = parcel.file.with_suffix(".eml").read_bytes()
    message = email.message_from_bytes(data, policy=SMTP)
    assert (message["X-Unsent"], message["From"]) == ("1", None)
    assert (message["To"], message["Subject"]) == (parcel.to, parcel.subject)
    assert message.get_body().get_content().replace("\r\n", "\n") == BODY
    (attachment,) = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == (parcel.file.name, b"isi buku")


def test_without_any_mail_program_the_folder_is_shown(parcel):
    """The last way needs nothing: the folder opens, and the text to paste lies in it."""
    opened = []

    def open_only_folders(path) -> None:
        if path.is_file():
            raise OSError(1155, "no program")
        opened.append(path)

    tried = draft(parcel, DRAFTS, Desktop(None, open_only_folders))
    assert [t.done for t in tried] == [False, False, True]
    assert opened == [parcel.folder]
    text = parcel.file.with_suffix(".txt").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfKepada: sumsel@kpu.go.id\r\n")
    assert text.decode("utf-8-sig").replace("\r\n", "\n").endswith(BODY)
    assert all(str(part) in tried[-1].said for part in (parcel.file, parcel.to, "txt"))


def test_one_route_alone_does_not_fall_back(parcel):
    """Who asks for Outlook gets Outlook or a sentence with the reason and the place of the file."""
    with pytest.raises(NotDeliveredError, match="hanya ada di Windows") as caught:
        draft(parcel, (Route.OUTLOOK,), Desktop())
    assert str(parcel.file) in caught.value.fix
    assert not parcel.file.with_suffix(".eml").exists()


def test_a_folder_that_cannot_be_written_is_said(parcel, monkeypatch):
    """When neither draft nor text can be written, every reason is in the sentence."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NotDeliveredError, match="disk penuh"):
        draft(parcel, DRAFTS, Desktop())


def test_this_computer_has_a_desktop():
    """On Windows there is a program for both, elsewhere for none; asking starts nothing."""
    import sys

    desktop = this_desktop()
    windows = sys.platform == "win32"
    assert (desktop.outlook is not None, desktop.open is not None) == (windows, windows)
