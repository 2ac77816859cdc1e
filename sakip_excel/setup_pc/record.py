"""The record of what a set-up made, so that exactly that can be removed again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from sakip_excel import __version__
from sakip_excel.errors import DamagedError

if TYPE_CHECKING:
    from sakip_excel.setup_pc.computer import Computer

SCHEMA = 1
_FILE = "siapkan.json"
_FOLDER = "SAKIP"


def working_folder(computer: Computer, record: Record | None = None) -> Path:
    """Return the folder of the last set-up while it is there, else SAKIP in Documents.

    Raises:
        DamagedError: the record of the last set-up cannot be read.
    """
    chosen = (record or Record.of(computer)).folder
    if chosen and Path(chosen).is_dir():
        return Path(chosen)
    return computer.folders.documents / _FOLDER


@dataclass
class Record:
    """What was made, in the order in which it was made.

    Attributes:
        path: where the record is kept.
        folder: the working folder that was chosen, empty before the first set-up.
        marks: mark by kind and place of each piece.
    """

    path: Path
    folder: str = ""
    marks: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Record:
        """Return the record in a file, an empty one when there is no file.

        Raises:
            DamagedError: the file is no record of ours.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            marks = {(p["jenis"], p["tempat"]): p["tanda"] for p in content["dibuat"]}
            folder = content["folder"]
            texts = (folder, *marks.values(), *(text for pair in marks for text in pair))
            right = content["skema"] == SCHEMA and all(isinstance(t, str) for t in texts)
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError, KeyError, TypeError):
            right = False
        if not right:
            raise DamagedError(
                f"Catatan pemasangan {path} rusak.",
                "Hapus berkas itu, lalu jalankan lagi 'sakip siapkan'.",
            )
        return cls(path, folder, marks)

    @classmethod
    def of(cls, computer: Computer) -> Record:
        """Return the record of an account.

        Raises:
            DamagedError: the file is no record of ours.
        """
        return cls.load(computer.folders.data / _FILE)

    def save(self) -> None:
        """Write the record when it differs from the file; without pieces, remove the file.

        Raises:
            OSError: it may not be written.
        """
        if not self.marks:
            self.path.unlink(missing_ok=True)
            return
        content = {
            "skema": SCHEMA,
            "versi": __version__,
            "folder": self.folder,
            "dibuat": [
                {"jenis": kind, "tempat": place, "tanda": mark}
                for (kind, place), mark in self.marks.items()
            ],
        }
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        if self.path.exists() and self.path.read_text(encoding="utf-8") == text:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(f".sakip-{token_hex(4)}.tmp")
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(self.path)
        finally:
            temporary.unlink(missing_ok=True)
