"""Kirim: what travels, what is refused, and that nothing is sent twice or unasked."""

from __future__ import annotations

import email
import json
import shutil
import smtplib
from dataclasses import replace
from datetime import datetime
from email.policy import SMTP
from pathlib import Path

import openpyxl
import pytest

from sakip_excel import cli
from sakip_excel.addin import press
from sakip_excel.check import check_book
from sakip_excel.click import Clocks, Request
from sakip_excel.errors import (
    NotDeliveredError,
    NotReadyError,
    UncertainError,
    UsageError,
    WriteError,
)
from sakip_excel.exchange import send as module
from sakip_excel.exchange.macrofree import carries_macros
from sakip_excel.exchange.manifest import parse
from sakip_excel.exchange.outbox import Outbox, State
from sakip_excel.exchange.routes import Desktop, Route
from sakip_excel.exchange.seal import SEAL_NOTE, SealState, seal_workbook
from sakip_excel.exchange.send import Wish, send_workbook
from sakip_excel.exchange.settings import ExchangeSettings, SmtpSettings
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from tests.appliers import twin
from tests.samples.sample import Desk, Sample
from tests.tools import filled
from tests.tools.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Bad,
    Certificates,
    Mailbox,
    bad_server,
    make_certificates,
    smtp_server,
)
from tests.tools.small_disk import small_disk

AT = datetime(2025, 1, 16, 10, 5)  # noqa: DTZ001 - the clock on the wall
TO = "sumsel@kpu.go.id"
KEY = "658021-2024-TW4"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Certificates:
    """Return the certificates of these tests."""
    return make_certificates(tmp_path_factory.mktemp("sertifikat"))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory) -> Path:
    """Return a sealed .xlsm with buttons, as it stands on a satker's PC."""
    folder = tmp_path_factory.mktemp("laporan")
    template = Book.open(template_path("sakip_satker").with_suffix(".xlsm"))
    cells = {"identitas": {**filled._IDENTITY, "email_tujuan": TO}}
    path = folder / "laporan.xlsm"
    path.write_bytes(Desk(template).type_in(Sample("laporan", cells, filled.ROWS)))
    assert seal_workbook(path, clock=lambda: AT).status.state is SealState.INTACT
    return path


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch) -> Path:
    """Keep outbox, settings and logs in a folder of the test; no desktop, no password."""
    folder = tmp_path / "punya program"
    for name in ("send", "settings"):
        monkeypatch.setattr(f"sakip_excel.exchange.{name}.own_folder", lambda: folder)
    monkeypatch.setattr("sakip_excel.addin.log_folder", lambda: folder / "log")
    monkeypatch.setattr("sakip_excel.fault.log_folder", lambda: folder / "log")
    monkeypatch.setattr("sakip_excel.exchange.routes.this_desktop", Desktop)
    monkeypatch.setenv("SAKIP_SANDI_SMTP", PASSWORD)
    return folder


@pytest.fixture
def outbox(own) -> Outbox:
    """Return the outbox of the program."""
    return Outbox(own / module.OUTBOX, lambda: AT)


def changed(source: Path, target: Path, sheet: str, cell: str, value: object) -> Book:
    """Return the workbook with one cell typed over, as somebody would in Excel."""
    from sakip_excel.workbook.patch import Patch

    patch = Patch(Book.open(source))
    patch.set(sheet, cell, value)
    target.write_bytes(patch.to_bytes())
    return Book.open(target)


def go(source: Path | Book, settings: ExchangeSettings | None = None, **wish: object):
    """Send a workbook and return what came of it."""
    book = source if isinstance(source, Book) else Book.open(source)
    return send_workbook(book, Wish(**wish), settings or ExchangeSettings(), clock=lambda: AT)


def mail_settings(certificates: Certificates, port: int, **options: object) -> ExchangeSettings:
    """Return settings with the account of the test server."""
    usual = {"pengguna": USER, "dari": USER, "detik": 10, "ca": str(certificates.authority)}
    return ExchangeSettings(SmtpSettings(HOST, port, **{**usual, **options}))


# What travels


def test_the_file_that_travels_is_the_sealed_workbook_without_macros(sealed):
    """Name, seal, figures and findings are those of the workbook; the macros are gone."""
    outcome = go(sealed)
    assert outcome.file.name == "SAKIP-658021-2024-TW4-v1.xlsx"
    travels, here = check_book(Book.open(outcome.file)), check_book(Book.open(sealed))
    assert not carries_macros(travels.book.package)
    assert travels.seal == here.seal
    assert travels.seal.state is SealState.INTACT
    assert travels.findings == here.findings
    assert openpyxl.load_workbook(outcome.file)["PK"]["B7"].value is not None


def test_the_draft_carries_the_file_and_its_manifest(sealed):
    """The attachment is the file byte for byte, and the manifest in the body describes it."""
    outcome = go(sealed)
    assert [t.route for t in outcome.tried] == [Route.OUTLOOK, Route.EML]
    eml = outcome.file.with_suffix(".eml").read_bytes()
    message = email.message_from_bytes(eml, policy=SMTP)
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == outcome.file.read_bytes()
    body = message.get_body().get_content()
    manifest = parse(body)
    assert manifest == outcome.manifest
    assert manifest.sha256 == Book.open(outcome.file).sha256
    # pagu and realisasi of the small report: 400+200+100+300 and 300+50+100+330
    assert (manifest.pagu, manifest.realisasi) == (1000, 780)
    assert (manifest.key, manifest.versi, manifest.galat) == (KEY, 1, 0)
    assert (manifest.keadaan_segel, manifest.disegel) == (SealState.INTACT, "2025-01-16 10.05")
    assert SEAL_NOTE in body
    assert message["Subject"].startswith(f"[SAKIP-{KEY}] Laporan KPU Kota Prabumulih, TW IV 2024")


def test_a_workbook_without_macros_travels_as_it_is(sealed, tmp_path):
    """An .xlsx is not even repacked."""
    plain = tmp_path / "laporan.xlsx"
    shutil.copyfile(go(sealed).file, plain)
    outcome = go(plain, folder=tmp_path)
    assert outcome.file.read_bytes() == plain.read_bytes()


def test_a_copy_that_says_something_else_is_never_sent(sealed, tmp_path, monkeypatch, outbox):
    """If taking the macros out changed anything that is read, nothing leaves."""
    other = changed(sealed, tmp_path / "lain.xlsm", "PK", "H7", 77)
    monkeypatch.setattr(module, "macro_free", lambda _: other.package.data)
    with pytest.raises(WriteError, match="tidak terbaca sama"):
        go(sealed)
    assert outbox.items() == []


def test_names_in_the_workbook_cannot_become_headers(sealed, tmp_path):
    """Line ends and marks of direction in a satker's name stay inside one line."""
    name = "KPU Kab. Ogan\r\nBcc: semua@kpu.go.id\u202e – Ilir"
    place = Book.open(sealed).names["nama_satker"]
    book = changed(sealed, tmp_path / "lain.xlsm", place[0], place[1].replace("$", ""), name)
    outcome = go(book, reason="uji nama")
    message = email.message_from_bytes(outcome.file.with_suffix(".eml").read_bytes(), policy=SMTP)
    assert message["Bcc"] is None
    assert "KPU Kab. Ogan Bcc: semua@kpu.go.id – Ilir" in message["Subject"]
    assert parse(message.get_body().get_content()).paksa == "uji nama"


# What is refused


def unsealed(sealed: Path, tmp_path: Path) -> Book:
    """Return a report that was never sealed."""
    del sealed
    return Book.open(filled.fill(tmp_path / "baru.xlsx"))


def touched(sealed: Path, tmp_path: Path) -> Book:
    """Return a report in which an input was changed after sealing."""
    return changed(sealed, tmp_path / "berubah.xlsm", "PK", "H7", 77)


def wrong(sealed: Path, tmp_path: Path) -> Book:
    """Return a sealed report in which a computed figure was typed over: a Galat, same inputs."""
    cell = check_book(Book.open(sealed)).report.forms["anggaran"]
    place = cell.address(cell.rows[0], "serapan")
    return changed(sealed, tmp_path / "galat.xlsm", "Anggaran", place, 0.99)


REFUSED = [
    (unsealed, "belum disegel", SealState.NONE),
    (touched, "berubah setelah disegel", SealState.CHANGED),
    (wrong, "galat", SealState.INTACT),
]


@pytest.mark.parametrize(("make", "said", "state"), REFUSED)
def test_what_is_not_ready_stays_here(sealed, tmp_path, outbox, make, said, state):
    """Without an intact seal, or with a Galat, nothing is made, and the sentence says why."""
    with pytest.raises(NotReadyError, match=said) as caught:
        go(make(sealed, tmp_path), to=TO)
    assert caught.value.exit_code == 1
    assert "--paksa" in caught.value.fix
    assert outbox.items() == []
    del state


@pytest.mark.parametrize(("make", "said", "state"), REFUSED)
def test_with_a_reason_it_travels_and_says_so(sealed, tmp_path, make, said, state):
    """A forced report carries reason and state in the manifest, and the mark in the subject."""
    outcome = go(make(sealed, tmp_path), to=TO, reason="batas waktu hari ini")
    assert outcome.manifest.paksa == "batas waktu hari ini"
    assert outcome.manifest.keadaan_segel is state
    marked = outcome.item.subject.endswith(("(tanpa segel)", "(berubah setelah disegel)"))
    assert marked == (state is not SealState.INTACT)
    assert (outcome.manifest.galat > 0) == (make is wrong)
    del said


def test_a_reason_that_is_not_needed_is_not_told(sealed):
    """A sealed report is not called forced only because the option was given."""
    assert go(sealed, reason="untuk jaga-jaga").manifest.paksa == ""


@pytest.mark.parametrize("code", ["", "65802", "6580211", "../../etc"])
def test_without_identity_there_is_nothing_to_send(sealed, tmp_path, code, outbox):
    """A satker code that is no six digits never becomes part of a name, not even by force."""
    place = Book.open(sealed).names["kode_satker"]
    book = changed(sealed, tmp_path / "x.xlsm", place[0], place[1].replace("$", ""), code)
    with pytest.raises(NotReadyError, match="Beranda"):
        go(book, reason="tetap")
    assert outbox.items() == []


def test_the_address_is_asked_for_and_checked(sealed, tmp_path):
    """No address, two addresses or a header in it: a sentence, and nothing is made."""
    book = unsealed(sealed, tmp_path)
    with pytest.raises(UsageError, match="Alamat tujuan belum ada"):
        go(book, reason="uji")
    for bad in ("a@b.id, c@d.id", "a@b.id\r\nBcc: c@d.id", "sumsel"):
        with pytest.raises(UsageError, match="tidak dapat dipakai"):
            go(sealed, to=bad)


def test_nothing_is_sent_without_being_told_to(sealed, certificates):
    """With a server configured, kirim still makes a draft; the smtp route alone is not enough."""
    with smtp_server(certificates.good) as box:
        settings = mail_settings(certificates, box.port)
        assert go(sealed, settings).tried[-1].route is Route.EML
        with pytest.raises(UsageError, match="kirim-sekarang"):
            go(sealed, settings, route=Route.SMTP)
    assert (box.messages, box.logins) == ([], [])


@pytest.mark.parametrize(
    "wish", [{"send_now": True}, {"send_now": True, "route": Route.EML}], ids=["server", "draft"]
)
def test_sending_needs_a_server_and_no_draft_route(sealed, wish):
    """Who asks to send without a server, or by a draft, is told what does not fit."""
    with pytest.raises(UsageError):
        go(sealed, **wish)


# Versions and repeats


def test_the_same_bytes_keep_their_version_and_others_get_the_next(sealed, tmp_path):
    """Versions count per satker and period by what is in the file, whomever it goes to."""
    assert go(sealed).manifest.versi == 1
    assert go(sealed, to="lain@kpu.go.id").manifest.versi == 1
    second = changed(sealed, tmp_path / "dua.xlsm", "PK", "H7", 77)
    assert go(second, reason="revisi").manifest.versi == 2
    again = go(sealed)
    assert again.manifest.versi == 1
    assert "pernah dibuat pada 16/01/2025 10.05" in " ".join(again.warnings)


def test_a_file_of_the_same_name_is_never_overwritten(sealed, tmp_path, outbox):
    """What lies in the chosen folder under that name and is something else stays."""
    folder = tmp_path / "keluar"
    folder.mkdir()
    theirs = folder / "SAKIP-658021-2024-TW4-v1.xlsx"
    theirs.write_bytes(b"milik orang lain")
    with pytest.raises(WriteError, match="sudah ada"):
        go(sealed, folder=folder)
    assert outbox.items() == []
    assert theirs.read_bytes() == b"milik orang lain"
    with pytest.raises(WriteError, match="tidak ada"):
        go(sealed, folder=tmp_path / "belum ada")


def only(box: Mailbox) -> bytes:
    """Return the one message that a server took."""
    (message,) = box.messages
    return message


def test_sent_once_means_sent_once(sealed, certificates, outbox):
    """The server gets one message; a second try says when and to whom; --ulang repeats it."""
    with smtp_server(certificates.good) as box:
        settings = mail_settings(certificates, box.port)
        outcome = go(sealed, settings, send_now=True)
        first = only(box)
        for wish in ({"send_now": True}, {}):
            with pytest.raises(NotDeliveredError, match=r"16/01/2025 10\.05 kepada sumsel"):
                go(sealed, settings, **wish)
        only(box)
        go(sealed, settings, send_now=True, again=True)
    assert box.messages == [first, first]
    assert (outcome.item.state, outcome.item.said) == (State.SENT, "2.0.0 Ok: queued as A1B2C3")
    message = email.message_from_bytes(first, policy=SMTP)
    assert next(message.iter_attachments()).get_content() == outcome.file.read_bytes()
    assert parse(message.get_body().get_content()) == outcome.manifest
    assert len(outbox.items()) == 1


def test_a_draft_of_what_was_sent_does_not_make_it_unsent(sealed, certificates):
    """After sending, an extra draft by --ulang leaves the outbox saying that it was sent."""
    with smtp_server(certificates.good) as box:
        settings = mail_settings(certificates, box.port)
        go(sealed, settings, send_now=True)
    assert go(sealed, settings, again=True).item.state is State.SENT


@pytest.mark.parametrize(
    ("how", "state"),
    [(Bad(cut_after=20_000), State.FAILED), (Bad(end=""), State.UNCERTAIN)],
    ids=["in the attachment", "after it"],
)
def test_a_cut_connection_is_told_apart_and_never_doubles(
    sealed, certificates, outbox, monkeypatch, how, state
):
    """Cut in the attachment: goes out at the next try. Cut after it: only with --ulang."""
    send = smtplib.SMTP.send

    def send_slowly(server: smtplib.SMTP, data: bytes) -> None:
        """Wait for the cut after a large piece; a quick sender would be through before it."""
        send(server, data)
        if how.cut_after is not None and len(data) > how.cut_after:
            how.closed.wait(10)

    monkeypatch.setattr(smtplib.SMTP, "send", send_slowly)
    book = Book.open(sealed)
    settings = mail_settings(certificates, 0, keamanan="tls", detik=5)
    with bad_server(certificates.good, how) as bad:
        away = ExchangeSettings(replace(settings.smtp, port=bad.port))
        with pytest.raises(NotDeliveredError):
            go(book, away, send_now=True)
    assert outbox.items()[0].state is state
    with smtp_server(certificates.good, implicit=True) as box:
        back = ExchangeSettings(replace(settings.smtp, port=box.port))
        if state is State.UNCERTAIN:
            with pytest.raises(UncertainError, match="tidak pasti"):
                go(book, back, send_now=True)
            with pytest.raises(UncertainError, match="tidak pasti"):
                go(book, back)
            assert box.messages == []
        go(book, back, send_now=True, again=state is State.UNCERTAIN)
    only(box)


def test_a_full_disk_stops_kirim_and_room_lets_it_go_on(sealed, tmp_path, monkeypatch):
    """On a real full disk nothing is sent or half written; later the same command works."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, 96) as mounted:
        if not mounted:
            pytest.skip("a disk cannot be mounted here")
        monkeypatch.setattr(module, "own_folder", lambda: disk)
        with pytest.raises(WriteError, match="penuh"):
            go(sealed)
        assert not [p for p in disk.rglob("*") if p.suffix in {".xlsx", ".tmp"}]
        monkeypatch.setattr(module, "own_folder", lambda: tmp_path / "lega")
        assert go(sealed).manifest.versi == 1


def test_a_large_message_is_warned_about(sealed):
    """Above the limit of the settings the sender reads it before the server refuses."""
    small = ExchangeSettings(SmtpSettings("x", dari=USER, batas_lampiran_mb=25))
    assert not go(sealed, small).warnings
    data = Book.open(sealed).package.data
    item = go(sealed, small, to="lain@kpu.go.id").item
    heavy = data + bytes(19_000_000)
    assert any("MB" in said for said in module._warnings(heavy, item, small))


# The command and the button


def command(capsys, *arguments: object) -> tuple[int, str, str]:
    """Run the command line and return exit code, output and errors."""
    code = cli.main(["kirim", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_says_what_happened(sealed, tmp_path, capsys):
    """File, receiver, subject, seal and every route that was tried are printed."""
    code, out, err = command(capsys, sealed, "--keluar", tmp_path)
    assert (code, err) == (0, "")
    for part in (
        str(tmp_path / "SAKIP-658021-2024-TW4-v1.xlsx"),
        TO,
        f"[SAKIP-{KEY}]",
        SEAL_NOTE,
        "outlook: ",
        "eml: Draf disimpan",
    ):
        assert part in out
    assert (tmp_path / "SAKIP-658021-2024-TW4-v1.eml").is_file()


def test_json_tells_programs_the_same(sealed, capsys):
    """One object with money as whole rupiah, routes and the manifest."""
    code, out, _ = command(capsys, sealed, "--json", "--ke", "lain@kpu.go.id")
    found = json.loads(out)
    assert code == 0
    assert (found["skema"], found["keadaan"], found["kepada"]) == (1, "draf", ["lain@kpu.go.id"])
    assert [r["berhasil"] for r in found["rute"]] == [False, True]
    assert (found["manifes"]["pagu"], found["manifes"]["keadaan_segel"]) == (1000, "utuh")


def test_exit_codes_tell_why_nothing_was_delivered(
    sealed, tmp_path, capsys, certificates, monkeypatch
):
    """1 not ready, 2 wrong usage, 3 no file, 4 not delivered; one sentence each, no traceback."""
    unready = filled.fill(tmp_path / "baru.xlsx")
    toml = tmp_path / "surel.toml"
    with smtp_server(certificates.good) as box:
        toml.write_text(
            f'[smtp]\nserver = "{HOST}"\nport = {box.port}\npengguna = "{USER}"\ndari = "{USER}"\n'
            f"ca = '{certificates.authority}'\n",
            encoding="utf-8",
        )
        now = ("--kirim-sekarang", "--pengaturan", toml)
        monkeypatch.setenv("SAKIP_SANDI_SMTP", "salah-TAPI-rahasia")
        cases = [
            (1, (unready, "--ke", TO)),
            (2, (unready, "--ke", TO, "--paksa", "  ")),
            (2, ()),
            (2, (sealed, "--rute", "smtp")),
            (2, (sealed, "--kirim-sekarang")),
            (3, (tmp_path / "tidak ada.xlsx",)),
            (3, (sealed, "--pengaturan", tmp_path / "tidak ada.toml")),
            (4, (sealed, *now)),
        ]
        for expected, arguments in cases:
            code, out, err = command(capsys, *arguments)
            assert (code, out) == (expected, ""), arguments
            assert len(err.strip().splitlines()) == 1
            assert "Traceback" not in err
            assert "rahasia" not in err
        monkeypatch.setenv("SAKIP_SANDI_SMTP", PASSWORD)
        code, out, _ = command(capsys, sealed, *now)
    assert code == 0
    assert f"smtp: Terkirim kepada {TO}" in out
    only(box)


def test_the_outbox_can_be_read(sealed, capsys):
    """--riwayat lists what was made and sent, for people and for programs."""
    assert command(capsys, "--riwayat")[1] == "Kotak keluar kosong.\n"
    go(sealed)
    code, out, _ = command(capsys, "--riwayat")
    assert code == 0
    listed = "16/01/2025 10.05 draf SAKIP-658021-2024-TW4-v1.xlsx kepada sumsel@kpu.go.id (eml)"
    assert " ".join(out.split()) == listed
    (item,) = json.loads(command(capsys, "--riwayat", "--json")[1])
    assert (item["keadaan"], item["rute"], item["tentang"]["versi"]) == ("draf", "eml", "1")


def clicked(tmp_path: Path, source: Path) -> tuple[int, twin.Parsed]:
    """Press Kirim on a saved copy and return exit code and answer."""
    folder = tmp_path / "klik"
    folder.mkdir()
    shutil.copyfile(source, folder / "salinan.xlsm")
    (folder / "salinan.siap").touch()
    code = press(Request("kirim", folder, "laporan.xlsm"), Clocks(wall=lambda: AT))
    return code, twin.parse((folder / "jawaban.txt").read_bytes())


def test_the_button_makes_a_draft_and_changes_no_cell(sealed, tmp_path, outbox):
    """Kirim answers with what happened; the open workbook is not touched."""
    code, parsed = clicked(tmp_path, sealed)
    assert (code, parsed.status, parsed.route, parsed.cells) == (0, "ok", "tanpa", {})
    assert "Draf disimpan di" in parsed.sentence
    assert SEAL_NOTE in parsed.sentence
    (item,) = outbox.items()
    assert (item.to, item.state) == ((TO,), State.DRAFT)


def test_the_button_refuses_what_is_not_sealed(tmp_path, outbox):
    """An unsealed report stays here; the sentence says what to press."""
    code, parsed = clicked(tmp_path, filled.fill(tmp_path / "baru.xlsx"))
    assert (code, parsed.status, parsed.cells) == (1, "galat", {})
    assert "belum disegel" in parsed.sentence
    assert outbox.items() == []
