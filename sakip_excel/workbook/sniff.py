"""Name what a file is when it is not a workbook that we read."""

from __future__ import annotations

from sakip_excel.errors import EncryptedError, FileError, NotExcelError

_SAVE_AS = "Buka di Excel, pilih Simpan Sebagai, lalu Buku Kerja Excel (.xlsx)."
_ASK = "Kirim atau pilih buku kerja Excel (.xlsx atau .xlsm) yang asli."
_MAGIC = (
    (b"%PDF", "dokumen PDF", _ASK),
    (b"{\\rtf", "dokumen RTF (Word)", _ASK),
    (b"\x89PNG", "gambar PNG", _ASK),
    (b"\xff\xd8\xff", "gambar JPEG", _ASK),
    (b"Rar!", "arsip RAR", "Keluarkan dahulu isinya, lalu pilih buku kerja di dalamnya."),
    (b"7z\xbc\xaf", "arsip 7-Zip", "Keluarkan dahulu isinya, lalu pilih buku kerja di dalamnya."),
    (b"\x1f\x8b", "arsip GZIP", "Keluarkan dahulu isinya, lalu pilih buku kerja di dalamnya."),
)
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")


def not_a_package(data: bytes) -> FileError:
    """Return the error that names the kind of a file that does not begin like a zip archive."""
    if not data.strip(b"\0"):
        return _kind("kosong" if not data else "hanya berisi nol, mungkin gagal tersalin", _ASK)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole(data)
    for magic, kind, fix in _MAGIC:
        if data.startswith(magic):
            return _kind(kind, fix)
    if data.startswith(_BIFF):
        return _kind("buku kerja Excel sangat lama (.xls)", _SAVE_AS)
    return _text(data)


def _kind(kind: str, fix: str) -> NotExcelError:
    return NotExcelError(f"Ini bukan buku kerja .xlsx atau .xlsm: berkasnya {kind}.", fix)


def _ole(data: bytes) -> FileError:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return EncryptedError(
            "Buku kerja ini dikunci dengan kata sandi.",
            "Buka di Excel, hapus kata sandi pada Berkas > Info > Proteksi, lalu simpan.",
        )
    if holds("Workbook") or holds("Book"):
        return _kind("buku kerja Excel lama (.xls)", _SAVE_AS)
    if holds("__properties_version1.0") or holds("__nameid_version1.0"):
        return _kind(
            "surel Outlook (.msg)",
            "Buka di Outlook, simpan lampirannya, lalu pilih lampiran itu.",
        )
    return _kind("dokumen Word" if holds("WordDocument") else "dokumen Office lama", _ASK)


def _text(data: bytes) -> NotExcelError:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    lower = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower:
        return _kind("XML Spreadsheet 2003", _SAVE_AS)
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<div", b"<meta", b"<head")):
        return _kind("halaman web (HTML) yang diberi nama Excel", _SAVE_AS)
    if lower.startswith(b"<"):
        return _kind("teks XML", _ASK)
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in head):
        return _kind("tidak dikenal", _ASK)
    first = head.partition(b"\n")[0]
    if any(mark in first for mark in (b";", b",", b"\t")):
        return _kind("teks CSV yang diberi nama Excel", _SAVE_AS)
    return _kind("teks biasa", _ASK)


def not_a_workbook(names: frozenset[str], mimetype: bytes, main_part: str) -> NotExcelError:
    """Return the error that names the kind of a zip archive that is no workbook of ours.

    Args:
        names: lower-case names of its entries.
        mimetype: content of its ``mimetype`` entry, if any.
        main_part: lower-case name of the part that an Office package opens with, if any.
    """
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return _kind("lembar kerja OpenDocument (.ods)", _SAVE_AS)
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return _kind("dokumen OpenDocument", _ASK)
    if main_part.endswith(".bin") or "xl/workbook.bin" in names:
        return _kind("buku kerja biner (.xlsb)", _SAVE_AS)
    if main_part.startswith("word/") or "word/document.xml" in names:
        return _kind("dokumen Word (.docx)", _ASK)
    if main_part.startswith("ppt/") or "ppt/presentation.xml" in names:
        return _kind("presentasi PowerPoint (.pptx)", _ASK)
    return _kind("arsip ZIP biasa", "Keluarkan dahulu isinya, lalu pilih buku kerja di dalamnya.")
