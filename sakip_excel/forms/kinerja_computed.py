"""The computed columns of Kinerja: each Excel formula beside its twin in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.base import Computed, Value
from sakip_excel.forms.excel import (
    NOT_COMPUTABLE_TEXT,
    QUARTER,
    blank,
    choose_quarter,
    compute_guarded,
    compute_measure,
    guarded,
    is_error,
    measure,
    trim,
    when,
)
from sakip_excel.forms.pk import read_measure
from sakip_excel.scoring import anggaran as money
from sakip_excel.scoring import capaian as score
from sakip_excel.scoring.grades import grade_rank, opinion_rank
from sakip_excel.scoring.outcome import (
    NO_CASE,
    NOT_COMPUTABLE,
    NOT_REACHED,
    difference,
    is_blank,
    is_number,
    same_text,
)
from sakip_excel.values.number import is_percent_format

if TYPE_CHECKING:
    from sakip_excel.forms.base import Context
    from sakip_excel.forms.data import Record


TARGETS = tuple(f"target_tw{i}" for i in range(1, 5))
RANKS = {
    "target": "peringkat_target",
    "realisasi": "peringkat_realisasi",
    "target_tw_terbaca": "peringkat_target_tw",
    "target_lalu_terbaca": "peringkat_target_lalu",
    "realisasi_lalu_terbaca": "peringkat_realisasi_lalu",
    "target_renstra_terbaca": "peringkat_target_renstra",
}
RESULTS = tuple(f"realisasi_tw{i}" for i in range(1, 5))


def _pk_row(record: Record, context: Context) -> Record | None:
    """Return the PK row whose code is the same as Excel's MATCH would see it."""
    code = record.excel("kode")
    return None if code is None else context.find("pk", "kode", code)


def looked_up(key: str) -> Computed:
    """Return a lookup of a text column of the PK by code."""
    index = "INDEX({pk:" + key + "},MATCH({kode},{pk:kode},0))"

    def row(record: Record, context: Context) -> Value:
        found = _pk_row(record, context)
        value = None if found is None else found.excel(key)
        return None if value is None or is_error(value) else trim(str(value))

    formula = f'IF({blank("{kode}")},"",IFERROR(TRIM({index}),""))'
    return Computed(formula=formula, row=row)


def looked_up_target() -> Computed:
    """Return the lookup of the target as the PK sheet reads it."""
    index = "INDEX({pk:target_terbaca},MATCH({kode},{pk:kode},0))"

    def row(record: Record, context: Context) -> Value:
        found = _pk_row(record, context)
        return None if found is None else found.excel("target_terbaca")

    return Computed(
        formula=f'IF({blank("{kode}")},"",IFERROR({index},""))', row=row, typed_over="CR101"
    )


def picked(keys: tuple[str, ...]) -> Computed:
    """Return the cell of the reported quarter, read in percent points."""
    chosen = choose_quarter(*("{" + key + "}" for key in keys))

    def row(record: Record, context: Context) -> Value:
        if not context.quarter:
            return None
        cell = record.cells.get(keys[context.quarter - 1])
        if cell is None:
            return None
        percent = is_percent_format(cell.number_format)
        return compute_measure(cell.value, percent_format=percent)

    return Computed(formula=f'IF({QUARTER}=0,"",{measure(chosen)})', row=row)


def read(key: str) -> Computed:
    """Return an input as the program reads it, in percent points."""
    return Computed(
        formula=measure("{" + key + "}"), row=lambda record, _: read_measure(record, key)
    )


def rank(key: str) -> Computed:
    """Return the position of a grade or opinion in its scale, 0 when it is none.

    For Predikat a score counts as its grade: above the lower bound, up to the upper one.
    """
    ref = "{" + key + "}"

    def named(scale: str) -> str:
        return f"SUMPRODUCT(EXACT({scale}_daftar,UPPER({ref}))*{scale}_peringkat)"

    score_2 = f"ROUND({ref},2)"
    scored = f"IF(AND({score_2}>=0,{score_2}<=100),MAX(1,SUMPRODUCT(--(akip_batas<{score_2}))),0)"
    graded = f"IF(ISNUMBER({ref}),{scored},{named('akip')})"
    opinion = f"IF(ISNUMBER({ref}),0,{named('opini')})"
    return Computed(
        formula=f'IFERROR(IF({blank(ref)},"",IF(TRIM({{jenis}})="Predikat",{graded},'
        f'IF(TRIM({{jenis}})="Opini",{opinion},""))),0)',
        row=lambda record, _: _rank_of(record.excel("jenis"), record.excel(key)),
    )


def _rank_of(kind: Value, value: Value) -> Value:
    if is_blank(value):
        return None
    if same_text(kind, "Predikat"):
        return grade_rank(value)
    return opinion_rank(value) if same_text(kind, "Opini") else None


def _graded(target: str, result: str) -> str:
    """Return a formula for capaian where target or realisasi is a grade or an opinion."""
    ranked = f"{result}/{target}"
    reached = when(f"{result}>={target}", "1", f'"{NOT_REACHED}"')
    graded = reached
    for name, bounds in (("Batas bawah", "akip_batas"), ("Batas atas", "akip_atas")):
        ratio = f"INDEX({bounds},{result})/INDEX({bounds},{target})"
        graded = when(f'TRIM(metode_predikat)="{name}"', ratio, graded)
    opinion = when('LEFT(TRIM(metode_predikat),5)="Batas"', ranked, reached)
    by_kind = when('TRIM({jenis})="Opini"', opinion, graded)
    by_method = when('TRIM(metode_predikat)="Peringkat"', ranked, by_kind)
    return when(f"OR({target}=0,{result}=0)", NOT_COMPUTABLE_TEXT, by_method)


def capaian_formula(target: str, result: str, *, this_year: bool = True) -> str:
    """Return the formula of capaian for two columns of a row that has jenis and arah."""
    t, r = "{" + target + "}", "{" + result + "}"
    numbers = f"AND(ISNUMBER({t}),ISNUMBER({r}))"
    down = when(f"{t}=0", when(f"{r}=0", "1", "0"), f"MAX(0,(2*{t}-{r})/{t})")
    up = when(f"{t}=0", NOT_COMPUTABLE_TEXT, f"{r}/{t}")
    # The score behind a grade is better when it is higher, whatever the row says.
    fewer = 'AND(TRIM({arah})="Turun",TRIM({jenis})<>"Predikat")'
    numeric = when(numbers, when(fewer, down, up), NOT_COMPUTABLE_TEXT)
    graded = _graded("{" + RANKS[target] + "}", "{" + RANKS[result] + "}")
    by_rank = f'OR(TRIM({{jenis}})="Opini",AND(TRIM({{jenis}})="Predikat",NOT({numbers})))'
    compared = when(f"OR({blank(t)},{blank(r)})", '""', when(by_rank, graded, numeric))
    no_case = when('TRIM({tidak_ada_kasus})="Ya"', f'"{NO_CASE}"', compared)
    whole = no_case if this_year else compared
    return f"IFERROR({when(blank('{kode}'), chr(34) * 2, whole)},{NOT_COMPUTABLE_TEXT})"


def capaian(target: str, result: str, *, this_year: bool = True) -> Computed:
    """Return the capaian of one column against another, both keys of `RANKS`.

    Args:
        target: column of the target.
        result: column of the realisasi.
        this_year: whether "no case this year" is about them.
    """

    def row(record: Record, context: Context) -> Value:
        if record.excel("kode") is None:
            return None
        no_case = this_year and same_text(record.excel("tidak_ada_kasus"), "Ya")
        return score.capaian(
            str(record.excel("jenis") or ""),
            str(record.excel("arah") or ""),
            record.excel(target),
            record.excel(result),
            no_case=no_case,
            method=context.settings.metode_predikat,
        )

    formula = capaian_formula(target, result, this_year=this_year)
    return Computed(formula=formula, row=row)


def _capped(record: Record, context: Context) -> Value:
    return score.capped(record.excel("capaian"), context.settings.batas_capaian)


def _predikat(record: Record, context: Context) -> Value:
    return score.predikat(record.excel("capaian"), context.settings.skala_predikat) or None


def _perubahan(record: Record, _: Context) -> Value:
    now, before = record.excel("capaian"), record.excel("capaian_lalu")
    if is_number(now) and is_number(before):
        return difference(now, before)
    return None


def serapan(pagu: str, spent: str) -> Computed:
    """Return realisasi anggaran divided by pagu, both keys of money columns of this row."""
    return Computed(
        formula=guarded(f"{{{spent}}}/{{{pagu}}}", f"{{{pagu}}}", f"{{{spent}}}"),
        row=lambda record, _: compute_guarded(
            money.serapan, record.excel(pagu), record.excel(spent)
        ),
    )


def _efisiensi(record: Record, _: Context) -> Value:
    def function(pagu: float, achieved: float, spent: float) -> Value:
        should = pagu * achieved
        return NOT_COMPUTABLE if should == 0 else (should - spent) / should

    values = (record.excel(k) for k in ("pagu", "capaian", "realisasi_anggaran"))
    return compute_guarded(function, *values)


def _numbers(context: Context, key: str) -> list[float]:
    values = (r.excel(key) for r in context.forms["kinerja"].rows)
    return [v for v in values if is_number(v)]


def _mean(context: Context) -> Value:
    rows = context.forms["kinerja"].rows
    outcome = score.mean(r.excel("capaian_dibatasi") for r in rows).value
    return NOT_COMPUTABLE if outcome is None else outcome


def _coded(context: Context) -> int:
    return sum(r.excel("kode") is not None for r in context.forms["kinerja"].rows)


CAPPED = Computed(
    formula="IF(AND(ISNUMBER({capaian}),ISNUMBER(batas_capaian_nilai)),"
    "MIN({capaian},batas_capaian_nilai),{capaian})",
    row=_capped,
)
PREDIKAT = Computed(
    formula="IF(ISNUMBER({capaian}),"
    "LOOKUP(ROUND({capaian}*100,2),skala_batas,skala_nama),{capaian})",
    row=_predikat,
)
PERUBAHAN = Computed(
    formula='IF(AND(ISNUMBER({capaian}),ISNUMBER({capaian_lalu})),{capaian}-{capaian_lalu},"")',
    row=_perubahan,
)
EFISIENSI = Computed(
    formula=guarded(
        "({pagu}*{capaian}-{realisasi_anggaran})/({pagu}*{capaian})",
        "{pagu}",
        "{capaian}",
        "{realisasi_anggaran}",
    ),
    row=_efisiensi,
)
MEAN = Computed(
    formula="IFERROR(AVERAGE({kinerja:capaian_dibatasi})," + NOT_COMPUTABLE_TEXT + ")",
    cell=_mean,
)
COUNTED = Computed(
    formula="COUNT({kinerja:capaian_dibatasi})",
    cell=lambda context: len(_numbers(context, "capaian_dibatasi")),
)
NOT_COUNTED = Computed(
    formula='SUMPRODUCT(--(TRIM({kinerja:kode})<>""))-COUNT({kinerja:capaian_dibatasi})',
    cell=lambda context: _coded(context) - len(_numbers(context, "capaian_dibatasi")),
)
