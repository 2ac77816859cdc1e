"""One registry of rules: each rule is one small function with one stable code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.finding import Finding, Severity
from sakip_excel.forms.shown import shown_input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: stable code, letter pair of the area and three digits.
        severity: how much a breach matters.
        title: the rule in one Indonesian sentence, as printed by ``sakip kamus``.
        needs: keys of the forms that must be present for the rule to run.
        source: where the rule comes from, in Indonesian.
        certainty: how sure that is.
        restored: the finding is about a figure typed over a formula; processing puts the formula
            back, so the finding is kept on Validasi until somebody confirms it.
        check: the function; yields findings.
    """

    code: str
    severity: Severity
    title: str
    needs: tuple[str, ...]
    source: str
    certainty: str
    restored: bool = False
    check: Callable[[Report], Iterator[Finding]] | None = None

    @property
    def provenance(self) -> str:
        """Return source and certainty as printed beside a finding."""
        return f"{self.source} ({self.certainty})"

    def at(
        self,
        form: FormData,
        record: Record,
        key: str,
        message: str,
        fix: str,
        *,
        typed: str | None = None,
        computed: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this rule about one field of one row (or one named cell).

        Args:
            form: the form as found.
            record: the row; ``form.cells`` for a named cell.
            key: the field.
            message: what was seen and what is needed.
            fix: what to do.
            typed: what stands there as a person reads it; default: the cell's own value.
            computed: what was computed or is expected, as a person reads it.
            severity: another severity than the rule's own.
        """
        declared = form.field(key)
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            form=form.form.key,
            sheet=form.sheet,
            cell=form.address(record, key),
            column=form.heading(key),
            typed=shown_input(record, declared) if typed is None else typed,
            computed=computed,
            message=message,
            fix=fix,
        )

    def about(self, form: FormData, message: str, fix: str, *, typed: str = "") -> Finding:
        """Return a finding of this rule about a whole form."""
        return Finding(
            self.code, self.severity, form.form.key, form.sheet, "", "", typed, "", message, fix
        )

    def about_book(self, message: str, fix: str, *, typed: str = "") -> Finding:
        """Return a finding of this rule about the whole workbook."""
        return Finding(self.code, self.severity, "", "", "", "", typed, "", message, fix)


RULES_VERSION = "1"
"""Raised when a rule comes, goes or changes its severity; a seal tells by which rules it was given.
"""

RULES: dict[str, Rule] = {}
"""Every rule by code, in the order of registration."""


def declare(
    code: str,
    severity: Severity,
    title: str,
    *,
    needs: tuple[str, ...] = (),
    source: str,
    certainty: str,
    restored: bool = False,
) -> Rule:
    """Register a code whose findings are made elsewhere (schema, reading, restored formulas)."""
    if code in RULES:
        raise ValueError(f"rule {code} is declared twice")
    made = Rule(code, severity, title, needs, source, certainty, restored)
    RULES[code] = made
    return made


def rule(
    code: str,
    severity: Severity,
    title: str,
    *,
    needs: tuple[str, ...],
    source: str,
    certainty: str,
    restored: bool = False,
) -> Callable[[Callable[[Report, Rule], Iterator[Finding]]], Rule]:
    """Register the decorated function as a rule; it is called with the report and its rule."""

    def register(function: Callable[[Report, Rule], Iterator[Finding]]) -> Rule:
        made = declare(
            code,
            severity,
            title,
            needs=needs,
            source=source,
            certainty=certainty,
            restored=restored,
        )

        def check(report: Report) -> Iterator[Finding]:
            return function(report, made)

        object.__setattr__(made, "check", check)
        return made

    return register


def run_rules(report: Report) -> list[Finding]:
    """Run every rule whose forms are present and return all findings."""
    present = report.forms
    found: list[Finding] = []
    for each in RULES.values():
        if each.check is not None and all(key in present for key in each.needs):
            found.extend(each.check(report))
    return found
