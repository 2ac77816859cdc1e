"""What the tests of the buttons share: workbooks to click in and the program that answers."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from sakip_excel.template import template_path
from sakip_excel.template.xlsm import MACROS, build_macro_workbook
from sakip_excel.workbook.book import Book
from tests.samples.make import SAMPLES
from tests.samples.sample import Desk
from tests.tools.uno_office import UnoOffice

ROOT = Path(__file__).resolve().parents[2]
STUB = Path(__file__).with_name("stub_program.py")
TEMPLATE = template_path().with_suffix(".xlsm")
"""The committed macro workbook: what is clicked is what people get."""


def filled(path: Path, sample: int = 0) -> Path:
    """Write a sample typed into the macro workbook."""
    path.write_bytes(Desk(Book.open(TEMPLATE)).type_in(SAMPLES[sample]))
    return path


def with_other_source(path: Path, *changes: tuple[str, str]) -> Path:
    """Write a macro workbook in whose module each text, found once, is replaced by another."""
    macros = shutil.copytree(MACROS, path.with_suffix(""))
    module = macros / "modSakip.bas"
    source = module.read_text(encoding="ascii")
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    module.write_text(source, encoding="ascii")
    path.write_bytes(build_macro_workbook(macros))
    return path


def answer(*lines: str, route: str = "vba", state: str = "ok", sentence: str = "Selesai.") -> str:
    """Return an answer of the program: header, lines, sentence and the count at the end."""
    body = [f"SAKIP\t1\t{state}\t{route}", *lines, f"K\t{sentence}"]
    return "".join(f"{line}\r\n" for line in [*body, f"AKHIR\t{len(body)}"])


@dataclass
class Place:
    """A folder of its own for everything a click touches, and what the macros see of it."""

    folder: Path

    def __post_init__(self) -> None:
        self.temp.mkdir()
        self.settings.parent.mkdir(parents=True)

    @property
    def temp(self) -> Path:
        """Return where the macro makes the folder of a click."""
        return self.folder / "sementara"

    @property
    def settings(self) -> Path:
        """Return the file that names the program."""
        return self.folder / ".local" / "share" / "sakip_excel" / "sakip-tombol.txt"

    @property
    def notes(self) -> Path:
        """Return where the stub program finds its orders."""
        return self.folder / "perintah.json"

    @property
    def log(self) -> Path:
        """Return where the stub program says how it was called."""
        return self.notes.with_suffix(".log")

    def office(self, *, headless: bool = True, **environment: str) -> UnoOffice:
        """Start LibreOffice in this place."""
        seen = {"HOME": str(self.folder), "TMPDIR": str(self.temp), **environment}
        return UnoOffice(self.folder, seen, headless=headless)

    def use_stub(self, **orders: object) -> None:
        """Let the buttons start the stub program with these orders."""
        self.notes.write_text(json.dumps(orders), encoding="utf-8")
        self.log.unlink(missing_ok=True)
        command = f'"{sys.executable}" "{STUB}" "{self.notes}"'
        self.settings.write_text(f"{command}\n", encoding="ascii")

    def calls(self) -> list[dict]:
        """Return how the stub program was called."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def left(self) -> list[str]:
        """Return the files that clicks left behind; LibreOffice has its own beside them."""
        return sorted(path.name for path in self.temp.glob("sakip_*/*"))


def press(office: UnoOffice, caption: str, **details: object) -> str:
    """Click a button of Beranda and return what it said; a button without effect fails.

    LibreOffice does not say when a module cannot run, so silence is the only sign of it.
    """
    office.click("Beranda", caption, **details)
    said = office.call("modSakip.SakipKalimat")
    assert said, f"{caption}: the button had no effect"
    return said


def cell(office: UnoOffice, address: str, sheet: str = "Beranda"):
    """Return the value of one cell."""
    return office.cells(sheet, address)[0][0]
