"""Reasons why the program cannot go on; each message is the sentence that the user reads.

Mistakes in the figures are findings, never exceptions.
"""

from __future__ import annotations


class SakipError(Exception):
    """Base of everything that stops a command.

    Args:
        message: Indonesian sentence: what is wrong.
        fix: Indonesian sentence: what to do about it.
    """

    exit_code = 5

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()


class UsageError(SakipError):
    """The command was called in a way that has no meaning."""

    exit_code = 2


class FileError(SakipError):
    """A workbook cannot be read or written; it was left as it was."""

    exit_code = 3


class NotFoundError(FileError):
    """The file is not there."""


class NotExcelError(FileError):
    """The file is no .xlsx or .xlsm workbook (old .xls, .xlsb, .ods, CSV, HTML, empty ...)."""


class EncryptedError(FileError):
    """The workbook has a password."""


class DamagedError(FileError):
    """The package or a part that is needed cannot be read."""


class UnsafeError(FileError):
    """The package is too large, too dense or built in a way that honest programs do not build."""


class SignedError(FileError):
    """The workbook carries a digital signature, which any change would break."""


class NotTemplateError(FileError):
    """No form of ours was found in the workbook."""


class NewerTemplateError(FileError):
    """The workbook was made from a newer template than this program knows."""


class OpenElsewhereError(FileError):
    """The workbook is open in Excel or held by another program."""


class ReadOnlyError(FileError):
    """The file or its folder may not be written."""


class WriteError(FileError):
    """Writing failed or what was written does not read back as meant; the original stands."""


class CellError(FileError):
    """A cell cannot take the value (inside a merged range, part of an array formula ...)."""


class ManifestError(FileError):
    """The manifest in a message is damaged or was written by a newer program."""


class NotReadyError(SakipError):
    """The workbook may not travel yet: unsealed, changed since, or nobody knows whose it is."""

    exit_code = 1


class NotDeliveredError(SakipError):
    """A message was not handed over, or a mailbox could not be reached; nothing is lost."""

    exit_code = 4


class UncertainError(NotDeliveredError):
    """The connection was cut when the server may already have taken the message."""
