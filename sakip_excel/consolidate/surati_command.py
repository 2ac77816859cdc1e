"""The command ``sakip surati``: its options and what it prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from sakip_excel.consolidate.joined import Letter
    from sakip_excel.consolidate.mailing import Posted

CLEAN, NOT_DELIVERED = 0, 4

NAME = "surati"
TEXT = "Siapkan surat pengingat dan pengembalian dari lembar Surat sebuah rekap."
EXAMPLE = "rekap.xlsx --jenis pengingat"

_SCHEMA = 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip surati`` to its parser."""
    parser.add_argument("rekap", type=Path, metavar="REKAP", help="rekap dari sakip gabung")
    parser.add_argument(
        "--jenis", choices=("pengingat", "pengembalian"), help="hanya jenis ini (bawaan: semua)"
    )
    parser.add_argument("--satker", nargs="+", metavar="KODE", help="hanya satker ini")
    parser.add_argument(
        "--keluar", type=Path, metavar="FOLDER", help="folder draf (bawaan: surat, di sisi rekap)"
    )
    parser.add_argument(
        "--smtp", action="store_true", help="kirim lewat SMTP pada pengaturan (bawaan: draf .eml)"
    )
    parser.add_argument("--ulang", action="store_true", help="kirim juga yang sudah terkirim")
    parser.add_argument("--pengaturan", type=Path, metavar="TOML", help="berkas pengaturan surel")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(options: argparse.Namespace) -> int:
    """Write the drafts of the letters, or send them, and print one line per letter.

    Returns:
        0, or 4 when a letter could not be sent.

    Raises:
        UsageError: there is no such letter, or no server for sending.
        FileError: the rekap cannot be read or a draft cannot be written.
    """
    from sakip_excel.consolidate.rekap.reread import read_letters

    letters = _wanted(read_letters(options.rekap), options)
    posted = list(_posted(letters, options))
    if options.json:
        _say(json.dumps(_object(posted), ensure_ascii=False, indent=2))
    else:
        for line in lines(posted):
            _say(line)
    unsent = len(posted) < len(letters) or any(each.problem for each in posted)
    return NOT_DELIVERED if unsent else CLEAN


def _wanted(letters: Sequence[Letter], options: argparse.Namespace) -> list[Letter]:
    found = [
        letter
        for letter in letters
        if options.jenis in {None, letter.kind}
        and (options.satker is None or letter.kode_satker in options.satker)
    ]
    if not found:
        raise UsageError(
            f"Tidak ada surat seperti itu dalam {options.rekap.name}.",
            "Lihat lembar Surat; satker yang laporannya sudah diterima tidak disurati.",
        )
    return found


def _posted(letters: Sequence[Letter], options: argparse.Namespace) -> Iterator[Posted]:
    from sakip_excel.consolidate.mailing import LETTERS_FOLDER, draft_letters, send_letters
    from sakip_excel.exchange.settings import load_settings, password

    folder = options.keluar or options.rekap.resolve().parent / LETTERS_FOLDER
    smtp = load_settings(options.pengaturan).smtp
    if not options.smtp:
        yield from draft_letters(letters, folder, "" if smtp is None else smtp.dari)
        return
    if smtp is None:
        raise UsageError(
            "Server SMTP belum diatur.", "Isi bagian [smtp] pada pengaturan, atau tanpa --smtp."
        )
    secret = password("smtp", smtp) if smtp.pengguna else ""
    yield from send_letters(letters, folder, smtp, secret, again=options.ulang)


def lines(posted: Sequence[Posted]) -> Iterator[str]:
    """Yield what people read after writing or sending letters."""
    from sakip_excel.exchange.mail import one_line

    for each in posted:
        letter = each.letter
        to = each.to or "tanpa alamat"
        place = f": {each.path}" if each.path else ""
        yield one_line(
            f"{letter.kode_satker} {letter.nama_satker}, {letter.kind}, {to}, {each.done}{place}",
            400,
        )
        if each.problem:
            yield f"  {each.problem}"
    yield f"{len(posted)} surat."


def _object(posted: Sequence[Posted]) -> dict[str, Any]:
    from sakip_excel import __version__

    return {
        "skema": _SCHEMA,
        "versi": __version__,
        "surat": [
            {
                "kode_satker": each.letter.kode_satker,
                "jenis": each.letter.kind,
                "kepada": each.to,
                "perihal": each.letter.subject,
                "keadaan": each.done,
                "berkas": str(each.path) if each.path else None,
                "masalah": each.problem,
            }
            for each in posted
        ],
    }


def _say(text: str = "") -> None:
    print(text)  # noqa: T201 - this is the command line
