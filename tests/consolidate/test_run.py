"""Reading in several processes: the same result, whatever a file does to its process."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from sakip_excel.consolidate import run
from sakip_excel.consolidate.run import extract_all
from tests.consolidate import readers
from tests.tools.province import report, satkers, workbook

SIZE = (12, 35, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with nine workbooks, one of them with a mistake, and two that are none."""
    folder = tmp_path_factory.mktemp("masuk")
    for satker in satkers(12)[2:11]:
        (folder / f"{satker.kode}.xlsx").write_bytes(workbook(satker, 4, SIZE))
    (folder / "900007.xlsx").write_bytes((folder / "900006.xlsx").read_bytes()[:5000])
    (folder / "catatan.xlsx").write_text("bukan buku kerja", encoding="utf-8")
    return folder


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _named(count: int, *odd: str) -> list[Path]:
    """Return so many files, which need not exist, with odd ones among them."""
    names = [f"{n:03}.xlsx" for n in range(count)]
    for place, name in enumerate(odd, 1):
        names.insert(place * 7, name)
    return [Path("masuk") / name for name in names]


def test_number_of_processes_does_not_matter(folder):
    """One, two or three processes give the same extracts in the same order."""
    paths = _paths(folder)
    alone = list(extract_all(paths, folder, processes=1))
    assert [e.path for e in alone] == [p.name for p in paths]
    assert list(extract_all(paths, folder, processes=2)) == alone
    assert list(extract_all(paths, folder, processes=3)) == alone


def test_figures_are_those_that_were_typed(folder):
    """Each extract holds the sums of what its satker typed."""
    found = {e.identity.kode_satker: e for e in extract_all(_paths(folder), folder, processes=2)}
    for satker in satkers(12)[2:11]:
        if satker.kode == "900007":
            continue
        rows = report(satker, 4, SIZE).rows["anggaran"]
        extract = found[satker.kode]
        assert extract.pagu == sum(r["pagu"] for r in rows)
        assert extract.realisasi == sum(r["realisasi_tw4"] for r in rows)
        assert len(extract.indicators) == SIZE[0]
        if satker.mistake:
            assert satker.mistake in {note.code for note in extract.notes}


def test_what_cannot_be_read_stops_nothing(folder):
    """Cut and foreign files come back with a sentence, the others with their figures."""
    unreadable = {e.path: e.unreadable for e in extract_all(_paths(folder), folder) if e.unreadable}
    assert set(unreadable) == {"900007.xlsx", "catatan.xlsx"}
    assert all(text.endswith(".") for text in unreadable.values())


def test_the_work_is_shared():
    """More than one process reads."""
    found = list(extract_all(_named(100), Path("masuk"), processes=3, reader=readers.plain))
    assert [e.path for e in found] == [p.name for p in _named(100)]
    assert len({e.sha256 for e in found}) > 1


def test_a_file_at_which_the_process_dies():
    """Only that file is lost, with the reason."""
    paths = _named(30, "mati.xlsx", "mati lagi.xlsx")
    found = list(extract_all(paths, Path("masuk"), processes=2, reader=readers.dying))
    assert [e.path for e in found] == [p.name for p in paths]
    lost = {e.path: e.unreadable for e in found if e.unreadable}
    assert set(lost) == {"mati.xlsx", "mati lagi.xlsx"}
    assert all("berhenti mendadak" in text for text in lost.values())


def test_a_file_that_never_ends(monkeypatch):
    """Its process is given up after a while, only that file is lost."""
    monkeypatch.setattr(run, "SECONDS_PER_FILE", 2.0)
    paths = _named(9, "macet.xlsx")
    found = list(extract_all(paths, Path("masuk"), processes=2, reader=readers.hanging))
    assert {e.path for e in found if "tidak selesai" in e.unreadable} == {"macet.xlsx"}
    assert sum(not e.unreadable for e in found) == 9


def test_nobody_stays_behind():
    """Who stops half-way, as with Ctrl+C, leaves no process."""
    found = extract_all(_named(100), Path("masuk"), processes=2, reader=readers.plain)
    next(found)
    assert multiprocessing.active_children()
    found.close()
    assert not multiprocessing.active_children()


def test_progress_is_told_in_order():
    """Every file is counted once."""
    told = []
    list(
        extract_all(
            _named(20),
            Path("masuk"),
            processes=2,
            progress=lambda done, total, extract: told.append((done, total, extract.path)),
            reader=readers.plain,
        )
    )
    assert told == [(n + 1, 20, f"{n:03}.xlsx") for n in range(20)]


@pytest.mark.parametrize(
    ("count", "size", "processes", "expected"),
    [
        (7, 10, 2, [2, 2, 2, 1]),
        (100, 10, 2, [24, 24, 24, 24, 4]),
        (5, 3_000_000, 1, [1, 1, 1, 1, 1]),
        (8, 1_500_000, 1, [2, 2, 2, 2]),
        (3, 0, 1, [2, 1]),
    ],
)
def test_batches_are_neither_large_nor_few(monkeypatch, count, size, processes, expected):
    """Every process gets at least two batches, and large files go in small batches."""
    monkeypatch.setattr(run, "size_of", lambda _: size)
    batches = run._batches(_named(count), processes)
    assert [len(batch.paths) for batch in batches] == expected
    assert [path for batch in batches for path in batch.paths] == _named(count)
    starts = [batch.start for batch in batches]
    assert starts == [sum(expected[:number]) for number in range(len(expected))]
