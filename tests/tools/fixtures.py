"""Feature-rich workbooks, made on the fly and the same every time.

Run ``python -m tests.tools.fixtures FOLDER`` to write them all.
"""

from __future__ import annotations

import sys
from pathlib import Path

# The imports fill the registry.
from tests.tools import fixtures_data, fixtures_objects, fixtures_writer, fixtures_xml  # noqa: F401
from tests.tools.registry import Fixture, fixture

FIXTURES: dict[str, Fixture] = dict(sorted(fixture.fixtures.items()))


def write_all(folder: Path) -> list[Path]:
    """Write every fixture into a folder and return the paths in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in FIXTURES.values():
        (folder / made.name).write_bytes(made.make())
    return [folder / name for name in FIXTURES]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.tools.fixtures FOLDER")
    for path in write_all(Path(sys.argv[1])):
        print(path)
