"""Rules of Anggaran about each RO: spending, volume and the quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.forms.anggaran import RESULTS
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    PRABUMULIH,
    SEEN,
    falling,
    has,
    is_empty,
    reported,
)
from sakip_excel.rules.quarters import quarters_beyond, skipped_quarters
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import percent, rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report

_NEEDS = ("anggaran",)
_LOW: Final = 0.85
_VERY_LOW: Final = 0.5
_FLOW = "aturan alur pengisian kumulatif; " + HOUSE


@rule(
    "AG201",
    Severity.PERINGATAN,
    "Realisasi tidak melebihi pagu.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def within_pagu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO that spent more than their pagu; it happens with belanja pegawai."""
    form, key = report.forms["anggaran"], reported(report, RESULTS)
    for record in form if key else ():
        pagu, spent = record.number("pagu"), record.number(key)
        if pagu is not None and spent is not None and spent > pagu > 0:
            yield rule.at(
                form,
                record,
                key,
                f"realisasi melebihi pagu {rupiah(spent - pagu)}: pagu minus, perlu revisi.",
                "Periksa angkanya; bila benar, tulis sebabnya di Keterangan dan usulkan revisi.",
                computed=f"paling banyak {rupiah(pagu)}",
            )


@rule(
    "AG202",
    Severity.PERINGATAN,
    "RO tanpa realisasi anggaran tidak dilaporkan tercapai penuh.",
    needs=_NEEDS,
    source=PRABUMULIH + " (3 dari 35 RO)",
    certainty=SEEN,
)
def output_costs_money(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO with realisasi 0 and the whole volume achieved."""
    form, key = report.forms["anggaran"], reported(report, RESULTS)
    for record in form if key else ():
        target, volume = record.number("tvro"), record.number("rvro")
        full = target is not None and volume is not None and volume >= target > 0
        if full and record.number(key) == 0 and (record.number("pagu") or 0) > 0:
            yield rule.at(
                form,
                record,
                key,
                "realisasi 0, tetapi volume RO dilaporkan tercapai penuh.",
                "Periksa RVRO; bila output tercapai tanpa biaya, tulis sebabnya di Keterangan.",
            )


@rule(
    "AG203",
    Severity.PERINGATAN,
    "Serapan di bawah 85% dengan capaian RO 100% diterangkan.",
    needs=_NEEDS,
    source="LK Kota Probolinggo 2024: serapan rendah tampak sebagai efisiensi tinggi",
    certainty=SEEN,
)
def low_spending_full_output(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO where poor absorption would pass for efficiency."""
    form = report.forms["anggaran"]
    for record in form:
        spent, done = record.number("serapan"), record.number("capaian_ro")
        if spent is not None and done is not None and 0 < spent < _LOW and done >= 1:
            yield rule.at(
                form,
                record,
                "serapan",
                "serapan di bawah 85% dengan capaian RO 100% tampak sebagai efisiensi tinggi.",
                "Pastikan RVRO benar; terangkan di Keterangan apakah ini penghematan atau pagu "
                "berlebih.",
                typed=percent(spent),
            )


@rule(
    "AG204",
    Severity.PERINGATAN,
    "RVRO tidak melebihi TVRO.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def volume_within_target(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO that achieved more than their target volume."""
    form = report.forms["anggaran"]
    for record in form:
        target, volume = record.number("tvro"), record.number("rvro")
        if target is not None and volume is not None and volume > target:
            yield rule.at(
                form,
                record,
                "rvro",
                "RVRO lebih besar dari TVRO.",
                "Periksa keduanya; bila benar, tulis sebabnya di Keterangan.",
            )


@rule(
    "AG205",
    Severity.PERINGATAN,
    "RVRO diisi bila realisasi anggaran diisi.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def volume_is_reported(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO with spending and a blank RVRO: there is no capaian RO and no efisiensi."""
    form, key = report.forms["anggaran"], reported(report, RESULTS)
    if not key or not has(form, "rvro"):
        return
    for record in form:
        if record.number(key) is not None and is_empty(record, "rvro"):
            yield rule.at(
                form,
                record,
                "rvro",
                "realisasi anggaran diisi, tetapi RVRO kosong.",
                "Isi RVRO; 0 bila belum ada output.",
            )


@rule(
    "AG206",
    Severity.PERINGATAN,
    "Realisasi kumulatif tidak turun dari triwulan ke triwulan.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def cumulative_grows(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield quarters whose cumulative realisasi is smaller than the one before."""
    form = report.forms["anggaran"]
    for record in form:
        for key in falling(record, RESULTS):
            yield rule.at(
                form,
                record,
                key,
                "realisasi kumulatif lebih kecil dari triwulan sebelumnya.",
                "Isi jumlah sejak Januari, bukan triwulan itu saja. Bila ada pengembalian belanja, "
                "tulis di Keterangan.",
            )


@rule(
    "AG207",
    Severity.PERINGATAN,
    "Tidak ada triwulan yang terlompati di antara realisasi yang diisi.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def no_quarter_skipped(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield empty quarters between filled ones."""
    yield from skipped_quarters(report, rule, report.forms["anggaran"], RESULTS)


@rule(
    "AG208",
    Severity.PERINGATAN,
    "Realisasi triwulan yang dilaporkan diisi.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def reported_quarter_filled(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO without a realisasi for the reported quarter."""
    form, key = report.forms["anggaran"], reported(report, RESULTS)
    if not key or not has(form, key):
        return
    for record in form:
        if is_empty(record, key):
            yield rule.at(
                form,
                record,
                key,
                "realisasi triwulan yang dilaporkan belum diisi.",
                "Isi realisasinya; 0 bila belum ada.",
            )


@rule(
    "AG209",
    Severity.PERINGATAN,
    "Triwulan setelah triwulan yang dilaporkan dibiarkan kosong.",
    needs=_NEEDS,
    source=_FLOW,
    certainty=CONVENTION,
)
def nothing_beyond_reported(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield realisasi of quarters after the reported one."""
    yield from quarters_beyond(report, rule, report.forms["anggaran"], RESULTS)


@rule(
    "AG218",
    Severity.INFO,
    "Serapan RO di bawah 50% pada akhir tahun diterangkan.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def very_low_spending(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO that spent less than half by the end of the year and did not reach their volume."""
    form = report.forms["anggaran"]
    for record in form if report.quarter == 4 else ():
        spent, done = record.number("serapan"), record.number("capaian_ro")
        if spent is not None and spent < _VERY_LOW and (done is None or done < 1):
            yield rule.at(
                form,
                record,
                "serapan",
                "serapan di bawah 50% pada akhir tahun.",
                "Terangkan sebabnya di Keterangan.",
                typed=percent(spent),
            )


@rule(
    "AG219",
    Severity.PERINGATAN,
    "Realisasi tidak seluruhnya nol.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def something_was_spent(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when every RO reports 0 for the reported quarter."""
    form = report.forms["anggaran"]
    spent = [record.number("realisasi") for record in form]
    if len(spent) > 1 and all(is_number(value) and value == 0 for value in spent):
        yield rule.about(
            form,
            "realisasi semua RO 0.",
            "Isi realisasi sampai triwulan yang dilaporkan, atau perbaiki triwulan pada Beranda.",
        )


@rule(
    "AG225",
    Severity.PERINGATAN,
    "RO yang mempunyai realisasi mempunyai pagu.",
    needs=_NEEDS,
    source="penyebut 0 tidak menghasilkan persentase",
    certainty="sekunder",
)
def spending_has_pagu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO that spent money with pagu 0: there is no serapan."""
    form = report.forms["anggaran"]
    for record in form:
        if record.number("pagu") == 0 and record.number("realisasi"):
            yield rule.at(
                form,
                record,
                "pagu",
                "realisasi diisi dengan pagu 0; serapan tidak dapat dihitung.",
                "Isi pagu menurut revisi DIPA terakhir.",
            )
