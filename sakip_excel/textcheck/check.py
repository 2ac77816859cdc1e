"""Check a written report against a checked workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.errors import UsageError
from sakip_excel.textcheck import rules
from sakip_excel.textcheck.known import known_from
from sakip_excel.textcheck.remark import run_looks

if TYPE_CHECKING:
    from pathlib import Path

    from sakip_excel.check import Checked
    from sakip_excel.finding import Finding
    from sakip_excel.textcheck.document import Document
    from sakip_excel.textcheck.remark import Remark

__all__ = ["TextChecked", "check_text", "read_document", "rules"]


@dataclass(frozen=True, slots=True)
class TextChecked:
    """A checked report.

    Attributes:
        document: the report as read.
        book: the workbook that it was compared with, checked.
        remarks: what was found, must-fix first, then in reading order.
    """

    document: Document
    book: Checked
    remarks: list[Remark]

    @property
    def findings(self) -> list[Finding]:
        """Return the findings without their places."""
        return [remark.finding for remark in self.remarks]


def read_document(path: Path) -> Document:
    """Return the report in a .docx or .txt file.

    Raises:
        UsageError: the file is of another kind.
        FileError: it cannot be read.
    """
    kind = path.suffix.casefold()
    if kind == ".docx":
        from sakip_excel.textcheck.read_word import read_word

        return read_word(path)
    if kind == ".txt":
        from sakip_excel.textcheck.read_text import read_text

        return read_text(path)
    raise UsageError(
        f"{path.name} bukan .docx atau .txt.", "Simpan laporan sebagai .docx atau .txt."
    )


def check_text(document: Document, book: Checked) -> TextChecked:
    """Return what in a report disagrees with the workbook or with itself.

    Args:
        document: the report.
        book: the workbook, read and computed.
    """
    return TextChecked(document, book, run_looks(document, known_from(book.report)))
