"""Rules of Beranda: do the identity of the satker, its DIPA and its dates agree?"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.rules._look import CONVENTION, GENERAL, HOUSE, PROBOLINGGO, SEEN, date_of, plain
from sakip_excel.rules.regions import own_region, same_province
from sakip_excel.rules.registry import Rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import Record
    from sakip_excel.report_data import Report

_NEEDS = ("identitas",)
_DIPA: Final = re.compile(
    r"SP\s*DIPA[-\s]?(\d{3})\.(\d{2})\.(\d)\.(\d{6})/(20\d{2})", re.IGNORECASE
)
_BAGIAN_ANGGARAN: Final = "076"
_LATEST_DAYS: Final = 183
_RESULTS: Final = ("kinerja", "anggaran")
_KPU: Final = re.compile(r"\b(?:kpu|kip|komisi pemilihan umum|komisi independen pemilihan)\b")
_DIPA_SOURCE = "pola nomor DIPA pada dokumen satker KPU"


def _cells(report: Report) -> Record:
    return report.forms["identitas"].cells


def _dipa(report: Report) -> re.Match[str] | None:
    """Return the parts of the DIPA number: BA, unit, kewenangan, satker, year."""
    return _DIPA.search(_cells(report).text("nomor_dipa"))


@rule(
    "ID201",
    Severity.PERINGATAN,
    "Kode satker dalam nomor DIPA harus sama dengan kode satker.",
    needs=_NEEDS,
    source=_DIPA_SOURCE,
    certainty=SEEN,
)
def dipa_of_own_satker(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the DIPA belongs to another satker."""
    dipa, own = _dipa(report), _cells(report).text("kode_satker")
    if dipa and own and dipa[4] != own:
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "nomor_dipa",
            f"memuat kode satker {dipa[4]}, sedangkan kode satker di atas {own}.",
            "Cocokkan keduanya dengan DIPA.",
            computed=own,
        )


@rule(
    "ID202",
    Severity.PERINGATAN,
    "Tahun dalam nomor DIPA harus sama dengan tahun anggaran.",
    needs=_NEEDS,
    source=_DIPA_SOURCE,
    certainty=SEEN,
)
def dipa_of_the_year(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the DIPA is one of another year."""
    dipa = _dipa(report)
    if dipa and report.year and int(dipa[5]) != report.year:
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "nomor_dipa",
            f"memuat tahun {dipa[5]}, sedangkan tahun anggaran {report.year}.",
            "Tulis nomor DIPA tahun yang dilaporkan.",
            computed=str(report.year),
        )


@rule(
    "ID203",
    Severity.PERINGATAN,
    "Bagian anggaran dalam nomor DIPA harus 076 (KPU).",
    needs=_NEEDS,
    source="Keputusan KPU 751/2019: Bagian Anggaran 076",
    certainty=SEEN,
)
def dipa_of_kpu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the DIPA is not one of bagian anggaran 076."""
    dipa = _dipa(report)
    if dipa and dipa[1] != _BAGIAN_ANGGARAN:
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "nomor_dipa",
            f"memuat bagian anggaran {dipa[1]}, sedangkan KPU 076.",
            "Cocokkan dengan DIPA satker.",
            computed=_BAGIAN_ANGGARAN,
        )


@rule(
    "ID204",
    Severity.PERINGATAN,
    "Laporan hasil bertanggal setelah akhir triwulan dan paling lama enam bulan sesudahnya.",
    needs=_NEEDS,
    source="LKj ditandatangani Januari-Februari; batas enam bulan " + HOUSE,
    certainty=CONVENTION,
)
def date_in_window(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when results are dated before their quarter ends or long after.

    A workbook without results is a plan, which is signed at the beginning of the year.
    """
    day, year, quarter = date_of(_cells(report), "tanggal_laporan"), report.year, report.quarter
    if day is None or not year or not quarter or day.year not in {year, year + 1}:
        return
    if not any(report.forms[key].rows for key in _RESULTS if key in report.forms):
        return
    month = quarter * 3
    end = date(year, month, monthrange(year, month)[1])
    if day < end:
        message = "tanggal laporan mendahului akhir triwulan yang dilaporkan."
    elif (day - end).days > _LATEST_DAYS:
        message = "tanggal laporan lebih dari enam bulan setelah akhir triwulan yang dilaporkan."
    else:
        return
    fix = "Periksa tanggal laporan dan triwulan yang dipilih."
    computed = f"mulai {end:%d/%m/%Y}"
    yield rule.at(
        report.forms["identitas"],
        _cells(report),
        "tanggal_laporan",
        message,
        fix,
        typed=f"{day:%d/%m/%Y}",
        computed=computed,
    )


@rule(
    "ID205",
    Severity.PERINGATAN,
    "Tahun tanggal laporan adalah tahun anggaran atau tahun sesudahnya.",
    needs=_NEEDS,
    source=PROBOLINGGO,
    certainty=SEEN,
)
def date_of_the_year(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when budget year and date of the report lie apart."""
    day, year = date_of(_cells(report), "tanggal_laporan"), report.year
    if day and year and day.year not in {year, year + 1}:
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "tanggal_laporan",
            f"tahun anggaran {year}, tetapi laporan bertanggal tahun {day.year}.",
            "Periksa tahun anggaran dan tanggal laporan.",
            typed=f"{day:%d/%m/%Y}",
            computed=f"{year} atau {year + 1}",
        )


@rule(
    "ID206",
    Severity.INFO,
    "Nama satker memuat KPU atau KIP.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def name_of_a_kpu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the name of the satker does not look like one of KPU."""
    name = _cells(report).text("nama_satker")
    if name and not _KPU.search(plain(name)):
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "nama_satker",
            "nama satker tidak memuat KPU atau KIP.",
            "Tulis nama lengkap, misalnya KPU Kota Prabumulih.",
        )


@rule(
    "ID207",
    Severity.PERINGATAN,
    "Tingkat satker harus sesuai dengan namanya.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def level_of_the_name(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when the name says kabupaten or kota and the tingkat another thing."""
    name, level = _cells(report).text("nama_satker"), _cells(report).text("tingkat")
    own = own_region(name)
    if own is None or not level:
        return
    expected = "Provinsi" if own.kind == "provinsi" else "Kabupaten/Kota"
    if level != expected:
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "tingkat",
            f"nama satker berbunyi {own.kind}, tetapi tingkat yang dipilih {level}.",
            f"Pilih {expected}, atau perbaiki nama satker.",
            computed=expected,
        )


@rule(
    "ID208",
    Severity.PERINGATAN,
    "Provinsi yang dipilih harus sama dengan provinsi dalam nama satker.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def province_of_the_name(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when a provincial satker's name and its province differ."""
    own, province = own_region(_cells(report).text("nama_satker")), _cells(report).text("provinsi")
    if own and own.kind == "provinsi" and province and not same_province(own.words, province):
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "provinsi",
            "provinsi yang dipilih berbeda dari provinsi dalam nama satker.",
            "Samakan provinsi dan nama satker.",
        )


@rule(
    "ID209",
    Severity.INFO,
    "Nama KIP hanya dipakai di Aceh.",
    needs=_NEEDS,
    source="daftar provinsi: Aceh memakai nama KIP",
    certainty=GENERAL,
)
def kip_only_in_aceh(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield a finding when a KIP lies outside Aceh."""
    name, province = _cells(report).text("nama_satker"), _cells(report).text("provinsi")
    if province and province != "Aceh" and plain(name).startswith("kip "):
        yield rule.at(
            report.forms["identitas"],
            _cells(report),
            "nama_satker",
            "nama KIP dipakai di luar Provinsi Aceh.",
            "Periksa nama satker dan provinsi.",
        )
