"""The rules: one small function each, with a stable code, in one registry."""

from __future__ import annotations

from sakip_excel.rules import (
    anggaran,
    anggaran_jumlah,
    anggaran_kode,
    common,
    cross,
    identitas,
    kinerja,
    kinerja_anggaran,
    kinerja_capaian,
    kinerja_nilai,
    pk,
    pk_anggaran,
    pk_texts,
    rak,
    text,
    text_angka,
    text_tempat,
)

__all__ = [
    "anggaran",
    "anggaran_jumlah",
    "anggaran_kode",
    "common",
    "cross",
    "identitas",
    "kinerja",
    "kinerja_anggaran",
    "kinerja_capaian",
    "kinerja_nilai",
    "pk",
    "pk_anggaran",
    "pk_texts",
    "rak",
    "text",
    "text_angka",
    "text_tempat",
]
