"""Perjanjian Kinerja: what the satker promised, indicator by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.base import Computed, Field, Form, Kind, Value
from sakip_excel.forms.excel import (
    compute_measure,
    measure,
    spelled,
    spelled_formula,
    sum_column,
    sum_numbers,
)
from sakip_excel.values.number import is_percent_format

if TYPE_CHECKING:
    from sakip_excel.forms.base import Context
    from sakip_excel.forms.data import Record

KINDS = ("Persentase", "Jumlah", "Nilai", "Predikat", "Opini", "Level")
DIRECTIONS = ("Naik", "Turun")
CODE_PATTERN = r"\d+(\.\d+){1,3}"
CODE_HINT = "angka bertitik, misalnya 1.1.2 (tujuan.sasaran.indikator)"


def read_measure(record: Record, key: str) -> Value:
    """Return a target or realisasi in percent points, as the workbook's formulas read it."""
    cell = record.cells.get(key)
    if cell is None:
        return None
    return compute_measure(cell.value, percent_format=is_percent_format(cell.number_format))


def _target_terbaca(record: Record, _: Context) -> Value:
    return read_measure(record, "target")


PK = Form(
    key="pk",
    order=10,
    frozen="kode",
    area="PK",
    sheet="PK",
    title="Perjanjian Kinerja",
    purpose="Satu baris satu indikator. Tujuan dan sasaran ditulis pada setiap baris.",
    table="tblPK",
    source="Lampiran PK: Tujuan, Sasaran Strategis, Indikator Kinerja, Target (PermenPANRB 53/2014"
    " lampiran I belum dilihat; susunan terlihat pada PK KPU)",
    certainty="terlihat pada dokumen contoh",
    columns=(
        Field(
            "kode",
            "Kode",
            Kind.CODE,
            "Nomor tujuan.sasaran.indikator, misalnya 1.1.2. Tidak boleh sama.",
            required=True,
            unique=True,
            pattern=CODE_PATTERN,
            pattern_hint=CODE_HINT,
            example="1.1.2",
            width=9,
            aliases=("no", "nomor", "kode indikator"),
        ),
        Field(
            "tujuan",
            "Tujuan",
            Kind.TEXT,
            "Tujuan menurut Renstra.",
            example="Mewujudkan KPU yang mandiri, profesional dan berintegritas",
            width=32,
        ),
        Field(
            "sasaran",
            "Sasaran strategis",
            Kind.TEXT,
            "Sasaran yang diukur indikator ini; tulis sama persis pada baris-baris satu sasaran.",
            required=True,
            example="Terwujudnya SDM dan lembaga KPU yang berkualitas",
            width=36,
            aliases=("sasaran", "sasaran program", "sasaran kegiatan", "sasaran program/kegiatan"),
        ),
        Field(
            "indikator",
            "Indikator kinerja",
            Kind.TEXT,
            "Satu indikator satu baris.",
            required=True,
            example="Nilai keterbukaan informasi publik",
            width=44,
            aliases=("indikator", "indikator kinerja utama"),
        ),
        Field(
            "jenis",
            "Jenis",
            Kind.CHOICE,
            "Persentase, Jumlah, Nilai (skor), Predikat (AA-D), Opini (WTP ...) atau Level.",
            required=True,
            choices=KINDS,
            example="Nilai",
            width=13,
        ),
        Field(
            "satuan",
            "Satuan",
            Kind.TEXT,
            "Satuan target: %, Orang, Laporan, Nilai ...",
            example="Nilai",
            width=11,
        ),
        Field(
            "arah",
            "Arah",
            Kind.CHOICE,
            "Naik: makin tinggi makin baik. Turun: makin rendah makin baik (pelanggaran).",
            required=True,
            choices=DIRECTIONS,
            example="Naik",
            width=9,
            aliases=("polaritas", "polarisasi"),
        ),
        Field(
            "target",
            "Target",
            Kind.MEASURE,
            "Angka saja (satuan di kolom Satuan), atau huruf AA-D / WTP. Untuk %: 90 atau 90%.",
            required=True,
            example="95",
            width=11,
            aliases=("target capaian", "target tahunan"),
        ),
        Field(
            "target_terbaca",
            "Target terbaca",
            Kind.MEASURE,
            "Target sebagaimana dibaca program: 90% dan 90 sama-sama 90.",
            width=11,
            computed=Computed(formula=measure("{target}"), row=_target_terbaca),
        ),
    ),
)


def _total_anggaran(context: Context) -> Value:
    rows = context.forms["pk_anggaran"].rows
    return sum_numbers(r.excel("anggaran") for r in rows)


def _terbilang_anggaran(context: Context) -> Value:
    return spelled(_total_anggaran(context))


PK_ANGGARAN = Form(
    key="pk_anggaran",
    order=20,
    area="PA",
    sheet="PK Anggaran",
    title="Perjanjian Kinerja: anggaran per program",
    purpose="Anggaran menurut PK, satu baris satu program.",
    table="tblPKAnggaran",
    total_label=("program", "kode_program"),
    spare_rows=6,
    source="Lampiran PK: Program, Anggaran, jumlah",
    certainty="terlihat pada dokumen contoh",
    columns=(
        Field(
            "kode_program",
            "Kode program",
            Kind.CODE,
            "Dua huruf, misalnya CQ atau WA.",
            pattern=r"(\d{3}\.\d{2}\.)?[A-Z]{2}",
            pattern_hint="dua huruf, misalnya CQ",
            example="WA",
            width=14,
        ),
        Field(
            "program",
            "Program",
            Kind.TEXT,
            "Nama program seperti pada PK.",
            required=True,
            example="Program Dukungan Manajemen",
            width=60,
        ),
        Field(
            "anggaran",
            "Anggaran (Rp)",
            Kind.MONEY,
            "Rupiah penuh, angka saja.",
            required=True,
            minimum=0,
            example="2885908000",
            width=22,
            aliases=("anggaran",),
        ),
    ),
    cells=(
        Field(
            "total_anggaran",
            "Jumlah anggaran PK (Rp)",
            Kind.MONEY,
            "Jumlah kolom Anggaran. Dihitung; jangan diketik.",
            above="anggaran",
            computed=Computed(
                formula=sum_column(
                    "{pk_anggaran:anggaran}",
                    "{pk_anggaran:program}",
                    "{pk_anggaran:kode_program}",
                ),
                cell=_total_anggaran,
            ),
        ),
        Field(
            "terbilang_anggaran",
            "Terbilang",
            Kind.TEXT,
            "Ditulis program saat Proses. Bila jumlah berubah, jalankan Proses lagi.",
            above="program",
            width=60,
            computed=Computed(
                formula=spelled_formula("{total_anggaran}", "terbilang_anggaran"),
                cell=_terbilang_anggaran,
                typed_over="TX101",
            ),
        ),
    ),
)
