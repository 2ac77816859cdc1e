"""What is printed about the settings, and texts that are nearly a choice but not one."""

from __future__ import annotations

import pytest

from sakip_excel.scoring.absorption import ABSORPTION, absorption_targets
from sakip_excel.scoring.capaian import Metode
from sakip_excel.scoring.catalogue import ALL_SETTINGS
from sakip_excel.scoring.efficiency import EFFICIENCY
from sakip_excel.scoring.grades import AKIP, grade_of, opinion_rank
from sakip_excel.scoring.outcome import is_blank, same_text
from sakip_excel.scoring.rak import rak_per_quarter, rak_progress
from sakip_excel.scoring.scales import LAN, MALUKU_TENGAH, SCALES, SKP, Band, scale_named
from sakip_excel.scoring.settings import settings_for
from sakip_excel.scoring.source import Certainty


def printed(key):
    """Return the settings of a key in the order in which they are printed."""
    return [setting for setting in ALL_SETTINGS if setting.key == key]


# Excel's TRIM takes off spaces only: what the formulas do not see, Python must not see either.


@pytest.mark.parametrize("mark", ["\t", "\n", "\u00a0", "X"])
def test_only_spaces_are_taken_off(mark):
    """A word behind another sign than a space is not that word, as in the workbook's formulas."""
    assert not is_blank(mark)
    assert not same_text(f"{mark}Turun", "Turun")
    assert grade_of(f"{mark}BB") == ""
    assert opinion_rank(f"{mark}WTP") == 0
    assert scale_named(f"{mark}SKP") is LAN
    assert settings_for(2024, metode_predikat=f"{mark}Peringkat").metode_predikat is Metode.SKOR


def test_spaces_are_taken_off():
    """A word among spaces is that word."""
    assert is_blank("  ")
    assert same_text(" Turun ", "Turun")
    assert grade_of(" BB ") == "BB"
    assert opinion_rank(" WTP ") == 4
    assert scale_named(" SKP ") is SKP
    chosen = settings_for(2024, metode_predikat=" Peringkat ")
    assert chosen.metode_predikat is Metode.PERINGKAT


def test_four_quarters_in_plan_and_work_done():
    """A row with another number of quarters on either side is our own mistake and named."""
    four, three = [True] * 4, [True] * 3
    for rows in ([(four, three)], [(three, four)]):
        with pytest.raises(ValueError, match=r"^RAK mempunyai empat triwulan\.$"):
            rak_per_quarter(rows)
        with pytest.raises(ValueError, match=r"^RAK mempunyai empat triwulan\.$"):
            rak_progress(*rows[0], 1)


@pytest.mark.parametrize(
    ("band", "text"),
    [
        (Band(85, inclusive=True, name="Berhasil"), "≥ 85 Berhasil"),
        (Band(70.5, inclusive=False, name="BB"), "> 70,5 BB"),
    ],
)
def test_a_class_prints_its_bound(band, text):
    """The sign says whether the bound itself belongs to the class."""
    assert str(band) == text


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        (
            LAN,
            "≥ 85 Sangat Berhasil; ≥ 70 Berhasil; ≥ 55 Cukup Berhasil; "
            "di bawahnya Tidak/Kurang Berhasil",
        ),
        (
            MALUKU_TENGAH,
            "> 85 Memuaskan; > 75 Sangat Baik; > 65 Baik; > 50 Cukup Baik; > 30 Agak Kurang; "
            "di bawahnya Kurang",
        ),
    ],
)
def test_scales_are_printed_as_their_source_prints_them(scale, text):
    """Bounds with "at least" and with "more than" stay apart in print."""
    (setting,) = [setting for setting in printed("skala_predikat") if setting.choice == scale.name]
    assert (setting.label, setting.value, setting.source) == (
        "Skala predikat capaian",
        text,
        scale.source,
    )


def test_the_lowest_class_starts_at_its_bound():
    """Of bounds with "more than" only the lowest one belongs to its own class."""
    assert [band.inclusive for band in MALUKU_TENGAH.bands] == [True, *[False] * 5]
    assert [band.inclusive for band in LAN.bands] == [True] * 4
    assert [band.inclusive for band in AKIP.bands] == [True, *[False] * 6]
    assert AKIP.name == "AKIP"
    assert {scale.bands[0].lower for scale in (*SCALES, AKIP)} == {0}


def test_the_scales_are_offered_in_order():
    """Every scale is a choice, and the first one is the default."""
    offered = printed("skala_predikat")
    assert [setting.choice for setting in offered] == [scale.name for scale in SCALES]
    assert [setting.default for setting in offered] == [True] + [False] * (len(SCALES) - 1)


def test_the_caps_are_printed():
    """Without a cap the capaian is as it is; with one the line says how high it may be."""
    assert [(s.label, s.choice, s.value, s.default) for s in printed("batas_capaian")] == [
        ("Batas capaian", "Tanpa batas", "Capaian apa adanya", True),
        ("Batas capaian", "100%", "Capaian paling tinggi 100%", False),
        ("Batas capaian", "110%", "Capaian paling tinggi 110%", False),
        ("Batas capaian", "120%", "Capaian paling tinggi 120%", False),
    ]
    assert [s.source.certainty for s in printed("batas_capaian")] == [
        Certainty.SEED,
        Certainty.CONVENTION,
        Certainty.CONVENTION,
        Certainty.SECONDARY,
    ]


def test_the_methods_are_printed():
    """Each method says how B and CC compare; all are conventions of this tool and say so."""
    methods = printed("metode_predikat")
    assert [(s.choice, s.default) for s in methods] == [
        ("Skor, selain itu tercapai/tidak", True),
        ("Peringkat", False),
        ("Batas atas", False),
        ("Batas bawah", False),
    ]
    for setting, figure in zip(methods, ("100%", "3/4 = 75%", "85,71%", "83,33%"), strict=True):
        assert figure in setting.value
        assert setting.label == "Capaian predikat dan opini"
        assert setting.source.certainty is Certainty.CONVENTION
        assert setting.source.text == "Kesepakatan alat ini."
        assert setting.source.note.startswith("Tidak ditemukan konversi resmi")


@pytest.mark.parametrize(
    ("rule", "key", "label", "text"),
    [
        (
            "PER-5/PB/2024",
            "target_serapan_51",
            "Target serapan belanja 51 Pegawai (PER-5/PB/2024)",
            "TW I 20%; TW II 50%; TW III 75%; TW IV 95%",
        ),
        (
            "PER-5/PB/2024",
            "target_serapan_53",
            "Target serapan belanja 53 Modal (PER-5/PB/2024)",
            "TW I 10%; TW II 40%; TW III 70%; TW IV 90%",
        ),
        (
            "PER-5/PB/2022",
            "target_serapan_52",
            "Target serapan belanja 52 Barang (PER-5/PB/2022)",
            "TW I 15%; TW II 50%; TW III 70%; TW IV 90%",
        ),
        (
            "PER-5/PB/2022",
            "target_serapan_57",
            "Target serapan belanja 57 Bantuan sosial (PER-5/PB/2022)",
            "TW I 25%; TW II 50%; TW III 75%; TW IV 95%",
        ),
        (
            "PER-4/PB/2021",
            "target_serapan",
            "Target serapan, semua belanja",
            "TW I 15%; TW II 40%; TW III 60%; TW IV 90%",
        ),
    ],
)
def test_absorption_targets_are_printed(rule, key, label, text):
    """Each target is one line with its kind, its rule and its four quarters."""
    (targets,) = [targets for targets in ABSORPTION if targets.rule == rule]
    (setting,) = [setting for setting in printed(key) if setting.years == targets.years]
    assert (setting.label, setting.value) == (label, text)
    per_jenis = key != "target_serapan"
    assert setting.source is (targets.source if per_jenis else targets.overall_source)


def test_every_period_prints_its_kinds_and_its_track():
    """Periods with targets per kind print four lines and the track, the first one the track."""
    assert len(printed("target_serapan")) == len(ABSORPTION) == 3
    for jenis in ("51", "52", "53", "57"):
        years = [setting.years for setting in printed(f"target_serapan_{jenis}")]
        assert years == [(2023, 2023), (2024, None)]


def test_a_kind_that_is_not_known_takes_the_track():
    """Without jenis belanja, and for one that has no target, the track for all holds."""
    targets = absorption_targets(2024)
    tracks = [
        [targets.target(quarter, jenis) for quarter in range(6)]
        for jenis in (None, "", "5", "58", "XX")
    ]
    assert tracks == [[None, 0.15, 0.40, 0.60, 0.90, None]] * 5


def test_efficiency_is_printed_by_year():
    """Every rule prints its name, formula, source and years; the analysis is no rule of a year."""
    assert [(s.label, s.value, s.source, s.years) for s in printed("efisiensi")] == [
        (rule.name, rule.formula, rule.source, rule.years) for rule in EFFICIENCY
    ]
    today, old = EFFICIENCY[-1], EFFICIENCY[0]
    for rule, years in ((old, (None, 2017)), (today, (2024, None))):
        assert (rule.name, rule.years, rule.scored) == ("Analisis efisiensi LKj", years, False)
        assert rule.pooling == "jumlah"
        assert rule.formula.startswith("E = jumlah (pagu × capaian RO − realisasi)")
        assert rule.source.certainty is Certainty.CONVENTION
    assert "PMK 249/PMK.02/2011" in old.source.text
    assert "bukan NKA" in today.source.note
    assert not old.source.note
