"""The vocabulary of checks across satkers: what they look at, how they speak, their registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.consolidate.extract import Action, Extract, Indicator, Note, Output
from sakip_excel.consolidate.joined import Remark
from sakip_excel.forms import BY_KEY
from sakip_excel.rules.registry import RULES, Rule, declare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sakip_excel.consolidate.joined import IndicatorGroup, Ref, Report
    from sakip_excel.consolidate.roster import Roster
    from sakip_excel.finding import Severity

    Look = Callable[["Scene", Rule], Iterator[Remark]]

HOUSE = "kesepakatan alat ini"
CONVENTION = "konvensi"

_FORM = {Indicator: "kinerja", Output: "anggaran", Action: "rak"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the checks across satkers look at.

    Attributes:
        reports: the version of each satker that was chosen, accepted or not, by code.
        groups: the indikator of those that count.
        roster: the expected satkers.
    """

    reports: Sequence[Report]
    groups: Sequence[IndicatorGroup]
    roster: Roster

    def indicator(self, ref: Ref) -> tuple[Extract, Indicator]:
        """Return the report and the row of Kinerja behind a reference."""
        extract = self.reports[ref[0]].extract
        return extract, extract.indicators[ref[1]]


LOOKS: dict[str, Look] = {}
"""The checks across satkers by code, in the order of registration."""


def cross_rule(
    code: str, severity: Severity, title: str, *, source: str = HOUSE, certainty: str = CONVENTION
) -> Callable[[Look], Look]:
    """Register the decorated function as a check across satkers."""

    def register(look: Look) -> Look:
        declare(code, severity, title, source=source, certainty=certainty)
        LOOKS[code] = look
        return look

    return register


def look_across(scene: Scene) -> tuple[Remark, ...]:
    """Return everything that the checks find, by satker, sheet, row and code."""
    found = [remark for code, look in LOOKS.items() for remark in look(scene, RULES[code])]
    return tuple(sorted(found, key=_order))


def _order(remark: Remark) -> tuple[object, ...]:
    from sakip_excel.workbook.refs import parse_cell

    note = remark.note
    place = parse_cell(note.cell) if note.cell else (0, 0)
    return remark.kode_satker, note.sheet, place, note.code, note.message


def at(
    rule: Rule,
    extract: Extract,
    row: Indicator | Output | Action,
    key: str,
    message: str,
    fix: str,
    *,
    typed: str = "",
    computed: str = "",
) -> Remark:
    """Return a remark about one field of one row.

    Args:
        rule: the rule that finds.
        extract: the report in which the row stands.
        row: the row.
        key: the field.
        message: what was seen and what is needed.
        fix: what to do.
        typed: what stands there, as a person reads it.
        computed: what is expected, as a person reads it.
    """
    form = _FORM[type(row)]
    note = Note(
        rule.code,
        rule.severity.value,
        extract.sheets.get(form, ""),
        row.cells.get(key, ""),
        BY_KEY[form][key].heading,
        typed,
        computed,
        message,
        fix,
    )
    return _of(extract, note)


def about(
    rule: Rule, extract: Extract, form: str, message: str, fix: str, typed: str = ""
) -> Remark:
    """Return a remark about one form of a report, or about the whole of it (empty form)."""
    sheet = extract.sheets.get(form, "")
    note = Note(rule.code, rule.severity.value, sheet, "", "", typed, "", message, fix)
    return _of(extract, note)


def _of(extract: Extract, note: Note) -> Remark:
    identity = extract.identity
    return Remark(identity.kode_satker, identity.nama_satker, extract.path, note)
