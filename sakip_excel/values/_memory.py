"""Remember what was worked out of short texts: the same ones stand in many cells and workbooks."""

from __future__ import annotations

from functools import lru_cache, update_wrapper
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

# Longer texts are rare and seldom the same; they would only hold memory.
_LONGEST: Final = 500
_MOST: Final = 8192


class remembered(Generic[_Result]):  # noqa: N801 - a decorator
    """Make a pure function of one text work out each short text only once."""

    def __init__(self, function: Callable[[str], _Result]) -> None:
        update_wrapper(self, function)
        self._function = function
        self._known = lru_cache(maxsize=_MOST)(function)

    def __call__(self, text: str) -> _Result:
        """Return what the function gives."""
        return self._known(text) if len(text) <= _LONGEST else self._function(text)
