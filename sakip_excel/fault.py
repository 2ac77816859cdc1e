"""Our own faults: a reference number and a log for us, one sentence for the user."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from sakip_excel import __version__


def log_folder() -> Path:
    """Return the folder of this user in which logs are kept."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "sakip_excel" / "log"
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "sakip_excel" / "log"


def log_fault(error: BaseException) -> str:
    """Write the details of a fault to a log and return the sentence for the user.

    The log holds the program's own call stack and version, no contents of the workbook beyond what
    the error message itself says.
    """
    now = datetime.now(tz=UTC)
    number = f"{now:%Y%m%d%H%M%S}-{token_hex(3)}"
    text = f"{number} sakip_excel {__version__} Python {sys.version}\n"
    text += "".join(traceback.format_exception(error))
    place = log_folder() / f"{number}.log"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    except OSError:
        return f"Program mengalami kesalahan (nomor {number}); catatannya tidak dapat disimpan."
    return (
        f"Program mengalami kesalahan (nomor {number}). Berkas Anda tidak diubah. "
        f"Kirim catatan ini kepada pengelola: {place}"
    )
