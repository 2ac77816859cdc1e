"""The small parts that follow a change, and what stands in them when other programs wrote them."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from sakip_excel.errors import OpenElsewhereError, ReadOnlyError, WriteError
from sakip_excel.forms.base import Field, Kind
from sakip_excel.workbook import partedit, replace
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.headings import match_headings
from sakip_excel.workbook.patch import Patch
from sakip_excel.workbook.replace import write_book, write_kept, write_whole

from .packages import rows_file, save, table_file, unpack
from .test_patch import CHAIN, ROW, SHARED
from .test_replace import clock, failing, left_behind, patch_of

# parts


def test_a_workbook_part_without_sheets_is_our_own_mistake():
    """Nothing that was opened as a workbook can come here without a list of sheets."""
    with pytest.raises(ValueError, match="lists its sheets"):
        partedit.request_calculation(b"<workbook/>")


def test_a_filter_without_a_range_stays():
    """Only ranges that are there are changed when a table grows."""
    text = b'<table ref="A1:B2"><autoFilter/><tableColumns/></table>'
    grown = b'<table ref="A1:B9"><autoFilter/><tableColumns/></table>'
    assert partedit.resize_table(text, (1, 1, 9, 2)) == grown


@pytest.mark.parametrize(
    "gone",
    [
        '<Override PartName="/xl/calcChain.xml"/>',
        "<Override PartName='/xl/CALCCHAIN.XML'></Override>",
        '<Override PartName="/xl/calcChain.xml"><!-- > --> </Override >',
    ],
)
def test_an_element_goes_with_its_end(gone):
    """An element goes as a whole, whether it closes itself or not, in any case of its name."""
    text = f'<Types><Override PartName="/a"/>{gone}<Override PartName="/b"></Override></Types>'
    assert (
        partedit.drop_element(text.encode(), "Override", "PartName", "/xl/calcChain.xml")
        == text.replace(gone, "").encode()
    )


def test_a_chain_that_is_not_declared_goes_too(tmp_path):
    """A calculation chain without a content type of its own leaves its relationship behind."""
    path = rows_file(
        tmp_path, SHARED, links=[("calcChain", "calcChain.xml")], xl__calcChain_xml=CHAIN
    )
    patch = Patch(Book.open(path))
    patch.set("Data", "A2", 4)
    before, after = unpack(path.read_bytes()), unpack(patch.to_bytes())
    assert before.keys() - after.keys() == {"xl/calcChain.xml"}
    assert after["[Content_Types].xml"] == before["[Content_Types].xml"]
    assert b"calcChain" not in after["xl/_rels/workbook.xml.rels"]


def test_a_chain_that_is_only_listed_is_left(tmp_path):
    """A relationship to a chain that the package does not have is not ours to mend."""
    path = rows_file(tmp_path, SHARED, links=[("calcChain", "calcChain.xml")])
    patch = Patch(Book.open(path))
    patch.set("Data", "A2", 4)
    links = "xl/_rels/workbook.xml.rels"
    assert unpack(patch.to_bytes())[links] == unpack(path.read_bytes())[links]


# headings


COLUMNS = [Field(key, heading, Kind.TEXT, "") for key, heading in
           (("kode", "Kode"), ("uraian", "Uraian"), ("pagu", "Pagu anggaran"))]  # fmt: skip


def wide(*headings, own=100):
    """Return headings by column number: these first, then so many of the user's own."""
    return dict(enumerate([*headings, *(f"Milik sendiri {n}" for n in range(own))], 1))


@pytest.mark.parametrize(
    ("found", "near"),
    [
        (wide("Kode", "Uraian", "Pagu angaran"), "Pagu angaran"),
        (wide("Kode", "Pagu angaran", own=10), "Pagu angaran"),
        (wide("Kode", "Pagu angaran"), ""),
        (wide("Kode", "Uraian") | {99: "Pagu angaran"}, ""),
    ],
    ids=["two of ours", "a narrow row", "a wide row of other things", "far to the right"],
)
def test_near_misses_in_a_wide_row(found, near):
    """Among many headings of others a near miss is looked for only where ours stand too."""
    assert match_headings(COLUMNS, found)[1]["pagu"] == near


# writing


def test_a_target_that_holds_the_result_already_is_left(tmp_path):
    """Where the result stands already nothing is written and nothing kept."""
    path, target = rows_file(tmp_path, ROW), tmp_path / "hasil.xlsx"
    write_book(patch_of(path), target, clock=clock)
    before = target.stat().st_mtime_ns
    result = write_book(patch_of(path), target, clock=clock)
    assert (result.path, result.backup, result.changed) == (target, None, True)
    assert target.stat().st_mtime_ns == before
    assert left_behind(path) == ["hasil.xlsx"]


def test_a_file_is_written_whole(tmp_path):
    """A new file and one that replaces another hold exactly what was given."""
    place = tmp_path / "berkas.txt"
    for data in (b"satu", b"dua"):
        write_whole(place, data)
        assert place.read_bytes() == data
    assert [item.name for item in tmp_path.iterdir()] == ["berkas.txt"]


def test_a_temporary_file_with_the_read_only_mark_goes_too(tmp_path, monkeypatch):
    """Windows removes nothing that carries the mark: it is taken off first."""
    true, refused = Path.unlink, []

    def once(self, *, missing_ok=False):
        if not refused:
            refused.append(self)
            raise PermissionError(13, "no")
        true(self, missing_ok=missing_ok)

    left = tmp_path / "sisa.tmp"
    left.write_bytes(b"x")
    left.chmod(0o400)
    monkeypatch.setattr(Path, "unlink", once)
    replace._discard(left)
    assert refused == [left]
    assert not left.exists()


def test_a_file_that_cannot_be_removed_hides_no_other_error(tmp_path, monkeypatch):
    """What a scanner holds stays; the error that counts is the one before."""
    path = rows_file(tmp_path, ROW)
    patch = patch_of(path)
    monkeypatch.setattr(Path, "replace", failing(28))
    monkeypatch.setattr(Path, "unlink", failing(13))
    with pytest.raises(WriteError, match="disk penuh"):
        write_book(patch, backup=False)


def lose_part(patch):
    """Leave a part out that no other part needs."""
    true = patch.book.package.rebuild
    patch.to_bytes = lambda: true({**patch.parts(), "lain.bin": None})


def touch_part(patch):
    """Change a byte of a part that was not to change."""
    true = patch.book.package.rebuild
    patch.to_bytes = lambda: true({**patch.parts(), "lain.bin": b"lain"})


def keep_table(patch):
    """Leave a table as it was that was to grow."""
    made = dict(patch.parts())
    made["xl/tables/table1.xml"] = patch.book.package.read("xl/tables/table1.xml")
    patch._parts = made


@pytest.mark.parametrize(
    ("sabotage", "named"),
    [(lose_part, "daftar bagian"), (touch_part, "lain.bin"), (keep_table, "tblUji")],
)
def test_a_wrong_result_is_named(tmp_path, sabotage, named):
    """A lost part, a part that changed by itself and a table that did not grow are noticed."""
    contents = unpack(table_file(tmp_path).read_bytes()) | {"lain.bin": b"isi"}
    path = save(tmp_path, contents)
    before = path.read_bytes()
    patch = Patch(Book.open(path))
    patch.grow_table("tblUji", 6)
    sabotage(patch)
    with pytest.raises(WriteError, match=named):
        write_book(patch)
    assert path.read_bytes() == before
    assert left_behind(path) == []


def test_a_full_folder_of_backups_stops_the_write(tmp_path):
    """A thousand backups of one second are not written over, and nothing is replaced."""
    path = rows_file(tmp_path, ROW)
    before, folder = path.read_bytes(), tmp_path / "cadangan"
    folder.mkdir()
    names = ["", *(f" {number}" for number in range(2, 1000))]
    for name in names:
        (folder / f"buku (2025-03-31 14.05.09){name}.xlsx").touch()
    with pytest.raises(WriteError, match="penuh"):
        write_book(patch_of(path), clock=clock)
    assert path.read_bytes() == before
    assert len(list(folder.iterdir())) == len(names)
    (folder / "buku (2025-03-31 14.05.09) 999.xlsx").unlink()
    assert write_book(patch_of(path), clock=clock).backup.name.endswith(" 999.xlsx")


@pytest.mark.parametrize(("mode", "error"), [(0o400, ReadOnlyError), (0o600, OpenElsewhereError)])
def test_a_mark_set_meanwhile_is_told_from_a_hold(tmp_path, monkeypatch, mode, error):
    """What may not be replaced at last is read-only or open elsewhere, and said as what it is."""
    path = rows_file(tmp_path, ROW)
    patch = patch_of(path)
    monkeypatch.setattr(replace, "_WAITS", ())

    def refuse(*_):
        path.chmod(mode)
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(error):
        write_book(patch, backup=False)


def test_a_file_is_replaced_only_as_it_was_read(tmp_path):
    """What stood there is kept; what somebody else wrote meanwhile is not replaced."""
    place = tmp_path / "catatan.xlsx"
    assert write_kept(place, b"satu", None, clock) is None
    kept = write_kept(place, b"dua", b"satu", clock)
    assert (kept.read_bytes(), place.read_bytes()) == (b"satu", b"dua")
    for known in (b"satu", None):
        with pytest.raises(OpenElsewhereError, match="berubah"):
            write_kept(place, b"tiga", known, clock)
    assert place.read_bytes() == b"dua"
    assert [item.name for item in kept.parent.iterdir()] == [kept.name]


def test_what_an_ended_program_left_is_swept(tmp_path, monkeypatch):
    """Only files of our making go, and only when nobody can be writing them any more."""
    old, young, locked = (tmp_path / f".sakip-{name}.tmp" for name in ("lama", "baru", "pakai"))
    others = [tmp_path / "lama.tmp", tmp_path / ".sakip-lama.xlsx"]
    for path in (old, young, locked, *others):
        path.write_bytes(b"x")
    for path in (old, locked, *others):
        os.utime(path, (0, 0))
    true = Path.unlink

    def held(self, *, missing_ok=False):
        if self == locked:
            raise PermissionError(13, "no")
        true(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    replace._sweep.__wrapped__(tmp_path)
    assert set(tmp_path.iterdir()) == {young, locked, *others}


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_a_backup_gets_a_name_that_is_free(tmp_path, monkeypatch, system):
    """On Windows and on disks without links a backup takes no name that another one has."""
    monkeypatch.setattr(replace, "os", SimpleNamespace(name=system))
    monkeypatch.setattr(Path, "hardlink_to", failing(1))
    written, taken, free = (tmp_path / name for name in ("baru.tmp", "a.xlsx", "b.xlsx"))
    written.write_bytes(b"baru")
    taken.write_bytes(b"lama")
    if system == "nt":  # what Windows itself answers when the name is taken
        true = Path.rename
        monkeypatch.setattr(
            Path,
            "rename",
            lambda self, to: failing_exists() if to.exists() else true(self, to),
        )
    assert not replace._named(written, taken)
    assert replace._named(written, free)
    assert (taken.read_bytes(), free.read_bytes(), written.exists()) == (b"lama", b"baru", False)


def failing_exists():
    """Fail as Windows does when a file is renamed to a name that is taken."""
    raise FileExistsError(17, "no")
