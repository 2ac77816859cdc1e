"""Look every locked dependency up in the public list of known weaknesses.

``uv run --group audit python -m tests.supply.audit``: exit code 1 when one is known. Where the
list is out of reach nothing can be said, and that is what is printed: a look-up that did not
happen is not a clean one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.supply.lock import ROOT

_AUDIT = [sys.executable, "-m", "pip_audit", "--format", "json", "--disable-pip"]
_AUDIT += ["--progress-spinner", "off"]


def weaknesses(report: dict) -> tuple[list[str], list[str]]:
    """Return known weaknesses and the packages that could not be looked up.

    Args:
        report: what pip-audit prints as JSON.
    """
    known, unseen = [], []
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unseen.append(package["name"])
        known += [
            f"{package['name']} {package['version']}: {found['id']}"
            for found in package.get("vulns", ())
        ]
    return known, unseen


def main() -> int:
    """Look up, print, return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        export = ["uv", "export", "--quiet", "--locked", "--no-dev", "--no-emit-project"]
        subprocess.run([*export, "-o", str(listed)], check=True, cwd=ROOT)
        done = subprocess.run(
            [*_AUDIT, "-r", str(listed)],
            capture_output=True,
            text=True,
            check=False,
        )
    if not done.stdout.startswith("{"):
        print(f"not looked up: {done.stderr.strip().splitlines()[-1:]}")
        return 0
    report = json.loads(done.stdout)
    known, unseen = weaknesses(report)
    seen = len(report["dependencies"]) - len(unseen)
    for line in known or ([f"{seen} packages looked up, no known weakness"] if seen else []):
        print(line)
    if unseen:
        print(f"NOT looked up, the list is out of reach: {len(unseen)} packages")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
