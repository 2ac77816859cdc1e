"""Say what is not covered of the parts of which every line and branch must be.

    pytest --cov --cov-branch --cov-report=json:FILE ...
    python -m tests.tools.covered FILE

`PLACES` are the parts that understand, compute, write and seal: a figure that is wrong there is
wrong in a report that somebody signs. Ends with 1 when anything of them was not run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

PLACES = (
    "sakip_excel/values/",
    "sakip_excel/scoring/",
    "sakip_excel/workbook/",
    "sakip_excel/normalise.py",
    "sakip_excel/locate.py",
    "sakip_excel/exchange/seal.py",
    "sakip_excel/exchange/seal_state.py",
    "sakip_excel/exchange/seal_words.py",
    "sakip_excel/exchange/record.py",
    "sakip_excel/exchange/align.py",
    "sakip_excel/exchange/inputs.py",
)
"""Files, and folders with a slash at the end, as the coverage report names them."""


def gaps(report):
    """Return one line for each place that was not measured or has something that was not run.

    Args:
        report: the JSON report of coverage.py, branches included.
    """
    files = {name.replace("\\", "/"): found for name, found in report["files"].items()}
    if not report["meta"]["branch_coverage"]:
        return ["branches were not measured"]
    return [
        line
        for place in PLACES
        for line in _of_place({n: f for n, f in files.items() if n.startswith(place)}, place)
    ]


def _of_place(files, place):
    if not files:
        return [f"{place}: not measured"]
    return [line for name in sorted(files) if (line := _of_file(name, files[name]))]


def _of_file(name, found):
    lines = [str(line) for line in found["missing_lines"]]
    branches = [f"{start}->{end}" for start, end in found["missing_branches"]]
    return f"{name}: {', '.join(lines + branches)}" if lines or branches else ""


def main(arguments):
    """Print what is missing and return the exit code."""
    found = gaps(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    for line in found:
        print(line)
    print(f"{len(found)} of the parts that must be covered whole are not" if found else "covered")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
