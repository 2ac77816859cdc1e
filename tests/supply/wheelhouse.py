"""Gather everything that an installation needs into one folder, for a PC without internet.

``uv run --with pip python -m tests.supply.wheelhouse FOLDER [--python 3.12] [--here]`` builds the
project's own wheel, downloads the locked versions of all it needs for 64-bit Windows (pywin32
included, which pip leaves out when it runs on another system), checks them against the hashes of
the lock, and writes beside them what to type on the PC. ``--here`` gathers for this computer
instead, which is how the recipe is tried.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from packaging.markers import default_environment

from tests.supply.lock import ROOT, Locked, installed, read_lock, windows

PC = (
    "py -{python} -m pip install --no-index --no-deps --require-hashes "
    "--find-links . -r persyaratan.txt\n"
    "py -{python} -m pip install --no-index --no-deps {wheel}\n"
    "py -{python} -m sakip_excel siapkan\n"
)

_DOWNLOAD = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
_DOWNLOAD += ["--only-binary=:all:", "--require-hashes"]


def gather(folder: Path, python: str, *, here: bool) -> list[Locked]:
    """Fill a folder with wheels and return what they are.

    Args:
        folder: made when it is not there.
        python: version of Python on the PC, e.g. ``3.12``.
        here: gather for this computer and its Python instead.
    """
    folder.mkdir(parents=True, exist_ok=True)
    major, minor = (int(n) for n in python.split("."))
    environment = {**default_environment(), "extra": ""} if here else windows((major, minor))
    packages = installed(read_lock(), environment)
    listed = folder / "persyaratan.txt"
    listed.write_text("".join(_line(p) for p in packages), encoding="utf-8", newline="\n")
    target = [] if here else ["--platform", "win_amd64", "--python-version", python]
    _run([*_DOWNLOAD, *target, "-d", str(folder), "-r", str(listed)])
    _run(["uv", "build", "--quiet", "--wheel", "-o", str(folder), str(ROOT)])
    wheel = max(folder.glob("sakip_excel-*.whl"), key=lambda path: path.stat().st_mtime)
    text = PC.format(python=python, wheel=wheel.name)
    (folder / "CARA_PASANG.txt").write_text(text, encoding="utf-8", newline="\r\n")
    return packages


def _line(package: Locked) -> str:
    """Return the requirement without its marker: the lock has already been asked for it."""
    hashes = " ".join(f"--hash={digest}" for _, digest in package.files)
    return f"{package.name}=={package.version} {hashes}\n"


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT)


def main() -> None:
    """Gather and say what was gathered."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default="3.12")
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args()
    packages = gather(options.folder.resolve(), options.python, here=options.here)
    size = sum(path.stat().st_size for path in options.folder.glob("*.whl"))
    print(f"{len(packages)} packages and our own, {size / 1e6:.0f} MB in {options.folder}")
    print((options.folder / "CARA_PASANG.txt").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
