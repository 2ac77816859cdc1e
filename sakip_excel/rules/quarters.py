"""What Kinerja and Anggaran ask alike of realisasi that is filled in quarter by quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.rules._look import beyond, has, skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData
    from sakip_excel.report_data import Report
    from sakip_excel.rules.registry import Rule


def skipped_quarters(
    report: Report, rule: Rule, form: FormData, keys: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a finding for every empty quarter between filled ones.

    Args:
        report: the report, for the quarter reported.
        rule: the rule that finds.
        form: the form as found.
        keys: the four columns of the quarters, in order.
    """
    if not has(form, *keys):
        return
    for record in form:
        for key in skipped(record, keys, report.quarter or 4):
            yield rule.at(
                form,
                record,
                key,
                "triwulan ini kosong, padahal triwulan sebelum dan sesudahnya terisi.",
                "Isi realisasi kumulatif sampai triwulan ini; 0 bila memang nol.",
            )


def quarters_beyond(
    report: Report, rule: Rule, form: FormData, keys: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a finding for every filled quarter after the reported one; arguments as above."""
    for record in form:
        for key in beyond(record, keys, report.quarter):
            yield rule.at(
                form,
                record,
                key,
                "terisi untuk triwulan setelah triwulan yang dilaporkan.",
                "Kosongkan, atau perbaiki triwulan pada Beranda.",
            )
