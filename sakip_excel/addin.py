"""What a button of the workbook starts: check the copy that Excel saved, answer with changes."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.appliers import excel
from sakip_excel.appliers.answer import Answer, Route, write
from sakip_excel.check import check_book
from sakip_excel.click import COPY, Clocks, progress, read_copy, wait_for_copy
from sakip_excel.errors import CellError, FileError, SakipError
from sakip_excel.exchange.seal import (
    SEAL_NOTE,
    has_galat,
    refuse_unsealable,
    seal_status,
)
from sakip_excel.exchange.seal_words import status_text
from sakip_excel.fault import log_fault, log_folder
from sakip_excel.pipeline import make_changes, make_marks, settle
from sakip_excel.report.status import count, sentence
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.files import read_file
from sakip_excel.workbook.replace import keep

if TYPE_CHECKING:
    from sakip_excel.check import Checked
    from sakip_excel.click import Request
    from sakip_excel.workbook.patch import Patch


def press(request: Request, clocks: Clocks | None = None) -> int:
    """Do what a button asks for and write the answer; return the exit code.

    Whatever goes wrong becomes a sentence of the answer, so that the macro never waits in vain.

    Raises:
        WriteError: the answer itself cannot be written.
    """
    code = 0
    try:
        answer = _answer(request, clocks or Clocks())
    except SakipError as error:
        answer, code = Answer(str(error), ok=False), error.exit_code
    except Exception as error:  # noqa: BLE001 - users never see a traceback
        answer, code = Answer(log_fault(error), ok=False), SakipError.exit_code
    if answer is not None and not request.cancelled:
        write(request.folder, answer)
    return code


def _answer(request: Request, clocks: Clocks) -> Answer | None:
    """Return the answer, None when nobody waits for one."""
    if request.action == "diagnosa":
        from sakip_excel.diagnose import diagnose, short_report

        return Answer(short_report(diagnose()))
    _warm_up(request)
    if not wait_for_copy(request, clocks):
        return None
    progress(request, "Memeriksa...")
    book = Book(Path(request.name), read_copy(request, clocks))
    if request.action == "kirim":
        return _send(request, book, clocks)
    return _work(request, check_book(book), clocks)


def _warm_up(request: Request) -> None:
    """Load what is slow to load, and go the whole way once if there is time for it."""
    progress(request, "Menyiapkan...")
    for module in ("sakip_excel.schema", "num2words"):
        import_module(module)
    if request.from_excel:
        with suppress(ImportError):  # without it the answer goes through VBA
            import_module("xlwings")
    if not request.complete:
        from sakip_excel.template import template_path

        with suppress(SakipError):
            make_changes(check_book(Book.open(template_path())))


def _work(request: Request, checked: Checked, clocks: Clocks) -> Answer | None:
    """Bring the changes on their way: through xlwings when Excel can be reached, else VBA."""
    seals = request.action == "segel"
    if seals:
        refuse_unsealable(checked.book)
    if seals and has_galat(checked):
        return Answer(f"Belum dapat disegel. {_said(checked)} Tekan Proses dahulu.", ok=False)
    patch = _settled(request, checked, clocks)
    said = _seal_said(checked) if seals else _said(checked)
    if not patch.changed:
        return Answer(f"Tidak ada yang berubah. {said}")
    _refuse_protected(patch)
    if request.cancelled:
        return None
    if request.action == "periksa":
        said = f"Selesai diperiksa. {said}"
    else:
        done = "disegel" if seals else "diproses"
        said = f"Selesai {done}. {said} Cadangan: {_back_up(request, clocks)}"
    progress(request, "Menulis...")
    if request.from_excel and _through_xlwings(request, patch):
        return Answer(said, route=Route.XLWINGS)
    return Answer(said, route=Route.VBA, patch=patch)


def _send(request: Request, book: Book, clocks: Clocks) -> Answer:
    """Make a draft of the copy that Excel saved; the open workbook is not touched."""
    from sakip_excel.exchange.send import Wish, send_workbook
    from sakip_excel.exchange.settings import load_settings

    progress(request, "Menyiapkan surel...")
    outcome = send_workbook(book, Wish(), load_settings(), clock=clocks.wall)
    return Answer(f"{outcome.said} {SEAL_NOTE}")


def _settled(request: Request, checked: Checked, clocks: Clocks) -> Patch:
    """Return what the button changes."""
    if request.action == "periksa":
        return settle(checked, make_marks(checked), clocks.wall)
    seal_at = clocks.wall() if request.action == "segel" else None
    return settle(checked, make_changes(checked, seal_at=seal_at), clocks.wall)


def _seal_said(checked: Checked) -> str:
    return f"{status_text(seal_status(checked))}. {SEAL_NOTE} Simpan buku kerja (Ctrl+S)."


def _said(checked: Checked) -> str:
    status = f"{sentence(count(checked.findings))}."
    if checked.validasi is not None:
        return status
    return (
        f"{status} Lembar Validasi tidak ada atau kolomnya kurang, jadi temuan tidak dapat "
        "ditulis. Salin isian ke buku kerja baru dari templat."
    )


def _refuse_protected(patch: Patch) -> None:
    """Make sure that Excel will take every change, before the first one is made."""
    touched = {*patch.edits, *(table.sheet for table in patch.grown.values())}
    locked = [name for name in patch.book.sheets if name in touched and patch.book.protected(name)]
    if locked:
        raise CellError(
            f"Lembar {', '.join(locked)} terkunci; buku kerja tidak diubah.",
            "Buka kuncinya (Tinjau > Buka Proteksi Lembar), lalu tekan tombol lagi.",
        )


def _back_up(request: Request, clocks: Clocks) -> Path:
    """Keep the copy beside the workbook, or in the program's own folder; return where it is.

    Raises:
        ReadOnlyError, WriteError: it can be kept nowhere.
    """
    data = read_file(request.folder / COPY)
    origin = Path(request.origin)
    if origin.is_absolute() and origin.parent.is_dir():  # a web address is neither
        with suppress(FileError):
            return keep(origin, data, clocks.wall)
    own = log_folder().parent
    with suppress(OSError):  # the sentence is that of the backup itself
        own.mkdir(parents=True, exist_ok=True)
    return keep(own / request.name, data, clocks.wall)


def _through_xlwings(request: Request, patch: Patch) -> bool:
    """Return whether Excel took every change; VBA completes a write that was cut off.

    Raises:
        CellError: the workbook is no longer as it was when it was copied; nothing was written.
    """
    book = excel.attach(request.name)
    if book is None:
        return False
    try:
        excel.apply(book, patch)
    except CellError:
        raise
    except Exception as error:  # noqa: BLE001 - COM raises anything; VBA writes all of it again
        log_fault(error)
        return False
    return True
