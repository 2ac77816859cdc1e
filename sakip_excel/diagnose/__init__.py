"""What works on this computer and what does not: ``sakip diagnosa``.

Every check is a small function that looks at one thing and answers with sentences; none of them
changes anything, apart from a file that is written and removed again to try a folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.diagnose.condition import Condition, State, worst
from sakip_excel.errors import SakipError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sakip_excel.setup_pc.computer import Computer

    Check = Callable[[Computer], Iterator[Condition]]

__all__ = ["Condition", "State", "diagnose", "sentences", "short_report", "worst"]

_MESSAGE_BOX = 1000
"""MsgBox of VBA shows about 1024 characters and drops the rest without a word."""


def diagnose(computer: Computer | None = None, book: Path | None = None) -> list[Condition]:
    """Look at everything that the program needs on a computer.

    Args:
        computer: the account to look at; None takes the one that the program runs on.
        book: a workbook to look at as well.
    """
    from sakip_excel.diagnose.button import BUTTON_CHECKS
    from sakip_excel.diagnose.office import OFFICE_CHECKS
    from sakip_excel.diagnose.places import PLACE_CHECKS, book_conditions
    from sakip_excel.diagnose.program import PROGRAM_CHECKS
    from sakip_excel.setup_pc.computer import this_computer

    computer = computer or this_computer()
    checks = (*PROGRAM_CHECKS, *BUTTON_CHECKS, *OFFICE_CHECKS, *PLACE_CHECKS)
    found = [condition for check in checks for condition in _answers(check, computer)]
    if book is not None:
        found += book_conditions(book)
    return list(dict.fromkeys(found))


def _answers(check: Check, computer: Computer) -> list[Condition]:
    try:
        return list(check(computer))
    except SakipError as error:
        return [Condition("pemasangan", State.BROKEN, error.message, error.fix)]


def sentences(conditions: list[Condition]) -> Iterator[str]:
    """Yield one line for people per condition, advice on a line of its own."""
    for condition in conditions:
        yield f"{condition.state:<10} {condition.sentence}"
        if condition.advice:
            yield f"{'':<10} -> {condition.advice}"


def short_report(conditions: list[Condition], limit: int = _MESSAGE_BOX) -> str:
    """Return what needs attention, worst first, short enough for a message box.

    Args:
        conditions: the diagnosis.
        limit: greatest length in characters.
    """
    troubles = [
        str(c) for state in (State.BROKEN, State.NOTICE) for c in conditions if c.state is state
    ]
    if not troubles:
        return f"Semua baik ({len(conditions)} hal diperiksa)."
    text = "\n".join(troubles)
    if len(text) <= limit:
        return text
    more = "Selengkapnya: jalankan 'sakip diagnosa'."
    while troubles and len("\n".join((*troubles, more))) > limit:
        troubles.pop()
    return "\n".join((*troubles, more))
