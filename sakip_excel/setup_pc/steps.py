"""Bring a computer to what is wanted, or take away what an earlier set-up made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sakip_excel.errors import ReadOnlyError
from sakip_excel.setup_pc.pieces import FolderPiece, noted_piece
from sakip_excel.setup_pc.record import Record, working_folder
from sakip_excel.setup_pc.trust import trust_obstacle, trust_piece
from sakip_excel.setup_pc.wanted import button_template, wanted_pieces
from sakip_excel.workbook.files import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sakip_excel.setup_pc.computer import Computer
    from sakip_excel.setup_pc.pieces import KeyPiece, Piece

    Ask = Callable[[str], bool]


class Action(StrEnum):
    """What happened to a piece, or would happen; the value is what the user reads."""

    MADE = "dibuat"
    RENEWED = "diperbarui"
    KEPT = "sudah ada"
    LEFT = "dibiarkan"
    REMOVED = "dihapus"
    NOTE = "catatan"
    FAILED = "gagal"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report.

    Attributes:
        action: what happened.
        text: what it happened to, or a sentence.
        advice: what the user should do, empty when nothing.
    """

    action: Action
    text: str
    advice: str = ""


def set_up(
    computer: Computer,
    folder: Path | None = None,
    *,
    trust: bool | None = None,
    ask: Ask | None = None,
    dry: bool = False,
) -> list[Outcome]:
    """Make what is missing on a computer; what is there and right stays untouched.

    Args:
        computer: the account that is set up.
        folder: the working folder; None takes the one of the last time, else SAKIP in Documents.
        trust: whether Excel shall trust the folder; None asks.
        ask: puts a question that is answered by yes or no; None when nobody is there.
        dry: report only.

    Raises:
        ReadOnlyError: Windows would hide from Excel what this Python writes.
        SakipError: the installation is incomplete, or the record damaged.
    """
    if computer.is_store_python:
        raise ReadOnlyError(
            "Python dari Microsoft Store menyembunyikan berkas pemasangan dari Excel.",
            "Pasang program dengan Python dari python.org atau uv, lalu ulangi.",
        )
    record = Record.of(computer)
    place = working_folder(computer, record) if folder is None else folder.absolute()
    pieces = wanted_pieces(computer, place)
    key, notes = _decide_trust(computer, place, trust=trust, ask=None if dry else ask)
    if key is not None:
        pieces.append(key)
    try:
        outcomes = [bring_about(piece, record, dry=dry) for piece in pieces]
        outcomes += _clear_outdated(computer, record, pieces, dry=dry)
        record.folder = str(place)
    finally:
        if not dry:
            _save(record)
    return [*outcomes, *notes, *_remarks(computer)]


def tear_down(computer: Computer, *, dry: bool = False) -> list[Outcome]:
    """Remove what set-ups made and nobody changed since; everything else stays.

    Args:
        computer: the account that was set up.
        dry: report only.

    Raises:
        DamagedError: the record of what was made cannot be read.
    """
    record = Record.of(computer)
    if not record.marks:
        return [Outcome(Action.NOTE, "Tidak ada yang perlu dihapus.")]
    try:
        outcomes = [
            outcome
            for kind, place in reversed(list(record.marks))
            if (outcome := _take_away(computer, record, kind, place, dry=dry)) is not None
        ]
    finally:
        if not dry:
            _save(record)
            _remove_if_empty(computer.folders.data)
    return outcomes


def bring_about(piece: Piece, record: Record, *, dry: bool) -> Outcome:
    """Make or renew one piece unless it is as wanted or belongs to the user."""
    identity = (piece.kind, piece.place)
    text = f"{piece.label}: {piece.place}"
    try:
        if piece.is_as_wanted():
            return Outcome(Action.KEPT, text)
        fresh = piece.seen() is None
        noted = record.marks.get(identity)
        if not (fresh or piece.always or (noted is not None and piece.is_ours(noted))):
            return Outcome(Action.LEFT, f"{text} (milik Anda, tidak ditimpa)")
        if not dry:
            piece.make()
            record.marks[identity] = piece.mark
    except OSError as error:
        return _failure(text, error)
    return Outcome(Action.MADE if fresh else Action.RENEWED, text)


def _take_away(
    computer: Computer, record: Record, kind: str, place: str, *, dry: bool
) -> Outcome | None:
    """Remove one noted piece; None when it is gone already."""
    outcome = None
    try:
        piece = noted_piece(kind, place, computer.registry)
        if piece.seen() is not None:
            outcome = _remove(piece, record, dry=dry)
    except KeyError:
        outcome = Outcome(Action.LEFT, f"{place} (tidak dikenal versi ini)")
    except OSError as error:
        return _failure(place, error)
    del record.marks[kind, place]
    return outcome


def _remove(piece: Piece, record: Record, *, dry: bool) -> Outcome:
    is_folder = isinstance(piece, FolderPiece)
    if dry and is_folder:
        return Outcome(Action.REMOVED, f"{piece.place} (bila sudah kosong)")
    if not piece.is_ours(record.marks[piece.kind, piece.place]):
        reason = "masih berisi" if is_folder else "sudah Anda ubah"
        return Outcome(Action.LEFT, f"{piece.place} ({reason})")
    if not dry:
        piece.remove()
    return Outcome(Action.REMOVED, piece.place)


def _clear_outdated(
    computer: Computer, record: Record, pieces: list[Piece], *, dry: bool
) -> Iterator[Outcome]:
    """Take away what an earlier set-up made and this one no longer wants."""
    wanted = {(piece.kind, piece.place) for piece in pieces}
    for kind, place in reversed([key for key in record.marks if key not in wanted]):
        outcome = _take_away(computer, record, kind, place, dry=dry)
        if outcome is not None:
            yield outcome


def _decide_trust(
    computer: Computer, folder: Path, *, trust: bool | None, ask: Ask | None
) -> tuple[KeyPiece | None, list[Outcome]]:
    """Return the Trusted Location if it is wanted and may be, and what is to be said about it."""
    if not computer.is_windows or trust is False:
        return None, []
    obstacle = trust_obstacle(computer, folder)
    if obstacle:
        text = f"Lokasi tepercaya tidak dibuat: {obstacle}"
        return None, [Outcome(Action.NOTE, text)]
    key = trust_piece(computer, folder)
    if trust is None and not key.is_as_wanted():
        question = (
            f"Bolehkah Excel selalu menjalankan makro di {folder}, hanya folder itu? "
            "Jangan pernah menyimpan lampiran surel di sana."
        )
        trust = ask is not None and ask(question)
        if not trust:
            return None, [_NO_TRUST]
    return key, []


_NO_TRUST = Outcome(
    Action.NOTE,
    "Excel akan menanyakan makro sekali untuk setiap buku kerja.",
    "Klik Aktifkan Konten, atau jalankan 'sakip siapkan --lokasi-tepercaya ya'.",
)


def _remarks(computer: Computer) -> Iterator[Outcome]:
    if button_template() is None:
        yield Outcome(
            Action.NOTE,
            "Pemasangan ini belum memuat buku kerja bertombol; yang dibuat tanpa tombol.",
            "Klik kanan berkasnya, Kirim ke > SAKIP, atau jalankan 'sakip proses'.",
        )
    if not computer.is_windows:
        yield Outcome(Action.NOTE, "Pintasan, Kirim ke dan lokasi tepercaya hanya ada di Windows.")


def _failure(text: str, error: OSError) -> Outcome:
    # Windows reports a protected folder also as one that is not there.
    if isinstance(error, PermissionError | FileNotFoundError):
        advice = (
            "Tutup bila sedang terbuka. Bila Windows melindungi folder ini, pilih folder lain "
            "dengan --folder atau minta izin pengelola komputer."
        )
    else:
        advice = "Periksa disk dan foldernya, lalu ulangi."
    return Outcome(Action.FAILED, text, advice)


def _save(record: Record) -> None:
    with explained(record.path):
        record.save()


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
