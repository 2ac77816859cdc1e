"""Joined reports made by hand, of any size, for the tests of the rekap's sheets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from random import Random

from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output
from sakip_excel.consolidate.group import group_indicators
from sakip_excel.consolidate.joined import Change, Excluded, Fact, Joined, Letter, Remark, Report
from sakip_excel.consolidate.pool import (
    plans_of,
    pool_all,
    pool_budget,
    pool_provinces,
    pool_satkers,
    rankings_of,
)
from sakip_excel.consolidate.states import Coverage, State, StatusRow
from sakip_excel.forms.identitas import PROVINCES
from sakip_excel.identity import Identity

MADE_AT = datetime(2025, 1, 20, 9, 30, tzinfo=UTC)
_WORDS = ("sengketa", "logistik", "pemilih", "anggaran", "pegawai", "informasi", "partai", "arsip")
_REGIONS = ("Kabupaten Melati", "Kota Kenanga", "Kabupaten Dahlia", "Kota Cempaka")
_PROGRAMS = (
    ("WA", "Dukungan Manajemen"),
    ("CQ", "Penyelenggaraan Pemilu dalam Proses Konsolidasi"),
)
_SETTINGS = (
    ("Skala predikat", "LAN", "SK LAN 239/2003", "sekunder"),
    ("Batas capaian", "Tanpa batas", "rancangan", "konvensi"),
)


def cells(letters: dict[str, str], row: int) -> dict[str, str]:
    """Return the addresses of one row."""
    return {key: f"{letter}{row}" for key, letter in letters.items()}


def output(row: int, chance: Random, shift: int = 0) -> Output:
    """Return one row of Anggaran."""
    number = row - 7
    program, name = _PROGRAMS[number % 2]
    kegiatan = 6700 + number % 7
    pagu = chance.randrange(1_000, 900_000) * 1_000
    steps = sorted(chance.random() for _ in range(4))
    spent = tuple(int(pagu * step) for step in steps)
    return Output(
        row=row,
        kode_program=program,
        program=name,
        kode_kegiatan=str(kegiatan),
        kegiatan=f"Kegiatan {kegiatan} {_WORDS[number % 8]}",
        kode_kro=("QGE", "EBA")[number % 2],
        kro="Fasilitasi dan Pembinaan" if number % 2 else "Layanan Dukungan",
        kode_ro=f"{number // 2:03d}",
        ro=f"Layanan {_WORDS[(number + shift) % 8]} tahapan {number}",
        sumber_dana="RM",
        satuan="Layanan",
        tvro=1.0,
        rvro=chance.choice((1.0, 1.0, 0.5)),
        pagu=pagu,
        realisasi=(spent[0], spent[1], None, spent[3]),
        realised=spent[3],
        cells=cells({"pagu": "M", "kode_ro": "G", "realisasi_tw4": "Q"}, row),
    )


def indicator(row: int, chance: Random) -> Indicator:
    """Return one row of Kinerja."""
    number = row - 5
    capaian = None if chance.random() < 0.04 else round(chance.uniform(0.4, 1.3), 15)
    word = _WORDS[number % 8]
    return Indicator(
        row=row,
        kode=f"1.{number // 3 + 1}.{number % 3 + 1}",
        tujuan="Mewujudkan penyelenggaraan yang baik",
        sasaran=f"Meningkatnya mutu layanan {word}",
        indikator=f"Persentase {word} bagian {number} yang selesai tepat waktu dan lengkap",
        jenis="Persentase",
        satuan="%",
        arah="Naik",
        target="90%",
        realisasi="85%",
        capaian=capaian,
        predikat="Sangat Berhasil" if capaian else "Tidak dapat dihitung",
        pagu=None if number % 3 else 120_000_000,
        realisasi_anggaran=None if number % 3 else 110_500_250,
        target_value=0.9,
        cells=cells({"capaian": "R", "indikator": "C"}, row),
    )


def action(row: int, chance: Random) -> Action:
    """Return one row of RAK."""
    planned = tuple(chance.random() < 0.6 for _ in range(4))
    done = tuple(p and chance.random() < 0.8 for p in planned)
    return Action(
        row=row,
        kegiatan=f"Kegiatan {row}",
        indikator=f"Jumlah laporan {row}",
        rencana_aksi="Menyusun laporan dan menyampaikannya",
        planned=planned,
        done=done,
        status="Sesuai",
        cells=cells({"kegiatan": "A", "rencana_tw1": "G"}, row),
    )


def note(number: int, row: int) -> Note:
    """Return one finding."""
    severity = ("galat", "peringatan", "info")[number % 3]
    return Note(
        f"AG{100 + number % 30}",
        severity,
        "Anggaran",
        f"U{row}",
        "Serapan (%)",
        f"{90 + number % 10},25%",
        f"{80 + number},39%",
        f"Tertulis {90 + number % 10},25%, perhitungan dari isiannya {80 + number},39% pada baris "
        f"{row} tabel Anggaran; selisihnya lebih dari 0,01 poin persen.",
        "Hapus angka yang diketik; Proses mengisi rumusnya kembali.",
    )


def extract(
    number: int, sizes: tuple[int, int, int, int] = (12, 20, 12, 8), provinces: int = 1
) -> Extract:
    """Return one made report.

    Args:
        number: of the satker, from 0; decides about everything in it.
        sizes: rows of Kinerja, Anggaran, RAK, and findings.
        provinces: over how many provinces the satkers are spread.
    """
    chance = Random(number)  # noqa: S311 - made figures, no secret
    indicators, outputs, actions, notes = sizes
    kode = f"{658_000 + number:06d}"
    return Extract(
        path=f"masuk/{kode}/SAKIP-{kode}-2024-TW4 #1 100%.xlsx",
        sha256=sha256(kode.encode()).hexdigest(),
        size=90_000 + number,
        identity=Identity(
            kode,
            2024,
            4,
            f"KPU {_REGIONS[number % 4]} {''.join(chr(97 + int(d)) for d in str(number)).title()}",
            PROVINCES[number % provinces],
            "Kabupaten/Kota",
        ),
        template="sakip_satker 1",
        seal="7F3A-09BC-D21E" if number % 3 else "",
        seal_state="utuh" if number % 3 else "tanpa",
        sealed_at="2025-01-16 10.05" if number % 3 else "",
        sheets={"kinerja": "Kinerja", "anggaran": "Anggaran", "rak": "RAK", "identitas": "Beranda"},
        settings=_SETTINGS if number % 5 else _SETTINGS[:1],
        mean_capaian=round(chance.uniform(0.6, 1.1), 15),
        counted=indicators,
        uncomputable=0,
        indicators=tuple(indicator(row, chance) for row in range(5, 5 + indicators)),
        outputs=tuple(output(row, chance, number % 9 == 0) for row in range(7, 7 + outputs)),
        actions=tuple(action(row, chance) for row in range(5, 5 + actions)),
        notes=tuple(note(n, 7 + n) for n in range(notes)),
    )


_STATES = (
    State.ACCEPTED,
    State.ACCEPTED,
    State.NOTED,
    State.APPROVED,
    State.ACCEPTED,
    State.REJECTED,
    State.ACCEPTED,
)


def status_row(number: int, report: Report | None, state: State, own: Extract) -> StatusRow:
    """Return the row of a satker whose file came (`report`) or did not."""
    identity = own.identity
    came = report is not None
    return StatusRow(
        kode_satker=identity.kode_satker,
        nama_satker=identity.nama_satker,
        provinsi=identity.provinsi,
        email=f"satker{number}@contoh.go.id",
        deadline=date(2025, 1, 15),
        state=state,
        galat=own.count("galat") if came else None,
        peringatan=own.count("peringatan") if came else None,
        info=own.count("info") if came else None,
        received=datetime(2025, 1, 10 + number % 9, 8, number % 60, tzinfo=UTC) if came else None,
        late_days=max(0, number % 9 - 5) if came else 5,
        version=1 + number % 3 if came else None,
        seal=own.seal if came else "",
        seal_state=own.seal_state if came else "",
        path=own.path if came else "",
        link=own.path if came else "",
        decision="Sahkan" if state is State.APPROVED else "",
        note="Sudah dikonfirmasi lewat telepon." if number % 7 == 3 else "",
        decided_for=own.sha256[:12] if came else "",
        reason="2 galat harus diperbaiki." if state is State.REJECTED else "",
    )


def joined(
    satkers: int = 10,
    sizes: tuple[int, int, int, int] = (12, 20, 12, 8),
    provinces: int = 1,
    **changed: object,
) -> Joined:
    """Return a joined period of so many satkers; every eighth has sent nothing."""
    reports, status = [], []
    for number in range(satkers):
        own = extract(number, sizes, provinces)
        state = State.MISSING if number % 8 == 7 else _STATES[number % 7]
        report = None if state is State.MISSING else Report(own, state)
        if report:
            reports.append(report)
        status.append(status_row(number, report, state, own))
    return joined_of(tuple(reports), tuple(status), **changed)


def joined_of(
    reports: tuple[Report, ...], status: tuple[StatusRow, ...], **changed: object
) -> Joined:
    """Return the joined period of given reports, pooled and grouped by the program."""
    capaian = tuple(
        (
            r.extract.identity.kode_satker,
            r.extract.mean_capaian,
            r.extract.counted,
            r.extract.uncomputable,
        )
        for r in reports
        if r.counts
    )
    by_satker, by_province = pool_satkers(reports), pool_provinces(reports)
    kode, name = "658000", "KPU Kabupaten Melati A"
    parts = {
        "tahun": 2024,
        "triwulan": 4,
        "made_at": MADE_AT,
        "closed": False,
        "coverage": Coverage(len(capaian), 0, len(status)),
        "status": status,
        "reports": reports,
        "total": pool_all(reports),
        "provinces": by_province,
        "satkers": by_satker,
        "budget": pool_budget(reports),
        "groups": group_indicators(reports),
        "capaian": capaian,
        "plans": plans_of(reports),
        "rankings": rankings_of(by_satker, by_province, capaian),
        "remarks": (Remark(kode, name, "a.xlsx", note(1, 9)),),
        "changes": (
            Change(
                kode,
                name,
                "versi sebelumnya",
                "diubah",
                "Anggaran",
                "M7",
                "Pagu (Rp)",
                "CQ.6709.QGE.001",
                "Rp 1.000",
                "Rp 2.000",
                "0123456789ab",
                "ba9876543210",
            ),
        ),
        "excluded": (
            Excluded("lama/a.xlsx", "versi lama", "Ada versi yang lebih baru.", kode, name),
        ),
        "letters": (
            Letter(
                kode,
                name,
                "satker@contoh.go.id",
                "pengingat",
                "Laporan TW IV 2024",
                "Yth. Bapak/Ibu\n\nLaporan belum kami terima.\n\nTerima kasih.",
            ),
        ),
        "metadata": (
            Fact("Program", "Versi program", "0.1.0"),
            Fact("Pengaturan", "Ambang kemiripan", "0,9", "rancangan", "konvensi"),
        ),
    }
    return Joined(**{**parts, **changed})
