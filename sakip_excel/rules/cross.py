"""Rules that compare forms: codes, targets, programs and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.finding import Severity
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    PRABUMULIH,
    SEEN,
    has,
    revised,
)
from sakip_excel.rules.measures import measured
from sakip_excel.rules.pk_anggaran import program_code, program_name
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.scoring.grades import grade_of
from sakip_excel.values.display import number, rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report
    from sakip_excel.rules.measures import Measured


def _by_code(form: FormData) -> dict[str, Record]:
    """Return the first row of each code."""
    rows: dict[str, Record] = {}
    for record in form:
        code = record.text("kode")
        if code:
            rows.setdefault(code, record)
    return rows


def _unknown_codes(report: Report, rule: Rule, key: str) -> Iterator[Finding]:
    form, known = report.forms[key], _by_code(report.forms["pk"])
    for record in form:
        code = record.text("kode")
        if code and known and code not in known:
            yield rule.at(
                form,
                record,
                "kode",
                "kode ini tidak ada pada lembar PK.",
                "Pilih kode dari daftar, atau tambahkan indikatornya pada PK.",
            )


@rule(
    "CR102",
    Severity.GALAT,
    "Setiap indikator PK diukur pada lembar Kinerja.",
    needs=("pk", "kinerja"),
    source=PRABUMULIH + " (15 indikator PK, 12 diukur)",
    certainty=SEEN,
)
def every_indikator_measured(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield indikator of the PK that are missing on Kinerja, at their code on the PK."""
    form, measured_codes = report.forms["pk"], _by_code(report.forms["kinerja"])
    for code, record in _by_code(form).items():
        if measured_codes and code not in measured_codes:
            yield rule.at(
                form,
                record,
                "kode",
                "indikator PK ini tidak ada pada lembar Kinerja.",
                "Tambahkan barisnya pada lembar Kinerja.",
            )


@rule(
    "CR103",
    Severity.GALAT,
    "Setiap kode pada Kinerja ada pada PK.",
    needs=("pk", "kinerja"),
    source="temuan pada LKj Kota Probolinggo 2024 (baris tanpa padanan di PK)",
    certainty=SEEN,
)
def kinerja_code_known(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield codes on Kinerja that the PK does not have."""
    yield from _unknown_codes(report, rule, "kinerja")


@rule(
    "CR104",
    Severity.GALAT,
    "Setiap kode pada RAK ada pada PK.",
    needs=("pk", "rak"),
    source=HOUSE,
    certainty=CONVENTION,
)
def rak_code_known(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield codes on the RAK that the PK does not have."""
    yield from _unknown_codes(report, rule, "rak")


@rule(
    "CR105",
    Severity.PERINGATAN,
    "Setiap indikator PK didukung sedikitnya satu rencana aksi bila RAK memakai kode.",
    needs=("pk", "rak"),
    source=HOUSE,
    certainty=CONVENTION,
)
def every_indikator_has_action(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield indikator of the PK without an action, where the RAK uses codes at all."""
    form, planned = report.forms["pk"], _by_code(report.forms["rak"])
    for code, record in _by_code(form).items():
        if planned and code not in planned:
            yield rule.at(
                form,
                record,
                "kode",
                "indikator PK ini tidak mempunyai rencana aksi pada RAK.",
                "Tambahkan rencana aksinya, atau isi Kode PK pada baris RAK yang mendukungnya.",
            )


@rule(
    "CR106",
    Severity.GALAT,
    "Target pada RAK sama dengan target pada PK untuk kode yang sama.",
    needs=("pk", "rak"),
    source=PRABUMULIH + " (target PK, Bab II dan tabel berbeda)",
    certainty=SEEN,
)
def rak_target_is_pk_target(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield targets on the RAK that differ from the target of the same code on the PK."""
    form, promised = report.forms["rak"], _by_code(report.forms["pk"])
    for record in form:
        pk_row = promised.get(record.text("kode"))
        if pk_row is None:
            continue
        target, wanted = measured(record, "target"), measured(pk_row, "target")
        if _differ(target, wanted):
            yield rule.at(
                form,
                record,
                "target",
                "target berbeda dari target PK dengan kode yang sama.",
                "PK yang berlaku. Samakan, atau kosongkan Kode PK bila targetnya memang lain.",
                computed=wanted.grade or number(wanted.value or 0),
            )


def _differ(one: Measured, other: Measured) -> bool:
    """Return whether two targets are given and are not the same."""
    if one.value is not None and other.value is not None:
        return abs(one.value - other.value) > 1e-9 * max(1.0, abs(other.value))
    grades = [m.grade or ("" if m.value is None else grade_of(m.value)) for m in (one, other)]
    return all(grades) and grades[0] != grades[1]


def _pagu_by_program(form: FormData) -> dict[str, float]:
    """Return the pagu of each program in rupiah, by code and by name."""
    found: dict[str, float] = {}
    for record in form:
        names = {program_code(record.text("kode_program")), program_name(record.text("program"))}
        for name in names - {""}:
            found[name] = found.get(name, 0) + (record.number("pagu") or 0)
    return found


@rule(
    "CR107",
    Severity.PERINGATAN,
    "Pagu tiap program pada Anggaran sama dengan anggarannya pada PK, atau DIPA sudah direvisi.",
    needs=("pk_anggaran", "anggaran"),
    source=PRABUMULIH + " (WA 2.702.417.000 dan 2.885.908.000)",
    certainty=SEEN,
)
def program_as_promised(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield programs whose pagu differs from the PK; information once the DIPA was revised."""
    form, anggaran = report.forms["pk_anggaran"], report.forms["anggaran"]
    if not has(anggaran, "pagu"):
        return
    spent = _pagu_by_program(anggaran)
    severity = Severity.INFO if revised(report) else None
    for record in form:
        promised = record.number("anggaran")
        names = (program_code(record.text("kode_program")), program_name(record.text("program")))
        pagu = next((spent[name] for name in names if name and name in spent), None)
        if pagu is None or promised is None or pagu == promised:
            continue
        yield rule.at(
            form,
            record,
            "anggaran",
            f"anggaran PK {rupiah(promised)}, pagu program ini pada lembar Anggaran "
            f"{rupiah(pagu)}.",
            "Terangkan dengan nomor revisi DIPA, atau lengkapi RO yang kurang.",
            computed=rupiah(pagu),
            severity=severity,
        )


@rule(
    "CR108",
    Severity.PERINGATAN,
    "Jumlah pagu pada Kinerja tidak melebihi jumlah pagu pada Anggaran.",
    needs=("kinerja", "anggaran"),
    source=PRABUMULIH + " (uang yang sama dihitung dua kali)",
    certainty=SEEN,
)
def kinerja_within_anggaran(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when the indikator carry more money than the satker has."""
    form = report.forms["kinerja"]
    carried, there = form.total("pagu"), report.forms["anggaran"].total("pagu")
    if there and carried > there and has(form, "pagu"):
        yield rule.about(
            form,
            f"jumlah pagu indikator {rupiah(carried)}, melebihi jumlah pagu lembar Anggaran "
            f"{rupiah(there)}.",
            "Cari anggaran yang terhitung pada lebih dari satu indikator.",
        )


@rule(
    "CR109",
    Severity.PERINGATAN,
    "Jumlah realisasi anggaran pada Kinerja tidak melebihi realisasi pada Anggaran.",
    needs=("kinerja", "anggaran"),
    source=PRABUMULIH + " (uang yang sama dihitung dua kali)",
    certainty=SEEN,
)
def spending_within_anggaran(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield one finding when the indikator spent more money than the satker did."""
    form = report.forms["kinerja"]
    spent, there = form.total("realisasi_anggaran"), report.forms["anggaran"].total("realisasi")
    if there and spent > there:
        yield rule.about(
            form,
            f"jumlah realisasi anggaran indikator {rupiah(spent)}, melebihi realisasi lembar "
            f"Anggaran {rupiah(there)}.",
            "Cari anggaran yang terhitung pada lebih dari satu indikator.",
        )
