"""Read a Word file: paragraphs and tables in reading order, text boxes included."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.textcheck.document import Builder, Document, Kind, Place
from sakip_excel.workbook.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST: Final = 300 << 20
_LARGEST_PART: Final = 50 << 20
_MOST_PARTS: Final = 10_000
_HEADING: Final = re.compile(r"(?:heading|judul|title|caption|keterangan|toc)", re.IGNORECASE)
_CAPTION: Final = re.compile(r"\s*(?:Tabel|Gambar|Grafik|BAB)\b", re.IGNORECASE)
_SASARAN: Final = re.compile(r"\s*(?:Sasaran|Tujuan)\s+\d", re.IGNORECASE)
_FIX: Final = "Buka di Word, simpan sebagai Dokumen Word (.docx), lalu ulangi."
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH: Final = f"{_W}p"
_TABLE: Final = f"{_W}tbl"
_BOX: Final = f"{_W}txbxContent"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LONGEST_TITLE: Final = 130


def read_word(path: Path) -> Document:
    """Return the report in a .docx file.

    Tables are read row by row; a merged cell counts once. Tracked changes count as accepted. Page
    headers and footers are read once each, at the end. Numbers that Word itself puts before
    paragraphs are not part of the text.

    Raises:
        NotFoundError: the file is not there.
        UnsafeError: the package is beyond the limits.
        DamagedError: it is no Word document.
        FileError: it is open elsewhere, or may not be read.
    """
    data = read_file(path, _LARGEST)
    _refuse_unsafe(path, data)
    import docx

    try:
        source = docx.Document(BytesIO(data))
        made = Builder(path.name)
        _add_body(made, source)
        return made.document()
    except Exception as error:  # python-docx and lxml raise many kinds for a damaged part
        raise DamagedError(f"{path.name} tidak dapat dibaca sebagai dokumen Word.", _FIX) from error


def _refuse_unsafe(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (OSError, zipfile.BadZipFile):
        raise DamagedError(f"{path.name} bukan dokumen Word (.docx).", _FIX) from None
    xml = [p.file_size for p in parts if p.filename.endswith((".xml", ".rels"))]
    if (
        len(parts) > _MOST_PARTS
        or sum(p.file_size for p in parts) > _LARGEST
        or max(xml, default=0) > _LARGEST_PART
    ):
        raise UnsafeError(f"{path.name} terlalu besar untuk sebuah laporan.", _FIX)


def _add_body(made: Builder, source: Any) -> None:  # noqa: ANN401 - python-docx's element classes
    from docx.text.paragraph import Paragraph

    paragraphs = tables = 0
    for block in _blocks(source.element.body):
        if block.tag == _TABLE:
            tables += 1
            _add_table(made, block, tables)
        else:
            paragraphs += 1
            style = Paragraph(block, source._body).style  # noqa: SLF001 - the parent it asks for
            _add_paragraph(made, block, str(style.name if style else ""), paragraphs)
    seen: set[str] = set()
    for section in source.sections:
        for part in (section.header, section.footer):
            for paragraph in part.paragraphs:
                text = _plain(_said(paragraph._p))  # noqa: SLF001 - insertions are left out of .text
                if text and text not in seen:
                    seen.add(text)
                    made.add([(text, Place("kepala/kaki halaman", 1))], Kind.TITLE)


def _blocks(parent: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield paragraphs and tables in reading order, those in content controls too."""
    for child in parent:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _blocks(child)


def _add_paragraph(made: Builder, element: Any, style: str, number: int) -> None:  # noqa: ANN401
    text = _plain(_said(element))
    place = Place("paragraf", number)
    if text:
        marked = _HEADING.search(style) or _CAPTION.match(text) or _SASARAN.match(text)
        title = marked or (text.isupper() and len(text) < _LONGEST_TITLE)
        made.add([(text, place)], Kind.TITLE if title else Kind.PROSE)
    for box in element.iter(_BOX):
        # Word keeps each box twice, the second time for old versions.
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            for inner in box.iter(_PARAGRAPH):
                said = _plain(_said(inner))
                if said:
                    made.add([(said, place)], Kind.PROSE)


def _add_table(made: Builder, table: Any, number: int) -> None:  # noqa: ANN401
    for row_number, row in enumerate(_within(table, f"{_W}tr"), 1):
        cells = [_plain(_said(cell)) for cell in _within(row, f"{_W}tc")]
        if any(cells):
            made.add([(" | ".join(cells), Place("tabel", number, row_number))], Kind.ROW)


def _within(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the rows of a table or the cells of a row, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _within(child, tag)


def _said(element: Any) -> str:  # noqa: ANN401
    """Return the text of a paragraph or cell as accepted: insertions in, deletions out."""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
        return " "
    if element.tag in {_BOX, _FALLBACK, f"{_W}del", f"{_W}pPr", f"{_W}rPr"}:
        return ""
    end = " " if element.tag == _PARAGRAPH else ""
    return "".join(_said(child) for child in element) + end


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("|", "/").split())
