"""Rules of Kinerja about capaian: can it be computed, is it plausible, is it explained?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.forms.kinerja_computed import RESULTS
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    PRABUMULIH,
    SEEN,
    has,
    indikator_of,
    is_empty,
    once,
    reported,
)
from sakip_excel.rules.kinerja import no_case
from sakip_excel.rules.measures import PERCENT
from sakip_excel.rules.polarity import needs_cases
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, NOT_REACHED, is_number
from sakip_excel.values.display import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_NEEDS = ("kinerja",)
_HIGH: Final = 1.2
_ENOUGH_ROWS: Final = 3


def coded_rows(report: Report) -> list[tuple[FormData, Record]]:
    """Return every row of Kinerja that has a code."""
    return once(report, "KN coded rows", _read_coded_rows)


def _read_coded_rows(report: Report) -> list[tuple[FormData, Record]]:
    form = report.forms["kinerja"]
    return [(form, record) for record in form if record.text("kode")]


@rule(
    "KN206",
    Severity.PERINGATAN,
    "Capaian di atas 120% diterangkan.",
    needs=_NEEDS,
    source="batas 120% pada PermenPANRB 8/2021 (SKP) dan perangkat IKU publik",
    certainty="sekunder",
)
def not_above_120(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield capaian above 120%: either the target is too low or a figure is wrong."""
    for form, record in coded_rows(report):
        capaian = record.number("capaian")
        if capaian is not None and round(capaian, 6) > _HIGH:
            yield rule.at(
                form,
                record,
                "capaian",
                "capaian lebih dari 120%.",
                "Periksa target dan realisasi; bila benar, terangkan dalam laporan.",
                typed=f"{number(capaian * 100, 2)}%",
            )


@rule(
    "KN207",
    Severity.PERINGATAN,
    "Capaian tidak seluruhnya tepat 100%.",
    needs=_NEEDS,
    source="catatan evaluasi AKIP: target terlalu mudah",
    certainty="sekunder",
)
def not_all_hundred(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when every capaian that can be computed is exactly 100%."""
    capaian = [v for _, r in coded_rows(report) if (v := r.number("capaian")) is not None]
    if len(capaian) >= _ENOUGH_ROWS and all(value == 1 for value in capaian):
        yield rule.about(
            report.forms["kinerja"],
            "semua capaian tepat 100%.",
            "Periksa bahwa realisasi diukur sendiri dan bukan disalin dari target.",
        )


@rule(
    "KN208",
    Severity.PERINGATAN,
    "Indikator tanpa kasus tidak dilaporkan 100%.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def cases_did_occur(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield indikator about disputes, complaints ... with target and realisasi 100."""
    key = reported(report, RESULTS)
    for form, record in coded_rows(report):
        full = record.number("realisasi") == 100 == record.number("target")
        if key and full and not no_case(record) and needs_cases(indikator_of(record)):
            yield rule.at(
                form,
                record,
                key,
                "target dan realisasi 100 untuk hal yang hanya terukur bila ada kasus.",
                "Bila tidak ada kasus, kosongkan realisasi dan pilih Ya pada Tidak ada kasus.",
            )


@rule(
    "KN209",
    Severity.GALAT,
    "Baris yang menyatakan tidak ada kasus tidak berisi realisasi.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def no_case_no_result(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows that say both that nothing occurred and what was achieved."""
    key = reported(report, RESULTS)
    for form, record in coded_rows(report):
        if key and no_case(record) and not is_empty(record, key):
            yield rule.at(
                form,
                record,
                key,
                "Tidak ada kasus berisi Ya, tetapi realisasi diisi.",
                "Kosongkan realisasi, atau hapus Ya.",
            )


@rule(
    "KN210",
    Severity.PERINGATAN,
    "Capaian yang tidak dapat dihitung diketahui sebabnya.",
    needs=_NEEDS,
    source="penyebut 0 (dokumen rancangan LLDIKTI XVI 17.4); " + HOUSE,
    certainty=CONVENTION,
)
def capaian_can_be_computed(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield capaian without a figure, and as information the house rule for target 0.

    Where target or realisasi was not understood, that cell's own finding says enough.
    """
    for form, record in coded_rows(report):
        if record.computed.get("capaian") == NOT_COMPUTABLE:
            if _is_asked(report, record):
                continue
            yield rule.at(
                form,
                record,
                "capaian",
                "capaian tidak dapat dihitung dari target dan realisasi ini.",
                "Periksa target (0 atau teks) dan jenisnya. Baris ini tidak ikut rata-rata.",
                typed=NOT_COMPUTABLE,
            )
        elif record.number("target") == 0 and is_number(record.computed.get("capaian")):
            yield rule.at(
                form,
                record,
                "capaian",
                "target 0 berarah Turun: realisasi 0 dihitung 100%, selain itu 0%.",
                "Kesepakatan alat ini; terangkan dalam laporan.",
                typed="",
                severity=Severity.INFO,
            )


def _is_asked(report: Report, record: Record) -> bool:
    """Return whether the realisasi of a row or its target on PK has a finding already."""
    if reported(report, RESULTS) in record.doubts:
        return True
    pk, kode = report.forms.get("pk"), record.text("kode")
    return pk is not None and any("target" in r.doubts and r.text("kode") == kode for r in pk)


@rule(
    "KN213",
    Severity.PERINGATAN,
    "Realisasi persentase tidak lebih dari 100%.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def percent_up_to_hundred(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield percentages above 100."""
    for form, record in coded_rows(report):
        if record.text("jenis") != PERCENT:
            continue
        for key in RESULTS:
            if (record.number(key) or 0) > 100:
                yield rule.at(
                    form,
                    record,
                    key,
                    "realisasi persentase lebih dari 100%.",
                    "Periksa angkanya. Sel berformat persen berisi 90 berarti 9.000%.",
                )


@rule(
    "KN217",
    Severity.PERINGATAN,
    "Capaian di bawah 100% disertai hambatan dan tindak lanjut.",
    needs=_NEEDS,
    source="LKj Bab III: sebab kegagalan dan upaya perbaikan (PermenPANRB 53/2014)",
    certainty="umum, sumber belum dilihat",
)
def shortfall_is_explained(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows below target without hambatan or without tindak lanjut."""
    for form, record in coded_rows(report):
        capaian = record.computed.get("capaian")
        short = capaian == NOT_REACHED or (is_number(capaian) and round(capaian, 9) < 1)
        empty = [k for k in ("hambatan", "tindak_lanjut") if has(form, k) and is_empty(record, k)]
        if short and empty:
            yield rule.at(
                form,
                record,
                empty[0],
                "capaian di bawah 100%, tetapi hambatan dan tindak lanjut belum lengkap.",
                "Tulis sebabnya dan upaya perbaikannya.",
            )


@rule(
    "KN218",
    Severity.PERINGATAN,
    "Realisasi mempunyai bukti dukung.",
    needs=_NEEDS,
    source="evaluasi AKIP memerlukan bukti; " + HOUSE,
    certainty=CONVENTION,
)
def result_has_evidence(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows with a realisasi and no document behind it."""
    form = report.forms["kinerja"]
    if not has(form, "bukti"):
        return
    for _, record in coded_rows(report):
        if record.computed.get("realisasi") is not None and is_empty(record, "bukti"):
            yield rule.at(
                form,
                record,
                "bukti",
                "bukti dukung realisasi belum diisi.",
                "Tulis dokumen sumber angkanya.",
            )
