"""Predicate scales: which word belongs to a capaian, and where that scale comes from.

No regulation seen fixes one scale for KPU; each scale is a choice that the report prints by name.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sakip_excel.scoring.source import Certainty, Source
from sakip_excel.values.display import number, round_half_away

LOWEST = -1e99
"""Effective lower bound of the lowest class: no capaian, however negative, falls outside."""

_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Band:
    """One class of a scale.

    Attributes:
        lower: lower bound in percent points (or score points), as the source prints it.
        inclusive: whether the bound itself belongs to the class (``>=``) or not (``>``).
        name: the class.
    """

    lower: float
    inclusive: bool
    name: str

    @property
    def effective_lower(self) -> float:
        """Return the smallest value with two decimals in the class: 85.01 for a strict ``>85``."""
        return self.lower if self.inclusive else round_half_away(self.lower + _STEP)

    def __str__(self) -> str:
        return f"{'≥' if self.inclusive else '>'} {number(self.lower)} {self.name}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes from the lowest to the highest; the lowest takes everything below the second.

    Attributes:
        name: the choice on Beranda.
        bands: classes in ascending order.
        source: where the scale comes from.
    """

    name: str
    bands: tuple[Band, ...]
    source: Source

    @property
    def bounds(self) -> tuple[float, ...]:
        """Return ascending inclusive lower bounds at two decimals, the first one `LOWEST`.

        Excel twin: ``LOOKUP(ROUND(x,2),bounds,names)``.
        """
        return (LOWEST, *(band.effective_lower for band in self.bands[1:]))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the class names, lowest first, beside `bounds`."""
        return tuple(band.name for band in self.bands)

    @property
    def text(self) -> str:
        """Return the scale in one line, highest class first."""
        lowest, *others = self.bands
        return "; ".join([*(str(band) for band in reversed(others)), f"di bawahnya {lowest.name}"])

    def position(self, value: float) -> int:
        """Return the position of the class of a value, 0 for the lowest.

        Args:
            value: percent points or score points; rounded to two decimals half away from zero
                first, so that what is printed and how it is called never disagree.
        """
        return bisect_right(self.bounds, round_half_away(value)) - 1

    def name_of(self, value: float) -> str:
        """Return the class of a value; above 100 it is the highest class.

        Example:
            >>> LAN.name_of(99.42), LAN.name_of(84.995), LAN.name_of(84.99)
            ('Sangat Berhasil', 'Sangat Berhasil', 'Berhasil')
        """
        return self.bands[self.position(value)].name


def _at_least(*classes: tuple[float, str]) -> tuple[Band, ...]:
    """Return bands whose bounds belong to the class above them."""
    return tuple(Band(lower, inclusive=True, name=name) for lower, name in classes)


def _above(*classes: tuple[float, str]) -> tuple[Band, ...]:
    """Return bands whose bounds belong to the class below them; the lowest starts at its bound."""
    return tuple(
        Band(lower, inclusive=position == 0, name=name)
        for position, (lower, name) in enumerate(classes)
    )


_ROUNDING = "Nilai dibulatkan 2 desimal lebih dahulu; di atas 100 termasuk kelas tertinggi."

LAN = Scale(
    "LAN",
    _at_least(
        (0, "Tidak/Kurang Berhasil"),
        (55, "Cukup Berhasil"),
        (70, "Berhasil"),
        (85, "Sangat Berhasil"),
    ),
    Source(
        "Disebut “skala LAN” dalam laporan KPU dan dihubungkan dengan Keputusan Kepala LAN "
        "239/IX/6/8/2003.",
        Certainty.DOUBTFUL,
        f"Tabel skalanya sendiri belum dilihat. {_ROUNDING}",
    ),
)

PERMENDAGRI_86 = Scale(
    "Permendagri 86/2017",
    _at_least(
        (0, "Sangat Rendah"), (51, "Rendah"), (66, "Sedang"), (76, "Tinggi"), (91, "Sangat Tinggi")
    ),
    Source(
        "Permendagri 86/2017 (pemerintah daerah); angka batas terlihat pada LKjIP Inspektorat "
        "Kab. Sampang 2019 dengan nama kelas lain.",
        Certainty.GENERAL,
        "Asal Permendagri dan nama kelas belum dilihat. Skala aslinya berlubang (90,01–90,99 dan "
        f"seterusnya); di sini setiap kelas berlaku sampai batas kelas di atasnya. {_ROUNDING}",
    ),
)

MALUKU_TENGAH = Scale(
    "Maluku Tengah 2021",
    _above(
        (0, "Kurang"),
        (30, "Agak Kurang"),
        (50, "Cukup Baik"),
        (65, "Baik"),
        (75, "Sangat Baik"),
        (85, "Memuaskan"),
    ),
    Source(
        "LKjIP Kab. Maluku Tengah 2021 hlm. 94 (skala daerah, mengikuti rentang AKIP lama).",
        Certainty.SEEN,
        _ROUNDING,
    ),
)

SKP = Scale(
    "SKP",
    _at_least(
        (0, "Sangat Kurang"), (60, "Kurang"), (80, "Cukup"), (100, "Baik"), (110, "Sangat Baik")
    ),
    Source(
        "PermenPANRB 8/2021 lampiran (SKP perorangan, bukan satker; sudah diganti PermenPANRB "
        "6/2022): tepi kelas 110/100/80/60.",
        Certainty.SEEN,
        "Aslinya Cukup 80–99, Kurang 60–79; pecahan di antaranya masuk kelas di bawah. Tepi 100 "
        "dan 110 dibaca sebagai batas bawah Baik dan Sangat Baik. Nilai dibulatkan 2 desimal "
        "lebih dahulu.",
    ),
)

IKPA = Scale(
    "IKPA",
    _at_least((0, "Kurang"), (70, "Cukup"), (89, "Baik"), (95, "Sangat Baik")),
    Source(
        "Kategori IKPA pada paparan KPPN Kupang (untuk nilai IKPA, bukan capaian kinerja).",
        Certainty.SEEN,
        _ROUNDING,
    ),
)

NKA = Scale(
    "NKA",
    _above((0, "Sangat Kurang"), (50, "Kurang"), (60, "Cukup"), (80, "Baik"), (90, "Sangat Baik")),
    Source(
        "PMK 107/2024 Pasal 251 ayat (4a) dan berita tentang PMK 2/PMK.02/2021 (untuk nilai "
        "kinerja anggaran, bukan capaian kinerja).",
        Certainty.SEEN,
        _ROUNDING,
    ),
)

SCALES = (LAN, PERMENDAGRI_86, MALUKU_TENGAH, SKP, IKPA, NKA)
"""The scales that Beranda offers; the first one is the default."""


def scale_named(name: object) -> Scale:
    """Return the scale of that name, the default for a blank or unknown one.

    A rule of Beranda reports an unknown name; computing goes on with the default as in the
    workbook.
    """
    wanted = str(name).strip(" ").casefold()
    return next((scale for scale in SCALES if scale.name.casefold() == wanted), SCALES[0])
