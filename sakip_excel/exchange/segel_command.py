"""The command ``sakip segel``: its options and what it prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sakip_excel.exchange.seal import Sealed

CLEAN, FINDINGS = 0, 1

NAME = "segel"
TEXT = "Proses buku kerja lalu segel isiannya; hanya bila tidak ada galat."
EXAMPLE = "laporan.xlsx"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip segel`` to its parser."""
    parser.add_argument("berkas", type=Path, metavar="BERKAS", help="buku kerja .xlsx atau .xlsm")
    parser.add_argument("-o", "--output", type=Path, metavar="HASIL", help="tulis ke berkas lain")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")
    parser.add_argument("--semua", action="store_true", help="tampilkan juga temuan tingkat info")


def run(options: argparse.Namespace) -> int:
    """Seal a workbook, or say what must be fixed first.

    Returns:
        0 when it is sealed, 1 when a Galat is left and nothing was written.

    Raises:
        FileError: the workbook cannot be read, written or sealed.
    """
    from sakip_excel.exchange.seal import seal_workbook

    done = seal_workbook(options.berkas, options.output)
    if options.json:
        print(json.dumps(_object(done, options.berkas), ensure_ascii=False, indent=2))  # noqa: T201 - the command line
    else:
        for line in lines(done, str(options.berkas), everything=options.semua):
            print(line)  # noqa: T201 - the command line
    return CLEAN if done.written else FINDINGS


def lines(done: Sealed, name: str, *, everything: bool = False) -> Iterator[str]:
    """Yield what people read after sealing: the findings that are in the way, or the seal."""
    from sakip_excel.console import report_lines
    from sakip_excel.exchange.seal import SEAL_NOTE
    from sakip_excel.report.status import count

    if done.written is None:
        yield from report_lines(done.checked, name, everything=everything)
        errors = count(done.checked.findings)["galat"]
        yield f"Belum dapat disegel: {errors} galat. Perbaiki, jalankan proses, lalu segel lagi."
        return
    yield sealed_sentence(done)
    yield SEAL_NOTE
    if done.written.changed:
        yield f"Ditulis: {done.written.path}"
    else:
        yield "Sudah disegel sebelumnya dan masih utuh; berkas tidak ditulis ulang."
    if done.written.backup:
        yield f"Cadangan: {done.written.backup}"


def sealed_sentence(done: Sealed) -> str:
    """Return code, time and findings of a seal that was just written."""
    seal = done.status.seal
    if seal is None:
        raise ValueError("not sealed")
    found = ", ".join(f"{number} {severity}" for severity, number in seal.counts.items())
    return f"Disegel: {seal.code}, {seal.shown_time}, {found}."


def _object(done: Sealed, path: Path) -> dict[str, Any]:
    from sakip_excel.summary import as_json, file_json

    entry, written = file_json(done.checked, str(path)), done.written
    entry["hasil"] = str(written.path) if written else None
    entry["cadangan"] = str(written.backup) if written and written.backup else None
    entry["berubah"] = bool(written and written.changed)
    return as_json([entry])
