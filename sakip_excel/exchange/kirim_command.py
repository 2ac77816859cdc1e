"""The command ``sakip kirim``: its options and what it prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sakip_excel import __version__
from sakip_excel.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sakip_excel.exchange.outbox import Item
    from sakip_excel.exchange.send import Outcome
    from sakip_excel.exchange.settings import ExchangeSettings

SCHEMA = 1
"""Version of the JSON object; raised with every change that a reader would notice."""

CLEAN = 0

NAME = "kirim"
TEXT = "Buat salinan tanpa makro dari buku kerja yang disegel, dengan draf surelnya."
EXAMPLE = "laporan.xlsm --ke sumsel@kpu.go.id"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip kirim`` to its parser."""
    parser.add_argument("berkas", nargs="?", type=Path, metavar="BERKAS", help="buku kerja")
    parser.add_argument(
        "--ke", metavar="ALAMAT", default="", help="bawaan: E-mail tujuan di Beranda"
    )
    parser.add_argument(
        "--paksa", metavar="ALASAN", help="kirim walau belum disegel; alasannya ikut terkirim"
    )
    parser.add_argument(
        "--rute",
        choices=("outlook", "eml", "folder", "smtp"),
        help="hanya cara ini (bawaan: outlook, lalu eml, lalu folder)",
    )
    parser.add_argument(
        "--kirim-sekarang",
        action="store_true",
        help="serahkan ke server surel tanpa draf; perlu bagian [smtp] pada pengaturan",
    )
    parser.add_argument("--ulang", action="store_true", help="juga bila sudah pernah dikirim")
    parser.add_argument("--keluar", type=Path, metavar="FOLDER", help="tempat berkas dan draf")
    parser.add_argument("--pengaturan", type=Path, metavar="TOML", help="berkas pengaturan lain")
    parser.add_argument("--riwayat", action="store_true", help="tampilkan isi kotak keluar")
    parser.add_argument("--atur", action="store_true", help="atur server dan simpan kata sandi")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(options: argparse.Namespace) -> int:
    """Send one workbook, show the outbox, or set the account up.

    Returns:
        0 when a draft was made or the message was handed over.

    Raises:
        NotReadyError: the workbook may not travel yet.
        NotDeliveredError: the message was not handed over.
        UsageError: an address, a file or a setting is missing or has no meaning.
        FileError: a file cannot be read or written.
    """
    from sakip_excel.exchange.settings import load_settings

    settings = load_settings(options.pengaturan)
    if options.atur:
        return _set_up(settings)
    if options.riwayat:
        return _show_outbox(as_json=options.json)
    if options.berkas is None:
        raise UsageError(
            "Buku kerja yang dikirim belum disebut.", f"Misalnya: sakip kirim {EXAMPLE}"
        )
    outcome = _send(options, settings)
    if options.json:
        _say(json.dumps(as_json(outcome), ensure_ascii=False, indent=2))
    else:
        _say("\n".join(lines(outcome)))
    return CLEAN


def _send(options: argparse.Namespace, settings: ExchangeSettings) -> Outcome:
    from sakip_excel.exchange.mail import one_line
    from sakip_excel.exchange.routes import Route
    from sakip_excel.exchange.send import Wish, send_workbook
    from sakip_excel.workbook.book import Book

    reason = one_line(options.paksa or "")
    if options.paksa is not None and not reason:
        raise UsageError("--paksa perlu alasan.", 'Tulis misalnya --paksa "diminta hari ini".')
    wish = Wish(
        to=options.ke,
        reason=reason,
        route=Route(options.rute) if options.rute else None,
        send_now=options.kirim_sekarang,
        again=options.ulang,
        folder=options.keluar,
    )
    return send_workbook(Book.open(options.berkas), wish, settings)


def lines(outcome: Outcome) -> Iterator[str]:
    """Yield what is printed for people: what travels, which routes were tried, what to read."""
    from sakip_excel.exchange.manifest import subject
    from sakip_excel.exchange.seal import SEAL_NOTE

    manifest = outcome.manifest
    yield f"Berkas: {outcome.file}"
    yield f"Kepada: {', '.join(outcome.item.to)}"
    yield f"Perihal: {subject(manifest)}"
    yield f"Segel: {manifest.segel or manifest.keadaan_segel.value}. {SEAL_NOTE}"
    yield from (f"{t.route}: {t.said}" for t in outcome.tried)
    yield from (f"Perhatian: {warning}" for warning in outcome.warnings)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the one object that ``kirim --json`` prints; money is whole rupiah."""
    from dataclasses import asdict

    return {
        "skema": SCHEMA,
        "versi": __version__,
        "berkas": str(outcome.file),
        "kepada": list(outcome.item.to),
        "keadaan": outcome.item.state.value,
        "rute": [
            {"rute": t.route.value, "berhasil": t.done, "pesan": t.said} for t in outcome.tried
        ],
        "perhatian": list(outcome.warnings),
        "manifes": asdict(outcome.manifest),
    }


def _show_outbox(*, as_json: bool) -> int:
    from sakip_excel.exchange.outbox import Outbox
    from sakip_excel.exchange.send import OUTBOX
    from sakip_excel.exchange.settings import own_folder

    items = Outbox(own_folder() / OUTBOX).items()
    if as_json:
        _say(json.dumps([_item_json(item) for item in items], ensure_ascii=False, indent=2))
    elif not items:
        _say("Kotak keluar kosong.")
    else:
        _say("\n".join(_item_line(item) for item in items))
    return CLEAN


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "kunci": item.key,
        "kepada": list(item.to),
        "perihal": item.subject,
        "keadaan": item.settled.value,
        "waktu": item.at,
        "rute": item.how,
        "pesan": item.said,
        "riwayat": list(item.history),
        "tentang": dict(item.about),
    }


def _item_line(item: Item) -> str:
    from sakip_excel.exchange.outbox import spoken_time

    how = f" ({item.how})" if item.how else ""
    return (
        f"{spoken_time(item.at)}  {item.settled:<12} {item.about.get('berkas', item.key)} kepada "
        f"{', '.join(item.to)}{how}"
    )


def _set_up(settings: ExchangeSettings) -> int:
    from sakip_excel.exchange.account import set_up_account

    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("--atur bertanya di layar.", "Jalankan langsung di jendela perintah.")
    for sentence in set_up_account(settings):
        _say(sentence)
    return CLEAN


def _say(text: str) -> None:
    print(text)  # noqa: T201 - this is the command line
