"""Every command in a child process: code pages, terminals, decimal commas, odd names, spawn."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from tests.exchange.parcels import report
from tests.windows.story import command, environment, piped, shown, steps

POSIX = sys.platform != "win32"
FAULT = "Program mengalami kesalahan"


@pytest.fixture(scope="session")
def comma(tmp_path_factory):
    """Return the environment of a locale that writes decimals with a comma."""
    if not POSIX:
        return {}  # the child takes the regional settings of the PC
    compiler = shutil.which("localedef")
    if compiler is None:
        pytest.skip("this system cannot make a locale")
    folder = tmp_path_factory.mktemp("locale")
    made = subprocess.run(
        [compiler, "-i", "id_ID", "-f", "UTF-8", folder / "id_ID.UTF-8"],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("the sources of the locale id_ID are not installed")
    return {"LOCPATH": str(folder), "LC_ALL": "id_ID.UTF-8"}


def tell(folder, run, env, *, locale=False):
    """Run all steps and return what they printed; the first that goes wrong fails."""
    printed = []
    for wanted, arguments in steps(folder):
        done = run(command(*arguments, comma=locale), env, folder)
        assert done.code == wanted, (arguments, done)
        assert b"Traceback" not in done.out + done.err
        assert FAULT.encode() not in done.out + done.err
        printed.append(done)
    assert not list(folder.rglob(".sakip-*.tmp"))
    return printed


SIGNS = "laporan 2024 #1 %20 & 'x' (salin) КПУ 選舉 كبو"
DRIVE, SERVER = r"C:\Users\Ani\OneDrive - KPU", r"\\server\bersama$"


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    """Return a folder and what all commands printed there into a pipe of Windows-1252."""
    base = tmp_path_factory.mktemp("pipa")
    folder = base / SIGNS
    folder.mkdir()
    env = environment(base, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    return folder, tell(folder, piped, env)


def test_pipes_of_an_old_code_page(plain):
    """All commands run with a Windows-1252 pipe, below folders with signs of shells and URLs."""
    _, printed = plain
    assert "✓" in printed[0].text
    assert all(done.text for done in printed)


@pytest.mark.skipif(not POSIX, reason="Windows has no pseudo-terminal of this kind")
def test_terminals_of_an_old_code_page(tmp_path):
    """All commands run on a Windows-1252 terminal; what it lacks becomes a question mark."""
    folder = tmp_path / f"{SERVER} e\u0301 ١٢٣ 📊"
    folder.mkdir()
    env = environment(tmp_path, PYTHONIOENCODING="cp1252", PYTHONUTF8="0", TERM="dumb")
    printed = tell(folder, shown, env)
    assert "✓".encode() not in printed[0].out
    assert b"?" in printed[0].out


@pytest.mark.skipif(not POSIX, reason="Windows has no such locale")
def test_a_plain_c_locale(tmp_path):
    """All commands run where Python takes nothing but ASCII for granted."""
    env = environment(
        tmp_path, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )
    folder = tmp_path / DRIVE
    folder.mkdir()
    printed = tell(folder, piped, env)
    assert "Rp 1.000.000" in printed[4].text


def test_decimal_commas(tmp_path, plain, comma):
    """A locale with decimal commas changes no figure and no word."""
    first, with_points = plain
    second = tmp_path / SIGNS
    second.mkdir()
    env = environment(tmp_path, **comma)
    with_commas = tell(second, piped, env, locale=True)
    for step in (0, 3, 4):  # kamus, periksa, proses: nothing of the clock or the disk in them
        said = with_points[step].text.replace(str(first), str(second))
        said = re.sub(r"\(\d{4}-\d\d-\d\d .*?\)", "(waktu)", said)
        assert re.sub(r"\(\d{4}-\d\d-\d\d .*?\)", "(waktu)", with_commas[step].text) == said
    books, rekaps = [], []
    for folder in (first, second):
        local = folder is second
        line = command("periksa", folder / "laporan TW IV #1.xlsx", "--json", comma=local)
        (book,) = json.loads(piped(line, env, folder).text)["berkas"]
        books.append((book["temuan"], book["ringkasan"], book["segel"]["keadaan"]))
        line = command("gabung", folder / "ARSIP", "-o", folder / "r.xlsx", "--json", comma=local)
        rekaps.append(json.loads(piped(line, env, folder).text)["jumlah"])
    assert books[0] == books[1]
    assert books[0][2] == "utuh"
    assert rekaps[0] == rekaps[1]
    assert rekaps[0]["pagu"] == 1_000_000


def test_spawned_processes(tmp_path):
    """Joining in spawned processes, the only kind on Windows, gives what one process gives."""
    folder = tmp_path / "satker #1 é"
    folder.mkdir()
    for number in range(14):
        data = report(sealed=None) if number % 2 else report("658022", "KPU Kota Lain", sealed=None)
        (folder / f"laporan {number}.xlsx").write_bytes(data)
    env = environment(tmp_path, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    found = []
    for processes in (1, 2):
        line = command(
            "gabung", folder, "-o", tmp_path / f"r{processes}.xlsx", "--proses", processes, "--json"
        )
        done = piped(line, env, tmp_path)
        assert done.code == 0, done
        assert done.err == b""
        said = json.loads(done.text)
        found.append({k: v for k, v in said.items() if k not in {"rekap", "status"}})
        assert said["cakupan"]["masuk"] == 2
    assert found[0] == found[1]


@pytest.mark.skipif(not POSIX, reason="the file system of Windows gives no such name here")
def test_names_that_are_no_text(tmp_path):
    """A file name that cannot be written as UTF-8 stops no command."""
    folder = tmp_path / "a"
    folder.mkdir()
    odd = folder / "lap\udcffor.xlsx"
    odd.write_bytes(report(sealed=None))
    env = environment(tmp_path)
    archive = tmp_path / "ARSIP"
    for wanted, arguments in [
        ("TW IV", ["periksa", odd]),
        ('"jalur"', ["periksa", odd, "--json"]),
        ("Ditulis", ["proses", odd]),
        ("versi 1: diterima dengan catatan", ["terima", folder, "--arsip", archive]),
        ("0 diterima dengan catatan, 0 dik", ["terima", folder, "--arsip", archive]),
        ("Ditulis", ["gabung", folder, "-o", tmp_path / "rekap.xlsx"]),
        ("Ditulis", ["gabung", archive, "-o", tmp_path / "rekap2.xlsx"]),
    ]:
        done = piped(command(*arguments), env, tmp_path)
        assert done.code == 0, (arguments, done)
        assert wanted in done.text
