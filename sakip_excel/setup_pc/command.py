"""The command ``sakip siapkan``: its options and what it prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from sakip_excel.setup_pc.steps import Outcome

CLEAN, BROKEN = 0, 3

NAME = "siapkan"
TEXT = "Siapkan komputer ini: buku kerja bertombol, pintasan dan menu Kirim ke."
EXAMPLE = "--coba"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip siapkan`` to its parser."""
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="folder kerja (bawaan: SAKIP di Dokumen)"
    )
    parser.add_argument(
        "--lokasi-tepercaya",
        choices=("ya", "tidak"),
        help="izinkan makro di folder kerja itu saja tanpa pertanyaan Excel (bawaan: ditanyakan)",
    )
    parser.add_argument("--coba", action="store_true", help="hanya tampilkan yang akan dilakukan")
    parser.add_argument(
        "--hapus", action="store_true", help="hapus yang dibuat perintah ini; berkas Anda tetap"
    )


def run(options: argparse.Namespace) -> int:
    """Set this computer up, or undo that, and print one line per thing.

    Returns:
        0, or 3 when something could not be made or removed.
    """
    from sakip_excel.setup_pc.computer import this_computer
    from sakip_excel.setup_pc.steps import Action, set_up, tear_down

    computer = this_computer()
    if options.hapus:
        outcomes = tear_down(computer, dry=options.coba)
    else:
        trust = {"ya": True, "tidak": False}.get(options.lokasi_tepercaya)
        ask = _asker()
        outcomes = set_up(computer, options.folder, trust=trust, ask=ask, dry=options.coba)
    if options.coba:
        _say("Percobaan; tidak ada yang diubah. Yang akan dilakukan:")
    for line in lines(outcomes):
        _say(line)
    return BROKEN if any(o.action is Action.FAILED for o in outcomes) else CLEAN


def lines(outcomes: Iterable[Outcome]) -> Iterable[str]:
    """Yield the printed lines of a report."""
    for outcome in outcomes:
        yield f"{outcome.action:<10} {outcome.text}"
        if outcome.advice:
            yield f"{'':<10} -> {outcome.advice}"


def _asker() -> Callable[[str], bool] | None:
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    return ask_on_terminal


def ask_on_terminal(question: str) -> bool:
    """Put a question on the terminal; only a clear yes is a yes."""
    try:
        return input(f"{question} [y/T] ").strip().casefold() in {"y", "ya"}
    except EOFError:
        return False


def _say(text: str) -> None:
    if sys.stdout is not None:  # a program without a console has none
        print(text)  # noqa: T201 - this is the command line
