"""What the text check has to say, and the registry of its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.finding import Finding, Severity
from sakip_excel.rules.registry import RULES, Rule, declare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sakip_excel.textcheck.document import Document, Place
    from sakip_excel.textcheck.known import Known

    Look = Callable[["Document", "Known", "Speaker"], Iterator["Remark"]]


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding about one place of a written report.

    Attributes:
        finding: code, severity, sentences and figures as everywhere; its cell is the place.
        place: where it begins.
        last: where it ends.
        quote: short quotation.
        start: offset in the stream, for the order.
    """

    finding: Finding
    place: Place
    last: Place
    quote: str
    start: int

    @property
    def where(self) -> str:
        """Return the place as a person finds it, e.g. ``baris 12-14`` or ``tabel 2 baris 3``."""
        return where(self.place, self.last)


def where(first: Place, last: Place) -> str:
    """Return a stretch as a person finds it."""
    if first == last:
        return str(first)
    if first.unit == last.unit and first.row == last.row == 0:
        return f"{first}-{last.number}"
    return f"{first} sampai {last}"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Makes the remarks of one rule about one document."""

    rule: Rule
    document: Document

    def say(
        self,
        start: int,
        end: int,
        message: str,
        fix: str,
        *,
        computed: str = "",
        severity: Severity | None = None,
    ) -> Remark:
        """Return a remark about a stretch of the document.

        Args:
            start: offset of its first character.
            end: offset behind its last character.
            message: what was seen and what is needed.
            fix: what to do.
            computed: what was computed or is expected, as a person reads it.
            severity: another severity than the rule's own.
        """
        text = self.document.text
        end = start + len(text[start:end].rstrip())
        first, last = self.document.place(start), self.document.place(max(end - 1, start))
        quote = self.document.quote(start, end)
        finding = Finding(
            self.rule.code,
            severity or self.rule.severity,
            "",
            self.document.name,
            where(first, last),
            "",
            quote,
            computed,
            message,
            fix,
        )
        return Remark(finding, first, last, quote, start)


LOOKS: dict[str, Look] = {}
"""The rules about written reports by code, in the order of registration."""


def text_rule(
    code: str, severity: Severity, title: str, *, source: str, certainty: str
) -> Callable[[Look], Look]:
    """Register the decorated function as a rule about written reports."""

    def register(look: Look) -> Look:
        declare(code, severity, title, source=source, certainty=certainty)
        LOOKS[code] = look
        return look

    return register


def run_looks(document: Document, known: Known) -> list[Remark]:
    """Return everything that the rules find in a document, in reading order per severity."""
    found = [
        remark
        for code, look in LOOKS.items()
        for remark in look(document, known, Speaker(RULES[code], document))
    ]
    return sorted(found, key=lambda r: (r.finding.severity.rank, r.start, r.finding.code))
