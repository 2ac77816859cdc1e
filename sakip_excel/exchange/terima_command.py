"""The command ``sakip terima``: its options and what it prints."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from sakip_excel.consolidate.states import Expected
    from sakip_excel.exchange.delivery import Delivery
    from sakip_excel.exchange.receipts import Sending
    from sakip_excel.exchange.reception import Received
    from sakip_excel.exchange.settings import ExchangeSettings

CLEAN, FINDINGS = 0, 1

NAME = "terima"
TEXT = "Ambil laporan dari folder atau kotak surel ke arsip provinsi, dan siapkan balasannya."
EXAMPLE = "lampiran/ --arsip ARSIP"

_SCHEMA = 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip terima`` to its parser."""
    parser.add_argument(
        "folder",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="folder atau berkas: lampiran yang disimpan, surel .eml",
    )
    parser.add_argument("--arsip", type=Path, metavar="FOLDER", help="arsip provinsi")
    parser.add_argument("--imap", action="store_true", help="baca juga kotak surel pada pengaturan")
    parser.add_argument(
        "--pindahkan",
        action="store_true",
        help="pindahkan surel yang sudah diambil (bawaan: kotak surel hanya dibaca)",
    )
    parser.add_argument(
        "--balas",
        choices=("draf", "smtp", "tidak"),
        default="draf",
        help="balasan: draf di folder arsip (bawaan), dikirim lewat SMTP, atau tidak",
    )
    parser.add_argument("--pengaturan", type=Path, metavar="TOML", help="berkas pengaturan surel")
    parser.add_argument(
        "--daftar",
        type=Path,
        metavar="BERKAS",
        help="daftar satker (bawaan: daftar_satker.xlsx di folder arsip)",
    )
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(options: argparse.Namespace) -> int:
    """Take in what arrived and print one line per attachment.

    Returns:
        0, 1 when something was returned or put into quarantine, 4 when the mailbox could not be
        read or a receipt could not be sent.

    Raises:
        UsageError: nothing to read, no archive, or settings that are missing or wrong.
        FileError: the archive, the roster or a folder cannot be read or written.
    """
    from sakip_excel.exchange.reception import report_lines
    from sakip_excel.exchange.settings import load_settings

    settings = load_settings(options.pengaturan)
    done = _received(options, settings)
    if options.json:
        _say(json.dumps(_object(done), ensure_ascii=False, indent=2))
    else:
        for line in report_lines(done):
            _say(line)
    if done.failure is not None:
        print(done.failure, file=sys.stderr)  # noqa: T201 - this is the command line
        return done.failure.exit_code
    unsent = any(answer.problem for answer in done.answers)
    return 4 if unsent else FINDINGS if done.needs_action else CLEAN


def _received(options: argparse.Namespace, settings: ExchangeSettings) -> Received:
    from sakip_excel.exchange.archive import open_archive
    from sakip_excel.exchange.imap import open_mailbox
    from sakip_excel.exchange.reception import receive
    from sakip_excel.exchange.settings import password
    from sakip_excel.exchange.sources import folder_deliveries

    place = options.arsip or (Path(settings.arsip.folder) if settings.arsip.folder else None)
    _refuse(options, settings, place)
    assert place is not None  # noqa: S101 - refused above
    daftar = options.daftar or _roster_of(place)
    sending, roster = _sending(options, settings), _roster(daftar)
    with ExitStack() as stack:
        mailbox = None
        if options.imap and settings.imap is not None:
            secret = password("imap", settings.imap)
            mailbox = stack.enter_context(
                open_mailbox(settings.imap, secret, writable=options.pindahkan)
            )
        archive = stack.enter_context(open_archive(place, roster))
        deliveries = folder_deliveries(options.folder, [place, *([daftar] if daftar else [])])
        return receive(
            archive, deliveries, sending, mailbox, move=options.pindahkan, progress=_progress()
        )


def _refuse(options: argparse.Namespace, settings: ExchangeSettings, place: Path | None) -> None:
    if place is None:
        raise UsageError(
            "Arsip belum ditentukan.", "Tambahkan --arsip FOLDER, atau isi [arsip] pada pengaturan."
        )
    if not options.folder and not options.imap:
        raise UsageError("Tidak ada yang dibaca.", "Sebutkan folder lampiran, atau --imap.")
    if options.imap and settings.imap is None:
        raise UsageError(
            f"Bagian [imap] belum ada pada {settings.path}.", "Isi server dan pengguna di sana."
        )
    if options.balas == "smtp" and settings.smtp is None:
        raise UsageError(
            f"Bagian [smtp] belum ada pada {settings.path}.",
            "Isi server, pengguna dan dari di sana, atau pakai --balas draf.",
        )
    if options.pindahkan and not options.imap:
        raise UsageError("--pindahkan hanya bersama --imap.", "Tambahkan --imap.")


def _sending(options: argparse.Namespace, settings: ExchangeSettings) -> Sending:
    from sakip_excel.exchange.receipts import SMTP, Sending
    from sakip_excel.exchange.settings import password

    secret = ""
    if options.balas == SMTP and settings.smtp is not None and settings.smtp.pengguna:
        secret = password("smtp", settings.smtp)
    return Sending(options.balas, settings.smtp, secret)


def _roster_of(archive: Path) -> Path | None:
    """Return the roster that lies in the archive itself, None when there is none."""
    from sakip_excel.consolidate.roster import ROSTER_FILE

    path = archive / ROSTER_FILE
    return path if path.is_file() else None


def _roster(path: Path | None) -> Mapping[str, Expected] | None:
    if path is None:
        return None
    from sakip_excel.consolidate.roster import read_roster

    return {row.kode_satker: row for row in read_roster(path).rows}


def _progress() -> Callable[[Delivery], None] | None:
    """Return what shows on a terminal how far it is; elsewhere nothing."""
    from sakip_excel.exchange.mail import one_line

    if sys.stderr is None or not sys.stderr.isatty():
        return None
    numbers = count(1)

    def show(delivery: Delivery) -> None:
        text = one_line(f"{next(numbers)} diperiksa: {delivery.source}", 70)
        print(f"\r{text:<70}\r", end="", file=sys.stderr)  # noqa: T201 - the command line

    return show


def _object(done: Received) -> dict[str, Any]:
    from sakip_excel import __version__

    return {
        "skema": _SCHEMA,
        "versi": __version__,
        "lampiran": [asdict(line) for line in done.lines],
        "balasan": [
            {
                "sha256": answer.entry.sha256,
                "kepada": answer.to,
                "draf": answer.path or None,
                "gagal": answer.problem or None,
            }
            for answer in done.answers
        ],
        "dilewati": [{"sumber": source, "alasan": reason} for source, reason in done.left],
        "dipindahkan": done.moved,
        "tidak_terhubung": None if done.failure is None else str(done.failure),
    }


def _say(text: str) -> None:
    print(text)  # noqa: T201 - this is the command line
