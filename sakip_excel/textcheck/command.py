"""The command ``sakip periksa-teks``: its options and what it prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

NAME = "periksa-teks"
TEXT = "Cocokkan naskah LKj (.docx atau .txt) dengan buku kerja; tidak mengubah apa pun."
EXAMPLE = "LKj_2024.docx --buku laporan.xlsx"

CLEAN, FINDINGS = 0, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip periksa-teks`` to its parser."""
    parser.add_argument("naskah", type=Path, metavar="NASKAH", help="LKj, .docx atau .txt")
    parser.add_argument(
        "--buku", type=Path, required=True, metavar="BERKAS", help="buku kerja .xlsx atau .xlsm"
    )
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")
    parser.add_argument("--semua", action="store_true", help="tampilkan juga temuan tingkat info")


def run(options: argparse.Namespace) -> int:
    """Print what in a report disagrees with the workbook or with itself.

    Returns:
        0 without findings that must be fixed, 1 with them.

    Raises:
        UsageError: the report is neither .docx nor .txt.
        FileError: the report or the workbook cannot be read.
    """
    from sakip_excel.finding import Severity
    from sakip_excel.pipeline import check_workbook
    from sakip_excel.textcheck.check import check_text, read_document
    from sakip_excel.textcheck.printed import as_json, lines

    document = read_document(options.naskah)
    checked = check_text(document, check_workbook(options.buku))
    names = str(options.naskah), str(options.buku)
    if options.json:
        text = json.dumps(as_json(checked, *names), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(lines(checked, *names, everything=options.semua))
    print(text)  # noqa: T201 - this is the command line
    wrong = any(f.severity is Severity.GALAT for f in checked.findings)
    return FINDINGS if wrong else CLEAN
