"""One click as a person makes it: a window on a screen, the mouse on the button, the message."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from sakip_excel.pipeline import check_workbook
from tests.macros.bench import ROOT, Place, filled
from tests.tools.uno_office import requires_uno

pytestmark = pytest.mark.libreoffice

_SECONDS = 40
_missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
_skip = bool(_missing) and os.environ.get("CI", "").lower() != "true"


@contextmanager
def screen():
    """Yield the name of a display of our own."""
    reader, writer = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        "1600x1000x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        try:
            with os.fdopen(reader) as number:
                yield f":{number.readline().strip()}"
        finally:
            server.terminate()


def xdotool(display: str, *words: object) -> str:
    """Run xdotool on a display and return what it prints; "" when it finds nothing."""
    done = subprocess.run(
        ["xdotool", *map(str, words)],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    return done.stdout.strip()


def wait(what):
    """Return what a function gives as soon as it is anything; fail when it stays nothing."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("nothing happened on the screen")


@requires_uno
@pytest.mark.skipif(_skip, reason=f"{', '.join(_missing)} not installed")
def test_a_click_with_the_mouse(tmp_path):
    """The button is where the screen shows it; a click brings the findings and one message."""
    place = Place(tmp_path)
    path = filled(tmp_path / "laporan.xlsm")
    errors = sum(f.severity.value == "galat" for f in check_workbook(path).findings)
    program = f'"{sys.executable}" -m sakip_excel'
    with (
        screen() as display,
        place.office(
            headless=False,
            DISPLAY=display,
            SAL_USE_VCLPLUGIN="gen",
            SAKIP_PROGRAM=program,
            PYTHONPATH=str(ROOT),
        ) as office,
    ):
        office.open(path)
        x, y = office.place("Beranda", "Periksa")
        wait(lambda: xdotool(display, "search", "--onlyvisible", "--name", "laporan"))
        time.sleep(1)
        xdotool(display, "mousemove", x, y, "click", 1)
        message = wait(lambda: xdotool(display, "search", "--onlyvisible", "--name", "^SAKIP$"))
        xdotool(display, "key", "--window", message.split()[0], "Return")
        wait(lambda: not xdotool(display, "search", "--onlyvisible", "--name", "^SAKIP$"))
        assert office.cells("Beranda", "F8") == [[errors]]
        assert errors > 10
