"""The file on disk: what the system refuses becomes one sentence that says what to do."""

from pathlib import Path

import pytest

from sakip_excel.errors import (
    FileError,
    NotFoundError,
    OpenElsewhereError,
    UnsafeError,
    WriteError,
)
from sakip_excel.workbook import files


def failing(error):
    """Return a function that fails with this error whatever it is given."""

    def fail(*_args, **_options):
        raise error

    return fail


def numbered(number, kind=OSError, code=22, name=None):
    """Return an error of the system with the number that Windows gives it."""
    error = kind(code, "no", name)
    error.winerror = number
    return error


@pytest.mark.parametrize("address", ["https://kpu.example/b.xlsx", "HTTP://kpu.example/b.xlsx"])
def test_an_address_of_the_web_is_no_file(address):
    """Who gives an address is told to go through the folder of OneDrive."""
    with pytest.raises(NotFoundError, match="alamat web") as caught:
        files.read_file(Path(address))
    assert "OneDrive" in caught.value.fix


@pytest.mark.parametrize("largest", [0, 3])
def test_the_limit_of_a_caller_counts(tmp_path, largest):
    """A file of exactly the limit is read, one byte more is refused; 0 is a limit too."""
    path = tmp_path / "berkas.bin"
    path.write_bytes(b"x" * largest)
    assert files.read_file(path, largest) == b"x" * largest
    path.write_bytes(b"x" * (largest + 1))
    with pytest.raises(UnsafeError):
        files.read_file(path, largest)


def test_the_limit_is_named_in_megabytes(tmp_path, monkeypatch):
    """Without a limit of its own a file may be as large as a workbook may be: the size is said."""
    path = tmp_path / "berkas.bin"
    path.write_bytes(bytes((1 << 20) + 1))
    monkeypatch.setattr(files, "MAX_FILE", 1 << 20)
    with pytest.raises(UnsafeError, match="lebih besar dari 1 MB"):
        files.read_file(path)


def test_a_disk_that_fails_is_named(tmp_path, monkeypatch):
    """An error of the disk while reading is no missing file."""
    path = tmp_path / "berkas.bin"
    path.write_bytes(b"x")
    monkeypatch.setattr(Path, "read_bytes", failing(OSError(5, "no")))
    with pytest.raises(FileError, match="tidak dapat dibaca") as caught:
        files.read_file(path)
    assert not isinstance(caught.value, NotFoundError)


@pytest.mark.parametrize("number", [123, 161])
def test_signs_that_no_file_can_have_are_a_missing_file(tmp_path, monkeypatch, number):
    """On Windows a name with < or | cannot exist; the answer is the same as for a wrong name."""
    monkeypatch.setattr(Path, "is_dir", failing(numbered(number)))
    with pytest.raises(NotFoundError, match="tidak ditemukan"):
        files.read_file(tmp_path / "a.xlsx")


def test_a_name_with_the_sign_nul_is_a_missing_file(tmp_path):
    """No file can have that sign in its name, so there is none to read."""
    with pytest.raises(NotFoundError, match="tidak ditemukan"):
        files.read_file(tmp_path / "a\0.xlsx")


LONG = "n" * 300


def test_a_name_too_long_is_told_from_a_missing_file(tmp_path):
    """A path that the system cannot hold is named as such, short enough to read."""
    path = tmp_path / f"{LONG}.xlsx"
    with pytest.raises(NotFoundError, match="jalurnya terlalu panjang") as caught:
        files.read_file(path)
    assert str(len(str(path))) in caught.value.message
    assert "n" * 59 + "…" in caught.value.message
    assert "n" * 60 not in caught.value.message
    with pytest.raises(WriteError, match="jalurnya terlalu panjang"):
        files.check_writable(path)


@pytest.mark.parametrize(
    ("windows", "letters", "said"),
    [
        (True, 260, "terlalu panjang"),
        (True, 259, "tidak ditemukan."),
        (False, 260, "tidak ditemukan."),
    ],
)
def test_windows_calls_a_long_path_missing(tmp_path, monkeypatch, windows, letters, said):
    """From 260 signs on Windows says "not found" where it means "too long"; others mean it."""
    monkeypatch.setattr(files, "_WINDOWS", windows)
    monkeypatch.setattr(Path, "is_dir", failing(FileNotFoundError(2, "no")))
    folder = tmp_path / "f" / "buku.xlsx"
    path = tmp_path / ("f" * (letters - len(str(folder)) + 1)) / "buku.xlsx"
    assert len(str(path)) == letters
    with pytest.raises(NotFoundError, match=said):
        files.read_file(path)


def test_windows_own_number_for_a_long_name(tmp_path, monkeypatch):
    """Error 206 means a path too long; a short name is said in full."""
    monkeypatch.setattr(Path, "is_dir", failing(numbered(206)))
    with pytest.raises(NotFoundError, match=r"^a\.xlsx tidak ditemukan: jalurnya"):
        files.read_file(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("windows", "filename", "there", "held"),
    [
        (True, "buku.xlsx", True, True),
        (True, "buku.xlsx", False, False),
        (True, "lain.xlsx", True, False),
        (False, "buku.xlsx", True, False),
    ],
)
def test_a_workbook_that_is_held_is_told_from_a_forbidden_folder(
    tmp_path, monkeypatch, windows, filename, there, held
):
    """Windows gives no number when it refuses to open: the workbook itself is held by a program."""
    monkeypatch.setattr(files, "_WINDOWS", windows)
    path = tmp_path / "buku.xlsx"
    if there:
        path.write_bytes(b"x")
    expected = OpenElsewhereError if held else FileError
    with pytest.raises(expected) as caught, files.explained(path):
        raise PermissionError(13, "no", str(tmp_path / filename))
    assert isinstance(caught.value, OpenElsewhereError) is held


@pytest.mark.parametrize(
    ("error", "said", "fix"),
    [
        (numbered(32, name="C:/a.db"), "C:/a.db sedang dipakai program lain.", "Tutup"),
        (numbered(33, name="C:/a.db"), "C:/a.db sedang dipakai program lain.", "Tutup"),
        (PermissionError(13, "no", "C:/b"), "C:/b tidak boleh dibuka atau diubah", "hak"),
        (OSError(5, "no", "C:/c"), "C:/c tidak dapat dibaca atau ditulis.", "disk"),
        (OSError(5, "no"), "Berkas atau folder tidak dapat dibaca atau ditulis.", "disk"),
    ],
)
def test_whatever_else_the_system_refuses(error, said, fix):
    """An error from anywhere becomes a sentence with the place, if the system names one."""
    found = files.system_error(error)
    assert found.message.startswith(said)
    assert fix in found.fix


def test_a_folder_cannot_be_replaced_by_a_workbook(tmp_path):
    """Who names a folder as the result is told that a file is meant, before any work is done."""
    with pytest.raises(WriteError, match="adalah folder, bukan berkas"):
        files.check_writable(tmp_path)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TW IV 2024", "TW IV 2024.xlsx"),
        ("tw iv 2024.XLSX", "TW IV 2024.xlsx"),
        ("TW VI 2024.xlsx", "TW IV 2024.xlsx"),
        ("bertombol", "bertombol.xlsm"),
        ("laporan.xlsx", ""),
        ("rahasia", ""),
    ],
)
def test_a_misspelt_name_is_corrected(tmp_path, typed, meant):
    """Windows hides the endings, and Roman numbers turn around: the near file is named."""
    for name in ("TW IV 2024.xlsx", "bertombol.xlsm", "~$rahasia.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "rahasia.xlsxx").mkdir()
    with pytest.raises(NotFoundError) as caught:
        files.read_file(tmp_path / "tiada" / typed)
    assert caught.value.fix == "Periksa nama dan foldernya."
    if (tmp_path / typed).exists():  # a disk that takes both for the same name
        return
    with pytest.raises(NotFoundError) as caught:
        files.read_file(tmp_path / typed)
    fix = f"Mungkin maksudnya {meant}." if meant else "Periksa nama dan foldernya."
    assert caught.value.fix == fix
