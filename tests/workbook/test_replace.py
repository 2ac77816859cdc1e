"""A workbook is replaced in one step, or stands as it was."""

import os
import stat
from datetime import UTC, datetime

import pytest

from sakip_excel.errors import (
    FileError,
    OpenElsewhereError,
    ReadOnlyError,
    SignedError,
    WriteError,
)
from sakip_excel.workbook import replace
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.files import check_writable
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.replace import write_book

from .packages import parts, rows_file, save, table_file, worksheet
from .test_patch import ROW, SHARED


def clock():
    return datetime(2025, 3, 31, 14, 5, 9, tzinfo=UTC)


def patch_of(path, value=2):
    patch = Patch(Book.open(path))
    patch.set("Data", "A1", value)
    return patch


@pytest.fixture
def path(tmp_path):
    return rows_file(tmp_path, ROW)


def left_behind(path):
    """Return everything in the folder but the workbook itself."""
    return sorted(item.name for item in path.parent.iterdir() if item != path)


def test_in_place_with_backup(path):
    """The workbook holds the result, the folder cadangan what it was before."""
    before = path.read_bytes()
    patch = patch_of(path)
    result = write_book(patch, clock=clock)
    assert result == replace.WriteResult(path, result.backup, changed=True)
    assert path.read_bytes() == patch.to_bytes()
    assert result.backup == path.parent / "cadangan" / "buku (2025-03-31 14.05.09).xlsx"
    assert result.backup.read_bytes() == before
    assert left_behind(path) == ["cadangan"]


def test_backups_are_never_overwritten(path):
    """Three writes in one second keep three backups."""
    seen = []
    for value in (2, 3, 4):
        seen.append(path.read_bytes())
        write_book(patch_of(path, value), clock=clock)
    kept = sorted((path.parent / "cadangan").iterdir(), key=lambda item: (len(item.name), item))
    assert [item.read_bytes() for item in kept] == seen


def test_without_backup(path):
    """The backup can be left out."""
    assert write_book(patch_of(path), backup=False).backup is None
    assert left_behind(path) == []


def test_nothing_changed_nothing_written(path):
    """Without a change neither file nor folder is touched, open or not."""
    before = path.stat()
    result = write_book(patch_of(path, 1))
    assert (result.changed, result.backup) == (False, None)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert left_behind(path) == []


def test_other_target(path, tmp_path):
    """With a target the source stays, and the target is a new file without backup."""
    before = path.read_bytes()
    target = tmp_path / "hasil.xlsx"
    result = write_book(patch_of(path), target)
    assert (result.path, result.backup) == (target, None)
    assert Book.open(target).cell("Data", "A1").value == 2
    assert path.read_bytes() == before


def test_existing_target_is_kept(path, tmp_path):
    """A target that exists is kept as a backup before it is replaced."""
    target = save(tmp_path, b"berkas lama", "hasil.xlsx")
    result = write_book(patch_of(path), target, clock=clock)
    assert result.backup.name == "hasil (2025-03-31 14.05.09).xlsx"
    assert result.backup.read_bytes() == b"berkas lama"


def test_target_without_changes_is_a_copy(path, tmp_path):
    """Who asks for another file gets it, also when there was nothing to change."""
    target = tmp_path / "hasil.xlsx"
    result = write_book(patch_of(path, 1), target)
    assert not result.changed
    assert target.read_bytes() == path.read_bytes()


def test_target_that_is_the_source_is_refused(path):
    """The source is never overwritten by way of a target."""
    for target in (path, path.parent / "." / path.name):
        with pytest.raises(WriteError):
            write_book(patch_of(path), target)
    assert left_behind(path) == []


def test_target_with_another_ending_is_refused(path, tmp_path):
    """A workbook under the wrong ending would not open in Excel."""
    with pytest.raises(WriteError):
        write_book(patch_of(path), tmp_path / "hasil.xlsm")


def test_missing_folder_is_named(path, tmp_path):
    """A target in a folder that is not there is refused before any work."""
    with pytest.raises(WriteError):
        write_book(patch_of(path), tmp_path / "tidak ada" / "hasil.xlsx")


@pytest.mark.parametrize("owner", ["~$buku.xlsx", ".~lock.buku.xlsx#"])
def test_open_workbooks_are_left_alone(path, owner):
    """The owner file of Excel or LibreOffice stops a write; its content is not shown."""
    before = path.read_bytes()
    (path.parent / owner).write_text("Nama Pegawai", encoding="utf-8")
    with pytest.raises(OpenElsewhereError) as caught:
        write_book(patch_of(path))
    assert "Nama Pegawai" not in str(caught.value)
    assert path.read_bytes() == before
    with pytest.raises(OpenElsewhereError):
        check_writable(path)


def test_read_only_files_are_left_alone(path):
    """The read-only mark of a file is respected."""
    path.chmod(stat.S_IREAD)
    with pytest.raises(ReadOnlyError):
        check_writable(path)
    with pytest.raises(ReadOnlyError):
        write_book(patch_of(path))
    assert left_behind(path) == []


def failing(number, winerror=None):
    """Return a function that fails like the operating system."""

    def fail(*_args, **_options):
        error = OSError(number, "no")
        error.winerror = winerror
        raise error

    return fail


@pytest.mark.parametrize(
    ("number", "winerror", "error"),
    [
        (13, 32, OpenElsewhereError),
        (13, None, ReadOnlyError),
        (30, None, ReadOnlyError),
        (28, None, WriteError),
        (5, None, WriteError),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_failures_of_the_system(path, monkeypatch, number, winerror, error, step):
    """Whatever fails on the way, the original stands and nothing is left beside it."""
    before = path.read_bytes()
    monkeypatch.setattr(replace, "_WAITS", (0,))
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", failing(number, winerror))
    else:
        monkeypatch.setattr(type(path), "replace", failing(number, winerror))
        error = OpenElsewhereError if number == 13 else error
    with pytest.raises(error):
        write_book(patch_of(path), backup=False)
    assert path.read_bytes() == before
    assert left_behind(path) == []


def test_a_short_hold_is_waited_for(path, monkeypatch):
    """A virus scanner that holds the file for a moment does not stop the write."""
    monkeypatch.setattr(replace, "_WAITS", (0, 0, 0))
    true, calls = type(path).replace, []

    def busy(self, target):
        calls.append(target)
        if len(calls) < 3:
            raise PermissionError(13, "no")
        return true(self, target)

    monkeypatch.setattr(type(path), "replace", busy)
    write_book(patch_of(path))
    assert len(calls) == 3
    assert Book.open(path).cell("Data", "A1").value == 2


def test_a_failed_write_leaves_no_backup(path, monkeypatch):
    """When the last step fails, the copy that was made for it goes again."""
    monkeypatch.setattr(type(path), "replace", failing(5))
    with pytest.raises(WriteError):
        write_book(patch_of(path))
    assert list((path.parent / "cadangan").iterdir()) == []


def test_a_file_that_changed_meanwhile_is_left_alone(path, tmp_path):
    """What somebody saved after we read is not overwritten."""
    patch = patch_of(path)
    newer = save(tmp_path, parts(worksheet(ROW.replace("<v>1", "<v>8"))), path.name)
    before = newer.read_bytes()
    with pytest.raises(OpenElsewhereError, match="berubah"):
        write_book(patch)
    assert path.read_bytes() == before
    assert left_behind(path) == []


def test_a_file_that_vanished_is_an_error(path):
    """A workbook that was moved away meanwhile is not silently made anew."""
    patch = patch_of(path)
    path.unlink()
    with pytest.raises(FileError):
        write_book(patch)
    assert left_behind(path) == []


def lose_part(patch):
    data = save(patch.book.path.parent, {"a": "b"}, "lain.zip")
    patch.to_bytes = data.read_bytes


def drop_neighbour(patch):
    parts_of = dict(patch.parts())
    name = "xl/worksheets/sheet1.xml"
    parts_of[name] = parts_of[name].replace(b"<v>4</v>", b"<v>5</v>")
    patch._parts = parts_of


def wrong_value(patch):
    parts_of = dict(patch.parts())
    name = "xl/worksheets/sheet1.xml"
    parts_of[name] = parts_of[name].replace(b"<v>99</v>", b"<v>98</v>")
    patch._parts = parts_of


def extra_cell(patch):
    parts_of = dict(patch.parts())
    name = "xl/worksheets/sheet1.xml"
    parts_of[name] = parts_of[name].replace(
        b"</sheetData>", b'<row r="9"><c r="A9"><v>1</v></c></row></sheetData>'
    )
    patch._parts = parts_of


def touch_other_part(patch):
    true = patch.book.package.rebuild
    patch.to_bytes = lambda: true(
        {**patch.parts(), "xl/workbook.xml": patch.book.package.read("xl/workbook.xml") + b" "}
    )


@pytest.mark.parametrize(
    "sabotage", [lose_part, drop_neighbour, wrong_value, extra_cell, touch_other_part]
)
def test_a_wrong_result_is_noticed(tmp_path, sabotage):
    """A result that loses a part, a neighbour or a value never takes the workbook's place."""
    path = rows_file(tmp_path, SHARED)
    before = path.read_bytes()
    patch = Patch(Book.open(path))
    patch.set("Data", "B5", 99)
    sabotage(patch)
    with pytest.raises(WriteError, match="tetap utuh"):
        write_book(patch)
    assert path.read_bytes() == before
    assert not [name for name in left_behind(path) if "cadangan" in name or name.endswith(".tmp")]


def test_every_kind_of_change_passes_the_check(tmp_path):
    """Growth, new rows, blanks, formulas and texts all read back as meant."""
    path = table_file(tmp_path)
    patch = Patch(Book.open(path))
    patch.grow_table("tblUji", 6)
    for ref, value, formula in [
        ("B5", 3, None),
        ("D5", 0.25, "D3/D4"),
        ("C4", "teks\r\n", None),
        ("B4", None, None),
        ("F1", True, None),
        ("D6", "", 'IF(B6="","",1)'),
    ]:
        patch.set("Data", ref, value, formula)
    assert write_book(patch).changed
    assert Book.open(path).table("tblUji").ref == (2, 2, 6, 4)
    again = Patch(Book.open(path))
    again.grow_table("tblUji", 6)
    again.set("Data", "D5", 0.25, "D3/D4")
    assert not write_book(again).changed


def test_signed_workbooks_are_left_alone(tmp_path):
    """A signature stops the write before a file is made."""
    contents = parts(worksheet(ROW)) | {"_xmlsignatures/sig1.xml": "<a/>"}
    path = save(tmp_path, contents)
    with pytest.raises(SignedError):
        write_book(patch_of(path))
    assert left_behind(path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes and no plain links")
def test_mode_and_links_stay(path, tmp_path):
    """The file keeps its mode; a link keeps pointing to the real file, which is replaced."""
    path.chmod(0o640)
    folder = tmp_path / "tautan"
    folder.mkdir()
    link = folder / "buku.xlsx"
    link.symlink_to(path)
    result = write_book(patch_of(link))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert Book.open(path).cell("Data", "A1").value == 2
    assert result.backup.parent == path.parent / "cadangan"
