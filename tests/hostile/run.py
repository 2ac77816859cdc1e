"""Try the whole corpus of hostile and broken files, or some groups of it, and print a table.

After the table stands every file that did not end as it should. Everything takes half an hour.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.hostile import corpus, judge
from tests.hostile.judge import Outcome


def tried(groups: list[str], folder: Path) -> dict[str, list[Outcome]]:
    """Return what came of every file, by group."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for number, case in enumerate(corpus.everything()):
        if groups and case.group not in groups:
            continue
        place = folder / str(number)
        outcome = (judge.try_apart if case.heavy else judge.try_here)(case, place)
        found[case.group].append(outcome)
        for file in place.iterdir():
            file.unlink()
        if number % 500 == 0 and sys.stderr.isatty():
            print(f"{number} ...", file=sys.stderr)
    return found


def table(found: dict[str, list[Outcome]]) -> list[str]:
    """Return the lines of the table."""
    lines = [
        f"{'group':10} {'tried':>6} {'read':>6} {'refused':>8} {'faults':>7} {'s':>6} {'MiB':>5}"
    ]
    for group, outcomes in [*found.items(), ("all", [o for part in found.values() for o in part])]:
        kinds = Counter(outcome.kind for outcome in outcomes)
        lines.append(
            f"{group:10} {len(outcomes):6} {kinds['accepted']:6} "
            f"{len(outcomes) - kinds['accepted']:8} {sum(bool(o.faults) for o in outcomes):7} "
            f"{max(o.seconds for o in outcomes):6.2f} {max(o.memory for o in outcomes) >> 20:5}"
        )
    return lines


def main() -> int:
    """Try everything, print the table and the faults; return 1 when there is one."""
    groups = sorted({case.group for case in corpus.everything()})
    parser = argparse.ArgumentParser(prog="tests.hostile.run", description=__doc__)
    parser.add_argument("group", nargs="*", choices=[*groups, []], metavar="|".join(groups))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_STATE_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(name) / "state")
        found = tried(options.group, Path(name) / "files")
    print("\n".join(table(found)))
    faults = [outcome for outcomes in found.values() for outcome in outcomes if outcome.faults]
    for outcome in faults:
        print(f"{outcome.name}: {'; '.join(outcome.faults)[:400]}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
