"""The worlds in which the program is disturbed: files of a satker and of a province."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sakip_excel.exchange.seal import seal_workbook
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.refs import cell_name
from tests.consolidate.files import listing, satker, seal
from tests.exchange.parcels import KODE, NAMA, report, sent
from tests.samples.sample import Desk, Sample
from tests.tools import filled
from tests.tools.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Mailbox,
    make_certificates,
    smtp_server,
)

REPORT, REKAP = "laporan.xlsx", "rekap.xlsx"
TO = "sumsel@kpu.go.id"
LATER = datetime(2025, 1, 14, 8, 30)  # noqa: DTZ001 - a seal carries the local time


@dataclass(frozen=True)
class Scene:
    """One command in its world.

    Attributes:
        name: what the table prints.
        arguments: of the command; the program runs in the folder ``kerja``.
        make: writes what is there before, into a world with empty folders.
        replaced: files below the world that the command may replace; each has a backup then.
        mail: whether it talks to a mail server.
        instead: what may stand there in another form when the disk fails: ends of names.
    """

    name: str
    arguments: tuple[str, ...]
    make: Callable[[Path], None]
    replaced: tuple[str, ...] = ()
    mail: bool = False
    instead: tuple[str, ...] = ()


def _unsealed(work: Path) -> None:
    (work / REPORT).write_bytes(report(sealed=None))


def _sealed_with_macros(work: Path) -> None:
    template = Book.open(template_path("sakip_satker").with_suffix(".xlsm"))
    cells = {"identitas": {**filled._IDENTITY, "email_tujuan": TO}}
    path = work / "laporan.xlsm"
    path.write_bytes(Desk(template).type_in(Sample("laporan", cells, filled.ROWS)))
    seal_workbook(path, clock=lambda: LATER)
    shutil.rmtree(work / "cadangan")


def _attachments(work: Path) -> None:
    folder = work / "lampiran"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(report())
    (folder / "b lagi.xlsx").write_bytes(report())
    (folder / "c.xlsx").write_bytes(report(spent=380_000, sealed=LATER))
    (folder / "d.xlsx").write_bytes(report(target="sembilan", sealed=None))
    (folder / "e.pdf").write_bytes(b"%PDF-1.7 undangan")
    other = report("658022", "KPU Kota Palembang")
    (folder / "f.eml").write_bytes(sent(other, sender="palembang@kpu.go.id"))
    listing(
        work / "daftar_satker.xlsx",
        {"kode_satker": KODE, "nama_satker": NAMA, "email": "prabumulih@kpu.go.id"},
        {"kode_satker": "658022", "nama_satker": "KPU Kota Palembang"},
    )
    shutil.rmtree(work / "cadangan", ignore_errors=True)


def _reports(work: Path) -> None:
    """Put three reports, a rekap of an earlier state with a decision, and a roster in place."""
    from sakip_excel.consolidate.rekap.layout import STATUS
    from sakip_excel.consolidate.work import Request, run_join
    from sakip_excel.workbook.patch import Patch

    folder, rekap = work / "masukan", work / REKAP
    names = ("Prabumulih", "Palembang", "Lubuklinggau")
    rows = []
    for number, name in enumerate(names, 1):
        kode = f"65802{number}"
        seal(satker(folder / f"{kode}.xlsx", kode, f"KPU Kota {name}", number))
        rows.append({"kode_satker": kode, "nama_satker": f"KPU Kota {name}"})
    listing(folder / "daftar_satker.xlsx", *rows)
    shutil.rmtree(folder / "cadangan", ignore_errors=True)
    run_join(Request([folder], rekap, processes=1), clock=LATER.astimezone)
    book = Book.open(rekap)
    patch = Patch(book)
    patch.set(STATUS.name, _below(book, STATUS.table, "keputusan"), "Sahkan")
    rekap.write_bytes(patch.to_bytes())
    seal(satker(folder / "658022.xlsx", "658022", "KPU Kota Palembang", 5), 12)


def _below(book: Book, table: str, heading: str) -> str:
    """Return the first cell below a heading of a Table."""
    found = book.table(table)
    top = found.ref[0]
    for column, cell in book.rows(found.sheet)[top].items():
        if str(cell.value).casefold() == heading:
            return cell_name(top + 1, column)
    raise KeyError(heading)


SCENES = {
    scene.name: scene
    for scene in (
        Scene("proses", ("proses", REPORT), _unsealed, (f"kerja/{REPORT}",)),
        Scene("segel", ("segel", REPORT), _unsealed, (f"kerja/{REPORT}",)),
        Scene(
            "kirim", ("kirim", "laporan.xlsm"), _sealed_with_macros, instead=("-v1.txt", "-v1.eml")
        ),
        Scene(
            "kirim smtp",
            ("kirim", "laporan.xlsm", "--kirim-sekarang", "--pengaturan", "atur.toml"),
            _sealed_with_macros,
            mail=True,
        ),
        Scene(
            "terima",
            ("terima", "lampiran", "--arsip", "arsip", "--daftar", "daftar_satker.xlsx"),
            _attachments,
            instead=("-dikembalikan.eml",),  # without marks in the workbook
        ),
        Scene(
            "terima smtp",
            (
                *("terima", "lampiran", "--arsip", "arsip", "--daftar", "daftar_satker.xlsx"),
                *("--balas", "smtp", "--pengaturan", "atur.toml"),
            ),
            _attachments,
            mail=True,
            instead=("pesan.eml",),
        ),
        Scene(
            "gabung",
            ("gabung", "masukan", "-o", REKAP, "--proses", "1"),
            _reports,
            (f"kerja/{REKAP}",),
        ),
        Scene(
            "gabung tutup",
            ("gabung", "masukan", "-o", REKAP, "--proses", "1", "--tutup"),
            _reports,
            (f"kerja/{REKAP}",),
        ),
    )
}


class World:
    """A folder in which a scene is played again and again, each time from the same start.

    Args:
        scene: what is played.
        folder: empty; the world keeps its path, so that every play is the same.
        settings: text of ``atur.toml``, empty for none.
    """

    def __init__(self, scene: Scene, folder: Path, settings: str = "") -> None:
        self.scene, self.home, self._start = scene, folder / "dunia", folder / "awal"
        for name in ("kerja", "program", "sementara"):
            (self._start / name).mkdir(parents=True)
        if settings:
            (self._start / "kerja" / "atur.toml").write_text(settings, "utf-8")
        scene.make(self._start / "kerja")
        self.before = tree(self._start)

    def fresh(self) -> Path:
        """Put everything back to the start and return the folder."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self._start, self.home)
        return self.home


def tree(home: Path) -> dict[str, bytes]:
    """Return every file of a world that belongs to somebody, by its path."""
    found = {}
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.is_file() and "/" in name and not name.startswith("sementara/"):
            found[name] = path.read_bytes()
    return found


@contextmanager
def mail_server(scene: Scene, folder: Path) -> Iterator[tuple[Mailbox | None, str]]:
    """Run the mail server that a scene needs; yield it with the settings that lead to it."""
    if not scene.mail:
        yield None, ""
        return
    certificates = make_certificates(folder / "sertifikat")
    with smtp_server(certificates.good) as box:
        values = {
            "server": HOST,
            "port": box.port,
            "keamanan": "starttls",
            "pengguna": USER,
            "dari": USER,
            "ca": str(certificates.authority),
        }
        lines = (f"{key} = {json.dumps(value)}" for key, value in values.items())
        yield box, "\n".join(["[smtp]", *lines])


@cache
def secret() -> dict[str, str]:
    """Return the environment that holds the password of the mail server."""
    return {"SAKIP_SANDI_SMTP": PASSWORD}
