"""Beranda: who reports what for which quarter, and the settings of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.forms.base import Computed, Field, Form, Kind, Value
from sakip_excel.forms.excel import spelled, spelled_formula
from sakip_excel.scoring.settings import CAPS, METHODS, SCALES

if TYPE_CHECKING:
    from sakip_excel.forms.base import Context

QUARTERS = ("I", "II", "III", "IV")
LEVELS = ("Kabupaten/Kota", "Provinsi", "Pusat")
PROVINCES = (
    "Aceh",
    "Sumatera Utara",
    "Sumatera Barat",
    "Riau",
    "Jambi",
    "Sumatera Selatan",
    "Bengkulu",
    "Lampung",
    "Kepulauan Bangka Belitung",
    "Kepulauan Riau",
    "DKI Jakarta",
    "Jawa Barat",
    "Jawa Tengah",
    "DI Yogyakarta",
    "Jawa Timur",
    "Banten",
    "Bali",
    "Nusa Tenggara Barat",
    "Nusa Tenggara Timur",
    "Kalimantan Barat",
    "Kalimantan Tengah",
    "Kalimantan Selatan",
    "Kalimantan Timur",
    "Kalimantan Utara",
    "Sulawesi Utara",
    "Sulawesi Tengah",
    "Sulawesi Selatan",
    "Sulawesi Tenggara",
    "Gorontalo",
    "Sulawesi Barat",
    "Maluku",
    "Maluku Utara",
    "Papua",
    "Papua Barat",
    "Papua Selatan",
    "Papua Tengah",
    "Papua Pegunungan",
    "Papua Barat Daya",
)
SCALE_NAMES = tuple(scale.name for scale in SCALES)
CAP_NAMES = tuple(CAPS)
METHOD_NAMES = tuple(method.value for method in METHODS)


def _terbilang_pagu(context: Context) -> Value:
    return spelled(context.forms["identitas"].cells.excel("pagu_dipa"))


IDENTITAS = Form(
    key="identitas",
    order=0,
    area="ID",
    sheet="Beranda",
    title="Laporan Kinerja dan Anggaran Satker",
    purpose="Identitas satker, triwulan yang dilaporkan, dan pengaturan perhitungan.",
    source="rancangan sakip_excel; nomor DIPA seperti tercetak pada dokumen satker",
    certainty="konvensi",
    cells=(
        Field(
            "kode_satker",
            "Kode satker",
            Kind.CODE,
            "Enam angka, seperti pada DIPA.",
            required=True,
            pattern=r"\d{6}",
            pattern_hint="enam angka",
            example="658021",
        ),
        Field(
            "nama_satker",
            "Nama satker",
            Kind.TEXT,
            "Nama lengkap, misalnya KPU Kota Prabumulih.",
            required=True,
            example="KPU Kota Prabumulih",
            width=40,
        ),
        Field(
            "tingkat",
            "Tingkat",
            Kind.CHOICE,
            "Pilih dari daftar.",
            required=True,
            choices=LEVELS,
            example="Kabupaten/Kota",
        ),
        Field(
            "provinsi",
            "Provinsi",
            Kind.CHOICE,
            "Pilih dari daftar.",
            required=True,
            choices=PROVINCES,
            example="Sumatera Selatan",
        ),
        Field(
            "tahun",
            "Tahun anggaran",
            Kind.INTEGER,
            "Tahun anggaran yang dilaporkan, empat angka.",
            required=True,
            minimum=2015,
            example="2024",
            number_format="0",
        ),
        Field(
            "triwulan",
            "Triwulan yang dilaporkan",
            Kind.CHOICE,
            "I, II, III atau IV. Semua capaian dan realisasi dihitung sampai triwulan ini.",
            required=True,
            choices=QUARTERS,
            example="IV",
        ),
        Field(
            "nomor_dipa",
            "Nomor DIPA",
            Kind.TEXT,
            "Seperti tercetak pada DIPA: SP DIPA-076.01.2.(kode satker)/(tahun).",
            pattern=r"SP\s*DIPA[-\s]?\d{3}\.\d{2}\.\d\.\d{6}/20\d{2}",
            pattern_hint="SP DIPA-076.01.2.658021/2024",
            example="SP DIPA-076.01.2.658021/2024",
            width=34,
        ),
        Field(
            "revisi_dipa",
            "Revisi DIPA ke-",
            Kind.INTEGER,
            "Nomor revisi terakhir; 0 untuk DIPA awal. Menerangkan beda pagu dengan PK.",
            minimum=0,
            example="3",
            number_format="0",
        ),
        Field(
            "pagu_dipa",
            "Pagu DIPA (Rp)",
            Kind.MONEY,
            "Pagu seluruh satker pada revisi terakhir, rupiah penuh tanpa titik atau Rp.",
            minimum=0,
            example="13056986000",
        ),
        Field(
            "terbilang_pagu",
            "Terbilang pagu DIPA",
            Kind.TEXT,
            "Ditulis program saat Proses. Bila pagu berubah, jalankan Proses lagi.",
            width=60,
            computed=Computed(
                formula=spelled_formula("{pagu_dipa}", "terbilang_pagu"),
                cell=_terbilang_pagu,
                typed_over="TX101",
            ),
        ),
        Field(
            "tanggal_laporan",
            "Tanggal laporan",
            Kind.DATE,
            "Tanggal laporan ini ditandatangani, misalnya 16/01/2025.",
            example="16/01/2025",
        ),
        Field(
            "penyusun",
            "Penyusun (jabatan)",
            Kind.TEXT,
            "Jabatan yang menyusun, bukan nama orang.",
            example="Kasubbag Keuangan, Umum dan Logistik",
            width=40,
        ),
        Field(
            "email_tujuan",
            "E-mail tujuan",
            Kind.EMAIL,
            "Alamat KPU provinsi yang menerima laporan.",
            pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
            pattern_hint="nama@kpu.go.id",
            example="sumsel@kpu.go.id",
            width=34,
        ),
        Field(
            "skala_predikat",
            "Skala predikat",
            Kind.CHOICE,
            "Skala yang memberi kata predikat pada capaian. Bawaan: LAN.",
            choices=SCALE_NAMES,
            example="LAN",
        ),
        Field(
            "batas_capaian",
            "Batas capaian untuk rata-rata",
            Kind.CHOICE,
            "Capaian di atas batas dihitung sebesar batas dalam rata-rata. Bawaan: tanpa batas.",
            choices=CAP_NAMES,
            example="Tanpa batas",
        ),
        Field(
            "metode_predikat",
            "Metode capaian Predikat/Opini",
            Kind.CHOICE,
            "Cara membandingkan nilai huruf. Bawaan: skor bila ada, selain itu tercapai/tidak.",
            choices=METHOD_NAMES,
            example="Skor, selain itu tercapai/tidak",
            width=34,
        ),
    ),
)
