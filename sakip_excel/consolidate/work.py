"""The whole way of a joining: look, read, choose, compare, join, write."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sakip_excel.collection import no_collection
from sakip_excel.consolidate.choose import Candidate, Period, choose, usual_period
from sakip_excel.consolidate.compare import SINCE_JOIN, SINCE_VERSION, Older, changes_of
from sakip_excel.consolidate.facts import NO_ROSTER_TEXT, ROSTER_FACT, facts_of, period_text
from sakip_excel.consolidate.folder import Found, arrival_of, by_content, look_into
from sakip_excel.consolidate.join import Material, join
from sakip_excel.consolidate.period import close, closure_path, read_closure, reopen
from sakip_excel.consolidate.read import REKAP_TEMPLATE, relative
from sakip_excel.consolidate.roster import NO_ROSTER, Roster, read_roster
from sakip_excel.consolidate.run import extract_all
from sakip_excel.errors import FileError, NotTemplateError, UnsafeError, UsageError
from sakip_excel.workbook.files import check_writable, explained, read_file
from sakip_excel.workbook.replace import Clock, WriteResult, local_now, write_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sakip_excel.consolidate.extract import Extract
    from sakip_excel.consolidate.joined import Change, Joined, Reread
    from sakip_excel.consolidate.period import Closure
    from sakip_excel.consolidate.run import Progress
    from sakip_excel.consolidate.states import Decision, Expected

_TOO_LARGE = (
    "Rekap ini terlalu besar untuk digabung lagi. Pakailah rekap provinsi atau laporan satkernya."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be joined.

    Attributes:
        folders: folders or single files; rekaps among them are opened up.
        target: the rekap; what stands there gives its decisions and goes to ``cadangan``.
        roster: the roster; None takes ``daftar_satker.xlsx`` from the folders.
        period: year and quarter; None takes the usual one.
        processes: how many to use; None for one per processor.
        closing: whether the period is frozen.
    """

    folders: Sequence[Path]
    target: Path
    roster: Path | None = None
    period: Period | None = None
    processes: int | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read.

    Attributes:
        found: what lies in the folders.
        candidates: every report that was read.
        opened: the rekaps among the files as they were read, with their places.
        rekaps: the rekaps with their fingerprints.
        files: how many files were read.
    """

    found: Found
    candidates: list[Candidate]
    opened: list[tuple[str, Reread]]
    rekaps: list[tuple[str, str]]
    files: int


@dataclass(frozen=True, slots=True)
class Done:
    """What a joining gave.

    Attributes:
        joined: the consolidated period.
        written: where the rekap stands.
        notices: sentences for the officer.
    """

    joined: Joined
    written: WriteResult
    notices: list[str] = field(default_factory=list)


def run_join(request: Request, progress: Progress | None = None, clock: Clock = local_now) -> Done:
    """Join what lies in the folders into a rekap.

    Args:
        request: what is to be joined.
        progress: told about every file.
        clock: tells the time of joining.

    Raises:
        UsageError: nothing can be joined, or the rekap is one of another period.
        FileError: a folder, the roster, the journal or the rekap cannot be read or written.
    """
    with no_collection():
        return _run(request, progress, clock)


def _run(request: Request, progress: Progress | None, clock: Clock) -> Done:
    target = request.target.resolve()
    check_writable(target)
    before = read_file(target) if target.exists() else None
    previous = _previous(target)
    skip = [target, *([request.roster] if request.roster else [])]
    found = look_into(request.folders, request.period, skip)
    gathered = _gather(found, request.processes, progress)
    period = request.period or found.period or usual_period(gathered.candidates)
    if period is None:
        raise UsageError(
            "Tidak ada laporan yang terbaca di folder itu.",
            "Periksa foldernya, atau sebutkan --tahun dan --triwulan.",
        )
    _refuse_other(previous, period, target)
    notices = _notices(previous)
    closure = read_closure(closure_path(target, period))
    base = _base(found.root, target.parent)
    if closure is None:
        material = _material(request, gathered, period, previous, clock, base)
        if request.closing:
            material = close(material, closure_path(target, period))
            notices.append(f"Periode ditutup: {closure_path(target, period).name}.")
    else:
        notices.append(
            f"{period_text(period)} sudah ditutup; dibuat ulang dari berkas yang sama. "
            f"Untuk membukanya lagi, hapus {closure_path(target, period).name}."
        )
        material = _reopened(closure, gathered, base)
        notices += _ignored(previous, closure)
    joined = join(material)
    return Done(joined, _write(joined, target, before, clock), notices)


def _previous(target: Path) -> Reread | None:
    """Return what stands in the rekap now, None when there is none."""
    from sakip_excel.consolidate.rekap import read_rekap

    if not target.exists():
        return None
    try:
        return read_rekap(target, rows=False)
    except NotTemplateError as error:
        raise UsageError(
            f"{target.name} sudah ada dan bukan rekap; tidak ditimpa.", "Beri nama lain dengan -o."
        ) from error


def _refuse_other(previous: Reread | None, period: Period, target: Path) -> None:
    written = "" if previous is None else previous.metadata.get("Periode", "")
    if written and written != period_text(period):
        raise UsageError(
            f"{target.name} berisi {written}, bukan {period_text(period)}.",
            "Beri nama lain dengan -o, atau sebutkan --tahun dan --triwulan.",
        )


def _notices(previous: Reread | None) -> list[str]:
    if previous is None or not previous.foreign:
        return []
    sheets = ", ".join(previous.foreign)
    return [f"Lembar buatan sendiri ({sheets}) tidak ikut; rekap lama ada di folder cadangan."]


def _ignored(previous: Reread | None, closure: Closure) -> list[str]:
    """Say which decisions were typed after the period was closed; they are not applied."""
    frozen = closure.material.decisions
    typed = previous.decisions if previous is not None else ()
    late = [
        d.kode_satker
        for d in typed
        if d.choice and d.choice != getattr(frozen.get(d.kode_satker), "choice", "")
    ]
    if not late:
        return []
    return [f"Keputusan setelah periode ditutup tidak dipakai: {', '.join(sorted(late))}."]


def _base(root: Path, place: Path) -> str:
    """Return where the joined folder lies from the rekap, empty for the same folder."""
    try:
        found = Path(os.path.relpath(root, place)).as_posix()
    except ValueError:  # on another drive of Windows
        return root.as_posix()
    return "" if found == "." else found


def _gather(found: Found, processes: int | None, progress: Progress | None) -> Gathered:
    gathered = Gathered(found, [], [], [], len(found.paths))
    extracts = extract_all(found.paths, found.root, processes=processes, progress=progress)
    for path, extract in zip(found.paths, extracts, strict=True):
        if extract.template == REKAP_TEMPLATE:
            _open_up(gathered, path, extract)
        else:
            gathered.candidates.append(_candidate(found, path, extract))
    return gathered


def _candidate(found: Found, path: Path, extract: Extract) -> Candidate:
    entry = found.entries.get(path)
    if entry is None:
        return Candidate(extract)
    if extract.sha256 and extract.sha256 != entry.sha256:
        reason = "Isi berkas tidak sama lagi dengan yang tercatat dalam arsip."
        extract = replace(extract, unreadable=reason)
    return Candidate(extract, arrival_of(entry), entry.order)


def _open_up(gathered: Gathered, path: Path, extract: Extract) -> None:
    """Take the reports out of a rekap, with what was decided about them there."""
    from sakip_excel.consolidate.rekap import read_rekap

    via = relative(path, gathered.found.root)
    try:
        reread = read_rekap(path)
    except UnsafeError:
        gathered.candidates.append(Candidate(replace(extract, unreadable=_TOO_LARGE)))
        return
    except FileError as error:
        gathered.candidates.append(Candidate(replace(extract, unreadable=str(error))))
        return
    gathered.rekaps.append((via, extract.sha256))
    arrivals = {arrival.sha256: arrival for arrival in reread.arrivals}
    gathered.candidates.extend(
        Candidate(each, arrivals.get(each.sha256), via=via) for each in reread.extracts
    )
    gathered.opened.append((via, replace(reread, extracts=())))


def _of_period(gathered: Gathered, period: Period) -> list[tuple[str, Reread]]:
    """Return the rekaps of this period; what another quarter's says of a satker is not for it."""
    named = ("", period_text(period))
    return [(v, r) for v, r in gathered.opened if r.metadata.get("Periode", "") in named]


def _upstream(opened: Iterable[tuple[str, Reread]]) -> dict[str, Decision]:
    """Return what was decided in the rekaps, by kode_satker."""
    return {
        decision.kode_satker: replace(decision, by=via)
        for via, reread in opened
        for decision in reread.decisions
        if decision.choice.strip()
    }


def _below(opened: Iterable[tuple[str, Reread]]) -> dict[str, Expected]:
    """Return whom the rosters of the rekaps expect, by kode_satker; a declaration of nil wins."""
    found: dict[str, Expected] = {}
    for via, reread in opened:
        for row in reread.expected:
            if row.nil or row.kode_satker not in found:
                found[row.kode_satker] = replace(row, by=via)
    return found


def _material(
    request: Request,
    gathered: Gathered,
    period: Period,
    previous: Reread | None,
    clock: Clock,
    base: str,
) -> Material:
    found = gathered.found
    place = request.roster or found.roster
    roster = NO_ROSTER if place is None else read_roster(place)
    decisions = {d.kode_satker: d for d in (previous.decisions if previous else ())}
    opened = _of_period(gathered, period)
    upstream = _upstream(opened)
    chosen = choose(gathered.candidates, period, upstream | decisions)
    now = clock()
    return Material(
        period=period,
        roster=roster,
        chosen=chosen,
        decisions=decisions,
        upstream=upstream,
        history=found.history,
        excluded=found.excluded,
        changes=_changes(chosen.reports, gathered, previous),
        now=now,
        base=base,
        facts=facts_of(period, now, _input_facts(gathered, roster, place)),
        below=_below(opened),
    )


def _input_facts(
    gathered: Gathered, roster: Roster, place: Path | None
) -> Iterable[tuple[str, str]]:
    found = gathered.found
    yield "Berkas yang dibaca", str(gathered.files)
    yield "Catatan arsip", "dipakai" if found.journal else "tidak ada"
    if place is None:
        yield ROSTER_FACT, NO_ROSTER_TEXT
    else:
        yield ROSTER_FACT, f"{place.name}, {len(roster.rows)} satker ({roster.sha256[:12]})"
    for via, sha256 in sorted(gathered.rekaps):
        yield "Rekap yang digabung", f"{via} ({sha256[:12]})"


def _changes(
    reports: dict[str, Candidate], gathered: Gathered, previous: Reread | None
) -> tuple[Change, ...]:
    """Return what changed since the last accepted version and since the last rekap."""
    found = gathered.found
    read = (
        (c.extract.sha256, found.root / c.extract.path) for c in gathered.candidates if not c.via
    )
    files = by_content(found, read)
    older: dict[str, list[Older]] = defaultdict(list)
    for kode, sha256 in found.accepted.items():
        older[kode].append(Older(sha256, files.get(sha256), SINCE_VERSION))
    before: dict[str, str] | None = None
    if previous is not None:
        before = {}
        for extract in previous.extracts:
            identity, sha256 = extract.identity, extract.sha256
            before[identity.kode_satker] = identity.nama_satker
            older[identity.kode_satker].append(Older(sha256, files.get(sha256), SINCE_JOIN))
    return changes_of(reports, files, older, before)


def _reopened(closure: Closure, gathered: Gathered, base: str) -> Material:
    """Return the closed material; reports that the archive has replaced are read from it, too."""
    found = gathered.found
    there = {c.extract.sha256 for c in gathered.candidates}
    stored = [
        found.stored[needed.sha256]
        for needed in closure.needed
        if needed.sha256 not in there and needed.sha256 in found.stored
    ]
    extracts = extract_all(sorted(set(stored)), found.root)
    again = [Candidate(extract) for extract in extracts]
    return reopen(closure, [*gathered.candidates, *again], base)


def _write(joined: Joined, target: Path, before: bytes | None, clock: Clock) -> WriteResult:
    """Write the rekap in one step; the one that stood there goes to ``cadangan``."""
    from sakip_excel.consolidate.rekap import read_rekap, write_rekap

    with (
        explained(target),
        tempfile.TemporaryDirectory(prefix="sakip-", ignore_cleanup_errors=True) as folder,
    ):
        made = Path(folder) / "rekap.xlsx"
        write_rekap(joined, made)
        read_rekap(made, rows=False)  # what cannot be read back must not take the place of what can
        data = read_file(made)
    if before == data:
        return WriteResult(target, None, changed=False)
    # decisions typed since the rekap was read would be lost: then it is not replaced
    return WriteResult(target, write_kept(target, data, before, clock), changed=True)
