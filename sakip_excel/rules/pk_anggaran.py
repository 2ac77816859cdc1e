"""Rules of the PK's anggaran: does it agree with the DIPA and with the budget that is reported?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.finding import Severity
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    PRABUMULIH,
    PROBOLINGGO_RAK,
    SEEN,
    has,
    plain,
    revised,
)
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.values.code import parse_code
from sakip_excel.values.display import rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData
    from sakip_excel.report_data import Report


def _total(form: FormData, key: str) -> float:
    """Return the sum of a column, 0 when nothing was understood in it."""
    return form.total(key)


def _at_total(rule: Rule, form: FormData, message: str, fix: str, other: float) -> Finding:
    """Return a finding at the total above the Table, or about the form when it is not there."""
    if not has(form, "total_anggaran"):
        return rule.about(form, message, fix)
    total = rupiah(_total(form, "anggaran"))
    return rule.at(
        form, form.cells, "total_anggaran", message, fix, typed=total, computed=rupiah(other)
    )


def _against_dipa(report: Report) -> tuple[float, float] | None:
    """Return total of the PK and pagu of the DIPA where both are there and differ."""
    pagu = report.forms["identitas"].cells.number("pagu_dipa")
    total = _total(report.forms["pk_anggaran"], "anggaran")
    return (total, pagu) if pagu and total and total != pagu else None


@rule(
    "PA201",
    Severity.PERINGATAN,
    "Jumlah anggaran PK sama dengan pagu DIPA, atau nomor revisi DIPA menerangkan bedanya.",
    needs=("identitas", "pk_anggaran"),
    source=PRABUMULIH,
    certainty=SEEN,
)
def total_against_dipa(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when PK and DIPA differ and Beranda names no revision."""
    pair = _against_dipa(report)
    if pair is None or revised(report):
        return
    total, pagu = pair
    message = f"jumlah anggaran PK {rupiah(total)}, pagu DIPA {rupiah(pagu)}."
    fix = "Samakan keduanya, atau isi Revisi DIPA ke- pada Beranda bila DIPA sudah direvisi."
    yield _at_total(rule, report.forms["pk_anggaran"], message, fix, pagu)


@rule(
    "PA202",
    Severity.PERINGATAN,
    "Jumlah anggaran PK sama dengan jumlah pagu pada lembar Anggaran, atau DIPA sudah direvisi.",
    needs=("pk_anggaran", "anggaran"),
    source=PRABUMULIH,
    certainty=SEEN,
)
def total_against_anggaran(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when PK and the reported pagu differ; information once DIPA was revised."""
    form = report.forms["pk_anggaran"]
    total, pagu = _total(form, "anggaran"), _total(report.forms["anggaran"], "pagu")
    if not total or not pagu or total == pagu:
        return
    message = f"jumlah anggaran PK {rupiah(total)}, jumlah pagu lembar Anggaran {rupiah(pagu)}."
    fix = "Terangkan bedanya dengan nomor revisi DIPA, atau lengkapi baris yang kurang."
    found = _at_total(rule, form, message, fix, pagu)
    yield _as_information(found) if revised(report) else found


def _as_information(finding: Finding) -> Finding:
    from dataclasses import replace

    return replace(finding, severity=Severity.INFO)


@rule(
    "PA203",
    Severity.INFO,
    "Pembagian anggaran per program berjumlah pagu DIPA revisi terakhir.",
    needs=("identitas", "pk_anggaran"),
    source=PROBOLINGGO_RAK,
    certainty=SEEN,
)
def split_of_the_revision(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the DIPA was revised and the split still adds up to another amount."""
    pair = _against_dipa(report)
    if pair is None or not revised(report):
        return
    total, pagu = pair
    message = (
        f"pembagian per program berjumlah {rupiah(total)}, bukan pagu revisi {rupiah(pagu)}; "
        "mungkin masih pembagian DIPA awal."
    )
    fix = "Susun PK revisi bila pembagiannya berubah."
    yield _at_total(rule, report.forms["pk_anggaran"], message, fix, pagu)


@rule(
    "PA204",
    Severity.GALAT,
    "Satu program ditulis pada satu baris.",
    needs=("pk_anggaran",),
    source=HOUSE,
    certainty=CONVENTION,
)
def program_once(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield programs that stand there twice, by code or, without one, by name."""
    form = report.forms["pk_anggaran"]
    seen: set[str] = set()
    for record in form:
        code = program_code(record.text("kode_program"))
        name = code or program_name(record.text("program"))
        if name and name in seen:
            yield rule.at(
                form,
                record,
                "kode_program" if code and has(form, "kode_program") else "program",
                "program ini sudah ada pada baris lain, sehingga terhitung dua kali.",
                "Gabungkan kedua baris.",
            )
        seen.add(name)


def program_code(text: str) -> str:
    """Return the two letters of a program code, ``CQ`` for ``076.01.CQ``."""
    return parse_code(text).value.rpartition(".")[2]


def program_name(text: str) -> str:
    """Return the name of a program for comparing, without the word program."""
    return plain(text).removeprefix("program ").strip()
