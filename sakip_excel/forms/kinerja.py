"""Pengukuran Kinerja: what was achieved against the PK, with the money behind it."""

from __future__ import annotations

from sakip_excel.forms.base import Field, Form, Kind
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.forms.kinerja_computed import (
    CAPPED,
    COUNTED,
    EFISIENSI,
    MEAN,
    NOT_COUNTED,
    PERUBAHAN,
    PREDIKAT,
    RANKS,
    RESULTS,
    TARGETS,
    capaian,
    looked_up,
    looked_up_target,
    picked,
    rank,
    read,
    serapan,
)
from sakip_excel.forms.pk import CODE_HINT, CODE_PATTERN


def _quarters(prefix: str, keys: tuple[str, ...], text: str) -> tuple[Field, ...]:
    return tuple(
        Field(key, f"{prefix} TW {roman}", Kind.MEASURE, text.format(roman), width=11)
        for key, roman in zip(keys, QUARTERS, strict=True)
    )


def _lookup_field(key: str, heading: str, width: float) -> Field:
    return Field(
        key,
        heading,
        Kind.TEXT,
        "Diambil dari lembar PK menurut kode.",
        width=width,
        computed=looked_up(key),
    )


_INPUTS = (
    *_quarters("Target", TARGETS, "Target kumulatif sampai triwulan {}; boleh kosong."),
    *_quarters(
        "Realisasi s.d.",
        RESULTS,
        "Realisasi kumulatif sampai triwulan {}. 0 berarti nol, kosong berarti belum ada.",
    ),
    Field(
        "tidak_ada_kasus",
        "Tidak ada kasus",
        Kind.CHOICE,
        "Pilih Ya bila tidak ada yang dapat diukur (misalnya tidak ada sengketa): capaian tidak "
        "dihitung, bukan 100%.",
        choices=("Ya",),
        example="Ya",
        width=10,
    ),
    Field("target_lalu", "Target tahun lalu", Kind.MEASURE, "Target tahun sebelumnya.", width=11),
    Field(
        "realisasi_lalu",
        "Realisasi tahun lalu",
        Kind.MEASURE,
        "Realisasi tahun sebelumnya.",
        width=11,
    ),
    Field(
        "pagu_lalu",
        "Pagu tahun lalu (Rp)",
        Kind.MONEY,
        "Pagu tahun sebelumnya untuk indikator ini; rupiah penuh. Kosong bila tidak diketahui.",
        minimum=0,
        example="32500000",
        width=16,
    ),
    Field(
        "realisasi_anggaran_lalu",
        "Realisasi anggaran tahun lalu (Rp)",
        Kind.MONEY,
        "Realisasi anggaran setahun penuh pada tahun sebelumnya; rupiah penuh.",
        minimum=0,
        example="31900000",
        width=16,
    ),
    Field(
        "target_renstra",
        "Target Renstra",
        Kind.MEASURE,
        "Target akhir periode Renstra.",
        width=11,
    ),
    Field(
        "pagu",
        "Pagu (Rp)",
        Kind.MONEY,
        "Pagu yang mendukung indikator ini; rupiah penuh.",
        minimum=0,
        example="33801000",
        width=16,
    ),
    Field(
        "realisasi_anggaran",
        "Realisasi anggaran (Rp)",
        Kind.MONEY,
        "Realisasi anggaran sampai triwulan yang dilaporkan; rupiah penuh.",
        minimum=0,
        example="33775000",
        width=16,
    ),
    Field("hambatan", "Hambatan", Kind.TEXT, "Sebab target tidak tercapai.", width=36),
    Field("tindak_lanjut", "Tindak lanjut", Kind.TEXT, "Upaya perbaikan.", width=36),
    Field("bukti", "Bukti dukung", Kind.TEXT, "Dokumen sumber realisasi.", width=26),
)

_RESULTS = (
    Field(
        "realisasi",
        "Realisasi",
        Kind.MEASURE,
        "Realisasi sampai triwulan yang dilaporkan, sebagaimana dibaca program.",
        width=11,
        computed=picked(RESULTS),
    ),
    Field(
        "capaian",
        "Capaian (%)",
        Kind.RATIO,
        "Naik: realisasi/target. Turun: (2 x target - realisasi)/target, paling rendah 0%.",
        width=14,
        computed=capaian("target", "realisasi"),
    ),
    Field(
        "capaian_dibatasi",
        "Capaian dibatasi (%)",
        Kind.RATIO,
        "Capaian dengan batas pada Beranda; dipakai untuk rata-rata.",
        width=14,
        computed=CAPPED,
    ),
    Field(
        "predikat",
        "Predikat",
        Kind.TEXT,
        "Kata menurut skala pada Beranda.",
        width=17,
        computed=PREDIKAT,
    ),
    Field(
        "capaian_tw",
        "Capaian terhadap target TW (%)",
        Kind.RATIO,
        "Realisasi terhadap target triwulan yang dilaporkan.",
        width=12,
        computed=capaian("target_tw_terbaca", "realisasi"),
    ),
    Field(
        "capaian_lalu",
        "Capaian tahun lalu (%)",
        Kind.RATIO,
        "Realisasi terhadap target tahun sebelumnya.",
        width=12,
        computed=capaian("target_lalu_terbaca", "realisasi_lalu_terbaca", this_year=False),
    ),
    Field(
        "perubahan",
        "Perubahan dari tahun lalu (poin %)",
        Kind.RATIO,
        "Capaian tahun ini dikurangi capaian tahun lalu.",
        width=12,
        computed=PERUBAHAN,
    ),
    Field(
        "capaian_renstra",
        "Capaian terhadap Renstra (%)",
        Kind.RATIO,
        "Realisasi terhadap target akhir Renstra.",
        width=12,
        computed=capaian("target_renstra_terbaca", "realisasi"),
    ),
    Field(
        "serapan",
        "Serapan (%)",
        Kind.RATIO,
        "Realisasi anggaran dibagi pagu.",
        width=13,
        computed=serapan("pagu", "realisasi_anggaran"),
    ),
    Field(
        "serapan_lalu",
        "Serapan tahun lalu (%)",
        Kind.RATIO,
        "Realisasi anggaran tahun lalu dibagi pagu tahun lalu.",
        width=13,
        computed=serapan("pagu_lalu", "realisasi_anggaran_lalu"),
    ),
    Field(
        "efisiensi",
        "Efisiensi (%)",
        Kind.RATIO,
        "(pagu x capaian - realisasi) / (pagu x capaian). Analisis efisiensi LKj, bukan NKA.",
        width=14,
        computed=EFISIENSI,
    ),
)

_READ = tuple(
    Field(
        key,
        heading,
        Kind.MEASURE,
        "Kolom bantu: angka sebagaimana dibaca program (90% dan 90 sama-sama 90).",
        width=11,
        hidden=True,
        computed=computed,
    )
    for key, heading, computed in (
        ("target_tw_terbaca", "Target TW terbaca", picked(TARGETS)),
        ("target_lalu_terbaca", "Target tahun lalu terbaca", read("target_lalu")),
        ("realisasi_lalu_terbaca", "Realisasi tahun lalu terbaca", read("realisasi_lalu")),
        ("target_renstra_terbaca", "Target Renstra terbaca", read("target_renstra")),
    )
)
_RANKED = tuple(
    Field(
        rank_key,
        "Peringkat " + rank_key.removeprefix("peringkat_").replace("_", " "),
        Kind.INTEGER,
        "Kolom bantu: urutan nilai huruf atau opini dalam skalanya; 0 bila tidak dikenal.",
        width=11,
        hidden=True,
        number_format="0",
        computed=rank(key),
    )
    for key, rank_key in RANKS.items()
)

KINERJA = Form(
    key="kinerja",
    order=40,
    frozen="indikator",
    repeated=("indikator", "indikator"),
    new_page=("realisasi_tw1", "pagu", "realisasi"),
    area="KN",
    sheet="Kinerja",
    title="Pengukuran Kinerja",
    purpose="Satu baris satu indikator PK; isi sel kuning saja.",
    table="tblKinerja",
    source="Pengukuran triwulanan dan lampiran LKj (15 kolom) pada laporan KPU; "
    "rumus capaian: LKjIP Maluku Tengah 2021",
    certainty="terlihat pada dokumen contoh",
    columns=(
        Field(
            "kode",
            "Kode",
            Kind.CODE,
            "Kode indikator PK; pilih dari daftar.",
            pk_codes=True,
            required=True,
            unique=True,
            pattern=CODE_PATTERN,
            pattern_hint=CODE_HINT,
            example="1.1.2",
            width=9,
        ),
        _lookup_field("sasaran", "Sasaran strategis", 32),
        _lookup_field("indikator", "Indikator kinerja", 42),
        _lookup_field("jenis", "Jenis", 12),
        _lookup_field("satuan", "Satuan", 10),
        _lookup_field("arah", "Arah", 8),
        Field(
            "target",
            "Target",
            Kind.MEASURE,
            "Diambil dari lembar PK; ubahlah di sana.",
            width=11,
            computed=looked_up_target(),
        ),
        *_INPUTS,
        *_RESULTS,
        *_READ,
        *_RANKED,
    ),
    cells=(
        Field(
            "rata_capaian",
            "Rata-rata capaian indikator",
            Kind.RATIO,
            "Rata-rata sederhana capaian yang dapat dihitung, dengan batas pada Beranda.",
            above="capaian_dibatasi",
            computed=MEAN,
        ),
        Field(
            "indikator_dihitung",
            "Indikator yang dihitung",
            Kind.INTEGER,
            "Banyaknya indikator dalam rata-rata.",
            above="capaian",
            number_format="0",
            computed=COUNTED,
        ),
        Field(
            "indikator_tidak_dihitung",
            "Indikator yang tidak dihitung",
            Kind.INTEGER,
            "Banyaknya indikator tanpa capaian berupa angka.",
            above="predikat",
            number_format="0",
            computed=NOT_COUNTED,
        ),
    ),
)
