"""Reports made by hand for the joining: every figure is written down, none is computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from sakip_excel.consolidate.choose import Candidate, Chosen
from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output
from sakip_excel.consolidate.join import Material
from sakip_excel.consolidate.joined import Report
from sakip_excel.consolidate.roster import NO_ROSTER, Roster, roster_of
from sakip_excel.consolidate.states import Arrival, Expected, State
from sakip_excel.identity import Identity

NOW = datetime(2025, 1, 20, 9, 30, tzinfo=UTC)
PERIOD = (2024, 4)
SHEETS = {"identitas": "Beranda", "kinerja": "Kinerja", "anggaran": "Anggaran", "rak": "RAK"}
REGIONS = {
    "100001": "KPU Kota Melati",
    "100002": "KPU Kabupaten Kenanga",
    "100003": "KPU Kota Dahlia",
    "100004": "KPU Kabupaten Cempaka",
    "100005": "KPU Kota Seroja",
    "100006": "KPU Kabupaten Anggrek",
}


def sha(text: str) -> str:
    """Return a fingerprint that belongs to a text."""
    return sha256(text.encode()).hexdigest()


def ro(code: str, pagu: int | None, realised: int | None, **more: object) -> Output:
    """Return a row of Anggaran; the code is ``CQ.6709.QGE.001``."""
    program, kegiatan, kro, number = code.split(".")
    row = int(more.pop("row", 7))
    return Output(
        **{
            "row": row,
            "kode_program": program,
            "program": f"Program {program}",
            "kode_kegiatan": kegiatan,
            "kegiatan": f"Kegiatan {kegiatan}",
            "kode_kro": kro,
            "kro": f"Keluaran {kro}",
            "kode_ro": number,
            "ro": f"Layanan umum nomor {number}",
            "sumber_dana": "RM",
            "satuan": "Layanan",
            "tvro": 1,
            "rvro": 1,
            "pagu": pagu,
            "realisasi": (None, None, None, realised),
            "realised": realised,
            "cells": {"ro": f"H{row}", "pagu": f"M{row}"},
        }
        | more
    )


def indikator(text: str, capaian: float | None = 1.0, **more: object) -> Indicator:
    """Return a row of Kinerja."""
    row = int(more.pop("row", 7))
    target = more.pop("target", 90)
    return Indicator(
        **{
            "row": row,
            "kode": "1.1.1",
            "tujuan": "Tujuan",
            "sasaran": "Sasaran",
            "indikator": text,
            "jenis": "Persentase",
            "satuan": "%",
            "arah": "Naik",
            "target": f"{target}%",
            "realisasi": "90%",
            "capaian": capaian,
            "predikat": "Sangat Berhasil",
            "pagu": None,
            "realisasi_anggaran": None,
            "target_value": target,
            "cells": {"indikator": f"C{row}", "target": f"G{row}", "capaian": f"Z{row}"},
        }
        | more
    )


def action(planned: str, done: str, status: str = "Sesuai") -> Action:
    """Return a row of RAK; ``"1--1"`` is ticked in TW I and IV."""
    ticks = [tuple(mark == "1" for mark in text) for text in (planned, done)]
    return Action(7, "Kegiatan", "Indikator", "Rencana", ticks[0], ticks[1], status, {})


def note(severity: str = "galat", code: str = "AG101", cell: str = "M7") -> Note:
    """Return a finding of the satker's own workbook."""
    return Note(code, severity, "Anggaran", cell, "Pagu (Rp)", "", "", "belum diisi.", "Isi pagu.")


def report(kode: str = "100001", **more: object) -> Extract:
    """Return one satker's workbook; sealed, without findings, with one RO."""
    name = str(more.pop("name", REGIONS.get(kode, "KPU Kota Lain")))
    year, quarter = more.pop("period", PERIOD)
    province = str(more.pop("province", "Bali"))
    outputs = more.pop("outputs", (ro("CQ.6709.QGE.001", 1000, 800),))
    path = str(more.pop("path", f"{kode}.xlsx"))
    return Extract(
        **{
            "path": path,
            "sha256": sha(path),
            "size": 1000,
            "identity": Identity(kode, year, quarter, name, province, "Kabupaten/Kota"),
            "template": "sakip_satker 1",
            "seal": f"SEGEL-{kode}",
            "seal_state": "utuh",
            "sealed_at": "2025-01-10 10.00",
            "sheets": SHEETS,
            "settings": (("Skala predikat", "LAN", "sumber", "sekunder"),),
            "mean_capaian": 1.0,
            "counted": 1,
            "outputs": tuple(outputs),
        }
        | more
    )


def unsealed(kode: str = "100001", **more: object) -> Extract:
    """Return a workbook that was never sealed."""
    return report(kode, seal="", seal_state="tanpa", sealed_at="", **more)


def counted(*extracts: Extract, state: State = State.ACCEPTED) -> tuple[Report, ...]:
    """Return reports whose figures are summed, by code."""
    return tuple(
        Report(e, state) for e in sorted(extracts, key=lambda each: each.identity.kode_satker)
    )


def candidates(*extracts: Extract) -> list[Candidate]:
    """Return files of which nobody noted how they came."""
    return [Candidate(extract) for extract in extracts]


def came(extract: Extract, version: int, day: int, verdict: str = "diterima") -> Candidate:
    """Return a file as the archive's journal knows it, received on a day of January 2025."""
    moment = datetime(2025, 1, day, 8, tzinfo=UTC)
    arrival = Arrival(extract.sha256, version, moment, verdict, "satker@kpu.go.id")
    return Candidate(extract, arrival, (moment.isoformat(), "", extract.sha256))


def roster(*codes: str, deadline: date | None = date(2025, 1, 15)) -> Roster:
    """Return a roster of some of the regions."""
    return roster_of(
        Expected(kode, REGIONS.get(kode, ""), "Bali", f"kpu{kode}@kpu.go.id", deadline)
        for kode in codes
    )


def material(chosen: Chosen, listed: Roster = NO_ROSTER, **more: object) -> Material:
    """Return what a joining is made of, with nothing decided and nothing compared."""
    return Material(
        **{
            "period": PERIOD,
            "roster": listed,
            "chosen": chosen,
            "decisions": {},
            "upstream": {},
            "history": {},
            "excluded": (),
            "changes": (),
            "now": NOW,
        }
        | more
    )


def words(texts: Sequence[str]) -> str:
    """Return texts as one, for looking something up in them."""
    return "\n".join(texts)
