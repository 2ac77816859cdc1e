"""What is said about a command that was typed wrongly: argparse says it in English."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from sakip_excel.errors import UsageError

_UNKNOWN: Final = re.compile(
    r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL
)
_REQUIRED: Final = re.compile(r"the following arguments are required: (.*)", re.DOTALL)
_EXTRA: Final = re.compile(r"unrecognized arguments: (.*)", re.DOTALL)
_BARE: Final = re.compile(r"argument (\S+): expected .*argument", re.DOTALL)
COMMAND: Final = "PERINTAH"
"""How the help calls the place of a command."""


def usage_error(message: str, program: str) -> UsageError:
    """Return what people read instead of a sentence of argparse.

    Args:
        message: what argparse says, in English.
        program: the command as far as it was understood, e.g. ``sakip proses``.
    """
    see = f"Lihat {program} --help."
    if found := _UNKNOWN.fullmatch(message):
        return _unknown(found[1], found[2], found[3], see)
    if found := _REQUIRED.fullmatch(message):
        return UsageError(f"Belum ditulis: {_spoken(found[1])}.", see)
    if found := _EXTRA.fullmatch(message):
        return _extra(found[1], see)
    if found := _BARE.fullmatch(message):
        return UsageError(f"Isi untuk {_spoken(found[1])} belum ditulis.", see)
    return UsageError("Perintah tidak dikenal atau tidak lengkap.", see)


def _unknown(where: str, typed: str, listed: str, see: str) -> UsageError:
    choices = [choice.strip().strip("'") for choice in listed.split(",")]
    like = get_close_matches(typed.casefold(), choices, 1)
    meant = f"Mungkin maksudnya: {like[0]}. " if like else ""
    if where == COMMAND:
        return UsageError(f"Perintah '{typed}' tidak dikenal.", f"{meant}{see}")
    return UsageError(
        f"Isian '{typed}' untuk {_spoken(where)} tidak dikenal.",
        f"{meant}Pilihannya: {', '.join(choices)}. {see}",
    )


def _extra(typed: str, see: str) -> UsageError:
    """Return what is said of words left over; mostly parts of a name with blanks."""
    if typed.startswith("-"):
        return UsageError(f"Pilihan {typed} tidak dikenal.", see)
    return UsageError(
        f"Tidak dikenal atau berlebih: {typed}.",
        'Apit nama yang mengandung spasi dengan tanda kutip, misalnya "TW IV 2024.xlsx"; bila '
        f"memang beberapa berkas, sebutkan satu saja. {see}",
    )


def _spoken(names: str) -> str:
    """Return names of arguments with the longer one of ``-o/--output``."""
    return ", ".join(name.rpartition("/")[2] for name in names.split(", "))
