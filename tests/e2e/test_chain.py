"""The whole chain: ten satkers fill, process, seal and send; the province receives and joins."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from pathlib import Path

import openpyxl
import pytest

from sakip_excel.cli import main
from sakip_excel.exchange.journal import Kind, read_journal
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from tests.samples.sample import Desk
from tests.tools import imap_server as imap
from tests.tools import mail_server as smtp
from tests.tools.province import Satker, report, satkers

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SIZE = (12, 35, 20)
GOOD, WRONG, MACRO = range(1, 6), range(6, 9), 9
YEAR = 2024


def _fill(satker: Satker, kind: str, **typed: object) -> bytes:
    """Return a filled workbook; typed values replace those of the first row of Anggaran."""
    sample = report(satker, 4, SIZE, YEAR)
    sample.rows["anggaran"][0].update(typed)
    return Desk(Book.open(template_path("sakip_satker", kind))).type_in(sample)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Return a folder with the workbooks of ten satkers by their code."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "milik sendiri"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "milik sendiri"))
    monkeypatch.setenv("SAKIP_SANDI_SMTP", smtp.PASSWORD)
    monkeypatch.setenv("SAKIP_SANDI_IMAP", imap.PASSWORD)
    folder = tmp_path / "satker satker"
    folder.mkdir()
    made = satkers(10, mistakes=False)
    content = {"999901": (SAMPLES / "kota_prabumulih_2024_benar.xlsx").read_bytes()}
    content |= {made[n].kode: _fill(made[n], ".xlsx") for n in GOOD}
    faults = ({"serapan": 0.5}, {"pagu": "seratus juta"}, {"kode_program": None})
    for number, fault in zip(WRONG, faults, strict=True):
        content[made[number].kode] = _fill(made[number], ".xlsx", **fault)
    content[made[MACRO].kode] = _fill(made[MACRO], ".xlsm")
    for code, data in content.items():
        ending = "xlsm" if code == made[MACRO].kode else "xlsx"
        (folder / f"laporan {code}.{ending}").write_bytes(data)
    return {code: next(folder.glob(f"*{code}.*")) for code in content}


def _settings(tmp_path: Path, box: smtp.Mailbox, port: int, authority: Path) -> str:
    common = {"server": smtp.HOST, "ca": str(authority)}
    sections = {
        "smtp": common | {"port": box.port, "pengguna": smtp.USER, "dari": smtp.USER},
        "imap": common | {"port": port, "pengguna": imap.USER, "detik": 20},
    }
    lines = []
    for name, values in sections.items():
        lines += [f"[{name}]", *(f"{k} = {json.dumps(v)}" for k, v in values.items())]
    path = tmp_path / "pengaturan.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def _by_hand(book: Path) -> bytes:
    """Return the mail of somebody who attached the workbook with its macros."""
    message = EmailMessage(policy=CRLF)
    message["From"], message["To"] = smtp.USER, imap.USER
    message["Subject"], message["Message-ID"] = "Laporan", "<dengan-tangan@kpu.go.id>"
    message.set_content("Terlampir.")
    message.add_attachment(
        book.read_bytes(), maintype="application", subtype="octet-stream", filename=book.name
    )
    return message.as_bytes()


@imap.needs_mail_server
def test_from_ten_offices_to_the_province(tmp_path, office, capsys):
    """What is accepted is byte for byte what was sealed; everything else is answered or put by."""
    certificates = smtp.make_certificates(tmp_path / "sertifikat")
    codes = list(office)
    good, wrong, macro = codes[:6], codes[6:9], codes[9]
    with (
        smtp.smtp_server(certificates.good) as box,
        imap.imap_server(certificates.authority, certificates.good) as server,
    ):
        settings = _settings(tmp_path, box, server.port, certificates.authority)
        route = ["--ke", imap.USER, "--rute", "smtp", "--kirim-sekarang"]
        route += ["--pengaturan", settings]
        for code in good:
            assert main(["proses", str(office[code])]) == 0, capsys.readouterr()
            assert main(["segel", str(office[code])]) == 0
            assert main(["kirim", str(office[code]), *route]) == 0
        sealed = {code: office[code].read_bytes() for code in good}
        for code in wrong:
            assert main(["proses", str(office[code])]) == 1
            assert main(["segel", str(office[code])]) == 1
            assert main(["kirim", str(office[code]), *route]) == 1
            assert main(["kirim", str(office[code]), *route, "--paksa", "batas waktu"]) == 0
        assert len(box.messages) == 9
        assert main(["kirim", str(office[good[1]]), *route, "--ulang"]) == 0
        server.deliver(*box.messages, _by_hand(office[macro]))
        archive = tmp_path / "arsip provinsi"
        receive = ["terima", "--imap", "--arsip", str(archive), "--pengaturan", settings]
        assert main(receive) == 1  # some are returned
        lines = read_journal(archive / "catatan.jsonl")
        taken = {e.kode_satker: e for e in lines if e.jenis == Kind.TAKEN}
        assert {c: (archive / taken[c].jalur).read_bytes() for c in good} == sealed
        assert {taken[c].keadaan_segel for c in good} == {"utuh"}
        assert {taken[c].putusan.split()[0] for c in good} == {"diterima"}
        assert {taken[c].putusan for c in wrong} == {"dikembalikan"}
        assert set(taken) == {*good, *wrong}
        before = _tree(archive)
        main(receive)
        assert _tree(archive) == before  # run again: nothing lost, nothing doubled
    _put_by(archive, macro)
    _answered(archive)
    _joined(tmp_path, archive, good, wrong)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _put_by(archive: Path, code: str) -> None:
    """The macro is neither in the archive nor in the quarantine, the reason is."""
    (why,) = (archive / "karantina").rglob("alasan.txt")
    assert "makro" in why.read_text("utf-8").casefold()
    assert not list((archive / "masuk").glob(code))
    for path in archive.rglob("*"):
        assert not path.is_file() or b"vbaProject" not in path.read_bytes()


def _answered(archive: Path) -> None:
    """Every version has one draft; the returned ones carry the sender's file with its findings."""
    drafts = list((archive / "balasan").rglob("*.eml"))
    assert len(drafts) == 10  # nine versions and the one put by


def _joined(tmp_path: Path, archive: Path, good: list[str], wrong: list[str]) -> None:
    """The rekap counts what was accepted and nothing else."""
    rekap = tmp_path / "rekap.xlsx"
    assert main(["gabung", str(archive), "-o", str(rekap)]) == 1
    sheet = openpyxl.load_workbook(rekap, data_only=True)["Status"]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    states = {str(r[0]): r for r in rows if str(r[0]) in {*good, *wrong}}
    assert len(states) == 9
    for code in good:
        assert any(str(v).startswith("diterima") for v in states[code] if v)
    for code in wrong:
        assert any(str(v).startswith("ditolak") for v in states[code] if v)
    made = {s.kode: s for s in satkers(10, mistakes=False)}
    expected = 13_056_986_000  # Prabumulih, domain knowledge: the sum of its 35 rows
    for code in good[1:]:
        expected += sum(r["pagu"] for r in report(made[code], 4, SIZE, YEAR).rows["anggaran"])
    found = openpyxl.load_workbook(rekap, data_only=True)["Ringkasan Wilayah"]
    assert expected in {c.value for row in found.iter_rows() for c in row}
