"""The catalogue of settings: what each one says, where it comes from and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.scoring.absorption import ABSORPTION, JENIS, Quarters
from sakip_excel.scoring.capaian import Metode
from sakip_excel.scoring.efficiency import EFFICIENCY, EfficiencyRule
from sakip_excel.scoring.grades import AKIP, OPINION_SOURCE, OPINIONS
from sakip_excel.scoring.outcome import NO_CASE, NOT_COMPUTABLE
from sakip_excel.scoring.scales import SCALES
from sakip_excel.scoring.source import Certainty, Setting, Source
from sakip_excel.values.display import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.scoring.absorption import AbsorptionTargets

KEY_SCALE = "skala_predikat"
KEY_CAP = "batas_capaian"
KEY_METHOD = "metode_predikat"

CAPS: dict[str, float | None] = {"Tanpa batas": None, "100%": 1.0, "110%": 1.1, "120%": 1.2}
"""The caps of a capaian that Beranda offers, as ratios; the first one is the default."""

_MALUKU = "LKjIP Kab. Maluku Tengah 2021 hlm. 94"
_NO_OFFICIAL = "Tidak ditemukan konversi resmi predikat atau opini menjadi persentase capaian."

_FORMULAS = (
    Setting(
        "capaian_naik",
        "Capaian, arah Naik",
        "Realisasi ÷ target",
        Source(f"{_MALUKU} (makin tinggi realisasi makin baik).", Certainty.SEEN),
    ),
    Setting(
        "capaian_turun",
        "Capaian, arah Turun",
        "(2 × target − realisasi) ÷ target",
        Source(
            f"{_MALUKU} (makin rendah realisasi makin baik).",
            Certainty.SEEN,
            "Aljabar yang sama ada pada PermenPANRB 8/2021 lampiran hlm. 100 (SKP).",
        ),
    ),
    Setting(
        "capaian_turun_terendah",
        "Capaian terendah, arah Turun",
        "0%",
        Source("Perangkat lunak publik yang memakai rumus yang sama.", Certainty.SECONDARY),
    ),
    Setting(
        "target_nol_naik",
        "Target 0, arah Naik",
        NOT_COMPUTABLE,
        Source("Dokumen rancangan aplikasi LLDIKTI XVI bagian 17.4.", Certainty.SECONDARY),
    ),
    Setting(
        "target_nol_turun",
        "Target 0, arah Turun",
        "Realisasi 0 = 100%; lebih dari 0 = 0%",
        Source(
            "Kesepakatan alat ini; tidak ada aturan resmi yang ditemukan.", Certainty.CONVENTION
        ),
    ),
    Setting(
        "tanpa_kasus",
        "Tidak ada kejadian yang dapat diukur",
        f"{NO_CASE}; tidak dihitung 0% atau 100%",
        Source("Kesepakatan alat ini; alasannya dicatat pada laporan.", Certainty.CONVENTION),
    ),
    Setting(
        "rata_rata",
        "Capaian sasaran, tujuan dan satker",
        "Rata-rata sederhana capaian indikator",
        Source(
            "Kebiasaan pelaporan.",
            Certainty.GENERAL,
            "Jumlah indikator yang dihitung dan yang tidak dapat dihitung selalu dicantumkan.",
        ),
    ),
    Setting(
        "predikat_akip",
        "Predikat AKIP menurut nilai",
        AKIP.text,
        AKIP.source,
    ),
    Setting(
        "urutan_opini",
        "Urutan opini BPK",
        " < ".join(OPINIONS),
        OPINION_SOURCE,
    ),
)

_CAP_SOURCES = {
    "Tanpa batas": Source(
        "Contoh laporan kinerja KPU kabupaten/kota 2024 menampilkan capaian tanpa batas.",
        Certainty.SEED,
        "Batas khusus KPU tidak ditemukan.",
    ),
    "100%": Source("Pilihan kantor; tidak ada aturan yang ditemukan.", Certainty.CONVENTION),
    "110%": Source(
        "Pilihan kantor; angka 110 dikenal dari SKP perorangan (PermenPANRB 8/2021 lampiran "
        "hlm. 93) dengan arti lain.",
        Certainty.CONVENTION,
    ),
    "120%": Source(
        "“Maks. 120%” pada perangkat lunak IKU publik.",
        Certainty.SECONDARY,
        "Juga dikenal pada NKO Kementerian Keuangan (pengetahuan umum).",
    ),
}

_METHOD_TEXTS = {
    Metode.SKOR: (
        "Nilai ÷ nilai bila keduanya nilai; selain itu 100% bila sama atau lebih baik, jika tidak "
        "“Tidak tercapai”"
    ),
    Metode.PERINGKAT: "Peringkat ÷ peringkat (D = 1 sampai AA = 7): target B, hasil CC = 3/4 = 75%",
    Metode.BATAS_ATAS: "Batas atas ÷ batas atas rentang nilai: target B, hasil CC = 60/70 = 85,71%",
    Metode.BATAS_BAWAH: (
        "Batas bawah ÷ batas bawah rentang nilai: target B, hasil CC = 50/60 = 83,33%"
    ),
}

_BUDGET = (
    Setting(
        "serapan",
        "Serapan",
        "Realisasi ÷ pagu; gabungan = jumlah realisasi ÷ jumlah pagu, bukan rata-rata persentase",
        Source("Kebiasaan penganggaran, juga PMK 22/PMK.02/2021.", Certainty.GENERAL),
    ),
    Setting(
        "selisih",
        "Selisih",
        "100% − serapan",
        Source(
            "Kolom “efisiensi” pada tabel LKj.",
            Certainty.SEED,
            "Bukan efisiensi; sama dengan efisiensi hanya bila RVRO = TVRO.",
        ),
    ),
    Setting(
        "capaian_ro",
        "Capaian rincian output",
        "RVRO ÷ TVRO, tanpa batas",
        Source(
            "Bagian volume capaian keluaran PMK 214/2017 dan 22/2021.",
            Certainty.GENERAL,
            "Batas 100% per RO diragukan dan tidak dipakai.",
        ),
    ),
    Setting(
        "nilai_efisiensi",
        "Nilai efisiensi (NE)",
        "50% + E ÷ 20% × 50%",
        Source("PMK 214/PMK.02/2017, terlihat pada LAKIP Itjen 2019 hlm. 42.", Certainty.SEEN),
        (2018, 2023),
    ),
    Setting(
        "nilai_efisiensi_batas",
        "Batas nilai efisiensi (NE)",
        "E di atas 20% = 100%; E di bawah −20% = 0%",
        Source("PMK 214/PMK.02/2017 dan PMK 22/PMK.02/2021.", Certainty.GENERAL),
        (2018, 2023),
    ),
    Setting(
        "capaian_rak",
        "Capaian rencana aksi",
        "Triwulan terlaksana ÷ triwulan direncanakan s.d. triwulan laporan",
        Source(
            "Kesepakatan alat ini; formulir RAK hanya memuat tanda centang.", Certainty.CONVENTION
        ),
    ),
)


def _scales() -> Iterator[Setting]:
    for scale in SCALES:
        yield Setting(
            KEY_SCALE,
            "Skala predikat capaian",
            scale.text,
            scale.source,
            choice=scale.name,
            default=scale is SCALES[0],
        )


def _caps() -> Iterator[Setting]:
    for name, cap in CAPS.items():
        yield Setting(
            KEY_CAP,
            "Batas capaian",
            "Capaian apa adanya" if cap is None else f"Capaian paling tinggi {name}",
            _CAP_SOURCES[name],
            choice=name,
            default=cap is None,
        )


def _methods() -> Iterator[Setting]:
    for method in Metode:
        source = Source("Kesepakatan alat ini.", Certainty.CONVENTION, _NO_OFFICIAL)
        yield Setting(
            KEY_METHOD,
            "Capaian predikat dan opini",
            _METHOD_TEXTS[method],
            source,
            choice=method.value,
            default=method is Metode.SKOR,
        )


def _efficiency(rule: EfficiencyRule) -> Setting:
    return Setting("efisiensi", rule.name, rule.formula, rule.source, rule.years)


def _absorption(targets: AbsorptionTargets) -> Iterator[Setting]:
    for jenis, quarters in targets.per_jenis.items():
        label = f"Target serapan belanja {jenis} {JENIS[jenis]} ({targets.rule})"
        yield Setting(
            f"target_serapan_{jenis}", label, _track(quarters), targets.source, targets.years
        )
    label = "Target serapan, semua belanja"
    yield Setting(
        "target_serapan", label, _track(targets.overall), targets.overall_source, targets.years
    )


def _track(quarters: Quarters) -> str:
    """Return cumulative targets in one line: ``TW I 15%; TW II 40%; ...``."""
    names = ("TW I", "TW II", "TW III", "TW IV")
    return "; ".join(
        f"{name} {percent(target, 0)}" for name, target in zip(names, quarters, strict=True)
    )


ALL_SETTINGS: tuple[Setting, ...] = (
    *_FORMULAS,
    *_scales(),
    *_caps(),
    *_methods(),
    *_BUDGET,
    *(_efficiency(rule) for rule in EFFICIENCY),
    *(setting for targets in ABSORPTION for setting in _absorption(targets)),
)
"""Every setting and every choice, in the order in which they are printed."""
