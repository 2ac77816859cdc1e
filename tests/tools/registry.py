"""The list of fixture workbooks and what each of them must hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Fixture:
    """One workbook made on the fly.

    Attributes:
        name: file name with its ending.
        make: returns the bytes of the workbook, the same ones every time.
        holds: keys of :func:`tests.tools.features.features` that must be there; without them
            the fixture would prove nothing.
        refused: name of the error that writing it back must end with; empty for none.
    """

    name: str
    make: Callable[[], bytes]
    holds: tuple[str, ...] = ()
    refused: str = ""


@dataclass
class Registry:
    """Fixtures by name; the decorator names each after its function."""

    fixtures: dict[str, Fixture] = field(default_factory=dict)

    def __call__(
        self, *holds: str, suffix: str = ".xlsx", refused: str = ""
    ) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
        """Register a function as a fixture that holds the given features."""

        def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
            name = make.__name__ + suffix
            self.fixtures[name] = Fixture(name, make, holds, refused)
            return make

        return register


fixture = Registry()
