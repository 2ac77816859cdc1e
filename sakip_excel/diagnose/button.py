"""The way from a button in the workbook to the program and back."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from sakip_excel.diagnose.condition import Condition, State
from sakip_excel.setup_pc.wanted import COMMAND_FILE, button_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.setup_pc.computer import Computer

OVERRIDE = "SAKIP_PROGRAM"
"""Environment variable that the buttons obey before anything else."""

_SET_UP = "Jalankan 'sakip siapkan'."


def program_of(command: str) -> str:
    """Return the program of a command line, which may stand in quotation marks."""
    text = command.strip()
    if text.startswith('"'):
        return text[1:].partition('"')[0]
    return text.partition(" ")[0]


def _command(computer: Computer) -> Iterator[Condition]:
    """Follow the buttons: the variable, the file, the search path, in their order."""
    named = computer.environment.get(OVERRIDE, "")
    if named:
        advice = f"Perbaiki atau hapus variabel {OVERRIDE}."
        yield _start(computer, named, f"variabel {OVERRIDE}", advice)
        return
    path = computer.folders.data / COMMAND_FILE
    try:
        text = path.read_bytes().decode(computer.encoding)
    except FileNotFoundError:
        yield _on_search_path(computer)
        return
    except (OSError, UnicodeDecodeError):
        text = ""
    command = text.partition("\n")[0].strip()
    started = _start(computer, command, str(path), _SET_UP)
    if started.state is State.FINE and command != button_command(computer):
        sentence = f"Tombol menjalankan pemasangan lain: {command}."
        yield Condition("tombol", State.NOTICE, sentence, _SET_UP)
    else:
        yield started


def _start(computer: Computer, command: str, source: str, advice: str) -> Condition:
    program = program_of(command)
    search = computer.environment.get("PATH", "")
    if program and (Path(program).is_file() or which(program, path=search)):
        return Condition("tombol", State.FINE, f"Tombol menjalankan {program} ({source}).")
    what = f"program {program} yang tidak ada" if program else "perintah yang kosong atau rusak"
    return Condition("tombol", State.BROKEN, f"Tombol menunjuk {what} ({source}).", advice)


def _on_search_path(computer: Computer) -> Condition:
    search = computer.environment.get("PATH", "")
    found = which("sakipw", path=search) or which("sakip", path=search)
    if found:
        return Condition(
            "tombol",
            State.NOTICE,
            f"Tombol menemukan {found} di jalur pencarian, tetapi komputer ini belum disiapkan.",
            _SET_UP,
        )
    return Condition(
        "tombol",
        State.NOTICE,
        "Komputer ini belum disiapkan; tombol di buku kerja belum menemukan program.",
        _SET_UP,
    )


def _attach(computer: Computer) -> Iterator[Condition]:
    if not computer.is_windows:
        return
    if has_module("xlwings") and has_module("pythoncom"):
        sentence = "Program dapat menulis langsung ke Excel yang terbuka (xlwings terpasang)."
        yield Condition("xlwings", State.FINE, sentence)
    else:
        yield Condition(
            "xlwings",
            State.NOTICE,
            "xlwings tidak terpasang; hasil ditulis oleh makro di buku kerja, agak lebih lambat.",
            "Pasang ulang sakip_excel bila ingin lebih cepat.",
        )


def has_module(name: str) -> bool:
    """Return whether a module is installed, without loading it."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


BUTTON_CHECKS = (_command, _attach)
