"""The command ``sakip gabung``: its options and what it prints."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sakip_excel.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from sakip_excel.consolidate.choose import Period
    from sakip_excel.consolidate.extract import Extract
    from sakip_excel.consolidate.joined import Excluded, Joined, Pool, Remark
    from sakip_excel.consolidate.states import StatusRow
    from sakip_excel.consolidate.work import Done

CLEAN, FINDINGS = 0, 1

NAME = "gabung"
TEXT = "Gabungkan laporan banyak satker menjadi satu rekap."
EXAMPLE = "ARSIP -o rekap.xlsx --daftar daftar_satker.xlsx"

_SCHEMA = 1
_SHOWN, _REASONS = 12, 5
_BAR = 30


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sakip gabung`` to its parser."""
    parser.add_argument(
        "folder",
        nargs="+",
        type=Path,
        metavar="FOLDER",
        help="arsip dari sakip terima, folder buku kerja, atau rekap provinsi",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="REKAP", help="rekap .xlsx"
    )
    parser.add_argument(
        "--daftar",
        type=Path,
        metavar="BERKAS",
        help="daftar satker (bawaan: daftar_satker.xlsx di dalam folder)",
    )
    parser.add_argument("--tahun", metavar="TAHUN", help="tahun (bawaan: yang terbanyak)")
    parser.add_argument("--triwulan", metavar="TW", help="I, II, III atau IV")
    parser.add_argument("--proses", metavar="N", help="banyaknya proses (bawaan: semua inti)")
    parser.add_argument(
        "--tutup", action="store_true", help="tutup periode: rekap dapat dibuat ulang sama persis"
    )
    parser.add_argument("--json", action="store_true", help="cetak satu objek JSON")


def run(options: argparse.Namespace) -> int:
    """Join what lies in the folders and print where things stand.

    Returns:
        0, or 1 when a report that was chosen has a Galat; files that cannot be read and satkers
        that are missing do not count.

    Raises:
        UsageError: a year, quarter or number is none, or there is nothing to join.
        FileError: a folder, the roster, the journal or the rekap cannot be read or written.
    """
    from sakip_excel.consolidate.work import Request, run_join

    request = Request(
        folders=options.folder,
        target=_target(options.output),
        roster=options.daftar,
        period=_period(options.tahun, options.triwulan),
        processes=_number(options.proses, "--proses"),
        closing=options.tutup,
    )
    done = run_join(request, None if options.json else _progress())
    if options.json:
        _say(json.dumps(as_object(done), ensure_ascii=False, indent=2))
    else:
        for line in lines(done):
            _say(line)
    galat = any(report.extract.count("galat") for report in done.joined.reports)
    return FINDINGS if galat else CLEAN


def _target(path: Path) -> Path:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"Rekap {path.name} harus bernama .xlsx.", "Misalnya -o rekap_tw4_2024.xlsx."
        )
    return path


def _number(typed: str | None, option: str, example: int = 2) -> int | None:
    if typed is None:
        return None
    if not typed.isdecimal() or int(typed) < 1:
        raise UsageError(f"{option} {typed} bukan bilangan.", f"Ketik angka, misalnya {example}.")
    return int(typed)


def _period(year: str | None, quarter: str | None) -> Period | None:
    """Return the period asked for; both or neither must be given."""
    if year is None and quarter is None:
        return None
    if year is None or quarter is None:
        raise UsageError(
            "Periode belum lengkap.", "Sebutkan --tahun dan --triwulan, atau tanpa keduanya."
        )
    from sakip_excel.forms.identitas import QUARTERS

    named = quarter.strip().upper()
    if named not in QUARTERS and named not in {"1", "2", "3", "4"}:
        raise UsageError(f"Triwulan {quarter} tidak dikenal.", "Ketik I, II, III atau IV.")
    number = QUARTERS.index(named) + 1 if named in QUARTERS else int(named)
    return _number(year, "--tahun", example=2024) or 0, number


def _progress() -> Callable[[int, int, Extract], None] | None:
    """Return what shows the progress: a bar on a terminal, else nothing."""
    from sakip_excel.exchange.mail import one_line

    if sys.stderr is None or not sys.stderr.isatty():
        return None

    def show(done: int, total: int, extract: Extract) -> None:
        filled = "#" * (done * _BAR // total)
        name = one_line(extract.path.rpartition("/")[2], 40)
        end = "\n" if done == total else ""
        print(f"\r[{filled:<{_BAR}}] {done}/{total} {name:<40}", end=end, file=sys.stderr)  # noqa: T201 - the command line

    return show


def lines(done: Done) -> Iterator[str]:
    """Yield what people read after a joining."""
    from sakip_excel.consolidate.facts import period_text

    joined = done.joined
    mark = f", {joined.coverage.mark}" if joined.coverage.mark else ""
    closed = ", periode ditutup" if joined.closed else ""
    yield f"{period_text((joined.tahun, joined.triwulan))}: {joined.coverage.text}{mark}{closed}"
    yield f"  {_money(joined.total)}"
    times = Counter(row.state.value for row in joined.status)
    if times:
        yield "  " + ", ".join(f"{state} {number}" for state, number in sorted(times.items()))
    for state in ("belum", "tidak terbaca", "perlu dipilih", "ditolak"):
        yield from _named(state, [r for r in joined.status if r.state.value == state])
    yield from _undecided(joined.status)
    if joined.remarks:
        yield f"  {len(joined.remarks)} temuan antarsatker; lihat lembar Temuan."
    yield from _unreadable(joined.excluded)
    if joined.excluded:
        yield f"  {len(joined.excluded)} baris pada lembar Pengecualian."
    yield from done.notices
    if done.written.changed:
        yield f"Ditulis: {done.written.path}"
    else:
        yield "Tidak ada yang berubah; rekap tidak ditulis ulang."
    if done.written.backup:
        yield f"Cadangan: {done.written.backup}"


def _undecided(rows: Sequence[StatusRow]) -> Iterator[str]:
    """Yield which typed decisions do not count; Status says why."""
    from sakip_excel.consolidate.states import Choice
    from sakip_excel.consolidate.status import LAPSED

    lapsed = [r for r in rows if not r.decision and r.note.startswith(LAPSED)]
    unknown = [r for r in rows if r.decision and r.decision not in {*Choice}]
    yield from _named("keputusan gugur karena ada versi baru", lapsed)
    known = ", ".join(Choice)
    yield from _named(f"keputusan yang tertulis tidak dikenal (pilih {known})", unknown)


def _money(pool: Pool) -> str:
    from sakip_excel.values.display import percent, rupiah

    rate = "tidak dapat dihitung" if pool.serapan is None else percent(pool.serapan)
    return f"Pagu {rupiah(pool.pagu)}, realisasi {rupiah(pool.realisasi)}, serapan {rate}"


def _named(state: str, rows: list[StatusRow]) -> Iterator[str]:
    from sakip_excel.exchange.mail import one_line

    if rows:
        names = "; ".join(one_line(f"{r.kode_satker} {r.nama_satker}") for r in rows[:_SHOWN])
        more = f"; dan {len(rows) - _SHOWN} lagi" if len(rows) > _SHOWN else ""
        yield f"  {state[:1].upper()}{state[1:]}: {names}{more}"


def _unreadable(excluded: Sequence[Excluded]) -> Iterator[str]:
    """Yield why files are in no sum that nobody could read; they bear no satker to name."""
    from sakip_excel.exchange.mail import one_line

    found = [each for each in excluded if each.kind == "tidak terbaca" and not each.kode_satker]
    for each in found[:_REASONS]:
        yield f"  Tidak terbaca: {one_line(each.path)}: {one_line(each.reason)}"
    if len(found) > _REASONS:
        yield f"  Tidak terbaca: {len(found) - _REASONS} berkas lagi; lihat lembar Pengecualian."


def as_object(done: Done) -> dict[str, Any]:
    """Return the one object that ``gabung --json`` prints; money is whole rupiah."""
    from sakip_excel import __version__
    from sakip_excel.forms.identitas import QUARTERS

    joined = done.joined
    return {
        "skema": _SCHEMA,
        "versi": __version__,
        "rekap": str(done.written.path),
        "berubah": done.written.changed,
        "cadangan": str(done.written.backup) if done.written.backup else None,
        "tahun": joined.tahun,
        "triwulan": QUARTERS[joined.triwulan - 1],
        "ditutup": joined.closed,
        "cakupan": {
            "masuk": joined.coverage.counted,
            "nihil": joined.coverage.nil,
            "wajib": joined.coverage.expected,
            "lengkap": joined.coverage.complete,
        },
        "jumlah": _total(joined),
        "status": [_status(row) for row in joined.status],
        "temuan": [_remark(remark) for remark in joined.remarks],
        "pengecualian": [
            {"jalur": e.path, "jenis": e.kind, "alasan": e.reason, "kode_satker": e.kode_satker}
            for e in joined.excluded
        ],
        "catatan": done.notices,
    }


def _total(joined: Joined) -> dict[str, Any]:
    total = joined.total
    return {
        "pagu": total.pagu,
        "realisasi": total.realisasi,
        "serapan": total.serapan,
        "efisiensi": total.efisiensi,
    }


def _status(row: StatusRow) -> dict[str, Any]:
    return {
        "kode_satker": row.kode_satker,
        "nama_satker": row.nama_satker,
        "keadaan": row.state.value,
        "galat": row.galat,
        "peringatan": row.peringatan,
        "info": row.info,
        "waktu_terima": None if row.received is None else row.received.isoformat(),
        "terlambat_hari": row.late_days,
        "versi": row.version,
        "segel": row.seal,
        "berkas": row.path,
        "keputusan": row.decision,
        "alasan": row.reason,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    note = remark.note
    return {
        "kode_satker": remark.kode_satker,
        "kode": note.code,
        "tingkat": note.severity,
        "lembar": note.sheet,
        "sel": note.cell,
        "kolom": note.column,
        "tertulis": note.typed,
        "dihitung": note.computed,
        "pesan": note.message,
        "saran": note.fix,
    }


def _say(text: str = "") -> None:
    print(text)  # noqa: T201 - this is the command line
