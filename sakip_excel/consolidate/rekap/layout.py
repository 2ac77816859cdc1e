"""The consolidated sheets of a rekap: stable table names and columns, for writer and reader."""

from __future__ import annotations

from sakip_excel.consolidate.rekap.columns import (
    BERKAS,
    KODE,
    NAMA,
    PROVINSI,
    Sheet,
    code,
    count,
    day,
    money,
    plain,
    ratio,
    text,
)
from sakip_excel.forms.base import Field, Kind
from sakip_excel.forms.identitas import QUARTERS

REKAP_VERSION = 1
"""Value of the custom property of a rekap; raised when an older program could not read it."""

SUMMARY = "Ringkasan Wilayah"
MATRIX = "Capaian"

_BUDGET = (
    money("pagu", "Pagu (Rp)"),
    money("realisasi", "Realisasi (Rp)"),
    money("sisa", "Sisa (Rp)"),
    ratio("serapan", "Serapan (%)"),
    money("seharusnya", "Seharusnya (Rp)"),
    money("efisiensi_rp", "Efisiensi (Rp)"),
    ratio("efisiensi", "Efisiensi (%)"),
)

STATUS = Sheet(
    "Status",
    "tblStatus",
    "Status Laporan",
    "Satu baris untuk satu satker. Kuning: keputusan dan catatan petugas, tetap ada pada "
    "penggabungan berikutnya.",
    (
        KODE,
        text("nama_satker", "Nama satker", 30),
        text("provinsi", "Provinsi", 18),
        code("email", "Email", 27, hidden=True),
        day("batas_waktu", "Batas waktu", "dd/mm/yyyy", 11),
        code("keadaan", "Keadaan", 22),
        count("galat", "Galat", 8),
        count("peringatan", "Peringatan", 11),
        count("info", "Info", 8),
        day("waktu_terima", "Waktu terima", "dd/mm/yyyy hh.mm", 16),
        count("terlambat_hari", "Terlambat (hari)", 11),
        count("versi", "Versi", 8),
        code("segel", "Segel", 17),
        text("berkas", "Berkas", 34),
        Field(
            "keputusan",
            "Keputusan",
            Kind.CHOICE,
            "Sahkan, Kembalikan, atau Nihil. Berlaku untuk versi pada baris ini saja; versi baru "
            "diputuskan lagi. Kosongkan bila belum diputuskan.",
            choices=("Sahkan", "Kembalikan", "Nihil"),
            width=13,
        ),
        Field(
            "catatan",
            "Catatan",
            Kind.TEXT,
            "Catatan petugas dengan kata sendiri; ikut dalam surat pengembalian.",
            width=30,
        ),
        code("keputusan_untuk", "Keputusan untuk", 15, hidden=True),
        text("alasan", "Alasan", 46),
    ),
)
PLACES = Sheet(
    "Peringkat",
    "tblPeringkat",
    "Peringkat",
    "Saring kolom Menurut untuk satu peringkat; angka yang sama menempati tempat yang sama.",
    (
        text("menurut", "Menurut", 26),
        code("tingkat", "Tingkat", 11),
        count("tempat", "Peringkat", 11),
        code("kode", "Kode", 11),
        text("nama", "Nama", 42),
        ratio("angka", "Angka (%)", 13),
    ),
    frozen=0,
)
GROUPS = Sheet(
    "Indikator",
    "tblIndikator",
    "Kelompok Indikator",
    "Rumusan yang hampir sama menjadi satu kelompok; jenis, satuan atau arah yang berbeda tidak "
    "pernah digabung. Klik nomornya untuk melihat barisnya.",
    (
        count("nomor", "No", 6, "0"),
        text("indikator", "Indikator", 62),
        code("jenis", "Jenis", 13),
        code("satuan", "Satuan", 13),
        code("arah", "Arah", 9),
        count("satker", "Satker", 9),
        count("baris", "Baris", 8),
        count("dihitung", "Dapat dihitung", 10),
        ratio("rata", "Rata-rata capaian (%)", 13),
        ratio("terendah", "Terendah (%)"),
        ratio("tertinggi", "Tertinggi (%)"),
        count("ragam", "Ragam rumusan", 10),
        code("lain", "Rumusan sama di no", 14),
    ),
    wide=1,
)
VARIANTS = Sheet(
    "Ragam Indikator",
    "tblRagam",
    "Ragam Rumusan Indikator",
    "Semua rumusan dalam kelompok yang rumusannya tidak seragam, terbanyak lebih dahulu.",
    (
        count("nomor", "No kelompok", 10, "0"),
        text("indikator", "Rumusan", 80),
        count("satker", "Satker", 9),
        text("kode_satker", "Kode satker", 70),
    ),
    frozen=0,
)
SATKERS = Sheet(
    "Anggaran Satker",
    "tblAnggaranSatker",
    "Anggaran dan Capaian per Satker",
    "Dijumlahkan dari Rincian RO; serapan = realisasi : pagu; efisiensi = efisiensi (Rp) : "
    "seharusnya, dari RO yang volumenya diketahui.",
    (
        KODE,
        text("nama_satker", "Nama satker", 42),
        PROVINSI,
        *_BUDGET,
        count("ro", "Jumlah RO", 9),
        ratio("capaian", "Rata-rata capaian (%)", 13),
        count("dihitung", "Indikator dihitung", 11),
        count("tidak_dihitung", "Tidak dapat dihitung", 11),
    ),
)
PROVINCES = Sheet(
    "Anggaran Provinsi",
    "tblAnggaranProvinsi",
    "Anggaran per Provinsi",
    "Dijumlahkan dari Anggaran Satker; serapan = realisasi : pagu, tidak pernah dirata-ratakan.",
    (text("provinsi", "Provinsi", 32), count("satker", "Satker", 9), *_BUDGET),
    frozen=1,
    wide=1,
)
BUDGET = Sheet(
    "Anggaran Gabungan",
    "tblAnggaranGabungan",
    "Anggaran menurut Program, Kegiatan, KRO dan RO",
    "RO dijumlahkan dari Rincian RO menurut No; tingkat di atasnya dari RO di bawahnya. Klik kode "
    "RO untuk melihat barisnya.",
    (
        count("nomor", "No", 6, "0"),
        code("tingkat", "Tingkat", 10),
        code("kode", "Kode", 19),
        text("uraian", "Uraian", 56),
        count("satker", "Satker", 8),
        plain("tvro", "TVRO", 11),
        plain("rvro", "RVRO", 11),
        code("satuan", "Satuan", 14),
        *_BUDGET,
        count("ragam", "Ragam nama", 9),
    ),
    frozen=4,
)
PLANS = Sheet(
    "RAK",
    "tblRAK",
    "Rencana Aksi menurut Triwulan",
    "R = direncanakan, T = terlaksana, % = terlaksana di antara yang direncanakan pada triwulan "
    "itu.",
    (
        KODE,
        text("nama_satker", "Nama satker", 42),
        PROVINSI,
        count("aksi", "Rencana aksi", 10),
        *(
            column
            for number, roman in enumerate(QUARTERS, 1)
            for column in (
                count(f"rencana_tw{number}", f"R TW {roman}", 8),
                count(f"realisasi_tw{number}", f"T TW {roman}", 8),
                ratio(f"capaian_tw{number}", f"TW {roman} (%)", 10),
            )
        ),
        text("status", "Menurut status", 40),
    ),
    wide=1,
)
FINDINGS = Sheet(
    "Temuan",
    "tblTemuan",
    "Temuan",
    "Semua temuan pada laporan yang terbaca dan temuan antarsatker; sel menunjuk ke buku kerja "
    "satker.",
    (
        KODE,
        NAMA,
        code("tingkat", "Tingkat", 12),
        code("kode", "Kode", 9),
        code("asal", "Asal", 11),
        code("lembar", "Lembar", 13),
        code("sel", "Sel", 8),
        text("kolom", "Kolom", 20),
        text("tertulis", "Tertulis", 26),
        text("dihitung", "Seharusnya", 22),
        text("pesan", "Penjelasan", 58),
        text("saran", "Yang harus dilakukan", 46),
        BERKAS,
    ),
)
CHANGES = Sheet(
    "Perubahan",
    "tblPerubahan",
    "Perubahan Isian",
    "Isian yang berbeda dari versi terakhir yang diterima dan dari penggabungan sebelumnya.",
    (
        KODE,
        NAMA,
        code("sejak", "Dibandingkan dengan", 20),
        code("apa", "Perubahan", 12),
        code("lembar", "Lembar", 13),
        code("sel", "Sel", 8),
        text("kolom", "Kolom", 22),
        text("baris", "Baris", 30),
        text("sebelum", "Sebelum", 26),
        text("sesudah", "Sesudah", 26),
        code("versi_lama", "Versi lama", 14),
        code("versi_baru", "Versi baru", 14),
        text("keterangan", "Keterangan", 40),
    ),
)
EXCLUDED = Sheet(
    "Pengecualian",
    "tblPengecualian",
    "Berkas yang Tidak Dihitung",
    "Berkas yang ada tetapi tidak masuk jumlah, dan alasannya.",
    (
        text("berkas", "Berkas", 60),
        code("kelompok", "Kelompok", 24),
        text("alasan", "Alasan", 70),
        KODE,
        NAMA,
        code("periode", "Periode", 14),
        code("sidik", "Sidik berkas", 16),
    ),
    frozen=1,
)
LETTERS = Sheet(
    "Surat",
    "tblSurat",
    "Surat untuk Satker",
    "Pengingat dan pengembalian yang siap dikirim.",
    (
        KODE,
        NAMA,
        code("email", "Email", 32),
        code("jenis", "Jenis", 14),
        text("perihal", "Perihal", 44),
        text("isi", "Isi", 100),
    ),
    most_lines=27,
)
