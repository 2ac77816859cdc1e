"""Realisasi anggaran: one row per rincian output (RO)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.base import Computed, Field, Form, Kind, Value
from sakip_excel.forms.excel import (
    NOT_COMPUTABLE_TEXT,
    QUARTER,
    blank,
    choose_quarter,
    compute_guarded,
    guarded,
    is_error,
    sum_column,
    sum_numbers,
)
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.scoring import anggaran as score
from sakip_excel.scoring.outcome import NOT_COMPUTABLE, is_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from sakip_excel.forms.base import Context
    from sakip_excel.forms.data import Record

RESULTS = tuple(f"realisasi_tw{i}" for i in range(1, 5))


def _realisasi(record: Record, context: Context) -> Value:
    if not context.quarter:
        return None
    value = record.excel(RESULTS[context.quarter - 1])
    return NOT_COMPUTABLE if is_error(value) else value


def _of(function: Callable[..., Value], *keys: str) -> Callable[[Record, Context], Value]:
    """Return a row function that applies a scoring function to the numbers of some columns."""

    def row(record: Record, _: Context) -> Value:
        return compute_guarded(function, *[record.excel(k) for k in keys])

    return row


def _guarded(expression: str, function: Callable[..., Value], *keys: str) -> Computed:
    formula = guarded(expression, *("{" + k + "}" for k in keys))
    return Computed(formula=formula, row=_of(function, *keys))


def _total(key: str, heading: str, text: str) -> Field:
    """Return the named cell above a column that sums it."""
    computed = Computed(
        formula=sum_column(
            "{anggaran:" + key + "}", "{anggaran:program}", "{anggaran:kode_program}"
        ),
        cell=lambda context: sum_numbers(r.excel(key) for r in context.forms["anggaran"].rows),
    )
    return Field(f"total_{key}", heading, Kind.MONEY, text, above=key, computed=computed)


def _ratio_cell(formula: str, top: str, bottom: str, *, complement: bool = False) -> Computed:
    """Return a pooled ratio of two named totals: sums divided, percentages never averaged."""

    def cell(context: Context) -> Value:
        cells = context.forms["anggaran"].cells
        above, below = cells.excel(top), cells.excel(bottom)
        result = compute_guarded(score.serapan, below, above)
        if complement:
            return compute_guarded(score.selisih, result)
        return result

    return Computed(formula=formula, cell=cell)


def _pooled(top: str, bottom: str) -> str:
    return f"IFERROR({{{top}}}/{{{bottom}}},{NOT_COMPUTABLE_TEXT})"


def _total_efisiensi(context: Context) -> Value:
    """Return the pooled efficiency over the RO that have both figures."""
    data = context.forms["anggaran"]
    both = [r for r in data.rows if is_number(r.excel("efisiensi_rp"))]
    should = sum_numbers(r.excel("seharusnya") for r in both)
    return compute_guarded(score.serapan, should, data.cells.excel("total_efisiensi_rp"))


_PICK = choose_quarter(*("{" + key + "}" for key in RESULTS))

ANGGARAN = Form(
    key="anggaran",
    order=50,
    repeated=("kode_ro", "ro"),
    new_page=("tvro", "realisasi"),
    area="AG",
    sheet="Anggaran",
    title="Realisasi Anggaran per Rincian Output (RO)",
    purpose="Satu baris satu RO. Realisasi diisi kumulatif sampai akhir triwulan.",
    table="tblAnggaran",
    total_label=("program", "kode_program"),
    spare_rows=15,
    source="Tabel efisiensi LKj (11 kolom); efisiensi: bentuk PMK 22/PMK.02/2021, dipakai sebagai "
    "analisis efisiensi LKj dan bukan NKA",
    certainty="terlihat pada dokumen contoh; rumus efisiensi sebagian terlihat",
    columns=(
        Field(
            "kode_program",
            "Kode program",
            Kind.CODE,
            "Dua huruf, misalnya CQ atau WA.",
            required=True,
            pattern=r"(\d{3}\.\d{2}\.)?[A-Z]{2}",
            pattern_hint="dua huruf, misalnya CQ",
            example="CQ",
            width=9,
        ),
        Field(
            "program",
            "Program",
            Kind.TEXT,
            "Nama program.",
            width=28,
            example="Program Dukungan Manajemen",
        ),
        Field(
            "kode_kegiatan",
            "Kode kegiatan",
            Kind.CODE,
            "Empat angka, misalnya 6709.",
            required=True,
            pattern=r"\d{4}",
            pattern_hint="empat angka, misalnya 6709",
            example="6709",
            width=9,
        ),
        Field(
            "kegiatan",
            "Kegiatan",
            Kind.TEXT,
            "Nama kegiatan.",
            width=32,
            example="Pengelolaan Keuangan dan Barang Milik Negara",
        ),
        Field(
            "kode_kro",
            "Kode KRO",
            Kind.CODE,
            "Tiga huruf, misalnya QGE.",
            required=True,
            pattern=r"[A-Z]{3}",
            pattern_hint="tiga huruf, misalnya QGE",
            example="QGE",
            width=8,
        ),
        Field(
            "kro",
            "KRO",
            Kind.TEXT,
            "Nama klasifikasi rincian output.",
            width=26,
            example="Layanan Dukungan Manajemen Internal",
        ),
        Field(
            "kode_ro",
            "Kode RO",
            Kind.CODE,
            "Tiga angka dengan nol di depan, misalnya 001.",
            required=True,
            pattern=r"\d{3}",
            pattern_hint="tiga angka, misalnya 001",
            example="001",
            width=8,
        ),
        Field(
            "ro",
            "Rincian output (RO)",
            Kind.TEXT,
            "Nama RO.",
            required=True,
            width=34,
            example="Layanan Perkantoran",
            aliases=("ro", "uraian ro", "nama ro"),
        ),
        Field(
            "sumber_dana",
            "Sumber dana",
            Kind.CHOICE,
            "RM, PNBP, HIBAH atau lainnya; boleh kosong.",
            choices=("RM", "PNBP", "HIBAH"),
            strict_choices=False,
            example="RM",
            width=10,
        ),
        Field(
            "satuan",
            "Satuan",
            Kind.TEXT,
            "Satuan volume: Layanan, Dokumen ...",
            example="Layanan",
            width=11,
        ),
        Field(
            "tvro",
            "TVRO (target volume)",
            Kind.NUMBER,
            "Target volume RO setahun.",
            required=True,
            minimum=0,
            example="1",
            width=10,
            aliases=("tvro",),
        ),
        Field(
            "rvro",
            "RVRO (realisasi volume)",
            Kind.NUMBER,
            "Realisasi volume RO sampai triwulan yang dilaporkan.",
            minimum=0,
            example="1",
            width=10,
            aliases=("rvro",),
        ),
        Field(
            "pagu",
            "Pagu (Rp)",
            Kind.MONEY,
            "Pagu RO; rupiah penuh, angka saja.",
            required=True,
            minimum=0,
            example="426483000",
            width=18,
            aliases=("pagu", "anggaran"),
        ),
        *(
            Field(
                key,
                f"Realisasi s.d. TW {roman} (Rp)",
                Kind.MONEY,
                f"Realisasi kumulatif sampai akhir triwulan {roman}; rupiah penuh. 0 berarti nol, "
                "kosong berarti belum ada.",
                width=18,
            )
            for key, roman in zip(RESULTS, QUARTERS, strict=True)
        ),
        Field(
            "keterangan",
            "Keterangan",
            Kind.TEXT,
            "Penjelasan, misalnya sebab pagu minus.",
            width=28,
        ),
        Field(
            "realisasi",
            "Realisasi (Rp)",
            Kind.MONEY,
            "Realisasi sampai triwulan yang dilaporkan.",
            width=18,
            computed=Computed(
                formula=f'IFERROR(IF({QUARTER}=0,"",IF({blank(_PICK)},"",{_PICK})),'
                f"{NOT_COMPUTABLE_TEXT})",
                row=_realisasi,
            ),
        ),
        Field(
            "sisa",
            "Sisa (Rp)",
            Kind.MONEY,
            "Pagu dikurangi realisasi.",
            width=18,
            computed=_guarded("{pagu}-{realisasi}", score.sisa, "pagu", "realisasi"),
        ),
        Field(
            "serapan",
            "Serapan (%)",
            Kind.RATIO,
            "Realisasi dibagi pagu.",
            width=14,
            computed=_guarded("{realisasi}/{pagu}", score.serapan, "pagu", "realisasi"),
            aliases=("realisasi (%)", "realisasi %"),
        ),
        Field(
            "capaian_ro",
            "Capaian RO (%)",
            Kind.RATIO,
            "RVRO dibagi TVRO.",
            width=13,
            computed=_guarded("{rvro}/{tvro}", score.capaian_ro, "tvro", "rvro"),
        ),
        Field(
            "seharusnya",
            "Pengeluaran seharusnya (Rp)",
            Kind.MONEY,
            "Pagu x capaian RO.",
            width=18,
            computed=_guarded("{pagu}*{capaian_ro}", score.seharusnya, "pagu", "capaian_ro"),
        ),
        Field(
            "efisiensi_rp",
            "Efisiensi (Rp)",
            Kind.MONEY,
            "Pengeluaran seharusnya dikurangi realisasi.",
            width=18,
            computed=_guarded(
                "{seharusnya}-{realisasi}", score.efisiensi_rp, "seharusnya", "realisasi"
            ),
        ),
        Field(
            "efisiensi",
            "Efisiensi (%)",
            Kind.RATIO,
            "Efisiensi (Rp) dibagi pengeluaran seharusnya. Analisis efisiensi LKj, bukan NKA.",
            width=14,
            computed=Computed(
                formula=guarded("{efisiensi_rp}/{seharusnya}", "{seharusnya}", "{efisiensi_rp}"),
                row=_of(score.efisiensi, "seharusnya", "realisasi"),
            ),
        ),
        Field(
            "selisih",
            "Selisih 100% - serapan (%)",
            Kind.RATIO,
            "Kolom yang tercetak sebagai 'efisiensi' pada tabel LKj; sisa anggaran, bukan "
            "efisiensi.",
            width=14,
            computed=_guarded("1-{serapan}", score.selisih, "serapan"),
            aliases=("selisih",),
        ),
    ),
    cells=(
        _total("pagu", "Jumlah pagu (Rp)", "Jumlah kolom Pagu."),
        _total("realisasi", "Jumlah realisasi (Rp)", "Jumlah kolom Realisasi."),
        _total("sisa", "Jumlah sisa (Rp)", "Jumlah kolom Sisa."),
        Field(
            "total_serapan",
            "Serapan satker (%)",
            Kind.RATIO,
            "Jumlah realisasi dibagi jumlah pagu; persentase tidak dirata-ratakan.",
            above="serapan",
            computed=_ratio_cell(
                _pooled("total_realisasi", "total_pagu"), "total_realisasi", "total_pagu"
            ),
        ),
        _total(
            "seharusnya",
            "Jumlah pengeluaran seharusnya (Rp)",
            "Jumlah kolom Pengeluaran seharusnya.",
        ),
        _total("efisiensi_rp", "Jumlah efisiensi (Rp)", "Jumlah kolom Efisiensi (Rp)."),
        Field(
            "total_efisiensi",
            "Efisiensi satker (%)",
            Kind.RATIO,
            "Jumlah efisiensi dibagi jumlah pengeluaran seharusnya.",
            above="efisiensi",
            computed=Computed(
                formula="IFERROR({total_efisiensi_rp}/SUMIF({anggaran:efisiensi_rp},"
                f'"<1E+300",{{anggaran:seharusnya}}),{NOT_COMPUTABLE_TEXT})',
                cell=_total_efisiensi,
            ),
        ),
        Field(
            "total_selisih",
            "Selisih satker 100% - serapan (%)",
            Kind.RATIO,
            "Sisa anggaran, bukan efisiensi.",
            above="selisih",
            computed=_ratio_cell(
                f"IFERROR(1-{{total_serapan}},{NOT_COMPUTABLE_TEXT})",
                "total_realisasi",
                "total_pagu",
                complement=True,
            ),
        ),
    ),
)
