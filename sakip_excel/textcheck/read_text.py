"""Read a plain text file: lines broken by hard returns become paragraphs again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sakip_excel.errors import DamagedError
from sakip_excel.textcheck.document import Builder, Document, Kind, Place
from sakip_excel.workbook.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST: Final = 20 << 20
# Lines shorter than this were not broken for want of room.
_FULL_LINE: Final = 48
_LONGEST_TITLE: Final = 130

_ITEM: Final = re.compile(r"(?:\(?[a-zA-Z]|\(?\d{1,2})[.)]\s|[-•*¢e]\s(?=[A-Z])|\(\d\)")
_CAPTION: Final = re.compile(
    r"(?:Tabel|Gambar|Grafik|Lampiran|Bagan)\b|\d\.\d\s+(?=[A-Z])|BAB\b|BABI", re.IGNORECASE
)
_NUMBERED: Final = re.compile(r"(?:[A-H]|\d{1,2})\.\s+[A-Z]")
_SASARAN: Final = re.compile(r"(?:Sasaran|Tujuan)\s+\d\s*[:.]?", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}")
_FIGURES: Final = re.compile(r"[\d.,%|\s()/Rp-]+")


def read_text(path: Path) -> Document:
    """Return the report in a text file (UTF-8, else Windows-1252).

    Raises:
        NotFoundError: the file is not there.
        UnsafeError: it is too large for a report.
        DamagedError: it is no text.
        FileError: it is open elsewhere, or may not be read.
    """
    data = read_file(path, _LARGEST)
    if b"\0" in data[:4096]:
        raise DamagedError(f"{path.name} bukan berkas teks.", "Simpan sebagai .docx atau .txt.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return from_lines(path.name, text)


def from_lines(name: str, text: str) -> Document:
    """Return the report in a text whose lines may be broken by hard returns."""
    made = Builder(name)
    for lines in _paragraphs(text):
        made.add([(line, Place("baris", number)) for number, line in lines], _kind(lines))
    return made.document()


def _paragraphs(text: str) -> Iterator[list[tuple[int, str]]]:
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = " ".join(raw.replace("\t", " | ").split())
        if not line.strip("| "):
            continue
        if lines and not _goes_on(lines, line):
            yield lines
            lines = []
        lines.append((number, line))
    if lines:
        yield lines


def _goes_on(lines: list[tuple[int, str]], line: str) -> bool:
    """Return whether a line goes on with the paragraph of the lines before it."""
    if _begins_anew(line):
        return False
    last = lines[-1][1]
    if line[0].islower() or line[0] == "(":
        return not _FIGURES.fullmatch(last)
    waits = last.casefold().endswith(("tahun", "tahun anggaran"))
    if _kind(lines) is Kind.TITLE:
        # "Tabel 2.1" stands above its caption, "TAHUN" before its year; a table begins below.
        changes = last.isupper() != line.isupper() or len(last) < _FULL_LINE
        return not _AMOUNT.search(line) and (waits or not changes or _is_half_title(last))
    ended = last[-1] in ".:;" and not last.endswith("Rp.")
    return not ended and (waits or len(last) >= _FULL_LINE)


def _begins_anew(line: str) -> bool:
    """Return whether a line is a list item, a caption, a heading or a cell of figures."""
    figures = _FIGURES.fullmatch(line) and not re.fullmatch(r"20\d\d[.,]?", line)
    return bool(figures or _ITEM.match(line) or _CAPTION.match(line) or _SASARAN.match(line))


def _is_half_title(line: str) -> bool:
    return bool(
        re.fullmatch(r"(?:Tabel|Gambar|Grafik)(?:\s[\d.]+)?|BAB\s?\w+", line, re.IGNORECASE)
    )


def _kind(lines: list[tuple[int, str]]) -> Kind:
    first = lines[0][1]
    whole = " ".join(line for _, line in lines)
    if _FIGURES.fullmatch(whole) or whole.count("|") > 1:
        return Kind.ROW
    if len(whole) > _LONGEST_TITLE and not _SASARAN.match(first):
        return Kind.PROSE
    letters = [c for c in whole if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(letters) > 8
    numbered = _NUMBERED.match(first) and whole[-1] not in ".;:," and len(whole) < _LONGEST_TITLE
    marked = _CAPTION.match(first) or _SASARAN.match(first)
    return Kind.TITLE if capitals or numbered or marked else Kind.PROSE
