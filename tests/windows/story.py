"""Commands run as a user of Windows would meet them: in a child, with its code page and names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.exchange.parcels import report, sent

ROOT = Path(__file__).resolve().parents[2]
_LOCALE_FIRST = (
    "import locale, sys; locale.setlocale(locale.LC_ALL, ''); "
    "assert locale.localeconv()['decimal_point'] == ','; "
    "from sakip_excel.cli import main; sys.exit(main())"
)
LKJ = """BAB I PENDAHULUAN
Pagu anggaran KPU Kota Prabumulih Tahun 2024 sebesar Rp 1.000.000 (satu juta rupiah).
"""


@dataclass(frozen=True)
class Done:
    """How a child ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Return everything that was printed; undecodable bytes fail."""
        return (self.out + self.err).decode("utf-8")


def environment(state: Path, **more: str) -> dict[str, str]:
    """Return the environment of a child that keeps its own things in a folder of the test."""
    own = {"XDG_STATE_HOME": str(state), "LOCALAPPDATA": str(state), "PYTHONPATH": str(ROOT)}
    return os.environ | own | more


def command(*arguments: object, comma: bool = False) -> list[str]:
    """Return the command line of a child; `comma` sets the locale of the environment first."""
    start = ["-c", _LOCALE_FIRST] if comma else ["-m", "sakip_excel"]
    return [sys.executable, *start, *(str(a) for a in arguments)]


def piped(line: list[str], env: Mapping[str, str], folder: Path) -> Done:
    """Run a child whose output goes into pipes."""
    done = subprocess.run(
        line, capture_output=True, env=dict(env), cwd=folder, timeout=120, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def shown(line: list[str], env: Mapping[str, str], folder: Path) -> Done:
    """Run a child on a terminal of its own; only where the system has such."""
    import pty

    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            line, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(env), cwd=folder
        ) as process:
            os.close(theirs)
            out = b"".join(_read(ours))
            code = process.wait(120)
    finally:
        os.close(ours)
    return Done(code, out, b"")


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux says so when the last holder of the other end has gone
            return
        if not data:
            return
        yield data


def steps(folder: Path) -> Iterator[tuple[int, list[object]]]:
    """Yield every command of a report's way with the exit code that it must have.

    The files are written as the way needs them; a step reads what the ones before it wrote.
    """
    book = folder / "laporan TW IV #1.xlsx"
    book.write_bytes(report(sealed=None))
    yield 0, ["kamus", "kolom"]
    yield 0, ["siapkan", "--coba"]
    yield 0, ["diagnosa", "--buku", book]
    yield 0, ["baru", "-o", folder / "baru.xlsx", "--tahun", "2024", "--triwulan", "IV"]
    yield 0, ["periksa", book, "--semua"]
    yield 0, ["proses", book]
    text = folder / "LKj 2024.txt"
    text.write_bytes(LKJ.replace("\n", "\r\n").encode("utf-8-sig"))
    yield 0, ["periksa-teks", text, "--buku", book]
    yield 0, ["segel", book]
    out = folder / "keluar"
    out.mkdir()
    yield 0, ["kirim", book, "--ke", "a@kpu.example.go.id", "--rute", "folder", "--keluar", out]
    came = folder / "lampiran"
    came.mkdir()
    (came / "surat 'é'.eml").write_bytes(sent(report()))
    archive = folder / "ARSIP"
    yield 0, ["terima", came, "--arsip", archive]
    rekap = folder / "rekap.xlsx"
    yield 0, ["gabung", archive, "-o", rekap]
    yield 1, ["gabung", _with_galat(folder), "-o", folder / "rekap galat.xlsx"]
    yield 0, ["surati", folder / "rekap galat.xlsx"]


def _with_galat(folder: Path) -> Path:
    place = folder / "satker"
    place.mkdir()
    (place / "b.xlsx").write_bytes(report(target="banyak", sealed=None))
    return place
