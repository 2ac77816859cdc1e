"""Settings by year and choice, each with its source and how sure that is."""

from __future__ import annotations

import re

import pytest

from sakip_excel.scoring.efficiency import Pooling
from sakip_excel.scoring.scales import IKPA, LAN
from sakip_excel.scoring.settings import (
    ALL_SETTINGS,
    CAPS,
    METHODS,
    SCALES,
    Certainty,
    cap_of,
    settings_for,
)
from sakip_excel.scoring.source import covers, years_text

CHOSEN = ("skala_predikat", "batas_capaian", "metode_predikat")


def by_key(key, year=2025):
    """Return the settings of a key that hold in a year."""
    return [s for s in ALL_SETTINGS if s.key == key and covers(s.years, year)]


@pytest.mark.parametrize(
    ("year", "name", "pooling", "scored"),
    [
        (2016, "Analisis efisiensi LKj", Pooling.SUM, False),
        (2018, "Efisiensi (PMK 214/2017)", Pooling.MEAN, True),
        (2020, "Efisiensi (PMK 214/2017)", Pooling.MEAN, True),
        (2021, "Efisiensi (PMK 22/2021)", Pooling.SUM, True),
        (2023, "Efisiensi (PMK 22/2021)", Pooling.SUM, True),
        (2024, "Analisis efisiensi LKj", Pooling.SUM, False),
        (2026, "Analisis efisiensi LKj", Pooling.SUM, False),
    ],
)
def test_the_efficiency_formula_follows_the_year(year, name, pooling, scored):
    """Only TA 2018-2023 have a scored efficiency; before and after it is an analysis."""
    rule = settings_for(year).efisiensi
    assert (rule.name, rule.pooling, rule.scored) == (name, pooling, scored)


def test_the_analysis_of_today_is_called_what_it_is():
    """From TA 2024 the figure is a convention, says so, and says that it is no NKA."""
    source = settings_for(2025).efisiensi.source
    assert source.certainty is Certainty.CONVENTION
    assert "bukan NKA" in source.full_text


@pytest.mark.parametrize(
    ("year", "rule", "jenis", "quarters"),
    [
        (2021, "PER-4/PB/2021", "51", (0.15, 0.40, 0.60, 0.90)),
        (2022, "PER-4/PB/2021", None, (0.15, 0.40, 0.60, 0.90)),
        (2023, "PER-5/PB/2022", "53", (0.10, 0.40, 0.70, 0.90)),
        (2024, "PER-5/PB/2024", "51", (0.20, 0.50, 0.75, 0.95)),
        (2025, "PER-5/PB/2024", "52", (0.15, 0.50, 0.70, 0.90)),
        (2025, "PER-5/PB/2024", "53", (0.10, 0.40, 0.70, 0.90)),
        (2026, "PER-5/PB/2024", "57", (0.25, 0.50, 0.75, 0.95)),
        (2026, "PER-5/PB/2024", None, (0.15, 0.40, 0.60, 0.90)),
    ],
)
def test_absorption_targets_follow_year_and_jenis(year, rule, jenis, quarters):
    """The table of each period, quarter by quarter."""
    targets = settings_for(year).serapan
    assert targets.rule == rule
    assert tuple(targets.target(quarter, jenis) for quarter in (1, 2, 3, 4)) == quarters


def test_no_absorption_target_is_claimed_where_none_is_known():
    """Before TA 2021 there is no target."""
    assert settings_for(2020).serapan is None


def test_defaults_are_those_of_the_design():
    """Without a choice: LAN scale, no cap, score or reached."""
    settings = settings_for(2025)
    assert settings.skala_predikat is LAN
    assert settings.batas_capaian is None
    assert settings.metode_predikat == "Skor, selain itu tercapai/tidak"
    assert (SCALES[0], next(iter(CAPS)), METHODS[0]) == (LAN, "Tanpa batas", METHODS[0])


def test_beranda_chooses():
    """Choices of Beranda replace the defaults, in any case."""
    settings = settings_for(
        2025, skala_predikat="ikpa", batas_capaian="120%", metode_predikat="batas ATAS"
    )
    assert settings.skala_predikat is IKPA
    assert settings.batas_capaian == 1.2
    assert settings.metode_predikat == "Batas atas"


@pytest.mark.parametrize("choice", ["", None, "lain", 7])
def test_an_unknown_choice_is_the_default(choice):
    """Nothing chosen and nonsense both leave the defaults in force."""
    assert settings_for(
        2025, skala_predikat=choice, batas_capaian=choice, metode_predikat=choice
    ) == settings_for(2025)


@pytest.mark.parametrize(
    ("choice", "cap"),
    [
        ("Tanpa batas", None),
        ("tanpa batas", None),
        ("100%", 1.0),
        ("110 %", 1.1),
        (1, 1.0),
        (1.1, 1.1),
        (1.2, 1.2),
        (True, None),
        ("130%", None),
        (0.9, None),
    ],
)
def test_a_cap_is_understood_as_text_and_as_the_number_excel_makes_of_it(choice, cap):
    """Picking 110% from a list leaves 1,1 in the cell."""
    assert cap_of(choice) == cap


@pytest.mark.parametrize("key", CHOSEN)
def test_each_choice_has_one_default(key):
    """Exactly one choice of a setting holds when nothing is chosen, and it comes first."""
    assert [s.default for s in by_key(key)].count(True) == 1
    assert by_key(key)[0].default


@pytest.mark.parametrize("year", [2016, 2019, 2022, 2023, 2024, 2026])
def test_a_report_prints_one_line_per_setting(year):
    """What is in force has one row each, and every row belongs to the year."""
    rows = settings_for(year, batas_capaian="110%").rows
    keys = [s.key for s in rows]
    assert len(keys) == len(set(keys))
    assert {*CHOSEN, "efisiensi", "capaian_naik", "capaian_turun"} <= set(keys)
    assert all(covers(s.years, year) for s in rows)
    assert next(s for s in rows if s.key == "batas_capaian").choice == "110%"


@pytest.mark.parametrize("setting", ALL_SETTINGS, ids=lambda s: f"{s.key}-{s.choice}-{s.years}")
def test_every_setting_says_where_it_comes_from(setting):
    """Six texts, none empty, the certainty among the known words."""
    assert all(setting.row)
    assert setting.row[4] in {certainty.value for certainty in Certainty}
    assert not re.search(r"\d\.\d", setting.value), "decimals are written with a comma"


@pytest.mark.parametrize(
    ("key", "year", "certainty"),
    [
        ("capaian_naik", 2025, Certainty.SEEN),
        ("capaian_turun", 2025, Certainty.SEEN),
        ("capaian_turun_terendah", 2025, Certainty.SECONDARY),
        ("target_nol_naik", 2025, Certainty.SECONDARY),
        ("target_nol_turun", 2025, Certainty.CONVENTION),
        ("tanpa_kasus", 2025, Certainty.CONVENTION),
        ("rata_rata", 2025, Certainty.GENERAL),
        ("predikat_akip", 2025, Certainty.SECONDARY),
        ("urutan_opini", 2025, Certainty.CONVENTION),
        ("capaian_rak", 2025, Certainty.CONVENTION),
        ("nilai_efisiensi", 2022, Certainty.SEEN),
        ("nilai_efisiensi_batas", 2022, Certainty.GENERAL),
        ("efisiensi", 2019, Certainty.SEEN),
        ("efisiensi", 2022, Certainty.GENERAL),
        ("target_serapan", 2022, Certainty.SEEN),
        ("target_serapan", 2025, Certainty.CONVENTION),
        ("target_serapan_52", 2023, Certainty.GENERAL),
        ("target_serapan_52", 2025, Certainty.SECONDARY),
    ],
)
def test_certainty_is_that_of_the_source(key, year, certainty):
    """What was not seen is not called seen, and a convention is called one."""
    (setting,) = by_key(key, year)
    assert setting.source.certainty is certainty


def test_nilai_efisiensi_is_gone_from_2024():
    """NE belongs to TA 2018-2023 only."""
    assert [bool(by_key("nilai_efisiensi", year)) for year in (2017, 2018, 2023, 2024)] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((None, None), "semua tahun"),
        ((None, 2017), "s.d. 2017"),
        ((2018, 2020), "2018–2020"),
        ((2023, 2023), "2023"),
        ((2024, None), "sejak 2024"),
    ],
)
def test_years_are_printed_in_words(years, text):
    """People read when a rule holds."""
    assert years_text(years) == text
