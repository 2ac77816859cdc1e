"""Formulas of the template that belong to no form: headings, parameters, settings in force.

Each has a defined name and a twin in Python, so that processing can refresh the values that a
phone preview or another program reads without recalculating. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel.forms import FORMS
from sakip_excel.forms.excel import QUARTER
from sakip_excel.report.tables import KALIMAT, TABLES
from sakip_excel.scoring.absorption import ABSORPTION
from sakip_excel.scoring.capaian import Metode
from sakip_excel.scoring.catalogue import ALL_SETTINGS, CAPS, KEY_CAP, KEY_METHOD, KEY_SCALE
from sakip_excel.scoring.efficiency import EFFICIENCY
from sakip_excel.scoring.outcome import is_number
from sakip_excel.scoring.scales import SCALES, Scale
from sakip_excel.values.display import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sakip_excel.forms.base import Value
    from sakip_excel.report_data import Report
    from sakip_excel.scoring.source import Source

PREFIXES = {KEY_SCALE: "skala", KEY_CAP: "batas", KEY_METHOD: "metode"}
"""Prefix of the names of a setting's choices on Referensi: ``skala_pilihan``, ``skala_arti`` ..."""
SETTING_PARTS = ("pilihan", "arti", "kepastian", "ringkas")
"""What is printed of a setting: choice, meaning with source, certainty; choice and certainty."""
SETTING_LINES: tuple[tuple[str, str, str, str], ...] = (
    ("skala", "Skala predikat", "pilihan", "kinerja"),
    ("batas", "Batas capaian", "pilihan", "kinerja"),
    ("metode", "Metode Predikat/Opini", "pilihan", "kinerja"),
    ("efisiensi", "Efisiensi", "nama", "anggaran"),
    ("patokan", "Patokan serapan", "nama", "anggaran"),
)
"""Lines under "Pengaturan yang dipakai": prefix, label, part shown as the choice, form needed."""
SCALE_ROWS = max(len(scale.bands) for scale in SCALES)
NOT_FILLED = "Identitas belum diisi: buka Beranda"
NOT_CHECKED = "Belum diperiksa."


@dataclass(frozen=True, slots=True)
class Live:
    """One cell: its formula without ``=`` and the value that the formula gives now."""

    formula: str
    value: Value


def live_cells(
    report: Report, counts: Mapping[str, int] | None = None
) -> dict[str, tuple[Live, ...]]:
    """Return the cells by defined name; a name of several cells is filled from top to bottom.

    Args:
        report: the report; one without forms gives the values of the empty template.
        counts: findings by severity (``galat`` ...), None before the first check.
    """
    cells: dict[str, tuple[Live, ...]] = {"kalimat_temuan": (_sentence(counts),)}
    cells |= {f"konteks_{sheet}": (_context(report),) for sheet in _CONTEXTS}
    cells |= {name: (live,) for name, live in _parameters(report).items()}
    for prefix, label, part, _ in SETTING_LINES:
        for name, live in zip(
            SETTING_PARTS, _setting_line(report, prefix, label, part), strict=True
        ):
            cells[f"setelan_{prefix}_{name}"] = (live,)
    bounds, names = zip(*padded(report.settings.skala_predikat), strict=True)
    cells["skala_batas"] = _from_all_scales("skala_semua_batas", bounds)
    cells["skala_nama"] = _from_all_scales("skala_semua_nama", names)
    return cells


_CONTEXTS = (
    *(form.key for form in FORMS if form.table),
    *("ringkasan", "rinci", "validasi"),
    *(table.name for table in (*TABLES, KALIMAT)),
)


def padded(scale: Scale) -> list[tuple[float, str]]:
    """Return bounds and names of a scale, the lowest class repeated to the common length."""
    rows = list(zip(scale.bounds, scale.names, strict=True))
    return [rows[0]] * (SCALE_ROWS - len(rows)) + rows


def setting_rows() -> dict[str, list[tuple[str, str, str, str]]]:
    """Return name, meaning, source and certainty of every choice, by prefix, in their order."""
    rows: dict[str, list[tuple[str, str, str, str]]] = {
        prefix: [_row(s.choice, s.value, s.source) for s in ALL_SETTINGS if s.key == key]
        for key, prefix in PREFIXES.items()
    }
    rows["efisiensi"] = [_row(r.name, r.formula, r.source) for r in EFFICIENCY]
    rows["patokan"] = [
        _row(
            a.rule,
            " / ".join(percent(target, 0) for target in a.overall),
            a.overall_source,
        )
        for a in ABSORPTION
    ]
    return rows


def _row(name: str, meaning: str, source: Source) -> tuple[str, str, str, str]:
    return name, meaning, source.full_text, str(source.certainty)


def first_years() -> dict[str, tuple[int, ...]]:
    """Return the first budget year of each row of the settings that depend on the year."""
    return {
        "efisiensi": tuple(rule.years[0] or 0 for rule in EFFICIENCY),
        "patokan": tuple(targets.years[0] or 0 for targets in ABSORPTION),
    }


def positions(report: Report) -> dict[str, int]:
    """Return which row of each setting is in force, counted from 1; 0 for none."""
    settings, year = report.settings, report.year
    by_year = {
        prefix: 0 if year is None else sum(first <= year for first in years)
        for prefix, years in first_years().items()
    }
    return {
        "skala": SCALES.index(settings.skala_predikat) + 1,
        "batas": list(CAPS.values()).index(settings.batas_capaian) + 1,
        "metode": list(Metode).index(settings.metode_predikat) + 1,
        **by_year,
    }


def _parameters(report: Report) -> dict[str, Live]:
    at, cap = positions(report), report.settings.batas_capaian
    by_year = "IF(ISNUMBER(tahun),IFERROR(MATCH(tahun,{}_sejak,1),0),0)"
    return {
        QUARTER: Live("IFERROR(MATCH(TRIM(triwulan),daftar_triwulan,0),0)", report.quarter),
        "skala_ke": Live("IFERROR(MATCH(TRIM(skala_predikat),skala_pilihan,0),1)", at["skala"]),
        # Excel may have turned the choice "110%" into the number 1.1.
        "batas_ke": Live(
            '1+IFERROR(MATCH(SUBSTITUTE(batas_capaian," ",""),batas_teks,0),'
            "IFERROR(MATCH(batas_capaian,batas_angka,0),0))",
            at["batas"],
        ),
        "batas_capaian_nilai": Live(
            'IF(batas_ke=1,"",INDEX(batas_angka,batas_ke-1))', "" if cap is None else cap
        ),
        "metode_ke": Live("IFERROR(MATCH(TRIM(metode_predikat),metode_pilihan,0),1)", at["metode"]),
        "efisiensi_ke": Live(by_year.format("efisiensi"), at["efisiensi"]),
        "patokan_ke": Live(by_year.format("patokan"), at["patokan"]),
    }


def _from_all_scales(source: str, values: tuple[Value, ...]) -> tuple[Live, ...]:
    return tuple(
        Live(f"INDEX({source},(skala_ke-1)*{SCALE_ROWS}+{row})", value)
        for row, value in enumerate(values, start=1)
    )


def _setting_line(report: Report, prefix: str, label: str, part: str) -> tuple[Live, ...]:
    """Return the cells of one setting, in the order of `SETTING_PARTS`."""
    at = positions(report)[prefix]
    name, meaning, source, certainty = (
        setting_rows()[prefix][at - 1] if at else ("belum diketahui", "", "", "")
    )
    index = f"INDEX({prefix}_{{}},{prefix}_ke)"
    meant = f'{index.format("arti")}&". Sumber: "&{index.format("sumber")}'
    choice = f'"{label}: "&IF({prefix}_ke=0,"belum diketahui",{index.format(part)})'
    sure = index.format("kepastian")
    return (
        Live(choice, f"{label}: {name}"),
        Live(f'IF({prefix}_ke=0,"",{meant})', f"{meaning}. Sumber: {source}" if at else ""),
        Live(f'IF({prefix}_ke=0,"",{sure})', certainty),
        Live(
            f'{choice}&IF({prefix}_ke=0,""," ("&{sure}&")")',
            f"{label}: {name} ({certainty})" if at else f"{label}: {name}",
        ),
    )


def _context(report: Report) -> Live:
    identitas = report.forms.get("identitas")
    keys = ("nama_satker", "tahun", "triwulan")
    name, year, quarter = (_as_text(identitas.cells.excel(k) if identitas else None) for k in keys)
    return Live(
        f'IF(TRIM(nama_satker)="","{NOT_FILLED}",'
        'nama_satker&" · TA "&tahun&" · Triwulan "&triwulan)',
        f"{name} · TA {year} · Triwulan {quarter}" if name else NOT_FILLED,
    )


def _as_text(value: Value) -> str:
    """Return what ``&`` makes of a cell."""
    if value is None:
        return ""
    return f"{value:.15g}" if is_number(value) else str(value)


def _sentence(counts: Mapping[str, int] | None) -> Live:
    """Return the sentence above the findings."""
    formula = (
        'IF(ISNUMBER(jumlah_galat),jumlah_galat&" galat (harus diperbaiki), "'
        '&jumlah_peringatan&" peringatan, "&jumlah_info&" info.",'
        f'"{NOT_CHECKED}")'
    )
    if counts is None:
        return Live(formula, NOT_CHECKED)
    numbers = [counts.get(severity, 0) for severity in ("galat", "peringatan", "info")]
    text = "{} galat (harus diperbaiki), {} peringatan, {} info.".format(*numbers)
    return Live(formula, text)
