"""What was seen of one thing on a computer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How one thing stands; the value is what the user reads."""

    FINE = "baik"
    NOTICE = "perhatian"
    BROKEN = "rusak"


@dataclass(frozen=True, slots=True)
class Condition:
    """What was seen of one thing.

    Attributes:
        name: short stable name, the same in every language.
        state: how it stands.
        sentence: what was seen.
        advice: what to do, empty when it is fine.
    """

    name: str
    state: State
    sentence: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.state.upper()}: {self.sentence} {self.advice}".strip()


def worst(conditions: list[Condition]) -> State:
    """Return the worst state of all."""
    order = list(State)
    return max((c.state for c in conditions), key=order.index, default=State.FINE)
