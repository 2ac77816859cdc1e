"""LibreOffice with a workbook open in it, as a person has it: press buttons, read and write cells.

Two halves in one file. `UnoOffice` is what tests use. The rest runs as its own program under the
system's Python, the only one that has the ``uno`` module, and answers one JSON line per request.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

SYSTEM_PYTHON = "/usr/bin/python3"
_SECONDS = 90
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop \
oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop \
oor:name="WarnAlienFormat" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" \
oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


class UnoOfficeError(Exception):
    """LibreOffice did not start, did not answer or could not do what was asked."""


def has_uno() -> bool:
    """Return whether this computer has LibreOffice and its Python bridge."""
    if not Path(SYSTEM_PYTHON).exists() or not shutil.which("soffice"):
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False).returncode == 0


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    first, last = divmod(column, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def requires_uno(test):
    """Mark a test that needs LibreOffice and its bridge; in CI it fails without them."""
    import pytest

    missing = os.environ.get("CI", "").lower() != "true" and not has_uno()
    skip = pytest.mark.skipif(missing, reason="LibreOffice with python3-uno is not installed")
    return pytest.mark.libreoffice(skip(test))


class UnoOffice:
    """One running LibreOffice; a context manager.

    Args:
        folder: where its profile lives.
        environment: what the macros see; nothing else of ours is passed on but PATH and display.
        headless: False shows windows on the display of ``environment``.
    """

    def __init__(self, folder: Path, environment: dict[str, str], *, headless: bool = True) -> None:
        profile = folder / "profile"
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        command = [SYSTEM_PYTHON, __file__, profile.resolve().as_uri(), str(int(headless))]
        self._process = subprocess.Popen(
            command,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._answer()

    def _listen(self) -> None:
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _answer(self):
        try:
            line = self._answers.get(timeout=_SECONDS)
        except queue.Empty:
            raise UnoOfficeError("LibreOffice does not answer") from None
        if not line:
            raise UnoOfficeError("LibreOffice has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise UnoOfficeError(answer["error"])
        return answer["result"]

    def _ask(self, request: str, **details):
        self._process.stdin.write(json.dumps([request, details]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End LibreOffice and whatever it started: they form a session of their own."""
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process.stdout.close()

    def open(self, path: Path, **properties: bool) -> None:
        """Open a workbook, macros allowed, in place of the one that is open.

        Args:
            path: the workbook.
            properties: of the loader, such as ``ReadOnly`` or ``AsTemplate``.
        """
        self._ask("open", url=path.resolve().as_uri(), properties=properties)

    def buttons(self, sheet: str) -> dict[str, str]:
        """Return the address of the script bound to each button of a sheet, by its caption."""
        return self._ask("buttons", sheet=sheet)

    def click(self, sheet: str, caption: str, meanwhile: tuple | None = None) -> float:
        """Run the script that is bound to a button; return the seconds it took.

        LibreOffice says nothing when a module does not compile: assert an effect.

        Args:
            sheet: where the button stands.
            caption: what it says.
            meanwhile: seconds to wait and a macro to run then, while the script runs.
        """
        return self._ask("click", sheet=sheet, caption=caption, meanwhile=meanwhile)

    def call(self, function: str):
        """Return what a macro without arguments returns, e.g. ``modSakip.SakipKalimat``."""
        return self._ask("call", function=function)

    def cells(self, sheet: str, area: str) -> list[list]:
        """Return the values of an area: text, float, or ``""`` for an empty cell."""
        return self._ask("cells", sheet=sheet, area=area)

    def sheet(self, name: str) -> dict[str, float | str]:
        """Return the value of every cell in use on a sheet, ``""`` for an empty one."""
        rows = self._ask("used", sheet=name)
        return {
            f"{_letters(column)}{row}": value
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values)
        }

    def formulas(self, sheet: str, area: str) -> list[list[str]]:
        """Return the formulas of an area, constants as they would be typed."""
        return self._ask("formulas", sheet=sheet, area=area)

    def write(self, sheet: str, cell: str, value: float | str) -> None:
        """Put a number or a text into a cell."""
        self._ask("write", sheet=sheet, cell=cell, value=value)

    def copied(self, sheet: str, area: str) -> str:
        """Return what copying an area offers to a word processor, as HTML."""
        return self._ask("copied", sheet=sheet, area=area)

    def protect(self, sheet: str) -> None:
        """Protect a sheet without a password."""
        self._ask("protect", sheet=sheet)

    def state(self) -> dict:
        """Return what a user notices: active sheet, selection, place in view, calculation."""
        return self._ask("state")

    def select(self, sheet: str, area: str, first_row: int) -> None:
        """Select an area and scroll to a row, counted from 0."""
        self._ask("select", sheet=sheet, area=area, first_row=first_row)

    def place(self, sheet: str, caption: str) -> list[int]:
        """Return the middle of a button on the screen, in pixels."""
        return self._ask("place", sheet=sheet, caption=caption)


class _Server:
    """Answers requests inside the program that has ``uno``; one method per request."""

    def __init__(self, profile: str, *, headless: bool) -> None:
        import uno

        self.uno = uno
        pipe = f"sakip{os.getpid()}"
        command = ["soffice", "--norestore", "--nologo", "--nofirststartwizard"]
        command += [f"-env:UserInstallation={profile}", f"--accept=pipe,name={pipe};urp;"]
        if headless:
            command += ["--headless", "--invisible"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        self.desktop = self._connect(pipe)
        self.document = None

    def _connect(self, pipe: str):
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        until = time.monotonic() + _SECONDS
        while True:
            try:
                remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:  # uno has its exceptions only after a connection
                if time.monotonic() > until or self.process.poll() not in {None, 0, 81}:
                    raise
                time.sleep(0.1)
        make = remote.ServiceManager.createInstanceWithContext
        return make("com.sun.star.frame.Desktop", remote)

    def stop(self) -> None:
        """End LibreOffice without asking about unsaved changes."""
        if self.document is not None:
            self.document.setModified(False)
        with suppress(Exception):  # the bridge breaks while it ends
            self.desktop.terminate()
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _property(self, name: str, value):
        prop = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        prop.Name, prop.Value = name, value
        return prop

    def open(self, url: str, properties: dict[str, bool]) -> None:
        if self.document is not None:
            self.document.setModified(False)
            self.document.close(True)
        # Macros need a view: the document must not be hidden, even without a screen.
        wanted = {"MacroExecutionMode": self.uno.Any("short", 4), **properties}
        self.document = self.desktop.loadComponentFromURL(
            url, "_blank", 0, tuple(self._property(*item) for item in wanted.items())
        )

    def _sheet(self, name: str):
        return self.document.Sheets.getByName(name)

    def _models(self, sheet: str):
        forms = self._sheet(sheet).DrawPage.Forms
        for form in map(forms.getByIndex, range(forms.Count)):
            for number in range(form.Count):
                yield form, number, form.getByIndex(number)

    def buttons(self, sheet: str) -> dict[str, str]:
        return {
            model.Label: event.ScriptCode
            for form, number, model in self._models(sheet)
            for event in form.getScriptEvents(number)
        }

    def _run(self, script: str):
        return self.document.getScriptProvider().getScript(script).invoke((), (), ())[0]

    def click(self, sheet: str, caption: str, meanwhile: list | None) -> float:
        script = self.buttons(sheet)[caption]
        if meanwhile:
            seconds, function = meanwhile
            threading.Timer(seconds, self.call, (function,)).start()
        began = time.monotonic()
        self._run(script)
        return time.monotonic() - began

    def call(self, function: str):
        return self._run(
            f"vnd.sun.star.script:VBAProject.{function}?language=Basic&location=document"
        )

    def cells(self, sheet: str, area: str) -> list:
        return self._sheet(sheet).getCellRangeByName(area).getDataArray()

    def used(self, sheet: str) -> list:
        cursor = self._sheet(sheet).createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        area = cursor.getRangeAddress()
        whole = self._sheet(sheet).getCellRangeByPosition(0, 0, area.EndColumn, area.EndRow)
        return whole.getDataArray()

    def formulas(self, sheet: str, area: str) -> list:
        return self._sheet(sheet).getCellRangeByName(area).getFormulaArray()

    def write(self, sheet: str, cell: str, value: float | str) -> None:
        target = self._sheet(sheet).getCellRangeByName(cell)
        if isinstance(value, str):
            target.setString(value)
        else:
            target.setValue(value)

    def protect(self, sheet: str) -> None:
        self._sheet(sheet).protect("")

    def state(self) -> dict:
        view = self.document.CurrentController
        return {
            "sheet": view.ActiveSheet.Name,
            "selection": self.document.CurrentSelection.AbsoluteName,
            "row": view.FirstVisibleRow,
            "column": view.FirstVisibleColumn,
            "automatic": self.document.isAutomaticCalculationEnabled(),
        }

    def select(self, sheet: str, area: str, first_row: int) -> None:
        view = self.document.CurrentController
        view.setActiveSheet(self._sheet(sheet))
        view.select(self._sheet(sheet).getCellRangeByName(area))
        view.setFirstVisibleRow(first_row)

    def copied(self, sheet: str, area: str) -> str:
        self.select(sheet, area, 0)
        content = self.document.CurrentController.getTransferable()
        flavors = {flavor.MimeType: flavor for flavor in content.getTransferDataFlavors()}
        return content.getTransferData(flavors["text/html"]).value.decode("utf-8")

    def place(self, sheet: str, caption: str) -> list[int]:
        model = next(m for _, _, m in self._models(sheet) if m.Label == caption)
        box = self.document.CurrentController.getControl(model).getAccessibleContext()
        corner, size = box.getLocationOnScreen(), box.getSize()
        return [corner.X + size.Width // 2, corner.Y + size.Height // 2]


def _serve(profile: str, headless: str) -> None:
    server = _Server(profile, headless=headless == "1")
    try:
        _say(result=None)
        for line in sys.stdin:
            request, details = json.loads(line)
            try:
                _say(result=getattr(server, request)(**details))
            except Exception as error:  # noqa: BLE001 - told to the test, which fails on it
                _say(error=f"{request}: {type(error).__name__}: {error}")
    finally:
        server.stop()


def _say(**answer: object) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
