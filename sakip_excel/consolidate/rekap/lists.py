"""The lists of a rekap: rankings, RAK, changes, files left out, letters, metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.consolidate.rekap.layout import CHANGES, EXCLUDED, LETTERS, PLACES, PLANS
from sakip_excel.consolidate.rekap.layout_rows import METADATA
from sakip_excel.consolidate.rekap.page import Row, write_table
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from sakip_excel.consolidate.joined import Plan
    from sakip_excel.consolidate.rekap.bulk import Value
    from sakip_excel.consolidate.rekap.page import Rekap


def write_places(rekap: Rekap) -> None:
    """Write every ranking in full."""
    rows = (
        Row((ranking.by, ranking.level.capitalize(), *place))
        for ranking in rekap.joined.rankings
        for place in ranking.rows
    )
    write_table(rekap, PLACES, rows)


def write_plans(rekap: Rekap) -> None:
    """Write the RAK of each counted satker, with that of all above."""
    plans = rekap.joined.plans
    totals: dict[str, Value] = {}
    if plans and not plans[0].kode_satker:
        totals = dict(zip((c.key for c in PLANS.columns), _plan(plans[0]), strict=True))
        totals["nama_satker"] = "Jumlah"
        plans = plans[1:]
    write_table(rekap, PLANS, (Row(_plan(plan)) for plan in plans), totals=totals)


def _plan(plan: Plan) -> tuple[Value, ...]:
    quarters = zip(plan.planned, plan.done, plan.capaian, strict=True)
    statuses = ", ".join(f"{word} {number(count)}" for word, count in plan.statuses if count)
    figures = (figure for quarter in quarters for figure in quarter)
    return (plan.kode_satker, plan.nama_satker, plan.provinsi, plan.actions, *figures, statuses)


def write_changes(rekap: Rekap) -> None:
    """Write what differs from older versions, cell by cell."""
    rows = (
        Row(
            (
                c.kode_satker,
                c.nama_satker,
                c.since,
                c.what,
                c.sheet,
                c.cell,
                c.column,
                c.row,
                c.before,
                c.after,
                c.old,
                c.new,
                c.reason,
            )
        )
        for c in rekap.joined.changes
    )
    write_table(rekap, CHANGES, rows)


def write_excluded(rekap: Rekap) -> None:
    """Write the files that are in no sum, and why."""
    rows = (
        Row((e.path, e.kind, e.reason, e.kode_satker, e.nama_satker, e.period, e.sha256[:12]))
        for e in rekap.joined.excluded
    )
    write_table(rekap, EXCLUDED, rows)


def write_letters(rekap: Rekap) -> None:
    """Write the texts that are ready to send."""
    rows = (
        Row(
            (x.kode_satker, x.nama_satker, x.email, x.kind, x.subject, x.body),
            links={"email": _mail(x.email)} if _mail(x.email) else {},
        )
        for x in rekap.joined.letters
    )
    write_table(rekap, LETTERS, rows)


def _mail(address: str) -> str:
    plain = address.isascii() and address.isprintable() and not set(address) & set(' "<>?&%#')
    return f"mailto:{address}" if "@" in address and plain else ""


def write_metadata(rekap: Rekap) -> None:
    """Write settings, versions and how the rekap was made."""
    rows = (
        Row((fact.group, fact.name, fact.value, fact.source, fact.certainty))
        for fact in rekap.joined.metadata
    )
    write_table(rekap, METADATA, rows)
