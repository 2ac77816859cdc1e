"""LibreOffice as an independent engine: convert, recalculate, print.

Every object has profiles of its own, one that always recalculates a workbook on loading and one
that never does, so that nothing depends on the settings of the person who runs the tests.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., Any])
Values = dict[tuple[str, str], bool | int | float | str]

_WINDOWS = sys.platform == "win32"
_USUAL_PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/usr/lib/libreoffice/program/soffice"),
)
# Values of OOXMLRecalcMode and ODFRecalcMode.
_ALWAYS, _NEVER = 0, 1
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" \
oor:op="fuse"><value>{mode}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" \
oor:op="fuse"><value>{mode}</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop \
oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""
_START_SECONDS, _SECONDS_PER_FILE = 90, 20


class LibreOfficeError(Exception):
    """LibreOffice is missing or did not deliver."""


def find_soffice() -> Path | None:
    """Return the program, or None where it is not installed; ``SOFFICE`` names it outright."""
    named = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    if named:
        return Path(named)
    return next((path for path in _USUAL_PLACES if path.exists()), None)


def requires_libreoffice(test: Test) -> Test:
    """Mark a test that needs LibreOffice.

    It is skipped on a computer without LibreOffice, but in CI (``CI=true``) it runs and fails,
    so that a broken installation there cannot pass for a green run.
    """
    missing = find_soffice() is None and os.environ.get("CI", "").lower() != "true"
    skip = pytest.mark.skipif(missing, reason="LibreOffice (soffice) is not installed")
    return pytest.mark.libreoffice(skip(test))


class LibreOffice:
    """One LibreOffice with its own profiles; conversions run one at a time.

    Args:
        folder: where profiles and staged files live; a temporary one when None.
    """

    def __init__(self, folder: Path | None = None) -> None:
        program = find_soffice()
        if program is None:
            raise LibreOfficeError("LibreOffice (soffice) is not installed")
        self.program = program
        self.folder = folder or Path(tempfile.mkdtemp(prefix="soffice-"))
        self._lock = threading.Lock()
        if folder is None:
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def _profile(self, *, recalculate: bool) -> Path:
        profile = self.folder / ("always" if recalculate else "never")
        settings = profile / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            mode = _ALWAYS if recalculate else _NEVER
            settings.write_text(_SETTINGS.format(mode=mode), encoding="utf-8")
        return profile

    def convert(self, path: Path, outdir: Path, kind: str, *, recalculate: bool = False) -> Path:
        """Convert one file and return the result.

        Args:
            path: any file LibreOffice reads.
            outdir: folder for the result, which keeps the stem of ``path``.
            kind: target such as ``xlsx``, ``pdf`` or ``csv:Text - txt - csv (StarCalc):44,34,76``.
            recalculate: compute every formula anew instead of taking the cached values.

        Raises:
            LibreOfficeError: no result.
        """
        result = self.convert_many([path], outdir, kind, recalculate=recalculate)[path]
        if result is None:
            raise LibreOfficeError(f"{path.name} was not converted to {kind}")
        return result

    def convert_many(
        self, paths: Iterable[Path], outdir: Path, kind: str, *, recalculate: bool = False
    ) -> dict[Path, Path | None]:
        """Convert files in one start of the program; None for each that gave no result.

        When a file takes the program down, those after it are tried again without it.
        """
        paths = list(dict.fromkeys(paths))
        outdir.mkdir(parents=True, exist_ok=True)
        results: dict[Path, Path | None] = {}
        with self._lock, tempfile.TemporaryDirectory(dir=self.folder) as folder:
            todo = paths
            while todo:
                results |= self._batch(todo, Path(folder), outdir, kind, recalculate=recalculate)
                todo = [path for path in paths if path not in results]
        return results

    def _batch(
        self, paths: list[Path], folder: Path, outdir: Path, kind: str, *, recalculate: bool
    ) -> dict[Path, Path | None]:
        """Convert what one start manages; files that were not reached are left out."""
        staged = {
            path: folder / f"{number:05d}{path.suffix.lower()}" for number, path in enumerate(paths)
        }
        for path, copy in staged.items():
            shutil.copyfile(path, copy)
        made = folder / "made"
        shutil.rmtree(made, ignore_errors=True)
        ended_well = self._run(list(staged.values()), made, kind, recalculate=recalculate)
        suffix = kind.split(":", maxsplit=1)[0]
        results: dict[Path, Path | None] = {}
        for path, copy in staged.items():
            result = made / f"{copy.stem}.{suffix}"
            if result.exists():
                results[path] = outdir / f"{path.stem}.{suffix}"
                shutil.move(result, results[path])
        if ended_well:
            return {path: results.get(path) for path in paths}
        # The program works in order: the first one without a result took it down.
        culprit = next((path for path in paths if path not in results), None)
        return results if culprit is None else {**results, culprit: None}

    def _run(self, files: list[Path], outdir: Path, kind: str, *, recalculate: bool) -> bool:
        profile = self._profile(recalculate=recalculate).resolve().as_uri()
        command = [str(self.program), f"-env:UserInstallation={profile}", "--headless"]
        command += ["--norestore", "--nologo", "--convert-to", kind, "--outdir", str(outdir)]
        with subprocess.Popen(
            [*command, *map(str, files)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=not _WINDOWS,
        ) as process:
            try:
                return process.wait(_START_SECONDS + _SECONDS_PER_FILE * len(files)) == 0
            except subprocess.TimeoutExpired:
                _end(process)
                return False

    def recalculated(self, path: Path) -> Values:
        """Return every value of a workbook after all formulas were computed anew.

        Returns:
            ``(sheet, "F12")`` to value; blank cells are left out. LibreOffice writes 15
            significant digits, so compare ratios with a relative tolerance of 1e-14.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            return values(self.convert(path, Path(folder), "xlsx", recalculate=True))

    def cached(self, path: Path) -> Values:
        """Return every value as the file holds it, nothing computed anew."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            return values(self.convert(path, Path(folder), "xlsx", recalculate=False))

    def recalculated_many(self, paths: Iterable[Path]) -> dict[Path, Values | None]:
        """Return :meth:`recalculated` of many files in one start of the program."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            made = self._separately(paths, Path(folder))
            return {path: values(result) if result else None for path, result in made.items()}

    def _separately(self, paths: Iterable[Path], folder: Path) -> dict[Path, Path | None]:
        """Convert with recalculation; files with equal names must not overwrite each other."""
        copies = {}
        for number, path in enumerate(dict.fromkeys(paths)):
            copies[folder / f"{number:05d}{path.suffix.lower()}"] = path
            shutil.copyfile(path, folder / f"{number:05d}{path.suffix.lower()}")
        made = self.convert_many(copies, folder / "made", "xlsx", recalculate=True)
        return {copies[copy]: result for copy, result in made.items()}

    def to_pdf(self, path: Path, outdir: Path, *, recalculate: bool = False) -> Path:
        """Print a workbook to PDF."""
        return self.convert(path, outdir, "pdf", recalculate=recalculate)

    def to_png(self, path: Path, outdir: Path, *, dpi: int = 80) -> list[Path]:
        """Return one picture per printed page, in order."""
        pdf = path if path.suffix == ".pdf" else self.to_pdf(path, outdir)
        program = shutil.which("pdftoppm")
        if program is None:
            raise LibreOfficeError("pdftoppm (poppler-utils) is not installed")
        stem = outdir / pdf.stem
        subprocess.run(
            [program, "-png", "-r", str(dpi), str(pdf), str(stem)], check=True, timeout=120
        )
        # pdftoppm pads the page number to one width, so that names sort like pages.
        return sorted(outdir.glob(f"{pdf.stem}-*.png"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that hangs with the children of its wrapper script."""
    if _WINDOWS:
        process.kill()
    else:
        # Its own session makes it the leader of a group that holds nothing but its children.
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def values(path: Path) -> Values:
    """Return ``(sheet, "F12")`` to value of a workbook's cached values; blank cells left out."""
    from openpyxl import load_workbook  # slow, and not needed for pictures

    with warnings.catch_warnings():
        # openpyxl says what it cannot read; values are all that is asked for here.
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    try:
        return {
            (sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets
            # iter_rows would walk the whole box up to a stray value in a far corner.
            for _, cell in sorted(sheet._cells.items())
            if cell.value is not None
        }
    finally:
        book.close()
