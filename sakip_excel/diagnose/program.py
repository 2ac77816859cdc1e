"""The program itself: Python, libraries, templates."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import sakip_excel
from sakip_excel.diagnose.condition import Condition, State
from sakip_excel.errors import SakipError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.setup_pc.computer import Computer

_NEEDED = ("pandas", "pandera", "num2words")
_OLDEST, _NEWEST = (3, 11), (3, 13)


def _program(computer: Computer) -> Iterator[Condition]:
    place = Path(sakip_excel.__file__).resolve().parent
    yield Condition("program", State.FINE, f"sakip_excel {sakip_excel.__version__} di {place}.")
    if computer.is_store_python:
        yield Condition(
            "python_store",
            State.BROKEN,
            "Python berasal dari Microsoft Store; tombol di Excel tidak akan menemukan program.",
            "Pasang program dengan Python dari python.org atau uv.",
        )


def _python(computer: Computer) -> Iterator[Condition]:
    bits = 64 if sys.maxsize > 2**32 else 32
    version = ".".join(map(str, sys.version_info[:3]))
    sentence = f"Python {version}, {bits} bit, di {computer.python}."
    right = _OLDEST <= sys.version_info[:2] <= _NEWEST and bits == 64
    advice = "" if right else "Pasang Python 3.11 sampai 3.13 yang 64 bit, lalu pasang ulang."
    yield Condition("python", State.FINE if right else State.BROKEN, sentence, advice)


def _libraries(computer: Computer) -> Iterator[Condition]:
    """Load what the program needs: a library can be there and still not load."""
    del computer
    broken = [name for name in _NEEDED if not _loads(name)]
    if broken:
        yield Condition(
            "pustaka",
            State.BROKEN,
            f"Pustaka {', '.join(broken)} tidak dapat dimuat.",
            "Pasang ulang sakip_excel.",
        )
    else:
        yield Condition("pustaka", State.FINE, f"Pustaka {', '.join(_NEEDED)} dapat dimuat.")


def _loads(name: str) -> bool:
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - a broken library may raise anything
        return False
    return True


def _template(computer: Computer) -> Iterator[Condition]:
    from sakip_excel.report.layout import TEMPLATE_VERSION
    from sakip_excel.setup_pc.wanted import button_template

    del computer
    try:
        with_buttons = button_template() is not None
    except SakipError as error:
        yield Condition("templat", State.BROKEN, error.message, error.fix)
        return
    kind = "dengan tombol" if with_buttons else "tanpa tombol"
    yield Condition("templat", State.FINE, f"Templat versi {TEMPLATE_VERSION}, {kind}.")


PROGRAM_CHECKS = (_program, _python, _libraries, _template)
