"""Settings: one file without secrets, and passwords from two places only."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend

from sakip_excel.errors import NotDeliveredError, NotFoundError, UsageError
from sakip_excel.exchange import settings as module
from sakip_excel.exchange.account import set_up_account
from sakip_excel.exchange.settings import (
    ExchangeSettings,
    ImapSettings,
    SmtpSettings,
    load_settings,
    password,
    tls_context,
)

SMTP = '[smtp]\nserver = "mail.kpu.go.id"\ndari = "a@kpu.go.id"\n'


class Memory(KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1

    def __init__(self) -> None:
        self.kept = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password


@pytest.fixture
def ring(monkeypatch) -> Memory:
    """Put a keyring of the test in the place of the real one; nothing in the environment."""
    memory = Memory()
    monkeypatch.setattr(keyring, "get_password", memory.get_password)
    monkeypatch.setattr(keyring, "set_password", memory.set_password)
    monkeypatch.delenv("SAKIP_SANDI_SMTP", raising=False)
    monkeypatch.delenv("SAKIP_SANDI_IMAP", raising=False)
    return memory


def written(tmp_path, text: str, encoding: str = "utf-8"):
    """Return the path of a settings file with this text."""
    path = tmp_path / "pengaturan.toml"
    path.write_text(text, encoding=encoding)
    return path


def test_without_a_file_nothing_is_set(tmp_path, monkeypatch):
    """The usual file may be missing; then there are no servers, and the place is known."""
    monkeypatch.setattr(module, "own_folder", lambda: tmp_path)
    assert load_settings() == ExchangeSettings(path=tmp_path / "pengaturan.toml")


def test_a_named_file_must_exist(tmp_path):
    """A file that was asked for and is missing is said, not passed over."""
    with pytest.raises(NotFoundError):
        load_settings(tmp_path / "lain.toml")


def test_everything_is_read(tmp_path):
    """Every documented key arrives with its type; a mark of old editors does no harm."""
    text = """
[smtp]
server = "mail.kpu.go.id"
port = 2525
keamanan = "tls"
pengguna = "prabumulih"
dari = "prabumulih@kpu.go.id"
ca = 'C:\\kantor\\ca.pem'
batas_lampiran_mb = 10
detik = 20
[imap]
server = "imap.kpu.go.id"
pengguna = "sumsel"
folder = "Laporan"
pindah_ke = "Laporan/Selesai"
[arsip]
folder = "D:/Arsip SAKIP"
"""
    found = load_settings(written(tmp_path, text, "utf-8-sig"))
    assert found.smtp == SmtpSettings(
        "mail.kpu.go.id",
        2525,
        "tls",
        "prabumulih",
        "prabumulih@kpu.go.id",
        "C:\\kantor\\ca.pem",
        10,
        20,
    )
    assert found.imap == ImapSettings("imap.kpu.go.id", 993, "sumsel", "Laporan", "Laporan/Selesai")
    assert found.arsip.folder == "D:/Arsip SAKIP"
    assert found.attachment_limit == 10


@pytest.mark.parametrize(("way", "port"), [("starttls", 587), ("tls", 465)])
def test_each_kind_of_encryption_has_its_usual_port(tmp_path, way, port):
    """Who names no port gets the one that belongs to the encryption."""
    found = load_settings(written(tmp_path, f'{SMTP}keamanan = "{way}"\n'))
    assert found.smtp.port == port


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[smtp", "TOML"),
        (f'{SMTP}keamanan = "tidak"', "keamanan"),
        (f'{SMTP}port = "587"', "smtp.port"),
        (f"{SMTP}port = 0", "smtp.port"),
        (f"{SMTP}port = true", "smtp.port"),
        (f"{SMTP}warna = 1", "smtp.warna"),
        ('[smtp]\ndari = "a@kpu.go.id"', "smtp.server"),
        ('[smtp]\nserver = "x"\ndari = "bukan alamat"', "bukan alamat"),
        ('[smtp]\nserver = "x\\ny"\ndari = "a@kpu.go.id"', "smtp.server"),
        ("smtp = 1", "smtp"),
        ("[pop3]\nserver = 1", "pop3"),
    ],
)
def test_what_cannot_be_meant_is_named(tmp_path, text, named):
    """A wrong key or value ends in a sentence that names it, before anything is sent."""
    with pytest.raises(UsageError, match=named):
        load_settings(written(tmp_path, text))


@pytest.mark.parametrize("key", ["sandi", "password", "Kata_Sandi"])
def test_a_password_in_the_file_is_refused_and_not_shown(tmp_path, key):
    """A settings file with a password is not used, and the sentence does not repeat it."""
    with pytest.raises(UsageError, match="kata sandi") as caught:
        load_settings(written(tmp_path, f'{SMTP}{key} = "hunter2"'))
    assert "hunter2" not in str(caught.value)


ACCOUNT = SmtpSettings("mail.kpu.go.id", pengguna="prabumulih")


def test_the_environment_comes_before_the_keyring(ring, monkeypatch):
    """A password in the environment is the one that is used."""
    ring.set_password("sakip_excel", "prabumulih", "dari gantungan")
    assert password("smtp", ACCOUNT) == "dari gantungan"
    monkeypatch.setenv("SAKIP_SANDI_SMTP", "dari lingkungan")
    assert password("smtp", ACCOUNT) == "dari lingkungan"


@pytest.mark.usefixtures("ring")
def test_without_a_password_the_account_is_named():
    """The sentence says whose password is missing and where to put it."""
    with pytest.raises(NotDeliveredError, match="prabumulih") as caught:
        password("imap", ImapSettings("x", pengguna="prabumulih"))
    assert "SAKIP_SANDI_IMAP" in caught.value.fix


def test_a_computer_without_keyring_still_works(ring, monkeypatch):
    """Where the keyring raises, the environment is enough."""

    def broken(*_: object) -> None:
        raise RuntimeError

    del ring
    monkeypatch.setattr(keyring, "get_password", broken)
    monkeypatch.setenv("SAKIP_SANDI_SMTP", "ada")
    assert password("smtp", ACCOUNT) == "ada"
    monkeypatch.delenv("SAKIP_SANDI_SMTP")
    with pytest.raises(NotDeliveredError):
        password("smtp", ACCOUNT)


def test_an_authority_that_cannot_be_read_is_said(tmp_path):
    """A missing or broken file of the office's authority never weakens the check."""
    broken = tmp_path / "ca.pem"
    broken.write_text("bukan sertifikat", encoding="ascii")
    for path in (broken, tmp_path / "tidak ada.pem"):
        with pytest.raises(UsageError, match="sertifikat"):
            tls_context(SmtpSettings("x", ca=str(path)))


def test_setting_up_asks_writes_and_keeps_the_password(ring, tmp_path):
    """After the questions the file can be loaded, and only the keyring knows the password."""
    path = tmp_path / "baru" / "pengaturan.toml"
    answers = iter(["mail.kpu.go.id", "", "", "prabumulih@kpu.go.id", 'DOMAIN\\"prabu"'])
    said = list(
        set_up_account(ExchangeSettings(path=path), lambda _: next(answers), lambda _: "rahasia9")
    )
    made = load_settings(path).smtp
    assert made == SmtpSettings(
        "mail.kpu.go.id", 587, "starttls", 'DOMAIN\\"prabu"', "prabumulih@kpu.go.id"
    )
    assert password("smtp", made) == "rahasia9"
    assert ring.kept == {("sakip_excel", 'DOMAIN\\"prabu"'): "rahasia9"}
    assert "rahasia9" not in path.read_text(encoding="utf-8") + " ".join(said)


def test_setting_up_again_changes_passwords_only(ring, tmp_path):
    """A settings file that exists stays as it is, comments included."""
    path = written(
        tmp_path, f'# milik kami\n{SMTP}pengguna = "p"\n[imap]\nserver="i"\npengguna="q"'
    )
    before = path.read_bytes()
    asked = []
    list(set_up_account(load_settings(path), asked.append, lambda q: f"sandi {q.split()[-1]}"))
    assert (path.read_bytes(), asked) == (before, [])
    assert ring.kept == {("sakip_excel", "p"): "sandi p:", ("sakip_excel", "q"): "sandi q:"}


def test_a_keyring_that_refuses_is_said_without_the_password(ring, monkeypatch, tmp_path):
    """Where nothing can keep the password, the sentence names the environment instead."""

    def refuse(service: str, user: str, secret: str) -> None:
        raise RuntimeError(f"no place for {service} {user} {secret}")

    del ring
    monkeypatch.setattr(keyring, "set_password", refuse)
    path = written(tmp_path, f'{SMTP}pengguna = "p"')
    with pytest.raises(NotDeliveredError, match="tempat kata sandi") as caught:
        list(set_up_account(load_settings(path), str, lambda _: "rahasia9"))
    assert "rahasia9" not in repr(caught.value) + str(caught.value.__cause__)
    assert caught.value.__suppress_context__
