"""Rules of Anggaran about its totals and about figures typed over formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Finding, Severity
from sakip_excel.rules._look import (
    CONVENTION,
    HALF_POINT_OF_PRINT,
    PRABUMULIH,
    SEEN,
    has,
    same_percent,
    typed_over,
)
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import percent, rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_NEEDS = ("anggaran",)
_RESTORED: Final = (
    "Rumus dikembalikan. Periksa isiannya; bila sudah benar, pilih Sudah diperiksa pada Validasi."
)


def _ratio(record: Record, key: str) -> float | None:
    """Return the ratio that was computed for a cell, None when there is none."""
    value = record.computed.get(key)
    return value if is_number(value) else None


@rule(
    "AG216",
    Severity.PERINGATAN,
    "Jumlah pagu RO sama dengan pagu DIPA.",
    needs=("identitas", "anggaran"),
    source=PRABUMULIH,
    certainty=SEEN,
)
def total_is_dipa(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the RO do not add up to the pagu of the DIPA."""
    form = report.forms["anggaran"]
    total, pagu = form.total("pagu"), report.forms["identitas"].cells.number("pagu_dipa")
    if not pagu or not total or total == pagu:
        return
    more = "lebih besar" if total > pagu else "lebih kecil"
    message = (
        f"jumlah pagu RO {rupiah(total)}, {more} {rupiah(abs(total - pagu))} dari pagu DIPA "
        f"{rupiah(pagu)}."
    )
    fix = "Lengkapi RO yang kurang (termasuk hibah), atau perbaiki pagu DIPA pada Beranda."
    if has(form, "total_pagu"):
        typed, computed = rupiah(total), rupiah(pagu)
        yield rule.at(form, form.cells, "total_pagu", message, fix, typed=typed, computed=computed)
    else:
        yield rule.about(form, message, fix)


@rule(
    "AG217",
    Severity.INFO,
    "Serapan satker mengikuti lintasan triwulan (keterangan, bukan target tahun ini).",
    needs=_NEEDS,
    source="lintasan PER-4/PB/2021 (15/40/60/90) sebagai keterangan bila jenis belanja tak "
    "diketahui",
    certainty=CONVENTION,
)
def serapan_on_track(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the satker's serapan is behind the overall track of the quarter."""
    form, targets = report.forms["anggaran"], report.settings.serapan
    target = targets.target(report.quarter) if targets else None
    serapan = _ratio(form.cells, "total_serapan")
    # SUM of blanks is 0, but nothing filled in is not nothing spent.
    blank = all(record.number("realisasi") is None for record in form)
    if target is None or serapan is None or blank or serapan >= target:
        return
    message = f"serapan satker di bawah lintasan triwulan ini ({percent(target, 0)})."
    fix = "Terangkan sebabnya dan rencana percepatannya."
    if has(form, "total_serapan"):
        typed, computed = percent(serapan), percent(target)
        yield rule.at(
            form, form.cells, "total_serapan", message, fix, typed=typed, computed=computed
        )
    else:
        yield rule.about(form, message, fix)


@rule(
    "AG220",
    Severity.GALAT,
    "Jumlah sama dengan jumlah barisnya.",
    needs=_NEEDS,
    source=PRABUMULIH + " (selisih Rp 28,6 miliar)",
    certainty=SEEN,
    restored=True,
)
def total_is_the_sum(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield totals that were typed and are not the sum of the rows."""
    form = report.forms["anggaran"]
    for key in ("total_pagu", "total_realisasi"):
        typed, total = typed_over(form.cells, key), form.cells.computed.get(key)
        if typed is None or not is_number(total) or typed == total:
            continue
        more = "lebih besar" if typed > total else "lebih kecil"
        yield rule.at(
            form,
            form.cells,
            key,
            f"tertulis {rupiah(typed)}, jumlah barisnya {rupiah(total)}: {more} "
            f"{rupiah(abs(typed - total))}.",
            "Rumus dikembalikan. Lengkapi baris yang kurang, atau buang yang terhitung dua kali.",
            typed=rupiah(typed),
            computed=rupiah(total),
        )


@rule(
    "AG221",
    Severity.GALAT,
    "Persentase jumlah cocok dengan jumlah pagu dan realisasi yang tertulis di sampingnya.",
    needs=_NEEDS,
    source=PRABUMULIH + " (tertulis 99,42%, dari angkanya sendiri 99,74%)",
    certainty=SEEN,
    restored=True,
)
def total_percent_of_its_figures(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a typed total percentage that is wrong even on the totals printed beside it."""
    form = report.forms["anggaran"]
    cells = form.cells
    pagu, spent, stated = (
        typed_over(cells, key) for key in ("total_pagu", "total_realisasi", "total_serapan")
    )
    if stated is None or not pagu or spent is None or same_percent(stated, spent / pagu):
        return
    right = _ratio(cells, "total_serapan")
    if right is not None and same_percent(stated, right):
        return
    own, rows = percent(spent / pagu), "" if right is None else percent(right)
    of_rows = f" dan dari barisnya {rows}" if rows else ""
    yield rule.at(
        form,
        cells,
        "total_serapan",
        f"tertulis {percent(stated)}, padahal dari jumlah yang tertulis sendiri {own}{of_rows}.",
        _RESTORED,
        typed=percent(stated),
        computed=rows or own,
    )


@rule(
    "AG222",
    Severity.PERINGATAN,
    "Selisih 100% - serapan mengikuti serapan yang benar.",
    needs=_NEEDS,
    source=PRABUMULIH + " (35 dari 35 baris mengikuti persentase yang tertulis)",
    certainty=SEEN,
    restored=True,
)
def selisih_of_the_right_percent(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield typed selisih that differ: a warning where they follow a wrong typed serapan."""
    form = report.forms["anggaran"]
    for record in form:
        yield from _selisih(rule, form, record, "serapan", "selisih")
    yield from _selisih(rule, form, form.cells, "total_serapan", "total_selisih")


def _selisih(
    rule: Rule, form: FormData, record: Record, serapan: str, selisih: str
) -> Iterator[Finding]:
    typed, right = typed_over(record, selisih), _ratio(record, selisih)
    if typed is None or right is None or abs(typed - right) <= HALF_POINT_OF_PRINT:
        return
    stated = typed_over(record, serapan)
    follows = stated is not None and same_percent(typed, 1 - stated)
    message = (
        "mengikuti persentase serapan yang salah."
        if follows
        else "tidak sama dengan 100% dikurangi serapan."
    )
    yield rule.at(
        form,
        record,
        selisih,
        message,
        _RESTORED,
        typed=percent(typed),
        computed=percent(right),
        severity=None if follows else Severity.GALAT,
    )


@rule(
    "AG223",
    Severity.GALAT,
    "Persentase anggaran dijumlahkan dahulu, tidak dirata-ratakan.",
    needs=_NEEDS,
    source=PRABUMULIH + " (94,91% dan 98,68% adalah rata-rata)",
    certainty=SEEN,
    restored=True,
)
def percent_is_pooled(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a typed total percentage that is the mean of the rows' percentages."""
    form = report.forms["anggaran"]
    stated, right = typed_over(form.cells, "total_serapan"), _ratio(form.cells, "total_serapan")
    if stated is None or right is None or same_percent(stated, right):
        return
    typed = [typed_over(record, "serapan") for record in form]
    rows = [(_ratio(record, "serapan"), t) for record, t in zip(form, typed, strict=True)]
    for values in ([c for c, _ in rows], [t if t is not None else c for c, t in rows]):
        numbers = [value for value in values if value is not None]
        if len(numbers) > 1 and same_percent(stated, sum(numbers) / len(numbers)):
            yield rule.at(
                form,
                form.cells,
                "total_serapan",
                "persentase ini rata-rata dari persentase barisnya.",
                "Rumus dikembalikan: jumlah realisasi dibagi jumlah pagu.",
                typed=percent(stated),
                computed=percent(right),
            )
            return


@rule(
    "AG224",
    Severity.GALAT,
    "Efisiensi tidak diisi dengan 100% - serapan.",
    needs=_NEEDS,
    source=PRABUMULIH + "; bentuk PMK 22/PMK.02/2021",
    certainty=SEEN,
    restored=True,
)
def efisiensi_is_no_selisih(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield typed efisiensi that are the unspent share although the volume was not reached."""
    form = report.forms["anggaran"]
    for record in form:
        typed, right = typed_over(record, "efisiensi"), _ratio(record, "efisiensi")
        rest = _ratio(record, "selisih")
        if typed is None or right is None or rest is None or same_percent(typed, right):
            continue
        if same_percent(typed, rest):
            yield rule.at(
                form,
                record,
                "efisiensi",
                "diisi 100% dikurangi serapan; itu sisa anggaran, bukan efisiensi.",
                _RESTORED,
                typed=percent(typed),
                computed=percent(right),
            )
