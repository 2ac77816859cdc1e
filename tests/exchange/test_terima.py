"""The command `sakip terima`: from folders and from a real mailbox into the archive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from sakip_excel.cli import main
from sakip_excel.exchange.journal import Kind, read_journal
from tests.exchange.parcels import BEFORE, mail, report, sent
from tests.tools.imap_server import (
    PASSWORD,
    USER,
    cut_line,
    imap_server,
    needs_mail_server,
)
from tests.tools.mail_server import HOST, free_port, make_certificates, smtp_server
from tests.tools.mail_server import PASSWORD as SMTP_PASSWORD
from tests.tools.mail_server import USER as SMTP_USER

LETTER = mail(("undangan.pdf", b"%PDF"), number=9).replace(b"Laporan SAKIP TW IV", b"Rapat")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Return the certificates of these tests."""
    return make_certificates(tmp_path_factory.mktemp("sertifikat"))


@pytest.fixture
def server(certificates):
    """Run an IMAP server with a good certificate."""
    with imap_server(certificates.authority, certificates.good) as running:
        yield running


@pytest.fixture
def run(tmp_path, monkeypatch, certificates, capsys):
    """Return a call of `sakip terima` into an archive, with the mailbox at a port."""
    monkeypatch.setenv("SAKIP_SANDI_IMAP", PASSWORD)

    def call(*options: str, port: int = 1, **imap: object):
        values = {"server": HOST, "port": port, "pengguna": USER, "detik": 10}
        values |= {"ca": str(certificates.authority)} | imap
        lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        settings = tmp_path / "pengaturan.toml"
        settings.write_text("\n".join(["[imap]", *lines]), "utf-8")
        common = ["--arsip", str(tmp_path / "arsip"), "--pengaturan", str(settings)]
        code = main(["terima", *options, *common])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def journal(tmp_path):
    """Return the lines of the archive's journal."""
    return read_journal(tmp_path / "arsip" / "catatan.jsonl")


def taken(tmp_path):
    """Return the stored versions."""
    return [e for e in journal(tmp_path) if e.jenis == Kind.TAKEN]


def test_a_folder_of_attachments(tmp_path, run):
    """One line per attachment, the sums at the end, and a clean exit code."""
    inbox = tmp_path / "unduhan"
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(report())
    code, out, err = run(str(inbox))
    assert (code, err) == (0, "")
    assert "658021 KPU Kota Prabumulih, TW IV 2024, versi 1: diterima\n" in out
    assert "1 diterima, 0 diterima dengan catatan, 0 dikembalikan" in out
    assert (tmp_path / "arsip" / taken(tmp_path)[0].jalur).read_bytes() == report()


@pytest.mark.parametrize("data", [report(target="sembilan", sealed=None), b"%PDF"])
def test_what_needs_somebody_gives_exit_code_1(tmp_path, run, data):
    """A returned report and a file in quarantine both ask for the officer."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert run(str(path))[0] == 1
    assert run(str(path))[0] == 0


def test_one_json_object(tmp_path, run):
    """Everything that people read stands in one object, too."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(report())
    found = json.loads(run(str(path), "--json")[1])
    assert found["skema"] == 1
    (line,) = found["lampiran"]
    assert (line["kode_satker"], line["versi"], line["putusan"]) == ("658021", 1, "diterima")
    assert found["balasan"][0]["draf"].endswith(".eml")
    assert found["tidak_terhubung"] is None


@pytest.mark.parametrize("named", [True, False])
def test_the_roster_is_read(tmp_path, run, named):
    """A roster that is named, or lies in the archive, gives the address for the draft."""
    from sakip_excel.template import template_path
    from sakip_excel.workbook.book import Book
    from sakip_excel.workbook.patch import Patch

    book = Book.open(template_path("daftar_satker"))
    table = book.table("tblDaftarSatker")
    patch = Patch(book)
    row = table.ref[0] + 1
    for column, value in zip(
        "ABCD", ("658021", "KPU Kota Prabumulih", "Sumatera Selatan", "k@kpu.id"), strict=True
    ):
        patch.set(table.sheet, f"{column}{row}", value)
    roster = tmp_path / ("daftar saya.xlsx" if named else "arsip/daftar_satker.xlsx")
    roster.parent.mkdir(exist_ok=True)
    roster.write_bytes(patch.to_bytes())
    (tmp_path / "a.xlsx").write_bytes(report())
    options = ["--daftar", str(roster)] if named else []
    code, out, _ = run(str(tmp_path / "a.xlsx"), "--json", *options)
    assert code == 0
    assert json.loads(out)["balasan"][0]["kepada"] == "k@kpu.id"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Tidak ada yang dibaca"),
        (["x", "--pindahkan"], "--pindahkan"),
        (["x", "--balas", "smtp"], "[smtp]"),
        (["x", "--balas", "pos"], "tidak dikenal"),
    ],
)
def test_wrong_usage_is_a_sentence(run, options, said):
    """A call without meaning ends with exit code 2 and touches nothing."""
    code, _, err = run(*options)
    assert code == 2
    assert said in err


def test_a_folder_that_is_not_there(tmp_path, run):
    """The sentence names it; exit code 3."""
    code, _, err = run(str(tmp_path / "tidak ada"))
    assert code == 3
    assert "tidak ditemukan" in err


@needs_mail_server
def test_from_the_satker_to_the_province_and_back(tmp_path, run, server, certificates, monkeypatch):
    """What `sakip kirim` hands to a real server is accepted from a real mailbox and answered."""
    book, account = tmp_path / "laporan.xlsx", tmp_path / "satker.toml"
    book.write_bytes(report())
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "satker"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "satker"))
    monkeypatch.setenv("SAKIP_SANDI_SMTP", SMTP_PASSWORD)
    with smtp_server(certificates.good) as box:
        account.write_text(
            f'[smtp]\nserver = "{HOST}"\nport = {box.port}\npengguna = "{SMTP_USER}"\n'
            f'dari = "{SMTP_USER}"\nca = {json.dumps(str(certificates.authority))}\n',
            "utf-8",
        )
        sending = ["--ke", USER, "--rute", "smtp", "--kirim-sekarang", "--pengaturan", str(account)]
        assert main(["kirim", str(book), *sending]) == 0
    server.deliver(*box.messages)
    code, _, err = run("--imap", port=server.port)
    assert (code, err) == (0, "")
    (line,) = taken(tmp_path)
    assert (line.putusan, line.alasan, line.pengirim) == ("diterima", (), SMTP_USER)
    (draft,) = (tmp_path / "arsip" / "balasan").glob("*.eml")
    assert f"To: {SMTP_USER}" in draft.read_text("utf-8")


@needs_mail_server
def test_a_mailbox_is_only_read(tmp_path, run, server):
    """Reports are taken, flags and folders stay, and the letter of somebody else is left alone."""
    server.deliver(sent(report()), LETTER, mail(("x.xlsx", report("658022")), number=2))
    before = server.mails()
    code, out, err = run("--imap", port=server.port)
    assert (code, err) == (0, "")
    assert [e.kode_satker for e in taken(tmp_path)] == ["658021", "658022"]
    assert [data for _, data in server.mails()] == [data for _, data in before]
    assert not any("Seen" in flags for flags, _ in server.mails())
    assert "2 draf balasan" in out


@needs_mail_server
def test_the_attachment_is_the_one_that_was_sent(tmp_path, run, server):
    """Byte for byte, whatever its name claims."""
    names = ("../../../tmp/jahat.xlsx", "\u202exslx.nalupal", "x" * 300 + ".xlsx")
    reports = [report(f"65802{n}") for n in range(3)]
    for number, pair in enumerate(zip(names, reports, strict=True)):
        server.deliver(mail(pair, number=number))
    run("--imap", port=server.port)
    stored = [(tmp_path / "arsip" / e.jalur).read_bytes() for e in taken(tmp_path)]
    assert stored == reports
    assert [len(e.nama_lampiran) <= 120 for e in taken(tmp_path)] == [True] * 3
    assert not any("\u202e" in e.nama_lampiran for e in taken(tmp_path))
    outside = {p.name for p in tmp_path.iterdir()}
    assert outside == {"arsip", "pengaturan.toml"}


@needs_mail_server
def test_two_mails_of_one_satker_and_ten_attachments(tmp_path, run, server):
    """Two versions of one report, and a mail with ten attachments, all in one run."""
    ten = [(f"{n}.xlsx", report(f"65802{n}", triwulan="III")) for n in range(10)]
    server.deliver(sent(report()), sent(report(sealed=BEFORE), number=2), mail(*ten, number=3))
    run("--imap", port=server.port)
    found = [(e.kode_satker, e.triwulan, e.versi) for e in taken(tmp_path)]
    assert found == sorted(
        [("658021", 4, 1), ("658021", 4, 2), *((f"65802{n}", 3, 1) for n in range(10))]
    )


@needs_mail_server
def test_taken_mails_are_moved_when_told_to(run, server):
    """Only those that carried a report leave the inbox, whole and unread."""
    mine = [sent(report()), mail(("a.pdf", b"%PDF"), number=2)]
    server.deliver(*mine, LETTER)
    code, out, _ = run("--imap", "--pindahkan", port=server.port, pindah_ke="Laporan & Kinerja é")
    assert code == 1
    assert "2 surel dipindahkan." in out
    assert [data for _, data in server.mails()] == [LETTER]
    moved = server.mails('"Laporan &- Kinerja &AOk-"')
    assert sorted(data for _, data in moved) == sorted(mine)
    assert not any("Seen" in flags for flags, _ in moved)


@needs_mail_server
def test_mails_read_before_are_moved_later_and_not_fetched_again(tmp_path, run, server):
    """A run that only read does not stand in the way of one that moves; nothing is doubled."""
    server.deliver(sent(report()), LETTER)
    run("--imap", port=server.port)
    lines = journal(tmp_path)
    _, out, _ = run("--imap", "--pindahkan", port=server.port)
    assert "1 surel dipindahkan." in out
    assert journal(tmp_path) == lines
    run("--imap", "--pindahkan", port=server.port, folder="SAKIP")
    assert len(taken(tmp_path)) == 1
    assert not [e for e in journal(tmp_path) if e.jenis == Kind.AGAIN]


@needs_mail_server
def test_servers_without_move_get_a_copy_first(run, server, monkeypatch):
    """COPY, mark and expunge of this mail alone end in the same folders."""
    from sakip_excel.exchange import imap

    made = imap.Mailbox.__init__

    def older(self, *arguments: object) -> None:
        made(self, *arguments)
        self._can = self._can - {"MOVE"}

    monkeypatch.setattr(imap.Mailbox, "__init__", older)
    server.deliver(sent(report()), LETTER)
    client = server.login()
    client.select("INBOX")
    client.store("2", "+FLAGS", r"(\Deleted)")  # somebody else's choice, not ours to carry out
    client.logout()
    run("--imap", "--pindahkan", port=server.port)
    assert [data for _, data in server.mails()] == [LETTER]
    assert [data for _, data in server.mails("SAKIP")] == [sent(report())]


@needs_mail_server
def test_a_wrong_password(tmp_path, run, server, monkeypatch):
    """The sentence says so, exit code 4, and the password stands nowhere."""
    monkeypatch.setenv("SAKIP_SANDI_IMAP", "salah-Sekali-456")
    code, out, err = run("--imap", port=server.port)
    assert code == 4
    assert "kata sandi ditolak" in err
    assert "salah-Sekali-456" not in out + err
    assert journal(tmp_path) == []


@needs_mail_server
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("expired", "sudah kedaluwarsa"),
        ("wrong_host", "dibuat untuk server lain"),
        ("stranger", "penerbit yang tidak dikenal"),
    ],
)
def test_a_certificate_that_is_not_right(run, certificates, name, said):
    """Nothing is said to a server that cannot prove its name."""
    with imap_server(certificates.authority, getattr(certificates, name)) as server:
        code, _, err = run("--imap", port=server.port)
    assert code == 4
    assert said in err
    assert "terkirim" not in err


@needs_mail_server
def test_no_such_folder(run, server):
    """The sentence names the folder of the settings."""
    code, _, err = run("--imap", port=server.port, folder="Tidak Ada")
    assert code == 4
    assert "Folder surel Tidak Ada tidak dapat dibuka" in err


def test_no_server(run):
    """A server that is not there is a sentence, too."""
    code, _, err = run("--imap", port=free_port())
    assert code == 4
    assert "menolak sambungan" in err


@needs_mail_server
@pytest.mark.parametrize("mails_through", [0.005, 0.3, 1.5, 2.6])
def test_a_connection_cut_in_the_middle(tmp_path, run, server, mails_through):
    """What was fetched stays; the next run brings the rest, and the archive is complete."""
    mails = [sent(report(f"65802{n}"), number=n) for n in range(3)]
    server.deliver(*mails)
    with cut_line(server.port, int(mails_through * len(mails[0]))) as port:
        code, _, err = run("--imap", "--pindahkan", port=port)
    assert code == 4
    assert "terputus" in err or "gagal dibuat" in err
    assert len(taken(tmp_path)) == int(mails_through)
    assert len(server.mails()) == 3
    code, _, _ = run("--imap", "--pindahkan", port=server.port)
    assert code == 0
    assert [(e.kode_satker, e.versi) for e in taken(tmp_path)] == [
        ("658020", 1),
        ("658021", 1),
        ("658022", 1),
    ]
    assert len(list((tmp_path / "arsip" / "balasan").glob("*.eml"))) == 3
    assert server.mails() == []
    assert len(server.mails("SAKIP")) == 3


@needs_mail_server
def test_a_mail_beyond_the_limit_is_not_downloaded(tmp_path, run, server, monkeypatch):
    """Its size is asked first; the reason stands in quarantine."""
    monkeypatch.setattr("sakip_excel.exchange.imap.MAX_MAIL", 100_000)
    server.deliver(sent(report()))
    code, out, _ = run("--imap", port=server.port)
    assert code == 1
    assert "tidak diunduh" in out
    assert taken(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_the_program_killed_at_any_moment(tmp_path):
    """The real command, killed after a while and started again, completes the archive."""
    inbox, folder = tmp_path / "unduhan", tmp_path / "arsip"
    inbox.mkdir()
    for number in range(12):
        (inbox / f"{number}.xlsx").write_bytes(report(f"6580{number:02}"))
    command = [sys.executable, "-m", "sakip_excel", "terima", str(inbox), "--arsip", str(folder)]
    for wait in (0.9, 1.2, 1.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = read_journal(folder / "catatan.jsonl")
    kinds = [e.jenis for e in lines]
    assert (kinds.count(Kind.TAKEN), kinds.count(Kind.RECEIPT)) == (12, 12)
    assert len(kinds) == 24
    assert len(list(folder.rglob("*.xlsx"))) == 12
    assert len(list(folder.rglob("*.eml"))) == 12
    assert not list(folder.rglob("*.tmp"))
