"""Which region a text speaks of, and whether it is the satker's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sakip_excel.forms.identitas import PROVINCES
from sakip_excel.rules._look import word_set
from sakip_excel.values._memory import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS: Final = {"kab": "kabupaten", "prov": "provinsi"}
# The name follows in capitals: "Kota Prabumulih", never "Kabupaten/Kota" or "kota besar".
_MENTION: Final = re.compile(
    r"(?<!/)\b(Kabupaten|KABUPATEN|Kab|KAB|Kota|KOTA|Provinsi|PROVINSI|Prov|PROV)\b\.?[ \n]+"
    r"((?:D\.I\.|Kep\.|[A-Z][\w'’-]*)(?:[ \n]+[A-Z][\w'’-]*){0,3})"
)
_GENERIC: Final = word_set(
    "dan atau yang di dalam pada se serta untuk oleh kpu kip tahun lain lainnya ini tersebut "
    "sesuai dengan dari ke masing setempat terkait tepat pemilu pemilihan besar kabupaten kota "
    "provinsi induk baru komisi sekretariat periode triwulan tw ta secara telah tidak"
)
_ALIASES: Final = {
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
    "diy": "di yogyakarta",
    "d.i. yogyakarta": "di yogyakarta",
    "daerah istimewa yogyakarta": "di yogyakarta",
    "yogyakarta": "di yogyakarta",
    "dki": "dki jakarta",
    "jakarta": "dki jakarta",
    "daerah khusus jakarta": "dki jakarta",
    "daerah khusus ibukota jakarta": "dki jakarta",
    "bangka belitung": "kepulauan bangka belitung",
    "kep bangka belitung": "kepulauan bangka belitung",
    "kep riau": "kepulauan riau",
    "jatim": "jawa timur",
    "jateng": "jawa tengah",
    "jabar": "jawa barat",
    "sumut": "sumatera utara",
    "sumbar": "sumatera barat",
    "sumsel": "sumatera selatan",
    "kalbar": "kalimantan barat",
    "kalteng": "kalimantan tengah",
    "kalsel": "kalimantan selatan",
    "kaltim": "kalimantan timur",
    "kaltara": "kalimantan utara",
    "sulut": "sulawesi utara",
    "sulteng": "sulawesi tengah",
    "sulsel": "sulawesi selatan",
    "sultra": "sulawesi tenggara",
    "sulbar": "sulawesi barat",
    "malut": "maluku utara",
}
_KNOWN: Final = tuple(sorted((p.casefold() for p in PROVINCES), key=len, reverse=True))


class Region(NamedTuple):
    """A region as a text names it.

    Attributes:
        kind: ``kabupaten``, ``kota`` or ``provinsi``.
        words: its name in small letters, perhaps with words behind it that are not part of it.
        printed: kind and name as they stand in the text.
    """

    kind: str
    words: str
    printed: str


@remembered
def regions_in(text: str) -> tuple[Region, ...]:
    """Return every kabupaten, kota and provinsi that a text calls by name.

    Example:
        >>> [r.printed for r in regions_in("KPU Kabupaten Pacitan dan KPU Kabupaten/Kota lain")]
        ['Kabupaten Pacitan']
    """
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Region]:
    for match in _MENTION.finditer(text):
        kind = match[1].casefold()
        words = _name(match[2])
        if words:
            printed = f"{match[1]} {' '.join(words)}"
            name = " ".join(words).casefold().replace("kep.", "kep")
            yield Region(_KINDS.get(kind, kind), name, printed)


def own_region(satker: str) -> Region | None:
    """Return the region in the name of a satker, None when it names none.

    Example:
        >>> own_region("KPU Kota Prabumulih").words
        'prabumulih'
    """
    return next(iter(regions_in(satker)), None)


def same_region(mention: Region, own: Region) -> bool:
    """Return whether a mention is the own region; words behind its name do not matter."""
    return mention.kind == own.kind and f"{mention.words} ".startswith(f"{own.words} ")


def same_province(words: str, province: str) -> bool:
    """Return whether words name a province, abbreviations and words behind it allowed.

    Example:
        >>> same_province("ntb", "Nusa Tenggara Barat"), same_province("papua barat", "Papua")
        (True, False)
    """
    return _province(words) == province.casefold()


@remembered
def _province(words: str) -> str:
    """Return the longest known province with which the words begin, else the words."""
    spelled = _ALIASES.get(words) or _ALIASES.get(words.partition(" ")[0]) or words
    return next((name for name in _KNOWN if f"{spelled} ".startswith(f"{name} ")), spelled)


def _name(found: str) -> list[str]:
    """Return the words of a name, cut where words follow that are in no name."""
    words: list[str] = []
    for word in found.split():
        if word.casefold() in _GENERIC:
            break
        words.append(word)
    return words
