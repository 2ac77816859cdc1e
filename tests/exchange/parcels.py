"""Reports as they arrive at the province: without a fault, sealed, wrong, and in mails."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage, Message
from email.mime.application import MIMEApplication
from email.policy import Policy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sakip_excel.check import check_book
from sakip_excel.exchange.mail import POLICY, XLSX, build_message
from sakip_excel.exchange.manifest import file_name, manifest_of, render, subject
from sakip_excel.exchange.seal import seal_status, seal_workbook
from sakip_excel.workbook.book import Book
from tests.tools import filled

KODE, NAMA = "658021", "KPU Kota Prabumulih"
SATKER = "subbag.perencanaan@prabumulih.example.go.id"
PROVINCE = "sumsel@kpu.example.go.id"
SEALED_AT = datetime(2025, 1, 10, 9, 30)  # noqa: DTZ001 - a seal carries the local time
BEFORE = datetime(2025, 1, 9, 8, 0)  # noqa: DTZ001

_PK = [
    dict(filled.PK[0], sasaran="Terlaksananya pemutakhiran data pemilih"),
    dict(filled.PK[2], sasaran="Terwujudnya tata kelola keuangan"),
]
_KINERJA = [
    {"kode": "1.1.1", "realisasi_tw4": 91, "bukti": "Berita acara"},
    {"kode": "1.2.1", "realisasi_tw4": 51, "bukti": "Laporan keuangan"},
]
_RAK = [dict(filled.RAK[0], realisasi_tw4="✓", bukti="Berita acara")]


@cache
def report(
    kode: str = KODE,
    nama: str = NAMA,
    *,
    triwulan: str = "IV",
    spent: int = 390_000,
    target: object = 90,
    sealed: datetime | None = SEALED_AT,
) -> bytes:
    """Return a report of 1.000.000 rupiah; as it stands, nothing is to be said about it.

    Args:
        kode: six digits of the satker; empty to leave it out.
        nama: name of the satker.
        triwulan: quarter reported.
        spent: realisasi of the first RO in rupiah, of 400.000.
        target: of the first indicator; a text that is no number is a Galat.
        sealed: time of sealing; None leaves it unsealed.
    """
    rows = {
        "pk": [dict(_PK[0], target=target), _PK[1]],
        "kinerja": _KINERJA,
        "rak": _RAK,
        "anggaran": [
            filled._ro("CQ", "6709", "001", 400_000, spent, 2),
            filled._ro("CQ", "6710", "001", 300_000, 296_000, 2),
            filled._ro("WA", "3355", "994", 300_000, 299_000, 2),
        ],
        "pk_anggaran": [
            {"kode_program": "CQ", "program": "Program CQ", "anggaran": 700_000},
            {"kode_program": "WA", "program": "Program WA", "anggaran": 300_000},
        ],
    }
    identity = dict(
        filled._IDENTITY,
        kode_satker=kode,
        nama_satker=nama,
        triwulan=triwulan,
        pagu_dipa=1_000_000,
        nomor_dipa=f"SP DIPA-076.01.2.{kode or KODE}/2024",
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "laporan.xlsx"
        filled.fill(path, rows, {"identitas": identity})
        if sealed is not None:
            seal_workbook(path, clock=lambda: sealed)
        return path.read_bytes()


def manifest_text(data: bytes, **options: str) -> str:
    """Return the manifest that travels with a report."""
    checked = check_book(Book(Path("laporan.xlsx"), data))
    digest = checked.book.sha256
    return render(manifest_of(checked, seal_status(checked), 1, "SAKIP.xlsx", digest, **options))


def mail(
    *files: tuple[str, bytes],
    text: str = "Terlampir laporan.",
    number: int = 1,
    sender: str = SATKER,
    date: str = "Fri, 10 Jan 2025 10:00:00 +0700",
    **headers: str,
) -> bytes:
    """Return a mail that carries files; names and headers go in as they are, however odd."""
    usual = {"Message-ID": f"<{number}@satker.example>", "Date": date}
    usual |= {name.replace("_", "-"): value for name, value in headers.items()}
    message = build_message("", [], "Laporan SAKIP TW IV", text, [("x.xlsx", b"x", XLSX)], usual)
    message.set_payload([message.get_payload()[0]])
    message["From"] = sender
    for name, data in files:
        part = MIMEApplication(data, "octet-stream")
        part.add_header("Content-Disposition", "attachment", filename=name)
        message.attach(part)
    return message.as_bytes(policy=_unchecked())


def _unchecked() -> Policy:
    """Return a policy that writes any header; a newer Python refuses line ends in a name."""
    if hasattr(POLICY, "verify_generated_headers"):
        return POLICY.clone(verify_generated_headers=False)
    return POLICY


@cache
def sent(data: bytes, *, number: int = 1, sender: str = SATKER) -> bytes:
    """Return a mail as `sakip kirim` makes it."""
    checked = check_book(Book(Path("laporan.xlsx"), data))
    name = file_name("658021-2024-TW4", 1)
    manifest = manifest_of(checked, seal_status(checked), 1, name, checked.book.sha256)
    headers = {
        "Message-ID": f"<{number}@satker.example>",
        "Date": "Fri, 10 Jan 2025 10:00:00 +0700",
    }
    message: EmailMessage = build_message(
        sender, PROVINCE, subject(manifest), render(manifest), [(name, data, XLSX)], headers
    )
    return message.as_bytes(policy=POLICY)


def nested(inner: bytes, depth: int) -> bytes:
    """Return a mail that carries a mail that carries ... the inner one, so many deep."""
    from email import message_from_bytes
    from email.mime.message import MIMEMessage
    from email.mime.multipart import MIMEMultipart

    for level in range(depth):
        outer = MIMEMultipart()
        outer["Message-ID"] = f"<luar-{level}@satker.example>"
        outer["From"] = SATKER
        outer["Subject"] = "Terusan laporan SAKIP"
        child: Message = message_from_bytes(inner)
        outer.attach(MIMEMessage(child))
        inner = outer.as_bytes()
    return inner
