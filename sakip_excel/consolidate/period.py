"""A closed period: everything of which its rekap was made, so that it can be made again exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sakip_excel import __version__
from sakip_excel.consolidate.choose import Candidate, Chosen, left_out
from sakip_excel.consolidate.extract import Extract
from sakip_excel.consolidate.join import Material
from sakip_excel.consolidate.joined import Change, Excluded, Fact
from sakip_excel.consolidate.roster import Roster
from sakip_excel.consolidate.states import Arrival, Decision, Expected
from sakip_excel.errors import FileError
from sakip_excel.workbook.files import read_file
from sakip_excel.workbook.replace import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sakip_excel.consolidate.choose import Period

_SCHEMA = 1
LATE = "datang setelah ditutup"


class ClosedError(FileError):
    """A closed period cannot be made again as it was."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One report that a closed period is made of.

    Attributes:
        kode_satker: its satker.
        sha256: fingerprint of the report.
        path: where it lay, relative to the joined folder.
        via: rekap through which it came, empty when the file itself was read.
        order: key by which the journal ordered it.
        arrival: how it came in.
        undecided: whether it was one of several of which none could be chosen.
    """

    kode_satker: str
    sha256: str
    path: str
    via: str = ""
    order: tuple[str, ...] = ()
    arrival: Arrival | None = None
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """A closed period as it was written down.

    Attributes:
        material: everything of the join but the reports themselves.
        needed: the reports, by code and fingerprint.
    """

    material: Material
    needed: tuple[Needed, ...]

    @property
    def known(self) -> set[str]:
        """Return the fingerprints of everything that was there when the period was closed."""
        chosen = self.material.chosen
        left = {e.sha256 for e in (*self.material.excluded, *chosen.excluded)}
        return (
            left | {n.sha256 for n in self.needed} | {c.extract.sha256 for c in chosen.unreadable}
        )


def closure_path(rekap: Path, period: Period) -> Path:
    """Return where the closing of a period is written: beside its rekap, and by its name.

    Rekaps of other provinces may stand in the same folder; they are not closed with it.
    """
    return rekap.with_name(f"{rekap.stem}.tutup-{period[0]}-TW{period[1]}.json")


def close(material: Material, place: Path) -> Material:
    """Write down of what a period is made, and return that material as closed.

    Raises:
        OpenElsewhereError, ReadOnlyError, WriteError: it cannot be written.
    """
    closed = replace(material, closed=True)
    text = json.dumps(_plain(closed), ensure_ascii=False, indent=1)
    write_whole(place, f"{text}\n".encode())
    return closed


def _plain(material: Material) -> dict[str, Any]:
    chosen = material.chosen
    members = [(kode, c, False) for kode, c in chosen.reports.items()]
    members += [(kode, c, True) for kode, several in chosen.undecided.items() for c in several]
    needed = [
        Needed(k, c.extract.sha256, c.extract.path, c.via, c.order, c.arrival, doubtful)
        for k, c, doubtful in members
    ]
    return {
        "skema": _SCHEMA,
        "program": __version__,
        "tahun": material.period[0],
        "triwulan": material.period[1],
        "waktu": material.now.isoformat(),
        "dasar": material.base,
        "daftar_sha256": material.roster.sha256,
        "daftar": [_object(row) for row in material.roster.rows],
        "daftar_rekap": [_object(material.below[kode]) for kode in sorted(material.below)],
        "berkas": [_object(n) for n in sorted(needed, key=lambda n: (n.kode_satker, n.sha256))],
        "tidak_terbaca": [_damaged(c) for c in sorted(chosen.unreadable, key=lambda c: c.where)],
        "keputusan": _decisions(material.decisions),
        "keputusan_rekap": _decisions(material.upstream),
        "riwayat": {k: [_object(a) for a in v] for k, v in sorted(material.history.items())},
        "dikecualikan": [_object(e) for e in (*chosen.excluded, *material.excluded)],
        "perubahan": [_object(c) for c in material.changes],
        "keterangan": [_object(f) for f in material.facts],
    }


def _damaged(candidate: Candidate) -> dict[str, Any]:
    extract = candidate.extract
    return {
        "path": extract.path,
        "sha256": extract.sha256,
        "size": extract.size,
        "unreadable": extract.unreadable,
        "via": candidate.via,
    }


def _decisions(decisions: Mapping[str, Decision]) -> list[dict[str, Any]]:
    return [_object(decisions[kode]) for kode in sorted(decisions)]


def _object(row: object) -> dict[str, Any]:
    found: dict[str, Any] = asdict(row)  # type: ignore[call-overload]  # every row is a dataclass
    return {key: _text(value) for key, value in found.items()}


def _text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _text(each) for key, each in value.items()}
    return value


def read_closure(place: Path) -> Closure | None:
    """Return a closed period, None when it is not closed.

    Raises:
        ClosedError: what was written down cannot be read.
    """
    if not place.exists():
        return None
    try:
        return _closure(json.loads(read_file(place).decode("utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ClosedError(
            f"{place.name} tidak terbaca, sehingga periode yang ditutup tidak dapat dibuat ulang.",
            "Kembalikan berkas itu dari cadangan, atau hapus untuk membuka periode.",
        ) from error


def _closure(found: dict[str, Any]) -> Closure:
    if found["skema"] != _SCHEMA:
        raise ValueError(f"schema {found['skema']}")
    damaged = [
        Candidate(
            Extract(d["path"], d["sha256"], d["size"], unreadable=d["unreadable"]), via=d["via"]
        )
        for d in found["tidak_terbaca"]
    ]
    facts = [Fact(**f) for f in found["keterangan"]]
    if found["program"] != __version__:
        facts.append(Fact("Rekap", "Dibuat ulang dengan", f"sakip_excel {__version__}"))
    material = Material(
        period=(found["tahun"], found["triwulan"]),
        roster=Roster(tuple(_expected(r) for r in found["daftar"]), found["daftar_sha256"]),
        chosen=Chosen(unreadable=damaged),
        decisions={d["kode_satker"]: Decision(**d) for d in found["keputusan"]},
        upstream={d["kode_satker"]: Decision(**d) for d in found["keputusan_rekap"]},
        history={k: [_arrival(a) for a in v] for k, v in found["riwayat"].items()},
        excluded=[Excluded(**e) for e in found["dikecualikan"]],
        changes=[Change(**c) for c in found["perubahan"]],
        now=datetime.fromisoformat(found["waktu"]),
        base=found["dasar"],
        closed=True,
        facts=facts,
        below={r["kode_satker"]: _expected(r) for r in found.get("daftar_rekap", ())},
    )
    return Closure(material, tuple(_needed(n) for n in found["berkas"]))


def _expected(row: dict[str, Any]) -> Expected:
    day = row["deadline"]
    return Expected(**{**row, "deadline": None if day is None else date.fromisoformat(day)})


def _arrival(row: dict[str, Any]) -> Arrival:
    moment = row["received"]
    return Arrival(
        **{**row, "received": None if moment is None else datetime.fromisoformat(moment)}
    )


def _needed(row: dict[str, Any]) -> Needed:
    arrival = row["arrival"]
    return Needed(
        **{
            **row,
            "order": tuple(row["order"]),
            "arrival": None if arrival is None else _arrival(arrival),
        }
    )


def reopen(closure: Closure, candidates: Iterable[Candidate], base: str) -> Material:
    """Return the material of a closed period with its reports put back.

    Args:
        closure: the closed period.
        candidates: what lies in the folders now, read anew.
        base: where the joined folder lies from the rekap now.

    Raises:
        ClosedError: a report is gone or its content has changed.
    """
    there: dict[tuple[str, bool], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: c.where, reverse=True):
        there[candidate.extract.sha256, bool(candidate.via)] = candidate
    chosen = Chosen(unreadable=closure.material.chosen.unreadable)
    gone: list[str] = []
    for needed in closure.needed:
        found = there.get((needed.sha256, bool(needed.via)))
        if found is None:
            gone.append(needed.path)
        else:
            _put(chosen, needed, found)
    if gone:
        raise ClosedError(
            f"Periode ini sudah ditutup, tetapi {len(gone)} berkasnya tidak ada lagi atau berubah: "
            f"{', '.join(gone[:5])}.",
            "Kembalikan berkas itu dari cadangan, lalu ulangi.",
        )
    late = _late(closure, there.values())
    return replace(
        closure.material,
        chosen=chosen,
        excluded=[*closure.material.excluded, *late],
        base=base,
    )


def _put(chosen: Chosen, needed: Needed, candidate: Candidate) -> None:
    extract = replace(candidate.extract, path=needed.path)
    found = Candidate(extract, needed.arrival, needed.order, needed.via)
    if needed.undecided:
        several = chosen.undecided.get(needed.kode_satker, ())
        chosen.undecided[needed.kode_satker] = (*several, found)
    else:
        chosen.reports[needed.kode_satker] = found


def _late(closure: Closure, candidates: Iterable[Candidate]) -> Sequence[Excluded]:
    known, period = closure.known, closure.material.period
    day = f"{closure.material.now:%d/%m/%Y}"
    return [
        left_out(c, LATE, f"Periode ditutup pada {day}; berkas ini tidak ikut.")
        for c in candidates
        if c.extract.sha256 not in known
        and (c.extract.identity.tahun, c.extract.identity.triwulan) == period
    ]
