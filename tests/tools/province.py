"""Made-up satkers of a whole nation: filled workbooks of realistic sizes with known mistakes.

``python -m tests.tools.province FOLDER --satker 38 --triwulan 4`` writes them. The same seed gives
the same workbooks. Names and codes are invented; budget lines are those of samples/data.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from tests.samples.sample import Desk, Filled, Sample
from tests.samples.tables import Row, table

QUARTERS = ("I", "II", "III", "IV")
TRACK = (0.15, 0.40, 0.60, 0.93)
"""Share of the pagu that an ordinary satker has spent by the end of each quarter."""
INDICATORS = (12, 62)
OUTPUTS = (35, 120)
ACTIONS = (20, 60)

_FIRST = [
    "Tara",
    "Suka",
    "Muara",
    "Batu",
    "Tanjung",
    "Lubuk",
    "Sungai",
    "Bukit",
    "Pulau",
    "Rimba",
    "Karang",
    "Teluk",
    "Padang",
    "Rawa",
    "Kuala",
    "Pasir",
]
_LAST = [
    "baya",
    "ningrat",
    "wangi",
    "sari",
    "jaya",
    "lestari",
    "permai",
    "mekar",
    "agung",
    "raharja",
    "sentosa",
    "makmur",
]
_THINGS = [
    "laporan keuangan",
    "rencana anggaran",
    "daftar pemilih",
    "logistik pemilu",
    "keputusan hukum",
    "arsip kepegawaian",
    "layanan informasi publik",
    "sarana kantor",
    "bimbingan teknis",
    "pendidikan pemilih",
    "dokumen pencalonan",
    "rekapitulasi suara",
    "barang milik negara",
    "kerja sama lembaga",
    "naskah dinas",
    "tindak lanjut audit",
]
_HOW = ("tepat waktu", "sesuai standar", "lengkap dan sah", "telah ditetapkan")
MISTAKES = {
    "AG111": "serapan diketik di atas rumus dengan angka lain",
    "AG201": "realisasi satu RO di atas pagunya",
    "AG206": "realisasi kumulatif turun",
    "GB201": "nama satu RO lain daripada di satker lain",
    "GB202": "angka anggaran disalin dari satker sebelumnya",
    "GB204": "realisasi nol di semua baris",
    "GB205": "teks menyebut satker lain",
    "GB211": "capaian satu indikator di atas 200%",
    "GB212": "target satu indikator jauh dari satker lain",
}
"""The mistakes that are planted, by the code of the rule that must find each."""
EVERY = 11
"""Every so many satkers one has a mistake; they take turns."""


@dataclass(frozen=True)
class Satker:
    """One invented satker.

    Attributes:
        index: its number, from 0.
        kode: six digits.
        nama: its name.
        provinsi: its province.
        mistake: code of the planted mistake, empty for none.
    """

    index: int
    kode: str
    nama: str
    provinsi: str
    mistake: str


def satkers(count: int, *, mistakes: bool = True) -> list[Satker]:
    """Return so many satkers of one province."""
    found = []
    for index, (first, last, kind) in enumerate(
        itertools.islice(itertools.product(_FIRST, _LAST, ("Kabupaten", "Kota", "Kab.")), count)
    ):
        turn, rest = divmod(index, EVERY)
        mistake = [*MISTAKES][turn % len(MISTAKES)] if mistakes and rest == EVERY - 1 else ""
        kind_name = kind.replace("Kab.", "Kabupaten Baru")
        name = f"KPU {kind_name} {first}{last}"
        found.append(Satker(index, f"{900001 + index}", name, "Sumatera Selatan", mistake))
    return found


@cache
def _lines() -> tuple[Row, ...]:
    return table("prabumulih_2024_efisiensi")


def _outputs(satker: Satker, quarter: int, count: int) -> Iterator[Filled]:
    source = satker.index - (satker.mistake == "GB202")
    draw = random.Random(f"ro {source}")  # noqa: S311 - figures for a test, not a secret
    for place in range(count):
        line = _lines()[place % len(_lines())]
        turn = place // len(_lines())
        pagu = int(line["pagu"]) // 1000 * 1000 + draw.randrange(1, 90_000) * 1000
        share = draw.uniform(0.9, 1.04)
        spent: list[int | None] = [int(pagu * min(1.0, t * share)) for t in TRACK]
        if satker.mistake == "GB204":
            spent = [0, 0, 0, 0]
        if satker.mistake == "AG201" and place == 3:
            spent = [(s or 0) + pagu for s in spent]
        if satker.mistake == "AG206" and place == 5 and quarter > 1:
            spent[quarter - 1] = (spent[quarter - 2] or 0) // 2
        name = line["ro"] + (f" tahap {turn + 1}" if turn else "")
        if satker.mistake == "GB201" and place == 7:
            name = "Kendaraan Dinas Roda Empat"
        row: Filled = {
            "kode_program": line["program_kode"],
            "program": line["program"],
            "kode_kegiatan": line["kegiatan_kode"],
            "kegiatan": line["kegiatan"],
            "kode_kro": line["kro_kode"],
            "kro": line["kro"],
            "kode_ro": f"{int(line['ro_kode']) % 100 + 100 * turn:03}",
            "ro": name,
            "satuan": line["satuan"],
            "tvro": 4,
            "rvro": 0 if satker.mistake == "GB204" else quarter,
            "pagu": pagu,
        }
        row |= {f"realisasi_tw{q}": spent[q - 1] for q in range(1, quarter + 1)}
        if satker.mistake == "AG111" and place == 2:
            row["serapan"] = 0.5
        yield row


def _indicators(satker: Satker, count: int) -> list[Filled]:
    rows: list[Filled] = []
    for place in range(count):
        turn, rest = divmod(place, len(_HOW) * len(_THINGS))
        how, thing = _HOW[rest // len(_THINGS)], _THINGS[rest % len(_THINGS)]
        text = f"Persentase {thing} yang {how}" + (f" bagian {turn + 1}" if turn else "")
        if place == 4 and satker.mistake == "GB205":
            text += " di Kota Tarabaya"
        target = 80 + place % 15
        if place == 6 and satker.mistake == "GB212":
            target = 5
        rows.append(
            {
                "kode": f"{place // 24 + 1}.{place // 6 + 1}.{place % 6 + 1}",
                "tujuan": f"Tujuan strategis {place // 24 + 1}",
                "sasaran": f"Sasaran strategis {place // 6 + 1} bidang {thing}",
                "indikator": text,
                "jenis": "Persentase",
                "satuan": "%",
                "arah": "Naik",
                "target": target,
            }
        )
    for row in rows:  # one sasaran has one wording
        first = next(r for r in rows if str(r["kode"])[:-2] == str(row["kode"])[:-2])
        row["sasaran"] = first["sasaran"]
    return rows


def _results(satker: Satker, quarter: int, rows: list[Filled]) -> Iterator[Filled]:
    draw = random.Random(f"kinerja {satker.index}")  # noqa: S311
    for place, row in enumerate(rows):
        target = row["target"] or 0
        reached = round(float(target) * draw.uniform(0.85, 1.02), 1)
        typed: Filled = {"kode": row["kode"], "bukti": "Laporan bulanan"}
        for q in range(1, quarter + 1):
            typed[f"realisasi_tw{q}"] = round(reached * q / 4, 1) if q < 4 else reached
        if place == 8 and satker.mistake == "GB211":
            typed[f"realisasi_tw{quarter}"] = 3 * float(target)
        elif reached < float(target):
            typed |= {"hambatan": "Data pendukung terlambat", "tindak_lanjut": "Jadwal dimajukan"}
        yield typed


def _actions(quarter: int, rows: list[Filled], count: int) -> Iterator[Filled]:
    for place in range(count):
        row = rows[place % len(rows)]
        planned = [q for q in range(1, 5) if (place + q) % 3]
        yield {
            "kegiatan": row["sasaran"],
            "indikator": row["indikator"],
            "kode": row["kode"],
            "target": row["target"],
            "satuan": "%",
            "rencana_aksi": f"Menyusun bahan dan rapat koordinasi tahap {place + 1}",
            "penanggung_jawab": "Kepala Subbagian",
            "bukti": "Notula rapat",
            **{f"rencana_tw{q}": "✓" for q in planned},
            **{f"realisasi_tw{q}": "✓" for q in planned if q <= quarter},
        }


def sizes(satker: Satker) -> tuple[int, int, int]:
    """Return how many indicators, outputs and actions a satker has."""
    draw = random.Random(f"sizes {satker.index - (satker.mistake == 'GB202')}")  # noqa: S311
    return draw.randint(*INDICATORS), draw.randint(*OUTPUTS), draw.randint(*ACTIONS)


def report(
    satker: Satker, quarter: int, size: tuple[int, int, int] | None = None, year: int = 2025
) -> Sample:
    """Return what a satker types for a quarter.

    Args:
        satker: who reports.
        quarter: 1 to 4.
        size: how many indicators, outputs and actions; None for a realistic number.
        year: the budget year.
    """
    indicators, outputs, actions = size or sizes(satker)
    rows = _indicators(satker, indicators)
    budget = list(_outputs(satker, quarter, outputs))
    total = sum(int(r["pagu"] or 0) for r in budget)
    programs = {str(r["kode_program"]): str(r["program"]) for r in budget}
    identity: Filled = {
        "kode_satker": satker.kode,
        "nama_satker": satker.nama,
        "tingkat": "Kabupaten/Kota",
        "provinsi": satker.provinsi,
        "tahun": year,
        "triwulan": QUARTERS[quarter - 1],
        "nomor_dipa": f"SP DIPA-076.01.2.{satker.kode}/{year}",
        "revisi_dipa": 1,
        "pagu_dipa": total,
        "penyusun": "Kasubbag Keuangan",
        "email_tujuan": "provinsi@example.go.id",
    }
    agreed: list[Filled] = [
        {
            "kode_program": code,
            "program": name,
            "anggaran": sum(int(r["pagu"] or 0) for r in budget if r["kode_program"] == code),
        }
        for code, name in programs.items()
    ]
    return Sample(
        f"{satker.kode}_tw{quarter}",
        {"identitas": identity},
        {
            "pk": rows,
            "pk_anggaran": agreed,
            "rak": list(_actions(quarter, rows, actions)),
            "kinerja": list(_results(satker, quarter, rows)),
            "anggaran": budget,
        },
    )


@cache
def _desk() -> Desk:
    return Desk(Book.open(template_path("sakip_satker")))


def workbook(satker: Satker, quarter: int, size: tuple[int, int, int] | None = None) -> bytes:
    """Return the filled workbook of a satker, as it stands before anybody presses Proses."""
    return _desk().type_in(report(satker, quarter, size))


def _write(job: tuple[Satker, int, str, tuple[int, int, int] | None]) -> str:
    satker, quarter, folder, size = job
    place = Path(folder) / f"TW{quarter}" / f"{satker.kode}.xlsx"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(workbook(satker, quarter, size))
    return str(place)


def write_all(
    folder: Path,
    count: int,
    quarters: int = 1,
    *,
    size: tuple[int, int, int] | None = None,
    processes: int = 2,
) -> list[Path]:
    """Write the workbooks of so many satkers; the last so many quarters of 2025 each.

    Args:
        folder: gets a folder ``TW1`` ... for each quarter.
        count: satkers.
        quarters: 1 for TW IV alone, 4 for the whole year.
        size: how many indicators, outputs and actions; None for realistic numbers.
        processes: how many write at once.
    """
    wanted = range(5 - quarters, 5)
    jobs = [(s, q, str(folder), size) for q in wanted for s in satkers(count)]
    if processes == 1 or len(jobs) < 8:
        return [Path(_write(job)) for job in jobs]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return [Path(path) for path in pool.map(_write, jobs, chunksize=16)]


def main() -> None:
    """Write the workbooks that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--satker", type=int, default=38)
    parser.add_argument("--triwulan", type=int, default=1, choices=range(1, 5))
    options = parser.parse_args()
    written = write_all(options.folder, options.satker, options.triwulan)
    size = sum(path.stat().st_size for path in written)
    print(f"{len(written)} workbooks, {size / 1e6:.0f} MB in {options.folder}")


if __name__ == "__main__":
    main()
