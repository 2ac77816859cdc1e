"""The command ``sakip diagnosa``: its options and what it prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sakip_excel import __version__
from sakip_excel.diagnose import State, diagnose, sentences, worst

if TYPE_CHECKING:
    import argparse

    from sakip_excel.diagnose import Condition

SCHEMA = 1
"""Version of the JSON object; raised with every change that a reader would notice."""

CLEAN, BROKEN = 0, 3

NAME = "diagnosa"
TEXT = "Periksa komputer ini: apa yang siap dipakai, apa yang belum, dan apa yang harus dilakukan."
EXAMPLE = '--buku "TW IV 2024.xlsm"'


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip diagnosa`` to its parser."""
    parser.add_argument("--buku", type=Path, metavar="BERKAS", help="periksa juga buku kerja ini")
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(options: argparse.Namespace) -> int:
    """Print the diagnosis.

    Returns:
        0 when everything that is needed works, 3 when something is broken.
    """
    found = diagnose(book=options.buku)
    if options.json:
        text = json.dumps(as_json(found), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(sentences(found))
    print(text)  # noqa: T201 - this is the command line
    return BROKEN if worst(found) is State.BROKEN else CLEAN


def as_json(conditions: list[Condition]) -> dict[str, Any]:
    """Return the one object that ``diagnosa --json`` prints."""
    return {
        "skema": SCHEMA,
        "versi": __version__,
        "keadaan": worst(conditions).value,
        "pemeriksaan": [
            {"nama": c.name, "keadaan": c.state.value, "pesan": c.sentence, "saran": c.advice}
            for c in conditions
        ],
    }
