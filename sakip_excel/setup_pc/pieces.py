"""The things that a set-up makes: each can be looked at, made and removed again.

A piece is told by its mark, a fingerprint of its contents. What does not bear the mark that we
noted when we made it belongs to the user: it is neither replaced nor removed.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, ClassVar

from sakip_excel.setup_pc.shortcut import is_shortcut_with

if TYPE_CHECKING:
    from sakip_excel.setup_pc.computer import Registry, Values

SHORTCUT_ARGUMENTS = "-P -m sakip_excel.setup_pc.dropped"
"""Arguments of Python in our shortcuts; -P keeps the folder it starts in off the module path."""


class Piece(ABC):
    """One thing on the computer.

    Attributes:
        kind: word in the record for what it is.
        label: what the user reads, e.g. ``Buku kerja``.
        place: path or registry key.
        always: whether it is ours whatever it holds, so that it is replaced without asking.
    """

    kind: ClassVar[str]
    label: str
    always: bool = False

    @property
    @abstractmethod
    def place(self) -> str:
        """Return the path or key."""

    @property
    @abstractmethod
    def mark(self) -> str:
        """Return the mark that it bears once it is as wanted."""

    @abstractmethod
    def seen(self) -> str | None:
        """Return the mark of what is there now, None when nothing is."""

    @abstractmethod
    def make(self) -> None:
        """Make or replace it.

        Raises:
            OSError: it may not be written.
        """

    @abstractmethod
    def remove(self) -> None:
        """Remove it.

        Raises:
            OSError: it may not be removed.
        """

    def is_as_wanted(self) -> bool:
        """Return whether nothing needs to be done."""
        return self.seen() == self.mark

    def is_ours(self, noted: str) -> bool:
        """Return whether what is there now is still what was noted when we made it."""
        return self.seen() == noted


@dataclass
class FolderPiece(Piece):
    """A folder; it is removed only when nothing is left in it."""

    path: Path
    label: str = "Folder"
    kind: ClassVar[str] = "folder"

    @property
    def place(self) -> str:
        """Return the path."""
        return str(self.path)

    @property
    def mark(self) -> str:
        """Return the mark of an empty folder; a folder with contents is the user's."""
        return "kosong"

    def is_as_wanted(self) -> bool:
        """Return whether there is such a folder, whatever is in it."""
        return self.path.is_dir()

    def seen(self) -> str | None:
        """Return whether there is a folder, and whether it is empty."""
        if not self.path.is_dir():
            return None
        return "berisi" if any(self.path.iterdir()) else "kosong"

    def make(self) -> None:
        """Make the folder and those above it."""
        self.path.mkdir(parents=True, exist_ok=True)

    def remove(self) -> None:
        """Remove the empty folder."""
        self.path.rmdir()


@dataclass
class FilePiece(Piece):
    """A file with given contents."""

    path: Path
    data: bytes
    label: str = "Berkas"
    always: bool = False
    kind: ClassVar[str] = "berkas"

    @property
    def place(self) -> str:
        """Return the path."""
        return str(self.path)

    @property
    def mark(self) -> str:
        """Return the SHA-256 of the wanted contents."""
        return sha256(self.data).hexdigest()

    def seen(self) -> str | None:
        """Return the SHA-256 of the contents that are there."""
        try:
            return sha256(self.path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return None

    def make(self) -> None:
        """Write the contents beside the place and put them there in one step.

        Bytes are written, not copied: a copy could carry over the mark of a downloaded file.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            with self.path.open("xb") as file:  # never over a file that appears meanwhile
                file.write(self.data)
            return
        temporary = self.path.with_name(f".sakip-{token_hex(4)}.tmp")
        try:
            temporary.write_bytes(self.data)
            temporary.replace(self.path)
        finally:
            temporary.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the file."""
        self.path.unlink()


@dataclass
class ShortcutPiece(FilePiece):
    """A shortcut that passes the files dropped on it to this program."""

    kind: ClassVar[str] = "pintasan"

    def is_ours(self, noted: str) -> bool:
        """Return whether it is a shortcut to this program, even one that Windows has rewritten."""
        del noted
        try:
            return is_shortcut_with(self.path.read_bytes(), SHORTCUT_ARGUMENTS)
        except FileNotFoundError:
            return False


@dataclass
class KeyPiece(Piece):
    """A registry key of this user with its values."""

    registry: Registry
    key: str
    values: Values
    label: str = "Pengaturan"
    kind: ClassVar[str] = "registri"

    @property
    def place(self) -> str:
        """Return the key."""
        return self.key

    @property
    def mark(self) -> str:
        """Return the wanted values as JSON."""
        return _as_json(self.values)

    def seen(self) -> str | None:
        """Return the values that are there as JSON."""
        values = self.registry.read(self.key)
        return None if values is None else _as_json(values)

    def make(self) -> None:
        """Write the values."""
        self.registry.write(self.key, self.values)

    def remove(self) -> None:
        """Remove the key."""
        self.registry.delete(self.key)


def _as_json(values: Values) -> str:
    return json.dumps(dict(values), sort_keys=True, ensure_ascii=False)


def noted_piece(kind: str, place: str, registry: Registry) -> Piece:
    """Return the piece that a record speaks of, fit to be looked at and removed.

    Raises:
        KeyError: there is no such kind.
    """
    if kind == KeyPiece.kind:
        return KeyPiece(registry, place, {})
    if kind == FolderPiece.kind:
        return FolderPiece(Path(place))
    files = {piece.kind: piece for piece in (FilePiece, ShortcutPiece)}
    return files[kind](Path(place), b"")
