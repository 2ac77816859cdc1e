"""What uv.lock says: packages, the ones that an installation brings along, their wheels."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[2]
PYTHONS = ((3, 11), (3, 12), (3, 13))
PROJECT = "sakip-excel"


@dataclass(frozen=True)
class Locked:
    """One package of the lock.

    Attributes:
        name: canonical name.
        version: locked version.
        files: file name and hash of each wheel.
        needs: names of what it needs, each with its marker ("" for always).
        markers: for which Pythons and systems this version is meant; empty for all.
    """

    name: str
    version: str
    files: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    markers: tuple[str, ...]


def read_lock(path: Path = ROOT / "uv.lock") -> list[Locked]:
    """Return the packages of a lock file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Locked(
            canonicalize_name(package["name"]),
            package.get("version", ""),
            tuple(
                (wheel["url"].rsplit("/", 1)[1], wheel.get("hash", ""))
                for wheel in package.get("wheels", ())
            ),
            tuple(_needs(package)),
            tuple(package.get("resolution-markers", ())),
        )
        for package in content["package"]
    ]


def _needs(package: dict[str, object]):
    optional = package.get("optional-dependencies", {})
    for needed in [*package.get("dependencies", ()), *(n for ns in optional.values() for n in ns)]:
        yield canonicalize_name(needed["name"]), needed.get("marker", "")


def windows(python: tuple[int, int]) -> dict[str, str]:
    """Return the marker environment of a 64-bit Windows PC with one Python."""
    version = f"{python[0]}.{python[1]}"
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0.19045",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": "win32",
        "extra": "",
    }


def holds(marker: str, environment: dict[str, str]) -> bool:
    """Return whether a marker holds; an empty one always does."""
    return not marker or Marker(marker).evaluate(environment)


def installed(locked: list[Locked], environment: dict[str, str]) -> list[Locked]:
    """Return what an installation of the project brings along, the project itself left out."""
    by_name: dict[str, list[Locked]] = {}
    for package in locked:
        by_name.setdefault(package.name, []).append(package)
    found: dict[str, Locked] = {}
    waiting = [PROJECT]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        versions = [
            p
            for p in by_name[name]
            if not p.markers or any(holds(m, environment) for m in p.markers)
        ]
        assert len(versions) == 1, f"{name}: {[p.version for p in versions]}"
        found[name] = versions[0]
        waiting += [n for n, marker in versions[0].needs if holds(marker, environment)]
    del found[PROJECT]
    return sorted(found.values(), key=lambda package: package.name)


def tags_of_windows(python: tuple[int, int]) -> frozenset[Tag]:
    """Return the wheel tags that a 64-bit Windows PC with one Python can install."""
    platforms = ["win_amd64"]
    interpreter = f"cp{python[0]}{python[1]}"
    own = cpython_tags(python, platforms=platforms)
    return frozenset([*own, *compatible_tags(python, interpreter, platforms)])


def fits(file_name: str, tags: frozenset[Tag]) -> bool:
    """Return whether a wheel can be installed where these tags hold."""
    return not parse_wheel_filename(file_name)[3].isdisjoint(tags)
