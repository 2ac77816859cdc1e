"""Rules of Kinerja about the money behind each indikator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import PRABUMULIH, SEEN, has
from sakip_excel.rules.registry import Rule, rule
from sakip_excel.values.display import rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report

_NEEDS = ("kinerja",)
_HALF: Final = 0.5
_ENOUGH_ROWS: Final = 3


@rule(
    "KN214",
    Severity.PERINGATAN,
    "Pagu dan realisasi yang sama tidak dihitung pada dua indikator.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def money_counted_once(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows whose pagu and realisasi are those of an earlier row."""
    form = report.forms["kinerja"]
    first: dict[tuple[float, float], int] = {}
    for record in form:
        pagu, spent = record.number("pagu"), record.number("realisasi_anggaran")
        if not pagu or spent is None:
            continue
        earlier = first.setdefault((pagu, spent), record.row)
        if earlier != record.row:
            yield rule.at(
                form,
                record,
                "pagu",
                f"pagu dan realisasi anggaran sama dengan baris {earlier}; mungkin terhitung dua "
                "kali.",
                "Bagi anggarannya, atau isi hanya pada satu indikator.",
            )


@rule(
    "KN215",
    Severity.PERINGATAN,
    "Realisasi anggaran tidak melebihi pagu.",
    needs=_NEEDS,
    source=PRABUMULIH,
    certainty=SEEN,
)
def within_pagu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows that spent more than their pagu."""
    form = report.forms["kinerja"]
    for record in form:
        pagu, spent = record.number("pagu"), record.number("realisasi_anggaran")
        if pagu is not None and spent is not None and spent > pagu > 0:
            yield rule.at(
                form,
                record,
                "realisasi_anggaran",
                f"realisasi melebihi pagu {rupiah(spent - pagu)}: pagu minus, perlu revisi.",
                "Periksa angkanya; bila benar, terangkan sebabnya.",
                computed=f"paling banyak {rupiah(pagu)}",
            )


@rule(
    "KN216",
    Severity.INFO,
    "Satu indikator tidak menanggung lebih dari separuh anggaran satker.",
    needs=_NEEDS,
    source=PRABUMULIH + " (seluruh belanja pegawai pada satu indikator)",
    certainty=SEEN,
)
def no_indikator_with_everything(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows with more than half of the pagu of the satker."""
    form = report.forms["kinerja"]
    with_money = sum(1 for record in form if record.number("pagu"))
    total = form.total("pagu")
    if with_money < _ENOUGH_ROWS or not total:
        return
    for record in form:
        if (record.number("pagu") or 0) > _HALF * total:
            yield rule.at(
                form,
                record,
                "pagu",
                "lebih dari separuh pagu pada lembar ini ada pada satu indikator.",
                "Periksa apakah belanja pegawai memang mendukung indikator ini saja.",
                computed=f"jumlah {rupiah(total)}",
            )


@rule(
    "KN224",
    Severity.PERINGATAN,
    "Realisasi anggaran mempunyai pagu.",
    needs=_NEEDS,
    source="penyebut kosong tidak menghasilkan persentase",
    certainty="sekunder",
)
def spending_has_pagu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows that spent money without a pagu: there is no serapan."""
    form = report.forms["kinerja"]
    if not has(form, "pagu"):
        return
    for record in form:
        if record.number("realisasi_anggaran") and not record.number("pagu"):
            if "pagu" in record.doubts:
                continue
            yield rule.at(
                form,
                record,
                "pagu",
                "realisasi anggaran diisi tanpa pagu; serapan tidak dapat dihitung.",
                "Isi pagunya.",
            )
